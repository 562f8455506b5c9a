"""An edit as it travels on the socket → the text with it, held to what was meant."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from stickpoint.case.yaml.read import MAX_BYTES
from stickpoint.studio.edits.additions import addition
from stickpoint.studio.edits.entries import remove, reorder
from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.known import Step
from stickpoint.studio.edits.line_ends import as_before, plain
from stickpoint.studio.edits.place import Changed, change, find, shown
from stickpoint.studio.edits.renaming import renamed
from stickpoint.studio.edits.values import same_number
from stickpoint.studio.edits.written import Data, Part, read


def patched(text: str, edit: Mapping[str, object]) -> str:
    r"""Return the text of a case with one edit made.

    Whatever is not concerned stays as it is, byte for byte: comments, order, quotes, blank lines,
    line ends, an end without a line break.

    Parameters
    ----------
    text : str
        The text of a case.
    edit : mapping
        ``do`` says what: ``set`` (with ``path`` and ``value``), ``text`` (``text``, the whole),
        ``add`` (``kind`` and ``fields``; of a party also ``that``, what it wants first),
        ``remove`` (``path``), ``order`` (``path`` and
        ``order``, the present positions in the order wanted) or ``rename`` (``path`` and ``to``;
        every mention follows, see `renamed`). A path lists keys, and positions in lists counted
        from 0.

    Raises
    ------
    EditError
        The edit cannot be made without changing anything else; its sentence says what to do.

    Examples
    --------
    >>> patched("a: 1  # one\nb: 2\n", {"do": "set", "path": ["a"], "value": 3})
    'a: 3  # one\nb: 2\n'
    """
    kinds: dict[object, Callable[[str, Mapping[str, object]], str]] = {
        "set": _set,
        "text": _whole,
        "add": _add,
        "remove": _remove,
        "order": _order,
        "rename": _rename,
    }
    make = kinds.get(edit.get("do"))
    if make is None:
        raise EditError(f"'{edit.get('do')}' is no edit; known are {', '.join(map(str, kinds))}")
    try:
        new = make(plain(text), edit)
    except RecursionError:
        raise EditError("this is too deep for a case; give it fewer levels") from None
    return _fit_to_keep(as_before(new, text))


def _whole(_: str, edit: Mapping[str, object]) -> str:
    new = edit.get("text")
    if not isinstance(new, str):
        raise EditError("the edit has no text")
    return plain(new)


def _fit_to_keep(text: str) -> str:
    """Return a text that a file can hold, and a case may."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        message = "the text holds half of a character that takes two; type it again"
        raise EditError(message) from None
    if size > MAX_BYTES:
        raise EditError("the text is longer than a case may be (2 MiB); shorten it")
    return text


def _set(text: str, edit: Mapping[str, object]) -> str:
    path = _path(edit)
    if "value" not in edit:
        raise EditError(f"no value is given for '{shown(path)}'")
    return _held(text, change(text, path, edit["value"]))


def _add(text: str, edit: Mapping[str, object]) -> str:
    kind, fields = edit.get("kind"), edit.get("fields")
    if not isinstance(kind, str) or not isinstance(fields, Mapping):
        raise EditError("an addition needs its kind and its fields")
    told = dict(fields)
    wanted = told.pop("that", "") if kind == "party" else ""
    path, value = addition(read(text), kind, told)
    new = _held(text, change(text, path, value))
    if not wanted:
        return new
    want = {"party": path[-1], "that": wanted}
    return _add(new, {"kind": "want", "fields": want})


def _remove(text: str, edit: Mapping[str, object]) -> str:
    path = _path(edit)
    root = read(text)
    found = find(root, path)
    if found.rest or found.is_short or not found.steps:
        raise EditError(f"there is no place '{shown(path)}' in the file; it may be gone already")
    chain, steps = found.chain, found.steps
    while len(chain) > 2 and len(chain[-2].children) == 1:  # what it leaves empty goes too
        chain, steps = chain[:-1], steps[:-1]
    holder = chain[-2]
    if len(holder.children) == 1:
        raise EditError("this is all that the file holds; change it in the text")
    new = remove(text, holder, _position(holder, steps[-1]))
    if _dump(read(new).data()) != _dump(_without(root.data(), steps)):
        raise EditError(f"'{shown(path)}' cannot be taken out alone; do it in the text")
    return new


def _order(text: str, edit: Mapping[str, object]) -> str:
    path, order = _path(edit), edit.get("order")
    found = find(read(text), path)
    holder = found.part
    count = len(holder.children)
    if found.rest or not count:
        raise EditError(f"there is nothing to put in order at '{shown(path)}'")
    are_places = isinstance(order, Sequence) and not isinstance(order, str)
    if not are_places or sorted(map(str, order)) != sorted(map(str, range(count))):  # type: ignore[call-overload]
        raise EditError(f"an order of {count} entries names each of 0 to {count - 1} once")
    places = [int(str(place)) for place in order]  # type: ignore[attr-defined]
    new = reorder(text, holder, places)
    return _held(text, Changed(new, found.steps, _permuted(holder.data(), places)))


def _rename(text: str, edit: Mapping[str, object]) -> str:
    new = edit.get("to")
    if not isinstance(new, str):
        raise EditError("the new name is missing")
    return renamed(text, _path(edit), new)


def _position(holder: Part, step: Step) -> int:
    """Return the position of an entry of a list or a mapping."""
    if isinstance(step, int):
        return step
    return [name.words for name, _ in holder.pairs].index(step)


def _path(edit: Mapping[str, object]) -> list[Step]:
    path = edit.get("path")
    if not isinstance(path, Sequence) or isinstance(path, str):
        raise EditError("the edit has no path")
    if not all(isinstance(step, str | int) and not isinstance(step, bool) for step in path):
        raise EditError("a path is made of keys and of positions counted from 0")
    return list(path)


def _held(old: str, change: Changed) -> str:
    """Return a changed text once it is sure that the place meant has changed, and nothing else."""
    new, steps = change.text, change.steps
    if new == old:
        return new
    before, now = read(old).data(), read(new).data()
    is_meant = _is_there(now, steps) and _are_same(_at(now, steps), change.data)
    is_new = not _is_there(before, steps)
    rest = _without(now, steps) if is_new else _with(now, steps, _at(before, steps))
    if not is_meant or _dump(rest) != _dump(before):
        message = f"'{shown(steps)}' cannot be changed without changing more"
        raise EditError(f"{message}; change it in the text")
    return new


def _is_there(data: Data, steps: Sequence[Step]) -> bool:
    for step in steps:
        known = range(len(data)) if isinstance(data, list) else data
        if isinstance(data, str) or step not in known:
            return False
        data = data[step]
    return True


def _at(data: Data, steps: Sequence[Step]) -> Data:
    for step in steps:
        data = data[step]
    return data


def _with(data: Data, steps: Sequence[Step], value: Data) -> Data:
    """Return a copy of data with another value at a place."""
    if not steps:
        return value
    copy = data.copy()
    copy[steps[0]] = _with(data[steps[0]], steps[1:], value)
    return copy


def _without(data: Data, steps: Sequence[Step]) -> Data:
    """Return a copy of data without the entry at a place; empty data if that was all."""
    copy = data.copy()
    if len(steps) > 1:
        copy[steps[0]] = _without(data[steps[0]], steps[1:])
    else:
        del copy[steps[0]]
    return copy if copy or len(steps) > 1 else ""


def _are_same(one: Data, other: Data) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one == other or same_number(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_are_same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_are_same, one, other))
    return one == other


def _permuted(data: Data, order: Sequence[int]) -> Data:
    if isinstance(data, list):
        return [data[k] for k in order]
    entries = list(data.items())
    return dict(entries[k] for k in order)


def _dump(data: Data) -> str:
    return json.dumps(data)
