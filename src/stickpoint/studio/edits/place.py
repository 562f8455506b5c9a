"""One value in the place of another, or where there was none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stickpoint.case.schema.shape import Kind
from stickpoint.studio.edits.entries import insert_item, insert_pair, line_end, remove
from stickpoint.studio.edits.fault import EditError
from stickpoint.studio.edits.known import (
    Step,
    below,
    kind_at,
    place_of,
    short_key,
    stands_for_list,
)
from stickpoint.studio.edits.layout import block, column, flow, habits, in_place, item, pair
from stickpoint.studio.edits.values import fitted, same_number
from stickpoint.studio.edits.written import Data, Part, after, read


@dataclass(frozen=True)
class Changed:
    """A changed text: at the place that ``steps`` lead to it is meant to hold ``data``."""

    text: str
    steps: list[Step]
    data: Data


@dataclass(frozen=True)
class Found:
    """How far a path leads.

    ``chain`` are the parts passed, the top of the file first; ``steps`` how each below the top was
    reached; ``rest`` the steps for which nothing is written. ``kind`` is what the format has where
    the path stops; ``is_short``: its last step is what the part there stands for.
    """

    chain: list[Part]
    steps: list[Step]
    rest: list[Step]
    kind: Kind | None = None
    is_short: bool = False

    @property
    def part(self) -> Part:
        """The last part that is there."""
        return self.chain[-1]

    @property
    def in_brackets(self) -> bool:
        """Whether that part stands inside [ ] or { }."""
        return any(part.is_flow for part in self.chain[:-1])


def find(root: Part, path: Sequence[Step]) -> Found:
    """Follow a path as far as it leads.

    One value may stand for a list of it, and a text for a mapping with one key, as in the format:
    such steps lead nowhere else.
    """
    chain, steps = [root], list[Step]()
    kind = kind_at([])
    is_short = False
    for k, step in enumerate(path):
        part = chain[-1]
        _refuse_shared(part, path[:k])
        child = _child(part, step)
        is_short = child is None and isinstance(step, str)
        if child is not None:
            chain.append(child)
            steps.append(step)
        elif not _stands_for(part, kind, step):
            return Found(chain, steps, list(path[k:]), kind)
        kind = below(kind, step)
    _refuse_shared(chain[-1], path)
    return Found(chain, steps, [], kind, is_short)


def change(text: str, path: Sequence[Step], value: object) -> Changed:
    """Return a text with one value set, and what is missing on the way to it.

    Parameters
    ----------
    text : str
        A case, its lines ending in line feeds.
    path : sequence of str or int
        The keys and the positions in lists, counted from 0, that lead to the value.
    value : object
        A text, number, list or mapping.

    Raises
    ------
    EditError
        The path leads nowhere, or what is there cannot be changed alone.
    """
    found = find(read(text), path)
    kind = kind_at(path)
    if not found.rest:
        data = fitted(value, kind, found.part)
        return Changed(replace(text, found, data), found.steps, data)
    first, *more = found.rest
    data = fitted(value, kind, None)
    for step in reversed(more):
        data = _wrapped(step, data, path)
    return _add(text, found, first, data, path)


def replace(text: str, found: Found, data: Data) -> str:
    """Return a text with other data in the place of a part, changing no more than differs."""
    part = found.part
    old = part.data()
    if data == old or (isinstance(data, str) and isinstance(old, str) and same_number(data, old)):
        return text
    if part.kind == "text" and isinstance(data, str) and not part.is_empty:
        new = in_place(text, part, data, in_brackets=found.in_brackets)
        return text[: part.start] + new + text[part.end :]
    if part.kind == "mapping" and isinstance(data, dict) and data and part.pairs:
        return _adapt_mapping(text, found.steps, old, data)
    if part.kind == "list" and isinstance(data, list) and data and part.items:
        return _adapt_list(text, found.steps, old, data)
    return _rewrite(text, found, data)


def _adapt_mapping(text: str, steps: list[Step], old: Data, data: Data) -> str:
    for key in data:
        if key in old:
            text = replace(text, find(read(text), [*steps, key]), data[key])
        else:
            found = find(read(text), steps)
            text = _add(text, found, key, data[key], steps).text
    for key in old:
        if key not in data:
            found = find(read(text), steps)
            names = [name.words for name, _ in found.part.pairs]
            text = remove(text, found.part, names.index(key))
    return text


def _adapt_list(text: str, steps: list[Step], old: Data, data: Data) -> str:
    for k, part in enumerate(data):
        found = find(read(text), steps)
        if k < len(old):
            text = replace(text, find(read(text), [*steps, k]), part)
        else:
            text = insert_item(text, found.part, k, part, habits(text, found.chain[0]))
    for k in reversed(range(len(data), len(old))):
        text = remove(text, find(read(text), steps).part, k)
    return text


def _rewrite(text: str, found: Found, data: Data) -> str:
    """Write data where something of another kind stood, or nothing."""
    part = found.part
    if len(found.chain) == 1:
        if not part.is_empty or not isinstance(data, dict):
            raise EditError("the whole file cannot be set at once; send it as a text")
        lines = block(data, 0, habits(text, part))
        gap = "\n" if part.end and text[: part.end].strip() else ""
        return text[: part.end] + gap + "\n".join(lines) + (text[part.end :] or "\n")
    if found.in_brackets:
        gap = " " if text[part.start - 1 : part.start] == ":" else ""
        return text[: part.start] + gap + flow(data) + text[part.end :]
    lead, indent, at = _lead(text, found)
    how = habits(text, found.chain[0])
    if isinstance(lead, int):
        lines, head = item(data, indent, how), indent + 1
    else:
        lines, head = pair(lead, data, indent, how), len(pair(lead, "", indent, how)[0])
    end = line_end(text, part.end) if len(lines) > 1 else part.end
    between = text[at : part.start].rstrip()  # comments before and behind stay in the first line
    lines[0] += between + text[part.end : end]
    return text[:at] + "\n".join(lines)[head:] + text[end:]


def _lead(text: str, found: Found) -> tuple[Step, int, int]:
    """Return the step to a part, the column of its key or dash, and where what follows begins."""
    holder, step = found.chain[-2], found.steps[-1]
    if isinstance(step, int):
        if holder.is_flow:
            return step, 0, found.part.start
        dash = holder.opening[step]
        return step, column(text, dash), dash + 1
    key = next(name for name, _ in holder.pairs if name.words == step)
    colon = after(text, key.end)
    return step, column(text, key.start), colon + 1


def _add(text: str, found: Found, step: Step, data: Data, path: Sequence[Step]) -> Changed:
    """Write data at a step below a part for which nothing is written yet."""
    part, steps = found.part, found.steps
    how = habits(text, found.chain[0])
    if part.kind == "mapping" and isinstance(step, str) and part.pairs:
        names = [name.words for name, _ in part.pairs]
        place = place_of(found.kind, step, names)
        return Changed(insert_pair(text, part, place, (step, data), how), [*steps, step], data)
    if part.kind == "list" and step == len(part.items) and part.items:
        is_crowded = part.is_flow and isinstance(data, dict) and not found.in_brackets
        if is_crowded and "#" not in text[part.start : part.end]:
            listed = [*part.data(), data]
            return Changed(_rewrite(text, found, listed), steps, listed)
        return Changed(insert_item(text, part, len(part.items), data, how), [*steps, step], data)
    whole = _whole(found, step, data)
    if whole is None:
        message = f"there is no place '{shown(path)}' in the file"
        raise EditError(f"{message}; look whether it is still there")
    return Changed(_rewrite(text, found, whole), steps, whole)


def _whole(found: Found, step: Step, data: Data) -> Data | None:
    """Return what a part without room for more becomes: what it stands for is written out."""
    part = found.part
    is_bare = part.is_empty or (part.kind != "text" and not part.children)
    if is_bare and (step == 0 or isinstance(step, str)):
        return {step: data} if isinstance(step, str) else [data]
    if step == 1 and stands_for_list(found.kind) and part.kind != "list":
        return [part.data(), data]
    short = short_key(found.kind)
    if isinstance(step, str) and short and part.kind != "mapping":
        return {short: part.data(), step: data}
    return None


def _child(part: Part, step: Step) -> Part | None:
    if isinstance(step, str):
        return part.named(step) if part.kind == "mapping" else None
    is_there = part.kind == "list" and 0 <= step < len(part.items)
    return part.items[step] if is_there else None


def _stands_for(part: Part, kind: Kind | None, step: Step) -> bool:
    if part.is_empty:
        return False
    if step == 0 and isinstance(step, int):
        return stands_for_list(kind) and part.kind != "list"
    return bool(step) and step == short_key(kind) and part.kind != "mapping"


def _wrapped(step: Step, data: Data, path: Sequence[Step]) -> Data:
    if isinstance(step, str):
        return {step: data}
    if step != 0:
        raise EditError(f"there is no place '{shown(path)}' in the file; a list begins at 0")
    return [data]


def _refuse_shared(part: Part, path: Sequence[Step]) -> None:
    where = f"'{shown(path)}'" if path else "the file"
    if part.kind == "alias":
        message = f"{where} repeats '&{part.name}' by '*{part.name}'"
        raise EditError(f"{message}; write it out in the text before changing it alone")
    if part.name:
        message = f"{where} is named '&{part.name}' and may be repeated elsewhere"
        raise EditError(f"{message}; change it in the text")
    if part.tag.startswith("!") or (part.tag and "yaml.org" not in part.tag):
        raise EditError(f"{where} has the tag '{part.tag}', which no case can have; take it out")


def shown(path: Sequence[Step]) -> str:
    """Write a path as a person reads it.

    >>> shown(["wants", "us", 0, "that"])
    'wants / us / 1 / that'
    """
    return " / ".join(str(step + 1) if isinstance(step, int) else step for step in path)
