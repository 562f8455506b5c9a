"""Hypothesis strategies → random conflicts, each as plain sets and as a stickpoint conflict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import oracles
from hypothesis import strategies as st

from stickpoint.graph import Conflict

MAX_PARTIES = 5
MAX_OPTIONS = 6
MAX_STATES = 7


@dataclass(frozen=True)
class Game:
    """One random conflict, readable in a falsifying example.

    ``arcs_by_party`` holds (from, to) pairs of an explicit graph; it is empty in option form.
    """

    ranks: list[list[int]]
    arcs_by_party: tuple[tuple[tuple[int, int], ...], ...] = ()
    owners: tuple[int, ...] = ()
    one_way: tuple[int, ...] = ()
    infeasible: tuple[int, ...] = ()
    is_option_form: bool = False

    @property
    def n_parties(self) -> int:
        """How many parties there are."""
        return len(self.ranks)

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return len(self.ranks[0])

    @cached_property
    def codes(self) -> list[int]:
        """Feasible option vectors, ascending."""
        return oracles.feasible_codes(len(self.owners), self.infeasible)

    @cached_property
    def arcs(self) -> list[dict[int, set[int]]]:
        """The moves as the oracles want them."""
        if not self.is_option_form:
            return oracles.moves_from_pairs(self.arcs_by_party)
        return oracles.moves_from_options(
            self.owners, self.codes, self.one_way, n_parties=self.n_parties
        )

    @cached_property
    def conflict(self) -> Conflict:
        """The same as stickpoint wants it."""
        if not self.is_option_form:
            return Conflict.from_arcs(self.arcs_by_party, self.ranks)
        return Conflict.from_options(
            self.owners, self.ranks, one_way=self.one_way, infeasible=self.infeasible
        )

    def with_ranks(self, ranks: list[list[int]]) -> Game:
        """Keep the graph, change the preferences."""
        return Game(
            ranks,
            self.arcs_by_party,
            self.owners,
            self.one_way,
            self.infeasible,
            self.is_option_form,
        )


def rank_rows(n_states: int) -> st.SearchStrategy[list[int]]:
    """One party's ranks: strict, with many ties, or negative and with gaps."""
    return st.one_of(
        st.lists(st.integers(0, 2), min_size=n_states, max_size=n_states),
        st.permutations(range(n_states)),
        st.lists(
            st.sampled_from([-(10**9), -7, -1, 0, 3, 10**6]), min_size=n_states, max_size=n_states
        ),
    )


def bits(size: int) -> st.SearchStrategy[list[int]]:
    """Return a random subset of 0 … size - 1: none, few or half of them."""
    half = st.integers(0, 2**size - 1)
    few = st.builds(int.__and__, half, half)
    return st.one_of(st.just(0), few, half).map(
        lambda mask: [k for k in range(size) if mask >> k & 1]
    )


def _all_but_one(codes: Iterable[int], size: int) -> tuple[int, ...]:
    chosen = tuple(codes)
    return chosen if len(chosen) < size else chosen[1:]


@st.composite
def option_games(
    draw: Callable[..., object],
    *,
    parties: tuple[int, int] = (1, MAX_PARTIES),
    max_options: int = MAX_OPTIONS,
    simple: bool = False,
) -> Game:
    """Conflicts in option form; owners alternate at random, parties may own nothing.

    ``simple``: every vector is feasible and every option can be switched both ways.
    """
    n_parties = draw(st.integers(*parties))
    owners = draw(st.lists(st.integers(0, n_parties - 1), max_size=max_options).map(tuple))
    count = len(owners)
    one_way, infeasible = (0,) * count, ()
    if not simple:
        one_way = draw(
            st.one_of(
                st.just(one_way),
                st.lists(st.sampled_from([0, 0, 1, -1]), min_size=count, max_size=count).map(tuple),
            )
        )
        infeasible = draw(bits(2**count).map(lambda codes: _all_but_one(codes, 2**count)))
    n_states = 2**count - len(infeasible)
    ranks = [draw(rank_rows(n_states)) for _ in range(n_parties)]
    return Game(ranks, owners=owners, one_way=one_way, infeasible=infeasible, is_option_form=True)


@st.composite
def arc_games(
    draw: Callable[..., object],
    *,
    parties: tuple[int, int] = (1, MAX_PARTIES),
    max_states: int = MAX_STATES,
) -> Game:
    """Explicit graphs: moves neither transitive nor reversible, no loops."""
    n_parties = draw(st.integers(*parties))
    n_states = draw(st.integers(1, max_states))
    pairs = [(s, t) for s in range(n_states) for t in range(n_states) if s != t]
    arcs = tuple(tuple(pairs[k] for k in draw(bits(len(pairs)))) for _ in range(n_parties))
    ranks = [draw(rank_rows(n_states)) for _ in range(n_parties)]
    return Game(ranks, arcs_by_party=arcs)


def games(
    *,
    parties: tuple[int, int] = (1, MAX_PARTIES),
    max_options: int = MAX_OPTIONS,
    max_states: int = MAX_STATES,
) -> st.SearchStrategy[Game]:
    """Conflicts of either form."""
    return st.one_of(
        arc_games(parties=parties, max_states=max_states),
        option_games(parties=parties, max_options=max_options),
        option_games(parties=parties, max_options=max_options, simple=True),
    )


@st.composite
def banded(draw: Callable[..., object], game: Game) -> list[list[int]]:
    """Bands for strength of preference: coarser than the ranks, never against them."""
    bands = []
    for row in game.ranks:
        levels = sorted(set(row))
        steps = draw(st.lists(st.booleans(), min_size=len(levels), max_size=len(levels)))
        height, band_of = 0, {}
        for level, is_great in zip(levels, steps, strict=True):
            height += is_great
            band_of[level] = height
        bands.append([band_of[rank] for rank in row])
    return bands


@st.composite
def unsure(draw: Callable[..., object], game: Game) -> list[set[tuple[int, int]]]:
    """For each party the pairs of states it cannot order, both ways round."""
    pairs = [(s, t) for t in range(game.n_states) for s in range(t)]
    relation = []
    for _ in range(game.n_parties):
        chosen = [pairs[k] for k in draw(bits(len(pairs)))] if pairs else []
        relation.append({pair for s, t in chosen for pair in ((s, t), (t, s))})
    return relation


@st.composite
def formulas(draw: Callable[..., object], n_options: int, depth: int = 3) -> tuple[object, ...]:
    """Boolean formulas over options, as nested tuples."""
    some = st.lists(st.integers(0, n_options - 1), min_size=1, unique=True).map(tuple)
    leaves = st.one_of(
        st.tuples(st.just("option"), st.integers(0, n_options - 1)),
        st.tuples(st.just("const"), st.booleans()),
        st.tuples(st.sampled_from(["at_most_one", "exactly_one"]), some),
    )

    def grow(inner: st.SearchStrategy[tuple[object, ...]]) -> st.SearchStrategy[tuple[object, ...]]:
        parts = st.lists(inner, max_size=3).map(tuple)
        shares = st.lists(st.tuples(st.integers(0, 4), inner), max_size=3).map(tuple)
        return st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.sampled_from(["and", "or"]), parts),
            st.tuples(st.just("at_least"), st.tuples(st.integers(0, 8), shares)),
        )

    return draw(st.recursive(leaves, grow, max_leaves=2**depth))
