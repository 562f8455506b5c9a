"""Ranks and payoff lines compared near a state, against the definitions written out."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import games

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.solve.stability.opposed import (
    WITHIN,
    agreeing,
    compare,
    leading_line,
    left_at,
    near,
)

WORTHS = st.sampled_from([-1.0, -0.5, 0.0, 0.25, 0.5])


@st.composite
def stakes(draw):
    """Draw a game, a party, a start, payoff lines as sets of states, and what they pay."""
    game = draw(games(parties=(1, 3), max_options=4))
    party, start = draw(st.integers(0, game.n_parties - 1)), draw(st.integers(0, game.n_states - 1))
    count = draw(st.integers(1, 4))
    lines = draw(
        st.lists(st.sets(st.integers(0, game.n_states - 1)), min_size=count, max_size=count)
    )
    rows = draw(st.lists(st.lists(WORTHS, min_size=count, max_size=count), min_size=1, max_size=4))
    return game, party, start, lines, rows


def found_for(game, party, start, lines, rows):
    """Ask the module; the middle is the first draw."""
    holds = np.array([[s in line for s in range(game.n_states)] for line in lines])
    return compare(game.conflict, party, start, holds, np.array(rows), np.array(rows[0]))


def pairs_of(found, mask):
    """Return the moves that a mask marks as pairs of states."""
    rows = zip(found.source[mask].tolist(), found.target[mask].tolist(), strict=True)
    return {frozenset(row) for row in rows}


@given(stakes())
def test_moves_near_today_are_compared_once_each_with_the_steps_they_take(case):
    game, party, start, lines, rows = case
    found = found_for(game, party, start, lines, rows)
    near_by = oracles.moves_within(game.arcs, party, start, WITHIN)
    rank = game.ranks[party]
    ordered = {pair: k for pair, k in near_by.items() if len({rank[s] for s in pair}) == 2}
    told = zip(found.source.tolist(), found.target.tolist(), found.steps.tolist(), strict=True)
    listed = [(frozenset((s, t)), k) for s, t, k in told]
    assert dict(listed) == ordered
    assert len(listed) == len(ordered)
    for s, t, gain in zip(found.source, found.target, found.gains, strict=True):
        assert t in oracles.moves(game.arcs, party, int(s))
        assert gain == (rank[t] > rank[s])


@given(stakes())
def test_a_disagreement_holds_at_the_middle_and_in_most_draws(case):
    game, party, start, lines, rows = case
    found = found_for(game, party, start, lines, rows)
    pairs = oracles.moves_within(game.arcs, party, start, WITHIN)
    exact = [[Fraction(w) for w in row] for row in rows]
    by_draw = [oracles.opposed_moves(game.ranks[party], pairs, lines, row) for row in exact]
    often = {p for p in by_draw[0] if sum(p in one for one in by_draw) * 2 > len(by_draw)}
    assert pairs_of(found, found.opposed) == often
    assert pairs_of(found, found.share > 0.5) == {
        p for p in pairs if sum(p in one for one in by_draw) * 2 > len(by_draw)
    }


@given(stakes(), st.data())
def test_the_bounds_hold_every_worth_at_which_all_moves_agree_and_no_other(case, data):
    game, party, start, lines, rows = case
    found = found_for(game, party, start, lines, rows)
    line = data.draw(st.integers(0, len(lines) - 1))
    told = found.differs[line] != 0
    bounds = agreeing(found, line, rows[0][line], np.ones(told.size, dtype=bool))
    for tried in map(Fraction, (-3, -1.25, -0.6, -0.1, 0.1, 0.4, 0.6, 1.25, 3)):
        worths = [Fraction(w) for w in rows[0]]
        worths[line] = tried
        agree = True
        for pair in pairs_of(found, told):
            worse, better = sorted(pair, key=lambda s: game.ranks[party][s])
            agree &= oracles.paid(lines, worths, better) > oracles.paid(lines, worths, worse)
        inside = bounds is not None and bounds.low < tried < bounds.high
        assert inside == agree


@given(stakes(), st.data())
def test_moves_left_apart_at_another_worth_are_counted_at_the_middle(case, data):
    game, party, start, lines, rows = case
    found = found_for(game, party, start, lines, rows)
    line, tried = data.draw(st.integers(0, len(lines) - 1)), data.draw(WORTHS)
    worths = [Fraction(w) for w in rows[0]]
    worths[line] = Fraction(tried)
    pairs = oracles.moves_within(game.arcs, party, start, WITHIN)
    left = oracles.opposed_moves(game.ranks[party], pairs, lines, worths)
    assert left_at(found, line, rows[0][line], tried) == len(left)


@given(stakes())
def test_the_line_that_leads_speaks_most_against_the_ranks(case):
    game, party, start, lines, rows = case
    found = found_for(game, party, start, lines, rows)
    led = leading_line(found, np.array(rows[0]))
    for k, (s, t) in enumerate(zip(found.source.tolist(), found.target.tolist(), strict=True)):
        worse, better = sorted((s, t), key=lambda x: game.ranks[party][x])
        against = [
            Fraction(w) * ((better in line) - (worse in line))
            for line, w in zip(lines, rows[0], strict=True)
        ]
        assert against[led[k]] == min(against)


@given(games(parties=(1, 3), max_options=4), st.data())
def test_a_way_leads_there_in_as_few_moves_as_there_are(game, data):
    start = data.draw(st.integers(0, game.n_states - 1))
    reached = near(game.conflict, start, 2)
    for state, far in reached.distance.items():
        way, here = reached.way(state), start
        assert len(way) == far
        for step in way:
            assert step.state in oracles.moves(game.arcs, step.party, here)
            here = step.state
        assert here == state


def test_a_worth_next_to_a_bound_lies_just_beyond_it():
    conflict = sp.Conflict.from_options([0], [[0, 1]])
    holds = np.array([[True, False], [False, True]])
    found = compare(conflict, 0, 0, holds, np.array([[0.5, 0.125]]), np.array([0.5, 0.125]))
    bounds = agreeing(found, 0, 0.5, found.opposed)
    assert (bounds.low, bounds.high) == (-np.inf, 0.125)
    assert 0.1249 < bounds.nearest(0.5) < 0.125
    assert left_at(found, 0, 0.5, bounds.nearest(0.5)) == 0
    assert agreeing(found, 1, 0.125, found.opposed).low == 0.5


def test_lines_for_other_states_are_refused():
    conflict = sp.Conflict.from_options([0], [[0, 1]])
    with pytest.raises(ModelError, match="expected \\(1, 2\\)"):
        compare(conflict, 0, 0, np.zeros((2, 2), dtype=bool), np.zeros((1, 1)), np.zeros(1))
