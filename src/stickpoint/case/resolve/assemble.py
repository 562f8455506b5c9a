"""The read fields of a case → its ids, then the case with every name looked up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from stickpoint.case.model.amounts import named
from stickpoint.case.model.case import Case
from stickpoint.case.model.situation import ClockSettings
from stickpoint.case.resolve.beliefs import read_attitudes, read_foresight, read_views
from stickpoint.case.resolve.length import read_happened, read_kind, read_lengths
from stickpoint.case.resolve.names import IssueNames, Names
from stickpoint.case.resolve.parties import (
    read_constraints,
    read_issue,
    read_nature,
    read_options,
    read_party,
    read_terms,
    sides,
)
from stickpoint.case.resolve.patrons import read_patrons
from stickpoint.case.resolve.payoffs import (
    knows_payoffs,
    read_hypothesis,
    read_levers,
    read_payoffs,
    read_scale,
    read_toll,
    report_no_prior,
    worths_of_wants,
)
from stickpoint.case.resolve.preferences import read_preferences, read_strength, read_unknown
from stickpoint.case.resolve.record import read_groups, read_record, register_record
from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.schema.layout import OPTION_ID, RESERVED
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import Faults, Node, quote
from stickpoint.logic.formula import MAX_OPTIONS


def register(case: Fields, names: Names) -> None:
    """Note the id of every party, option and issue of a case, and what is wrong with them."""
    faults = names.faults
    parties: list[Entry] = case.list("parties")
    names.parties = {entry.name: k for k, entry in enumerate(parties) if "." not in entry.name}
    names.parties_by_name = {
        name.lower(): entry.name
        for entry in case.whole("parties")
        for name in (entry.value.text("name"), entry.value.text("short"))
        if name
    }
    names.parties_known = bool(parties) and case.get("parties") is not None
    if "parties" in case.nodes and case.get("parties") == []:
        message = "no parties found; write under 'parties:' who takes part"
        faults.add(case.at("parties"), "C103", message)
    _refuse_reserved(parties, "party", faults)
    issues: list[Entry] = case.list("issues")
    _refuse_reserved(issues, "issue", faults)
    names.issues_known = "issues" not in case.nodes or case.get("issues") is not None
    names.issues = {entry.name: _issue_names(entry) for entry in issues}
    names.strangers.declare("party", {entry.name: entry.key for entry in parties})
    names.strangers.declare("issue", {entry.name: entry.key for entry in issues})
    for entry in case.whole("issues"):
        terms = {line.name: line.key for line in entry.value.list("terms")}
        names.strangers.declare(f"terms of {entry.name}", terms)
    _register_options(case, names)
    names.settled = case.get("settled")
    names.settled_known = "settled" not in case.nodes or names.settled is not None


def _refuse_reserved(entries: list[Entry], what: str, faults: Faults) -> None:
    for entry in entries:
        if entry.name in RESERVED:
            message = f"'{entry.name}' has a meaning of its own in statements; rename this {what}"
            faults.add(entry.key, "C105", message)


def _issue_names(entry: Entry) -> IssueNames:
    fields: Fields | None = entry.value
    if fields is None:
        return IssueNames(entry.name, closed=True)
    terms = {
        line.name: line.value.get("when") if line.value else None for line in fields.list("terms")
    }
    is_broken = None in fields.values.values()
    return IssueNames(entry.name, "closed" in fields.nodes or is_broken, terms)


def _register_options(case: Fields, names: Names) -> None:
    written: list[Entry] = case.list("options")
    places: dict[str, Node] = {}
    for id_, key in (
        *((entry.name, entry.key) for entry in written),
        *(
            (f"{side.name}.{line.name}", line.key if side.name in names.parties else side.key)
            for side in sides(case)
            for line in side.value or ()
        ),
        *((f"nature.{entry.name}", entry.key) for entry in case.list("nature")),
    ):
        if id_ in places:
            message = f"option {quote(id_)} is there already, in line {places[id_].line}; rename it"
            names.faults.add(key, "C109", message)
        places.setdefault(id_, key)
    names.options = {id_: bit for bit, id_ in enumerate(places)}
    names.strangers.declare("option", places)
    is_unread = "options" in case.nodes and case.get("options") is None
    names.options_known = bool(places) and not is_unread
    _check_owners(written, names)
    if any("." in entry.name for entry in case.list("parties")):  # options out of place
        names.options_known = False
    elif not places and not names.faults.lost_mentions("options"):
        if "options" not in case.nodes or case.get("options") == []:
            message = "no options found; write under 'options:' what each party can do or leave"
            names.faults.add(case.at("options"), "C103", message)
    elif len(places) > MAX_OPTIONS:
        message = f"{len(places)} options found, at most {MAX_OPTIONS} fit; merge or drop some"
        names.faults.add(list(places.values())[MAX_OPTIONS], "C403", message)


def _check_owners(entries: list[Entry], names: Names) -> None:
    for entry in entries:
        owner, dot, _ = entry.name.partition(".")
        if owner in names.parties:
            names.strangers.use("party", owner)
        elif dot and names.parties_known and re.fullmatch(OPTION_ID, entry.name):
            near = did_you_mean(owner, names.parties, names.faults)
            advice = "; write it under 'nature:', without 'nature.'" if owner == "nature" else near
            message = f"the party {quote(owner)} of this option is not among the parties{advice}"
            if owner == "nature":
                names.faults.add(entry.key, "C202", message)
            else:
                names.strangers.miss("party", owner, entry.key, "C202", message)


_Part = TypeVar("_Part")


def assemble(fields: Fields, path: str, faults: Faults) -> Case:
    """Look up every name and make the parts of the case; faulty parts are left out."""
    names = Names(faults)
    register(fields, names)
    register_record(fields, names)

    def each(key: str, make: Callable[[Entry, Names], _Part | None]) -> tuple[_Part, ...]:
        made = (make(entry, names) for entry in fields.whole(key))
        return tuple(part for part in made if part is not None)

    options = read_options(fields, names)
    one_way = {option.id: option.one_way for option in options}
    imposed = read_patrons(fields.list("parties"), one_way, names)
    names.imposed = {(line.patron, line.option) for line in imposed}
    ordered = read_preferences(fields, names)
    written = read_payoffs(fields.list("payoffs"), names)
    payoffs = (*written, *worths_of_wants(ordered, written, names))
    known = payoffs if knows_payoffs(fields, written, names) else None
    case = Case(
        path=path,
        title=fields.text("title"),
        about=fields.text("about"),
        clock=_clock(fields.get("clock"), names),
        kind=read_kind(fields.get("kind"), names),
        lengths=read_lengths(fields, names),
        happened=read_happened(fields, names),
        parties=each("parties", read_party),
        options=options,
        imposed=imposed,
        nature=each("nature", read_nature),
        constraints=read_constraints(fields, names),
        same=names.statements(fields.list("same")),
        issues=each("issues", read_issue),
        packages=read_terms(fields.whole("packages"), names),
        settled=names.settled_statement(),
        preferences=ordered,
        strength=read_strength(fields, ordered, names),
        unknown=read_unknown(fields, names),
        foresight=read_foresight(fields, names),
        attitudes=read_attitudes(fields, names),
        views=read_views(fields, names),
        payoffs=payoffs,
        terminal=read_payoffs(fields.list("terminal"), names, at_the_end=True),
        tolls=each("tolls", read_toll),
        record=read_record(fields.get("record"), names),
        hypotheses=each("hypotheses", read_hypothesis),
        rating_scale=read_scale(fields, names),
        groups=read_groups(fields.list("groups"), names),
        levers=read_levers(fields.list("levers"), known, names),
        notes=tuple(fields.list("notes")),
    )
    report_no_prior(fields, names)
    _report_endless(case, names)
    names.strangers.report()
    names.report_unrecorded()
    return named(case)


def _report_endless(case: Case, names: Names) -> None:
    """Report dates that all foresee where the clock has no horizon: values would have no date."""
    for chance in case.nature:
        if chance.by is not None and case.clock.horizon is None:
            message = (
                f"'by' of {quote(chance.id)} and 'horizon: none' exclude one another: what all "
                "foresee is nearer on one day than on another; give a horizon"
            )
            names.faults.add(chance.place, "C111", message)


def _clock(fields: Fields | None, names: Names) -> ClockSettings:
    """Make the clock; without one, months and five years."""
    if fields is None:
        return ClockSettings()
    horizon = fields.get("horizon", ClockSettings().horizon)
    known = {"horizon": None if horizon == "none" else horizon, "place": fields.node.place}
    return names.made(ClockSettings, fields, **known)
