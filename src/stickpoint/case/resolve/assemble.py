"""The read fields of a case → the case, every name in it looked up."""

from __future__ import annotations

from stickpoint.case.model.case import Case
from stickpoint.case.model.parameters import named
from stickpoint.case.resolve.levers import read_levers
from stickpoint.case.resolve.names import Names
from stickpoint.case.resolve.parties import (
    read_clock,
    read_constraints,
    read_issues,
    read_nature,
    read_options,
    read_parties,
)
from stickpoint.case.resolve.payoffs import (
    read_groups,
    read_hypotheses,
    read_payoffs,
    read_scale,
    read_tolls,
)
from stickpoint.case.resolve.preferences import read_preferences, read_strength, read_unknown
from stickpoint.case.resolve.record import read_record, register_record
from stickpoint.case.resolve.register import register
from stickpoint.case.schema.shape import Fields
from stickpoint.case.yaml.nodes import Faults


def assemble(fields: Fields, path: str, faults: Faults) -> Case:
    """Look up every name and make the parts of the case; faulty parts are left out."""
    names = Names(faults)
    register(fields, names)
    register_record(fields, names)
    ordered = read_preferences(fields, names)
    payoffs = read_payoffs(fields.list("payoffs"), names)
    case = Case(
        path=path,
        title=fields.text("title"),
        about=fields.text("about"),
        clock=read_clock(fields.get("clock"), names),
        parties=read_parties(fields, names),
        options=read_options(fields, names),
        nature=read_nature(fields, names),
        constraints=read_constraints(fields, names),
        same=names.statements(fields.list("same")),
        issues=read_issues(fields, names),
        settled=names.settled_statement(),
        preferences=ordered,
        strength=read_strength(fields, ordered, names),
        unknown=read_unknown(fields, names),
        payoffs=payoffs,
        terminal=read_payoffs(fields.list("terminal"), names),
        tolls=read_tolls(fields, names),
        record=read_record(fields.get("record"), names),
        hypotheses=read_hypotheses(fields, names),
        rating_scale=read_scale(fields, names),
        groups=read_groups(fields.list("groups"), names),
        levers=read_levers(fields.list("levers"), payoffs, names),
        notes=tuple(fields.list("notes")),
    )
    names.report_unrecorded()
    return named(case)
