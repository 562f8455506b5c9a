"""The course of a conflict over a horizon: how long, which way, what it costs, at any time."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.delay import Delay, delay_shares
from stickpoint.solve.clock.engine.backward import probability, solve_backward, unsettled_time
from stickpoint.solve.clock.engine.forward import Distribution
from stickpoint.solve.clock.engine.layout import Floats
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.clock.rates import generator_of
from stickpoint.solve.clock.simulate import Simulation, simulate
from stickpoint.solve.clock.slopes.gradient import Gradient, gradient
from stickpoint.solve.clock.symmetry.sensitivity import Answer, Sensitivity, sensitivity_of
from stickpoint.solve.clock.ways import Ways, ways_of
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd
    from scipy.sparse import csr_array

_PARTS, _CUTS = 64, 9
"""To find a time, the step that it lies in is cut into so many parts, again and again."""


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
        Values at every step; ``trace.status`` says how the solver ended.
    course : Distribution
        Probabilities at every step.
    """

    _about = "game"

    game: Game
    start: int
    horizon: float
    shocks: str
    tolerance: float
    trace: Trace
    course: Distribution

    @property
    def value(self) -> Floats:
        """What each party expects at time 0 in each state, shape (parties, states)."""
        return self.trace.first[:, : self.game.n_parties].T

    @cached_property
    def generator(self) -> csr_array:
        """The rates between states at time 0: a sparse matrix whose rows sum to 0."""
        return generator_of(self.game, self.trace.first)

    def survival(self, t: ArrayLike) -> Floats:
        """Return the probability of being unsettled at times from 0 to the horizon.

        Raises
        ------
        ModelError
            A time outside that range.
        """
        times = np.asarray(t, dtype=np.float64)
        if not ((times >= 0) & (times <= self.horizon * (1 + 1e-12))).all():
            raise ModelError(f"times must lie between 0 and the horizon, {self.horizon:g}")
        return self.course.open_at(times)

    def quantile(self, q: float) -> float | None:
        """Return the time by which the conflict is settled with probability q; None beyond the end.

        Raises
        ------
        ModelError
            A probability outside 0 to 1.
        """
        q, course = probability(q), self.course
        passed = course.open <= 1 - q
        if not passed.any():
            return None
        right = int(np.argmax(passed))
        low, high = (course.times[max(right - 1, 0)], course.times[right])
        for _ in range(_CUTS):
            times = np.linspace(low, high, _PARTS + 1)
            over = course.open_at(times[1:-1]) <= 1 - q
            at = int(np.argmax(np.append(over, True)))
            low, high = times[at], times[at + 1]
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
        return max(0.0, float(self.course.open[-1]))

    @property
    def outcomes(self) -> dict[str, float]:
        """Probability of each of the terms by the horizon, and of none of them."""
        # The errors of single steps may leave a share a little below nothing.
        last = np.maximum(self.course.shares[-1], 0.0)
        shares = dict(zip(self.game.terms, last.tolist(), strict=True))
        return shares | {"unsettled": self.unsettled}

    @property
    def tolls(self) -> dict[str, float]:
        """Expected sum of each toll up to the horizon, in its own unit."""
        return {name: float(row @ self.course.spent) for name, row in self.game.tolls.items()}

    def hazard(self, width: float = 1.0) -> tuple[Floats, Floats]:
        """Return the rate of settling, averaged over spans of time, for what is open by then.

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
        return simulate(self._whole, self.start, paths=paths, seed=seed)

    @cached_property
    def _whole(self) -> Trace:
        """The trace with the values at every time, of which clocks side by side keep the last."""
        if self.trace.times.size > 1:
            return self.trace
        return solve_backward(
            self.game, self.horizon, shocks=self.shocks, tolerance=self.tolerance,
            observers=(unsettled_time(self.game),),
        )  # fmt: skip

    def ways(self, k: int = 5, *, paths: int = 10_000, seed: int = 0) -> Ways:
        """Return the most probable ways it ends; see `ways_of` for what counts as one."""
        return ways_of(self.simulate(paths, seed + 1), self.simulate(paths, seed), k)

    def delay(self) -> Delay:
        """Share the wait out among the parties; see `stickpoint.solve.clock.delay`."""
        return delay_shares(
            self.game, self.start, self.horizon, shocks=self.shocks, tolerance=self.tolerance
        )

    def delay_share(self) -> dict[str, float]:
        """Say whose doing the delay is: Shapley shares over the parties, summing to 1."""
        return self.delay().by_party

    def gradient(self, of: str | tuple[str, float] = "unsettled_time") -> Gradient:
        """Return the slope of an answer in every number of the game.

        Parameters
        ----------
        of : str or tuple
            ``"unsettled_time"``, or ``("settled_by", t)`` for the probability of having settled by
            time t.

        Raises
        ------
        ModelError
            Another question, or a time beyond the horizon.
        SolveError
            A party that replies best.

        Examples
        --------
        One party can end what costs it 1 a month, and gets a chance every other month. Were each
        month to cost it 1.1, it would wait 0.03 months less within ten, and have settled within
        three with a chance higher by half a hundredth.

        >>> import stickpoint as sp
        >>> game = sp.Game.from_arcs(
        ...     [[(0, 1)]], [[-1.0, 0.0]], pace=0.5, precision=1.0, discount=0.0, settled=[0, 1]
        ... )
        >>> run = sp.clock(game, 0, horizon=10.0)
        >>> round(float(run.gradient().payoffs[0, 0]), 3)
        0.327
        >>> soon = run.gradient(of=("settled_by", 3.0))
        >>> round(soon.value, 3), round(float(soon.payoffs[0, 0]), 3)
        (0.752, -0.053)
        """
        return gradient(
            self.game, self.start, self.horizon,
            of=of, shocks=self.shocks, tolerance=self.tolerance,
        )  # fmt: skip

    @cached_property
    def sensitive(self) -> Sensitivity | None:
        """What a billionth of each payoff and finer steps do; None where that is nothing much.

        Found by another solve when first asked for. A sentence of ``summary()`` says it.
        """
        settings = self.horizon, self.shocks, self.tolerance
        known = self.game, self.start, *settings, self.mean, self.value
        # Of eight side by side a trace holds the values at time 0 alone.
        return sensitivity_of(Answer(*known, beside=self.trace.times.size == 1))

    def summary(self) -> str:
        """Say the answer in one line, and whether it can be relied on."""
        line = super().summary()
        return f"{line} {self.sensitive.sentence(self.game.unit)}" if self.sensitive else line

    def plain(self) -> dict[str, Any]:
        """Return how sensitive the answer is: the sizes, or None."""
        return {"sensitive": None if self.sensitive is None else asdict(self.sensitive)}

    def hazard_table(self, width: float = 1.0) -> pd.DataFrame:
        """Return one row per span of time: its hazard, and what is open or settled by its end.

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
        """Return one row per time: still open, and settled on each of the terms."""
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
