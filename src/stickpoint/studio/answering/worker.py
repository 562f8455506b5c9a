"""What runs in a worker process: one question after another, until its owner is gone."""

from __future__ import annotations

import gc
import os
import signal
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from threading import Lock, Thread
from time import monotonic
from typing import Any

from stickpoint.studio.answering.question import Question, Reply

EVERY = 0.25
"""Seconds between two words on how far it is."""


class Dropped(BaseException):
    """The question was superseded; no lens may take this for a fault of its own."""


def main(pipe: Connection, niceness: int) -> None:
    """Answer questions from a pipe: ``(number, Question)`` in, ``(number, kind, what)`` out."""
    Thread(target=_end_with_owner, daemon=True).start()
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's affair
    # Tables here are small: threads of a matrix library would only wait for one another.
    for library in ("OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    # Reading a case makes many small objects, none of them garbage: looked over seldom.
    gc.set_threshold(50_000, 20, 20)
    from stickpoint.studio.screens.every import table

    with suppress(EOFError, OSError, BrokenPipeError):
        pipe.send((0, "ready", table()))
        while (asked := pipe.recv()) is not None:
            number, question = asked
            if question is None:  # a drop that came too late
                continue
            try:
                pipe.send((number, "reply", answer(question, Watch(pipe, number))))
            except Dropped:
                pipe.send((number, "dropped", None))


def _end_with_owner() -> None:
    """End at once where the owner dies: it may have been killed, amid an answer or all loading."""
    if (owner := parent_process()) is not None:
        wait([owner.sentinel])
        os._exit(1)


class Watch:
    """Passes on how far an answer is, and stops it when it was superseded."""

    def __init__(self, pipe: Connection, number: int) -> None:
        self._pipe, self._number, self._last = pipe, number, monotonic()
        self._one_at_a_time = Lock()

    def __call__(self, name: str, done: int, total: int) -> None:
        """Note a step; raise `Dropped` where nobody waits for the answer any more."""
        with self._one_at_a_time:  # steps are told from threads too
            try:
                if self._pipe.poll() and self._pipe.recv()[0] == self._number:
                    raise Dropped
                if monotonic() - self._last >= EVERY:
                    self._last = monotonic()
                    self._pipe.send((self._number, "step", (name, done, total)))
            except (EOFError, OSError):  # the owner is gone
                raise Dropped from None


def answer(question: Question, watch: Any) -> Reply:
    """Build one part; what goes wrong is said in a sentence."""
    from stickpoint.answers.progress import progress
    from stickpoint.errors import reason_of
    from stickpoint.studio.answering.kept import read
    from stickpoint.studio.screens.every import build

    try:
        case, findings = read(question.text, question.path)
        with progress.heard_by(watch):
            html = build(question, case, findings)
    except Exception as error:  # one part fails alone, whatever it fails by
        return Reply(error=f"{reason_of(error)}.")
    faults = len(findings)
    return Reply(html, faults, is_old=case is None)
