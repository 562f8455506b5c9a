"""What a form gave → why it cannot be, and at which field, before anything is written.

A text may have faults, for whoever types it sees them marked. A form shows a sound case, and would
be gone with what was typed into it if it made a fault; so it makes none. One it may make: options
that exclude one another are changed in turn, and between the two the status quo breaks that rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from stickpoint.errors import ModelError
from stickpoint.studio.edits import EditError, patched
from stickpoint.studio.edits.additions import addition, named_by
from stickpoint.studio.edits.known import Step, is_amount, kind_at, needed, short_key
from stickpoint.studio.edits.layout import flow
from stickpoint.studio.edits.line_ends import plain
from stickpoint.studio.edits.place import find
from stickpoint.studio.edits.values import fitted
from stickpoint.studio.edits.written import read

if TYPE_CHECKING:
    from stickpoint.errors import Finding

NEEDED = {
    "nature": {"text": "say what happens, in a few words"},
    "item": {"name": "say what the item is, in a few words"},
    "document": {"title": "give the title of the document"},
    "payoff": {"worth": "a number is expected, or a range such as [-0.8, -0.2]"},
    "lever": {
        "limit": "a number above 0 is expected: how far at most, in units of what it changes"
    },
}
"""What a form asks for that the format can do without, by kind and field: what is expected."""
_LEAD = re.compile(r"\A(?:'[^']*'|name): ")
_BROKEN_NOW = "C401"
"""The finding that the status quo breaks a constraint."""
_CALLED = {"parties": "party", "issues": "item"}
"""Which tables hold things that are printed by their name."""


def meant(text: str, edit: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form means: a field that is emptied is taken out if it may be left out.

    Parameters
    ----------
    text : str
        The case before it.
    edit : mapping
        As the form sent it.

    Raises
    ------
    EditError
        More would go with it than the field, or the case would have a fault without it.
    """
    path = edit.get("path")
    if edit.get("do") != "set" or not _is_empty(edit.get("value")) or not isinstance(path, list):
        return dict(edit)
    found = find(read(plain(text)), path)
    if needed(path) or found.is_short:
        return dict(edit)
    if found.rest:
        return {"do": "text", "text": text}
    if len(found.chain) > 2 and len(found.chain[-2].children) == 1:
        raise EditError("all of it would go with this; write something, or remove it as a whole")
    taken = {"do": "remove", "path": path}
    for finding in _made(text, patched(text, taken)):
        raise EditError(_said(finding))
    return taken


def day(said: str) -> str:
    """Return a day on which answers are asked; empty for the start of the clock.

    Raises
    ------
    EditError
        It is no day.
    """
    from stickpoint.answers.forecasting.known import day_of

    try:
        found = day_of(said.strip() or None)
        return found.isoformat() if found else ""
    except ModelError:
        raise EditError(f"'{said.strip()}' is no day; write one such as 1952-07-14") from None


def refuse(text: str, edit: Mapping[str, Any]) -> None:
    """Refuse what a form may not write.

    Parameters
    ----------
    text : str
        The case before it.
    edit : mapping
        As `patched` takes it.

    Raises
    ------
    EditError
        Why, with the field.
    """
    if edit.get("do") == "set":
        _refuse_value(text, edit)
    elif edit.get("do") == "add" and isinstance(edit.get("fields"), Mapping):
        _refuse_entry(text, edit)


def _refuse_value(text: str, edit: Mapping[str, Any]) -> None:
    path, value = edit.get("path"), edit.get("value")
    if not isinstance(path, list):
        return
    if _is_empty(value):
        raise EditError(f"something is expected here: {needed(path)}".rstrip(": "))
    if path[2:] == ["name"] and path[0] in _CALLED:
        _refuse_namesake(text, path[0], str(value), path[1])
    if is_amount(kind_at(path)):
        _refuse_amount(path, value)
        return  # sliders are let go of often, and a whole case takes its time to be checked
    is_now = path[:1] == ["options"] and path[2:] == ["now"]
    for finding in _made(text, patched(text, edit)):
        # Of options that exclude one another the first is changed before the second.
        if not (is_now and finding.code == _BROKEN_NOW):
            raise EditError(_said(finding))


def _refuse_amount(path: list[Step], value: object) -> None:
    """Refuse what is no amount where one stands: out of order, or below the least there is."""
    from stickpoint.case.yaml.nodes import Faults
    from stickpoint.case.yaml.read import read_text

    kind, faults = kind_at(path), Faults("case")
    root = read_text(f"x: {flow(fitted(value, kind, None))}\n", faults)
    if kind is not None and root is not None:
        kind.read(root.pairs[0][1], faults, "name")
    for finding in faults.findings:
        raise EditError(_said(finding))


def _refuse_entry(text: str, edit: Mapping[str, Any]) -> None:
    kind, fields = str(edit.get("kind")), dict(edit["fields"])
    for field, expected in NEEDED.get(kind, {}).items():
        if _is_empty(fields.get(field)):
            raise EditError(expected, field)
    if kind == "lever" and _is_nothing(fields.get("limit")):
        raise EditError(f"0 would move nothing; {NEEDED['lever']['limit']}", "limit")
    for table, called in _CALLED.items():
        if called == kind:
            _refuse_namesake(text, table, str(fields.get("name", "")), "")
    new = patched(text, edit)
    for finding in _made(text, new):
        raise EditError(_said(finding), _field(text, new, kind, fields, finding))


def _refuse_namesake(text: str, table: str, name: str, own: Step) -> None:
    """Refuse a name by which something else of its kind is printed already."""
    found = find(read(plain(text)), [table])
    for key, part in found.part.pairs if not found.rest else ():
        data = part.data()
        printed = data.get("name", "") if isinstance(data, dict) else data
        if key.words != own and _folded(printed) == _folded(name) != "":
            raise EditError(
                f"there is {_article(table)} called '{name.strip()}' already; give another name",
                "name",
            )


def _article(table: str) -> str:
    return "a party" if table == "parties" else "an item"


def _folded(name: object) -> str:
    return " ".join(str(name).split()).casefold()


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_nothing(value: object) -> bool:
    try:
        return float(str(value)) == 0
    except ValueError:
        return False


def _made(text: str, new: str) -> Iterator[Finding]:
    """Yield the findings that a change makes of a case without any, in the order of the text."""
    from stickpoint.case.check import check_text

    _, after = check_text(new)
    if after and not check_text(text)[1]:
        yield from after


def _said(finding: Finding) -> str:
    """Return what is wrong, without the key before it, which the field says."""
    return _LEAD.sub("", finding.message)


def _field(text: str, new: str, kind: str, fields: Mapping[str, Any], finding: Finding) -> str:
    """Name the field of an entry in which a finding is, by where it stands; empty for none."""
    own = {key: value for key, value in fields.items() if (kind, key) != ("party", "that")}
    path, _ = addition(read(plain(text)), kind, own)
    at, whole = _offset(new, finding), find(read(plain(new)), path).part
    for key, part in whole.pairs:
        if key.start <= at <= part.end:
            return key.words
    if kind == "party":
        return "that"  # what it wants stands elsewhere
    return short_key(kind_at(path)) if whole.start <= at <= whole.end else named_by(kind)


def _offset(text: str, finding: Finding) -> int:
    lines = plain(text).split("\n")
    return sum(len(line) + 1 for line in lines[: finding.line - 1]) + finding.column - 1
