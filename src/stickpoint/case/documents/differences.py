"""Words, and others nearly like them → which ones differ, in a clause."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from stickpoint.case.documents.folding import folded

_MOST_WORDS = 400
_MOST_SHOWN = 3
_LONGEST = 40
_PUNCTUATION = ".,;:!?()[]'\""


def differing(wanted: str, there: str) -> str:
    """Say which words differ, whatever their signs, capitals and punctuation; empty if none do.

    Examples
    --------
    >>> differing("they would begin in March", "they would not begin in  May")
    "'not' is added, 'May' stands for 'March'"
    """
    old, new = wanted.split(), there.split()
    plain_old, plain_new = [_plain(word) for word in old], [_plain(word) for word in new]
    head = _alike(plain_old, plain_new)
    tail = _alike(plain_old[head:][::-1], plain_new[head:][::-1])
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(old) > _MOST_WORDS or len(new) > _MOST_WORDS:
        return (
            f"{len(old)} words in a row differ, from {_cut(old)} on" if old else _clause(old, new)
        )
    plain_old = plain_old[head : head + len(old)]
    plain_new = plain_new[head : head + len(new)]
    steps = SequenceMatcher(None, plain_old, plain_new, autojunk=False).get_opcodes()
    changes = [_clause(old[a:b], new[c:d]) for kind, a, b, c, d in steps if kind != "equal"]
    more = len(changes) - _MOST_SHOWN
    return ", ".join(changes[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _plain(word: str) -> str:
    plain = folded(word)
    return plain.strip(_PUNCTUATION).casefold() or plain


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the words alike from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((k for k, (a, b) in pairs if a != b), min(len(one), len(other)))


def _clause(old: Sequence[str], new: Sequence[str]) -> str:
    if old and new:
        return f"{_cut(new)} stands for {_cut(old)}"
    return f"{_cut(new)} is added" if new else f"{_cut(old)} is left out"


def _cut(words: Sequence[str]) -> str:
    text = " ".join(words)
    return f"'{text}'" if len(text) <= _LONGEST else f"'{text[: _LONGEST - 1]}…'"
