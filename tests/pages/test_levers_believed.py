"""What would have to weigh, be wished or become known otherwise, in words and as data."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import inf

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.levers import believed as levers_believed
from stickpoint.answers.levers.ranks import LeastChanges, least_changes
from stickpoint.answers.why.believed import Believed
from stickpoint.pages.data.levers import holding
from stickpoint.pages.levers import believed as believed_page
from stickpoint.pages.levers.believed import (
    _knowledge,
    _opposite,
    _range,
    _reach,
    _where,
    sentences,
)
from stickpoint.solve.levers.beliefs import several
from stickpoint.solve.levers.beliefs.several import SeveralWeights
from stickpoint.solve.levers.beliefs.shares import Share
from stickpoint.solve.levers.beliefs.weights import WeightShift

YARD = """\
format: 1
title: A yard
parties: {union: the union, firm: the firm}
options:
  union.strike: {text: strike, undo: work, now: yes}
  firm.pay: {text: pay the rise, undo: withhold the rise}
issues: {wage: {name: the rise, terms: {rise paid: firm.pay & !union.strike}}}
wants: {union: ["union.strike iff !firm.pay", firm.pay]}
"""
LIGHT = 'weights: {firm: [{when: "!firm.pay", weight: 3}, {when: "!union.strike", weight: 2}]}\n'
HEAVY = LIGHT.replace("weight: 2", "weight: 4")
PAID = 'payoffs: {firm: [{when: "!firm.pay", worth: [2, 4]}, {when: "!union.strike", worth: 2}]}\n'
MISTAKEN = 'views: {firm: {wants: {union: ["!union.strike", firm.pay]}}}\n'
KIND = 'attitudes: {firm: {union: "+"}}\n'


def asked(*parts: str, concept: str = "seq") -> LeastChanges:
    [outcome] = least_changes(sp.loads(YARD + "".join(parts)), concept=concept)
    return outcome


def test_the_least_weight_is_told_with_its_bound() -> None:
    assert [*sentences(asked(LIGHT))] == [
        "Least change of a weight: it would hold if to the firm not “pay the rise” counted "
        "anywhere between 0 and 2, in place of 3. 1 other choice as small does it too.",
        "Least change of several weights at once: it would hold with none off by more than some "
        "20 % if to the firm not “pay the rise” counted less than 2.4, in place of 3; and not "
        "“strike” (the union) counted more than 2.4, in place of 2.",
    ]
    told = holding(asked(LIGHT))["weights"]
    assert (told["party"], told["line"], told["below"]) == ("firm", "!firm.pay", 2.0)
    assert [*sentences(asked(HEAVY))] == []
    assert holding(asked(HEAVY))["weights"]["cost"] == 0


def test_several_weights_are_told_as_data_with_what_they_would_be() -> None:
    told = holding(asked(LIGHT))["several_weights"]
    assert (told["state"], told["proof"]) == (3, "optimal")
    assert told["largest"] == pytest.approx(0.2)
    assert [(one["party"], one["line"]) for one in told["weights"]] == [
        ("firm", "!firm.pay"), ("firm", "!union.strike"),
    ]  # fmt: skip
    assert [one["bound"] for one in told["weights"]] == pytest.approx([2.4, 2.4])
    assert holding(asked(HEAVY))["several_weights"]["largest"] == 0


def test_what_several_weights_at_once_cannot_do_is_told(monkeypatch) -> None:
    alone = (
        'weights: {firm: [{when: "!firm.pay", weight: 3}, {when: "!union.strike", weight: -1}]}\n'
    )
    lines = [*sentences(asked(alone, concept="nash"))]
    assert not any("several" in line for line in lines), "one weight of another sign would do it"
    fixed = 'weights: {firm: [{when: "!firm.pay | firm.pay", weight: 3}]}\n'
    unwilling = YARD.replace("firm.pay]}", "firm.pay & union.strike]}").replace(
        " iff !firm.pay", ""
    )
    [outcome] = least_changes(sp.loads(unwilling + fixed), concept="nash")
    assert "Nor would any change of several at once, as long as each keeps its sign." in [
        *sentences(outcome)
    ]
    monkeypatch.setattr(several, "MOST_STATES", 3)
    monkeypatch.setattr(believed_page, "MOST_WEIGHED", 3)
    assert "Several weights at once are not tried: 4 states, 3 are the most here." in [
        *sentences(asked(LIGHT))
    ]
    monkeypatch.undo()
    monkeypatch.setattr(several, "MOST_PROGRAMMES", 1)
    assert [*sentences(asked(LIGHT))][-1] == (
        "If several changed at once, one of them at least would have to be off by more than 20 %; "
        "no choice that does it was found."
    )


def test_a_worth_is_told_per_unit_of_time_and_against_its_range() -> None:
    one, several = sentences(asked(PAID))
    assert "counted anywhere between 0 and 2 per month, in place of 3" in one
    assert "(outside its range, 2 to 4)" in one
    assert "counted less than 2.4 per month, in place of 3 (within its range, 2 to 4)" in several


def test_a_stretch_is_partly_within_a_range_that_it_reaches_out_of() -> None:
    case = sp.loads(YARD + PAID)
    line = case.payoffs[0]
    for reach, where in [
        ((0.0, 2.5), "partly within"), ((2.0, 4.0), "within"), ((2.5, inf), "partly within"),
        ((0.0, 2.0), "outside"), ((2.4, 2.4), "within"), ((-inf, 1.0), "outside"),
    ]:  # fmt: skip
        assert _range(line, reach, case) == f" ({where} its range, 2 to 4)"
    shift = WeightShift(0, 0, 0, Fraction(3), Fraction(5, 2), is_above=False)
    assert _reach(shift) == (-inf, 2.5)
    assert _reach(replace(shift, until=Fraction(1))) == (1, 2.5)


def told_of(found: SeveralWeights, **one: object) -> list[str]:
    outcome = asked(LIGHT)
    believed = replace(outcome.believed, several=found, **one)
    return [*sentences(replace(outcome, believed=believed))][1:]


def test_parts_of_weights_are_told_no_larger_than_they_are() -> None:
    [few] = told_of(SeveralWeights(None, proof="none found", floor=0.066))
    assert "off by more than 6.6 %; no choice" in few
    [all_] = told_of(SeveralWeights(None, proof="none found", floor=0.99969))
    assert "off by more than 99.9 %; no choice" in all_
    shares = (Share(1, 0, 3.0, -0.004), Share(1, 1, 2.0, 2e-5))
    [two] = told_of(SeveralWeights(2, shares, 0.004))
    assert two.startswith("Least change of several weights at once: ")
    assert "none off by more than some 0.4 % if" in two
    assert two.endswith("counted a little more than 2, in place of 2.")
    [hair] = told_of(SeveralWeights(2, (Share(1, 0, 3.0, -1e-5), shares[1]), 2e-5, "best found"))
    assert hair.startswith("A change of several")
    assert "none off by more than a hair if" in hair
    assert "counted a little less than 3, in place of 3" in hair


def test_weights_too_unlike_are_told_with_whose_they_are() -> None:
    unlike = HEAVY.replace("weight: 3", "weight: 90000000")
    assert [*sentences(asked(unlike))][-1] == (
        "Several weights at once are not tried: to the firm one counts more than 1,000,000 times "
        "another, and rounding would decide."
    )
    assert holding(asked(unlike))["several_weights"]["unlike"] == "firm"


def test_that_weights_of_nothing_are_kept_is_told() -> None:
    shift = WeightShift(None, proof="impossible")
    [line] = told_of(SeveralWeights(None, proof="impossible"), weights=shift)
    assert line.endswith("as long as each keeps its sign.")
    outcome = asked(LIGHT)
    lines = {"firm": (replace(outcome.believed.lines["firm"][0], weight=Fraction(0)),)}
    none = SeveralWeights(None, proof="impossible")
    believed = replace(outcome.believed, weights=shift, several=none, lines=lines)
    [_, line] = sentences(replace(outcome, believed=believed))
    assert line.endswith("keeps its sign, and what counts nothing goes on to count nothing.")


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq", "sseq"])
def test_a_weight_moved_past_its_bound_is_what_the_lens_says(concept: str) -> None:
    outcome = asked(LIGHT, concept=concept)
    shift = outcome.believed.weights
    assert shift is not None
    if shift.state is None:
        return
    by = 0.01 if shift.is_above else -0.01
    moved = LIGHT.replace(f"weight: {shift.before}", f"weight: {float(shift.bound) + by}")
    conflict = sp.loads(YARD + moved).conflict()
    assert sp.stability(conflict, [concept]).equilibria[concept][shift.state]


def test_what_would_have_to_become_known_is_told_and_does_it() -> None:
    outcome = asked(HEAVY, MISTAKEN)
    assert [*sentences(outcome)] == [
        "As the parties see each other, it does not hold. Least correction of views: it would if "
        "the firm knew that the union wants “strike” exactly if not “pay the rise” (the firm) "
        "above all, rather than not “strike”."
    ]
    assert holding(outcome)["views"] == {
        "state": 3, "cost": 1, "others": 0, "proof": "optimal", "correct": {"firm": ["union"]},
    }  # fmt: skip
    seen = Believed(outcome.case, outcome.conflict, ("seq",)).seen
    assert seen is not None
    assert not seen.equilibria["seq"][2]
    assert sp.stability(outcome.conflict, ["seq"]).equilibria["seq"][2]


def test_no_correction_makes_hold_what_does_not_hold_whatever_is_known() -> None:
    said = next(line for line in sentences(asked(LIGHT, MISTAKEN)) if "correction" in line)
    assert said == "No correction of how the parties see each other would make it hold."


def test_the_fewest_attitudes_are_told() -> None:
    outcome = asked(LIGHT, 'attitudes: {firm: {union: "0"}}\n', concept="nash")
    said = next(line for line in sentences(outcome) if "attitudes" in line)
    assert said.startswith(
        "Least change of attitudes: by who wishes whom what, it would hold if the firm "
    )
    signs = outcome.believed.attitudes
    assert signs is not None
    assert len(signs.changes) == 1


def test_a_case_with_none_of_it_gets_no_more_keys_and_no_more_lines() -> None:
    [outcome] = least_changes(sp.load("syria-iraq-1975"))
    assert [*sentences(outcome)] == []
    assert not {"views", "attitudes", "weights"} & set(holding(outcome))
    assert outcome.believed.is_empty


def test_a_view_put_right_line_by_line_ends_in_what_is() -> None:
    case = sp.loads(YARD + HEAVY + MISTAKEN)
    believed = Believed(case, case.conflict(), ("seq",))
    from stickpoint.answers.why.believed import parts_of, without

    view = case.views["firm"]
    right = believed.stays("firm", without(view, parts_of(view)), "seq")
    assert np.array_equal(right, sp.stability(case.conflict(), ["seq"]).stable["seq"][1])


def shift(before: int, bound: int, until: int | None) -> WeightShift:
    return WeightShift(
        0, 1, 0, Fraction(before), Fraction(bound), bound > before,
        None if until is None else Fraction(until),
    )  # fmt: skip


def test_a_weight_is_told_by_where_it_would_have_to_be() -> None:
    said = [_where(shift(*x)) for x in ((3, 2, 0), (3, 4, 7), (3, 2, None), (3, 4, None))]
    assert said == [
        "anywhere between 0 and 2", "anywhere between 4 and 7", "less than 2", "more than 4",
    ]  # fmt: skip


def test_a_weight_that_turns_its_sign_is_the_opposite_want() -> None:
    assert _opposite(shift(3, -1, None), "the firm") == (
        "; the firm would have to want the opposite"
    )
    assert _opposite(shift(-3, 1, 2), "the firm")
    for kept in ((3, 1, -1), (3, 4, None), (-3, -4, None), (-3, -1, 2)):
        assert not _opposite(shift(*kept), "the firm")


def test_attitudes_among_too_many_states_are_not_passed_over_in_silence(monkeypatch) -> None:
    monkeypatch.setattr(levers_believed, "MOST_STATES", 3)
    outcome = asked(LIGHT, KIND, concept="smr")
    assert "By who wishes whom what it is not judged: 4 states, 3 are the most here." in [
        *sentences(outcome)
    ]
    assert holding(outcome)["attitudes"] == {"silent": "4 states, 3 are the most here"}
    assert asked(LIGHT, KIND, concept="seq").believed.attitudes is not None


def test_what_is_wanted_next_is_told_by_its_place() -> None:
    view = 'views: {firm: {wants: {union: ["union.strike iff !firm.pay", "!firm.pay"]}}}\n'
    outcome = asked(LIGHT, view)
    assert _knowledge(outcome.case, "firm", "union") == (
        "that the union wants “pay the rise” (the firm) in second place, rather than not "
        "“pay the rise” (the firm)"
    )
