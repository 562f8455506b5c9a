"""A folder of runs: its manifest, what of it is done, and its lock.

``manifest.json`` says what is run, ``case.yaml`` is the case as it was, and every file in
``draws`` holds the rows of some draws. Nothing is ever changed in place: what has its name is
whole, and what is not whole counts for nothing, so a run can be ended at any moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stickpoint.answers.exploring.files import DRAWS, chunks
from stickpoint.answers.exploring.spec import Spec, differences
from stickpoint.errors import ModelError
from stickpoint.outputs import write_whole

MANIFEST, CASE, LOCK = "manifest.json", "case.yaml", ".lock"
FORMAT = 1
MOST = 1_000_000_000
"""Draws of a run."""


def begin(folder: Path, spec: Spec, draws: int) -> None:
    """Begin a run in a folder that is empty or not there, or go on with one of the same spec.

    Raises
    ------
    ModelError
        The folder holds something else, other runs, or more draws of this one.
    OSError
        It cannot be written.
    """
    if not 1 <= draws <= MOST:
        raise ModelError(f"{draws:,} draws asked for; expected 1 to {MOST:,}")
    there = manifest(folder) if (folder / MANIFEST).exists() else None
    if there is None:
        held = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
        if set(held) - {CASE, DRAWS}:
            raise ModelError(
                f"{folder} holds something else ({held[0]}); name a folder that is empty, or new"
            )
        (folder / DRAWS).mkdir(exist_ok=True)
        write_whole(folder / CASE, [spec.text], replace=True)
    else:
        differ = list(differences(there["spec"], spec.to_dict()))
        if differ:
            raise ModelError(
                f"{folder} holds other runs ({'; '.join(differ)}); name another folder"
            )
        if there["draws"] > draws:
            raise ModelError(
                f"{folder} holds a run of {there['draws']:,} draws already, of which the first "
                f"{draws:,} are these; read them there, or ask for more"
            )
    if there is None or there["draws"] < draws:
        content = {"format": FORMAT, "draws": draws, "spec": spec.to_dict(), "columns": COLUMNS}
        said = json.dumps(content, indent=2, ensure_ascii=False)
        write_whole(folder / MANIFEST, [said, "\n"], replace=True)


COLUMNS = {
    "draw": "number of the draw, from 0",
    "weight": "chance, from the case's start, of being open on the day asked about; in proportion "
    "to it a draw counts, 0 for one that could not be solved",
    "median, late": "days from then by which it is settled with a chance of 0.5 and of 0.9",
    "settled within a …": "chance",
    "ends: …": "share of each way to settle, of what settles",
    "costs a day: …": "each toll, on average over the time in which it is open",
    "every other": "the number of the case that goes by this name, or the tempo",
}
"""What the columns of the files hold."""


def manifest(folder: Path) -> dict[str, Any]:
    """Read what is run in a folder.

    Raises
    ------
    ModelError
        There are no runs in it, or of a later version of the program.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version = found["format"]
        int(found["draws"]), found["spec"]["seed"]
    except FileNotFoundError:
        raise ModelError(f"{folder} holds no runs: there is no {MANIFEST} in it") from None
    except (ValueError, KeyError, TypeError):
        raise ModelError(f"{folder / MANIFEST} was not written by this program") from None
    if version != FORMAT:
        raise ModelError(f"{folder} holds runs in format {version}; expected {FORMAT}")
    return dict(found)


def clear(folder: Path) -> tuple[list[tuple[int, int]], int]:
    """Remove files of rows that are not whole; return the ranges of the rest, and how many went."""
    whole, broken = chunks(folder)
    for path in broken:
        path.unlink()
    return [(chunk.first, chunk.last) for chunk in whole], len(broken)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep others from running into the same folder, which is made if it is not there.

    However this process ends, the lock ends with it.

    Raises
    ------
    ModelError
        Another process runs into it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a+b") as stream:
        if not _taken(stream.fileno()):
            raise ModelError(f"another process is running into {folder}; wait for it, or stop it")
        yield


def _taken(descriptor: int) -> bool:
    """Take the lock of an open file; tell whether that went well."""
    try:
        try:
            import fcntl
        except ImportError:  # Windows
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
