"""The server on a port of this machine, and on no other."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from stickpoint.studio.server.door import Door, door

HOST = "127.0.0.1"
MOST_FRAME = 4 << 20
"""Bytes of one message of a page; a case file has a thousandth of it."""


def bound(port: int) -> socket.socket:
    """Take a port of this machine; any that is free for 0.

    Raises
    ------
    OSError
        The port is taken, or may not be.
    """
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((HOST, port))
    except OSError:
        made.close()
        raise
    return made


def run(path: Path, port: int, ready: Callable[[str, Door], object], note: str = "") -> None:
    """Serve a case until the program is ended.

    Parameters
    ----------
    path : Path
        The case file.
    port : int
        0 for any that is free.
    ready : callable
        Told the address, token and all, as soon as it can be opened, and what makes a file that
        leads a browser there.
    note : str
        What to tell whoever opens the case.
    """
    import uvicorn

    # Documents are looked for beside the case, whatever folder the program was started in.
    path = path.absolute()
    os.chdir(path.parent)
    from stickpoint.studio.server.app import app
    from stickpoint.studio.server.guard import CODE

    listening = bound(port)
    number, token = listening.getsockname()[1], secrets.token_urlsafe(24)

    guard, home = app(path, token, number, note), f"http://{HOST}:{number}/"

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready(f"{home}?token={token}", open_door)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            await super().shutdown(sockets)
            doors.close()  # here, for whoever ends the program by a signal ends it right after

    config = uvicorn.Config(
        guard, log_level="error", access_log=False, lifespan="on",
        ws="websockets-sansio", ws_max_size=MOST_FRAME, ws_per_message_deflate=False,
        server_header=False, date_header=False, h11_max_incomplete_event_size=64 << 10,
        timeout_graceful_shutdown=1,
    )  # fmt: skip
    with ExitStack() as doors:
        open_door = doors.enter_context(door(lambda spent: f"{home}?{CODE}={guard.code(spent)}"))
        Server(config).run([listening])
