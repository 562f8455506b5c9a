"""What-ifs as typed, and what they do to the game of a case."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.clock import course
from stickpoint.answers.forecast import NEVER, changes_from
from stickpoint.answers.sampling.draws import Draw
from stickpoint.cli import main
from stickpoint.pages.clock import horizon

TWO_ITEMS = """\
format: 1
title: Two items
clock: {start: 2001-01-01, unit: day, horizon: 30}
parties: {ann: Ann, bob: {name: Bob, pace: [0.5, 2]}}
options:
  ann.yield: {text: yield on pay, one_way: yes}
  bob.yield: {text: yield on hours, one_way: yes}
issues:
  pay: {name: pay, terms: {paid: ann.yield}}
  hours: {name: hours, terms: {shorter: bob.yield}}
wants: {ann: [ann.yield], bob: [bob.yield]}
payoffs:
  ann: [{when: "!settled", worth: [-3, -1]}]
  bob: [{when: "!settled", worth: -1}]
"""


def test_what_ifs_are_read_as_typed() -> None:
    case = sp.load("korea-1952")
    made = changes_from(
        case,
        ["stalin_dies@1952-07-01"],
        ["prisoners"],
        ["us.voluntary=no"],
        ["prc[1]=0.3"],
        "prestige",
    )
    assert made.on["nature.stalin_dies"] == pytest.approx(181 / (365.25 / 12))
    assert made.fix == {"us.voluntary": False}
    assert made.worth == {("prc", 1): 0.3}
    assert made.without == ("prisoners",)
    assert changes_from(case, ["nature.stalin_dies@never"]).on["nature.stalin_dies"] == NEVER


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "stalin_dies"], "NAME@DATE"),
        (["--set", "stalin_dies@1952-13-01"], "stalin_dies@1952-13-01"),
        (["--fix", "us.voluntary"], "OPTION=yes"),
        (["--payoff", "prc=3"], "PARTY[LINE]"),
        (["--payoff", "prc[1]=much"], "PARTY[LINE]"),
        (["--payoff", "PRC[1]=1"], "'PRC' is no party of the case; did you mean 'prc'?"),
        (["--hypothesis", "greed"], "no hypothesis"),
    ],
)
def test_what_ifs_that_mean_nothing_are_refused(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, ["clock", "korea-1952", "--draws", "1", *arguments])
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_date_needs_a_start() -> None:
    with pytest.raises(sp.ModelError, match="start"):
        changes_from(sp.loads(TWO_ITEMS.replace("start: 2001-01-01, ", "")), ["x@2001-02-01"])


@pytest.mark.parametrize("day", ["1951-06-01", "1952-01-02", "1951-12/1952-01-02"])
def test_what_is_dated_by_the_start_has_happened(day: str) -> None:
    case = sp.load("korea-1952")
    answer = course(case, changes=changes_from(case, dates=[f"stalin_dies@{day}"]), draws=4)
    conflict = answer.game.conflict
    assert conflict is not None
    assert answer.game.start_state is not None
    assert "nature.stalin_dies" in conflict.yes(answer.game.start_state)
    assert answer.game.events == ()
    assert answer.past == ("nature.stalin_dies",)
    assert answer.run.mean < course(case).run.mean
    (told,) = horizon.happened(answer)
    assert "Stalin dies: its date is no later than the day on which the clock starts" in told


def test_a_change_on_the_first_day_after_the_start_is_still_to_come() -> None:
    case = sp.load("korea-1952")
    game = case.game(changes=changes_from(case, dates=["stalin_dies@1952-01-03"]))
    assert [shock.time for shock in game.events] == [pytest.approx(1 / 30.4375, rel=1e-3)]


def test_a_rate_is_set_in_any_unit_and_takes_the_place_of_a_date() -> None:
    nature = "nature: {war: {text: war comes, on: 2001-01-09, one_way: yes}}\n"
    case = sp.loads(TWO_ITEMS.replace("issues:", nature + "issues:", 1))
    made = changes_from(case, dates=["war=0.7/week"])
    game = case.game(changes=made)
    assert game.events == ()
    assert game.nature_rate == pytest.approx(0.1)
    assert changes_from(case, dates=["nature.war=0.5"]).rate == {"nature.war": 0.5}
    for text in ("war=often", "war=-1", "war=nan", "war=1/fortnight", "war=1/"):
        with pytest.raises(sp.ModelError, match="NAME=RATE/UNIT"):
            changes_from(case, dates=[text])
    with pytest.raises(sp.ModelError, match="a date and a rate"):
        changes_from(case, dates=["war=1", "war@2001-01-09"])
    with pytest.raises(sp.ModelError, match="not a thing of nature"):
        case.game(changes=changes_from(case, dates=["peace=1"]))


def test_draws_of_a_what_if_read_the_same_numbers_whatever_is_closed() -> None:
    answer = course(sp.loads(TWO_ITEMS))
    one, two = (answer.game_with(Draw(0, 1), closed) for closed in ((), ("pay",)))
    assert one.payoffs[0, 0] == two.payoffs[0, 0] != answer.game.payoffs[0, 0]
    assert answer.game_with(None, ("pay", "hours")).settled.all()


@pytest.mark.parametrize(
    "changed",
    [{"rates": {"thaw": "1/week"}}, {"payoffs": {("nobody", 1): 2.0}}, {"without": ["nothing"]}],
)
def test_a_change_that_names_nothing_is_refused_at_once(changed: dict[str, Any]) -> None:
    with pytest.raises(sp.ModelError, match=r"thaw|nobody|nothing"):
        sp.what_if(sp.load("korea-1952"), **changed)
