"""How fast and how lean the five main concepts are: one table, one fitted exponent.

Run ``python benchmarks/stability.py`` (``--quick`` leaves out the largest cube). Each row runs in
a process of its own, so that its peak memory is its own; compiled kernels are warmed up before
the clock starts. Seconds are the median of several runs of `stickpoint.stability` alone; the
conflict is built before.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import stickpoint as sp
from stickpoint import compiled
from stickpoint.graph.ranks import by_statements

TRADE = Path(__file__).parent.parent / "tests" / "known" / "trade_gatt_large_model_only.json"
CUBES = (8, 12, 16, 20, 24)
PARTIES = 4


def cube(bits: int) -> sp.Conflict:
    """Return a cube with random strict ranks, or nearly strict ones where it is large."""
    rng = np.random.default_rng(bits)
    n = 1 << bits
    if bits <= 20:
        ranks = np.stack([rng.permutation(n).astype(np.int32) for _ in range(PARTIES)])
    else:
        ranks = rng.integers(0, n, size=(PARTIES, n), dtype=np.int32)
    return sp.Conflict.from_options([PARTIES * k // bits for k in range(bits)], ranks)


def wishes(bits: int) -> sp.Conflict:
    """Return a cube whose parties rank by statements, as people do."""
    rng = np.random.default_rng(bits)
    codes = np.arange(1 << bits, dtype=np.uint64)
    owners = [k % PARTIES for k in range(bits)]
    ranks = []
    for _ in range(PARTIES):
        some = rng.permutation(bits).tolist()
        ranks.append(
            by_statements(
                [("option", k) if rng.random() < 0.5 else ("not", ("option", k)) for k in some],
                codes,
            )
        )
    return sp.Conflict.from_options(owners, np.stack(ranks))


def trade() -> sp.Conflict:
    """Return the six-party trade model: its options and limits, with random ranks."""
    model = json.loads(TRADE.read_text(encoding="utf-8"))["model"]
    names = [option if isinstance(option, str) else option["name"] for option in model["options"]]
    codes = np.arange(1 << len(names), dtype=np.int64)
    out = np.zeros(codes.size, dtype=np.bool_)
    for pattern in model["infeasibles"]:
        hit = np.ones(codes.size, dtype=np.bool_)
        for option, value in pattern:
            hit &= (codes >> option & 1) == (value == "Y")
        out |= hit
    owners = [0] * len(names)
    for party, maker in enumerate(model["decisionMakers"]):
        for option in maker["options"]:
            owners[option if isinstance(option, int) else names.index(option["name"])] = party
    n = int((~out).sum())
    rng = np.random.default_rng(6)
    ranks = np.stack([rng.permutation(n) for _ in model["decisionMakers"]])
    return sp.Conflict.from_options(owners, ranks, infeasible=codes[out])


def arcs(total: int) -> sp.Conflict:
    """Return an explicit graph of four parties with so many arcs in all."""
    rng = np.random.default_rng(4)
    n = total // 20
    pairs = []
    for _ in range(PARTIES):
        source = rng.integers(0, n, total // PARTIES)
        target = (source + rng.integers(1, n, source.size)) % n
        pairs.append(np.column_stack((source, target)))
    return sp.Conflict.from_arcs(pairs, rng.integers(0, n, size=(PARTIES, n)))


ROWS: dict[str, Callable[[], sp.Conflict]] = {
    **{f"cube 2^{bits}": (lambda bits=bits: cube(bits)) for bits in CUBES},  # type: ignore[misc]
    "statements 2^12": lambda: wishes(12),
    "statements 2^16": lambda: wishes(16),
    "statements 2^20": lambda: wishes(20),
    "trade, with limits": trade,
    "10^5 arcs": lambda: arcs(100_000),
    "10^6 arcs": lambda: arcs(1_000_000),
    "10^7 arcs": lambda: arcs(10_000_000),
}


def measure(name: str) -> dict[str, float]:
    """Run one row and say what it took."""
    compiled.SMALL = 0  # machine code is what is measured
    sp.stability(cube(6))
    sp.stability(arcs(2_000))
    conflict = ROWS[name]()
    seconds, sorts = [], []
    for _ in range(_repeats(conflict.n_states)):
        seconds.append(_timed(lambda: sp.stability(conflict)))
        sorts.append(_timed(lambda: np.sort(conflict.ranks, axis=1)))
    return {
        "states": conflict.n_states,
        "parties": conflict.n_parties,
        "seconds": statistics.median(seconds),
        "sort": statistics.median(sorts),
        "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }


def _repeats(n_states: int) -> int:
    return 25 if n_states <= 1 << 17 else 5


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="leave out the largest cube")
    parser.add_argument("--row", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.row:
        print(json.dumps(measure(chosen.row)))
        return
    print(
        f"{'':<20}{'states':>12}{'parties':>9}{'seconds':>11}{'np.sort':>11}{'ratio':>7}{'GiB':>7}"
    )
    points = []
    for name in ROWS:
        if chosen.quick and name == f"cube 2^{CUBES[-1]}":
            continue
        done = subprocess.run(
            [sys.executable, __file__, "--row", name], check=True, capture_output=True, text=True
        )
        row = json.loads(done.stdout)
        print(
            f"{name:<20}{row['states']:>12,}{row['parties']:>9}{row['seconds']:>11.5f}"
            f"{row['sort']:>11.5f}{row['seconds'] / row['sort']:>7.1f}{row['gib']:>7.2f}",
            flush=True,
        )
        if name.startswith("cube") and row["states"] >= 1 << 12:
            points.append((row["states"], row["seconds"]))
    slope = np.polyfit(*np.log(np.array(points)).T, 1)[0]
    print(f"\ngrowth exponent of the cubes from 4,096 states on: {slope:.2f}")
    print("np.sort: one sort of the ranks of all parties in the same process; GiB: peak memory.")


if __name__ == "__main__":
    main()
