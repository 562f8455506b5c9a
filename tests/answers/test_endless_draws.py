"""Draws of the stationary clock, and the horizon that stands in for having none."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.sampling import endless
from stickpoint.answers.sampling.draws import Draw
from stickpoint.case.model.basis import Amount
from stickpoint.errors import SolveError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.delay import delay_shares
from stickpoint.solve.clock.stationary.condensation import within_reach
from stickpoint.solve.clock.stationary_clock import far_enough

COST = Amount(1.0, 2.0, 3.0, "range", None, "[1, 3]", Fraction(2), "cost")


def strike(read: Draw | None = None, discount: float = 0.05) -> Game:
    """Two parties either of whom can give in; the cost of waiting to the first is drawn."""
    cost = 1.0 if read is None else read(COST)
    game = Game.from_arcs(
        [[(0, 1)], [(0, 2)]],
        [[-cost, 0.0, 0.1], [-0.5, 0.1, 0.0]],
        pace=[1.0, 2.0], precision=1.0, discount=discount,
        settled=[0, 1, 1], terms_index=[-1, 0, 1], terms=("first", "second"),
    )  # fmt: skip
    return replace(game, start_state=0)


def two_rooms() -> Game:
    """Two copies of the strike, of which only the first can be reached from state 0."""
    arcs = [[(0, 1), (3, 4)], [(0, 2), (3, 5)]]
    worth = [[-1.0, 0.0, 0.1, -9.0, 0.0, 0.1], [-0.5, 0.1, 0.0, -0.5, 0.1, 0.0]]
    return Game.from_arcs(
        arcs, worth, pace=[1.0, 2.0], precision=1.0, discount=0.05,
        settled=[0, 1, 1, 0, 1, 1], terms_index=[-1, 0, 1, -1, 0, 1], terms=("first", "second"),
    )  # fmt: skip


def test_what_cannot_be_reached_is_left_out_and_changes_nothing() -> None:
    whole, part = two_rooms(), within_reach(two_rooms(), 0)
    assert part.settled.tolist() == [False, True, True, True, True, True]
    assert within_reach(strike(), 0).settled.tolist() == strike().settled.tolist()
    one, other = (sp.clock(game, 0, horizon=None) for game in (whole, part))
    assert other.value[:, 0] == pytest.approx(one.value[:, 0], rel=1e-9)
    assert other.mean == pytest.approx(one.mean)
    assert other.outcomes == pytest.approx(one.outcomes)
    assert other.equilibrium.components == 1


def test_classes_of_free_moves_are_reached_as_a_whole() -> None:
    game = sp.load("korea-1952").game()
    assert game.start_state is not None
    part = within_reach(game, game.start_state)
    one, other = (sp.clock(g, horizon=None, tolerance=1e-6) for g in (game, part))
    assert (~part.settled).sum() < (~game.settled).sum()
    assert other.mean == pytest.approx(one.mean, rel=1e-6)
    assert other.outcomes == pytest.approx(one.outcomes, abs=1e-8)


def test_draws_are_those_of_the_seed_and_each_is_the_stationary_answer() -> None:
    found = endless.endless_runs(strike, draws=5, seed=7)
    assert [*found.runs] == [0, 1, 2, 3, 4]
    assert not found.failed
    spread = found.spread
    assert spread is not None
    alone = [sp.clock(strike(Draw(7, k)), 0, horizon=None) for k in range(5)]
    assert spread.mean == pytest.approx([run.mean for run in alone], rel=1e-5)
    assert spread.late == pytest.approx([run.quantile(0.9) for run in alone], rel=1e-5)
    assert (spread.early < spread.median).all()
    assert (spread.median < spread.late).all()
    assert math.isinf(spread.horizon)
    with pytest.raises(sp.ModelError, match="0 draws"):
        endless.endless_runs(strike, draws=0)


def test_draws_that_cannot_be_solved_are_told_and_the_rest_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solved = endless.reachable_clock

    def some(game: Game, **settings: object) -> object:
        if game.payoffs[0, 0] < -2.0:
            raise SolveError("the path broke")
        return solved(game, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(endless, "reachable_clock", some)
    found = endless.endless_runs(strike, draws=12)
    dear = {k for k in range(12) if strike(Draw(0, k)).payoffs[0, 0] < -2.0}
    assert 0 < len(dear) < 12
    assert found.failed == dict.fromkeys(dear, "the path broke")
    assert set(found.runs) == set(range(12)) - dear
    table = found.table()
    assert table.index.tolist() == [*range(12)]
    assert {*table.index[table["not solved"] != ""]} == dear == {*table.index[table["mean"].isna()]}
    assert table["mean"][min(found.runs)] == found.runs[min(found.runs)].mean
    assert repr(found) == f"<EndlessRuns: {12 - len(dear)} of 12 draws solved, no horizon>"
    none = endless.EndlessRuns({}, found.failed, 0)
    assert none.table()["not solved"].tolist() == ["the path broke"] * len(dear)
    with pytest.raises(SolveError, match="no draw was solved"):
        none.plot()


def test_the_horizon_found_gives_the_stationary_answer_and_shares() -> None:
    run = sp.clock(strike(discount=0.5), 0, horizon=None)
    far = far_enough(run)
    assert far is not None
    over = [sp.clock(run.game, 0, horizon=x * far).mean for x in (1, 2)]
    assert over == pytest.approx([run.mean] * 2, rel=0.01)
    shares = endless.endless_delays(
        endless.EndlessRuns({3: run}, {}, 0),
        lambda _number, one, horizon: delay_shares(one.game, one.start, horizon),
        ("party 1", "party 2"),
        draws=4,
    )
    assert shares.told.sum(axis=1) == pytest.approx([1.0])


def test_where_no_horizon_gives_the_answer_none_is_found_and_no_share_told() -> None:
    stuck = replace(strike(), pace=np.zeros(2))
    never = sp.clock(stuck, 0, horizon=None)
    assert never.mean == math.inf
    assert far_enough(never) is None
    run = sp.clock(strike(discount=0.5), 0, horizon=None)
    elsewhere = replace(run, equilibrium=replace(run.equilibrium, value=0 * run.value))
    assert elsewhere.mean != pytest.approx(run.mean, rel=0.05)
    assert far_enough(elsewhere) is None
    shares = endless.endless_delays(
        endless.EndlessRuns({0: never}, {}, 0), lambda *_: None, ("one", "two"), draws=4,  # type: ignore[arg-type]
    )  # fmt: skip
    assert shares.draws == 1
    assert len(shares.told) == 0


def test_large_games_are_drawn_less() -> None:
    assert endless.draws_for(strike(), 0) == endless.MOST
    colombia = sp.load("colombia-2014").game()
    assert colombia.start_state is not None
    assert endless.draws_for(colombia, colombia.start_state) == endless.FEW


SLOW = """\
format: 1
title: A strike
clock: {horizon: none}
parties: {a: {name: A, discount: D, pace: P}, b: {name: B, discount: D, pace: P}}
options: {a.x: {text: yield, one_way: yes}, b.y: {text: yield, one_way: yes}}
settled: a.x | b.y
payoffs:
  a: [{when: "!settled", worth: [-2, -1]}, {when: a.x, worth: -1}]
  b: [{when: "!settled", worth: -1}, {when: b.y, worth: -1}]
"""


@pytest.mark.parametrize(("pace", "draws"), [("1", 24), ("0.000001", 4)])
def test_shares_are_told_from_fewer_draws_where_each_is_followed_for_long(
    pace: str, draws: int
) -> None:
    text = SLOW.replace("P}", f"{pace}}}").replace("D,", f"{float(pace) / 10:.9f},")
    found = sp.forecast(sp.loads(text)).middle
    assert found.far is not None
    assert found.blame is not None
    assert found.blame.draws == draws
