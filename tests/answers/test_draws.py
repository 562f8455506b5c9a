"""A draw has each number by its name alone, spread evenly over its range and over any two."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.stats import qmc

import stickpoint as sp
from stickpoint.answers.parameters import Parameter, Parameters
from stickpoint.answers.sampling.draws import (
    MOST_BLOCKS,
    Draw,
    drawn,
    middle_band,
    middle_rows,
    points,
)
from stickpoint.case.model.basis import Amount
from stickpoint.graph.readings.asked import Asked

Floats = NDArray[np.float64]
NAMES = [f"payoffs.us[line {k}]" for k in range(30)]


def amount(low: float, mid: float, high: float, shape: str = "range", name: str = "x") -> Amount:
    """Return an amount of a case."""
    return Amount(low, mid, high, shape, None, f"[{low}, {high}]", Fraction(mid), name)


def test_a_number_depends_on_the_seed_its_name_and_the_draw_only() -> None:
    one, other = amount(0, 1, 2), amount(0, 1, 2, name="y")
    alone = Draw(3, 5)(one)
    read = Draw(3, 5)
    assert [read(other), read(one), read(one)][1:] == [alone, alone]
    assert Draw(3, 5)(other) != alone
    assert Draw(4, 5)(one) != alone
    assert Draw(3, 6)(one) != alone


def test_more_draws_begin_with_the_same() -> None:
    few, many = points(1, "x", 20), points(1, "x", 1000)
    assert many.size == 1000
    assert (many[:20] == few).all()
    assert [Draw(1, k)(amount(0, 0.5, 1)) for k in range(300)] == many[:300].tolist()


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 16_383, 16_384, 16_500, 20_479, 20_480])
def test_numbers_read_together_are_those_read_one_by_one(number: int) -> None:
    given = [amount(0, 1, 2), amount(1, 1, 1, "point", "z"), amount(0, 1, 5, "triangle", "y")]
    asked = Asked()
    places = [asked.place(one) for one in (given[2], 0.25, *given)]
    read = Draw(7, number)
    expected = [read(given[2]), 0.25, *map(read, given)]
    for _ in range(2):
        found = read.many(asked)
        assert [found[place] for place in places] == expected


def test_few_runs_of_draws_are_kept() -> None:
    asked, one = Asked(), amount(0, 1, 2)
    place = asked.place(one)
    for number in (*range(0, 4_000, 64), *range(0, 4_000, 640)):
        assert Draw(0, number).many(asked)[place] == Draw(0, number)(one)
    assert len(asked.kept) <= MOST_BLOCKS


def test_every_doubling_fills_every_stratum_once() -> None:
    for name in NAMES:
        found = points(0, name, 256)
        assert ((found >= 0) & (found < 1)).all()
        for size in (1, 2, 4, 8, 16, 32, 64, 128, 256):
            assert sorted((found[:size] * size).astype(int)) == list(range(size))


def test_a_change_of_units_changes_no_draw() -> None:
    yearly = Amount(1.2, 2.4, 6.0, "triangle", "year", "", Fraction(12, 5), "rate")
    for number in range(8):
        read = Draw(0, number)
        assert read(yearly.per("month")) == pytest.approx(read(yearly) / 12, rel=1e-12)


def test_draws_follow_the_shape_of_an_amount() -> None:
    shapes = {
        "range": (amount(-1, 2, 5), stats.uniform(-1, 6)),
        "triangle": (amount(0, 9, 10, "triangle"), stats.triang(0.9, 0, 10)),
        "early": (amount(2, 2, 4, "triangle"), stats.triang(0.0, 2, 2)),
        "late": (amount(2, 4, 4, "triangle"), stats.triang(1.0, 2, 2)),
    }
    for of, expected in shapes.values():
        found = np.sort([Draw(1, k)(of) for k in range(512)])
        shares = (np.arange(512) + 0.5) / 512
        assert np.abs(expected.cdf(found) - shares).max() <= 1 / 512
    assert {Draw(1, k)(amount(2, 2, 2, "point")) for k in range(9)} == {2.0}


def test_a_range_without_a_name_is_refused_and_a_number_needs_none() -> None:
    assert Draw(0)(amount(2, 2, 2, "point", name="")) == 2.0
    with pytest.raises(sp.ModelError, match="no name"):
        Draw(0)(amount(1, 2, 3, name=""))


def star(x: Floats, y: Floats) -> float:
    """Return the star discrepancy of points in the unit square, by every box there is to try."""
    ordered = np.argsort(x)
    right, top = x[ordered], np.sort(y)
    inside = np.cumsum(y[ordered][:, None] <= top, axis=0) / x.size
    area = right[:, None] * top
    short = np.pad(inside, ((1, 0), (1, 0)))[:-1, :-1]
    return float(max(np.abs(inside - area).max(), np.abs(short - area).max()))


def pairs(table: Floats) -> tuple[Floats, Floats]:
    """Return the star discrepancy and the size of the correlation of each pair of columns."""
    two = list(combinations(table.T, 2))
    apart = np.array([star(x, y) for x, y in two])
    return apart, np.abs([np.corrcoef(x, y)[0, 1] for x, y in two])


def test_any_two_numbers_are_spread_far_better_than_by_chance() -> None:
    """Beside chance, and beside Sobol points, whose dimensions are dealt out with one another."""
    random = np.random.default_rng(0)
    ours, related = pairs(np.stack([points(0, name, 128) for name in NAMES], axis=1))
    chance, by_chance = pairs(random.random((128, len(NAMES))))
    sobol, _ = pairs(qmc.Sobol(len(NAMES), rng=random).random(128))
    assert np.median(ours) < 0.65 * np.median(chance)
    assert np.median(ours) < 2 * np.median(sobol)
    assert ours.max() < min(0.75 * chance.max(), sobol.max())
    # What is dealt out by name can be no less related, all in all, than by chance: 1/sqrt(n - 1).
    assert np.sqrt(np.mean(related**2)) < 1.15 / np.sqrt(127)
    assert related.max() < 1.3 * by_chance.max()


def test_sums_over_many_numbers_are_told_ten_times_better_than_by_chance() -> None:
    table = np.stack([points(0, name, 128) for name in NAMES], axis=1)
    assert abs(table.sum(axis=1).mean() - 15.0) < 0.1 * np.sqrt(30 / 12 / 128)


def test_a_thousand_draws_of_sixty_numbers_take_no_time() -> None:
    numbers = [amount(0, 1, 2, "triangle", f"n{k}") for k in range(60)]
    begin = time.process_time()
    for k in range(1000):
        read = Draw(17, k)
        for number in numbers:
            read(number)
    assert time.process_time() - begin < 1.0


def test_draws_as_a_table_are_those_read_one_by_one() -> None:
    vector = Parameters(
        (
            Parameter("a", 0.0, 1.0, 4.0, "triangle", None, 1),
            Parameter("b", 2.0, 2.0, 2.0, "point", None, 2),
        )
    )
    table = drawn(vector, 7, seed=2)
    alone = [Draw(2, k)(amount(0, 1, 4, "triangle", "a")) for k in range(7)]
    assert table[:, 0].tolist() == alone
    assert table[:, 1].tolist() == [2.0] * 7
    assert drawn(Parameters(()), 3).shape == (3, 0)


def test_as_many_draws_are_cut_off_on_either_side_of_a_band() -> None:
    assert middle_band(np.arange(11.0)) == (1.0, 9.0)
    assert middle_band(np.arange(6.0)) == (0.0, 5.0)


def test_the_middle_of_many_curves_is_taken_at_each_time() -> None:
    rows = np.arange(33.0).reshape(11, 3)
    low, high = middle_rows(rows)
    assert (low.tolist(), high.tolist()) == ([3.0, 4.0, 5.0], [27.0, 28.0, 29.0])
