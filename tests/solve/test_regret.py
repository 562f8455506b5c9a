"""Acts over draws: which help and never hurt, and what they lose against the best of each draw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stickpoint.solve.ensemble.regret import NOTICED, standings

GAIN = st.floats(-1, 1, width=32)


def literal(gains: list, weights: list) -> list[dict[str, float]]:
    """Go through acts and draws one by one."""
    found = []
    for own in gains:
        rows = []
        for d, (gain, weight) in enumerate(zip(own, weights, strict=True)):
            best = max([0.0, *(other[d] for other in gains)])
            rows.append((gain, best - gain, weight))
        known = [row for row in rows if row[2] > 0]
        found.append({
            "helps": sum(w for gain, _, w in rows if gain >= NOTICED),
            "hurts": sum(w for gain, _, w in rows if gain <= -NOTICED),
            "gain": sum(w * gain for gain, _, w in rows),
            "worst_gain": min(gain for gain, _, _ in known),
            "regret": sum(w * regret for _, regret, w in rows),
            "worst_regret": max(regret for _, regret, _ in known),
            "best_in": sum(w for _, regret, w in rows if regret < NOTICED),
        })  # fmt: skip
    return found


@given(st.data(), st.integers(0, 5), st.integers(1, 12))
def test_standings_are_those_of_the_literal_twin(
    data: st.DataObject, acts: int, draws: int
) -> None:
    gains = data.draw(arrays(np.float64, (acts, draws), elements=GAIN))
    weights = data.draw(arrays(np.float64, draws, elements=st.sampled_from([0.0, 1.0, 2.0])))
    weights = weights + (weights.sum() == 0)
    weights /= weights.sum()
    ours, theirs = standings(gains, weights), literal(gains.tolist(), weights.tolist())
    for one, other in zip(ours, theirs, strict=True):
        assert one._asdict() == pytest.approx(other)


def test_what_is_best_in_every_draw_is_never_regretted() -> None:
    best, other = standings(np.array([[0.4, 0.3], [0.0, 0.1]]), np.array([0.25, 0.75]))
    assert (best.regret, best.worst_regret, best.best_in) == (0.0, 0.0, 1.0)
    assert other.worst_regret == pytest.approx(0.4)
    assert other.regret == pytest.approx(0.25 * 0.4 + 0.75 * 0.2)


def test_what_does_worse_than_nothing_is_regretted_against_nothing() -> None:
    (one,) = standings(np.array([[-0.3, 0.2]]), np.array([0.5, 0.5]))
    assert (one.helps, one.hurts) == (0.5, 0.5)
    assert one.worst_regret == pytest.approx(0.3)
