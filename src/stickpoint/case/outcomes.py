"""A case and option vectors → the terms on which each is settled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model import Case
from stickpoint.logic import evaluate


def settlements(
    case: Case, codes: NDArray[np.uint64], over: NDArray[np.bool_] | None
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Name, for each settled state, the terms on which the open issues close there.

    Parameters
    ----------
    case : Case
    codes : ndarray of uint64, shape (states,)
    over : ndarray of bool, shape (states,), or None
        Where the deadlock is over; None when nothing says so.

    Returns
    -------
    names : tuple of str
        Every way to settle, each once.
    settled : ndarray of int32, shape (states,)
        Index into ``names`` where a state is settled, else -1.
    """
    settled = np.full(codes.size, -1, dtype=np.int32)
    if over is None:
        return (), settled
    labels = np.full(codes.size, "", dtype=object)
    for issue in case.issues:
        for terms in issue.terms:
            here = evaluate(terms.statement.formula, codes)
            labels[here] += np.where(labels[here] == "", "", " + ") + terms.name
    labels[over & (labels == "")] = "settled"
    names = tuple(dict.fromkeys(labels[over].tolist()))
    for number, name in enumerate(names):
        settled[over & (labels == name)] = number
    return names, settled
