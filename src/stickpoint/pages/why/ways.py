"""Which settlements hold, by what, and by which moves one gets there → sentences."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.why.stability import FIRMEST_FIRST, Settlement, Why
from stickpoint.pages.why.full import where_more
from stickpoint.pages.why.reach import no_terms, settled_by_nature, waiting
from stickpoint.pages.why.together import together
from stickpoint.pages.wording.names import CaseWords, count, joined, upper
from stickpoint.pages.wording.nature import change

LONG = 320
"""Characters beyond which a way is told by its movers alone."""
HELD = {
    "nash": "since nobody would gain by leaving it",
    **dict.fromkeys(("sseq", "seq"), "since others would gain by answering whoever left it"),
    **dict.fromkeys(("smr", "gmr"), "but only by threats"),
}


def ways(answer: Why, *, full: bool = False) -> Iterator[str]:
    """Say which settlements hold, how to get there, and what would hold if nature changed.

    ``full`` tells every way step by step, however long it is.
    """
    yield from (found := [_sentence(settlement, answer, full) for settlement in _held(answer)])
    barred = [s.terms for s in answer.settlements if s.concept is not None and s.way is None]
    if barred:
        lead = "but no moves made one by one lead there from where things stand"
        yield f"{upper(joined(barred))} would hold, {lead}."
    if not answer.settlements:
        yield from waiting(answer.ends)
        if not answer.ends.waiting:
            yield no_terms(answer.ends)
    elif not found and not barred:
        yield "As things stand no settlement on the table would hold."
        yield from waiting(answer.ends)
    for turn in answer.turns:
        # What holds already is said above; new is a way on which everybody gains.
        chosen = [s for s in _held(turn) if not found or (s.way and s.willing)]
        then = [text for s in chosen if (text := _sentence(s, turn, full)) not in found]
        [name] = turn.setting
        lead = f"If this happened: {change(turn.case, name)}. Then"
        if at_once := settled_by_nature(answer, turn):
            yield f"{lead} {at_once}"
        elif then:
            yield f"{lead}: {then[0]}"


def _held(answer: Why) -> list[Settlement]:
    """List the settlements that hold and can be reached: today's, then those all movers gain by.

    An empty way is today's state; without a way no moves lead there.
    """
    held = [s for s in answer.settlements if s.concept is not None and s.way is not None]
    place = FIRMEST_FIRST.index
    return sorted(held, key=lambda s: (bool(s.way), not s.willing, place(s.concept or "gmr")))


def _sentence(settlement: Settlement, answer: Why, full: bool) -> str:
    """Say that a settlement holds, by what, and by which moves one gets there."""
    words = CaseWords.of(answer)
    terms, held = upper(settlement.terms), HELD[settlement.concept or "gmr"]
    held += together(settlement, answer, words)
    if not settlement.way:
        return f"{terms}: that is where things stand, and it holds, {held}."
    steps = words.way(settlement.way, answer.now)
    way = "; then ".join(steps)
    if len(way) > LONG and len(steps) > 1 and not full:
        movers = joined([words.party(step.party) for step in settlement.way])
        way = f"{movers}, in that order ({where_more()} what each does)"
    it, each = ("it", "a gain") if len(steps) == 1 else ("them", "each a gain")
    none = "no gain" if len(steps) == 1 else "not all of them a gain"
    gain = f"{each} to whoever makes it" if settlement.willing else f"{none} to whoever makes {it}"
    lead = f"{count(len(steps), 'move leads', 'moves lead')} there, {gain}"
    return f"{terms} would hold, {held}. {lead}: {way}."
