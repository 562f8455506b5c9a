"""What pages on moves, levers and transfers say alike: who, how much sooner, how surely."""

from __future__ import annotations

from collections.abc import Iterable

from stickpoint.answers.levers.at_once import NOTICED
from stickpoint.answers.levers.payoffs import BestMove, PayoffLevers
from stickpoint.pages.wording.names import CaseWords, count, joined
from stickpoint.pages.wording.numbers import duration

UNSEEN = 5e-3
"""Units of time that are as good as none."""
SLIGHT = 1e-6
"""Gains and losses that are as good as none."""

__all__ = ["NOTICED", "band", "deed", "draws_of", "names_of", "shorter", "wish", "words_of"]


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


def shorter(saved: float, unit: str) -> str:
    """Say by how much a wait is shorter, or longer.

    >>> shorter(3.14, "month"), shorter(0.0, "month"), shorter(-2.0, "month")
    ('3.1 months shorter', 'no shorter', '2 months longer')
    """
    if abs(saved) < UNSEEN:
        return "no shorter"
    return f"{duration(abs(saved), unit)} {'shorter' if saved > 0 else 'longer'}"


def band(ends: tuple[float, float], unit: str) -> str:
    """Say from which to which length of time a change shortens the wait.

    >>> band((0.0, 3.6), "month"), band((0.4, 10.0), "month"), band((2.0, 2.0), "month")
    ('by nothing to 3.6 months', 'by 0.4 to 10 months', 'by 2 months')
    >>> band((-2.5, 2.0), "day"), band((-2.0, -1.0), "day"), band((-2.0, 0.0), "day")
    ('2.5 days longer to 2 days shorter', '1 to 2 days longer', '2 days longer to the same')
    """
    low, high = ("" if abs(end) < UNSEEN else duration(abs(end), unit) for end in ends)
    if not (low or high):
        return "by nothing"
    if ends[0] >= 0 or not low:
        return f"by {_from_to(low or 'nothing', high, unit)}"
    if ends[1] < 0 and high:
        return f"{_from_to(high, low, unit)} longer"
    return f"{low} longer to " + (f"{high} shorter" if high else "the same")


def _from_to(low: str, high: str, unit: str) -> str:
    """Say two lengths of time, the unit once."""
    if low == high:
        return low
    return f"{low.removesuffix('s').removesuffix(f' {unit}')} to {high}"


def draws_of(share: float, draws: int) -> str:
    """Say in how many of the draws something is so."""
    return f"{round(share * draws) or 'none'} of {count(draws, 'draw')}"
