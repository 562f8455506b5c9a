"""A new party, option, want and so on → where it goes and what is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stickpoint.case.schema.ids import counted
from stickpoint.case.schema.ids import id_of as id_of  # noqa: PLC0414 (others import it here)
from stickpoint.case.schema.layout import ISSUE, NATURE, OPTION, PARTY, TERMS
from stickpoint.case.schema.record_layout import DOCUMENT, EVIDENCE, MESSAGE, MOVE, PASSAGE
from stickpoint.case.schema.shape import Kind, Struct
from stickpoint.case.schema.stakes_layout import HYPOTHESIS, LEVER, PAYOFF, TOLL, WANT
from stickpoint.case.schema.values import did_you_mean
from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.known import Step, is_amount
from stickpoint.studio.edits.place import find
from stickpoint.studio.edits.written import Part

_IN_BRACKETS = re.compile(r"\s*\[([^\[\]{}]*)\]\s*")


@dataclass(frozen=True)
class _Form:
    """Where entries of a kind stand and what they hold.

    ``below`` names the field that says under whose key they stand. ``key`` is the field with the
    name of an entry; empty in a list. ``source`` is the field that a name can be made of, ``stem``
    the beginning of names that are only counted.
    """

    within: tuple[str, ...]
    struct: Struct
    below: str = ""
    key: str = ""
    source: str = ""
    stem: str = ""


_FORMS = {
    "party": _Form(("parties",), PARTY, key="id", source="name", stem="party"),
    "option": _Form(("options",), OPTION, key="id", source="text", stem="option"),
    "nature": _Form(("nature",), NATURE, key="id", source="text", stem="event"),
    "item": _Form(("issues",), ISSUE, key="id", source="name", stem="item"),
    "term": _Form(("issues", "", "terms"), TERMS, below="issue", key="name"),
    "want": _Form(("wants", ""), WANT, below="party"),
    "payoff": _Form(("payoffs", ""), PAYOFF, below="party"),
    "toll": _Form(("tolls",), TOLL, key="name"),
    "document": _Form(("record", "documents"), DOCUMENT, key="id", stem="d"),
    "passage": _Form(("record", "passages"), PASSAGE, key="id", stem="p"),
    "message": _Form(("record", "messages"), MESSAGE, stem="m"),
    "move": _Form(("record", "moves"), MOVE, stem="v"),
    "evidence": _Form(("record", "evidence"), EVIDENCE, key="id", stem="E"),
    "hypothesis": _Form(("hypotheses",), HYPOTHESIS, key="name"),
    "lever": _Form(("levers",), LEVER),
}


def addition(root: Part, kind: str, fields: Mapping[str, object]) -> tuple[list[Step], object]:
    """Return the path at which a new entry goes, and what is to be written there.

    Parameters
    ----------
    root : Part
        The case as it is.
    kind : str
        party, option, nature, item, term, want, payoff, toll, document, passage, message, move,
        evidence, hypothesis or lever.
    fields : mapping
        What the entry holds by the keys of the format, and ``id`` or ``name`` where it stands
        under one (an id left out is made of its words), ``party`` or ``issue`` where it stands
        under theirs. Fields that are empty are left out.

    Raises
    ------
    EditError
        There is no such kind, a field is unknown or missing, or the name is taken.
    """
    form = _FORMS.get(kind)
    if form is None:
        raise EditError(f"'{kind}' cannot be added; known are {', '.join(_FORMS)}")
    given = {name: value for name, value in fields.items() if not _is_blank(value)}
    place: list[Step] = [*form.within]
    if form.below:
        place[place.index("")] = _required(given.pop(form.below, None), form.below, kind)
    _know_holder(root, place, form, kind)
    holder = find(root, place)
    taken = _names(holder.part) if not holder.rest else []
    if form.key:
        name = _name(form, kind, given, taken)
        if name in taken:
            message = f"there is {_one(kind)} '{name}' already; give this one another name"
            raise EditError(message, form.key)
        return [*place, name], _value(form, kind, given)
    if form.stem and "id" not in given:
        given["id"] = counted(form.stem, _record_ids(root))
    return [*place, _count(holder.part) if not holder.rest else 0], _value(form, kind, given)


def named_by(kind: str) -> str:
    """Return the field of a kind that its entries stand under; empty for those of a list.

    >>> named_by("evidence"), named_by("lever")
    ('id', '')
    """
    form = _FORMS.get(kind)
    return form.key if form else ""


def _one(kind: str) -> str:
    """Return the name of a kind with its article.

    >>> _one("option"), _one("want")
    ('an option', 'a want')
    """
    return f"{'an' if kind[0] in 'aeio' else 'a'} {kind}"


def _is_blank(value: object) -> bool:
    """Tell whether a field was left empty: no words, or nothing but blanks."""
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def _know_holder(root: Part, place: list[Step], form: _Form, kind: str) -> None:
    """Refuse an entry under a party or an issue that there is not."""
    if not form.below:
        return
    table = "parties" if form.below == "party" else "issues"
    known = root.named(table) if root.kind == "mapping" else None
    names = _names(known) if known else []
    name = str(place[1])
    if name not in names:
        near = did_you_mean(name, names)
        raise EditError(f"there is no {form.below} '{name}' for this {kind}{near}", form.below)


def _name(form: _Form, kind: str, given: dict[str, object], taken: list[str]) -> str:
    is_own = form.key in form.struct.keys  # the name is a field of its own as well
    name = "" if is_own else str(given.pop(form.key, "")).strip()
    if is_own and form.key in given:
        name = str(given[form.key])
    party = str(given.pop("party", "")) if kind == "option" else ""
    if kind == "option" and "." not in name:
        if not party:
            raise EditError("an option needs the party that has it", "party")
        inner = [option.partition(".")[2] for option in taken if option.startswith(f"{party}.")]
        return f"{party}.{name or id_of(str(given.get('text', '')), inner, form.stem)}"
    if name:
        return name
    if form.source:
        return id_of(str(given.get(form.source, "")), taken, form.stem)
    if form.stem:
        return counted(form.stem, taken)
    return _required(None, form.key, kind)


def _value(form: _Form, kind: str, given: dict[str, object]) -> object:
    keys = form.struct.keys
    for name in given:
        if name not in keys:
            raise EditError(f"'{name}' is no part of {_one(kind)}{did_you_mean(name, keys)}")
    for name, key in keys.items():
        if key.required and name not in given:
            raise EditError(f"{_one(kind)} needs its '{name}': {key.about}", name)
    if list(given) == [form.struct.short]:
        return given[form.struct.short]
    return {name: _written(key.kind, given[name]) for name, key in keys.items() if name in given}


def _written(kind: Kind, value: object) -> object:
    """Return an amount that was typed in brackets as the list that it is in a file."""
    found = _IN_BRACKETS.fullmatch(value) if isinstance(value, str) and is_amount(kind) else None
    return [part.strip() for part in found[1].split(",")] if found else value


def _required(value: object, name: str, kind: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise EditError(f"{_one(kind)} needs its '{name}'", name)
    return value.strip()


def _names(part: Part) -> list[str]:
    return [key.words for key, _ in part.pairs]


def _count(part: Part) -> int:
    if part.kind == "list":
        return len(part.items)
    return 0 if part.is_empty else 1


def _record_ids(root: Part) -> list[str]:
    """List every id of the record."""
    record = root.named("record") if root.kind == "mapping" else None
    found: list[str] = []
    for _, part in record.pairs if record else []:
        found += _names(part)
        found += [str(item.data().get("id", "")) for item in part.items if item.kind == "mapping"]
    return found
