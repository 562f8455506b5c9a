"""One case, its desk and its lanes, and whoever has it open."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stickpoint.studio.answering.lanes import Lanes
from stickpoint.studio.answering.question import Numbers, Question, Reply

if TYPE_CHECKING:
    from stickpoint.studio.server.client import Client
    from stickpoint.studio.server.memory_desk import Desk

LOOKED = 1.0
"""Seconds between two looks whether somebody else changed the file."""


class Room:
    """What all pages of one case share.

    Parameters
    ----------
    path : Path
        The case file.
    note : str
        What to tell whoever opens it, such as that it is a copy of a built-in case.
    """

    def __init__(self, path: Path, note: str = "") -> None:
        from stickpoint.studio.server.memory_desk import Desk

        self.path, self.note = path, note
        self.desk: Desk = Desk.open(path)
        self.lanes = Lanes()
        self.clients: set[Client] = set()
        self.sound: str | None = None
        self.pinned: str | None = None
        self.outside: str | None = None

    def question(
        self, screen: str, part: str, asked: Mapping[str, object], numbers: Numbers
    ) -> Question:
        """Make a question about the case as it stands."""
        text = self.desk.text
        sound = None if self.sound == text else self.sound
        beside = {key: value for key, value in asked.items() if value not in (None, "")}
        if self.pinned is not None:
            beside["pinned"] = self.pinned
        return Question(screen, part, text, self.path.name, sound, dict(numbers), beside)

    def heard(self, question: Question, reply: Reply) -> None:
        """Learn from a reply whether the text it was about is sound."""
        if not reply.error and not reply.faults:
            self.sound = question.text

    def state(self) -> dict[str, Any]:
        """Return what every frame shows of the desk."""
        desk = self.desk
        return {
            "revision": desk.revision,
            "can_undo": desk.can_undo,
            "can_redo": desk.can_redo,
            "pinned": self.pinned is not None,
            "is_pinned_text": self.pinned == desk.text,
            "outside": self.outside is not None,
        }

    def changed(self, by: Client | None = None) -> None:
        """Tell every page that the text was changed and saved, and let each ask anew."""
        told = {"saved": self.desk.revision, "text": self.desk.text, "state": self.state()}
        for client in list(self.clients):
            client.tell({**told, "mine": client is by})
            client.moved()

    def tell_state(self) -> None:
        """Tell every page how the desk stands, where the text is the same."""
        for client in list(self.clients):
            client.tell({"state": self.state()})

    async def watch(self) -> None:
        """Look now and then whether somebody else changed the file, and tell it once."""
        while True:
            await asyncio.sleep(LOOKED)
            found = self.desk.outside()
            if found != self.outside:
                self.outside = found
                self.tell_state()

    def close(self) -> None:
        """End the lanes."""
        self.lanes.stop()
