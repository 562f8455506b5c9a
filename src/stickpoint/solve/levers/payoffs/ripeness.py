"""The ways to settle that moves can reach, and when waiting hurts whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.clock.engine.backward import events_within, landing
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.result import Result

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Offer:
    """One way to settle, at the fewest moves from the start.

    Attributes
    ----------
    terms : int
        Index into ``game.terms``.
    state : int
        The settled state.
    movers : tuple of int
        The parties whose moves lead there.
    """

    terms: int
    state: int
    movers: tuple[int, ...]


def offers(game: Game, start: int) -> tuple[Offer, ...]:
    """Find, for each of the terms, the settled state reached by the fewest moves of any parties.

    Of several, the one that leaves most options as they are, then the first. Nature's changes do
    not count as moves. Terms that no sequence of moves reaches are left out.
    """
    came = {start: (-1, -1)}
    layer, found = [start], dict[int, int]()
    while layer and len(found) < len(game.terms):
        ahead = []
        for state in layer:
            if game.settled[state]:
                continue
            for party in range(game.n_parties):
                for target in game.moves_from(party, state)[0].tolist():
                    if target not in came:
                        came[target] = (state, party)
                        ahead.append(target)
        for state in sorted(ahead, key=lambda s: (_switched(game, start, s), s)):
            if game.settled[state]:
                found.setdefault(int(game.terms_index[state]), state)
        layer = ahead
    return tuple(Offer(k, found[k], _movers(came, found[k])) for k in sorted(found))


def _switched(game: Game, one: int, other: int) -> int:
    if game.conflict is None or game.conflict.codes is None:
        return 0
    codes = game.conflict.codes
    return int(codes[one] ^ codes[other]).bit_count()


def _movers(came: dict[int, tuple[int, int]], state: int) -> tuple[int, ...]:
    movers = set()
    while came[state][0] >= 0:
        state, party = came[state]
        movers.add(party)
    return tuple(sorted(movers))


def values_at(trace: Trace, times: Floats, state: int) -> Floats:
    """Return what the parties expect at some times in a state, shape (parties, times).

    By the cubic through values and slopes at the two steps around each time.
    """
    grid = trace.times[::-1]
    right = np.searchsorted(grid, times, side="left").clip(1, grid.size - 1)
    late, early = grid.size - 1 - right, grid.size - right
    h = trace.times[late] - trace.times[early]
    x = np.where(h > 0, (times - trace.times[early]) / np.where(h > 0, h, 1.0), 0.0)
    parties = trace.game.n_parties
    (v0, v1), (d0, d1) = (
        (table[early, state, :parties], table[late, state, :parties])
        for table in (trace.values, -trace.slopes)
    )
    x, h = x[:, None], h[:, None]
    cubic = (1 + 2 * x) * (1 - x) ** 2 * v0 + x**2 * (3 - 2 * x) * v1
    cubic += h * x * (1 - x) * ((1 - x) * d0 - x * d1)
    return cubic.T


def waiting(trace: Trace, times: Floats, start: int) -> Floats:
    """Return what the parties expect if nobody has moved by each time, shape (parties, times).

    A dated shock moves the state that lasts.
    """
    horizon = float(trace.times[0])
    found = values_at(trace, times, start)
    state = start
    for shock in events_within(trace.game, horizon):
        state = int(landing(trace.game, shock)[state])
        after = times >= shock.time
        found[:, after] = values_at(trace, times[after], state)
    return found


def spans(times: Floats, height: Floats) -> list[tuple[float, float]]:
    """Return the spans of time in which a curve, straight between its points, is above 0."""
    above = height > 0
    k = np.flatnonzero(above[1:] != above[:-1])
    part = height[k] / (height[k] - height[k + 1])
    crossings = times[k] + part * (times[k + 1] - times[k])
    ends = [*times[:1][above[:1]], *crossings, *times[-1:][above[-1:]]]
    return [(float(a), float(b)) for a, b in zip(ends[::2], ends[1::2], strict=True)]


POINTS = 601

Spans = list[tuple[float, float]]


@dataclass(frozen=True, eq=False, repr=False)
class Ripeness(Result):
    """What settling now is worth over playing on, over time.

    Attributes
    ----------
    run : Clock
    offers : tuple of Offer
    times : ndarray of float, shape (points,)
    waiting : ndarray of float, shape (parties, points)
        What playing on is worth, in each party's own units.
    settling : ndarray of float, shape (parties, offers, points)
        What being settled on each of the terms is worth.
    """

    _about = "run"

    run: Clock
    offers: tuple[Offer, ...]
    times: Floats
    waiting: Floats
    settling: Floats

    @property
    def gain(self) -> Floats:
        """What settling is worth over playing on, shape (parties, offers, points)."""
        return self.settling - self.waiting[:, None, :]

    def hurts(self, party: int) -> Spans:
        """Return the spans in which some terms are worth more to a party than playing on."""
        if not self.offers:
            return []
        return spans(self.times, self.gain[party].max(axis=0))

    def stalemate(self, offer: int, *, everyone: bool = False) -> Spans:
        """Return the spans in which all whose moves an offer needs, or all, would prefer it."""
        among = range(self.run.game.n_parties) if everyone else self.offers[offer].movers
        return spans(self.times, self.gain[list(among), offer].min(axis=0))

    def reluctant(self, offer: int) -> tuple[int, ...]:
        """Name the parties that would now rather play on than be settled so."""
        return tuple(np.flatnonzero(self.gain[:, offer, 0] <= 0).tolist())

    def table(self) -> Any:
        """Return one row per time, party and terms: playing on, settling, and the difference."""
        import pandas as pd

        game = self.run.game
        names = [game.terms[offer.terms] for offer in self.offers]
        index = pd.MultiIndex.from_product(
            [game.parties, names, self.times], names=["party", "terms", game.unit]
        )
        on = np.repeat(self.waiting[:, None, :], len(names), axis=1).ravel()
        return pd.DataFrame({"play on": on, "settle": self.settling.ravel()}, index=index).assign(
            gain=self.gain.ravel()
        )

    def summary(self) -> str:
        """Say for each of the terms when all whose moves it needs would rather have it."""
        game, said = self.run.game, []
        for k, offer in enumerate(self.offers):
            when = self.stalemate(k)
            text = ", ".join(f"{a:.3g} to {b:.3g}" for a, b in when) or "never"
            said.append(f"{game.terms[offer.terms]}: {text}")
        return ("; ".join(said) or "no terms can be reached by moves") + "."

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        game = self.run.game
        return {
            "hurts": {name: self.hurts(i) for i, name in enumerate(game.parties)},
            "terms": {
                game.terms[offer.terms]: {
                    "movers": [game.parties[i] for i in offer.movers],
                    "ripe": self.stalemate(k),
                    "ripe_for_everyone": self.stalemate(k, everyone=True),
                    "would_rather_play_on": [game.parties[i] for i in self.reluctant(k)],
                    "gain_now": dict(zip(game.parties, self.gain[:, k, 0].tolist(), strict=True)),
                }
                for k, offer in enumerate(self.offers)
            },
            "version": self.version,
            "fingerprint": self.fingerprint,
        }


def ripeness(run: Clock, *, points: int = POINTS) -> Ripeness:
    """Set settling beside playing on, at evenly spaced times from now to the horizon.

    Parameters
    ----------
    run : Clock
    points : int
        How many times; between them the curves are taken to be straight.

    Examples
    --------
    Waiting pays 1 per unit of time, having settled by time 10 pays 2 once, and nobody can move
    soon: playing on is worth 10 - t, so waiting begins to hurt at time 8.

    >>> from stickpoint.graph.game import Game
    >>> from stickpoint.solve.clock.clock import clock
    >>> game = Game.from_arcs(
    ...     [[(0, 1)]], [[1.0, 0.0]], terminal=[[0.0, 2.0]],
    ...     pace=0.0, precision=1.0, discount=0.0, settled=[0, 1],
    ... )
    >>> [(round(a, 6), round(b, 6)) for a, b in ripeness(clock(game, 0, horizon=10.0)).hurts(0)]
    [(8.0, 10.0)]
    """
    found = offers(run.game, run.start)
    times = np.linspace(0.0, run.horizon, points)
    settling = np.zeros((run.game.n_parties, len(found), points))
    for k, offer in enumerate(found):
        settling[:, k] = values_at(run.trace, times, offer.state)
    return Ripeness(run, found, times, waiting(run.trace, times, run.start), settling)
