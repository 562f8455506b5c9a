"""Game and start → how long the conflict lasts, which way it ends, and what it costs till then."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.conflict.game import Game
from stickpoint.errors import ModelError, SolveError
from stickpoint.solve.clock.backward import Trace, solve_backward, unsettled_time
from stickpoint.solve.clock.forward import Course, solve_forward
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

    from stickpoint.solve.clock.simulate import Simulation
    from stickpoint.solve.clock.stationary_clock import StationaryClock
    from stickpoint.solve.clock.ways import Ways

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Clock(Result):
    """The course of a conflict from one state over a finite horizon.

    Attributes
    ----------
    game : Game
    start : int
        The state at time 0.
    horizon, tolerance : float
    shocks : str
        The reading of what a chance to move is worth.
    trace : Trace
        Values at every step; ``trace.outcome`` says how the solver ended.
    course : Course
        Probabilities at every step.
    """

    game: Game
    start: int
    horizon: float
    shocks: str
    tolerance: float
    trace: Trace
    course: Course

    @property
    def value(self) -> Floats:
        """What each party expects at time 0 in each state, shape (parties, states)."""
        return self.trace.first[:, : self.game.n_parties].T

    @cached_property
    def generator(self) -> csr_array:
        """The rates between states at time 0: a sparse matrix whose rows sum to 0."""
        from stickpoint.solve.clock.rates import generator_of

        return generator_of(self.game, self.trace.first)

    def survival(self, t: ArrayLike) -> Floats:
        """Give the probability of being unsettled at times from 0 to the horizon.

        Raises
        ------
        ModelError
            A time outside that range.
        """
        times = np.asarray(t, dtype=np.float64)
        if times.size and (times.min() < 0 or times.max() > self.horizon * (1 + 1e-12)):
            raise ModelError(f"times must lie between 0 and the horizon, {self.horizon:g}")
        return self.course.open_at(times)

    def quantile(self, q: float) -> float | None:
        """Give the time by which the conflict is settled with probability q; None beyond the end.

        Raises
        ------
        ModelError
            A probability outside 0 to 1.
        """
        if not 0 <= q <= 1:
            raise ModelError(f"q is {q!r}; expected a probability")
        course = self.course
        passed = course.open <= 1 - q
        if not passed.any():
            return None
        right = int(np.argmax(passed))
        low, high = (course.times[max(right - 1, 0)], course.times[right])
        for _ in range(60):
            middle = (low + high) / 2
            if self.survival(middle) <= 1 - q:
                high = middle
            else:
                low = middle
        return float(high)

    @property
    def median(self) -> float | None:
        """The time by which the conflict is as likely settled as not; None beyond the horizon."""
        return self.quantile(0.5)

    @property
    def mean(self) -> float:
        """Expected unsettled time within the horizon."""
        return float(self.course.spent[~self.game.settled].sum())

    @property
    def unsettled(self) -> float:
        """Probability of being unsettled still at the horizon."""
        return float(self.course.open[-1])

    @property
    def outcomes(self) -> dict[str, float]:
        """Probability of each of the terms by the horizon, and of none of them."""
        shares = dict(zip(self.game.terms, self.course.shares[-1].tolist(), strict=True))
        return shares | {"unsettled": self.unsettled}

    @property
    def tolls(self) -> dict[str, float]:
        """Expected sum of each toll up to the horizon, in its own unit."""
        return {name: float(row @ self.course.spent) for name, row in self.game.tolls.items()}

    def hazard(self, width: float = 1.0) -> tuple[Floats, Floats]:
        """Give the rate of settling, averaged over spans of time, for what is open by then.

        Returns
        -------
        begin : ndarray of float
            Where each span begins.
        rate : ndarray of float
            Per unit of time; not a number once nothing is left open.
        """
        edges = np.append(np.arange(0, self.horizon, width), self.horizon)
        left = self.survival(edges)
        with np.errstate(divide="ignore", invalid="ignore"):
            rate = -np.log(left[1:] / left[:-1]) / np.diff(edges)
        rate[left[1:] < 1e-9] = np.nan
        return edges[:-1], rate

    def simulate(self, paths: int = 10_000, seed: int = 0) -> Simulation:
        """Play the game out: time to settle, terms and tolls of single courses."""
        from stickpoint.solve.clock.simulate import simulate

        return simulate(self.trace, self.start, paths=paths, seed=seed)

    def ways(self, k: int = 5, *, paths: int = 10_000, seed: int = 0) -> Ways:
        """Give the most probable ways it ends; see `ways_of` for what counts as one."""
        from stickpoint.solve.clock.ways import ways_of

        return ways_of(self.simulate(paths, seed + 1), self.simulate(paths, seed), k)

    def delay_share(self) -> dict[str, float]:
        """Say whose doing the delay is: Shapley shares over the parties, summing to 1."""
        from stickpoint.solve.clock.delay import delay_shares

        found = delay_shares(
            self.game, self.start, self.horizon, shocks=self.shocks, tolerance=self.tolerance
        )
        return dict(found.by_party)

    def gradient(self) -> Any:
        """Give the slope of the expected unsettled time in every number of the game."""
        from stickpoint.solve.clock.gradient import gradient

        return gradient(
            self.game, self.start, self.horizon, shocks=self.shocks, tolerance=self.tolerance
        )

    @property
    def version(self) -> str:
        """The version of stickpoint that computed this."""
        from stickpoint import __version__

        return __version__

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when any number of the game changes."""
        return self.game.fingerprint

    def hazard_table(self, width: float = 1.0) -> pd.DataFrame:
        """Give one row per span of time: its hazard, and what is open or settled by its end.

        Returns
        -------
        DataFrame
            Indexed by where each span begins; columns ``hazard`` (per unit of time, missing once
            nothing is left open), ``open``, and one for each of the terms.
        """
        begin, rate = self.hazard(width)
        by_then = self.table(np.append(begin[1:], self.horizon))
        by_then.insert(0, "hazard", rate)
        return by_then.set_axis(begin).rename_axis(self.game.unit)

    def table(self, times: ArrayLike | None = None) -> pd.DataFrame:
        """Give one row per time: still open, and settled on each of the terms."""
        import pandas as pd

        grid = np.linspace(0, self.horizon, 61) if times is None else np.asarray(times, dtype=float)
        columns: dict[str, Any] = {"open": self.survival(grid)}
        shares = self.course.shares_at(grid)
        columns |= {name: shares[:, k] for k, name in enumerate(self.game.terms)}
        return pd.DataFrame(columns, index=pd.Index(grid, name=self.game.unit))

    def __repr__(self) -> str:
        """Say what is known in one line."""
        half = self.median
        when = "beyond the horizon" if half is None else f"{half:.3g}"
        return f"<Clock: median {when}, horizon {self.horizon:g} {self.game.unit}>"


@overload
def clock(
    game: Game, start: int | None = ..., *, horizon: float = ..., shocks: str = ...,
    tolerance: float = ..., symmetric: bool = ...,
) -> Clock: ...  # fmt: skip


@overload
def clock(
    game: Game, start: int | None = ..., *, horizon: None, shocks: str = ...,
    tolerance: float = ..., symmetric: bool = ...,
) -> StationaryClock: ...  # fmt: skip


def clock(
    game: Game,
    start: int | None = None,
    *,
    horizon: float | None = 60.0,
    shocks: str = "centred",
    tolerance: float = 1e-8,
    symmetric: bool = True,
) -> Clock | StationaryClock:
    """Run the clock: how long it lasts, which way it ends, who pays.

    Parameters
    ----------
    game : Game
    start : int, optional
        The state at time 0; the game's own if left out.
    horizon : float or None
        Time to look ahead. None is the stationary game, which has no finite horizon.
    shocks : str
        ``centred``, ``mistakes`` or ``taste``; see `solve_backward`.
    tolerance : float
        Error allowed per step; without a horizon, see `solve_stationary`.
    symmetric : bool
        Without a horizon, keep equal what the game's symmetry makes equal. With one there is
        nothing to choose.

    Returns
    -------
    Clock or StationaryClock

    Raises
    ------
    ModelError
        A start that does not exist, or settings that mean nothing.
    SolveError
        The solver could not finish; the message says what to change.

    Examples
    --------
    One party that gains by ending it at rate one half, and always does:

    >>> game = Game.from_arcs(
    ...     [[(0, 1)]],
    ...     [[-1.0, 0.0]],
    ...     pace=0.5,
    ...     precision=float("inf"),
    ...     discount=0.0,
    ...     settled=[0, 1],
    ... )
    >>> run = clock(game, 0, horizon=20.0)
    >>> round(run.mean, 4), round(run.quantile(0.5), 4)
    (1.9999, 1.3863)
    """
    first = game.start_state if start is None else start
    if first is None or not 0 <= first < game.n_states:
        raise ModelError(f"start is {first!r}; expected a state from 0 to {game.n_states - 1}")
    if horizon is None:
        from stickpoint.solve.clock.stationary import solve_stationary
        from stickpoint.solve.clock.stationary_clock import StationaryClock

        found = solve_stationary(game, shocks=shocks, tolerance=tolerance, symmetric=symmetric)
        if found.outcome != "done":
            raise SolveError(found.outcome)
        return StationaryClock(first, found)
    watch = (unsettled_time(game),)
    trace = solve_backward(game, horizon, shocks=shocks, tolerance=tolerance, observers=watch)
    if trace.outcome != "done":
        raise SolveError(trace.outcome)
    mass = np.zeros(game.n_states)
    mass[first] = 1.0
    course = solve_forward(trace, mass, tolerance=tolerance)
    return Clock(game, first, horizon, shocks, tolerance, trace, course)
