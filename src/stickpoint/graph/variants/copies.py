"""Game → states that nothing in it tells apart, so that an option written twice counts once.

A party that chooses by logit gives each state that it can bring about a weight of its own. Two
states from which everything goes on alike (same payoffs, tolls and terms, moves of the same parties
at the same effort into states that go on alike, chance at the same rates) are one course of events
written twice, and would weigh twice (G. Debreu, 1960, *American Economic Review* 50, 186-188). The
coarsest such partition is found by splitting: states start together where the same is given, and
are parted as long as their moves lead to different groups (R. Paige and R. E. Tarjan, 1987, *SIAM
J. Comput.* 16, 973-989, have the fast way; this is the plain one).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.graph.game import Game

MOST_MOVES = 200_000
"""Beyond which nobody looks: every move is read once for every split."""

Labels = NDArray[np.int64]
Table = NDArray[Any]


def copies(games: Sequence[Game]) -> list[NDArray[np.bool_]]:
    """Mark the groups of states that games of one structure do not tell apart.

    Parameters
    ----------
    games : sequence of Game
        The same game under different numbers: two draws from its ranges tell what is equal by
        nature from what is so by chance.

    Returns
    -------
    list of ndarray of bool, shape (states,)
        One mask for each group of several states; none where every state stands alone, or where
        there are too many moves to look.
    """
    if games[0].n_moves > MOST_MOVES:
        return []
    label = _given(games)
    count = int(label.max(initial=-1)) + 1
    rows = [_rows(game) for game in games]
    while True:
        label = _split(label, rows)
        found = int(label.max(initial=-1)) + 1
        if found == count:
            break
        count = found
    sizes = np.bincount(label)
    return [label == k for k in np.flatnonzero(sizes > 1)]


def _given(games: Sequence[Game]) -> Labels:
    """Return a number for each state, by what it pays, costs and ends as."""
    parts: list[Table] = []
    for game in games:
        parts += [game.payoffs, game.terminal, game.terms_index[None], game.settled[None]]
        parts += [game.paused[None]] if game.paused.size else []
        parts += [lumps for lumps in (game.once, game.at_end) if lumps.size]
        parts += [toll[None] for toll in game.tolls.values()]
    _, label = np.unique(np.concatenate(parts), axis=1, return_inverse=True)
    return np.asarray(label.ravel(), dtype=np.int64)


def _rows(game: Game) -> list[list[tuple[Hashable, int, float]]]:
    """List for each state who can bring about what, at which effort or rate."""
    rows: list[list[tuple[Hashable, int, float]]] = [[] for _ in range(game.n_states)]
    for i in range(game.n_parties):
        pairs, effort = game.arcs(i)
        for (source, target), price in zip(pairs.tolist(), effort.tolist(), strict=True):
            rows[source].append((i, target, price))
    begin = game.nature_start
    for s, own in enumerate(rows):
        for a in range(begin[s], begin[s + 1]):
            own.append(("rate", int(game.nature_target[a]), float(game.nature_rate[a])))
        own += [(event.name, int(event.target[s]), 0.0) for event in game.events]
    acts = game.agreements
    ends = zip(acts.source.tolist(), acts.target.tolist(), acts.share.tolist(), strict=True)
    for (source, target, share), needed in zip(ends, acts.needed(), strict=True):
        key = tuple((party, round(effort, 12)) for party, effort in needed)
        rows[source].append((key, target, share))
    return rows


def _split(label: Labels, games: Sequence[list[list[tuple[Hashable, int, float]]]]) -> Labels:
    """Part states whose moves lead elsewhere, into groups as they stand."""
    known: dict[Hashable, int] = {}
    out = np.empty_like(label)
    for s, own in enumerate(label.tolist()):
        sign = [own, *(_leads(label, own, rows[s]) for rows in games)]
        out[s] = known.setdefault(tuple(sign), len(known))
    return out


def _leads(label: Labels, own: int, row: list[tuple[Hashable, int, float]]) -> Hashable:
    """Return to which other groups a state leads: at the least effort, at the sum of the rates.

    What takes several parties, who are then a tuple, goes by the sum of the shares.
    """
    least: dict[Hashable, float] = {}
    rates: defaultdict[Hashable, float] = defaultdict(float)
    for who, target, size in row:
        group = int(label[target])
        if group == own:
            continue
        if who == "rate" or isinstance(who, tuple):
            rates[who, group] += size
        else:
            least[who, group] = min(size, least.get((who, group), np.inf))
    summed = frozenset((key, round(rate, 12)) for key, rate in rates.items())
    return frozenset(least.items()), summed
