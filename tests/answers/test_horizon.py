"""Which answers depend on how far one looks."""

from __future__ import annotations

import math

from stickpoint.answers import outcomes


def test_outcomes_and_shares_are_compared_by_the_hundredth() -> None:
    one, two = {"a": 0.5, "b": 0.5}, {"a": 0.55, "b": 0.45}
    assert outcomes._apart(one, two) == {"a": True, "b": True}
    assert outcomes._apart(one, {"a": 0.51, "b": 0.49}) == {"a": False, "b": False}
    nothing = {"a": math.nan, "b": math.nan}
    assert outcomes._apart(nothing, nothing) == {"a": False, "b": False}
    assert outcomes._apart(nothing, two) == {"a": True, "b": True}
