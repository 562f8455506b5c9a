"""Terms that lapse: a settlement that is a pause, and where a deadlock is over for good.

A lull, a suspension, a patch in place of a budget closes an item for a while. Statements of a case
speak of it as of any terms (``settled`` holds, tolls that fall while it is not settled stop), yet
the deadlock is not over, and nothing counts it as an end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stickpoint.logic import Formula, evaluate

if TYPE_CHECKING:
    from stickpoint.case.model.case import Case
    from stickpoint.case.model.situation import Terms


def lapsing(case: Case) -> tuple[tuple[Terms, Formula], ...]:
    """Return the terms that lapse, each with where they do.

    They do wherever they hold, the rest of the agenda settled or not, but not beside terms of the
    same issue that last. A package that says how fast it holds or lapses stands in place of its
    parts; of several the first.
    """
    packages = [line for line in case.packages if line.holds or line.lapses]
    whole = [line.statement.formula for line in packages]
    found = []
    for issue in case.issues:
        lasting = [line.statement.formula for line in issue.terms if line.lapses is None]
        found += [(x, _but(x, [*lasting, *whole])) for x in issue.terms if x.lapses is not None]
    found += [(x, _but(x, whole[:k])) for k, x in enumerate(packages) if x.lapses is not None]
    return tuple(found)


def lapsed(case: Case, before: int, after: int) -> list[str]:
    """Name the terms that lapse from one state to another, by the codes of both."""
    codes = np.array([before, after], dtype=np.uint64)
    told = ((terms, evaluate(where, codes)) for terms, where in lapsing(case))
    return [terms.name for terms, (was, is_so) in told if was and not is_so]


def pausing(case: Case) -> list[str]:
    """Name the terms that lapse and hold as things stand."""
    now = [x.id for x in case.options if x.now] + [x.id for x in case.nature if x.now]
    code = np.array([sum(1 << case.option_index[id_] for id_ in now)], dtype=np.uint64)
    return [terms.name for terms, where in lapsing(case) if evaluate(where, code)[0]]


def ending(case: Case) -> Formula | None:
    """Return where the deadlock is over: settled, and on nothing that lapses.

    None where nothing says when it is settled.
    """
    if case.settled is None:
        return None
    pauses = [where for _, where in lapsing(case)]
    return _and(case.settled.formula, pauses) if pauses else case.settled.formula


def _but(terms: Terms, without: list[Formula]) -> Formula:
    return _and(terms.statement.formula, without)


def _and(formula: Formula, without: list[Formula]) -> Formula:
    return ("and", (formula, *(("not", other) for other in without)))
