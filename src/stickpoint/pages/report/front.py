"""The first page of a report: the answer, one picture, the curve, the tolls, what to do next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stickpoint.answers.ended import ended
from stickpoint.answers.why.brief import Brief
from stickpoint.pages.model import Figure, Labelled, Part, Section
from stickpoint.pages.report.timing import curve
from stickpoint.pages.why.brief import labelled

_SENT = re.compile(r"(?:; | \()stickpoint [^).]*\)?")
"""Where a screen sends its reader to a command, the report has an appendix."""
_HEADS = {
    "Stuck on": "stuck on",
    "Held by": "held by",
    "Why": "why",
    "How long": "how long",
    "What happened": "happened",
    "Who pays": "who pays",
    "What to do next": "would end it",
    "It rests on": "rests on",
}
_PARTS = {"Stuck on": slice(1), "Why": slice(1), "It rests on": slice(-1, None)}
"""Of these only some paragraphs; an appendix has all."""


def front(found: Brief, picture: Figure | None) -> Section:
    """Set the answer on one page, with a picture of the way out, or of where one could go."""
    rows = dict(_rows(found))
    course = None if found.silent else found.course
    end = ended(found.why.case)
    answer = ("Stuck on", "Held by", "Why", "How long", "What happened", "Who pays")
    parts: list[Part] = [_labelled(rows, answer)]
    parts += [picture] if picture else []
    parts += [curve(course, end)] if course and not course.is_over else []
    parts.append(_labelled(rows, ("What to do next", "It rests on")))
    return Section("answer", "The answer", tuple(parts), alone=True)


def _labelled(rows: dict[str, tuple[str, ...]], names: tuple[str, ...]) -> Labelled:
    return Labelled(tuple((name, rows[name]) for name in names if rows.get(name)))


def _rows(found: Brief) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Take from the one screen what the first page says, without its hints to commands."""
    said = dict(labelled(found).rows)
    for name, key in _HEADS.items():
        lines = [_SENT.sub("", line) for line in said.get(key, ())]
        yield name, tuple(lines[_PARTS.get(name, slice(None))])
