"""Game and start → whose doing the wait is: Shapley shares over the parties.

D(A) is the expected unsettled time within the horizon when the parties in A play only to end it
soonest (-1 per unit of time unsettled, undiscounted, whatever the effort) and the others
re-optimise knowing that. What all of them together could save, D(∅) - D(all), is divided by
L. S. Shapley's rule (1953, *Contributions to the Theory of Games* II, 307-317): each gets its
average saving over the orders in which the parties could turn to ending it,

    φ_i = Σ_{A ∌ i} |A|! (n - |A| - 1)! / n!  [D(A) - D(A + i)].

A share below nothing means that hurry by that party, on average, makes the wait longer; then some
other's is above the whole, and times say it better.
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
UNSEEN = 1e-3
"""Parts of the wait below which nobody would notice that it is shorter."""
CLOSE = 2e-3
"""How far off a share may be before every subset is solved again, more finely."""
DOUBTFUL = 0.05
"""Shares that may be off by more are not told."""
FINER, FINEST = 30.0, 1e-10


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
        How far off each of ``subsets`` may be, in the game's unit of time: by as much as it moved
        when it was solved again, more finely.
    """

    names: tuple[str, ...]
    subsets: Floats
    error: float = 1e-6

    @property
    def total(self) -> float:
        """How much time all of them together could save."""
        return float(self.subsets[0] - self.subsets[-1])

    @property
    def alone(self) -> dict[str, float]:
        """How much time each alone would save, in the game's unit of time."""
        saved = [float(self.subsets[0] - self.subsets[1 << k]) for k in range(len(self.names))]
        return dict(zip(self.names, saved, strict=True))

    @property
    def time(self) -> dict[str, float]:
        """Each one's part of the total, in the game's unit of time."""
        return dict(zip(self.names, shapley(-self.subsets, len(self.names)).tolist(), strict=True))

    @property
    def told(self) -> bool:
        """Whether there is enough to share: enough to notice, and more than errors can make."""
        seen = abs(self.total) > UNSEEN * abs(float(self.subsets[0]))
        return seen and self._off <= DOUBTFUL * abs(self.total)

    @property
    def moot(self) -> bool:
        """Whether no set of them would change the wait enough to notice, errors aside."""
        changed = float(np.abs(self.subsets - self.subsets[0]).max())
        return changed <= max(UNSEEN * abs(float(self.subsets[0])), 2 * self.error)

    @property
    def is_close(self) -> bool:
        """Whether a finer solve would say no more: shares are close, or there is nothing in all."""
        little = abs(self.total) + self._off <= UNSEEN * abs(float(self.subsets[0]))
        return little or self._off <= CLOSE * abs(self.total)

    @property
    def _off(self) -> float:
        """How far off a part and the total may be, both together."""
        return 4 * self.error

    @property
    def by_party(self) -> dict[str, float]:
        """Each one's part as a share of the total; not a number where there is nothing to share."""
        if not self.told:
            return dict.fromkeys(self.names, float("nan"))
        parts = self.time.items()
        return {
            name: part / self.total if abs(part) > 2 * self.error else 0.0 for name, part in parts
        }

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
    game: Game, start: int | None, horizon: float, *, shocks: str = "centred",
    tolerance: float = 1e-8, threads: int | None = None,
) -> Delay:  # fmt: skip
    """Share the wait out among the parties, with as many threads as cores if none are given.

    What a party holds open is measured by how it plays, not by what it can do: a party that could
    end it alone and does so at every chance holds nothing. Raises ModelError for a start that does
    not exist, and SolveError for more than `MAX_PARTIES` parties or a solve that did not finish.
    """
    first = backward.state_of(game, start)
    if game.n_parties > MAX_PARTIES:
        raise SolveError(
            f"{game.n_parties} parties make {1 << game.n_parties:,} solves; at most {MAX_PARTIES} "
            "can be shared among: let parties that act together stand as one, or ask for the "
            "gradient, which needs one solve more whatever their number"
        )

    def wait(hurried: Sequence[int], fine: float) -> float:
        return wait_of(backward.in_a_hurry(game, hurried), first, horizon, shocks, fine)

    return _shared(game.parties, wait, tolerance, threads)


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

    def wait(closed: Sequence[int], fine: float) -> float:
        game = game_without(tuple(issues[k] for k in closed))
        return wait_of(game, backward.state_of(game, start), horizon, shocks, fine)

    return _shared(tuple(issues), wait, tolerance, threads)


def wait_of(game: Game, start: int, horizon: float, shocks: str, tolerance: float) -> float:
    """Return the expected unsettled time; SolveError where the solve came to no end."""
    watch = (backward.unsettled_time(game),)
    trace = backward.solve_backward(
        game, horizon, shocks=shocks, tolerance=tolerance, observers=watch
    )
    if trace.status != "done":
        raise SolveError(trace.status)
    return float(trace.first[start, -1])


def _shared(
    names: tuple[str, ...],
    wait: Callable[[Sequence[int], float], float],
    tolerance: float,
    threads: int | None,
) -> Delay:
    """Ask for each subset roughly and at the tolerance, then more finely while that tells more.

    The errors of single steps add up, and differences of waits magnify them: how far two solves
    are apart bounds the error of the finer one.
    """
    tolerance = min(tolerance, backward.COARSEST / FINER)
    rough = _every_subset(wait, len(names), FINER * tolerance, threads)
    while True:
        fine = _every_subset(wait, len(names), tolerance, threads)
        found = Delay(names, fine, max(1e-12, float(np.abs(fine - rough).max())))
        if found.is_close or tolerance <= FINEST:
            return found
        rough, tolerance = fine, max(tolerance / FINER, FINEST)


def _every_subset(
    wait: Callable[[Sequence[int], float], float], n: int, fine: float, threads: int | None
) -> Floats:
    """Ask for each subset, side by side: the compiled loops leave the interpreter free."""
    subsets = [tuple(i for i in range(n) if mask >> i & 1) for mask in range(1 << n)]
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        return np.array(list(pool.map(lambda subset: wait(subset, fine), subsets)))
