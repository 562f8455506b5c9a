"""Why is it stuck: the answer on small cases whose truth is plain, and on the Korean one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import stickpoint as sp
from stickpoint.answers.why.stability import Why, why
from stickpoint.pages.data import why as plain
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.why.full import page

CHICKEN = """\
format: 1
title: Two drivers
parties: {ann: Ann, bob: Bob}
options:
  ann.swerve: {text: swerve, undo: drive on}
  bob.swerve: {text: swerve}
issues:
  road:
    name: the road
    terms: {somebody gives way: ann.swerve | bob.swerve}
wants:
  ann: [ann.swerve | bob.swerve, "!ann.swerve"]
  bob: [ann.swerve | bob.swerve, {that: "!bob.swerve", because: he said so himself}]
"""

BARRED = "bob.swerve: {text: swerve, one_way: yes, needs: bob.swerve}"


def answer(text: str) -> Why:
    """Ask about a case given as text."""
    return why(sp.loads(text))


def read(text: str) -> str:
    """Return the page about a case as one line."""
    return " ".join(as_text(page(answer(text))).split())


def test_a_status_quo_that_everybody_wants_to_leave_does_not_hold() -> None:
    found = answer(CHICKEN)
    assert found.holds == []
    assert [hold.kind for hold in found.parties] == ["free", "free"]
    text = read(CHICKEN)
    assert "The deadlock does not hold: Ann and Bob would move" in text
    assert "Somebody gives way would hold: Nash (no move would be a gain)." in text
    assert "1 move would lead there, a gain to the party that makes it: 1. Ann: swerve." in text


def test_a_settled_status_quo_is_not_called_a_deadlock() -> None:
    text = read(CHICKEN.replace("{text: swerve, undo: drive on}", "{text: swerve, now: yes}"))
    assert "The present settlement holds: nobody would gain by any move." in text
    assert "What the field calls it: Nash (no move would be a gain) for Ann and Bob." in text
    assert "Who keeps it stuck?" not in text
    assert "It is where things stand." in text


def test_leaving_an_option_is_said_in_the_cases_words() -> None:
    both = CHICKEN.replace("undo: drive on", "undo: drive on, now: yes").replace(
        "bob.swerve: {text: swerve}", "bob.swerve: {text: swerve, now: yes}"
    )
    text = read(both)
    assert "Ann would gain if it were to drive on" in text
    assert "Bob would gain if it were to no longer swerve" in text


def test_terms_that_no_state_realises_are_left_out_of_the_answer() -> None:
    case = sp.loads(CHICKEN)
    conflict = replace(case.conflict(), terms=(*case.conflict().terms, "both walk"))
    found = Why(case, conflict, sp.stability(conflict), {})
    assert [settlement.terms for settlement in found.settlements] == ["somebody gives way"]


def test_judgements_are_counted_by_what_stands_behind_them() -> None:
    basis = answer(CHICKEN).basis
    assert (basis.total, basis.sourced, basis.reasoned, basis.bare) == (6, 0, 1, 5)


def test_a_settlement_that_no_moves_reach_is_said_to_be_out_of_reach() -> None:
    barred = CHICKEN.replace("bob.swerve: {text: swerve}", BARRED).replace(
        "terms: {somebody gives way: ann.swerve | bob.swerve}", "terms: {both give way: bob.swerve}"
    )
    assert "No sequence of moves leads there from where things stand." in read(barred)


STRIKE = """\
format: 1
title: Strike
parties: {union: Union, firm: Firm}
options:
  union.strike: {text: strike}
  firm.close: {text: close the plant}
wants:
  union: ["!firm.close", union.strike]
  firm: ["!firm.close", "!union.strike"]
"""


def test_an_answer_that_costs_its_author_is_called_a_threat() -> None:
    text = read(STRIKE)
    assert "a threat rather than an interest" in text
    assert (
        "The deadlock holds only by threats, and not by everybody's wish. Firm would not gain by "
        "any move. Union would move, but"
    ) in text
    assert "symmetric metarational (others could answer every gain, at whatever price, wi" in text
    assert "Nash (no move would be a gain) for Firm" in text


def test_an_answer_that_pays_its_author_holds_in_a_stronger_sense() -> None:
    willing = STRIKE.replace('firm: ["!firm.close"', 'firm: ["firm.close if union.strike"')
    text = read(willing.replace('"!union.strike"]', '"!union.strike", "!firm.close"]'))
    assert "The deadlock holds, but not by everybody's wish." in text
    assert "symmetric sequential (others would answer every gain, to their own gain," in text


def test_where_parties_are_held_in_different_senses_each_has_its_own() -> None:
    text = read(
        """\
format: 1
title: Three at a well
parties: {ann: Ann, bob: Bob, cat: Cat}
options:
  ann.draw: {text: draw water}
  bob.draw: {text: draw water}
  cat.block: {text: block the way}
wants:
  ann: ["!cat.block", ann.draw]
  bob: ["!cat.block", bob.draw]
  cat: ["cat.block iff ann.draw & !bob.draw"]
"""
    )
    assert "Ann and Bob would move, but" in text
    assert "symmetric sequential (others would answer every gain, to their own gain, with" in text
    assert "no way round it) for Ann; symmetric metarational (" in text
    assert "The deadlock holds only by threats" in text


def test_each_thing_nature_could_change_is_asked_about() -> None:
    extra = "nature:\n  storm: {text: a storm breaks, rate: 0.1}\n"
    turns = answer(CHICKEN + extra).turns
    assert [dict(turn.setting) for turn in turns] == [{"nature.storm": True}]
    assert turns[0].turns == []
    assert "And if this happened: a storm breaks?" in read(CHICKEN + extra)
    over = extra.replace("rate", "now: yes, rate")
    assert "And if not: a storm breaks?" in read(CHICKEN + over)


def test_a_turn_that_rules_out_the_status_quo_has_no_answer_and_that_is_said() -> None:
    extra = "nature:\n  storm: {text: a storm breaks, rate: 0.1}\n"
    ruled_out = CHICKEN + extra + "impossible: [nature.storm & !ann.swerve]\n"
    assert answer(ruled_out).turns == []
    assert (
        "And if this happened: a storm breaks? Today's state could not stand as it is, for the "
        "constraints rule it out then" in read(ruled_out)
    )
    assert plain.why(answer(ruled_out))["if_ruled_out"] == [{"nature.storm": True}]
    assert "if_ruled_out" not in plain.why(answer(CHICKEN + extra))


def test_a_case_without_issues_still_says_who_would_move() -> None:
    bare = re.sub(r"issues:\n(?:  .*\n)+", "", CHICKEN)
    assert "issues" not in bare
    found = answer(bare)
    assert found.settlements == []
    assert plain.why(found)["settlements"] == {}
    assert "What is settled" not in read(bare)


@pytest.mark.parametrize("name", ["korea-1952", "elmira", "elmira-coalesced", "cuba-1962"])
def test_every_number_on_the_page_and_in_json_agree(name: str) -> None:
    found = why(sp.load(name))
    data = plain.why(found)
    text = " ".join(as_text(page(found)).split())
    assert f"{data['judgements']['total']} judgements" in text
    for hold in data["parties"].values():
        if hold["kind"] != "content":
            assert hold["sentence"] in text
    for terms, settlement in data["settlements"].items():
        assert f"{terms[0].upper()}{terms[1:]} would" in text
        assert (settlement["leaver"] is None) == any(settlement["stable"].values())


TWO_STEPS = """\
format: 1
title: One who has to do two things in turn
parties: {ann: Ann, bob: Bob}
options:
  ann.open: {text: open the door, one_way: yes}
  ann.leave: {text: leave, needs: ann.open, one_way: yes}
  bob.wait: wait
issues: {end: {terms: {gone: ann.leave}}}
wants: {ann: [ann.leave, ann.open], bob: ["!bob.wait"]}
"""


def test_a_way_on_which_one_party_moves_twice_in_succession_is_told() -> None:
    found = answer(TWO_STEPS)
    [gone] = found.settlements
    assert gone.way is not None
    assert [step.party for step in gone.way] == [0, 0]
    assert gone.willing
    text = read(TWO_STEPS)
    assert "no moves lead there" not in text
    assert "2 moves would lead there, each a gain to the party that makes it" in text
