"""A case that says how its deadlock ended, or whose record holds it → when, on which terms."""

from __future__ import annotations

from dataclasses import dataclass

from stickpoint.case.checks.path import holds, path_of
from stickpoint.case.dates.fuzzy import FuzzyDate, since_start
from stickpoint.case.model.case import Case
from stickpoint.case.model.length import OTHER, Happened
from stickpoint.case.model.pauses import ending


@dataclass(frozen=True)
class Ended:
    """The end that a case tells, or that its record holds.

    Parameters
    ----------
    when : FuzzyDate
        As told, or the date of the last step that settled it.
    time : float or None
        From the start of the clock to the middle of that date; None where either is open.
    terms : tuple of str
        That hold from then on; ``other`` alone where the case does not have them.
    by_record : bool
        Whether the moves of the record say so, and not the case itself.
    is_named : bool
        Whether it is one of the outcomes of the case.
    """

    when: FuzzyDate
    time: float | None
    terms: tuple[str, ...]
    by_record: bool = True
    is_named: bool = True

    @property
    def name(self) -> str:
        """What a graph of the case calls these terms."""
        return " + ".join(self.terms) or "settled"


def nothing_ends(case: Case) -> str:
    """Say why nothing in a case says when it is over, without a full stop; empty where it does."""
    if case.settled is not None:
        return ""
    if case.issues and all(issue.closed is not None for issue in case.issues):
        return "every item of the agenda is settled, so there is nothing to wait for"
    return "no issue of the case has terms, so nothing says when it is over"


def ended(case: Case) -> Ended | None:
    """Tell how the deadlock ended; None where nothing tells.

    What the case says under ``happened`` goes before its record, which tells nothing where it ends
    open or began settled.
    """
    if case.happened is not None:
        return _told(case, case.happened)
    over = ending(case)
    if over is None:
        return None
    path = path_of(case)
    settling = [step for step in path.steps if not holds(over, step.before)]
    if not settling or not holds(over, path.end):
        return None
    when = settling[-1].when
    every = (terms for issue in case.issues for terms in issue.terms)
    names = tuple(terms.name for terms in every if holds(terms.statement.formula, path.end))
    return Ended(when, _time(case, when), names)


def _told(case: Case, end: Happened) -> Ended:
    named = bool(end.terms) and end.terms != OTHER
    terms = (end.terms,) if end.terms else ()
    return Ended(end.date, _time(case, end.date), terms, by_record=False, is_named=named)


def _time(case: Case, when: FuzzyDate) -> float | None:
    is_closed = not (when.open_start or when.open_end)
    return since_start(case, when) if case.clock.start is not None and is_closed else None
