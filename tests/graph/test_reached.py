"""Games without the states that nothing leads to: from where they begin all is as it was."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from clock_strategies import clock_games, with_agreements
from hypothesis import given, settings
from hypothesis import strategies as st

from stickpoint.graph.game import Game
from stickpoint.graph.variants.hold import held
from stickpoint.graph.variants.reached import Reached, reached
from stickpoint.solve.clock.clock import clock

GAMES = st.one_of(clock_games(parties=(1, 3)), with_agreements(clock_games(parties=(1, 3))))


def led_to(game: Game, start: int) -> set[int]:
    """Literally: go on to whatever a state leads to until nothing is new."""
    acts, found, waiting = game.agreements, set[int](), [start]
    while waiting:
        state = waiting.pop()
        if state in found:
            continue
        found.add(state)
        if game.settled[state]:
            continue
        for party in range(game.n_parties):
            waiting += game.moves_from(party, state)[0].tolist()
        waiting += game.nature_target[
            game.nature_start[state] : game.nature_start[state + 1]
        ].tolist()
        waiting += acts.target[acts.source == state].tolist()
        waiting += [int(event.target[state]) for event in game.events]
    return found


@given(GAMES, st.integers(0, 15))
def test_what_is_reached_is_what_going_on_finds(drawn, first):
    game = drawn.playing
    start = first % game.n_states
    assert set(np.flatnonzero(reached(game, [start])).tolist()) == led_to(game, start)


@pytest.mark.slow
@given(GAMES, st.integers(0, 15), st.booleans())
@settings(deadline=None)
def test_the_clock_is_the_same_without_what_is_not_reached(drawn, first, stands):
    game = held(drawn.playing, 0.5) if stands else drawn.playing
    start = first % game.n_states
    less = Reached(game, [start])
    small = less.of(replace(game, start_state=start))
    assert small.start_state == less.place[start]
    how = {"horizon": drawn.horizon, "tolerance": 1e-9}
    one, other = clock(game, start, **how), clock(small, None, **how)
    kept = less.place >= 0
    np.testing.assert_allclose(other.value, one.value[:, kept], atol=1e-6)
    times = np.linspace(0.0, drawn.horizon, 7)
    np.testing.assert_allclose(other.survival(times), one.survival(times), atol=1e-6)
    assert other.outcomes == pytest.approx(one.outcomes, abs=1e-6)


@given(GAMES)
def test_where_everything_is_a_beginning_nothing_is_left_out(drawn):
    game = drawn.playing
    whole = Reached(game, range(game.n_states))
    assert whole.is_whole
    assert whole.of(game).n_states == game.n_states
