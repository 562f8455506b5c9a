"""Which answers depend on how far one looks."""

from __future__ import annotations

import math

from stickpoint.answers import clock


def test_outcomes_and_shares_are_compared_by_the_hundredth() -> None:
    one, two = {"a": 0.5, "b": 0.5}, {"a": 0.55, "b": 0.45}
    assert clock._apart(one, two) == {"a": True, "b": True}
    assert clock._apart(one, {"a": 0.51, "b": 0.49}) == {"a": False, "b": False}
    nothing = {"a": math.nan, "b": math.nan}
    assert clock._apart(nothing, nothing) == {"a": False, "b": False}
    assert clock._apart(nothing, two) == {"a": True, "b": True}
