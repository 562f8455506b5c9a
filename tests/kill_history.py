"""What a case may hold after a death: what was acknowledged, and perhaps what was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, TypeAlias

from stickpoint.studio.edits import patched

What: TypeAlias = "dict[str, Any] | str"
"""An edit as a page sends it, or ``undo`` or ``redo``."""


@dataclass(frozen=True)
class History:
    """All texts that can be had, from the first on, and at which of them a case stands."""

    texts: tuple[str, ...]
    at: int = 0

    @property
    def text(self) -> str:
        """The text that it stands at."""
        return self.texts[self.at]

    @property
    def can_redo(self) -> bool:
        """Whether a text was taken back and nothing done since."""
        return self.at < len(self.texts) - 1

    def after(self, what: What) -> History:
        """Return how it stands once something is done; what was taken back before is given up."""
        if what == "undo":
            return replace(self, at=max(self.at - 1, 0))
        if what == "redo":
            return replace(self, at=min(self.at + 1, len(self.texts) - 1))
        assert isinstance(what, Mapping)
        new = patched(self.text, what)
        return self if new == self.text else History((*self.texts[: self.at + 1], new), self.at + 1)


class Known:
    """What clients were told of a case, and what they asked and heard nothing of yet.

    Parameters
    ----------
    text : str
        The case as it was at first.
    """

    def __init__(self, text: str) -> None:
        self.history, self.revision = History((text,)), 1
        self.waiting: dict[str, What] = {}
        self.acknowledged = 0
        self._one_at_a_time = Lock()

    def hear(self, told: Mapping[str, Any]) -> None:
        """Learn from a message that something was saved; it must be what somebody asked for."""
        with self._one_at_a_time:
            if told["saved"] <= self.revision:
                return  # another client heard of it first
            made = {who: self.history.after(what) for who, what in self.waiting.items()}
            who = next((who for who, new in made.items() if new.text == told["text"]), None)
            assert who is not None, f"nobody asked for what is saved: {told['text']}"
            assert told["saved"] == self.revision + 1
            self.history, self.revision = made[who], self.revision + 1
            del self.waiting[who]
            self.acknowledged += 1

    def possible(self) -> list[tuple[int, History]]:
        """List revisions and histories that the case may have after a death, the known one first.

        Nothing that was acknowledged may be missing. What was asked may have been done or not,
        and each client waits for its answer before it asks again.
        """
        return _any_of(self.revision, self.history, list(self.waiting.values()))

    def agree(self, revision: int, text: str) -> bool:
        """Take what was found after a death for what is known; False where it cannot be."""
        for number, history in self.possible():
            if (number, history.text) == (revision, text):
                self.history, self.revision = history, revision
                self.waiting.clear()
                return True
        return False


def _any_of(revision: int, history: History, asked: Sequence[What]) -> list[tuple[int, History]]:
    found = [(revision, history)]
    for k, what in enumerate(asked):
        new = history.after(what)
        found += _any_of(revision + (new != history), new, [*asked[:k], *asked[k + 1 :]])
    return found
