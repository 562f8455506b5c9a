"""Scores of forecasts agree with other formulas of the same, and reward saying what is so."""

from __future__ import annotations

from math import exp, inf, log

import duration_oracles as oracles
import numpy as np
import pytest
from duration_strategies import curves, gammas
from hypothesis import given, settings
from hypothesis import strategies as st

from stickpoint.solve.durations import scores
from stickpoint.solve.durations.laws import GeneralisedGamma, LogUniform
from stickpoint.solve.durations.mixture import Mixture

# No loop is compiled for what is tested here, so that none is reached as Python either.
pytestmark = pytest.mark.slow

truths = st.floats(-1, 9).map(exp)


@settings(max_examples=20)
@given(gammas, truths)
def test_the_crps_is_the_mean_loss_of_all_quantiles(law, truth):
    if law.q < 0 or law.sigma > 1.5:
        law = GeneralisedGamma(law.mu, min(law.sigma, 1.5), abs(law.q))
    place = scores.pit(law, truth)
    in_logs = oracles.pinball_crps(lambda p: np.log(law.quantile(p)), log(truth), place)
    assert scores.crps_log(law, truth) == pytest.approx(in_logs, rel=1e-7, abs=1e-8)
    in_days = oracles.pinball_crps(law.quantile, truth, place)
    assert scores.crps(law, truth) == pytest.approx(in_days, rel=1e-6)


@settings(max_examples=20)
@given(curves(), truths)
def test_the_crps_of_a_curve_is_its_definition(curve, truth):
    expected = oracles.curve_crps(list(curve.days), list(curve.chance_open), truth)
    given_as_arrays = (curve.days, curve.chance_open)
    assert scores.crps(given_as_arrays, truth) == pytest.approx(expected, rel=1e-8)


def test_the_time_still_to_wait_of_a_pool_is_scored_across_its_kinks():
    half = GeneralisedGamma(4, 1.2, 0.55)
    pool = Mixture([0.5, 0.5], [half, LogUniform(20, 400)]).since(50.0)
    place = scores.pit(pool, 90.0)
    expected = oracles.pinball_crps(pool.quantile, 90.0, place)
    assert scores.crps(pool, 90.0) == pytest.approx(expected, rel=1e-4)
    days = np.geomspace(1e-4, 1e5, 4001)
    as_curve = (days, pool.open(days))
    assert scores.crps(as_curve, 90.0) == pytest.approx(scores.crps(pool, 90.0), rel=1e-4)
    assert scores.crps_log(as_curve, 90.0) == pytest.approx(scores.crps_log(pool, 90.0), rel=1e-4)
    assert scores.log_score(as_curve, 90.0) == pytest.approx(scores.log_score(pool, 90.0), abs=0.01)


def test_closed_forms_of_the_crps():
    # Exponential with mean m: x + 2m·exp(-x/m) - 3m/2. Normal: Gneiting and Raftery, eq. 21.
    m, x = 20.0, 35.0
    memoryless = GeneralisedGamma(log(m), 1, 1)
    assert scores.crps(memoryless, x) == pytest.approx(x + 2 * m * exp(-x / m) - 1.5 * m, rel=1e-10)
    log_normal = GeneralisedGamma(log(x), 2.0)
    known = 2.0 * (2 / np.sqrt(2 * np.pi) - 1 / np.sqrt(np.pi))
    assert scores.crps_log(log_normal, x) == pytest.approx(known, rel=1e-10)


def test_a_tail_without_half_a_mean_has_no_crps_in_days_but_one_in_log_days():
    endless = GeneralisedGamma(2, 1, -2.5)  # survival falls as t to the -0.4
    assert scores.crps(endless, 10) == inf
    assert scores.crps_log(endless, 10) < 10
    falling = GeneralisedGamma(2, 1, -1.5)  # as t to the -2/3
    assert scores.crps(falling, 10) < inf


def test_a_forecast_that_ends_before_the_truth_is_scored():
    law = LogUniform(1, 100)
    assert scores.log_score(law, 1000) == -inf
    assert scores.pit(law, 1000) == 1
    assert not scores.covered80(law, 1000)
    # All that it gave ended too soon: the mean of |T - x| less half the mean of |T - T'|.
    z = np.linspace(0, log(100), 200_001)
    open_ = 1 - z / log(100)
    below = np.trapezoid((1 - open_) ** 2 * np.exp(z), z) + 900
    assert scores.crps(law, 1000) == pytest.approx(below, rel=1e-8)


@given(gammas, truths)
def test_the_log_score_is_per_log_time_and_the_pit_the_chance_to_have_ended(law, truth):
    step = 1e-4
    slope = (law.open(truth * exp(-step)) - law.open(truth * exp(step))) / (2 * step)
    if slope > 1e-4:
        assert scores.log_score(law, truth) == pytest.approx(log(slope), abs=1e-4)
    assert scores.pit(law, truth) == pytest.approx(1 - law.open(truth), abs=1e-12)
    assert scores.covered80(law, truth) == (law.quantile(0.1) <= truth <= law.quantile(0.9))


def test_who_says_what_is_so_scores_best_on_average():
    truth = GeneralisedGamma(4, 1.2, 0.55)
    lengths = truth.quantile((np.arange(15) + 0.5) / 15)
    others = [GeneralisedGamma(4.6, 1.2, 0.55), GeneralisedGamma(4, 2.2, 0.55), LogUniform(1, 3653)]

    def mean(score, law):
        return np.mean([score(law, x) for x in lengths])

    for other in [*others, Mixture([0.5, 0.5], [truth, others[1]])]:
        assert mean(scores.log_score, truth) > mean(scores.log_score, other)
        assert mean(scores.crps_log, truth) < mean(scores.crps_log, other)
        assert mean(scores.crps, truth) < mean(scores.crps, other)


def test_scores_of_outcomes():
    shares = [0.5, 0.3, 0.2]
    assert scores.outcome_log_score(shares, 1) == pytest.approx(log(0.3))
    assert scores.outcome_log_score([1, 0], 1) == -inf
    assert scores.brier(shares, 1) == pytest.approx(0.5**2 + 0.7**2 + 0.2**2)
    assert scores.brier([0, 1], 1) == 0


def test_the_spread_of_a_mean_is_that_of_means_drawn_again():
    values = np.random.default_rng(3).normal(2, 1, 200)
    found = scores.bootstrap(values, seed=1)
    half = 1.2816 * values.std() / np.sqrt(200)
    assert found.mean == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx(
        (found.mean - half, found.mean + half), abs=0.02
    )
    assert found == scores.bootstrap(values, seed=1)
    assert found != scores.bootstrap(values, seed=2)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: scores.crps(LogUniform(1, 2), 0), "above 0"),
        (lambda: scores.brier([0.5, 0.6], 0), "add up to 1"),
        (lambda: scores.brier([0.5, 0.5], 2), "counted from 0"),
        (lambda: scores.bootstrap([], seed=1), "one finite score a case"),
        (lambda: scores.bootstrap([-inf], seed=1), "one finite score a case"),
    ],
)
def test_what_cannot_be_scored_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        wrong()
