"""What would end it, in words and as data, agrees with the clock and is told with its ranges."""

from __future__ import annotations

import json

import pytest

import stickpoint as sp
from stickpoint.errors import SolveError
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.handles import pull
from stickpoint.view.levers_cardinal import cardinal, plain
from stickpoint.view.levers_cardinal_page import in_a_line, page
from stickpoint.view.page import as_text

CASE = """\
format: 1
title: Wage dispute
parties: {union: Union, firm: Firm}
clock: {horizon: 20}
options:
  union.full: {text: insist on the full rise, now: yes, effort: 0.3}
  firm.offer: {text: offer half, effort: [0.1, 0.5]}
issues:
  wage: {name: the rise, terms: {half: firm.offer & !union.full}}
payoffs:
  union:
    - {when: "!wage", worth: [-0.4, 0.2], label: strike pay}
  firm:
    - {when: "!wage", worth: [-0.2, 0.3], label: idle yard}
"""
LEVERS = """\
levers:
  - {what: the fund runs dry, payoff: union, line: strike pay, by: firm, direction: down, limit: 1}
  - {what: a new order waits, payoff: firm, when: wage, direction: up, cost: 2, limit: 0.5}
  - {what: talks every week, pace: firm, direction: up, cost: [0.1, 0.3], limit: 2}
  - {what: a face saved, effort: firm.offer, direction: down, cost: 1, limit: 1}
  - an appeal by the bishop
"""


def test_the_data_can_be_written_as_json_and_agree_with_solving_again() -> None:
    answer = cardinal(sp.loads(CASE + LEVERS), draws=4)
    data = json.loads(json.dumps(plain(answer)))
    assert len(data["levers"]) == 4
    for lever in data["levers"]:
        (handle,) = [h for h in answer.handles if h.name == lever["what"]]
        after = clock(pull(answer.game, (handle,), [lever["change"]]), horizon=20.0)
        assert data["mean_within_horizon"] - after.mean == pytest.approx(lever["saved"], abs=1e-3)
        low, high = lever["saved_band"]
        assert low <= high
    assert data["proposal"]["probability"] >= data["proposal"]["wanted"]
    assert sum(move["best_in"] for move in data["moves"]) == pytest.approx(1.0)
    assert {tuple(move["sets"].items()) for move in data["moves"]} == {
        (("union.full", False),),
        (("firm.offer", True),),
    }


def test_an_effort_is_never_pushed_below_nothing() -> None:
    answer = cardinal(sp.loads(CASE + LEVERS))
    (face,) = [handle for handle in answer.handles if handle.kind == "effort"]
    assert (face.low, face.high) == (pytest.approx(-0.3), 0.0)


def test_the_page_gives_each_number_with_its_range_or_its_reason() -> None:
    answer = cardinal(sp.loads(CASE + LEVERS), draws=4)
    text = " ".join(as_text(page(answer)).split())
    for words in ("of 4 draws", "1 lever of the case", "no price is given", "Solved again",
                  "one for one", "Is it ripe?", "4 levers, 3 of them priced"):  # fmt: skip
        assert words in text
    assert "With every range at its middle;" in in_a_line(answer)


def test_a_case_without_levers_is_told_so() -> None:
    answer = cardinal(sp.loads(CASE), draws=2)
    assert "names no lever" in as_text(page(answer))
    assert plain(answer)["proposal"] is None
    assert "Of levers" not in in_a_line(answer)


def test_a_case_without_a_horizon_needs_one() -> None:
    case = sp.loads(CASE.replace("horizon: 20", "horizon: none"))
    with pytest.raises(SolveError, match="no horizon"):
        cardinal(case)


def test_what_is_out_of_reach_is_not_called_done_though_nothing_helps() -> None:
    harmful = """\
levers:
  - {what: the strike pays better, payoff: union, line: strike pay, direction: up, limit: 1}
"""
    answer = cardinal(sp.loads(CASE + harmful), draws=2, within=1.0, probability=0.9)
    assert answer.proposal is not None
    assert not answer.proposal.changes.any()
    text = " ".join(as_text(page(answer)).split())
    assert "as it stands" not in text.partition("What is the least that would do?")[2]
    assert "No change that the levers allow was found" in text
