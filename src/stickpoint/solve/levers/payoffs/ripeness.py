"""A run of the clock → when waiting begins to hurt whom, and when it hurts all who have to move.

A settlement on terms k is worth V_i(s_k, t) to party i at time t, s_k being the settled state
with those terms at the fewest moves from where things stand (`offers`).
Playing on is worth V_i(s_0, t), s_0 being the state that lasts while nobody moves. Waiting
*hurts* i at t where some terms are worth more than playing on. A *mutually hurting stalemate*
over terms k is a time at which every party whose move they need would rather have them than play
on (`needed`), or every party would (`everyone`); I. W. Zartman, 1985, *Ripe for Resolution*,
Oxford University Press, and 2000, "Ripeness: the hurting stalemate and beyond", in P. C. Stern
and D. Druckman (eds), *International Conflict Resolution after the Cold War*, National Academy
Press, 225-250. Zartman's stalemate is one that the parties perceive; here they perceive what the
payoffs of the case say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.levers.payoffs.offers import Floats, Offer, offers, spans, values_at, waiting
from stickpoint.solve.result import Result

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

    Between these ``points`` the curves are taken to be straight.

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
