"""Every screen by name, and what a worker does for one: build a part of it."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

from stickpoint.studio.answering.kept import moved, read
from stickpoint.studio.answering.question import Question
from stickpoint.studio.screens import case as case_screen
from stickpoint.studio.screens import conflict, forecast, frame, levers, motives, record
from stickpoint.studio.screens.part import Part
from stickpoint.studio.screens.writing import share, start

if TYPE_CHECKING:
    from stickpoint.case.model.case import Case
    from stickpoint.errors import Finding

SCREENS: dict[str, ModuleType] = {
    "case": case_screen,
    "conflict": conflict,
    "forecast": forecast,
    "record": record,
    "motives": motives,
    "levers": levers,
    "share": share,
    "start": start,
}
"""In the order in which the frame lists them; the frame itself stands beside all of them."""
_FRAME = "frame"
UNSOUND = (
    "This shows once the case has no faults: they are listed above, each with its line, and "
    "marked on the Case screen."
)


def table() -> dict[str, Any]:
    """Return titles and parts of the screens as plain data, for whoever imports none of them."""
    every = {_FRAME: frame, **SCREENS}
    return {
        name: {
            "title": screen.TITLE,
            "parts": [(part.name, part.tier, part.needs) for part in screen.PARTS],
        }
        for name, screen in every.items()
    }


def build(question: Question, case: Case | None, findings: tuple[Finding, ...]) -> str:
    """Build a part of a screen; of the last sound text where this one has faults."""
    screen = frame if question.screen == _FRAME else SCREENS[question.screen]
    if case is None and question.sound is not None:
        case, _ = read(question.sound, question.path)
    elif case is not None:
        case = moved(question.text, question.path, question.numbers)
    if question.part == "page":
        return _page(screen, case)
    part: Part = next(part for part in screen.PARTS if part.name == question.part)
    beside = {"text": question.text, "findings": findings, "path": question.path}
    if case is None and not part.is_of_text:
        return f'<p class="note">{UNSOUND}</p>'
    known: Any = case
    return part.build(known, {**question.asked, **beside})


def _page(screen: ModuleType, case: Case | None) -> str:
    if case is None and screen not in (case_screen, start):
        return f'<p class="note">{UNSOUND}</p>'
    made: str = screen.page(case)
    return made
