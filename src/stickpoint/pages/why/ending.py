"""What would end it → sentences for the short page."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.why import Settlement, Why
from stickpoint.pages.wording.grammar import count, joined, plain, upper
from stickpoint.pages.wording.names import CONCEPT_NAMES, CaseWords

LONG = 320
"""Characters beyond which a way is told by its movers alone."""
_GAINS = ", each a gain to its mover"


def ways(answer: Why, *, full: bool = False) -> Iterator[str]:
    """Say which settlements hold, how to get there, and what would hold if nature changed.

    ``full`` tells every way step by step, however long it is.
    """
    found = list(_settlements(answer, full))
    barred = list(_barred(answer))
    yield from found
    yield from barred
    if not answer.settlements:
        yield "The case names no terms on which it could end."
    elif not found and not barred:
        yield "As things stand no settlement on the table would hold."
    for turn in answer.turns:
        (name, _), *_ = turn.setting.items()
        event = next(
            plain(chance.text) or name for chance in answer.case.nature if chance.id == name
        )
        then = [text for text in _settlements(turn, full) if text not in found]
        if found:
            # What holds already is said above; new is a way on which everybody gains.
            then = [text for text in then if "a gain to its mover" in text]
        if then:
            yield f"If this happened: {event}. Then: {then[0]}"


def _settlements(answer: Why, full: bool) -> Iterator[str]:
    """Say which settlements hold and can be reached: today's, then those that each mover gains by.

    An empty way is today's state; without a way no moves lead there.
    """
    held = [s for s in answer.settlements if s.concept is not None and s.way is not None]
    strength = list(CONCEPT_NAMES)
    held.sort(key=lambda s: (bool(s.way), not s.willing, strength.index(s.concept or "gmr")))
    for settlement in held:
        yield _settlement(settlement, answer, full)


def _barred(answer: Why) -> Iterator[str]:
    """Say which settlements would hold but cannot be reached."""
    for concept, name in CONCEPT_NAMES.items():
        held = [s.terms for s in answer.settlements if s.concept == concept and s.way is None]
        if held:
            yield (
                f"{upper(joined(held))} would hold ({name}), but no moves lead there from where "
                "things stand."
            )


def _settlement(settlement: Settlement, answer: Why, full: bool) -> str:
    concept, words = CONCEPT_NAMES[settlement.concept or "gmr"], CaseWords.of(answer)
    if not settlement.way:
        return f"{upper(settlement.terms)}: that is where things stand, and it holds ({concept})."
    steps = words.way(settlement.way, answer.now)
    each = _GAINS if settlement.willing else ", not all to their mover's gain"
    if len(steps) == 1:
        each = ", a gain to its mover" if settlement.willing else ", not to its mover's gain"
    way = "; ".join(steps)
    if len(way) > LONG and len(steps) > 1 and not full:
        movers = joined([words.party(step.party) for step in settlement.way])
        way = f"{movers}, in that order (stickpoint why --full says what each does)"
    return (
        f"{upper(settlement.terms)} would hold ({concept}); "
        f"{count(len(steps), 'move')}{each}: {way}."
    )
