"""How long the least change of ranks takes: 4 to 12 free ranks of one party in 16 states.

Run ``python benchmarks/levers.py``. The open tool in the field goes through all orders of the
free ranks and needs 42 s at 9 of them; here no order is tried. Seconds are the median over random
conflicts of two parties with two options each, for the worst target among the free ranks that only
the first party would leave; then what it takes to count, exactly, the orders that hold it.
"""

from __future__ import annotations

import statistics
import time
from math import factorial

import numpy as np

import stickpoint as sp
from stickpoint.solve.levers.ranks.count import profiles
from stickpoint.solve.levers.ranks.least import least_ranks

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
CONFLICTS = 5


def question(seed: int, size: int) -> tuple[sp.Conflict, int, list[int]]:
    """Return a conflict, a target that the other party would not leave, and the free states."""
    rng = np.random.default_rng(seed)
    while True:
        ranks = np.stack([rng.permutation(16) for _ in range(2)])
        conflict = sp.Conflict.from_options([0, 0, 1, 1], ranks)
        free = np.argsort(-ranks[0])[:size].tolist()
        content, stays = sp.stability(conflict, ("nash",)).stable["nash"]
        targets = [state for state in free if stays[state] and not content[state]]
        if targets:
            return conflict, targets[-1], free


def main() -> None:
    """Print the table."""
    conflict, state, free = question(0, 4)
    for concept in CONCEPTS:
        least_ranks(conflict, state, concept, free={0: free})
    print("seconds for the least change" + " " * 20 + "seconds to count, and orders (one conflict)")
    print(f"{'free':>4}" + "".join(f"{c:>8}" for c in CONCEPTS) + f"{'gmr':>9}{'seq':>9}{'of':>14}")
    for size in range(4, 13):
        seconds: dict[str, list[float]] = {concept: [] for concept in CONCEPTS}
        for seed in range(CONFLICTS):
            conflict, state, free = question(seed, size)
            for concept in CONCEPTS:
                begin = time.perf_counter()
                least_ranks(conflict, state, concept, free={0: free})
                seconds[concept].append(time.perf_counter() - begin)
        counted = []
        for concept in ("gmr", "seq"):
            begin = time.perf_counter()
            profiles(conflict, state, concept, free={0: free})
            counted.append(time.perf_counter() - begin)
        print(
            f"{size:>4}"
            + "".join(f"{statistics.median(seconds[c]):>8.3f}" for c in CONCEPTS)
            + "".join(f"{value:>9.3f}" for value in counted)
            + f"{factorial(size):>14,}",
            flush=True,
        )


if __name__ == "__main__":
    main()
