"""What a case says of time to come, as the games and forecasts made of it have it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.forecasting.known import known
from stickpoint.case.model.case import Case

LEASE = """
format: 1
title: The lease
clock: {start: 2013-10-01, unit: day, horizon: 60}
parties:
  tenant: {name: the tenant, pace: 0.2}
  owner: {name: the owner, pace: 0.2}
options: {tenant.pay: pay the arrears, owner.waive: waive the arrears}
nature:
  notice: {text: the lease runs out, one_way: yes, by: 2013-10-17}
issues:
  arrears: {name: the arrears, terms: {paid: tenant.pay, waived: owner.waive & !tenant.pay}}
payoffs:
  tenant:
    - {when: "!settled", worth: -0.02}
    - {when: "!settled & nature.notice", worth: [-1, -0.5]}
    - {when: tenant.pay, worth: -0.2}
  owner:
    - {when: "!settled", worth: -0.05}
    - {when: owner.waive, worth: -0.25}
"""


def lease(nature: str = "by: 2013-10-17") -> Case:
    return sp.loads(LEASE.replace("by: 2013-10-17", nature))


def test_a_date_that_all_foresee_is_waited_for_less_than_one_that_nobody_does() -> None:
    seen, unseen = (
        sp.clock(lease(f"{key}: 2013-10-17").game(), horizon=60.0) for key in ("by", "on")
    )
    assert [event.foreseen for event in seen.game.events] == [True]
    assert seen.game.events[0].time == unseen.game.events[0].time == 16.0
    assert float(seen.survival(16.0)) < 0.5 * float(unseen.survival(16.0))


def test_with_a_date_that_nobody_foresees_the_rate_beside_it_is_not_used() -> None:
    both = lease("on: 2013-10-17, rate: 0.1/day").game()
    assert both.fingerprint == lease("on: 2013-10-17").game().fingerprint


def test_what_all_foresee_may_come_earlier_at_a_rate() -> None:
    game = lease("by: 2013-10-17, rate: 0.1/day").game()
    assert game.events[0].foreseen
    assert set(game.nature_rate.tolist()) == {0.1}


def test_before_a_date_is_known_the_rate_is_all_that_is_known() -> None:
    case = lease("on: 2013-10-17, rate: 0.1/day")
    (chance,) = known(case, date(2013, 10, 10)).case.nature
    assert (chance.on, chance.now) == (None, False)
    assert chance.rate is not None
    (came,) = known(case, date(2013, 10, 17)).case.nature
    assert (came.on, came.now) == (None, True)


@pytest.mark.parametrize(
    ("day", "left"), [("2013-10-01", [16.0]), ("2013-10-10", [7.0]), ("2013-10-17", [])]
)
def test_on_a_later_day_what_all_foresee_is_nearer_and_then_it_has_happened(
    day: str, left: list[float]
) -> None:
    found = sp.forecast(lease(), as_of=day, draws=2)
    assert [event.time for event in found.game.events] == left
    assert found.known.case.nature[0].now is (not left)
    assert found.known.unforeseen == ()


def test_a_forecast_hastens_before_a_date_that_all_foresee() -> None:
    soon, late = (
        sp.forecast(lease(f"by: {day}"), draws=24).model.law for day in ("2013-10-11", "2013-12-31")
    )
    assert float(soon.open(20.0)) < float(late.open(20.0)) - 0.1


def test_on_a_later_day_a_forecast_is_that_of_a_case_begun_on_it() -> None:
    told = (
        LEASE
        + "record: {moves: [{id: m, date: 2013-10-05, party: owner, sets: {owner.waive: no}}]}"
    )
    found = sp.forecast(sp.loads(told), as_of="2013-10-10", draws=16)
    begun = sp.forecast(sp.loads(LEASE.replace("start: 2013-10-01", "start: 2013-10-10")), draws=16)
    when = np.array([30.0])
    for one, other in zip(found.model.draws, begun.model.draws, strict=False):
        assert float(one.open(when)[0]) == pytest.approx(float(other.open(when)[0]), abs=1e-4)
