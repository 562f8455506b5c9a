"""What each believes and how far each looks, slowly and literally: the twins of ``beliefs``.

Nothing here imports stickpoint or numpy. Games are as in `oracles`; an attitude is one row per
party of 1, 0 or -1 towards each party; a view is a row of ranks per party and the options that
the viewer does not know, over option vectors.

References
----------
.. [IHW07] T. Inohara, K. W. Hipel, S. Walker, 2007, Conflict analysis approaches for investigating
   attitudes and misperceptions in the War of 1812, Journal of Systems Science and Systems
   Engineering 16(2), 181-201.
.. [IH09] T. Inohara, K. W. Hipel, 2009, Interrelationships among attitude-based and conventional
   stability concepts within the graph model for conflict resolution, IEEE SMC.
.. [WHF88] M. Wang, K. W. Hipel, N. M. Fraser, 1988, Modeling misperceptions in games, Behavioral
   Science 33, 207-223.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, permutations, product

import oracles
from oracles import Arcs, Ranks

Attitudes = Sequence[Sequence[int]]
Better = Callable[[int, int, int], bool]
"""Whether party i gains, as it sees it, by state t in place of state s."""
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


def mixed(arcs: Arcs, ranks: Ranks, concepts: Sequence[str]) -> list[set[int]]:
    """Judge each party by a concept of its own."""
    return [oracles.CONCEPTS[concept](arcs, ranks)[i] for i, concept in enumerate(concepts)]


# ---- attitudes ------------------------------------------------------------------------------


def gains(ranks: Ranks, attitudes: Attitudes) -> Better:
    """T is a gain on s: nobody i has an attitude to fares against it, and somebody fares with it.

    Fares with it: ranks t higher than s where the attitude is 1, lower where it is -1.
    """

    def better(i: int, t: int, s: int) -> bool:
        felt = [(j, sign) for j, sign in enumerate(attitudes[i]) if sign != 0]
        nobody_against = all(
            (ranks[j][t] >= ranks[j][s]) if sign == 1 else (ranks[j][t] <= ranks[j][s])
            for j, sign in felt
        )
        somebody_for = any(
            (ranks[j][t] > ranks[j][s]) if sign == 1 else (ranks[j][t] < ranks[j][s])
            for j, sign in felt
        )
        return nobody_against and somebody_for

    return better


def gains_or_drifts(ranks: Ranks, attitudes: Attitudes) -> Better:
    """Return the total relational preference of [IHW07]_: devoting, aggressive or indifferent.

    Where everybody concerned is indifferent between the two, any other state will do as well.
    """

    def better(i: int, t: int, s: int) -> bool:
        return t != s and all(
            sign == 0
            or (sign == 1 and ranks[j][t] >= ranks[j][s])
            or (sign == -1 and not ranks[j][t] > ranks[j][s])
            for j, sign in enumerate(attitudes[i])
        )

    return better


def relational(arcs: Arcs, n_parties: int, n_states: int, better: Better, concept: str):
    """Judge every state for every party, with ``better`` in the place of the party's order.

    The reply list is what is better among its moves; what deters is what is not better [IHW07]_.
    """
    stable: list[set[int]] = []
    for i in range(n_parties):
        rest = [j for j in range(n_parties) if j != i]

        def willing(j: int, s: int) -> set[int]:
            return {t for t in oracles.moves(arcs, j, s) if better(j, t, s)}

        def any_move(j: int, s: int) -> set[int]:
            return oracles.moves(arcs, j, s)

        steps = willing if concept in ("seq", "sseq") else any_move
        reach = {s: set(oracles.legal_sequences(steps, rest, s)) for s in range(n_states)}
        stable.append(set())
        for s in range(n_states):
            held = all(
                concept != "nash"
                and any(
                    not better(i, s2, s)
                    and (
                        concept in ("gmr", "seq")
                        or all(not better(i, s3, s) for s3 in oracles.moves(arcs, i, s2))
                    )
                    for s2 in reach[s1]
                )
                for s1 in willing(i, s)
            )
            if held:
                stable[i].add(s)
    return stable


# ---- views ----------------------------------------------------------------------------------


def seen_codes(codes: Sequence[int], unknown: int, now: int) -> list[int]:
    """List the option vectors that a viewer can think of: what it does not know is as it is now."""
    return [code for code in codes if code & unknown == now & unknown]


def seen_as(code: int, unknown: int, now: int) -> int:
    """Return the vector as the viewer sees it."""
    return (code & ~unknown) | (now & unknown)


def in_view(
    owners: Sequence[int],
    codes: Sequence[int],
    one_way: Sequence[int],
    ranks: Ranks,
    unknown: int,
    now: int,
    concept: str,
) -> list[set[int]]:
    """Judge a view as a game of its own; return for each party the codes that it sees as stable.

    ``ranks`` are the viewer's, over all ``codes``. A code counts as what the viewer sees in it.
    """
    seen = seen_codes(codes, unknown, now)
    place = {code: state for state, code in enumerate(codes)}
    arcs = oracles.moves_from_options(owners, seen, one_way, n_parties=len(ranks))
    inside = [[row[place[code]] for code in seen] for row in ranks]
    stable = oracles.CONCEPTS[concept](arcs, inside)
    return [
        {code for code in codes if seen_as(code, unknown, now) in {seen[s] for s in states}}
        for states in stable
    ]


Seen = tuple[dict[int, Sequence[int]], int, dict[int, tuple[dict[int, Sequence[int]], int]]]
"""What a party sees otherwise: whose ranks it has wrong, which options it does not know (a mask),
and the same two of each party that it takes to see otherwise than itself."""


def second_level(
    owners: Sequence[int],
    codes: Sequence[int],
    one_way: Sequence[int],
    ranks: Ranks,
    views: dict[int, Seen],
    now: int,
    concept: str,
) -> list[list[set[int]]]:
    """Return for each viewer where it expects each party to stay, as codes [WHF88]_.

    A viewer takes a party to choose by what it takes that party to see: its own view, changed by
    what it takes the party to have wrong besides. Nobody is taken to know of an option that the
    viewer itself cannot think of.
    """
    expected = []
    for i in range(len(ranks)):
        wrong, unknown, within = views.get(i, ({}, 0, {}))
        row = []
        for j in range(len(ranks)):
            also_wrong, also_unknown = within.get(j, ({}, 0)) if j != i else ({}, 0)
            believed = [also_wrong.get(k, wrong.get(k, own)) for k, own in enumerate(ranks)]
            hidden = unknown | also_unknown
            row.append(in_view(owners, codes, one_way, believed, hidden, now, concept)[j])
        expected.append(row)
    return expected


def surprised(expected: Sequence[Sequence[set[int]]], code: int) -> set[tuple[int, int]]:
    """List who expects another to stay where that one leaves by its own view, or the contrary."""
    n = len(expected)
    return {
        (viewer, mover)
        for viewer in range(n)
        for mover in range(n)
        if viewer != mover and (code in expected[viewer][mover]) != (code in expected[mover][mover])
    }


def all_attitudes(n_parties: int) -> list[tuple[tuple[int, ...], ...]]:
    """List every table of attitudes of so many parties."""
    rows = list(product((-1, 0, 1), repeat=n_parties))
    return list(product(rows, repeat=n_parties))


# ---- margins --------------------------------------------------------------------------------


def margin(arcs: Arcs, ranks: Ranks, party: int, state: int, concept: str) -> int:
    """Count the states that one state must pass, alone, in a party's order for the verdict to flip.

    The state is put at every place in the order, beside others or between; a state is passed where
    it stands otherwise to it than before. -1 where no place flips the verdict.
    """

    def judged(row: Sequence[int]) -> bool:
        changed = [row if i == party else other for i, other in enumerate(ranks)]
        return state in oracles.CONCEPTS[concept](arcs, changed)[party]

    levels = sorted(set(ranks[party]))
    row = [2 * levels.index(rank) for rank in ranks[party]]
    before, others, found = judged(row), [s for s in range(len(row)) if s != state], []
    for place in range(-1, 2 * len(levels)):
        moved = [place if s == state else rank for s, rank in enumerate(row)]
        if judged(moved) != before:
            stands = [(order[s] > order[state]) - (order[s] < order[state])
                      for order in (row, moved) for s in others]  # fmt: skip
            half = len(others)
            found.append(sum(stands[k] != stands[half + k] for k in range(half)))
    return min(found, default=-1)


def least_swaps(arcs: Arcs, ranks: Ranks, party: int, state: int, concept: str) -> int:
    """Count the fewest swaps of neighbours in a strict order of a party that flip a verdict."""
    pairs = list(combinations(range(len(ranks[party])), 2))

    def judged(row: Sequence[int]) -> bool:
        changed = [row if i == party else other for i, other in enumerate(ranks)]
        return state in oracles.CONCEPTS[concept](arcs, changed)[party]

    def swaps(row: Sequence[int]) -> int:
        old = ranks[party]
        return sum((row[s] < row[t]) != (old[s] < old[t]) for s, t in pairs)

    before = judged(ranks[party])
    orders = permutations(range(len(ranks[party])))
    return min((swaps(row) for row in orders if judged(row) != before), default=-1)


# ---- looking ahead against the worst ----------------------------------------------------------


def worst(
    arcs: Arcs, ranks: Ranks, party: int, state: int, horizon: int, *, willing: bool = False
) -> bool:
    """Tell whether a party would stay that looks so many moves ahead and expects the worst.

    The whole tree, move by move: the party and the rest take turns, the rest by a legal sequence,
    and whoever's turn it is may end play there. ``willing``: the rest make improvements only.
    """
    rank, rest = ranks[party], [j for j in range(len(ranks)) if j != party]

    def own(s: int, left: int) -> int:
        goes = [others(t, left - 1) for t in oracles.moves(arcs, party, s)] if left else []
        return max([rank[s], *goes])

    def others(s: int, left: int) -> int:
        if not left:
            return rank[s]
        reached = (
            oracles.legal_improvement_reach(arcs, ranks, rest, s)
            if willing
            else oracles.legal_reach(arcs, rest, s)
        )
        return min([rank[s], *(own(t, left - 1) for t in reached)])

    return own(state, horizon) == rank[state]


# ---- levers on weights, attitudes and views ----------------------------------------------------


def holds_somewhere(arcs: Arcs, ranks: Ranks, target: set[int], concept: str) -> bool:
    """Tell whether some state of a target is stable for all."""
    return bool(oracles.equilibria(oracles.CONCEPTS[concept](arcs, ranks)) & target)


def least_weight_change(
    arcs: Arcs,
    sums: Sequence[Sequence[tuple[set[int], int]]],
    target: set[int],
    concept: str,
    far: int,
) -> int | None:
    """Find how much one whole weight has to change, at least, by trying each half past a whole.

    Each party's order is the sum of whole weights of the sets that a state is in. Changes of up to
    ``far`` are tried; None where none of them does it. What comes back is the bound to pass.
    """
    n_states = 1 + max(max(of, default=0) for lines in sums for of, _ in lines)
    n_states = max(n_states, 1 + max(target))

    def ranks(changed: tuple[int, int, float]) -> Ranks:
        party, line, by = changed
        return [
            [
                sum(
                    weight + (by if (i, k) == (party, line) else 0)
                    for k, (of, weight) in enumerate(lines)
                    if s in of
                )
                for s in range(n_states)
            ]
            for i, lines in enumerate(sums)
        ]

    if holds_somewhere(arcs, ranks((-1, -1, 0)), target, concept):
        return 0
    for bound in range(far):
        for i, lines in enumerate(sums):
            for k in range(len(lines)):
                for sign in (1, -1):
                    if holds_somewhere(arcs, ranks((i, k, sign * (bound + 0.5))), target, concept):
                        return bound
    return None


Sums = Sequence[Sequence[tuple[set[int], int]]]


def orders_by_weights(lines: Sequence[tuple[set[int], int]], n_states: int) -> list[list[int]]:
    """List every order of the states without more ties than must be, as ranks.

    States that the same statements hold in are tied whatever these weigh.
    """
    kinds = [tuple(s in of for of, weight in lines if weight) for s in range(n_states)]
    return [[order.index(kind) for kind in kinds] for order in permutations(sorted(set(kinds)))]


def least_off(
    arcs: Arcs,
    sums: Sums,
    target: set[int],
    concept: str,
    far: Callable[[Sequence[tuple[set[int], int]], Sequence[int]], float | None],
) -> float | None:
    """Find by how little all weights at once have to be off, by trying every order of each party.

    ``far`` tells how far some weights are, as the largest share by which one is off, from those
    that give an order, or None where none do. None where no orders do it.
    """
    n_states = len(arcs[0])
    able = []
    for lines in sums:
        orders = orders_by_weights(lines, n_states)
        far_off = [(far(lines, order), order) for order in orders]
        able.append([(off, order) for off, order in far_off if off is not None])
    found = [
        max(off for off, _ in chosen)
        for chosen in product(*able)
        if holds_somewhere(arcs, [order for _, order in chosen], target, concept)
    ]
    return min(found, default=None)


def fewest_sign_changes(
    arcs: Arcs, ranks: Ranks, table: Attitudes, target: set[int], concept: str
) -> int:
    """Count the fewest attitudes that differ in any table under which a state of a target holds."""
    n, states = len(ranks), len(ranks[0])
    able = [
        sum(
            a != b
            for row, old in zip(other, table, strict=True)
            for a, b in zip(row, old, strict=True)
        )
        for other in all_attitudes(n)
        if set.intersection(*relational(arcs, n, states, gains(ranks, other), concept)) & target
    ]
    return min(able, default=-1)
