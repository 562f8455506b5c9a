"""Where in a case an edit is, by the keys of the format."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

from stickpoint.case.schema.beliefs_layout import Taken
from stickpoint.case.schema.kinds import Perhaps, Quantity
from stickpoint.case.schema.layout import CASE
from stickpoint.case.schema.orders_layout import CODED, LINES, Chain, Line, Sides, Wanted
from stickpoint.case.schema.shape import Kind, ListOf, Struct, Table
from stickpoint.case.schema.stakes_layout import RATE, WEIGHT, Rates, Weighted

Step: TypeAlias = "str | int"


def kind_at(path: Sequence[Step]) -> Kind | None:
    """Return what kind of value stands at a path; None where the format has no such place.

    >>> type(kind_at(["payoffs", "prc", 0, "worth"])).__name__
    'Quantity'
    """
    kind: Kind | None = CASE
    for step in path:
        kind = below(kind, step)
    return kind


def plain(kind: Kind | None, keys: Collection[Step] = ()) -> Kind | None:
    """Return the list or the record that is meant where a kind lets wants be written in many ways.

    >>> plain(kind_at(["wants", "us"]), ["coders"]).name
    'wants by coders'

    Parameters
    ----------
    kind : Kind or None
        Any kind; one that leaves nothing open is returned as it is.
    keys : collection of str or int
        The keys that stand there, which tell what is meant.
    """
    if isinstance(kind, Wanted):
        return CODED if "coders" in keys else LINES
    if isinstance(kind, Taken):
        return kind.lines
    if isinstance(kind, Line):
        return kind.either if "either" in keys else kind.line
    if isinstance(kind, Sides):
        return ListOf(Chain(kind.line))
    return ListOf(kind.line, single=True) if isinstance(kind, Chain) else kind


def below(kind: Kind | None, step: Step) -> Kind | None:
    """Return the kind of what stands at one step below a kind."""
    kind = plain(kind, [step])
    if isinstance(kind, Rates):
        return RATE if isinstance(step, int) else None
    if isinstance(kind, Weighted):
        return WEIGHT if isinstance(step, int) else None
    if isinstance(kind, ListOf):
        return kind.kind if isinstance(step, int) else below(kind.kind, step)
    if isinstance(kind, Table):
        return kind.kind
    if isinstance(kind, Struct) and isinstance(step, str):
        key = kind.keys.get(step)
        return key.kind if key else None
    return None


def is_amount(kind: Kind | None) -> bool:
    """Tell whether a kind is a number, a range or a triangle."""
    return isinstance(kind, Quantity | Perhaps | Rates)


def short_key(kind: Kind | None) -> str:
    """Return the key that a value stands for where a mapping is expected; empty for none.

    >>> short_key(kind_at(["parties", "us"]))
    'name'
    """
    kind = plain(kind)
    return kind.short if isinstance(kind, Struct) else ""


def stands_for_list(kind: Kind | None) -> bool:
    """Tell whether one value may stand for a list of it."""
    kind = plain(kind)
    return isinstance(kind, ListOf) and kind.single


def place_of(kind: Kind | None, key: str, there: Sequence[str]) -> int:
    """Return where among the keys that are there a new one goes, in the order of the format.

    Parameters
    ----------
    kind : Kind or None
        What the mapping is; in one whose keys are the writer's own, a new one goes last.
    key : str
        The new key.
    there : sequence of str
        The keys that are there, in their order.
    """
    if not isinstance(kind, Struct) or key not in kind.keys:
        return len(there)
    order = list(kind.keys)
    before = set(order[: order.index(key)])
    return max((k + 1 for k, name in enumerate(there) if name in before), default=0)


def needed(path: Sequence[Step]) -> str:
    """Say what stands at a place that may not be empty; nothing of one that may.

    >>> needed(["title"]), needed(["parties", "us", "short"])
    ('the title of the case', '')
    """
    holder = plain(kind_at(path[:-1]), path[-1:]) if path else None
    key = holder.keys.get(str(path[-1])) if isinstance(holder, Struct) else None
    return key.about if key is not None and key.required else ""
