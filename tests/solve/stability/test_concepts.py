"""The five concepts for single parties: engine against oracle, state by state, party by party."""

from __future__ import annotations

from functools import cache
from random import Random
from typing import Any

import numpy as np
import oracles
import pytest
from examples import few
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, arc_games, games, option_games

import stickpoint as sp
from stickpoint.solve.stability.engine import graph
from stickpoint.solve.stability.engine.explicit import search
from stickpoint.solve.stability.sanctions import OneByOne, run_all

CONCEPTS = tuple(oracles.CONCEPTS)
INCLUSIONS = (
    ("nash", "sseq"),
    ("sseq", "seq"),
    ("seq", "gmr"),
    ("sseq", "smr"),
    ("smr", "gmr"),
)


def solved(game: Game) -> dict[str, list[set[int]]]:
    """Return the engine's answer in the oracles' form."""
    result = sp.stability(game.conflict)
    return {name: sets(result.stable[name]) for name in CONCEPTS}


def sets(table: np.ndarray) -> list[set[int]]:
    """Turn a mask (parties, states) into one set of states per party."""
    return [set(np.flatnonzero(row).tolist()) for row in table]


def judged(game: Game) -> dict[str, list[set[int]]]:
    """Return the oracles' answer."""
    return {name: judge(game.arcs, game.ranks) for name, judge in oracles.CONCEPTS.items()}


def agree(game: Game, expected: dict[str, list[set[int]]] | None = None) -> None:
    """Assert that engine and oracle give the same states for every concept and party."""
    found = solved(game)
    for name, states in (expected or judged(game)).items():
        assert found[name] == states, name


@given(arc_games())
def test_engine_and_oracle_agree_on_explicit_graphs(game: Game) -> None:
    agree(game)


@given(option_games())
def test_engine_and_oracle_agree_on_restricted_options(game: Game) -> None:
    agree(game)


@given(option_games(simple=True))
def test_engine_and_oracle_agree_on_free_options(game: Game) -> None:
    agree(game)


@cache
def many_option_games(n_parties: int, simple: bool) -> list[tuple[Game, dict[str, Any]]]:
    """Draw games of options, and judge them once for both ways of running."""
    rng, found = Random(1000 * n_parties + simple), []
    for _ in range(few(20)):
        drawn = oracles.random_option_game(rng, n_parties, rng.randint(2, 6), simple=simple)
        keys = ("owners", "one_way", "infeasible")
        game = Game(drawn["ranks"], **{k: tuple(drawn[k]) for k in keys}, is_option_form=True)
        found.append((game, judged(game)))
    return found


@cache
def many_explicit_graphs(n_parties: int, density: float) -> list[tuple[Game, dict[str, Any]]]:
    """Draw games of arcs, and judge them once for both ways of running."""
    rng, found = Random(f"{n_parties} {density}"), []
    for _ in range(few(30)):
        drawn = oracles.random_arc_game(rng, n_parties, rng.randint(2, 14), density)
        game = Game(drawn["ranks"], arcs_by_party=tuple(tuple(pairs) for pairs in drawn["arcs"]))
        found.append((game, judged(game)))
    return found


@pytest.mark.parametrize("n_parties", [2, 3, 4, 5])
@pytest.mark.parametrize("simple", [True, False], ids=["free", "restricted"])
def test_engine_and_oracle_agree_on_many_option_games(n_parties: int, simple: bool) -> None:
    for game, expected in many_option_games(n_parties, simple):
        agree(game.with_ranks(game.ranks), expected)


@pytest.mark.parametrize("n_parties", [2, 3, 4, 5])
@pytest.mark.parametrize("density", [0.08, 0.2, 0.5])
def test_engine_and_oracle_agree_on_many_explicit_graphs(n_parties: int, density: float) -> None:
    for game, expected in many_explicit_graphs(n_parties, density):
        agree(game.with_ranks(game.ranks), expected)


@given(games())
def test_equilibria_are_the_states_stable_for_all(game: Game) -> None:
    result = sp.stability(game.conflict)
    for name in CONCEPTS:
        assert result.stable[name].shape == (game.n_parties, game.n_states)
        assert result.stable[name].dtype == np.bool_
        assert np.array_equal(result.equilibria[name], result.stable[name].all(axis=0))


@given(games())
def test_the_concepts_contain_each_other_as_published(game: Game) -> None:
    result = sp.stability(game.conflict)
    for inner, outer in INCLUSIONS:
        assert not (result.stable[inner] & ~result.stable[outer]).any(), (inner, outer)


@given(games(), st.lists(st.sampled_from(CONCEPTS), min_size=1, unique=True))
def test_asking_for_fewer_concepts_changes_no_answer(game: Game, names: list[str]) -> None:
    everything = sp.stability(game.conflict)
    some = sp.stability(game.conflict, concepts=tuple(names))
    assert set(some.stable) == set(names)
    for name in names:
        assert np.array_equal(some.stable[name], everything.stable[name])


def test_an_unknown_concept_is_refused_by_name() -> None:
    conflict = sp.Conflict.from_options([0], [[0, 1]])
    with pytest.raises(sp.ModelError, match="nahs"):
        sp.stability(conflict, concepts=("nahs",))


# ---------------------------------------------------------------------------------------------
# What must not matter


@given(games(), st.data())
def test_only_the_order_of_ranks_matters(game: Game, data: st.DataObject) -> None:
    stretched = []
    for row in game.ranks:
        levels = sorted(set(row))
        gaps = data.draw(
            st.lists(st.integers(1, 10**9), min_size=len(levels), max_size=len(levels))
        )
        value = dict(zip(levels, np.cumsum(gaps).tolist(), strict=True))
        stretched.append([value[rank] - 5 * 10**9 for rank in row])
    assert solved(game.with_ranks(stretched)) == solved(game)


@given(games(), st.randoms(use_true_random=False))
def test_renaming_parties_permutes_the_answer(game: Game, rng: Random) -> None:
    new = list(range(game.n_parties))
    rng.shuffle(new)
    old = sorted(range(game.n_parties), key=new.__getitem__)
    renamed = Game(
        [game.ranks[i] for i in old],
        arcs_by_party=tuple(game.arcs_by_party[i] for i in old) if game.arcs_by_party else (),
        owners=tuple(new[owner] for owner in game.owners),
        one_way=game.one_way,
        infeasible=game.infeasible,
        is_option_form=game.is_option_form,
    )
    before, after = solved(game), solved(renamed)
    for name in CONCEPTS:
        assert after[name] == [before[name][i] for i in old], name


@given(arc_games(), st.randoms(use_true_random=False))
def test_renumbering_states_permutes_the_answer(game: Game, rng: Random) -> None:
    new = list(range(game.n_states))
    rng.shuffle(new)
    ranks = [[0] * game.n_states for _ in game.ranks]
    for row, original in zip(ranks, game.ranks, strict=True):
        for state, rank in enumerate(original):
            row[new[state]] = rank
    renumbered = Game(
        ranks,
        arcs_by_party=tuple(
            tuple((new[s], new[t]) for s, t in pairs) for pairs in game.arcs_by_party
        ),
    )
    before, after = solved(game), solved(renumbered)
    for name in CONCEPTS:
        assert after[name] == [{new[s] for s in states} for states in before[name]], name


@given(option_games(), st.randoms(use_true_random=False))
def test_reordering_options_permutes_the_answer(game: Game, rng: Random) -> None:
    count = len(game.owners)
    new = list(range(count))
    rng.shuffle(new)

    def recode(code: int) -> int:
        return sum(1 << new[k] for k in range(count) if code >> k & 1)

    old = sorted(range(count), key=new.__getitem__)
    codes = sorted(recode(code) for code in game.codes)
    place = [codes.index(recode(code)) for code in game.codes]
    ranks = [[0] * game.n_states for _ in game.ranks]
    for row, original in zip(ranks, game.ranks, strict=True):
        for state, rank in enumerate(original):
            row[place[state]] = rank
    reordered = Game(
        ranks,
        owners=tuple(game.owners[k] for k in old),
        one_way=tuple(game.one_way[k] for k in old),
        infeasible=tuple(recode(code) for code in game.infeasible),
        is_option_form=True,
    )
    before, after = solved(game), solved(reordered)
    for name in CONCEPTS:
        assert after[name] == [{place[s] for s in states} for states in before[name]], name


@given(option_games())
def test_the_same_moves_as_options_or_as_arcs_give_the_same_answer(game: Game) -> None:
    pairs = tuple(
        tuple((s, t) for s, reached in moves.items() for t in reached) for moves in game.arcs
    )
    assert solved(Game(game.ranks, arcs_by_party=pairs)) == solved(game)


SLOW = pytest.mark.slow  # takes seconds as Python, and reaches no line that smaller ones do not


@pytest.mark.parametrize(
    ("share", "levels"),
    [
        pytest.param(0.0, 3, marks=SLOW, id="ties-cube"),
        pytest.param(0.1, 3, marks=SLOW, id="ties-with gaps"),
        pytest.param(0.0, 2**10, id="nearly strict-cube"),
        pytest.param(0.1, 2**10, marks=SLOW, id="nearly strict-with gaps"),
    ],
)
def test_a_thousand_states_agree_by_classes_and_by_arcs(share: float, levels: int) -> None:
    rng = np.random.default_rng(17)
    owners = rng.integers(0, 4, size=10).tolist()
    infeasible = np.flatnonzero(rng.random(2**10) < share).tolist()
    ranks = rng.integers(0, levels, size=(4, 2**10 - len(infeasible)))
    by_classes = sp.Conflict.from_options(owners, ranks, infeasible=infeasible)
    by_arcs = sp.Conflict.from_arcs([by_classes.arcs(i) for i in range(4)], ranks)
    left, right = sp.stability(by_classes), sp.stability(by_arcs)
    for name in CONCEPTS:
        assert np.array_equal(left.stable[name], right.stable[name]), name


@given(games())
def test_a_party_without_moves_or_wishes_changes_nothing_for_the_rest(game: Game) -> None:
    idle = Game(
        [*game.ranks, [0] * game.n_states],
        arcs_by_party=(*game.arcs_by_party, ()) if game.arcs_by_party else (),
        owners=game.owners,
        one_way=game.one_way,
        infeasible=game.infeasible,
        is_option_form=game.is_option_form,
    )
    before, after = solved(game), solved(idle)
    for name in CONCEPTS:
        assert after[name][:-1] == before[name]
        assert after[name][-1] == set(range(game.n_states))


ANSWERS = (sp.stability, sp.coalition)


@pytest.mark.parametrize("ask", ANSWERS)
def test_concepts_may_come_one_by_one_and_none_is_lost(ask: Any) -> None:
    dilemma = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    assert tuple(ask(dilemma, (name for name in ["seq", "nash"])).concepts) == ("nash", "seq")


def test_concepts_of_strength_and_doubt_may_come_one_by_one() -> None:
    dilemma = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    bands = np.zeros((2, 4), dtype=np.int64)
    assert "strong gmr" in sp.strength(dilemma, bands, iter(["gmr"])).stable
    assert "nash_a" in sp.unknown(dilemma, [[], []], iter(["nash"])).stable


@pytest.mark.parametrize("ask", ANSWERS)
def test_a_text_where_a_list_of_concepts_belongs_is_refused_with_what_to_write(ask: Any) -> None:
    dilemma = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    with pytest.raises(sp.ModelError, match=r"expected a list of names: write \['seq'\]"):
        ask(dilemma, "seq")


@pytest.mark.parametrize(("state", "party"), [(0, 2), (0, -1), (4, 0)])
def test_a_reason_is_refused_for_a_party_or_state_that_does_not_exist(
    state: int, party: int
) -> None:
    found = sp.stability(sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]]))
    with pytest.raises(sp.ModelError, match="found; expected 0 to"):
        found.why(state, party, "seq")


@given(games(parties=(1, 4), max_options=4, max_states=8), st.sampled_from(CONCEPTS), st.data())
def test_parties_judged_one_by_one_are_judged_as_all_at_once(game, concept, data) -> None:
    conflict = game.conflict
    everybody = list(range(conflict.n_parties))
    alone, expected = OneByOne(conflict, concept), sp.stability(conflict, (concept,))
    for party in [*data.draw(st.permutations(everybody)), *everybody]:
        assert np.array_equal(alone.stays(party), expected.stable[concept][party])


def test_a_graph_that_is_searched_for_all_in_one_pass_can_be_asked_for_one(monkeypatch) -> None:
    rings = [(k, k // 8 * 8 + (k + 1) % 8) for k in range(16)]
    conflict = sp.Conflict.from_arcs([rings] * 2, [list(range(16)), list(range(16, 0, -1))])
    expected, passes = sp.stability(conflict, ("seq",)).stable["seq"], list[None]()

    def in_one_pass(conflict, stable):
        return [lambda: passes.append(run_all(graph.tasks(conflict, stable), 16))]

    monkeypatch.setattr(search, "fits", lambda _: True)
    monkeypatch.setattr(search, "tasks", in_one_pass)
    alone = OneByOne(conflict, "seq")
    assert np.array_equal(alone.stays(1), expected[1])
    assert np.array_equal(alone.stays(0), expected[0])
    assert len(passes) == 1
