"""Foresight, attitudes and views as written → what each party looks at, or what is wrong."""

from __future__ import annotations

from stickpoint.case.model.beliefs import Attitude, Foresight, SeenBy
from stickpoint.case.resolve.names import Names
from stickpoint.case.resolve.preferences import read_orders
from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.yaml.nodes import quote


def read_foresight(case: Fields, names: Names) -> dict[str, Foresight]:
    """Make how far each party looks, for those of which the case says so."""
    made = {}
    for entry in case.list("foresight"):
        party, fields = names.party(entry.key), entry.value
        if party is not None and fields is not None and fields.get("concept"):
            made[party] = names.made(Foresight, fields, place=entry.key.place)
    return made


def read_attitudes(case: Fields, names: Names) -> dict[str, dict[str, Attitude]]:
    """Make how each party stands to others and to itself, where the case says so."""
    made: dict[str, dict[str, Attitude]] = {}
    for entry in case.list("attitudes"):
        party = names.party(entry.key)
        for line in entry.value or ():
            towards = names.party(line.key)
            if party is not None and towards is not None and line.value and line.value.get("sign"):
                attitude = names.made(Attitude, line.value, place=line.key.place)
                made.setdefault(party, {})[towards] = attitude
    return made


def read_views(case: Fields, names: Names) -> dict[str, SeenBy]:
    """Make how each party sees the others, and how it takes them to see others in turn."""
    made = {}
    for entry in case.whole("views"):
        party = names.party(entry.key)
        within = {}
        for inner in entry.value.whole("views"):
            viewer = names.party(inner.key)
            if viewer is not None and viewer == party:
                message = f"{quote(viewer)} is whose view this is; write what it sees one level up"
                names.faults.add(inner.key, "C513", message)
            elif viewer is not None:
                within[viewer] = _view(inner, viewer, names)
        if party is not None:
            made[party] = _view(entry, party, names, within)
    return made


def _view(
    entry: Entry, viewer: str, names: Names, within: dict[str, SeenBy] | None = None
) -> SeenBy:
    """Make one view; its holder knows what it wants and what it can do."""
    fields: Fields = entry.value
    orders = read_orders(fields, names)
    for kind in ("wants", "ranking", "weights"):
        for line in fields.list(kind):
            if line.name == viewer:
                message = f"{quote(viewer)} knows what it wants; write that under '{kind}:'"
                names.faults.add(line.key, "C513", f"{message} of the case, not of its own view")
    unknown = []
    for line in fields.list("options"):
        option = names.option(line.key)
        owner = (option or "").partition(".")[0]
        if owner in (viewer, "nature"):
            why = "is nobody's" if owner == "nature" else f"is one of {quote(viewer)}"
            message = f"{quote(line.name)} {why}; an option that is unknown to a party is another's"
            names.faults.add(line.key, "C513", message)
        elif option is not None and line.value is not None:
            unknown.append(option)
    return SeenBy(
        preferences=orders,
        unknown=tuple(unknown),
        within=within or {},
        because=names.because(fields.get("because", [])),
        note=fields.text("note"),
        place=entry.key.place,
    )
