"""Words found in a document → the entry under ``source:`` that points to them, to be copied."""

from __future__ import annotations

import json
import re

from stickpoint.answers.citation import Citation
from stickpoint.case.documents.passages import Found

_LONGEST = 90
_ENDS = 30
"""Characters of longer words that are shown from either end."""
_BARE = ("hash", "fingerprint")  # digits alone would be read as a number by other programs


def lines(found: Citation) -> list[str]:
    """Lay out what to copy, with what to know about it as comments."""
    shown = []
    if found.document is None:
        shown += [
            "# This document is not in the case yet; add it to the record's documents:",
            f"# DOCUMENT: {{file: {found.path.name}, sha256: {found.text.sha256}}}",
        ]
    elif found.document.sha256 and found.document.sha256 != found.text.sha256:
        shown.append(
            f"# BEWARE: {found.path.name} is not the file that the case was written from; "
            f"its SHA-256 begins {found.text.sha256[:12]}"
        )
    if len(found.places) > 1:
        shown.append(f"# {len(found.places)} places; keep the one that is meant")
    for place in found.places:
        shown += [f"# {_about(found, place)}", _source(found, place)]
    return shown


def _source(found: Citation, place: Found) -> str:
    """Write the entry for one place, in one line of YAML."""
    page = found.page(place)
    parts = {
        "document": found.document.id if found.document else "DOCUMENT",
        **({} if page is None else {"page": f'"{page}"'}),
        "chars": f"[{place.start}, {place.end}]",
    }
    for key, value in found.selectors(place).items():
        # YAML and JSON both read a text so.
        quoted = json.dumps(value, ensure_ascii=False)
        parts[key] = value if key in _BARE and not value.isdigit() else quoted
    return f"source: {{{', '.join(f'{key}: {value}' for key, value in parts.items())}}}"


def _about(found: Citation, place: Found) -> str:
    """Show one place with what stands around it."""
    before, words, after = (re.sub(r"\s+", " ", text) for text in found.words(place))
    if len(words) > _LONGEST:
        words = f"{words[:_ENDS]} … {words[-_ENDS:]}"
    near = f"{min(place.score, 0.99):.0%} alike, look"
    alike = near if place.status != "exact" else place.reason or "to the letter"
    differing = f" ({place.reason})" if place.status != "exact" and place.reason else ""
    return f"{alike}: …{before}[{words}]{after}…{differing}"
