"""Descents of a search over levers → slopes by differences, steps in boxes, better places."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from stickpoint.graph.game import Game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.slopes.gradient import Question
from stickpoint.solve.levers.payoffs.cheapest import cheapest
from stickpoint.solve.levers.payoffs.descents import along, filled, least_cost, most
from stickpoint.solve.levers.payoffs.differences import slopes
from stickpoint.solve.levers.payoffs.global_search import CHANCE, COST, WAIT, GlobalSearch
from stickpoint.solve.levers.payoffs.lever_space import LeverSpace
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes

HORIZON, WITHIN = 10.0, 4.0
OPEN = np.array([1.0, 1.0, 1.0, 0.0])
LEVERS = (
    LeverParameter("price of waiting", "payoff", 0, -1.0, 0.0, 1.0, OPEN),
    LeverParameter("ease of signing", "effort", 0, -0.2, 0.5, 2.0, np.array([1.0, 0.0, 1.0])),
    LeverParameter("meetings", "pace", 0, 0.0, 1.0, 0.5, np.ones(1)),
    LeverParameter("luck", "rate", -1, -0.05, 0.2, 4.0, np.ones(1)),
)


def two_must_move() -> Game:
    """States: open, a has moved, b has moved, both: settled. Nature may settle it from open."""
    game = Game.from_arcs(
        [[(0, 1), (1, 0), (2, 3)], [(0, 2), (2, 0), (1, 3)]],
        [[0.3, 0.1, 0.1, 0.0], [-0.5, -0.5, -0.6, 0.0]],
        effort=[[0.2, 0.0, 0.2], [0.1, 0.0, 0.1]],
        nature=[(0, 3, 0.05)],
        pace=1.0, precision=1.0, discount=0.02, settled=[0, 0, 0, 1], parties=["a", "b"],
    )  # fmt: skip
    return replace(game, start_state=0)


def search_of(levers: tuple[LeverParameter, ...], tolerance: float = 1e-4) -> GlobalSearch:
    space = LeverSpace(two_must_move(), levers, None, HORIZON, "centred", tolerance)
    return GlobalSearch(space, WITHIN)


@pytest.mark.slow
@pytest.mark.parametrize("levers", [LEVERS, LEVERS * 3])
def test_differences_are_the_slopes_that_the_adjoint_finds(
    levers: tuple[LeverParameter, ...],
) -> None:
    # Three times as many levers do not fit beside a place at once, so some go beside it again.
    search = search_of(levers)
    exact = LeverSpace(two_must_move(), levers, None, HORIZON, "centred", 1e-10)
    places = np.random.default_rng(0).uniform(0.1, 0.3, (2, search.space.size))
    rows = search.look(places)
    asked: tuple[tuple[int, Question], ...]
    asked = (CHANCE, ("settled_by", WITHIN)), (WAIT, "unsettled_time")
    for column, of in asked:
        values, found = slopes(search, rows.tolist(), column)
        for place, value, slope in zip(places, values, found, strict=True):
            run = clock(exact.at(place), 0, horizon=HORIZON, tolerance=1e-10)
            told = 1 - float(run.survival(WITHIN)) if column == CHANCE else run.mean
            assert value == pytest.approx(told, abs=1e-3)
            adjoint = exact.slopes_in_levers(place, of) @ exact.reach
            np.testing.assert_allclose(slope, adjoint, atol=0.02 * np.abs(adjoint).max())
    assert len(search.places) == 2 * (1 + search.space.size)


numbers = st.floats(-1, 1).map(lambda x: round(x, 2))


@st.composite
def boxed(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray, float, float]:
    size = draw(st.integers(1, 5))

    def some(of: st.SearchStrategy[float]) -> np.ndarray:
        return np.array(draw(st.lists(of, min_size=size, max_size=size)))

    part = st.floats(0, 1).map(lambda x: round(x, 2))
    return some(part), some(numbers), some(numbers), draw(st.sampled_from(BOXES)), draw(numbers)


BOXES = [1.0, 0.5, 0.125]


@given(boxed())
@settings(max_examples=few(200))
def test_a_filled_box_costs_what_a_linear_programme_finds(
    case: tuple[np.ndarray, np.ndarray, np.ndarray, float, float],
) -> None:
    place, cost, gain, box, need = case
    moved = filled(place, cost, gain, box, need)
    low, high = np.maximum(place - box, 0), np.minimum(place + box, 1)
    assert (moved >= low - 1e-12).all()
    assert (moved <= high + 1e-12).all()
    best = linprog(
        cost, A_ub=-gain[None], b_ub=[-(need + gain @ place)],
        bounds=list(zip(low, high, strict=True)),
    )  # fmt: skip
    if best.status == 0:
        assert gain @ (moved - place) >= need - 1e-6
        assert cost @ moved == pytest.approx(best.fun, abs=1e-6)
    else:  # nothing in the box gains as much: what gains most
        most_gained = np.where(gain > 0, high, low) @ gain
        assert gain @ moved == pytest.approx(most_gained, abs=1e-9)


@given(boxed())
@settings(max_examples=few(200))
def test_a_step_along_the_slope_stays_in_range_and_gains_what_is_needed_if_anything_does(
    case: tuple[np.ndarray, np.ndarray, np.ndarray, float, float],
) -> None:
    place, cost, gain, box, need = case
    moved = along(place, cost, gain, box, need)
    assert ((moved >= 0) & (moved <= 1)).all()
    furthest = np.maximum(gain, 0) @ (1 - place) + np.maximum(-gain, 0) @ place
    if furthest >= need + 1e-6:
        assert gain @ (moved - place) >= need - 1e-6
    free = along(place, cost, gain, box, -np.inf)
    assert cost @ free <= cost @ place + 1e-12


def test_a_step_along_the_slope_by_hand() -> None:
    # Costs 1 and 2, gains 1 and 1: from the middle the second is given for as much of the first.
    middle = np.array([0.5, 0.5])
    moved = along(middle, np.array([1.0, 2.0]), np.ones(2), 0.25, 0.0)
    assert moved == pytest.approx([0.75, 0.25])
    # At its limit the first can give no more, so nothing moves.
    held = along(np.array([1.0, 0.5]), np.array([1.0, 2.0]), np.ones(2), 0.25, 0.0)
    assert held == pytest.approx([1.0, 0.5])


@pytest.mark.slow
def test_a_descent_comes_as_low_as_a_fine_grid_and_keeps_what_is_wanted() -> None:
    levers = LEVERS[::2]
    search = search_of(levers)
    begin = int(search.look([0.9, 0.9])[0])
    wanted = float(search.results[begin, CHANCE]) - 0.1
    least_cost(search, [begin], wanted)
    found = search.results[search.good(wanted)[0], COST]
    grid = search_of(levers)
    grid.look(list(product(np.linspace(0, 1, 41), repeat=2)))
    best = grid.results[grid.good(wanted)[0], COST]
    assert found < search.results[begin, COST]
    assert found <= best * 1.005


@pytest.mark.slow
@pytest.mark.parametrize("budget", [0.4, np.inf])
def test_a_climb_comes_as_high_as_a_fine_grid_and_keeps_to_its_budget(budget: float) -> None:
    levers = LEVERS[::2]
    for column, sign in ((WAIT, -1.0), (CHANCE, 1.0)):
        search, grid = search_of(levers), search_of(levers)
        begin = int(search.look([0.1, 0.2])[0])
        most(search, [begin], column, [budget])
        grid.look(list(product(np.linspace(0, 1, 41), repeat=2)))

        def best(of: GlobalSearch, column: int = column, sign: float = sign) -> float:
            told = of.results[of.results[:, COST] <= budget * (1 + 1e-9)]
            return float((sign * told[:, column]).max())

        assert best(search) >= best(grid) - 2e-3


@pytest.mark.slow
def test_where_a_party_replies_best_the_cheapest_change_is_found_too() -> None:
    game = replace(two_must_move(), precision=np.array([np.inf, 1.0]))
    found = cheapest(game, LEVERS[::2], within=WITHIN, probability=0.6, horizon=HORIZON)
    again = clock(apply_changes(game, LEVERS[::2], found.changes), horizon=HORIZON)
    # Choices jump, so solves at two tolerances agree to less than either asks for.
    assert 1 - float(again.survival(WITHIN)) == pytest.approx(found.probability, abs=1e-4)
    assert found.reached


@pytest.mark.slow
def test_where_nothing_does_it_no_lever_is_moved_that_adds_nothing() -> None:
    # The same added to whatever happens changes nobody's doing, and would cost 5.
    idle = LeverParameter("a gift to b", "payoff", 1, 0.0, 1.0, 5.0, np.ones(4))
    found = cheapest(
        two_must_move(), (LEVERS[0], idle), within=2.0, probability=0.999, horizon=HORIZON
    )
    assert not found.reached
    assert found.changes.tolist() == pytest.approx([-1.0, 0.0])
