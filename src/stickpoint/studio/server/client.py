"""One open page: what it asked, what it is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stickpoint.studio.answering.question import Question, Reply

if TYPE_CHECKING:
    from stickpoint.studio.server.room import Room

COMMON = ("as_of", "pinned")
"""What is asked beside the case on every screen."""
MOST_WAITING = 512
"""Messages that may wait for a page that does not read; then it is let go."""
FRAME = "frame"
EVERY = ("saved", "drag", "rest", "late")
"""Tiers that are built without a button, those that come at once first."""
CHECKED = ("frame-findings", "case-marks")
"""Parts that follow a text as it is typed."""


class Client:
    """One page and the socket to it; messages to it wait in ``outbox``.

    Parameters
    ----------
    room : Room
    table : dict
        The screens and their parts.
    """

    def __init__(self, room: Room, table: dict[str, Any]) -> None:
        self.room, self._table = room, table
        self.outbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue(MOST_WAITING)
        self.is_lost = False
        self.screen = ""
        self.asked: dict[str, object] = {}
        self.numbers: dict[str, tuple[float, float, float]] = {}
        self.n = 0

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message; a page that reads none of so many is lost."""
        try:
            self.outbox.put_nowait(message)
        except asyncio.QueueFull:
            self.is_lost = True

    def open(self, screen: str, asked: dict[str, object]) -> None:
        """Show a screen from now on."""
        if screen not in self._table:
            raise KeyError(screen)
        self.screen, self.asked = screen, dict(asked)
        self.tell({"state": self.room.state(), "text": self.room.desk.text, "n": self.n})
        self.ask(*EVERY)

    def slid(self, name: str, value: tuple[float, float, float]) -> None:
        """Hold a number elsewhere, until it is saved or let go of.

        What is built at rest is of the number as it was: it waits, greyed, and keeps no core busy.
        """
        if not self.numbers:
            self._rest()
        self.numbers[name] = value
        self.ask("drag")

    def moved(self) -> None:
        """Ask all anew for a text that was changed."""
        self.numbers.clear()
        self.ask(*EVERY)

    def shown(self, key: str, value: object) -> None:
        """Ask anew what depends on something that the page chose."""
        self.asked[key] = value
        self.ask(*EVERY, key=key)

    def _rest(self) -> None:
        """Let what is built at rest wait until a slider is let go of."""
        for screen in (self.screen, FRAME) if self.screen else ():
            for part, tier, _ in self._table[screen]["parts"]:
                if tier in ("rest", "late"):
                    self.room.lanes.withdraw((self, part))
                    self.tell({"part": part, "asked": True, "n": self.n})

    def typed(self, text: str) -> None:
        """Check a text that is being typed and not saved yet."""
        for screen in (self.screen, FRAME):
            for part, tier, _ in self._table[screen]["parts"]:
                if part in CHECKED:
                    question = replace(self.room.question(screen, part, {}, {}), text=text)
                    self._put(part, tier, question)

    def ask(self, *tiers: str, key: str = "") -> None:
        """Ask the parts of some tiers, of which those that depend on a key if there is one.

        While a slider moves the text beside the screen comes first, for it comes at once; later it
        waits for the screen that somebody is looking at. A page that has not said what it shows
        is asked nothing.
        """
        if not self.screen:
            return
        for tier in tiers:
            for screen in (FRAME, self.screen) if tier == "drag" else (self.screen, FRAME):
                for part, its, needs in self._table[screen]["parts"]:
                    if its == tier and (not key or key in needs or key in COMMON):
                        self.ask_part(screen, part, tier, needs)

    def press(self, part: str, args: object) -> None:
        """Ask a part that only a button asks."""
        for name, tier, needs in self._table[self.screen]["parts"]:
            if name == part and tier == "button":
                self.ask_part(self.screen, part, tier, (*needs, "args"), args=args)

    def stop(self, part: str) -> None:
        """Wait no more for a part."""
        self.room.lanes.withdraw((self, part))
        self.tell({"part": part, "stopped": True, "n": self.n})

    def ask_part(
        self, screen: str, part: str, tier: str, needs: tuple[str, ...], **more: object
    ) -> None:
        """Ask one part; the answer is told only if nothing newer was asked meanwhile."""
        asked = {k: v for k, v in {**self.asked, **more}.items() if k in (*COMMON, *needs)}
        if "layout" in needs:
            asked["layout"] = self.room.desk.layout()
        if "scenarios" in needs:
            found = self.room.desk.scenarios()
            asked["scenarios"] = [(one.name, one.changes, one.command) for one in found]
        if "file" in needs:
            asked["file"] = str(self.room.path.resolve())
        self._put(part, tier, self.room.question(screen, part, asked, self.numbers))

    def _put(self, part: str, tier: str, question: Question) -> None:
        n, revision = self.n, self.room.desk.revision

        def tell(kind: str, what: Any) -> None:
            if kind == "step":
                name, done, total = what
                self.tell({"part": part, "step": name, "done": done, "total": total, "n": n})
                return
            reply: Reply = what
            self.room.heard(question, reply)
            told = {"part": part, "n": n, "revision": revision}
            if reply.error:
                self.tell({**told, "error": reply.error})
            else:
                self.tell({**told, "html": reply.html, "old": reply.is_old})

        self.tell({"part": part, "asked": True, "n": n})
        self.room.lanes.ask(tier, (self, part), question, tell)

    def close(self) -> None:
        """Wait no more for anything."""
        self.room.clients.discard(self)
        for screen in self._table.values():
            for part, _, _ in screen["parts"]:
                self.room.lanes.withdraw((self, part))
