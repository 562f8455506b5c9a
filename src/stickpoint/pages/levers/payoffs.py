"""What would shorten the wait: moves made now, what each outlay buys, the best in one line."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.levers.payoffs import (
    EQUAL,
    Best,
    BestMove,
    LeverChange,
    PayoffLevers,
    best_at_once,
)
from stickpoint.pages.levers.one_at_a_time import levers
from stickpoint.pages.levers.waiting import ripeness, transfers
from stickpoint.pages.levers.words import NOTICED, deed, draws_of, wish, with_band
from stickpoint.pages.model import Items, Part, Section, Table, Text
from stickpoint.pages.wording.names import count, plain, upper
from stickpoint.pages.wording.numbers import between, duration, half, percent, rounded


def least(answer: PayoffLevers) -> Section | None:
    """Say which least costly change of the levers would do; None without levers."""
    found = answer.proposal
    if found is None:
        return None
    parts = (Text(_lead(answer, found)), *_changes(answer, found))
    return Section("least", "What is the least that would do?", parts)


def _lead(answer: PayoffLevers, found: LeverChange) -> str:
    chance = percent(answer.probability)
    goal = f"settled within {duration(answer.deadline, answer.game.unit)} with probability {chance}"
    if found.reached and not found.changes.any():
        return f"Nothing: it is {goal} or more as it stands."
    if found.reached:
        return f"To have it {goal}, the least costly change found costs {rounded(found.cost)}:"
    best = percent(found.probability)
    none = f"No change that the levers allow was found to have it {goal}"
    if found.changes.any():
        return f"{none}. The best found is {best}, at a cost of {rounded(found.cost)}:"
    return f"{none}, nor any that makes it likelier than the {best} of leaving all alone."


def _changes(answer: PayoffLevers, found: LeverChange) -> Iterator[Part]:
    if not found.changes.any():
        return
    moved = zip(found.parameters, found.changes.tolist(), strict=True)
    yield Items(tuple(f"{upper(plain(h.name))}: moved by {rounded(by)}." for h, by in moved if by))
    yield Text(
        f"Checked by solving again, more exactly: probability {percent(found.probability)}, "
        f"{half(found.run.median, answer.game.unit, 'settled')}. Every range at its middle. The "
        "search looks all over the levers' reach; a cheaper way may exist, though in trials on "
        "small games none was cheaper by 2 %.",
        "note",
    )


def frontier(answer: PayoffLevers) -> Section | None:
    """Say what several outlays buy; None without levers."""
    found, unit = answer.frontier, answer.game.unit
    if found is None:
        return None
    title = "What does each outlay buy?"
    if not found.points:
        none = "No outlay was found that shortens the expected wait."
        return Section("outlays", title, (Text(none),))
    rows = []
    for point in found.points:
        median, mean = point.run.median, point.run.mean
        rows.append((rounded(point.cost), between(median, median, unit), duration(mean, unit)))
    head = ("cost", "as likely as not settled", "expected wait")
    table = Table("What each outlay buys", head, tuple(rows), right=(0,))
    note = "Every range at its middle; costs are those of the case, guesses where it says so."
    return Section("outlays", title, (table, Text(note, "note")))


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
            f"The wait would be {with_band((best.move_saved, *best.move_band), unit)}, and by its "
            f"payoffs the mover would "
            f"{wish(best.move.gain)}."
        )
    if best.lever is not None:
        lever, saved = best.lever
        said.append(
            f"The lever that would shorten it most: {plain(lever.name)}. Moved to its limit, it "
            f"would make the wait {with_band((saved, *best.lever_band), unit)}."
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
        f"{upper(deed(answer, move))}. The expected wait would be "
        f"{with_band((spread.move_middle(key), *spread.move_band(key)), unit)}, and the deadlock "
        f"would be {then}. By its "
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
