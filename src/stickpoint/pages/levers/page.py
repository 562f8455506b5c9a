"""What smallest change would end it → a page: of orders and options, of numbers, or a move now."""

from __future__ import annotations

from dataclasses import replace

from stickpoint.answers.ended import nothing_ends
from stickpoint.answers.levers.both import Levers
from stickpoint.answers.levers.ranks import MOST_SEARCHED
from stickpoint.pages.levers import nearer, payoffs, ranks, turning
from stickpoint.pages.model import Page, Section, Text
from stickpoint.pages.why.reach import no_terms, waiting
from stickpoint.pages.wording.names import plain, within

SILENT = {
    "payoffs": "the case gives no payoffs, so no change can be timed.",
    "wait": "it is settled already, as things stand, so there is no wait to shorten.",
    "size": "the case is large, so moves and levers are timed only with --all, which may take "
    "hours.",
}

NO_TERMS = "The case names no terms that can come about as nature stands."


def page(answer: Levers) -> Page:
    """Lay the answer out in the order in which a mediator would ask."""
    by_blocks = answer.by_blocks
    asked = answer.case.settled is not None and by_blocks is None
    later = tuple(map(Text, waiting(answer.ends))) if asked else ()
    lacks = wanting(answer)
    if not lacks and not later:
        none = nothing_ends(answer.case)
        lacks = NO_TERMS if by_blocks else no_terms(answer.ends)
        lacks = f"{none}." if none else lacks
    told = [Text(f"No answer: {within(lacks)}")] if lacks else []
    orders = Section(ranks.NAME, ranks.TITLE, (*told, *later))
    if not wanting(answer) and answer.ranks:
        orders = ranks.section(answer.ranks)
        orders = replace(orders, parts=(*orders.parts, *later))
    today = () if by_blocks is None else (turning.section(by_blocks),)
    silent = Text(f"No answer: {silence(answer)}")
    timed: tuple[Section, ...] = (Section("moves", "What would shorten the wait?", (silent,)),)
    if answer.payoffs is not None and answer.nearer is not None:
        nearest = nearer.section(answer.forecast, answer.nearer)
        timed = (nearest, *payoffs.sections(answer.payoffs))
    return Page(plain(answer.case.title), (orders, *today, *timed))


def silence(answer: Levers) -> str:
    """Say why nothing can be said of time; empty when something can."""
    if answer.lacks == "size" and answer.n_states > MOST_SEARCHED:
        return (
            "the case is too large for moves and levers to be timed; exclude what cannot be by "
            f"'impossible' until {MOST_SEARCHED:,} states are left, and ask with --all."
        )
    if answer.lacks == "terms":
        return f"{nothing_ends(answer.case)}."
    return SILENT.get(answer.lacks, "")


def wanting(answer: Levers) -> str:
    """Say what is not installed for the change of orders; empty when all is there."""
    return (
        ""
        if answer.can_search or answer.by_blocks
        else "OR-Tools is not installed; it comes with levers."
    )
