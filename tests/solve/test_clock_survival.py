"""The chance of being open still: told from every start at once, as courses tell it one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from clock_strategies import clock_games
from hypothesis import given, settings

from stickpoint.solve.clock.rolling import Start, rolled
from stickpoint.solve.clock.survival.every_start import staying_open

TIMES = np.array([0.0, 0.01, 0.4, 1.7, 3.9, 4.0])


@pytest.mark.slow
@settings(max_examples=15)
@given(clock_games(parties=(1, 3)))
def test_from_every_start_it_is_what_a_course_from_there_says(drawn):
    game = replace(drawn, shocks=(), foreseen=()).game
    starts = range(game.n_states)
    (run,) = rolled([game], [[Start(s) for s in starts]], ahead=3.0, until=4.0, tolerance=1e-9)
    (found,) = staying_open([game], [run.value], [starts], 4.0, tolerance=1e-8)
    courses = np.stack([course.open_at(TIMES) for course in run.courses])
    np.testing.assert_allclose(found.open_at(TIMES), courses, atol=1e-6)
    assert found.times[-1] == 4.0


@pytest.mark.slow
@settings(max_examples=5)
@given(clock_games(parties=(2, 2)))
def test_side_by_side_it_is_what_it_is_alone_each_with_its_own_starts(drawn):
    game = replace(drawn, shocks=(), foreseen=()).game
    games = [replace(game, pace=game.pace * (1 + k)) for k in range(3)]
    starts = [[k % game.n_states, 0] for k in range(3)]
    values = [np.zeros((game.n_states, game.n_parties)) + 0.1 * k for k in range(3)]
    beside = staying_open(games, values, starts, 4.0, tolerance=1e-8)
    for game, value, own, found in zip(games, values, starts, beside, strict=True):
        (alone,) = staying_open([game], [value], [own], 4.0, tolerance=1e-8)
        np.testing.assert_allclose(found.open_at(TIMES), alone.open_at(TIMES), atol=1e-6)
