"""One worker and the questions that wait for it: of each asker and part the newest only.

Whoever asks again withdraws what was asked before. A question that nobody waits for any more is not
begun; one that is being answered is dropped at its next step, and where no step comes the process
is replaced. Askers of the same question share one answer.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

from stickpoint.studio.answering.process import WorkerProcess
from stickpoint.studio.answering.question import Question, Reply

PATIENCE = 6.0
"""Seconds that a superseded answer may go on before its process is replaced."""
KEPT = 96
"""Answers that are kept for whoever asks the same."""
DIED = (
    "The process that worked this out ended without an answer (often for want of memory); another "
    "was started. Ask again, or ask for less."
)

Tell = Callable[[str, Any], object]
"""Takes ``"reply"`` and a `Reply`, or ``"step"`` and (name, done, total)."""


@dataclass
class Work:
    """A question, and who waits for its answer."""

    question: Question
    askers: dict[Hashable, Tell] = field(default_factory=dict)
    number: int = 0


class Lane:
    """Questions of one kind, answered one after another by one process.

    Parameters
    ----------
    niceness : int
        How far its process steps back behind others.
    """

    def __init__(self, niceness: int = 0) -> None:
        self._niceness = niceness
        self._waiting: OrderedDict[str, Work] = OrderedDict()
        self._running: Work | None = None
        self._process: WorkerProcess | None = None
        self._number = 0
        self._kept: OrderedDict[str, Reply] = OrderedDict()
        self.table: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.replaced = 0

    def start(self) -> None:
        """Start its process, unless it runs."""
        if self._process is None:
            self._process = WorkerProcess(self._heard, self._niceness)

    def ask(self, asker: Hashable, question: Question, tell: Tell, *, urgent: bool = False) -> None:
        """Ask in place of whatever the same asker asked before; what is urgent comes next."""
        identity = question.identity
        running = self._running
        if running is not None and running.question.identity == identity:
            self._withdraw_waiting(asker)  # or what was asked between would be told last
            running.askers[asker] = tell
            return
        self.withdraw(asker)
        if (known := self._kept.get(identity)) is not None:
            self._kept.move_to_end(identity)
            tell("reply", known)
            return
        self._waiting.setdefault(identity, Work(question)).askers[asker] = tell
        if urgent:
            self._waiting.move_to_end(identity, last=False)
        self._next()

    def withdraw(self, asker: Hashable) -> None:
        """Wait no more for what an asker asked."""
        self._withdraw_waiting(asker)
        running = self._running
        if running is not None and asker in running.askers:
            del running.askers[asker]
            if not running.askers:
                self._drop(running)

    def _withdraw_waiting(self, asker: Hashable) -> None:
        for identity, work in list(self._waiting.items()):
            work.askers.pop(asker, None)
            if not work.askers:
                del self._waiting[identity]

    def _drop(self, work: Work) -> None:
        """Let go of an answer that nobody waits for."""
        if self._process is not None:
            self._process.send(work.number, None)
        asyncio.get_running_loop().call_later(PATIENCE, self._replace, work)

    def _replace(self, work: Work) -> None:
        """End a process that is at a dropped answer still, and start another."""
        if self._running is work and not work.askers:
            self.replaced += 1
            self._restart()

    def _restart(self) -> None:
        self.stop()
        self._running = None
        self.start()
        self._next()

    def stop(self) -> None:
        """End its process."""
        if self._process is not None:
            self._process.end()
            self._process = None

    def _next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        self.start()
        assert self._process is not None
        _, work = self._waiting.popitem(last=False)
        self._number += 1
        work.number, self._running = self._number, work
        self._process.send(work.number, work.question)

    def _heard(self, number: int, kind: str, what: Any) -> None:
        if kind == "ready":
            if not self.table.done():
                self.table.set_result(what)
            return
        work = self._running
        if kind == "gone":
            self._running = None
            self.stop()
            for tell in list(work.askers.values()) if work is not None else ():
                tell("reply", Reply(error=DIED))
            self.start()
            self._next()
        elif work is not None and number == work.number:
            if kind == "dropped":
                self._running = None
                if work.askers:  # asked for again meanwhile: it was first, and is so again
                    self._waiting.setdefault(work.question.identity, work)
                    self._waiting.move_to_end(work.question.identity, last=False)
                self._next()
            else:
                self._said(work, kind, what)

    def _said(self, work: Work, kind: str, what: Any) -> None:
        if kind == "reply":
            self._running = None
            if not what.error and work.question.is_of_text_alone:
                self._kept[work.question.identity] = what
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        for tell in list(work.askers.values()):
            tell(kind, what)
        if kind == "reply":
            self._next()
