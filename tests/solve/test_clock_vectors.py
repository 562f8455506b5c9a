"""Eight numbers as one value do what numpy does with arrays of eight."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from stickpoint.solve.clock.engine.vector_kernels import LANES, all_of, larger, load, smaller, store

numbers = st.floats(allow_infinity=False, width=32)
eights = st.lists(numbers, min_size=LANES, max_size=LANES).map(np.array)


@njit
def every_operation(one, two, number, out):
    a, b, c = load(one, LANES), load(two, 0), all_of(number)
    results = (a + b, a - b, a * b, a / b, c, larger(a, b), smaller(a, b), a * b + c)
    for k in range(len(results)):
        store(out, k * LANES, results[k])


@given(eights, eights, numbers)
def test_each_operation_is_that_of_numpy(one, two, number):
    out = np.full(8 * LANES, np.nan)
    padded = np.concatenate((np.full(LANES, 7.0), one))
    with np.errstate(all="ignore"):
        every_operation(padded, two, float(number), out)
        sums = (one + two, one - two, one * two, one / two, np.full(LANES, number))
        picked = (np.where(one > two, one, two), np.where(one < two, one, two))
        found = out.reshape(8, LANES)
        np.testing.assert_array_equal(found[:7], (*sums, *picked))
        # A product and a sum may be rounded once or twice.
        np.testing.assert_allclose(
            found[7],
            one * two + number,
            rtol=1e-12,
            atol=np.nan_to_num(np.abs(one * two)).max() * 1e-15,
        )
