"""Which agreements there are: found, merged and signed, against trying everything."""

from __future__ import annotations

from dataclasses import replace

import agreement_oracles
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.graph.agreements.find import JointActs, Options, Wanted
from stickpoint.graph.agreements.table import Agreements
from stickpoint.graph.build_game import Games
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.game import Game
from stickpoint.graph.variants.copies import copies
from stickpoint.graph.variants.dilate import in_mean_waits
from stickpoint.graph.variants.hold import held
from stickpoint.graph.variants.quotient import Quotient
from stickpoint.solve.clock.clock import clock

Rows = list[tuple[int, int, float, tuple[tuple[int, float], ...]]]


def rows(acts: Agreements) -> Rows:
    ends = zip(acts.source.tolist(), acts.target.tolist(), acts.share.tolist(), strict=True)
    return [(*end, needed) for end, needed in zip(ends, acts.needed(), strict=True)]


@st.composite
def option_vectors(draw):
    """Options of three parties and of nature, some codes ruled out, and who settled where."""
    owners = sorted(draw(st.lists(st.integers(0, 2), min_size=1, max_size=4)))
    owners += [-1] * draw(st.integers(0, 1))
    k = len(owners)
    codes = sorted(draw(st.sets(st.integers(0, 2**k - 1), min_size=1)))
    states = st.integers(0, len(codes) - 1)
    terms = draw(st.dictionaries(states, st.integers(0, 2), max_size=len(codes)))
    ways = draw(st.lists(st.sampled_from([0, 0, 1, -1]), min_size=k, max_size=k))
    allowed = draw(st.dictionaries(st.integers(0, k - 1), st.sets(states), max_size=1))
    effort = draw(st.lists(st.sampled_from([0.0, 0.25, 1.0]), min_size=k, max_size=k))
    consent = {s: draw(st.sets(st.integers(0, 2), max_size=2)) for s in sorted(terms)}
    signed = [s for s in consent if draw(st.booleans())]
    return codes, owners, ways, terms, allowed, effort, consent, signed


@given(option_vectors())
def test_agreements_are_those_that_trying_everything_finds(drawn):
    codes, owners, ways, terms, allowed, effort, consent, signed = drawn
    own = sum(owner >= 0 for owner in owners)
    may = {
        k: np.isin(np.arange(len(codes)), list(where)) for k, where in allowed.items() if k < own
    }
    index = np.array([terms.get(s, -1) for s in range(len(codes))], dtype=np.int32)
    options = Options(tuple(owners), tuple(ways[:own]), may)
    marked = np.array([[i in consent.get(s, ()) for i in range(3)] for s in range(len(codes))])
    over = np.isin(np.arange(len(codes)), signed)
    wanted = Wanted(np.array(sorted(set(terms.values())), dtype=np.int64), marked, over)
    acts = JointActs(np.array(codes, dtype=np.uint64), index, options, wanted)
    found = acts.read(np.array(effort[:own]))
    expected = agreement_oracles.agreements(
        codes, owners, ways, terms, allowed, effort, consent, signed
    )
    assert sorted(rows(found)) == sorted((x.source, x.target, x.share, x.effort) for x in expected)
    assert (np.diff(found.source) >= 0).all()


def strike(**given: str) -> Game:
    return Games(sp.loads(agreement_oracles.STRIKE), **given).game()


def test_a_case_has_its_agreements_if_asked():
    assert strike().agreements.size == 0
    game = strike(agreements="every")
    # Only the terms between the two take both; nobody need march, and snow falls on its own.
    assert len(rows(game.agreements)) == 4
    assert {needed for *_, needed in rows(game.agreements)} == {((0, 0.0), (1, 0.5))}
    for source, target, share, _ in rows(game.agreements):
        assert share == 1.0
        assert game.terms[game.terms_index[target]] == "middle"
        assert game.conflict.codes[source] ^ game.conflict.codes[target] == 3
    assert sp.clock(game, horizon=9.0).mean < sp.clock(strike(), horizon=9.0).mean


def test_what_is_agreed_on_has_to_stand_as_well():
    game = strike(agreements="every")
    longer = held(game, 0.25)
    assert rows(longer.agreements) == rows(game.agreements)
    assert not longer.settled[longer.agreements.target].any()


def test_states_that_nothing_tells_apart_are_one_and_so_are_their_agreements():
    """Marching and snow change nothing, so that of each state there are four copies."""
    game = held(strike(agreements="every"), 0.25)
    groups = copies([game])
    small = Quotient(game, groups).of(game)
    assert small.n_states == game.n_states // 4
    assert rows(small.agreements) == [(3, 0, 1.0, ((0, 0.0), (1, 0.5)))]


@pytest.mark.slow
def test_agreements_alone_are_the_same_with_and_without_copies():
    """Where single moves cost too much to be made, what is left is agreements."""
    game = strike(agreements="every")
    nobody = [np.zeros((0, 2), dtype=int)] * 2
    bare = Game.from_arcs(
        nobody, game.payoffs, pace=game.pace, precision=game.precision, discount=0.1,
        settled=game.settled, terms_index=game.terms_index, terms=game.terms,
    )  # fmt: skip
    bare = replace(bare, agreements=game.agreements, start_state=game.start_state)
    merged = Quotient(bare, copies([bare])).of(bare)
    assert merged.n_states < bare.n_states
    runs = [clock(one, horizon=9.0) for one in (bare, merged)]
    assert runs[0].mean == pytest.approx(runs[1].mean, abs=1e-7)
    assert 0.1 < runs[0].outcomes["middle"] == pytest.approx(runs[1].outcomes["middle"], abs=1e-7)


def test_a_state_made_of_several_has_the_agreements_of_each_in_equal_parts():
    acts = Agreements.of(
        [(0, 3, {0: 0.5, 1: 0.0}), (1, 4, {0: 0.25, 1: 0.0}), (1, 4, {1: 0, 2: 0})],
        parties=3,
        states=5,
    )
    assert rows(acts.merged(np.array([0, 0, 1, 2, 2]))) == [
        (0, 2, 1.0, ((0, 0.25), (1, 0.0))),
        (0, 2, 0.5, ((1, 0.0), (2, 0.0))),
    ]
    assert acts.merged(np.array([0, 0, 1, 0, 2])).size == 2
    same = acts.merged(np.arange(5))
    assert rows(same) == rows(acts)
    assert same.digest() == acts.digest()


def test_coalesced_states_keep_their_agreements():
    game = strike(agreements="every")
    codes = game.conflict.codes
    march = np.uint64(1 << 2)
    groups = [np.isin(codes, [code, code ^ march]) for code in codes if not code & march]
    small = coalesce_game(game, groups)
    assert small.agreements.size == game.agreements.size // 2
    assert all(share == 1.0 for _, _, share, _ in rows(small.agreements))


def test_a_tempo_and_another_unit_change_no_agreement_but_its_rate():
    game = strike(agreements="every")
    counted, _ = in_mean_waits(game, tempo=2.0)
    assert rows(counted.agreements) == rows(game.agreements)


def test_more_pairs_of_states_than_can_be_compared_are_refused():
    codes = np.arange(1 << 16, dtype=np.uint64)
    index = np.where(codes & np.uint64(1), 0, -1).astype(np.int32)
    with pytest.raises(sp.ModelError, match="pairs"):
        JointActs(codes, index, Options(tuple(k % 2 for k in range(16)), (0,) * 16, {}))


BOTH = {0: 0.0, 1: 0.0}


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        ((0, 1, {0: 0.0}), "two or more"),
        ((1, 1, BOTH), "another state"),
        ((0, 1, BOTH, 0.0), "above 0"),
        ((0, 2, BOTH), "states from 0 to 1"),
        ((0, 1, {0: 0.0, 3: 0.0}), "parties from 0 to 2"),
    ],
)
def test_what_is_no_agreement_is_refused(act, expected):
    with pytest.raises(sp.ModelError, match=expected):
        Agreements.of([act], parties=3, states=2)
