"""A day on which it is settled for certain: nothing in the forecast runs past it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.forecasting.draws.ends import until_then
from stickpoint.answers.forecasting.draws.latest import latest as first_of
from stickpoint.answers.forecasting.known import known
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL, Rules
from stickpoint.answers.forecasting.shifts import shifts
from stickpoint.graph.build_game import Changes
from stickpoint.graph.game import Event, Game
from stickpoint.pages.clock import when, which
from stickpoint.pages.clock.latest import certain, latest
from stickpoint.pages.data.forecast import predictive
from stickpoint.pages.wording.numbers import percent

FEW = replace(USUAL, draws=16, most_draws=16)
VOTED = """
format: 1
title: A hedge
clock: {start: 2024-05-01, unit: month}
parties: {ali: Ali, bea: The Baker}
options:
  ali.cut: cut the hedge
  bea.pay: {text: pay half, now: yes}
nature: {vote: {text: the council votes, one_way: yes, by: 2024-12-01}}
issues:
  hedge: {name: the hedge, terms: {voted: nature.vote, shared: ali.cut & bea.pay}}
wants: {ali: [hedge, "!ali.cut"], bea: [hedge, "!bea.pay"]}
payoffs:
  ali: [{when: settled, worth: [0.5, 1]}]
  bea: [{when: "!settled", worth: -1}]
"""
SIGNED = "voted: {when: nature.vote, signed: yes, needs: [ali, bea]}"
LAST = 214.0
AFTER = np.array([LAST, LAST + 1e-6, LAST + 30.0, 1e5])


def ask(text: str, as_of: str | None = None, rules: Rules = FEW, **more: object) -> Forecast:
    found = sp.forecast(sp.loads(text), as_of, rules=rules, **more)
    assert isinstance(found, Forecast)
    return found


def by_hand(answer: Forecast, t: float) -> float:
    """Return the chance of being open just before a day, part by part, as if no day settled it."""
    moves = answer.model.weights @ [float(x.undated(np.array([t]))[0]) for x in answer.model.draws]
    others = (part for name, part in answer.parts.items() if name != "moves")
    rest = sum(part.weight * float(part.law.open(t)) for part in others)
    return float(answer.parts["moves"].weight * moves + rest)


def test_nothing_runs_past_a_day_that_settles_it() -> None:
    answer = ask(VOTED)
    assert answer.open(AFTER).tolist() == [0.0] * 4
    assert float(answer.open(LAST - 1e-6)) == pytest.approx(by_hand(answer, LAST), rel=1e-2)
    assert [answer.quantile(q) for q in (0.5, 0.75, 0.9)] == [LAST] * 3
    assert answer.quantile(0.1) < LAST
    assert (answer.day(0.9), answer.by(date(2024, 12, 1))) == (date(2024, 12, 1), 1.0)
    assert answer.by(date(2024, 11, 29)) < 0.5
    assert answer.model.law.open(AFTER).tolist() == [0.0] * 4
    assert (answer.model.curves[:, -200:] == 0).all()
    told = predictive(answer)
    assert max(told["quantiles"].values()) == LAST
    assert {row["when"]: row["answer"] for row in told["chances"]}["in a year"] == 1.0
    assert max(t for t, p in zip(*told["open"].values(), strict=True) if p > 0) < LAST
    assert told["settled_by"] == {
        "day": "2024-12-01",
        "by": "nature.vote",
        "weight": pytest.approx(1.0),
        "open_until_then": pytest.approx(by_hand(answer, LAST)),
    }
    assert told["settled_in_draws"] is None


def test_what_is_open_until_then_ends_as_that_day_finds_it() -> None:
    """Every draw by hand: what ends before by moves and by what holds, the rest by the day."""
    answer = ask(VOTED)
    assert sum(answer.outcomes.values()) == pytest.approx(1.0)
    assert until_then(answer) == pytest.approx(by_hand(answer, LAST))
    terms = answer.model.terms
    assert set(terms) == {"voted", "shared", "voted + shared"}
    # Before the day it ends in one way alone, and then in that way never again.
    assert answer.outcomes["shared"] == pytest.approx(1 - by_hand(answer, LAST))
    for draw in answer.model.draws:
        assert draw.closed is not None
        assert draw.closed.after.sum() == pytest.approx(1.0)
        assert draw.closed.after[terms.index("shared")] == 0
        still = float(draw.undated(np.array([LAST]))[0])
        assert draw.shares[terms.index("shared")] == pytest.approx(1 - still)
        assert draw.closed.before.sum() == pytest.approx(1 - still, abs=1e-3)
    off = answer.error.outcomes
    assert sum(off.values()) > 0


def test_terms_that_count_at_once_end_it_as_the_clock_has_it() -> None:
    """Without hold the day ends it in the clock too; its own shares are those of the draw."""
    rules = replace(FEW, hold=0.0, tempo_spread=0.0, kind=0.0, any_length=0.0, waits=0.0)
    answer = ask(VOTED.replace("[0.5, 1]", "0.7"), rules=replace(rules, stable=0.0))
    [course] = {draw.course for draw in answer.model.draws[:1]}
    ends = course.shares[-1] / course.shares[-1].sum()
    assert list(answer.outcomes.values()) == pytest.approx(ends.tolist(), abs=1e-6)
    assert answer.open(AFTER).tolist() == [0.0] * 4


@pytest.mark.parametrize(
    "other",
    [
        VOTED.replace("by: 2024-12-01", "rate: 0.5"),
        VOTED.replace("one_way: yes, by:", "now: no, rate: 2, by:"),
        VOTED.replace("voted: nature.vote", "voted: nature.vote & !ali.cut"),
        VOTED.replace(
            "voted: nature.vote", "voted: {when: nature.vote, signed: yes, needs: [ali, bea]}"
        ),
        VOTED.replace("by:", "on:"),
        VOTED.replace(
            "shared: ali.cut & bea.pay}}",
            "shared: ali.cut & bea.pay}}\n  tree: {name: the tree, terms: {felled: ali.cut}}",
        ),
    ],
    ids=["a chance", "comes undone", "not in every state", "signed", "unforeseen", "another issue"],
)
def test_a_day_that_may_leave_it_open_cuts_nothing(other: str) -> None:
    answer = ask(other)
    assert answer.model.cut is None
    assert float(answer.open(LAST)) > 0
    assert answer.quantile(0.9) > LAST
    assert not list(certain(answer))
    told = predictive(answer)
    assert (told["settled_by"], told["settled_in_draws"]) == (None, None)


def test_of_several_issues_all_have_to_be_settled() -> None:
    two = VOTED.replace(
        "shared: ali.cut & bea.pay}}",
        "shared: ali.cut & bea.pay}}\n"
        "  tree: {name: the tree, terms: {felled: nature.vote, left: bea.pay}}",
    )
    answer = ask(two)
    assert answer.quantile(0.9) == LAST
    assert sum(answer.outcomes.values()) == pytest.approx(1.0)
    assert all("voted" in name or "shared" in name for name in answer.outcomes)


def test_as_of_later_days_it_is_nearer_and_then_over() -> None:
    assert ask(VOTED, "2024-11-20").quantile(0.5) == 11.0
    for day in ("2024-12-01", "2024-12-05"):
        over = ask(VOTED, day)
        assert [over.quantile(q) for q in (0.1, 0.9)] == [0.0, 0.0]
        assert over.outcomes["voted"] == pytest.approx(1.0)
        assert float(over.open(0.0)) == 0.0
        assert predictive(over)["settled_already"] is True
    moved = (
        VOTED + "record: {moves: [{id: m, date: 2024-09-01, party: bea, sets: {bea.pay: no}}]}\n"
    )
    answer = ask(moved, "2024-11-20")
    assert answer.known.moved
    assert answer.quantile(0.9) == 11.0
    assert ask(moved, "2024-12-05").quantile(0.9) == 0.0


def test_a_date_that_is_supposed_settles_it_as_one_that_is_foreseen() -> None:
    changes = Changes(on={"nature.vote": 3.0})
    answer = ask(VOTED.replace("by: 2024-12-01", "rate: 0.01"), changes=changes)
    assert answer.quantile(0.9) == pytest.approx(3.0 * 30.4375, abs=0.01)
    assert answer.base is not None
    assert answer.base.model.cut is None


SOME = VOTED.replace(
    "nature: {vote:",
    "nature: {law: {text: there is a law, now: [0.3, 0.5]}, vote:",
).replace("voted: nature.vote", "voted: nature.vote & nature.law")


def test_where_some_draws_are_settled_only_these_are() -> None:
    answer = ask(SOME, rules=replace(USUAL, draws=64, most_draws=64))
    closed = np.array([draw.closed is not None for draw in answer.model.draws])
    assert 0 < closed.sum() < closed.size
    part = float(answer.model.weights[closed].sum())
    assert 0.2 < part < 0.6
    before, after = float(answer.open(LAST - 1e-3)), float(answer.open(LAST + 1e-3))
    others = sum(
        p.weight * float(p.law.open(LAST)) for n, p in answer.parts.items() if n != "moves"
    )
    opened = np.array([float(x.undated(np.array([LAST]))[0]) for x in answer.model.draws])
    gone = answer.parts["moves"].weight * float((answer.model.weights * opened)[closed].sum())
    assert before - after == pytest.approx(part * others + gone, abs=0.02)
    assert answer.quantile(0.9) > LAST
    assert sum(answer.outcomes.values()) == pytest.approx(1.0)
    [said] = certain(answer)
    assert said.startswith(f"In {percent(part)} of the draws it is settled by 1 December 2024, wh")
    told = predictive(answer)
    assert told["settled_by"] is None
    [one] = told["settled_in_draws"]
    assert one == {"day": "2024-12-01", "by": "nature.vote", "weight": pytest.approx(part)}
    assert answer.hangs_on() is not None


def test_the_page_says_so_in_every_place() -> None:
    answer = ask(VOTED)
    lead = when.lead(answer)
    assert "it is more likely than not open until 1 December 2024, which settles it:" in lead
    assert "takes more than" not in lead
    [said] = certain(answer)
    assert said.startswith("Whatever is done, it is settled by 1 December 2024 (the council votes)")
    found = latest(answer)
    assert found is not None
    assert (found.day, found.by.id) == (date(2024, 12, 1), "nature.vote")
    assert which.CLOSED in str(which.section(answer).parts)
    assert "half is" not in str(which.section(ask(VOTED.replace("by:", "on:"))).parts)
    near = ask(VOTED, "2024-11-28")
    assert when.short(near).startswith("Open until 1 December 2024, which settles it, in over nine")
    far = ask(VOTED.replace("2024-12-01", "2026-05-01"))
    assert "and it is over by 1 May 2026." in when.lead(far)
    none = ask(VOTED.replace("2024-12-01", "2094-12-01"))
    assert "one in ten that it takes more than" in when.lead(none)


def test_what_moves_and_levers_do_is_told_of_the_time_before_that_day() -> None:
    answer = ask(VOTED)
    found = shifts(answer)
    assert found.is_last
    assert found.chance == pytest.approx(1 - by_hand(answer, LAST), abs=0.01)
    best = found.moves[0]
    assert best.sets == (("ali.cut", True),)
    assert best.chance > found.chance
    assert best.median is not None
    assert best.median <= LAST
    assert not shifts(ask(VOTED.replace("by:", "on:"))).is_last


def walked(n: int, arcs: set[tuple[int, int]], start: set[int]) -> set[int]:
    """Return what arcs lead to, found one by one."""
    seen = set(start)
    while more := {b for a, b in arcs if a in seen} - seen:
        seen |= more
    return seen


@given(st.data())
def test_what_is_certain_is_what_a_walk_through_all_states_finds(data: st.DataObject) -> None:
    n = data.draw(st.integers(2, 6))
    states = st.integers(0, n - 1)
    pair = st.tuples(states, states).filter(lambda x: x[0] != x[1])
    arcs = data.draw(st.lists(pair, max_size=8, unique=True))
    settled = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    held = data.draw(st.booleans())
    chances = data.draw(st.lists(pair, max_size=2, unique=True))
    rows = [(a, b, 0.5) for a, b in chances if not settled[a]]
    own = [(a, b) for a, b in arcs if not settled[a] or held]
    game = Game.from_arcs(
        [own], np.zeros((1, n)), pace=1.0, precision=1.0, discount=0.0,
        nature=np.array(rows).reshape(-1, 3),
    )  # fmt: skip
    game = replace(game, settled=settled, terms_index=np.where(settled, 0, -1).astype(np.int32))
    targets = st.lists(states, min_size=n, max_size=n)
    events = tuple(
        Event("nature.vote", float(time), np.array(data.draw(targets), dtype=np.int32), True)
        for time in range(1, data.draw(st.integers(1, 2)) + 1)
    )
    game = replace(game, events=events, start_state=data.draw(states))
    case = known(sp.loads(VOTED))
    found = first_of(game, game.start_state or 0, case, held=held)
    over, goes = set(np.flatnonzero(settled).tolist()), set(own) | {(a, b) for a, b, _ in rows}
    sure = [
        k
        for k, event in enumerate(events)
        if _certain(n, goes, events, k, over, game.start_state or 0, held)
    ]
    assert (found is None) == (not sure)


def _certain(n, goes, events, k, over, start, held):
    def dated(which):
        return {
            (s, int(events[j].target[s])) for j in which for s in range(n) if held or s not in over
        }

    before = walked(n, goes | dated(range(k)), {start})
    after = {s if s in over and not held else int(events[k].target[s]) for s in before}
    rest = [j for j in range(len(events)) if j != k]
    return walked(n, goes | dated(rest), after) <= over
