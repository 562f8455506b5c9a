"""How fast the draws of a forecast are, what an evaluation costs, and what looseness moves.

Run ``python benchmarks/ensemble.py``; ``--draws N`` changes the 1,000 of a forecast, ``--games N``
the batch, ``--against FOLDER`` runs the forecasts by the package in another ``src`` too, for before
and after in one run. Seconds are processor time, of both threads; kernels are compiled before. Rows
end with a yardstick taken right after: the wall's seconds of one np.sort of 2^20 numbers.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import clock as games
import numpy as np
from numba import njit

import stickpoint as sp
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.graph.game import Game
from stickpoint.pages.wording.spans import in_days
from stickpoint.solve.clock import batch
from stickpoint.solve.clock.engine.layout import WIDTH, moves_of, space_for
from stickpoint.solve.clock.engine.slope_kernels import slope
from stickpoint.solve.clock.engine.vector_kernels import exponentials

CASES = ("korea-1952", "colombia-2014")
TOLERANCES = (1e-3, 1e-4, 1e-5, 1e-7)
TIMES, LEAST = 200, 5
ONE = (
    "import sys, time, stickpoint as sp\n"
    "from dataclasses import replace\n"
    "from stickpoint.answers.forecasting.rules import USUAL\n"
    "case, count = sp.load(sys.argv[1]), int(sys.argv[2])\n"
    "def ask(seed, n): return sp.forecast(case, seed=seed, rules=replace(USUAL, draws=n,\n"
    "    most_draws=n)).quantile(0.5)\n"
    "ask(0, 16); begin = time.process_time(); ask(1, count)\n"
    "print(time.process_time() - begin)\n"
)


def forecast_seconds(source: str, case: str, draws: int) -> float:
    """Return the processor seconds of a warm forecast by the package in a folder."""
    there = {**os.environ, "PYTHONPATH": source}
    call = [sys.executable, "-c", ONE, case, str(draws)]
    return float(subprocess.run(call, env=there, capture_output=True, check=True, text=True).stdout)


@njit
def _slopes(times, moves, numbers, value, columns, space, out):
    for _ in range(times):
        slope(moves, numbers, value, columns, 0, space, out)


@njit
def _bare(times, given, used, scratch):
    for _ in range(times):
        for x in range(used.size):
            used[x] = given[x]
        exponentials(used, scratch)


def _fastest(work, *given) -> float:
    work(*given)
    spent = []
    for _ in range(LEAST):
        begin = time.thread_time()
        work(*given)
        spent.append(time.thread_time() - begin)
    return min(spent)


def evaluation(game: Game) -> tuple[float, float]:
    """Return microseconds of one evaluation of a game, and of its exponentials alone."""
    eight = games.draws(game, WIDTH)
    numbers, moves = batch.numbers_beside(eight), moves_of(eight[0])
    value = np.random.default_rng(0).normal(size=(game.n_states * games.PARTIES, WIDTH))
    out, space = np.empty_like(value), space_for(moves, games.PARTIES, (WIDTH,))
    whole = _fastest(_slopes, TIMES, moves, numbers, value, games.PARTIES, space, out)
    given = -np.abs(value[:64]).ravel()
    used, scratch = np.empty_like(given), np.empty_like(given)
    parts = value.size / given.size
    bare = _fastest(_bare, TIMES, given, used, scratch) * parts
    return tuple(1e6 * spent / TIMES / WIDTH for spent in (whole, bare))


def digits(name: str, draws: int) -> None:
    """Print what a case is told to come to at several tolerances."""
    for tolerance in TOLERANCES:
        rules = replace(USUAL, draws=draws, most_draws=draws, tolerance=tolerance)
        answer = sp.forecast(sp.load(name), rules=rules)
        told = [in_days(answer.quantile(q)) for q in (0.1, 0.25, 0.5, 0.75, 0.9)]
        exact = [answer.quantile(q) or np.inf for q in (0.1, 0.5, 0.9)]
        ends = [f"{share:.3f}" for share in answer.outcomes.values()]
        print(f"{name:<15}{tolerance:<8g}", *told, *ends, *(f"{x:.6g}" for x in exact), sep=" | ")
    off = [answer.error.quantile(q) for q in (0.1, 0.5, 0.9)]
    print(f"{name:<15}one standard error: ", [f"{a:.4g} to {b:.4g}" for a, b in off])


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--games", type=int, default=1000)
    parser.add_argument("--against", help="another src folder, whose forecasts run first")
    chosen = parser.parse_args()
    own = str(Path(sp.__file__).resolve().parents[1])
    sources = ([("before", chosen.against)] if chosen.against else []) + [("now", own)]
    for case in CASES:
        for when, source in sources:
            spent = forecast_seconds(source, case, chosen.draws)
            print(f"{case:<15}{chosen.draws:,} draws {when:<8}{spent:8.2f} s", end="")
            print(f"{games.yardstick():8.3f}", flush=True)
    small = games.cube(8)
    many = games.draws(small, chosen.games)
    for tolerance in (1e-6, 1e-4):
        batch.clocks(many[:WIDTH], horizon=games.HORIZON, tolerance=tolerance)
        spent = games.seconds(lambda t=tolerance: batch.clocks(many, horizon=games.HORIZON,
                                                               tolerance=t))  # fmt: skip
        each = 1e3 * spent / len(many)
        print(f"cube of 256, batch at {tolerance:g}: {each:.2f} ms a solve{games.yardstick():8.3f}")
    whole, bare = evaluation(small)
    print(f"an evaluation {whole:.2f} µs, its exponentials {bare:.2f} µs: {whole / bare:.1f} times")
    for case in CASES:
        digits(case, min(chosen.draws, USUAL.draws))


if __name__ == "__main__":
    main()
