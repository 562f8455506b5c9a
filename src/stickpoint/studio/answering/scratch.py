"""A folder for a while, and what is left of one whose process was killed.

A folder is named by the process that made it and by where that process is seen, so that the next
studio can tell what a dead one left, and remove it.
"""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir

from stickpoint.outputs import is_alive


def scratch(kind: str) -> TemporaryDirectory[str]:
    """Make a folder that only its owner can look into; it is removed when it is left.

    Parameters
    ----------
    kind : str
        What it is for, in letters.
    """
    lead = f"{_lead(kind)}{os.getpid()}-{_seen_in() or 0}-"
    return TemporaryDirectory(prefix=lead, ignore_cleanup_errors=True)


def sweep(kind: str, needed: float) -> None:
    """Remove folders of a kind and of this user whose process is dead, and nothing else.

    The place is everybody's: what is a link, or belongs to somebody else, is left alone. So is
    what may be of use still to a process that cannot be seen from here, such as in a container.

    Parameters
    ----------
    kind : str
    needed : float
        Seconds for which such a folder may be of use to its owner.
    """
    made = re.compile(rf"{_lead(kind)}(\d{{1,9}})-(?:(\d+)-)?\w+", re.ASCII)
    for left in Path(gettempdir()).glob(f"{_lead(kind)}*"):
        with suppress(OSError):
            found, status = made.fullmatch(left.name), left.lstat()
            if not found or not _is_own(status) or is_alive(int(found[1])):
                continue
            if found[2] == _seen_in() or time.time() - status.st_mtime > needed:
                rmtree(left)


def _lead(kind: str) -> str:
    return f"stickpoint-{kind}-"


@cache
def _seen_in() -> str:
    """Return the number of what holds all processes that can be told dead from here.

    On Linux it is one of several, as containers have; empty where no process can be told dead.
    """
    try:
        return str(Path("/proc/self/ns/pid").stat().st_ino)
    except OSError:
        return "" if os.name == "nt" else "0"


def _is_own(status: os.stat_result) -> bool:
    mine = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    return mine and stat.S_ISDIR(status.st_mode)
