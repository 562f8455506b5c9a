"""Settlement so rare that common elimination loses it: against exact fractions."""

from __future__ import annotations

from decimal import Decimal, getcontext
from fractions import Fraction

import numpy as np
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

import stickpoint as sp
from stickpoint.graph.game import Game
from stickpoint.solve.clock.stationary.absorbing import Absorbing

Rows = list[list[float]]


def back_and_forth(leak: float) -> Game:
    """Chance leads from one open state to another and back, and seldom out."""
    return Game.from_arcs(
        [[]], [[0.0, 0, 0]], pace=1.0, precision=1.0, discount=0.1,
        nature=[(0, 1, 1.0), (1, 0, 1.0), (1, 2, leak)], settled=[0, 0, 1],
    )  # fmt: skip


def chain(rows: Rows, ends: int) -> Absorbing:
    """Rates from each open state to all states, of which the last ones are settled."""
    n = len(rows) + ends
    table = np.zeros((n, n))
    table[: len(rows)] = rows
    np.fill_diagonal(table, 0.0)
    np.fill_diagonal(table, -table.sum(axis=1))
    return Absorbing(csr_array(table), np.arange(n) >= len(rows), 0)


def exact_spent(rows: Rows) -> list[Fraction]:
    """Time in each open state from the first on, by elimination in fractions."""
    n = len(rows)
    flow = [
        [Fraction(x) if i != j else Fraction(0) for j, x in enumerate(r)]
        for i, r in enumerate(rows)
    ]
    matrix = [[-flow[j][i] for j in range(n)] + [Fraction(int(i == 0))] for i in range(n)]
    for i in range(n):
        matrix[i][i] += sum(flow[i])
    for k in range(n):
        for i in range(n):
            if i != k and matrix[i][k]:
                part = matrix[i][k] / matrix[k][k]
                matrix[i] = [x - part * y for x, y in zip(matrix[i], matrix[k], strict=True)]
    return [matrix[i][n] / matrix[i][i] for i in range(n)]


@pytest.mark.parametrize("leak", [1e-3, 1e-12, 1e-15, 1e-17, 1e-200])
def test_the_mean_and_the_outcomes_are_right_however_rare_settlement_is(leak: float) -> None:
    run = sp.clock(back_and_forth(leak), 0, horizon=None)
    assert run.mean == pytest.approx(float(1 + 2 / Fraction(leak)), rel=1e-14)
    assert run.outcomes == {"settled": pytest.approx(1.0, abs=1e-14), "unsettled": 0.0}


@pytest.mark.parametrize("leak", [1e-3, 1e-12, 1e-17, 1e-200])
def test_so_are_quantiles_and_the_chance_of_being_open(leak: float) -> None:
    getcontext().prec = 700
    exit_rate = Decimal(leak)
    root = (4 + exit_rate * exit_rate).sqrt()
    slow, fast = (-(2 + exit_rate) + root) / 2, (-(2 + exit_rate) - root) / 2

    def left(time: float) -> float:
        at = Decimal(time)
        return float(((slow * at).exp() * -fast + (fast * at).exp() * slow) / (slow - fast))

    run = sp.clock(back_and_forth(leak), 0, horizon=None)
    for time in (0.3, 7.0, 0.1 / leak, 2 / leak):
        assert float(run.survival(time)) == pytest.approx(left(time), rel=1e-12)
    for q in (0.25, 0.5, 0.999):
        when = run.quantile(q)
        assert when is not None
        assert left(when) == pytest.approx(1 - q, rel=1e-10)


@st.composite
def tables(draw: st.DrawFn) -> Rows:
    """Rates over forty powers of ten, from up to seven open states to them and two more."""
    n = draw(st.integers(1, 7))
    power = st.one_of(st.none(), st.floats(-30, 10))
    rows = draw(st.lists(st.lists(power, min_size=n + 2, max_size=n + 2), min_size=n, max_size=n))
    found = [[0.0 if x is None else 10.0**x for x in row] for row in rows]
    for i, row in enumerate(found):
        row[i] = 0.0
        # Each leads on to the next, so that none is stuck and all are reached.
        row[i + 1] += 1e-3 if i + 1 < n else 1e-17
    return found


@given(tables())
@settings(max_examples=few(60))
def test_every_time_and_chance_agrees_with_fractions(rows: Rows) -> None:
    found, n = chain(rows, 2), len(rows)
    spent = exact_spent(rows)
    assert found.spent[:n] == pytest.approx([float(x) for x in spent], rel=1e-12)
    for end in (n, n + 1):
        share = sum(x * Fraction(row[end]) for x, row in zip(spent, rows, strict=True))
        assert found.landing[end] == pytest.approx(float(share), rel=1e-12)


def test_many_blocks_of_states_agree_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    rows = (10.0 ** rng.uniform(-9, 1, (40, 42))).tolist()
    expected = chain(rows, 2).spent
    monkeypatch.setattr("stickpoint.solve.clock.stationary.gth._BLOCK", 7)
    monkeypatch.setattr("stickpoint.solve.clock.stationary.gth._ROWS", 5)
    assert chain(rows, 2).spent == pytest.approx(expected, rel=1e-12)


@pytest.mark.slow
def test_a_game_that_hardly_ever_settles_has_shares_that_add_up() -> None:
    """64 states, two parties, sharp choices: where the mean once came out below nothing."""
    rng = np.random.default_rng(9)
    arcs = [
        np.array([(s, t) for s in range(64) for t in rng.choice(64, 3, False) if s != t])
        for _ in range(2)
    ]
    game = Game.from_arcs(
        [np.unique(pairs, axis=0) for pairs in arcs], rng.normal(0, 1, (2, 64)),
        pace=1.0, precision=9.0, discount=0.1, settled=np.arange(64) >= 62,
    )  # fmt: skip
    run = sp.clock(game, 0, horizon=None)
    assert run.mean > 0
    assert sum(run.outcomes.values()) == pytest.approx(1.0, abs=1e-12)
    half = run.median
    assert half is not None
    assert float(run.survival(half)) == pytest.approx(0.5, rel=1e-9)


def test_where_states_are_too_many_a_loss_by_rounding_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stickpoint.solve.clock.stationary.absorbing.MOST_BY_GTH", 1)
    with pytest.raises(sp.SolveError, match="rounding hides how seldom"):
        _ = sp.clock(back_and_forth(1e-12), 0, horizon=None).mean
    with pytest.raises(sp.SolveError, match="have no solution to tell"):
        _ = sp.clock(back_and_forth(1e-17), 0, horizon=None).mean
    assert sp.clock(back_and_forth(1e-3), 0, horizon=None).mean == pytest.approx(2001, rel=1e-9)


def test_too_many_states_for_doubling_are_followed_as_long_as_that_is_quick(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = sp.clock(back_and_forth(1e-2), 0, horizon=None)
    expected = (run.median, run.survival([3.0, 50.0]))
    monkeypatch.setattr("stickpoint.solve.clock.stationary.absorbing.MOST_DOUBLED", 1)
    again = sp.clock(back_and_forth(1e-2), 0, horizon=None)
    assert again.median == pytest.approx(expected[0], rel=1e-9)
    assert again.survival([3.0, 50.0]) == pytest.approx(expected[1], rel=1e-9)
    with pytest.raises(sp.SolveError, match="ask for earlier times"):
        _ = sp.clock(back_and_forth(1e-12), 0, horizon=None).median


def test_rates_below_the_smallest_number_are_refused() -> None:
    seldom = [[0.0, 1.0, 1e-300, 0.0], [1.0, 0.0, 0.0, 0.0]]
    assert chain(seldom, 2).landing[2] == pytest.approx(1.0, rel=1e-12)
    never = [[0.0, 1e-200, 0.0], [1e-200, 0.0, 1e-310]]
    with pytest.raises(sp.SolveError, match="smallest number"):
        _ = chain(never, 1).landing
