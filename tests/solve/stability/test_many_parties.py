"""As many parties as one word of bits has room for, and one more."""

from __future__ import annotations

import numpy as np
import pytest

import stickpoint as sp
from stickpoint import compiled
from stickpoint.solve.stability.engine.graph import MAX_PARTIES


def crowd(n_parties: int) -> sp.Conflict:
    """Return a conflict in which one may move and each of the others could answer on its own.

    The last alone can take the gain of the first away, to its own gain.
    """
    arcs = [[(0, 1)], *([[(1, 2)]] * (n_parties - 2)), [(1, 3)]]
    ranks = [[1, 3, 2, 0], *([[0, 1, 0, 0]] * (n_parties - 2)), [0, 1, 0, 2]]
    return sp.Conflict.from_arcs(arcs, ranks=ranks)


@pytest.mark.parametrize("n_parties", [2, 3, 33, MAX_PARTIES - 1, MAX_PARTIES])
@pytest.mark.parametrize("is_compiled", [False, True])
def test_as_many_parties_as_fit_are_told_apart(n_parties: int, is_compiled: bool) -> None:
    with np.errstate(all="raise"):
        if is_compiled:
            with compiled.whatever_the_size():
                found = sp.stability(crowd(n_parties))
        else:
            found = sp.stability(crowd(n_parties))
    for concept in ("gmr", "smr", "seq", "sseq"):
        assert found.stable[concept][0, 0], concept
    assert not found.stable["nash"][0, 0]


def test_one_party_more_is_refused_in_words() -> None:
    with pytest.raises(sp.SolveError, match="65 parties found; at most 64 can be told apart"):
        sp.stability(crowd(MAX_PARTIES + 1))
