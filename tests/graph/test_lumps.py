"""What is paid once → the literal equations with lumps on transitions, and files that say it."""

from __future__ import annotations

from dataclasses import replace

import clock_oracles
import numpy as np
import pytest
from clock_strategies import clock_games
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.judgements import judgements
from stickpoint.graph.build_game import Games
from stickpoint.graph.variants.hold import held
from stickpoint.graph.variants.lumps import paid
from stickpoint.solve.clock.engine.backward import solve_backward

FENCE = """
format: 1
title: Who mends the fence
clock: {unit: week, horizon: 26}
parties: {east: {name: East, discount: 0.01}, west: {name: West, discount: 0.01}}
options: {east.mend: mend it, west.mend: mend it, west.leave: {text: leave, one_way: yes}}
issues: {fence: {name: the fence, terms: {mended: east.mend | west.mend}}}
payoffs:
  east: [{when: "!settled", worth: -0.2}]
  west: [{when: west.mend, worth: -0.5}, {when: settled & west.mend, once: [2, 4]}]
"""


@pytest.mark.slow
@given(clock_games(), st.sampled_from(["centred", "mistakes"]), st.data())
def test_what_is_paid_on_settling_follows_the_literal_equations(drawn, reading, data):
    drawn = replace(drawn, shocks=())
    p, n = len(drawn.pace), drawn.n_states
    row = st.lists(st.integers(-4, 4), min_size=n, max_size=n)
    lumps = np.array(data.draw(st.lists(row, min_size=p, max_size=p)), dtype=float)
    expected = clock_oracles.backward_with_lumps(drawn.literal, drawn.horizon, reading, lumps)
    lumps = np.where(drawn.over, lumps, 0.0)
    game = paid(replace(drawn.game, once=np.zeros((p, n)), at_end=lumps))
    found = solve_backward(game, drawn.horizon, shocks=reading, tolerance=1e-10).first.T
    np.testing.assert_allclose(found - lumps, expected, rtol=1e-7, atol=1e-7)


def test_with_hold_what_is_paid_on_settling_is_paid_when_the_terms_have_stood() -> None:
    assert sp.loads(FENCE).game().once.size == 0
    raw = Games(sp.loads(FENCE)).game()
    longer = held(raw, 0.25)
    assert longer.at_end.size == 0
    assert (longer.once[:, : raw.n_states] == 0).all()
    np.testing.assert_array_equal(longer.once[:, raw.n_states :], raw.at_end[:, raw.settled])
    assert set(longer.once[1, raw.n_states :].tolist()) == {0.0, 3.0}


def test_what_cannot_be_undone_is_paid_when_it_is_done() -> None:
    text = FENCE.replace("when: settled & west.mend, once: [2, 4]", "when: west.leave, once: 5")
    raw = Games(sp.loads(text)).game()
    conflict = raw.conflict
    assert conflict is not None
    left = ["west.leave" in conflict.yes(s) for s in range(raw.n_states)]
    np.testing.assert_array_equal(raw.once[1], np.where(left, 5.0, 0.0))
    assert (raw.at_end == 0).all()


@pytest.mark.slow
def test_a_prize_draws_the_party_that_gets_it() -> None:
    plain = FENCE.replace(", {when: settled & west.mend, once: [2, 4]}", "")
    with_prize, without = (sp.clock(sp.loads(t).game(), horizon=26.0) for t in (FENCE, plain))
    assert with_prize.mean < without.mean


def test_what_is_paid_once_is_a_number_of_the_case_and_a_judgement() -> None:
    case = sp.loads(FENCE)
    assert "payoffs.west[settled & west.mend].once" in amounts(case)
    assert "payoffs.west[settled & west.mend]" not in amounts(case)
    told = [line.text for line in judgements(case) if line.kind == "payoff"]
    assert "settled & west.mend: once [2, 4]" in told


@pytest.mark.slow
def test_a_forecast_reads_what_is_paid_once() -> None:
    dear = FENCE.replace("once: [2, 4]", "once: [-40, -30]")
    one, other = (sp.forecast(sp.loads(text), draws=16).model.law for text in (FENCE, dear))
    assert float(one.open(100.0)) != pytest.approx(float(other.open(100.0)), abs=1e-3)
