"""Clock → the game played out many times: what single courses do, not only their average."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.agreements.layout import chances_of
from stickpoint.solve.clock.engine.backward import events_within, landing
from stickpoint.solve.clock.engine.layout import Floats, Ints, Longs, moves_of
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

BLOCK = 500
"""Paths played in one call: enough to forget the call, few enough to share among cores."""


@dataclass(frozen=True, eq=False, repr=False)
class Simulation(Result):
    """Paths of the game from one state to the horizon.

    Attributes
    ----------
    game : Game
    start : int
    horizon : float
    seed : int
        The same seed gives the same paths, and more paths begin with the same ones.
    time : ndarray of float, shape (paths,)
        When each path settled; not a number where it did not within the horizon.
    state : ndarray of int32, shape (paths,)
        Where it stood at the horizon.
    tolls : dict of str to ndarray of float, shape (paths,)
        What was paid by the horizon, in each toll's own unit.
    length : ndarray of int64, shape (paths,)
    way, movers : ndarray of int32
        The states of each path with its loops erased, path after path, and who led into each:
        a party's number, that of the parties plus k for agreement k, -1 for nature, -2 - k for
        dated shock k. ``length`` is 0 for paths that
        did not settle.
    """

    game: Game
    start: int
    horizon: float
    seed: int
    time: Floats
    state: Ints
    tolls: dict[str, Floats]
    length: Longs
    way: Ints
    movers: Ints

    @property
    def paths(self) -> int:
        """How many paths there are."""
        return int(self.time.size)

    @property
    def term(self) -> Ints:
        """Index of the terms on which each path settled, -1 where it did not, shape (paths,)."""
        return self.game.terms_index[self.state]

    @property
    def outcomes(self) -> dict[str, tuple[float, float]]:
        """Share of the paths that settled on each of the terms, and its standard error."""
        names = [*self.game.terms, "unsettled"]
        where = np.where(np.isnan(self.time), len(self.game.terms), self.term)
        shares = np.bincount(where, minlength=len(names)) / self.paths
        errors = np.sqrt(shares * (1 - shares) / self.paths)
        return {
            name: (float(share), float(error))
            for name, share, error in zip(names, shares, errors, strict=True)
        }

    def quantile(self, q: float) -> float | None:
        """Return the time by which a share q of the paths had settled; None beyond the horizon.

        Raises
        ------
        ModelError
            A share outside 0 to 1.
        """
        _check_shares([q])
        place = max(int(np.ceil(q * self.paths)) - 1, 0)
        found = float(np.sort(self.time)[place])
        return None if np.isnan(found) else found

    def quantile_range(self, q: float) -> tuple[float | None, float | None]:
        """Return the range in which `quantile` would lie for endless paths, 19 times out of 20.

        The places of the two order statistics do not depend on how times are distributed (H. A.
        David and H. N. Nagaraja, 2003, *Order Statistics*, section 7.1).
        """
        wide = 1.959964 * float(np.sqrt(q * (1 - q) / self.paths))
        return self.quantile(max(q - wide, 0.0)), self.quantile(min(q + wide, 1.0))

    def toll_quantiles(self, q: Sequence[float] = (0.1, 0.5, 0.9)) -> dict[str, dict[float, float]]:
        """Return the sums of each toll that shares q of the paths stay below.

        Raises
        ------
        ModelError
            A share outside 0 to 1.
        """
        _check_shares(q)
        return {
            name: {share: float(np.quantile(row, share)) for share in q}
            for name, row in self.tolls.items()
        }

    def table(self) -> pd.DataFrame:
        """Return one row per path: time to settle, terms (missing if unsettled), tolls."""
        import pandas as pd

        names = np.array([*self.game.terms, None], dtype=object)
        columns: dict[str, Any] = {"time": self.time, "terms": names[self.term]}
        columns |= {f"toll {name}": row for name, row in self.tolls.items()}
        return pd.DataFrame(columns).rename_axis("path")

    def __repr__(self) -> str:
        """Say how many paths there are and how many settled."""
        over = float(np.isfinite(self.time).mean())
        return f"<Simulation: {self.paths:,} paths, {over:.1%} settled within {self.horizon:g}>"


def simulate(
    trace: Trace, start: int, *, paths: int = 10_000, seed: int = 0, threads: int | None = None
) -> Simulation:
    """Play the game out from a state at time 0, under a trace that kept every step.

    ``threads`` says how many blocks of paths run side by side, one a core if left out; it changes
    no path. Raises ModelError for fewer than one path or a seed below 0, and SolveError for a trace
    of which only the values at time 0 were kept.
    """
    from stickpoint.solve.clock.simulate_kernels import FIRST, SECOND

    if paths < 1 or seed < 0:
        raise ModelError(f"{paths} paths and seed {seed}; expected at least 1 and at least 0")
    if len(trace.values) != len(trace.times) or trace.times[0] <= trace.times[-1]:
        raise SolveError("the values between start and horizon were not kept; solve by `clock`")
    game = trace.game
    # The generator wants numbers from 1 on below its two primes; the lesser one serves for both.
    seeds = np.random.default_rng(seed).integers(1, min(FIRST, SECOND), (paths, 6))
    board = _board(game, float(trace.times[0]))

    def block(first: int) -> tuple[NDArray[Any], ...]:
        return _play(trace, start, seeds[first : first + BLOCK], board)

    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        blocks = list(pool.map(block, range(0, paths, BLOCK)))
    time, state, paid, *ways = (np.concatenate(part) for part in zip(*blocks, strict=True))
    tolls = {name: paid[:, k].copy() for k, name in enumerate(game.tolls)}
    return Simulation(game, start, float(trace.times[0]), seed, time, state, tolls, *ways)


def _play(trace: Trace, start: int, seeds: Longs, board: Any) -> tuple[NDArray[Any], ...]:
    """Play a path for each row of seeds; return what `Simulation` holds, tolls as columns."""
    from stickpoint.solve.clock.simulate_kernels import play

    n = len(seeds)
    time, state, length = np.empty(n), np.empty(n, dtype=np.int32), np.empty(n, dtype=np.int64)
    paid = np.empty((n, board.toll.shape[0]))
    way, movers = play(
        moves_of(trace.game), board, start, trace.times, trace.values, trace.slopes, seeds,
        time, state, paid, length,
    )  # fmt: skip
    return time, state, paid, length, way, movers


def _board(game: Game, horizon: float) -> Any:
    """Lay out what the loops read beside the moves."""
    from stickpoint.solve.clock.simulate_kernels import Board

    moves = moves_of(game)
    place = np.zeros((game.n_parties, game.n_states), dtype=np.int64)
    limits = moves.begin[moves.lot[moves.first]]
    for i, (lo, hi) in enumerate(pairwise(limits)):
        place[i, moves.member[lo:hi]] = np.arange(lo, hi)
    shocks = events_within(game, horizon)
    times, shape = np.array([shock.time for shock in shocks]), (-1, game.n_states)
    landings = np.array([landing(game, shock) for shock in shocks], dtype=np.int32).reshape(shape)
    tolls, joint = np.array([*game.tolls.values()]).reshape(shape), moves.joint
    first = np.searchsorted(joint.source, np.arange(game.n_states + 1)).astype(np.int64)
    meet = chances_of(joint, game.pace, game.settled)
    return Board(place, times, landings, tolls, first, meet)


def _check_shares(shares: Sequence[float]) -> None:
    if any(not 0 <= q <= 1 for q in shares):
        raise ModelError(
            f"q is {shares[0] if len(shares) == 1 else tuple(shares)}; expected shares from 0 to 1"
        )
