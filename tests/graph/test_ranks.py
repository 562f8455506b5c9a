"""Ranks from tables, statements, groups and weights against lexicographic and exact sums."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import formulas

from stickpoint.graph.ranks import as_ranks, by_groups, by_statements, by_weights

N_OPTIONS = 4
CODES = np.arange(2**N_OPTIONS, dtype=np.uint64)
some_formulas = st.lists(formulas(N_OPTIONS), max_size=6)
weights = st.fractions(min_value=-2, max_value=2, max_denominator=60)


def order(keys: list[object]) -> list[tuple[int, int]]:
    """Return all pairs (a, b) with key a < key b."""
    spread = range(len(keys))
    return [(a, b) for a in spread for b in spread if keys[a] < keys[b]]


@given(some_formulas)
def test_an_earlier_statement_outweighs_all_later_ones(
    statements: list[tuple[object, ...]],
) -> None:
    truth = [tuple(oracles.holds(f, int(code)) for f in statements) for code in CODES]
    assert order(by_statements(statements, CODES).tolist()) == order(truth)


@pytest.mark.parametrize("length", [31, 32, 63, 64, 200])
def test_the_number_of_statements_has_no_limit(length: int) -> None:
    least = [("option", 0)]
    filler = [("option", 1)] * (length - 2)
    statements = [("option", 2), *filler, *least]
    truth = [tuple(oracles.holds(f, int(code)) for f in statements) for code in CODES]
    assert order(by_statements(statements, CODES).tolist()) == order(truth)


@given(st.lists(st.lists(formulas(N_OPTIONS), max_size=2), max_size=5))
def test_the_first_group_that_fits_counts(groups: list[list[tuple[object, ...]]]) -> None:
    for code, rank in zip(CODES.tolist(), by_groups(groups, CODES).tolist(), strict=True):
        fits = [
            place
            for place, group in enumerate(groups)
            if any(oracles.holds(f, code) for f in group)
        ]
        assert rank == (len(groups) - fits[0] if fits else 0)


@given(st.lists(st.tuples(formulas(N_OPTIONS), weights), max_size=6))
def test_weights_add_up_exactly(items: list[tuple[tuple[object, ...], Fraction]]) -> None:
    sums = [
        sum((w for f, w in items if oracles.holds(f, int(code))), start=Fraction(0))
        for code in CODES
    ]
    assert order(by_weights(items, CODES).tolist()) == order(sums)


@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=8))
def test_ranks_of_any_size_keep_their_order(row: list[int]) -> None:
    kept = as_ranks(np.array([row]), None)
    assert kept.dtype == np.int32
    assert order(kept[0].tolist()) == order(row)
