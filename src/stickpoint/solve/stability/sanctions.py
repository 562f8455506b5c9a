"""Conflict → stable states under Nash, GMR, SMR, SEQ and SSEQ, exactly and in linear time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, expect
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.engine import graph
from stickpoint.solve.stability.engine.cube import Cube
from stickpoint.solve.stability.engine.explicit import search
from stickpoint.solve.stability.result import Stability

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
_WORTH_THREADS = 1 << 14


def stability(conflict: Conflict, concepts: Iterable[str] = CONCEPTS) -> Stability:
    """Find the states in which each party would stay, under each concept.

    With R_i(s) the states i reaches from s in one move, R_i⁺(s) those it ranks higher, and
    R_{N-i}(s), R_{N-i}⁺(s) what the others reach by legal sequences (nobody twice in
    succession) of moves or of improvements, s is stable for i under

    ``nash``
        if R_i⁺(s) is empty [1]_;
    ``gmr``
        if each s₁ in R_i⁺(s) has an s₂ in R_{N-i}(s₁) with s₂ ≤_i s [2]_;
    ``smr``
        if moreover every s₃ in R_i(s₂) has s₃ ≤_i s [2]_;
    ``seq``
        as gmr with R_{N-i}⁺(s₁) [3]_;
    ``sseq``
        as smr with R_{N-i}⁺(s₁) [4]_.

    Parameters
    ----------
    conflict : Conflict
    concepts : iterable of str
        Which of the five to compute.

    Returns
    -------
    Stability
        ``stable[concept]`` is bool (parties, states), ``equilibria[concept]`` bool (states,).

    Raises
    ------
    ModelError
        An unknown concept.
    SolveError
        More than 64 parties where moves are restricted.

    References
    ----------
    .. [1] J. Nash, 1951, "Non-cooperative games", *Annals of Mathematics* 54, 286-295.
    .. [2] N. Howard, 1971, *Paradoxes of Rationality*, MIT Press.
    .. [3] N. M. Fraser, K. W. Hipel, 1979, "Solving complex conflicts", *IEEE Trans. Syst. Man
       Cybern.* 9, 805-816; legal sequences: L. Fang, K. W. Hipel, D. M. Kilgour, 1993,
       *Interactive Decision Making*, Wiley, section 3.2.
    .. [4] L. C. Rêgo, G. I. A. Vieira, 2017, "Symmetric sequential stability in the graph model
       for conflict resolution with multiple decision makers", *Group Decis. Negot.* 26, 775-792.

    Examples
    --------
    The prisoner's dilemma: both defect under Nash; cooperation holds by sanctions.

    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> found = stability(dilemma)
    >>> found.equilibria["nash"].tolist()
    [True, False, False, False]
    >>> found.equilibria["seq"].tolist()
    [True, False, False, True]
    """
    expect(conflict, Conflict)
    asked = named(concepts, CONCEPTS)
    shape = (conflict.n_parties, conflict.n_states)
    stable = {concept: np.empty(shape, dtype=np.bool_) for concept in CONCEPTS if concept in asked}
    run_all(_tasks(conflict, stable), conflict.n_states)
    return Stability(conflict, stable)


class OneByOne:
    """Who would stay where under one concept, each party judged when it is first asked about.

    Whoever tries many conflicts and looks for one in which all stay is done with most of them once
    the first has left.

    Parameters
    ----------
    conflict : Conflict
    concept : str
        One of `CONCEPTS`.

    Raises
    ------
    SolveError
        More than 64 parties where moves are restricted.
    """

    def __init__(self, conflict: Conflict, concept: str) -> None:
        shape = (conflict.n_parties, conflict.n_states)
        self._found = np.empty(shape, dtype=np.bool_)
        self._tasks = _tasks(conflict, {concept: self._found})
        self._states, self._left = conflict.n_states, set(range(conflict.n_parties))
        # Some graphs are searched for all parties in one pass.
        self._is_apart = conflict.is_cube or not search.fits(conflict)

    def stays(self, party: int) -> NDArray[np.bool_]:
        """Return where a party would stay, (states,)."""
        if party in self._left:
            work = [self._tasks[party]] if self._is_apart else self._tasks
            run_all(work, self._states)
            self._left -= {party} if self._is_apart else self._left.copy()
        return self._found[party]


def named(concepts: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """Return the concepts asked for as a tuple, each of which must be known."""
    if isinstance(concepts, str):
        raise ModelError(f"{concepts!r} is a text; expected a list of names: write [{concepts!r}]")
    asked = tuple(concepts)
    unknown = [concept for concept in asked if concept not in known]
    if unknown:
        raise ModelError(f"unknown concept {unknown[0]!r}; expected some of {', '.join(known)}")
    return asked


def _tasks(conflict: Conflict, stable: dict[str, NDArray[np.bool_]]) -> list[Callable[[], None]]:
    if not conflict.is_cube:
        engine = search if search.fits(conflict) else graph
        return engine.tasks(conflict, stable)
    cube = Cube.of(conflict)
    wanted = np.array([concept in stable for concept in CONCEPTS])
    nothing = np.empty((conflict.n_parties, 0), dtype=np.bool_)
    masks = [stable.get(concept, nothing) for concept in CONCEPTS]
    return [
        partial(cube.judge, i, wanted, [mask[i] for mask in masks])
        for i in range(conflict.n_parties)
    ]


def run_all(work: Sequence[Callable[[], None]], n_states: int) -> None:
    """Run independent pieces of compiled work, side by side where it is worth the threads."""
    cores = min(len(work), os.cpu_count() or 1)
    if n_states < _WORTH_THREADS or cores < 2:
        for piece in work:
            piece()
        return
    with ThreadPoolExecutor(cores) as pool:
        for done in [pool.submit(piece) for piece in work]:
            done.result()
