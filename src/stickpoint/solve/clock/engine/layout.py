"""A game's moves laid out flat for the compiled loops."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.kernels import Moves
from stickpoint.solve.clock.engine.simd_kernels import Groups

_KEPT: WeakKeyDictionary[Game, Moves] = WeakKeyDictionary()


def moves_of(game: Game) -> Moves:
    """Lay a game's moves out, once per game."""
    if game not in _KEPT:
        _KEPT[game] = _laid_out(game)
    return _KEPT[game]


def _laid_out(game: Game) -> Moves:
    p = game.n_parties
    first_class, n_classes = np.full(p, -1, dtype=np.int64), np.zeros(p, dtype=np.int64)
    bits = np.zeros(p, dtype=np.int64)
    most = max([1, *(free.turn_on.size for free in game.free if free is not None)])
    turn_on, turn_off = np.zeros((p, most)), np.zeros((p, most))
    begin, member, slot = [], [], []
    classes = members = 0
    for i, free in enumerate(game.free):
        if free is None:
            continue
        first_class[i], n_classes[i], bits[i] = classes, free.first.size - 1, free.turn_on.size
        turn_on[i, : bits[i]], turn_off[i, : bits[i]] = free.turn_on, free.turn_off
        begin.append(free.first.astype(np.int64) + members)
        member.append(free.members)
        slot.append(free.slot)
        classes += free.first.size
        members += free.members.size
    nothing = np.empty(0, dtype=np.int32)
    return Moves(
        pace=game.pace,
        precision=game.precision,
        start=game.start,
        target=game.target,
        effort=game.effort,
        first_class=first_class,
        n_classes=n_classes,
        begin=np.concatenate(begin) if begin else np.zeros(1, dtype=np.int64),
        member=np.concatenate(member) if member else nothing,
        slot=np.concatenate(slot) if slot else nothing,
        bits=bits,
        turn_on=turn_on,
        turn_off=turn_off,
        costs_nothing=np.logical_not((turn_on + turn_off).any(axis=1)),
        nature_start=game.nature_start,
        nature_target=game.nature_target,
        nature_rate=game.nature_rate,
        settled=game.settled,
    )


def groups_of(game: Game) -> Groups:
    """Part the states, party by party, into those that its moves connect."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    first, begin, member = [], [], []
    used = placed = 0
    for i, free in enumerate(game.free):
        if free is None:
            arcs, _ = game.arcs(i)
            links = (np.ones(len(arcs), dtype=np.int8), (arcs[:, 0], arcs[:, 1]))
            graph = csr_array(links, shape=(game.n_states, game.n_states))
            _, own = connected_components(graph, directed=False)
            members = np.argsort(own, kind="stable").astype(np.int32)
            starts = np.concatenate(([0], np.cumsum(np.bincount(own))))
        else:
            members, starts = free.members, free.first.astype(np.int64)
        first.append(used)
        begin.append(starts + placed)
        member.append(members)
        used += starts.size
        placed += members.size
    number = np.array([starts.size - 1 for starts in begin], dtype=np.int64)
    return Groups(
        np.array(first, dtype=np.int64), number, np.concatenate(begin), np.concatenate(member)
    )
