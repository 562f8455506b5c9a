"""Hold shares of orders, margins and swaps against their twins on random conflicts; time them.

Run ``python benchmarks/orders.py [conflicts] [seed] [kind ...]``: so many of each kind, 100,000 if
left out, of one to five parties. Prints the differences, and the CPU seconds for 131,072 states
unless kinds are named: shares, margins, swaps.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parent))

import belief_oracles
import order_oracles
from beliefs import CONCEPTS, drawn, of_options

from stickpoint.graph import Conflict
from stickpoint.solve.levers.ranks.flips import least_flips
from stickpoint.solve.stability.beliefs.margin import margins
from stickpoint.solve.stability.orders.partial_order import PartialOrder
from stickpoint.solve.stability.orders.reading import Reading
from stickpoint.solve.stability.orders.shares import shares
from stickpoint.solve.stability.sanctions import stability


def account(rng, n_states):
    """Draw one account of a party: lines, and pairs of them in a known order."""
    size = rng.randint(1, 3)
    lines = [{s for s in range(n_states) if rng.random() < 0.5} for _ in range(size)]
    order = rng.sample(range(size), size)
    pairs = [(order[a], order[b]) for a in range(size) for b in range(a + 1, size)]
    return lines, [pair for pair in pairs if rng.random() < 0.4]


def reading(lines, before, n_states):
    """Turn an account into what the solver takes."""
    holds = np.array([[s in line for s in range(n_states)] for line in lines])
    return Reading(holds, PartialOrder.of(len(lines), before))


def shares_differ(rng):
    """Compare the shares of one conflict under one concept, and one chance of a preference."""
    game, concept, told = drawn(rng), rng.choice(CONCEPTS), {}
    for party in rng.sample(range(game.n_parties), min(game.n_parties, rng.randint(1, 2))):
        told[party] = [account(rng, game.n_states) for _ in range(rng.choice((1, 1, 2, 3)))]
    given = {i: [reading(*one, game.n_states) for one in every] for i, every in told.items()}
    found = shares(game.conflict, given, [concept])
    stays, holds = order_oracles.shares(game.arcs, game.ranks, told, concept)
    party, t, s = min(told), rng.randrange(game.n_states), rng.randrange(game.n_states)
    chance = order_oracles.preferred(told[party], game.n_states, t, s)
    return not (
        np.allclose(found.stable[concept], np.array(stays, dtype=float), rtol=0, atol=1e-12)
        and np.allclose(found.equilibria[concept], np.array(holds, dtype=float), rtol=0, atol=1e-12)
        and found.preferred(party, t, s) == float(chance)
    )


def margins_differ(rng):
    """Compare the margin of one verdict; on strict orders of few states with all orders too."""
    game, concept = of_options(rng, rng.randint(1, 5)), rng.choice(CONCEPTS)
    party, state = rng.randrange(game.n_parties), rng.randrange(game.n_states)
    found = int(margins(game.conflict, [concept])[concept][party, state])
    asked = (game.arcs, game.ranks, party, state, concept)
    strict = len(set(game.ranks[party])) == game.n_states <= 4
    return found != belief_oracles.margin(*asked) or (
        strict and found != belief_oracles.least_swaps(*asked)
    )


def swaps_differ(rng):
    """Compare the fewest swaps of lines that turn one verdict round."""
    game, concept = of_options(rng, rng.randint(1, 5)), rng.choice(CONCEPTS)
    party, state = rng.randrange(game.n_parties), rng.randrange(game.n_states)
    bits = range(len(game.owners))
    lines = [line(rng, bits) for _ in range(rng.randint(1, 4))]
    sets = [{s for s, code in enumerate(game.codes) if holds(one, code)} for one in lines]
    ranks = [list(row) for row in game.ranks]
    ranks[party] = order_oracles.ranks_by(sets, game.n_states)
    found = least_flips(game.with_ranks(ranks).conflict, party, lines, state, concept, most=6)
    expected = order_oracles.least_swaps_of_lines(game.arcs, ranks, party, sets, state, concept)
    return (found.swaps if found.orders else -1) != expected or found.is_never != (expected < 0)


def line(rng, bits):
    """Draw a statement of one or two options."""
    options = [("option", rng.choice(bits)) for _ in range(2)]
    parts = tuple(("not", one) if rng.random() < 0.4 else one for one in options)
    return rng.choice((parts[0], ("and", parts), ("or", parts)))


def holds(formula, code):
    """Tell whether a statement holds in a state."""
    kind, part = formula
    if kind == "option":
        return bool(code >> part & 1)
    if kind == "not":
        return not holds(part, code)
    return (all if kind == "and" else any)(holds(one, code) for one in part)


def large(n_options=17, n_parties=4, n_lines=8):
    """Time conflicts of 2^17 states: two parties of which three lines, or all, are open."""
    rng = np.random.default_rng(0)
    codes, owners = np.arange(1 << n_options), [k % n_parties for k in range(n_options)]
    lines = rng.random((n_parties, n_lines, 2)) * n_options
    held = ((codes >> lines.astype(int)[..., None]) & 1).sum(axis=2) % 2 == 1
    ranks = np.zeros((n_parties, codes.size), dtype=np.int64)
    for k in range(n_lines):
        ranks = 2 * ranks + held[:, k]
    limited = [0] * (n_options - 2) + [1, 1]
    for name, one_way in (("cube", None), ("two options one way", limited)):
        conflict = Conflict.from_options(owners, ranks, one_way=one_way)
        begun = process_time()
        stability(conflict)
        print(f"  {name}, plain: {process_time() - begun:.2f} CPU s", flush=True)
        for free in (3, n_lines):
            known = [(a, b) for a in range(n_lines) for b in range(max(a + 1, free), n_lines)]
            order = PartialOrder.of(n_lines, known)
            begun = process_time()
            found = shares(conflict, {i: [Reading(held[i], order)] for i in range(2)})
            spent, how = process_time() - begun, f"{found.total:,} orders, drawn {found.drawn}"
            print(f"  {name}, {free} lines open of two: {spent:.2f} CPU s; {how}", flush=True)
        begun = process_time()
        margins(conflict)
        print(f"  {name}, margins: {process_time() - begun:.2f} CPU s", flush=True)


KINDS = {"shares": shares_differ, "margins": margins_differ, "swaps": swaps_differ}


def main():
    """Compare, then time."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for kind in sys.argv[3:] or KINDS:
        rng, begun = Random(seed), process_time()
        wrong = sum(KINDS[kind](rng) for _ in range(count))
        spent = process_time() - begun
        print(f"{kind}: {wrong} of {count:,} differ ({spent:.0f} CPU s)", flush=True)
    if not sys.argv[3:]:
        for turn in ("compiling or first", "again"):
            print(turn)
            large()


if __name__ == "__main__":
    main()
