"""Draws from the ranges of a case: seeded, within the ranges, and summed up in bands."""

from __future__ import annotations

import math

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.sampling.ranges import Draw, Spread, spread
from stickpoint.case.model.amounts import Amount
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.conflict.game import Game


def one_step(read: Draw) -> Game:
    """One party that ends it at a pace from a range."""
    pace = read(Amount(0.5, 1.0, 1.5, "range", None, "[0.5, 1.5]", None))  # type: ignore[arg-type]
    return Game.from_arcs(
        [[(0, 1)]], [[-1.0, 0.0]], pace=pace, precision=math.inf, discount=0.0, settled=[0, 1]
    )


def run(**settings: object) -> Spread:
    """Draw from that range."""

    def build(read: Draw) -> Game:
        game = one_step(read)
        return Game(**{**game.__dict__, "start_state": 0})

    return spread(build, horizon=40.0, **settings)  # type: ignore[arg-type]


def test_medians_lie_where_the_range_puts_them_and_the_seed_decides() -> None:
    found = run(draws=40, seed=3)
    assert found.draws == 40
    assert (found.median >= math.log(2) / 1.5 - 1e-5).all()
    assert (found.median <= math.log(2) / 0.5 + 1e-5).all()
    assert np.array_equal(found.median, run(draws=40, seed=3).median)
    assert not np.array_equal(found.median, run(draws=40, seed=4).median)
    low, high = found.band(found.median)
    assert found.median.min() <= low < np.median(found.median) < high <= found.median.max()
    assert list(found.table().columns) == [
        "median",
        "mean",
        "settles as settled",
        "settles as unsettled",
    ]


def test_draws_follow_the_shape_of_an_amount() -> None:
    read = Draw(1)
    triangle = Amount(0.0, 9.0, 10.0, "triangle", None, "", None)  # type: ignore[arg-type]
    flat = Amount(0.0, 5.0, 10.0, "range", None, "", None)  # type: ignore[arg-type]
    point = Amount(2.0, 2.0, 2.0, "point", None, "", None)  # type: ignore[arg-type]
    drawn = np.array([[read(triangle), read(flat), read(point)] for _ in range(4000)])
    assert drawn[:, 0].mean() == pytest.approx(19 / 3, abs=0.15)
    assert drawn[:, 1].mean() == pytest.approx(5.0, abs=0.2)
    assert set(drawn[:, 2]) == {2.0}


def test_no_draws_and_no_horizon_are_refused() -> None:
    with pytest.raises(sp.ModelError, match="0 draws"):
        run(draws=0)


def test_the_korean_case_lasts_longer_when_moscow_gains_by_the_war() -> None:
    case = sp.load("korea-1952")
    alive = {"nature.stalin_dies": 1e9}

    def share_beyond_a_year(name: str) -> float:
        changes = {"on": alive, "hypothesis": name}
        found = spread(lambda read: build_game(case, Changes(read=read, **changes)), draws=40)
        return float((found.median > 12).mean())

    assert share_beyond_a_year("Stalin's pin-down") > 0.5
    assert share_beyond_a_year("aid lever") < 0.5
