"""Laws of duration drawn at random."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from stickpoint.solve.durations.curves import Curve
from stickpoint.solve.durations.laws import GeneralisedGamma, Law, LogUniform
from stickpoint.solve.durations.mixture import Mixture

places = st.floats(-1, 9)
spreads = st.floats(0.2, 3)
shapes = st.sampled_from([0.0, 0.1, -0.1, 0.55, -0.55, 1.0, 1.7, -1.2])
gammas = st.builds(GeneralisedGamma, places, spreads, shapes)
uniforms = st.builds(lambda low, factor: LogUniform(low, low * factor),
                     st.floats(0.01, 100), st.floats(1.5, 1e4))  # fmt: skip


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    n = draw(st.integers(1, 6))
    logs = draw(st.lists(st.floats(-2, 9), min_size=n, max_size=n, unique_by=lambda z: round(z, 2)))
    chances = draw(st.lists(st.floats(0, 1), min_size=n, max_size=n))
    return Curve(np.exp(sorted(logs)), sorted(chances, reverse=True))


def mixtures(of: st.SearchStrategy[Law]) -> st.SearchStrategy[Law]:
    def mix(laws: list[Law], first: float) -> Law:
        rest = (1 - first) / (len(laws) - 1)
        return Mixture([first] + [rest] * (len(laws) - 1), laws)

    return st.builds(mix, st.lists(of, min_size=2, max_size=3), st.floats(0.05, 0.95))


laws = st.one_of(gammas, uniforms, curves(), mixtures(st.one_of(gammas, uniforms, curves())))
