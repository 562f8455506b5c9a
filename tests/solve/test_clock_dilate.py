"""Time counted in mean waits, and other tempos: what changes, and what must not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from clock_strategies import clock_games
from hypothesis import assume, given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.graph.game import Game
from stickpoint.graph.variants.dilate import at_tempo, in_mean_waits, pace_of, slowest
from stickpoint.solve.clock.clock import clock

TOLL = """\
format: 1
title: A toll gate
clock: {start: 2001-01-01, unit: UNIT, horizon: 40}
parties:
  ann: {name: Ann, pace: [0.5/month, 2/month], discount: 0.1/year, precision: [1, 3]}
  bob: {name: Bob, pace: 1/month, precision: 2}
options:
  ann.open: {text: open the gate, effort: [0.1, 0.4]}
  bob.pay: {text: pay}
nature: {flood: {text: the road floods, rate: 0.3/year}}
issues: {gate: {name: the gate, terms: {free: ann.open & !bob.pay, paid: ann.open & bob.pay}}}
payoffs:
  ann: [{when: "!settled", worth: [-2/month, -1/month]}, {when: bob.pay, worth: 1/month}]
  bob: [{when: "!settled", worth: -1/month}, {when: bob.pay, worth: [-12/year, -6/year]}]
tolls: {carts: {when: "!settled", per: month, amount: [3, 9], falls_on: bob}}
"""
BY_UNIT = {unit: sp.loads(TOLL.replace("UNIT", unit)) for unit in ("month", "day", "year")}


def numbers(game: Game) -> dict[str, np.ndarray]:
    """Return every number of a game that has a unit of time, and those that have none."""
    names = ("payoffs", "pace", "discount", "nature_rate", "precision", "effort", "terminal")
    found = {name: getattr(game, name) for name in names}
    found |= {f"toll {name}": toll for name, toll in game.tolls.items()}
    return found | {f"date {x.name}": np.array([x.time]) for x in game.events}


@pytest.mark.parametrize("unit", ["day", "year"])
def test_counted_in_mean_waits_a_case_is_the_same_in_every_unit(unit: str) -> None:
    monthly, _ = in_mean_waits(BY_UNIT["month"].game(), tempo=0.7)
    other, _ = in_mean_waits(BY_UNIT[unit].game(), tempo=0.7)
    for name, value in numbers(monthly).items():
        np.testing.assert_allclose(numbers(other)[name], value, rtol=1e-12, err_msg=name)
    assert monthly.pace.mean() == pytest.approx(1.0)
    assert monthly.unit == other.unit == "mean wait"


@pytest.mark.slow
def test_months_and_days_give_the_same_forecast() -> None:
    months, days = (sp.forecast(BY_UNIT[unit], draws=8) for unit in ("month", "day"))
    for q in (0.1, 0.5, 0.9):
        assert days.quantile(q) == pytest.approx(months.quantile(q), rel=1e-6)
    assert days.outcomes == pytest.approx(months.outcomes, abs=1e-6)
    assert days.tolls["carts"] == pytest.approx(months.tolls["carts"], rel=1e-6)


def calm(game: Game) -> Game:
    """Leave out all that runs by the calendar."""
    nobody = np.zeros(game.n_parties)
    return replace(game, discount=nobody, nature_rate=0 * game.nature_rate, events=())


@pytest.mark.slow
@given(clock_games(parties=(1, 3)), st.sampled_from([0.25, 0.5, 3.0]))
def test_without_what_runs_by_the_calendar_a_tempo_only_stretches_time(drawn, tempo) -> None:
    assume(any(drawn.pace))
    game, horizon = calm(drawn.game), drawn.horizon
    written = clock(game, 0, horizon=horizon, tolerance=1e-10)
    faster = clock(at_tempo(game, tempo), 0, horizon=horizon / tempo, tolerance=1e-10)
    times = np.linspace(0.0, horizon, 9)
    np.testing.assert_allclose(faster.survival(times / tempo), written.survival(times), atol=1e-7)
    # Counted in mean waits the two are one game, looked at with another rule.
    one, per_unit = in_mean_waits(game, tempo=1.0)
    other, quicker = in_mean_waits(game, tempo=tempo)
    assert quicker == pytest.approx(tempo * per_unit)
    for name, value in numbers(one).items():
        np.testing.assert_allclose(numbers(other)[name], value, rtol=1e-12, err_msg=name)


@pytest.mark.slow
@given(clock_games(parties=(1, 3)), st.sampled_from([0.25, 1.0, 3.0]))
def test_counting_in_mean_waits_changes_no_course(drawn, tempo) -> None:
    """The calendar game at a tempo and the counted one without look-ahead are the same."""
    assume(any(drawn.pace))
    game = drawn.game
    counted, per_unit = in_mean_waits(game, tempo=tempo, look=np.inf)
    plain = clock(at_tempo(game, tempo), 0, horizon=drawn.horizon, tolerance=1e-10)
    other = clock(counted, 0, horizon=drawn.horizon * per_unit, tolerance=1e-10)
    np.testing.assert_allclose(other.value, plain.value, atol=1e-6)
    times = np.linspace(0.0, drawn.horizon, 9)
    np.testing.assert_allclose(other.survival(times * per_unit), plain.survival(times), atol=1e-6)


def test_only_a_finite_look_ahead_adds_to_discounts_and_the_calendar_runs_slower_for_the_fast():
    game = BY_UNIT["month"].game()
    mean = pace_of(game)
    endless, per_unit = in_mean_waits(game, tempo=2.0, look=np.inf)
    near, _ = in_mean_waits(game, tempo=2.0, look=20.0)
    assert per_unit == pytest.approx(2.0 * mean)
    assert endless.discount.tolist() == pytest.approx((game.discount / per_unit).tolist())
    assert (near.discount - endless.discount).tolist() == pytest.approx([0.05, 0.05])
    assert endless.nature_rate == pytest.approx(game.nature_rate / per_unit)
    assert endless.tolls["carts"] == pytest.approx(game.tolls["carts"] / per_unit)
    assert endless.payoffs == pytest.approx(game.payoffs / mean)


def test_who_never_moves_sets_no_pace_and_a_game_of_such_is_refused():
    game = Game.from_arcs(
        [[(0, 1)], []], np.zeros((2, 2)), pace=[0.5, 0.0], precision=1.0, discount=0.0
    )
    assert slowest(game) == 0.5
    still = replace(game, pace=np.zeros(2))
    for refused in (slowest, pace_of, in_mean_waits):
        with pytest.raises(sp.ModelError, match="nobody ever gets a chance to move"):
            refused(still)
