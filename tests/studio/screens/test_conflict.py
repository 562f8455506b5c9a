"""The Conflict screen: boxes stand apart, and what is said is what the stability lens says."""

from __future__ import annotations

import json
import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from studio.screens.markup_oracles import Fragment, well_made

import stickpoint as sp
from stickpoint.answers.why.stability import why
from stickpoint.answers.why.steps import Step, steps_from
from stickpoint.errors import ModelError
from stickpoint.pages.why.full import hold_sentence
from stickpoint.pages.wording.names import CaseWords
from stickpoint.solve.stability.witness import find_answer, find_witness
from stickpoint.studio.screens import conflict
from stickpoint.studio.screens.graphs.drawn import Drawing
from stickpoint.studio.screens.graphs.layers import GAP, WIDE, layers, ordered, places
from stickpoint.studio.screens.graphs.scene import BESIDE, MOST, Scene, moves_from, name_of

MANY = """
format: 1
title: Many options
parties: {a: A, b: B}
options: {OPTIONS}
nature: {rain: {text: it rains, now: no}}
wants: {a: [a.o0, "!b.o0"], b: [b.o0, "!a.o0"]}
""".replace("OPTIONS", ", ".join(f"{party}.o{k}: do {k}" for party in "ab" for k in range(4)))


def boxes(fragment: str) -> dict[int, dict[str, str]]:
    """Return the attributes of the boxes of a picture, by state."""
    found = Fragment(fragment).tags
    return {int(a["data-state"]): a for _, a in found if a.get("class") == "box"}


@given(st.data())
def test_boxes_never_lie_on_one_another(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 40))
    state = st.integers(0, size - 1)
    moves = data.draw(st.lists(st.tuples(state, state), max_size=60))
    tall = {k: data.draw(st.sampled_from([30.0, 90.0, 150.0])) for k in range(size)}
    rows = ordered(layers(0, list(range(size)), moves), moves)
    assert sorted(s for row in rows for s in row) == list(range(size))
    found = places(rows, tall)
    for one, other in combinations(found, 2):
        (x1, y1), (x2, y2) = found[one], found[other]
        apart_across = abs(x1 - x2) >= WIDE + GAP - 1e-6
        first, second = sorted([(y1, tall[one]), (y2, tall[other])])
        assert apart_across or second[0] >= first[0] + first[1]


@pytest.mark.parametrize("name", ["korea-1952", "elmira", "cuba-1962"])
@pytest.mark.parametrize("every", [False, True])
def test_arrows_begin_and_end_at_the_edge_of_their_boxes(name: str, *, every: bool) -> None:
    answer = why(sp.load(name))
    drawing = Drawing(Scene(answer, every, answer.now))
    for arc in drawing.scene.arcs[:60]:
        line, tip = drawing._curve(arc.source, arc.target, arc.party)
        a, b = line[1:].split("Q")[0], tip[1:].split("L")[0]
        for state, end in ((arc.source, a), (arc.target, b)):
            x, y = map(float, end.split())
            left, top = drawing.places[state]
            right, foot = left + WIDE, top + drawing.tall[state]
            across = max(left - x, 0, x - right)
            down = max(top - y, 0, y - foot)
            assert math.hypot(across, down) <= 4


def test_what_a_party_would_do_is_said_as_the_verb_says_it() -> None:
    case = sp.load("korea-1952")
    answer = why(case)
    told = well_made(conflict.detail(case, {})).text
    for hold in answer.parties:
        assert hold_sentence(hold, CaseWords.of(answer)) in told


@pytest.mark.parametrize("name", ["korea-1952", "elmira", "syria-iraq-1975"])
def test_each_gain_alone_has_the_answer_that_the_witness_has(name: str) -> None:
    answer = why(sp.load(name))
    for concept in ("seq", "gmr", "smr"):
        for party in range(answer.conflict.n_parties):
            whole = find_witness(answer.conflict, answer.now, party, concept)
            targets = answer.conflict.improvements_from(party, answer.now).tolist()
            alone = [find_answer(answer.conflict, answer.now, party, t, concept) for t in targets]
            assert whole.is_stable == all(one.is_stable for one in alone)
            for gain in whole.gains:
                assert gain in [one.gains[0] for one in alone]


def test_a_move_that_is_no_gain_has_no_witness() -> None:
    answer = why(sp.load("elmira"))
    worse = [step for step in steps_from(answer, answer.now) if step.gain <= 0]
    assert worse
    assert all(step.witness is None for step in worse)
    with pytest.raises(ModelError, match="no improvement"):
        find_answer(answer.conflict, answer.now, worse[0].party, worse[0].target, "seq")


def test_a_move_costs_what_the_game_says() -> None:
    case = sp.load("korea-1952")
    answer = why(case)
    game = case.game()
    start = game.start_state
    step = next(step for step in steps_from(answer, answer.now) if step.cost is not None)
    assert isinstance(step, Step)
    assert step.cost is not None
    assert step.cost[1] == pytest.approx(float(game.payoffs[step.party, start]))


def test_a_place_that_somebody_chose_is_kept_whatever_the_states_are_numbered() -> None:
    case = sp.loads(MANY)
    answer = why(case)
    name = name_of(answer, answer.now)
    text = conflict.graph(case, {"layout": {name: [500.0, -40.0], "gone": [1, 2]}, "scope": "near"})
    moved = boxes(text)[answer.now]
    assert moved["transform"] == "translate(500.0 -40.0)"
    more = sp.loads(MANY.replace("a.o0: do 0", "a.new: do more, a.o0: do 0"))
    again = conflict.graph(more, {"layout": {name: [500.0, -40.0]}, "scope": "near"})
    assert boxes(again)[why(more).now]["transform"] == "translate(500.0 -40.0)"


def test_a_layout_that_makes_no_sense_moves_nothing() -> None:
    case = sp.load("elmira")
    plain = conflict.graph(case, {})
    for place in (None, 7, ["x", 1], [1], [1e99, 0], [float("nan"), 0]):
        assert conflict.graph(case, {"layout": {"uniroyal.delay": place}}) == plain
    for layout in (None, [], "x"):
        assert conflict.graph(case, {"layout": layout}) == plain


def test_beyond_so_many_states_only_those_near_are_drawn() -> None:
    case = sp.loads(MANY)
    assert why(case).conflict.n_states == 256 > MOST
    text = conflict.graph(case, {"scope": "all", "chosen": "s200"})
    assert "256 states are too many" in text
    shown = boxes(text)
    assert 200 in shown
    assert why(case).now in shown
    assert len(shown) < 40


def test_beyond_so_many_states_the_neighbours_of_settlements_are_drawn() -> None:
    answer = why(sp.load("colombia-2014"))
    assert answer.conflict.n_states > MOST
    shown = set(Scene(answer, every=False).states)
    for state in (answer.now, *(one.state for one in answer.settlements)):
        assert state in shown
        near = [arc.target for arc in moves_from(answer, state) if arc.gain]
        near += [
            other
            for other in range(answer.conflict.n_states)
            for party in range(answer.conflict.n_parties)
            if state in answer.conflict.improvements_from(party, other)
            and other in answer.conflict.moves_from(party, state)
        ]
        assert len(shown & set(near)) >= min(BESIDE, len(set(near)))
    assert len(shown) < 60


def test_nature_is_a_switch() -> None:
    case = sp.load("korea-1952")
    found = well_made(conflict.graph(case, {})).tags
    switch = next(a for _, a in found if a.get("data-key") == "nature")
    assert switch["aria-pressed"] == "false"
    asked = {"nature": switch["data-value"]}
    turned = why(case, nature=json.loads(switch["data-value"]))
    assert "nature.stalin_dies" in turned.conflict.yes(turned.now)
    again = conflict.graph(case, asked)
    assert 'aria-pressed="true"' in again.partition("How much is shown")[0]


@pytest.mark.parametrize(
    "said", ["", "s", "s-1", "s999", "m", "m0>1", "m0>0>0", "m9>9>9>9", "x3", "s\u0665", "m1>2>99"]
)
def test_what_cannot_be_chosen_leaves_today(said: str) -> None:
    case = sp.load("elmira")
    assert "State " in conflict.detail(case, {"chosen": said})


def test_a_chosen_move_says_what_it_is_to_its_mover() -> None:
    case = sp.load("elmira")
    answer = why(case)
    step = next(step for step in steps_from(answer, answer.now) if step.gain > 0)
    told = conflict.detail(case, {"chosen": f"m{step.source}>{step.target}>{step.party}"})
    text = well_made(told).text
    assert "gains by it: it ranks what comes of it number 3 of 9" in text
    assert "insist on the order as first issued" in text


def test_the_keys_find_in_each_box_the_gains_that_lead_on() -> None:
    case = sp.load("elmira")
    answer = why(case)
    for state, box in boxes(conflict.graph(case, {})).items():
        gains = {
            target
            for party in range(answer.conflict.n_parties)
            for target in answer.conflict.improvements_from(party, state).tolist()
        }
        assert set(map(int, box["data-ahead"].split())) == gains
