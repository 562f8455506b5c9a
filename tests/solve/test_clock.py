"""The clock on games whose answer is known in closed form."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.errors import SolveError
from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.engine import trace as kept_steps
from stickpoint.solve.clock.engine.backward import solve_backward, unsettled_time
from stickpoint.solve.clock.rates import arc_rates


def chain(length: int, pace: float) -> Game:
    """One party that always steps on, towards a settled end."""
    arcs = [[(s, s + 1) for s in range(length)]]
    payoffs = [np.arange(length + 1, dtype=float)]
    settled = np.arange(length + 1) == length
    return Game.from_arcs(
        arcs,
        payoffs,
        pace=pace,
        precision=math.inf,
        discount=0.0,
        settled=settled,
        tolls={"lives": np.where(settled, 0.0, 3.0)},
    )


def war(precision: float = 0.2) -> Game:
    """Two parties, each of which can concede; conceding loses, holding out costs."""
    return Game.from_arcs(
        [[(0, 1)], [(0, 2)]],
        [[-1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]],
        pace=2.0,
        precision=precision,
        discount=0.05,
        settled=[0, 1, 1],
        terminal=[[0.0, 0.0, 10.0], [0.0, 10.0, 0.0]],
        terms_index=[-1, 0, 1],
        terms=("first gives way", "second gives way"),
    )


def test_five_steps_at_a_steady_pace_are_an_erlang_time() -> None:
    run = clock(chain(5, 0.7), 0, horizon=80.0)
    assert run.mean == pytest.approx(7.142857143, abs=2e-7)
    assert 1 - float(run.survival(5.0)) == pytest.approx(0.2745550467, abs=1e-8)
    assert run.tolls["lives"] == pytest.approx(3 * 7.142857143, abs=1e-6)
    t = np.linspace(0, 80, 200_001)
    second = 2 * np.trapezoid(t * run.survival(t), t)
    assert second - run.mean**2 == pytest.approx(10.204081633, abs=1e-3)


def test_survival_and_quantiles_are_inverse() -> None:
    run = clock(chain(1, 0.5), 0, horizon=40.0)
    for q in (0.1, 0.5, 0.9):
        assert run.quantile(q) == pytest.approx(-math.log(1 - q) / 0.5, abs=1e-7)
    assert run.median == run.quantile(0.5)
    assert run.quantile(1.0) is None or run.quantile(1.0) > 30
    begin, rate = run.hazard()
    assert begin[:3].tolist() == [0.0, 1.0, 2.0]
    assert rate[:10] == pytest.approx(np.full(10, 0.5), abs=1e-6)


def test_a_settlement_beyond_the_horizon_has_no_median() -> None:
    run = clock(chain(1, 0.01), 0, horizon=10.0)
    assert run.median is None
    assert "beyond the horizon" in repr(run)
    # At the horizon itself nothing is left to gain, so the last step meets an edge.
    assert run.outcomes["unsettled"] == pytest.approx(math.exp(-0.1), abs=3e-7)


def test_the_wait_seen_backward_and_forward_is_the_same() -> None:
    game = war()
    run = clock(game, 0, horizon=30.0, tolerance=1e-10)
    trace = solve_backward(game, 30.0, tolerance=1e-10, observers=(unsettled_time(game),))
    assert trace.first[0, 2] == pytest.approx(run.mean, rel=1e-8)
    assert sum(run.outcomes.values()) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("shocks", ["centred", "mistakes", "taste"])
def test_equal_parties_fare_equally(shocks: str) -> None:
    run = clock(war(), 0, horizon=30.0, shocks=shocks)
    assert run.value[0, 0] == pytest.approx(run.value[1, 0], abs=1e-6)
    assert run.outcomes["first gives way"] == pytest.approx(0.5, abs=1e-6)


def test_a_stationary_war_of_attrition_is_met_far_from_the_horizon() -> None:
    # The equation of the symmetric stationary game below the pitchfork, solved by bisection.
    beta, pace, rho, prize, cost = 0.2, 2.0, 0.05, 10.0, 1.0

    def gap(v: float) -> float:
        p = 1 / (1 + math.exp(beta * v))
        worth = math.log((math.exp(beta * v) + 1) / 2) / beta
        return -cost - rho * v + pace * (worth - v) + pace * p * (prize - v)

    low, high = -10.0, 10.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if gap(middle) > 0 else (low, middle)
    # Once lost or won nothing changes: losing is worth 0, winning the prize for good.
    game = replace(war(beta), payoffs=np.array([[-1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]]))
    run = clock(game, 0, horizon=200.0)
    assert run.value[0, 0] == pytest.approx(low, abs=1e-6)


def test_a_dated_shock_is_not_foreseen_and_splits_the_course() -> None:
    # Before the date nobody can move; after it the conflict ends at rate one half.
    game = Game.from_arcs(
        [[(1, 2)]],
        [[0.0, 0.0, 1.0]],
        pace=0.5,
        precision=math.inf,
        discount=0.0,
        settled=[0, 0, 1],
    )
    shocked = replace(game, events=(Event("thaw", 4.0, np.array([1, 1, 2], dtype=np.int32)),))
    run = clock(shocked, 0, horizon=24.0)
    assert float(run.survival(3.999)) == pytest.approx(1.0, abs=1e-12)
    assert float(run.survival(6.0)) == pytest.approx(math.exp(-1.0), abs=1e-8)
    assert run.mean == pytest.approx(4 + 2 * (1 - math.exp(-10)), abs=1e-6)
    assert run.value[0, 0] == pytest.approx(0.0)
    trace = solve_backward(shocked, 24.0, observers=(unsettled_time(shocked),))
    assert trace.first[0, 1] == pytest.approx(run.mean, abs=1e-6)


def test_the_generator_has_rows_that_sum_to_nothing_and_the_rates_of_the_choice() -> None:
    game = Game.from_arcs(
        [[(0, 1), (0, 2)], []],
        [[0.0, 1.0, 2.0], [0.0, 0.0, 0.0]],
        pace=[2.0, 1.0],
        precision=[1.0, 1.0],
        discount=0.0,
        effort=[[0.0, 0.5], []],
        nature=[[0, 1, 0.25], [2, 0, 0.1]],
    )
    run = clock(game, 0, horizon=5.0)
    dense = run.generator.toarray()
    assert np.abs(dense.sum(axis=1)).max() < 1e-14
    v = run.value[0]
    weights = np.exp([v[0], v[1], v[2] - 0.5])
    assert dense[0, 2] == pytest.approx(2.0 * weights[2] / weights.sum())
    assert dense[2, 0] == pytest.approx(0.1)


def test_a_best_reply_stays_where_staying_is_as_good() -> None:
    game = Game.from_arcs(
        [[(0, 1), (1, 0), (1, 2)]], [[0.0, 0.0, 0.0]], pace=1.0, precision=math.inf, discount=0.0
    )
    _, _, rate = arc_rates(game, np.array([[0.0], [0.0], [0.0]]))
    assert rate.tolist() == [0.0, 0.0, 0.0]
    source, target, rate = arc_rates(game, np.array([[0.0], [-1.0], [0.0]]))
    assert [(s, t) for s, t, r in zip(source, target, rate, strict=True) if r] == [(1, 0)]


def test_the_table_has_a_row_per_time_and_columns_per_outcome() -> None:
    table = clock(war(), 0, horizon=12.0).table([0.0, 6.0, 12.0])
    assert list(table.columns) == ["open", "first gives way", "second gives way"]
    assert table.sum(axis=1).tolist() == pytest.approx([1.0, 1.0, 1.0], abs=1e-4)
    assert len(clock(war(), 0, horizon=12.0).table()) == 61


def test_settings_that_mean_nothing_are_refused() -> None:
    game = war()
    for arguments, message in (
        ({"horizon": -1.0}, "horizon"),
        ({"tolerance": 2.0}, "tolerance"),
        ({"shocks": "gumbel"}, "shocks"),
    ):
        with pytest.raises(sp.ModelError, match=message):
            clock(game, 0, **arguments)  # type: ignore[arg-type]
    with pytest.raises(sp.ModelError, match="start"):
        clock(game, 9)
    with pytest.raises(sp.ModelError, match="start"):
        clock(game)
    run = clock(game, 0, horizon=5.0)
    with pytest.raises(sp.ModelError, match="times"):
        run.survival(6.0)
    with pytest.raises(sp.ModelError, match="probability"):
        run.quantile(2.0)
    assert run.version == sp.__version__
    assert run.fingerprint == game.fingerprint


def test_a_step_limit_is_a_fate_that_says_what_to_do() -> None:
    trace = solve_backward(war(), 30.0, max_steps=3)
    assert "tolerance or max_steps" in trace.status


@pytest.mark.slow
def test_times_in_whole_numbers_have_no_loop_compiled_anew() -> None:
    from stickpoint.solve.clock.engine.forward_kernels import forward
    from stickpoint.solve.clock.engine.runge_kernels import backward

    known, tolls = [], []
    for late, date in ((8.0, 3.0), (8, 3)):
        event = Event("thaw", date, np.array([1, 1, 2], dtype=np.int32), foreseen=True)
        game = replace(war(), events=(event,), tolls={"lives": np.ones(3)})
        tolls.append(clock(game, 0, horizon=late).tolls)
        known.append([set(loop.signatures) for loop in (backward, forward)])
    assert known[0] == known[1]
    assert tolls[0] == tolls[1]


@pytest.mark.slow
def test_more_steps_than_foreseen_find_room() -> None:
    run = clock(war(), 0, horizon=200.0, tolerance=1e-12)
    assert run.trace.times.size > 300
    assert (np.diff(run.trace.times) <= 0).all()


@pytest.mark.parametrize("beside", [-2, -1, 0, 1])
def test_a_shock_that_comes_when_the_space_is_full_is_kept(
    beside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = sp.Game.from_arcs(
        [[(0, 1), (1, 0)]],
        [[-0.25, 0.0]],
        pace=2.0,
        precision=3.0,
        discount=0.25,
        terminal=[[2.0, -2.0]],
        settled=[0, 0],
    )
    shock = Event("back", 1.5, np.array([0, 0], dtype=np.int32), foreseen=True)
    game = replace(game, events=(shock,))
    plain = solve_backward(game, 6.0, tolerance=1e-10)
    kept = int(np.flatnonzero(plain.times == 1.5)[0]) + 1
    monkeypatch.setattr(kept_steps.Room.__init__, "__defaults__", (kept + beside,))
    found = solve_backward(game, 6.0, tolerance=1e-10)
    assert np.array_equal(found.times, plain.times)
    assert (found.times == 1.5).sum() == 2
    assert np.array_equal(found.values, plain.values)


def test_steps_for_which_there_is_no_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    game = sp.Game.from_arcs(
        [[(0, 1)]], [[-1.0, 0.0]], pace=2.0, precision=3.0, discount=0.1, settled=[0, 1]
    )
    monkeypatch.setattr(kept_steps.Room.__init__, "__defaults__", (2,))
    monkeypatch.setattr(kept_steps, "available", lambda: 100)
    with pytest.raises(SolveError, match=r"2 steps of 2 values are kept .* look less far ahead"):
        solve_backward(game, 6.0)
