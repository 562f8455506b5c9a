"""Numbers and questions that mean nothing are refused in words."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from typing import Any

import pytest

import stickpoint as sp
from stickpoint.graph.game import Game
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.delay import delay_shares
from stickpoint.solve.clock.slopes.gradient import gradient


def war(**changes: Any) -> Game:
    """Two parties hold out against each other."""
    numbers: dict[str, Any] = {
        "pace": 2.0, "precision": 1.0, "discount": 0.05, "settled": [0, 1, 1],
        "payoffs": [[-1, 0, 0.5], [-1, 0.5, 0]],
    }  # fmt: skip
    numbers |= changes
    return Game.from_arcs([[(0, 1)], [(0, 2)]], numbers.pop("payoffs"), **numbers)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"effort": [[0.1]]}, "one list for each of 2 parties"),
        ({"effort": 0.1}, "one list for each of 2 parties"),
        ({"effort": [["dear"], [0.1]]}, "effort of party 0 is .*expected numbers"),
        ({"pace": "x"}, "pace is 'x'; expected numbers"),
        ({"pace": math.inf}, "expected finite numbers"),
        ({"discount": math.inf}, "expected finite numbers"),
        ({"payoffs": [[0, 1], [2]]}, "payoffs is .*expected numbers in rows"),
        ({"payoffs": [[math.nan, 0, 0], [0, 0, 0]]}, "not finite"),
        ({"payoffs": [[math.inf, 0, 0], [0, 0, 0]]}, "not finite"),
        ({"nature": [["a", "b", 1]]}, "nature is"),
        ({"terms_index": [-1, 0, 5]}, "terms_index is 5 in state 2, which is settled"),
        ({"terms_index": [-1, 0, -1]}, "terms_index is -1 in state 2, which is settled"),
        ({"terms_index": [7, 0, 0]}, "terms_index is 7 in state 0, which is open"),
        ({"terms_index": [-1, 0]}, "terms_index has shape"),
        ({"parties": ["a", "a"]}, "expected 2 different names"),
        ({"parties": ["a"]}, "expected 2 different names"),
    ],
)
def test_a_game_of_numbers_that_mean_nothing_is_refused(
    changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(sp.ModelError, match=words):
        war(**changes)


def test_what_is_open_has_no_outcome_whatever_was_given() -> None:
    assert war(terms_index=[0, 0, 0]).terms_index.tolist() == [-1, 0, 0]


@pytest.mark.parametrize("start", [0.0, 1.5, "0", True, None, -1, 3])
def test_a_start_that_is_no_state_is_refused_everywhere(start: Any) -> None:
    game = war()
    with pytest.raises(sp.ModelError, match="expected a state from 0 to 2"):
        sp.clock(game, start)
    with pytest.raises(sp.ModelError, match="expected a state from 0 to 2"):
        sp.clock(game, start, horizon=None)
    with pytest.raises(sp.ModelError, match="expected a state from 0 to 2"):
        clocks([game], start)
    with pytest.raises(sp.ModelError, match="expected a state from 0 to 2"):
        delay_shares(game, start, 9.0)
    with pytest.raises(sp.ModelError, match="expected a state from 0 to 2"):
        gradient(game, start, 9.0)


@pytest.mark.parametrize("horizon", ["60", True, 0, -1, math.inf, math.nan])
def test_a_horizon_that_is_no_length_of_time_is_refused(horizon: Any) -> None:
    with pytest.raises(sp.ModelError, match="expected a number above 0"):
        sp.clock(war(), 0, horizon=horizon)


@pytest.mark.parametrize("tolerance", [0, 1, 0.5, 0.011, 1e-15, -1, math.nan, "1e-8", True])
def test_a_tolerance_with_which_the_answer_means_nothing_is_refused(tolerance: Any) -> None:
    with pytest.raises(sp.ModelError, match=r"from 1e-14.* to 0.01"):
        sp.clock(war(), 0, tolerance=tolerance)


@pytest.mark.parametrize("horizon", [60.0, None])
def test_times_and_probabilities_that_are_none_are_refused(horizon: float | None) -> None:
    run = sp.clock(war(), 0, horizon=horizon)
    for time in (math.nan, -1.0, [1.0, math.nan], math.inf):
        with pytest.raises(sp.ModelError, match="times must"):
            run.survival(time)
    for q in (math.nan, None, -0.1, 1.1, "half"):
        with pytest.raises(sp.ModelError, match="expected a probability"):
            run.quantile(q)  # type: ignore[arg-type]


def test_taste_at_random_play_is_refused_over_a_horizon_too() -> None:
    for horizon in (60.0, None):
        with pytest.raises(sp.ModelError, match="worth without limit"):
            sp.clock(war(precision=0.0), 0, horizon=horizon, shocks="taste")
    with pytest.raises(sp.ModelError, match="worth without limit"):
        clocks([war(precision=0.0)], 0, shocks="taste")


@pytest.mark.slow
def test_the_step_limit_that_is_spoken_of_can_be_raised() -> None:
    with pytest.raises(sp.SolveError, match=r"lower the precision, or raise .* max_steps"):
        sp.clock(war(), 0, max_steps=5)
    assert sp.clock(war(), 0, max_steps=5000).mean == sp.clock(war(), 0).mean
    with pytest.raises(sp.SolveError, match="lower the precision"):
        sp.clock(war(precision=math.inf), 0, max_steps=2000)


def test_many_games_with_sharp_choices_and_moves_that_pay_give_no_warning() -> None:
    game = war(precision=200.0, effort=[[-9.0], [0.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        (run,) = clocks([game], 0, horizon=5.0)
    assert run.mean == pytest.approx(sp.clock(game, 0, horizon=5.0).mean, rel=1e-6)


@pytest.mark.slow
def test_a_clock_takes_slopes_of_the_question_asked() -> None:
    game = war(payoffs=[[-1.2, 0, 0.5], [-1, 0.4, 0]])
    run = sp.clock(game, 0, horizon=9.0)
    slopes = run.gradient(of=("settled_by", 2.0))
    assert slopes.value == pytest.approx(1 - float(run.survival(2.0)), abs=1e-7)

    def settled(shift: float) -> float:
        moved = game.payoffs.copy()
        moved[0, 0] += shift
        again = sp.clock(replace(game, payoffs=moved), 0, horizon=9.0, tolerance=1e-12)
        return 1 - float(again.survival(2.0))

    difference = (settled(1e-4) - settled(-1e-4)) / 2e-4
    assert slopes.payoffs[0, 0] == pytest.approx(difference, rel=1e-4)
    with pytest.raises(sp.ModelError, match="'unsettled_time', or"):
        run.gradient(of="length")
