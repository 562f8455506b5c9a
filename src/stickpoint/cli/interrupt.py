"""Ctrl-C → the end of the program, also while a long computation does not look up."""

from __future__ import annotations

import os
import signal
import socket
from contextlib import suppress
from threading import Thread, current_thread, main_thread
from time import sleep

STOPPED = 130
"""What a shell reports of a program that was stopped by Ctrl-C."""
GRACE = 2.0
"""Seconds to end in order; then the rest of a computation is not waited for."""


def leave_when_asked() -> None:
    """Let the first Ctrl-C end this process within the seconds of grace."""
    if current_thread() is not main_thread():
        return
    heard, told = socket.socketpair()
    told.setblocking(False)
    with suppress(ValueError, OSError):
        signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        Thread(target=_leave, args=(heard, told), daemon=True).start()


def _leave(heard: socket.socket, told: socket.socket) -> None:
    """Wait for a signal; ``told`` is kept so that it stays open."""
    while told.fileno() >= 0 and (number := heard.recv(1)):
        if number[0] == signal.SIGINT:
            sleep(GRACE)
            os._exit(STOPPED)
