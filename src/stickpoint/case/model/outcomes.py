"""A case and option vectors → the terms on which each is settled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.case import Case
from stickpoint.logic import evaluate


def settlements(
    case: Case, codes: NDArray[np.uint64], over: NDArray[np.bool_] | None
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Name, for each settled state, the terms on which the open issues close there.

    ``over``, of shape (states,), says where the deadlock is over; None when nothing says so.
    Returned are every way to settle, each once, and an int32 for each state: the index of its way,
    -1 where it is not settled.
    """
    settled = np.full(codes.size, -1, dtype=np.int32)
    if over is None:
        return (), settled
    labels, known = _labels(case, codes)
    used = labels[over]
    order = np.full(len(known), -1, dtype=np.int64)
    order[used[::-1]] = np.arange(used.size - 1, -1, -1)  # the first state of each label
    found = [int(k) for k in np.argsort(order, kind="stable") if order[k] >= 0]
    number = np.full(len(known), -1, dtype=np.int32)
    number[found] = np.arange(len(found), dtype=np.int32)
    settled[over] = number[used]
    return tuple(known[k] or "settled" for k in found), settled


def _labels(case: Case, codes: NDArray[np.uint64]) -> tuple[NDArray[np.int32], list[str]]:
    """Return each state a number and each number the terms that hold there; 0 is none of them."""
    labels = np.zeros(codes.size, dtype=np.int32)
    known = {"": 0}
    for issue in case.issues:
        for terms in issue.terms:
            here = evaluate(terms.statement.formula, codes)
            names = list(known)
            change = np.arange(len(names), dtype=np.int32)
            for old in np.flatnonzero(np.bincount(labels[here], minlength=len(names))).tolist():
                name = f"{names[old]} + {terms.name}" if names[old] else terms.name
                change[old] = known.setdefault(name, len(known))
            labels[here] = change[labels[here]]
    return labels, list(known)
