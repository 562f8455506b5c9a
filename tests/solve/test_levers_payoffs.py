"""Levers on the clock's numbers → slopes, cheapest changes, moves, transfers and ripeness."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from examples import few
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.slopes.gradient import gradient
from stickpoint.solve.levers.payoffs.cheapest import cheapest
from stickpoint.solve.levers.payoffs.frontier import Frontier, frontier
from stickpoint.solve.levers.payoffs.global_search import GlobalSearch
from stickpoint.solve.levers.payoffs.lever_space import LeverSpace
from stickpoint.solve.levers.payoffs.one_at_a_time import (
    LeverAlone,
    best_moves,
    expected,
    median_after,
    one_at_a_time,
)
from stickpoint.solve.levers.payoffs.parameters import LeverParameter, apply_changes, chain_rule
from stickpoint.solve.levers.payoffs.ripeness import ripeness
from stickpoint.solve.levers.payoffs.transfers import promised, transfers

HORIZON = 10.0


def two_must_move(**changes: object) -> Game:
    """States: open, a has moved, b has moved, both: settled. Nature may settle it from open."""
    game = Game.from_arcs(
        [[(0, 1), (1, 0), (2, 3)], [(0, 2), (2, 0), (1, 3)]],
        [[0.3, 0.1, 0.1, 0.0], [-0.5, -0.5, -0.6, 0.0]],
        effort=[[0.2, 0.0, 0.2], [0.1, 0.0, 0.1]],
        nature=[(0, 3, 0.05)],
        pace=1.0, precision=1.0, discount=0.02, settled=[0, 0, 0, 1], parties=["a", "b"],
    )  # fmt: skip
    return replace(game, start_state=0, **changes)  # type: ignore[arg-type]


OPEN = np.array([1.0, 1.0, 1.0, 0.0])
LEVERS = (
    LeverParameter("price of waiting", "payoff", 0, -1.0, 0.0, 1.0, OPEN),
    LeverParameter("ease of signing", "effort", 0, -0.2, 0.5, 2.0, np.array([1.0, 0.0, 1.0])),
    LeverParameter("meetings", "pace", 0, 0.0, 1.0, 0.5, np.ones(1)),
    LeverParameter("luck", "rate", -1, -0.05, 0.2, 4.0, np.ones(1)),
)


@pytest.mark.slow
@given(st.lists(st.floats(0.1, 0.9), min_size=4, max_size=4))
@settings(max_examples=few(5))
@pytest.mark.parametrize("of", ["unsettled_time", ("settled_by", 4.0)])
def test_slopes_in_the_levers_are_those_that_differences_find(of: object, at: list[float]) -> None:
    game = two_must_move()
    x = np.array([h.low + part * (h.high - h.low) for h, part in zip(LEVERS, at, strict=True)])

    def answer(y: np.ndarray) -> float:
        run = clock(apply_changes(game, LEVERS, y), horizon=HORIZON, tolerance=1e-12)
        return run.mean if of == "unsettled_time" else 1 - float(run.survival(4.0))

    found = gradient(apply_changes(game, LEVERS, x), 0, HORIZON, of=of, tolerance=1e-11)  # type: ignore[arg-type]
    steps = 1e-4 * np.eye(4)
    slopes = [(answer(x + step) - answer(x - step)) / 2e-4 for step in steps]
    np.testing.assert_allclose(chain_rule(found, LEVERS), slopes, atol=1e-6)


@pytest.mark.slow
def test_the_cheapest_change_is_as_cheap_as_a_fine_grid_finds() -> None:
    game, two = two_must_move(), LEVERS[::2]
    base = 1 - float(clock(game, horizon=HORIZON).survival(4.0))
    wanted = base + 0.1
    found = cheapest(game, two, within=4.0, probability=wanted, horizon=HORIZON)
    assert found.reached
    again = clock(apply_changes(game, two, found.changes), horizon=HORIZON, tolerance=1e-10)
    assert 1 - float(again.survival(4.0)) == pytest.approx(found.probability, abs=1e-7)
    prices = []
    for x, y in product(np.linspace(-1, 0, 21), np.linspace(0, 1, 21)):
        run = clock(apply_changes(game, two, [x, y]), horizon=HORIZON, tolerance=1e-5)
        if 1 - float(run.survival(4.0)) >= wanted:
            prices.append(-x + 0.5 * y)
    assert min(prices) - 0.075 <= found.cost <= min(prices) + 0.01
    assert found.table()["cost"].sum() == pytest.approx(found.cost)
    assert found.to_dict()["reached"]


@pytest.mark.slow
def test_where_nothing_does_it_the_furthest_is_told() -> None:
    game, one = two_must_move(), LEVERS[:1]
    found = cheapest(game, one, within=2.0, probability=0.999, horizon=HORIZON)
    assert not found.reached
    assert found.changes.tolist() == pytest.approx([-1.0])
    assert "the best that the levers reach" in found.summary()


def test_nothing_is_changed_where_nothing_has_to_be() -> None:
    found = cheapest(two_must_move(), LEVERS, within=9.0, probability=0.01, horizon=HORIZON)
    assert found.reached
    assert found.cost == 0
    assert not found.changes.any()


@pytest.mark.slow
def test_each_lever_alone_saves_what_solving_again_says() -> None:
    game = two_must_move()
    found = one_at_a_time(game, LEVERS, horizon=HORIZON, grid=4)
    assert [alone.saved for alone in found] == sorted((s.saved for s in found), reverse=True)
    for alone in found:
        after = clock(apply_changes(game, (alone.parameter,), [alone.best]), horizon=HORIZON)
        before = clock(game, horizon=HORIZON)
        assert alone.saved == pytest.approx(before.mean - after.mean, abs=1e-4)
        assert alone.cost == pytest.approx(alone.parameter.cost * abs(alone.best))


@pytest.mark.slow
def test_paying_more_never_lengthens_the_wait_or_the_lever_says_so() -> None:
    for alone in one_at_a_time(two_must_move(), LEVERS, horizon=HORIZON, grid=4):
        way = np.sign(alone.best)
        path = sorted(
            (abs(x), w) for x, w in zip(alone.amounts, alone.waits, strict=True) if x * way >= 0
        )
        falls = all(later <= sooner + 1e-4 for (_, sooner), (_, later) in pairwise(path))
        assert alone.is_monotone == falls
    bent = LeverAlone(LEVERS[2], -1.0, np.array([0.0, 0.5, 1.0]), np.array([5.0, 3.0, 4.0]), 5.0)
    assert (bent.best, bent.saved, bent.cost) == (0.5, 2.0, 0.25)
    assert not bent.is_monotone
    assert bent.marginal == 2.0


def test_a_lever_says_whether_too_little_or_too_much_of_it_lengthens_the_wait() -> None:
    amounts = np.array([-1.0, 0.0, 0.5, 1.0])

    def told(*waits: float, slope: float = -1.0) -> tuple[bool, bool, float]:
        alone = LeverAlone(LEVERS[2], slope, amounts, np.array(waits), waits[1])
        return alone.dips, alone.turns, alone.added_by_less

    assert told(9.0, 5.0, 6.0, 3.0) == (True, False, 1.0)
    assert told(9.0, 5.0, 3.0, 4.0) == (False, True, 0.0)
    assert told(9.0, 5.0, 4.0, 3.0) == (False, False, 0.0)
    assert told(3.0, 5.0, 6.0, 7.0, slope=1.0) == (False, False, 0.0)
    assert told(9.0, 5.0, 5.0, 5.0) == (False, False, 0.0)
    # Its first small step lengthens the wait, though every amount tried shortens it.
    assert told(9.0, 5.0, 4.0, 3.0, slope=0.5) == (True, False, 0.0)


def test_a_lever_is_looked_at_more_closely_beside_its_best_amount() -> None:
    amounts, waits = np.array([0.0, 0.5, 1.0]), np.array([5.0, 4.0, 3.0])
    alone = LeverAlone(LEVERS[2], -1.0, amounts, waits, 5.0)
    closer = alone.beside()
    assert ((closer > 0.5) & (closer < 1.0)).all()
    found = alone.with_(closer, np.full(closer.size, 2.5))
    assert found.best == closer[0]
    assert found.turns
    assert not alone.turns
    assert (np.diff(found.amounts) > 0).all()
    assert not LeverAlone(LEVERS[2], -1.0, amounts, np.full(3, 5.0), 5.0).beside().size


def bought(
    game: Game, parameters: tuple[LeverParameter, ...], within: float, wanted: float
) -> Frontier:
    search = GlobalSearch(LeverSpace(game, parameters, None, HORIZON, "centred", 1e-5), within)
    return frontier(search, clock(game, horizon=HORIZON), wanted=wanted)


@pytest.mark.slow
def test_a_dearer_outlay_buys_a_shorter_wait() -> None:
    found = bought(two_must_move(), LEVERS, 4.0, 0.5)
    table = found.table()
    assert len(found.points) >= 4
    assert all(later < sooner for sooner, later in pairwise(table["mean"]))
    assert all(sooner < later for sooner, later in pairwise(table["cost"]))
    assert found.points[0].cost <= found.points[-1].cost / 4 * 1.001


@pytest.mark.slow
def test_an_outlay_that_buys_nothing_is_not_on_the_frontier() -> None:
    worse = LeverParameter("ill luck", "rate", -1, -0.05, 0.0, 1.0, np.ones(1))
    found = bought(two_must_move(), (worse,), 4.0, 0.99)
    assert found.points == ()
    assert "no outlay shortens" in found.summary()
    assert not found.cheapest.reached


def cubes() -> st.SearchStrategy[Game]:
    """Games of two or three parties with three options, settled where the first two are yes."""

    def built(parties: int, numbers: list[float]) -> Game:
        owners, part = (0, 1, 2 % parties), np.array(numbers)
        masks = [sum(1 << k for k in range(3) if owners[k] == i) for i in range(parties)]
        arcs = [
            [(a, b) for a in range(8) for b in range(8) if a != b and not (a ^ b) & ~mask]
            for mask in masks
        ]
        settled = np.arange(8) & 3 == 3
        worth = 2 * part[: 8 * parties].reshape(parties, 8) - 1 + 0.1 * ~settled
        return replace(
            Game.from_arcs(
                arcs, worth, pace=0.3 + part[24 : 24 + parties],
                precision=1 + 3 * part[27 : 27 + parties], discount=0.02, settled=settled,
            ),
            start_state=0,
        )  # fmt: skip

    numbers = st.lists(st.floats(0, 1), min_size=30, max_size=30)
    return st.builds(built, st.integers(2, 3), numbers)


@st.composite
def levered(draw: st.DrawFn) -> tuple[Game, tuple[LeverParameter, ...]]:
    game, part, found = draw(cubes()), st.floats(0.1, 1.0), []
    for k in range(draw(st.integers(1, 3))):
        party, cost = draw(st.integers(0, game.n_parties - 1)), draw(st.floats(0.2, 2.0))
        if draw(st.booleans()):
            where = np.zeros(8)
            where[draw(st.lists(st.integers(0, 7), min_size=1, max_size=3))] = 1.0
            low, high = draw(st.sampled_from([(-1, 0), (0, 1), (-1, 1)]))
            reach = low * draw(part), high * draw(part)
            found.append(LeverParameter(f"worth {k}", "payoff", party, *reach, cost, where))
        else:
            found.append(
                LeverParameter(f"pace {k}", "pace", party, 0.0, draw(part), cost, np.ones(1))
            )
    return game, tuple(found)


@pytest.mark.slow
@given(levered())
@settings(max_examples=few(10))
def test_what_a_brute_grid_finds_is_found_about_as_cheaply(
    case: tuple[Game, tuple[LeverParameter, ...]],
) -> None:
    game, parameters = case
    before = clock(game, horizon=HORIZON)
    within = (before.median or HORIZON) / 2
    steps = {1: 25, 2: 11, 3: 6}[len(parameters)]
    places = list(product(*(np.linspace(h.low, h.high, steps) for h in parameters)))
    runs = clocks(
        [apply_changes(game, parameters, x) for x in places], horizon=HORIZON, tolerance=1e-6
    )
    costs = np.array(
        [sum(h.cost * abs(x) for h, x in zip(parameters, z, strict=True)) for z in places]
    )
    chances = np.array([1 - float(run.survival(within)) for run in runs])
    waits = np.array([run.mean for run in runs])
    now = 1 - float(before.survival(within))
    assume(chances.max() > now + 0.05)
    wanted = now + 0.6 * (chances.max() - now)
    found = bought(game, parameters, within, wanted)
    assert found.cheapest.reached
    assert found.cheapest.cost <= 1.02 * costs[chances >= wanted + 1e-4].min() + 1e-3
    levers_alone = one_at_a_time(game, parameters, horizon=HORIZON)
    for point in found.points:
        assert point.run.mean <= 1.02 * waits[costs <= point.cost].min(initial=before.mean) + 1e-3
        assert not point.reached or point.cost >= found.cheapest.cost
        for alone in levers_alone:
            affordable = alone.parameter.cost * np.abs(alone.amounts) <= point.cost
            assert point.run.mean <= alone.waits[affordable].min() + 2e-3


@pytest.mark.slow
@given(levered())
@settings(max_examples=few(15))
def test_what_a_fine_sweep_finds_longer_the_lever_says(
    case: tuple[Game, tuple[LeverParameter, ...]],
) -> None:
    game, parameters = case
    for alone in one_at_a_time(game, parameters, horizon=HORIZON):
        # Both ways count where it helps; a bump narrower than the amounts tried may be missed.
        amounts = np.linspace(0.0, alone.best, 41)
        games = [apply_changes(game, (alone.parameter,), [x]) for x in amounts]
        waits = np.array([run.mean for run in clocks(games, horizon=HORIZON, tolerance=1e-6)])
        rise = float((waits - np.minimum.accumulate(waits)).max())
        assert rise <= 0.03 * alone.before or not alone.is_monotone


def test_a_move_made_now_starts_the_clock_from_where_it_leads() -> None:
    run = clock(two_must_move(), horizon=HORIZON)
    found = best_moves(run)
    assert {(move.party, move.target) for move in found} == {(0, 1), (1, 2)}
    for move in found:
        after = clock(run.game, move.target, horizon=HORIZON)
        assert move.wait == pytest.approx(after.mean, abs=1e-6)
        assert median_after(run, move) == pytest.approx(after.median, abs=1e-6)
        gain = after.value[move.party, move.target] - run.value[move.party, 0] - move.effort
        assert move.gain == pytest.approx(gain, abs=1e-6)


def by_hand() -> Game:
    """Nobody moves of itself; going on pays a -1 and b +1, settled pays nothing: 10 units ahead."""
    return Game.from_arcs(
        [[(0, 1)], []], [[-1.0, 0.0], [0.5, 0.0]],
        pace=0.0, precision=1.0, discount=[0.0, 0.1], settled=[0, 1], parties=["a", "b"],
    )  # fmt: skip


def test_a_way_out_that_can_be_worked_out_by_hand() -> None:
    # Whatever its discount b would lose 1/2 per unit and has to be paid that; a would gain 1.
    run = clock(replace(by_hand(), start_state=0), horizon=HORIZON)
    pairs = {
        (transfer.payer, transfer.payee): transfer for transfer in transfers(ripeness(run)).pairs
    }
    transfer = pairs[0, 1]
    np.testing.assert_allclose(transfer.low, 0.5, atol=1e-6)
    np.testing.assert_allclose(transfer.high, 1.0, atol=1e-6)
    assert transfer.exists
    assert not transfer.free
    assert transfer.open.all()
    assert not pairs[1, 0].exists
    dear = transfers(ripeness(run), exchange={(0, 1): 3.0}).pairs
    assert not next(w for w in dear if w.payer == 0).exists
    once = next(w for w in transfers(ripeness(run), once=True).pairs if w.payer == 0)
    assert once.low[0] == pytest.approx(0.5 * (1 - np.exp(-1)) / 0.1, abs=1e-5)
    assert once.high[0] == pytest.approx(10.0, abs=1e-5)
    after = promised(run, transfer, 0.75)
    assert after.value[:, 1] == pytest.approx([-7.5, 0.75 * (1 - np.exp(-1)) / 0.1], abs=1e-5)
    with pytest.raises(ModelError, match="made once"):
        promised(run, once, 1.0)
    with pytest.raises(ModelError, match="above 0"):
        transfers(ripeness(run), exchange={(0, 1): 0.0})


def test_waiting_hurts_from_when_what_is_left_of_it_is_worth_less() -> None:
    # Going on pays 1 per unit, having settled pays c at the horizon: it hurts for the last c units.
    for worth in (1.0, 4.0):
        game = Game.from_arcs(
            [[(0, 1)]], [[1.0, 0.0]], terminal=[[0.0, worth]],
            pace=0.0, precision=1.0, discount=0.0, settled=[0, 1],
        )  # fmt: skip
        found = ripeness(clock(game, 0, horizon=HORIZON))
        assert found.hurts(0) == [pytest.approx((HORIZON - worth, HORIZON))]
        assert found.stalemate(0) == [pytest.approx((HORIZON - worth, HORIZON))]
        assert found.reluctant(0) == (0,)


def test_only_those_whose_moves_are_needed_make_it_ripe() -> None:
    run = clock(replace(by_hand(), start_state=0), horizon=HORIZON)
    found = ripeness(run)
    assert found.offers[0].movers == (0,)
    assert found.stalemate(0)[0][0] == 0.0
    assert found.stalemate(0, everyone=True) == []
    assert found.hurts(1) == []
    assert set(found.to_dict()["hurts"]) == {"a", "b"}
    assert len(found.table()) == 2 * 601


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        (("x", "toll", 0, 0.0, 1.0, 1.0), "expected one of payoff"),
        (("x", "pace", 0, 0.5, 1.0, 1.0), "no change must be allowed"),
        (("x", "pace", 0, 0.0, 1.0, -1.0), "at least 0"),
    ],
)
def test_what_is_no_lever_is_refused(parameter: tuple, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        LeverParameter(*parameter, np.ones(1))


def test_questions_that_mean_nothing_are_refused() -> None:
    game = two_must_move()
    with pytest.raises(ModelError, match="between 0 and 1"):
        cheapest(game, LEVERS, within=4.0, probability=1.0, horizon=HORIZON)
    with pytest.raises(ModelError, match="no lever goes anywhere"):
        cheapest(game, (), within=4.0, probability=0.5, horizon=HORIZON)
    with pytest.raises(ModelError, match="below 0"):
        apply_changes(game, LEVERS[1:2], [-1.0])
    with pytest.raises(ModelError, match="expected one each"):
        apply_changes(game, LEVERS, [0.0])
    with pytest.raises(ModelError, match="have shape"):
        apply_changes(game, (replace(LEVERS[0], weight=np.ones(2)),), [0.5])
    assert expected(game, 0, HORIZON, "centred", 1e-8) == pytest.approx(
        clock(game, horizon=HORIZON).mean, abs=1e-6
    )
