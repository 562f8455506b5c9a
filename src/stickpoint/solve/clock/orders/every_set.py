"""Draws of a game → the wait with every set of its parties in a hurry, or of its issues closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.solve.clock.delay import FINER, Delay
from stickpoint.solve.clock.engine import backward
from stickpoint.solve.clock.engine.layout import Floats
from stickpoint.solve.clock.orders.waits import waits

Asked: TypeAlias = tuple[int, tuple[int, ...]]
"""A draw, and who is in a hurry in it, or what is closed."""
STATES_AT_ONCE, GAMES_AT_ONCE = 1 << 18, 128
"""So many states of games, or so many games, are laid out before they are solved."""


def every_set(  # noqa: PLR0913 – a question has many parts, all but four by name
    game_of: Callable[[int, tuple[int, ...]], Game], draws: int, names: Sequence[str],
    horizon: float, *, shocks: str = "centred", tolerance: float = 1e-6,
    again: Callable[[int], Delay] | None = None, tell: Callable[[int], object] | None = None,
) -> list[Delay]:  # fmt: skip
    """Solve every set in every draw, roughly and at the tolerance.

    Parameters
    ----------
    game_of : callable
        From a draw and the places of some of the names to the game with those in a hurry, or
        closed.
    draws : int
    names : sequence of str
    horizon, shocks, tolerance
        As for `waits`.
    again : callable, optional
        From a draw to its shares solved more finely, for a draw that this leaves open.
    tell : callable, optional
        Who is told how many solves more are done, of two for each set in each draw.
    """
    n = len(names)
    sets = [tuple(i for i in range(n) if mask >> i & 1) for mask in range(1 << n)]
    asked = [(draw, chosen) for chosen in sets for draw in range(draws)]
    both = solved(game_of, asked, horizon, shocks, (FINER * tolerance, tolerance), tell)
    rough, fine = both.reshape(2, len(sets), draws).transpose(0, 2, 1)
    found = []
    for draw in range(draws):
        off = max(1e-12, float(np.abs(fine[draw] - rough[draw]).max()))
        one = Delay(tuple(names), fine[draw], off)
        found.append(one if one.is_close or again is None else again(draw))
    return found


def solved(
    game_of: Callable[[int, tuple[int, ...]], Game], asked: Iterable[Asked], horizon: float,
    shocks: str, tolerances: Sequence[float], tell: Callable[[int], object] | None = None,
) -> Floats:  # fmt: skip
    """Return the waits asked for at each tolerance, (tolerances, asked)."""
    found: list[Floats] = []
    games: list[Game] = []
    states = 0

    def solve() -> None:
        starts = [backward.state_of(game, None) for game in games]
        rows = [
            waits(games, starts, horizon, shocks=shocks, tolerance=x, tell=tell) for x in tolerances
        ]
        found.append(np.stack(rows))
        games.clear()

    for draw, chosen in asked:
        games.append(game_of(draw, chosen))
        states += games[-1].n_states
        if states >= STATES_AT_ONCE or len(games) == GAMES_AT_ONCE:
            solve()
            states = 0
    if games:
        solve()
    return np.concatenate(found, axis=1)
