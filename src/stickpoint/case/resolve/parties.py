"""The read tables of a case → its parties, options, nature, constraints and issues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stickpoint.case.model.basis import Amount, Statement
from stickpoint.case.model.situation import (
    Constraint,
    Issue,
    Nature,
    Option,
    Party,
    RateWhile,
    Terms,
)
from stickpoint.case.resolve.names import Names
from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.yaml.nodes import Faults, Node, quote
from stickpoint.logic.formula import options_in

LIKELIER = 0.5
"""What is likelier than this is taken to be so where one answer is asked for."""


def sides(case: Fields) -> Iterator[Entry]:
    """List what is written under each issue and party as its positions there, in file order."""
    for issue in case.whole("issues"):
        yield from issue.value.list("positions")


def read_party(entry: Entry, names: Names) -> Party:
    """Make one party."""
    return names.made(Party, entry.value, id=entry.name, place=entry.key.place)


def read_options(case: Fields, names: Names) -> tuple[Option, ...]:
    """Make the written options, then those that come from positions on issues."""
    written = (_option(entry.name, entry, names) for entry in case.whole("options"))
    return (*written, *_position_options(case, names))


def _option(id_: str, entry: Entry, names: Names, **known: bool) -> Option:
    fields: Fields = entry.value
    return names.made(
        Option,
        fields,
        id=id_,
        party=id_.partition(".")[0],
        one_way=_one_way(fields, names.faults),
        needs=names.statement(fields.get("needs")),
        place=entry.key.place,
        **known,
    )


def _one_way(fields: Fields, faults: Faults) -> int:
    """Return the open direction: 0 both, +1 only to yes, -1 only to no."""
    word, now = fields.get("one_way", "no"), fields.get("now", False)
    if word == "no":
        return 0
    if isinstance(now, Amount):
        # Nobody knows whether it is so; what cannot be undone can still come about.
        return -1 if word == "to no" else 1
    way = {"yes": -1 if now else 1, "to yes": 1, "to no": -1}[word]
    if (way == 1) == now:
        state, wrong = ("yes", "to yes") if now else ("no", "to no")
        message = f"it is {state} now and can only go '{wrong}', so it can never change; drop one"
        faults.add(fields.at("one_way"), "C407", message)
    return way


def _position_options(case: Fields, names: Names) -> Iterator[Option]:
    for side in sides(case):
        names.party(side.key)
        lines = [line for line in side.value or () if line.value]
        chosen = [line for line in lines if line.value.get("now")]
        for line in chosen[1:]:
            message = "a second position is taken now; a party holds one position on an issue"
            names.faults.add(line.value.at("now"), "C111", message)
        for line in lines:
            is_now = line is (chosen or lines)[0]
            yield _option(f"{side.name}.{line.name}", line, names, now=is_now)


def read_nature(entry: Entry, names: Names) -> Nature:
    """Make one thing that no party controls."""
    fields: Fields = entry.value
    if "by" in fields.nodes and "on" in fields.nodes:
        message = "'by' and 'on' exclude one another: either all foresee the date, or nobody does"
        names.faults.add(fields.at("by"), "C111", message)
    when = fields.get("by")
    if when is not None and not when.is_exact:
        message = f"{quote(when.written)} is no single day; what all foresee comes on one, write it"
        names.faults.add(fields.at("by"), "C104", message)
    likely = fields.get("now", False)
    now = likely
    if isinstance(likely, Amount):
        now = likely.mid > LIKELIER
        dated = [key for key in ("on", "by") if key in fields.nodes]
        if dated:
            message = (
                f"a chance of its being so 'now' and '{dated[0]}' exclude one another: the date is "
                "that on which it became otherwise"
            )
            names.faults.add(fields.at("now"), "C111", message)
    given = fields.get("rate")
    several = isinstance(given, list)
    return names.made(
        Nature,
        fields,
        now=now,
        likely=likely if isinstance(likely, Amount) else None,
        rate=None if several else given,
        rates=tuple(_rates(given, names)) if several else (),
        id=f"nature.{entry.name}",
        text=fields.text("text") or entry.name.replace("_", " "),
        one_way=_one_way(fields, names.faults),
        place=entry.key.place,
    )


def _rates(lines: list[Fields], names: Names) -> Iterator[RateWhile]:
    """Make the rates that depend on what is done, and report any that never count."""
    for fields in lines[:-1]:
        if "when" not in fields.nodes:
            message = "a rate without 'when' is for the rest and ends the list; move it to the end"
            names.faults.add(fields.node, "C111", message)
    for fields in lines:
        statement = names.statement(fields.get("when"))
        if fields.get("rate") and (statement or "when" not in fields.nodes):
            place = fields.node.place
            yield names.made(RateWhile, fields, statement=statement, place=place)


def read_constraints(case: Fields, names: Names) -> tuple[Constraint, ...]:
    """Make everything that must hold in every state."""
    made: list[Constraint] = []
    for fields in case.list("impossible"):
        statement = names.statement(fields.get("that"))
        because = names.because(fields.list("because"))
        if statement:
            formula = ("not", statement.formula)
            given = (formula, statement.text, because, statement.place, fields.text("note"))
            made.append(Constraint("impossible", *given))
    for kind in ("at_most_one", "exactly_one"):
        made.extend(_among(kind, fields, names) for fields in case.list(kind))
    made.extend(_positions_exclude(case, names))
    return tuple(made)


def _among(kind: str, fields: Fields, names: Names) -> Constraint:
    nodes: list[Node] = fields.list("of")
    known = [id_ for node in nodes if (id_ := names.option(node)) is not None]
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
    place, note = fields.node.place, fields.text("note")
    return Constraint(kind, formula, ", ".join(known), because, place, note)


def _positions_exclude(case: Fields, names: Names) -> Iterator[Constraint]:
    for side in sides(case):
        ids = [f"{side.name}.{line.name}" for line in side.value or ()]
        if ids:
            formula = ("exactly_one", tuple(sorted(names.options[id_] for id_ in ids)))
            yield Constraint("positions", formula, ", ".join(ids), (), side.key.place)
        elif side.value is not None:
            message = "no position found, at least one 'position: text' is expected"
            names.faults.add(side.key, "C110", message)


def read_issue(entry: Entry, names: Names) -> Issue:
    """Make one item of the agenda."""
    fields: Fields = entry.value
    opened, closed = fields.get("opened"), fields.get("closed")
    if opened and closed and closed.last < opened.first:
        message = f"closed {quote(closed.written)} before it opened, {quote(opened.written)}"
        names.faults.add(fields.at("closed"), "C607", message + "; correct one of the dates")
    return names.made(
        Issue,
        fields,
        id=entry.name,
        name=fields.text("name") or entry.name.replace("_", " "),
        terms=read_terms(fields.whole("terms"), names),
        place=entry.key.place,
    )


def read_terms(lines: Iterable[Entry], names: Names) -> tuple[Terms, ...]:
    """Make the named ways in which an issue closes, or the packages of a case."""
    made = []
    for line in lines:
        _check_lapsing(line, names)
        if statement := names.statement(line.value.get("when")):
            known = {"name": line.name, "statement": statement, "place": line.key.place}
            known["needs"] = _consenting(line.value, statement, names)
            made.append(names.made(Terms, line.value, **known))
    return tuple(made)


def _check_lapsing(line: Entry, names: Names) -> None:
    """Report terms that lapse and last at once, or that lapse never."""
    fields: Fields = line.value
    lapses = fields.get("lapses")
    if lapses is None:
        return
    for other in ("holds", "signed"):
        if fields.get(other):
            message = (
                f"{other!r} and 'lapses' of {quote(line.name)} exclude one another: what lapses "
                "becomes no end; keep one"
            )
            names.faults.add(fields.at("lapses"), "C111", message)
    if lapses.high == 0:
        message = f"{quote(line.name)} would never lapse; leave 'lapses' out if it lasts"
        names.faults.add(fields.at("lapses"), "C104", message)


def _consenting(fields: Fields, statement: Statement, names: Names) -> tuple[str, ...]:
    """Return who else must consent; report what is signed by fewer than two, or has to stand."""
    nodes: list[Node] = fields.list("needs")
    found: dict[str, None] = {}
    for node in nodes:
        id_ = names.party(node)
        if id_ in found:
            names.faults.add(node, "C109", f"{quote(node.text)} is in this list already; drop it")
        if id_ is not None:
            found[id_] = None
    if fields.get("signed"):
        if "holds" in fields.nodes:
            message = "'signed' and 'holds' exclude one another: what is signed is an end at once"
            names.faults.add(fields.at("holds"), "C111", message)
        owners = {id_.partition(".")[0] for id_, bit in names.options.items()
                  if bit in options_in(statement.formula)}  # fmt: skip
        if len((owners - {"nature"}) | {*found}) < 2 and len(found) == len(nodes):
            message = (
                "fewer than two parties would sign: the statement speaks of no others' options; "
                "name them under 'needs', or leave 'signed' out"
            )
            names.faults.add(fields.at("signed"), "C104", message)
    return tuple(found)
