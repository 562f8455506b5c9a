"""States that count as the same → whether the rest of the case treats them as the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.basis import Statement
from stickpoint.case.model import Case, Ranking
from stickpoint.case.nodes import Faults, quote
from stickpoint.case.orders import pattern, ranks_of
from stickpoint.case.outcomes import settlements
from stickpoint.case.sizes import Codes, States, fits
from stickpoint.logic import evaluate


def check_settled_alike(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report states that count as the same but are not settled on the same terms.

    Returns
    -------
    tuple of str
        What could not be checked because too many states would have to be compared, in words.
    """
    codes = states.codes
    if not case.same or case.settled is None:
        return ()
    if codes is None:
        return ("whether states that count as the same are settled alike",)
    terms, settled = settlements(case, codes, evaluate(case.settled.formula, codes))
    for statement, one, other in _apart(case, codes, settled):
        said = [
            f"{pattern(case, int(codes[s]))} is "
            + ("not settled" if settled[s] < 0 else f"settled as {quote(terms[settled[s]])}")
            for s in (one, other)
        ]
        message = (
            f"{quote(statement.text)} makes states count as the same, yet {' and '.join(said)}; "
            "narrow 'same', or mend the terms"
        )
        faults.add(statement.place, "C410", message)
    return ()


def check_ranked_alike(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report states that count as the same but that a party does not rank the same.

    Returns
    -------
    tuple of str
        What could not be checked because too many states would have to be compared, in words.
    """
    codes = states.codes
    if not case.same:
        return ()
    if codes is None:
        return ("whether parties rank alike the states that count as the same",)
    for party in case.parties:
        ranks = ranks_of(case, party.id, codes)
        if isinstance(case.preferences.get(party.id), Ranking) and _has_gap(case, party.id, ranks):
            continue
        for statement, one, other in _apart(case, codes, ranks):
            low, high = sorted((one, other), key=lambda s: int(ranks[s]))
            message = (
                f"{quote(statement.text)} makes states count as the same, yet "
                f"{quote(party.id)} ranks {pattern(case, int(codes[high]))} above "
                f"{pattern(case, int(codes[low]))}; narrow 'same', or rank them equal"
            )
            faults.add(statement.place, "C509", message)
    return ()


def _has_gap(case: Case, party: str, ranks: NDArray[np.int64]) -> bool:
    """Tell whether a ranking leaves states out, which is a fault of its own."""
    ranking = case.preferences[party]
    return isinstance(ranking, Ranking) and bool((ranks == -len(ranking.groups)).any())


def _apart(
    case: Case, codes: Codes, value: NDArray[np.integer]
) -> Iterator[tuple[Statement, int, int]]:
    """Give each statement that makes states count as one which a value tells apart, with two.

    Only states with the same setting of nature are merged; groups that share a state join.
    """
    nature = np.unique(codes >> np.uint64(len(case.options)), return_inverse=True)[1].ravel()
    each = np.arange(codes.size)
    leader = each
    broken = np.zeros(codes.size, dtype=np.bool_)
    for statement in case.same:
        here = fits(statement.formula, codes)
        alone = _joined(each, here, nature)
        leader = _joined(leader, here, nature)
        # A group that an earlier statement broke is broken still, which is no fault of this one.
        whole = ~np.isin(leader, leader[broken])
        for group, counts in ((alone, here), (leader, whole)):
            differs = np.flatnonzero(counts & (value != value[group]))
            if differs.size:
                yield statement, int(group[differs[0]]), int(differs[0])
                break
        broken = np.isin(leader, leader[value != value[leader]])


def _joined(
    leader: NDArray[np.intp], here: NDArray[np.bool_], nature: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Join the groups that have a state among these, one group for each setting of nature."""
    touched = np.unique(leader[here])
    first = np.full(int(nature.max()) + 1, leader.size, dtype=np.intp)
    np.minimum.at(first, nature[touched], touched)
    onto = np.arange(leader.size)
    onto[touched] = first[nature[touched]]
    return np.asarray(onto[leader])
