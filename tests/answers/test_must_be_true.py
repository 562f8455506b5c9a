"""What must be true for a statement about the end: boxes in the numbers of a case, in words."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.ensemble.must_be_true import MustBeTrue
from stickpoint.cli import main
from stickpoint.pages.ensemble.must_be_true import COUNTED, sentence

MILL = """\
format: 1
title: A strike at the mill
clock: {start: 2024-03-01, unit: week, horizon: 52}
parties: {union: the union, mill: {name: the mill, pace: [0.05, 2]}}
options:
  union.accept: accept
  mill.raise: raise the offer
issues: {pay: {name: pay, terms: {as offered: union.accept, raised: mill.raise}}}
payoffs:
  union: [{when: "!settled", worth: [1, 1.5]}, {when: union.accept, worth: [-2, -1.5]}]
  mill: [{when: "!settled", worth: [-2, -1], label: idle machines}]
tolls: {lost days: {when: "!settled", per: week, amount: [1, 3], unit: days}}
hypotheses: {pride: {claim: it is pride, payoffs: {mill: [{when: mill.raise, worth: [-2, -1]}]}}}
levers:
  - {what: a customer leaves, payoff: mill, when: "!settled", direction: down, limit: 1}
  - {what: pay the union to go on, payoff: union, when: "!settled", direction: up, limit: 1}
"""


@pytest.fixture(scope="module")
def slow() -> MustBeTrue:
    """Ask when the strike is long, which the mill's pace decides."""
    return sp.explore(sp.loads(MILL), where="still open after 3 months", draws=200)


@pytest.mark.slow
def test_the_number_that_decides_is_limited_with_its_line(slow: MustBeTrue) -> None:
    assert 0 < slow.share < 1
    limits = {one.name: one for one in slow.regions[0].limits}
    pace = limits["parties.mill.pace"]
    assert (pace.low, pace.parameter.line) == (None, 4)
    assert pace.parameter.low < pace.high < pace.parameter.high
    assert pace.again_high >= 0.5
    assert pace.again_low is None


@pytest.mark.slow
def test_the_shares_are_those_of_draws_that_had_no_say(slow: MustBeTrue) -> None:
    region, draws = slow.regions[0], slow.table
    inside = np.ones(len(draws), dtype=bool)
    for one in region.limits:
        column = draws.values[:, draws.names.index(one.name)]
        inside &= column >= (-np.inf if one.low is None else one.low)
        inside &= column <= (np.inf if one.high is None else one.high)
    other = ~slow.boxes.fitted
    assert region.held_out.density == pytest.approx(slow.holds[inside & other].mean())
    assert region.held_out.mass == pytest.approx(inside[other].mean())
    assert region.likely == pytest.approx(slow.likely[inside & other].mean())
    assert region.held_out.density > slow.share


@pytest.mark.slow
def test_only_numbers_that_the_clock_reads_are_looked_at_and_tolls_where_named(
    slow: MustBeTrue,
) -> None:
    assert "tolls[lost days].amount" not in slow.inputs
    assert not any(name.startswith(("hypotheses", "levers")) for name in slow.inputs)
    assert slow.inputs[-1] == "tempo"
    costly = sp.explore(sp.loads(MILL), where="lost days above 0.4 days a week", draws=100)
    limit = next(x for x in costly.regions[0].limits if x.name.startswith("tolls"))
    assert (limit.name, limit.high) == ("tolls[lost days].amount", None)
    assert limit.low > 1.2
    assert costly.regions[0].likely is None


@pytest.mark.slow
def test_the_page_says_how_often_where_and_how_it_was_tested(slow: MustBeTrue) -> None:
    text = " ".join(slow.text().split())
    assert "It is more likely than not still open after 3 months: in" in text
    assert "how often the mill moves" in text
    assert "Of the draws held out to test it," in text
    assert "(line 4)" in text
    assert " ".join(COUNTED.split()) in text
    data = json.loads(json.dumps(slow.to_dict()))
    assert data["boxes"][0]["held_out"]["density"] == slow.regions[0].held_out.density
    assert data["sentences"][1] == sentence(slow, slow.regions[0])
    assert {x["name"]: x["line"] for x in data["boxes"][0]["limits"]}["parties.mill.pace"] == 4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "draws", "said"),
    [
        ("settled within 40 years", 60, "It holds in every draw"),
        ("likeliest end is as offered", 60, "It holds in no draw"),
        ("still open after 3 months", 20, "20 draws are too few to say where"),
        ("90 % time above 8 months and 90 % time below 10 months", 60, "No few numbers decide"),
    ],
)
def test_where_no_place_can_be_told_the_page_says_why(where: str, draws: int, said: str) -> None:
    found = sp.explore(sp.loads(MILL), where=where, draws=draws)
    assert found.regions == ()
    assert said in " ".join(found.text().split())
    assert any(said in one for one in found.to_dict()["sentences"])


@pytest.mark.slow
def test_the_verb_prints_the_page_and_refuses_what_it_cannot_read(tmp_path) -> None:
    path = tmp_path / "mill.case.yaml"
    path.write_text(MILL, encoding="utf-8")

    def run(*words: str):
        return CliRunner().invoke(main, ["explore", str(path), "--draws", "40", *words])

    found = run("--where", "settled within a year", "--json")
    assert json.loads(found.stdout)["read_as"] == "it is more likely than not settled within a year"
    assert "What must be true?" in run("--where", "settled within a year").stdout
    wrong = run("--where", "ends as raisd")
    assert wrong.exit_code == 2
    assert "'raised' may be meant" in wrong.stderr
    robust = CliRunner().invoke(main, ["levers", str(path), "--robust", "--json"])
    assert [x["end"] for x in json.loads(robust.stdout)["levers"]]


@pytest.mark.slow
def test_acts_are_compared_draw_by_draw() -> None:
    found = sp.levers(sp.loads(MILL)).robust
    levers = {one.name: one for one in found.acts.levers}
    leave, pay = levers["a customer leaves"], levers["pay the union to go on"]
    assert leave.is_robust
    assert not pay.is_robust
    assert leave.standing.regret < pay.standing.regret
    assert found.acts.levers[0].standing.worst_regret == min(
        one.standing.worst_regret for one in found.acts.levers
    )
    text = " ".join(found.text().split())
    assert "One lever helps in most of 64 draws and hurts in none: “a customer" in text
    assert "None of 64 draws leaves room for up to 1 in 21" in text


def test_levers_that_nothing_can_be_timed_by_are_refused_with_the_reason() -> None:
    found = CliRunner().invoke(main, ["levers", "elmira", "--robust"])
    assert found.exit_code == 2
    assert "the case gives no payoffs" in found.stderr
    assert sp.levers(sp.load("elmira")).robust is None
