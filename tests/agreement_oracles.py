"""Slow, literal agreements: which there are, and how fast each is made, proposal by proposal.

Nothing here comes from stickpoint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import Any

import numpy as np

STRIKE = """
format: 1
title: A strike
clock: {start: 2001-01-01, unit: week, horizon: 26}
parties: {mine: the mine, union: the union}
options:
  mine.low: {text: insist on the low wage, now: yes}
  union.high: {text: insist on the high wage, now: yes, effort: 0.5}
  union.march: {text: march, now: no}
nature: {snow: {text: it snows, rate: 0.1}}
issues:
  wage:
    name: the wage
    terms:
      low: mine.low & !union.high
      high: "!mine.low & union.high"
      middle: "!mine.low & !union.high"
payoffs:
  mine: [{when: "!settled", worth: -0.5}, {when: mine.low & !union.high, worth: 0.4}]
  union: [{when: "!settled", worth: -0.4}, {when: "!mine.low & union.high", worth: 0.5}]
levers: [{what: a prize for firmness, effort: union.high, limit: 1}]
"""
"""One case: of three ways to settle, the one in the middle takes both parties."""


@dataclass(frozen=True)
class Joint:
    """One agreement: from where to where, whose consent it needs at which effort of each.

    ``share`` is its weight among the choices of whoever proposes.
    """

    source: int
    target: int
    effort: tuple[tuple[int, float], ...]
    share: float = 1.0

    @property
    def needed(self) -> list[int]:
        """The parties without which it is not made."""
        return [party for party, _ in self.effort]


def rate(game: Any, joint: Sequence[Joint], which: Joint, values: np.ndarray) -> float:
    """Return the rate of one agreement: the sum over proposers of proposing and being accepted.

    Each of the n needed parties proposes at μ/n, μ being the harmonic mean of their paces; by a
    logit over what it can propose and nothing. Each other one accepts by a logit of its own.
    """
    paces = [game.pace[i] for i in which.needed]
    if game.settled[which.source] or min(paces) == 0:
        return 0.0
    proposals = 1 / sum(1 / pace for pace in paces)

    def odds(party: int, act: Joint) -> float:
        gain = values[party, act.target] - dict(act.effort)[party] - values[party, act.source]
        return exp(game.precision[party] * gain)

    total = 0.0
    for proposer in which.needed:
        choices = [x for x in joint if x.source == which.source and proposer in x.needed]
        weights = 1.0 + sum(x.share * odds(proposer, x) for x in choices)
        chance = which.share * odds(proposer, which) / weights
        for other in which.needed:
            if other != proposer:
                chance *= odds(other, which) / (1.0 + odds(other, which))
        total += proposals * chance
    return total


def speeds(game: Any, values: np.ndarray) -> list[float]:
    """Return the rate of each agreement of a game."""
    return [rate(game, game.joint, act, values) for act in game.joint]


def rates(game: Any, values: np.ndarray, made: list[float] | None = None) -> np.ndarray:
    """Return the rates between states, (n, n), of all agreements; ``made`` where they are known."""
    found = np.zeros(game.nature.shape)
    made = speeds(game, values) if made is None else made
    for act, how_fast in zip(game.joint, made, strict=True):
        found[act.source, act.target] += how_fast
    return found


def efforts(game: Any, values: np.ndarray, made: list[float] | None = None) -> np.ndarray:
    """Return what parties pay per unit of time for agreements, (parties, n)."""
    found = np.zeros(game.payoffs.shape)
    made = speeds(game, values) if made is None else made
    for act, how_fast in zip(game.joint, made, strict=True):
        for party, effort in act.effort:
            found[party, act.source] += how_fast * effort
    return found


def agreements(
    codes: Sequence[int],
    owners: Sequence[int],
    one_way: Sequence[int],
    terms: Mapping[int, int],
    allowed: Mapping[int, Collection[int]] | None = None,
    effort: Sequence[float] | None = None,
    consent: Mapping[int, Collection[int]] | None = None,
    signed: Collection[int] = (),
) -> Iterator[Joint]:
    """List the agreements of a game of options, by trying every settled state from every open one.

    ``terms`` has the terms of settled states. From an open state those of each of the terms count
    that switch fewest options and leave nature's (owner -1) as they are; several share the weight
    of one. ``allowed`` has, for an option with a condition, the states in which it may be switched.
    ``consent`` has who else must consent to a settled state, and ``signed`` those where nothing but
    an agreement ends it, which may be made there too.
    """
    also = consent or {}
    for t in signed:
        if len(also.get(t, ())) > 1:
            yield Joint(t, t, tuple((i, 0.0) for i in sorted(also[t])))
    price = effort or [0.0] * len(owners)
    for s, before in enumerate(codes):
        if s in terms:
            continue
        for way in sorted(set(terms.values())):
            found: dict[int, list[int]] = {}
            for t in (t for t, its in terms.items() if its == way):
                switched = [k for k in range(len(owners)) if (before ^ codes[t]) >> k & 1]
                may = all(
                    owners[k] >= 0
                    and one_way[k] != (-1 if codes[t] >> k & 1 else 1)
                    and s in (allowed or {}).get(k, range(len(codes)))
                    for k in switched
                )
                if may:
                    found[t] = switched
            if not found:
                continue
            least = min(map(len, found.values()))
            nearest = {t: switched for t, switched in found.items() if len(switched) == least}
            for t, switched in nearest.items():
                needed = sorted({owners[k] for k in switched} | {*also.get(t, ())})
                if len(needed) > 1:
                    paid = ((i, sum(price[k] for k in switched if owners[k] == i)) for i in needed)
                    yield Joint(s, t, tuple(paid), 1.0 / len(nearest))
