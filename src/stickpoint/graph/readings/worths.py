"""What is paid while statements hold → what each state comes to, by any reading of the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.readings.asked import Asked
from stickpoint.graph.readings.sums import Counts, Sums
from stickpoint.logic import Formula, evaluate

Codes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Line(NamedTuple):
    """What a party, by its number, is paid while a formula holds: a number, or what is read as one.

    ``once`` is paid when it comes to hold; ``stays`` says whether nothing ends it then.
    """

    party: int
    formula: Formula
    worth: Any
    once: Any = None
    stays: bool = False


class Cost(NamedTuple):
    """A toll: what is read as its amount, and how much of that a unit of time is."""

    name: str
    formula: Formula
    amount: Any
    per: float


class Worths:
    """Payoffs, worths at the horizon, lumps and tolls of each state.

    Parameters
    ----------
    codes : ndarray of uint64, shape (states,)
    settled : ndarray of bool, shape (states,)
    parties : int
        How many.
    lines, terminal : sequence of Line
        Paid per unit of time, and at the horizon.
    costs : sequence of Cost
    asked : Asked
        Where what is read is put down.
    """

    def __init__(
        self, codes: Codes, settled: Flags, parties: int, lines: Sequence[Line],
        terminal: Sequence[Line], costs: Sequence[Cost], asked: Asked,
    ) -> None:  # fmt: skip
        self._shape = parties, codes.size

        def where(formula: Formula, within: Flags | None = None) -> Flags:
            here = evaluate(formula, codes)
            return here if within is None else here & within

        def summed(asked_for: list[tuple[Line, Any, Flags | None]]) -> Sums:
            rows: list[list[Counts]] = [[] for _ in range(parties)]
            for line, item, within in asked_for:
                counts = Counts(asked.place(item), partial(where, line.formula, within))
                rows[line.party].append(counts)
            return Sums(rows, [codes.size] * parties)

        self._payoffs = summed([(line, line.worth, None) for line in lines])
        self._terminal = summed([(line, line.worth, None) for line in terminal])
        lumps = [line for line in lines if line.once is not None]
        self._lasting = self._over = None
        if lumps:
            self._lasting = summed([(x, x.once, None) for x in lumps if x.stays])
            self._over = summed([(x, x.once, settled) for x in lumps if not x.stays])
        self._names = [cost.name for cost in costs]
        self._amounts = np.array([asked.place(cost.amount) for cost in costs], dtype=np.int64)
        self._per = np.array([cost.per for cost in costs], dtype=np.float64)
        each = [[Counts(k, partial(where, cost.formula))] for k, cost in enumerate(costs)]
        self._tolls = Sums(each, [codes.size] * len(costs))

    def payoffs(self, numbers: Floats) -> Floats:
        """Return what each state pays each party per unit of time, (parties, states)."""
        return self._payoffs.of(numbers).reshape(self._shape)

    def terminal(self, numbers: Floats) -> Floats:
        """Return what each state is worth at the horizon, (parties, states)."""
        return self._terminal.of(numbers).reshape(self._shape)

    def once(self, numbers: Floats) -> tuple[Floats, Floats]:
        """Return what is paid once for what stays so, and what for what it is over with.

        Both are of shape (parties, states), or (0, 0) where nothing is paid once.
        """
        if self._lasting is None or self._over is None:
            return np.empty((0, 0)), np.empty((0, 0))
        lasting, over = self._lasting.of(numbers), self._over.of(numbers)
        return lasting.reshape(self._shape), over.reshape(self._shape)

    def tolls(self, numbers: Floats) -> dict[str, Floats]:
        """Return what each toll costs in each state per unit of time, (states,) by name."""
        rows = self._tolls.of(numbers[self._amounts] * self._per)
        return dict(zip(self._names, rows.reshape(len(self._names), self._shape[1]), strict=True))
