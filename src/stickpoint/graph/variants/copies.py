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

from collections.abc import Hashable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

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
    leads = _together([_leads(game) for game in games])
    while True:
        label = _split(label, leads)
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


class _Leads(NamedTuple):
    """Who can bring about what in each state: a row for each way, (rows,).

    ``who`` numbers a party, chance, a date, or the parties to an agreement with what it costs each.
    Of ways by the same who to the same group the least ``size`` counts, an effort, or where it is
    ``summed`` all of them together, a rate or a share.
    """

    source: Labels
    target: Labels
    who: Labels
    size: NDArray[np.float64]
    summed: NDArray[np.bool_]


def _leads(game: Game) -> _Leads:
    """List who can bring about what, at which effort or rate."""
    parts: list[tuple[Table, Table, Table, Table, bool]] = []
    for i in range(game.n_parties):
        pairs, effort = game.arcs(i)
        parts.append((pairs[:, 0], pairs[:, 1], np.full(len(pairs), i), effort, False))
    number, every = game.n_parties, np.arange(game.n_states)
    source = np.repeat(every, np.diff(game.nature_start))
    chance = np.full(source.size, number)
    parts.append((source, game.nature_target, chance, game.nature_rate, True))
    nothing = np.zeros(every.size)
    for event in game.events:
        number += 1
        parts.append((every, event.target, np.full(every.size, number), nothing, False))
    acts, known = game.agreements, dict[Hashable, int]()
    signed = [tuple((who, round(cost, 12)) for who, cost in each) for each in acts.needed()]
    who = [known.setdefault(key, number + 1 + len(known)) for key in signed]
    parts.append((acts.source, acts.target, np.array(who, dtype=np.int64), acts.share, True))
    source, target, numbers, size = (np.concatenate([part[k] for part in parts]) for k in range(4))
    return _Leads(
        source=source.astype(np.int64),
        target=target.astype(np.int64),
        who=numbers.astype(np.int64),
        size=size.astype(np.float64),
        summed=np.concatenate([np.full(len(part[0]), part[4]) for part in parts]),
    )


def _together(games: Sequence[_Leads]) -> _Leads:
    """Put the rows of several games in one list, in which nobody is in two of them."""
    first, who = 0, []
    for leads in games:
        who.append(leads.who + first)
        first = int(who[-1].max(initial=first)) + 1
    source, target, size, summed = (
        np.concatenate([getattr(leads, name) for leads in games])
        for name in ("source", "target", "size", "summed")
    )
    return _Leads(source, target, np.concatenate(who), size, summed)


def _split(label: Labels, leads: _Leads) -> Labels:
    """Part states whose moves lead elsewhere, into groups as they stand."""
    known: dict[Hashable, int] = {}
    both = zip(label.tolist(), _signs(label, leads), strict=True)
    return np.array([known.setdefault(sign, len(known)) for sign in both], dtype=np.int64)


def _signs(label: Labels, leads: _Leads) -> list[bytes]:
    """Tell for each state to which other groups it leads: at the least effort, or rates summed."""
    group = label[leads.target]
    goes = np.flatnonzero(group != label[leads.source])
    order = goes[np.lexsort((leads.size[goes], group[goes], leads.who[goes], leads.source[goes]))]
    key = np.column_stack((leads.source[order], leads.who[order], group[order]))
    fresh = np.ones(len(key), dtype=np.bool_)
    fresh[1:] = (key[1:] != key[:-1]).any(axis=1)
    first = np.flatnonzero(fresh)
    size, summed = leads.size[order], leads.summed[order][first]
    whole = np.add.reduceat(size, first) if first.size else size
    # To add up in another order must not part states; 0 and -0 are alike.
    told = np.where(summed, np.round(whole, 12), size[first]) + 0.0
    rows = np.column_stack((key[first, 1:], told.view(np.int64)))
    ends = np.searchsorted(key[first, 0], np.arange(label.size + 1))
    return [rows[a:b].tobytes() for a, b in pairwise(ends.tolist())]
