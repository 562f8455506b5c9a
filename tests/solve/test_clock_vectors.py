"""One number or eight as one value do what numpy does with arrays of as many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from stickpoint.solve.clock.engine.layout import WIDTH
from stickpoint.solve.clock.engine.vector_kernels import (
    above,
    chosen,
    every,
    larger,
    load,
    smaller,
    store,
)

numbers = st.floats(allow_infinity=False, width=32)
eights = st.lists(numbers, min_size=WIDTH, max_size=WIDTH).map(np.array)


@njit(error_model="numpy")
def every_operation(one, two, number, out):
    a, b, c = load(one, 1), load(two, 0), every(one, number)
    results = (
        a + b,
        a - b,
        a * b,
        a / b,
        c,
        larger(a, b),
        smaller(a, b),
        chosen(b, a, c),
        a * b + c,
    )
    for k in range(len(results)):
        store(out, k, results[k])
    return above(a, number)


# Compiled anew by every process: only so are the lines reached that write the machine code.
@pytest.mark.slow
@pytest.mark.parametrize("width", [pytest.param(1, id="one"), pytest.param(WIDTH, id="eight")])
@given(eights, eights, numbers)
def test_each_operation_is_that_of_numpy(width, one, two, number):
    one, two = one[:width], two[:width]
    shape = (-1,) if width == 1 else (-1, width)
    out = np.full(9 * width, np.nan).reshape(shape)
    padded = np.concatenate((np.full(width, 7.0), one)).reshape(shape)
    with np.errstate(all="ignore"):
        is_above = every_operation(padded, two.reshape(shape), float(number), out)
        sums = (one + two, one - two, one * two, one / two, np.full(width, number))
        picked = (np.where(one > two, one, two), np.where(one < two, one, two))
        picked += (np.where(two > 0, one, number),)
        found = out.reshape(9, width)
        np.testing.assert_array_equal(found[:8], (*sums, *picked))
        assert is_above == (one > number).all()
        # A product and a sum may be rounded once or twice.
        np.testing.assert_allclose(
            found[8],
            one * two + number,
            rtol=1e-12,
            atol=np.nan_to_num(np.abs(one * two)).max() * 1e-15,
        )
