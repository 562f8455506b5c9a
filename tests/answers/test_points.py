"""Millions of draws: any of them without the others, and as evenly spread as the first."""

from __future__ import annotations

from fractions import Fraction
from hashlib import blake2b

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from stickpoint.answers.parameters import Parameter, Parameters
from stickpoint.answers.sampling.draws import Draw, drawn
from stickpoint.answers.sampling.points import EARLY, points
from stickpoint.case.model.basis import Amount

Floats = NDArray[np.float64]
FIRST = 1 << EARLY
PLACES = st.integers(0, 4 * FIRST)


def in_turn(seed: int, name: str, doublings: int) -> Floats:
    """Return the first points one after the other, as every forecast has drawn them."""
    key = blake2b(f"{seed} {name}".encode(), digest_size=16).digest()
    random = np.random.default_rng(int.from_bytes(key, "big"))
    found = random.random(1)
    for _ in range(doublings):
        size = found.size
        empty = (2 * size * found).astype(np.int64) ^ 1
        fresh = (random.permutation(empty) + random.random(size)) / (2 * size)
        found = np.concatenate((found, fresh))
    return found


def test_the_draws_of_every_forecast_so_far_are_what_they_were() -> None:
    assert points(3, "x", 0, FIRST).tolist() == in_turn(3, "x", EARLY).tolist()
    assert points(3, "x", 5, 300).tolist() == in_turn(3, "x", 9)[5:300].tolist()


@settings(max_examples=20)
@given(st.integers(0, 5), st.sampled_from("xyz"), PLACES, PLACES)
def test_some_draws_are_a_piece_of_all(seed: int, name: str, one: int, other: int) -> None:
    first, last = sorted((one, other))
    few = points(seed, name, first, min(last, first + 7))
    assert few.tolist() == points(seed, name, 0, last)[first : first + 7].tolist()


def test_every_doubling_fills_every_stratum_once_however_late() -> None:
    found = points(1, "pace", 0, 1 << 18)
    assert ((found >= 0) & (found < 1)).all()
    for doubling in range(EARLY - 1, 19):
        size = 1 << doubling
        assert np.bincount((found[:size] * size).astype(int)).tolist() == [1] * size
    inside = found * (1 << 18) % 1
    assert abs(inside[FIRST:].mean() - 0.5) < 4 / np.sqrt(12 * (1 << 18))


def test_a_far_draw_is_found_without_those_before_it() -> None:
    last = (1 << 40) + 3
    assert points(0, "x", last - 2, last).tolist() == points(0, "x", last - 5, last)[3:].tolist()


def test_late_draws_come_in_an_order_of_their_own() -> None:
    """No number follows another, nor the draw before it, more than chance would have it."""
    names = [f"payoffs.us[line {k}]" for k in range(12)]
    table = np.stack([points(0, name, 5 * FIRST, 7 * FIRST) for name in names])
    bound = 4.5 / np.sqrt(2 * FIRST)
    related = np.corrcoef(table)[np.triu_indices(len(names), 1)]
    assert np.abs(related).max() < bound
    for row in table:
        assert abs(np.corrcoef(row[1:], row[:-1])[0, 1]) < bound


def test_late_draws_of_an_amount_are_those_of_the_table() -> None:
    amount = Amount(0, 1, 4, "triangle", None, "[0, 1, 4]", Fraction(1), "a")
    vector = Parameters((Parameter("a", 0.0, 1.0, 4.0, "triangle", None, 1),))
    first = 3 * FIRST - 4
    table = drawn(vector, 8, seed=2, first=first)
    assert table[:, 0].tolist() == [Draw(2, first + k)(amount) for k in range(8)]
