"""A case → how a part of it is written: where edits of it have to go."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

from stickpoint.case.model.case import Case
from stickpoint.case.yaml.compose import compose
from stickpoint.case.yaml.nodes import Faults, Node
from stickpoint.case.yaml.syntax import readable

Path: TypeAlias = list[str | int]
"""Keys and places, from the top of the file on, as edits name what they change."""


def written_at(case: Case, path: Sequence[str | int]) -> Node | None:
    """Return the node of the file at a path; None where nothing is written there.

    Examples
    --------
    >>> import stickpoint as sp
    >>> written_at(sp.load("elmira"), ["options", "uniroyal.delay"]).kind
    'mapping'
    >>> written_at(sp.load("elmira"), ["options", "nobody.delays"]) is None
    True
    """
    node = _tree(case.source)
    for key in path:
        node = None if node is None else _below(node, key)
    return node


def _below(node: Node, key: str | int) -> Node | None:
    if isinstance(key, int):
        return node.items[key] if key < len(node.items) else None
    return next((value for name, value in node.pairs if name.text == key), None)


@lru_cache(maxsize=4)
def _tree(text: str) -> Node | None:
    faults = Faults("")
    return compose(readable(text, faults), faults)


def setting(case: Case, path: Path, value: object) -> tuple[Path, object]:
    """Return where to set a value and to what, with whatever mappings are not written yet.

    Examples
    --------
    >>> import stickpoint as sp
    >>> case = sp.load("elmira")
    >>> setting(case, ["hypotheses", "haste", "evidence", "E1"], "+")
    (['hypotheses'], {'haste': {'evidence': {'E1': '+'}}})
    """
    for depth in range(len(path) - 1, 0, -1):
        node = written_at(case, path[:depth])
        if node is not None and node.kind == "mapping":
            break
        value = {path[depth]: value}
        path = path[:depth]
    return path, value
