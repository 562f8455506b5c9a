"""The file itself: its bytes, whether they are those last written, a new one in one step."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from stickpoint.case.yaml.read import MAX_BYTES
from stickpoint.outputs import sweep, write_whole
from stickpoint.studio.desk.faults import DeskError, Overtaken

ABSENT = ""
"""What stands for the hash of a file that is not there."""


def digest(text: str) -> str:
    """Return the SHA-256 of a text as it lies in a file."""
    return sha256(text.encode()).hexdigest()


class CaseFile:
    """A case on the disk; a link to it is followed once, so that both names mean one file.

    Parameters
    ----------
    path : str or Path
        The file.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).resolve()
        self._seen: tuple[tuple[int, ...], str] | None = None

    def sweep(self) -> None:
        """Remove what a program that died while it wrote the file may have left beside it."""
        sweep(self.path)

    def now(self) -> str:
        """Return the hash of what is in the file now; `ABSENT` if there is none."""
        try:
            status = self.path.stat()
            mark = (status.st_mtime_ns, status.st_size, status.st_ino, status.st_ctime_ns)
            if self._seen and self._seen[0] == mark:
                return self._seen[1]
            found = sha256(self._bytes()).hexdigest()
        except FileNotFoundError:
            return ABSENT
        except OSError as error:
            raise DeskError(self._cannot("read", error)) from None
        self._seen = (mark, found)
        return found

    def text(self) -> str:
        """Return what is in the file, every sign as it is; empty if there is none.

        Raises
        ------
        DeskError
            It cannot be read, is larger than a case may be, or is no UTF-8.
        """
        try:
            data = self._bytes()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise DeskError(self._cannot("read", error)) from None
        if len(data) > MAX_BYTES:
            raise DeskError(f"'{self.path.name}' is larger than a case may be (2 MiB)")
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            message = f"'{self.path.name}' is not written in UTF-8; save it with that encoding"
            raise DeskError(message) from None

    def seen(self) -> tuple[str, str]:
        """Return what is in the file as `text` does, and the hash of just that as `now` does."""
        text = self.text()
        return text, digest(text) if text or self.path.exists() else ABSENT

    def write(self, text: str, *, over: str) -> None:
        """Put a text in the place of the file in one step, and wait until the disk has it.

        Parameters
        ----------
        text : str
        over : str
            The hash of what may be written over, `ABSENT` for no file at all.

        Raises
        ------
        Overtaken
            Something else is in the file by now; it is there still.
        DeskError
            It cannot be written, or is protected against that; what was there is there still.
        """

        def look() -> None:
            try:
                found = sha256(self._bytes()).hexdigest()
            except FileNotFoundError:
                found = ABSENT
            if found != over:
                raise Overtaken

        if self.path.exists() and not os.access(self.path, os.W_OK):
            raise DeskError(f"'{self.path.name}' cannot be written: it is protected against that")
        try:
            write_whole(self.path, [text.encode()], replace=True, before=look)
        except OSError as error:
            raise DeskError(self._cannot("written", error)) from None

    def _bytes(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(MAX_BYTES + 1)

    def _cannot(self, what: str, error: OSError) -> str:
        reason = (error.strerror or str(error)).lower()
        return f"'{self.path.name}' cannot be {what}: {reason}"
