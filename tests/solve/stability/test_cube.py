"""Cubes large enough for leftovers, structured wishes and mixed-up bits: cube against arcs."""

from __future__ import annotations

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.graph.ranks import by_statements
from stickpoint.solve.stability.engine.cube import Cube

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def agree(owners: list[int], ranks: np.ndarray) -> None:
    """Assert that the cube's shortcuts and the general search give the same answers."""
    cube = sp.Conflict.from_options(owners, ranks)
    parties = range(len(ranks))
    arcs = sp.Conflict.from_arcs([cube.arcs(i) for i in parties], ranks)
    left, right = sp.stability(cube), sp.stability(arcs)
    for name in CONCEPTS:
        assert np.array_equal(left.stable[name], right.stable[name]), name


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))]
)
def test_wishes_written_as_statements_agree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    owners = rng.integers(0, 3, size=9).tolist()
    codes = np.arange(512, dtype=np.uint64)
    ranks = []
    for _ in range(3):
        options = rng.permutation(9)[: rng.integers(2, 9)]
        wishes = [
            ("option", int(k)) if rng.random() < 0.5 else ("not", ("option", int(k)))
            for k in options
        ]
        ranks.append(by_statements(wishes, codes))
    agree(owners, np.stack(ranks))


@pytest.mark.slow
def test_a_long_staircase_of_improvements_agrees() -> None:
    # Parties 1 to 8 own one option each and gain only by the next step of a Gray code: the
    # improvements form one chain of 255 steps, longer than the rounds of sweeping.
    n = 1 << 9
    step = np.arange(n // 2)
    gray = step ^ (step >> 1)
    height = np.empty(n, dtype=np.int64)
    ranks = np.zeros((9, n), dtype=np.int64)
    for half in (0, n // 2):
        height[gray + half] = step
        switched = gray[1:] ^ gray[:-1]
        for k in range(8):
            ranks[k + 1, gray[1:][switched == 1 << k] + half] = 1
    shuffled = np.random.default_rng(3).permutation(n)
    for own in (-height, height, shuffled, np.minimum(height, 99), -(height // 7)):
        ranks[0] = own
        agree([*range(1, 9), 0], ranks)


def test_a_party_without_options_and_one_with_all_agree() -> None:
    rng = np.random.default_rng(5)
    agree([1, 1, 1, 1, 1], rng.integers(0, 7, size=(3, 32)))
    agree([2, 0, 2, 0, 2, 0], rng.integers(0, 64, size=(3, 64)))


@pytest.mark.slow
def test_a_size_worth_threads_agrees() -> None:
    rng = np.random.default_rng(11)
    agree([k % 4 for k in range(14)], rng.integers(0, 50, size=(4, 1 << 14)))


def test_mixed_up_bits_are_judged_by_the_loops_of_bits_in_order() -> None:
    # numba compiles a loop once for arrays closed against writing, and once for open ones.
    ranks = np.arange(16).reshape(2, 8)
    for owners in ([0, 0, 1], [0, 1, 0]):
        assert not Cube.of(sp.Conflict.from_options(owners, ranks)).ranks.flags.writeable
