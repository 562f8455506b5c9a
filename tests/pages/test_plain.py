"""Answers as JSON: written piece by piece where there may be millions of states."""

from __future__ import annotations

import json
import tracemalloc

import numpy as np

import stickpoint as sp
from stickpoint.pages.data import stable as plain


def big(n_options: int) -> sp.Stability:
    """Analyse a cube in which two parties take turns owning the options."""
    ranks = np.random.default_rng(1).integers(0, 9, size=(2, 1 << n_options))
    conflict = sp.Conflict.from_options([k % 2 for k in range(n_options)], ranks)
    return sp.stability(conflict, ("nash", "gmr"))


def test_the_stable_states_as_json_are_those_of_the_result() -> None:
    result = big(5)
    data = json.loads("".join(plain.stable(result)))
    states = range(result.conflict.n_states)
    assert data["states"] == [plain._state(result.conflict, s) for s in states]
    for concept, mask in result.stable.items():
        for party, row in zip(result.conflict.parties, mask, strict=True):
            assert data["stable"][concept][party] == (np.flatnonzero(row) + 1).tolist()
        everyone = np.flatnonzero(result.equilibria[concept]) + 1
        assert data["equilibria"][concept] == everyone.tolist()
    assert data["status_quo"] is None
    assert data["fingerprint"] == result.fingerprint


def test_many_states_are_written_without_being_held_all_at_once() -> None:
    result = big(14)
    assert result.equilibria["gmr"].any()
    tracemalloc.start()
    written = sum(len(piece) for piece in plain.stable(result))
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert written > 2_000_000
    assert used < 2_000_000
