"""The moves and levers that would shorten the wait most → a few sentences for one screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from stickpoint.answers.levers.at_once import Best, Saving, best_at_once
from stickpoint.answers.levers.payoffs import BestMove, LeverParameter, PayoffLevers
from stickpoint.pages.levers.words import deed, wish
from stickpoint.pages.wording.names import count, plain
from stickpoint.pages.wording.shifts import with_band

SHOWN = 3
"""How many of those that save as much are named."""


def in_a_line(answer: PayoffLevers, best: Best | None = None) -> str:
    """Say which moves shorten the wait most, at no loss and at a loss, and which levers do.

    What saves as much as the best is named beside it, whatever the order of the file.
    """
    best = best or best_at_once(answer)
    said = [_moves(answer, best.moves)] if best.moves else []
    if best.surrenders:
        lead = "Of moves to their mover's loss"
        if not best.moves:
            lead = "Every single move that shortens the wait is to its mover's loss; of these"
        said.append(f"{lead}, {_surrenders(answer, best.surrenders)}")
    if best.levers:
        said.append(_levers(answer, best.levers))
    if not said:
        return "No single move and no lever of the case shortens the expected wait."
    drawn = f"Ranges are over {count(best.draws, 'draw')}."
    return " ".join((*said, *([drawn] * answer.has_ranges)))


def _moves(answer: PayoffLevers, found: Sequence[Saving]) -> str:
    def told(one: Saving) -> str:
        move = cast("BestMove", one.what)
        if not answer.has_stake(move.party):
            return f"{_wait(answer, one)}, and the mover has nothing at stake"
        return f"{_wait(answer, one)}, and by its payoffs the mover would {wish(move.gain)}"

    if len(found) == 1:
        name = deed(answer, cast("BestMove", found[0].what))
        lead = "The single move that would shorten the wait most now, at no loss to its mover, by"
        return f"{lead} {name}. The wait would be {told(found[0])}."
    lead = "Of single moves at no loss to their movers these would shorten the wait most now, and "
    return f"{lead}by as much: {_named(answer, found, told)}."


def _surrenders(answer: PayoffLevers, found: Sequence[Saving]) -> str:
    """Say what its mover would lose by, after a lead."""
    if len(found) == 1:
        name, wait = deed(answer, cast("BestMove", found[0].what)), _wait(answer, found[0])
        return f"the one that would shorten it most, by {name}. The wait would be {wait}."
    told = _named(answer, found, lambda one: _wait(answer, one))
    return f"those that would shorten it most, and by as much: {told}."


def _named(answer: PayoffLevers, found: Sequence[Saving], told: Callable[[Saving], str]) -> str:
    """Name moves that save as much."""
    said = [f"{deed(answer, cast('BestMove', one.what))}, {told(one)}" for one in found]
    more = len(said) - SHOWN
    return "; ".join([*said[:SHOWN], *([f"and {more} more"] if more > 0 else [])])


def _wait(answer: PayoffLevers, one: Saving) -> str:
    saved = (one.saved, *one.band)
    return with_band(saved, answer.game.unit, answer.run.mean, drawn=answer.has_ranges)


def _levers(answer: PayoffLevers, found: Sequence[Saving]) -> str:
    told = {plain(cast("LeverParameter", one.what).name): _wait(answer, one) for one in found}
    if len(told) == 1:
        [(name, wait)] = told.items()
        lead = f"The lever that would shorten it most: {name}. Moved to its limit, it would make"
        return f"{lead} the wait {wait}."
    said = [f"{name}, {wait}" for name, wait in told.items()]
    rest = [f"and {len(said) - SHOWN} more"] * (len(said) > SHOWN)
    lead = "The levers that would shorten it most, each moved to its limit, and by as much"
    return f"{lead}: {'; '.join([*said[:SHOWN], *rest])}."
