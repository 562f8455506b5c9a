"""States that count as one → a smaller conflict, or game, in which each of them is one state.

A party that chooses by logit takes each state it can bring about with a weight of its own. Were
states that nobody tells apart kept apart, what they stand for would weigh as often as it was
counted (G. Debreu, 1960, *American Economic Review* 50, 186-188).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.game import Game
from stickpoint.graph.moves import ArcMoves

_ROUNDING = 1e-12

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


def coalesce(conflict: Conflict, groups: Sequence[NDArray[np.bool_]]) -> Conflict:
    """Merge the states that each mask marks, of which none may be ranked or settled differently.

    A party can move from one merged state to another when it can move from some member of the
    first to some member of the second (L. Fang, K. W. Hipel, D. M. Kilgour, 1993, *Interactive
    Decision Making*, Wiley, section 2.3). The member of lowest code stands for its group.
    """
    leader, kept, place = _merged(conflict.n_states, groups)
    if kept.size == conflict.n_states:
        return conflict
    _refuse_different_ranks(conflict, leader)
    _refuse_different_terms(conflict, leader)
    codes, status_quo = conflict.codes, conflict.status_quo
    several = np.flatnonzero(np.bincount(place) > 1).tolist()
    parties = range(conflict.n_parties)
    return replace(
        conflict,
        ranks=np.ascontiguousarray(conflict.ranks[:, kept]),
        moves=tuple(_quotient(conflict.arcs(i), place, kept.size) for i in parties),
        codes=None if codes is None else codes[kept],
        status_quo=None if status_quo is None else int(place[status_quo]),
        terms_index=conflict.terms_index[kept],
        merged={} if codes is None else {s: codes[place == s] for s in several},
    )


def _merged(n_states: int, groups: Sequence[NDArray[np.bool_]]) -> tuple[Ints, Ints, Ints]:
    """Return the first state that each counts as one with, which are left, and each one's place.

    Groups that share a state join.
    """
    leader = np.arange(n_states, dtype=np.int32)
    for mask in groups:
        if mask.any():
            joined = np.unique(leader[mask])
            leader[np.isin(leader, joined)] = joined[0]
    kept, place = np.unique(leader, return_inverse=True)
    return leader, kept, place.astype(np.int32)


def _refuse_different_ranks(conflict: Conflict, leader: Ints) -> None:
    differs = conflict.ranks != conflict.ranks[:, leader]
    if not differs.any():
        return
    party, state = (int(x) for x in np.argwhere(differs)[0])
    raise ModelError(
        f"{conflict.parties[party]} ranks states that count as the same differently "
        f"(yes to {_listed(conflict, state)} against yes to "
        f"{_listed(conflict, int(leader[state]))}); make the ranks equal or keep the states apart"
    )


def _refuse_different_terms(conflict: Conflict, leader: Ints) -> None:
    differs = np.flatnonzero(conflict.terms_index != conflict.terms_index[leader])
    if not differs.size:
        return
    one, other = int(leader[differs[0]]), int(differs[0])
    ends = ["not settled", *(f"settled as {name!r}" for name in conflict.terms)]
    said = [
        f"yes to {_listed(conflict, state)}: {ends[conflict.terms_index[state] + 1]}"
        for state in (one, other)
    ]
    raise ModelError(
        f"states that count as the same are settled differently ({'; '.join(said)}); settle them "
        "alike or keep them apart"
    )


def _listed(conflict: Conflict, state: int) -> str:
    return ", ".join(conflict.yes(state)) or "nothing"


def _quotient(arcs: Ints, place: Ints, n_states: int) -> ArcMoves:
    pairs = place[arcs]
    return ArcMoves.from_pairs(pairs[pairs[:, 0] != pairs[:, 1]], n_states)


def coalesce_game(game: Game, groups: Sequence[NDArray[np.bool_]]) -> Game:
    """Merge states as `coalesce` does, each move at the least effort that any such move takes.

    Members that differ in a payoff, a toll, in how they are settled, or in what becomes of them by
    chance or on a date are refused.
    """
    leader, kept, place = _merged(game.n_states, groups)
    if kept.size == game.n_states:
        return game
    _refuse_different_worth(game, leader)
    _refuse_different_turns(game, leader, place)
    moves = [_moves(*game.arcs(i), place) for i in range(game.n_parties)]
    conflict = game.conflict
    merged = Game.from_arcs(
        [pairs for pairs, _ in moves],
        game.payoffs[:, kept],
        pace=game.pace,
        precision=game.precision,
        discount=game.discount,
        effort=[effort for _, effort in moves],
        nature=_chances(game, kept, place),
        terminal=game.terminal[:, kept],
        terms=game.terms,
        tolls={name: toll[kept] for name, toll in game.tolls.items()},
        parties=game.parties,
    )
    # Moves out of what is settled count too: a game in which terms have to stand plays on there.
    return replace(
        merged,
        settled=game.settled[kept],
        terms_index=game.terms_index[kept],
        events=tuple(replace(x, target=place[x.target[kept]]) for x in game.events),
        start_state=None if game.start_state is None else int(place[game.start_state]),
        unit=game.unit,
        horizon=game.horizon,
        holds=game.holds[kept] if game.holds.size else game.holds,
        paused=game.paused[kept] if game.paused.size else game.paused,
        once=game.once[:, kept] if game.once.size else game.once,
        at_end=game.at_end[:, kept] if game.at_end.size else game.at_end,
        agreements=game.agreements.merged(place),
        conflict=None if conflict is None else coalesce(conflict, groups),
    )


def _moves(pairs: Ints, effort: Floats, place: Ints) -> tuple[NDArray[np.int64], Floats]:
    """Return moves between merged states, each once, at its least effort."""
    table = place[pairs].astype(np.int64).reshape(-1, 2)
    goes = table[:, 0] != table[:, 1]
    table, price = table[goes], effort[goes]
    order = np.lexsort((price, table[:, 1], table[:, 0]))
    table, price = table[order], price[order]
    first = np.ones(len(table), dtype=np.bool_)
    first[1:] = (np.diff(table, axis=0) != 0).any(axis=1)
    return table[first], price[first]


def _chances(game: Game, kept: Ints, place: Ints) -> Floats:
    """Return nature's moves from the first member of each group, which are those of the rest."""
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
    rows = np.isin(source, kept) & (place[source] != place[game.nature_target])
    ends = (place[source[rows]], place[game.nature_target[rows]], game.nature_rate[rows])
    return np.column_stack(ends).astype(np.float64)


def _refuse_different_worth(game: Game, leader: Ints) -> None:
    accounts: dict[str, Floats] = {}
    for what, rows in (("payoffs", game.payoffs), ("terminal worths", game.terminal)):
        names = (f"the {what} of {party}" for party in game.parties)
        accounts |= dict(zip(names, rows, strict=True))
    if game.once.size:
        for party, lumps, ends in zip(game.parties, game.once, game.at_end, strict=True):
            accounts[f"what is paid once to {party}"] = lumps
            accounts[f"what is paid once to {party} when it is over"] = ends
    accounts |= {f"the tolls {name!r}": row for name, row in game.tolls.items()}
    for what, row in accounts.items():
        apart = np.abs(row - row[leader]) > _ROUNDING * max(1.0, float(np.abs(row).max()))
        if apart.any():
            _refuse(game, leader, int(np.argmax(apart)), f"{what} tell apart")


def _refuse_different_turns(game: Game, leader: Ints, place: Ints) -> None:
    from scipy.sparse import csr_array

    n = game.n_states
    source = np.repeat(np.arange(n), np.diff(game.nature_start))
    # From one member to another it turns into nothing else.
    goes = place[source] != place[game.nature_target]
    ends = source[goes], place[game.nature_target[goes]]
    rates = csr_array((game.nature_rate[goes], ends), (n, int(place.max()) + 1))
    most = np.asarray(abs(rates - rates[leader]).max(axis=1).todense()).ravel()
    apart = (most > _ROUNDING * max(1.0, float(game.nature_rate.max(initial=0.0)))) & ~game.settled
    if apart.any():
        _refuse(game, leader, int(np.argmax(apart)), "chance turns into different states")
    for event in game.events:
        lands = place[event.target]
        apart = (lands != lands[leader]) & ~game.settled
        if apart.any():
            what = f"{event.name!r} turns into different states"
            _refuse(game, leader, int(np.argmax(apart)), what)


def _refuse(game: Game, leader: Ints, state: int, why: str) -> None:
    pair, conflict = (int(leader[state]), state), game.conflict
    if conflict is not None and conflict.codes is not None:
        names = [f"yes to {_listed(conflict, s)}" for s in pair]
    else:
        names = [f"state {s}" for s in pair]
    raise ModelError(
        f"states that count as the same are ones that {why} ({' against '.join(names)}); make them "
        "equal or keep the states apart"
    )
