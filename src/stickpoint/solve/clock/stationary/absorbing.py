"""Constant rates and a start → when the conflict is settled, how, and what was paid by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.solve.clock.stationary.condensation import reached
from stickpoint.solve.clock.stationary.gth import MOST_DOUBLED, TOO_RARE, Doubling, GthFactors
from stickpoint.solve.clock.stationary.krylov import solver

MOST_BY_GTH = 3000
_MOVES, _OFF = 1e6, 1e-6

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Absorbing:
    """A Markov chain in continuous time that ends in settled states.

    ``rates``: a scipy.sparse.csr_array between states; rows sum to 0. The time until the end is of
    phase type (M. F. Neuts, 1981, *Matrix-Geometric Solutions in Stochastic Models*, chapter 2).
    """

    rates: Any
    settled: NDArray[np.bool_]
    start: int

    @cached_property
    def _moves(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return from where to where anything leads; of rates that are all 0, nothing does."""
        table = self.rates.tocoo()
        kept = (table.row != table.col) & (table.data > 0)
        return table.row[kept].astype(np.int64), table.col[kept].astype(np.int64)

    @cached_property
    def stuck(self) -> NDArray[np.bool_]:
        """Open states from which no settled one can be reached."""
        (source, target), n, ends = self._moves, self.settled.size, np.flatnonzero(self.settled)
        back = np.concatenate((target, np.full(ends.size, n))), np.concatenate((source, ends))
        return ~self.settled & ~reached(*back, n, n)

    @cached_property
    def passing(self) -> NDArray[np.int64]:
        """Open states, not stuck, that can be reached from the start."""
        seen = reached(*self._moves, self.settled.size, self.start)
        return np.flatnonzero(seen & ~self.settled & ~self.stuck)

    @cached_property
    def _leaving(self) -> Floats:
        """Rate out of each passing state to settled states and to stuck ones, (passing, 2)."""
        ways = np.stack((self.settled, self.stuck), axis=1).astype(np.float64)
        return np.asarray(self.rates[self.passing] @ ways)

    @cached_property
    def _solve(self) -> Callable[[Floats], Floats]:
        """Solve with -Tᵀ, T the rates among passing states, for numbers of at least 0."""
        inner = self.rates[self.passing][:, self.passing]
        leaving = self._leaving.sum(axis=1)
        if self.passing.size <= MOST_BY_GTH:
            return GthFactors(inner.toarray(), leaving).solve_transposed
        return _checked(solver((-inner.T).tocsr()), leaving)

    @cached_property
    def spent(self) -> Floats:
        """Expected time in each state that is neither settled nor stuck, shape (states,)."""
        out = np.zeros(self.settled.size)
        if self.start in self.passing:
            first = (self.passing == self.start).astype(np.float64)
            out[self.passing] = self._solve(first)
            if not np.isfinite(out).all():
                raise SolveError(TOO_RARE)
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
        spent = self.spent[self.passing]
        mean = float(spent.sum())
        return 2 * mean * float(self._solve(spent / mean).sum())

    def open_at(self, times: Floats) -> Floats:
        """Return the probability of being unsettled at each of some times."""
        flat = np.ravel(times)
        if self.start not in self.passing:
            return np.full(np.shape(times), 1.0 - float(self.settled[self.start]))
        out = np.empty(flat.size)
        mass, now = np.eye(1, self.settled.size, self.start)[0], 0.0
        for k in np.argsort(flat, kind="stable"):
            if self.passing.size <= MOST_DOUBLED:
                at = self._doubling.after(self._begin, float(flat[k]))
                out[k] = at.sum() - at[-2]
                continue
            if flat[k] > now:
                mass, now = self._followed(mass, float(flat[k]) - now), flat[k]
            out[k] = mass[~self.settled].sum()
        return out.reshape(np.shape(times)).clip(0.0, 1.0)

    def open_until(self, most: float) -> float | None:
        """Return when the probability of being unsettled falls to ``most``; None for never."""
        if most >= 1.0 or self.settled[self.start]:
            return 0.0
        if most <= self.never or self.start not in self.passing:
            return None
        if self.passing.size <= MOST_DOUBLED:
            return self._doubling.first_time(self._begin, most)
        return self._searched(most)

    def _searched(self, most: float) -> float:
        """Look for the time by steps that double, then halve."""
        mass = np.eye(1, self.settled.size, self.start)[0]
        now, step, growing = 0.0, float(self.spent.sum()) / 64, True
        while step > 1e-13 * now:
            ahead = self._followed(mass, step)
            if ahead[~self.settled].sum() > most:
                mass, now = ahead, now + step
            else:
                growing = False
            step = 2 * step if growing else step / 2
        return now + step

    @cached_property
    def _doubling(self) -> Doubling:
        inner = self.rates[self.passing][:, self.passing]
        return Doubling(inner.toarray(), self._leaving)

    @property
    def _begin(self) -> Floats:
        return np.append(self.passing == self.start, [False, False]).astype(np.float64)

    def _followed(self, mass: Floats, time: float) -> Floats:
        """Follow a distribution for a time, where states are too many for doubling."""
        from scipy.sparse.linalg import expm_multiply

        busy = float(np.abs(self.rates.diagonal()).max()) * time
        if busy > _MOVES:
            raise SolveError(
                f"{self.passing.size:,} open states may see {busy:.1g} moves in a time of "
                f"{time:.3g}; at most {_MOVES:.0g} are followed: ask for earlier times, or for the "
                "mean and the outcomes, which need none"
            )
        step = time * self.rates.T.tocsr()
        return np.asarray(expm_multiply(step, mass, traceA=float(step.diagonal().sum())))


def _checked(solve: Callable[[Floats], Floats], leaving: Floats) -> Callable[[Floats], Floats]:
    """Refuse what cannot be: times below nothing, or other than all leaving in the end."""

    def careful(right: Floats) -> Floats:
        found = solve(right)
        due, most = float(right.sum()), float(found.max(initial=0.0))
        if not (abs(leaving @ found - due) <= _OFF * due and found.min() >= -_OFF * most):
            raise SolveError(
                f"{right.size:,} open states are settled so seldom that rounding hides how "
                f"seldom; up to {MOST_BY_GTH:,} of them can be solved without that, and any number "
                "over a finite horizon"
            )
        return found.clip(0.0)

    return careful
