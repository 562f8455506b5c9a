"""Case → the numbers of its game that its levers take hold of: by how much, at what cost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case, Lever
from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.logic import evaluate
from stickpoint.solve.levers.payoffs.parameters import LeverParameter

Floats = NDArray[np.float64]
Read = Callable[[Amount], float]


def lever_parameters(case: Case, game: Game, read: Read) -> tuple[LeverParameter, ...]:
    """Find the numbers of a game, built from the case, that the levers of the case take hold of.

    A lever that names no number is left out. Cost and limit are 1 where left out.
    """
    return tuple(lever_parameter(case, game, read, lever) for lever in timed(case))


def timed(case: Case) -> tuple[Lever, ...]:
    """List the levers of a case that name a number."""
    return tuple(lever for lever in case.levers if lever.is_timed)


def lever_parameter(case: Case, game: Game, read: Read, lever: Lever) -> LeverParameter:
    """Find the numbers that one lever takes hold of, likewise."""
    if game.conflict is None or game.conflict.codes is None:
        raise ModelError("a game without options; build it from the case")
    party, weight, least = _taken(case, game, game.conflict.codes, lever)
    limit = 1.0 if lever.limit is None else read(lever.limit.per(case.clock.unit))
    low = max(-limit, -least) if lever.direction <= 0 else 0.0
    high = limit if lever.direction >= 0 else 0.0
    cost = 1.0 if lever.cost is None else read(lever.cost)
    agreed = _agreed(case, game, game.conflict.codes, lever)
    return LeverParameter(lever.what, lever.kind, party, low, high, cost, weight, agreed)


def _taken(
    case: Case, game: Game, codes: NDArray[np.uint64], lever: Lever
) -> tuple[int, Floats, float]:
    """Return whose numbers a lever moves, with what weight, and how far down they can go."""
    if lever.kind == "payoff":
        assert lever.statement is not None
        holds = evaluate(lever.statement.formula, codes).astype(np.float64)
        return case.party_index[lever.target], holds, np.inf
    if lever.kind == "pace":
        party = case.party_index[lever.target]
        return party, np.ones(1), float(game.pace[party])
    bit = np.uint64(1 << case.option_index[lever.target])
    if lever.kind == "rate":
        source = np.repeat(np.arange(game.n_states), np.diff(game.nature_start))
        flips = (codes[source] ^ codes[game.nature_target]) == bit
        return -1, flips.astype(np.float64), _least(game.nature_rate, flips)
    party = case.party_index[lever.target.partition(".")[0]]
    free = game.free[party]
    if free is not None:
        own = [option.id for option in case.options if option.party == case.parties[party].id]
        mine = np.array([name == lever.target for name in own])
        return party, mine.astype(np.float64), _least(free.turn_on, mine)
    arcs, effort = game.arcs(party)
    switched = ((codes[arcs[:, 0]] ^ codes[arcs[:, 1]]) & bit) != 0
    return party, switched.astype(np.float64), _least(effort, switched)


def _agreed(case: Case, game: Game, codes: NDArray[np.uint64], lever: Lever) -> Floats:
    """Mark the parts of agreements in which an option is switched whose effort a lever moves."""
    acts = game.agreements
    if lever.kind != "effort" or not acts.size:
        return np.zeros(acts.effort.size)
    bit = np.uint64(1 << case.option_index[lever.target])
    switched = ((codes[acts.source] ^ codes[acts.target]) & bit) != 0
    own = acts.party == case.party_index[lever.target.partition(".")[0]]
    return (switched[acts.act] & own).astype(np.float64)


def _least(values: Floats, chosen: NDArray[np.bool_]) -> float:
    return float(values[chosen].min()) if chosen.any() else 0.0
