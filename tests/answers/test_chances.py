"""A case without payoffs is answered by its wants alone, in chances to move, and says so."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.forecasting.chances import Chances, unasked
from stickpoint.cli import main
from stickpoint.errors import ModelError
from stickpoint.graph.build_game import Changes
from stickpoint.pages.clock.chances import LABEL, in_chances, sentences
from stickpoint.pages.wording.names import plain

BARE = re.sub(r"payoffs:\n.*\n.*\n", "", STRIKE)
DAYS = re.compile(r"\b(days?|weeks?|months?|years?)\b")


def ask(text: str, draws: int = 8) -> Chances:
    """Ask about a case with few draws."""
    return Chances(sp.loads(text), draws=draws)


def test_states_are_paid_in_the_order_of_wants_and_a_wait_is_a_unit() -> None:
    found = ask(BARE)
    game, conflict = found.paid.game(), found.case.conflict()
    place = np.searchsorted(game.conflict.codes, conflict.codes)
    for i in range(2):
        paid = np.round(game.payoffs[i, place], 9)
        ranks = np.unique(conflict.ranks[i], return_inverse=True)[1]
        assert np.array_equal(np.unique(paid, return_inverse=True)[1], ranks)
        assert paid.max() - paid.min() == pytest.approx(1)
    assert game.pace.mean() == pytest.approx(1)
    # Bob's pace of 0.5 to 2 a day is 1.25 at its middle, beside Ann's one.
    assert game.pace[1] / game.pace[0] == pytest.approx(1.25)


def test_the_unit_of_the_file_makes_no_difference_to_a_count_of_chances() -> None:
    # Curves are kept at grid points in days, so that the digits differ a little.
    monthly = ask(BARE.replace("unit: day", "unit: month"))
    for q in (0.1, 0.5, 0.9):
        assert monthly.quantile(q) == pytest.approx(ask(BARE).quantile(q), rel=1e-3)
    faster = BARE.replace("ann: Ann", "ann: {name: Ann, pace: 10}").replace("[0.5, 2]", "[5, 20]")
    assert ask(faster).quantile(0.5) > 0
    slower = faster.replace("pace: 10", "pace: 1").replace("[5, 20]", "[0.5, 2]")
    assert ask(faster).quantile(0.5) == pytest.approx(ask(slower).quantile(0.5), rel=1e-6)


def test_nature_runs_by_the_wait_and_no_date_falls_on_one() -> None:
    text = BARE.replace(
        "impossible:",
        "nature: {thaw: {text: it thaws, rate: 0.3}, flood: {text: it floods, on: 2001-01-20}}\n"
        "impossible:",
    )
    paid = ask(text.replace("ann: Ann", "ann: {name: Ann, pace: 2.75}")).paid
    assert paid.nature[0].rate.mid == pytest.approx(0.3 / 2)
    assert paid.nature[1].on is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (STRIKE, "the case has payoffs"),
        (re.sub(r", terms: \{low[^}]*\}", "", BARE).replace("[pay, ", "["), "nothing says when"),
    ],
)
def test_where_wants_give_no_answer_the_reason_is_told(text: str, reason: str) -> None:
    case = sp.loads(text.replace('"!pay"', '"!ann.yield"') if "low" not in text else text)
    assert reason in unasked(case)
    with pytest.raises(ModelError, match="no answer from wants alone"):
        Chances(case)


def test_no_sentence_has_a_length_of_time_and_the_label_stands_below() -> None:
    found = ask(BARE)
    told = list(sentences(found, whose=True))
    assert not any(DAYS.search(text) for text in told)
    assert "chances to move" in told[0]
    assert "over 8 draws" in told[0]
    assert told[1].startswith("Likeliest ways to end: ")
    assert "share of the delay" in told[2]
    assert "would come nearest by" in told[3] or "No single move" in told[3]
    text = " ".join(found.text().split())
    assert " ".join(LABEL.split()) in text
    assert plain(found.case.title) in text


def test_a_case_that_is_settled_waits_for_nothing() -> None:
    over = ask(BARE.replace("ann.yield: {text: yield, one_way: yes}",
                            "ann.yield: {text: yield, now: yes}"))  # fmt: skip
    assert list(sentences(over, whose=False)) == [
        "It is settled as things stand, so there is nothing to wait for."
    ]


def test_the_command_line_tells_it_where_there_are_no_payoffs(tmp_path) -> None:
    file = tmp_path / "bare.case.yaml"
    file.write_text(BARE, encoding="utf-8")
    shown = CliRunner().invoke(main, ["clock", str(file), "--draws", "4"])
    assert shown.exit_code == 0, shown.output
    assert "By its wants alone, in chances to move" in shown.output
    told = CliRunner().invoke(main, ["clock", str(file), "--draws", "4", "--json"])
    found = json.loads(told.stdout)["from_wants_alone"]
    assert found["unit"] == "mean wait for a chance to move"
    assert found["draws"] == 4
    assert set(found["outcomes"]) == {"low", "high"}
    assert found["label"] == LABEL


def test_a_forecast_of_a_case_without_payoffs_is_by_its_wants_alone_and_says_so() -> None:
    found, asked = sp.forecast(sp.loads(BARE), draws=4), replace(ask(BARE), draws=4)
    assert isinstance(found, Chances)
    assert found.quantile(0.5) == asked.quantile(0.5)
    assert "By its wants alone, in chances to move" in str(found)
    assert isinstance(sp.forecast(sp.loads(BARE)), Chances)


def test_a_what_if_still_asks_for_payoffs_as_does_a_forecast_as_of_a_day(tmp_path) -> None:
    file = tmp_path / "bare.case.yaml"
    file.write_text(BARE, encoding="utf-8")
    asked = CliRunner().invoke(main, ["clock", str(file), "--fix", "bob.yield=no"])
    assert asked.exit_code != 0
    with pytest.raises(ModelError, match="no payoffs"):
        sp.what_if(sp.loads(BARE), fix={"bob.yield": False})
    with pytest.raises(ModelError, match="no payoffs"):
        sp.forecast(sp.loads(BARE), changes=Changes())


def test_more_draws_change_the_count_but_not_its_kind() -> None:
    few, more = ask(BARE), replace(ask(BARE), draws=16)
    assert few.quantile(0.1) < few.quantile(0.5) < few.quantile(0.9)
    assert len(more.forecast.model.draws) == 16


def test_a_count_is_said_no_more_exactly_than_it_is_known() -> None:
    assert in_chances(14.4) == "14 chances to move"
    assert in_chances(1234.0) == "1,200 chances to move"
