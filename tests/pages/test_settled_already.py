"""A case that is settled as it stands: every page says so in words, and none asks for a wait."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.forecast import Chances, Forecast
from stickpoint.answers.why.brief import Brief
from stickpoint.cli import main
from stickpoint.pages.render.html import html
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.report.document import report

SETTLED = STRIKE.replace("bob.yield: {text: yield,", "bob.yield: {text: yield, now: yes,")


@cache
def answers() -> tuple[Brief, Forecast | Chances]:
    """Ask all lenses and the clock about it, once for all tests."""
    case = sp.loads(SETTLED)
    return sp.why(case), sp.forecast(case, draws=12)


@pytest.mark.parametrize("more", [(), ("--within", "3"), ("--json",)])
def test_levers_say_that_it_is_settled_already(more: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "settled.yaml"
    file.write_text(SETTLED, encoding="utf-8")
    run = CliRunner().invoke(main, ["levers", str(file), *more])
    assert run.exit_code == 0, run.output
    said = " ".join(run.stdout.split())
    assert "it is settled already, as things stand, so there is no wait to shorten." in said
    if more == ("--json",):
        told = json.loads(run.stdout)
        assert told["silent"].startswith("it is settled already")
        assert [one["holds"] for one in told["holding"]] == [True, True]


def test_the_clock_and_the_one_screen_say_so_too(tmp_path: Path) -> None:
    over = "It is settled already, as things stand today, so there is nothing to wait for."
    found, forecast = answers()
    for answer in (found, forecast):
        said = " ".join(as_text(answer.page()).split())
        assert over in said
        assert " 0 days" not in said
    assert "Who pays" not in said
    assert forecast.to_dict()["forecast"]["settled_already"]
    assert not sp.forecast(sp.loads(STRIKE), draws=12).to_dict()["forecast"]["settled_already"]
    found.save(tmp_path / "report.html")
    report = " ".join((tmp_path / "report.html").read_text(encoding="utf-8").split())
    assert over in report
    assert "so there is no wait to shorten." in report
    assert " 0 days" not in report


def test_the_data_tell_of_no_wait_beside_it_and_why() -> None:
    for answer in answers():
        told = answer.to_dict()["forecast"]
        assert told["reason"].startswith("It is settled already")
        assert set(told["quantiles"].values()) == {0.0}
        assert list(told["outcomes"].values()) == [1.0]
        assert not {"chances", "model", "tempo", "base_rate"} & set(told)
    middle = answers()[1].to_dict()
    assert middle["median"] == 0
    assert set(middle["quantiles"].values()) == {0}


def test_what_is_settled_as_it_stands_is_not_called_open() -> None:
    found = sp.why(sp.load("garrison-1976"))
    said = " ".join(as_text(found.page()).split())
    assert "Which project is built: settled, as things stand, as full project." in said
    assert "built, open" not in said
    box = " ".join(html(report(found)).split())
    assert "open: which project is built" not in box
