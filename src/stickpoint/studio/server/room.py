"""One case, its desk and its lanes, and whoever has it open."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stickpoint.studio.answering.lanes import Lanes
from stickpoint.studio.answering.question import Numbers, Question, Reply
from stickpoint.studio.desk import Desk, DeskError

if TYPE_CHECKING:
    from stickpoint.studio.desk.furniture import Pin
    from stickpoint.studio.server.client import Client

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
        self.path = path
        self.desk = Desk.open(path)
        self.notes = [said for said in (note, self.desk.notice) if said]
        self.lanes = Lanes()
        self.clients: set[Client] = set()
        self.sound: str | None = None
        pins = self.desk.pins()
        self.pinned: Pin | None = pins[-1] if pins else None
        self._seen = self.desk.revision
        self.outside: str | None = None

    def question(
        self, screen: str, part: str, asked: Mapping[str, object], numbers: Numbers
    ) -> Question:
        """Make a question about the case as it stands."""
        text = self.desk.text
        sound = None if self.sound == text else self.sound
        beside = {key: value for key, value in asked.items() if value not in (None, "")}
        if self.pinned is not None:
            beside["pinned"] = self.pinned.text
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
            "outside": self.outside is not None,
            "trouble": desk.trouble,
        }

    def changed(self, by: Client | None = None) -> None:
        """Tell every page that the text was changed and saved, and let each ask anew.

        Whoever changed it is told the number of what they sent: a form is emptied by that alone.
        """
        self._seen = self.desk.revision
        told = {"saved": self.desk.revision, "text": self.desk.text, "state": self.state()}
        for client in list(self.clients):
            client.tell({**told, "mine": client is by, **({"n": by.n} if client is by else {})})
            client.moved()

    def tell_state(self) -> None:
        """Tell every page how the desk stands, where the text is the same."""
        for client in list(self.clients):
            client.tell({"state": self.state()})

    async def watch(self) -> None:
        """Look now and then whether somebody else changed the file, and tell it once."""
        while True:
            await asyncio.sleep(LOOKED)
            with suppress(DeskError, OSError):  # what stands in its way is told with the next edit
                self._look()

    def _look(self) -> None:
        if self.desk.revision != self._seen:  # another studio on the same case
            self.changed()
        found = self.desk.outside()
        if found != self.outside:
            self.outside = found
            self.tell_state()

    def close(self) -> None:
        """End the lanes and let go of the desk."""
        self.lanes.stop()
        self.desk.close()
