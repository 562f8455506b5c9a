"""A file that only its owner can read, and that leads a browser to the studio.

The command line of a browser can be read by every user of the machine. It names this file and no
more: the address stands inside.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import count
from pathlib import Path

from stickpoint.studio.answering.scratch import scratch, sweep
from stickpoint.studio.screens.template import filled
from stickpoint.studio.server.guard import CODE_HOLDS

_REPORT_TAKES = 3600.0
"""Seconds after which nobody waits for a report any more."""

Door = Callable[[], Path]
"""Makes a new file, whose address is good once, and returns where it lies."""


@contextmanager
def door(address: Callable[[Callable[[], object]], str]) -> Iterator[Door]:
    """Make such files in a folder that nobody else can look into, and remove it in the end.

    Folders that studios before were killed over are removed at the beginning, those in which a
    report was being written too.

    Parameters
    ----------
    address : callable
        Returns an address that lets in once; given what removes the file, to be called then.
    """
    numbers = count(1)
    sweep("door", CODE_HOLDS)
    sweep("share", _REPORT_TAKES)
    folders: list[Path] = []
    with ExitStack() as stack:

        def made() -> Path:
            if not folders or not folders[-1].is_dir():  # whoever tidies up may have taken it
                folders.append(Path(stack.enter_context(scratch("door"))))
            path = folders[-1] / f"{next(numbers)}.html"
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(filled("onward.html", address=address(partial(_gone, path))))
            return path

        yield made


def _gone(path: Path) -> None:
    with suppress(OSError):  # a browser that still reads it; it goes with the folder
        path.unlink(missing_ok=True)
