"""The read tables of a case → parties, options, nature, constraints and issues.

Ids are registered before anything is looked up, and even where the rest of an entry is faulty, so
that one fault is not reported again wherever the id is used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stickpoint.case.model.case import (
    ClockSettings,
    Constraint,
    Issue,
    Nature,
    Option,
    Party,
    Terms,
)
from stickpoint.case.resolve.names import IssueNames, Names
from stickpoint.case.schema.layout import RESERVED
from stickpoint.case.schema.shape import Entry, Fields
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import Faults, Node, quote
from stickpoint.logic.diagram import MAX_OPTIONS


def register(case: Fields, names: Names) -> None:
    """Note the id of every party, option and issue of a case, and what is wrong with them."""
    faults = names.faults
    parties: list[Entry] = case.list("parties")
    names.parties = {entry.name: k for k, entry in enumerate(parties) if "." not in entry.name}
    names.called = {
        name.lower(): entry.name
        for entry in parties
        if entry.value is not None
        for name in (entry.value.text("name"), entry.value.text("short"))
        if name
    }
    names.parties_known = bool(parties) and case.get("parties") is not None
    names.strays = {entry.name for entry in parties if "." in entry.name}
    if "parties" in case.nodes and case.get("parties") == []:
        message = "no parties found; write under 'parties:' who takes part"
        faults.add(case.at("parties"), "C103", message)
    _refuse_reserved(parties, "party", faults)
    issues: list[Entry] = case.list("issues")
    _refuse_reserved(issues, "issue", faults)
    names.issues_known = "issues" not in case.nodes or case.get("issues") is not None
    names.issues = {entry.name: _issue_names(entry) for entry in issues}
    _register_options(case, names)
    names.settled = case.get("settled")


def _refuse_reserved(entries: list[Entry], what: str, faults: Faults) -> None:
    for entry in entries:
        if entry.name in RESERVED:
            message = f"'{entry.name}' has a meaning of its own in statements; rename this {what}"
            faults.add(entry.key, "C105", message)


def _issue_names(entry: Entry) -> IssueNames:
    fields: Fields | None = entry.value
    if fields is None:
        return IssueNames(entry.name, closed=True)
    terms = tuple(
        (line.name, line.value.get("when") if line.value else None) for line in fields.list("terms")
    )
    is_broken = None in fields.values.values()
    return IssueNames(entry.name, "closed" in fields.nodes or is_broken, terms)


def _register_options(case: Fields, names: Names) -> None:
    written: list[Entry] = case.list("options")
    nature: list[Entry] = case.list("nature")
    places: dict[str, Node] = {}
    for id_, key in (
        *((entry.name, entry.key) for entry in written),
        *((id_, line.key) for _, id_, line in positions(case)),
        *((f"nature.{entry.name}", entry.key) for entry in nature),
    ):
        if id_ in places:
            message = f"option {quote(id_)} is there already, in line {places[id_].line}; rename it"
            names.faults.add(key, "C109", message)
        places.setdefault(id_, key)
    names.options = {id_: bit for bit, id_ in enumerate(places)}
    is_unread = "options" in case.nodes and case.get("options") is None
    names.options_known = bool(places) and not is_unread
    _check_owners(written, names)
    if names.strays:
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
        if not dot or owner in names.parties or not names.parties_known:
            continue
        if names.faults.lost_mentions(owner):
            continue
        near = did_you_mean(owner, names.parties)
        advice = "; write it under 'nature:', without 'nature.'" if owner == "nature" else near
        message = f"the party {quote(owner)} of this option is not among the parties{advice}"
        names.faults.add(entry.key, "C202", message)


def positions(case: Fields) -> Iterator[tuple[str, str, Entry]]:
    """List the positions on issues as (party, option id, entry), in file order."""
    for issue in case.list("issues"):
        for side in issue.value.list("positions") if issue.value else ():
            for line in side.value or ():
                yield side.name, f"{side.name}.{line.name}", line


def read_clock(fields: Fields | None) -> ClockSettings:
    """Make the clock; without one, months and five years."""
    if fields is None:
        return ClockSettings()
    horizon = fields.get("horizon", ClockSettings().horizon)
    return ClockSettings(
        start=fields.get("start"),
        unit=fields.get("unit", "month"),
        horizon=None if horizon == "none" else horizon,
        place=fields.node.place,
    )


def read_parties(entries: list[Entry], names: Names) -> tuple[Party, ...]:
    """Make the parties."""
    return tuple(
        Party(
            id=entry.name,
            name=entry.value.text("name"),
            text=entry.value.text("text"),
            short=entry.value.text("short"),
            pace=entry.value.get("pace"),
            discount=entry.value.get("discount"),
            precision=entry.value.get("precision"),
            because=names.because(entry.value.list("because")),
            note=entry.value.text("note"),
            place=entry.key.place,
        )
        for entry in entries
        if entry.value
    )


def read_options(case: Fields, names: Names) -> tuple[Option, ...]:
    """Make the written options, then those that come from positions on issues."""
    written = [
        _option(entry.name, entry.name.partition(".")[0], entry, entry.value, names)
        for entry in case.list("options")
        if entry.value
    ]
    return (*written, *_position_options(case, names))


def _option(id_: str, party: str, entry: Entry, fields: Fields, names: Names) -> Option:
    now = fields.get("now", False)
    return Option(
        id=id_,
        party=party,
        text=fields.text("text"),
        undo=fields.text("undo"),
        now=now,
        one_way=_one_way(fields, now, names.faults),
        needs=names.statement(fields.get("needs")),
        effort=fields.get("effort"),
        because=names.because(fields.list("because")),
        note=fields.text("note"),
        place=entry.key.place,
    )


def _one_way(fields: Fields, now: bool, faults: Faults) -> int:
    """Return the open direction: 0 both, +1 only to yes, -1 only to no."""
    word = fields.get("one_way", "no")
    if word == "no":
        return 0
    way = {"yes": -1 if now else 1, "to yes": 1, "to no": -1}[word]
    if (way == 1) == now:
        state, wrong = ("yes", "to yes") if now else ("no", "to no")
        message = f"it is {state} now and can only go '{wrong}', so it can never change; drop one"
        faults.add(fields.at("one_way"), "C407", message)
    return way


def _position_options(case: Fields, names: Names) -> Iterator[Option]:
    for issue in case.list("issues"):
        for side in issue.value.list("positions") if issue.value else ():
            names.party(side.key)
            lines = [line for line in side.value or () if line.value]
            chosen = [line for line in lines if line.value.get("now")]
            for line in chosen[1:]:
                message = "a second position is taken now; a party holds one position on an issue"
                names.faults.add(line.value.at("now"), "C111", message)
            for line in lines:
                option = _option(f"{side.name}.{line.name}", side.name, line, line.value, names)
                yield replace(option, now=line is (chosen or lines)[0])


def read_nature(entries: list[Entry], names: Names) -> tuple[Nature, ...]:
    """Make what no party controls."""
    return tuple(_nature(entry, entry.value, names) for entry in entries if entry.value)


def _nature(entry: Entry, fields: Fields, names: Names) -> Nature:
    if "rate" in fields.nodes and "on" in fields.nodes:
        message = "'rate' and 'on' exclude one another: either it may happen, or it did on a date"
        names.faults.add(fields.at("on"), "C111", message)
    now = fields.get("now", False)
    return Nature(
        id=f"nature.{entry.name}",
        text=fields.text("text") or entry.name.replace("_", " "),
        now=now,
        one_way=_one_way(fields, now, names.faults),
        rate=fields.get("rate"),
        on=fields.get("on"),
        because=names.because(fields.list("because")),
        note=fields.text("note"),
        place=entry.key.place,
    )


def read_constraints(case: Fields, names: Names) -> tuple[Constraint, ...]:
    """Make everything that must hold in every state."""
    made: list[Constraint] = []
    for fields in case.list("impossible"):
        statement = names.statement(fields.get("that"))
        because = names.because(fields.list("because"))
        if statement:
            formula = ("not", statement.formula)
            made.append(Constraint("impossible", formula, statement.text, because, statement.place))
    for kind in ("at_most_one", "exactly_one"):
        made.extend(_among(kind, fields, names) for fields in case.list(kind))
    made.extend(_positions_exclude(case, names))
    return tuple(made)


def _among(kind: str, fields: Fields, names: Names) -> Constraint:
    nodes: list[Node] = fields.list("of")
    ids = [names.option(node) for node in nodes]
    known = [id_ for id_ in ids if id_ is not None]
    if len(nodes) < 2 and fields.get("of") is not None:
        message = f"{len(nodes)} found, at least two options are expected to choose between"
        names.faults.add(fields.at("of"), "C104", message)
    seen: set[str] = set()
    for node in nodes:
        if node.text in seen:
            names.faults.add(node, "C109", f"{quote(node.text)} is in this list already; drop it")
        seen.add(node.text)
    formula = (kind, tuple(sorted({names.options[id_] for id_ in known})))
    because = names.because(fields.list("because"))
    return Constraint(kind, formula, ", ".join(known), because, fields.node.place)


def _positions_exclude(case: Fields, names: Names) -> Iterator[Constraint]:
    for issue in case.list("issues"):
        for side in issue.value.list("positions") if issue.value else ():
            ids = [f"{side.name}.{line.name}" for line in side.value or ()]
            if ids:
                formula = ("exactly_one", tuple(sorted(names.options[id_] for id_ in ids)))
                yield Constraint("positions", formula, ", ".join(ids), (), side.key.place)
            elif side.value is not None:
                message = "no position found, at least one 'position: text' is expected"
                names.faults.add(side.key, "C110", message)


def read_issues(entries: list[Entry], names: Names) -> tuple[Issue, ...]:
    """Make the agenda."""
    return tuple(_issue(entry, entry.value, names) for entry in entries if entry.value)


def _issue(entry: Entry, fields: Fields, names: Names) -> Issue:
    opened, closed = fields.get("opened"), fields.get("closed")
    if opened and closed and closed.last < opened.first:
        message = f"closed {quote(closed.written)} before it opened, {quote(opened.written)}"
        names.faults.add(fields.at("closed"), "C607", message + "; correct one of the dates")
    return Issue(
        id=entry.name,
        name=fields.text("name") or entry.name.replace("_", " "),
        opened=opened,
        closed=closed,
        terms=tuple(_terms(fields.list("terms"), names)),
        because=names.because(fields.list("because")),
        note=fields.text("note"),
        place=entry.key.place,
    )


def _terms(lines: list[Entry], names: Names) -> Iterator[Terms]:
    for line in lines:
        statement = names.statement(line.value.get("when")) if line.value else None
        if statement:
            yield Terms(line.name, statement, line.value.text("text"))
