"""One row per draw: its numbers as they were drawn, its answers as one draw alone has them."""

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.ensemble.table import LATE, MEDIAN, passes, table
from stickpoint.answers.forecasting.model import GRID
from stickpoint.answers.forecasting.rules import Rules


def test_every_row_is_what_its_draw_says_alone() -> None:
    answer = sp.forecast(sp.load("korea-1952"))
    short = type(answer)(case=answer.case, rules=Rules(draws=12))
    found = table(short)
    assert len(found) == len(short.model.draws) == 12
    for k, draw in enumerate(short.model.draws):
        assert found.answers["settled within a year"][k] == pytest.approx(
            1 - draw.open(np.array([365.25]))[0]
        )
        median = found.answers[MEDIAN][k]
        assert draw.open(np.array([median]))[0] == pytest.approx(0.5, abs=2e-3)
        assert found.answers[LATE][k] > median
    for column, item in enumerate(found.inputs):
        assert (found.values[:, column] >= item.low).all()
        assert (found.values[:, column] <= item.high).all()
    assert list(found.frame().columns[1 : 1 + len(found.names)]) == list(found.names)


def test_a_curve_that_never_falls_so_far_passes_never() -> None:
    falls = np.minimum(1.0, 10.0 / np.maximum(GRID, 1e-9))
    flat = np.ones_like(GRID)
    assert passes(np.stack([falls, flat]), 0.5) == pytest.approx([20.0, np.inf], rel=1e-3)
