"""A read case and its states → whether the terms of each open issue can hold."""

from __future__ import annotations

from stickpoint.case.checks.feasibility import States, fits
from stickpoint.case.model.case import Case, Issue
from stickpoint.case.yaml.nodes import Faults, quote


def check_terms(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report terms that can never hold.

    Returns
    -------
    tuple of str
        What could not be checked because too many states would have to be compared, in words.
    """
    negotiable = [issue for issue in case.issues if issue.terms and issue.closed is None]
    missed = [issue for issue in negotiable if not _check(issue, states, faults)]
    return tuple(f"whether the terms of {quote(issue.id)} can hold" for issue in missed)


def _check(issue: Issue, states: States, faults: Faults) -> bool:
    spoken = [terms.statement.formula for terms in issue.terms]
    codes = states.seen_by(spoken)
    if codes is None:
        return False
    for terms in issue.terms:
        if not fits(terms.statement.formula, codes).any():
            message = (
                f"the terms {quote(terms.name)} of {quote(issue.id)} hold in no state that is "
                "possible; correct the statement, or drop them"
            )
            faults.add(terms.statement.place, "C408", message)
    return True
