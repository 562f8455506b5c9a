"""Every answer tells, tabulates, turns into data that JSON can say, shows itself, and draws."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import pkgutil
import re
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import stickpoint as sp
from stickpoint import solve
from stickpoint.answers import sampling
from stickpoint.answers.sampling.delays import delays
from stickpoint.answers.sampling.endless import endless_runs
from stickpoint.answers.sampling.levers import lever_draws
from stickpoint.answers.sampling.spread import spread
from stickpoint.graph.build_game import Changes
from stickpoint.solve.clock.delay import delay_shares
from stickpoint.solve.levers.payoffs.frontier import frontier
from stickpoint.solve.levers.payoffs.global_search import GlobalSearch
from stickpoint.solve.levers.payoffs.lever_space import LeverSpace
from stickpoint.solve.levers.payoffs.parameters import LeverParameter
from stickpoint.solve.levers.payoffs.ripeness import ripeness
from stickpoint.solve.levers.payoffs.transfers import transfers
from stickpoint.solve.levers.ranks.count import profiles
from stickpoint.solve.levers.ranks.restrictions import least_restriction
from stickpoint.solve.motives.evidence import log_evidence
from stickpoint.solve.motives.tracing import Tracing
from stickpoint.solve.result import ROWS_SHOWN, Result
from stickpoint.solve.stability.beliefs.hypergame import View, hypergame
from stickpoint.solve.stability.orders.partial_order import PartialOrder
from stickpoint.solve.stability.orders.reading import Reading
from stickpoint.solve.stability.orders.shares import shares

# One answer of every kind: each kernel behind it is reached by the tests of that kind.
pytestmark = pytest.mark.slow

QUARREL = """\
format: 1
title: Wage dispute
parties: {union: Union, firm: Firm}
clock: {horizon: 6}
options:
  union.full: {text: insist on the full rise, now: yes}
  firm.offer: {text: offer half}
issues:
  wage: {name: the rise, terms: {half: firm.offer & !union.full}}
payoffs:
  union: [{when: "!wage", worth: [-0.4, 0.2]}]
  firm: [{when: "!wage", worth: [-0.2, 0.3]}]
levers:
  - {what: talks every week, pace: firm, direction: up, limit: 2}
"""

PIECES = {
    "BestMove", "BlockStability", "Box", "Boxes", "Challenges", "Compared", "Corrections",
    "Distribution", "Flip", "Flips", "ForwardSteps", "ImportanceSample", "Indices", "Jump",
    "LeverAlone", "LeverParameter", "Mixture", "NearestOrder", "NearestOrders", "Observer",
    "Offer", "Order", "RankShift", "Reorder", "Rolled", "Row", "Rows", "Sensitivity",
    "SeveralWeights", "Signs", "Stationary", "Staying", "Surface", "Trace", "Units", "Walk",
    "WeightShift", "Witness",
}  # fmt: skip
"""What functions hand to one another, and the parts of answers: not answers themselves."""


def answers() -> dict[str, Any]:
    """Return one answer of each kind, on small conflicts."""
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
        **levers(run, conflict),
        "stationary": sp.clock(
            sp.Game(**{**game.__dict__, "discount": np.full(2, 0.1)}), 0, horizon=None
        ),
        "endless_runs": endless_runs(
            lambda _: sp.Game(**{**game.__dict__, "start_state": 0, "discount": np.full(2, 0.1)}),
            draws=2,
        ),
        "evidence": log_evidence(lambda x: -(x**2).sum(axis=1), lambda u: u, ("a", "b"), each=40),
        "tracing": Tracing(("a", "b"), ("E1",), (("+", "-"),), np.tile([0.2, 0.5, 0.8], (2, 1))),
    }


def levers(run: Any, conflict: sp.Conflict) -> dict[str, Any]:
    """Return one answer of each kind to what would end it."""
    parameter = LeverParameter(
        "cost of waiting", "payoff", 0, -1.0, 0.0, 1.0, np.array([1.0, 1.0, 0.0])
    )
    space = LeverSpace(run.game, [parameter], 0, 6.0, "centred", 1e-4)
    found = frontier(GlobalSearch(space, 2.0), run, wanted=0.6)
    ripe = ripeness(run)
    return {
        "frontier": found,
        "proposal": found.cheapest,
        "ripeness": ripe,
        "ways_out": transfers(ripe),
        "restriction": least_restriction(conflict, 7, "nash"),
        "profiles": profiles(sp.load("prisoners-dilemma").conflict(), 3, "nash"),
        "hypergame": hypergame(conflict, {0: View(conflict, np.arange(conflict.n_states))}),
        "order_shares": shares(
            conflict, {0: [Reading(np.eye(2, 12, dtype=bool), PartialOrder.of(2, []))]}
        ),
        "lever_draws": lever_draws(sp.loads(QUARREL), Changes(), draws=3, horizon=6.0),
    }


def modules() -> list[ModuleType]:
    """Return every module that may hold an answer."""
    return [
        importlib.import_module(one.name)
        for package in (solve, sampling)
        for one in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        if not one.name.endswith("kernels")
    ]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return answers()


KINDS = (
    "stability", "limited", "coalition", "paths", "clock", "simulation", "ways", "gradient",
    "delay", "delays", "spread", "tracing", "stationary", "evidence", "frontier", "proposal",
    "ripeness", "ways_out", "restriction", "profiles", "hypergame", "lever_draws",
    "order_shares",
    "endless_runs",
)  # fmt: skip


def test_no_kind_of_answer_is_forgotten_here(found: dict[str, Any]) -> None:
    kinds = {
        thing
        for module in modules()
        for thing in vars(module).values()
        if inspect.isclass(thing) and issubclass(thing, Result) and thing is not Result
    }
    assert kinds == {type(answer) for answer in found.values()}
    assert set(KINDS) == set(found)


def test_what_a_public_function_gives_back_is_an_answer_or_a_piece_of_one() -> None:
    given = set()
    for module in modules():
        kinds = [
            kind
            for kind in vars(module).values()
            if inspect.isclass(kind)
            and dataclasses.is_dataclass(kind)
            and kind.__module__.startswith(("stickpoint.solve", "stickpoint.answers.sampling"))
        ]
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and not name.startswith("_"):
                written = str(inspect.get_annotations(thing).get("return", ""))
                given |= {kind for kind in kinds if kind.__name__ in re.findall(r"\w+", written)}
    assert len(given) > len(PIECES)
    bare = {kind.__name__ for kind in given if not issubclass(kind, Result)}
    assert bare <= PIECES, "let it inherit from Result, or name it among the pieces"


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
    assert shown.count("<tr") == 1 + min(len(table), ROWS_SHOWN) + any(table.index.names)


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


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_knows_its_kind_and_its_version(kind: str, found: dict[str, Any]) -> None:
    answer = found[kind]
    assert answer.kind == type(answer).__name__
    assert answer.version == sp.__version__
    assert ("fingerprint" in answer.to_dict()) == bool(answer.fingerprint)
    assert all(answer.to_dict()[name] == told for name, told in answer.origin().items())


def test_an_answer_tells_the_fingerprint_of_what_it_is_about(found: dict[str, Any]) -> None:
    assert found["stability"].fingerprint == found["stability"].conflict.fingerprint
    assert found["clock"].fingerprint == found["clock"].game.fingerprint
    assert found["ripeness"].fingerprint == found["clock"].fingerprint
    assert found["delay"].fingerprint == ""
