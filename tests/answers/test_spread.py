"""Draws from the ranges of a case: seeded, within the ranges, and summed up in bands."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.sampling.spread import Spread, spread
from stickpoint.case.model.basis import Amount
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Game


def one_step(read: Draw) -> Game:
    """One party that ends it at a pace from a range."""
    pace = read(Amount(0.5, 1.0, 1.5, "range", None, "[0.5, 1.5]", Fraction(1), "pace"))
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
