"""What would end it, in words and as data, agrees with the clock and is told with its ranges."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.levers.payoffs import PayoffLevers, payoff_levers
from stickpoint.answers.sampling.levers import LeverDraws
from stickpoint.errors import SolveError
from stickpoint.pages.data.levers import timing
from stickpoint.pages.levers.payoffs import sections
from stickpoint.pages.levers.waiting import transfers
from stickpoint.pages.levers.words import wish
from stickpoint.pages.model import Items, Page
from stickpoint.pages.render.text import text
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.payoffs.one_at_a_time import LeverAlone
from stickpoint.solve.levers.payoffs.parameters import apply_changes
from stickpoint.solve.levers.payoffs.transfers import promised

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


def told(answer: PayoffLevers) -> str:
    """Return all that is said as one line."""
    return " ".join(text(Page("", sections(answer))).split())


def test_every_lever_of_the_case_is_told_the_sixth_and_later_in_short() -> None:
    more = "".join(f"  - {{what: word {k}, pace: union, limit: 0.{k + 1}}}\n" for k in range(3))
    answer = payoff_levers(sp.loads(CASE + LEVERS + more), draws=1)
    said = told(answer)
    assert len(answer.alone) == 7
    assert "The others do less: " in said
    assert all(single.parameter.name in said.lower() for single in answer.alone)


def test_the_data_can_be_written_as_json_and_agree_with_solving_again() -> None:
    answer = payoff_levers(sp.loads(CASE + LEVERS), draws=4)
    data = json.loads(json.dumps(timing(answer)))
    assert len(data["levers"]) == 4
    for lever in data["levers"]:
        (parameter,) = [one for one in answer.parameters if one.name == lever["what"]]
        after = clock(apply_changes(answer.game, (parameter,), [lever["change"]]), horizon=20.0)
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
    answer = payoff_levers(sp.loads(CASE + LEVERS))
    (face,) = [one for one in answer.parameters if one.kind == "effort"]
    assert (face.low, face.high) == (pytest.approx(-0.3), 0.0)


def test_the_page_gives_each_number_with_its_range_or_its_reason() -> None:
    answer = payoff_levers(sp.loads(CASE + LEVERS), draws=4)
    said = told(answer)
    for words in ("of 4 draws", "1 lever of the case", "no price is given", "solving again",
                  "one for one", "Is it ripe?", "4 levers, 3 of them priced"):  # fmt: skip
        assert words in said


def test_a_case_without_levers_is_told_so() -> None:
    answer = payoff_levers(sp.loads(CASE), draws=2)
    assert "names no lever" in told(answer)
    assert timing(answer)["proposal"] is None


def test_a_case_without_a_horizon_needs_one() -> None:
    case = sp.loads(CASE.replace("horizon: 20", "horizon: none"))
    with pytest.raises(SolveError, match="no horizon"):
        payoff_levers(case)


def test_what_is_out_of_reach_is_not_called_done_though_nothing_helps() -> None:
    harmful = """\
levers:
  - {what: the strike pays better, payoff: union, line: strike pay, direction: up, limit: 1}
"""
    answer = payoff_levers(sp.loads(CASE + harmful), draws=2, within=1.0, probability=0.9)
    assert answer.proposal is not None
    assert not answer.proposal.changes.any()
    said = told(answer)
    assert "as it stands" not in said.partition("What is the least that would do?")[2]
    assert "No change that the levers allow was found" in said


def test_a_lever_that_only_lengthens_in_small_amounts_is_not_said_to_turn_at_its_limit() -> None:
    answer = payoff_levers(sp.loads(CASE + LEVERS), draws=2)
    first = answer.parameters[0]
    amounts = np.array([-1.0, -0.5, 0.0])
    for waits, words, other in (
        ([3.0, 6.0, 5.0], "Less of it can lengthen the wait, by up to 1 month.", "More of it"),
        ([4.0, 3.0, 5.0], "More of it than that lengthens the wait again.", "Less of it"),
    ):
        bent = replace(answer)
        bent.__dict__["alone"] = (LeverAlone(first, 1.0, amounts, np.array(waits), 5.0),)
        said = told(bent)
        assert words in said
        assert other not in said


def test_what_stays_open_is_not_said_to_be_settled_after_beyond_the_horizon() -> None:
    case = sp.loads(CASE.replace("[-0.4, 0.2]", "[4, 5]") + LEVERS)
    said = told(payoff_levers(case, draws=2, within=5.0))
    assert "after beyond" not in said
    assert "more likely than not still open at the horizon" in said


def test_a_move_that_settles_it_is_said_to_settle_it_at_once() -> None:
    case = sp.loads(CASE.replace("offer half,", "offer half, now: yes,"))
    said = told(payoff_levers(case, draws=2))
    assert "settled at once" in said
    assert "after 0 months" not in said


def test_numbers_agree_with_their_nouns_and_parties_need_no_verb() -> None:
    plural = CASE.replace("firm: Firm", "firm: The drivers")
    said = told(payoff_levers(sp.loads(plural + LEVERS), draws=2))
    assert "Not tried, for want of a number to move: 1 lever of the case." in said
    assert not re.search(r"[Tt]he drivers (has|pays|moves|is|does|gains)\b", said)
    assert not re.search(r"\bits own loss|It would (gain|lose)", said)
    one = sp.loads(CASE + LEVERS.split("  - {what: a", maxsplit=1)[0])
    assert "1 lever, with no price in the case" in told(payoff_levers(one, draws=2))
    assert "0 levers" not in told(payoff_levers(sp.loads(CASE), draws=2))


def test_gain_loss_and_indifference_are_three_words() -> None:
    assert [wish(gain) for gain in (0.1, -0.1, 1e-9)] == ["gain", "lose", "neither gain nor lose"]
    # To the third party nothing is at stake, so it neither loses by a move nor would rather go on.
    third = CASE.replace("firm: Firm}", "firm: Firm, press: Press}").replace(
        "issues:", "  press.write: {text: write}\nwants: {press: [wage]}\nissues:"
    )
    case = sp.loads(third)
    said = told(payoff_levers(case, draws=2))
    assert "Press: all terms are worth the same as going on." in said
    assert "To Press it is all one." in said
    assert "lose 0 " not in said


def test_a_payment_that_would_not_shorten_the_wait_says_so_or_is_left_out() -> None:
    answer = payoff_levers(sp.load("korea-1952"), draws=2)
    [items] = [part for part in transfers(answer).parts if isinstance(part, Items)]
    assert len(items.items) == 3
    for way in (way for way in answer.transfers.paid if not way.losers):
        wait = promised(answer.run, way, way.middle).mean
        idle = wait >= 0.99 * answer.run.mean
        (line,) = [
            item
            for item in items.items
            if isinstance(item, str)
            and "pay the Soviet Union" in item
            and f"With {way.middle:.2g} " in item
        ]
        assert ("not be shorter" in line) == idle
    court = payoff_levers(sp.load("colombia-2014"), draws=2)
    said = " ".join(text(Page("", (transfers(court),))).split())
    assert (
        "1 transfer would suit everybody now, but a promise of it would lengthen the wait" in said
    )


def test_levers_that_save_as_much_lead_together_and_those_that_save_nothing_not_at_all() -> None:
    saved = np.array([[1.0, 1.0, 0.0], [2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    draws = LeverDraws(("a", "b", "c"), ((0, 1), (0, 2), (0, 3)), saved, saved, saved, 0)
    assert [draws.lever_leads(name) for name in "abc"] == pytest.approx([2 / 3, 1 / 3, 0.0])
    assert draws.move_leads((0, 2)) == pytest.approx(1 / 3)
