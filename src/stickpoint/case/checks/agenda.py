"""A read case and its states → whether the terms of each open issue can hold."""

from __future__ import annotations

from stickpoint.case.checks.feasibility import States, fits
from stickpoint.case.model.case import Case
from stickpoint.case.yaml.nodes import Faults, quote


def check_terms(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report terms that can never hold; return in words what was too much to check."""
    unchecked = []
    for issue in case.issues:
        if issue.closed is not None:
            continue
        codes = states.seen_by([terms.statement.formula for terms in issue.terms])
        if codes is None:
            unchecked.append(f"whether the terms of {quote(issue.id)} can hold")
            continue
        for terms in issue.terms:
            if not fits(terms.statement.formula, codes).any():
                message = (
                    f"the terms {quote(terms.name)} of {quote(issue.id)} hold in no state that is "
                    "possible; correct the statement, or drop them"
                )
                faults.add(terms.statement.place, "C408", message)
    return tuple(unchecked)
