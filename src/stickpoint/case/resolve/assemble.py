"""The read fields of a case → the case, every name in it looked up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from stickpoint.case.model.case import Case
from stickpoint.case.model.parameters import named
from stickpoint.case.model.situation import ClockSettings
from stickpoint.case.resolve.levers import read_levers
from stickpoint.case.resolve.names import Names
from stickpoint.case.resolve.parties import (
    read_constraints,
    read_issue,
    read_nature,
    read_options,
    read_party,
)
from stickpoint.case.resolve.payoffs import read_hypothesis, read_payoffs, read_scale, read_toll
from stickpoint.case.resolve.preferences import read_preferences, read_strength, read_unknown
from stickpoint.case.resolve.record import read_groups, read_record, register_record
from stickpoint.case.resolve.register import register
from stickpoint.case.schema.shape import Entry, Fields
from stickpoint.case.yaml.nodes import Faults

_Part = TypeVar("_Part")


def assemble(fields: Fields, path: str, faults: Faults) -> Case:
    """Look up every name and make the parts of the case; faulty parts are left out."""
    names = Names(faults)
    register(fields, names)
    register_record(fields, names)

    def each(key: str, make: Callable[[Entry, Names], _Part | None]) -> tuple[_Part, ...]:
        made = (make(entry, names) for entry in fields.whole(key))
        return tuple(part for part in made if part is not None)

    ordered = read_preferences(fields, names)
    payoffs = read_payoffs(fields.list("payoffs"), names)
    case = Case(
        path=path,
        title=fields.text("title"),
        about=fields.text("about"),
        clock=_clock(fields.get("clock"), names),
        parties=each("parties", read_party),
        options=read_options(fields, names),
        nature=each("nature", read_nature),
        constraints=read_constraints(fields, names),
        same=names.statements(fields.list("same")),
        issues=each("issues", read_issue),
        settled=names.settled_statement(),
        preferences=ordered,
        strength=read_strength(fields, ordered, names),
        unknown=read_unknown(fields, names),
        payoffs=payoffs,
        terminal=read_payoffs(fields.list("terminal"), names),
        tolls=each("tolls", read_toll),
        record=read_record(fields.get("record"), names),
        hypotheses=each("hypotheses", read_hypothesis),
        rating_scale=read_scale(fields, names),
        groups=read_groups(fields.list("groups"), names),
        levers=read_levers(fields.list("levers"), payoffs, names),
        notes=tuple(fields.list("notes")),
    )
    names.report_unrecorded()
    return named(case)


def _clock(fields: Fields | None, names: Names) -> ClockSettings:
    """Make the clock; without one, months and five years."""
    if fields is None:
        return ClockSettings()
    horizon = fields.get("horizon", ClockSettings().horizon)
    known = {"horizon": None if horizon == "none" else horizon, "place": fields.node.place}
    return names.made(ClockSettings, fields, **known)
