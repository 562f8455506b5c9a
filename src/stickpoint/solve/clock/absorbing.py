"""Constant rates and a start → when the conflict is settled, how, and what was paid by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.krylov import solver

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Absorbing:
    """A Markov chain in continuous time that ends in settled states.

    The time until then is of phase type (M. F. Neuts, 1981, *Matrix-Geometric Solutions in
    Stochastic Models*, chapter 2).

    Parameters
    ----------
    rates : scipy.sparse.csr_array of float, shape (states, states)
        Between states; rows sum to 0.
    settled : ndarray of bool, shape (states,)
    start : int
    """

    rates: Any
    settled: NDArray[np.bool_]
    start: int

    @cached_property
    def stuck(self) -> NDArray[np.bool_]:
        """Open states from which no settled one can be reached."""
        source, target = self.rates.nonzero()
        moves = (source != target) & (self.rates[source, target] > 0)
        n = self.settled.size
        ends = np.flatnonzero(self.settled)
        rows = np.concatenate((target[moves], np.full(ends.size, n)))
        return ~self.settled & ~_reached(rows, np.concatenate((source[moves], ends)), n, n)

    @cached_property
    def passing(self) -> NDArray[np.int64]:
        """Open states, not stuck, that can be reached from the start."""
        source, target = self.rates.nonzero()
        moves = (source != target) & (self.rates[source, target] > 0)
        seen = _reached(source[moves], target[moves], self.settled.size, self.start)
        return np.flatnonzero(seen & ~self.settled & ~self.stuck)

    @cached_property
    def _leaving(self) -> Callable[[Floats], Floats]:
        """Solve with -Tᵀ, T the rates among passing states."""
        inner = self.rates[self.passing][:, self.passing]
        return solver((-inner.T).tocsr())

    @cached_property
    def spent(self) -> Floats:
        """Expected time in each state that is neither settled nor stuck, shape (states,)."""
        out = np.zeros(self.settled.size)
        if self.start in self.passing:
            first = (self.passing == self.start).astype(np.float64)
            out[self.passing] = self._leaving(first)
        return out

    @cached_property
    def landing(self) -> Floats:
        """Probability of ending in each settled or stuck state, shape (states,)."""
        if self.start not in self.passing:
            return np.eye(1, self.settled.size, self.start)[0]
        out = np.asarray(self.rates.T @ self.spent)
        out[self.passing] = 0.0
        return out.clip(0.0)

    @property
    def never(self) -> float:
        """Probability that it is never settled."""
        return float(self.landing[self.stuck].sum())

    @property
    def second(self) -> float:
        """The second moment of the time until settled or stuck, 2 α T⁻² 1."""
        if not self.passing.size:
            return 0.0
        return 2 * float(self._leaving(self.spent[self.passing]).sum())

    def open_at(self, times: Floats) -> Floats:
        """Give the probability of being unsettled at each of some times."""
        from scipy.sparse.linalg import expm_multiply

        flat = np.ravel(times)
        out = np.zeros(flat.size)
        mass, now = np.zeros(self.settled.size), 0.0
        mass[self.start] = 1.0
        flow = self.rates.T.tocsr()
        for k in np.argsort(flat, kind="stable"):
            if flat[k] > now:
                step = (flat[k] - now) * flow
                mass = expm_multiply(step, mass, traceA=float(step.diagonal().sum()))
                now = flat[k]
            out[k] = mass[~self.settled].sum()
        return out.reshape(np.shape(times)).clip(0.0, 1.0)


def _reached(source: Any, target: Any, n: int, start: int) -> NDArray[np.bool_]:
    """Mark the nodes below n that arcs lead to from a node; node n may be a start of its own."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import breadth_first_order

    graph = coo_array((np.ones(len(source)), (source, target)), shape=(n + 1, n + 1)).tocsr()
    order = breadth_first_order(graph, start, return_predecessors=False)
    seen = np.zeros(n + 1, dtype=np.bool_)
    seen[order] = True
    return seen[:n]
