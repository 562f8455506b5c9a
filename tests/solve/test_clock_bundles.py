"""Named tuples handed on by their address: a compiled loop reads what Python reads."""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np
import pytest
from numba import config, errors, njit, typeof
from numpy.typing import NDArray

from stickpoint.solve.clock.engine.bundles.bundle_kernels import BundleType, bundle

Floats = NDArray[np.float64]


@bundle
class Inner(NamedTuple):
    """What lies within another bundle."""

    weight: Floats
    count: int


@bundle
class Outer(NamedTuple):
    """Arrays of several shapes, numbers, and a bundle between them."""

    flag: NDArray[np.bool_]
    inner: Inner
    table: Floats
    scale: float


@njit(nogil=True)
def _weighed(within: Inner, k: int) -> float:
    return within.weight[k] * within.count


@njit(nogil=True)
def _doubled(given: Outer) -> float:
    """Add up what counts, and double the table in place."""
    total = given.scale
    for i in range(given.table.shape[0]):
        if given.flag[i]:
            for j in range(given.table.shape[1]):
                total += _weighed(given.inner, i) * given.table[i, j]
                given.table[i, j] *= 2.0
    return total


def outer(table: Floats) -> Outer:
    """Make a bundle around a table of three rows."""
    return Outer(np.array([True, False, True]), Inner(np.array([1.0, 5.0, 2.0]), 3), table, 0.5)


def test_a_loop_reads_and_writes_what_python_does() -> None:
    given = outer(np.arange(6.0).reshape(3, 2))
    assert _doubled(given) == 0.5 + 3 * (0 + 1) + 6 * (4 + 5)
    assert given.table.tolist() == [[0, 2], [2, 3], [8, 10]]
    assert _doubled(given) == 0.5 + 3 * (0 + 2) + 6 * (8 + 10)


def test_arrays_that_are_not_in_one_piece_are_read_as_they_lie() -> None:
    whole = np.arange(12.0).reshape(2, 6)
    assert _doubled(outer(whole[:, ::2].T)) == 0.5 + 3 * (0 + 6) + 6 * (4 + 10)
    assert whole[1].tolist() == [12, 7, 8, 9, 20, 11]


def test_nobody_counts_references_to_what_the_caller_keeps() -> None:
    given = outer(np.ones((3, 2)))
    before = [sys.getrefcount(one) for one in (given.table, given.flag, given.inner.weight)]
    for _ in range(9):
        _doubled(given)
    assert before == [sys.getrefcount(one) for one in (given.table, given.flag, given.inner.weight)]


@pytest.mark.skipif(bool(config.DISABLE_JIT), reason="types are numba's")
def test_the_type_tells_apart_what_machine_code_must() -> None:
    given = outer(np.ones((3, 2)))
    kind = typeof(given)
    assert isinstance(kind, BundleType)
    assert isinstance(kind.held("inner"), BundleType)
    assert kind == typeof(outer(np.zeros((3, 5))))
    assert kind != typeof(outer(np.ones((3, 2), dtype=np.float32)))  # type: ignore[arg-type]
    frozen = np.ones((3, 2))
    frozen.flags.writeable = False
    assert kind != typeof(outer(frozen))
    with pytest.raises(errors.TypingError, match="Unknown attribute 'absent'"):
        _asks_for_more(given)


@njit
def _asks_for_more(given: Outer) -> float:
    return given.absent  # type: ignore[attr-defined, no-any-return]
