"""Files that are written whole or not at all, and tables that a spreadsheet may open.

What is written has no name until it is complete, where the system can do that (Linux); elsewhere
it has a hidden one, which the next run removes (`sweep`). Then it is put in its place in one step.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from stat import S_IMODE
from typing import Any, TypeAlias

Piece: TypeAlias = "str | bytes"

_OPEN_FILES = Path("/proc/self/fd")
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def write_whole(
    path: str | Path,
    pieces: Iterable[Piece],
    *,
    replace: bool = False,
    before: Callable[[], object] = lambda: None,
) -> None:
    """Write a file in one step: whatever happens, it is there as a whole or not at all.

    Parameters
    ----------
    path : str or Path
        The file.
    pieces : iterable of str or bytes
        What it is to hold, in turn; text is written as UTF-8, line breaks as they are.
    replace : bool
        Whether a file of that name gives way.
    before : callable, optional
        Called when all is ready to take its place; where it raises, nothing does.

    Raises
    ------
    OSError
        It cannot be written, as its ``filename`` and ``strerror`` say; FileExistsError where it is
        there already.
    """
    target = Path(path).resolve() if replace else Path(path)
    with _named(path):
        if replace and target.exists() and not target.is_file():  # a terminal, a pipe
            with target.open("wb") as stream:
                stream.writelines(_encoded(pieces))
            return
        with _Draft(target) as draft:
            if replace:
                draft.allow_as(target)
            draft.fill(pieces)
            before()
            draft.place(target, replace=replace)
        _keep_name(target)


def write_folder(
    folder: str | Path, files: Mapping[str, Iterable[Piece]], obsolete: Iterable[str] = ()
) -> None:
    """Write files into a folder: a new or empty one in one step, else each file in one.

    No file is in its place before all of them are complete. Those ``obsolete`` are removed.
    Raises OSError as `write_whole` does.
    """
    target = Path(folder)
    missing = [place for place in (target, *target.parents) if not place.exists()]
    top = missing[-1] if missing else target
    with _named(folder), ExitStack() as stack:
        at_once = bool(missing) or not (any(target.iterdir()) or _is_in_use(target))
        drafts = {
            name: stack.enter_context(_Draft(top if at_once else target / name)) for name in files
        }
        for name, pieces in files.items():
            drafts[name].fill(pieces)
        if at_once:
            _place_folder(drafts, top, target)
            return
        for name, draft in drafts.items():
            draft.place(target / name, replace=True)
        for name in obsolete:
            (target / name).unlink(missing_ok=True)


def csv_lines(rows: Iterable[Sequence[object]], end: str = "\r\n") -> Iterator[str]:
    """Return rows as lines of a CSV file, in which a spreadsheet takes no word for a formula.

    >>> print(*csv_lines([("=1+1", -1, "-0.5", "a, b")], end=""))
    '=1+1,-1,-0.5,"a, b"
    """
    lines: list[str] = []
    writer = csv.writer(_Lines(lines.append), lineterminator=end)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
        yield lines.pop()


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula, not before a number."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def as_meant(cell: str) -> str:
    """Take away again what `harmless` put before a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


class _Lines:
    """What a CSV writer takes for a file."""

    def __init__(self, write: Any) -> None:
        self.write = write


class _Draft:
    """A file that has no place yet, and is gone if it gets none."""

    def __init__(self, beside: Path) -> None:
        self._hidden: Path | None = None
        try:
            if not _OPEN_FILES.is_dir():
                raise OSError
            descriptor = os.open(beside.parent, os.O_TMPFILE | os.O_RDWR, 0o666)
        except (AttributeError, OSError):  # not Linux, or a file system that cannot do it
            self._hidden = _hidden(beside)
            descriptor = _opened(self._hidden)
        self._file = os.fdopen(descriptor, "wb")

    def __enter__(self) -> _Draft:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what is left in its buffer is not wanted
            self._file.close()
        if self._hidden is not None:
            self._hidden.unlink(missing_ok=True)

    def fill(self, pieces: Iterable[Piece]) -> None:
        """Write it, and wait until the disk has it."""
        self._file.writelines(_encoded(pieces))
        self._file.flush()
        os.fsync(self._file.fileno())

    def allow_as(self, target: Path) -> None:
        """Let the same people read and write it as the file whose place it takes, if any."""
        with suppress(FileNotFoundError, AttributeError, PermissionError):
            os.fchmod(self._file.fileno(), S_IMODE(target.stat().st_mode))

    def place(self, target: Path, *, replace: bool = False) -> None:
        """Give it its name."""
        if self._hidden is not None:
            self._file.close()
            _move(self._hidden, target, replace=replace)
        elif replace:
            beside = _hidden(target)
            try:
                self._link(beside)
                beside.replace(target)
            finally:
                beside.unlink(missing_ok=True)
        else:
            self._link(target)

    def _link(self, target: Path) -> None:
        # A folder's descriptor, though the path is absolute: only then is the link followed.
        source = _OPEN_FILES / str(self._file.fileno())
        os.link(source, target, src_dir_fd=self._file.fileno(), follow_symlinks=True)


def _keep_name(target: Path) -> None:
    """Wait until the disk has the name of a file too, where a folder can be asked that."""
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _opened(hidden: Path) -> int:
    """Open a file that is not there yet; it is not there either where that fails."""
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
        return os.open(hidden, flags, 0o666)
    except BaseException:
        hidden.unlink(missing_ok=True)
        raise


def _encoded(pieces: Iterable[Piece]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece if isinstance(piece, bytes) else piece.encode("utf-8", "backslashreplace")


def _move(source: Path, target: Path, *, replace: bool) -> None:
    """Give a file another name, over a file of that name only where that is wanted."""
    if replace:
        source.replace(target)
        return
    try:
        os.link(source, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", str(target)) from None
        source.rename(target)


def sweep(beside: Path) -> None:
    """Remove what dead processes left beside a file that they were about to write."""
    lead, end = _around(beside)
    made = re.compile(rf"{re.escape(lead)}(\d{{1,9}})-[0-9a-f]{{8}}{re.escape(end)}", re.ASCII)
    for left in beside.parent.glob(f".*{end}"):
        found = made.fullmatch(left.name)
        if found and not is_alive(int(found[1])):
            with suppress(OSError):
                rmtree(left) if left.is_dir() else left.unlink()


def _around(beside: Path) -> tuple[str, str]:
    """Return how hidden names begin and end that stand for a file."""
    return f".{beside.name[:40]}.", ".part"


def _hidden(beside: Path) -> Path:
    """Return a name for what is not complete yet."""
    sweep(beside)
    lead, end = _around(beside)
    return beside.parent / f"{lead}{os.getpid()}-{os.urandom(4).hex()}{end}"


def is_alive(process: int) -> bool:
    """Tell whether a process may still be at work."""
    if os.name == "nt":
        return process == os.getpid()  # its files could not be removed while it is
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _place_folder(drafts: Mapping[str, _Draft], top: Path, target: Path) -> None:
    """Fill a hidden folder and put it in the place of ``top``, the first that is missing."""
    stage = _hidden(top)
    try:
        stage.mkdir()
        inner = stage / target.relative_to(top)
        inner.mkdir(parents=True, exist_ok=True)
        for name, draft in drafts.items():
            draft.place(inner / name)
        if top.exists():
            stage.chmod(S_IMODE(top.stat().st_mode))
            if os.name == "nt":
                top.rmdir()
        stage.rename(top)
    finally:
        rmtree(stage, ignore_errors=True)


def _is_in_use(folder: Path) -> bool:
    """Tell whether another folder cannot take the place of this one: a mount, or where we are."""
    here = folder.resolve()
    is_here = here in (Path.cwd(), *Path.cwd().parents)
    return is_here or folder.is_symlink() or here.is_mount() or not os.access(here.parent, os.W_OK)


@contextmanager
def _named(path: str | Path) -> Iterator[None]:
    """Let an error name the file that was asked for, not one that nobody has heard of."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from None
