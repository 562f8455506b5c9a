"""Payoffs that are paid once → whether what they are paid for stays so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.equivalent_states import turned
from stickpoint.case.checks.feasibility import Codes, States, fits
from stickpoint.case.checks.pauses import fallen
from stickpoint.case.model.case import Case
from stickpoint.case.model.pauses import ending, lapsing
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.logic import evaluate


def check_once(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report payoffs that are paid once for what may end again while the deadlock goes on.

    What cannot be checked, for too many states, is returned in words.
    """
    rivals = (line for hypothesis in case.hypotheses for line in hypothesis.payoffs)
    lines = [line for line in (*case.payoffs, *rivals) if line.once is not None]
    codes = states.codes
    if not lines:
        return ()
    if codes is None:
        return ("whether what is paid once stays so",)
    for line in lines:
        here = fits(line.statement.formula, codes)
        if not (only_when_over(case, codes, here) or stays(case, codes, here)):
            message = (
                f"'once' is paid when {quote(line.statement.text)} comes to hold, which may end "
                "again while it lasts; say what stays so: add '& settled', or make options one_way"
            )
            faults.add(line.statement.place, "C512", message)
    return ()


def only_when_over(case: Case, codes: Codes, here: NDArray[np.bool_]) -> bool:
    """Tell whether what holds ``here``, of shape (states,), holds nowhere while it is open."""
    over = ending(case)
    return not (here if over is None else here & ~evaluate(over, codes)).any()


def stays(case: Case, codes: Codes, here: NDArray[np.bool_]) -> bool:
    """Tell whether nothing that a party does, or nature, ends what holds ``here`` (states,)."""
    for party in case.parties:
        set_by = {line.option for line in case.imposed if line.patron == party.id}
        own = [
            k
            for k, o in enumerate(case.options)
            if (o.party == party.id or o.id in set_by) and o.one_way == 0
        ]
        free = np.uint64(sum(1 << k for k in own))
        _, group = np.unique(codes & ~free, return_inverse=True)
        some, every = np.zeros((2, int(group.max(initial=-1)) + 1), dtype=np.int64)
        np.add.at(some, group, here)
        np.add.at(every, group, 1)
        if ((some > 0) & (some < every)).any():
            return False
    one_way = [(k, option.one_way) for k, option in enumerate(case.options) if option.one_way]
    first = len(case.options)
    changing = [(k, c) for k, c in enumerate(case.nature, start=first) if c.by_chance or c.date]
    for k, way in [*one_way, *((k, chance.one_way) for k, chance in changing)]:
        leads = turned(codes, k, way)
        if _leaves(here, leads):
            return False
    pauses = [(terms, fits(where, codes)) for terms, where in lapsing(case)]
    return not any(_leaves(here, fallen(case, codes, *pause)) for pause in pauses)


def _leaves(here: NDArray[np.bool_], leads: NDArray[np.int64]) -> bool:
    return bool((here & (leads >= 0) & ~here[np.maximum(leads, 0)]).any())
