"""Rates and chances of a record, all games and states at once, against loops over each of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.interpolate import CubicHermiteSpline
from scipy.linalg import expm

import stickpoint as sp
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import solve_backward
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.motives.forward_filter import ForwardFilter, RatesInTime, _exponentials
from stickpoint.solve.motives.spans import Known
from stickpoint.solve.motives.stages import DatedMove

TEXT = """\
format: 1
title: Two doors and a bell
clock: {start: 2001-01-01, unit: day, horizon: 20}
parties: {ann: {name: Ann, pace: 0.6, precision: 2}, bob: {name: Bob, pace: 0.4, precision: 1}}
options:
  ann.yield: {text: yield, one_way: yes, effort: 0.3}
  bob.yield: {text: yield, effort: 0.2}
  bob.shout: {text: shout}
nature: {rain: {text: it rains, rate: 0.1}}
settled: ann.yield & bob.yield
wants: {ann: [ann.yield], bob: [bob.yield]}
payoffs:
  ann: [{when: "!ann.yield", worth: -1}, {when: nature.rain, worth: -0.5}]
  bob: [{when: bob.yield, worth: 0.7}, {when: bob.shout, worth: -0.4}]
"""
WHEN = np.array([0.4, 3.7, 3.7, 8.25])


def games_of(worths: list[float], costs: list[float]) -> list[Game]:
    """Return games that differ in what states are worth and in what moves cost."""
    game = sp.loads(TEXT).game()
    free = game.free[1]
    assert free is not None
    assert game.free[0] is None
    return [
        replace(
            game,
            payoffs=game.payoffs * worth + cost * game.payoffs[::-1],
            effort=game.effort * (1 + cost),
            free=(None, replace(free, turn_on=free.turn_on + cost)),
            nature_rate=game.nature_rate * worth,
        )
        for worth, cost in zip(worths, costs, strict=True)
    ]


def leaving_one(trace: Trace, state: int, when: float) -> dict[tuple[int, int], float]:
    """Return the rate of each move out of a state, one by one, by mover and target."""
    game, found = trace.game, {}
    if game.settled[state]:
        return {}
    read = CubicHermiteSpline(trace.times[::-1], trace.values[::-1], -trace.slopes[::-1])(when)
    for i in range(game.n_parties):
        goals, efforts = game.moves_from(i, state)
        gains = [read[t, i] - e - read[state, i] for t, e in zip(goals, efforts, strict=True)]
        weights = [math.exp(game.precision[i] * gain) for gain in gains]
        for target, weight in zip(goals.tolist(), weights, strict=True):
            found[i, target] = game.pace[i] * weight / (1 + sum(weights))
    for row in range(game.nature_start[state], game.nature_start[state + 1]):
        found[-1, int(game.nature_target[row])] = game.nature_rate[row]
    return found


numbers = st.lists(st.floats(0.2, 2), min_size=3, max_size=3)
costs = st.lists(st.sampled_from([0.0, 0.5, 0.8]), min_size=3, max_size=3)


def known_of(games: list[Game]) -> tuple[list[Trace], Known]:
    """Return values of each game, and the same with the states told in reverse."""
    traces = [solve_backward(game, 20.0, tolerance=1e-6) for game in games]
    turned = [
        replace(
            trace,
            values=np.ascontiguousarray(trace.values[:, ::-1]),
            slopes=np.ascontiguousarray(trace.slopes[:, ::-1]),
        )
        for trace in traces
    ]
    return traces, Known(turned, np.arange(games[0].n_states)[::-1].copy())


@pytest.mark.slow
@settings(max_examples=few(8), deadline=None)
@given(numbers, costs)
def test_what_leads_out_of_states_is_what_each_move_says(worths, costs) -> None:
    games = games_of(worths, costs)
    traces, known = known_of(games)
    nothing = Known(traces, np.full(games[0].n_states, -1))
    states = np.array([5, 0, 3, games[0].n_states - 1, 2])
    found = RatesInTime(games, [nothing, known]).leaving(states, WHEN)
    for g, trace in enumerate(traces):
        for x, when in enumerate(WHEN.tolist()):
            for k, state in enumerate(states.tolist()):
                own = found.source == k
                said = zip(found.mover[own].tolist(), found.target[own].tolist(), strict=True)
                table = dict(zip(said, found.rate[g, x, own].tolist(), strict=True))
                alone = leaving_one(trace, state, when)
                assert table.keys() == alone.keys()
                assert [table[key] for key in alone] == pytest.approx([*alone.values()], rel=1e-9)


MOVES = [DatedMove(0, {0: True}, 2.0, 6.0, "one"), DatedMove(1, {1: True}, 3.0, 7.0, "other")]


@pytest.mark.slow
@settings(max_examples=few(5), deadline=None)
@given(numbers, costs)
def test_rates_among_stages_are_those_of_moves_within_and_onward(worths, costs) -> None:
    games = games_of(worths, costs)
    traces, known = known_of(games)
    made = ForwardFilter(games, [known], MOVES, [2])
    live = list(range(len(made.stages)))
    assert len(live) == 4
    table = made._block(live, [0, 1], WHEN)
    places = [(x, s) for x in live for s in made.stages[x].states.tolist()]
    assert table.shape[-1] == len(places)
    for g, trace in enumerate(traces):
        for t, when in enumerate(WHEN.tolist()):
            slow = np.zeros((len(places), len(places)))
            for row, (x, state) in enumerate(places):
                for (mover, target), rate in leaving_one(trace, state, when).items():
                    slow[row, row] -= rate
                    if (x, target) in places:
                        slow[row, places.index((x, target))] += rate
                    for k, to in made.onward[x].items():
                        if mover == MOVES[k].party and (to, target) in places:
                            slow[row, places.index((to, target))] += rate
            np.testing.assert_allclose(table[g, t], slow, rtol=1e-9, atol=1e-12)


def test_exponentials_of_many_matrices_are_those_of_each() -> None:
    random = np.random.default_rng(5)
    many = random.normal(size=(3, 4, 5, 5)) * np.array([0.1, 1.0, 6.0])[:, None, None, None]
    slow = [[expm(one) for one in row] for row in many]
    np.testing.assert_allclose(_exponentials(many), slow, rtol=1e-9, atol=1e-9)
