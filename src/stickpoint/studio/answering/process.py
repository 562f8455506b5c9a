"""A worker process as its owner sees it: started, asked, ended, and heard from on the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from stickpoint.studio.answering.question import Question
from stickpoint.studio.answering.worker import main


class WorkerProcess:
    """One process and the pipe to it.

    Parameters
    ----------
    heard : callable
        Takes the number of a question, a kind of message (ready, reply, step, gone) and what was
        said; called on the loop that the process was started from.
    niceness : int
        How far it steps back behind others.
    """

    def __init__(self, heard: Callable[[int, str, Any], object], niceness: int) -> None:
        loop = asyncio.get_running_loop()
        context = get_context("spawn")  # a fork would copy threads that hold locks
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=main, args=(theirs, niceness), daemon=True)
        self._process.start()
        theirs.close()
        self._is_ended = False

        def listen(pipe: Connection) -> None:
            with suppress(EOFError, OSError, RuntimeError):
                while True:
                    message = pipe.recv()
                    loop.call_soon_threadsafe(self._pass_on, heard, message)
            with suppress(RuntimeError):  # the loop may be over by now
                loop.call_soon_threadsafe(self._pass_on, heard, (0, "gone", self._process.exitcode))

        Thread(target=listen, args=(self._pipe,), daemon=True).start()

    def _pass_on(self, heard: Callable[[int, str, Any], object], message: Any) -> None:
        if not self._is_ended:
            heard(*message)

    @property
    def pid(self) -> int | None:
        """The number of the process."""
        return self._process.pid

    def send(self, number: int, question: Question | None) -> None:
        """Ask a question, or, with None, drop the one that is being answered."""
        with suppress(OSError, ValueError):  # it is gone, which is heard apart
            self._pipe.send((number, question))

    def end(self) -> None:
        """End the process at once; nothing more is heard from it."""
        self._is_ended = True
        self._process.kill()
        with suppress(OSError):
            self._pipe.close()
