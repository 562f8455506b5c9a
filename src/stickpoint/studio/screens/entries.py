"""Words chosen in a document → a proposal for an entry of the record, to be looked at and added."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count

from stickpoint.case.documents.fingerprints import fingerprint
from stickpoint.case.documents.passages import words_hash
from stickpoint.case.documents.whitespace import single_spaced
from stickpoint.case.model.case import Case
from stickpoint.case.reading.proposal import Proposal
from stickpoint.case.reading.speakers import match_party

LOOKED_BACK, LOOKED_ON = 4_000, 400
"""Characters before and after the words in which the rules look for a date and for names."""
MOST = 4_000
"""Characters that are cited at most."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Words of a document, by their characters from ``start`` up to ``end``."""

    document: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed for an entry; texts are empty where nothing was found.

    ``date`` is in EDTF; ``seen`` says by what the rules found it, or that they found none.
    """

    id: str
    date: str
    seen: str
    sender: str
    receiver: str
    act: str
    source: dict[str, object]


def document_of(said: str) -> str:
    """Name the document in which words were chosen, as `chosen` is told of them; empty for none."""
    try:
        return str(json.loads(said or '[""]')[0])
    except (ValueError, TypeError, LookupError):
        return ""


def chosen(said: str, text: str, document: str) -> Chosen | None:
    """Find the words that somebody chose; None where they are not in the document.

    ``said`` is JSON: the document, first character, the one after the last, the words. Browsers
    count line ends otherwise, so that the words are looked for near the place that they give.
    """
    try:
        named, start, end, words = json.loads(said or "[]")
        start, end, words = int(start), int(end), str(words)
    except (ValueError, TypeError, OverflowError):
        return None
    wanted = single_spaced(words)
    if named != document or not wanted or len(words) > MOST:
        return None
    if single_spaced(text[max(0, start) : max(0, end)]) == wanted and start >= 0:
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        tail = len(text[start:end].rstrip())
        return Chosen(document, start + lead, start + tail, text[start + lead : start + tail])
    pattern = r"\s+".join(map(re.escape, wanted.split(" ")))
    found = min(re.finditer(pattern, text), key=lambda m: abs(m.start() - start), default=None)
    return None if found is None else Chosen(document, *found.span(), found.group())


def draft(case: Case, text: str, own: Chosen) -> Draft:
    """Propose an entry for some words: when it was, and who told whom, as far as rules can tell."""
    from stickpoint.case.reading.propose import propose  # its patterns take long to compile

    low = max(0, own.start - LOOKED_BACK)
    near = [
        one
        for one in propose(text[low : own.end + LOOKED_ON])
        if one.kind in ("message", "date") and low + one.start < own.end + LOOKED_ON
    ]
    message = next((m for m in near if m.kind == "message" and _touches(m, own, low)), None)
    day, seen = _date(near, message, own, low)
    marks: dict[str, object] = {
        "document": own.document,
        "chars": [own.start, own.end],
        "hash": words_hash(own.words),
    }
    if digits := fingerprint(own.words):
        marks["fingerprint"] = digits
    return Draft(
        _new_id(case, own.words), day, seen,
        _party(case, message.speaker if message else ""),
        _party(case, message.receiver if message else ""),
        message.act if message else "", marks,
    )  # fmt: skip


def _touches(one: Proposal, own: Chosen, low: int) -> bool:
    """Tell whether a proposal is about some of the words."""
    return low + one.start < own.end and low + one.end > own.start


def _date(near: list[Proposal], message: Proposal | None, own: Chosen, low: int) -> tuple[str, str]:
    """Take the date of the message, one within the words, or the last that was named before."""
    if message and message.date:
        return message.date, f"the date of the message there: {message.reason}"
    dates = [one for one in near if one.kind == "date" and one.date]
    inside = next((one for one in dates if _touches(one, own, low)), None)
    if inside:
        return inside.date, "a date within these words"
    before = [one for one in dates if low + one.end <= own.start and one.reach == "on"]
    if before:
        return before[-1].date, "the last date named before these words"
    return "", "no date was found near these words"


def _party(case: Case, who: str) -> str:
    return (match_party(who, case.parties).id or who) if who else ""


def _new_id(case: Case, words: str) -> str:
    """Make an id of the first words that the record has not yet."""
    stem = "-".join(re.findall(r"[a-z0-9]+", words.lower())[:3])[:24].strip("-") or "entry"
    stem = stem if stem[:1].isalpha() else f"e-{stem}"
    tried = (stem if k == 1 else f"{stem}-{k}" for k in count(1))
    return next(name for name in tried if name not in case.record.ids)
