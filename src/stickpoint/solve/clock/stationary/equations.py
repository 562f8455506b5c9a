"""A component of a game → its stationary equations F(x, t) = 0, t the logarithm of a common scale.

Every precision is multiplied by exp(t). Unknowns that the game's symmetry makes equal are one
unknown: x has one entry per cell, and the equations are read at one member of each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.layout import (
    Moves,
    exponents_of,
    numbers_of,
    space_for,
)
from stickpoint.solve.clock.engine.slope_kernels import slope
from stickpoint.solve.clock.stationary.condensation import Component
from stickpoint.solve.clock.stationary.jacobian_kernels import jacobian
from stickpoint.solve.clock.stationary.kernels import Choices, change, choose

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Equations:
    """The stationary equations of one component.

    Parameters
    ----------
    component : Component
    worth : ndarray of float, shape (local states, parties)
    discount : ndarray of float, shape (parties,)
    reading : int
        What a chance to move is worth.
    value : ndarray of float, shape (local states, parties)
        Right where the component is closed; anything elsewhere.
    cells : ndarray of int, shape (open states, parties), optional
        A number for each unknown; those with one number are equal.
    """

    def __init__(
        self, component: Component, worth: Floats, discount: Floats, reading: int, value: Floats,
        cells: Ints | None = None,
    ) -> None:  # fmt: skip
        m = component.moves
        n, c = value.shape
        self.component, self.worth, self.discount, self.reading = (
            component,
            worth,
            discount,
            reading,
        )
        self.value, self.shape = value.copy(), (component.open.size, c)
        self.place = np.full(n, -1, dtype=np.int64)
        self.place[component.open] = np.arange(component.open.size)
        self._number(cells)
        self._space = space_for(m, c)
        self._exponents, self._numbers = exponents_of(m), numbers_of(m, worth, discount)
        self._is_priced = any(part.any() for part in self._exponents)
        width = 1 << int(m.bits.max())
        self._table, self._costs = np.empty((width + 1, 1 + 3 * c)), np.empty((width, 2))
        self._out, self._along = np.zeros((n, c)), np.zeros((n, c))
        classes = bool(m.is_free.any())
        self.spelled_out = not classes
        self._choices = Choices(np.zeros(m.target.size), np.empty((c, n if classes else 0)))
        self._scratch = np.empty(max(n, int(m.row_begin[-1])))
        self._scaled = m
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

    def moves_at(self, t: float) -> Moves:
        """Return the moves with every precision scaled."""
        return self.component.moves._replace(precision=self.component.moves.precision * np.exp(t))

    def residual(self, x: Floats, t: float) -> Floats:
        """Return F, in worth per unit of time."""
        self.value[self.component.open] = self.spread(x)
        moves = self.moves_at(t)
        # Payoffs are shaken after these equations are made, to choose a branch.
        worth = np.ascontiguousarray(self.worth).ravel()
        numbers = self._numbers._replace(precision=moves.precision, worth=worth)
        if self._is_priced:
            powers = type(self._exponents)(*(np.exp(t) * part for part in self._exponents))
            numbers = numbers_of(moves, self.worth, self.discount, powers)
        slope(
            moves, numbers, self.value.reshape(-1), self.shape[1], self.reading, self._space,
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
        self._scaled = self.moves_at(t)
        choose(self._scaled, self.value, self._scratch, self._choices)

    def product(self, along: Floats) -> Floats:
        """Return -∂F/∂x times a direction."""
        self._along[self.component.open] = self.spread(along)
        change(
            self._scaled, self._choices, self.value, self._along, self.discount, self.reading,
            self._table, self._costs, self._out,
        )  # fmt: skip
        self.products += 1
        return -self._gather(self._out)

    def full_matrix(self) -> Floats:
        """Return -∂F/∂V over all unknowns, equal or not; the moves must be arcs."""
        size = self.shape[0] * self.shape[1]
        out = np.empty((size, size))
        jacobian(
            self._scaled, self._choices, self.value, self.discount, self.reading, self.place, out
        )
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
        m, opened = self.component.moves, self.component.open
        chance = np.concatenate(([0.0], np.cumsum(m.nature_rate)))
        rate = chance[m.nature_start[opened + 1]] - chance[m.nature_start[opened]]
        rate = rate + sum(self._leaving(i) for i in range(self.shape[1]))
        every: Floats = (rate[:, None] + self.discount).ravel()
        return every[self.member]

    def fastest(self) -> Floats:
        """Return the most that `diagonal` can be, whatever the choices."""
        m, opened = self.component.moves, self.component.open
        chance = np.concatenate(([0.0], np.cumsum(m.nature_rate)))
        rate = chance[m.nature_start[opened + 1]] - chance[m.nature_start[opened]]
        every: Floats = (rate[:, None] + m.pace.sum() + self.discount).ravel()
        return every[self.member]

    def _leaving(self, i: int) -> Floats:
        m, opened = self.component.moves, self.component.open
        if m.is_free[i]:
            return np.full(opened.size, m.pace[i])
        low, high = m.start[i, opened], m.start[i, opened + 1]
        total = np.concatenate(([0.0], np.cumsum(self._choices.share)))
        return m.pace[i] * (total[high] - total[low])
