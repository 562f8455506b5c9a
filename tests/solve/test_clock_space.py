"""The work space of the clock follows the states, however many options a party has."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.solve.clock import blocks
from stickpoint.solve.clock.engine.layout import moves_by_option, moves_of, space_for
from stickpoint.solve.clock.slopes.gradient import gradient


def chain(options: int, effort: float = 0.0) -> str:
    """Write a case in which each option but the last can hold only if the next one does."""
    own = [f"p{k % 2}.o{k}" for k in range(options)]
    price = f", effort: {effort}" * bool(effort)
    lines = [f"  {id_}: {{text: do {id_[3:]}{price}}}" for id_ in own]
    limits = [f"  - {one} & !{other}" for one, other in pairwise(own)]
    return "\n".join([
        "format: 1", "title: chain", "clock: {horizon: 12}", "parties: {p0: P0, p1: P1}",
        "options:", *lines, "impossible:", *limits,
        f"wants: {{p0: [{own[0]}], p1: [{own[1]}]}}",
        f"issues: {{i: {{name: x, terms: {{t: {own[0]}}}}}}}",
        f"payoffs: {{p0: [{{when: {own[0]}, worth: 1}}], p1: [{{when: {own[1]}, worth: 1}}]}}",
    ])  # fmt: skip


@pytest.mark.parametrize("effort", [0.0, 0.2], ids=["free", "at a price"])
@pytest.mark.parametrize("laid_out", [moves_of, moves_by_option])
@pytest.mark.parametrize("options", [40, 63])
def test_sixty_states_take_little_space_whatever_the_options(options, effort, laid_out) -> None:
    moves = laid_out(sp.loads(chain(options, effort)).game())
    taken = [*moves, *space_for(moves, 3, (8,))]
    assert sum(part.nbytes for part in taken if isinstance(part, np.ndarray)) < 50_000_000


def test_a_party_with_more_options_than_fit_four_bytes_pays_for_each_it_switches() -> None:
    game = sp.loads(chain(63, 0.2).replace("p1.", "p0.")).game()
    for state in (0, 31, 62):
        targets, price = game.moves_from(0, state)
        assert price == pytest.approx(0.2 * np.abs(targets - state))


@pytest.mark.slow
@settings(max_examples=few(15))
@given(st.integers(2, 7), st.floats(0.0, 1.0), st.integers(0, 2**32 - 1), st.floats(0.5, 5.0))
def test_choices_listed_one_by_one_are_those_of_the_tables(
    options, effort, seed, precision
) -> None:
    text = chain(options, round(effort, 3) or 0.125)
    worth = np.random.default_rng(seed).normal(size=(2, options + 1))
    settings_ = {"payoffs": worth, "precision": np.full(2, precision)}
    # Games made of the same arrays share their layout, so each is read anew.
    tables, listed = (replace(sp.loads(text).game(), **settings_) for _ in range(2))
    one = gradient(tables, 0, 5.0)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_PER_PLACE", "_FEW", "_MOST"):
            patch.setattr(blocks, name, 0)
        other = gradient(listed, 0, 5.0)
    assert moves_by_option(tables).row_begin[-1] > moves_of(listed).row_begin[-1]
    for name in ("value", "payoffs", "pace", "precision"):
        assert getattr(other, name) == pytest.approx(getattr(one, name), rel=1e-5, abs=1e-6)
    for part in ("turn_on", "turn_off"):
        for mine, yours in zip(getattr(one, part), getattr(other, part), strict=True):
            assert yours == pytest.approx(mine, rel=1e-5, abs=1e-6)
