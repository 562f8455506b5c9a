"""The path of a record, held to the conflict graph: a step is a gap or an arc of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from casefiles import whole
from hypothesis import assume, given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.case.checks.path import PathStep, path_of
from stickpoint.case.dates.fuzzy import parse_date
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Record, RecordedMove
from stickpoint.graph.conflict import Conflict

NEEDS = ("", "b.z", "!b.z & !nature.n", "a.w | nature.n")
LIMITS = (
    "",
    "impossible: [a.x & b.z]\n",
    "at_most_one: [[a.x, a.w, b.z]]\n",
    'impossible: ["nature.n & !b.z & a.x"]\n',
)
START = date(2024, 1, 1)


def graph_at(case: Case, code: int) -> Conflict:
    """Build the graph for the setting of nature that a state has."""
    setting = {n.id: bool(code >> case.option_index[n.id] & 1) for n in case.nature}
    return case.conflict(nature=setting)


def state_in(graph: Conflict, code: int) -> int | None:
    """Return the number of a state; None when it is not in the graph."""
    places = np.flatnonzero(graph.codes == np.uint64(code))
    return int(places[0]) if places.size else None


def is_arc(case: Case, step: PathStep) -> bool:
    """Look a step up in the conflict graph; nature may lead from any state to any other."""
    before_graph, after_graph = graph_at(case, step.before), graph_at(case, step.after)
    before, after = state_in(before_graph, step.before), state_in(after_graph, step.after)
    if before is None or after is None:
        return False
    if not step.party:
        return True
    return after in before_graph.moves_from(case.party_index[step.party], before)


def replayed(case: Case, moves: Sequence[RecordedMove]) -> list[tuple[int, int]]:
    """Set option after option, as a reader with a pencil would."""
    yes = {option.id for option in case.options if option.now}
    events = [(move.date.first, move.sets) for move in moves if move.date]
    events += [(n.on.first, ((n.id, not n.now),)) for n in case.nature if n.on]
    pairs = []
    for _, sets in sorted(events, key=lambda event: event[0]):
        before = sum(1 << case.option_index[name] for name in yes)
        for name, value in sets:
            (yes.add if value else yes.discard)(name)
        pairs.append((before, sum(1 << case.option_index[name] for name in yes)))
    return pairs


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw three options with all that can forbid a move, and moves on different days."""
    lines = ["options:"]
    for name in ("a.x", "a.w", "b.z"):
        way = draw(st.sampled_from(["", ", one_way: yes", ", one_way: to no"]))
        needs = draw(st.sampled_from(NEEDS))
        needed = f", needs: '{needs}'" if needs and not needs.startswith(name) else ""
        now = draw(st.sampled_from(["yes", "no"]))
        lines.append(f"  {name}: {{text: do it, now: {now}{way}{needed}}}")
    days = draw(st.permutations([(START + timedelta(k)).isoformat() for k in range(7)]))
    lines.append(f"nature: {{n: {{text: n happens, now: no, on: {days.pop()}}}}}")
    limit = draw(st.sampled_from(LIMITS))
    case, _ = check_text(whole("\n".join(lines) + "\n" + limit + "wants: {a: [a.x], b: [b.z]}\n"))
    assume(case is not None)
    assert case is not None
    moves = []
    for k in range(draw(st.integers(0, 6))):
        party = draw(st.sampled_from("ab"))
        own = st.sampled_from(["a.x", "a.w"] if party == "a" else ["b.z"])
        sets = draw(st.dictionaries(own, st.booleans(), min_size=1))
        moves.append(
            RecordedMove(f"v{k}", parse_date(days.pop()), party, tuple(sorted(sets.items())))
        )
    return replace(case, record=Record(moves=tuple(moves)))


@given(cases())
def test_a_step_is_a_gap_exactly_when_the_graph_has_no_such_arc(case: Case) -> None:
    path = path_of(case)
    assert [(s.before, s.after) for s in path.steps] == replayed(case, case.record.moves)
    for step in path.steps:
        assert step.in_order
        if step.is_move:
            try:
                found = is_arc(case, step)
            except sp.StickpointError:
                continue  # the status quo is impossible under that setting: no graph to ask
            assert (step.gap == "") == found, step


@given(cases())
def test_what_is_restated_and_what_is_changed_make_up_the_move(case: Case) -> None:
    sets = {move.id: set(move.sets) for move in case.record.moves}
    for step in path_of(case).steps:
        if step.party:
            assert set(step.changed) | set(step.restated) == sets[step.id]
            assert step.is_move == bool(step.changed)


def test_the_korean_record_is_a_walk_on_the_korean_graph() -> None:
    case = sp.load("korea-1952")
    path = path_of(case)
    changes = [step for step in path.steps if step.is_move]
    assert len(changes) == 7
    assert all(is_arc(case, step) for step in changes)
    assert not path.gaps
    graph = graph_at(case, path.end)
    end = state_in(graph, path.end)
    assert end is not None
    assert graph.terms[graph.terms_index[end]] == "neutral custody"


VAGUE = whole(
    "clock: {start: 2024-03-01}\n"
    "options: {a.x: {text: do x, one_way: yes}, b.y: {text: do y, now: yes, needs: a.x}}\n"
    "record:\n  moves:\n"
    "    - {id: late, date: 2024-05, party: a, sets: {a.x: yes}}\n"
    "    - {id: vague, date: 2024-04-20/2024-05-05, party: b, sets: {b.y: no}}\n"
    "    - {id: past, date: early 2023, party: b, sets: {b.y: no}}\n"
)


def test_vague_dates_go_by_their_middle_and_say_that_the_order_is_open() -> None:
    case, findings = check_text(VAGUE)
    assert case is not None, findings
    path = path_of(case)
    assert [(step.id, step.in_order) for step in path.steps] == [("vague", True), ("late", False)]
    assert [step.id for step in path.gaps] == ["vague"]
    assert "needs 'a.x'" in path.gaps[0].gap


def test_no_step_leads_into_an_impossible_state_or_out_of_one() -> None:
    case, _ = check_text(whole("impossible: [a.x & b.y]\noptions: {a.x: do x, b.y: do y}\n"))
    assert case is not None
    days = [("2024-01-01", "b.y", True), ("2024-01-02", "a.x", True), ("2024-01-03", "a.x", False)]
    moves = [RecordedMove(d, parse_date(d), o[0], ((o, value),)) for d, o, value in days]
    gaps = [step.gap for step in path_of(replace(case, record=Record(moves=tuple(moves)))).steps]
    assert gaps == [
        "",
        "the state after it breaks 'impossible: a.x & b.y'",
        "the state before it breaks 'impossible: a.x & b.y'",
    ]


def test_what_came_before_the_start_is_context_and_may_contradict_it() -> None:
    case, _ = check_text(VAGUE)
    assert case is not None
    path = path_of(case)
    assert [move.id for move in path.context] == ["past"]
    assert path.contradictions == (("b.y", False),)


@pytest.mark.parametrize(
    ("written", "place"),
    [("2024-03-01", 2), ("../2024-02", 2), ("2024-02-10/..", 1), ("2024", 3)],
)
def test_an_open_end_is_ordered_by_the_other_end(written: str, place: int) -> None:
    case, _ = check_text(whole(""))
    assert case is not None
    others = [("2024-01-20/..", "a"), ("2024-02-20/..", "b")]
    moves = [RecordedMove(id_, parse_date(when), "a", ()) for when, id_ in others]
    moves.append(RecordedMove("it", parse_date(written), "a", (("a.x", True),)))
    moves[2:2] = [RecordedMove("c", parse_date("2024-03-15"), "a", ())]
    path = path_of(replace(case, record=Record(moves=tuple(moves))))
    assert [step.id for step in path.steps].index("it") == place
