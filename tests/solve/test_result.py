"""Every answer tells, tabulates, turns into data that JSON can say, shows itself, and draws."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.solve.clock.delay import delay_shares
from stickpoint.solve.motives.tracing import Tracing
from stickpoint.solve.result import ROWS_SHOWN, Result
from stickpoint.sweep.delays import delays
from stickpoint.sweep.ranges import spread


def answers() -> dict[str, Any]:
    """Give one answer of each kind, on small conflicts."""
    conflict = sp.load("elmira").conflict()
    game = sp.Game.from_arcs(
        [[(0, 1), (1, 0)], [(0, 2)]],
        [[-1.0, -1.0, 0.0], [-0.5, 0.2, 0.0]],
        pace=1.0,
        precision=1.0,
        discount=0.0,
        settled=[0, 0, 1],
    )
    run = sp.clock(game, 0, horizon=6.0, tolerance=1e-6)

    def build(_: object) -> sp.Game:
        return sp.Game(**{**game.__dict__, "start_state": 0})

    return {
        "stability": sp.stability(conflict),
        "limited": sp.limited(sp.load("prisoners-dilemma").conflict(), 2),
        "coalition": sp.coalition(conflict),
        "paths": sp.paths(conflict, 0, improving=False),
        "clock": run,
        "simulation": run.simulate(paths=200),
        "ways": run.ways(paths=200),
        "gradient": run.gradient(),
        "delay": delay_shares(game, 0, 6.0),
        "delays": delays(lambda _: delay_shares(game, 0, 6.0), draws=2),
        "spread": spread(build, draws=3, horizon=6.0),
        "tracing": Tracing(("a", "b"), ("E1",), (("+", "-"),), np.tile([0.2, 0.5, 0.8], (2, 1))),
    }


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return answers()


KINDS = (
    "stability", "limited", "coalition", "paths", "clock", "simulation", "ways", "gradient",
    "delay", "delays", "spread", "tracing",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_tells_tabulates_and_turns_into_data(kind: str, found: dict[str, Any]) -> None:
    answer = found[kind]
    assert isinstance(answer, Result)
    assert answer.summary().endswith(".")
    assert "\n" not in answer.summary()
    assert "object at" not in answer.summary()
    table, data = answer.table(), answer.to_dict()
    assert len(data["rows"]) == len(table)
    assert data["summary"] == answer.summary()
    json.dumps(data, allow_nan=False)
    shown = answer._repr_html_()
    assert shown.count("<tr") == 1 + min(len(table), ROWS_SHOWN) + bool(table.index.name)


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_draws_itself(kind: str, found: dict[str, Any]) -> None:
    pytest.importorskip("matplotlib")
    figure = found[kind].plot()
    figure.canvas.draw()
    assert any(axes.get_title("left") or axes.get_title() for axes in figure.axes)


def test_a_result_without_a_picture_says_what_to_do() -> None:
    class Odd(Result):
        """Has a table only."""

    with pytest.raises(sp.SolveError, match=r"use table\(\)"):
        Odd().plot()


def test_the_rows_name_their_state_and_the_origin_stands_beside() -> None:
    data = sp.stability(sp.load("elmira").conflict(), ("nash",)).to_dict()
    assert data["rows"][0]["state"] == 1
    assert data["method"].startswith("legal sequences")
    assert data["version"] == sp.__version__
