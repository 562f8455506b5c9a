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
from stickpoint.solve.stability.engine.explicit import search

NEVER = 1 << 30
PUSHED, PULLED, BEGUN, MIXED = (NEVER, NEVER, 0), (1, NEVER, 0), (NEVER, 1, 0), (2, 1, 0)
TOGETHER, CUT_SHORT = (NEVER, 1, 12), (NEVER, 1, 1)
WAYS = [PUSHED, PULLED, BEGUN, MIXED, TOGETHER, CUT_SHORT]


@pytest.fixture(scope="module", params=WAYS, autouse=True)
def manner(request: pytest.FixtureRequest) -> Iterator[None]:
    """Choose from how many waiting states the search pulls, and from how many states at once.

    Last comes how many sweeps serve all the parties of a graph of arcs together, 0 for none.
    """
    pull_from, first, rounds = request.param
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(graph, "pull_from", lambda _: pull_from)
        patched.setattr(graph, "PULL_FIRST", first)
        patched.setattr(search, "ROUNDS", rounds)
        if not rounds:
            patched.setattr(search, "MAX_PARTIES", 0)
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


@pytest.mark.parametrize("parties", [2, 5])
def test_some_concepts_alone_are_as_with_all_of_them(parties: int) -> None:
    drawn = oracles.random_arc_game(Random(parties), parties, 20, 0.08)
    conflict = Game(drawn["ranks"], arcs_by_party=drawn["arcs"]).conflict
    together = sp.stability(conflict).stable
    for concepts in (["nash"], ["gmr"], ["sseq"], ["smr", "seq"]):
        for name, found in sp.stability(conflict, concepts).stable.items():
            assert np.array_equal(found, together[name])
