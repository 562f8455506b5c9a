"""What a reading of a case's numbers adds up to, against sums made place by place."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from stickpoint.graph.readings import sums
from stickpoint.graph.readings.asked import Asked
from stickpoint.graph.readings.sums import Counts, Sums, alike

Flags = NDArray[np.bool_]


def laid(seed: int, rows: list[int], size: int) -> tuple[list[list[Counts]], list[list[Flags]]]:
    """Return parts of so many rows each, at random, and where each row counts."""
    rng = np.random.default_rng(seed)
    where = [[rng.random(size) < rng.random() for _ in range(many)] for many in rows]
    number = iter(rng.permutation(sum(rows)).tolist())
    parts = [[Counts(next(number), partial(np.asarray, one)) for one in part] for part in where]
    return parts, where


@given(
    st.integers(0, 10_000),
    st.lists(st.integers(0, 60), min_size=1, max_size=4),
    st.integers(0, 40),
    st.booleans(),
)
def test_sums_are_those_added_up_place_by_place(seed, rows, size, is_kept):
    parts, where = laid(seed, rows, size)
    numbers = np.random.default_rng(seed).normal(size=sum(rows)) * 10.0 ** (seed % 9)
    expected = np.zeros((len(rows), size))
    for part, masks, row in zip(parts, where, expected, strict=True):
        for one, mask in zip(part, masks, strict=True):
            for place in np.flatnonzero(mask):
                row[place] += numbers[one.number]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sums, "MOST_KEPT", sums.MOST_KEPT if is_kept else 0)
        made = Sums(parts, [size] * len(rows))
        # To the last digit: a game must not hang on the way in which it was built.
        assert made.of(numbers).tolist() == expected.ravel().tolist()
        assert made.of(2 * numbers).tolist() == (2 * expected).ravel().tolist()


def test_a_sum_of_one_column_keeps_the_order_of_its_numbers():
    numbers = np.array([1e16, 1.0, -1e16, *[1.0] * 40, 3e15, -3e15, 0.1])
    made = Sums([[Counts(k, lambda: np.ones(3, dtype=np.bool_)) for k in range(numbers.size)]], [3])
    total = 0.0
    for number in numbers.tolist():
        total += number
    assert made.of(numbers).tolist() == [total] * 3


def test_an_endless_number_counts_only_where_it_counts():
    made = Sums(
        [[Counts(0, lambda: np.array([True, False])), Counts(1, lambda: np.ones(2, bool))]], [2]
    )
    assert made.of(np.array([np.inf, 1.0])).tolist() == [np.inf, 1.0]


@given(st.integers(0, 10_000), st.integers(0, 130), st.integers(0, 30))
def test_columns_that_are_alike_are_one(seed, many, size):
    rng = np.random.default_rng(seed)
    base = rng.random((many, 4)) < 0.5
    rows = [row[rng.integers(0, 4, size)] if size else row[:0] for row in base]
    columns, which = alike(rows, size)
    table = np.array(rows, dtype=np.bool_).reshape(many, size)
    assert (columns[:, which] == table).all()
    assert columns.shape[1] == len({column.tobytes() for column in table.T})


def test_what_is_asked_for_twice_stands_once_and_numbers_stay():
    asked, one, other = Asked(), "one", "other"
    assert [asked.place(x) for x in (one, 2.5, other, one, 2.5)] == [0, 1, 2, 0, 1]
    assert asked.read(len).tolist() == [3.0, 2.5, 5.0]
