"""CPU seconds behind `why`: moves, levers, shares of the delay, beside the plain way to the same.

Run ``python benchmarks/why.py [CASE…]``. Each row is the best of two, warm, of one process. The
plain way follows a course of its own for each move in each draw, and solves every set of parties
one by one; what both come to differs by no more than the last column says. ``--against FOLDER``
prints whole answers instead, each by the package in that ``src`` and by this one in turn, the best
of two in a process of its own: `why`, the parts of `levers`, the report with all its searches,
and `motives` with twenty draws a round.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

import numpy as np

import stickpoint as sp
from stickpoint.answers.clock import course
from stickpoint.answers.forecasting.family import Family, followed
from stickpoint.answers.forecasting.model import tempos
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.forecasting.shifts import shifts
from stickpoint.answers.sampling.draws import Draw
from stickpoint.solve.clock.delay import delay_shares
from stickpoint.solve.clock.rolling import Start
from stickpoint.solve.clock.survival.every_start import staying_open

CASES = ("korea-1952", "colombia-2014")
DRAWS, SHARED, STARTS = 24, 8, 8
TIMES = np.geomspace(0.01, 200.0, 60)


def best(work: Callable[[], object]) -> tuple[float, object]:
    """Return the CPU seconds of the better of two runs, and what came of it."""
    found, seconds = None, np.inf
    for _ in range(2):
        begun = process_time()
        found = work()
        seconds = min(seconds, process_time() - begun)
    return seconds, found


def row(name: str, plain: float, now: float, apart: float) -> None:
    """Print what the plain way takes and what it takes now."""
    print(f"{name:<44}{plain:>9.2f}{now:>9.2f}{apart:>11.1e}", flush=True)


def moves(answer: Forecast) -> None:
    """Compare a course for each start with one solve for all of them."""
    family = Family(answer.known, answer.changes, answer.rules, answer.seed)
    games, _ = family.games(range(DRAWS), tempos(answer.seed, range(DRAWS), answer.rules))
    horizon, until = answer.case.clock.horizon, answer.rules.look * answer.rules.until
    states = range(STARTS)
    each = [[Start(s) for s in states]] * DRAWS
    first = followed(games, [[one[0]] for one in each], answer.rules, horizon)
    values = [run.value for run in first]
    one, _ = best(lambda: followed(games, [[own[0]] for own in each], answer.rules, horizon))
    all_, runs = best(lambda: followed(games, each, answer.rules, horizon))
    now, found = best(lambda: staying_open(games, values, [states] * DRAWS, until, tolerance=1e-5))
    apart = max(
        np.abs(course.open_at(TIMES) - staying.open_at(TIMES)).max()
        for run, own in zip(runs, found, strict=True)  # type: ignore[call-overload]
        for course, staying in zip(run.courses, own, strict=True)
    )
    row(f"chances from {STARTS - 1} more starts, {DRAWS} draws", all_ - one, now, apart)


def shares(case: sp.Case) -> None:
    """Compare sets of parties solved one by one with the same side by side."""
    asked = course(case)

    def plain() -> list[list[float]]:
        found = []
        for k in range(SHARED):
            game = asked.game_with(Draw(0, k))
            one = delay_shares(game, game.start_state, asked.horizon, tolerance=1e-6)
            found.append(list(one.by_party.values()))
        return found

    solves = SHARED << len(case.parties)
    few = replace(asked, ordered=0, solves=solves)
    before, one = best(plain)
    now, two = best(lambda: replace(few).blame)
    apart = np.nanmax(np.abs(np.array(one) - two.shares[:SHARED]))  # type: ignore[attr-defined]
    row(f"shares of the delay, every set, {SHARED} draws", before, now, float(apart))
    now, _ = best(lambda: replace(asked).blame)
    row(f"shares of the delay, {asked.ordered} draws", np.nan, now, np.nan)


def whole(answer: Forecast) -> None:
    """Time the forecast, and what moves and levers would do to it."""
    seconds, _ = best(lambda: replace(answer).model)
    row("forecast, 200 draws", np.nan, seconds, np.nan)
    _ = answer.model
    seconds, _ = best(lambda: shifts(answer))
    row("moves over 200 draws, levers over 8 to 24", np.nan, seconds, np.nan)


WHOLE = {
    "why": "sp.why(case).page()",
    "shares of the delay, 200 draws": "course(case).blame",
    "report, with all searches": "report(sp.why(case))",
    "levers": "sp.levers(case).page()",
    "levers: least changes of ranks and options": "sp.levers(case).ranks",
    "levers: tried over draws": "(p := sp.levers(case).payoffs).alone, p.spread",
    "levers: what each outlay buys": "sp.levers(case).payoffs.frontier",
    "motives, 20 draws a round": "sp.motives(case, structural=True, each=20).page()",
}
ASK = """
import sys
from time import process_time
import stickpoint as sp
from stickpoint.answers.clock import course
from stickpoint.pages.report.document import report
case, told = sp.load(sys.argv[1]), []
for _ in range(2):
    begun = process_time()
    {what}
    told.append(process_time() - begun)
print(min(told))
"""


def seconds(source: str, case: str, what: str) -> float:
    """Return what an answer takes by the package in a folder."""
    env = os.environ | {"PYTHONPATH": source}
    ask = [sys.executable, "-c", ASK.format(what=what), case]
    done = subprocess.run(ask, env=env, capture_output=True, text=True, check=True)
    return float(done.stdout)


def before_and_after(cases: list[str], against: str, rows: str) -> None:
    """Print whole answers by two packages, in turn, of which the rows have a word."""
    own = str(Path(sp.__file__).resolve().parents[1])
    for name in cases:
        print(f"{name:<44}{'before':>9}{'now':>9}")
        for label, what in ((k, v) for k, v in WHOLE.items() if rows in k):
            before, now = (seconds(source, name, what) for source in (against, own))
            print(f"{label:<44}{before:>9.2f}{now:>9.2f}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", nargs="*", default=CASES)
    parser.add_argument("--against", help="another src folder, whose answers run first")
    parser.add_argument("--rows", default="", help="only rows with this word")
    chosen = parser.parse_args()
    if chosen.against:
        before_and_after([*chosen.cases], chosen.against, chosen.rows)
        return
    for name in chosen.cases:
        case = sp.load(name)
        print(f"{name:<44}{'plain':>9}{'now':>9}{'apart':>11}")
        answer = Forecast(case=case, rules=replace(USUAL, draws=200, most_draws=200))
        moves(answer)
        shares(case)
        whole(answer)


if __name__ == "__main__":
    main()
