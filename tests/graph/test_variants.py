"""What is laid out once for games that share their arrays, against what is worked out anew."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from clock_strategies import clock_games
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.sampling.draws import Draw
from stickpoint.graph import switching
from stickpoint.graph.build_game import Games
from stickpoint.graph.game import Game
from stickpoint.graph.variants import hold
from stickpoint.graph.variants.changed import changed
from stickpoint.graph.variants.copies import copies
from stickpoint.graph.variants.hold import held
from stickpoint.graph.variants.quotient import Quotient
from stickpoint.solve.clock.engine.layout import WIDTH
from stickpoint.solve.clock.grouping import groups_of


def apart(game: Game) -> Game:
    """Return the same game with arrays of its own."""
    own = {field.name: getattr(game, field.name) for field in fields(Game)}
    arrays = {name: one.copy() for name, one in own.items() if isinstance(one, np.ndarray)}
    return replace(game, **arrays)


@given(clock_games(), st.floats(0.1, 3.0))
def test_what_is_changed_is_what_replacing_it_gives(drawn, factor):
    game = drawn.playing
    assert game.fingerprint
    made = changed(game, pace=game.pace * factor, start_state=1)
    wanted = replace(game, pace=game.pace * factor, start_state=1)
    assert made.fingerprint == wanted.fingerprint
    assert {name for name in vars(made) if name != "fingerprint"} == {
        field.name for field in fields(Game)
    }
    assert made.start_state == 1


def test_to_change_what_there_is_not_is_refused():
    game = Game.from_arcs([[(0, 1)]], [[0.0, 1.0]], pace=1.0, precision=1.0, discount=0.0)
    with pytest.raises(TypeError, match="Game has no speed"):
        changed(game, speed=2.0)


@pytest.mark.parametrize("name", ["korea-1952", "colombia-2014"])
def test_games_that_share_arrays_are_held_and_merged_as_each_alone(name):
    family = Games(sp.load(name), agreements="written")
    games = [family.game(Draw(0, k)) for k in range(4)]
    assert all(game.settled is games[0].settled for game in games)
    hold._KEPT.clear()
    rates = [np.linspace(0.0, 1.0 + k, game.n_states) for k, game in enumerate(games)]
    shared = [held(*pair) for pair in zip(games, rates, strict=True)]
    assert len(hold._KEPT) == 1
    alone = [held(apart(game), rate) for game, rate in zip(games, rates, strict=True)]
    assert [game.fingerprint for game in shared] == [game.fingerprint for game in alone]
    assert all(game.start is shared[0].start for game in shared)
    less = Quotient(shared[0], copies(shared[:2]))
    for one, other in zip(shared, alone, strict=True):
        assert less.of(one).fingerprint == less.of(other).fingerprint
        assert less.of(one).terms_index is less.of(one).terms_index


def test_few_layouts_of_held_games_are_kept():
    game = Game.from_arcs(
        [[(0, 1), (1, 0)]], [[0.0, 0.0]], pace=1.0, precision=1.0, discount=0.0, settled=[0, 1]
    )
    wanted = held(game, 1.0).fingerprint
    for _ in range(3 * hold._MOST_KEPT):
        assert held(apart(game), 1.0).fingerprint == wanted
    assert len(hold._KEPT) <= hold._MOST_KEPT


@given(clock_games(), st.integers(0, 3))
def test_the_effort_of_merged_moves_is_the_least_of_what_makes_them_up(drawn, seed):
    game = drawn.playing
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 2, game.n_states)
    groups = [(label == 1) & (game.settled == over) for over in (False, True)]
    groups = [mask for mask in groups if mask.sum() > 1]
    small = Quotient(game, groups)
    found = small.of(game)
    for i in range(game.n_parties):
        if found.free[i] is not None:
            continue
        pairs, effort = game.arcs(i)
        # Only the first of each group stands for it.
        first = {int(place): s for s, place in reversed(list(enumerate(small.place.tolist())))}
        least: dict[tuple[int, int], float] = {}
        for (source, target), price in zip(pairs.tolist(), effort.tolist(), strict=True):
            key = int(small.place[source]), int(small.place[target])
            if first[key[0]] == source and key[0] != key[1]:
                least[key] = min(price, least.get(key, np.inf))
        rows, price = found.arcs(i)
        assert dict(zip(map(tuple, rows.tolist()), price.tolist(), strict=True)) == least


def test_moves_are_laid_out_once_for_the_same_states_and_conditions():
    codes = np.arange(16, dtype=np.uint64)
    given = codes, [0, 0, 1, -1], [0, 1, 0, 0], 2
    here = {1: codes % 3 == 0}
    switching._KEPT.clear()
    first = switching.option_moves(*given, here)
    assert switching.option_moves(codes.copy(), *given[1:], {1: here[1].copy()}) is first
    for other in ({}, {1: codes % 5 == 0}, {0: here[1]}):
        assert switching.option_moves(*given, other) is not first
        wanted = switching._laid_out(*given, other, ())
        for one, fresh in zip(switching.option_moves(*given, other), wanted, strict=True):
            same = one.to_arcs(), fresh.to_arcs()
            assert same[0].start.tolist() == same[1].start.tolist()
            assert same[0].target.tolist() == same[1].target.tolist()
    reach = switching.Reach(1, 0, 1, codes % 2 == 0)
    assert switching.option_moves(*given, here, [reach]) is not first
    for k in range(3 * switching._MOST_KEPT):
        switching.option_moves(codes + np.uint64(k), *given[1:], here)
    assert len(switching._KEPT) <= switching._MOST_KEPT


@pytest.mark.parametrize("kinds", [[], [3], [0] * 9, [0, 1, 2, 0, 1, 2] * 4])
def test_games_are_grouped_by_what_their_arrays_hold(kinds):
    base, games = Games(sp.load("colombia-2014")), []
    for k, kind in enumerate(kinds):
        game = base.game(Draw(0, k))
        game = replace(game, terms_index=np.append(game.terms_index[:-1], np.int32(kind)))
        games.append(apart(game) if k % 2 else game)
    found = list(groups_of(games, "centred"))
    assert sorted(k for group in found for k in group) == list(range(len(kinds)))
    for kind in set(kinds):
        own = [group for group in found if kinds[group[0]] == kind]
        assert all(kinds[k] == kind for group in own for k in group)
        assert len(own) == -(-kinds.count(kind) // WIDTH)
