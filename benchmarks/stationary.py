"""How fast the game without a horizon is solved, by size, kind of moves and precision.

Run ``python benchmarks/stationary.py``; ``--large`` adds 262,144 states. Three parties, their
options switched one at a time (``one``) or any number at once (``free``), discount 0.1, payoffs
drawn from the standard normal, one state in ten settled. Seconds are processor time of this
process, with the wall's in brackets; kernels are compiled before. The yardstick is one np.sort of
2^20 numbers.
"""

from __future__ import annotations

import argparse
import resource
import time
from dataclasses import replace

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.graph.moves import FreeChoice, FreeMoves
from stickpoint.solve.clock.stationary.equilibrium import solve_stationary

PARTIES, DISCOUNT = 3, 0.1
ROWS = [("one", 2, 5.0), ("one", 3, 1.0), ("one", 3, 5.0), ("one", 4, 1.0), ("free", 4, 1.0),
        ("one", 5, 1.0)]  # fmt: skip
LARGE = [("one", 6, 1.0), ("free", 6, 1.0)]


def game_of(kind: str, per: int, precision: float, *, seed: int = 0) -> Game:
    """Return a cube of ``per`` options for each party."""
    rng = np.random.default_rng(seed)
    n = 1 << PARTIES * per
    states = np.arange(n)
    arcs = [np.zeros((0, 2), dtype=int)] * PARTIES
    if kind == "one":
        own = [range(per * i, per * i + per) for i in range(PARTIES)]
        arcs = [
            np.concatenate([np.column_stack((states, states ^ 1 << k)) for k in o]) for o in own
        ]
    game = Game.from_arcs(
        arcs, rng.normal(size=(PARTIES, n)), pace=1.0, precision=precision, discount=DISCOUNT,
        settled=rng.random(n) < 0.1,
    )  # fmt: skip
    if kind == "one":
        return game
    codes, none = states.astype(np.uint64), np.zeros(per)
    masks = [((1 << per) - 1) << per * i for i in range(PARTIES)]
    free = tuple(FreeChoice.of(FreeMoves(mask, codes), none, none) for mask in masks)
    return replace(game, free=free)


def yardstick() -> float:
    """Return the wall's seconds of one sort."""
    numbers = np.random.default_rng(0).random(1 << 20)
    begin = time.perf_counter()
    np.sort(numbers)
    return time.perf_counter() - begin


def row(kind: str, per: int, precision: float) -> None:
    """Solve one game and print how that went."""
    game = game_of(kind, per, precision)
    begin, wall = time.process_time(), time.perf_counter()
    found = solve_stationary(game)
    spent, passed = time.process_time() - begin, time.perf_counter() - wall
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    took = f"{spent:.2f} ({passed:.2f})"
    print(
        f"{kind:<5}{game.n_states:>9,}{game.n_moves:>12,}{precision:>5g}{took:>18}"
        f"{found.products:>10,}{found.steps:>7}{found.folds:>6}{found.sign or '?':>5}"
        f"{found.residual:>10.1e}{memory:>7.2f}{yardstick():>8.3f}",
        flush=True,
    )
    if found.status != "done":
        print(f"      {found.status}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--large", action="store_true", help="add 262,144 states")
    chosen = parser.parse_args()
    for kind in ("one", "free"):
        solve_stationary(game_of(kind, 1, 1.0))
    print(
        f"{'moves':<5}{'states':>9}{'arcs':>12}{'β':>5}{'s (wall)':>18}{'products':>10}{'steps':>7}"
        f"{'folds':>6}{'sign':>5}{'residual':>10}{'GiB':>7}{'sort s':>8}"
    )
    for made in ROWS + (LARGE if chosen.large else []):
        row(*made)
    print("Steps 0: solved at once, the path not traced. Sign ?: too many unknowns to tell.")


if __name__ == "__main__":
    main()
