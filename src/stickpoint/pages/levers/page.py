"""Case → what smallest change would end it: of orders and options, of numbers, or a move now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from stickpoint.answers import levers_payoffs as levers_cardinal
from stickpoint.answers.levers_payoffs import Cardinal, cardinal
from stickpoint.answers.levers_prices import read_prices, swap_prices
from stickpoint.answers.levers_ranks import Outcome, ordinal_levers
from stickpoint.case.model.case import Case
from stickpoint.pages.data.clock import finite
from stickpoint.pages.levers import payoffs as levers_cardinal_page
from stickpoint.pages.levers.ranks import notes, sentences
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import plain, upper

__all__ = ["Levers", "as_data", "levers", "page", "read_prices"]


@dataclass(frozen=True, eq=False)
class Levers:
    """Both kinds of levers on one case.

    Parameters
    ----------
    case : Case
    settings : dict
        What `cardinal` takes: ``within``, ``probability``, ``horizon``, ``draws``, ``seed``,
        ``shocks``.
    terms : tuple of str
        The settlements to make hold; all if empty.
    concept : str
        The stability concept under which they should.
    prices : mapping of str to float
        What one swap of ranks or of wants costs, by party id, in place of what the case says.
    """

    case: Case
    settings: dict[str, Any]
    terms: tuple[str, ...] = ()
    concept: str = "seq"
    prices: Mapping[str, float] = field(default_factory=dict)

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

    @cached_property
    def ordinal(self) -> tuple[Outcome, ...]:
        """What change of orders or options would make each settlement hold; none without terms."""
        if not any(issue.terms for issue in self.case.issues):
            return ()
        return ordinal_levers(
            self.case, self.terms or None, concept=self.concept, prices=self.prices
        )

    @cached_property
    def wanting(self) -> str:
        """What is not installed for the change of orders; empty when all is there."""
        return "" if find_spec("ortools") else "OR-Tools is not installed; it comes with levers."


def levers(
    case: Case,
    *,
    terms: Sequence[str] = (),
    concept: str = "seq",
    prices: Mapping[str, float] | None = None,
    **settings: Any,
) -> Levers:
    """Ask what smallest change would end a deadlock.

    Raises
    ------
    SolveError
        Neither the case nor the caller gives a finite horizon.
    ModelError
        A price for a party that the case does not have, or one out of bounds.
    """
    swap_prices(case, prices)
    found = Levers(case, settings, tuple(terms), concept, dict(prices or {}))
    assert found.cardinal is not None or found.silent
    return found


def page(answer: Levers) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [Block("title", plain(answer.case.title)), *_orders(answer), *_timed(answer)]


def _orders(answer: Levers) -> Iterator[Block]:
    yield Block("heading", "What change would make a settlement hold?")
    if answer.wanting:
        yield Block("text", f"No answer: {answer.wanting}")
    elif not answer.ordinal:
        yield Block("text", "No answer: no issue of the case has terms.")
    else:
        for outcome in answer.ordinal:
            first, *rest = sentences(outcome)
            yield Block("item", f"{upper(plain(outcome.terms))}. {first}")
            yield from (Block("note", sentence) for sentence in rest)
        yield from (Block("text", note) for note in notes(answer.ordinal))


def _timed(answer: Levers) -> Iterator[Block]:
    if answer.cardinal is not None:
        yield from levers_cardinal_page.page(answer.cardinal)[1:]
        return
    yield Block("heading", "What would shorten the wait?")
    yield Block("text", f"No answer: {answer.silent}")


def as_data(answer: Levers) -> dict[str, Any]:
    """Return the answer as plain data."""
    timed = {"silent": answer.silent}
    if answer.cardinal is not None:
        timed = levers_cardinal.plain(answer.cardinal)
    told = [] if answer.wanting else [outcome.to_dict() for outcome in answer.ordinal]
    found: dict[str, Any] = finite({**timed, "holding": told, "wanting": answer.wanting})
    return found
