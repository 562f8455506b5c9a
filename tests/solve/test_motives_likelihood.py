"""The likelihood of a dated record against closed forms, and what averaging over ranges gives."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad, quad
from scipy.stats import chi2

import stickpoint as sp
from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.game import Event, Game
from stickpoint.graph.variants.alike import lumped
from stickpoint.graph.variants.fewer import fewer
from stickpoint.solve.clock.engine.backward import solve_backward
from stickpoint.solve.clock.engine.trace import Trace
from stickpoint.solve.clock.rates import arc_rates
from stickpoint.solve.clock.simulate import simulate
from stickpoint.solve.motives.copula_density import CopulaDensity
from stickpoint.solve.motives.evidence import log_evidence
from stickpoint.solve.motives.forward_filter import ForwardFilter
from stickpoint.solve.motives.importance_sampling import _Chosen, _sample, importance_sample
from stickpoint.solve.motives.likelihood import log_likelihood, log_likelihoods, score
from stickpoint.solve.motives.spans import Known, spans
from stickpoint.solve.motives.stages import DatedMove

TEXT = """\
format: 1
title: Two doors
clock: {start: 2001-01-01, unit: day, horizon: 20}
parties: {ann: {name: Ann, pace: 0.6, precision: 0}, bob: {name: Bob, pace: 0.4, precision: 0}}
options:
  ann.yield: {text: yield, one_way: yes}
  bob.yield: {text: yield, one_way: yes}
wants: {ann: [ann.yield], bob: [bob.yield]}
payoffs:
  ann: [{when: "!ann.yield", worth: -1}]
"""
ANN, BOB = DatedMove(0, {0: True}, 3.0, 3.0), DatedMove(1, {1: True}, 5.0, 5.0)


def doors(**changes: object) -> Game:
    """Build a game in which each moves at half its pace, whatever it is worth."""
    return replace(sp.loads(TEXT).game(), **changes)  # type: ignore[arg-type]


def test_exact_dates_give_rates_and_waits() -> None:
    found = log_likelihood(doors(), [ANN, BOB], end=9.0)
    assert found == pytest.approx(math.log(0.3) - 0.5 * 3 + math.log(0.2) - 0.2 * 2, abs=1e-9)
    assert log_likelihood(doors(), [], end=4.0) == pytest.approx(-2.0, abs=1e-9)


def test_a_vague_date_is_averaged_over() -> None:
    vague = replace(ANN, first=1.0, last=4.0)
    exact = quad(lambda t: 0.3 * math.exp(-0.5 * t - 0.2 * (9 - t)), 1, 4)[0] / 3
    assert log_likelihood(doors(), [vague], end=9.0) == pytest.approx(math.log(exact), abs=1e-8)


def test_windows_that_overlap_leave_the_order_open() -> None:
    both = [replace(ANN, first=1.0, last=4.0), replace(BOB, first=2.0, last=6.0)]

    def density(bob: float, ann: float) -> float:
        early, rest = min(ann, bob), 0.2 if ann < bob else 0.3
        return 0.06 * math.exp(-0.5 * early - rest * abs(ann - bob))

    before = dblquad(density, 1, 4, lambda ann: max(ann, 2.0), 6)[0]
    after = dblquad(density, 2, 4, 2, lambda ann: ann)[0]
    for moves in (both, both[::-1]):
        found = log_likelihood(doors(), moves, end=9.0)
        assert found == pytest.approx(math.log((before + after) / 12), abs=1e-6)


def test_an_exact_move_within_the_window_of_another_leaves_that_before_or_after() -> None:
    moves = [BOB, replace(ANN, first=4.0, last=7.0)]
    early = quad(lambda ann: 0.06 * math.exp(-0.5 * ann - 0.2 * (5 - ann)), 4, 5)[0]
    late = quad(lambda ann: 0.06 * math.exp(-0.5 * 5 - 0.3 * (ann - 5)), 5, 7)[0]
    found = log_likelihood(doors(), moves, end=9.0)
    assert found == pytest.approx(math.log((early + late) / 3), abs=1e-6)


def test_of_two_orders_only_those_count_that_the_game_allows() -> None:
    # Ann can yield only once Bob has.
    text = TEXT.replace(
        "ann.yield: {text: yield, one_way: yes}",
        "ann.yield: {text: yield, one_way: yes, needs: bob.yield}",
    )
    both = [replace(ANN, first=1.0, last=4.0), replace(BOB, first=1.0, last=4.0)]
    exact = dblquad(
        lambda ann, bob: 0.06 * math.exp(-0.2 * bob - 0.3 * (ann - bob)), 1, 4, lambda bob: bob, 4
    )[0]
    found = log_likelihood(sp.loads(text).game(), both, end=9.0)
    assert found == pytest.approx(math.log(exact / 9), abs=1e-6)


def test_dates_that_leave_too_many_orders_open_are_refused() -> None:
    many = [replace(ANN, first=1.0, last=4.0)] * 10
    with pytest.raises(ModelError, match="narrow some of them"):
        log_likelihood(doors(), many, end=9.0)


def test_what_the_record_is_silent_on_is_summed_over() -> None:
    # Whatever Bob did, Ann's move and her wait are the same.
    found = log_likelihood(doors(), [ANN], end=9.0, hidden=[1])
    assert found == pytest.approx(math.log(0.3) - 0.3 * 3, abs=1e-8)


THREE = TEXT.replace(
    "  bob.yield: {text: yield, one_way: yes}",
    "  bob.yield: {text: yield}\n  bob.shout: {text: shout}",
).replace("precision: 0", "precision: 2")
worths = st.lists(st.floats(-2, 2), min_size=9, max_size=9)


@pytest.mark.slow
@settings(max_examples=few(15), deadline=None)
@given(worths, st.sampled_from([None, (2.0, True), (9.0, True), (9.0, False), (11.0, True)]))
def test_games_scored_side_by_side_are_scored_as_each_alone(worth, date) -> None:
    # Nobody minds the rain, so states with and without it are one.
    text = THREE.replace("wants:", "nature: {rain: {text: it rains, rate: 1}}\nwants:")
    game = sp.loads(
        f"{text}  bob: [{{when: bob.yield, worth: 1}}, {{when: bob.shout, worth: -2}}]\n"
    )
    game = game.game()
    events = ()
    if date is not None:
        to = np.maximum(np.arange(game.n_states) // 2 * 2, 0).astype(np.int32)
        events = (Event("hush", date[0], to, foreseen=date[1]),)
    games = [
        replace(game, payoffs=game.payoffs * (0.5 + k) + x * game.payoffs[::-1], events=events)
        for k, x in enumerate(worth)
    ]
    moves = [ANN, replace(BOB, first=4.0, last=6.0)]
    two = [
        replace(game, payoffs=game.payoffs + x * game.payoffs[::-1], events=events)
        for x in (0.3, 0.7)
    ]
    less = fewer(two, [0], lumped)
    assert less.first.size < game.n_states
    found = log_likelihoods(games, moves, end=9.0, hidden=[2], tolerance=1e-7, less=less)
    alone = [log_likelihood(own, moves, end=9.0, hidden=[2], tolerance=1e-8) for own in games]
    assert found == pytest.approx(alone, abs=1e-4)


def test_states_that_a_course_comes_to_cannot_be_left_out() -> None:
    game = sp.loads(THREE).game()
    # Once Ann has yielded Bob alone can move, so what was before cannot be come to.
    less = fewer([game, game], [1])
    assert (less.place < 0).any()
    with pytest.raises(ModelError, match="no value is known in state 1, which a course comes to"):
        log_likelihoods([game] * 2, [ANN], end=9.0, less=less)


def test_what_a_date_parts_is_looked_at_over_its_own_time() -> None:
    # From 0 to 1, and on the date to 2, from where it goes to 3 or to where both may end.
    game = sp.Game.from_arcs(
        [[(0, 1), (1, 0), (0, 4), (2, 3), (3, 4)]], np.zeros((1, 6)), pace=1.0, precision=1.0,
        discount=0.0, settled=[False] * 4 + [True, False],
    )  # fmt: skip
    game = replace(game, start_state=0)
    lands = np.array([2, 2, 2, 3, 4, 5], dtype=np.int32)
    both = spans(replace(game, events=(Event("shift", 3.0, lands),)), 9.0, 20.0)
    found = [(np.flatnonzero(x.states).tolist(), x.first, x.last) for x in both]
    assert found == [([0, 1, 4], 0.0, 3.0), ([2, 3, 4], 3.0, 9.0)]
    # What all see coming is looked at as a whole; so is what a date does not part.
    (seen,) = spans(replace(game, events=(Event("shift", 3.0, lands, foreseen=True),)), 9.0, 20.0)
    assert (np.flatnonzero(seen.states).tolist(), seen.first, seen.last) == ([0, 1, 2, 3, 4], 0, 9)
    nothing = Event("none", 3.0, np.arange(6, dtype=np.int32))
    (same,) = spans(replace(game, events=(nothing,)), 9.0, 20.0)
    assert (np.flatnonzero(same.states).tolist(), same.first, same.last) == ([0, 1, 4], 0, 9)
    # Nor does what happens at the horizon part anything.
    late = replace(game, events=(Event("late", 9.0, lands),), horizon=9.0)
    assert [(x.first, x.last) for x in spans(late, 9.0, 9.0)] == [(0, 9)]


def test_a_record_up_to_the_horizon_is_scored_for_all_values_as_for_one() -> None:
    race = sp.loads(RACE).game()
    ends = np.full(race.n_states, race.n_states - 1, dtype=np.int32)
    late = replace(race, horizon=20.0, events=(Event("late", 20.0, ends),))
    alone = log_likelihood(late, [], end=20.0)
    assert log_likelihoods([late, late], [], end=20.0) == pytest.approx([alone, alone], abs=1e-3)


@pytest.mark.slow
def test_rates_that_change_with_time_are_followed() -> None:
    game = doors(precision=np.array([2.0, 1.0]))
    trace = solve_backward(game, 20.0, tolerance=1e-10)

    def rate(t: float) -> float:
        rest = solve_backward(game, 20.0 - t, tolerance=1e-10).first
        source, target, speed = arc_rates(game, rest)
        return float(speed[(source == 0) & (target == 1)].sum())

    wait = quad(rate, 0, 19, epsabs=1e-7)[0] + 0.2 * 19
    assert trace.status == "done"
    found = log_likelihood(game, [replace(ANN, first=19.0, last=19.0)], end=19.0, tolerance=1e-9)
    assert found == pytest.approx(math.log(rate(19.0)) - wait, abs=1e-5)


def test_a_record_that_cannot_be_scored_is_refused() -> None:
    with pytest.raises(ModelError, match="hidden"):
        log_likelihood(doors(), [], end=1.0, hidden=range(5))
    with pytest.raises(ModelError, match="outside"):
        log_likelihood(doors(), [BOB], end=2.0)
    with pytest.raises(ModelError, match="horizon"):
        log_likelihood(doors(), [], end=30.0)
    assert log_likelihood(doors(pace=np.array([0.0, 1.0])), [ANN], end=9.0) == -np.inf


def test_a_record_that_leads_where_nothing_can_be_has_no_chance() -> None:
    text = TEXT.replace("wants:", "at_most_one: [[ann.yield, bob.yield]]\nwants:")
    game = sp.loads(text).game()
    assert log_likelihood(game, [ANN, BOB], end=9.0) == -np.inf
    vague = [replace(ANN, last=7.0), replace(BOB, last=7.0)]
    assert log_likelihood(game, vague, end=9.0) == -np.inf


def bell(x: np.ndarray) -> np.ndarray:
    """Crowd around the middle."""
    return np.asarray(-0.5 * ((x - 0.5) ** 2).sum(axis=1) / 0.1**2)


def corner(x: np.ndarray) -> np.ndarray:
    """Crowd into the corner of ones, the more the earlier the unknown."""
    return np.asarray((x - 1) @ np.array([60.0, 30.0, 20.0, 10.0, 3.0, 1.0])[: x.shape[1]])


def ridge(x: np.ndarray) -> np.ndarray:
    """Crowd along a diagonal."""
    return np.asarray(-0.5 * ((x[:, 0] - x[:, 1]) / 0.05) ** 2)


def bend(x: np.ndarray) -> np.ndarray:
    """Crowd along a curve with two turns."""
    return np.asarray(-0.5 * ((x[:, 1] - 0.5 - 3.5 * (x[:, 0] - 0.5) ** 3) / 0.03) ** 2)


def peaks(x: np.ndarray) -> np.ndarray:
    """Crowd around two points that lie far apart."""
    one, two = (-0.5 * ((x - at) ** 2).sum(axis=1) / 0.05**2 for at in (0.25, 0.75))
    return np.logaddexp(one, two)


def cliff(x: np.ndarray) -> np.ndarray:
    """Rise to the edge of what is possible, and be impossible beyond."""
    sums = x.sum(axis=1)
    return np.where(sums < 2.4, 20 * (sums - 2.4), -np.inf)


def four(total: float) -> float:
    """Return the density of the sum of four even draws."""
    return sum((-1) ** k * math.comb(4, k) * max(total - k, 0.0) ** 3 for k in range(5)) / 6


CLIFF = math.log(quad(lambda s: four(s) * math.exp(20 * (s - 2.4)), 0, 2.4, points=[1, 2])[0])
BELL = 2 * math.log(math.sqrt(2 * math.pi) * 0.1 * math.erf(0.5 / 0.1 / math.sqrt(2)))
CORNER = sum(math.log((1 - math.exp(-k)) / k) for k in (60.0, 30.0, 20.0, 10.0, 3.0, 1.0))
BEND = math.log(dblquad(lambda y, x: math.exp(bend(np.array([[x, y]]))[0]), 0, 1, 0, 1)[0])
PEAKS = math.log(2 * 0.05**2 * 2 * math.pi)
RIDGE = math.log(dblquad(lambda y, x: math.exp(-0.5 * ((x - y) / 0.05) ** 2), 0, 1, 0, 1)[0])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "size", "exact"),
    [(bell, 2, BELL), (corner, 6, CORNER), (ridge, 2, RIDGE), (bend, 2, BEND), (peaks, 2, PEAKS)],
    ids=["bell", "corner", "ridge", "bend", "peaks"],
)
def test_the_evidence_is_the_volume_and_its_error_is_what_it_says(shape, size, exact) -> None:
    names = tuple("abcdef"[:size])
    runs = [log_evidence(shape, lambda u: u, names, each=120, seed=k) for k in range(12)]
    off = np.array([(run.value - exact) / run.error for run in runs])
    assert max(run.error for run in runs) < 0.5
    assert (np.abs(off) > 2).sum() <= 1
    assert abs(off.mean()) < 1.2
    for run in runs:
        assert run.weights.sum() == pytest.approx(1)
    means = [run.weights @ run.points for run in runs]
    if shape is corner:
        truth = [1 / (1 - math.exp(-k)) - 1 / k for k in (60.0, 30.0, 20.0, 10.0, 3.0, 1.0)]
    else:
        truth = [0.5] * size
    np.testing.assert_allclose(np.mean(means, axis=0), truth, atol=0.04)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "size", "exact"), [(bell, 2, BELL), (cliff, 4, CLIFF)], ids=["bell", "cliff"]
)
def test_the_error_of_the_rounds_holds_without_what_is_always_added(shape, size, exact) -> None:
    runs = [importance_sample(shape, size, draws=60, seed=k) for k in range(3)]
    off = np.array([(run.value - exact) / run.error for run in runs])
    assert (np.abs(off) > 2).sum() <= 1
    assert abs(off.mean()) < 1.5
    assert max(run.error for run in runs) < 0.8


def test_a_round_that_finds_nothing_is_no_exact_one() -> None:
    found = np.log([1.0, 2.0, 1.0, 2.0])
    density = CopulaDensity.fit(np.full((4, 1), 0.5), np.full(4, 0.25))
    rounds = [
        _Chosen(np.full((4, 1), 0.5), logs, density, 0.0, full=True)
        for logs in (found, np.full(4, -np.inf))
    ]
    assert _sample(rounds).error >= math.log(2)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("shape", "size", "exact"), [(bell, 2, BELL), (corner, 6, CORNER)], ids=["bell", "corner"]
)
def test_nested_sampling_over_the_map_finds_the_same(shape, size, exact) -> None:
    pytest.importorskip("dynesty")
    names = tuple("abcdef"[:size])
    found = log_evidence(shape, lambda u: u, names, method="nested", each=120, seed=1)
    assert abs(found.value - exact) < 3 * found.error < 1.5


@pytest.mark.slow
def test_a_map_and_its_density_belong_together() -> None:
    random = np.random.default_rng(3)
    drawn = random.beta(2.0, 5.0, size=(400, 3))
    drawn[:, 1] = 0.7 * drawn[:, 0] + 0.3 * drawn[:, 1]
    fitted = CopulaDensity.fit(drawn, np.full(400, 1 / 400))
    # The density, averaged over even points, is one; and draws by the map follow it.
    even = random.random((200_000, 3))
    assert np.exp(fitted.log_density(even)).mean() == pytest.approx(1, abs=0.05)
    placed = fitted.place(even)
    for k in range(3):
        assert placed[:, k].mean() == pytest.approx(drawn[:, k].mean(), abs=0.03)
    density = np.exp(fitted.log_density(even))
    for low, high in ((0.0, 0.2), (0.2, 0.4), (0.1, 0.6)):
        inside = ((even > low) & (even < high)).all(axis=1)
        share = ((placed > low) & (placed < high)).all(axis=1).mean()
        assert share == pytest.approx((density * inside).mean(), abs=0.01)
    assert np.corrcoef(placed[:, 0], placed[:, 1])[0, 1] > 0.5


def test_questions_about_evidence_that_mean_nothing_are_refused() -> None:
    with pytest.raises(ModelError, match="expected at least 20"):
        log_evidence(bell, lambda u: u, ("x", "y"), each=10)
    with pytest.raises(ModelError, match="'importance' or 'nested'"):
        log_evidence(bell, lambda u: u, ("x", "y"), method="plain")
    with pytest.raises(SolveError, match=r"none of .* points tried"):
        log_evidence(lambda x: np.full(len(x), -np.inf), lambda u: u, ("x",), each=20)


def even(ranks: list[float]) -> float:
    """Return the chance that ranks between 0 and 1 are as high, low, wide or narrow as they are.

    Neyman's smooth test: the first two Legendre polynomials, each of mean 0 and variance 1.
    """
    x = 2 * np.array(ranks) - 1
    sums = np.array([(np.sqrt(3) * x).sum(), (np.sqrt(5) * (3 * x**2 - 1) / 2).sum()])
    return float(chi2.sf((sums**2).sum() / x.size, 2))


def rank(truth: int, logs: list[float], random: np.random.Generator) -> float:
    """Return the posterior below a truth on a grid with an even prior, and a part of what is on it.

    Talts and others (2018): over worlds drawn from the prior it is even.
    """
    chance = np.exp(np.array(logs) - max(logs))
    chance /= chance.sum()
    return float(chance[:truth].sum() + random.random() * chance[truth])


def sums_under(traces: list[Trace], kept: list[list[DatedMove]], end: float) -> list[float]:
    """Score some records under each of some values, all values at once."""
    games, far = [trace.game for trace in traces], float(traces[0].times[0])
    solved = [Known(traces, np.arange(games[0].n_states))]
    each = [ForwardFilter(games, solved, moves, ()).run(end, far) for moves in kept]
    # One of the records by itself, under one of the values.
    alone = score(traces[-1], kept[0], end=end)
    assert each[0][-1] == pytest.approx(alone, rel=1e-9)
    return np.sum(each, axis=0).tolist()


@pytest.mark.slow
def test_ranks_of_known_paces_in_their_posterior_are_even() -> None:
    # Ten records a pace. With rates a third too high, or waits left out, the chance is under 1e-9.
    random = np.random.default_rng(7)
    grid = np.linspace(0.1, 1.0, 13)
    traces = [solve_backward(doors(pace=np.array([pace, 0.0])), 20.0) for pace in grid]
    ranks = []
    for _ in range(60):
        k = int(random.integers(grid.size))
        leave = random.exponential(2 / grid[k], size=10)
        records = [[replace(ANN, first=t, last=t)] if t < 8 else [] for t in leave]
        logs = sums_under(traces, records, 8.0)
        ranks.append(rank(k, logs, random))
    assert even(ranks) > 1e-3


RACE = TEXT.replace("precision: 0", "precision: 1").replace(
    "wants:", "settled: ann.yield | bob.yield\nwants:"
)
WORTHS = np.linspace(-0.4, 0.4, 11)
"""What yielding may be worth to Ann, a day."""


@pytest.fixture(scope="module")
def traces() -> list[Trace]:
    """Values under each worth; states are neither, Ann, Bob and both."""
    game = sp.loads(RACE).game()
    tables = [np.array([[0, worth, 0, worth], [0, 0, 0, 0]]) for worth in WORTHS]
    return [solve_backward(replace(game, payoffs=table), 20.0, tolerance=1e-6) for table in tables]


def records(trace: Trace, paths: int, seed: int) -> list[list[DatedMove]]:
    """Simulate who yields first and when; a record of nothing where nobody does."""
    found = simulate(trace, 0, paths=paths, seed=seed)
    movers = {1: ANN, 2: BOB}
    return [
        [replace(movers[state], first=time, last=time)] if state else []
        for time, state in zip(found.time.tolist(), found.state.tolist(), strict=True)
    ]


@pytest.mark.slow
def test_what_made_a_record_is_recovered_from_it(traces: list[Trace]) -> None:
    for true in (2, 8):
        made = records(traces[true], 250, seed=true)
        sums = sums_under(traces, made, 20.0)
        best = WORTHS[int(np.argmax(sums))]
        assert best == pytest.approx(WORTHS[true], abs=0.09)
        # The curve of the likelihood says how far off that may be: under 0.05 with 250 records.
        assert sums[true] > max(sums) - 6


@pytest.mark.slow
def test_ranks_of_known_worths_in_their_posterior_are_even(traces: list[Trace]) -> None:
    # Twelve records a draw: enough that gains or rates a third off would show.
    # Forty records a worth: with gains half as high the chance is under 1e-7, without waits 1e-50.
    random = np.random.default_rng(11)
    ranks = []
    for trial in range(80):
        k = int(random.integers(WORTHS.size))
        made = records(traces[k], 40, seed=trial)
        logs = sums_under(traces, made, 20.0)
        ranks.append(rank(k, logs, random))
    assert even(ranks) > 1e-3
