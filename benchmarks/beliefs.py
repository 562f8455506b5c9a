"""Hold foresight, attitudes and views against their twins on random conflicts; time large ones.

Run ``python benchmarks/beliefs.py [conflicts] [seed] [kind ...]``: so many of each kind, 100,000 if
left out, of one to five parties. Prints the differences, and the CPU seconds for 131,072 states
unless kinds are named: foresight, attitudes, views, within, ahead, patrons, weights, several,
signs.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from random import Random
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import belief_oracles
import oracles
from seen_views import nested_view, view_of
from strategies import Game
from weight_sums import as_weighted, drawn_sums, least_share

from stickpoint.graph import Conflict
from stickpoint.graph.switching import Reach, option_moves
from stickpoint.solve.levers.beliefs.several import least_weights
from stickpoint.solve.levers.beliefs.signs import fewest_signs
from stickpoint.solve.levers.beliefs.weights import Weighted, least_weight
from stickpoint.solve.stability.beliefs.attitudes import attitudes
from stickpoint.solve.stability.beliefs.foresight import foresight
from stickpoint.solve.stability.beliefs.hypergame import View, hypergame
from stickpoint.solve.stability.limited import limited
from stickpoint.solve.stability.sanctions import stability

CONCEPTS = belief_oracles.CONCEPTS


def drawn(rng, most_parties=5):
    """Draw a small conflict: explicit, or of options with what limits them."""
    p = rng.randint(1, most_parties)
    if rng.random() < 0.5:
        n = rng.randint(2, 5)
        pairs = [(s, t) for s in range(n) for t in range(n) if s != t]
        density = rng.choice([0.15, 0.3])
        arcs = tuple(tuple(x for x in pairs if rng.random() < density) for _ in range(p))
        return Game(ranked(rng, p, n), arcs_by_party=arcs)
    return of_options(rng, p)


def of_options(rng, p):
    """Draw a conflict of at most three options."""
    count = rng.randint(1, 3)
    owners = tuple(rng.randrange(p) for _ in range(count))
    one_way = tuple(rng.choice((0, 0, 0, 1, -1)) for _ in range(count))
    left_out = tuple(c for c in range(1, 2**count) if rng.random() < rng.choice((0, 0.2)))
    n = 2**count - len(left_out)
    return Game(ranked(rng, p, n), owners=owners, one_way=one_way, infeasible=left_out,
                is_option_form=True)  # fmt: skip


def ranked(rng, p, n):
    """Draw ranks, strict or with ties."""
    if rng.random() < 0.5:
        return [rng.sample(range(n), n) for _ in range(p)]
    return [[rng.randrange(3) for _ in range(n)] for _ in range(p)]


def rows(mask):
    """Turn rows of a mask into sets."""
    return [set(np.flatnonzero(row).tolist()) for row in mask]


def foresight_differs(rng):
    """Compare one mix."""
    game = drawn(rng)
    asked = [rng.choice(CONCEPTS) for _ in game.ranks]
    found = rows(foresight(game.conflict, asked).stable["mixed"])
    return found != belief_oracles.mixed(game.arcs, game.ranks, asked)


def attitudes_differ(rng):
    """Compare one table of attitudes under one concept."""
    game, concept = drawn(rng), rng.choice(CONCEPTS)
    table = [[rng.choice((1, 1, 0, -1)) for _ in game.ranks] for _ in game.ranks]
    found = rows(attitudes(game.conflict, table, [concept]).stable[concept])
    better = belief_oracles.gains(game.ranks, table)
    return found != belief_oracles.relational(
        game.arcs, game.n_parties, game.n_states, better, concept
    )


def views_differ(rng):
    """Compare what each sees of one conflict under one concept."""
    game = of_options(rng, rng.randint(1, 5))
    now, concept, views, twins = rng.choice(game.codes), rng.choice(CONCEPTS), {}, []
    for i in range(game.n_parties):
        ranks, unknown = game.ranks, 0
        if rng.random() < 0.6:
            other = ranked(rng, game.n_parties, game.n_states)
            ranks = [rng.choice(pair) for pair in zip(game.ranks, other, strict=True)]
            bits = [k for k, owner in enumerate(game.owners) if owner != i]
            unknown = sum(1 << k for k in bits if rng.random() < 0.4)
            views[i] = view_of(game, now, ranks, unknown)
        twins.append(belief_oracles.in_view(
            game.owners, game.codes, game.one_way, ranks, unknown, now, concept))  # fmt: skip
    found = hypergame(game.conflict, views, [concept])
    seen = [
        [{game.codes[s] for s in states} for states in rows(table)]
        for table in found.expected[concept]
    ]
    played = set.intersection(*(twin[i] for i, twin in enumerate(twins)))
    held = {game.codes[s] for s in np.flatnonzero(found.equilibria[concept])}
    return seen != twins or held != played


def within_differs(rng):
    """Compare what each takes each to see, and what holds in each view and for all, on one."""
    game = of_options(rng, rng.randint(1, 5))
    now, concept = rng.choice(game.codes), rng.choice(CONCEPTS)
    drawn = views_within(rng, game)
    views = {i: nested_view(game, now, view) for i, view in drawn.items()}
    found = hypergame(game.conflict, views, [concept])
    twin = belief_oracles.second_level(
        game.owners, game.codes, game.one_way, game.ranks, drawn, now, concept
    )

    def codes(mask):
        return {game.codes[s] for s in np.flatnonzero(mask)}

    played = set.intersection(*(row[i] for i, row in enumerate(twin)))
    in_view = [set.intersection(*row) for row in twin]
    told = [[codes(row) for row in table] for table in found.expected[concept]]
    wrong = told != twin or codes(found.equilibria[concept]) != played
    wrong |= [codes(row) for row in found.in_view[concept]] != in_view
    return wrong or codes(found.steady(concept)) != set.intersection(played, *in_view)


def views_within(rng, game):
    """Draw what some parties see otherwise, and what they take others to see."""

    def part(*holders):
        other = ranked(rng, game.n_parties, game.n_states)
        free = [k for k in range(game.n_parties) if k != holders[-1] and rng.random() < 0.5]
        bits = [k for k, owner in enumerate(game.owners) if owner != holders[-1]]
        return {k: other[k] for k in free}, sum(1 << k for k in bits if rng.random() < 0.3)

    views = {}
    for i in range(game.n_parties):
        if rng.random() < 0.6:
            within = {j: part(i, j) for j in range(game.n_parties)
                      if j != i and rng.random() < 0.6}  # fmt: skip
            views[i] = (*part(i), within)
    return views


def ahead_differs(rng):
    """Compare who stays that looks some moves ahead and expects the worst."""
    game, horizon = drawn(rng), rng.randint(1, 4)
    answers = rng.choice(("any", "willing"))
    found = rows(limited(game.conflict, horizon, answers=answers).stable["limited"])
    return found != [
        {
            s
            for s in range(game.n_states)
            if belief_oracles.worst(
                game.arcs, game.ranks, i, s, horizon, willing=answers == "willing"
            )
        }
        for i in range(game.n_parties)
    ]


def patrons_differ(rng):
    """Compare the moves of parties that can set options of others, and one concept on them."""
    p, count, concept = rng.randint(2, 5), rng.randint(1, 4), rng.choice(CONCEPTS)
    owners = [rng.randrange(p) for _ in range(count)]
    ways = [rng.choice((0, 0, 0, 1, -1)) for _ in owners]
    codes = [c for c in range(2**count) if c == 0 or rng.random() < 0.9]
    reaches = []
    for party in range(p):
        for k, owner in enumerate(owners):
            if party != owner and rng.random() < 0.4:
                way = ways[k] or rng.choice((0, 1, -1))
                here = [rng.random() < 0.7 for _ in codes]
                reaches.append(Reach(party, k, way, np.array(here)))
    arrays = np.array(codes, dtype=np.uint64)
    ranks = np.array(ranked(rng, p, len(codes)), dtype=np.int32)
    moves = option_moves(arrays, owners, ways, p, None, reaches)
    conflict = Conflict(ranks=ranks, moves=moves, parties=tuple("abcde"[:p]), codes=arrays)

    def imposed(party, option, code):
        return any(
            r.party == party
            and r.option == option
            and r.way != (1 if code >> option & 1 else -1)
            and r.here[codes.index(code)]
            for r in reaches
        )

    arcs = oracles.moves_from_options(owners, codes, ways, n_parties=p, imposed=imposed)
    found = [[set(conflict.moves_from(i, s).tolist()) for s in range(len(codes))] for i in range(p)]
    twin = [[arcs[i][s] for s in range(len(codes))] for i in range(p)]
    stable = rows(stability(conflict, [concept]).stable[concept])
    return found != twin or stable != oracles.CONCEPTS[concept](arcs, ranks.tolist())


def weights_differ(rng):
    """Compare the least change of one weight with what trying each half past a whole finds."""
    p, concept, far = rng.randint(1, 3), rng.choice(CONCEPTS), 14
    owners = tuple(rng.randrange(p) for _ in range(rng.randint(1, 2)))
    n = 2 ** len(owners)
    sums = [[({s for s in range(n) if rng.random() < 0.5}, rng.randint(-2, 3))
             for _ in range(rng.randint(1, 2))] for _ in range(p)]  # fmt: skip
    ranks = [[sum(w for of, w in lines if s in of) for s in range(n)] for lines in sums]
    game = Game(ranks, owners=owners, one_way=(0,) * len(owners), is_option_form=True)
    state = rng.randrange(n)
    given = {
        i: [Weighted(np.isin(np.arange(n), list(of)), Fraction(w)) for of, w in lines]
        for i, lines in enumerate(sums)
    }
    found = least_weight(game.conflict, given, np.arange(n) == state, concept).cost
    padded = [[*lines, (set(range(n)), 0)] for lines in sums]
    twin = belief_oracles.least_weight_change(game.arcs, padded, {state}, concept, far)
    return (None if found is None else int(found)) != twin


def several_differ(rng):
    """Compare by how little all weights at once are off with what every order of each finds."""
    game, sums = drawn_sums(rng)
    state, concept = rng.randrange(game.n_states), rng.choice(CONCEPTS)
    found = least_weights(
        game.conflict, as_weighted(game, sums), np.arange(game.n_states) == state, concept
    )
    if belief_oracles.holds_somewhere(game.arcs, game.ranks, {state}, concept):
        return found.state != state or bool(found.shares)
    twin = belief_oracles.least_off(game.arcs, sums, {state}, concept, least_share)
    if twin is None or found.state is None:
        return twin is not None or found.proof != "impossible"
    return abs(found.largest - twin) > 1e-4


def signs_differ(rng):
    """Compare the fewest attitudes with all tables, of two parties at most."""
    p, concept = rng.randint(1, 2), rng.choice(CONCEPTS)
    owners = tuple(rng.randrange(p) for _ in range(rng.randint(1, 2)))
    n = 2 ** len(owners)
    ranks = ranked(rng, p, n)
    game = Game(ranks, owners=owners, one_way=(0,) * len(owners), is_option_form=True)
    table = [[rng.choice((1, 0, -1)) for _ in range(p)] for _ in range(p)]
    state = rng.randrange(n)
    found = fewest_signs(game.conflict, table, np.arange(n) == state, concept).cost
    twin = belief_oracles.fewest_sign_changes(game.arcs, ranks, table, {state}, concept)
    return found != (twin if 0 <= twin <= 2 else None)


def large(n_options=17, n_parties=4):
    """Time conflicts of 2^17 states."""
    rng = np.random.default_rng(0)
    ranks = np.array([rng.permutation(1 << n_options) for _ in range(n_parties)])
    owners = [k % n_parties for k in range(n_options)]
    cube = Conflict.from_options(owners, ranks)
    one_way = Conflict.from_options(owners, ranks, one_way=[0] * (n_options - 2) + [1, 1])
    both = np.eye(n_parties, dtype=int) + np.eye(n_parties, k=1, dtype=int)
    against = np.eye(n_parties, dtype=int) - np.eye(n_parties, k=1, dtype=int)
    mix = (list(CONCEPTS) * 2)[:n_parties]
    for name, conflict in (("cube", cube), ("two options one way", one_way)):
        place = np.arange(conflict.n_states)
        seen = {
            i: View(Conflict.from_options(owners, np.roll(ranks, i + 1, axis=0)), place)
            for i in range(n_parties)
        }
        asked = {
            "foresight": lambda c=conflict: foresight(c, mix),
            "attitudes, two orders each": lambda c=conflict: attitudes(c, both, LINEAR),
            "attitudes, well and ill": lambda c=conflict: attitudes(c, against, LINEAR),
            "attitudes, one order each": lambda c=conflict: attitudes(c, np.eye(4, k=1, dtype=int)),
            "three moves ahead": lambda c=conflict: limited(c, 3, answers="any"),
            "views of all four": lambda c=conflict, s=seen: hypergame(c, s),
        }
        for what, ask in asked.items():
            begun = process_time()
            ask()
            print(f"  {name}, {what}: {process_time() - begun:.2f} CPU s", flush=True)


LINEAR = ("nash", "gmr", "seq")


KINDS = {
    "foresight": foresight_differs,
    "attitudes": attitudes_differ,
    "views": views_differ,
    "within": within_differs,
    "ahead": ahead_differs,
    "patrons": patrons_differ,
    "weights": weights_differ,
    "several": several_differ,
    "signs": signs_differ,
}


def main():
    """Compare, then time."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    for kind in sys.argv[3:] or KINDS:
        rng, begun = Random(seed), process_time()
        wrong = sum(KINDS[kind](rng) for _ in range(count))
        print(
            f"{kind}: {wrong} of {count:,} differ ({process_time() - begun:.0f} CPU s)", flush=True
        )
    if not sys.argv[3:]:
        for turn in ("compiling or first", "again"):
            print(turn)
            large()


if __name__ == "__main__":
    main()
