"""The read tables of a case → its clock, parties, options, nature, constraints and issues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stickpoint.case.model.situation import (
    ClockSettings,
    Constraint,
    Issue,
    Nature,
    Option,
    Party,
    Terms,
)
from stickpoint.case.resolve.names import Names
from stickpoint.case.schema.shape import Entry, Fields
from stickpoint.case.yaml.nodes import Faults, Node, quote


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
