"""The stationary game: published numbers, the literal equations, and what a path must not do."""

from __future__ import annotations

import math
from dataclasses import replace

import agreement_oracles
import clock_oracles
import numpy as np
import pytest
from clock_strategies import Drawn, clock_games, with_agreements
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

import stickpoint as sp
from stickpoint.graph.agreements.table import Agreements
from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice, FreeMoves
from stickpoint.solve.clock.rates import generator_of
from stickpoint.solve.clock.stationary.condensation import Condensation
from stickpoint.solve.clock.stationary.continuation import Continuation
from stickpoint.solve.clock.stationary.equations import Equations
from stickpoint.solve.clock.stationary.equilibrium import Stationary, newton_from, solve_stationary
from stickpoint.solve.clock.stationary.krylov import Krylov, solver
from stickpoint.solve.clock.stationary.linear import GmresSolver
from stickpoint.solve.clock.stationary.newton import newton

READINGS = ("centred", "mistakes", "taste")


def war(
    precision: float, costs: tuple[float, float] = (1, 1), prizes: tuple[float, float] = (10, 10)
) -> Game:
    """Two parties pay to hold out; who concedes gets nothing, the other the prize."""
    return Game.from_arcs(
        [[(0, 1)], [(0, 2)]],
        [[-costs[0], 0, prizes[0] / 20], [-costs[1], prizes[1] / 20, 0]],
        pace=2.0,
        precision=precision,
        discount=0.05,
        settled=[0, 1, 1],
        terms_index=[-1, 0, 1],
        terms=("first", "second"),
    )


def literal_residual(drawn: Drawn, value: np.ndarray, reading: str) -> np.ndarray:
    """F by full matrices, nothing of stickpoint's."""
    game = drawn.literal
    out = game.payoffs - game.discount[:, None] * value
    out = out + value @ clock_oracles.generator(game, value).T
    for i, own in enumerate(value):
        pair = (own, game.cost[i], game.precision[i])
        moved = clock_oracles.chances(*pair) @ own
        gain = clock_oracles.worth_of_moving(*pair, reading) - moved
        out[i] += np.where(game.settled, 0.0, game.pace[i] * gain)
    return out - agreement_oracles.efforts(game, value)


@pytest.mark.parametrize(
    ("shocks", "value", "hazard"),
    [
        ("taste", 2.62895880, 0.13459555),
        ("centred", 1.86122184, 0.26912140),
        ("mistakes", 2.20496591, 0.19861087),
    ],
)
def test_an_even_war_of_attrition(shocks: str, value: float, hazard: float) -> None:
    run = sp.clock(war(1.0), 0, horizon=None, shocks=shocks, tolerance=1e-11)
    assert run.value[:, 0] == pytest.approx([value, value], abs=6e-9)
    assert run.generator[0, 1] == pytest.approx(hazard, abs=6e-9)
    assert run.mean == pytest.approx(1 / (2 * hazard), rel=1e-7)
    assert run.outcomes == pytest.approx({"first": 0.5, "second": 0.5, "unsettled": 0.0})
    assert run.equilibrium.symmetric
    assert "symmetric=False" in run.equilibrium.notes[0]


def test_its_mean_and_variance() -> None:
    run = sp.clock(war(1.0), 0, horizon=None, tolerance=1e-11)
    assert run.mean == pytest.approx(1.8578975874, abs=6e-11)
    assert run.variance == pytest.approx(3.4517834452, abs=6e-11)
    assert run.median == pytest.approx(run.mean * math.log(2), rel=1e-9)
    assert run.survival([0.0, 1.0]) == pytest.approx([1.0, math.exp(-1 / run.mean)], abs=1e-10)


@pytest.mark.parametrize(
    ("shocks", "beta"),
    [("taste", 0.4878495965), ("centred", 0.3931510488), ("mistakes", 0.2813230698)],
)
def test_the_pitchfork_is_where_it_is_known_to_be(shocks: str, beta: float) -> None:
    signs = [
        solve_stationary(war(beta * (1 + shift)), shocks=shocks, tolerance=1e-12).sign
        for shift in (-1e-8, 1e-8)
    ]
    assert signs == [1, -1]


def test_the_path_brackets_the_pitchfork() -> None:
    ((low, high),) = solve_stationary(war(1.0)).crossings
    assert low < 0.3931510488 < high


def test_one_equilibrium_before_the_pitchfork_and_three_after() -> None:
    def found(beta: float) -> set[float]:
        runs = [solve_stationary(war(beta), symmetric=False, seed=seed) for seed in range(6)]
        runs.append(solve_stationary(war(beta)))
        assert {run.status for run in runs} == {"done"}
        return {round(float(run.value[0, 0]), 6) for run in runs}

    assert len(found(0.3)) == 1
    assert len(found(0.5)) == 3


@pytest.mark.parametrize("shocks", READINGS)
def test_nearly_even_costs_stay_on_the_branch_from_uniform_play(shocks: str) -> None:
    run = sp.clock(war(50.0, (1, 1.001)), 0, horizon=None, shocks=shocks)
    assert run.mean == pytest.approx(0.50, abs=1e-6)
    assert run.outcomes["first"] < 1e-6
    assert (run.equilibrium.sign, run.equilibrium.symmetric) == (1, False)


@pytest.mark.parametrize(("shocks", "mean"), [("centred", 0.50194), ("taste", 0.50383)])
def test_the_weaker_party_concedes_at_every_chance(shocks: str, mean: float) -> None:
    run = sp.clock(war(5.0, (1, 2), (10, 8)), 0, horizon=None, shocks=shocks)
    assert run.mean == pytest.approx(mean, abs=6e-6)


def nash_like(precision: float) -> Stationary:
    """Newton at indifference: each concedes at the rate that keeps the other in two minds."""
    rates = (0.25, 0.1)
    odds = [math.log((2 - h) / h) / precision for h in rates]
    value = np.array([[odds[0], 0, 10], [odds[1], 8, 0]])
    return newton_from(war(precision, (1, 2), (10, 8)), value)


def test_the_limit_of_hendricks_weiss_and_wilson_is_off_the_path() -> None:
    found = nash_like(5000.0)
    assert (found.status, found.sign) == ("done", -1)
    h = [2 / (1 + math.exp(5000 * v)) for v in found.value[:, 0]]
    assert h == pytest.approx([0.250054, 0.100028], abs=6e-7)
    assert 1 / sum(h) == pytest.approx(2.856470, abs=6e-7)
    assert h[0] / sum(h) == pytest.approx(0.714272, abs=6e-7)


def test_only_exact_symmetry_tends_to_indifference() -> None:
    run = sp.clock(war(500.0), 0, horizon=None)
    assert run.generator[0, 1] == pytest.approx(0.10034510, abs=6e-9)


@pytest.mark.parametrize(
    ("shocks", "value", "mean"),
    [("taste", -1.4986109892, 2.4468806114), ("centred", -2.1527035874, 2.2323393160)],
)
def test_one_party_that_can_end_it(shocks: str, value: float, mean: float) -> None:
    game = Game.from_arcs(
        [[(0, 1)]], [[-1, 0]], pace=0.5, precision=1, discount=0.1, settled=[0, 1]
    )
    run = sp.clock(game, 0, horizon=None, shocks=shocks, tolerance=1e-11)
    assert run.value[0, 0] == pytest.approx(value, abs=6e-11)
    assert run.mean == pytest.approx(mean, abs=6e-11)


def test_what_is_never_settled_has_no_mean() -> None:
    game = Game.from_arcs(
        [[(0, 1), (0, 2)]], [[0, 0, 0]], pace=1, precision=1, discount=0.1,
        settled=[0, 1, 0], tolls={"lives": [1, 0, 2], "talks": [1, 0, 0]},
    )  # fmt: skip
    run = sp.clock(game, 0, horizon=None)
    assert run.unsettled == pytest.approx(0.5)
    assert (run.mean, run.variance, run.quantile(0.6)) == (math.inf, math.inf, None)
    assert run.tolls == {"lives": math.inf, "talks": pytest.approx(1.5)}
    assert run.quantile(0.25) == pytest.approx(1.5 * math.log(2), rel=1e-8)


def test_regret_is_what_a_best_reply_gains() -> None:
    run = sp.clock(war(1.0), 0, horizon=None, shocks="mistakes")
    h = float(run.generator[0, 2])

    def worth(own: float) -> float:
        return (-1 + 10 * h) / (0.05 + h + own)

    gain = max(worth(0.0), worth(2.0)) - worth(h)
    assert run.equilibrium.regret == pytest.approx([gain / 30, gain / 30], rel=1e-6)


def discounting(drawn: Drawn, precision: float | None = None) -> Drawn:
    """Return every party a discount, and at most so much precision, never none."""
    sharp = tuple(min(b, precision or 3.0) or 0.05 for b in drawn.precision)
    # What all foresee has no place in a game that looks ahead without end, which is refused.
    unforeseen = (False,) * len(drawn.foreseen)
    own = tuple(r or 0.25 for r in drawn.discount)
    return replace(drawn, discount=own, precision=sharp, foreseen=unforeseen)


EVERY = st.one_of(clock_games(), with_agreements(clock_games(parties=(2, 3))))


@given(EVERY, st.sampled_from(READINGS))
@settings(max_examples=few(30))
def test_the_literal_equations_hold(drawn: Drawn, reading: str) -> None:
    drawn = discounting(drawn)
    found = solve_stationary(drawn.game, shocks=reading, tolerance=1e-10)
    assert found.status == "done"
    rest = literal_residual(drawn, found.value, reading)
    scale = 1 + np.abs(found.value).max()
    assert np.abs(rest).max() < 1e-7 * scale


@pytest.mark.slow
@given(clock_games(), st.sampled_from(READINGS))
@settings(max_examples=few(15))
def test_a_long_horizon_comes_to_the_same_where_choices_are_vague(drawn: Drawn, reading: str):
    drawn = replace(discounting(drawn, 0.05), shocks=())
    n = drawn.n_states
    drawn = replace(drawn, terminal=tuple((0.0,) * n for _ in drawn.pace))
    found = solve_stationary(drawn.game, shocks=reading, tolerance=1e-10)
    value, _ = clock_oracles.backward(drawn.literal, 120.0, reading)
    np.testing.assert_allclose(found.value, value, rtol=1e-6, atol=1e-6 * (1 + np.abs(value).max()))


@given(st.integers(0, 10_000))
@settings(max_examples=few(12))
def test_mistakes_are_a_quantal_response_of_a_game_in_rounds(seed: int) -> None:
    """One mover a round, drawn by pace; δ = Λ/(ρ+Λ), and β scaled by each mover's share."""
    rng = np.random.default_rng(seed)
    n, rho, pace = 5, 0.3, rng.uniform(0.5, 2, 2)
    pairs = [[(s, t) for s in range(n) for t in range(n) if s != t] for _ in pace]
    payoffs = rng.normal(size=(2, n))
    game = Game.from_arcs(pairs, payoffs, pace=pace, precision=0.7, discount=rho)
    found = solve_stationary(game, shocks="mistakes", tolerance=1e-12)
    total = pace.sum()
    delta, flow = total / (rho + total), payoffs / (rho + total)
    value = found.value
    sharp = 0.7 * (rho + total) / pace
    ahead = np.zeros((2, n))
    for i in range(2):
        # What a choice adds to the round's worth counts only when i is drawn: λ_i/Λ of the time.
        stake = sharp[i] * (pace[i] / total) * delta * value[i]
        share = np.exp(stake - stake.max())
        share /= share.sum()
        ahead += pace[i] / total * (value @ share)[:, None]
    assert np.abs(value - flow - delta * ahead).max() < 1e-10


def test_moves_that_cannot_be_undone_are_solved_last_first() -> None:
    rng = np.random.default_rng(3)
    n = 8
    arcs = [[(s, t) for s in range(n) for t in range(s + 1, n)] for _ in range(2)]
    payoffs = rng.normal(size=(2, n))
    game = Game.from_arcs(
        arcs, payoffs, pace=1, precision=1, discount=0.1, settled=np.arange(n) == n - 1
    )
    found = solve_stationary(game, tolerance=1e-10)
    assert found.components == n - 1
    together = newton_from(game, found.value)
    assert np.abs(together.value - found.value).max() < 1e-9


def switches(bits: int = 4, precision: float = 2.0) -> Game:
    """Two parties switch one option at a time."""
    rng = np.random.default_rng(0)
    n = 1 << bits
    owns = (range(2), range(2, bits))
    arcs = [[(s, s ^ (1 << b)) for s in range(n) for b in own] for own in owns]
    return Game.from_arcs(
        arcs, rng.normal(size=(2, n)), pace=1, precision=precision, discount=0.1,
        settled=np.arange(n) == n - 1, tolls={"lives": np.arange(n) * 1.0},
    )  # fmt: skip


def continuation_of(game: Game) -> tuple[Equations, Continuation]:
    """Return the equations of all states, and a continuation."""
    opened = np.flatnonzero(~game.settled)
    worth = np.ascontiguousarray(game.payoffs.T)
    component = Condensation(game).cut(opened, spelled_out=True)
    value = worth[component.states] / game.discount
    equations = Equations(component, worth[component.states], game.discount, 0, value)
    return equations, Continuation(equations, np.full(game.n_parties, 20.0), 1e-8)


@pytest.mark.parametrize("reading", [0, 1])
@pytest.mark.parametrize(("size", "price"), [(1, 0.0), (1, 0.3), (300, 0.3), (1, 300.0), (1, -150)])
def test_free_choices_answer_a_change_as_moves_spelled_out(
    reading: int, size: float, price: float
) -> None:
    """Weights in range, below it, and above it, where efforts are far below nothing."""
    rng, n = np.random.default_rng(0), 16
    game = Game.from_arcs(
        [[], []], rng.normal(size=(2, n)), pace=[1, 0.7], precision=[2, 1.5], discount=0.1,
        settled=np.arange(n) == 5, nature=[(1, 2, 0.3)],
    )  # fmt: skip
    own = [FreeMoves(mask, np.arange(n, dtype=np.uint64)) for mask in (3, 12)]
    prices = price * np.array([1.0, 2.0])
    game = replace(game, free=tuple(FreeChoice.of(moves, prices, prices / 2) for moves in own))
    opened, worth = np.flatnonzero(~game.settled), np.ascontiguousarray(game.payoffs.T)
    x, along = size * rng.normal(size=2 * opened.size), rng.normal(size=2 * opened.size)
    found = []
    for spelled_out in (False, True):
        component = Condensation(game).cut(opened, spelled_out=spelled_out)
        local = worth[component.states]
        equations = Equations(component, local, game.discount, reading, local / game.discount)
        equations.look(x, 0.0)
        found.append(equations.product(along))
    found.append(equations.matrix() @ along)
    assert found[0] == pytest.approx(found[2], rel=1e-9, abs=1e-9 * np.abs(found[2]).max())
    assert found[1] == pytest.approx(found[2], rel=1e-9, abs=1e-9 * np.abs(found[2]).max())


@given(with_agreements(clock_games(parties=(2, 3))), st.integers(0, 1000))
@settings(max_examples=few(20))
def test_agreements_answer_a_change_as_differences_do(drawn: Drawn, seed: int) -> None:
    drawn, rng, step = discounting(drawn), np.random.default_rng(seed), 1e-5
    game = drawn.game
    if not game.agreements.size:
        return
    opened, worth = np.flatnonzero(~game.settled), np.ascontiguousarray(game.payoffs.T)
    c = game.n_parties
    x, along = rng.normal(size=c * opened.size), rng.normal(size=c * opened.size)
    for spelled_out in (False, True):
        component = Condensation(game).cut(opened, spelled_out=spelled_out)
        local = worth[component.states]
        equations = Equations(component, local, game.discount, 0, local / game.discount)
        equations.look(x, 0.0)
        found = equations.product(along)
        ends = [equations.residual(x + part * along, 0.0) for part in (-step, step)]
        assert found == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-6, abs=1e-7)
    equations.look(x, 0.0)
    assert equations.matrix() @ along == pytest.approx(found, rel=1e-9, abs=1e-9)
    assert (equations.diagonal() <= equations.fastest() * (1 + 1e-12)).all()


def test_agreements_on_the_way_are_in_times_and_in_regret() -> None:
    """Who replies best moves otherwise; what is agreed on goes on being agreed on."""
    alone = war(1.0)
    agreed = Agreements.of([(0, 3, {0: 0.0, 1: 0.2})], parties=2, states=4)
    third = replace(
        Game.from_arcs(
            [[(0, 1)], [(0, 2)]],
            [[-1, 0, 0.5, 0.2], [-1, 0.5, 0, 0.2]],
            pace=2.0, precision=1.0, discount=0.05, settled=[0, 1, 1, 1],
            terms_index=[-1, 0, 1, 2], terms=("first", "second", "both"),
        ),
        agreements=agreed,
    )  # fmt: skip
    run = sp.clock(third, 0, horizon=None, shocks="mistakes")
    assert run.mean < sp.clock(alone, 0, horizon=None, shocks="mistakes").mean
    q, h = float(run.generator[0, 3]), float(run.generator[0, 2])
    assert run.outcomes["both"] == pytest.approx(q * run.mean, rel=1e-6)

    def worth(own: float) -> float:
        return (-1 + 10 * h + 4 * q) / (0.05 + h + own + q)

    gain = max(worth(0.0), worth(2.0)) - worth(float(run.generator[0, 1]))
    assert run.equilibrium.regret[0] == pytest.approx(gain / 30, rel=1e-6)


def test_agreements_within_a_part_of_a_game_are_cut_out_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    acts = [(s, 15, {0: 0.1, 1: 0.0}) for s in (1, 6)] + [(6, 14, {0: 0.0, 1: 0.0})]
    game = replace(switches(), agreements=Agreements.of(acts, parties=2, states=16))
    found = [solve_stationary(game, tolerance=1e-10)]
    all_at_once(monkeypatch)
    found.append(solve_stationary(game, tolerance=1e-10))
    assert np.abs(found[0].value - found[1].value).max() < 1e-7
    assert found[0].steps > 0


def all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat any number of unknowns as many."""
    monkeypatch.setattr("stickpoint.solve.clock.stationary.linear.SMALL", 0)
    monkeypatch.setattr("stickpoint.solve.clock.stationary.continuation.SMALL", 0)
    monkeypatch.setattr("stickpoint.solve.clock.stationary.equilibrium.EXACT", 0)
    monkeypatch.setattr(
        "stickpoint.solve.clock.stationary.continuation.Continuation.sign_at", lambda *_: 0
    )


def test_many_unknowns_agree_with_elimination(monkeypatch: pytest.MonkeyPatch) -> None:
    small = solve_stationary(switches(), tolerance=1e-10)
    all_at_once(monkeypatch)
    large = solve_stationary(switches(), tolerance=1e-10)
    assert (small.status, large.status) == ("done", "done")
    assert np.abs(small.value - large.value).max() < 1e-7
    assert (small.steps > 0, small.sign, small.notes) == (True, 1, ())
    assert (large.steps, large.sign) == (0, 0)
    assert "the path was not traced" in large.notes[0]
    assert "sign of the determinant is unknown" in large.notes[1]
    assert "sign unknown" in repr(large)


def test_the_path_is_traced_by_products_where_the_short_way_fails(monkeypatch: pytest.MonkeyPatch):
    small = solve_stationary(switches(4), tolerance=1e-10)
    all_at_once(monkeypatch)
    monkeypatch.setattr("stickpoint.solve.clock.stationary.equilibrium.newton", lambda *_: None)
    large = solve_stationary(switches(4), tolerance=1e-10)
    assert (large.status, large.steps > 0) == ("done", True)
    assert np.abs(small.value - large.value).max() < 1e-7


def test_the_short_way_gives_up_where_choices_are_too_sharp() -> None:
    equations, continuation = continuation_of(switches(5, 50.0))
    assert newton(equations, continuation.linear, continuation.unit(0.0), 1e-8) is None


def test_a_short_cycle_does_not_overrule_a_long_one() -> None:
    """The sign of a determinant guessed at by products, after restarts."""
    size = 60
    steps = np.linspace(1, 30, size)
    steps[0] = -0.5
    found = Krylov(size).solve(lambda x: steps * x, np.ones(size), 1e-10)
    assert (found.sign, found.products > 41) == (-1, True)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_doubtful_sign_is_checked_by_elimination(sign: int) -> None:
    equations, _ = continuation_of(switches(3))
    linear = GmresSolver(equations)
    none = np.zeros(equations.size)
    linear.at(none, -3.0, none, float(sign))
    linear.sign = -sign
    linear.check()
    assert linear.sign == sign


def test_durations_and_regret_by_products(monkeypatch: pytest.MonkeyPatch) -> None:
    near = sp.clock(switches(), 0, horizon=None)
    expected = (near.mean, near.variance, near.tolls, near.equilibrium.regret)
    monkeypatch.setattr("stickpoint.solve.clock.stationary.krylov.FACTORED", 0)
    monkeypatch.setattr("stickpoint.solve.clock.stationary.absorbing.MOST_BY_GTH", 0)
    far = sp.clock(switches(), 0, horizon=None)
    assert far.mean == pytest.approx(expected[0], rel=1e-8)
    assert far.variance == pytest.approx(expected[1], rel=1e-8)
    assert far.tolls == pytest.approx(expected[2], rel=1e-8)
    assert far.equilibrium.regret == pytest.approx(expected[3], rel=1e-7, abs=1e-10)


def test_products_that_do_not_get_near_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stickpoint.solve.clock.stationary.krylov.FACTORED", 0)
    n = 200
    ring = csr_array(np.roll(np.eye(n), 1, axis=1) + 1e-12 * np.eye(n))
    with pytest.raises(sp.SolveError, match="give a finite horizon"):
        solver(ring)(np.eye(n)[0])


def test_too_many_moves_are_not_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    run = sp.clock(war(1.0), 0, horizon=None)
    monkeypatch.setattr("stickpoint.solve.clock.rates.MOST_MOVES", 1)
    assert run.value.shape == (2, 3)
    with pytest.raises(sp.SolveError, match="4 moves, more than the 1"):
        _ = run.mean
    with pytest.raises(sp.SolveError, match="regret"):
        _ = run.equilibrium.regret


@pytest.mark.slow
def test_offers_by_chance_share_as_rubinstein_has_it() -> None:
    """Who proposes is drawn by pace; shares wᵢ = (λᵢ/ρᵢ) / (1 + Σ λⱼ/ρⱼ), here 20/31 and 10/31.

    Each side has two heads of one interest, one that proposes and one that answers almost at once.
    """
    rho, due = np.array([0.05, 0.1]), np.array([20, 10]) / 31
    arcs: list[list[tuple[int, int]]] = [[], [], [], []]
    pay, over = [[0.0, 0.0]], [False]
    for j in (0, 1):
        for more in (-0.2, -0.1, 0.0005, 0.1, 0.2):
            offer, share = len(pay), np.zeros(2)
            share[j], share[1 - j] = due[j] + more, 1 - due[j] - more
            pay += [[0.0, 0.0], list(share * rho)]
            over += [False, True]
            arcs[1 - j].append((0, offer))
            arcs[2 + j] += [(offer, 0), (offer, offer + 1)]
    game = Game.from_arcs(
        arcs, np.tile(np.array(pay).T, (2, 1)), pace=[1, 1, 2000, 2000], precision=20_000,
        discount=np.tile(rho, 2), settled=over,
    )  # fmt: skip
    run = sp.clock(game, 0, horizon=None, shocks="mistakes")
    assert run.value[:2, 0] == pytest.approx([20 / 31, 10 / 31], abs=1e-4)
    assert run.equilibrium.sign == 1
    assert run.equilibrium.regret.max() < 1e-3


@given(clock_games(), st.sampled_from(READINGS))
@settings(max_examples=few(20))
def test_values_are_what_the_choices_bring(drawn: Drawn, reading: str) -> None:
    """V = (ρ - Q)⁻¹ (u + λ [S - Σ π c]), S the worth of chance, from H(π) = -Σ π log π."""
    drawn = discounting(drawn)
    game = drawn.literal
    found = solve_stationary(drawn.game, shocks=reading, tolerance=1e-11)
    flow = generator_of(drawn.game, found.value.T)
    for i, own in enumerate(found.value):
        share = clock_oracles.chances(own, game.cost[i], game.precision[i])
        possible = np.isfinite(game.cost[i])
        paid = (share * np.where(possible, game.cost[i], 0.0)).sum(axis=1)
        spread = -(share * np.log(np.where(share > 0, share, 1.0))).sum(axis=1)
        spread -= np.log(possible.sum(axis=1)) if reading == "centred" else 0.0
        chance = 0.0 if reading == "mistakes" else spread / game.precision[i]
        gain = np.where(game.settled, 0.0, game.pace[i] * (chance - paid))
        matrix = game.discount[i] * np.eye(drawn.n_states) - flow.toarray()
        value = np.linalg.solve(matrix, game.payoffs[i] + gain)
        np.testing.assert_allclose(own, value, rtol=1e-7, atol=1e-7 * (1 + np.abs(value).max()))


def test_misuse_is_refused_in_words() -> None:
    with pytest.raises(sp.ModelError, match="does not discount"):
        solve_stationary(replace(war(1.0), discount=np.zeros(2)))
    with pytest.raises(sp.ModelError, match="infinite precision"):
        solve_stationary(war(math.inf))
    run = sp.clock(war(1.0), 0, horizon=None)
    with pytest.raises(sp.SolveError, match="horizon"):
        run.delay_share()
    with pytest.raises(sp.ModelError, match="at least 0"):
        run.survival(-1.0)


@pytest.mark.slow
@pytest.mark.parametrize("reading", ["centred", "mistakes"])
def test_old_factors_lead_along_the_same_path(
    reading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = sp.load("korea-1952").game()
    once = solve_stationary(game, shocks=reading, tolerance=1e-9)
    monkeypatch.setattr("stickpoint.solve.clock.stationary.linear.DEAR", 0)
    again = solve_stationary(game, shocks=reading, tolerance=1e-9)
    assert (once.status, once.folds, once.sign) == (again.status, again.folds, again.sign)
    assert again.products > 0 == once.products
    assert again.value == pytest.approx(once.value, abs=1e-6)
    assert abs(again.steps - once.steps) <= 0.05 * once.steps
