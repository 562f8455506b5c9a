"""Games: what is refused, what is recognised, and a case turned into one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice, FreeMoves

CASE = """\
format: 1
title: A wage dispute
clock: {start: 1952-01-01, unit: month, horizon: 24}
parties:
  union: {name: Union, pace: [0.5, 1.5], precision: 2, discount: 0.12/year}
  firm: Firm
options:
  union.strike: {text: strike, now: yes, effort: 0.5}
  firm.raise: {text: raise wages, one_way: yes, effort: [0.1, 0.3]}
nature:
  boom: {text: trade picks up, rate: 12/year}
  law: {text: strikes are forbidden, one_way: yes, on: 1952-07-01}
impossible: [union.strike & nature.law & firm.raise]
issues:
  wages: {name: wages, terms: {raise: firm.raise}}
  hours: {name: hours, terms: {quiet: "!union.strike"}}
settled: wages & hours
wants:
  union: [firm.raise]
payoffs:
  union:
    - {when: "!settled", worth: [-3, -1]}
    - {when: firm.raise, worth: 2}
  firm:
    - {when: union.strike, worth: {low: -4, mid: -1, high: 0}}
terminal:
  union: [{when: firm.raise, worth: 5}]
tolls:
  days lost: {when: union.strike, per: day, amount: 100, unit: days}
hypotheses:
  pride: {claim: it is about pride, about: firm, payoffs: {firm: [{when: firm.raise, worth: -9}]}}
"""


def two(**changes: object) -> Game:
    """Build a game of one party and two states, with changes."""
    given = {"pace": 1.0, "precision": 1.0, "discount": 0.0, **changes}
    arcs = given.pop("arcs", [[(0, 1)]])
    payoffs = given.pop("payoffs", [[0.0, 1.0]])
    return Game.from_arcs(arcs, payoffs, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"payoffs": [1.0, 2.0]}, "payoffs have shape"),
        ({"payoffs": [[0.0, float("nan")]]}, "not finite"),
        ({"arcs": [[(0, 1)], []]}, "2 arc lists for 1 rows"),
        ({"arcs": [[(0, 5)]]}, "outside 0 to 1"),
        ({"arcs": [[(0, 0)]]}, "from a state to itself"),
        ({"arcs": [[(0, 1), (0, 1)]]}, "an arc twice"),
        ({"arcs": [[(0.5, 1.0)]]}, "whole numbers"),
        ({"effort": [[1.0, 2.0]]}, "the effort of party 0"),
        ({"pace": -1.0}, "at least 0"),
        ({"pace": [1.0, 2.0]}, "one number for each party"),
        ({"settled": [True]}, "settled has shape"),
        ({"nature": [[0, 7, 1.0]]}, "nature names a state"),
        ({"nature": [[0, 1, -1.0]]}, "negative"),
        ({"nature": [[0, 1]]}, "rows of from, to, rate"),
    ],
)
def test_arguments_that_describe_no_game_are_refused(changes: dict, message: str) -> None:
    with pytest.raises(sp.ModelError, match=message):
        two(**changes)


def test_a_game_says_its_size_and_changes_its_fingerprint() -> None:
    game = two()
    assert repr(game) == "<Game: 2 states, 1 moves, parties party 1>"
    assert game.fingerprint == two().fingerprint
    assert game.fingerprint != two(payoffs=[[0.0, 2.0]]).fingerprint
    assert game.fingerprint != two(tolls={"lives": [1.0, 0.0]}).fingerprint


def test_free_choice_is_recognised_among_arcs_and_spelled_out_again() -> None:
    clique = [(s, t) for s in range(4) for t in range(4) if s != t and s // 2 == t // 2]
    game = two(arcs=[clique], payoffs=[np.zeros(4)])
    assert game.free[0] is not None
    assert game.target.size == 0
    pairs, effort = game.arcs(0)
    assert sorted(map(tuple, pairs.tolist())) == sorted(clique)
    assert not effort.any()
    broken = two(arcs=[clique[1:]], payoffs=[np.zeros(4)])
    assert broken.free[0] is None
    assert broken.n_moves == 3
    assert broken.arcs(0)[0].tolist() == [list(pair) for pair in clique[1:]]
    settled = two(arcs=[clique[1:]], payoffs=[np.zeros(4)], settled=[1, 0, 0, 0])
    assert settled.free[0] is not None


def test_efforts_of_free_options_add_up() -> None:
    codes = np.arange(8, dtype=np.uint64)
    choice = FreeChoice.of(FreeMoves(0b101, codes), np.array([1.0, 10.0]), np.array([0.5, 3.0]))
    pairs, effort = choice.arcs()
    cost = {(int(s), int(t)): x for (s, t), x in zip(pairs.tolist(), effort, strict=True)}
    assert cost[0, 5] == 11.0
    assert cost[5, 0] == 3.5
    assert cost[1, 4] == 10.5
    assert len(cost) == 2 * 4 * 3


def test_classes_of_all_sizes_are_spelled_out_as_one_by_one() -> None:
    rng = np.random.default_rng(4)
    sizes = [1, 3, 2, 1, 3, 4]
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    slot = np.concatenate([rng.permutation(4)[:size] for size in sizes]).astype(np.int32)
    members = rng.permutation(first[-1]).astype(np.int32)
    choice = FreeChoice(first, members, slot, np.array([1.0, 10.0]), np.array([0.5, 3.0]))
    listed = []
    for lo, hi in pairwise(first.tolist()):
        for to in range(lo, hi):
            listed += [(members[at], members[to], slot[at], slot[to]) for at in range(lo, hi)]
    listed = [row for row in listed if row[0] != row[1]]
    pairs, effort = choice.arcs()
    assert pairs.tolist() == [[source, target] for source, target, *_ in listed]
    befores, afters = np.array(listed)[:, 2:].T
    assert effort.tolist() == choice.effort(befores, afters).tolist()


def test_units_are_converted_once() -> None:
    game = sp.loads(CASE).game()
    assert game.pace.tolist() == [1.0, 1.0]
    assert game.precision.tolist() == [2.0, 1.0]
    assert game.discount.tolist() == pytest.approx([0.01, 0.0])
    assert game.tolls["days lost"].max() == pytest.approx(100 * 365.25 / 12)
    assert game.nature_rate == pytest.approx(np.ones(game.nature_rate.size))
    assert game.nature_rate.size
    assert [shock.name for shock in game.events] == ["nature.law"]
    assert game.events[0].time == pytest.approx(182 / (365.25 / 12))
    daily = sp.loads(CASE.replace("unit: month, horizon: 24", "unit: day, horizon: 730")).game()
    assert daily.discount[0] == pytest.approx(0.12 / 365.25)


def test_payoffs_add_up_where_their_statements_hold() -> None:
    game = sp.loads(CASE).game()
    conflict = game.conflict
    assert conflict is not None
    start = game.start_state
    assert conflict.yes(start) == ("union.strike",)
    assert game.payoffs[:, start].tolist() == [-2.0, -1.0]
    done = conflict.state_of(0b0010)
    assert game.settled[done]
    assert game.payoffs[:, done].tolist() == [2.0, 0.0]
    assert game.terminal[0, done] == 5.0
    assert game.terms[game.terms_index[done]] == "raise + quiet"


def test_an_effort_is_paid_and_one_way_moves_are_arcs() -> None:
    game = sp.loads(CASE).game()
    assert game.free[0] is not None
    assert game.free[0].turn_on.tolist() == [0.5]
    assert game.free[1] is None
    _, effort = game.arcs(1)
    assert effort.size
    assert effort == pytest.approx(np.full(effort.size, 0.2))


def test_chance_skips_what_cannot_be() -> None:
    game = sp.loads(CASE).game()
    conflict = game.conflict
    assert conflict is not None
    shock = game.events[0].target
    both = conflict.state_of(0b0011)
    assert shock[both] == both
    assert conflict.yes(int(shock[conflict.state_of(0b0001)])) == ("union.strike", "nature.law")


def test_changes_are_taken_and_nonsense_is_refused() -> None:
    case = sp.loads(CASE)
    fixed = build_game(case, Changes(fix={"union.strike": False}))
    assert fixed.n_states == 8
    later = build_game(case, Changes(on={"nature.boom": 3.0}))
    assert {shock.name: shock.time for shock in later.events}["nature.boom"] == 3.0
    assert later.nature_rate.size == 0
    without = build_game(case, Changes(without=["hours"]))
    assert without.settled.sum() > case.game().settled.sum()
    dearer = build_game(case, Changes(worth={("union", 2): 7.0}))
    assert dearer.payoffs.max() == 7.0
    proud = build_game(case, Changes(hypothesis="pride"))
    assert proud.payoffs[1].min() == -9.0
    low = build_game(case, Changes(read=lambda amount: amount.low))
    assert low.pace[0] == 0.5
    for changes, message in (
        (Changes(fix={"union.strick": True}), "no option"),
        (Changes(on={"nature.bust": 1.0}), "not a thing of nature"),
        (Changes(without=["pay"]), "no issue"),
        (Changes(worth={("union", 3): 1.0}), "lines 1 to 2"),
        (Changes(worth={("onion", 1): 1.0}), "'onion' has no payoffs; expected one of union, firm"),
        (Changes(hypothesis="greed"), "no hypothesis"),
    ):
        with pytest.raises(sp.ModelError, match=message):
            build_game(case, changes)


def test_a_case_without_payoffs_or_without_a_start_is_refused() -> None:
    bare = CASE[: CASE.index("payoffs:")] + CASE[CASE.index("tolls:") : CASE.index("hypotheses:")]
    with pytest.raises(sp.ModelError, match="no payoffs"):
        sp.loads(
            bare.replace("  union: [firm.raise]", "  union: [firm.raise]\n  firm: [firm.raise]")
        ).game()
    with pytest.raises(sp.ModelError, match="start"):
        sp.loads(CASE.replace("start: 1952-01-01, ", "")).game()
    with pytest.raises(sp.ModelError, match="not feasible"):
        build_game(
            sp.loads(CASE.replace("impossible: [", "impossible: [union.strike & firm.raise, ")),
            Changes(fix={"firm.raise": True}),
        )


def test_a_case_that_leaves_nature_nothing_says_so() -> None:
    text = CASE.replace("impossible: [union.strike & nature.law & firm.raise]\n", "")
    head, _, tail = text.partition("nature:\n")
    case = sp.loads(head + tail[tail.index("issues:") :])
    with pytest.raises(sp.ModelError, match="not a thing of nature of this case; it has none"):
        build_game(case, Changes(on={"nature.boom": 1.0}))


def test_who_settles_a_state_by_hand_says_by_which_terms():
    game = Game.from_arcs(
        [[(0, 1), (1, 2)]], [[0.0, 1.0, 2.0]], pace=1.0, precision=2.0, discount=0.1,
        settled=[False, False, True],
    )  # fmt: skip
    over = np.array([False, True, True])
    with pytest.raises(ModelError, match=r"state 1 is settled and its terms_index is -1"):
        replace(game, settled=over)
    with pytest.raises(ModelError, match="terms_index has shape"):
        replace(game, terms_index=game.terms_index[:2])
    assert replace(game, settled=over, terms_index=np.array([-1, 0, 0], np.int32)).settled[1]
