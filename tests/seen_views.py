"""What somebody sees of a small game, drawn or written as lists → a view as arrays."""

from __future__ import annotations

from dataclasses import replace

import belief_oracles
import numpy as np
from strategies import Game

from stickpoint.graph import Conflict
from stickpoint.solve.stability.beliefs.hypergame import View


def view_of(game: Game, now: int, ranks: list[list[int]], unknown: int) -> View:
    """Build the view of who takes the parties to have such ranks and does not know some options."""
    codes, inside = game.codes, belief_oracles.seen_codes(game.codes, unknown, now)
    seen = [belief_oracles.seen_as(code, unknown, now) for code in codes]
    place = np.array([inside.index(code) if code in inside else -1 for code in seen])
    rows = [[row[codes.index(code)] for code in inside] for row in ranks]
    left_out = sorted(set(range(2 ** len(game.owners))) - set(inside))
    conflict = Conflict.from_options(game.owners, rows, one_way=game.one_way, infeasible=left_out)
    return View(conflict, place)


def nested_view(game: Game, now: int, seen: belief_oracles.Seen) -> View:
    """Build a view with what is within it: who is within it sees the rest as its holder does."""
    wrong, unknown, within = seen
    own = [list(wrong.get(k, row)) for k, row in enumerate(game.ranks)]
    inner = {
        j: view_of(game, now, [list(also.get(k, r)) for k, r in enumerate(own)], unknown | hidden)
        for j, (also, hidden) in within.items()
    }
    return replace(view_of(game, now, own, unknown), within=inner)
