"""Why something could not be kept, in a sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stickpoint.errors import StickpointError


class DeskError(StickpointError, RuntimeError):
    """Something could not be kept or read; nothing that was kept before is lost."""


class Overtaken(DeskError):
    """Somebody else changed the file in the moment before it was to be written."""

    def __init__(self) -> None:
        super().__init__(
            "the file was changed outside the studio; what you do here is kept, and is written "
            "once you have chosen between the two"
        )


class Conflict(DeskError):
    """A whole text was sent that rests on an older one than is kept now.

    ``mine`` is the text that was sent, ``newest`` the one that is kept.
    """

    def __init__(self, mine: str, newest: str) -> None:
        self.mine = mine
        self.newest = newest
        super().__init__(
            "the text was changed elsewhere since this page last saw it; look at both, and choose"
        )


@contextmanager
def explained(journal: Path) -> Iterator[None]:
    """Turn what a database says when it fails into a sentence for its user."""
    try:
        yield
    except sqlite3.Error as error:
        raise DeskError(_sentence(str(error).lower(), journal)) from error


def _sentence(said: str, journal: Path) -> str:
    name = journal.name
    if "not a database" in said or "malformed" in said:
        return (
            f"'{name}' beside the case is not a journal that can be read; move it away to begin a "
            "new one (the case itself is untouched, undo and scenarios stay in what you move away)"
        )
    if "full" in said:
        return "there is no room left on the disk, so this was not changed; make room and try again"
    if "readonly" in said or "unable to open" in said or "permission" in said:
        return (
            f"'{name}' cannot be written beside the case; work on a copy of the case in a folder "
            "of your own"
        )
    if "locked" in said or "busy" in said:
        return "another program holds the journal of this case; close it and try again"
    if "i/o" in said:
        message = f"'{name}' could not be written, so this was not changed"
        return f"{message}; look after the disk ({said})"
    return f"'{name}' could not be used, so this was not changed ({said})"
