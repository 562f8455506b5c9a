"""Large cases that are no cubes: what is followed less far comes to the same, or it is said."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import oracles
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from strategies import Game, games

import stickpoint as sp
from stickpoint.answers.large import timed
from stickpoint.answers.levers import both
from stickpoint.answers.levers.ranks import is_too_long
from stickpoint.answers.why import brief, holds
from stickpoint.answers.why.holds import FromNow
from stickpoint.answers.why.reach import Reach
from stickpoint.cli.frame import main
from stickpoint.errors import NoRoom
from stickpoint.graph import switching
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import ArcMoves, followed, listed
from stickpoint.solve.levers.ranks.additions import Doubled
from stickpoint.solve.levers.ranks.wants import JudgedOrders, nearest_orders
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.sanctions import stability

small = games(parties=(2, 4), max_options=4, max_states=6)


def _closure(game: Game, movers: list[int], start: int) -> set[int]:
    """Follow moves of some parties in any order, state by state."""
    here = {start}
    while True:
        more = {t for s in here for j in movers for t in oracles.moves(game.arcs, j, s)}
        if more <= here:
            return here
        here |= more


@given(small, st.data())
def test_where_parties_get_to_is_what_moves_in_any_order_lead_to(
    game: Game, data: st.DataObject
) -> None:
    movers = sorted(data.draw(st.sets(st.integers(0, game.n_parties - 1))))
    start, goal = (data.draw(st.integers(0, game.n_states - 1)) for _ in range(2))
    reach, wanted = Reach(game.conflict, start, {}), _closure(game, movers, start)
    assert set(np.flatnonzero(reach.reached(movers, ())).tolist()) == wanted
    mask = np.arange(game.n_states) == goal
    assert reach.can(mask, movers, ()) == (goal in wanted)


@given(small, st.booleans(), st.data())
def test_a_search_that_ends_at_the_nearest_finds_what_the_whole_one_does(
    game: Game, improving: bool, data: st.DataObject
) -> None:
    start, least = data.draw(st.integers(0, game.n_states - 1)), data.draw(st.integers(0, 5))
    walks, value = Walks.of(game.conflict, improving=improving), game.conflict.ranks[0]
    movers = range(1, game.n_parties)
    whole, short = walks.walk(start, movers), walks.walk(start, movers, until=(value, least))
    ends = np.flatnonzero(whole.reached & (value <= least))
    near = whole.distance[ends].min(initial=game.n_states)
    at_nearest = whole.reached & (whole.distance <= near)
    assert (short.reached >= at_nearest).all()
    assert (short.distance[at_nearest] == whole.distance[at_nearest]).all()
    for state in ends[whole.distance[ends] == near].tolist():
        assert short.to(state) == whole.to(state)
    assert short.reached.sum() <= whole.reached.sum()


@given(small, st.sampled_from(("seq", "gmr")))
def test_of_many_gains_the_best_is_answered_as_it_would_be_among_few(
    game: Game, concept: str
) -> None:
    found = stability(game.conflict, (concept,))
    for state in range(game.n_states):
        for party in np.flatnonzero(found.stable[concept][:, state]).tolist():
            if not game.conflict.improvements_from(party, state).size:
                continue
            few = FromNow(game.conflict, state).held_back(found, party, concept)
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(holds, "MOST_FOLLOWED", 0)
                many = FromNow(game.conflict, state).held_back(found, party, concept)
            assert (many.improvement, many.sanction, many.n_gains) == (
                few.improvement, few.sanction, few.n_gains,
            )  # fmt: skip
            assert many.sentence() == few.sentence()


@given(small, st.data())
def test_a_new_option_doubles_a_graph_as_its_arcs_listed_anew_would(
    game: Game, data: st.DataObject
) -> None:
    n, state = game.n_states, data.draw(st.integers(0, game.n_states - 1))
    holder, against = data.draw(st.permutations(range(game.n_parties)))[:2]
    arcs = [
        [(s + add, t + add) for add in (0, n) for s in range(n) for t in own[s]]
        for own in (
            {s: oracles.moves(game.arcs, i, s) for s in range(n)} for i in range(game.n_parties)
        )
    ]
    arcs[holder] += [(s, s + n) for s in range(n) if s != state] + [(s + n, s) for s in range(n)]
    ranks = 2 * game.conflict.ranks.astype(np.int64)
    added = ranks.copy()
    added[holder] += 1
    added[against] = ranks[against].min() - 1
    literal = Conflict.from_arcs(arcs, np.concatenate((ranks, added), axis=1))
    made = Doubled(game.conflict).with_answer(state, holder, against)
    assert made.fingerprint == literal.fingerprint


@given(small, st.data())
def test_arcs_that_are_kept_are_those_listed_without_the_rest(
    game: Game, data: st.DataObject
) -> None:
    listed, pairs = game.conflict.moves[0].to_arcs(), game.conflict.arcs(0)
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=len(pairs), max_size=len(pairs))))
    kept = listed.where(keep.astype(np.bool_))
    literal = ArcMoves.from_pairs(pairs[keep.astype(np.bool_)], game.n_states)
    assert kept.start.tolist() == literal.start.tolist()
    assert kept.target.tolist() == literal.target.tolist()


def test_what_holds_as_things_stand_need_not_be_judged_again() -> None:
    case = sp.load("elmira")
    conflict = case.conflict()
    wants = [want.statement.formula for want in case.preferences["local"].items]
    held = stability(conflict, ("seq",)).equilibria["seq"]
    asked = [JudgedOrders(conflict, 2, wants, "seq", known) for known in (None, lambda: held)]
    for _, order in islice(nearest_orders(len(wants)), 3):
        first, second = (one.first_held(order, range(conflict.n_states)) for one in asked)
        assert first == second


def test_shares_and_the_clock_are_left_out_by_moves_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    korea = sp.load("korea-1952")
    monkeypatch.setattr(timed, "MOST_SHARED", 0)
    monkeypatch.setattr(timed, "MOST_MOVES", 7)
    found = sp.why(korea)
    why = f"{found.why.n_states} states have {listed(found.why.conflict.moves)} moves, more than 7;"
    assert not timed.shares_fit(found.why.conflict)
    assert found.silent.startswith(why)
    assert found.course is None
    assert both.levers(korea, whole=False).lacks == "size"
    shown = CliRunner(env={"COLUMNS": "200"}).invoke(main, ["why", "korea-1952"])
    assert f"the clock is left out: {why} ask stickpoint clock" in shown.stderr
    assert f"No answer: {why} ask stickpoint clock" in shown.stdout
    monkeypatch.setattr(timed, "MOST_MOVES", 1 << 20)
    found = replace(found)
    assert not found.silent
    assert found.course is None
    assert found.unshared == brief.MANY
    monkeypatch.setattr(timed, "MOST_SHARED", 1 << 20)
    assert replace(found, timed=False).unshared == brief.NOT_ASKED


def _cube(*options: int) -> Conflict:
    """Return parties with so many options each, which all switch freely, indifferent to all."""
    owners = [party for party, own in enumerate(options) for _ in range(own)]
    states = 1 << len(owners)
    return Conflict.from_options(owners, np.zeros((len(options), states), dtype=np.int64))


@pytest.mark.parametrize("options", [(5, 5), (6, 4), (4, 4, 4), (2, 2, 2, 2, 2), (6, 6)])
def test_where_options_switch_freely_no_moves_are_too_many(options: tuple[int, ...]) -> None:
    cube = _cube(*options)
    listing = replace(cube, moves=tuple(moves.to_arcs() for moves in cube.moves))
    steps = cube.n_states * sum(options)
    assert (listed(cube.moves), followed(cube.moves)) == (0, steps)
    assert listed(listing.moves) == followed(listing.moves) == cube.n_moves
    assert timed.clock_fits(cube)
    assert timed.clock_fits(listing) == (cube.n_moves <= timed.MOST_MOVES)
    assert timed.shares_fit(cube)
    assert not is_too_long(cube, 4)
    assert is_too_long(listing, 4) == (4 * cube.n_moves // 24 > 1 << 14)


def test_as_many_states_as_are_timed_are_timed_if_options_switch_freely() -> None:
    assert timed.clock_fits(_cube(7, 7))
    assert timed.clock_fits(_cube(2, 2, 2, 2, 2, 2))
    assert not timed.shares_fit(_cube(2, 2, 2, 2, 2, 2))
    said = "32,768 states are more than 20,000; ask stickpoint clock, which takes its time."
    assert timed.too_large(_cube(8, 7)) == said


def test_more_moves_than_there_is_room_for_are_refused_before_they_are_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(switching, "arcs_refusal", lambda arcs: f"{arcs} arcs" if arcs > 1 else "")
    with pytest.raises(NoRoom, match=r"arcs; let more options switch freely"):
        Conflict.from_options([0, 0], [[0, 1, 2, 3]], one_way=[1, 0])
