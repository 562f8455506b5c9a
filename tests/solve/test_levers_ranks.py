"""Least changes of ranks, wants and options against brute force over all of them."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from functools import partial
from itertools import combinations, permutations, product

import numpy as np
import oracles
import pytest
from examples import few
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import arc_games, option_games

import stickpoint as sp
from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.ranks import by_statements
from stickpoint.solve.levers.ranks import additions
from stickpoint.solve.levers.ranks.additions import least_addition
from stickpoint.solve.levers.ranks.count import profiles
from stickpoint.solve.levers.ranks.least import least_ranks
from stickpoint.solve.levers.ranks.programmes import below, labels, programme
from stickpoint.solve.levers.ranks.programmes.below import cost, least_below
from stickpoint.solve.levers.ranks.programmes.solver import Budget, new_model, run, values_of
from stickpoint.solve.levers.ranks.restrictions import least_restriction
from stickpoint.solve.levers.ranks.result import RankShift
from stickpoint.solve.levers.ranks.units import Units
from stickpoint.solve.levers.ranks.wants import least_reorder, nearest_orders

# Programmes of others do the work here; the kernels that it asks are reached by tests of stability.
pytestmark = pytest.mark.slow

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
SMALL = st.one_of(
    arc_games(parties=(1, 3), max_states=4), option_games(parties=(1, 2), max_options=2)
)
concepts = st.sampled_from(CONCEPTS)


def weak_orders(size):
    """All orders of 0 … size − 1 with ties, as ranks without gaps."""
    for ranks in product(range(size), repeat=size):
        if set(ranks) == set(range(max(ranks) + 1)):
            yield ranks


def change(before, after):
    """Kemeny and Snell's distance, halved: None where a tie is made."""
    total = Fraction(0)
    for s, t in combinations(range(len(before)), 2):
        old = (before[s] > before[t]) - (before[s] < before[t])
        new = (after[s] > after[t]) - (after[s] < after[t])
        if old and not new:
            return None
        total += Fraction(abs(old - new), 2)
    return total


def kept_orders(before):
    """All orders of whole ranks, with the swaps that lead there."""
    levels = sorted(set(before))
    for order in permutations(range(len(levels))):
        swaps = sum(a > b for a, b in combinations(order, 2))
        yield [order[levels.index(rank)] for rank in before], Fraction(swaps)


def split_orders(before):
    """All orders that make no new tie, with half swaps for tied pairs put in order."""
    for after in weak_orders(len(before)):
        distance = change(before, after)
        if distance is not None:
            yield list(after), distance


def holds(game, ranks, concept, state):
    return all(state in stable for stable in oracles.CONCEPTS[concept](game.arcs, ranks))


def brute_force(game, states, concept, free, ties, price=(1, 1, 1)):
    """Try every order of every free party."""
    lister = kept_orders if ties == "kept" else split_orders
    choices = [
        sorted(lister(row), key=lambda pair: pair[1]) if i in free else [(row, Fraction(0))]
        for i, row in enumerate(game.ranks)
    ]
    best = None
    for combination in product(*choices):
        cost = sum(Fraction(price[i]) * distance for i, (_, distance) in enumerate(combination))
        if best is not None and cost >= best:
            continue
        if any(holds(game, [row for row, _ in combination], concept, s) for s in states):
            best = cost
    return best


@settings(max_examples=few(120), deadline=None)
@given(SMALL, concepts, st.sampled_from(["kept", "split"]), st.data())
def test_the_least_change_of_ranks_is_the_least_of_all_orders(game, concept, ties, data):
    assume(game.n_parties * game.n_states <= 8)
    state = data.draw(st.integers(0, game.n_states - 1))
    free = sorted(data.draw(st.sets(st.integers(0, game.n_parties - 1))))
    price = data.draw(st.tuples(*[st.sampled_from([1, 0.5, 2.5])] * 3))
    found = least_ranks(
        game.conflict, state, concept, free=free, ties=ties, price=dict(enumerate(price))
    )
    expected = brute_force(game, [state], concept, free, ties, price)
    assert found.cost == expected
    assert found.proof == ("impossible" if expected is None else "optimal")
    if found.after is not None:
        assert sp.stability(found.after, (concept,)).equilibria[concept][found.state]
        assert found.bound == found.cost == sum(shift.cost for shift in found.changes)


@settings(max_examples=few(25), deadline=None)
@given(arc_games(parties=(2, 2), max_states=5), concepts, st.data())
def test_one_party_of_up_to_five_states_against_all_permutations(game, concept, data):
    state = data.draw(st.integers(0, game.n_states - 1))
    party = data.draw(st.integers(0, 1))
    found = least_ranks(game.conflict, state, concept, free=[party])
    assert found.cost == brute_force(game, [state], concept, [party], "kept")


def asked_of(ranks):
    """Draw moves, each with sets of some of the ranks, one of which has to go below."""
    sets = st.frozensets(st.integers(1, ranks), min_size=1, max_size=3)
    return st.lists(st.sets(sets, min_size=1, max_size=4).map(tuple), max_size=4)


MOST = 7


@settings(max_examples=few(200), deadline=None)
@given(asked_of(MOST))
def test_the_cheapest_ranks_to_put_below_are_the_cheapest_of_all_subsets(asked):
    found = least_below(asked, MOST)
    assert all(any(one <= found for one in choices) for choices in asked)
    assert cost(found) == oracles.least_below(asked, MOST)


@settings(max_examples=few(25), deadline=None)
@given(asked_of(MOST), st.sets(st.integers(0, MOST)))
def test_the_search_and_the_solver_find_orders_as_near(asked, free):
    units = Units.of(np.arange(MOST + 1, dtype=np.int32), sorted(free | {0}), Fraction(1), "kept")
    asked = [(tuple(one), tuple(map(tuple, others))) for one, *others in asked]
    moves = [(one[0], (*([one] if len(one) > 1 else []), *others)) for one, others in asked]
    found = labels.least_labels(units, 0, moves, Budget(5.0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(below, "MOST_TRIED", 0)
        other = labels.least_labels(units, 0, moves, Budget(5.0))
    assert found[:2] == other[:2]
    if found[0] is not None:
        for order in (found[2], other[2]):
            gone = sum(order[a] > order[b] for a, b in combinations(range(MOST + 1), 2))
            assert 2 * gone == found[0]
            for target, answers in moves:
                sets = ((target,), *answers)
                assert any(all(order[t] < order[0] for t in one) for one in sets)


@settings(max_examples=few(30), deadline=None)
@given(arc_games(parties=(3, 3), max_states=3), st.sampled_from(["seq", "sseq"]), st.data())
def test_several_targets_cost_as_much_as_the_cheapest(game, concept, data):
    states = sorted(data.draw(st.sets(st.integers(0, game.n_states - 1), min_size=1)))
    found = least_ranks(game.conflict, states, concept)
    each = [least_ranks(game.conflict, s, concept).cost for s in states]
    possible = [cost for cost in each if cost is not None]
    assert found.cost == min(possible, default=None)


@settings(max_examples=few(60), deadline=None)
@given(
    st.one_of(arc_games(parties=(2, 4)), option_games(parties=(2, 4), max_options=3)),
    concepts,
    st.data(),
)
def test_more_freedom_never_costs_more_and_stronger_concepts_never_less(game, concept, data):
    state = data.draw(st.integers(0, game.n_states - 1))
    some = data.draw(st.sets(st.integers(0, game.n_parties - 1)))
    more = some | data.draw(st.sets(st.integers(0, game.n_parties - 1)))
    few = least_ranks(game.conflict, state, concept, free=some)
    many = least_ranks(game.conflict, state, concept, free=more)
    if few.cost is not None:
        assert many.cost is not None
        assert many.cost <= few.cost
    weaker = {"nash": "sseq", "sseq": "seq", "smr": "gmr", "seq": "gmr", "gmr": "gmr"}[concept]
    relaxed = least_ranks(game.conflict, state, weaker, free=more)
    if many.cost is not None:
        assert relaxed.cost <= many.cost
    if sp.stability(game.conflict, (concept,)).equilibria[concept][state]:
        assert many.cost == 0
        assert many.changes == ()


def test_a_state_in_free_moves_only_within_its_block():
    arcs = [[(0, 1), (0, 2), (0, 3)], []]
    conflict = sp.Conflict.from_arcs(arcs, [[0, 1, 2, 3], [0, 0, 0, 0]])
    assert least_ranks(conflict, 0, "nash").cost == 3
    assert least_ranks(conflict, 0, "nash", free={0: [0, 1]}).proof == "impossible"
    assert least_ranks(conflict, 0, "nash", free={0: [0, 1, 3]}).proof == "impossible"
    assert least_ranks(conflict, 0, "nash", free={0: [0, 1, 2, 3]}).cost == 3
    assert profiles(conflict, 0, "nash", free={0: [0, 1, 2, 3]}).count == 6
    assert profiles(conflict, 0, "nash", free={0: [0, 1]}).total == 2
    assert profiles(conflict, 3, "nash", free={0: [0, 1]}).count == 2


def test_the_dearer_party_is_left_alone():
    # The second can hold state 0 by willing to answer; the first by not wanting to leave.
    conflict = sp.Conflict.from_arcs([[(0, 1)], [(1, 2)]], [[1, 2, 0], [0, 2, 1]])
    cheap_first = least_ranks(conflict, 0, "seq", price={0: 1, 1: 1.5})
    cheap_second = least_ranks(conflict, 0, "seq", price={0: 2, 1: 1.5})
    assert [shift.party for shift in cheap_first.changes] == [0]
    assert [shift.party for shift in cheap_second.changes] == [1]
    assert (cheap_first.cost, cheap_second.cost) == (1, 1.5)
    assert cheap_second.changes == (
        RankShift(1, ((1,), (2,), (0,)), ((2,), (1,), (0,)), (((2,), (1,)),), (), 1.5),
    )


def test_a_tie_that_bars_the_way_can_be_split_for_half_a_swap():
    conflict = sp.Conflict.from_arcs([[(0, 1)], [(1, 2)]], [[1, 2, 0], [0, 1, 1]])
    assert least_ranks(conflict, 0, "seq", free=[1]).proof == "impossible"
    split = least_ranks(conflict, 0, "seq", free=[1], ties="split")
    assert split.cost == 0.5
    assert split.changes[0].parted == (((2,), (1,)),)


@pytest.mark.parametrize(
    ("concept", "count"), [("nash", 240), ("gmr", 384), ("smr", 300), ("seq", 384), ("sseq", 300)]
)
def test_syrias_orders_that_hold_the_release_are_counted_and_listed(concept, count):
    conflict = sp.load("syria-iraq-1975").conflict()
    found = profiles(conflict, 1, concept, free=[0])
    assert (found.count, found.total) == (count, 720)
    listed = {ranks[0].tobytes() for ranks in found}
    arcs = [{s: set(conflict.moves_from(i, s).tolist()) for s in range(6)} for i in range(2)]
    iraq = conflict.ranks[1].tolist()
    expected = {
        np.array(row, dtype=np.int32).tobytes()
        for row in permutations(range(6))
        if all(1 in stable for stable in oracles.CONCEPTS[concept](arcs, [list(row), iraq]))
    }
    assert listed == expected
    assert len(listed) == count


@settings(max_examples=few(60), deadline=None)
@given(SMALL, concepts, st.data())
def test_counted_and_listed_profiles_are_those_that_hold(game, concept, data):
    assume(game.n_parties * game.n_states <= 8)
    state = data.draw(st.integers(0, game.n_states - 1))
    free = sorted(data.draw(st.sets(st.integers(0, game.n_parties - 1))))
    found = profiles(game.conflict, state, concept, free=free)
    expected = set()
    orders = [
        list(permutations(range(game.n_states)))
        if i in free
        else [tuple(game.conflict.ranks[i].tolist())]
        for i in range(game.n_parties)
    ]
    for rows in product(*orders):
        if holds(game, [list(row) for row in rows], concept, state):
            expected.add(rows)
    listed = [tuple(tuple(row.tolist()) for row in ranks) for ranks in found]
    assert len(listed) == len(set(listed)) == found.count
    assert set(listed) == expected


def test_twelve_free_ranks_are_counted_without_their_479_million_orders():
    rng = np.random.default_rng(12)
    ranks = [rng.permutation(16), np.zeros(16, dtype=int)]
    conflict = sp.Conflict.from_options([0, 0, 1, 1], ranks)
    order = np.argsort(-conflict.ranks[0])[:12].tolist()
    state = order[7]
    counts = {c: profiles(conflict, state, c, free={0: order}).count for c in ("nash", "gmr")}
    reach = [t for t in conflict.moves_from(0, state).tolist() if t in order]
    assert counts["nash"] == 479_001_600 // (len(reach) + 1)
    assert counts["nash"] <= counts["gmr"] <= 479_001_600


STATEMENTS = [("option", 0), ("not", ("option", 1)), ("or", (("option", 2), ("option", 1)))]


@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("state", range(8))
def test_the_nearest_order_of_statements_is_the_nearest_of_all(concept, state):
    codes = np.arange(8, dtype=np.uint64)
    other = np.array([3, 1, 4, 1, 5, 2, 6, 0])
    conflict = sp.Conflict.from_options(
        [0, 1, 0], np.stack([by_statements(STATEMENTS, codes), other])
    )
    found = least_reorder(conflict, 0, STATEMENTS, state, concept)
    costs = []
    for order in permutations(range(3)):
        ranks = by_statements([STATEMENTS[k] for k in order], codes)
        after = sp.Conflict.from_options([0, 1, 0], np.stack([ranks, other]))
        if sp.stability(after, (concept,)).equilibria[concept][state]:
            costs.append(sum(a > b for a, b in combinations(order, 2)))
    assert found.cost == min(costs, default=None)
    assert found.proof == ("optimal" if costs else "impossible")
    assert len(found.changes) == bool(found.cost)


def test_orders_come_nearest_first_and_all_of_them_once():
    listed = list(nearest_orders(4))
    assert len({order for _, order in listed}) == 24
    for swaps, order in listed:
        assert swaps == sum(a > b for a, b in combinations(order, 2))
    assert [swaps for swaps, _ in listed] == sorted(swaps for swaps, _ in listed)


def test_a_search_that_is_cut_short_says_so():
    case = sp.load("korea-1952")
    conflict = case.conflict()
    wants = [item.statement.formula for item in case.preferences["prc"].items]
    found = least_reorder(conflict, 1, wants, "neutral custody", "seq", limit=3)
    assert (found.proof, found.cost, found.bound) == ("none found", None, 1)
    with pytest.raises(ModelError, match="do not give the ranks of us"):
        least_reorder(conflict, 0, wants, "neutral custody", "seq")


def edited_arcs(game, edits):
    """Take away, literally, the moves that some restrictions bar."""
    arcs = [{s: set(to) for s, to in moves.items()} for moves in game.arcs]
    for edit in edits:
        for s, to in arcs[edit.party].items():
            for t in list(to):
                was, now = (game.codes[x] >> edit.option & 1 for x in (s, t))
                bars = {
                    "drop": was != now,
                    "fix": was != now,
                    "no_return": was > now,
                    "no_renewal": was < now,
                    "needs": edit.needs
                    and was != now
                    and bool(game.codes[s] >> edit.needs[0] & 1) != edit.needs[1],
                }
                if bars[edit.kind]:
                    to.discard(t)
    return arcs


@settings(max_examples=few(60), deadline=None)
@given(option_games(parties=(1, 3), max_options=3), concepts, st.data())
def test_a_restriction_holds_by_the_definition_and_no_single_one_is_missed(game, concept, data):
    state = data.draw(st.integers(0, game.n_states - 1))
    found = least_restriction(game.conflict, state, concept)
    unchanged = holds(game, game.ranks, concept, state)
    if found.found:
        judged = oracles.CONCEPTS[concept](edited_arcs(game, found.changes), game.ranks)
        assert all(state in stable for stable in judged)
    assert (found.cost == 0) == unchanged
    leavers = [
        i
        for i, stable in enumerate(oracles.CONCEPTS[concept](game.arcs, game.ranks))
        if state not in stable
    ]
    if len(leavers) > 2:
        assert found.proof == "impossible"
    for edits in found.ties:
        judged = oracles.CONCEPTS[concept](edited_arcs(game, edits), game.ranks)
        assert all(state in stable for stable in judged)


def freed_arcs(game, options):
    """Add, literally, the moves that some freed options allow alone or beside other moves."""
    arcs = [{s: set(to) for s, to in moves.items()} for moves in game.arcs]
    for option in options:
        own = arcs[game.owners[option]]
        for s in range(game.n_states):
            reached = {s, *own.get(s, ())}
            flipped = {game.codes[t] ^ 1 << option for t in reached}
            more = {t for t in range(game.n_states) if game.codes[t] in flipped}
            own[s] = (own.get(s, set()) | more) - {s}
    return arcs


def answered(arcs, ranks, state, holder, against):
    """Double the states, literally, for an option that a party takes up to punish another."""
    n = len(ranks[0])
    doubled = [
        {s + z * n: {t + z * n for t in moves.get(s, ())} for s in range(n) for z in (0, 1)}
        for moves in arcs
    ]
    for s in range(n):
        doubled[holder][s + n].add(s)
        if s != state:
            doubled[holder][s].add(s + n)
    longer = [[*row, *row] for row in ranks]
    longer[holder] = [rank + z / 2 for z in (0, 1) for rank in ranks[holder]]
    longer[against] = [*ranks[against], *[min(ranks[against]) - 1] * n]
    return doubled, longer


def with_additions(game, state, edits):
    arcs = freed_arcs(game, sorted(edit.option for edit in edits if edit.kind == "allow"))
    ranks = game.ranks
    for edit in edits:
        if edit.kind == "answer":
            arcs, ranks = answered(arcs, ranks, state, edit.party, edit.against)
    return arcs, ranks


@settings(max_examples=few(60), deadline=None)
@given(option_games(parties=(1, 3), max_options=3), concepts, st.data())
def test_an_addition_holds_by_the_definition_and_no_cheaper_one_is_missed(game, concept, data):
    state = data.draw(st.integers(0, game.n_states - 1))
    found = least_addition(game.conflict, state, concept)
    judged = oracles.CONCEPTS[concept](game.arcs, game.ranks)
    leavers = [i for i, stable in enumerate(judged) if state not in stable]
    assert (found.cost == 0) == (not leavers)
    for edits in [found.changes, *found.ties] if found.found else []:
        after = oracles.CONCEPTS[concept](*with_additions(game, state, edits))
        assert all(state in stable for stable in after)
    barred = [
        k
        for k, owner in enumerate(game.owners)
        if freed_arcs(game, [k])[owner]
        != {**{s: set() for s in range(game.n_states)}, **game.arcs[owner]}
    ]
    if leavers and (found.cost is None or found.cost > 1):
        for k in barred:
            after = oracles.CONCEPTS[concept](freed_arcs(game, [k]), game.ranks)
            assert not all(state in stable for stable in after)
    if len(leavers) in (1, 2) and concept != "nash" and len(game.ranks) > 1:
        # A new answer to each who would leave always does it.
        assert found.cost is not None
        assert found.cost <= 2 * len(leavers)
    if leavers and concept == "nash":
        assert found.proof == "impossible"


@settings(max_examples=few(40), deadline=None)
@given(option_games(parties=(1, 2), max_options=3), concepts, st.data())
def test_a_dropped_option_is_as_if_states_with_it_were_infeasible(game, concept, data):
    assume(game.owners)
    option = data.draw(st.integers(0, len(game.owners) - 1))
    left = [s for s, code in enumerate(game.codes) if not code >> option & 1]
    assume(left)
    infeasible = {c for c in range(2 ** len(game.owners)) if c not in game.codes or c >> option & 1}
    without = sp.Conflict.from_options(
        game.owners,
        [[row[s] for s in left] for row in game.ranks],
        one_way=game.one_way,
        infeasible=infeasible,
    )
    smaller = sp.stability(without, (concept,)).equilibria[concept]
    for place, state in enumerate(left):
        found = least_restriction(
            game.conflict,
            state,
            concept,
            kinds=["drop"],
            costs={game.conflict.options[option]: 0.5, "drop": 7},
            at_once=1,
        )
        if not holds(game, game.ranks, concept, state):
            assert (found.cost == 0.5) == bool(smaller[place])


def test_results_say_what_they_are():
    conflict = sp.load("syria-iraq-1975").conflict()
    found = least_ranks(conflict, "water released", "seq")
    assert found.summary() == (
        "state 2 would hold under seq if the ranks of syria changed at a cost of 1 (proved least)."
    )
    assert found.table().to_dict("records") == [
        {"party": "syria", "change": "swap", "raised": "2", "passed": "6"}
    ]
    data = found.to_dict()
    assert data["fingerprint"] == conflict.fingerprint
    assert data["changes"][0]["swaps"] == [[[2], [6]]]
    assert "state 2 would hold" in found._repr_html_()
    assert "LeastChange" in repr(found)
    restricted = least_restriction(conflict, 1, "seq")
    assert restricted.to_dict()["changes"][0]["option"] == "syria.escalate"
    assert restricted.table()["change"].tolist() == ["drop"]
    never = least_ranks(conflict, 1, "nash", free=[1])
    assert never.summary().endswith("proved impossible by changes of this kind.")
    assert not never.found
    assert least_ranks(conflict, 5, "nash").summary() == "state 6 holds already under nash."


@pytest.fixture
def _asks_the_solver(monkeypatch):
    """No choice is followed by branching, so that every question goes to the constraint solver."""
    monkeypatch.setattr(below, "MOST_TRIED", 0)


def test_literals_are_read_off_at_once_as_one_by_one():
    model = new_model()
    chosen = [model.new_bool_var("") for _ in range(4)]
    model.add_bool_or([~chosen[0], chosen[1]])
    model.add_at_most_one(chosen[1:])
    model.maximize(chosen[0] + 2 * chosen[3] + 4 * chosen[1])
    fate, solver = run(model, Budget(1.0))
    asked = [chosen[1], ~chosen[0], chosen[3], ~chosen[2], chosen[0]]
    assert fate == "optimal"
    assert values_of(solver, asked).tolist() == [solver.boolean_value(one) for one in asked]
    assert values_of(solver, asked).tolist() == [True, False, False, True, True]


@pytest.mark.usefixtures("_asks_the_solver")
def test_too_little_work_is_a_value():
    conflict = sp.load("korea-1952").conflict()
    found = least_ranks(conflict, "everyone returned", "gmr", work=1e-6)
    assert found.proof in ("none found", "best found")
    assert found.bound is not None


@pytest.mark.parametrize("concept", CONCEPTS)
def test_however_little_work_is_allowed_some_change_of_ranks_is_found(concept):
    conflict = sp.load("colombia-2014").conflict()
    found = least_ranks(conflict, "pardon + watched truce", concept, work=1e-6)
    assert found.found
    assert sp.stability(found.after, (concept,)).equilibria[concept][found.state]
    assert found.bound <= found.cost


@pytest.mark.usefixtures("_asks_the_solver")
def test_the_answer_does_not_depend_on_how_busy_the_machine_is():
    conflict = sp.load("colombia-2014").conflict()
    asked = partial(least_ranks, conflict, "pardon + watched truce", "gmr", work=0.3)
    alone = asked()
    assert alone.proof == "best found"
    with ThreadPoolExecutor(3) as pool:
        crowded = [future.result() for future in [pool.submit(asked) for _ in range(3)]]
    assert {found.cost for found in crowded} == {alone.cost}
    assert {found.bound for found in crowded} == {alone.bound}


@settings(max_examples=few(20), deadline=None)
@given(arc_games(parties=(2, 3), max_states=4), st.sampled_from(["seq", "sseq"]), st.data())
def test_nothing_dearer_comes_out_than_ranks_that_are_known_to_do_it(game, concept, data):
    state = data.draw(st.integers(0, game.n_states - 1))
    least = least_ranks(game.conflict, state, concept)
    known = least_ranks(game.conflict, state, concept, work=1e-6, known=[least.after.ranks])
    assert known.cost == least.cost


@settings(max_examples=few(20), deadline=None)
@given(
    arc_games(parties=(2, 3), max_states=4),
    st.sampled_from(["gmr", "seq", "sseq"]),
    st.sampled_from([1e-6, 0.02, 0.05, 0.1]),
    st.data(),
)
def test_what_is_proved_when_the_work_runs_out_is_true(game, concept, work, data):
    state = data.draw(st.integers(0, game.n_states - 1))
    cut = least_ranks(game.conflict, state, concept, work=work)
    least = least_ranks(game.conflict, state, concept).cost
    assert cut.bound <= least <= cut.cost


def test_the_more_work_the_closer_the_proof_to_the_answer():
    conflict = sp.load("colombia-2014").conflict()
    ask = partial(least_ranks, conflict, "pardon + watched truce", "seq")
    little, some, enough = ask(work=0.01), ask(work=0.3), ask(work=2.0)
    assert (enough.cost, enough.bound, enough.proof) == (26.0, 26.0, "optimal")
    assert little.bound <= some.bound <= 26 <= some.cost <= little.cost


def test_ranks_that_part_what_is_tied_or_move_what_is_fixed_are_no_help():
    conflict = sp.Conflict.from_options([0, 1], [[0, 0, 1, 2], [2, 1, 3, 0]])
    parted, moved = conflict.ranks.copy(), conflict.ranks.copy()
    parted[0] = [0, 1, 2, 3]
    moved[1] = [0, 1, 2, 3]
    alone = least_ranks(conflict, 0, "seq", free=[0], work=1e-6)
    for ranks in (parted, moved):
        found = least_ranks(conflict, 0, "seq", free=[0], work=1e-6, known=[ranks])
        assert (found.cost, found.proof) == (alone.cost, alone.proof)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"target": 9}, "state 9 found"),
        ({"target": []}, "target is empty"),
        ({"target": "peace"}, "no terms are called 'peace'"),
        ({"target": 1, "concept": "sim"}, "unknown concept 'sim'"),
        ({"target": 1, "free": [2]}, "party 2 found"),
        ({"target": 1, "free": {0: [6]}}, "state 6 found"),
        ({"target": 1, "price": 0}, "price 0 found"),
        ({"target": 1, "price": {0: "dear"}}, "price 'dear' found"),
        ({"target": 1, "ties": "made"}, "ties='made'"),
        ({"target": 1, "work": 0}, "limit of 0 on the work"),
    ],
)
def test_a_mistaken_question_is_refused(arguments, complaint):
    conflict = sp.load("syria-iraq-1975").conflict()
    with pytest.raises(ModelError, match=complaint):
        least_ranks(conflict, **arguments)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"kinds": ["sell"]}, "unknown kind 'sell'"),
        ({"costs": {"peace": 1}}, "neither an option nor a kind"),
        ({"costs": {"drop": 0}}, "cost 0 of 'drop'"),
        ({"at_once": 3}, "at_once=3"),
    ],
)
def test_a_mistaken_restriction_is_refused(arguments, complaint):
    conflict = sp.load("syria-iraq-1975").conflict()
    with pytest.raises(ModelError, match=complaint):
        least_restriction(conflict, 1, "seq", **arguments)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"kinds": ["drop"]}, "unknown kind 'drop'"),
        ({"costs": {"peace": 1}}, "neither an option nor a kind"),
        ({"costs": {"answer": -1}}, "cost -1 of 'answer'"),
        ({"at_once": 0}, "at_once=0"),
        ({"concept": "sim"}, "unknown concept 'sim'"),
    ],
)
def test_a_mistaken_addition_is_refused(arguments, complaint):
    conflict = sp.load("syria-iraq-1975").conflict()
    with pytest.raises(ModelError, match=complaint):
        least_addition(conflict, 1, **({"concept": "seq"} | arguments))


def test_an_addition_can_be_priced_and_told_in_a_table():
    conflict = sp.load("syria-iraq-1975").conflict()
    found = least_addition(conflict, "water released", costs={"answer": 5})
    assert found.cost == 5
    assert found.table().to_dict("records") == [
        {"party": "iraq", "change": "answer", "raised": "new, against syria", "passed": ""}
    ]
    assert found.to_dict()["changes"][0]["against"] == "syria"
    assert found.after.n_states == 2 * conflict.n_states
    assert least_addition(conflict, "water released", kinds=["allow"]).proof == "impossible"
    assert least_addition(conflict, "water released", limit=0).proof == "none found"
    graph = sp.Conflict.from_arcs([[(0, 1)], []], [[0, 1], [0, 0]])
    assert least_addition(graph, 0).cost == 2


def test_a_graph_too_large_to_double_is_refused(monkeypatch):
    monkeypatch.setattr(additions, "_MAX_STATES", 3)
    graph = sp.Conflict.from_arcs([[(0, 1)], []], [[0, 1], [0, 0]])
    with pytest.raises(SolveError, match="2 states would become 4"):
        least_addition(graph, 0)


def test_what_has_no_options_cannot_be_restricted_or_reordered():
    graph = sp.Conflict.from_arcs([[(0, 1)]], [[0, 1]])
    with pytest.raises(SolveError, match="explicit graph"):
        least_restriction(graph, 0)
    with pytest.raises(ModelError, match="explicit graph"):
        least_reorder(graph, 0, [], 0)
    with pytest.raises(SolveError, match="coalesced"):
        least_restriction(sp.load("elmira-coalesced").conflict(), 0)


@pytest.mark.usefixtures("_asks_the_solver")
def test_without_the_solver_the_message_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    conflict = sp.load("syria-iraq-1975").conflict()
    with pytest.raises(SolveError, match="extra 'levers'"):
        least_ranks(conflict, 1, "seq")


def test_too_many_ranks_at_once_are_refused_with_advice(monkeypatch):
    monkeypatch.setattr(programme, "MAX_RANKS", 2)
    conflict = sp.Conflict.from_arcs([[(0, 1)], [(1, 2)]], [[1, 2, 0], [0, 2, 1]])
    with pytest.raises(SolveError, match="name fewer states in free"):
        least_ranks(conflict, 0, "seq", price={0: 3})
