"""The ways to settle that moves can reach, and when waiting hurts whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.clock.engine.backward import events_within, landing
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.result import Result

Floats = NDArray[np.float64]

EQUAL = 10.0
"""Tolerances of a run, per one plus a worth, within which two worths of its are the same."""
NATURE = -2
"""Who moves where it is nature."""


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


def offers(game: Game, start: int, *, nature: bool = False) -> tuple[Offer, ...]:
    """Find, for each of the terms, the settled state reached by the fewest moves of any parties.

    Of several, the one that leaves most options as they are, then the first. Nature's changes
    count as moves, of nobody, only if asked for. Terms that nothing leads to are left out.
    """
    came = {start: (-1, -1)}
    layer, found = [start], dict[int, int]()
    while layer and len(found) < len(game.terms):
        ahead = []
        for state in layer:
            if game.settled[state]:
                continue
            for party in (*range(game.n_parties), *([NATURE] if nature else [])):
                for target in _targets(game, party, state):
                    if target not in came:
                        came[target] = (state, party)
                        ahead.append(target)
        for state in sorted(ahead, key=lambda s: (_switched(game, start, s), s)):
            if game.settled[state]:
                found.setdefault(int(game.terms_index[state]), state)
        layer = ahead
    return tuple(Offer(k, found[k], _movers(came, found[k])) for k in sorted(found))


def _targets(game: Game, party: int, state: int) -> list[int]:
    """List where a party, or nature by chance or on a date, leads from a state."""
    if party != NATURE:
        return list(game.moves_from(party, state)[0].tolist())
    first, last = game.nature_start[state : state + 2]
    likely = game.nature_rate[first:last] > 0
    turned = game.nature_target[first:last][likely].tolist()
    return [*turned, *(int(event.target[state]) for event in game.events)]


def _switched(game: Game, one: int, other: int) -> int:
    if game.conflict is None or game.conflict.codes is None:
        return 0
    codes = game.conflict.codes
    return int(codes[one] ^ codes[other]).bit_count()


def turned(game: Game, start: int, state: int) -> tuple[str, ...]:
    """Name what of nature's is otherwise in a state than at the start."""
    conflict = game.conflict
    if conflict is None:
        return ()
    changed = set(conflict.yes(start)) ^ set(conflict.yes(state))
    owned = zip(conflict.options, conflict.owners, strict=True)
    return tuple(name for name, owner in owned if owner < 0 and name in changed)


def _movers(came: dict[int, tuple[int, int]], state: int) -> tuple[int, ...]:
    movers = set()
    while came[state][0] >= 0:
        state, party = came[state]
        movers.add(party)
    return tuple(sorted(movers - {NATURE}))


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
    later : tuple of Offer
        Terms that come within reach only once nature has changed something.
    """

    _about = "run"

    run: Clock
    offers: tuple[Offer, ...]
    times: Floats
    waiting: Floats
    settling: Floats
    later: tuple[Offer, ...] = ()

    @cached_property
    def gain(self) -> Floats:
        """What settling is worth over playing on, shape (parties, offers, points).

        What is no more than the clock's error is nothing.
        """
        on = self.waiting[:, None, :]
        gain = self.settling - on
        size = np.maximum(np.abs(self.settling), np.abs(on))
        slack = EQUAL * self.run.tolerance * (1.0 + size)
        return np.where(np.abs(gain) <= slack, 0.0, gain)

    def has_stake(self, party: int) -> bool:
        """Tell whether any terms are ever worth more or less to a party than playing on."""
        return bool(self.gain[party].any())

    def hurts(self, party: int) -> Spans:
        """Return the spans in which some terms are worth more to a party than playing on."""
        if not self.offers:
            return []
        return spans(self.times, self.gain[party].max(axis=0))

    def stalemate(self, offer: int, *, everyone: bool = False) -> Spans:
        """Return the spans in which all whose moves an offer needs, or all, would prefer it.

        Those to whom it is all one at every time are not asked, unless it is so for all of them.
        """
        among = range(self.run.game.n_parties) if everyone else self.offers[offer].movers
        asked = [i for i in among if self.gain[i, offer].any()]
        return spans(self.times, self.gain[asked, offer].min(axis=0)) if asked else []

    def reluctant(self, offer: int) -> tuple[int, ...]:
        """Name the parties that would now rather play on than be settled so."""
        return tuple(np.flatnonzero(self.gain[:, offer, 0] < 0).tolist())

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
        said += [f"{game.terms[offer.terms]}: not before nature changes" for offer in self.later]
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
            "once_nature_has_changed": {
                game.terms[offer.terms]: {
                    "movers": [game.parties[i] for i in offer.movers],
                    "nature": list(turned(game, self.run.start, offer.state)),
                }
                for offer in self.later
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
    known = {offer.terms for offer in found}
    every = offers(run.game, run.start, nature=True) if len(known) < len(run.game.terms) else ()
    later = tuple(offer for offer in every if offer.terms not in known)
    return Ripeness(run, found, times, waiting(run.trace, times, run.start), settling, later)
