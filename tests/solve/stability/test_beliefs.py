"""Foresight, attitudes and views: engine and oracle agree; the identities that they must keep."""

from __future__ import annotations

from random import Random

import belief_oracles
import numpy as np
import oracles
import pytest
from belief_oracles import CONCEPTS
from examples import few
from hypothesis import given, settings
from hypothesis import strategies as st
from seen_views import view_of
from strategies import Game, games, option_games, rank_rows

from stickpoint.errors import ModelError, SolveError
from stickpoint.graph import Conflict
from stickpoint.solve.stability.beliefs.attitudes import attitudes
from stickpoint.solve.stability.beliefs.foresight import foresight
from stickpoint.solve.stability.beliefs.hypergame import Hypergame, View, hypergame
from stickpoint.solve.stability.beliefs.margin import margins
from stickpoint.solve.stability.sanctions import stability

Table = list[list[int]]
Drawn = tuple[Game, Table]
DILEMMA = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])


def sets(mask: np.ndarray) -> list[set[int]]:
    """Turn rows of a mask into sets of states."""
    return [set(np.flatnonzero(row).tolist()) for row in mask]


def tables(n_parties: int) -> st.SearchStrategy[Table]:
    """Return random attitudes of so many parties."""
    row = st.lists(st.sampled_from([1, 1, 0, -1]), min_size=n_parties, max_size=n_parties)
    return st.lists(row, min_size=n_parties, max_size=n_parties)


with_attitudes = games(parties=(1, 4), max_options=5).flatmap(
    lambda game: st.tuples(st.just(game), tables(game.n_parties))
)
with_concepts = games(parties=(1, 5), max_options=5).flatmap(
    lambda game: st.tuples(
        st.just(game),
        st.lists(st.sampled_from(CONCEPTS), min_size=game.n_parties, max_size=game.n_parties),
    )
)


# ---- foresight ------------------------------------------------------------------------------


@given(with_concepts)
def test_mix_is_what_its_definition_says(drawn: tuple[Game, list[str]]) -> None:
    game, concepts = drawn
    found = foresight(game.conflict, concepts)
    expected = belief_oracles.mixed(game.arcs, game.ranks, concepts)
    assert sets(found.stable["mixed"]) == expected
    assert sets(found.equilibria["mixed"][None])[0] == oracles.equilibria(expected)


@given(games(parties=(1, 4), max_options=4), st.sampled_from(CONCEPTS))
@settings(max_examples=few(20))
def test_a_mix_of_one_concept_is_that_concept(game: Game, concept: str) -> None:
    found = foresight(game.conflict, [concept] * game.n_parties)
    plain = stability(game.conflict, [concept])
    assert np.array_equal(found.stable["mixed"], plain.stable[concept])


def test_who_asks_for_a_mix_must_name_a_concept_for_each_party() -> None:
    with pytest.raises(ModelError, match="1 concepts found for 2 parties"):
        foresight(DILEMMA, ["nash"])
    with pytest.raises(ModelError, match="unknown concept 'far'"):
        foresight(DILEMMA, ["nash", "far"])


# ---- attitudes ------------------------------------------------------------------------------


def agree(game: Game, table: Table) -> None:
    """Assert that engine and oracle agree for all concepts and parties."""
    found = attitudes(game.conflict, table).stable
    better = belief_oracles.gains(game.ranks, table)
    for concept in CONCEPTS:
        expected = belief_oracles.relational(
            game.arcs, game.n_parties, game.n_states, better, concept
        )
        assert sets(found[concept]) == expected, concept


@given(with_attitudes)
def test_attitudes_are_what_their_definition_says(drawn: Drawn) -> None:
    agree(*drawn)


@pytest.mark.parametrize("n_parties", [2, 3, 4])
def test_attitudes_agree_on_many_graphs(n_parties: int) -> None:
    rng = Random(n_parties)
    for _ in range(few(15)):
        drawn = oracles.random_arc_game(rng, n_parties, 8, rng.choice([0.1, 0.25]))
        game = Game(drawn["ranks"], arcs_by_party=tuple(tuple(pairs) for pairs in drawn["arcs"]))
        agree(game, [[rng.choice((1, 0, -1)) for _ in game.ranks] for _ in game.ranks])


@given(games(parties=(1, 4), max_options=5))
def test_who_looks_after_itself_alone_is_judged_as_ever(game: Game) -> None:
    found = attitudes(game.conflict, np.eye(game.n_parties, dtype=int))
    plain = stability(game.conflict)
    assert all(np.array_equal(found.stable[c], plain.stable[c]) for c in CONCEPTS)


@given(with_attitudes)
@settings(max_examples=few(20))
def test_who_gains_less_often_stays_more_often(drawn: Drawn) -> None:
    game, table = drawn
    found = attitudes(game.conflict, table).stable
    order = [("nash", "sseq"), ("sseq", "seq"), ("sseq", "smr"), ("seq", "gmr"), ("smr", "gmr")]
    for strong, weak in order:
        assert (found[strong] <= found[weak]).all(), (strong, weak)


strict = games(parties=(1, 4), max_options=4).flatmap(
    lambda game: st.tuples(
        st.lists(
            st.permutations(range(game.n_states)),
            min_size=game.n_parties,
            max_size=game.n_parties,
        ).map(game.with_ranks),
        tables(game.n_parties),
    )
)


@given(strict)
@settings(max_examples=few(20))
def test_on_strict_orders_the_papers_reply_list_says_the_same(drawn: Drawn) -> None:
    game, table = drawn
    table = [row if any(row) else [int(i == j) for j in range(len(row))]
             for i, row in enumerate(table)]  # fmt: skip
    for concept in CONCEPTS:
        ours, papers = (
            belief_oracles.relational(
                game.arcs, game.n_parties, game.n_states, better(game.ranks, table), concept
            )
            for better in (belief_oracles.gains, belief_oracles.gains_or_drifts)
        )
        assert ours == papers, concept


@given(strict)
@settings(max_examples=few(20))
def test_theorem_of_discrete_attitudes_holds_for_the_papers_reply_list(drawn: Drawn) -> None:
    """Inohara & Hipel 2009: on complete, antisymmetric preferences all equal the plain ones."""
    game, _ = drawn
    own = [[int(i == j) for j in range(game.n_parties)] for i in range(game.n_parties)]
    better = belief_oracles.gains_or_drifts(game.ranks, own)
    for concept in ("nash", "gmr", "smr", "seq"):
        found = belief_oracles.relational(game.arcs, game.n_parties, game.n_states, better, concept)
        assert found == oracles.CONCEPTS[concept](game.arcs, game.ranks), concept


@given(games(parties=(1, 4), max_options=4))
@settings(max_examples=few(20))
def test_theorem_of_total_neutrality_holds_for_the_papers_reply_list(game: Game) -> None:
    """Inohara & Hipel 2009: then relational Nash equals SMR, and GMR equals SEQ."""
    nobody = [[0] * game.n_parties] * game.n_parties
    better = belief_oracles.gains_or_drifts(game.ranks, nobody)
    found = {
        concept: belief_oracles.relational(
            game.arcs, game.n_parties, game.n_states, better, concept
        )
        for concept in ("nash", "gmr", "smr", "seq")
    }
    assert found["nash"] == found["smr"]
    assert found["gmr"] == found["seq"]


def test_attitudes_of_another_shape_are_refused() -> None:
    with pytest.raises(ModelError, match=r"shape \(1, 2\) found; expected \(2, 2\)"):
        attitudes(DILEMMA, [[1, 0]])
    with pytest.raises(ModelError, match="each 1"):
        attitudes(DILEMMA, [[2, 0], [0, 1]])


def test_what_compares_all_pairs_is_refused_where_they_are_too_many() -> None:
    n = 1 << 13
    rng = np.random.default_rng(0)
    large = Conflict.from_options([0, 1] * 6 + [0], [rng.permutation(n) for _ in range(2)])
    with pytest.raises(SolveError, match="ask for nash, gmr and seq"):
        attitudes(large, [[1, 1], [0, 1]])
    found = attitudes(large, [[1, 1], [0, 1]], ["nash", "seq"])
    assert (found.stable["nash"] <= found.stable["seq"]).all()
    assert found.stable["nash"].any()
    assert not found.stable["nash"].all()


# ---- views ----------------------------------------------------------------------------------


@st.composite
def seen(draw: st.DrawFn) -> tuple[Game, int, dict[int, tuple[list[list[int]], int]]]:
    """Draw a game of options, the code of today, and for some parties what they see."""
    game = draw(option_games(parties=(2, 4), max_options=4))
    now = draw(st.sampled_from(game.codes))
    views = {}
    for i in draw(st.sets(st.integers(0, game.n_parties - 1))):
        ranks = [draw(rank_rows(game.n_states)) if draw(st.booleans()) else row
                 for row in game.ranks]  # fmt: skip
        unknown = draw(st.integers(0, 2 ** len(game.owners) - 1))
        unknown &= sum(1 << k for k, owner in enumerate(game.owners) if owner != i)
        views[i] = (ranks, unknown)
    return game, now, views


def solved(game: Game, now: int, views: dict[int, tuple[list[list[int]], int]]) -> Hypergame:
    """Ask the engine."""
    return hypergame(game.conflict, {i: view_of(game, now, *view) for i, view in views.items()})


@given(seen())
def test_views_are_what_their_definition_says(drawn) -> None:
    game, now, views = drawn
    found = solved(game, now, views)
    for concept in CONCEPTS:
        rows = [
            belief_oracles.in_view(
                game.owners, game.codes, game.one_way, *views.get(i, (game.ranks, 0)), now, concept
            )
            for i in range(game.n_parties)
        ]
        for i, expected in enumerate(rows):
            for j, codes in enumerate(expected):
                states = np.flatnonzero(found.expected[concept][i, j])
                assert {game.codes[s] for s in states} == codes, (concept, i, j)
        played = set.intersection(*(row[i] for i, row in enumerate(rows)))
        assert {game.codes[s] for s in np.flatnonzero(found.equilibria[concept])} == played


@given(option_games(parties=(1, 4), max_options=4))
@settings(max_examples=few(20))
def test_who_sees_what_is_plays_as_if_there_were_no_views(game: Game) -> None:
    views = dict.fromkeys(range(game.n_parties), (game.ranks, 0))
    found, plain = solved(game, game.codes[0], views), stability(game.conflict)
    for concept in CONCEPTS:
        assert np.array_equal(found.played[concept], plain.stable[concept])
        assert np.array_equal(found.steady(concept), plain.equilibria[concept])
        assert not found.by_error(concept).any()
        assert not found.undone(concept).any()
        assert all(found.surprises(s, concept) == [] for s in range(game.n_states))


@given(seen())
@settings(max_examples=few(20))
def test_what_holds_is_steady_just_where_nobody_is_surprised(drawn) -> None:
    found = solved(*drawn)
    for concept in ("nash", "seq"):
        for s in np.flatnonzero(found.equilibria[concept]).tolist():
            surprised = found.surprises(s, concept)
            unseen = any(view.place[s] < 0 for view in found.views.values())
            assert bool(found.steady(concept)[s]) == (surprised == [] and not unseen)
            assert all(one.target is None for one in surprised)


TRUE = [[3, 4, 2, 1], [3, 2, 4, 1]]
NERVE = Conflict.from_options([0, 1], TRUE)


def nerve(first: list[int], second: list[int], within: dict[int, View] | None = None) -> Hypergame:
    """Judge the game of nerve in which the first takes the second's order to be such."""
    seen_by_first = Conflict.from_options([0, 1], [first, second])
    return hypergame(NERVE, {0: View(seen_by_first, np.arange(4), within or {})})


def test_a_threat_that_is_believed_and_empty_is_found_out_to_be_an_error() -> None:
    found = nerve(TRUE[0], [2, 1, 4, 3])
    assert found.mistaken(0, "seq") == [0], "it holds back for fear of an answer"
    (one,) = found.surprises(1, "seq")
    assert (one.viewer, one.mover, one.target) == (0, 1, None), "it expects that answer in vain"


def test_a_view_within_a_view_changes_what_is_expected_and_not_what_is_done() -> None:
    soft = Conflict.from_options([0, 1], [[4, 3, 2, 1], TRUE[1]])
    plain = nerve(TRUE[0], TRUE[1])
    nested = nerve(TRUE[0], TRUE[1], {1: View(soft, np.arange(4))})
    assert np.array_equal(nested.played["seq"], plain.played["seq"])
    hard = Conflict.from_options([0, 1], [[2, 4, 1, 3], TRUE[1]])
    feared = nerve(TRUE[0], TRUE[1], {1: View(hard, np.arange(4))})
    assert np.array_equal(feared.played["seq"], plain.played["seq"])
    assert feared.expected["seq"][0, 1, 0]
    assert not plain.expected["seq"][0, 1, 0]


def test_a_move_that_a_party_does_not_know_of_surprises_it() -> None:
    game = Game([[3, 4, 2, 1], [3, 2, 4, 1]], owners=(0, 1), one_way=(0, 0), is_option_form=True)
    found = solved(game, 0, {0: (game.ranks, 2)})
    hidden = [one for one in found.surprises(0, "nash") if one.viewer == 0]
    assert hidden == [(0, 1, 2, True)]


def test_views_that_do_not_fit_are_refused() -> None:
    alone = Conflict.from_options([0, 0], [TRUE[0]])
    for views, said in [
        ({2: View(NERVE, np.arange(4))}, "view of party 2"),
        ({0: View(alone, np.arange(4))}, "with 1 parties"),
        ({0: View(NERVE, np.arange(3))}, "places of a view"),
        ({0: View(NERVE, np.arange(4) + 1)}, "outside -1 to 3"),
        ({0: View(NERVE, np.arange(4), {1: View(NERVE, np.arange(3))})}, "places of a view"),
    ]:
        with pytest.raises(ModelError, match=said):
            hypergame(NERVE, views)


def test_a_table_says_what_holds_for_whom() -> None:
    found = nerve(TRUE[0], [2, 1, 4, 3])
    table = found.table()
    assert table["seq played"].tolist() == found.equilibria["seq"].tolist()
    assert table["seq party 1"].tolist() == found.in_view["seq"][0].tolist()
    assert "by error" in repr(found)


# ---- margins --------------------------------------------------------------------------------


@given(option_games(parties=(1, 3), max_options=3))
@settings(max_examples=few(20))
def test_margins_are_what_their_definition_says(game: Game) -> None:
    found = margins(game.conflict)
    for concept, table in found.items():
        for i in range(game.n_parties):
            for s in range(game.n_states):
                expected = belief_oracles.margin(game.arcs, game.ranks, i, s, concept)
                assert table[i, s] == expected, (concept, i, s)


@given(
    option_games(parties=(1, 3), max_options=2).flatmap(
        lambda game: st.lists(
            st.permutations(range(game.n_states)), min_size=game.n_parties, max_size=game.n_parties
        ).map(game.with_ranks)
    )
)
@settings(max_examples=few(20))
def test_on_strict_orders_a_margin_is_the_fewest_swaps_of_neighbours(game: Game) -> None:
    for concept, table in margins(game.conflict).items():
        for s in range(game.n_states):
            assert table[0, s] == belief_oracles.least_swaps(game.arcs, game.ranks, 0, s, concept)


def test_margins_of_an_explicit_graph_are_refused() -> None:
    with pytest.raises(ModelError, match="explicit graph"):
        margins(Conflict.from_arcs([[(0, 1)], [(1, 0)]], [[0, 1], [1, 0]]))
