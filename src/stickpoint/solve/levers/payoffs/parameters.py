"""What may be changed in a game, as arrays: where each lever takes hold, how far, at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.conflict.game import Game
from stickpoint.errors import ModelError
from stickpoint.solve.clock.gradient import Gradient

KINDS = ("payoff", "effort", "pace", "rate")

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Handle:
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
    """

    name: str
    kind: str
    party: int
    low: float
    high: float
    cost: float
    weight: Floats

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


def pull(game: Game, handles: Sequence[Handle], changes: ArrayLike) -> Game:
    """Change the numbers that some levers take hold of.

    Parameters
    ----------
    game : Game
    handles : sequence of Handle
    changes : array_like of float, shape (levers,)
        How far each is moved, in units of what it changes.

    Raises
    ------
    ModelError
        Weights that do not fit the game, or a pace, effort or rate pushed below 0.
    """
    amounts = np.asarray(changes, dtype=np.float64)
    if amounts.shape != (len(handles),):
        raise ModelError(f"{amounts.size} changes for {len(handles)} levers; expected one each")
    payoffs, pace = game.payoffs.copy(), game.pace.copy()
    effort, rate, free = game.effort.copy(), game.nature_rate.copy(), list(game.free)
    for handle, by in zip(handles, amounts.tolist(), strict=True):
        add, i = by * handle.weight, handle.party
        if handle.kind == "payoff":
            payoffs[i] += _fitting(handle, add, payoffs[i])
        elif handle.kind == "pace":
            pace[i] = _not_below(handle, pace[i : i + 1] + _fitting(handle, add, pace[:1]))[0]
        elif handle.kind == "rate":
            rate = _not_below(handle, rate + _fitting(handle, add, rate))
        elif (choice := free[i]) is not None:
            on = _not_below(handle, choice.turn_on + _fitting(handle, add, choice.turn_on))
            off = _not_below(handle, choice.turn_off + add)
            free[i] = replace(choice, turn_on=on, turn_off=off)
        else:
            own = slice(game.start[i, 0], game.start[i, -1])
            effort[own] = _not_below(handle, effort[own] + _fitting(handle, add, effort[own]))
    return replace(
        game, payoffs=payoffs, pace=pace, effort=effort, nature_rate=rate, free=tuple(free)
    )


def chain(slopes: Gradient, handles: Sequence[Handle]) -> Floats:
    """Carry the slopes in every number of a game over to the levers, by the chain rule."""
    found = []
    for handle in handles:
        i = handle.party
        if handle.kind == "payoff":
            slope = handle.weight @ slopes.payoffs[i]
        elif handle.kind == "pace":
            slope = handle.weight[0] * slopes.pace[i]
        elif handle.kind == "rate":
            slope = handle.weight @ slopes.nature
        elif slopes.turn_on[i].size:
            slope = handle.weight @ (slopes.turn_on[i] + slopes.turn_off[i])
        else:
            slope = handle.weight @ slopes.effort[i]
        found.append(float(slope))
    return np.array(found)


def _fitting(handle: Handle, add: Floats, room: Floats) -> Floats:
    if add.shape != room.shape:
        raise ModelError(
            f"the weights of {handle.name!r} have shape {add.shape}; expected {room.shape}"
        )
    return add


def _not_below(handle: Handle, values: Floats) -> Floats:
    """Refuse what is below 0 by more than rounding."""
    if (values < -1e-9).any():
        raise ModelError(
            f"{handle.name!r} would push a {handle.kind} below 0; set its limit closer"
        )
    clipped: Floats = np.maximum(values, 0.0)
    return clipped
