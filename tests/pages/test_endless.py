"""The clock without a horizon, from a case and from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers import endless
from stickpoint.answers.clock import course
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.sampling.endless import EndlessRuns
from stickpoint.cli import main
from stickpoint.graph.build_game import Changes, build_game

CASE = """\
format: 1
title: A strike without end
clock: {start: 2001-01-01, unit: day, horizon: none}
parties: {ann: {name: Ann, discount: 0.01/day}, bob: {name: Bob, pace: 2, discount: 0.01/day}}
options:
  ann.yield: {text: yield on pay, one_way: yes}
  bob.yield: {text: yield on hours, one_way: yes}
nature: {fair: {text: the fair opens, on: 2001-02-01}}
issues: {end: {name: the end, terms: {ann gives in: ann.yield, bob gives in: "bob.yield"}}}
wants: {ann: [ann.yield], bob: [bob.yield]}
payoffs:
  ann: [{when: "!settled", worth: -1}, {when: bob.yield, worth: 0.1}]
  bob: [{when: "!settled", worth: -0.5}, {when: ann.yield, worth: 0.1}]
tolls: {wages: {when: "!settled", per: day, amount: 100, unit: pounds, falls_on: ann}}
"""
RANGED = CASE.replace("when: bob.yield, worth: 0.1", "when: bob.yield, worth: [0.05, 0.15]")
STUCK = CASE.replace("settled", "ann.yield").replace(
    "wants:", 'impossible: ["ann.yield & !bob.yield"]\nsettled: ann.yield & !ann.yield\nwants:'
)


def ask(tmp_path: Path, text: str, *options: str) -> str:
    """Run the clock on a case given as text."""
    path = tmp_path / "strike.case.yaml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["clock", str(path), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_case_without_a_horizon_is_answered_and_says_how(tmp_path: Path) -> None:
    text = " ".join(ask(tmp_path, RANGED).split())
    middle = " ".join(str(sp.forecast(sp.loads(RANGED)).middle).split())
    assert "as likely as not settled after" in middle
    assert "in the middle four draws out of five" in middle
    for words in (
        "As of 1 January 2001 it is as likely as not over by ",
        "Bands are from 24 draws out of the ranges (seed 0)",
        "Sign of the determinant: +1",
        "along a path of",
        "By a best reply",
        "The fair opens: not in this answer, since nobody foresees it.",
    ):
        assert words in text


def test_its_json_keeps_the_contract_and_reports_the_solution(tmp_path: Path) -> None:
    found = json.loads(ask(tmp_path, CASE, "--json"))
    run = sp.clock(sp.loads(CASE).game(), horizon=None)
    assert found["horizon"] is None
    assert found["median"] == pytest.approx(run.median, rel=1e-4)
    assert found["mean_within_horizon"] == pytest.approx(run.mean, rel=1e-4)
    assert found["tolls"]["wages"]["expected"] == pytest.approx(100 * run.mean, rel=1e-4)
    assert found["outcomes"] == pytest.approx(run.outcomes, abs=1e-4)
    assert found["survival"]["p"][-1] == pytest.approx(0.01, abs=1e-4)
    assert found["issue_share"] == {"end": 1.0}
    assert found["stationary"]["sign"] == run.equilibrium.sign == 1
    assert set(found["stationary"]["regret"]) == {"ann", "bob"}
    assert found["stationary"]["residual"] < 1e-6


def test_none_on_the_command_line_sets_the_case_aside_and_a_number_too(tmp_path: Path) -> None:
    finite = CASE.replace("horizon: none", "horizon: 30")
    endless = ["--horizon", "none", "--draws", "4", "--json"]
    assert json.loads(ask(tmp_path, finite, *endless))["horizon"] is None
    held = ["--horizon", "30", "--draws", "2", "--json"]
    assert json.loads(ask(tmp_path, CASE, *held))["horizon"] == 30
    few = ["--payoff", "ann[1]=-3", "--draws", "4"]
    changed = json.loads(ask(tmp_path, CASE, *few, "--json"))
    run = sp.clock(sp.loads(CASE.replace("worth: -1}", "worth: -3}")).game(), horizon=None)
    assert changed["mean_within_horizon"] == pytest.approx(run.mean, rel=1e-4)
    assert changed["base"]["mean_within_horizon"] != pytest.approx(run.mean, rel=1e-4)
    assert "What the change does" in ask(tmp_path, CASE, *few)
    wrong = CliRunner().invoke(main, ["clock", "korea-1952", "--horizon", "ever"])
    assert wrong.exit_code == 2


def test_what_is_never_settled_is_said_to_last_without_end(tmp_path: Path) -> None:
    text = " ".join(ask(tmp_path, STUCK).split())
    assert "By the parties' own moves it is more likely than not open still in 200 years: " in text
    assert "and more than one in ten that it is open still in 200 years." in text
    assert "By the case it cannot end: no state of it is settled." in text
    assert "The case has no state in which it is settled." in text
    assert "Wages: 25 pounds (6.5 to no limit), falling on Ann." in text
    middle = " ".join(str(sp.forecast(sp.loads(STUCK)).middle).split())
    assert "More likely than not it is never settled" in middle
    found = json.loads(ask(tmp_path, STUCK, "--json"))
    assert found["median"] is None
    assert found["outcomes"]["unsettled"] == pytest.approx(1)


RANGES = CASE.replace('{when: "!settled", worth: -1}', '{when: "!settled", worth: [-3, -0.2]}')


def test_the_draws_and_the_seed_asked_for_are_used(tmp_path: Path) -> None:
    found, again, other = (
        json.loads(ask(tmp_path, RANGES, "--json", "--draws", "5", "--seed", seed))["ranges"]
        for seed in ("1", "1", "2")
    )
    assert found == again
    assert (found["draws"], found["seed"], found["failed"]) == (5, 1, {})
    assert found["median"] != other["median"]
    case = sp.loads(RANGES)
    runs = [sp.clock(build_game(case, Changes(read=Draw(1, k))), horizon=None) for k in range(5)]
    assert found["mean_within_horizon"] == pytest.approx(
        [min(run.mean for run in runs), max(run.mean for run in runs)], rel=1e-3
    )
    assert "Bands are from 5 draws out of the ranges (seed 1)" in " ".join(
        ask(tmp_path, RANGES, "--draws", "5", "--seed", "1").split()
    )


def test_shares_are_those_of_a_horizon_over_which_the_answer_is_the_same(tmp_path: Path) -> None:
    brisk = RANGES.replace("0.01/day", "0.3/day")
    found = json.loads(ask(tmp_path, brisk, "--json", "--draws", "4"))
    far = found["share_horizon"]
    whole = course(sp.loads(brisk.replace("horizon: none", f"horizon: {2 * far}")))
    assert whole.run.mean == pytest.approx(found["mean_within_horizon"], rel=0.01)
    assert found["delay_share"] == pytest.approx(whole.delay, abs=0.01)
    assert sum(found["delay_share"].values()) == pytest.approx(1.0)
    assert found["ranges"]["share_draws"]["delay_share"] == 4
    text = " ".join(ask(tmp_path, brisk, "--draws", "4").split())
    assert f"They are taken over {2 * far:g} days" in text


def test_where_no_horizon_will_do_the_page_says_that_there_are_no_shares_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endless, "far_enough", lambda *_, **__: None)
    text = " ".join(ask(tmp_path, RANGED, "--draws", "2").split())
    assert (
        "Whose doing is the delay? Not told. Shares of the delay are defined over a horizon" in text
    )
    found = json.loads(ask(tmp_path, CASE, "--json", "--draws", "2"))
    assert found["delay_share"] == {}
    assert found["share_horizon"] is None


def test_draws_that_failed_are_numbered_and_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> EndlessRuns:
        run = sp.clock(sp.loads(CASE).game(), horizon=None)
        return EndlessRuns({0: run}, {1: "the path broke", 2: "the path broke"}, 0)

    monkeypatch.setattr(endless, "endless_runs", broken)
    text = " ".join(ask(tmp_path, CASE, "--draws", "3").split())
    assert "but for 2 draws that could not be solved (number 1 and 2; the path broke)" in text
    assert json.loads(ask(tmp_path, CASE, "--json"))["ranges"]["failed"] == {
        "1": "the path broke", "2": "the path broke",
    }  # fmt: skip
    monkeypatch.setattr(endless, "endless_runs", lambda *_, **__: EndlessRuns({}, {0: "no"}, 0))
    assert "No bands: none of 1 draw" in " ".join(ask(tmp_path, CASE).split())


def test_a_game_too_large_to_draw_says_so_and_draws_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endless, "draws_for", lambda *_: 0)
    text = " ".join(ask(tmp_path, RANGED).split())
    assert "Every range at its middle, and no bands" in text
    assert "none drawn" in str(sp.forecast(sp.loads(RANGED)).middle)
    assert "Bands are from 2 draws" in " ".join(ask(tmp_path, RANGED, "--draws", "2").split())


def test_a_case_of_points_without_a_horizon_is_not_said_to_have_been_drawn() -> None:
    text = " ".join(str(sp.forecast(sp.loads(CASE)).middle).split())
    assert "No number of the case is a range, so there are no bands." in text
    assert "It is as likely as not settled after" in text
    assert "four draws out of five" not in text
