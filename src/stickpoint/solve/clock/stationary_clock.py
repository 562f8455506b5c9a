"""The course without a horizon, and a horizon so long that looking further changes nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.backward import probability
from stickpoint.solve.clock.engine.layout import Floats
from stickpoint.solve.clock.rates import generator_of, refuse_many
from stickpoint.solve.clock.stationary.absorbing import Absorbing
from stickpoint.solve.clock.stationary.equilibrium import Stationary
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False, repr=False)
class StationaryClock(Result):
    """The course of a conflict whose parties look ahead without end.

    Attributes
    ----------
    start : int
    equilibrium : Stationary
        With ``status``, ``residual``, ``regret``, ``folds``, ``sign`` and ``notes``.
    """

    start: int
    equilibrium: Stationary

    horizon = None

    @property
    def game(self) -> Game:
        """The game."""
        return self.equilibrium.game

    @property
    def value(self) -> Floats:
        """What each party expects in each state, shape (parties, states)."""
        return self.equilibrium.value

    @cached_property
    def generator(self) -> csr_array:
        """The rates between states: a sparse matrix whose rows sum to 0.

        Raises
        ------
        SolveError
            Moves too many to spell out; all but ``value`` needs them.
        """
        refuse_many(self.game)
        return generator_of(self.game, self.value.T)

    @cached_property
    def _chain(self) -> Absorbing:
        return Absorbing(self.generator, self.game.settled, self.start)

    def survival(self, t: ArrayLike) -> Floats:
        """Return the probability of being unsettled at times of at least 0."""
        times = np.asarray(t, dtype=np.float64)
        if not ((times >= 0) & np.isfinite(times)).all():
            raise ModelError("times must be numbers of at least 0")
        return self._chain.open_at(times)

    def quantile(self, q: float) -> float | None:
        """Return the time by which it is settled with probability q; None if that never is."""
        return self._chain.open_until(1 - probability(q))

    @property
    def median(self) -> float | None:
        """The time by which it is as likely settled as not; None if that never is."""
        return self.quantile(0.5)

    @property
    def unsettled(self) -> float:
        """Probability that it is never settled."""
        return self._chain.never

    @property
    def mean(self) -> float:
        """Expected unsettled time; infinite where it may never be settled."""
        return float("inf") if self.unsettled > 0 else float(self._chain.spent.sum())

    @property
    def variance(self) -> float:
        """Variance of the unsettled time; infinite where it may never be settled."""
        second = self._chain.second
        # A wait so long that its square is no number has no variance that is one.
        endless = self.unsettled > 0 or second == float("inf")
        return float("inf") if endless else second - self.mean * self.mean

    @property
    def outcomes(self) -> dict[str, float]:
        """Probability of each of the terms in the end, and of none of them."""
        over, game = self.game.settled, self.game
        ends = self._chain.landing[over]
        shares = np.bincount(game.terms_index[over], weights=ends, minlength=len(game.terms))
        return dict(zip(game.terms, shares.tolist(), strict=True)) | {"unsettled": self.unsettled}

    @property
    def tolls(self) -> dict[str, float]:
        """Expected sum of each toll in its own unit; infinite where it never ends."""
        chain, out = self._chain, {}
        for name, row in self.game.tolls.items():
            for_good = bool((row[chain.landing > 0] != 0).any())
            out[name] = float("inf") if for_good else float(row @ chain.spent)
        return out

    def delay_share(self) -> dict[str, float]:
        """Refuse: shares of the delay are defined over a horizon."""
        raise SolveError("shares of the delay need a horizon; give one, such as horizon=60")

    def gradient(self, of: str | tuple[str, float] = "unsettled_time") -> dict[str, float]:
        """Refuse: slopes are computed over a horizon."""
        raise SolveError(f"slopes of {of} need a horizon; give one, such as horizon=60")

    def table(self, times: ArrayLike | None = None) -> pd.DataFrame:
        """Return one row per time: the probability of being still open.

        Parameters
        ----------
        times : array_like of float, optional
            If left out, evenly spaced until 99 of 100 of what is ever settled are.
        """
        import pandas as pd

        if times is None:
            last = self.quantile(0.99 * (1 - self.unsettled)) if self.unsettled < 1 else None
            times = np.linspace(0, last or 1.0, 61)
        grid = np.asarray(times, dtype=np.float64)
        return pd.DataFrame(
            {"open": self.survival(grid)}, index=pd.Index(grid, name=self.game.unit)
        )

    def __repr__(self) -> str:
        """Say what is known in one line."""
        return f"<StationaryClock: mean {self.mean:.3g} {self.game.unit}, no horizon>"


WAITS = 15
"""The shortest horizon that is tried, in expected waits."""
TRIED = 5
"""How many horizons are tried, each twice the one before."""
NEAR = 0.01
"""How near they must come: as a part of the expected wait, and for the share of each ending."""
_ROOM = 1 << 28


def far_enough(
    run: StationaryClock, *, shocks: str = "centred", tolerance: float = 1e-6
) -> float | None:
    """Find a horizon over which, and over twice which, the answer is the stationary one.

    ``shocks`` is the reading of which it is the answer, ``tolerance`` that of the solves over
    horizons. None where no horizon tried will do, or the wait has no end.
    """
    mean = run.mean
    if run.game.settled[run.start] or not 0 < mean < 1e9:
        return None
    game, horizon, last = unforeseen_left_out(run.game), math.ceil(WAITS * mean), False
    for _ in range(TRIED + 1):
        near = _alike(game, run, float(horizon), shocks, tolerance)
        if near is None:
            return None
        if near and last:
            return horizon / 2
        horizon, last = 2 * horizon, near
    return None


def unforeseen_left_out(game: Game) -> Game:
    """Leave out what changes on a date that nobody foresees, which no stationary answer has."""
    return replace(game, events=())


def _alike(
    game: Game, run: StationaryClock, horizon: float, shocks: str, tolerance: float
) -> bool | None:
    """Tell whether the answer over a horizon is the stationary one; None where it cannot be had."""
    ends = [
        backward.Observer(np.zeros(game.n_states), game.terms_index == k)
        for k in range(len(game.terms))
    ]
    watch = (backward.unsettled_time(game), *ends)
    size = 16 * game.n_states * (game.n_parties + len(watch))
    most = min(backward.MAX_STEPS, max(100, _ROOM // size))
    trace = backward.solve_backward(
        game, horizon, shocks=shocks, tolerance=tolerance, max_steps=most, observers=watch
    )
    if trace.status != "done":
        return None
    wait, *shares = trace.first[run.start, game.n_parties :].tolist()
    known = [run.outcomes[name] for name in game.terms]
    apart = max(abs(one - two) for one, two in zip(shares, known, strict=True))
    return abs(wait - run.mean) <= NEAR * run.mean and apart <= NEAR
