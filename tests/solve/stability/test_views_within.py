"""Views within views: engine, case file and literal twin say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import belief_oracles
import numpy as np
from examples import few
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from seen_views import nested_view
from strategies import Game, option_games, rank_rows

import stickpoint as sp
from stickpoint.answers.why.believed import Believed
from stickpoint.solve.stability.beliefs.hypergame import Hypergame, hypergame

CONCEPTS = belief_oracles.CONCEPTS
Drawn = tuple[Game, int, dict[int, belief_oracles.Seen]]


@st.composite
def free_games(draw: st.DrawFn) -> Game:
    """Draw a game of two or three options that nothing limits."""
    parties = draw(st.integers(2, 3))
    owners = tuple(draw(st.lists(st.integers(0, parties - 1), min_size=2, max_size=3)))
    rows = [draw(rank_rows(2 ** len(owners))) for _ in range(parties)]
    return Game(rows, owners=owners, one_way=(0,) * len(owners), is_option_form=True)


@st.composite
def nested(draw: st.DrawFn, *, limited: bool = True) -> Drawn:
    """Draw a game of options, the code of today, and what parties see and take others to see."""
    game = draw(option_games(parties=(2, 3), max_options=3) if limited else free_games())

    def part(holder: int) -> tuple[dict[int, list[int]], int]:
        others = st.sets(st.sampled_from([k for k in range(game.n_parties) if k != holder]))
        unknown = draw(st.integers(0, 2 ** len(game.owners) - 1))
        unknown &= sum(1 << k for k, owner in enumerate(game.owners) if owner != holder)
        return {k: draw(rank_rows(game.n_states)) for k in draw(others)}, unknown

    views: dict[int, belief_oracles.Seen] = {}
    for i in draw(st.sets(st.integers(0, game.n_parties - 1), min_size=1)):
        others = [j for j in range(game.n_parties) if j != i]
        within = {j: part(j) for j in draw(st.sets(st.sampled_from(others)))}
        views[i] = (*part(i), within)
    return game, draw(st.sampled_from(game.codes)), views


def sets(mask: np.ndarray) -> list[set[int]]:
    """Turn rows of a mask into sets of states."""
    return [set(np.flatnonzero(row).tolist()) for row in mask]


def agree(found: Hypergame, game: Game, now: int, views: dict[int, belief_oracles.Seen]) -> None:
    """Assert that an answer is what the definition says, for all parties and concepts."""
    for concept in CONCEPTS:
        twin = belief_oracles.second_level(
            game.owners, game.codes, game.one_way, game.ranks, views, now, concept
        )
        places = [[{game.codes.index(c) for c in codes} for codes in row] for row in twin]
        assert [sets(table) for table in found.expected[concept]] == places, concept
        held = set.intersection(*(row[i] for i, row in enumerate(places)))
        in_view = [set.intersection(*row) for row in places]
        assert sets(found.equilibria[concept][None]) == [held]
        assert sets(found.in_view[concept]) == in_view
        assert sets(found.steady(concept)[None]) == [set.intersection(held, *in_view)]


@given(nested())
@settings(max_examples=few(15))
def test_views_within_views_are_what_their_definition_says(drawn: Drawn) -> None:
    game, now, views = drawn
    built = {i: nested_view(game, now, seen) for i, seen in views.items()}
    agree(hypergame(game.conflict, built), game, now, views)


@given(nested())
@settings(max_examples=few(15))
def test_who_expects_otherwise_than_comes_is_surprised(drawn: Drawn) -> None:
    game, now, views = drawn
    built = {i: nested_view(game, now, seen) for i, seen in views.items()}
    found = hypergame(game.conflict, built, ["seq"])
    twin = belief_oracles.second_level(
        game.owners, game.codes, game.one_way, game.ranks, views, now, "seq"
    )
    for state, code in enumerate(game.codes):
        told = found.surprises(state, "seq")
        placed = {i for i in range(game.n_parties) if i not in built or built[i].place[state] >= 0}
        wrong = {pair for pair in belief_oracles.surprised(twin, code) if pair[0] in placed}
        assert wrong <= {(one.viewer, one.mover) for one in told}
        assert all(one.hidden for one in told if (one.viewer, one.mover) not in wrong)


@given(nested())
@settings(max_examples=few(20))
def test_what_is_within_a_view_changes_nothing_that_anybody_does(drawn: Drawn) -> None:
    game, now, views = drawn
    built = {i: nested_view(game, now, seen) for i, seen in views.items()}
    plain = {i: replace(view, within={}) for i, view in built.items()}
    with_, without = (hypergame(game.conflict, one) for one in (built, plain))
    assert all(np.array_equal(with_.played[c], without.played[c]) for c in CONCEPTS)


def as_text(game: Game, now: int, views: dict[int, belief_oracles.Seen]) -> str:
    """Write a case with these options, ranks and views."""
    names = [f"p{owner}.o{k}" for k, owner in enumerate(game.owners)]

    def order(ranks: dict[int, list[int]]) -> str:
        lines = (
            f"p{i}: [{', '.join(weigh(code, row[s]) for s, code in enumerate(game.codes))}]"
            for i, row in ranks.items()
        )
        return f"{{{', '.join(lines)}}}"

    def weigh(code: int, rank: int) -> str:
        signs = [f"{'' if code >> k & 1 else '!'}{name}" for k, name in enumerate(names)]
        return f'{{when: "{" & ".join(signs)}", weight: {rank + 1}}}'

    def part(wrong: dict[int, list[int]], unknown: int) -> Iterator[str]:
        if wrong:
            yield f"weights: {order(wrong)}"
        if unknown:
            hidden = (f"{name}: unknown" for k, name in enumerate(names) if unknown >> k & 1)
            yield f"options: {{{', '.join(hidden)}}}"

    def view(wrong: dict, unknown: int, within: dict | None = None) -> str:
        inner = [f"p{j}: {view(*seen)}" for j, seen in (within or {}).items()]
        nested_views = [f"views: {{{', '.join(inner)}}}"] if inner else []
        return f"{{{', '.join([*part(wrong, unknown), *nested_views])}}}"

    parties = ", ".join(f"p{i}: Party {i}" for i in range(game.n_parties))
    options = ", ".join(
        f"{name}: {{text: do {name}, now: {'yes' if now >> k & 1 else 'no'}}}"
        for k, name in enumerate(names)
    )
    seen = ", ".join(f"p{i}: {view(*one)}" for i, one in views.items())
    return (
        f"format: 1\ntitle: t\nparties: {{{parties}}}\noptions: {{{options}}}\n"
        f"weights: {order(dict(enumerate(game.ranks)))}\nviews: {{{seen}}}\n"
    )


def written(views: dict[int, belief_oracles.Seen]) -> dict[int, belief_oracles.Seen]:
    """Leave out views of nothing, which a case file has no words for."""
    full = {
        i: (wrong, unknown, {j: seen for j, seen in within.items() if any(seen)})
        for i, (wrong, unknown, within) in views.items()
    }
    return {i: seen for i, seen in full.items() if any(seen)}


@given(nested(limited=False))
@settings(max_examples=few(8))
def test_a_case_with_views_within_views_says_what_they_are(drawn: Drawn) -> None:
    game, now, views = drawn
    views = written(views)
    assume(views)
    case = sp.loads(as_text(game, now, views))
    seen = Believed(case, case.conflict()).seen
    assert seen is not None
    assert [int(code) for code in case.conflict().codes] == game.codes
    agree(seen, game, now, views)
