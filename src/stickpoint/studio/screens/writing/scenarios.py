"""Named sets of changes → each beside the case as it stands, with the line that repeats it."""

from __future__ import annotations

from typing import Any

from stickpoint.case.model.case import Case
from stickpoint.errors import StickpointError, reason_of
from stickpoint.studio.answering.kept import Shelf, brief
from stickpoint.studio.desk.furniture import by_kind
from stickpoint.studio.screens.part import Asked
from stickpoint.studio.screens.template import filled

MOST = 6
"""Scenarios that are worked out; each costs as much as the forecast."""
_MADE = Shelf(2 * MOST)


def scenarios(case: Case, asked: Asked) -> str:
    """Set each scenario beside the case as it stands, and offer a form for another."""
    held: Any = asked.get("scenarios") or ()
    told = [
        {"name": name, "command": command, "html": _against(case, asked, name, tuple(changes))}
        for name, changes, command in held[:MOST]
    ]
    nature = [chance.id.removeprefix("nature.") for chance in case.nature]
    options = [option.id for option in case.options]
    paid = [f"{payoff.party}[1]" for payoff in case.payoffs[:1]]
    return filled("scenarios.html", told=told, nature=nature, options=options, paid=paid)


def _against(case: Case, asked: Asked, name: str, changes: tuple[str, ...]) -> str:
    """Set one beside the case, or say why it has no answer."""
    found = brief(case, asked)
    if found.silent or found.is_over:
        return filled("sentence.html", words=found.silent or "It is settled as things stand.")
    try:
        return _MADE.get((id(found), changes), lambda: (found, _table(case, asked, name, changes)))[
            1
        ]
    except StickpointError as error:
        return filled("sentence.html", words=f"No answer: {reason_of(error)}.")


def _table(case: Case, asked: Asked, name: str, changes: tuple[str, ...]) -> str:
    from dataclasses import replace

    from stickpoint.answers.forecast import changes_from
    from stickpoint.pages.clock.page import beside
    from stickpoint.pages.model import Page, Section
    from stickpoint.pages.render.html import fragment

    base, kinds = brief(case, asked).forecast, by_kind(changes)
    change = changes_from(case, dates=kinds["dates"], fixed=kinds["fixed"], worths=kinds["worths"])
    other = replace(base, changes=change)
    table = replace(beside(base, other, ("as the case stands", name)), caption="What it changes")
    return fragment(Page("", (Section("scenario", "", (table,)),)))
