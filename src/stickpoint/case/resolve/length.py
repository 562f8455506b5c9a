"""The kind, the lengths and the end of a deadlock as written → checked values."""

from __future__ import annotations

from itertools import chain

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.length import OTHER, SETTLED, Happened, KindOfCase
from stickpoint.case.resolve.names import Names
from stickpoint.case.resolve.record import read_source
from stickpoint.case.schema.fields import Fields
from stickpoint.case.schema.length_layout import COVARIATES, MOST_LENGTHS
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import Node, quote


def read_kind(fields: Fields | None, names: Names) -> KindOfCase | None:
    """Make the kind of deadlock; what is known at the start must matter to it."""
    if fields is None or fields.get("name") is None:
        return None
    kind = fields.text("name")
    known: dict[str, str | float] = {}
    for name, of in COVARIATES.items():
        if name in fields.nodes and kind != of:
            message = f"{quote(name)} is known of {quote(of)}, not of {quote(kind)}; drop it"
            names.faults.add(fields.at(name), "C101", message)
        elif fields.get(name) is not None:
            known[name] = fields.get(name)
    place = fields.node.place
    return names.made(KindOfCase, fields, name=kind, covariates=known, place=place)


def read_lengths(case: Fields, names: Names) -> tuple[float, ...]:
    """Return the days that earlier cases lasted."""
    lengths: list[float] = case.list("lengths")
    if len(lengths) > MOST_LENGTHS:
        message = f"{len(lengths)} lengths found, at most {MOST_LENGTHS:,} are taken; drop some"
        names.faults.add(case.at("lengths"), "C104", message)
    return tuple(lengths)


def read_happened(case: Fields, names: Names) -> Happened | None:
    """Make how the deadlock ended: after its start, on terms that the case names."""
    fields: Fields | None = case.get("happened")
    when: FuzzyDate | None = fields.get("date") if fields else None
    if fields is None or when is None:
        return None
    clock: Fields | None = case.get("clock")
    start: FuzzyDate | None = clock.get("start") if clock else None
    if start is not None and when.last <= start.first:
        message = f"it ended '{when}', no later than the start of the clock, '{start}'"
        names.faults.add(fields.at("date"), "C607", f"{message}; correct one of the dates")
    source = read_source(fields.get("source"), names)
    terms = _outcome(_given(fields.list("terms")), case, names)
    known = {"date": when, "terms": terms, "source": source, "place": fields.node.place}
    return names.made(Happened, fields, **known)


def _outcome(given: list[tuple[Node, str]], case: Fields, names: Names) -> str:
    """Return the outcome that some names stand for, its terms in the order of the agenda."""
    issues = {
        entry.name: [line.name for line in entry.value.list("terms")]
        for entry in case.whole("issues")
    }
    every = [name for own in issues.values() for name in own]
    whole = [*(line.name for line in case.list("packages")), *([] if every else [SETTLED]), OTHER]
    closed: dict[str, str] = {}
    is_sound = names.issues_known
    for node, name in given if names.issues_known else ():
        issue = next((key for key in issues if name in issues[key] and key not in closed), "")
        if issue:
            closed[issue] = name
        elif name not in {*every, *whole}:
            near = did_you_mean(name, [*every, *whole])
            message = f"{quote(name)} is no outcome of this case{near}"
            names.faults.add(node, "C203", message)
            is_sound = False
        elif len(given) > 1:
            message = f"{quote(name)} cannot come together with the terms beside it; keep one"
            names.faults.add(node, "C206", message)
            is_sound = False
    if not is_sound or not given:
        return ""
    _refuse_pauses(given, case, names)
    return " + ".join(closed[key] for key in issues if key in closed) or given[0][1]


def _refuse_pauses(given: list[tuple[Node, str]], case: Fields, names: Names) -> None:
    """Report an end on terms that lapse, which are none."""
    parts = (issue.value.whole("terms") for issue in case.whole("issues"))
    lines = chain(*parts, case.whole("packages"))
    pauses = {line.name for line in lines if "lapses" in line.value.nodes}
    for node, name in given:
        if name in pauses:
            message = f"{quote(name)} lapses, so it is a pause and no end; write how it ended"
            names.faults.add(node, "C111", f"{message}, or 'other'")


def _given(nodes: list[Node]) -> list[tuple[Node, str]]:
    """List the names written, each with its place; ' + ' between names joins several."""
    return [(node, part.strip()) for node in nodes for part in node.text.split(" + ")]
