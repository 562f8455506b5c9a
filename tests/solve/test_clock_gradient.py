"""Slopes by the adjoint are the slopes that differences find."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from threading import Barrier

import numpy as np
import pytest
from agreement_oracles import Joint
from clock_strategies import Drawn, clock_games, with_agreements
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.engine.backward import Observer, solve_backward, unsettled_time
from stickpoint.solve.clock.engine.forward import solve_forward
from stickpoint.solve.clock.slopes.gradient import Asked, Gradient, gradient

READINGS = ("centred", "mistakes", "taste")


def answer(game: Game, start: np.ndarray, horizon: float, reading: str, until: float | None):
    """Answer by another road: the forward course, or the probability by a time."""
    if until is None:
        watch = (unsettled_time(game),)
        trace = solve_backward(game, horizon, shocks=reading, tolerance=1e-12, observers=watch)
        return start @ trace.first[:, -1]
    if until == horizon:
        watch = (Observer(np.zeros(game.n_states), game.settled.astype(float)),)
        trace = solve_backward(game, horizon, shocks=reading, tolerance=1e-12, observers=watch)
        return start @ trace.first[:, -1]
    trace = solve_backward(game, horizon, shocks=reading, tolerance=1e-12)
    return 1 - float(solve_forward(trace, start, tolerance=1e-12).open_at(np.array([until]))[0])


def slope(answer_at: Callable[[float], float], size: float = 4e-3) -> float:
    """Central differences of fourth order."""
    near = answer_at(size) - answer_at(-size)
    far = answer_at(2 * size) - answer_at(-2 * size)
    return (8 * near - far) / (12 * size)


def nudged(array: np.ndarray, at: tuple[int, ...] | int, by: float) -> np.ndarray:
    out = array.copy()
    out[at] += by
    return out


def numbers_of(game: Game):
    """Every number of a game: its kind, its place and the game with it nudged."""
    for kind in ("payoffs", "terminal", "pace", "precision", "discount"):
        for at in np.ndindex(getattr(game, kind).shape):
            yield (
                kind,
                at,
                lambda by, kind=kind, at=at: replace(
                    game, **{kind: nudged(getattr(game, kind), at, by)}
                ),
            )
    for a in range(game.nature_rate.size):
        yield (
            "nature",
            a,
            lambda by, a=a: replace(game, nature_rate=nudged(game.nature_rate, a, by)),
        )
    acts = game.agreements
    for e in range(acts.effort.size):
        yield (
            "agreements",
            e,
            lambda by, e=e: replace(
                game, agreements=replace(acts, effort=nudged(acts.effort, e, by))
            ),
        )
    for i, free in enumerate(game.free):
        if free is None:
            for a in range(game.start[i, 0], game.start[i, -1]):
                yield (
                    "effort",
                    (i, a - game.start[i, 0]),
                    lambda by, a=a: replace(game, effort=nudged(game.effort, a, by)),
                )
            continue
        for kind in ("turn_on", "turn_off"):
            for k in range(free.turn_on.size):
                yield (
                    kind,
                    (i, k),
                    lambda by, i=i, free=free, kind=kind, k=k: replace(
                        game,
                        free=tuple(
                            replace(free, **{kind: nudged(getattr(free, kind), k, by)})
                            if j == i
                            else other
                            for j, other in enumerate(game.free)
                        ),
                    ),
                )


def at_place(found: Gradient, kind: str, at) -> float:
    table = getattr(found, kind)
    return table[at[0]][at[1]] if isinstance(table, tuple) else table[at]


def regular(drawn: Drawn, reading: str) -> Drawn:
    """Keep away from a precision below nothing, where the readings part or no longer hold."""
    floor = 0.25 if reading == "taste" else 0.0
    return replace(drawn, precision=tuple(max(beta, floor) for beta in drawn.precision))


@pytest.mark.slow
@pytest.mark.parametrize("reading", READINGS)
@settings(max_examples=few(12))
@given(data=st.data())
def test_every_slope_is_what_differences_find(reading, data):
    drawn = regular(data.draw(clock_games(parties=(1, 3))), reading)
    part = data.draw(st.sampled_from([None, 1.0, 0.6]))
    assert_slopes(drawn, reading, None if part is None else part * drawn.horizon)


@pytest.mark.slow
@settings(max_examples=few(12))
@given(
    with_agreements(clock_games(parties=(2, 3))),
    st.sampled_from(READINGS),
    st.sampled_from([None, 0.6]),
)
def test_every_slope_is_what_differences_find_where_parties_agree(drawn, reading, part):
    drawn = regular(drawn, reading)
    assert_slopes(drawn, reading, None if part is None else part * drawn.horizon)


@pytest.mark.slow
def test_slopes_are_right_where_gains_from_agreeing_are_out_of_range():
    """A gain of hundreds over the spread of choices is reckoned with one by one."""
    drawn = Drawn(
        moves=(((0, 1, 0.0),), ()), payoffs=((0.0, 0.5, 0.7), (0.0, 0.4, -0.2)),
        terminal=((0.0, 1.0, 1.5), (0.0, 1.0, 0.9)), pace=(1.0, 0.5), precision=(300.0, 400.0),
        discount=(0.1, 0.2), settled=(1, 2), horizon=0.5,
        joint=(Joint(0, 2, ((0, 0.1), (1, 0.2))), Joint(0, 1, ((0, 0.0), (1, 0.3)), 0.5)),
    )  # fmt: skip
    assert_slopes(drawn, "centred", None, size=2e-5)


def assert_slopes(drawn: Drawn, reading: str, until: float | None, **sized: float) -> None:
    game, horizon = drawn.game, drawn.horizon
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    found = gradient(
        game, start, horizon,
        of="unsettled_time" if until is None else ("settled_by", until),
        shocks=reading, tolerance=1e-10,
    )  # fmt: skip
    assert found.value == pytest.approx(answer(game, start, horizon, reading, until), abs=1e-8)
    for kind, at, with_nudge in numbers_of(game):
        by_differences = slope(
            lambda by, make=with_nudge: answer(make(by), start, horizon, reading, until), **sized
        )
        assert at_place(found, kind, at) == pytest.approx(by_differences, rel=1e-5, abs=2e-7), (
            kind, at,
        )  # fmt: skip


def spelt_out(game: Game) -> Game:
    """Write every class of free choice as arcs."""
    lists = [game.arcs(i) for i in range(game.n_parties)]
    orders = [np.lexsort((pairs[:, 1], pairs[:, 0])) for pairs, _ in lists]
    sources = [pairs[order, 0] for (pairs, _), order in zip(lists, orders, strict=True)]
    counts = [np.bincount(source, minlength=game.n_states) for source in sources]
    begins = np.cumsum([0, *(len(source) for source in sources)])[:-1]
    start = [
        begin + np.concatenate(([0], np.cumsum(count)))
        for begin, count in zip(begins, counts, strict=True)
    ]
    return replace(
        game,
        free=(None,) * game.n_parties,
        start=np.stack(start).astype(np.int64),
        target=np.concatenate([p[o, 1] for (p, _), o in zip(lists, orders, strict=True)]),
        effort=np.concatenate([e[o] for (_, e), o in zip(lists, orders, strict=True)]),
    )


@pytest.mark.slow
@given(clock_games(), st.sampled_from(READINGS))
def test_classes_have_the_slopes_of_their_moves_spelt_out(drawn, reading):
    game = regular(drawn, reading).spelt
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    settings_ = {"shocks": reading, "tolerance": 1e-9}
    short = gradient(game, start, drawn.horizon, **settings_)
    long = gradient(spelt_out(game), start, drawn.horizon, **settings_)
    for kind in ("payoffs", "terminal", "pace", "precision", "discount", "nature"):
        np.testing.assert_allclose(getattr(short, kind), getattr(long, kind), rtol=1e-6, atol=1e-7)
    for i in range(game.n_parties):
        pairs, _ = game.arcs(i)
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        np.testing.assert_allclose(short.effort[i][order], long.effort[i], rtol=1e-6, atol=1e-7)


@given(clock_games(parties=(1, 2)), st.sampled_from(READINGS))
def test_weights_out_of_range_do_no_harm_to_slopes(drawn, reading):
    """Differences of worth so large that the shared sums of a class underflow."""
    terminal = tuple(tuple(600 * x for x in row) for row in drawn.terminal)
    classes = tuple(
        own and (own[0], tuple(700 * x for x in own[1]), tuple(700 * x for x in own[2]))
        for own in drawn.classes
    )
    precision = tuple(max(beta, 1.0) for beta in drawn.precision)
    drawn = replace(
        drawn, terminal=terminal, classes=classes, precision=precision, horizon=0.25, shocks=()
    )
    start = np.full(drawn.n_states, 1 / drawn.n_states)
    settings_ = {"shocks": reading, "tolerance": 1e-9}
    short = gradient(drawn.game, start, 0.25, **settings_)
    long = gradient(spelt_out(drawn.game), start, 0.25, **settings_)
    for kind in ("payoffs", "terminal", "pace", "precision", "discount", "nature"):
        found, expected = getattr(short, kind), getattr(long, kind)
        np.testing.assert_allclose(
            found, expected, rtol=1e-5, atol=1e-6 * (1 + abs(expected).max(initial=0))
        )
    for i, own in enumerate(drawn.classes):
        if own is None or not own[1]:
            continue
        pairs, _ = drawn.game.arcs(i)
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        codes = np.array(drawn.codes)
        before, after = codes[pairs[order, 0]], codes[pairs[order, 1]]
        bits = [b for b in range(8) if own[0] >> b & 1]
        for k, b in enumerate(bits):
            rises = ((after >> b) & 1) > ((before >> b) & 1)
            expected = long.effort[i][rises].sum()
            assert short.turn_on[i][k] == pytest.approx(expected, rel=1e-5, abs=1e-6)


FURTHEST = (READINGS[0], 1000.0)
PAYING = [
    # As plain Python each takes half a minute, and one reaches the lines of all.
    pytest.param(reading, gain, marks=[pytest.mark.slow] * ((reading, gain) != FURTHEST))
    for reading in READINGS
    for gain in (0.5, 1000.0)
]


@pytest.mark.slow
@pytest.mark.parametrize(("reading", "gain"), PAYING)
def test_moves_that_pay_have_the_slopes_that_differences_find(reading, gain):
    """An effort below nothing may take the weights that states share out of range."""
    arcs = [[[0, 1], [0, 2], [1, 3]], [[1, 2], [2, 0], [2, 3]]]
    game = Game.from_arcs(
        arcs, [[-1.0, 0.3, 0.2, 0.0], [0.1, -0.4, -0.3, 0.2]], pace=[1.0, 0.7],
        precision=[1.5, 0.8], discount=[0.1, 0.0], settled=[0, 0, 0, 1],
        effort=[[-gain, 0.2, 0.1], [0.0, -0.3, 0.4]],
    )  # fmt: skip
    start = np.array([0.7, 0.2, 0.1, 0.0])
    found = gradient(game, start, 3.0, shocks=reading, tolerance=1e-10)
    for kind, at, with_nudge in islice(numbers_of(game), few(1000)):
        by_differences = slope(
            lambda by, make=with_nudge: answer(make(by), start, 3.0, reading, None), 1e-3
        )
        assert at_place(found, kind, at) == pytest.approx(by_differences, rel=1e-5, abs=2e-7), (
            kind, at,
        )  # fmt: skip


def pair_of_parties(**other: object) -> Game:
    settings_ = {"pace": 1.0, "precision": 1.0, "discount": 0.0, "settled": [0, 0, 1]} | other
    return Game.from_arcs([[[0, 1]], [[1, 2]]], np.zeros((2, 3)), **settings_)


def test_a_best_reply_has_no_slope_and_says_so():
    with pytest.raises(SolveError, match="party 2 replies best"):
        gradient(pair_of_parties(precision=[1.0, np.inf]), 0, 5.0)


@pytest.mark.parametrize("of", ["settled_by", ("settled_by", 0.0), ("settled_by", 6.0), "mean"])
def test_a_question_that_means_nothing_is_refused(of):
    with pytest.raises(ModelError, match="of is"):
        gradient(pair_of_parties(), 0, 5.0, of=of)


@pytest.mark.parametrize("start", [3, -1, np.zeros(2)])
def test_a_start_that_does_not_exist_is_refused(start):
    with pytest.raises(ModelError, match="start"):
        gradient(pair_of_parties(), start, 5.0)


@pytest.mark.slow
def test_too_few_steps_are_said_to_be_too_few():
    with pytest.raises(SolveError, match="step"):
        gradient(pair_of_parties(pace=1e13, precision=1e9, terminal=np.eye(2, 3)), 0, 5.0)


def test_without_a_precision_taste_has_no_worth_and_so_no_slope():
    with pytest.raises(ModelError, match="worth without limit"):
        gradient(pair_of_parties(precision=[0.0, 1.0]), 0, 5.0, shocks="taste")


def test_it_says_what_it_is_the_gradient_of():
    found = gradient(pair_of_parties(), 0, 5.0, of=("settled_by", 5.0))
    assert repr(found).startswith("<Gradient of ('settled_by', 5.0): 0.")


def test_questions_on_two_threads_do_not_wait_for_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game = Game.from_arcs(
        [[(0, 1)]], [[0.0, 1.0]], pace=1.0, precision=1.0, discount=0.1, settled=[0, 1]
    )
    both, solve = Barrier(2, timeout=20), Asked._traces.__globals__["_traces"]
    solved: list[Game] = []

    def meet(own: Game, *settings: object) -> object:
        both.wait()  # broken, and so an error, if one were to begin after the other has ended
        solved.append(own)
        return solve(own, *settings)

    monkeypatch.setitem(Asked._traces.__globals__, "_traces", meet)
    questions = [Asked(game, 3.0, "unsettled_time", "centred", 1e-6) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda asked: asked.answer(0), questions))
    assert found == [questions[0].answer(0), questions[1].gradient(0).value]
    assert len(solved) == 2
