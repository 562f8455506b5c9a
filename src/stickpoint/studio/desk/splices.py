"""Two texts → the one place where they differ, and back."""

from __future__ import annotations

from difflib import unified_diff
from typing import NamedTuple


class Splice(NamedTuple):
    """At character ``start`` the words ``removed`` give way to those ``inserted``."""

    start: int
    removed: str
    inserted: str

    def forth(self, text: str) -> str:
        """Make the change."""
        return self._put(text, self.removed, self.inserted)

    def back(self, text: str) -> str:
        """Take the change back."""
        return self._put(text, self.inserted, self.removed)

    def continues(self, other: Splice) -> bool:
        """Tell whether this is typed right behind what another typed, in the same line."""
        is_behind = self.start == other.start + len(other.inserted)
        return is_behind and bool(other.inserted) and not self.removed and "\n" not in self.inserted

    def _put(self, text: str, old: str, new: str) -> str:
        end = self.start + len(old)
        if text[self.start : end] != old:
            message = "the journal does not fit the text"
            raise ValueError(message)
        return text[: self.start] + new + text[end:]


def splice(before: str, after: str) -> Splice:
    """Return the smallest single change that makes one text the other.

    >>> splice("worth: 0.2", "worth: 0.25")
    Splice(start=10, removed='', inserted='5')
    """
    most = min(len(before), len(after))
    start = _shared(before, after, most)
    same = _shared(before[::-1], after[::-1], most - start)
    return Splice(start, before[start : len(before) - same], after[start : len(after) - same])


def difference(mine: str, theirs: str) -> str:
    """Return how another text differs from this one, as lines with - and +."""
    both = (mine.splitlines(keepends=True), theirs.splitlines(keepends=True))
    lines = unified_diff(*both, "here", "in the file")
    return "".join(line if line.endswith("\n") else line + "\n" for line in lines)


def _shared(one: str, other: str, most: int) -> int:
    """Return how many signs two texts begin alike with, ``most`` at most, by halving."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
