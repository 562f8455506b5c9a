"""The clock without a horizon, from a case and from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.cli import main

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
STUCK = CASE.replace("settled", "ann.yield").replace(
    "wants:", 'impossible: ["ann.yield & !bob.yield"]\nsettled: ann.yield & !ann.yield\nwants:'
)


def ask(tmp_path, text: str, *options: str) -> str:  # type: ignore[no-untyped-def]
    """Run the clock on a case given as text."""
    path = tmp_path / "strike.case.yaml"
    path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["clock", str(path), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_case_without_a_horizon_is_answered_and_says_how(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = " ".join(ask(tmp_path, CASE).split())
    for words in (
        "As likely as not settled after",
        "there are no bands",
        "Shares of the delay are defined over a horizon",
        "Sign of the determinant: +1",
        "turns of the path",
        "By a best reply",
        "Not in this answer, since nobody foresees it: the fair opens.",
    ):
        assert words in text


def test_its_json_keeps_the_contract_and_reports_the_solution(tmp_path) -> None:  # type: ignore[no-untyped-def]
    found = json.loads(ask(tmp_path, CASE, "--json"))
    run = sp.clock(sp.loads(CASE).game(), horizon=None)
    assert found["horizon"] is None
    assert found["median"] == pytest.approx(run.median, rel=1e-4)
    assert found["mean_within_horizon"] == pytest.approx(run.mean, rel=1e-4)
    assert found["tolls"]["wages"]["expected"] == pytest.approx(100 * run.mean, rel=1e-4)
    assert found["outcomes"] == pytest.approx(run.outcomes, abs=1e-4)
    assert found["survival"]["p"][-1] == pytest.approx(0.01, abs=1e-4)
    assert found["delay_share"] == found["issue_share"] == {}
    assert found["stationary"]["sign"] == run.equilibrium.sign == 1
    assert set(found["stationary"]["regret"]) == {"ann", "bob"}
    assert found["stationary"]["residual"] < 1e-6


def test_none_on_the_command_line_sets_the_case_aside_and_a_number_too(tmp_path) -> None:  # type: ignore[no-untyped-def]
    finite = CASE.replace("horizon: none", "horizon: 30")
    assert json.loads(ask(tmp_path, finite, "--horizon", "none", "--json"))["horizon"] is None
    held = ["--horizon", "30", "--draws", "2", "--json"]
    assert json.loads(ask(tmp_path, CASE, *held))["horizon"] == 30
    changed = json.loads(ask(tmp_path, CASE, "--payoff", "ann[1]=-3", "--json"))
    run = sp.clock(sp.loads(CASE.replace("worth: -1}", "worth: -3}")).game(), horizon=None)
    assert changed["mean_within_horizon"] == pytest.approx(run.mean, rel=1e-4)
    assert changed["base"]["mean_within_horizon"] != pytest.approx(run.mean, rel=1e-4)
    assert "What the change does" in ask(tmp_path, CASE, "--payoff", "ann[1]=-3")
    wrong = CliRunner().invoke(main, ["clock", "korea-1952", "--horizon", "ever"])
    assert wrong.exit_code == 2


def test_what_is_never_settled_is_said_to_last_without_end(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = " ".join(ask(tmp_path, STUCK).split())
    assert "More likely than not it is never settled" in text
    found = json.loads(ask(tmp_path, STUCK, "--json"))
    assert found["median"] is None
    assert found["outcomes"]["unsettled"] == pytest.approx(1)
