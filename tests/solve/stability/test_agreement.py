"""Ranks and payoffs compared over moves, against a literal count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import arc_games

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.solve.stability.agreement import agreement


@given(arc_games(), st.data())
def test_each_pair_of_states_a_move_apart_counts_once(game, data):
    n, parties = game.n_states, len(game.ranks)
    worth = st.lists(st.sampled_from([-1.0, 0.0, 0.5]), min_size=n, max_size=n)
    payoffs = [data.draw(worth) for _ in range(parties)]
    for i in range(parties):
        pairs = {frozenset((s, t)) for s, to in game.arcs[i].items() for t in to}
        signs = []
        for s, t in map(sorted, pairs):
            rank = game.ranks[i][s] - game.ranks[i][t]
            paid = payoffs[i][s] - payoffs[i][t]
            if rank and paid:
                signs.append((rank > 0) == (paid > 0))
        found = agreement(game.conflict, np.array(payoffs), i)
        assert found == (len(signs), signs.count(False))


def test_payoffs_for_other_states_are_refused():
    conflict = sp.Conflict.from_arcs([[(0, 1)]], [[0, 1]])
    with pytest.raises(ModelError, match="expected \\(1, 2\\)"):
        agreement(conflict, np.zeros((1, 3)), 0)
