"""In what share of the orders that may be each party stays in each state: the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.result import Result
from stickpoint.solve.stability.engine.walk import check_parties, check_state
from stickpoint.solve.stability.orders.reading import Rows

if TYPE_CHECKING:
    import pandas as pd

OWN = ("nash", "gmr", "smr")
"""Concepts under which a party's verdict hangs on no other party's order."""
METHOD = "every order that agrees with what is known, each account of a party alike"

Shares = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class OrderShares(Result):
    """In what share of the orders each party stays in each state.

    Attributes
    ----------
    conflict : Conflict
    stable : mapping of str to ndarray of float, shape (parties, states)
        For each concept, the share of the orders under which each party would stay.
    equilibria : mapping of str to ndarray of float, shape (states,)
        The share under which all would.
    rows : mapping of int to Rows
        The orders of each party that has more than one account, or an open one.
    drawn : mapping of str to int
        For each concept, how many combinations of orders were drawn; 0 where none had to be.
    seed : int
    method : str
    """

    _about = "conflict"

    conflict: Conflict
    stable: Mapping[str, Shares]
    equilibria: Mapping[str, Shares]
    rows: Mapping[int, Rows]
    drawn: Mapping[str, int]
    seed: int = 0
    method: str = METHOD
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that were asked for."""
        return tuple(self.stable)

    @cached_property
    def total(self) -> int | None:
        """How many combinations of orders there are; None if they are too many to count."""
        totals = [rows.total for rows in self.rows.values()]
        return None if None in totals else prod(t for t in totals if t is not None)

    @property
    def is_even(self) -> bool:
        """Whether each combination of orders counts as much as any other."""
        return all(rows.is_even for rows in self.rows.values())

    def times(self, concept: str, state: int, party: int | None = None) -> tuple[int, int] | None:
        """Return under how many of how many orders a state holds, or a party stays in it.

        None where they were drawn, where some count for more than others, or too many to count.
        """
        total = self.total
        if total is None or self.drawn[concept] or not self.is_even:
            return None
        table = self.equilibria[concept] if party is None else self.stable[concept][party]
        return round(float(table[state]) * total), total

    def error(self, concept: str) -> Shares:
        """Return the standard error of the shares of what holds for all, for want of more draws.

        Two draws more are taken to have held and two more not (A. Agresti, B. A. Coull, 1998,
        *American Statistician* 52, 119-126), so that it is above 0 where all draws agree. It is 0
        where none had to be drawn.

        Returns
        -------
        ndarray of float, shape (states,)
        """
        draws = self.drawn[concept]
        if not draws:
            return np.zeros(self.conflict.n_states)
        if concept not in OWN:
            return _error(self.equilibria[concept], draws)
        mean, square = np.ones((2, self.conflict.n_states))
        for party, share in enumerate(self.stable[concept]):
            rows = self.rows.get(party)
            is_drawn = rows is not None and not rows.is_exact
            square *= share**2 + (_error(share, draws) ** 2 if is_drawn else 0.0)
            mean *= share**2
        spread: Shares = np.sqrt(np.maximum(square - mean, 0.0))
        return spread

    def preferred(self, party: int, target: int, source: int) -> float:
        """Return with what chance a party ranks one state above another.

        This is the preference of the graph model with probabilistic preferences [1]_ of a party
        of which any account may be the true one: the sum of the chances of those who prefer it.
        That is said by its abstract and a later account of it; the paper was not read in full.

        Raises
        ------
        ModelError
            A party or a state that does not exist.

        References
        ----------
        .. [1] L. C. Rêgo, A. M. dos Santos, 2015, "Probabilistic preferences in the graph model
           for conflict resolution", *IEEE Trans. Syst. Man Cybern.: Systems* 45, 595-608.
        """
        check_parties(self.conflict, [party])
        for state in (target, source):
            check_state(self.conflict, state)
        if party in self.rows:
            return float(self.rows[party].preferred(target, source))
        rank = self.conflict.ranks[party]
        return float(rank[target] > rank[source])

    def table(self) -> pd.DataFrame:
        """Return one row per state: the share under which each party stays, and all do.

        Returns
        -------
        DataFrame
            Columns ``<concept> <party>``, ``<concept> all`` and ``<concept> error``.
        """
        import pandas as pd

        columns = {}
        for concept, table in self.stable.items():
            for party, row in zip(self.conflict.parties, table, strict=True):
                columns[f"{concept} {party}"] = row
            columns[f"{concept} all"] = self.equilibria[concept]
            columns[f"{concept} error"] = self.error(concept)
        return pd.DataFrame(
            columns, index=pd.RangeIndex(1, self.conflict.n_states + 1, name="state")
        )

    def __repr__(self) -> str:
        """Say how many states hold under all orders, and under some."""
        counts = ", ".join(
            f"{name} {int((share == 1).sum())} always, {int(((share > 0) & (share < 1)).sum())} "
            "at times"
            for name, share in self.equilibria.items()
        )
        of = "too many to count" if self.total is None else f"{self.total:,}"
        return f"<OrderShares of {self.conflict.n_states} states, orders {of}; hold: {counts}>"


def _error(share: Shares, draws: int) -> Shares:
    level = (share * draws + 2) / (draws + 4)
    spread: Shares = np.sqrt(level * (1 - level) / (draws + 4))
    return spread
