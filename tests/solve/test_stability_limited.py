"""Looking h moves ahead: the engine against the recursion, the 78 games and Syria-Iraq."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import oracles

ARCS = oracles.moves_from_options([0, 1], [0, 1, 2, 3], [0, 0])


def strict_two_by_two_games() -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """List the 78 strict ordinal 2x2 games, one of each class of relabelled games."""
    return sorted(
        {_representative(p, q) for p in permutations(range(4)) for q in permutations(range(4))}
    )


def _representative(
    p: tuple[int, ...], q: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    turned = (0, 2, 1, 3)
    forms = []
    for flip in range(4):
        a = tuple(p[s ^ flip] for s in range(4))
        b = tuple(q[s ^ flip] for s in range(4))
        forms += [(a, b), (tuple(b[s] for s in turned), tuple(a[s] for s in turned))]
    return min(forms)


def test_of_the_78_games_61_settle_6_alternate_and_11_repeat_after_four() -> None:
    games = strict_two_by_two_games()
    assert len(games) == 78
    periods = Counter(oracles.limited_cycle(ARCS, game)[1] for game in games)
    assert periods == {1: 61, 2: 6, 4: 11}
