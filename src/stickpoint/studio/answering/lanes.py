"""The lanes of a studio: what answers while a slider moves, what once it rests, what by a button.

Each has a process of its own, so that no slow answer stands before a quick one; the slower step
back behind the quick ones where cores are few.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from stickpoint.studio.answering.lane import Lane, Tell
from stickpoint.studio.answering.question import Question

_NICE = {"drag": 0, "rest": 5, "button": 10}
_OF_TIER = {"drag": "drag", "saved": "drag", "rest": "rest", "late": "rest", "button": "button"}


class Lanes:
    """Three lanes; the one for buttons starts when it is first asked."""

    def __init__(self) -> None:
        self._lanes = {name: Lane(niceness) for name, niceness in _NICE.items()}

    def start(self) -> None:
        """Start the processes that every page needs."""
        for name in ("drag", "rest"):
            self._lanes[name].start()

    async def table(self) -> dict[str, Any]:
        """Return the titles and parts of the screens, once a process can tell."""
        found: dict[str, Any] = await self._lanes["drag"].table
        return found

    def ask(
        self, tier: str, asker: Hashable, question: Question, tell: Tell, *, urgent: bool = False
    ) -> None:
        """Ask in the lane of a tier; what the same asker asked before is withdrawn."""
        self._lanes[_OF_TIER[tier]].ask(asker, question, tell, urgent=urgent)

    def withdraw(self, asker: Hashable) -> None:
        """Wait no more for what an asker asked, in whichever lane."""
        for lane in self._lanes.values():
            lane.withdraw(asker)

    def stop(self) -> None:
        """End every process."""
        for lane in self._lanes.values():
            lane.stop()
