"""What a game needs to know → all of its numbers at once, each in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Asked:
    """What stands for the numbers of a game, in the order in which a reading has them.

    Attributes
    ----------
    items : list
        What is read as a number, and numbers that are the same in every reading.
    kept : dict
        What a way to read has found for many readings, so that none is looked up one by one.
    """

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.kept: dict[Any, Floats] = {}
        self._place: dict[int | float, int] = {}

    def place(self, item: Any) -> int:
        """Return where a reading will have the number that something is read as."""
        key = item if isinstance(item, float) else id(item)
        if key not in self._place:
            self._place[key] = len(self.items)
            self.items.append(item)
        return self._place[key]

    def read(self, how: Callable[[Any], float]) -> Floats:
        """Return every number, (items,), read one by one or, where that can be, all together."""
        many: Callable[[Asked], Floats] | None = getattr(how, "many", None)
        if many is not None:
            return many(self)
        each = [item if isinstance(item, float) else how(item) for item in self.items]
        return np.array(each, dtype=np.float64)
