"""What a case says of time to come, as the games and forecasts made of it have it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.forecasting.known import known
from stickpoint.answers.parameters import parameters
from stickpoint.answers.sampling.draws import Draw
from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.errors import CaseError
from stickpoint.graph.build_game import Changes, Games, build_game

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


RATES = (
    "rate: [{when: owner.waive, rate: 0.5}, {when: tenant.pay | owner.waive, rate: 0.2}, "
    "{rate: 0.1}]"
)


def test_of_several_rates_the_first_whose_statement_holds_counts() -> None:
    game = lease(RATES).game()
    conflict = game.conflict
    assert conflict is not None
    rates = {}
    for state in range(game.n_states):
        yes = conflict.yes(state)
        for k in range(game.nature_start[state], game.nature_start[state + 1]):
            rates[frozenset(yes)] = float(game.nature_rate[k])
    assert rates == {
        frozenset(): 0.1,
        frozenset({"tenant.pay"}): 0.2,
        frozenset({"owner.waive"}): 0.5,
        frozenset({"tenant.pay", "owner.waive"}): 0.5,
    }


def test_without_a_rate_for_the_rest_nothing_changes_there() -> None:
    game = lease("rate: [{when: tenant.pay, rate: [0.1, 0.3]}]").game()
    assert game.nature_rate.tolist() == [0.2, 0.2]


def test_rates_are_numbers_of_the_case_by_the_statement_beside_them() -> None:
    case = lease(RATES)
    names = [name for name in amounts(case) if name.startswith("nature")]
    assert names == [
        "nature.notice.rate[owner.waive]",
        "nature.notice.rate[tenant.pay | owner.waive]",
        "nature.notice.rate[otherwise]",
    ]
    told = [line.text for line in judgements(case) if line.kind == "nature"]
    assert told == [
        "the lease runs out",
        "owner.waive: 0.5",
        "tenant.pay | owner.waive: 0.2",
        "otherwise: 0.1",
    ]


def test_an_item_assumed_closed_is_closed_for_rates_too() -> None:
    case = lease("rate: [{when: arrears, rate: 0.5}, {rate: 0.1}]")
    closed = build_game(case, Changes(without=("arrears",)))
    assert set(closed.nature_rate.tolist()) == {0.5}


def test_a_what_if_of_a_rate_puts_one_in_place_of_all() -> None:
    game = sp.what_if(lease(RATES), rates={"nature.notice": "0.7/day"}, draws=2).game
    assert set(game.nature_rate.tolist()) == {0.7}


HIDDEN = "now: [0.2, 0.6]"


def test_what_is_not_known_is_so_in_as_many_draws_as_it_is_likely() -> None:
    case = lease(HIDDEN)
    family = Games(case)
    starts = [family.game(Draw(0, k)).start_state for k in range(256)]
    conflict = family.conflict
    so = [s for s in starts if s is not None and "nature.notice" in conflict.yes(s)]
    assert len(so) / 256 == pytest.approx(0.4, abs=0.04)
    assert [p.name for p in parameters(case) if p.name.startswith("nature")] == [
        "nature.notice.now"
    ]


def test_where_one_answer_is_asked_for_the_likelier_is_taken() -> None:
    for now, so in (("0.4", False), ("[0.5, 0.7]", True)):
        game = lease(f"now: {now}").game()
        conflict = game.conflict
        assert conflict is not None
        assert game.start_state is not None
        assert ("nature.notice" in conflict.yes(game.start_state)) is so


def test_a_forecast_mixes_over_what_is_not_known() -> None:
    mixed, yes, no = (
        sp.forecast(lease(f"now: {now}"), draws=64).model.law for now in ("0.5", "yes", "no")
    )
    half = 0.5 * (float(yes.open(10.0)) + float(no.open(10.0)))
    assert abs(float(yes.open(10.0)) - float(no.open(10.0))) > 0.2
    assert float(mixed.open(10.0)) == pytest.approx(half, abs=0.06)


def test_the_wait_tells_what_is_not_known() -> None:
    told = LEASE.replace("by: 2013-10-17", "now: 0.5")
    found = sp.forecast(sp.loads(told), as_of="2013-10-12", draws=64).model
    family = Games(sp.loads(told))
    starts = [family.game(Draw(0, k)).start_state for k in range(len(found.draws))]
    so = np.array([s is not None and "nature.notice" in family.conflict.yes(s) for s in starts])
    assert so.mean() == pytest.approx(0.5, abs=0.02)
    # Had the lease run out already the tenant would have paid: that it is open speaks against it.
    assert found.weights[so].sum() < 0.47


def test_what_is_not_known_counts_against_the_constraints_either_way() -> None:
    text = LEASE.replace("by: 2013-10-17", HIDDEN) + "impossible: [nature.notice & !tenant.pay]\n"
    with pytest.raises(CaseError, match="may be otherwise now"):
        sp.loads(text)


HELD = LEASE.replace("paid: tenant.pay,", "paid: {when: tenant.pay, holds: [2/week, 5/week]},")


def test_terms_become_an_end_as_fast_as_the_case_says() -> None:
    game = Games(sp.loads(HELD)).game()
    conflict = game.conflict
    assert conflict is not None
    for state in range(game.n_states):
        paid = "tenant.pay" in conflict.yes(state)
        assert np.isnan(game.holds[state]) is np.bool_(not paid)
    assert game.holds[~np.isnan(game.holds)] == pytest.approx(0.5)


def test_of_terms_that_come_together_the_slowest_counts_and_a_package_for_itself() -> None:
    text = LEASE.replace(
        "issues:",
        "issues:\n  keys: {name: the keys, terms: {left: {when: tenant.pay, holds: 0.1}}}",
    ).replace("paid: tenant.pay,", "paid: {when: tenant.pay, holds: 0.7},")
    both = Games(sp.loads(text)).game().holds
    assert both[~np.isnan(both)] == pytest.approx(0.1)
    packed = text + "packages: {all at once: {when: tenant.pay, holds: 0.9}}\n"
    whole = Games(sp.loads(packed)).game().holds
    assert whole[~np.isnan(whole)] == pytest.approx(0.9)


def test_a_forecast_ends_sooner_where_terms_hold_faster() -> None:
    fast, slow = (
        sp.forecast(sp.loads(HELD.replace("[2/week, 5/week]", rate)), draws=16).model.law
        for rate in ("1/day", "1/month")
    )
    assert float(fast.open(40.0)) < float(slow.open(40.0)) - 0.1


def test_the_page_says_what_all_foresee_and_what_only_the_parties_know() -> None:
    text = " ".join(str(sp.forecast(lease(), draws=8)).split())
    assert "All foresee this: the lease runs out, by 17 October 2013." in text
    text = " ".join(str(sp.forecast(lease(HIDDEN), draws=8)).split())
    assert "does not: the lease runs out (with a chance of 0.2 to 0.6)." in text
