"""A case whose record holds the end of the deadlock → when it came, and on which terms."""

from __future__ import annotations

from dataclasses import dataclass

from stickpoint.case.checks.path import holds, path_of
from stickpoint.case.dates.fuzzy import FuzzyDate, since_start
from stickpoint.case.model.case import Case


@dataclass(frozen=True)
class Ended:
    """The end that a record holds.

    Parameters
    ----------
    when : FuzzyDate
        Of the last step that settled it.
    time : float or None
        From the start of the clock to the middle of that date; None where either is open.
    terms : tuple of str
        That hold from then on.
    """

    when: FuzzyDate
    time: float | None
    terms: tuple[str, ...]

    @property
    def name(self) -> str:
        """What a graph of the case calls these terms."""
        return " + ".join(self.terms) or "settled"


def ended(case: Case) -> Ended | None:
    """Tell how the deadlock ended by the record; None where it ends open or began settled."""
    if case.settled is None:
        return None
    path, over = path_of(case), case.settled.formula
    settling = [step for step in path.steps if not holds(over, step.before)]
    if not settling or not holds(over, path.end):
        return None
    when = settling[-1].when
    exact = case.clock.start is not None and not (when.open_start or when.open_end)
    every = (terms for issue in case.issues for terms in issue.terms)
    names = tuple(terms.name for terms in every if holds(terms.statement.formula, path.end))
    return Ended(when, since_start(case, when) if exact else None, names)
