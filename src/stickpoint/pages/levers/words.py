"""What pages on moves, levers and transfers say alike: who, how much sooner, how surely."""

from __future__ import annotations

from stickpoint.answers.levers.payoffs import BestMove, PayoffLevers
from stickpoint.pages.wording.names import CaseWords, joined
from stickpoint.pages.wording.numbers import duration

NOTICED = 1e-3
"""Parts of the wait below which nobody would notice a change of it."""


def words_of(answer: PayoffLevers) -> CaseWords:
    """Return the words for the parties and deeds of a case."""
    assert answer.game.conflict is not None
    return CaseWords(answer.case, answer.game.conflict)


def names_of(answer: PayoffLevers, parties: tuple[int, ...]) -> str:
    """Name some parties."""
    return joined([words_of(answer).party(i) for i in parties])


def deed(answer: PayoffLevers, move: BestMove) -> str:
    """Say what a party would do by a move."""
    return words_of(answer).deed(move.party, answer.run.start, move.target)


def band(ends: tuple[float, float], unit: str) -> str:
    """Say from which to which length of time a change takes off the wait."""
    low, high = (_off(end, unit) for end in ends)
    return f"{low} to {high}"


def _off(saved: float, unit: str) -> str:
    if abs(saved) < 5e-3:
        return "nothing"
    text = duration(abs(saved), unit)
    return text if saved >= 0 else f"{text} longer"


def draws_of(share: float, draws: int) -> str:
    """Say in how many of the draws something is so."""
    return f"{round(share * draws)} of {draws}"
