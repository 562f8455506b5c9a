"""What would end it sooner → sections: which move, which lever, what each outlay buys, and more."""

from __future__ import annotations

from stickpoint.answers.levers.best import Best, best_at_once
from stickpoint.answers.levers.payoffs import EQUAL, BestMove, PayoffLevers
from stickpoint.pages.levers.one_at_a_time import levers
from stickpoint.pages.levers.outlays import frontier, least
from stickpoint.pages.levers.waiting import ripeness, transfers
from stickpoint.pages.levers.words import NOTICED, band, deed, draws_of, wish
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.grammar import count, plain, upper
from stickpoint.pages.wording.numbers import duration, half

MOST = 5
"""How many moves the page names."""


def sections(answer: PayoffLevers) -> tuple[Section, ...]:
    """Lay the answer out in the order in which a mediator would ask."""
    parts = (moves, levers, least, frontier, transfers, ripeness, basis)
    found = (part(answer) for part in parts)
    return tuple(section for section in found if section is not None)


def in_a_line(answer: PayoffLevers, best: Best | None = None) -> str:
    """Say the best single move and the best lever, with how far both vary over a few draws."""
    best = best or best_at_once(answer)
    unit, said = answer.game.unit, []
    if best.move is not None:
        said.append(
            f"The single move that would shorten the wait most now, by {deed(answer, best.move)}. "
            f"The wait would be {duration(best.move.saved, unit)} shorter "
            f"({band(best.move_band, unit)}), and by its payoffs the mover would "
            f"{wish(best.move.gain)}."
        )
    if best.lever is not None:
        lever, saved = best.lever
        said.append(
            f"The lever that would shorten it most: {plain(lever.name)}. Moved to its limit, it "
            f"would make the wait {duration(saved, unit)} shorter ({band(best.lever_band, unit)})."
        )
    if not said:
        return "No single move and no lever of the case shortens the expected wait."
    return " ".join((*said, f"Ranges are over {count(best.draws, 'draw')}."))


def moves(answer: PayoffLevers) -> Section:
    """Say which moves made now would shorten the wait most, and whether the mover would gain."""
    run, unit = answer.run, answer.game.unit
    even, wait = half(run.median, unit, "settled"), duration(run.mean, unit)
    helpful = [move for move in answer.moves if move.saved > NOTICED * run.mean][:MOST]
    told: Part = Text("No move that a party could make now would shorten it.")
    if helpful:
        told = Items(tuple(_move(answer, move) for move in helpful))
    title = "Which single move, by whom, would shorten it most?"
    stands = Text(f"As it stands: {even}; expected wait {wait}.")
    return Section("moves", title, (stands, told))


def _move(answer: PayoffLevers, move: BestMove) -> str:
    unit, spread, key = answer.game.unit, answer.spread, (move.party, move.target)
    then, gain = "settled at once", wish(move.gain)
    if not answer.game.settled[move.target]:
        then = half(answer.median_after(move), unit, "settled")
    if abs(move.gain) >= EQUAL:
        gain += f" {abs(move.gain):.2g}"
    return (
        f"{upper(deed(answer, move))}. The expected wait would be {duration(move.saved, unit)} "
        f"shorter ({band(spread.move_band(key), unit)}), and the deadlock would be {then}. By its "
        f"own payoffs the mover would {gain} (it would gain in "
        f"{draws_of(spread.wants(key), spread.draws)}). It saves most in "
        f"{draws_of(spread.move_leads(key), spread.draws)}."
    )


def basis(answer: PayoffLevers) -> Section:
    """Say on how many levers it rests, and what the ranges in brackets are."""
    levers = [lever for lever in answer.case.levers if lever.is_timed]
    known = answer.case.record.ids
    sourced = sum(any(id_.strip() in known for id_ in lever.because) for lever in levers)
    priced = sum(lever.cost is not None for lever in levers)
    told = (
        f"{len(levers)} levers, {priced or 'none'} of them priced by the case and "
        f"{sourced or 'none'} with a source, and on "
    )
    if len(levers) == 1:
        price, source = ("a" if some else "no" for some in (priced, sourced))
        told = f"1 lever, with {price} price in the case and {source} source, and on "
    text = (
        f"On {told * bool(levers)}everything that the clock rests on. Ranges in brackets hold four "
        f"of five of {count(answer.spread.draws, 'draw')} (seed {answer.seed})."
    )
    return Section("basis", "What does this rest on?", (Text(text),))
