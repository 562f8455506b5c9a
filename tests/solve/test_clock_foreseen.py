"""Dates that all foresee: values jump there, as the literal equations have it."""

from __future__ import annotations

import math
from dataclasses import replace

import clock_oracles
import numpy as np
import pytest
from clock_strategies import Drawn, clock_games
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.graph.game import Event, Game
from stickpoint.solve.clock.rolling import Rolled, Start, rolled

AHEAD, UNTIL = 6.0, 8.0
TIGHT = 1e-9
"""Of the literal equations, a thousandth of what is allowed for."""


def looming(date: float, *, foreseen: bool = True) -> Game:
    """One party may leave at any time; on the date staying begins to cost it."""
    game = Game.from_arcs(
        [[(0, 2), (1, 2)]], [[0.0, -5.0, -0.5]], pace=1.0, precision=4.0, discount=0.0,
        settled=[False, False, True],
    )  # fmt: skip
    event = Event("due", date, np.array([1, 1, 2], dtype=np.int32), foreseen)
    return replace(game, events=(event,), start_state=0)


def test_who_sees_a_date_coming_moves_before_it() -> None:
    seen, unseen = (sp.clock(looming(5.0, foreseen=x), horizon=20.0) for x in (True, False))
    assert float(seen.survival(5.0)) < 0.7 * float(unseen.survival(5.0))
    # Whoever does not see it expects nothing to change, and so no date weighs on its choices.
    assert float(unseen.value[0, 0]) == pytest.approx(
        float(sp.clock(looming(50.0, foreseen=False), horizon=20.0).value[0, 0])
    )


def test_values_just_before_a_date_are_those_just_after_it() -> None:
    trace = sp.clock(looming(5.0), horizon=20.0).trace
    (later,) = np.flatnonzero(trace.times[1:] == trace.times[:-1])
    np.testing.assert_array_equal(trace.values[later + 1, :, 0], trace.values[later][[1, 1, 2], 0])


def test_without_a_horizon_a_date_that_all_foresee_is_refused() -> None:
    game = replace(looming(5.0), discount=np.array([0.1]))
    with pytest.raises(ModelError, match="all foresee"):
        sp.clock(game, horizon=None)


def literal_course(
    drawn: Drawn, dates: list[tuple[float, np.ndarray]], after: np.ndarray, start: int
) -> np.ndarray:
    """Return the distribution at the end: values up to the last date lead up to those after it.

    After it they are always the same, and with them the rates.
    """
    bare = replace(drawn.literal, events=())
    mass = np.eye(drawn.n_states)[start]
    now = 0.0
    for k, (date, target) in enumerate(dates):
        terminal = after
        # Going back from the last date to this one, through those between.
        late = dates[-1][0]
        for then, turned in reversed(dates[k:]):
            if then < late:
                terminal, _ = clock_oracles.backward(
                    replace(bare, terminal=terminal), late - then, "centred", tight=TIGHT
                )
            terminal = terminal[:, np.where(drawn.over, np.arange(drawn.n_states), turned)]
            late = then
        _, at = clock_oracles.backward(
            replace(bare, terminal=terminal), date - now, "centred", tight=TIGHT
        )
        mass, _ = clock_oracles.forward(bare, at, mass, date - now, tight=TIGHT)
        where = np.where(drawn.over, np.arange(drawn.n_states), target)
        mass = np.bincount(where, weights=mass, minlength=drawn.n_states)
        now = date
    return mass @ expm(clock_oracles.generator(bare, after) * (UNTIL - now))


def last(run: Rolled) -> np.ndarray:
    return run.courses[0].mass


@pytest.mark.slow
@given(clock_games(parties=(1, 3)), st.data())
def test_a_course_goes_by_values_that_lead_up_to_the_last_date(drawn: Drawn, data) -> None:
    n = drawn.n_states
    target = st.lists(st.integers(0, n - 1), min_size=n, max_size=n).map(np.array)
    when = st.sampled_from([0.5, 1.0, 2.5, 4.0])
    several = st.lists(st.tuples(when, target), min_size=1, max_size=2, unique_by=lambda x: x[0])
    bare = replace(drawn.literal, events=())
    after, _ = clock_oracles.backward(bare, AHEAD, "centred", tight=TIGHT)
    games, expected = [], []
    for _ in range(2):
        dates = sorted(data.draw(several), key=lambda pair: pair[0])
        events = tuple(
            Event(f"date {k}", time, turned.astype(np.int32), foreseen=True)
            for k, (time, turned) in enumerate(dates)
        )
        games.append(replace(drawn.game, events=events))
        expected.append(literal_course(drawn, dates, after, 0))
    starts = [(Start(0),) for _ in games]
    beside = rolled(games, starts, ahead=AHEAD, until=UNTIL, tolerance=1e-9)
    for k, mass in enumerate(expected):
        np.testing.assert_allclose(last(beside[k]), mass, atol=2e-6)
        (alone,) = rolled(games[k : k + 1], starts[:1], ahead=AHEAD, until=UNTIL, tolerance=1e-9)
        np.testing.assert_allclose(last(alone), mass, atol=2e-6)


def test_a_date_beyond_what_is_followed_is_led_up_to_all_the_same() -> None:
    (far,) = rolled([looming(UNTIL + 1.0)], [(Start(0),)], ahead=AHEAD, until=UNTIL)
    (never,) = rolled([replace(looming(1.0), events=())], [(Start(0),)], ahead=AHEAD, until=UNTIL)
    assert last(far)[2] > 1.1 * last(never)[2]
    assert math.isclose(float(last(far).sum()), 1.0)
