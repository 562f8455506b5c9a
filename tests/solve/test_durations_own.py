"""Base rates by kind, and what a few cases of one's own add to them."""

from __future__ import annotations

import duration_oracles as oracles
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stickpoint.solve.durations.kinds import BY_NAME, KINDS
from stickpoint.solve.durations.own import own_law, prior
from stickpoint.solve.durations.uncertain import SHAPE, spread_law

# No loop is compiled for what is tested here, so that none is reached as Python either.
pytestmark = pytest.mark.slow

lengths = st.lists(st.floats(0.5, 5000), min_size=0, max_size=8)


@settings(max_examples=12)
@given(lengths, st.sampled_from([None, "strike", "civil war"]), st.floats(1, 3000))
def test_the_law_of_the_next_case_is_the_posterior_on_a_dense_grid(given_, name, day):
    figures = BY_NAME[name].figures if name else None
    expected = oracles.posterior_open(given_, day, SHAPE, *prior(figures))
    assert own_law(given_, figures).open(day) == pytest.approx(expected, abs=5e-4)


def test_without_cases_the_law_spans_the_kinds():
    law = own_law([])
    medians = sorted(float(kind.figures.law.quantile(0.5)) for kind in KINDS)
    assert medians[4] < law.quantile(0.5) < medians[-5]
    assert law.quantile(0.1) < 10
    assert law.quantile(0.9) > 365


def test_one_case_moves_the_law_and_five_place_it():
    none, one, five = (own_law([40.0] * n) for n in (0, 1, 5))
    widths = [float(np.log(law.quantile(0.9) / law.quantile(0.1))) for law in (none, one, five)]
    assert widths[0] > widths[1] > widths[2]
    assert five.quantile(0.5) == pytest.approx(40, rel=0.25)
    assert own_law([40.0] * 5) == five


def test_many_cases_outweigh_any_kind():
    truth = BY_NAME["funding gap"].figures.law
    cases = truth.quantile((np.arange(200) + 0.5) / 200)
    law = own_law(list(cases), BY_NAME["civil war"].figures)
    assert law.quantile(0.5) == pytest.approx(float(np.median(cases)), rel=0.2)


def test_few_cases_lean_on_the_kind_that_they_are_of():
    one = own_law([5.0], BY_NAME["crisis"].figures)
    assert 5 < one.quantile(0.5) < BY_NAME["crisis"].figures.law.quantile(0.5)


@pytest.mark.parametrize(
    "cases",
    [[1e-10], [1e15], [1e-10, 1e15], [7.0] * 10_000, [1e15] * 1000, [1e-10] * 5 + [1e15] * 5],
)
def test_strange_lengths_leave_a_law_with_a_range(cases):
    low, middle, high = own_law(cases).quantile([0.1, 0.5, 0.9])
    assert 0 < low < middle < high < np.inf
    assert high > 1.1 * low


@given(st.lists(st.floats(-23, 34), min_size=1, max_size=30), st.sampled_from([None, "strike"]))
def test_any_lengths_give_a_law_over_many_places_and_spreads(logs, name):
    # A peak that was missed would leave all weight on a point or two of the grid.
    law = own_law([float(x) for x in np.exp(logs)], BY_NAME[name].figures if name else None)
    assert len(law.laws) > 100
    assert max(law.weights) < 0.2


def test_what_is_no_length_is_refused():
    for wrong in ([0.0], [-1.0], [float("nan")], [1.0] * 10_001):
        with pytest.raises(ValueError, match="lengths found"):
            own_law(wrong)


def test_errors_of_a_fit_widen_its_law():
    sharp, blurred = spread_law((4, 0), (0, 0)), spread_law((4, 0), (0.5, 0.2))
    assert blurred.quantile(0.9) > sharp.quantile(0.9)
    assert blurred.quantile(0.5) == pytest.approx(float(sharp.quantile(0.5)), rel=0.05)


@pytest.mark.parametrize(
    ("name", "low", "middle", "high"),
    # Kaplan-Meier quantiles of the lists, in days: medians within a fifth, ends within a half.
    [
        ("strike", 4, 28, 120),
        ("crisis", 10, 80, 395),
        ("interstate dispute", 4, 93, 490),
        ("government formation", 7, 31, 76),
        ("funding gap", 1, 5, 21),
        ("league stoppage", 5, 37, 160),
        ("debt limit", 12, 78, 180),
    ],
)
def test_the_law_of_a_kind_gives_back_the_lengths_it_was_fitted_to(name, low, middle, high):
    found = BY_NAME[name].figures.law.quantile([0.1, 0.5, 0.9])
    assert found[1] == pytest.approx(middle, rel=0.2)
    assert np.all(np.abs(np.log(found / [low, middle, high])) < np.log(2))


def test_what_is_known_at_the_start_changes_the_law():
    formation, crisis = BY_NAME["government formation"], BY_NAME["crisis"]
    medians = [
        float(formation.given({"largest_share": share}).law.quantile(0.5))
        for share in (0.2, 0.35, 0.4, 0.6, 1)
    ]
    assert medians == sorted(medians, reverse=True)
    assert medians[0] > 4 * medians[-1]
    existence = crisis.given({"gravity": "existence"})
    assert existence.law.quantile(0.5) > 1.5 * crisis.given({"gravity": "other"}).law.quantile(0.5)
    assert crisis.given({}) is crisis.figures
    with pytest.raises(ValueError, match="depends on gravity"):
        crisis.given({"largest_share": 0.2})
    with pytest.raises(ValueError, match="expected one of: existence, other"):
        crisis.given({"gravity": "grave"})


def test_parts_of_a_kind_add_up_to_it():
    for kind in KINDS:
        for levels in (kind.known or {}).values():
            assert sum(level.figures.n for level in levels) == kind.figures.n
            assert sum(level.figures.censored for level in levels) == kind.figures.censored
        assert kind.source
        assert 0 <= kind.figures.censored < kind.figures.n
