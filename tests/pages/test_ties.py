"""Moves at no loss come first, surrenders apart, and equals are told together in any file order."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from file_order import turned_round
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.forecasting.shifts import shifts
from stickpoint.answers.levers.at_once import NOTICED, Saving, leading
from stickpoint.answers.levers.payoffs import PayoffLevers, payoff_levers
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import why
from stickpoint.pages.data.levers import timing
from stickpoint.pages.data.why import brief as whole_why
from stickpoint.pages.levers.nearer import heedless, in_a_line
from stickpoint.pages.levers.payoffs import moves
from stickpoint.pages.levers.words import deed
from stickpoint.pages.model import Page
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.why.brief import labelled
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.levers.payoffs.one_at_a_time import best_moves

TWINS = """\
format: 1
title: Two who could each end it
clock: {horizon: 12}
parties: {ann: Ann, bob: Bob}
options:
  ann.sign: {text: sign}
  bob.sign: {text: sign}
issues: {pact: {name: the pact, terms: {by ann: ann.sign & !bob.sign, by bob: bob.sign}}}
wants: {ann: [pact], bob: [pact]}
payoffs:
  ann: [{when: "!pact", worth: -1}]
  bob: [{when: "!pact", worth: -1}]
levers:
  - {what: a word to Ann, pace: ann, direction: up, limit: 1}
  - {what: a word to Bob, pace: bob, direction: up, limit: 1}
"""
ORDEAL = """\
format: 1
title: One gives in, one may talk
clock: {horizon: 12}
parties: {ann: {name: Ann, precision: 3}, bob: {name: Bob, precision: 3}}
options:
  ann.talk: {text: talk, one_way: yes}
  bob.yield: {text: yield, one_way: yes}
  bob.meet: {text: meet, needs: ann.talk}
issues: {pay: {name: pay, terms: {yielded: bob.yield, agreed: ann.talk & bob.meet & !bob.yield}}}
wants: {ann: [pay], bob: [pay, "!bob.yield"]}
payoffs:
  ann: [{when: "!pay", worth: -1}]
  bob: [{when: bob.yield, worth: -2}, {when: "!pay", worth: -0.2}]
"""


def asked(text: str) -> PayoffLevers:
    """Ask what would end a case sooner."""
    return payoff_levers(sp.loads(text), draws=2)


def line(text: str) -> str:
    """Say in a line what would bring the end nearer."""
    forecast = sp.forecast(sp.loads(text), draws=16)
    return in_a_line(forecast, shifts(forecast, 16))


def said(answer: PayoffLevers) -> str:
    """Return the section on moves as one line."""
    return " ".join(as_text(Page("", (moves(answer),))).split())


def test_moves_and_levers_that_save_as_much_are_named_together_in_any_order_of_the_file() -> None:
    both = (TWINS, turned_round(TWINS))
    one, other = map(line, both)
    assert one == other
    assert "at no loss to their mover these bring the end nearest: Ann: sign; Bob: sign. " in one
    data = [whole_why(Brief(why(sp.loads(text)), draws=8))["would_end_it"] for text in both]
    for told in data:
        assert told["move"] == told["moves"][0]
        assert {move["party"] for move in told["moves"]} == {"ann", "bob"}
        assert told["surrenders"] == []
    page = said(asked(TWINS))
    assert page == said(asked(turned_round(TWINS)))
    assert "All of these save as much, to within a thousandth of the wait." in page


def test_a_surrender_comes_after_what_is_at_no_loss_and_in_a_sentence_of_its_own() -> None:
    answer = asked(ORDEAL)
    first, _, second = line(ORDEAL).partition("Of moves to their mover's loss")
    assert "Bob: yield" not in first
    assert re.fullmatch(
        r": Bob: yield \(\d+ %, \d+ weeks sooner, in (over )?\d+ % of them\)\.", second
    )
    page = said(answer)
    first, _, second = page.partition("These would shorten it too, but to their mover's loss:")
    assert "Ann: talk." in first
    assert "Bob: yield." in second
    told = timing(answer)["moves"]
    assert [move["to_its_loss"] for move in told] == sorted(move["to_its_loss"] for move in told)


def test_where_only_surrenders_help_it_is_said_so() -> None:
    text = ORDEAL.replace("ann.talk & bob.meet & !bob.yield", "bob.meet & bob.yield")
    alone = asked(text)
    assert line(text).startswith(
        "Of moves to their mover's loss this brings the end nearest: Bob: "
    )
    assert "Every move that would shorten it is to its mover's loss:" in said(alone)


def test_of_a_move_that_settles_it_is_said_why_an_end_is_no_likelier() -> None:
    assert re.search(
        r"draws; it settles the matter, but terms still have to stand for a while and \d+ % of the "
        r"forecast is how long such waits last anyway\)\.",
        line(TWINS),
    )
    assert "settles the matter" not in line(ORDEAL)
    told = dict(labelled(Brief(why(sp.loads(TWINS)))).rows)["how long"][0]
    assert re.search(r"\)\. \d+ % of this is how long such waits last anyway\.$", told)
    alone = replace(USUAL, kind=0.0, any_length=0.0, waits=0.0, draws=8, most_draws=8)
    assert heedless(sp.forecast(sp.loads(TWINS), rules=alone)) == ""


def test_what_is_printed_lies_within_its_range() -> None:
    ranged = ORDEAL.replace("worth: -1", "worth: [-3, -0.1]").replace(
        "worth: -2", "worth: [-4, 0.2]"
    )
    answer = asked(ranged)
    assert answer.moves
    for move in answer.moves:
        low, high = answer.spread.move_band((move.party, move.target))
        assert low <= answer.spread.move_middle((move.party, move.target)) <= high


WORTH = st.sampled_from([-2.0, -0.5, 0.0, 0.3])


@given(st.tuples(WORTH, WORTH, WORTH, WORTH))
@settings(max_examples=12, deadline=None)
def test_moves_are_ranked_by_time_saved_among_those_at_no_loss_then_among_the_rest(
    worth: tuple[float, ...],
) -> None:
    text = TWINS.partition("payoffs:")[0] + (
        f"payoffs:\n  ann: [{{when: '!pact', worth: {worth[0]}}}, "
        f"{{when: ann.sign, worth: {worth[1]}}}]\n"
        f"  bob: [{{when: '!pact', worth: {worth[2]}}}, {{when: bob.sign, worth: {worth[3]}}}]\n"
    )

    def named(text: str) -> set[str]:
        answer = asked(text)
        own = [Saving(m, m.saved, (0.0, 0.0)) for m in answer.moves if not m.surrenders]
        return {deed(answer, one.what) for one in leading(answer, own)}  # type: ignore[arg-type]

    ranked = best_moves(clock(sp.loads(text).game(), horizon=12.0, tolerance=1e-7))
    keys = [(move.gain < 0, -move.saved) for move in ranked]
    assert keys == sorted(keys)
    assert named(text) == named(turned_round(text))
    answer = asked(text)
    best = [move for move in answer.moves if move.saved > NOTICED * answer.run.mean]
    if any(move.gain >= 0 for move in best):
        assert best[0].gain >= 0


def test_a_party_with_nothing_at_stake_neither_gains_nor_loses_nor_would_rather_go_on() -> None:
    case = sp.loads(
        ORDEAL.replace('  bob: [{when: bob.yield, worth: -2}, {when: "!pay", worth: -0.2}]\n', "")
    )
    answer = payoff_levers(case, draws=2)
    assert not answer.has_stake(1)
    assert all(move.gain == 0 for move in answer.moves if move.party == 1)
    assert "The mover has nothing at stake in the payoffs of the case." in said(answer)
    ripe = answer.ripeness
    for place, offer in enumerate(ripe.offers):
        assert 1 not in ripe.reluctant(place)
        if 0 in offer.movers:
            [when] = ripe.stalemate(place)
            assert when == pytest.approx((0.0, 12.0))
    assert ripe.hurts(1) == []
    assert not ripe.has_stake(1)


@pytest.mark.parametrize("worth", ["1000", "-1000", "1e-3"])
def test_what_is_worth_the_same_in_every_state_is_no_stake_in_any_move(worth: str) -> None:
    """Rounding of large worths must not read as gain or loss."""
    text = ORDEAL.replace(
        'bob: [{when: bob.yield, worth: -2}, {when: "!pay", worth: -0.2}]',
        f'bob: [{{when: bob.yield, worth: {worth}}}, {{when: "!bob.yield", worth: {worth}}}]',
    )
    answer = payoff_levers(sp.loads(text), draws=2)
    assert all(move.gain == 0 for move in answer.moves if move.party == 1)
    assert not answer.ripeness.gain[1].any()


def test_a_move_that_does_more_than_an_equal_one_is_not_named_beside_it() -> None:
    more = TWINS.replace("  bob.sign:", "  ann.hum: {text: whistle}\n  bob.sign:")
    told = line(more)
    assert "Ann: sign" in told
    assert "whistle" not in told
