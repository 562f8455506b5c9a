"""A read case and its states → whether the terms of each open issue can hold, and one at a time."""

from __future__ import annotations

import numpy as np

from stickpoint.case.model import Case, Issue
from stickpoint.case.nodes import Faults, quote
from stickpoint.case.orders import pattern
from stickpoint.case.sizes import States, fits


def check_terms(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report terms that can never hold, and terms of one issue that can hold together.

    Returns
    -------
    tuple of str
        What could not be checked because too many states would have to be compared, in words.
    """
    negotiable = [issue for issue in case.issues if issue.terms and issue.closed is None]
    missed = [issue for issue in negotiable if not _check(case, issue, states, faults)]
    return tuple(f"whether the terms of {quote(issue.id)} exclude one another" for issue in missed)


def _check(case: Case, issue: Issue, states: States, faults: Faults) -> bool:
    spoken = [terms.statement.formula for terms in issue.terms]
    codes = states.seen_by(spoken)
    if codes is None:
        return False
    wheres = [fits(formula, codes) for formula in spoken]
    for k, (terms, where) in enumerate(zip(issue.terms, wheres, strict=True)):
        if not where.any():
            message = (
                f"the terms {quote(terms.name)} of {quote(issue.id)} hold in no state that is "
                "possible; correct the statement, or drop them"
            )
            faults.add(terms.statement.place, "C408", message)
            continue
        for other, before in zip(issue.terms[:k], wheres[:k], strict=True):
            both = np.flatnonzero(where & before)
            if both.size:
                state = pattern(case, states.whole(int(codes[both[0]]), spoken))
                message = (
                    f"the terms {quote(terms.name)} and {quote(other.name)} both hold in the state "
                    f"{state}, yet an issue closes in one way; say in one of them what sets it "
                    "apart"
                )
                faults.add(terms.statement.place, "C409", message)
                break
    return True
