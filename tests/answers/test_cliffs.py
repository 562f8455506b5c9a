"""A payoff a thousandth off → what is printed of a forecast, all but the same in every case.

Every range at its middle, a thousandth of a payoff may turn an answer over; the draws of a forecast
must not. All lines of all built-in cases, with 24 draws, move no share by more than 0.06 points (on
30 November 2026); here a few lines of each are tried again.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

import stickpoint as sp
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.case import library
from stickpoint.case.model.case import Case

LITTLE, POINT = Fraction(1, 1000), 0.01
RULES = replace(USUAL, draws=8, most_draws=8)
DAYS = (7, 30, 91, 183, 365, 730, 1826)
TIMED = [name for name in library.names() if sp.load(name).payoffs]


def shares(case: Case) -> dict[tuple[str, object], float]:
    """Return the shares and chances that pages print, of the answer and of the moves alone."""
    found = Forecast(case=case, rules=RULES)
    ends = {("ends", name): share for name, share in found.outcomes.items()}
    moves = {("moves", name): share for name, share in found.model.shares.items()}
    laws = {"by": found.law, "moves by": found.model.law}
    timed = {(what, day): 1 - float(law.open(day)) for what, law in laws.items() for day in DAYS}
    return ends | moves | timed


def shifted(case: Case, place: int, by: Fraction) -> Case:
    """Shift one payoff, its middle with its range."""
    line = case.payoffs[place]
    worth, more = line.worth, float(by)
    moved = replace(
        worth,
        low=worth.low + more,
        mid=worth.mid + more,
        high=worth.high + more,
        exact=worth.exact + by,
    )
    lines = list(case.payoffs)
    lines[place] = replace(line, worth=moved)
    return replace(case, payoffs=tuple(lines))


@pytest.mark.slow
@pytest.mark.parametrize("name", TIMED)
def test_a_thousandth_of_any_payoff_moves_no_printed_share_by_a_point(name: str) -> None:
    case, some = sp.load(name), Random(20261130)
    plain = shares(case)
    for place in some.sample(range(len(case.payoffs)), 2):
        near = shares(shifted(case, place, some.choice((LITTLE, -LITTLE))))
        assert near != plain
        assert near == pytest.approx(plain, abs=POINT)
