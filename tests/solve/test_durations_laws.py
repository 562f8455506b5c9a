"""Laws of duration agree with their densities, integrated, and keep their promises far out."""

from __future__ import annotations

from math import exp, inf, log

import duration_oracles as oracles
import numpy as np
import pytest
from duration_strategies import curves, gammas, laws
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.solve.durations.curves import Curve
from stickpoint.solve.durations.laws import GeneralisedGamma, LogUniform
from stickpoint.solve.durations.mixture import Mixture

# No loop is compiled for what is tested here, so that none is reached as Python either.
pytestmark = pytest.mark.slow


@given(gammas, st.floats(-3, 3))
def test_survival_is_the_integral_of_the_density_that_prentice_wrote(law, standard):
    z = law.mu + standard * law.sigma
    expected = oracles.survival(
        lambda y: oracles.prentice_density(y, law.mu, law.sigma, law.q), z, law.sigma
    )
    assert law.open(exp(z)) == pytest.approx(expected, rel=1e-8, abs=1e-12)
    written = oracles.prentice_density(z, law.mu, law.sigma, law.q)
    assert law.density_log(exp(z)) == pytest.approx(written, rel=1e-9)


@given(laws, st.floats(-2, 9), st.floats(0.01, 2))
def test_what_ends_between_two_days_is_the_integral_of_the_density(law, start, width):
    inner = np.log(law.kinks)
    edges = np.unique([start, *inner[(inner > start) & (inner < start + width)], start + width])
    node, weight = np.polynomial.legendre.leggauss(60)
    half = np.diff(edges)[:, None] / 2
    at = (edges[1:] + edges[:-1])[:, None] / 2 + half * node
    ends = law.open(exp(start)) - law.open(exp(start + width))
    assert np.sum(half * weight * law.density_log(np.exp(at))) == pytest.approx(ends, abs=1e-8)


@given(laws, st.floats(0.001, 0.999))
def test_a_quantile_is_the_day_by_which_that_much_has_ended(law, p):
    day = float(law.quantile(p))
    before, after = law.open(day * (1 - 1e-9)), law.open(day * (1 + 1e-9))
    assert after - 1e-7 <= 1 - p <= before + 1e-7


@given(laws, st.floats(0.01, 500), st.floats(0.01, 500))
def test_the_time_still_to_wait_is_the_law_beyond_the_time_elapsed(law, elapsed, more):
    if law.open(elapsed) < 1e-6:
        return
    rest = law.since(elapsed)
    expected = law.open(elapsed + more) / law.open(elapsed)
    assert rest.open(more) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    density = law.density_log(elapsed + more) / law.open(elapsed) * more / (elapsed + more)
    if not len(law.kinks):
        assert rest.density_log(more) == pytest.approx(density, rel=1e-9, abs=1e-12)
    if law.open(elapsed + more) > 1e-6:
        twice = rest.since(more)
        once = law.since(elapsed + more)
        assert twice.open(more) == pytest.approx(once.open(more), rel=1e-8, abs=1e-9)


@given(laws)
def test_all_is_open_at_the_start_and_less_with_every_day(law):
    days = np.concatenate([[0], np.geomspace(1e-6, 1e8, 200)])
    chances = law.open(days)
    assert chances[0] == 1
    assert law.density_log(0.0) == 0
    assert np.all(np.diff(chances) <= 1e-12)
    assert np.all(law.density_log(days) >= 0)


def test_far_tails_keep_their_digits():
    # exp(-(t/mean)): the time still to wait of a memoryless law never changes.
    memoryless = GeneralisedGamma(log(10), 1, 1)
    assert memoryless.log_open(1e6) == pytest.approx(-1e5, rel=1e-12)
    assert memoryless.since(1e6).quantile(0.5) == pytest.approx(10 * log(2), rel=1e-6)
    assert memoryless.quantile(1e-13) == pytest.approx(1e-12, rel=1e-9)
    # Below 0 the shape makes the survival a power of time: 2/3 a factor of e here.
    power = GeneralisedGamma(0, 1, -1.5)
    slope = power.log_open(np.exp(600.0)) - power.log_open(np.exp(500.0))
    assert slope == pytest.approx(-100 / 1.5, rel=1e-12)


def test_a_mixture_turns_to_the_law_that_survives():
    mixed = Mixture([0.5, 0.5], [GeneralisedGamma(1, 0.5), GeneralisedGamma(6, 0.5)])
    later = mixed.since(60.0)
    slow = GeneralisedGamma(6, 0.5).since(60.0)
    assert later.quantile(0.5) == pytest.approx(float(slow.quantile(0.5)), rel=1e-3)
    assert len(Mixture([1, 0], [LogUniform(1, 2), LogUniform(3, 4)]).laws) == 1


def test_a_log_uniform_law_has_its_closed_form():
    law = LogUniform(1, 100)
    assert law.open([0.5, 1, 10, 100, 200]) == pytest.approx([1, 1, 0.5, 0, 0])
    assert law.quantile([0, 0.25, 1]) == pytest.approx([0, 10**0.5, 100], rel=1e-6)
    assert law.density_log([0.5, 10, 200]) == pytest.approx([0, 1 / log(100), 0])


@given(curves(), st.floats(-4, 11))
def test_a_curve_is_straight_in_log_time_with_the_stated_ends(curve, z):
    expected = oracles.read_curve(list(curve.days), list(curve.chance_open), exp(z))
    assert curve.open(exp(z)) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_a_curve_may_begin_on_the_day_itself():
    assert Curve([0, 1, 2], [1, 0.5, 0]).open(0.5) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: GeneralisedGamma(0, 0, 1), "sigma above 0"),
        (lambda: GeneralisedGamma(inf, 1, 1), "finite"),
        (lambda: GeneralisedGamma(0, 1, 0.001), "0.01 or more"),
        (lambda: LogUniform(2, 1), "low < high"),
        (lambda: Mixture([0.5], [LogUniform(1, 2), LogUniform(1, 2)]), "one to each"),
        (lambda: Mixture([0.5, 0.6], [LogUniform(1, 2), LogUniform(1, 2)]), "add up to 1"),
        (lambda: LogUniform(1, 2).since(3), "ended for certain"),
        (lambda: Mixture([1], [LogUniform(1, 2)]).since(3), "ended for certain"),
        (lambda: LogUniform(1, 2).since(-1), "0 or more"),
        (lambda: LogUniform(1, 2).quantile(1.5), "between 0 and 1"),
        (lambda: Curve([2, 1], [1, 0]), "rising"),
        (lambda: Curve([1, 2], [0, 1]), "rise"),
        (lambda: Curve([1, 2], [1]), "one length"),
    ],
)
def test_what_is_no_law_is_refused_with_what_to_do(wrong, said):
    with pytest.raises(ValueError, match=said):
        wrong()
