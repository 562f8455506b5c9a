"""Kernels as plain Python against the same kernels compiled, through every public function."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, banded, games, unsure

import stickpoint as sp
from stickpoint import compiled

judged = games(parties=(1, 4), max_options=4, max_states=6).flatmap(
    lambda game: st.tuples(st.just(game), banded(game), unsure(game))
)


@pytest.fixture(scope="module", autouse=True)
def way() -> str:
    """Run each test once: it goes both ways by itself."""
    return "both"


def answers(conflict: sp.Conflict, bands: list[list[int]], pairs: Any) -> list[np.ndarray]:
    """Ask everything of a conflict that it has an answer to."""
    found = [
        *(conflict.arcs(i) for i in range(conflict.n_parties)),
        *sp.stability(conflict).stable.values(),
        *sp.strength(conflict, bands).stable.values(),
        *sp.unknown(conflict, pairs).stable.values(),
    ]
    for masks in sp.coalition(conflict).stable.values():
        found += masks.values()
    for improving in (False, True):
        way = sp.paths(conflict, 0, improving=improving)
        states = np.flatnonzero(way.reachable).tolist()
        found += [way.distance, *(np.array(way.to(state)) for state in states)]
    if conflict.n_parties == 2:
        found += sp.limited(conflict, 3).stable.values()
    if conflict.codes is not None:
        found += sp.simultaneous(conflict).stable.values()
    return found


def agree(game: Game, bands: list[list[int]], pairs: Any) -> None:
    """Assert that it makes no difference how the kernels run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiled, "PATIENCE", float("inf"))
        patched.setattr(compiled, "SMALL", float("inf"))
        plain = answers(game.with_ranks(game.ranks).conflict, bands, pairs)
        patched.setattr(compiled, "SMALL", 0)
        fast = answers(game.with_ranks(game.ranks).conflict, bands, pairs)
    assert len(plain) == len(fast)
    for left, right in zip(plain, fast, strict=True):
        assert left.dtype == right.dtype
        assert np.array_equal(left, right)


@given(judged)
def test_compiled_and_plain_agree(drawn: tuple[Game, list[list[int]], Any]) -> None:
    agree(*drawn)


@pytest.mark.slow
@pytest.mark.parametrize("limited", [False, True], ids=["cube", "limited"])
def test_compiled_and_plain_agree_on_hundreds_of_states(limited: bool) -> None:
    rng = np.random.default_rng(7 + limited)
    count = 200 if limited else 256
    infeasible = rng.permutation(256)[count:].tolist()
    ranks = rng.integers(0, 50, (3, count)).tolist()
    owners = tuple(k % 3 for k in range(8))
    game = Game(ranks, owners=owners, infeasible=tuple(infeasible), is_option_form=True,
                one_way=(limited, *[0] * 7))  # fmt: skip
    pairs = [rng.integers(0, count, (20, 2)) for _ in range(3)]
    agree(game, [[rank // 9 for rank in row] for row in ranks], pairs)
