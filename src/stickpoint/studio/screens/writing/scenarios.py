"""Named sets of changes → side by side with the case as it stands, each with its command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from stickpoint.case.model.case import Case
from stickpoint.errors import StickpointError, reason_of
from stickpoint.studio.answering.kept import Shelf, brief
from stickpoint.studio.desk.furniture import MAX_NAME, MOST_SCENARIOS, by_kind, dated
from stickpoint.studio.screens.part import Asked
from stickpoint.studio.screens.template import filled

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.predict import Forecast

NOW = "as the case stands"
_MADE = Shelf(2 * MOST_SCENARIOS)


@dataclass(frozen=True)
class Told:
    """One scenario: its name, the line that repeats it, and its forecast or why there is none."""

    name: str
    command: str
    answer: Forecast | None
    why: str = ""


def scenarios(case: Case, asked: Asked) -> str:
    """Set every scenario in a column beside the case, and offer a form for another."""
    from stickpoint.answers.progress import progress

    held: Any = asked.get("scenarios") or ()
    found, told = brief(case, asked), []
    silent = found.silent or ("It is settled as things stand." if found.is_over else "")
    done = progress.count("working out scenarios", len(held))
    for name, changes, undated in held[:MOST_SCENARIOS]:
        command = dated(undated, str(asked.get("as_of") or ""))
        told.append(
            Told(name, command, None) if silent
            else _answered(case, asked, name, command, tuple(changes))
        )  # fmt: skip
        done()
    answers = [one.answer for one in told if one.answer is not None]
    return filled(
        "scenarios.html", told=told, silent=silent if held else "", now=NOW,
        names=[one.name for one in told if one.answer is not None],
        rows=_rows(found.forecast, answers) if answers else [],
        full=len(held) >= MOST_SCENARIOS, most=MOST_SCENARIOS, longest=MAX_NAME, **_examples(case),
    )  # fmt: skip


def _examples(case: Case) -> dict[str, object]:
    """Name things of the case that a change may be about, and a day after its start."""
    began = case.clock.start
    start = (began.last if began.first == date.min else began.first) if began else date(1952, 8, 2)
    return {
        "day": str(start + timedelta(days=30)),
        "nature": [chance.id.removeprefix("nature.") for chance in case.nature],
        "options": [option.id for option in case.options],
        "paid": [f"{payoff.party}[1]" for payoff in case.payoffs[:1]],
    }


def _answered(case: Case, asked: Asked, name: str, command: str, changes: tuple[str, ...]) -> Told:
    """Work one out, over the draws that the case's own forecast has; or say why that cannot be."""
    found = brief(case, asked)

    def make() -> tuple[object, Forecast]:
        answer = _changed(case, found.forecast, changes)
        _ = answer.law  # refuses here, not where it is set into the table
        return found, answer

    try:
        # The case's own answer is kept beside it, so that its id stays its own.
        return Told(name, command, _MADE.get((id(found), changes), make)[1])
    except StickpointError as error:
        return Told(name, command, None, f"No answer: {reason_of(error)}.")


def _changed(case: Case, base: Forecast, changes: Sequence[str]) -> Forecast:
    from dataclasses import replace

    from stickpoint.answers.forecast import changes_from

    kinds = by_kind(changes)
    change = changes_from(case, dates=kinds["dates"], fixed=kinds["fixed"], worths=kinds["worths"])
    return replace(base, changes=change)


def _rows(base: Forecast, answers: Sequence[Forecast]) -> list[dict[str, Any]]:
    """Return the rows of the table: what it is, and in each column whether that differs."""
    from stickpoint.pages.clock.page import side_by_side

    table = side_by_side((base, *answers), ("",) * (1 + len(answers)))
    return [
        {"what": what, "now": now, "cells": [(cell, cell != now) for cell in cells]}
        for what, now, *cells in table.rows
    ]


def refused(case: Case | None, asked: Asked) -> str:
    """Say why some changes cannot be made of a case; nothing where they can."""
    found = None if case is None else brief(case, asked)
    if case is None or found is None or found.silent or found.is_over:
        return ""
    changes: Any = asked.get("changes") or ()
    try:
        _ = _changed(case, found.forecast, changes).game
    except StickpointError as error:
        return reason_of(error)
    return ""
