"""A forecast says no digit that is chance: fewer draws, fewer digits, and the value within them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.pages.clock import digits
from stickpoint.pages.clock.page import how_sure
from stickpoint.pages.clock.when import lead, short
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import MONTH, YEAR, in_days

_SIZES = {"day": 1.0, "week": 7.0, "month": MONTH, "year": YEAR}


def read(said: str) -> tuple[float, float]:
    """Return the days that are said, and the smallest step in which their number is told."""
    number, unit = said.split(" ")
    size = _SIZES[unit.removesuffix("s")]
    places = len(number.partition(".")[2]) or -(len(number) - len(number.rstrip("0")))
    return float(number) * size, 10.0**-places * size


@given(st.floats(0.6, 199 * YEAR), st.floats(0.0, 1e5))
def test_a_time_is_told_in_steps_no_smaller_than_its_error(value, off):
    said, step = read(in_days(value, off))
    assert abs(said - value) <= step / 2 * (1 + 1e-9)
    unit = _SIZES[in_days(value, off).split(" ")[1].removesuffix("s")]
    highest = 10.0 ** math.floor(math.log10(said / unit)) * unit
    assert step >= min(off, highest) * (1 - 1e-9)


@given(st.floats(0.0, 1.0), st.floats(0.0, 0.1))
def test_a_share_is_told_in_steps_no_smaller_than_its_error(value, off):
    said = percent(value, off)
    number = int(said.split(" ")[-2])
    step = next(step for step in (1, 5, 10) if step >= 100 * off)
    assert number % step == 0
    if said.startswith("under"):
        assert 0 < 100 * value <= number
    elif said.startswith("over"):
        assert number <= 100 * value < 100
    else:
        assert abs(number - 100 * value) <= step / 2 + 1e-9


@pytest.mark.parametrize("draws", [8, 64])
def test_what_a_forecast_says_respects_what_its_draws_can_tell(draws):
    answer = sp.forecast(
        sp.loads(STRIKE), rules=replace(USUAL, draws=draws, most_draws=draws), seed=1
    )
    for q in (0.1, 0.5, 0.9):
        found, off = answer.quantile(q), digits.off(answer, q)
        assert found is not None
        assert digits.time(answer, q) == in_days(found, off)
        assert digits.time(answer, q) in lead(answer) + short(answer) or q != 0.5
    for name, told in digits.shares(answer).items():
        assert told == percent(answer.outcomes[name], answer.error.outcomes[name])
    few = draws == 8  # of 64 no share is off by as much as a digit
    twice = percent(2 * max(answer.error.outcomes.values()))
    assert digits.shares_off(answer) == f" Other draws move ways to end by {twice}." * few
    assert ("Other draws move" in str(how_sure(answer).parts[0])) is few
    errors = answer.to_dict()["forecast"]["error"]
    low, high = errors["quantiles"]["0.5"]
    assert low < answer.quantile(0.5) < high
    assert set(errors["outcomes"]) == set(answer.outcomes)
