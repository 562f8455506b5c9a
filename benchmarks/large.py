"""How long the five concepts take where ranks are never stored, how much memory, and whether right.

Run ``python benchmarks/large.py --bits 26``: four parties who share the options evenly, each with
sixteen wants over single options and pairs of them, drawn from a seed. Some states, drawn so that
each pattern of answers comes up, are then judged again by the definitions alone (`by_definition`).
With ``--turns`` some wants ask that two options be both on or both off, which leaves nobody a best
reply to everything: then the symmetric concepts differ from the others.
"""

from __future__ import annotations

import argparse
import resource
import time
from typing import Any

import numpy as np
from by_definition import CONCEPTS, Program, judged, program, rank_of

from stickpoint import compiled
from stickpoint.solve.stability.blocks.by_blocks import BlockStability, stability_by_blocks

PARTIES, WANTS, LOOKED_AT = 4, 16, 4_000
CHANCES = {
    False: {"one": 0.6, "or": 0.2, "and": 0.2},
    True: {"one": 0.55, "or": 0.15, "and": 0.15, "same": 0.15},
}
Lines = list[tuple[Any, int]]
Case = tuple[int, int]


def deal(bits: int, seed: int, *, turns: bool = False) -> tuple[list[int], list[list[Any]]]:
    """Draw who owns which option, and what each party wants, most important first."""
    rng = np.random.default_rng(seed)
    owners = [PARTIES * k // bits for k in range(bits)]
    wishes: list[list[Any]] = []
    for _ in range(PARTIES):
        some = rng.permutation(bits).tolist()
        said = [("option", k) if rng.random() < 0.5 else ("not", ("option", k)) for k in some]
        wants: list[Any] = []
        for x in range(WANTS):
            kind = str(rng.choice([*CHANCES[turns]], p=[*CHANCES[turns].values()]))
            pair = (said[x % bits], said[(x + 1) % bits])
            wants.append(pair[0] if kind == "one" else (kind, pair))
        wishes.append(wants)
    return owners, wishes


def weighed(wants: list[Any]) -> Lines:
    """Return wants, most important first, as formulas with weights."""
    return [(_formula(want), 1 << (len(wants) - 1 - x)) for x, want in enumerate(wants)]


def _formula(want: Any) -> Any:
    if want[0] != "same":
        return want
    one, two = want[1]
    return ("or", (("and", (one, two)), ("and", (("not", one), ("not", two)))))


def drawn(owners: list[int], wants: Program, found: BlockStability, most: int) -> list[Case]:
    """Draw states, each with a party, evenly from all the patterns of answers that are met.

    Half the states looked at are among the best of what the party can make alone: elsewhere it
    seldom stays.
    """
    rng = np.random.default_rng(1)
    patterns: dict[tuple[bool, ...], list[Case]] = {}
    for _ in range(LOOKED_AT):
        code, party = int(rng.integers(1 << len(owners))), int(rng.integers(PARTIES))
        if rng.random() < 0.5:
            own = [k for k, owner in enumerate(owners) if owner == party]
            rest = code & ~sum(1 << k for k in own)
            moves = [rest | vector << own[0] for vector in range(1 << len(own))]
            moves.sort(key=lambda move: -rank_of(wants, party, move))
            code = moves[int(rng.integers(min(12, len(moves))))]
        at = np.array([code], dtype=np.uint64)
        answers = tuple(bool(found.holds(c, party, at)[0]) for c in CONCEPTS)
        patterns.setdefault(answers, []).append((party, code))
    chosen: list[Case] = []
    for turn in range(max(map(len, patterns.values()))):
        chosen += [cases[turn] for cases in patterns.values() if turn < len(cases)]
    return chosen[:most]


def check(owners: list[int], wants: Program, found: BlockStability, most: int, limit: float) -> str:
    """Judge some states again until the time is over; say how many, and how many are wrong."""
    begun, done, wrong = time.process_time(), 0, 0
    held = dict.fromkeys(CONCEPTS, 0)
    for party, code in drawn(owners, wants, found, most):
        if time.process_time() - begun > limit:
            break
        answers = judged(owners, wants, party, code)
        at = np.array([code], dtype=np.uint64)
        for concept, stays in answers.items():
            wrong += bool(found.holds(concept, party, at)[0]) != stays
            held[concept] += stays
        done += 1
        if done % 50 == 0:
            print(f"{done} states judged again, {wrong} answers wrong", flush=True)
    return (
        f"{done} states judged by the definitions under five concepts, in "
        f"{time.process_time() - begun:.0f} CPU s: {wrong} answers wrong; stable there {held}"
    )


def main() -> None:
    """Print one line of figures, and how many samples disagree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bits", type=int, default=22)
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=600, help="at most, for the samples")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--turns", action="store_true", help="wants for two things to be alike")
    chosen = parser.parse_args()
    compiled.SMALL = 0
    small = deal(12, 1)
    stability_by_blocks(small[0], [weighed(wants) for wants in small[1]])
    owners, wishes = deal(chosen.bits, chosen.seed, turns=chosen.turns)
    wall, begun = time.perf_counter(), time.process_time()

    def told(what: str) -> None:
        print(f"{time.process_time() - begun:9.1f} CPU s  {what}", flush=True)

    found = stability_by_blocks(owners, [weighed(wants) for wants in wishes], told=told)
    print(
        f"2^{chosen.bits} states, {PARTIES} parties: {time.process_time() - begun:.1f} CPU s, "
        f"{time.perf_counter() - wall:.1f} s, peak "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB, "
        f"rounds {found.rounds}, equilibria { ({c: found.count(c) for c in found.stable}) }",
        flush=True,
    )
    print(check(owners, program(wishes), found, chosen.samples, chosen.seconds))


if __name__ == "__main__":
    main()
