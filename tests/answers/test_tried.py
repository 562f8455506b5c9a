"""Moves and levers tried over the draws of a forecast, as following each of them by itself says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from deal import DEAL

import stickpoint as sp
from stickpoint.answers.forecasting.draws.one_draw import still_open
from stickpoint.answers.forecasting.family import counted, followed
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.model import GRID, tempos
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.forecasting.shifts import SCREEN, shifts
from stickpoint.answers.levers.tried import Bench
from stickpoint.answers.sampling.draws import Draw
from stickpoint.graph.build_game import Games
from stickpoint.solve.clock.rolling import Start

APART = DEAL.replace('"ann.sign & !bob.sign", "bob.sign & !ann.sign", ', "").replace(
    "bob.sign &", "ann.sign & bob.sign &"
)
"""The same boat, where each may sign before the other."""


@pytest.mark.slow
def test_one_solve_of_a_draw_serves_every_move() -> None:
    # At a tolerance that tells the two ways to solve apart, if they differ.
    answer = sp.forecast(sp.loads(APART), rules=Rules(draws=3, tolerance=1e-5))
    bench = Bench(answer, 3)
    tried, _ = bench.as_it_is()
    assert len(tried) == len(bench.moves) > 1
    family = Games(answer.known.case, answer.known.seen(answer.changes), agreements="written")
    for k, tempo in enumerate(tempos(answer.seed, range(3), answer.rules).tolist()):
        bare = family.game(Draw(answer.seed, k))
        game, per_unit = counted(bare, replace(answer.rules, tolerance=1e-9), tempo)
        per_day = per_unit / days_per_unit(answer.known.case)
        now = bare.start_state or 0
        for move, found in zip(bench.moves, tried, strict=True):
            assert bare.conflict is not None
            wanted = set(bare.conflict.yes(now)) ^ {name for name, _ in move.sets}
            (to,) = (s for s in range(bare.n_states) if set(bare.conflict.yes(s)) == wanted)
            starts = [[Start(now), Start(to)]]
            (run,) = followed([game], starts, answer.rules, answer.known.case.clock.horizon)
            before, after = (still_open(course, GRID * per_day) for course in run.courses)
            np.testing.assert_allclose(found.before[k], before, atol=2e-5)
            np.testing.assert_allclose(found.after[k], after, atol=2e-5)
            gain = run.value[to, move.party] - run.value[now, move.party]
            assert found.losing[k] == (gain < -1e-6) or abs(gain) < 1e-4


@pytest.mark.slow
def test_levers_are_tried_over_a_few_draws_and_those_that_lead_over_more() -> None:
    answer = sp.forecast(sp.load("korea-1952"), draws=12)
    found = shifts(answer, 12, refined=12, leading=2)
    assert [one.draws for one in found.levers] == [12, 12, *[SCREEN] * (len(found.levers) - 2)]
    assert all(one.draws == found.draws == 12 for one in (*found.moves, *found.surrenders))
    assert all(one.error > 0 for one in found.levers)
    few = shifts(answer, SCREEN)
    for one in few.levers:
        (same,) = (x for x in found.levers if x.name == one.name)
        assert same.draws > SCREEN or same.chance == pytest.approx(one.chance, abs=1e-9)
