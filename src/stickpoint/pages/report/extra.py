"""Sections of lenses that not every case can feed."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec

from stickpoint.answers.levers.payoffs import payoff_levers
from stickpoint.answers.levers.ranks import least_changes
from stickpoint.answers.why.brief import Brief
from stickpoint.pages.levers import nearer
from stickpoint.pages.levers.page import SILENT
from stickpoint.pages.levers.payoffs import sections
from stickpoint.pages.levers.ranks import meaning, notes, sentences
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.names import plain, upper

HOLDING, SOONER = "What change would make a settlement hold", "What would end it sooner"
NOT_THE_FORECAST = (
    "What follows is not by the forecast but by the clock with the case's horizon, in which terms "
    "end it as soon as they are met: read how things compare, not the times themselves."
)
MOST_STATES = 2_000
"""Beyond this the search for another order of ranks would take longer than a page should."""


def parts_of(sections: Iterable[Section | None]) -> list[Part]:
    """Put sections under one, their titles as headings."""
    found: list[Part] = []
    for section in sections:
        if section is not None:
            found += [Text(section.title, "heading")] * bool(section.title)
            found += section.parts
    return found


def holding(found: Brief) -> Section | None:
    """Say what least change of orders or options would make each settlement hold."""
    case, conflict = found.why.case, found.why.conflict
    if not conflict.terms:
        return None
    name, title = "holding", HOLDING
    reason = ""
    if find_spec("ortools") is None:
        reason = "OR-Tools is not installed, so nothing was searched for; it comes with levers."
    elif found.why.n_states > MOST_STATES:
        reason = "The case is too large for a page to search it; ask stickpoint levers."
    if reason:
        return Section(name, title, (Text(reason),))
    outcomes = least_changes(case, nature=found.why.setting)
    parts: list[Part] = [Text(meaning(outcomes))]
    for outcome in outcomes:
        parts.append(Text(upper(plain(outcome.terms)), "heading"))
        parts.append(Items(tuple(sentences(outcome))))
    told = [*notes(outcomes), "The search is that of stickpoint levers."]
    return Section(name, title, (*parts, Text(" ".join(told), "note")))


def sooner(found: Brief) -> Section | None:
    """Say what would bring the end nearer; what another clock says of moves, levers, payments."""
    if found.silent:
        return None
    if found.is_over:
        return Section("sooner", SOONER, (Text(upper(SILENT["wait"])),))
    by_forecast = [] if found.nearer is None else [nearer.section(found.forecast, found.nearer)]
    if found.course is None:
        return Section("sooner", SOONER, tuple(parts_of(by_forecast)))
    lens = payoff_levers(found.why.case, changes=found.course.changes, seed=found.seed)
    told = (*parts_of(by_forecast), Text(NOT_THE_FORECAST, "note"), *parts_of(sections(lens)))
    return Section("sooner", SOONER, told)
