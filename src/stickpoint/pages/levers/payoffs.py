"""What would shorten the wait: moves made now, what each outlay buys, and all that follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from stickpoint.answers.levers.at_once import Saving, leading
from stickpoint.answers.levers.payoffs import BestMove, LeverChange, PayoffLevers
from stickpoint.pages.levers.one_at_a_time import levers
from stickpoint.pages.levers.waiting import ripeness, transfers
from stickpoint.pages.levers.words import (
    NOTICED,
    SLIGHT,
    deed,
    draws_of,
    moved,
    wish,
    with_band,
)
from stickpoint.pages.model import Items, Part, Section, Table, Text
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import (
    between,
    duration,
    exactly,
    half,
    percent,
    rounded,
    span,
)


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
    pulled = zip(found.parameters, found.changes.tolist(), strict=True)
    yield Items(tuple(f"{upper(plain(h.name))}: {moved(by)}." for h, by in pulled if by))
    yield Text(
        f"Checked by solving again, more exactly: probability {percent(found.probability)}, "
        f"{half(found.run.median, answer.game.unit, 'settled')}. "
        f"{'Every range at its middle. ' * answer.has_ranges}The "
        "search looks all over the levers' reach; a cheaper way may exist: in trials on 160 small "
        "games two were cheaper by more than 2 %, one of them by 8 %.",
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
    note = "Costs are those of the case, guesses where it says so."
    note = f"Every range at its middle. {note}" if answer.has_ranges else note
    return Section("outlays", title, (table, Text(note, "note")))


MOST = 5
"""How many moves the page names."""


def sections(answer: PayoffLevers) -> tuple[Section, ...]:
    """Lay the answer out in the order in which a mediator would ask."""
    parts = (moves, levers, least, frontier, transfers, ripeness, basis)
    found = (part(answer) for part in parts)
    return tuple(section for section in found if section is not None)


def moves(answer: PayoffLevers) -> Section:
    """Say which moves made now would shorten the wait most, those to their mover's loss apart."""
    run, unit = answer.run, answer.game.unit
    even, wait = half(run.median, unit, "settled"), duration(run.mean, unit)
    middles = " with every range at its middle" * answer.has_ranges
    lead = (
        f"By the clock{middles}, looking {exactly(answer.horizon, unit)} "
        f"ahead, where terms end it as soon as they are met: {even}; expected wait {wait}. That is "
        "not the forecast; it tells moves and levers apart."
    )
    if lines := answer.case.agreed_on:
        names = joined([terms.name for terms in lines])
        lead += f" That parties may agree on {names} in one act is left out of these figures."
    parts: list[Part] = [Text(lead)]
    middle = answer.spread.move_middle
    saving = [Saving(m, middle((m.party, m.target)), (0.0, 0.0)) for m in answer.moves]
    helpful = [one for one in saving if one.saved > NOTICED * run.mean]
    own, lost = (
        [one for one in helpful if cast("BestMove", one.what).surrenders is x]
        for x in (False, True)
    )
    if not helpful:
        parts.append(Text("No move that a party could make now would shorten it."))
    parts += _listed(answer, own)
    if lost:
        lead = "These would shorten it too, but to their mover's loss:"
        every = "Every move that would shorten it is to its mover's loss:"
        parts += [Text(lead if own else every), *_listed(answer, lost)]
    return Section("moves", "Which single move, by whom, would shorten it most?", tuple(parts))


def _listed(answer: PayoffLevers, found: list[Saving]) -> Iterator[Part]:
    """List moves, those that save most first; which of them save as much the file does not say."""
    first = leading(answer, found)
    rest = sorted((one for one in found if one not in first), key=lambda one: -one.saved)
    told = (cast("BestMove", one.what) for one in (*first, *rest)[:MOST])
    if found:
        yield Items(tuple(_move(answer, move) for move in told))
    if len(first) > 1:
        which = "All of these" if not rest else f"The first {len(first)}"
        yield Text(f"{which} save as much, to within a thousandth of the wait.", "note")


def _move(answer: PayoffLevers, move: BestMove) -> str:
    unit, spread, key = answer.game.unit, answer.spread, (move.party, move.target)
    saved = (spread.move_middle(key), *spread.move_band(key))
    if answer.game.settled[move.target]:
        told = "The deadlock would be settled at once"
        if answer.has_ranges:
            middle, band = duration(saved[0], unit), span(*saved[1:], unit)
            told += f", which saves the whole wait: {middle} in the middle of the draws ({band})"
    else:
        then = half(answer.median_after(move), unit, "settled")
        wait = with_band(saved, unit, answer.run.mean, drawn=answer.has_ranges)
        told = f"The expected wait would be {wait}, and the deadlock would be {then}"
    leads = f" It saves most in {draws_of(spread.move_leads(key), spread.draws)}."
    return f"{upper(deed(answer, move))}. {told}. {_gain(answer, move)}{leads * answer.has_ranges}"


def _gain(answer: PayoffLevers, move: BestMove) -> str:
    """Say whether the mover would gain, and in how many draws."""
    if not answer.has_stake(move.party):
        return "The mover has nothing at stake in the payoffs of the case."
    spread, key, much = answer.spread, (move.party, move.target), ""
    if abs(move.gain) >= SLIGHT:
        much = f" {abs(move.gain):.2g}"
    said = f"By its own payoffs the mover would {wish(move.gain)}{much}"
    if not answer.has_ranges:
        return f"{said}."
    often = f"it would gain in {draws_of(spread.wants(key), spread.draws)}"
    if not much:
        often += f" and lose in {draws_of(answer.loses(move), spread.draws)}"
    return f"{said} ({often})."


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
    text = f"It rests on {told * bool(levers)}everything that the clock rests on. "
    text += (
        f"What a move saves is the middle of {count(answer.spread.draws, 'draw')} (seed "
        f"{answer.seed}), and ranges in brackets hold four of five of them."
        if answer.has_ranges
        else "No number of the case is a range."
    )
    return Section("basis", "What does this rest on?", (Text(text),))
