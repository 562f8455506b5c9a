"""Cubes judged by blocks, ranks from statements: the same as the engine that stores them."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import formulas

import stickpoint as sp
from stickpoint.errors import ModelError, NoRoom, SolveError
from stickpoint.logic import evaluate
from stickpoint.solve.stability.blocks import room
from stickpoint.solve.stability.blocks.by_blocks import stability_by_blocks

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def ranks_of(lines: list[Any], codes: np.ndarray) -> np.ndarray:
    """Add the weights up, statement by statement."""
    rows = [
        sum((w * evaluate(f, codes).astype(np.int64) for f, w in own), 0 * codes.astype(np.int64))
        for own in lines
    ]
    return np.stack(rows)


def agree(owners: list[int], lines: list[Any], block_bits: int) -> None:
    """Assert that blocks and stored ranks give the same answers."""
    codes = np.arange(1 << len(owners), dtype=np.uint64)
    found = stability_by_blocks(owners, lines, block_bits=block_bits)
    stored = sp.stability(sp.Conflict.from_options(owners, ranks_of(lines, codes)))
    for name in CONCEPTS:
        for party in range(len(lines)):
            assert found.holds(name, party, codes).tolist() == stored.stable[name][party].tolist()
        assert found.count(name) == int(stored.equilibria[name].sum())
        first = found.first(name, 3)
        assert first.size == min(3, found.count(name))
        assert stored.equilibria[name][first.astype(np.int64)].all()


@settings(max_examples=few(25))
@given(st.data())
def test_blocks_and_stored_ranks_agree(data: st.DataObject) -> None:
    count = data.draw(st.integers(3, 6))
    owners = data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    line = st.tuples(formulas(count, 2), st.sampled_from([-3, -1, 1, 2, 4, 8, 70_000]))
    lines = [data.draw(st.lists(line, max_size=4)) for _ in range(3)]
    agree(owners, lines, data.draw(st.integers(3, 7)))


@pytest.mark.parametrize("seed", range(2))
def test_wishes_for_single_options_agree_over_many_tiles(seed: int) -> None:
    rng = np.random.default_rng(seed)
    owners = rng.permutation([k % 3 for k in range(9)]).tolist()
    lines = []
    for _ in range(3):
        some = rng.permutation(9)[:8].tolist()
        kinds = [("option", k) if rng.random() < 0.5 else ("not", ("option", k)) for k in some]
        pairs = [("or", (one, two)) for one, two in itertools.pairwise(kinds)]
        chosen = [
            one if rng.random() < 0.6 else two for one, two in zip(kinds, pairs, strict=False)
        ]
        lines.append([(formula, 1 << k) for k, formula in enumerate(chosen)])
    agree(owners, lines, 5)


def test_a_mistake_is_refused_before_anything_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="three options or more"):
        stability_by_blocks([0, 1], [[], []])
    with pytest.raises(SolveError, match="at most 4,294,967,295 fit"):
        stability_by_blocks([0, 0, 1], [[(("option", 0), 1 << 32)], []])
    monkeypatch.setattr(room, "available", lambda: 1 << 31)
    with pytest.raises(NoRoom, match=r"1,073,741,824 states of 2 parties need about 4.0 GiB even"):
        stability_by_blocks([0, 1] * 15, [[], []])
