"""Conflicts as dicts and lists → stable states as sets: the definitions, slowly and literally.

Nothing here imports stickpoint or numpy. A game is

``arcs``   one dict per party: state → set of the states it can reach alone in one move;
``ranks``  one list per party: the rank of each state, higher is better, equal is indifferent.

States are numbered from 0. A function that judges states returns one set of stable states per
party. `>_i` and `<=_i` compare ranks of party i. Loops stand where the paper has a quantifier,
so that each function can be read beside its definition; speed is nobody's concern here.

References
----------
.. [FHK93] L. Fang, K. W. Hipel, D. M. Kilgour, 1993, *Interactive Decision Making*, Wiley.
.. [N51] J. Nash, 1951, Non-cooperative games, Annals of Mathematics 54, 286-295.
.. [H71] N. Howard, 1971, *Paradoxes of Rationality*, MIT Press.
.. [FH79] N. M. Fraser, K. W. Hipel, 1979, Solving complex conflicts, IEEE Transactions on
   Systems, Man and Cybernetics 9(12), 805-816.
.. [RV17] L. C. Rego, G. I. A. Vieira, 2017, Symmetric sequential stability in the graph model
   for conflict resolution with multiple decision makers, Group Decision and Negotiation 26,
   775-792.
.. [K85] D. M. Kilgour, 1985, Anticipation and stability in two-person noncooperative games, in
   *Dynamic Models of International Conflict*, Lynne Rienner, 26-51.
.. [KHFP01] D. M. Kilgour, K. W. Hipel, L. Fang, X. Peng, 2001, Coalition analysis in group
   decision support, Group Decision and Negotiation 10, 159-175.
.. [IH08] T. Inohara, K. W. Hipel, 2008, Coalition analysis in the graph model for conflict
   resolution, Systems Engineering 11(4), 343-359.
.. [HKH06] L. Hamouda, D. M. Kilgour, K. W. Hipel, 2006, Strength of preference in graph models
   for multiple-decision-maker conflicts, Applied Mathematics and Computation 179, 314-327.
.. [LHKF04] K. W. Li, K. W. Hipel, D. M. Kilgour, L. Fang, 2004, Preference uncertainty in the
   graph model for conflict resolution, IEEE Transactions on Systems, Man and Cybernetics A
   34(4), 507-520.
.. [LKH05] K. W. Li, D. M. Kilgour, K. W. Hipel, 2005, Status quo analysis in the graph model
   for conflict resolution, Journal of the Operational Research Society 56, 699-707.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import chain, combinations, product
from math import exp, log
from random import Random
from typing import Any

Arcs = Sequence[Mapping[int, AbstractSet[int]]]
Ranks = Sequence[Sequence[int]]
Unknown = Sequence[AbstractSet[tuple[int, int]]]
Steps = Callable[[int, int], Iterable[int]]
Needs = Callable[[int, int], bool]
Imposed = Callable[[int, int, int], bool]
Path = Sequence[tuple[int, int]]
"""Moves in order, each as (mover, state it leads to)."""


# ---------------------------------------------------------------------------------------------
# Moves


def non_empty_subsets(items: Iterable[int]) -> list[tuple[int, ...]]:
    """List every non-empty subset of some numbers, small ones first."""
    pool = sorted(items)
    return [subset for size in range(1, len(pool) + 1) for subset in combinations(pool, size)]


def feasible_codes(n_options: int, infeasible: Collection[int] = ()) -> list[int]:
    """List the option vectors that can be, ascending; option k is bit k of the code."""
    return [code for code in range(2**n_options) if code not in set(infeasible)]


def moves_from_options(
    owners: Sequence[int],
    feasible_codes: Sequence[int],
    one_way: Sequence[int],
    needs: Needs | None = None,
    *,
    n_parties: int | None = None,
    imposed: Imposed | None = None,
) -> list[dict[int, set[int]]]:
    """List each party's moves in option form [FHK93]_ chapter 2.

    The mover switches any non-empty subset of its own options. Every switched option must
    respect its own direction (1: only from no to yes, -1: only from yes to no) and its own
    condition ``needs(option, code)`` at the code left; the code reached must be feasible.
    States are positions in ``feasible_codes``. ``imposed(party, option, code)`` tells whether a
    party may also switch an option of another's there, which respects its direction alone.
    """
    others = imposed or (lambda party, option, code: False)
    count = n_parties if n_parties is not None else max(owners, default=-1) + 1
    state_of = {code: state for state, code in enumerate(feasible_codes)}
    arcs: list[dict[int, set[int]]] = []
    for party in range(count):
        moves: dict[int, set[int]] = {state: set() for state in range(len(feasible_codes))}
        for code, state in state_of.items():
            own = [k for k, owner in enumerate(owners)
                   if _may_switch(k, code, one_way, needs if owner == party else None)
                   and (owner == party or others(party, k, code))]  # fmt: skip
            for switched in non_empty_subsets(own):
                target = code
                for k in switched:
                    target ^= 1 << k
                if target in state_of:
                    moves[state].add(state_of[target])
        arcs.append(moves)
    return arcs


def holds(formula: tuple[Any, ...], code: int) -> bool:
    """Tell whether a formula of nested tuples holds for one option vector."""
    kind, body = formula
    if kind == "const":
        return bool(body)
    if kind == "option":
        return bool(code >> body & 1)
    if kind == "not":
        return not holds(body, code)
    if kind == "and":
        return all(holds(part, code) for part in body)
    if kind == "or":
        return any(holds(part, code) for part in body)
    if kind == "at_least":
        return sum(weight for weight, part in body[1] if holds(part, code)) >= body[0]
    yes = sum(code >> k & 1 for k in body)
    return yes == 1 if kind == "exactly_one" else yes <= 1


def _may_switch(option: int, code: int, one_way: Sequence[int], needs: Needs | None) -> bool:
    is_yes = bool(code >> option & 1)
    if is_yes and one_way[option] == 1:
        return False
    if not is_yes and one_way[option] == -1:
        return False
    return needs is None or needs(option, code)


def moves_from_pairs(pairs: Sequence[Iterable[tuple[int, int]]]) -> list[dict[int, set[int]]]:
    """Turn one list of (from, to) per party into the form used here."""
    arcs: list[dict[int, set[int]]] = []
    for party_pairs in pairs:
        moves: dict[int, set[int]] = {}
        for source, target in party_pairs:
            moves.setdefault(int(source), set()).add(int(target))
        arcs.append(moves)
    return arcs


def moves(arcs: Arcs, party: int, state: int) -> set[int]:
    """R_i(s): the states party i can reach alone from s in one move."""
    return set(arcs[party].get(state, ()))


def improvements(arcs: Arcs, ranks: Ranks, party: int, state: int) -> set[int]:
    """R_i^+(s): those of R_i(s) that i ranks above s."""
    rank = ranks[party]
    return {t for t in moves(arcs, party, state) if rank[t] > rank[state]}


def others(ranks: Ranks, members: Collection[int]) -> list[int]:
    """N - H: the parties outside H."""
    return [j for j in range(len(ranks)) if j not in members]


# ---------------------------------------------------------------------------------------------
# Joint moves


def legal_sequences(steps: Steps, movers: Collection[int], start: int) -> dict[int, set[int]]:
    """Omega of [FHK93]_ section 3.2.1: reachable state → the possible last movers.

    Nobody moves twice in succession, anybody may move again later: (t, j) may go on by k
    exactly when k != j. ``steps(j, s)`` lists what j may do in s.
    """
    omega: set[tuple[int, int]] = set()
    new = {(t, j) for j in movers for t in steps(j, start)}
    while new:
        omega |= new
        new = {(u, k) for t, j in new for k in movers if k != j for u in steps(k, t)} - omega
    last: dict[int, set[int]] = {}
    for t, j in omega:
        last.setdefault(t, set()).add(j)
    return last


def legal_reach(arcs: Arcs, movers: Collection[int], start: int) -> set[int]:
    """R_H(s): states that the movers reach from s by legal sequences [FHK93]_."""
    return set(legal_sequences(lambda j, s: moves(arcs, j, s), movers, start))


def legal_improvement_reach(
    arcs: Arcs, ranks: Ranks, movers: Collection[int], start: int
) -> set[int]:
    """R_H^+(s): as R_H(s), each mover improving on the state that it leaves [FHK93]_."""
    return set(legal_sequences(lambda j, s: improvements(arcs, ranks, j, s), movers, start))


def distances_with_repeats(arcs: Arcs, start: int, *, ranks: Ranks | None = None) -> dict[int, int]:
    """Count the fewest moves to each state where a party may move twice in succession."""
    step = (
        (lambda j, s: moves(arcs, j, s))
        if ranks is None
        else (lambda j, s: improvements(arcs, ranks, j, s))
    )
    found, here = {start: 0}, [start]
    while here:
        there = sorted({t for s in here for j in range(len(arcs)) for t in step(j, s)} - set(found))
        found |= dict.fromkeys(there, found[here[0]] + 1)
        here = there
    return found


def is_legal_path(
    arcs: Arcs,
    movers: Collection[int],
    start: int,
    path: Path,
    *,
    improving: Ranks | None = None,
) -> bool:
    """Check one sequence step by step: own moves only, nobody twice in succession.

    With ``improving`` (the ranks) each mover must also gain on the state that it leaves.
    """
    here, last = start, None
    for party, target in path:
        if party not in movers or party == last or target not in moves(arcs, party, here):
            return False
        if improving is not None and not improving[party][target] > improving[party][here]:
            return False
        here, last = target, party
    return True


# ---------------------------------------------------------------------------------------------
# One party at a time


def nash(arcs: Arcs, ranks: Ranks) -> list[set[int]]:
    """Nash stability [N51]_ (R in [FHK93]_): R_i^+(s) is empty."""
    return [
        {s for s in range(len(rank)) if not improvements(arcs, ranks, i, s)}
        for i, rank in enumerate(ranks)
    ]


def gmr(arcs: Arcs, ranks: Ranks) -> list[set[int]]:
    """General metarationality [H71]_.

    For every s1 in R_i^+(s) there is s2 in R_{N-i}(s1) with s2 <=_i s.
    """
    stable: list[set[int]] = []
    for i, rank in enumerate(ranks):
        answers = {s1: legal_reach(arcs, others(ranks, {i}), s1) for s1 in range(len(rank))}
        stable.append(set())
        for s in range(len(rank)):
            if all(
                any(rank[s2] <= rank[s] for s2 in answers[s1])
                for s1 in improvements(arcs, ranks, i, s)
            ):
                stable[i].add(s)
    return stable


def smr(arcs: Arcs, ranks: Ranks) -> list[set[int]]:
    """Symmetric metarationality [H71]_.

    For every s1 in R_i^+(s) there is s2 in R_{N-i}(s1) with s2 <=_i s and every s3 in R_i(s2)
    has s3 <=_i s.
    """
    stable: list[set[int]] = []
    for i, rank in enumerate(ranks):
        answers = {s1: legal_reach(arcs, others(ranks, {i}), s1) for s1 in range(len(rank))}
        stable.append(set())
        for s in range(len(rank)):
            if all(
                any(
                    rank[s2] <= rank[s] and all(rank[s3] <= rank[s] for s3 in moves(arcs, i, s2))
                    for s2 in answers[s1]
                )
                for s1 in improvements(arcs, ranks, i, s)
            ):
                stable[i].add(s)
    return stable


def seq(arcs: Arcs, ranks: Ranks) -> list[set[int]]:
    """Sequential stability [FH79]_.

    For every s1 in R_i^+(s) there is s2 in R_{N-i}^+(s1) with s2 <=_i s.
    """
    stable: list[set[int]] = []
    for i, rank in enumerate(ranks):
        rest = others(ranks, {i})
        answers = {s1: legal_improvement_reach(arcs, ranks, rest, s1) for s1 in range(len(rank))}
        stable.append(set())
        for s in range(len(rank)):
            if all(
                any(rank[s2] <= rank[s] for s2 in answers[s1])
                for s1 in improvements(arcs, ranks, i, s)
            ):
                stable[i].add(s)
    return stable


def sseq(arcs: Arcs, ranks: Ranks) -> list[set[int]]:
    """Symmetric sequential stability [RV17]_.

    For every s1 in R_i^+(s) there is s2 in R_{N-i}^+(s1) with s2 <=_i s and every s3 in R_i(s2)
    has s3 <=_i s.
    """
    stable: list[set[int]] = []
    for i, rank in enumerate(ranks):
        rest = others(ranks, {i})
        answers = {s1: legal_improvement_reach(arcs, ranks, rest, s1) for s1 in range(len(rank))}
        stable.append(set())
        for s in range(len(rank)):
            if all(
                any(
                    rank[s2] <= rank[s] and all(rank[s3] <= rank[s] for s3 in moves(arcs, i, s2))
                    for s2 in answers[s1]
                )
                for s1 in improvements(arcs, ranks, i, s)
            ):
                stable[i].add(s)
    return stable


CONCEPTS = {"nash": nash, "gmr": gmr, "smr": smr, "seq": seq, "sseq": sseq}


def sanctions(arcs: Arcs, ranks: Ranks, party: int, s: int, s1: int, concept: str) -> set[int]:
    """List the states s2 that take the gain of s → s1 away, as each concept says."""
    if concept == "nash":
        return set()
    rest, rank = others(ranks, {party}), ranks[party]
    if concept in ("gmr", "smr"):
        reached = legal_reach(arcs, rest, s1)
    else:
        reached = legal_improvement_reach(arcs, ranks, rest, s1)
    found = {s2 for s2 in reached if rank[s2] <= rank[s]}
    if concept in ("smr", "sseq"):
        found = {s2 for s2 in found if all(rank[s3] <= rank[s] for s3 in moves(arcs, party, s2))}
    return found


def is_sanction_path(
    arcs: Arcs, ranks: Ranks, party: int, s: int, s1: int, path: Path, concept: str
) -> bool:
    """Check one answer to the improvement s → s1 move by move."""
    improving = ranks if concept in ("seq", "sseq") else None
    return (
        len(path) > 0
        and is_legal_path(arcs, others(ranks, {party}), s1, path, improving=improving)
        and path[-1][1] in sanctions(arcs, ranks, party, s, s1, concept)
    )


def equilibria(stable: Sequence[AbstractSet[int]]) -> set[int]:
    """States that are stable for every party."""
    return set.intersection(*(set(states) for states in stable))


# ---------------------------------------------------------------------------------------------
# Everybody at once


def simultaneous(codes: Sequence[int], arcs: Arcs, ranks: Ranks) -> list[set[int]]:
    """Simultaneous sanctioning [FH79]_, for any number of others.

    An improvement s → t of i is sanctioned when one or more others each take one of their own
    improvements from s, all at the same moment, and the option vector made of all the switches
    is feasible and no better than s for i. Only option form gives the sum a meaning.
    """
    state_of = {code: state for state, code in enumerate(codes)}
    stable: list[set[int]] = []
    for i, rank in enumerate(ranks):
        stable.append(set())
        for s, code in enumerate(codes):
            rest = [
                [code ^ codes[t] for t in improvements(arcs, ranks, j, s)]
                for j in others(ranks, {i})
            ]
            answers = _sums(rest)
            results = {
                s1: [codes[s1] ^ answer for answer in answers]
                for s1 in improvements(arcs, ranks, i, s)
            }
            if all(
                any(p in state_of and rank[state_of[p]] <= rank[s] for p in sums)
                for sums in results.values()
            ):
                stable[i].add(s)
    return stable


def _sums(choices: Sequence[Sequence[int]]) -> set[int]:
    """Switches made by one or more of the others, each taking at most one of its choices."""
    nobody: set[tuple[int, bool]] = {(0, False)}
    for own in choices:
        nobody |= {(switches ^ step, True) for switches, _ in nobody for step in own}
    return {switches for switches, somebody in nobody if somebody}


# ---------------------------------------------------------------------------------------------
# Looking h moves ahead (two parties)


def final_states(arcs: Arcs, ranks: Ranks, horizon: int) -> list[list[list[int]]]:
    """G_h(i, s) of [K85]_ for h = 0 … horizon: result[h][i][s] is where play from s ends.

    Party i moves first, then the two take turns. A party stays where it is at least as well
    off; among moves that lead to equally good ends it takes the state of lowest number.
    """
    if len(ranks) != 2:
        raise ValueError("limited moves are defined here for two parties")
    n_states = len(ranks[0])
    ends = [[list(range(n_states)), list(range(n_states))]]
    for _ in range(horizon):
        before = ends[-1]
        ends.append([[_final(arcs, ranks, before, i, s) for s in range(n_states)] for i in (0, 1)])
    return ends


def _final(arcs: Arcs, ranks: Ranks, before: list[list[int]], i: int, s: int) -> int:
    other = 1 - i
    best: int | None = None
    for t in sorted(moves(arcs, i, s)):
        if best is None or ranks[i][before[other][t]] > ranks[i][before[other][best]]:
            best = t
    if best is None or ranks[i][s] >= ranks[i][before[other][best]]:
        return s
    return before[other][best]


def limited(arcs: Arcs, ranks: Ranks, horizon: int) -> list[set[int]]:
    """L_h stability [K85]_: states where a party that looks h moves ahead stays put."""
    last = final_states(arcs, ranks, horizon)[-1]
    return [{s for s, end in enumerate(last[i]) if end == s} for i in (0, 1)]


def limited_cycle(arcs: Arcs, ranks: Ranks) -> tuple[int, int]:
    """Find where the sequence of G_h begins to repeat, and its period."""
    n_states = len(ranks[0])
    seen: dict[str, int] = {}
    ends: list[list[int]] = [list(range(n_states)), list(range(n_states))]
    h = 0
    while repr(ends) not in seen:
        seen[repr(ends)] = h
        ends = [[_final(arcs, ranks, ends, i, s) for s in range(n_states)] for i in (0, 1)]
        h += 1
    first = seen[repr(ends)]
    return first, h - first


def nonmyopic(arcs: Arcs, ranks: Ranks) -> list[set[int]]:
    """Non-myopic stability [K85]_: L_h stable for every h from some h0 on, read off the cycle."""
    first, period = limited_cycle(arcs, ranks)
    horizons = range(first, first + period)
    each = [limited(arcs, ranks, h) for h in horizons]
    return [set.intersection(*(stable[i] for stable in each)) for i in (0, 1)]


# ---------------------------------------------------------------------------------------------
# Coalitions


def coalition_improvements(arcs: Arcs, ranks: Ranks, members: Collection[int], s: int) -> set[int]:
    """R_H^{++}(s): states H reaches by legal sequences that every member ranks above s [KHFP01]_.

    Single steps on the way need not be improvements.
    """
    return {
        t for t in legal_reach(arcs, members, s) if all(ranks[i][t] > ranks[i][s] for i in members)
    }


def _somebody_loses(ranks: Ranks, members: Collection[int], t: int, s: int) -> bool:
    return any(ranks[i][t] <= ranks[i][s] for i in members)


def coalition_nash(arcs: Arcs, ranks: Ranks, members: Collection[int]) -> set[int]:
    """Coalition Nash [KHFP01]_: R_H^{++}(s) is empty."""
    return {s for s in range(len(ranks[0])) if not coalition_improvements(arcs, ranks, members, s)}


def coalition_gmr(arcs: Arcs, ranks: Ranks, members: Collection[int]) -> set[int]:
    """Coalition GMR [IH08]_.

    Every s1 in R_H^{++}(s) has s2 in R_{N-H}(s1) that leaves some member no better than at s.
    """
    rest = others(ranks, members)
    return {
        s
        for s in range(len(ranks[0]))
        if all(
            any(_somebody_loses(ranks, members, s2, s) for s2 in legal_reach(arcs, rest, s1))
            for s1 in coalition_improvements(arcs, ranks, members, s)
        )
    }


def coalition_smr(arcs: Arcs, ranks: Ranks, members: Collection[int]) -> set[int]:
    """Coalition SMR [IH08]_.

    As coalition GMR; moreover every s3 in R_H(s2) leaves some member no better than at s.
    """
    rest = others(ranks, members)
    back = {s2: legal_reach(arcs, members, s2) for s2 in range(len(ranks[0]))}
    return {
        s
        for s in range(len(ranks[0]))
        if all(
            any(
                _somebody_loses(ranks, members, s2, s)
                and all(_somebody_loses(ranks, members, s3, s) for s3 in back[s2])
                for s2 in legal_reach(arcs, rest, s1)
            )
            for s1 in coalition_improvements(arcs, ranks, members, s)
        )
    }


def coalition_seq(arcs: Arcs, ranks: Ranks, members: Collection[int]) -> set[int]:
    """Coalition SEQ [IH08]_.

    Every s1 in R_H^{++}(s) has s2 that leaves some member no better than at s, reached from s1
    by successive improvements of coalitions F within N - H (each step leads from x to y in
    R_F^{++}(x)), no coalition moving twice in succession.
    """
    reach = subcoalition_reach(arcs, ranks, others(ranks, members))
    return {
        s
        for s in range(len(ranks[0]))
        if all(
            any(_somebody_loses(ranks, members, s2, s) for s2 in reach(s1))
            for s1 in coalition_improvements(arcs, ranks, members, s)
        )
    }


def subcoalition_reach(
    arcs: Arcs, ranks: Ranks, parties: Collection[int]
) -> Callable[[int], set[int]]:
    """States reached by successive improvements of coalitions within ``parties`` [IH08]_."""
    groups = non_empty_subsets(parties)
    found: dict[tuple[int, int], set[int]] = {}

    def steps(group: int, x: int) -> set[int]:
        if (group, x) not in found:
            found[group, x] = coalition_improvements(arcs, ranks, groups[group], x)
        return found[group, x]

    return lambda s1: set(legal_sequences(steps, range(len(groups)), s1))


COALITION_CONCEPTS = {
    "nash": coalition_nash,
    "gmr": coalition_gmr,
    "smr": coalition_smr,
    "seq": coalition_seq,
}


def universally_stable(arcs: Arcs, ranks: Ranks, concept: str) -> set[int]:
    """Universal coalition stability [KHFP01]_: stable for every non-empty coalition."""
    judge = COALITION_CONCEPTS[concept]
    groups = non_empty_subsets(range(len(ranks)))
    return set.intersection(*(judge(arcs, ranks, group) for group in groups))


def joint_reach(
    codes: Collection[int],
    owners: Sequence[int],
    one_way: Sequence[int],
    members: Collection[int],
    code: int,
    needs: Mapping[int, tuple[Any, ...]] | None = None,
) -> set[int]:
    """Option vectors that parties reach by one joint change of options of theirs, each of some.

    Against its one way nothing is switched, nor what needs something, unless that holds before the
    change or after it.
    """

    def may(k: int, x: int) -> bool:
        turned_on = bool(x >> k & 1)
        if one_way[k] == (-1 if turned_on else 1):
            return False
        need = (needs or {}).get(k)
        return need is None or holds(need, code) or holds(need, x)

    found = set()
    for x in codes:
        switched = [k for k in range(len(owners)) if (x ^ code) >> k & 1]
        if {owners[k] for k in switched} == set(members) and all(may(k, x) for k in switched):
            found.add(x)
    return found


def joint_leaving(
    codes: Sequence[int],
    owners: Sequence[int],
    one_way: Sequence[int],
    ranks: Ranks,
    code: int,
    needs: Mapping[int, tuple[Any, ...]] | None = None,
) -> dict[tuple[int, ...], set[int]]:
    """For coalitions of two or more, where joint changes lead by which each member gains [KHFP01]_.

    Only where no smaller coalition leads there too.
    """
    place, found = {x: s for s, x in enumerate(codes)}, {}
    for members in non_empty_subsets(range(len(ranks))):
        to = joint_reach(codes, owners, one_way, members, code, needs)
        for smaller in non_empty_subsets(members):
            if smaller != members:
                to -= joint_reach(codes, owners, one_way, smaller, code, needs)
        better = {x for x in to if all(ranks[i][place[x]] > ranks[i][place[code]] for i in members)}
        if len(members) > 1 and better:
            found[members] = better
    return found


# ---------------------------------------------------------------------------------------------
# Strength of preference


def strongly(arcs: Arcs, ranks: Ranks, bands: Ranks, concept: str) -> list[set[int]]:
    """Strong GMR, SMR, SEQ and SSEQ of [HKH06]_: the sanction must be *greatly* worse.

    ``bands`` are coarser than ranks: s2 << s exactly when the band of s2 is lower. Improvements
    are mild or great, the party's own and the others'. Strong SMR and SSEQ also want every
    countermove s3 in R_i(s2) to be greatly worse than s. A state without an improvement is
    strongly stable for want of anything to sanction.
    """
    stable: list[set[int]] = []
    for i, band in enumerate(bands):
        rest = others(ranks, {i})
        stable.append(set())
        for s in range(len(band)):
            if all(
                any(
                    band[s2] < band[s]
                    and (
                        concept in ("gmr", "seq")
                        or all(band[s3] < band[s] for s3 in moves(arcs, i, s2))
                    )
                    for s2 in (
                        legal_reach(arcs, rest, s1)
                        if concept in ("gmr", "smr")
                        else legal_improvement_reach(arcs, ranks, rest, s1)
                    )
                )
                for s1 in improvements(arcs, ranks, i, s)
            ):
                stable[i].add(s)
    return stable


def weakly(arcs: Arcs, ranks: Ranks, bands: Ranks, concept: str) -> list[set[int]]:
    """Weak stability [HKH06]_: stable in the plain sense and not strongly."""
    plain = CONCEPTS[concept](arcs, ranks)
    strong = strongly(arcs, ranks, bands, concept)
    return [plain[i] - strong[i] for i in range(len(ranks))]


# ---------------------------------------------------------------------------------------------
# Unknown preference


def unknown(
    arcs: Arcs, ranks: Ranks, unsure: Unknown, concept: str, extension: str
) -> list[set[int]]:
    """Extensions a to d of Nash, GMR, SMR and SEQ to unknown preference [LHKF04]_.

    ``unsure[i]`` holds the pairs (s, t), both ways round, that party i cannot be said to order;
    all other pairs are ordered by rank. By extension:

    ==== ================== ================== ======================= =====================
    ext. moves considered   sanction s2        countermove s3 (SMR)    others move (SEQ)
    ==== ================== ================== ======================= =====================
    a    to better or unsure worse or equal    worse or equal          to better or unsure
    b    to better          worse or equal     worse or equal          to better or unsure
    c    to better or unsure worse, equal, unsure not better           to better or unsure
    d    to better          worse, equal, unsure not better            to better or unsure
    ==== ================== ================== ======================= =====================
    """

    def is_unsure(i: int, t: int, s: int) -> bool:
        return (t, s) in unsure[i] or (s, t) in unsure[i]

    def is_better(i: int, t: int, s: int) -> bool:
        return not is_unsure(i, t, s) and ranks[i][t] > ranks[i][s]

    def may_be_better(i: int, t: int, s: int) -> bool:
        return is_unsure(i, t, s) or ranks[i][t] > ranks[i][s]

    def tempting(i: int, s: int) -> set[int]:
        test = may_be_better if extension in ("a", "c") else is_better
        return {t for t in moves(arcs, i, s) if test(i, t, s)}

    def deters(i: int, t: int, s: int) -> bool:
        return not (may_be_better if extension in ("a", "b") else is_better)(i, t, s)

    def answers(i: int, s1: int) -> set[int]:
        rest = others(ranks, {i})
        if concept != "seq":
            return legal_reach(arcs, rest, s1)
        return set(
            legal_sequences(
                lambda j, x: {y for y in moves(arcs, j, x) if may_be_better(j, y, x)}, rest, s1
            )
        )

    def is_sanctioned(i: int, s: int, s1: int) -> bool:
        if concept == "nash":
            return False
        return any(
            deters(i, s2, s)
            and (concept != "smr" or all(deters(i, s3, s) for s3 in moves(arcs, i, s2)))
            for s2 in answers(i, s1)
        )

    return [
        {s for s in range(len(ranks[i])) if all(is_sanctioned(i, s, s1) for s1 in tempting(i, s))}
        for i in range(len(ranks))
    ]


# ---------------------------------------------------------------------------------------------
# From the status quo


def distances(
    arcs: Arcs, start: int, *, movers: Collection[int] | None = None, ranks: Ranks | None = None
) -> dict[int, int]:
    """Status quo analysis [LKH05]_: reachable state → the fewest moves that lead there.

    By legal sequences of any moves, or with ``ranks`` of improvements only. The start itself is
    at distance 0.
    """
    parties = range(len(arcs)) if movers is None else movers
    length = {start: 0}
    seen: set[tuple[int, int]] = set()
    front: set[tuple[int, int | None]] = {(start, None)}
    steps = 0
    while front:
        steps += 1
        following: set[tuple[int, int]] = set()
        for s, last in front:
            for j in parties:
                if j != last:
                    step = moves(arcs, j, s)
                    if ranks is not None:
                        step = improvements(arcs, ranks, j, s)
                    following |= {(t, j) for t in step}
        following -= seen
        seen |= following
        for t, _ in sorted(following):
            length.setdefault(t, steps)
        front = set(following)
    return length


# ---------------------------------------------------------------------------------------------
# Wants against payoffs, near today


def moves_within(arcs: Arcs, party: int, start: int, within: int) -> dict[frozenset[int], int]:
    """Return the pairs of states between which a party can move as one of the first moves made.

    With each, how many moves that takes: everything that so many moves by anybody can lead to is
    written out, one move after another.
    """
    found: dict[frozenset[int], int] = {}
    here = {start}
    for made in range(1, within + 1):
        for s in here:
            for t in moves(arcs, party, s):
                found.setdefault(frozenset((s, t)), made)
        here = here | {t for s in here for j in range(len(arcs)) for t in moves(arcs, j, s)}
    return found


def paid(lines: Sequence[AbstractSet[int]], worths: Sequence[Any], state: int) -> Any:
    """Return what a state pays: the worth of every line that is paid there."""
    return sum((w for line, w in zip(lines, worths, strict=True) if state in line), Fraction(0))


def opposed_moves(
    rank: Sequence[int],
    pairs: Iterable[frozenset[int]],
    lines: Sequence[AbstractSet[int]],
    worths: Sequence[Any],
) -> set[frozenset[int]]:
    """Return the pairs of states of which the one that ranks higher pays less."""
    found = set()
    for pair in pairs:
        worse, better = sorted(pair, key=lambda s: rank[s])
        if rank[worse] < rank[better] and paid(lines, worths, better) < paid(lines, worths, worse):
            found.add(pair)
    return found


# ---------------------------------------------------------------------------------------------
# Random games


def random_ranks(rng: Random, n_parties: int, n_states: int) -> list[list[int]]:
    """Draw ranks: many ties, strict, or negative with gaps, by chance per party."""
    ranks: list[list[int]] = []
    for _ in range(n_parties):
        kind = rng.choice(("strict", "strict", "ties", "gaps"))
        if kind == "strict":
            ranks.append(rng.sample(range(n_states), n_states))
        elif kind == "ties":
            top = rng.randint(0, 3)
            ranks.append([rng.randint(0, top) for _ in range(n_states)])
        else:
            ranks.append([rng.randint(-4, 4) * 1000 for _ in range(n_states)])
    return ranks


def random_option_game(
    rng: Random, n_parties: int, n_options: int, *, simple: bool = False
) -> dict[str, object]:
    """Draw the arguments of a conflict in option form; simple: all feasible, all reversible."""
    owners = [rng.randrange(n_parties) for _ in range(n_options)]
    one_way = [0 if simple else rng.choice((0, 0, 0, 1, -1)) for _ in range(n_options)]
    share = 0.0 if simple else rng.choice((0.0, 0.2, 0.5))
    infeasible = [code for code in range(2**n_options) if rng.random() < share]
    if len(infeasible) == 2**n_options:
        infeasible.pop()
    n_states = 2**n_options - len(infeasible)
    ranks = random_ranks(rng, n_parties, n_states)
    return {"owners": owners, "one_way": one_way, "infeasible": infeasible, "ranks": ranks}


def random_arc_game(
    rng: Random, n_parties: int, n_states: int, density: float = 0.3
) -> dict[str, object]:
    """Draw an explicit graph: moves neither transitive nor reversible, no loops."""
    pairs = [
        [
            (s, t)
            for s in range(n_states)
            for t in range(n_states)
            if s != t and rng.random() < density
        ]
        for _ in range(n_parties)
    ]
    return {"arcs": pairs, "ranks": random_ranks(rng, n_parties, n_states)}


# ---- rated evidence: the odds of rival explanations, over every corner of what is left open ----


def rated_odds(
    ratings: Sequence[Sequence[str]],
    scale: Mapping[str, tuple[float, float]],
    groups: Sequence[Sequence[int]],
    further: tuple[float, float],
    g: int,
    h: int,
) -> tuple[float, float]:
    """Return the least and the greatest log likelihood ratio of g against h.

    Of a group one item counts in full, the one with the widest gap between any two explanations,
    and each other for a share; explanations rated alike on an item share its ratio.
    """
    alone = [[k] for k in range(len(ratings)) if not any(k in group for group in groups)]
    low = high = 0.0
    for unit in [*alone, *groups]:
        totals = []
        for first in _widest(ratings, scale, unit):
            choices = [
                [share * ratio for share in ([1.0] if k == first else further)
                 for ratio in _ratios(ratings[k], scale, g, h)]
                for k in unit
            ]  # fmt: skip
            totals += [sum(choice) for choice in product(*choices)]
        low, high = low + min(totals), high + max(totals)
    return low, high


def _widest(
    ratings: Sequence[Sequence[str]], scale: Mapping[str, tuple[float, float]], unit: Sequence[int]
) -> list[int]:
    gap = {}
    for k in unit:
        middles = [(log(scale[rating][0]) + log(scale[rating][1])) / 2 for rating in ratings[k]]
        gap[k] = max(abs(one - other) for one in middles for other in middles)
    return [k for k in unit if gap[k] > max(gap.values()) - 1e-9]


def _ratios(
    row: Sequence[str], scale: Mapping[str, tuple[float, float]], g: int, h: int
) -> list[float]:
    if row[g] == row[h]:
        return [0.0]
    return [log(one) - log(other) for one in scale[row[g]] for other in scale[row[h]]]


def rated_posterior(
    odds: Mapping[tuple[int, int], tuple[float, float]],
    priors: Sequence[Sequence[float]],
    h: int,
) -> tuple[float, float]:
    """Return the least and greatest posterior of h over corners of its ratios and the priors given.

    ``odds`` as `rated_odds` gives them; ``priors`` every corner of what the priors may be.
    """
    others = [g for g in range(len(priors[0])) if g != h]
    found = []
    for prior in priors:
        for choice in product(*(odds[h, g] for g in others)):
            rest = sum(prior[g] * exp(-w) for g, w in zip(others, choice, strict=True))
            found.append(prior[h] / (prior[h] + rest))
    return min(found), max(found)


def least_below(asked: Sequence[Collection[Collection[int]]], most: int) -> int:
    """Return the fewest pairs that change places when some of the ranks 1 … most go below 0.

    For each that is asked, all of one of its sets must be below; every subset is tried.
    """
    found = []
    for below in chain.from_iterable(combinations(range(1, most + 1), k) for k in range(most + 1)):
        if all(any(set(one) <= set(below) for one in choices) for choices in asked):
            order = [*below, 0, *(p for p in range(1, most + 1) if p not in below)]
            found.append(sum(one > other for one, other in combinations(order, 2)))
    return min(found)


def foretold(
    known: Sequence[Sequence[float]], values: Sequence[float], nugget: float,
    at: Sequence[Sequence[float]],
) -> tuple[list[float], float]:  # fmt: skip
    """Return the mean of a Gaussian process at points, and the log-likelihood of what is known.

    The covariance at a distance r is 1 / (1 + r²). The variance is the one that fits best, and what
    hangs on the number of points alone is left out. By elimination.
    """

    def covariance(one: Sequence[float], other: Sequence[float]) -> float:
        return 1 / (1 + sum((a - b) ** 2 for a, b in zip(one, other, strict=True)))

    rows = [
        [covariance(one, other) + nugget * (i == j) for j, other in enumerate(known)] + [values[i]]
        for i, one in enumerate(known)
    ]
    pivots = []
    for i, row in enumerate(rows):
        pivots.append(row[i])
        for k, other in enumerate(rows):
            if k != i:
                part = other[i] / row[i]
                rows[k] = [b - part * a for a, b in zip(row, other, strict=True)]
    weights = [row[-1] / row[i] for i, row in enumerate(rows)]
    means = [
        sum(w * covariance(point, one) for w, one in zip(weights, known, strict=True))
        for point in at
    ]
    square = sum(w * value for w, value in zip(weights, values, strict=True))
    return means, -len(known) / 2 * log(square / len(known)) - sum(map(log, pivots)) / 2
