"""What stands beside every screen: the findings, and the rows of ``why``, always live."""

from __future__ import annotations

from stickpoint.case.model.case import Case
from stickpoint.pages.model import Labelled, Page, Section
from stickpoint.studio.answering.kept import brief, shared
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import filled

TITLE = ""


def findings(_: Case | None, asked: Asked) -> str:
    """Count and list what is wrong with the text."""
    return filled("findings.html", findings=asked["findings"])


def now(case: Case, asked: Asked) -> str:
    """Say what it is stuck on, who holds it and why: what needs no clock."""
    return _rows(case, asked, "stuck on", "held by", "why")


def when(case: Case, asked: Asked) -> str:
    """Say how long, who pays, and what the answer hangs on."""
    return _rows(case, asked, "how long", "happened", "who pays", "hangs on", "motive")


def ended(case: Case, asked: Asked) -> str:
    """Say who would sign, what would end it, and what all of it rests on."""
    return _rows(case, asked, "would sign", "would end it", "rests on")


def delaying(case: Case, asked: Asked) -> str:
    """Say whose doing the delay is, by the clock over the case's horizon; it takes its time."""
    found = shared(case, asked)
    run = found.course
    if run is None or found.is_over or run.blame is None:
        return ""
    from stickpoint.pages.clock.course import caution
    from stickpoint.pages.clock.shares import in_a_line
    from stickpoint.pages.render.html import fragment

    said = tuple(filter(None, (in_a_line(run, run.blame), caution(run))))
    row = Labelled((("delayed by", said),))
    return fragment(Page("", (Section("rows-delayed-by", "", (row,)),)))


def _rows(case: Case, asked: Asked, *labels: str) -> str:
    from stickpoint.pages.render.html import fragment
    from stickpoint.pages.why.brief import labelled

    rows = labelled(brief(case, asked), shares=False, only=labels)
    return fragment(Page("", (Section(f"rows-{labels[-1].replace(' ', '-')}", "", (rows,)),)))


PARTS = (
    Part("frame-findings", "saved", findings, is_of_text=True),
    Part("frame-now", "drag", now),
    Part("frame-when", "rest", when),
    Part("frame-ended", "rest", ended),
    Part("frame-delaying", "late", delaying),
)
