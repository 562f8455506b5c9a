"""The first page of a report: the answer, one picture, the curve, the tolls, what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from stickpoint.answers.why.brief import Brief
from stickpoint.pages.model import Figure, Labelled, Part, Section, Text
from stickpoint.pages.report.sketch import WHOSE
from stickpoint.pages.why.brief import labelled
from stickpoint.pages.wording.dates import day_in_words

_SENT = re.compile(r"(?:; | \()stickpoint [^).]*\)?")
"""Where a screen sends its reader to a command, the report has an appendix."""
_AS_OF = (
    "The record up to that day says how things stand; what came later is not known to any answer, "
    "but for what happened in the end, which stands beside them."
)
_HEADS = {
    "Stuck on": "stuck on",
    "Held by": "held by",
    "Why": "why",
    "How long": "how long",
    "What happened": "happened",
    "Who pays": "who pays",
    "Would sign": "would sign",
    "What to do next": "would end it",
    "It rests on": "rests on",
}
_PARTS = {"Stuck on": slice(3), "Why": slice(1), "It rests on": slice(-1, None)}
"""Of these only some paragraphs; an appendix has all."""
_BEFORE = "Settled before: "
"""What is no longer open is told in the appendix."""


def front(found: Brief, picture: Figure | None, curve: Figure | None) -> Section:
    """Set the answer on one page, with a picture of the way out, or of where one could go."""
    rows = dict(_rows(found))
    answer = ("Stuck on", "Held by", "Why", "How long", "What happened", "Who pays")
    parts: list[Part] = [Text(f"As of {day_in_words(d)}. {_AS_OF}", "lead") for d in _asked(found)]
    parts += [_labelled(rows, answer), *(one for one in (picture, curve) if one)]
    parts.append(_labelled(rows, ("Would sign", "What to do next", "It rests on")))
    return Section("answer", "The answer", tuple(parts), alone=True)


def _asked(found: Brief) -> Iterator[date]:
    """Return the day on which it is asked, where that is not the start."""
    if found.as_of is not None:
        yield found.as_of


def _labelled(rows: dict[str, tuple[str, ...]], names: tuple[str, ...]) -> Labelled:
    return Labelled(tuple((name, rows[name]) for name in names if rows.get(name)))


def _rows(found: Brief) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Take from the one screen what the first page says, without its hints to commands."""
    said = dict(labelled(found, shares=False).rows)
    for name, key in _HEADS.items():
        lines = [_SENT.sub("", line) for line in said.get(key, ()) if not line.startswith(_BEFORE)]
        lines = lines[_PARTS.get(name, slice(None))]
        yield name, (*lines, *_where(found, name))


def _where(found: Brief, name: str) -> Iterator[str]:
    """Say where each party's share of the delay stands, which another clock tells."""
    course = None if found.silent else found.course
    told = course is not None and course.blame is not None and not course.is_over
    if name == "Held by" and told:
        yield f"Shares of the delay, by another clock than the forecast's: see “{WHOSE}”."
