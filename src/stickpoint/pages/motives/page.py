"""Rival explanations under two methods → a page a historian can read; it never names a winner."""

from __future__ import annotations

from stickpoint.answers.motives.rivals import Motives
from stickpoint.pages.model import Page, Section
from stickpoint.pages.motives import dated, rated
from stickpoint.pages.motives.tables import rating_table
from stickpoint.pages.wording.grammar import plain


def page(answer: Motives) -> Page:
    """Lay the answer out: what the ratings say, what the moves say, what would change it."""
    sections = (
        rated.standing(answer),
        rating_table(answer.case),
        rated.coders(answer),
        *rated.weighing(answer),
        Section("moves", "What do the dated moves say?", tuple(dated.moves(answer))),
        dated.apart(answer),
    )
    shown = tuple(section for section in sections if section is not None)
    return Page(plain(answer.case.title), shown)
