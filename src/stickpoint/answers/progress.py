"""How far a long answer is → whoever listens in this process: its steps by name, and their counts.

Answers are worked out on demand, some on threads; who waits for them hears here which step is at
work and how much of it is done. Where nobody listens nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeAlias

Tell: TypeAlias = Callable[[str, int, int], object]
"""Takes the name of a step, how many of its parts are done and how many there are; 0 for one."""

MIDDLE = "solving the clock with every range at its middle"
DRAWS = "solving the clock over draws from the ranges"
SHARES = "sharing out the delay over draws"
ITEMS = "sharing out the delay among open items over draws"
TWICE = "looking twice as far ahead"
WAYS = "playing courses out"
ORDERS = "searching for the least change of orders and options"
EXPLORED = "solving draws"
FORECAST = "solving the clock over draws, each at its own tempo"
NEARER = "trying moves and levers on the forecast"
TRIED = "trying moves and levers over draws"
OUTLAYS = "searching for what each outlay buys"
CLOCK = (FORECAST, MIDDLE, DRAWS, WAYS, SHARES, ITEMS)
LEVERS = (ORDERS, FORECAST, NEARER, MIDDLE, TRIED, OUTLAYS)
ROBUST = (FORECAST, NEARER)
WHY = (MIDDLE, DRAWS, SHARES, FORECAST, NEARER)
REPORT = (MIDDLE, DRAWS, SHARES, FORECAST, NEARER, ITEMS, TWICE, WAYS, ORDERS, TRIED, OUTLAYS)
"""The steps of verbs, about in the order in which they come."""

SCORED_IN = "under a minute on two quiet cores"
"""How long it takes to score the dated moves of a case: those of `korea-1952` took 42 s of
processor time and those of `colombia-2014`, with more moves, 111 s, shared among cores."""


class Progress:
    """Passes on what is at work to one listener, from any thread."""

    def __init__(self) -> None:
        self._tell: Tell | None = None
        self._lock = Lock()

    @contextmanager
    def heard_by(self, tell: Tell) -> Iterator[None]:
        """Tell somebody meanwhile."""
        before, self._tell = self._tell, tell
        try:
            yield
        finally:
            self._tell = before

    def step(self, name: str) -> None:
        """Say that a step begins that has no parts to count."""
        self.count(name, 0)

    def count(self, name: str, total: int, done: int = 0) -> Callable[..., None]:
        """Say that a step of so many parts begins, of which some are done from earlier runs.

        Return what to call when one is done, or with how many.
        """

        def tick(more: int = 1) -> None:
            nonlocal done
            with self._lock:
                done += more
                self._say(name, done, total)

        self._say(name, done, total)
        return tick

    def _say(self, name: str, done: int, total: int) -> None:
        if self._tell is not None:
            self._tell(name, done, total)


progress = Progress()
