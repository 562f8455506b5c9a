"""What pages on moves, levers and transfers say alike: who, how much sooner, how surely."""

from __future__ import annotations

from collections.abc import Iterable

from stickpoint.answers.levers.at_once import NOTICED
from stickpoint.answers.levers.payoffs import BestMove, PayoffLevers
from stickpoint.pages.wording.names import CaseWords, count, joined
from stickpoint.pages.wording.numbers import rounded
from stickpoint.pages.wording.shifts import band, with_band

__all__ = [
    "NOTICED",
    "band",
    "deed",
    "draws_of",
    "moved",
    "names_of",
    "wish",
    "with_band",
    "words_of",
]

SLIGHT = 1e-6
"""Gains and losses that are as good as none."""


def words_of(answer: PayoffLevers) -> CaseWords:
    """Return the words for the parties and deeds of a case."""
    assert answer.game.conflict is not None
    return CaseWords(answer.case, answer.game.conflict)


def names_of(answer: PayoffLevers, parties: Iterable[int]) -> str:
    """Name some parties."""
    return joined([words_of(answer).party(i) for i in parties])


def deed(answer: PayoffLevers, move: BestMove) -> str:
    """Say who would do what by a move; after a colon, since "could no longer" has two meanings."""
    words = words_of(answer)
    return f"{words.party(move.party)}: {words.deed(move.party, answer.run.start, move.target)}"


def wish(gain: float) -> str:
    """Say whether a move is to the mover's gain, its loss or neither, as in "the mover would …"."""
    if abs(gain) < SLIGHT:
        return "neither gain nor lose"
    return "gain" if gain > 0 else "lose"


def moved(by: float) -> str:
    """Say which way and how far a lever is moved.

    >>> moved(0.5), moved(-0.3)
    ('raised by 0.5', 'lowered by 0.3')
    """
    return f"{'raised' if by > 0 else 'lowered'} by {rounded(abs(by))}"


def draws_of(share: float, draws: int) -> str:
    """Say in how many of the draws something is so."""
    return f"{round(share * draws) or 'none'} of {count(draws, 'draw')}"
