"""Case → what smallest change would end it: levers that turn numbers, and moves made now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stickpoint.case.model import Case
from stickpoint.view import levers_cardinal, levers_cardinal_page
from stickpoint.view.levers_cardinal import Cardinal, cardinal
from stickpoint.view.page import Block
from stickpoint.view.words import plain


@dataclass(frozen=True, eq=False)
class Levers:
    """Both kinds of levers on one case.

    Parameters
    ----------
    case : Case
    settings : dict
        What `cardinal` takes: ``within``, ``probability``, ``horizon``, ``draws``, ``seed``,
        ``shocks``.
    """

    case: Case
    settings: dict[str, Any]

    @property
    def silent(self) -> str:
        """Why nothing can be said of time; empty when something can."""
        if not self.case.payoffs:
            return "the case gives no payoffs, so no change can be timed."
        if self.case.settled is None:
            return "no issue of the case has terms, so nothing says when it is over."
        return ""

    @cached_property
    def cardinal(self) -> Cardinal | None:
        """What numbers could be changed; None where the clock has nothing to run on."""
        return None if self.silent else cardinal(self.case, **self.settings)


def levers(case: Case, **settings: Any) -> Levers:
    """Ask what smallest change would end a deadlock.

    Raises
    ------
    SolveError
        Neither the case nor the caller gives a finite horizon.
    """
    found = Levers(case, settings)
    assert found.cardinal is not None or found.silent
    return found


def page(answer: Levers) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [Block("title", plain(answer.case.title)), *_timed(answer)]


def _timed(answer: Levers) -> Iterator[Block]:
    if answer.cardinal is not None:
        yield from levers_cardinal_page.page(answer.cardinal)[1:]
        return
    yield Block("heading", "What would shorten the wait?")
    yield Block("text", f"No answer: {answer.silent}")


def as_data(answer: Levers) -> dict[str, Any]:
    """Give the answer as plain data."""
    if answer.cardinal is None:
        return {"silent": answer.silent}
    return levers_cardinal.plain(answer.cardinal)
