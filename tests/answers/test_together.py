"""What several parties could do as one, against the definition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import option_games

import stickpoint as sp
from stickpoint.answers.why import together as module
from stickpoint.answers.why.together import Together, together

PEACE = """\
format: 1
title: A fence
parties: {ann: Ann, bob: Bob, cat: Cat}
options:
  ann.stop: {text: stop, one_way: yes}
  bob.stop: {text: stop, needs: ann.stop}
  cat.look: look on
impossible: ["ann.stop & !bob.stop"]
issues: {fence: {name: fence, terms: {peace: ann.stop & bob.stop}}}
wants: {ann: [fence], bob: [fence], cat: ["!fence"]}
"""


@given(option_games(max_options=5), st.data())
def test_who_leaves_a_state_together_agrees_with_the_definition(game, data) -> None:
    count = len(game.owners)
    options = st.integers(0, max(count - 1, 0))
    needs = {}
    if count:
        literals = st.tuples(st.just("option"), options)
        needs = data.draw(st.dictionaries(options, literals, max_size=2))
    start = data.draw(st.integers(0, game.n_states - 1))
    settled = np.array(data.draw(st.lists(st.booleans(), min_size=game.n_states,
                                          max_size=game.n_states)))  # fmt: skip
    conflict = replace(
        game.conflict, terms=("over",), terms_index=np.where(settled, 0, -1).astype(np.int32)
    )
    code = game.codes[start]
    found = Together(conflict, game.one_way, needs)
    expected = oracles.joint_leaving(game.codes, game.owners, game.one_way, game.ranks, code, needs)
    told = found.leaving(code)
    assert {deal.members for deal in told} == set(expected)
    for deal in told:
        to = expected[deal.members]
        over = {x for x in to if settled[game.codes.index(x)]}
        assert deal.code in (over or to)
        assert deal.switches == min((x ^ code).bit_count() for x in over or to)
        assert (deal.terms is None) is not bool(over)
        assert game.codes[deal.state] == deal.code
    assert [d.terms is None for d in told] == sorted(d.terms is None for d in told)


@given(option_games(max_options=5), st.data())
def test_the_nearest_way_to_settle_switches_the_fewest_options(game, data) -> None:
    start = data.draw(st.integers(0, game.n_states - 1))
    over = data.draw(st.sets(st.integers(0, game.n_states - 1)))
    index = np.array([0 if s in over else -1 for s in range(game.n_states)], dtype=np.int32)
    conflict = replace(game.conflict, terms=("over",), terms_index=index)
    code = game.codes[start]
    can = {
        x: members
        for members in oracles.non_empty_subsets(range(game.n_parties))
        for x in oracles.joint_reach(game.codes, game.owners, game.one_way, members, code)
        if game.codes.index(x) in over
    }
    can |= {code: ()} if start in over else {}
    deal = Together(conflict, game.one_way).nearest(code, "over")
    assert (deal is None) is (not can)
    if deal is not None:
        assert can[deal.code] == deal.members
        assert deal.switches == min((x ^ code).bit_count() for x in can)


def test_an_agreement_passes_over_what_cannot_be_on_the_way() -> None:
    case = sp.loads(PEACE)
    joint = together(case, case.conflict())
    assert joint is not None
    [deal] = joint.leaving(0)
    assert (deal.members, deal.code, deal.switches, deal.terms) == ((0, 1), 3, 2, "peace")
    assert joint.nearest(0, "peace") == deal
    # Ann may not take it back, and Bob alone is no coalition.
    assert joint.leaving(3) == []


def test_a_state_written_twice_is_reached_by_the_smaller_coalition() -> None:
    twice = PEACE.replace("wants:", "same: [ann.stop & bob.stop, ann.stop & bob.stop]\nwants:")
    plain = PEACE.replace('cat: ["!fence"]', "cat: [cat.look]")
    case = sp.loads(plain)
    joint = together(case, case.conflict())
    assert joint is not None
    assert [deal.members for deal in joint.leaving(0)] == [(0, 1), (0, 1, 2)]
    case = sp.loads(twice)
    joint = together(case, case.conflict())
    assert joint is not None
    assert [deal.members for deal in joint.leaving(0)] == [(0, 1)]


def test_too_many_states_are_not_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    case = sp.loads(PEACE)
    monkeypatch.setattr(module, "MOST_STATES", 2)
    assert together(case, case.conflict()) is None
