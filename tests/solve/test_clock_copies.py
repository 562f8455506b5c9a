"""Red bus, blue bus: an option written twice moves no share and no time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from clock_strategies import Drawn, arc_games, option_games
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.game import Game
from stickpoint.graph.variants import copies as finder
from stickpoint.graph.variants.copies import copies
from stickpoint.graph.variants.hold import held
from stickpoint.graph.variants.quotient import Quotient
from stickpoint.solve.clock.clock import clock


def doubled(drawn: Drawn, chosen: frozenset[int], dear: float) -> tuple[Drawn, list[int]]:
    """Write some states twice, and say of which state each is.

    Moves lead from each writing to each: to the same of two at the effort as it is, across at more
    by ``dear``. Chance parts its rate between two writings; a date leads to the first.
    """
    of = [*range(drawn.n_states), *sorted(chosen)]
    twins = {s: [k for k, own in enumerate(of) if own == s] for s in range(drawn.n_states)}
    moves = tuple(
        tuple(
            (a, b, effort + dear * (i > j and len(twins[t]) > 1))
            for s, t, effort in rows
            for i, a in enumerate(twins[s])
            for j, b in enumerate(twins[t])
        )
        + tuple((a, b, 0.0) for s in twins for a in twins[s] for b in twins[s] if a != b)
        for rows in drawn.moves
    )
    nature = tuple(
        (a, b, rate / len(twins[t]))
        for s, t, rate in drawn.nature
        for a in twins[s]
        for b in twins[t]
    )
    over = tuple(k for k, own in enumerate(of) if own in drawn.settled)
    return replace(
        drawn, moves=moves, nature=nature, settled=over, codes=(), classes=(),
        payoffs=tuple(tuple(row[s] for s in of) for row in drawn.payoffs),
        terminal=tuple(tuple(row[s] for s in of) for row in drawn.terminal),
        shocks=tuple((time, tuple(target[s] for s in of)) for time, target in drawn.shocks),
    ), of  # fmt: skip


def merged(game: Game) -> tuple[Game, np.ndarray]:
    """Return the game with every group of copies as one state, and where each state goes."""
    groups = copies([game])
    if not groups:
        return game, np.arange(game.n_states)
    found = Quotient(game, groups)
    return found.of(game), found.place


GAMES = st.one_of(arc_games(parties=(1, 3)), option_games(parties=(1, 3)))


@pytest.mark.slow
@given(GAMES, st.frozensets(st.integers(0, 15), max_size=3), st.sampled_from([0.0, 0.5]))
def test_states_written_twice_change_nothing(drawn, chosen, dear):
    twice, of = doubled(drawn, frozenset(s for s in chosen if s < drawn.n_states), dear)
    settings = {"horizon": drawn.horizon, "tolerance": 1e-10}
    (once, place), (again, places) = merged(drawn.playing), merged(twice.playing)
    assert again.n_states == once.n_states
    one, other = clock(once, int(place[0]), **settings), clock(again, int(places[0]), **settings)
    for k, own in enumerate(of):
        np.testing.assert_allclose(other.value[:, places[k]], one.value[:, place[own]], atol=1e-7)
    times = np.linspace(0.0, drawn.horizon, 7)
    np.testing.assert_allclose(other.survival(times), one.survival(times), atol=1e-7)
    assert other.outcomes == pytest.approx(one.outcomes, abs=1e-7)


@pytest.mark.slow
@given(GAMES, st.frozensets(st.integers(0, 15), min_size=1, max_size=3))
def test_nor_where_terms_have_to_stand(drawn, chosen):
    twice, _ = doubled(drawn, frozenset(s for s in chosen if s < drawn.n_states), 0.25)
    (once, place), (again, places) = (merged(held(one.playing, 0.5)) for one in (drawn, twice))
    one = clock(once, int(place[0]), horizon=drawn.horizon, tolerance=1e-10)
    other = clock(again, int(places[0]), horizon=drawn.horizon, tolerance=1e-10)
    assert other.survival(drawn.horizon) == pytest.approx(one.survival(drawn.horizon), abs=1e-7)


@given(arc_games(parties=(1, 3)))
def test_the_groups_are_what_nothing_tells_apart(drawn):
    """Literally: same worths, and moves of the same parties into the same groups."""
    game = drawn.playing
    groups = copies([game])
    label = np.arange(game.n_states)
    for mask in groups:
        assert mask.sum() > 1
        label[mask] = np.flatnonzero(mask)[0]
    assert np.stack([*groups, np.zeros(game.n_states, dtype=bool)]).sum(axis=0).max() <= 1
    for mask in groups:
        first, *rest = np.flatnonzero(mask).tolist()
        for s in rest:
            assert game.payoffs[:, s].tolist() == game.payoffs[:, first].tolist()
            assert game.terms_index[s] == game.terms_index[first]
            for i in range(game.n_parties):
                assert _leads(game, label, i, s) == _leads(game, label, i, first)


def _leads(game: Game, label: np.ndarray, party: int, state: int) -> dict[int, float]:
    """Return the groups that a party can bring about from a state, each at its least effort."""
    found: dict[int, float] = {}
    for target, effort in zip(*game.moves_from(party, state), strict=True):
        group = int(label[target])
        if group != label[state]:
            found[group] = min(found.get(group, np.inf), float(effort))
    return found


def test_a_game_without_copies_has_none_and_two_draws_tell_chance_from_nature():
    game = Game.from_arcs(
        [[(0, 1), (0, 2)]], [[0.0, 1.0, 1.0]], pace=1.0, precision=1.0, discount=0.0
    )
    (group,) = copies([game])
    assert group.tolist() == [False, True, True]
    other = replace(game, payoffs=np.array([[0.0, 1.0, 2.0]]))
    assert copies([game, other]) == []
    assert copies([other]) == []


def test_too_many_moves_are_not_looked_at(monkeypatch):
    game = Game.from_arcs(
        [[(0, 1), (0, 2)]], [[0.0, 1.0, 1.0]], pace=1.0, precision=1.0, discount=0.0
    )
    monkeypatch.setattr(finder, "MOST_MOVES", 1)
    assert copies([game]) == []


BUS = """\
format: 1
title: The way to town
clock: {start: 2001-01-01, unit: day, horizon: 20}
parties: {ann: {name: Ann, precision: [1, 2]}, bob: {name: Bob, pace: [0.5, 1]}}
options:
  ann.car: {text: take the car, effort: [0, 0.3]}
OPTIONS
  bob.wave: {text: wave}
nature:
  rain: {text: it rains, rate: [0.1, 0.3]}
  fair: {text: the fair opens, on: 2001-01-05}
at_most_one: [[ann.car, BOTH]]
issues: {trip: {name: the trip, terms: {by car: ann.car, by bus: BUS}}}
payoffs:
  ann: [{when: "!settled", worth: [-2, -1]}, {when: ann.car & nature.rain, worth: [0, 1]}]
  bob: [{when: bob.wave & (BUS), worth: [0.1, 0.6]}, {when: nature.fair & settled, worth: 1}]
tolls: {wait: {when: "!settled", per: day, amount: [1, 2]}}
"""
RED = "  ann.red: {text: take the red bus, effort: 0.2}"
BLUE = "  ann.blue: {text: take the blue bus, effort: 0.2}"
ONCE = sp.loads(BUS.replace("OPTIONS", RED).replace("BOTH", "ann.red").replace("BUS", "ann.red"))
TWICE = sp.loads(
    BUS.replace("OPTIONS", f"{RED}\n{BLUE}")
    .replace("BOTH", "ann.red, ann.blue")
    .replace("BUS", "ann.red | ann.blue")
)


@pytest.mark.slow
def test_a_second_colour_of_the_bus_moves_no_forecast() -> None:
    # At a tolerance at which no rounding decides whether a step is taken or halved.
    rules = Rules(tolerance=1e-8)
    one, two = (sp.forecast(case, draws=8, rules=rules) for case in (ONCE, TWICE))
    assert two.outcomes == pytest.approx(one.outcomes, abs=1e-9)
    assert two.model.shares == pytest.approx(one.model.shares, abs=1e-9)
    for q in (0.1, 0.5, 0.9):
        assert two.quantile(q) == pytest.approx(one.quantile(q), rel=1e-8)
    assert two.tolls["wait"] == pytest.approx(one.tolls["wait"], rel=1e-8)
    # The clock with every range at its middle takes the case to the letter, and is moved.
    plain, seen = (sp.clock(case.game(), horizon=20.0).outcomes for case in (ONCE, TWICE))
    assert seen["by bus"] > plain["by bus"] + 0.02


def rows(game: Game, party: int) -> dict[tuple[int, int], float]:
    """Return a party's moves; those out of what is settled do not count, for nobody makes them."""
    pairs, effort = game.arcs(party)
    still = ~game.settled[pairs[:, 0]]
    pairs, effort = pairs[still], effort[still]
    return dict(zip(map(tuple, pairs.tolist()), effort.tolist(), strict=True))


@given(GAMES, st.frozensets(st.integers(0, 15), min_size=1, max_size=3))
def test_the_quotient_is_what_merging_by_hand_gives_for_other_numbers_too(drawn, chosen):
    twice, _ = doubled(drawn, frozenset(s for s in chosen if s < drawn.n_states), 0.5)
    game = twice.playing
    groups = copies([game])
    quotient = Quotient(game, groups)
    for other in (game, replace(game, pace=2 * game.pace, nature_rate=3 * game.nature_rate)):
        small, by_hand = quotient.of(other), coalesce_game(other, groups)
        for name in ("payoffs", "terminal", "pace", "settled", "terms_index"):
            assert getattr(small, name).tolist() == getattr(by_hand, name).tolist(), name
        for i in range(game.n_parties):
            assert rows(small, i) == pytest.approx(rows(by_hand, i))
        assert [x.target.tolist() for x in small.events] == [
            x.target.tolist() for x in by_hand.events
        ]
        assert summed(small) == pytest.approx(summed(by_hand))


def summed(game: Game) -> dict[tuple[int, int], float]:
    """Add up the rates of chance from state to state, those that stay aside."""
    source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start)).tolist()
    found: dict[tuple[int, int], float] = {}
    for pair, rate in zip(
        zip(source, game.nature_target.tolist(), strict=True), game.nature_rate, strict=True
    ):
        if pair[0] != pair[1]:
            found[pair] = found.get(pair, 0.0) + float(rate)
    return found
