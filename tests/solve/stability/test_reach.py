"""The search for the least rank others can force, however it goes about it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import oracles
import pytest
from hypothesis import given
from strategies import Game, games

import stickpoint as sp
from stickpoint.solve.stability.engine import graph

PUSHED, PULLED, BEGUN, MIXED = (1 << 30, 1 << 30), (1, 1 << 30), (1 << 30, 1), (2, 1)


@pytest.fixture(scope="module", params=[PUSHED, PULLED, BEGUN, MIXED], autouse=True)
def manner(request: pytest.FixtureRequest) -> Iterator[None]:
    """Choose from how many waiting states the search pulls, and from how many states at once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(graph, "pull_from", lambda _: request.param[0])
        patched.setattr(graph, "PULL_FIRST", request.param[1])
        yield


def agree(game: Game) -> None:
    """Assert that the search and the oracle give the same states."""
    found = sp.stability(game.conflict).stable
    for name, judge in oracles.CONCEPTS.items():
        expected = judge(game.arcs, game.ranks)
        assert [set(np.flatnonzero(row).tolist()) for row in found[name]] == expected, name


@given(games())
def test_however_it_searches_it_agrees_with_the_oracle(game: Game) -> None:
    agree(game)


@pytest.mark.parametrize("density", [0.03, 0.1, 0.3])
def test_graphs_of_some_dozens_of_states_agree_however_it_searches(density: float) -> None:
    drawn = oracles.random_arc_game(Random(int(100 * density)), 3, 24, density)
    agree(Game(drawn["ranks"], arcs_by_party=drawn["arcs"]))
