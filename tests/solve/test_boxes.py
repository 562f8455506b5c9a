"""Which box is taken, what of it could be chance, and how it stands on runs held out."""

from __future__ import annotations

import numpy as np
import pytest
from prim_sets import made
from scipy.stats import binomtest

from stickpoint.errors import ModelError
from stickpoint.solve.ensemble.boxes import Box, Choice, boxes, chances, chosen, figures
from stickpoint.solve.ensemble.held_out import held_out, luck_of
from stickpoint.solve.ensemble.prim import peeled
from stickpoint.solve.ensemble.runs import Runs

# No loop is compiled for what is tested here, so that none is reached as Python either.
pytestmark = pytest.mark.slow


def limited(box: Box) -> list[tuple[int, int]]:
    return [tuple(pair) for pair in np.argwhere(box.limits).tolist()]


def test_the_box_taken_is_dense_enough_with_the_most_coverage() -> None:
    row = peeled(Runs.of(*made("slope")))
    at = chosen(row, 0.8)
    assert row.density[at] >= 0.8
    assert row.coverage[at] == row.coverage[row.density >= 0.8].max()


def test_where_none_is_dense_enough_coverage_times_density_is_largest() -> None:
    row = peeled(Runs.of(*made("noise")))
    at = chosen(row, 0.99)
    assert row.density.max() < 0.99
    assert row.coverage[at] * row.density[at] == (row.coverage * row.density).max()


def test_dense_enough_is_half_way_to_certainty_where_most_runs_are_wanted() -> None:
    assert Choice().needed(0.3) == 0.8
    assert Choice().needed(0.9) == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("corner", [(0, 0), (3, 1)]),
        ("middle", [(1, 0), (1, 1), (2, 0), (2, 1)]),
        ("inert", [(20, 0)]),
        ("rare", [(0, 0), (1, 1)]),
        ("steps", [(2, 0), (4, 1)]),
    ],
)
def test_only_what_decides_is_limited(name: str, ends: list[tuple[int, int]]) -> None:
    x, y = made(name)
    first, *_ = boxes(Runs.of(x, y))
    assert set(ends) <= set(limited(first))
    assert len(limited(first)) <= len(ends) + (name == "middle")
    assert figures(Runs.of(x, y), [first]).coverage > 0.85


def test_further_boxes_are_found_on_what_is_left() -> None:
    x, y = made("bent")
    found = boxes(Runs.of(x, y))
    assert len(found) >= 2
    runs = Runs.of(x, y)
    assert figures(runs, found).coverage > figures(runs, found[:1]).coverage + 0.2


def test_a_quasi_p_value_is_a_one_sided_binomial_test_against_the_box_without_the_limit() -> None:
    x, y = made("corner")
    box = Box(
        np.array([0.5, -np.inf, -np.inf, -np.inf, -np.inf]),
        np.array([np.inf, np.inf, 0.7, 0.6, np.inf]),
        np.empty(0),
    )
    held = box.holds(x)
    found = chances(Runs.of(x, y), box)
    for column, end in limited(box):
        wider = box.without(column, end).holds(x)
        test = binomtest(int(y[held].sum()), int(held.sum()), y[wider].mean(), "greater")
        assert found[column, end] == pytest.approx(test.pvalue, rel=1e-9)
    assert np.isnan(found).sum() == found.size - 3


def test_weighted_runs_count_as_as_many_as_they_are_worth() -> None:
    x, y = made("corner")
    box = Box(np.array([0.5, *[-np.inf] * 4]), np.full(5, np.inf), np.empty(0))
    doubled = Runs.of(np.repeat(x, 2, axis=0), np.repeat(y, 2), np.full(2 * len(y), 0.3))
    once = chances(Runs.of(x, y), box)[0, 0]
    assert chances(doubled, box)[0, 0] == pytest.approx(once**2, rel=0.9) or once < 1e-6
    uneven = np.where(np.arange(len(y)) % 2, 1.0, 1e-3)
    assert chances(Runs.of(x, y, uneven), box)[0, 0] > once


def test_no_box_is_told_where_nothing_decides() -> None:
    random = np.random.default_rng(5)
    told = 0
    for seed in range(10):
        x, y = random.random((200, 10)), random.random(200) < 0.4
        told += len(held_out(Runs.of(x, y), seed=seed, times=0).each)
    assert told <= 1


def test_figures_are_those_of_the_runs_held_out() -> None:
    x, y = made("slope")
    found = held_out(Runs.of(x, y), seed=3, times=4)
    assert found.fitted.sum() == 350
    for one in found.each:
        held = one.box.holds(x) & ~found.fitted
        assert one.held_out.density == pytest.approx(y[held].mean())
        assert one.held_out.coverage == pytest.approx(y[held].sum() / y[~found.fitted].sum())
        own = one.box.holds(x) & found.fitted
        assert one.found_on.density == pytest.approx(y[own].mean())
        assert one.luck <= 0.05


def test_what_decides_is_found_again_on_other_halves_and_what_does_not_is_not() -> None:
    x, y = made("corner")
    again = held_out(Runs.of(x, y), times=8).each[0].again
    assert (again[0, 0], again[3, 1]) == (1.0, 1.0)
    assert again[[1, 2, 4]].max() <= 0.25


def test_the_same_seed_finds_the_same_boxes() -> None:
    runs = Runs.of(*made("two boxes"))
    one, two = (held_out(runs, seed=9, times=2) for _ in range(2))
    assert [limited(x.box) for x in one.each] == [limited(x.box) for x in two.each]
    assert (one.fitted == two.fitted).all()
    assert (one.fitted != held_out(runs, seed=10, times=0).fitted).any()


def test_a_box_that_holds_nothing_is_luck() -> None:
    x, y = made("corner")
    box = Box(np.full(5, 2.0), np.full(5, np.inf), np.empty(0))
    assert luck_of(Runs.of(x, y), box) == 1.0
    assert np.isnan(chances(Runs.of(x, y), box)).all()


def test_too_few_runs_are_refused_and_runs_all_alike_have_no_box() -> None:
    x, y = made("corner")
    with pytest.raises(ModelError, match="expected at least 40"):
        held_out(Runs.of(x[:30], y[:30]))
    assert held_out(Runs.of(x, np.ones(len(y))), times=0).each == ()
