"""What may be changed in a game, as arrays: where each lever takes hold, how far, at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.solve.clock.slopes.gradient import Gradient

KINDS = ("payoff", "effort", "pace", "rate")

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LeverParameter:
    """A lever as the game knows it: numbers that all move together.

    Parameters
    ----------
    name : str
    kind : str
        ``payoff``, ``effort``, ``pace`` or ``rate``.
    party : int
        Whose number it is; -1 for nature's.
    low, high : float
        The furthest changes allowed, at most and at least 0.
    cost : float
        Of changing it by one unit, either way.
    weight : ndarray of float
        What one unit adds to each number. For a payoff, shape (states,); for an effort, one per
        own option where the party chooses freely, else one per arc in the order of
        ``game.arcs(party)``; for a rate, in the order of ``game.nature_rate``; for a pace, (1,).
    agreed : ndarray of float
        For an effort, what one unit adds to each of ``game.agreements.effort``; (0,) where there
        are none.
    """

    name: str
    kind: str
    party: int
    low: float
    high: float
    cost: float
    weight: Floats
    agreed: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        """Refuse what is no lever."""
        if self.kind not in KINDS:
            raise ModelError(
                f"{self.name!r} changes {self.kind!r}; expected one of {', '.join(KINDS)}"
            )
        if not self.low <= 0 <= self.high:
            raise ModelError(
                f"{self.name!r} goes from {self.low:g} to {self.high:g}; no change must be allowed"
            )
        if not self.cost >= 0:
            raise ModelError(f"{self.name!r} costs {self.cost!r} per unit; expected at least 0")

    @property
    def ends(self) -> tuple[float, ...]:
        """The furthest changes in each direction in which it goes at all."""
        return tuple(end for end in (self.low, self.high) if end != 0)


def apply_changes(game: Game, parameters: Sequence[LeverParameter], changes: ArrayLike) -> Game:
    """Change the numbers that some levers take hold of.

    Parameters
    ----------
    game : Game
    parameters : sequence of LeverParameter
    changes : array_like of float, shape (levers,)
        How far each is moved, in units of what it changes.

    Raises
    ------
    ModelError
        Weights that do not fit the game, or a pace, effort or rate pushed below 0.
    """
    amounts = np.asarray(changes, dtype=np.float64)
    if amounts.shape != (len(parameters),):
        raise ModelError(f"{amounts.size} changes for {len(parameters)} levers; expected one each")
    payoffs, pace = game.payoffs.copy(), game.pace.copy()
    effort, rate, free = game.effort.copy(), game.nature_rate.copy(), list(game.free)
    joint = game.agreements.effort.copy()
    for parameter, by in zip(parameters, amounts.tolist(), strict=True):
        add, i = by * parameter.weight, parameter.party
        if parameter.kind == "effort":
            more = _fitting(parameter, by * parameter.agreed, joint)
            joint = _not_below(parameter, joint + more)
        if parameter.kind == "payoff":
            payoffs[i] += _fitting(parameter, add, payoffs[i])
        elif parameter.kind == "pace":
            pace[i] = _not_below(parameter, pace[i : i + 1] + _fitting(parameter, add, pace[:1]))[0]
        elif parameter.kind == "rate":
            rate = _not_below(parameter, rate + _fitting(parameter, add, rate))
        elif (choice := free[i]) is not None:
            on = _not_below(parameter, choice.turn_on + _fitting(parameter, add, choice.turn_on))
            off = _not_below(parameter, choice.turn_off + add)
            free[i] = replace(choice, turn_on=on, turn_off=off)
        else:
            own = slice(game.start[i, 0], game.start[i, -1])
            effort[own] = _not_below(parameter, effort[own] + _fitting(parameter, add, effort[own]))
    return replace(
        game, payoffs=payoffs, pace=pace, effort=effort, nature_rate=rate, free=tuple(free),
        agreements=replace(game.agreements, effort=joint),
    )  # fmt: skip


def chain_rule(slopes: Gradient, parameters: Sequence[LeverParameter]) -> Floats:
    """Carry the slopes in every number of a game over to the levers, by the chain rule."""
    found = []
    for parameter in parameters:
        i = parameter.party
        if parameter.kind == "payoff":
            slope = parameter.weight @ slopes.payoffs[i]
        elif parameter.kind == "pace":
            slope = parameter.weight[0] * slopes.pace[i]
        elif parameter.kind == "rate":
            slope = parameter.weight @ slopes.nature
        elif slopes.turn_on[i].size:
            slope = parameter.weight @ (slopes.turn_on[i] + slopes.turn_off[i])
        else:
            slope = parameter.weight @ slopes.effort[i]
        if parameter.kind == "effort":
            slope += parameter.agreed @ slopes.agreements
        found.append(float(slope))
    return np.array(found)


def _fitting(parameter: LeverParameter, add: Floats, room: Floats) -> Floats:
    if add.shape != room.shape:
        raise ModelError(
            f"the weights of {parameter.name!r} have shape {add.shape}; expected {room.shape}"
        )
    return add


def _not_below(parameter: LeverParameter, values: Floats) -> Floats:
    """Refuse what is below 0 by more than rounding."""
    if (values < -1e-9).any():
        raise ModelError(
            f"{parameter.name!r} would push a {parameter.kind} below 0; set its limit closer"
        )
    return np.maximum(values, 0.0)
