"""Game and start → whose doing the wait is: Shapley shares over the parties.

D(A) is the expected unsettled time within the horizon when the parties in A play only to end it
soonest (-1 per unit of time unsettled, undiscounted, whatever the effort) and the others
re-optimise knowing that. What all of them together could save, D(∅) - D(all), is divided by
L. S. Shapley's rule (1953, *Contributions to the Theory of Games* II, 307-317): each gets its
average saving over the orders in which the parties could turn to ending it,

    φ_i = Σ_{A ∌ i} |A|! (n - |A| - 1)! / n!  [D(A) - D(A + i)].

A share below nothing means that hurry by that party, on average, makes the wait longer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import factorial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.layout import Floats
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

MAX_PARTIES = 12


@dataclass(frozen=True, eq=False, repr=False)
class Delay(Result):
    """Who, or which issue, holds how much of the wait.

    Attributes
    ----------
    names : tuple of str
        Parties or issues, bit k of a subset being ``names[k]``.
    subsets : ndarray of float, shape (2**n,)
        Expected unsettled time with each subset in a hurry, or closed.
    error : float
        Shares smaller than this are what the errors of single steps leave.
    """

    names: tuple[str, ...]
    subsets: Floats
    error: float = 1e-6

    @property
    def total(self) -> float:
        """How much time all of them together could save."""
        return float(self.subsets[0] - self.subsets[-1])

    @property
    def time(self) -> dict[str, float]:
        """Each one's part of the total, in the game's unit of time."""
        return dict(zip(self.names, shapley(-self.subsets, len(self.names)).tolist(), strict=True))

    @property
    def by_party(self) -> dict[str, float]:
        """Each one's part as a share of the total; not a number where there is nothing to share."""
        total = self.total
        if abs(total) <= 1e-9 * (1.0 + abs(float(self.subsets[0]))):
            return dict.fromkeys(self.names, float("nan"))
        shares = {name: part / total for name, part in self.time.items()}
        return {name: share if abs(share) > self.error else 0.0 for name, share in shares.items()}

    def without(self, *names: str) -> float:
        """Return the expected unsettled time with just these in a hurry, or closed.

        Raises
        ------
        ModelError
            A name that is not among them.
        """
        unknown = [name for name in names if name not in self.names]
        if unknown:
            raise ModelError(f"no {unknown[0]!r}; expected one of {', '.join(self.names)}")
        return float(self.subsets[sum(1 << self.names.index(name) for name in set(names))])

    def table(self) -> pd.DataFrame:
        """Return one row per party or issue: its part of the time, and as a share."""
        import pandas as pd

        columns = {"time": self.time, "share": self.by_party}
        return pd.DataFrame(columns, index=pd.Index(self.names, name="name"))

    def __repr__(self) -> str:
        """Say the shares."""
        parts = ", ".join(f"{name} {share:.0%}" for name, share in self.by_party.items())
        return f"<Delay: {self.total:.3g} in all; {parts}>"


def shapley(values_by_subset: ArrayLike, n: int) -> Floats:
    """Divide the value of the whole among n by Shapley's rule, equation (13); shape (n,).

    Bit i of a place in ``values_by_subset`` (2**n,) says whether i is in the subset. The parts sum
    to the value of all less the value of none. Raises ModelError for another number of values.
    """
    values = np.asarray(values_by_subset, dtype=np.float64)
    if values.shape != (1 << n,):
        raise ModelError(
            f"{values.shape} values for {n}; expected one for each of {1 << n} subsets"
        )
    by_size = [factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)]
    subset = np.arange(1 << n)
    weight = np.array([*by_size, 0.0])[[mask.bit_count() for mask in range(1 << n)]]
    shares = np.zeros(n)
    for i in range(n):
        outside = subset[subset >> i & 1 == 0]
        shares[i] = weight[outside] @ (values[outside | 1 << i] - values[outside])
    return shares


def delay_shares(
    game: Game, start: int, horizon: float, *, shocks: str = "centred", tolerance: float = 1e-8,
    threads: int | None = None,
) -> Delay:  # fmt: skip
    """Share the wait out among the parties, with as many threads as cores if none are given.

    What a party holds open is measured by how it plays, not by what it can do: a party that could
    end it alone and does so at every chance holds nothing. Raises ModelError for a start that does
    not exist, and SolveError for more than `MAX_PARTIES` parties or a solve that did not finish.
    """
    start = backward.state_of(game, start)
    if game.n_parties > MAX_PARTIES:
        raise SolveError(
            f"{game.n_parties} parties make {1 << game.n_parties:,} solves; at most {MAX_PARTIES} "
            "can be shared among: let parties that act together stand as one, or ask for the "
            "gradient, which needs one solve more whatever their number"
        )

    def wait(hurried: Sequence[int]) -> float:
        return _wait(backward.in_a_hurry(game, hurried), start, horizon, shocks, tolerance)

    return Delay(game.parties, _every_subset(wait, game.n_parties, threads), max(1e-6, tolerance))


def delay_by_issue(
    game_without: Callable[[tuple[str, ...]], Game], issues: Sequence[str], start: int | None,
    horizon: float, *, shocks: str = "centred", tolerance: float = 1e-8,
    threads: int | None = None,
) -> Delay:  # fmt: skip
    """Share the wait out among issues, each of which could be assumed closed; the rest as above.

    ``game_without`` leads from the names of the issues assumed closed to the game; without a
    ``start`` each game's own is taken. The issue with the largest share is the sticking point.
    """
    if len(issues) > MAX_PARTIES:
        raise SolveError(
            f"{len(issues)} issues make {1 << len(issues):,} solves; at most {MAX_PARTIES} can be "
            "shared among: leave out those that closed early"
        )

    def wait(closed: Sequence[int]) -> float:
        game = game_without(tuple(issues[k] for k in closed))
        return _wait(game, backward.state_of(game, start), horizon, shocks, tolerance)

    return Delay(tuple(issues), _every_subset(wait, len(issues), threads), max(1e-6, tolerance))


def _wait(game: Game, start: int, horizon: float, shocks: str, tolerance: float) -> float:
    watch = (backward.unsettled_time(game),)
    trace = backward.solve_backward(
        game, horizon, shocks=shocks, tolerance=tolerance, observers=watch
    )
    if trace.status != "done":
        raise SolveError(trace.status)
    return float(trace.first[start, -1])


def _every_subset(wait: Callable[[Sequence[int]], float], n: int, threads: int | None) -> Floats:
    """Ask for each subset, side by side: the compiled loops leave the interpreter free."""
    subsets = [tuple(i for i in range(n) if mask >> i & 1) for mask in range(1 << n)]
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        return np.array(list(pool.map(wait, subsets)))
