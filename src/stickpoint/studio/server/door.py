"""A file that only its owner can read, and that leads a browser to the studio.

The command line of a browser can be read by every user of the machine. It names this file and no
more: the address stands inside. The file lies in a folder that is named by the process that made
it, so that the next studio can tell what a dead one left, and remove it.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache, partial
from itertools import count
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir

from stickpoint.outputs import is_alive
from stickpoint.studio.screens.template import filled
from stickpoint.studio.server.guard import CODE_HOLDS

_LEAD = "stickpoint-door-"
_MADE = re.compile(rf"{_LEAD}(\d{{1,9}})-\w+")

Door = Callable[[], Path]
"""Makes a new file, whose address is good once, and returns where it lies."""


@contextmanager
def door(address: Callable[[Callable[[], object]], str]) -> Iterator[Door]:
    """Make such files in a folder that nobody else can look into, and remove it in the end.

    Folders that studios before were killed over are removed at the beginning.

    Parameters
    ----------
    address : callable
        Returns an address that lets in once; given what removes the file, to be called then.
    """
    numbers = count(1)
    _sweep(Path(gettempdir()))
    with ExitStack() as stack:

        @cache
        def folder() -> Path:
            lead = f"{_LEAD}{os.getpid()}-"
            made = TemporaryDirectory(prefix=lead, ignore_cleanup_errors=True)
            return Path(stack.enter_context(made))

        def made() -> Path:
            path = folder() / f"{next(numbers)}.html"
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(filled("onward.html", address=address(partial(_gone, path))))
            return path

        yield made


def _gone(path: Path) -> None:
    with suppress(OSError):  # a browser that still reads it; it goes with the folder
        path.unlink(missing_ok=True)


def _sweep(temporary: Path) -> None:
    """Remove folders of this user whose process is dead, and nothing else.

    The place is everybody's: what is a link, or belongs to somebody else, is left alone.
    """
    for left in temporary.glob(f"{_LEAD}*"):
        with suppress(OSError):
            found = _MADE.fullmatch(left.name)
            if found and _is_own(left.lstat()) and _is_over(int(found[1]), left):
                rmtree(left)


def _is_own(status: os.stat_result) -> bool:
    mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return mine and stat.S_ISDIR(status.st_mode)


def _is_over(process: int, folder: Path) -> bool:
    """Tell whether a process is dead, or, where that cannot be told, no code holds any longer."""
    if os.name == "nt":
        return time.time() - folder.stat().st_mtime > CODE_HOLDS
    return not is_alive(process)
