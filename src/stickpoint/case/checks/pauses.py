"""Terms that lapse → the states they fall back to, and what is wrong with them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.feasibility import Codes, States, fits
from stickpoint.case.model.case import Case
from stickpoint.case.model.pauses import lapsing
from stickpoint.case.model.situation import Terms
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.logic import Formula, options_in

Places = NDArray[np.int64]


def fallen(case: Case, codes: Codes, terms: Terms, here: NDArray[np.bool_]) -> Places:
    """Return the state that each becomes when terms lapse; -1 where they do not.

    What the terms speak of goes back to how it was when the clock started; the rest stays, nature
    too, and so does what cannot be undone. Where that cannot be, or is settled again, it is the
    state in which it is not that comes nearest: with as much as possible of what the terms speak
    of as it was, then with as little else as possible changed, then with that as it was at first.

    Parameters
    ----------
    codes : ndarray of uint64, shape (states,)
        Ascending.
    here : ndarray of bool, shape (states,)
        Where they lapse.

    Returns
    -------
    ndarray of int64, shape (states,)
        -1 also where there is nothing to fall back to.
    """
    found = np.full(codes.size, -1, dtype=np.int64)
    sources = np.flatnonzero(here)
    undo, start, fixed = _masks(case, terms)
    over = terms.statement.formula
    back = ~fits(over, codes)
    if case.settled is not None:
        back &= ~fits(case.settled.formula, codes)
    wanted = (codes[sources] & ~undo) | (start & undo)
    place = np.minimum(np.searchsorted(codes, wanted), max(codes.size - 1, 0))
    fine = (codes[place] == wanted) & back[place]
    found[sources[fine]] = place[fine]
    for s in sources[~fine].tolist():
        near = np.flatnonzero(back & ((codes ^ codes[s]) & fixed == 0))
        if near.size:
            found[s] = near[_nearest(codes[near], codes[s], undo, start)]
    return found


def _masks(case: Case, terms: Terms) -> tuple[np.uint64, np.uint64, np.uint64]:
    """Return the options that lapse with terms, how it all was at first, and what must stay."""
    spoken = options_in(terms.statement.formula)
    undo = start = fixed = 0
    for k, option in enumerate(case.options):
        undo |= (k in spoken and option.one_way == 0) << k
        start |= option.at_first << k
        fixed |= (option.one_way != 0) << k
    fixed |= ((1 << len(case.nature)) - 1) << len(case.options)
    return np.uint64(undo), np.uint64(start), np.uint64(fixed)


def _nearest(near: Codes, state: np.uint64, undo: np.uint64, start: np.uint64) -> int:
    """Return which of some states comes nearest to what a state falls back to."""
    changed = np.bitwise_count((near ^ state) & ~undo)
    kept = np.bitwise_count((near ^ start) & undo)
    as_first = np.bitwise_count((near ^ start) & ~undo)
    return int(np.lexsort((near, as_first, changed, kept))[0])


def check_pauses(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report terms that lapse and hold at the start, or have nothing to fall back to.

    What cannot be checked, for too many states, is returned in words.
    """
    pauses = lapsing(case)
    if not pauses:
        return ()
    codes = states.codes
    if codes is None:
        return ("whether what lapses has a state to fall back to",)
    index = case.option_index
    now = sum(1 << index[o.id] for o in case.options if o.now)
    now |= sum(1 << index[chance.id] for chance in case.nature if chance.now)
    for terms, where in pauses:
        if fits(terms.statement.formula, np.array([now], dtype=np.uint64))[0]:
            message = (
                f"the terms {quote(terms.name)} lapse and hold at the start, so that nothing says "
                "what they would lapse to; start the clock before them and record the moves that "
                "brought them about"
            )
            faults.add(terms.statement.place, "C411", message)
        elif _is_stuck(case, codes, terms, where):
            message = (
                f"the terms {quote(terms.name)} lapse, yet in some state nothing that they speak "
                "of can be undone; leave 'one_way' out, or 'lapses'"
            )
            faults.add(terms.statement.place, "C411", message)
    return ()


def _is_stuck(case: Case, codes: Codes, terms: Terms, where: Formula) -> bool:
    here = fits(where, codes)
    return bool((here & (fallen(case, codes, terms, here) < 0)).any())
