"""Where each value of a case stands in its text → the path by which an edit names it."""

from __future__ import annotations

from typing import TypeAlias

from stickpoint.case.model.basis import Place
from stickpoint.case.yaml.nodes import Faults, Node
from stickpoint.case.yaml.read import read_text
from stickpoint.studio.answering.kept import Shelf

Path: TypeAlias = "tuple[str | int, ...]"


def places_in(text: str) -> Places:
    """Return the values of a text, looked for once while it is the same."""
    return _FOUND.get(text, lambda: Places(text))


class Places:
    r"""The values of a text by place and by path.

    Parameters
    ----------
    text : str
        A case file.

    Examples
    --------
    >>> found = Places("wants:\n  us: [a.x, {that: b.y}]\n")
    >>> found.path_of(Place(2, 8)), found.line(("wants", "us", 1, "that"))
    (('wants', 'us', 0), 2)
    """

    def __init__(self, text: str) -> None:
        self._paths: dict[Place, Path] = {}
        self._nodes: dict[Path, Node] = {}
        root = read_text(text, Faults("case"))
        waiting: list[tuple[Path, Node]] = [] if root is None else [((), root)]
        while waiting:
            path, node = waiting.pop()
            self._nodes[path] = node
            # A mapping in lines begins where its first key does: the outer one is meant.
            self._paths.setdefault(node.place, path)
            waiting += (((*path, key.text), value) for key, value in node.pairs)
            waiting += (((*path, number), item) for number, item in enumerate(node.items))

    def path_of(self, place: Place) -> Path | None:
        """Return the path of the value that begins at a place; None where there is none."""
        return self._paths.get(place)

    def line(self, path: Path) -> int:
        """Return the line on which a value stands; 0 where it is not written."""
        node = self._nodes.get(path)
        return 0 if node is None else node.line


_FOUND = Shelf(2)
