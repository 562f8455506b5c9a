"""Draws solved by numbers of 32 bits against the same by 64, and when they may not be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pair_games import PARTIES, STATES, drawn, varied

from stickpoint.graph.game import Event, Game
from stickpoint.graph.moves import FreeChoice, FreeMoves
from stickpoint.solve.clock import batch
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.layout import moves_of
from stickpoint.solve.clock.engine.pairs import singles

TOLERANCE = singles.LEAST


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let small games be solved by 32 bits too, and note each time that they are."""
    found: list[int] = []
    monkeypatch.setattr(singles, "FEWEST", 0)
    monkeypatch.setattr(
        singles, "of", lambda numbers, of=singles.of: found.append(1) or of(numbers)
    )
    return found


def both(games: list[Game], horizon: float, shocks: str) -> tuple[list[Clock], list[Clock]]:
    """Solve games by 32 bits, and by 64."""
    settings = {"horizon": horizon, "shocks": shocks, "tolerance": TOLERANCE}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(singles, "FEWEST", 0)
        rough = clocks(games, 0, **settings)
        patch.setattr(singles, "FEWEST", 1 << 62)
        return rough, clocks(games, 0, **settings)


def found_by(runs: list[Clock]) -> tuple[np.ndarray, np.ndarray]:
    """Return what the parties expect at time 0, and where the conflict stands at the horizon."""
    course = runs[0].course
    on_dates = [mass for _, mass in course.on_dates]
    own = [table for table in vars(course).values() if table is not course.on_dates]
    tables = (*own, *on_dates, *runs[0].trace.flat)
    assert {table.dtype for table in tables} == {np.dtype(np.float64), np.dtype(np.bool_)}
    value = np.stack([run.trace.first[:, : run.game.n_parties] for run in runs])
    return value, np.stack([run.course.mass for run in runs])


def chances(runs: list[Clock]) -> np.ndarray:
    """Return where the conflict stands, and by when it ends: probabilities, and a mean share."""
    times = np.linspace(0.0, runs[0].horizon, 21)
    return np.array([[*run.course.mass, *run.survival(times), run.mean / run.horizon]
                     for run in runs])  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("precision", [0.3, 2.0, 8.0])
def test_numbers_of_32_bits_do_as_well_at_a_coarse_tolerance(used, precision):
    games = drawn(7, precision)
    exact = found_by([clock(game, 0, horizon=4.0, tolerance=1e-11) for game in games])
    alone = found_by([clock(game, 0, horizon=4.0, tolerance=TOLERANCE) for game in games])
    rough = found_by(clocks(games, 0, horizon=4.0, tolerance=TOLERANCE))
    assert used
    for true, one, other in zip(exact, alone, rough, strict=True):
        off, plain_off = (np.abs(found - true) / (1 + np.abs(true)) for found in (other, one))
        assert 0 < off.max() < 2.5 * plain_off.max() + 0.1 * TOLERANCE
    np.testing.assert_allclose(rough[1].sum(axis=1), 1.0, atol=0.1 * TOLERANCE)


@pytest.mark.slow
def test_what_is_out_of_the_range_of_32_bits_is_found_by_64(used, monkeypatch):
    games = drawn(9, 300.0)
    before = found_by(clocks(games, 0, horizon=1.0, tolerance=0.02 * TOLERANCE))
    monkeypatch.setattr(singles, "LEAST", 0.0)
    monkeypatch.setattr(singles, "are_exact_enough", lambda *_given: True)
    after = found_by(clocks(games, 0, horizon=1.0, tolerance=0.02 * TOLERANCE))
    assert used
    for one, other in zip(before, after, strict=True):
        np.testing.assert_array_equal(one, other)


def test_numbers_of_32_bits_are_for_pairs_of_options_and_coarse_tolerances(monkeypatch):
    monkeypatch.setattr(singles, "FEWEST", PARTIES * STATES)
    game = drawn(3, 1.0)[0]
    assert singles.will_do(moves_of(game), singles.LEAST)
    assert not singles.will_do(moves_of(game), singles.LEAST / 2)
    free = [replace(one, turn_on=0 * one.turn_on, turn_off=0 * one.turn_off) for one in game.free]
    assert not singles.will_do(moves_of(replace(game, free=(game.free[0], free[1]))), 1.0)
    alone = replace(game, free=(game.free[0], None))
    assert not singles.will_do(moves_of(alone), 1.0)
    monkeypatch.setattr(singles, "FEWEST", PARTIES * STATES + 1)
    assert not singles.will_do(moves_of(game), singles.LEAST)


@pytest.mark.slow
@pytest.mark.parametrize("foreseen", [False, True])
def test_a_date_has_all_its_bits(used, foreseen):
    games, dates = drawn(3, 1.0), (2.3, 2.7)
    ends = np.full(STATES, np.flatnonzero(games[0].settled)[0], dtype=np.int32)
    below, above = map(float, np.float32(dates))
    assert below < dates[0] < dates[1] < above
    for date in dates:
        event = Event("end", date, ends, foreseen=foreseen)
        dated = [replace(game, events=(event,)) for game in games]
        for run in clocks(dated, 0, horizon=4.0, tolerance=TOLERANCE):
            assert date in run.course.times
            assert date in run.course.share_times
            assert run.survival(np.nextafter(date, 0.0)) > 0.001
            assert run.survival(date) == 0.0
            assert run.course.shares_at(np.array([date])).sum() == pytest.approx(1.0, abs=1e-6)
    assert len(used) == len(dates)


def with_three_options() -> list[Game]:
    """Return eight games of eight states, in which one of two parties has one option only."""
    codes, rng = np.arange(STATES // 2, dtype=np.uint64), np.random.default_rng(5)
    return [
        replace(
            Game.from_arcs(
                [np.zeros((0, 2), dtype=int)] * PARTIES, rng.normal(size=(PARTIES, codes.size)),
                pace=1.0, precision=2.0, discount=0.02, settled=codes == 7,
            ),
            free=tuple(
                FreeChoice.of(FreeMoves(mask, codes), *rng.uniform(0.1, 0.5, (2, size)))
                for mask, size in ((0b011, 2), (0b100, 1))
            ),
        )
        for _ in range(8)
    ]  # fmt: skip


@pytest.mark.slow
def test_space_for_one_kind_of_numbers_is_not_used_for_another(used):
    small, pairs = with_three_options(), drawn(3, 1.0)
    large = [replace(game, payoffs=game.payoffs + 1e4) for game in pairs]
    half, whole = (sum(game.terminal.size for game in some) for some in (small, pairs))
    assert half * 8 == whole * 4, "as many bytes by 64 bits as those of twice the size by 32"
    apart = [found_by(clocks(some, 0, horizon=4.0, tolerance=TOLERANCE))
             for some in (pairs, small, large)]  # fmt: skip
    assert len(used) == 1
    order = [*pairs, *small, *pairs, *large, *pairs, *small]
    for threads in (1, 3):
        runs = clocks(order, 0, horizon=4.0, tolerance=TOLERANCE, threads=threads)
        for which, k in enumerate((0, 1, 0, 2, 0, 1)):
            for one, other in zip(found_by(runs[8 * which : 8 * which + 8]), apart[k], strict=True):
                np.testing.assert_array_equal(one, other)


@pytest.mark.slow
def test_values_that_32_bits_would_round_too_much_are_found_by_64(used):
    for add in (3e5, -3e5):
        large = [replace(game, payoffs=game.payoffs + add) for game in drawn(7, 2.0)]
        found, by = both(large, 2.0, "centred")
        assert not used
        for one, other in zip(found_by(found), found_by(by), strict=True):
            np.testing.assert_array_equal(one, other)


def are_exact_enough(games: list[Game], horizon: float = 5.0, tolerance: float = 1e-4) -> bool:
    """Tell whether 32 bits will do for games."""
    numbers = batch.numbers_beside(games)
    fast = backward.fastest(moves_of(games[0]), numbers)
    end = batch._terminal(games)
    return singles.are_exact_enough(numbers, end, horizon, "centred", fast, tolerance)


def test_each_number_that_rounding_is_weighed_by_can_forbid_32_bits() -> None:
    games = drawn(7, 1.0)
    assert are_exact_enough(games)
    assert not are_exact_enough(games, tolerance=1e-6)
    assert not are_exact_enough(games, horizon=500.0)
    endless = [replace(game, discount=game.discount + 0.5) for game in games]
    assert are_exact_enough(endless, horizon=100.0)
    assert not are_exact_enough(endless, horizon=1e4), "chances drift from one"
    last = games[-1]
    free = last.free[0]
    assert free is not None
    for worse in (
        {"payoffs": last.payoffs + 100.0},
        {"terminal": last.terminal + 1000.0},
        {"precision": last.precision * 100.0},
        {"precision": last.precision / 1000.0},
        {"discount": last.discount - 1.0},
        {"pace": last.pace * 1000.0},
        {"free": (replace(free, turn_on=free.turn_on - 60.0), last.free[1])},
    ):
        assert not are_exact_enough([*games[:-1], replace(last, **worse)]), worse


def most(games: list[Game], horizon: float, shocks: str) -> np.ndarray:
    """Return the bound on the values of games, (parties, games)."""
    numbers = batch.numbers_beside(games)
    return singles.bound(numbers, batch._terminal(games), horizon, shocks)


@pytest.mark.slow
@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_no_value_comes_to_more_than_the_bound(seed):
    games, horizon, shocks = varied(seed)
    far = min(horizon, 20.0)
    bound = most(games[:1], far, shocks)[:, 0]
    trace = backward.solve_backward(games[0], far, shocks=shocks, tolerance=1e-5)
    assert trace.status == "done"
    largest = np.abs(trace.values).max(axis=(0, 1))
    assert (largest <= bound * (1 + 1e-4) + 1e-4).all()


def as_large_as_may_be(games: list[Game], horizon: float, shocks: str) -> list[Game] | None:
    """Add as much to what everything pays as 32 bits bear; None if they bear nothing more."""
    span = np.ptp(games[0].payoffs, axis=1, keepdims=True)

    def may_be(add: float) -> list[Game] | None:
        found = [replace(game, payoffs=game.payoffs + add * span) for game in games]
        numbers = batch.numbers_beside(found)
        given = numbers, batch._terminal(found), horizon, shocks
        fast = backward.fastest(moves_of(found[0]), numbers)
        return found if singles.are_exact_enough(*given, fast, TOLERANCE) else None

    few, many = 0.0, 1e6
    if may_be(few) is None:
        return None
    for _ in range(40):
        middle = (few + many) / 2
        few, many = (few, middle) if may_be(middle) is None else (middle, many)
    return may_be(few)


def off_by(large: list[Game], games: list[Game], horizon: float, shocks: str) -> np.ndarray:
    """Return by how much probabilities are off by 32 bits and by 64, and how far values are apart.

    To add the same to all that is paid leaves all choices as they were.
    """
    rough, fine = both(large, horizon, shocks)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(singles, "FEWEST", 1 << 62)
        exact = chances(clocks(games, 0, horizon=horizon, shocks=shocks, tolerance=1e-9))
    values = [found_by(runs)[0] for runs in (rough, fine)]
    apart = np.abs(values[0] - values[1]) / (1 + np.abs(values[1]))
    return np.array([*(np.abs(chances(runs) - exact).max() for runs in (rough, fine)), apart.max()])


@pytest.mark.slow
@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_the_largest_values_by_32_bits_lead_where_64_lead(seed):
    games, horizon, shocks = varied(seed)
    large = as_large_as_may_be(games, horizon, shocks)
    assume(large is not None)
    rough, fine, apart = off_by(large, games, horizon, shocks)
    assert rough <= 2.5 * fine + 30 * TOLERANCE
    assert apart <= 5 * TOLERANCE


@pytest.mark.slow
def test_as_a_rule_32_bits_add_less_than_the_tolerance():
    """Single sets may err more by either, where another step falls badly; few do."""
    found = [(as_large_as_may_be(given[0], *given[1:]), *given) for given in map(varied, range(50))]
    rough, fine, apart = np.array([off_by(*each) for each in found if each[0] is not None]).T
    assert rough.size > 25
    assert (rough <= fine + TOLERANCE).mean() >= 0.9
    assert np.median(rough - fine) <= 0.1 * TOLERANCE
    assert apart.max() <= 2 * TOLERANCE


@pytest.mark.slow
def test_where_nothing_dies_down_64_bits_are_taken(used: list[int]) -> None:
    """Long steps go by how fast values die down; nobody moves here, and nothing is discounted."""
    still = [
        replace(game, pace=np.zeros(PARTIES), discount=np.zeros(PARTIES)) for game in drawn(1, 1.0)
    ]
    runs = clocks(still, 0, horizon=10.0, tolerance=TOLERANCE)
    assert not used
    assert [run.mean for run in runs] == pytest.approx([10.0] * len(still))
