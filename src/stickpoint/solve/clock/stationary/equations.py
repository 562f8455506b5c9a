"""A component of a game → its stationary equations F(x, t) = 0, t the logarithm of a common scale.

Every precision is multiplied by exp(t). Unknowns that the game's symmetry makes equal are one
unknown: x has one entry per cell, and the equations are read at one member of each.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.agreements.agreement_change_kernels import agree_change, agree_matrix
from stickpoint.solve.clock.agreements.agreement_kernels import rates
from stickpoint.solve.clock.engine.layout import (
    Exponents,
    Moves,
    Numbers,
    exponents_of,
    numbers_of,
    space_for,
)
from stickpoint.solve.clock.engine.slope_kernels import slope
from stickpoint.solve.clock.stationary.condensation import Component
from stickpoint.solve.clock.stationary.jacobian_kernels import jacobian
from stickpoint.solve.clock.stationary.kernels import (
    Choices,
    change,
    change_free,
    choose,
    choose_free,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Equations:
    """The stationary equations of one component.

    ``worth`` and ``value`` (local states, parties): values are right where the component is closed,
    and anything elsewhere. ``reading``: what a chance to move is worth. ``cells`` (open states,
    parties): a number for each unknown; those with one number are equal.
    """

    def __init__(
        self, component: Component, worth: Floats, discount: Floats, reading: int, value: Floats,
        cells: Ints | None = None,
    ) -> None:  # fmt: skip
        m = component.moves
        n, c = value.shape
        self.component, self.worth = component, worth
        self.discount, self.reading = discount, reading
        self.value, self.shape = value.copy(), (component.open.size, c)
        self.place = np.full(n, -1, dtype=np.int64)
        self.place[component.open] = np.arange(component.open.size)
        self._number(cells)
        self._space = space_for(m, c)
        self._exponents, self._numbers = exponents_of(m), numbers_of(m, worth, discount)
        self._is_priced = any(part.any() for part in self._exponents)
        self._out, self._along = np.zeros((n, c)), np.zeros((n, c))
        self.spelled_out = not m.is_free.any()
        sizes = (0, 0) if self.spelled_out else (m.member.size, int(m.row_begin[-1]) * (c + 1))
        self._choices = Choices(np.zeros(m.target.size), np.empty(sizes[0]), np.empty(sizes[1]))
        self._last_t, self._last_worth, self._last = 0.0, worth, (m, self._numbers)
        self._scaled = self._last
        self.products = 0

    def _number(self, cells: Ints | None) -> None:
        self.cell: Ints | None = None
        self.size = self.shape[0] * self.shape[1]
        self.member = np.arange(self.size)
        if cells is not None:
            _, member, cell = np.unique(cells.ravel(), return_index=True, return_inverse=True)
            if member.size < self.size:
                self.cell, self.member, self.size = cell, member, member.size

    def party(self) -> Ints:
        """Return the party whose value each unknown is."""
        return self.member % self.shape[1]

    def spread(self, x: Floats) -> Floats:
        """Return every unknown, shape (open states, parties)."""
        return (x if self.cell is None else x[self.cell]).reshape(self.shape)

    def _gather(self, table: Floats) -> Floats:
        found: Floats = table[self.component.open].ravel()
        return found if self.cell is None else found[self.member]

    def _at(self, t: float) -> tuple[Moves, Numbers]:
        """Return the moves and numbers with every precision scaled; keeps those of the last t."""
        # Payoffs are shaken after these equations are made, to choose a branch.
        if t != self._last_t or self.worth is not self._last_worth:
            moves, scale = self.component.moves, np.exp(t)
            moves = moves._replace(precision=moves.precision * scale)
            worth = np.ascontiguousarray(self.worth).ravel()
            numbers = self._numbers._replace(precision=moves.precision, worth=worth)
            if self._is_priced:
                powers = Exponents(*(scale * part for part in self._exponents))
                numbers = numbers_of(moves, self.worth, self.discount, powers)
            self._last_t, self._last_worth, self._last = t, self.worth, (moves, numbers)
        return self._last

    def residual(self, x: Floats, t: float) -> Floats:
        """Return F, in worth per unit of time."""
        self.value[self.component.open] = self.spread(x)
        slope(
            *self._at(t), self.value.reshape(-1), self.shape[1], self.reading, self._space,
            self._out.reshape(-1),
        )  # fmt: skip
        return self._gather(self._out)

    def drift(self, x: Floats, t: float) -> Floats:
        """Return ∂F/∂t, by a central difference."""
        step = 1e-5
        return (self.residual(x, t + step) - self.residual(x, t - step)) / (2 * step)

    def look(self, x: Floats, t: float) -> None:
        """Fix the point at which `product`, `matrix` and `diagonal` are meant."""
        self.value[self.component.open] = self.spread(x)
        self._scaled = self._at(t)
        flat, (moves, numbers) = self.value.reshape(-1), self._scaled
        choose(moves, flat, self.shape[1], self._choices.share)
        if not self.spelled_out:
            choose_free(moves, numbers, flat, self.reading, self._space, self._choices)

    def product(self, along: Floats) -> Floats:
        """Return -∂F/∂x times a direction."""
        self._along[self.component.open] = self.spread(along)
        (moves, numbers), choices, value = self._scaled, self._choices, self.value.reshape(-1)
        flat, out = self._along.reshape(-1), self._out.reshape(-1)
        change(moves, choices.share, value, flat, self.discount, self.reading, out)
        if not self.spelled_out:
            change_free(moves, numbers, choices, value, flat, self.reading, self._space, out)
        if moves.joint.source.size:
            agree_change(moves, numbers, value, flat, self.shape[1], self._space, out)
        self.products += 1
        return -self._gather(self._out)

    def full_matrix(self) -> Floats:
        """Return -∂F/∂V over all unknowns, equal or not; the moves must be arcs."""
        size = self.shape[0] * self.shape[1]
        out = np.empty((size, size))
        (moves, numbers), share = self._scaled, self._choices.share
        jacobian(moves, share, self.value, self.discount, self.reading, self.place, out)
        if moves.joint.source.size:
            flat, c = self.value.reshape(-1), self.shape[1]
            agree_matrix(moves, numbers, flat, c, self._space, self.place, out)
        return out

    def matrix(self) -> Floats:
        """Return -∂F/∂x; the moves must be arcs."""
        full = self.full_matrix()
        if self.cell is None:
            return full
        out = np.zeros((self.size, self.size))
        np.add.at(out.T, self.cell, full[self.member].T)
        return out

    def diagonal(self) -> Floats:
        """Return about how fast each unknown is left behind: its discount and all rates."""
        leaving = [self._leaving(i) for i in range(self.shape[1])]
        moves, numbers = self._scaled
        if moves.joint.source.size:
            rates(moves, numbers, self.value.reshape(-1), self.shape[1], self._space)
            leaving.append(self._agreed(self._space.joint.rate))
        return self._rates(leaving)

    def fastest(self) -> Floats:
        """Return the most that `diagonal` can be, whatever the choices."""
        parts = np.diff(self.component.moves.joint.begin)
        most = self._agreed(self._numbers.meet * parts)
        return self._rates([self.component.moves.pace.sum(), most])

    def _agreed(self, rate: Floats) -> Floats:
        """Sum rates of agreements up by the open state in which they are made."""
        source = self.component.moves.joint.source
        by_state = np.bincount(source, weights=rate, minlength=self.place.size)
        return np.asarray(by_state[self.component.open])

    def _rates(self, moving: Sequence[Floats | float]) -> Floats:
        """Return discounts plus rates of chance and of moving, by unknown."""
        m, opened = self.component.moves, self.component.open
        chance = np.concatenate(([0.0], np.cumsum(m.nature_rate)))
        rate = chance[m.nature_start[opened + 1]] - chance[m.nature_start[opened]] + sum(moving)
        every: Floats = (rate[:, None] + self.discount).ravel()
        return every[self.member]

    def _leaving(self, i: int) -> Floats:
        m, opened = self.component.moves, self.component.open
        if m.is_free[i]:
            return np.full(opened.size, m.pace[i])
        low, high = m.start[i, opened], m.start[i, opened + 1]
        total = np.concatenate(([0.0], np.cumsum(self._choices.share)))
        return m.pace[i] * (total[high] - total[low])
