"""One answer over a finite horizon, and whether it can be known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import stickpoint as sp
from stickpoint.graph.game import Event, Game
from stickpoint.graph.moves import FreeChoice, FreeMoves
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.engine.backward import solve_backward, unsettled_time
from stickpoint.solve.clock.symmetry.leaders import leaders
from stickpoint.solve.clock.symmetry.sensitivity import shifted


def war(precision: float, first_cost: float = 1.0, pace: float = 2.0) -> Game:
    """Two parties pay 1 to hold out; who concedes gets nothing, the other 10."""
    return Game.from_arcs(
        [[(0, 1)], [(0, 2)]],
        [[-first_cost, 0, 0.5], [-1, 0.5, 0]],
        pace=[2.0, pace],
        precision=precision,
        discount=0.05,
        settled=[0, 1, 1],
        terms_index=[-1, 0, 1],
        terms=("first", "second"),
    )


def literal(beta: float, horizon: float) -> tuple[float, float]:
    """Value and mean wait of the even war of attrition, both sides as one unknown."""

    def flow(ahead: float, now: np.ndarray) -> list[float]:
        value, wait = now
        prize = 10 * (1 - np.exp(-0.05 * ahead))
        gives_in = 1 / (1 + np.exp(min(700.0, beta * value)))
        chance = np.logaddexp(0.0, beta * value) / beta - np.log(2) / beta
        gain = 2 * (chance - value) + 2 * gives_in * (prize - value)
        return [-1 - 0.05 * value + gain, 1 - 4 * gives_in * wait]

    found = solve_ivp(flow, (0, horizon), [0.0, 0.0], method="LSODA", rtol=1e-9, atol=1e-11)
    return float(found.y[0, -1]), float(found.y[1, -1])


@pytest.mark.parametrize(
    "beta", [1.0, *(pytest.param(sharp, marks=pytest.mark.slow) for sharp in (50.0, 100.0, 1000.0))]
)
def test_parties_that_are_alike_stay_so_at_any_precision(beta: float) -> None:
    run = sp.clock(war(beta), 0, horizon=60.0, tolerance=1e-10)
    value, wait = literal(beta, 60.0)
    assert run.value[0, 0] == run.value[1, 0] == pytest.approx(value, rel=1e-5)
    assert run.mean == pytest.approx(wait, rel=1e-5)
    assert run.outcomes["first"] == pytest.approx(run.outcomes["second"], abs=1e-12)
    (in_batch,) = clocks([war(beta)], 0, horizon=60.0, tolerance=1e-10)
    assert in_batch.mean == run.mean


@pytest.mark.slow
def test_that_they_were_kept_alike_is_told_as_a_choice() -> None:
    run = sp.clock(war(100.0), 0, horizon=60.0)
    assert run.sensitive is not None
    assert run.sensitive.by_symmetry
    assert run.sensitive.wait > 1
    assert "were kept so. That is a choice" in run.summary()


def test_a_difference_below_all_knowledge_that_decides_the_course_is_told() -> None:
    run = sp.clock(war(100.0, 1 + 1e-11), 0, horizon=60.0)
    assert run.sensitive is not None
    assert not run.sensitive.by_symmetry
    assert "lower the precision or shorten the horizon" in run.summary()
    assert run.to_dict()["sensitive"]["worth"] == pytest.approx(run.sensitive.worth)


def delayed() -> Game:
    """Three parties with two options each, who look far ahead; a date stops the solver once."""
    rng, codes = np.random.default_rng(489), np.arange(64, dtype=np.uint64)
    settled = rng.random(64) < 0.15
    settled[0], settled[-1] = False, True
    for _ in range(8):
        worth, pace = rng.normal(size=(3, 64)), rng.uniform(0.8, 1.2, 3)
        efforts = rng.uniform(0.05, 0.5, (3, 2, 2))
    free = [FreeChoice.of(FreeMoves(3 << 2 * i, codes), *efforts[i]) for i in range(3)]
    game = Game.from_arcs(
        [np.zeros((0, 2), dtype=int)] * 3, 0.018970973575613 * worth, pace=pace, precision=3.0,
        discount=0.0, settled=settled,
    )  # fmt: skip
    date = Event("date", 102.5, np.zeros(64, dtype=np.int32))
    return replace(game, free=tuple(free), events=(date,))


@pytest.mark.slow
def test_errors_of_steps_that_grow_where_changes_of_payoffs_do_not_are_told() -> None:
    run, exact = (sp.clock(delayed(), 0, horizon=440.0, tolerance=t) for t in (1e-8, 1e-12))
    assert abs(run.mean - exact.mean) > 0.03 * exact.mean
    watch = (unsettled_time(run.game),)
    moved = solve_backward(shifted(run.game, None, 1e-9), 440.0, observers=watch, tolerance=1e-12)
    assert moved.first[0, -1] == pytest.approx(exact.mean, rel=1e-3)
    assert run.sensitive is not None
    assert run.sensitive.wait > 0.03 * exact.mean
    assert "or the least error of a step" in run.summary()


@pytest.mark.parametrize(("beta", "horizon"), [(0.2, 60.0), (50.0, 0.5)])
def test_vague_choices_and_short_horizons_are_not_sensitive(beta: float, horizon: float) -> None:
    run = sp.clock(war(beta), 0, horizon=horizon)
    assert run.sensitive is None
    assert run.to_dict()["sensitive"] is None
    assert run.summary().count(".") == repr(run).count(".") + 1


@pytest.mark.parametrize("beta", [1.0, 50.0])
def test_a_difference_that_shows_is_not_sensitive(beta: float) -> None:
    assert sp.clock(war(beta, 1.001), 0, horizon=60.0).sensitive is None


def test_what_is_given_apart_is_never_held_equal() -> None:
    assert leaders(war(1.0), 0).tolist() == [0, 0, 2, 3, 3, 2]
    assert leaders(war(1.0, pace=1.0), 0).size == 0
    assert leaders(war(1.0, 1 + 1e-15), 0)[1] == 1


def test_what_only_the_moves_tell_apart_is_not_held_equal() -> None:
    arcs = [[(0, 2), (1, 3)], [(0, 3), (1, 3)]]
    game = Game.from_arcs(
        arcs, [[1, 1, 0, 0], [1, 1, 0, 0.0]], pace=1.0, precision=1.0, discount=0.1,
        settled=[0, 0, 1, 1], effort=[[0.0, 0.5], [0.0, 0.0]],
    )  # fmt: skip
    held = leaders(game, 0)
    run = sp.clock(game, 0, horizon=9.0)
    flat = run.value.T.ravel()
    assert held.size
    assert flat == pytest.approx(flat[held], abs=1e-15)
    assert held[2] != held[0]


@pytest.mark.slow
@pytest.mark.parametrize("much", [1e-3, 1e-7, 1e-9, 1e-11, 1e-14])
@pytest.mark.parametrize("what", ["cost", "pace", "effort"])
@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e6])
def test_nothing_unequal_is_held_equal_with_a_horizon_or_without(
    what: str, much: float, scale: float
) -> None:
    game = Game.from_arcs(
        [[(0, 1)], [(0, 2)]],
        scale * np.array([[-1 - much * (what == "cost"), 0, 0.5], [-1, 0.5, 0]]),
        pace=[2.0, 2.0 + much * (what == "pace")], precision=1 / scale, discount=0.05,
        settled=[0, 1, 1], terms_index=[-1, 0, 1], terms=("first", "second"),
        effort=[[scale * much * (what == "effort")], [0.0]],
    )  # fmt: skip
    held = leaders(game, 0)
    assert held.size == 0 or held[0] != held[1]
    assert not sp.clock(game, 0, horizon=None).equilibrium.symmetric


def test_small_numbers_are_told_apart_beside_huge_ones() -> None:
    game = Game.from_arcs(
        [[(0, 1)], [(0, 2)], [(0, 3)]],
        [[-1.0, 0, 0.5, 0], [-1.5, 0.5, 0, 0], [-1e12, 0, 0, 0]],
        pace=2.0, precision=[1.0, 1.0, 1e-12], discount=0.05,
        settled=[0, 1, 1, 1], terms_index=[-1, 0, 1, 2], terms=("first", "second", "third"),
    )  # fmt: skip
    run = sp.clock(game, 0, horizon=None)
    assert not run.equilibrium.symmetric
    assert run.value[0, 0] > run.value[1, 0] + 0.1


@pytest.mark.parametrize("scale", [1e-9, 1.0, 1e6])
def test_what_is_equal_is_kept_equal_at_any_scale(scale: float) -> None:
    even = war(1.0)
    game = Game.from_arcs(
        [[(0, 1)], [(0, 2)]], scale * even.payoffs, pace=2.0, precision=1 / scale, discount=0.05,
        settled=[0, 1, 1], terms_index=[-1, 0, 1], terms=("first", "second"),
    )  # fmt: skip
    assert sp.clock(game, 0, horizon=None).equilibrium.symmetric
    assert leaders(game, 0)[0] == leaders(game, 0)[1]
