"""The guided start: a few questions, from whose answers a sound case is written."""

from __future__ import annotations

from stickpoint.case.model.case import Case
from stickpoint.studio.screens.part import Part
from stickpoint.studio.screens.template import filled

TITLE = "New case"


def page(_: Case | None) -> str:
    """Return the questions as a form; it asks nothing of the case that is open."""
    from stickpoint.studio.edits.questions import QUESTIONS

    return filled("start.html", questions=QUESTIONS)


PARTS: tuple[Part, ...] = ()
