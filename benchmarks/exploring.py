"""What a run of many draws costs beside solving them, how it scales, what it holds in memory.

``python benchmarks/exploring.py [CASE]``. First the draws of a case are run with an atom that
solves nothing, so that all that is left is the engine: numbers drawn, rows, Parquet, the disk,
messages to workers and back; beside it EMA Workbench, where it is installed, with a model that does
nothing, over as many numbers and outcomes. Then draws are solved here and by one and two workers.

Seconds are of processor, of all processes together. *Busy* is how much of the time workers ran or
waited for a core: on a quiet machine, two that are busy all the time are twice as fast as one.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import stickpoint as sp
from stickpoint.answers.exploring import atoms
from stickpoint.answers.exploring.cluster import cluster
from stickpoint.answers.exploring.engine import run
from stickpoint.answers.exploring.spec import Spec, spec_of
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.parameters import parameters

IDLE, PEER, SOLVED = 1 << 17, 8_000, 512
"""Draws: of nothing, of nothing by the peer, and solved."""
OUTCOMES = 14


def idle(_spec: Spec, _laid: atoms.Laid, begin: int) -> tuple[tuple[str, ...], Any]:
    """Return answers of an atom that nobody solved."""
    names = ("weight", "tempo", *(f"answer {k}" for k in range(OUTCOMES)))
    return names, np.full((atoms.ATOM, len(names)), float(begin))


def spend() -> float:
    """Return the seconds of processor of this process and of those that it has ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak() -> float:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def microseconds(work: Callable[[int], object], count: int) -> float:
    """Return what work costs a draw, without what it costs to begin."""
    begun = spend()
    work(count // 8)
    few = spend()
    work(count)
    return 1e6 * ((spend() - few) - (few - begun)) / (count - count // 8)


def engine_alone(spec: Spec) -> None:
    """Print what the engine costs a draw, here and by a worker."""
    atoms.atom = idle

    def into(draws: int, workers: int | None = None) -> None:
        with tempfile.TemporaryDirectory() as place:
            if workers is None:
                run(spec, draws, Path(place) / "runs")
                return
            with cluster(None, workers) as client:
                client.run(partial(setattr, atoms, "atom", idle))
                run(spec, draws, Path(place) / "runs", client=client)

    into(64)
    open_ = len(parameters(spec.case).open)
    print(f"{open_} numbers, {OUTCOMES} answers; microseconds of processor a draw")
    print(f"  engine here, into a folder        {microseconds(into, IDLE):6.1f}")
    few = peak()
    into(4 * IDLE)
    print(f"  most memory: {few:.0f} MiB after {IDLE:,} draws, {peak():.0f} after {4 * IDLE:,}")
    one = microseconds(partial(into, workers=1), IDLE)
    print(f"  engine with a worker, into a folder{one:6.1f}")
    print(f"  EMA Workbench, in memory          {peer(open_):6.1f}")


def peer(numbers: int) -> float:
    """Return what EMA Workbench costs a run; not a number where it is not installed."""
    try:
        from ema_workbench import Model, RealParameter, ScalarOutcome, perform_experiments
    except ImportError:
        return float("nan")
    answers = {f"y{k}": 0.0 for k in range(OUTCOMES)}
    model = Model("nothing", function=lambda **_given: answers)
    model.uncertainties = [RealParameter(f"x{k}", 0, 1) for k in range(numbers)]
    model.outcomes = [ScalarOutcome(name) for name in answers]
    return microseconds(lambda count: perform_experiments(model, count), PEER)


def threads() -> dict[str, tuple[float, float]]:
    """Return how long each thread of a process has run, and waited for a core, in seconds."""
    told = {one.parent.name: one.read_text() for one in Path("/proc/self/task").glob("*/schedstat")}
    return {name: tuple(int(x) / 1e9 for x in words.split()[:2]) for name, words in told.items()}


def grown(before: dict[str, Any], after: dict[str, Any]) -> tuple[float, float]:
    """Return how long the thread that ran most did so meanwhile, and waited for a core."""
    none = (0.0, 0.0)
    each = [
        (y[0] - before.get(k, none)[0], y[1] - before.get(k, none)[1]) for k, y in after.items()
    ]
    return max(each)


def solving(spec: Spec) -> None:
    """Print what it costs to solve draws here, and by one and two workers."""
    print(f"{spec.case.title}: {SOLVED:,} draws solved")
    with tempfile.TemporaryDirectory() as place:
        run(spec, 64, Path(place) / "warm")
        begun = spend()
        run(spec, SOLVED, Path(place) / "here", chunk=64)
        print(f"  here: {1e3 * (spend() - begun) / SOLVED:.2f} ms of processor a draw")
        for workers in (1, 2):
            with cluster(None, workers) as client:
                run(spec, 64 * workers, Path(place) / f"warm {workers}", chunk=64, client=client)
                before, wall = client.run(threads), time.monotonic()
                run(spec, SOLVED, Path(place) / f"by {workers}", chunk=64, client=client)
                wall = time.monotonic() - wall
                after, held = client.run(threads), max(client.run(peak).values())
            spans = [grown(before[one], after[one]) for one in after]
            ran, wanted = sum(one[0] for one in spans), sum(map(sum, spans))
            print(
                f"  {workers} workers: {1e3 * ran / SOLVED:.2f} ms a draw, "
                f"{wall:.0f} s of the wall, busy {wanted / wall:.2f} of {workers}, "
                f"{held:.0f} MiB a worker"
            )


if __name__ == "__main__":
    given = spec_of(sp.load(*(sys.argv[1:2] or ["korea-1952"])), None, 0, None, USUAL)
    right = atoms.atom
    engine_alone(given)
    atoms.atom = right
    solving(given)
