"""What nature holds, and what of it would have to change → words."""

from __future__ import annotations

from collections.abc import Sequence

from stickpoint.case.model.case import Case
from stickpoint.graph.words import undo_text
from stickpoint.pages.wording.names import plain
from stickpoint.pages.wording.numbers import amount


def change(case: Case, name: str) -> str:
    """Say in the words of the case what happens when something of nature's changes from now."""
    chance = next(chance for chance in case.nature if chance.id == name)
    text = plain(chance.text) or name
    return undo_text(text, "") if chance.now else text


def as_long_as(case: Case, names: Sequence[str], *, together: bool) -> str:
    """Say what must not have happened: all of it ``together``, or any of it.

    Ends in the last of the case's own words, so that what follows needs a comma.
    """
    said = "; ".join(change(case, name) for name in names)
    if len(names) == 1:
        return f"as long as this has not happened: {said}"
    return f"as long as {'not all' if together else 'none'} of this has happened: {said}"


def held(case: Case, names: Sequence[str]) -> str:
    """Say at what nature is held, in one sentence; empty where there is nothing to hold."""
    if not names:
        return ""
    said = "; ".join(change(case, name) for name in names)
    this = "this has not happened" if len(names) == 1 else "none of this has happened"
    return f"Nature is held as it stands, so {this}: {said}."


def let_go(case: Case, names: Sequence[str]) -> str:
    """Say what of nature's changes by chance, and how often; empty where nothing does."""
    said = []
    for chance in case.nature:
        if chance.id in names and chance.rate is not None:
            per = "" if chance.rate.unit else f" per {case.clock.unit}"
            said.append(f"{change(case, chance.id)} (at a rate of {amount(chance.rate)}{per})")
    return f"Nature is not held here; by chance this may happen: {'; '.join(said)}." if said else ""
