"""The order in which a file lists things that have no order decides no answer.

What may differ: the order in which things are named; which of several shortest ways, and which of
several equally good answers to a move, is told as the example; the counts of simulated courses.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from file_order import QUARREL, turned_round
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.clock import course
from stickpoint.answers.levers.payoffs import PayoffLevers, payoff_levers
from stickpoint.answers.levers.ranks import least_changes
from stickpoint.answers.motives.evidence import structural
from stickpoint.answers.motives.rivals import Motives
from stickpoint.answers.parameters import parameters
from stickpoint.answers.sampling.draws import Draw, drawn
from stickpoint.answers.why.stability import why
from stickpoint.case import library
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.conflict import Conflict
from stickpoint.pages.data.clock import plain as clock_data
from stickpoint.pages.data.motives import motives as motives_data
from stickpoint.solve.motives.evidence import LogEvidence

NAMES = ("a quarrel", *library.names())
State = frozenset[str]


@cache
def both(name: str) -> tuple[Case, Case]:
    """Return a case as it stands and with its lists turned round."""
    is_own = name == "a quarrel"
    text = QUARREL if is_own else library.path_of(name).read_text(encoding="utf-8")
    return sp.loads(text), sp.loads(turned_round(text))


def assert_same(one: Any, other: Any, rel: float = 1e-6, where: str = "") -> None:
    """Compare data key by key, numbers to within what rounding leaves of them."""
    one, other = (x.tolist() if isinstance(x, np.ndarray) else x for x in (one, other))
    if isinstance(one, dict):
        assert set(one) == set(other), where
        for key in one:
            assert_same(one[key], other[key], rel, f"{where}/{key}")
    elif isinstance(one, list | tuple):
        assert len(one) == len(other), where
        for k, (left, right) in enumerate(zip(one, other, strict=True)):
            assert_same(left, right, rel, f"{where}/{k}")
    elif isinstance(one, float):
        assert math.isclose(one, other, rel_tol=rel, abs_tol=1e-9), (where, one, other)
    else:
        assert one == other, where


@pytest.mark.parametrize("name", NAMES)
def test_every_number_has_the_same_name_and_the_same_draws(name: str) -> None:
    case, turned = map(parameters, both(name))
    assert sorted(case.names) == sorted(turned.names)
    rows = dict(zip(case.names, drawn(case, 9).T.tolist(), strict=True))
    again = dict(zip(turned.names, drawn(turned, 9).T.tolist(), strict=True))
    assert rows == again


def states(conflict: Conflict) -> list[State]:
    """Name each state by what is done in it."""
    return [frozenset(conflict.yes(s)) for s in range(conflict.n_states)]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_states_hold_for_the_same_parties(name: str) -> None:
    def held(case: Case) -> dict[tuple[str, str], set[State]]:
        result = sp.stability(case.conflict())
        named = states(result.conflict)
        return {
            (concept, party): {named[s] for s in np.flatnonzero(row)}
            for concept, mask in result.stable.items()
            for party, row in zip(result.conflict.parties, mask, strict=True)
        }

    case, turned = both(name)
    assert held(case) == held(turned)


def reasons(case: Case) -> dict[str, Any]:
    """Return what is said of why it is stuck, but for the examples that are given."""
    answer = why(case)
    named, party = states(answer.conflict), answer.conflict.parties
    found: dict[str, Any] = {
        "now": named[answer.now],
        "holds": answer.holds,
        "keepers": {party[j] for j in answer.keepers},
    }
    for hold in answer.parties:
        answers = {step.party for step in hold.witness.sanction}
        found[party[hold.party]] = (
            hold.kind,
            hold.credible,
            set(hold.concepts),
            hold.witness.improvement is not None and named[hold.witness.improvement],
            {party[j] for j in (*answers, *hold.alternatives)},
        )
    for way in answer.settlements:
        held = {concept: {named[s] for s in own} for concept, own in way.stable.items()}
        steps = None if way.way is None else len(way.way)
        found[way.terms] = (held, named[way.state], steps, way.willing, way.leaver is None)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_it_is_stuck_for_the_same_reasons(name: str) -> None:
    case, turned = both(name)
    assert reasons(case) == reasons(turned)


def test_the_clock_says_the_same_with_its_bands() -> None:
    one, other = (clock_data(course(case, draws=8)) for case in both("a quarrel"))
    assert one.pop("fingerprint") != other.pop("fingerprint")
    assert_same(one, other)


def test_the_clock_of_the_korean_case_says_the_same() -> None:
    one, other = (course(case, draws=4) for case in both("korea-1952"))
    assert_same(one.run.outcomes, other.run.outcomes)
    assert_same(one.run.tolls, other.run.tolls)
    assert_same(one.ranges.tolls, other.ranges.tolls, rel=1e-4)
    assert_same(one.ranges.median, other.ranges.median, rel=1e-4)


def sorted_lists(data: dict[str, Any]) -> dict[str, Any]:
    """Put pairs and flips in an order of their own: they are listed as the file lists rivals."""
    for key in ("undecided", "untold"):
        data[key] = sorted(sorted(pair) for pair in data[key])
    data["flips"] = sorted(data["flips"], key=lambda flip: sorted(map(str, flip.values())))
    return data


@pytest.mark.parametrize("name", ["a quarrel", "korea-1952", "colombia-2014"])
def test_the_rated_evidence_favours_the_same(name: str) -> None:
    one, other = (
        sorted_lists(motives_data(Motives(case, structural=False))) for case in both(name)
    )
    assert_same(one, other)


def test_the_dated_moves_favour_the_same() -> None:
    one, other = (structural(case, "pride", each=20, seed=1) for case in both("a quarrel"))
    assert isinstance(one, LogEvidence)
    assert one.names == other.names
    assert one.value == pytest.approx(other.value, abs=1e-6)
    assert one.error == pytest.approx(other.error, abs=1e-6)


def test_levers_and_moves_save_the_same() -> None:
    one, other = (payoff_levers(case, draws=4) for case in both("a quarrel"))

    def saved(answer: PayoffLevers) -> dict[Any, tuple[float, ...]]:
        assert answer.game.conflict is not None
        named, found = states(answer.game.conflict), dict[Any, tuple[float, ...]]()
        for m in answer.moves:
            band = answer.spread.move_band((m.party, m.target))
            found[answer.game.parties[m.party], named[m.target]] = (m.saved, m.gain, *band)
        for s in answer.alone:
            found[s.parameter.name] = (s.saved, *answer.spread.lever_band(s.parameter.name))
        return found

    left, right = saved(one), saved(other)
    assert set(left) == set(right)
    for key in left:
        assert left[key] == pytest.approx(right[key], rel=1e-3, abs=1e-4), key


WORTHS = st.sampled_from(["1", "[-2, 0.5]", "{low: -1, mid: 0, high: 3}", "[-12/year, -1/year]"])
WHEN = st.sampled_from(["a.x", "b.y & !a.x", "nature.n | b.z", '"!settled"'])


@pytest.mark.parametrize("name", ["prisoners-dilemma", "elmira", "syria-iraq-1975"])
def test_the_least_change_of_orders_and_options_costs_the_same(name: str) -> None:
    def costs(case: Case) -> dict[str, Any]:
        return {
            found.terms: (
                found.ranks.cost,
                {found.conflict.parties[w.parameters["party"]]: w.cost for w in found.wants},
                found.options and found.options.cost,
                found.additions.cost,
            )
            for found in least_changes(case)
        }

    case, turned = both(name)
    assert costs(case) == costs(turned)


RATES = st.sampled_from(["0.5", "[0.5, 2]", "{low: 0, mid: 1, high: 3}", "[1/year, 12/year]"])
LINES = st.lists(st.tuples(WHEN, WORTHS), min_size=1, max_size=4, unique_by=lambda pair: pair[0])


@given(LINES, LINES, RATES, st.integers(0, 2**31))
@settings(max_examples=25, deadline=None)
def test_any_game_is_drawn_the_same(
    ours: list[tuple[str, str]], theirs: list[tuple[str, str]], rate: str, seed: int
) -> None:
    def listed(lines: list[tuple[str, str]]) -> str:
        return ", ".join(f"{{when: {when}, worth: {worth}}}" for when, worth in lines)

    text = f"""\
format: 1
title: Any game
clock: {{horizon: 12}}
parties: {{a: {{name: A, pace: [1, 2]}}, b: {{name: B, precision: [1, 3]}}}}
options: {{a.x: {{text: x, effort: [0, 1]}}, b.y: y, b.z: {{text: z, effort: [0.1, 0.4]}}}}
nature: {{n: {{text: n, rate: {rate}}}}}
settled: a.x & b.y
wants: {{a: [a.x], b: [b.y]}}
payoffs: {{a: [{listed(ours)}], b: [{listed(theirs)}]}}
"""
    one, other = (
        build_game(sp.loads(said), Changes(read=Draw(seed, 1)))
        for said in (text, turned_round(text))
    )
    assert one.conflict is not None
    assert other.conflict is not None
    place = {state: s for s, state in enumerate(states(other.conflict))}
    order = [place[state] for state in states(one.conflict)]
    assert one.payoffs == pytest.approx(other.payoffs[::-1][:, order])
    assert one.pace.tolist() == other.pace[::-1].tolist()
    assert one.precision.tolist() == other.precision[::-1].tolist()
    assert sorted(one.nature_rate.tolist()) == sorted(other.nature_rate.tolist())


TIED = """\
format: 1
title: Two who are alike
clock: {unit: day, horizon: 20}
parties: {ann: Ann, bob: Bob, cal: Cal}
options:
  ann.b: {text: do b, one_way: yes}
  ann.a: {text: do a, one_way: yes}
  cal.c: {text: do c, one_way: yes}
  bob.d: {text: do d, one_way: yes}
issues: {pay: {terms: {done: ann.a | ann.b | bob.d | cal.c}}}
wants: {ann: [pay], bob: [pay], cal: [pay]}
payoffs:
  ann: [{when: "!settled", worth: -1}]
  bob: [{when: "!settled", worth: -1}]
  cal: [{when: "!settled", worth: -1}]
levers:
  - {what: second, pace: bob, direction: up, cost: 1, limit: 1}
  - {what: first, pace: cal, direction: up, cost: 1, limit: 1}
"""


def in_order(text: str) -> list[list[Any]]:
    """Return the moves and the levers of the data, in the order in which they stand there."""
    told = sp.levers(sp.loads(text), draws=2).to_dict()
    moves = [[one["party"], sorted(one["sets"])] for one in told["moves"]]
    return [moves, [one["what"] for one in told["levers"]]]


def test_moves_and_levers_that_save_as_much_stand_in_the_order_of_their_names() -> None:
    moves, levers = in_order(TIED)
    assert [move for move in moves if len(move[1]) == 1] == [
        ["ann", ["ann.a"]], ["ann", ["ann.b"]], ["bob", ["bob.d"]], ["cal", ["cal.c"]],
    ]  # fmt: skip
    assert levers == ["first", "second"]


@pytest.mark.parametrize("text", [TIED, QUARREL], ids=["tied", "quarrel"])
def test_the_data_of_levers_stand_in_the_same_order_whatever_that_of_the_file(text: str) -> None:
    assert in_order(turned_round(text)) == in_order(text)
