"""How long the five concepts take where ranks are never stored, how much memory, and whether right.

Run ``python benchmarks/large.py --bits 26``: four parties who share the options evenly, each with
sixteen wants over single options and pairs of them, drawn from a seed. Some states, drawn at
random, are then judged again by the definitions alone: the others' moves, or improvements, are
followed forward through every vector that they can make, ranks being worked out as they are met.
"""

from __future__ import annotations

import argparse
import resource
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint import compiled
from stickpoint.logic import evaluate
from stickpoint.solve.stability.blocks.by_blocks import BlockStability, stability_by_blocks

PARTIES, WANTS = 4, 16
Codes = NDArray[np.uint64]
Lines = list[list[tuple[Any, int]]]


def deal(bits: int, seed: int) -> tuple[list[int], Lines]:
    """Draw who owns which option, and what each party wants, most important first."""
    rng = np.random.default_rng(seed)
    owners = [PARTIES * k // bits for k in range(bits)]
    lines: Lines = []
    for _ in range(PARTIES):
        some = rng.permutation(bits).tolist()
        said = [("option", k) if rng.random() < 0.5 else ("not", ("option", k)) for k in some]
        wants: list[Any] = []
        for x in range(WANTS):
            kind = rng.choice(["one", "or", "and"], p=[0.6, 0.2, 0.2])
            pair = (said[x % bits], said[(x + 1) % bits])
            wants.append(pair[0] if kind == "one" else (str(kind), pair))
        lines.append([(want, 1 << (WANTS - 1 - x)) for x, want in enumerate(wants)])
    return owners, lines


def ranks(lines: list[tuple[Any, int]], codes: Codes) -> NDArray[np.int64]:
    """Work out the ranks of some states."""
    total = np.zeros(codes.shape, dtype=np.int64)
    for want, weight in lines:
        total += weight * evaluate(want, codes)
    return total


def _vectors(options: list[int]) -> Codes:
    codes = np.zeros(1, dtype=np.uint64)
    for k in options:
        codes = np.concatenate((codes, codes | np.uint64(1 << k)))
    return codes


def holds(owners: list[int], lines: Lines, party: int, code: int, concept: str) -> bool:
    """Judge one state by the definition."""
    own = _vectors([k for k, owner in enumerate(owners) if owner == party])
    others = [j for j in range(PARTIES) if j != party]
    axes = [_vectors([k for k, owner in enumerate(owners) if owner == j]) for j in others]
    grid = np.zeros([axis.size for axis in axes], dtype=np.uint64)
    for place, axis in enumerate(axes):
        grid |= axis.reshape([-1 if x == place else 1 for x in range(len(axes))])
    mask = np.bitwise_or.reduce(own)
    here = int(ranks(lines[party], np.array([code], dtype=np.uint64))[0])
    moves = np.uint64(code) & ~mask | own
    gains = moves[ranks(lines[party], moves) > here]
    if concept == "nash":
        return not gains.size
    for gain in gains:
        reached = grid == gain & ~mask
        table = grid | gain & mask
        if concept in ("gmr", "smr"):
            reached[...] = True
        else:
            by_party = [ranks(lines[j], table) for j in others]
            count = 0
            while count != reached.sum():
                count = int(reached.sum())
                for axis, rank in enumerate(by_party):
                    least = np.where(reached, rank, 1 << 62).min(axis=axis, keepdims=True)
                    reached |= rank > least
        ends = table[reached]
        ends = ends[ranks(lines[party], ends) <= here]
        if concept in ("smr", "sseq"):
            for vector in own:
                ends = ends[ranks(lines[party], ends & ~mask | vector) <= here]
        if not ends.size:
            return False
    return True


def check(owners: list[int], lines: Lines, found: BlockStability, samples: int) -> int:
    """Judge some states again, half of them close to what a party would not leave; count faults."""
    rng = np.random.default_rng(1)
    wrong = 0
    for _ in range(samples):
        code, party = int(rng.integers(1 << len(owners))), int(rng.integers(PARTIES))
        if rng.random() < 0.5:  # among the better of its own vectors the answer is less certain
            own = _vectors([k for k, owner in enumerate(owners) if owner == party])
            moves = np.uint64(code) & ~np.bitwise_or.reduce(own) | own
            order = np.argsort(ranks(lines[party], moves))
            code = int(moves[order[-1 - int(rng.integers(min(8, own.size)))]])
        for concept in found.stable:
            said = found.holds(concept, party, np.array([code], dtype=np.uint64))[0]
            wrong += bool(said) != holds(owners, lines, party, code, concept)
    return wrong


def main() -> None:
    """Print one line of figures, and how many samples disagree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bits", type=int, default=22)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--seed", type=int, default=14)
    chosen = parser.parse_args()
    compiled.SMALL = 0
    stability_by_blocks(*deal(12, 1))
    owners, lines = deal(chosen.bits, chosen.seed)
    wall, begun = time.perf_counter(), time.process_time()

    def told(what: str) -> None:
        print(f"{time.process_time() - begun:9.1f} CPU s  {what}", flush=True)

    found = stability_by_blocks(owners, lines, told=told)
    print(
        f"2^{chosen.bits} states, {PARTIES} parties: {time.process_time() - begun:.1f} CPU s, "
        f"{time.perf_counter() - wall:.1f} s, peak "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB, "
        f"rounds {found.rounds}, equilibria { ({c: found.count(c) for c in found.stable}) }",
        flush=True,
    )
    wrong = check(owners, lines, found, chosen.samples)
    print(f"{chosen.samples} states under each concept by the definition: {wrong} wrong")


if __name__ == "__main__":
    main()
