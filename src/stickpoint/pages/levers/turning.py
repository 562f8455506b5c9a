"""Which order of wants would turn today's state, of states judged by blocks → a section."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.large.levers import LeversByBlocks, as_change
from stickpoint.pages.levers.changes import said
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.names import CONCEPT_NAMES, CaseWords, count, joined

NAME, TITLE = "today", "What change would turn what stands today?"


def section(found: LeversByBlocks) -> Section:
    """Say by which nearest order of whose wants today's state would hold, or hold no more."""
    tried, words = found.tried, CaseWords(found.case, found.conflict)
    concept = CONCEPT_NAMES[found.concept]
    stands = "holds" if tried.stands else "does not hold"
    then = "would no longer hold" if tried.stands else "would hold"
    told = [
        f"It {then} if {said(as_change(one), 0, words)} ({count(one.swaps, 'swap')})."
        for one in tried.today
        if one is not None
    ]
    parts: list[Part] = [Text(f"What stands today {stands} ({concept}).")]
    parts += [Items(tuple(told))] if told else []
    return Section(NAME, TITLE, (*parts, *map(Text, _none(found, words))))


def _none(found: LeversByBlocks, words: CaseWords) -> Iterator[str]:
    """Say of whose wants no order that was tried does it."""
    tried = found.tried
    none = [i for i, one in enumerate(tried.today) if one is None]
    sure = [words.party(i) for i in none if tried.all_tried(i)]
    if sure:
        yield f"No other order of the wants of {joined(sure, 'or')} alone would change that."
    few = [words.party(i) for i in none if not tried.all_tried(i)]
    if few:
        orders = count(tried.limit - 1, "nearest other order")
        yield (
            f"Of the wants of {joined(few)} the {orders} would not change that; farther ones were "
            "not tried."
        )
