"""How much of a document is read at most, and the sentence that says why it was not.

Small files can unpack to gigabytes or keep a parser busy for hours. What is read is counted as it
is read: nothing here trusts what a file says of its own size.
"""

from __future__ import annotations

MAX_BYTES = 64 * 1024 * 1024
MAX_MARKUP = 32 * 1024 * 1024
MAX_UNPACKED = 128 * 1024 * 1024
MAX_TEXT = 5_000_000
MAX_TAGS = 2_000_000
MAX_DEPTH = 2_000


class NoText(ValueError):
    """A document holds no text that can be read; the sentence says why and what to do."""


def too_large(most: int) -> NoText:
    """Say that a file has more bytes than are read."""
    return NoText(f"is larger than {most >> 20} MiB; cut out what you cite")


def too_long() -> NoText:
    """Say that a text has more characters than are read."""
    return NoText(f"holds more than {MAX_TEXT:,} characters; cut out what you cite")


def bounded(text: str) -> str:
    """Return a text that is no longer than may be searched."""
    if len(text) > MAX_TEXT:
        raise too_long()
    return text
