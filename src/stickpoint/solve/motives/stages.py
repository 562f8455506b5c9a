"""Dated moves → the stages that a conflict may be in while the record is told.

A stage is a set of moves made so far, with the options as they have left them; its states are all
settings of what the record is silent on. Moves whose windows overlap may come in any order that the
game allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game

MAX_STAGES = 512

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class DatedMove:
    """One move of the record.

    Parameters
    ----------
    party : int
    options : mapping of int to bool
        Bits of the state code after the move, of those that it sets.
    first, last : float
        When it was, in the game's unit from its start; equal for an exact date. Every time
        between them counts as equally likely.
    name : str
        For messages.
    """

    party: int
    options: dict[int, bool]
    first: float
    last: float
    name: str = ""


class Stage(NamedTuple):
    """States that the conflict may be in, one per setting of what is hidden.

    ``made`` has bit k where move k is made; ``pattern`` are the options as the moves left them.
    """

    made: int
    pattern: int
    states: Ints


class Stages:
    """All stages of a record, the first before any move, and which move leads where.

    ``onward`` holds, for each stage of ``all``, the stage that each move which may come next leads
    to. Raises `ModelError` for moves of which so many orders are open that there are too many
    stages, or one between states that count as the same.
    """

    def __init__(self, game: Game, moves: Sequence[DatedMove], hidden: Sequence[int]) -> None:
        assert game.conflict is not None
        assert game.conflict.codes is not None
        assert game.start_state is not None
        self.moves = moves
        self._codes, self._state = game.conflict.vectors
        self._seen = ~np.uint64(sum(1 << bit for bit in hidden))
        pattern = int(game.conflict.codes[game.start_state])
        self.all = [self._stage(0, pattern)]
        self.onward: list[dict[int, int]] = []
        self._place = {(0, pattern): 0}
        for stage in self.all:
            # Grows while it is gone through: each stage lists those that it leads to.
            self.onward.append(self._ahead(stage))
            if len(self.all) > MAX_STAGES:
                raise ModelError(
                    f"the dates of {len(moves)} moves leave more than {MAX_STAGES} orders "
                    "open; narrow some of them"
                )

    def _ahead(self, stage: Stage) -> dict[int, int]:
        """Return which stage each move that may come next leads to, from one stage."""
        ahead: dict[int, int] = {}
        left = [k for k in range(len(self.moves)) if not stage.made >> k & 1]
        # Nothing can wait for a move that begins after its own window has closed.
        soon = min((self.moves[k].last for k in left), default=0.0)
        for k in left:
            if self.moves[k].first > soon:
                continue
            key = (stage.made | 1 << k, _after(stage.pattern, self.moves[k]))
            if key not in self._place:
                self._place[key] = len(self.all)
                self.all.append(self._stage(*key))
                _refuse_no_move(stage, self.all[-1], self.moves[k])
            ahead[k] = self._place[key]
        return ahead

    def _stage(self, made: int, pattern: int) -> Stage:
        fits = (self._codes & self._seen) == (np.uint64(pattern) & self._seen)
        return Stage(made, pattern, np.unique(self._state[fits]))


def _refuse_no_move(before: Stage, after: Stage, move: DatedMove) -> None:
    """Refuse a move between states that count as one, which no game can make."""
    same = before.states.size == 1 and np.array_equal(before.states, after.states)
    if same and after.pattern != before.pattern:
        raise ModelError(
            f"move {move.name!r} leads from a state to one that counts as the same, so nothing "
            "scores it; narrow 'same', or leave it out of the moves"
        )


def _after(pattern: int, move: DatedMove) -> int:
    """Return the options as a move leaves them."""
    for bit, value in move.options.items():
        pattern = pattern | (1 << bit) if value else pattern & ~(1 << bit)
    return pattern
