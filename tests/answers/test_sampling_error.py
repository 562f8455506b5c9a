"""How far a forecast may be off for want of draws: by its own account, and from seed to seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.ensemble.sampling_error import Effects
from stickpoint.answers.forecasting.rules import USUAL

SOME = replace(USUAL, draws=32, most_draws=32)


@pytest.mark.parametrize("as_of", [None, date(2001, 1, 11)])
def test_the_error_is_about_what_seeds_differ_by(as_of):
    case = sp.loads(STRIKE)
    told = [sp.forecast(case, as_of, rules=SOME, seed=seed) for seed in range(16)]
    for t in (told[0].quantile(q) for q in (0.3, 0.5)):
        assert t is not None
        apart = np.std([float(one.open(t)) for one in told], ddof=1)
        off = np.mean([float(one.error.chance(t)) for one in told])
        assert 0.4 * off < apart < 2.0 * off


def test_the_error_of_a_quantile_lies_about_it_and_shrinks_with_draws():
    case = sp.loads(STRIKE)
    few = sp.forecast(case, rules=SOME)
    many = sp.forecast(case, rules=replace(SOME, draws=128, most_draws=128))
    wide = []
    for one in (few, many):
        low, high = one.error.quantile(0.5)
        assert low < one.quantile(0.5) < high
        wide.append(high - low)
    assert 0.3 < wide[1] / wide[0] < 0.8


def test_shares_of_ends_have_an_error_that_adds_up_to_none():
    answer = sp.forecast(sp.loads(STRIKE), rules=SOME)
    off = answer.error.outcomes
    assert off.keys() == answer.outcomes.keys()
    assert all(value >= 0 for value in off.values())
    assert off["low"] == pytest.approx(
        off["high"]
    )  # of two shares one grows by what the other loses


def test_a_sum_of_effects_of_single_numbers_has_no_error():
    rng = np.random.default_rng(0)
    values = rng.random((64, 3))
    place = values.argsort(axis=0).argsort(axis=0) / 64
    additive = (place @ [1.0, -2.0, 0.5])[:, None]
    assert Effects(values).left(additive)[0] < 1e-9
    noise = rng.normal(size=(64, 1))
    assert Effects(values).left(noise)[0] == pytest.approx(np.sqrt((noise**2).sum()), rel=0.3)


def test_effects_are_those_of_a_fit_by_least_squares():
    rng = np.random.default_rng(1)
    values = rng.random((40, 4))
    values[:, 3] = 2 * values[:, 2]  # two numbers that rise together leave no fit of its own
    moved = rng.normal(size=(40, 3))
    place = (values.argsort(axis=0).argsort(axis=0) + 0.5) / 40 - 0.5
    made = np.column_stack((np.ones(40), *(place**k for k in (1, 2, 3))))
    left = moved - made @ np.linalg.lstsq(made, moved, rcond=None)[0]
    wanted = np.sqrt((left**2).sum(axis=0) * 40 / (40 - made.shape[1]))
    assert Effects(values).left(moved) == pytest.approx(wanted)
