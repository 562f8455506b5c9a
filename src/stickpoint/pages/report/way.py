"""The way out that the answer names → its picture, with nature changed where that is needed."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.why.stability import FIRMEST_FIRST, Settlement, Why
from stickpoint.graph.words import undo_text
from stickpoint.pages.figures.strip import Box, Strip
from stickpoint.pages.model import Figure
from stickpoint.pages.why.brief import as_it_stands
from stickpoint.pages.wording.names import CaseWords, joined, plain, upper


def named(answer: Why) -> Iterator[tuple[Why, Settlement]]:
    """Return the ways out that hold, those first on which every mover gains, today's before others.

    With each comes the answer that it is a way of: today's, or that after a change of nature.
    """
    every = [(a, s) for a in (answer, *answer.turns) for s in a.settlements if s.way]
    held = [(a, s, FIRMEST_FIRST.index(s.concept)) for a, s in every if s.concept is not None]
    held.sort(key=lambda pair: (not pair[1].willing, pair[0] is not answer, pair[2]))
    yield from ((a, s) for a, s, _ in held)


def event(turn: Why) -> str:
    """Say the change of nature that an answer supposes; empty where it supposes none."""
    for name, happens in turn.setting.items():
        text = next((plain(c.text) for c in turn.case.nature if c.id == name), "") or name
        return text if happens else undo_text(text, "")
    return ""


def strip(answer: Why) -> Figure | None:
    """Draw the best way out, step by step; None where no way out is named."""
    found = next(named(answer), None)
    if found is None:
        return None
    turn, settlement = found
    boxes = tuple(_boxes(answer, turn, settlement))
    gain = "each move a gain" if settlement.willing else "not every move a gain"
    title = f"The way out: {gain} to whoever makes it"
    about = "; then ".join(f"{box.head}: {box.words}" for box in boxes)
    return Figure("way", title, f"{about}. {boxes[-1].ends}.", Strip(boxes))


def _boxes(answer: Why, turn: Why, settlement: Settlement) -> Iterator[Box]:
    words, steps = CaseWords.of(turn), settlement.way or ()
    still = joined([plain(issue.name) for issue in answer.open])
    now = as_it_stands(answer) or (f"open: {still}" if still else "as things stand")
    yield Box("Now", now)
    if turn is not answer:
        yield Box("If this happens", event(turn))
    here = turn.now
    for step in steps:
        last = step is steps[-1]
        ends = f"Settled: {settlement.terms}" if last else ""
        who, deed = words.party(step.party), words.deed(step.party, here, step.state)
        yield Box(upper(who), deed, ends)
        here = step.state
