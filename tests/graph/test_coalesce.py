"""States that count as one are one state to the clock too."""

from __future__ import annotations

from dataclasses import replace

import clock_oracles
import numpy as np
import pytest

import stickpoint as sp
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.game import Event, Game
from stickpoint.solve.motives.likelihood import log_likelihood
from stickpoint.solve.motives.stages import DatedMove

PLANT = """\
format: 1
title: A plant that may close
clock: {start: 2001-01-01, unit: month, horizon: 40}
parties: {town: {name: Town, pace: 2}, firm: {name: Firm, precision: 2}}
options:
  town.insist: {text: insist, now: yes}
  town.sue: {text: sue, effort: 0.5}
  firm.close: {text: close, one_way: yes, effort: 0.2}
  firm.clean: clean
  firm.sell: sell its stock
nature: {ruling: {text: the court rules, one_way: yes, rate: 0.1}}
impossible: [firm.close & firm.clean]
issues:
  plant: {name: the plant, terms: {closed: firm.close, cleaned: "firm.clean & !town.insist"}}
same: [firm.close]
wants: {town: [firm.clean], firm: ["!firm.clean"]}
payoffs:
  town: [{when: "firm.clean", worth: 1}, {when: town.sue & !firm.close, worth: -0.1}]
  firm: [{when: "!settled", worth: [-2, -1]}, {when: firm.clean, worth: -0.3}]
tolls: {fumes: {when: "!settled", per: day, amount: 2}}
"""


def drawn(seed: int) -> tuple[Game, list[np.ndarray]]:
    """Return a random game of nine states in which four groups of states are worth the same."""
    rng = np.random.default_rng(seed)
    n, group = 9, np.array([0, 0, 1, 2, 2, 2, 3, 4, 4])
    arcs, effort = [], []
    for _ in range(2):
        table = np.argwhere((rng.random((n, n)) < 0.4) & ~np.eye(n, dtype=bool))
        arcs.append(table)
        effort.append(rng.choice([0.0, 0.1, 0.3], len(table)))
    worth = rng.uniform(-2, 1, (2, 5))[:, group]
    chance = [(s, int(np.argmax(group == 3)), 0.2) for s in np.flatnonzero(group == 2)]
    game = Game.from_arcs(
        arcs, worth, pace=[1.0, 0.7], precision=[1.5, 3.0], discount=0.1, effort=effort,
        nature=chance, settled=np.isin(group, [3, 4]),
        terms_index=np.where(group < 3, -1, group - 3),
        terms=("one", "other"), tolls={"dead": np.arange(5.0)[group]},
        terminal=rng.uniform(-1, 1, (2, 5))[:, group],
    )  # fmt: skip
    target = np.arange(n, dtype=np.int32)
    target[group == 0] = 2
    return replace(game, events=(Event("turn", 1.5, target),), start_state=1), [
        group == k for k in range(5)
    ]


def literal(game: Game, groups: list[np.ndarray]) -> clock_oracles.Literal:
    """Merge the groups by hand, in matrices: a move costs what its cheapest member costs."""
    m = len(groups)
    place = np.argmax(np.stack(groups), axis=0)
    cost = np.full((game.n_parties, m, m), np.inf)
    for i in range(game.n_parties):
        for (s, t), price in zip(*game.arcs(i), strict=True):
            if place[s] != place[t]:
                cost[i, place[s], place[t]] = min(cost[i, place[s], place[t]], price)
        np.fill_diagonal(cost[i], 0.0)
    first = [int(np.argmax(mask)) for mask in groups]
    nature = np.zeros((m, m))
    for s in first:
        for k in range(game.nature_start[s], game.nature_start[s + 1]):
            nature[place[s], place[game.nature_target[k]]] += game.nature_rate[k]
    shocks = tuple((x.time, tuple(place[x.target[first]].tolist())) for x in game.events)
    return clock_oracles.Literal(
        cost=cost, payoffs=game.payoffs[:, first], terminal=game.terminal[:, first],
        pace=game.pace, precision=game.precision, discount=game.discount,
        nature=nature, settled=game.settled[first], events=shocks,
    )  # fmt: skip


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 4))]
)
def test_a_merged_game_is_the_literal_one_on_the_merged_states(seed: int) -> None:
    game, groups = drawn(seed)
    merged = coalesce_game(game, groups)
    assert merged.n_states == 5
    expected, at = clock_oracles.backward(literal(game, groups), 6.0, "centred")
    run = sp.clock(merged, horizon=6.0, tolerance=1e-9)
    assert run.value == pytest.approx(expected[:2], abs=1e-5)
    mass, _ = clock_oracles.forward(literal(game, groups), at, np.eye(5)[0], 6.0)
    assert run.outcomes["one"] == pytest.approx(mass[3], abs=1e-5)
    apart = sp.clock(game, horizon=6.0, tolerance=1e-9)
    assert abs(apart.outcomes["one"] - run.outcomes["one"]) > 1e-3


@pytest.mark.slow
def test_states_that_count_as_one_weigh_once_in_a_choice() -> None:
    vague = PLANT.replace("precision: 2", "precision: 0.1")
    game = sp.loads(vague).game()
    conflict = game.conflict
    assert conflict is not None
    # Of 48 states 16 are closed: one is left without the ruling, and one with it.
    assert (game.n_states, len(conflict.merged)) == (34, 2)
    assert (game.terms_index >= 0).sum() == (conflict.settled).sum()
    apart = sp.loads(vague.replace("same: [firm.close]\n", "")).game()
    assert apart.n_states == 48
    one, many = sp.clock(game), sp.clock(apart)
    firm = game.arcs(1)[0]
    closed = set(conflict.merged)
    start = game.start_state
    assert len([t for s, t in firm.tolist() if s == start and t in closed]) == 1
    assert game.payoffs[0, sorted(closed)].tolist() == [0.0, 0.0]
    # With its stock or without, a closed plant is closed: kept apart, it closes too often.
    assert many.outcomes["closed"] > one.outcomes["closed"] + 0.03


def test_the_least_effort_is_what_a_merged_move_takes() -> None:
    game = Game.from_arcs(
        [[(0, 1), (0, 2)]], [[0.0, 1.0, 1.0]], pace=1.0, precision=1.0, discount=0.1,
        effort=[[0.7, 0.2]],
    )  # fmt: skip
    merged = coalesce_game(game, [np.array([False, True, True])])
    pairs, effort = merged.arcs(0)
    assert pairs.tolist() == [[0, 1]]
    assert effort.tolist() == [0.2]
    assert coalesce_game(game, [np.array([True, False, False])]) is game


def test_what_chance_makes_of_one_member_may_be_another():
    game = Game.from_arcs(
        [[(0, 2), (1, 2)]], [[0.0, 0.0, 1.0]], pace=1.0, precision=2.0, discount=0.1,
        nature=[(0, 1, 0.5), (0, 2, 0.2), (1, 2, 0.2)], settled=[0, 0, 1],
    )  # fmt: skip
    merged = coalesce_game(game, [np.array([True, True, False])])
    assert (merged.n_states, merged.nature_rate.tolist()) == (2, [0.2])
    apart, one = (sp.clock(made, 0, horizon=20.0) for made in (game, merged))
    assert one.mean == pytest.approx(apart.mean, rel=1e-6)


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("payoffs", "the payoffs of party 1 tell apart"),
        ("terminal", "the terminal worths of party 1 tell apart"),
        ("tolls", "the tolls 'dead' tell apart"),
        ("nature", "chance turns into different states"),
        ("events", "'turn' turns into different states"),
    ],
)
def test_states_that_differ_are_not_merged(part: str, message: str) -> None:
    game, groups = drawn(0)
    change: dict[str, object] = {
        "payoffs": game.payoffs + 1e-6 * np.eye(1, 9, 1),
        "terminal": game.terminal + 1e-6 * np.eye(1, 9, 1),
        "tolls": {"dead": game.tolls["dead"] + np.eye(1, 9, 4)[0]},
        "events": (Event("turn", 1.0, np.array([2, 6, 2, 3, 4, 5, 6, 7, 8], dtype=np.int32)),),
    }
    if part == "nature":
        change = {"nature_rate": game.nature_rate * np.array([1.0, 1.0, 1.5])}
    else:
        change = {part: change[part]}
    with pytest.raises(sp.ModelError, match=message):
        coalesce_game(replace(game, **change), groups)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_dated_move_into_a_merged_state_is_scored_as_one() -> None:
    game = sp.loads(PLANT).game()
    assert game.conflict is not None
    # The firm closes, with the town still insisting: a vector that stands for none of the states.
    shut = DatedMove(1, {2: True}, 3.0, 4.0, "shut")
    found = log_likelihood(game, [shut], end=4.0)
    assert np.isfinite(found)
    dropped = DatedMove(0, {0: False}, 4.5, 5.0, "dropped")
    with pytest.raises(sp.ModelError, match="counts as the same"):
        log_likelihood(game, [shut, dropped], end=5.0)
