"""Why it is stuck, of states that are judged by blocks: in the same words as of stored ones."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.large import by_blocks, reordered
from stickpoint.answers.large.by_blocks import ByBlocks
from stickpoint.answers.large.levers import LeversByBlocks, as_change
from stickpoint.answers.large.reordered import Reordered, Turned
from stickpoint.answers.levers.both import Levers, levers
from stickpoint.answers.progress import progress
from stickpoint.answers.why.stability import Why, why
from stickpoint.case.check import check_text, loads
from stickpoint.case.model.case import Case, Wants
from stickpoint.errors import ModelError, NoRoom
from stickpoint.pages.data.levers import levers as data
from stickpoint.pages.data.why import why as why_data
from stickpoint.pages.why.full import hold_sentence, verdict
from stickpoint.pages.why.reach import unless
from stickpoint.pages.why.ways import ways
from stickpoint.pages.wording.names import CaseWords
from stickpoint.solve.levers.ranks.wants import JudgedOrders, least_reorder, nearest_orders
from stickpoint.solve.stability.blocks import followed, room
from stickpoint.solve.stability.blocks.by_blocks import _Judge
from stickpoint.solve.stability.sanctions import stability

STRIKE = """\
format: 1
title: Wages
parties: {firm: {name: The firm}, union: {name: The union}}
options: {firm.cut: cut wages, union.strike: strike, union.talk: talk}
wants:
  firm: ["!union.strike", firm.cut]
  union: ["firm.cut iff union.strike", "!firm.cut"]
"""


@st.composite
def cubes(draw: st.DrawFn) -> Case:
    """Draw a case of two to four parties, all of whose options switch freely, with two terms."""
    owners = draw(st.lists(st.integers(0, 3), min_size=4, max_size=7))
    parties = sorted({0, 1, *owners})
    ids = [f"p{owner}.o{k}" for k, owner in enumerate(owners)]
    literal = st.builds(str.__add__, st.sampled_from(["", "!"]), st.sampled_from(ids))
    both = st.builds("{} {} {}".format, literal, st.sampled_from(["&", "|", "iff"]), literal)
    wants = {i: draw(st.lists(literal | both, min_size=1, max_size=5)) for i in parties}
    terms = draw(st.lists(both, min_size=2, max_size=2))
    now = draw(st.lists(st.booleans(), min_size=len(ids), max_size=len(ids)))
    lines = ["format: 1", "title: Drawn", "parties:"]
    lines += [f"  p{i}: {{name: Party {i}}}" for i in parties]
    lines += ["options:"]
    lines += [f"  {id_}: {{text: do {id_[3:]}, now: {'yes' if x else 'no'}}}"
              for id_, x in zip(ids, now, strict=True)]  # fmt: skip
    lines += ["issues: {peace: {name: peace, terms: {"]
    lines += [f"  one: {terms[0]!r}, other: {terms[1]!r}", "}}}", "settled: peace", "wants:"]
    lines += [f"  p{i}: [{', '.join(map(repr, said))}]" for i, said in wants.items()]
    case, _ = check_text("\n".join(lines))
    assume(case is not None)  # terms that cannot be, or that nothing tells apart
    return case


def told(answer: Why) -> list[str]:
    """Return the sentences of one screen that states are compared for."""
    words = CaseWords.of(answer)
    held = [hold_sentence(hold, words) for hold in answer.parties]
    return [verdict(answer), unless(answer), *held, *ways(answer, full=True), *answer.holds]


@settings(max_examples=30, deadline=None)
@given(cubes())
def test_blocks_say_why_in_the_words_of_stored_states(case: Case) -> None:
    stored, blocks = why(case), ByBlocks(case, {})
    # Ways out name what a group would do, which blocks leave out.
    object.__setattr__(stored, "joint", None)
    assert told(blocks) == told(stored)
    assert blocks.keepers == stored.keepers
    words = CaseWords.of(blocks)
    for one, other in zip(blocks.settlements, stored.settlements, strict=True):
        assert (one.terms, one.concept, one.firmest) == (other.terms, other.concept, other.firmest)
        assert blocks.number(one.state) == other.state + 1
        assert (one.leaver is None) == (other.leaver is None)
        assert [*one.stable] == [*other.stable]
        if one.leaver is not None:
            assert one.leaver.sentence(words) == other.leaver.sentence(CaseWords.of(stored))
        counts = blocks.terms_found[one.terms].counts
        assert {key: counts[key] for key in other.stable} == {
            key: len(found) for key, found in other.stable.items()
        }


@settings(max_examples=12, deadline=None)
@given(cubes(), st.sampled_from(["nash", "gmr", "smr", "seq", "sseq"]))
def test_blocks_find_the_nearest_orders_that_stored_states_find(case: Case, concept: str) -> None:
    conflict, found = case.conflict(), Reordered(case, concept, limit=4)
    assert tuple(found.places) == conflict.terms
    held = stability(conflict, (concept,)).equilibria[concept]
    assert found.stands == held[conflict.status_quo]
    for name in conflict.terms:
        states = np.flatnonzero(held & (conflict.terms_index == conflict.terms.index(name)))
        assert found.holding[name] == (int(states[0]) if states.size else None)
        for party, one in enumerate(found.settling.get(name, ())):
            wish = case.preferences[case.parties[party].id]
            assert isinstance(wish, Wants)
            said = [item.statement.formula for item in wish.items]
            stored = least_reorder(conflict, party, said, name, concept, limit=4)
            assert (one is None) == (not stored.found)
            if one is not None:
                assert (one.state, one.swaps) == (stored.state, stored.cost)
                assert stored.changes == (as_change(one),)
            elif stored.proof == "impossible":
                assert found.all_tried(party) or not found.could_hold(party, name)


@settings(max_examples=12, deadline=None)
@given(cubes(), st.sampled_from(["nash", "gmr", "smr", "seq", "sseq"]))
def test_orders_judged_once_hold_where_they_do_and_keep_one_set_each(
    case: Case, concept: str
) -> None:
    conflict, wish = case.conflict(), case.preferences[case.parties[0].id]
    assert isinstance(wish, Wants)
    judged = JudgedOrders(conflict, 0, [item.statement.formula for item in wish.items], concept)
    orders = [order for _, order in islice(nearest_orders(len(wish.items)), 4)]
    for states in (range(conflict.n_states), range(3), [1], [*range(5, conflict.n_states, 2)]):
        for order in orders:
            held = stability(judged.after(order), (concept,)).equilibria[concept]
            first = next((state for state in states if held[state]), None)
            assert judged.first_held(order, states) == first
    assert len(judged._stay) == len(orders)


def test_an_order_that_turns_todays_state_is_the_nearest() -> None:
    case = loads(
        """
        format: 1
        title: Two at a door
        parties: {a: {name: A}, b: {name: B}}
        options: {a.go: go first, b.go: go first too, a.wave: wave}
        wants: {a: ["!a.go", "a.go & !b.go"], b: ["!b.go"]}
        """.replace("\n        ", "\n")
    )
    found = Reordered(case, "nash", limit=5)
    assert found.stands
    assert found.today == [Turned(0, (1, 0), 1, 0), None]


def test_an_answer_that_is_not_followed_to_its_end_is_said_to_be_there() -> None:
    case = loads(STRIKE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(followed, "MOST_FOLLOWED", 0)
        blocks = ByBlocks(case, {})
        [hold] = [hold for hold in blocks.parties if hold.kind == "deterred"]
        said = hold.witness.sentence(CaseWords.of(blocks))
        assert why_data(blocks)["parties"]["firm"]["sanction"] is None
    assert said.startswith("The firm would gain by this: cut wages; but others could")
    [stored] = [hold for hold in why(case).parties if hold.kind == "deterred"]
    assert why_data(ByBlocks(case, {}))["parties"]["firm"]["sanction"]
    assert hold.credible
    assert stored.credible


def test_whoever_asks_for_all_states_of_those_by_blocks_hears_why_there_are_none() -> None:
    blocks = ByBlocks(loads(STRIKE), {})
    with pytest.raises(NoRoom, match="takes every move"):
        stability(blocks.conflict)
    with pytest.raises(NoRoom, match="8 states are not kept"):
        _ = blocks.result


def test_what_is_declared_and_not_read_by_blocks_is_said_to_be_silent() -> None:
    assert not {"unknown", "as_seen"} & {*why_data(ByBlocks(loads(STRIKE), {}))}
    doubt = "unknown: {firm: [[firm.cut, union.talk]]}\nforesight: {union: nash}\n"
    told = why_data(ByBlocks(loads(STRIKE + doubt), {}))
    silent = "it takes every state, and 8 are judged by blocks"
    assert told["unknown"] == {"declared": ["firm"], "silent": silent}
    assert told["as_seen"] == {"silent": silent}


def test_what_by_blocks_has_too_little_room_for_is_left_unanswered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = loads(STRIKE)
    monkeypatch.setattr(by_blocks, "MOST_LISTED", 4)
    assert repr(by_blocks.why(case)) == "ByBlocks('Wages', 8 states)"
    monkeypatch.setattr(room, "available", lambda: 1 << 29)
    found = sp.why(case)
    said = str(found)
    assert "No answer: 8 states of 2 parties need about 0.5 GiB even by blocks" in said
    assert "fewer concepts" not in said
    assert "left out" not in said
    assert "Unanswered object" in repr(found.why)


def test_more_wants_than_blocks_compare_leave_states_that_fit_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(by_blocks, "MOST_LISTED", 4)
    few, many = (
        loads(STRIKE.replace('union.strike", firm', 'union.strike", ' + "firm.cut, " * n + "firm"))
        for n in (30, 31)
    )
    assert by_blocks.goes_by_blocks(few)
    assert len(ByBlocks(few, {}).parties) == 2
    assert not by_blocks.goes_by_blocks(many)
    assert not by_blocks.why(many).by_blocks
    monkeypatch.setattr(by_blocks, "refusal", lambda *_: "too many")
    assert by_blocks.goes_by_blocks(many)


def test_parties_judged_by_blocks_are_counted_when_they_are_done() -> None:
    heard: list[tuple[int, int]] = []
    blocks = ByBlocks(loads(STRIKE), {})
    with pytest.MonkeyPatch.context() as patched:
        judged = _Judge.by_improvements
        done = lambda *given: (heard.append((-1, -1)), judged(*given))[1]  # noqa: E731
        patched.setattr(_Judge, "by_improvements", done)
        with progress.heard_by(lambda _, parts, of: heard.append((parts, of))):
            _ = blocks.found
    assert heard == [(0, 4), *((part, of) for k in range(4) for part, of in [(-1, -1), (k + 1, 4)])]


AGREED = """\
format: 1
title: A quarry
parties: {a: {name: A}, b: {name: B}}
options: {a.dig: dig, b.pay: pay, b.sue: sue}
nature: {flood: {text: it floods, now: yes}}
issues: {work: {name: work, terms: {dug: a.dig & !b.sue, paid: b.pay}}}
settled: work
wants: {a: ["!a.dig", b.pay, "!b.sue"], b: [a.dig, "!b.pay", "!b.sue"]}
"""


def blocks_of(case: Case, **given: object) -> Levers:
    """Return the levers on a case, among states that are judged by blocks."""
    found = levers(case, **given)
    found.__dict__["by_blocks"] = LeversByBlocks(case, found.terms, found.concept, {})
    return found


def test_levers_by_blocks_number_states_among_all() -> None:
    case = loads(AGREED)
    stored = {one.terms: one for one in levers(case, concept="nash").ranks}
    for told in data(blocks_of(case, concept="nash"))["holding"]:
        kept = stored[told["terms"]]
        assert told["ranks"]["target"][0] == kept.ranks.target[0] + 1
        for lever in kept.wants:
            state = told["wants"][case.parties[lever.parameters["party"]].id]["state"]
            assert state == (None if lever.state is None else lever.state + 1)


def test_levers_by_blocks_refuse_terms_as_stored_states_do() -> None:
    case = loads(AGREED)
    asked = LeversByBlocks(case, ("paid",), "seq", {})
    assert [one.terms for one in asked.outcomes] == ["paid"]
    assert len(asked.tried.lowest) > 1
    with pytest.raises(ModelError, match="no terms are called 'dung'; this conflict has 'dug'"):
        _ = LeversByBlocks(case, ("dung",), "seq", {}).outcomes
    fees = "issues: {fees: {name: fees, terms: {free: '!b.pay'}}, "
    both = loads(AGREED.replace("issues: {", fees).replace("settled: work", "settled: work & fees"))
    with pytest.raises(ModelError, match=r"'dug' alone settles nothing .* is 'free \+ dug'"):
        _ = LeversByBlocks(both, ("dug",), "seq", {}).outcomes


def test_levers_by_blocks_are_refused_before_states_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = loads(AGREED)
    # 8 states take 16 bytes, and a bit each for 2 × 2 + 2 sets of them and one for each terms.
    monkeypatch.setattr(room, "available", lambda: (1 << 29) + 16 + 7)
    Reordered(case, "seq").check_room(1)
    with pytest.raises(NoRoom, match="GiB even by blocks") as refused:
        Reordered(case, "seq").check_room(2)
    assert "concepts" not in str(refused.value)
    with pytest.raises(NoRoom):
        _ = Reordered(case, "seq").places
    monkeypatch.setattr(room, "available", lambda: 1 << 29)
    monkeypatch.setattr(reordered, "chunks", lambda _: pytest.fail("states were looked at"))
    with pytest.raises(NoRoom):
        _ = LeversByBlocks(case, (), "seq", {}).outcomes
