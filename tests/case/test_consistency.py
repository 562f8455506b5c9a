"""What a record cannot be, held to every order of events that its dates allow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations, product

import pytest
from casefiles import unmarked, whole
from hypothesis import assume, given
from hypothesis import strategies as st

from stickpoint.case.check import check_text
from stickpoint.case.checks.consistency import check_moves, check_replies, sure
from stickpoint.case.checks.path import holds
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Message, Record, RecordedMove
from stickpoint.case.yaml.nodes import Faults

FIRST = date(2024, 1, 10)


def between(low: int, high: int) -> FuzzyDate:
    """Return a date of some days, counted from the first of the test."""
    return FuzzyDate(FIRST + timedelta(low), FIRST + timedelta(high), f"{low} to {high}")


def orders(moves: list[RecordedMove]) -> Iterator[list[RecordedMove]]:
    """List every order of the moves that some choice of their days allows."""
    spans = [range((m.date.last - m.date.first).days + 1) for m in moves if m.date]
    seen = set()
    for days in product(*spans):
        on = [m.date.first + timedelta(d) for m, d in zip(moves, days, strict=True) if m.date]
        for order in permutations(range(len(moves))):
            if all(on[a] <= on[b] for a, b in pairwise(order)):
                seen.add(order)
    for order in seen:
        yield [moves[k] for k in order]


def wrong_in(case: Case, order: list[RecordedMove]) -> set[tuple[str, str]]:
    """Replay one order to the letter; give the moves that cannot be, with what is wrong."""
    code = sum(1 << case.option_index[option.id] for option in case.options if option.now)
    wrong = set()
    for move in order:
        before = code
        for name, value in move.sets:
            k = case.option_index[name]
            option = case.options[k]
            if bool(before >> k & 1) != value:
                if option.one_way == (-1 if value else 1):
                    wrong.add((move.id, "one_way"))
                if option.needs and not holds(option.needs.formula, before):
                    wrong.add((move.id, "needs"))
            code = code | 1 << k if value else code & ~(1 << k)
        if any(not holds(c.formula, code) for c in case.constraints):
            wrong.add((move.id, "limit"))
    return wrong


def claimed(case: Case) -> set[tuple[str, str]]:
    """Return the moves that the findings name, with what is wrong with them."""
    faults = Faults("x")
    check_moves(case, faults)
    places = {move.place.line: move.id for move in case.record.moves}
    kinds = {"C613": "limit", "C612": "one_way"}
    return {
        (places[f.line], "needs" if "needs '" in f.message else kinds[f.code])
        for f in faults.findings
    }


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a small case whose moves have dates that overlap."""
    lines = ["options:"]
    for name in ("a.x", "a.w", "b.z"):
        way = draw(st.sampled_from(["", "", ", one_way: yes", ", one_way: to no"]))
        needs = draw(st.sampled_from(["", "", "b.z", "!a.w & b.z", "a.x | b.z"]))
        needed = f", needs: '{needs}'" if name not in needs and needs else ""
        now = draw(st.sampled_from(["yes", "no"]))
        lines.append(f"  {name}: {{text: do it, now: {now}{way}{needed}}}")
    limit = draw(st.sampled_from(["", "impossible: [a.x & b.z]\n", "at_most_one: [[a.w, b.z]]\n"]))
    case, _ = check_text(whole("\n".join(lines) + "\n" + limit + "wants: {a: [a.x], b: [b.z]}\n"))
    assume(case is not None)
    assert case is not None
    moves = []
    for k in range(draw(st.integers(1, 4))):
        party = draw(st.sampled_from("ab"))
        own = st.sampled_from(["a.x", "a.w"] if party == "a" else ["b.z"])
        sets = draw(st.dictionaries(own, st.booleans(), min_size=1))
        low = draw(st.integers(0, 5))
        when = between(low, low + draw(st.integers(0, 2)))
        place = replace(case.options[0].place, line=k + 1)
        moves.append(RecordedMove(f"v{k}", when, party, tuple(sorted(sets.items())), place=place))
    return replace(case, record=Record(moves=tuple(moves)))


@given(cases())
def test_a_move_is_only_called_impossible_when_no_order_allows_it(case: Case) -> None:
    in_every = set.intersection(*(wrong_in(case, o) for o in orders(list(case.record.moves))))
    found = claimed(case)
    assert found <= in_every
    # One option against its own past needs no second one, so there nothing may be missed.
    assert {f for f in found if f[1] == "one_way"} == {f for f in in_every if f[1] == "one_way"}


@given(cases())
def test_with_certain_days_every_wrong_move_is_named(case: Case) -> None:
    moves = tuple(
        replace(move, date=between(10 * k, 10 * k)) for k, move in enumerate(case.record.moves)
    )
    sure_case = replace(case, record=Record(moves=moves))
    wrong, new = wrong_in(sure_case, list(moves)), claimed(sure_case)
    for kind in ("one_way", "needs"):
        named = {f for f in new if f[1] == kind}
        assert named <= {f for f in wrong if f[1] == kind}
    assert {f[0] for f in new if f[1] != "limit"} == {f[0] for f in wrong if f[1] != "limit"}
    # A state that stays impossible is named once, where it came about.
    assert {f for f in new if f[1] == "limit"} <= {f for f in wrong if f[1] == "limit"}
    assert any(f[1] == "limit" for f in new) == any(f[1] == "limit" for f in wrong)


VAGUE = {
    "needed first, on a day that may be the same": (
        "options: {a.x: {text: do x, needs: b.y}, b.y: do y}\n"
        "record:\n  moves:\n"
        "    - {id: v, date: 1952-07-14, party: a, sets: {a.x: yes}}\n"
        "    - {id: w, date: 1952-07, party: b, sets: {b.y: yes}}\n"
    ),
    "needed first, and certainly later": (
        "options: {a.x: {text: do x, needs: b.y}, b.y: do y}\n"
        "record:\n  moves:\n"
        "    - ⟨C612⟩{id: v, date: 1952-06~, party: a, sets: {a.x: yes}}\n"
        "    - {id: w, date: 1952-08, party: b, sets: {b.y: yes}}\n"
    ),
    "what was needed is taken back on an unknown day": (
        "options: {a.x: {text: do x, needs: b.y}, b.y: {text: do y, now: yes}}\n"
        "record:\n  moves:\n"
        "    - {id: v, date: 1952-08, party: a, sets: {a.x: yes}}\n"
        "    - {id: w, date: early 1952/.., party: b, sets: {b.y: no}}\n"
    ),
    "an exclusion that vague dates leave possible": (
        "at_most_one: [[a.x, b.y]]\noptions: {a.x: do x, b.y: {text: do y, now: yes}}\n"
        "record:\n  moves:\n"
        "    - {id: v, date: 1952-07, party: a, sets: {a.x: yes}}\n"
        "    - {id: w, date: mid July 1952, party: b, sets: {b.y: no}}\n"
    ),
    "an exclusion that they do not": (
        "at_most_one: [[a.x, b.y]]\noptions: {a.x: do x, b.y: {text: do y, now: yes}}\n"
        "record:\n  moves:\n"
        "    - ⟨C613⟩{id: v, date: early July 1952, party: a, sets: {a.x: yes}}\n"
        "    - {id: w, date: mid July 1952, party: b, sets: {b.y: no}}\n"
    ),
    "a reply that may have come after": (
        "record:\n  messages:\n"
        "    - {id: m, date: 1952-07-15~, from: a, act: plea, text: t}\n"
        "    - {id: n, date: 1952-07-14, from: b, act: refusal, text: t, reply_to: m}\n"
    ),
    "a message that answers itself": (
        "record:\n  messages:\n"
        "    - ⟨C611⟩{id: m, date: 1952, from: a, act: plea, text: t, reply_to: m}\n"
    ),
    "three that answer each other": (
        "record:\n  messages:\n"
        "    - ⟨C611⟩{id: m, date: 1952, from: a, act: plea, text: t, reply_to: o}\n"
        "    - ⟨C611⟩{id: n, date: 1952, from: b, act: refusal, text: t, reply_to: m}\n"
        "    - ⟨C611⟩{id: o, date: 1952, from: b, act: refusal, text: t, reply_to: n}\n"
        "    - {id: p, date: 1952, from: b, act: refusal, text: t, reply_to: n}\n"
    ),
}


@pytest.mark.parametrize("name", VAGUE)
def test_only_what_the_dates_make_certain_is_a_finding(name: str) -> None:
    text, expected = unmarked(VAGUE[name])
    _, findings = check_text(whole(text))
    assert [(f.line, f.column, f.code) for f in findings] == expected, list(map(str, findings))


@given(st.lists(st.integers(0, 5), min_size=6, max_size=6), st.booleans())
def test_every_member_of_a_circle_of_replies_and_no_other_is_named(
    answers: list[int], first_is_free: bool
) -> None:
    replies = [f"m{k}" for k in answers]
    if first_is_free:
        replies[0] = ""
    place = check_text(whole(""))[0].options[0].place
    messages = tuple(
        Message(f"m{k}", None, "a", "b", "plea", "t", reply, place=replace(place, line=k + 1))
        for k, reply in enumerate(replies)
    )
    faults = Faults("x")
    check_replies(Record(messages=messages), faults)
    circle = set()
    for k in range(6):
        here = k
        for _ in range(6):
            if not replies[here]:
                break
            here = int(replies[here][1])
            if here == k:
                circle.add(k + 1)
    assert {finding.line for finding in faults.findings} == circle


@given(
    st.recursive(
        st.one_of(
            st.tuples(st.just("option"), st.integers(0, 3)),
            st.tuples(st.just("const"), st.booleans()),
            st.tuples(
                st.sampled_from(["at_most_one", "exactly_one"]),
                st.lists(st.integers(0, 3), min_size=2, unique=True).map(tuple),
            ),
        ),
        lambda inner: st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.sampled_from(["and", "or"]), st.tuples(inner, inner)),
        ),
        max_leaves=6,
    ),
    st.dictionaries(st.integers(0, 3), st.booleans()),
)
def test_a_formula_is_only_sure_of_what_every_completion_gives(formula, known) -> None:
    codes = [c for c in range(16) if all(bool(c >> k & 1) == v for k, v in known.items())]
    values = {holds(formula, code) for code in codes}
    found = sure(formula, known)
    assert found is None or values == {found}
    if len(known) == 4:
        assert found is not None
