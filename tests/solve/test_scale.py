"""The rules on a scale against their literal twins, a published table and cases known by hand."""

from __future__ import annotations

import numpy as np
import pytest
import scale_oracles as literal
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from stickpoint.solve.scale.bargaining import kalai_smorodinsky_point, nash_point, zone
from stickpoint.solve.scale.challenge import STILL, challenge
from stickpoint.solve.scale.means import pulls, weighted_mean, weighted_median

# No loop is compiled for what is tested here, so that none is reached as Python either.
pytestmark = pytest.mark.slow

Floats = NDArray[np.float64]
EMISSIONS = np.array(
    [
        *((0.08, 4, 0.8), (0.08, 7, 0.4), (0.03, 4, 0.2), (0.16, 4, 0.8), (0.16, 10, 0.6)),
        *((0.16, 10, 0.6), (0.16, 10, 0.9), (0.05, 7, 0.1), (0.05, 4, 1.0), (0.08, 7, 0.7)),
    ]
)
"""Bueno de Mesquita 1994, page 78: capability, position (years of delay) and salience."""


def drawn(seed: int, parties: int) -> tuple[Floats, Floats, Floats]:
    chance = np.random.default_rng(seed)
    x = chance.uniform(0, 100, (1, parties))
    c, s = chance.uniform(0.05, 1, (2, 1, parties))
    return x, c, s


seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(2, 6)


def test_the_published_table_has_its_mean_and_its_median() -> None:
    c, x, s = (column[None] for column in EMISSIONS.T)
    assert weighted_mean(x, c * s)[0] == pytest.approx(5.003 / 0.677)
    assert weighted_median(x, c * s)[0] == 7  # where his rounds begin


@given(seeds, sizes)
def test_the_median_is_a_position_that_no_other_beats(seed: int, parties: int) -> None:
    x, c, s = drawn(seed, parties)
    assert weighted_mean(x, c * s)[0] == pytest.approx(literal.mean(x[0], (c * s)[0]))
    assert weighted_median(x, c * s)[0] in literal.unbeaten(x[0], (c * s)[0])


def test_where_half_the_weight_lies_on_either_side_the_middle_of_the_gap_is_the_median() -> None:
    x = np.array([[0.0, 10.0, 4.0, 7.0]])
    assert weighted_median(x, np.array([[1.0, 1.0, 1.0, 1.0]]))[0] == 5.5
    assert weighted_median(x, np.array([[2.0, 2.0, 0.0, 0.0]]))[0] == 5
    assert weighted_median(x, np.array([[0.0, 0.0, 0.0, 3.0]]))[0] == 7


@given(seeds, sizes)
def test_a_pull_is_the_mean_less_the_mean_of_the_others(seed: int, parties: int) -> None:
    x, c, s = drawn(seed, parties)
    w = c * s
    for i, pull in enumerate(pulls(x, w)[0]):
        others = np.delete(x[0], i), np.delete(w[0], i)
        assert pull == pytest.approx(literal.mean(x[0], w[0]) - literal.mean(*others))


def test_what_one_alone_has_weight_for_has_no_others_to_be_pulled_from() -> None:
    assert np.isnan(pulls(np.array([[1.0, 2.0]]), np.array([[3.0, 0.0]]))[0, 0])


@settings(max_examples=40)
@given(seeds, sizes, st.sampled_from([None, 0.0, 50.0, 120.0]))
def test_no_point_of_a_grid_is_better_than_the_points_of_nash_and_of_kalai_and_smorodinsky(
    seed: int, parties: int, reference: float | None
) -> None:
    x, c, s = drawn(seed, parties)
    w, q = c * s, None if reference is None else np.array([reference])
    low, high = (float(end[0]) for end in zone(x, w, q))
    best, fair = float(nash_point(x, w, q)[0]), float(kalai_smorodinsky_point(x, w, q)[0])
    assert low - 1e-9 <= best <= high + 1e-9
    grid = [float(p) for p in (*np.linspace(-20.0, 140.0, 65), *x[0], low, high)]
    if high - low < 1e-9:
        assert reference is not None
        # Positions on either side: every step away from the reference is somebody's loss.
        assert best == fair == pytest.approx(reference)
        assert set(literal.open_points(x[0], reference, grid)) == {reference}
        return
    tried = [*grid, best, fair]
    most = literal.nash(x[0], w[0], reference, tried)
    assert most == pytest.approx(literal.nash(x[0], w[0], reference, [best]), abs=1e-7)
    parts = literal.least_parts(x[0], reference, tried)
    assert max(parts) <= parts[-1] + 1e-7  # the last is that of the point


def test_who_has_no_weight_is_not_heard() -> None:
    x, w = np.array([[0.0, 10.0, 90.0]]), np.array([[1.0, 1.0, 0.0]])
    assert nash_point(x, w)[0] == pytest.approx(5)
    assert kalai_smorodinsky_point(x, w)[0] == pytest.approx(5)


@settings(max_examples=40)
@given(seeds, st.integers(2, 5))
def test_the_rounds_of_challenges_are_those_of_the_definition(seed: int, parties: int) -> None:
    x, c, s = drawn(seed, parties)
    found = challenge(x, c, s, rounds=6)
    positions, used, at_rest = literal.challenge(x[0], c[0], s[0], 6, STILL)
    assert found.positions[0] == pytest.approx(positions, abs=1e-6)
    assert (found.rounds[0], found.at_rest[0]) == (used, at_rest)
    assert found.point[0] == weighted_median(found.positions, c * s)[0]


def test_draws_side_by_side_are_the_draws_one_by_one() -> None:
    pieces = [drawn(seed, 5) for seed in range(8)]
    x, c, s = (np.concatenate(column) for column in zip(*pieces, strict=True))
    together = challenge(x, c, s).positions
    assert np.array_equal(together, np.concatenate([challenge(*p).positions for p in pieces]))
    w = c * s
    alone = [nash_point(p[0], p[1] * p[2])[0] for p in pieces]
    assert nash_point(x, w) == pytest.approx(alone)


def test_who_all_stand_together_stay_there() -> None:
    x = np.full((1, 3), 7.0)
    w = np.ones((1, 3))
    assert challenge(x, w, w).point[0] == 7
    assert challenge(x, w, w).at_rest[0]
    assert nash_point(x, w)[0] == kalai_smorodinsky_point(x, w)[0] == 7


@settings(max_examples=25)
@given(seeds, sizes, st.floats(0.5, 20), st.floats(-50, 50))
def test_another_unit_of_the_scale_moves_every_point_with_it(
    seed: int, parties: int, unit: float, shift: float
) -> None:
    x, c, s = drawn(seed, parties)
    w, y = c * s, unit * x + shift
    for rule in (weighted_mean, weighted_median, nash_point, kalai_smorodinsky_point):
        assert rule(y, w)[0] == pytest.approx(unit * rule(x, w)[0] + shift, rel=1e-5, abs=1e-4)
