"""What values change by, and where mass flows, in games of nothing but pairs of options and chance.

A solve that works with numbers of 32 bits (`singles`) hands on no space to work in, for pairs of
options need none, and by that its loops are told from the others when they are compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import types
from numba.extending import overload

from stickpoint.solve.clock.engine import slope_kernels as general
from stickpoint.solve.clock.engine.bundles.inner_kernels import inner
from stickpoint.solve.clock.engine.choice_kernels import operator_of
from stickpoint.solve.clock.engine.layout import Floats, Moves, Numbers, Space
from stickpoint.solve.clock.engine.pairs.pair_kernels import flow_of_pair, slope_of_pair
from stickpoint.solve.clock.engine.vector_kernels import LEAF

_KEPT_WITH_CALLERS = {key: kept for key, kept in LEAF.items() if key != "cache"}


def slope(
    m: Moves, numbers: Numbers, value: Floats, c: int, reading: int, space: Space | None,
    out: Floats,
) -> bool:  # fmt: skip
    """Write -dV/dt, as `slope_kernels.slope` does."""
    if space is None:
        return _slope_of_pairs(m, numbers, value, c, reading, space, out)
    return general.slope(m, numbers, value, c, reading, space, out)


def flow(
    m: Moves, numbers: Numbers, value: Floats, c: int, mass: Floats, space: Space | None,
    out: Floats,
) -> bool:  # fmt: skip
    """Write dp/dt, as `slope_kernels.flow` does."""
    if space is None:
        return _flow_of_pairs(m, numbers, value, c, mass, space, out)
    return general.flow(m, numbers, value, c, mass, space, out)


@inner(**LEAF)
def _slope_of_pairs(
    m: Moves, numbers: Numbers, value: Floats, c: int, reading: int, _space: None, out: Floats
) -> bool:
    general.running(m.settled, numbers.pace, numbers.worth, numbers.discount, value, out)
    general.nature(m.settled, m.nature_start, m.nature_target, numbers.nature, c, value, out)
    for i in range(m.pace.size):
        operator = operator_of(m, i, numbers)
        for k in range(m.first[i], m.first[i + 1]):
            lo, hi, row = m.begin[m.lot[k]], m.begin[m.lot[k + 1]], m.row_begin[m.lot[k]]
            if not slope_of_pair(
                operator, i, numbers, m.even[row:], m.member[lo:hi], reading, value, c, 0, out
            ):
                return False
    return True


@inner(**LEAF)
def _flow_of_pairs(
    m: Moves, numbers: Numbers, value: Floats, c: int, mass: Floats, _space: None, out: Floats
) -> bool:
    out[:] = 0.0
    start, target, one = m.nature_start, m.nature_target, np.int64(1)
    general.nature_flow(m.settled, start, target, numbers.nature, one, mass, out)
    for i in range(m.pace.size):
        operator = operator_of(m, i, numbers)
        for k in range(m.first[i], m.first[i + 1]):
            lo, hi = m.begin[m.lot[k]], m.begin[m.lot[k + 1]]
            if not flow_of_pair(operator, i, numbers, m.member[lo:hi], value, c, mass, 0, out):
                return False
    return True


def _by_space(pairs: Any, others: Any) -> Callable[..., Any]:
    """Choose, when it is compiled, which loop a call leads to."""

    def chosen(m: Any, numbers: Any, value: Any, c: Any, by: Any, space: Any, out: Any) -> Any:  # noqa: ARG001
        loop = pairs if isinstance(space, types.NoneType) else others

        def call(m: Any, numbers: Any, value: Any, c: Any, by: Any, space: Any, out: Any) -> Any:
            return loop(m, numbers, value, c, by, space, out)

        return call

    return chosen


for _any, _pairs, _others in (
    (slope, _slope_of_pairs, general.slope),
    (flow, _flow_of_pairs, general.flow),
):
    # The names of what is told apart differ; numba is to go by places.
    overload(_any, jit_options=_KEPT_WITH_CALLERS, strict=False)(_by_space(_pairs, _others))
