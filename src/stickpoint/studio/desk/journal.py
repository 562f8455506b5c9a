"""The database beside the case: what was done, in which order, and the newest text.

Every step knows the one that it follows, so that undoing and going another way loses nothing. A
commit is on the disk before anybody is told of it (WAL, synchronous=FULL).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from typing import Any

from stickpoint.studio.desk.faults import DeskError, explained
from stickpoint.studio.desk.splices import Splice, splice

PAUSE_S = 2.0
"""Seconds after which what is typed further on is a change of its own."""
_MARK = 0x73746B70
_VERSION = 1
_WAIT_S = 10.0
_TABLES = """
CREATE TABLE state (one INTEGER PRIMARY KEY CHECK (one = 1), revision INTEGER NOT NULL,
                    step INTEGER NOT NULL, text TEXT NOT NULL, disk TEXT NOT NULL);
CREATE TABLE steps (id INTEGER PRIMARY KEY AUTOINCREMENT, parent INTEGER NOT NULL,
                    at REAL NOT NULL, tab TEXT NOT NULL, what TEXT NOT NULL,
                    start INTEGER NOT NULL, removed TEXT NOT NULL, inserted TEXT NOT NULL);
CREATE INDEX steps_by_parent ON steps (parent);
CREATE TABLE changes (revision INTEGER PRIMARY KEY, step INTEGER NOT NULL, tab TEXT NOT NULL);
CREATE TABLE scenarios (name TEXT PRIMARY KEY, changes TEXT NOT NULL);
CREATE TABLE places (state TEXT PRIMARY KEY, x REAL NOT NULL, y REAL NOT NULL);
CREATE TABLE pins (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,
                   revision INTEGER NOT NULL, text TEXT NOT NULL);
"""


@dataclass(frozen=True)
class State:
    """The newest text, its revision, the step that made it, and the hash of the file last known."""

    revision: int
    step: int
    text: str
    disk: str


@dataclass(frozen=True)
class Step:
    """One change: when (seconds since 1970), from which page, what in words, and the splice."""

    number: int
    parent: int
    at: float
    tab: str
    what: str
    splice: Splice

    def goes_on(self, step: Step) -> bool:
        """Tell whether another change is the same typing, not a step of its own."""
        is_typed = step.what == self.what == "text" and step.tab == self.tab
        return is_typed and 0 <= step.at - self.at < PAUSE_S and step.splice.continues(self.splice)


class Journal:
    """The journal of one case.

    Parameters
    ----------
    path : Path
        The database; begun if it is not there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = RLock()
        with explained(path):
            self._base = sqlite3.connect(
                path, timeout=_WAIT_S, isolation_level=None, check_same_thread=False
            )
            try:
                self._begin()
            except BaseException:
                self._base.close()
                raise

    def _begin(self) -> None:
        self._write_ahead()
        with self.writing():
            mark = self._one("PRAGMA application_id")
            if mark == _MARK:
                self._check_version()
                return
            if mark or self._one("SELECT count(*) FROM sqlite_master"):
                message = f"'{self.path.name}' beside the case belongs to another program"
                raise DeskError(f"{message}; move it away to begin a journal")
            for statement in _TABLES.split(";\n"):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA application_id={_MARK}")
            self._base.execute(f"PRAGMA user_version={_VERSION}")

    def _write_ahead(self) -> None:
        """Let SQLite write ahead; it does not wait by itself where another is about to do that."""
        until = monotonic() + _WAIT_S
        while True:
            try:
                self._base.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
            sleep(0.01)

    def _check_version(self) -> None:
        version = self._one("PRAGMA user_version")
        if version != _VERSION:
            message = f"'{self.path.name}' was written by another version of this program"
            raise DeskError(f"{message}; move it away to begin a new journal")

    def close(self) -> None:
        """Let go of the database."""
        with self._lock, suppress(sqlite3.Error):
            self._base.close()

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[None]:
        """Let nobody else write meanwhile; all of it is kept at the end, or nothing.

        What is not ``lasting`` outlives the program, but is not waited for on the disk.
        """
        with self._lock, explained(self.path):
            self._base.execute(f"PRAGMA synchronous={'FULL' if lasting else 'NORMAL'}")
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    self._base.execute("ROLLBACK")
                raise

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run a statement and return what it finds."""
        with self._lock, explained(self.path):
            return self._base.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: Any) -> Any:
        found = self.rows(statement, *values)
        return found[0][0] if found else None

    def state(self) -> State | None:
        """Return the newest state; None in a journal that has just begun."""
        found = self.rows("SELECT revision, step, text, disk FROM state")
        return State(*found[0]) if found else None

    def revision(self) -> int:
        """Return the number of the newest revision; 0 in a journal that has just begun."""
        return int(self._one("SELECT revision FROM state") or 0)

    def keep(self, state: State, tab: str) -> None:
        """Write down a new state and who made it; inside `writing`."""
        self.rows(
            "INSERT OR REPLACE INTO state VALUES (1, ?, ?, ?, ?)",
            state.revision, state.step, state.text, state.disk,
        )  # fmt: skip
        self.rows(
            "INSERT OR REPLACE INTO changes VALUES (?, ?, ?)", state.revision, state.step, tab
        )

    def keep_disk(self, disk: str) -> None:
        """Write down the hash of what is known to be in the file; inside `writing`."""
        self.rows("UPDATE state SET disk = ?", disk)

    def take(self, step: Step, text: str) -> int:
        """Write down one change of a text, as part of the last if it is the same typing.

        Returns the number of the change that it is now, or is part of; inside `writing`.
        """
        last = self.step(step.parent)
        is_last = last is not None and self.next_step(last.number) is None
        if last is None or not is_last or not last.goes_on(step):
            return self.add_step(step)
        whole = splice(last.splice.back(text), step.splice.forth(text))
        self.extend_step(last.number, step.at, whole)
        return last.number

    def add_step(self, step: Step) -> int:
        """Write down one change and return its number; inside `writing`."""
        self.rows(
            "INSERT INTO steps (parent, at, tab, what, start, removed, inserted) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            step.parent, step.at, step.tab, step.what, *step.splice,
        )  # fmt: skip
        return int(self._one("SELECT last_insert_rowid()"))

    def extend_step(self, number: int, at: float, splice: Splice) -> None:
        """Let a change go further; inside `writing`."""
        self.rows(
            "UPDATE steps SET at = ?, start = ?, removed = ?, inserted = ? WHERE id = ?",
            at, *splice, number,
        )  # fmt: skip

    def step(self, number: int) -> Step | None:
        """Return a change by its number."""
        return self._step("WHERE id = ?", number)

    def next_step(self, number: int) -> Step | None:
        """Return the latest of the changes that follow one."""
        return self._step("WHERE parent = ? ORDER BY id DESC LIMIT 1", number)

    def others_since(self, revision: int, tab: str) -> bool:
        """Tell whether another page changed anything after a revision."""
        found = "SELECT count(*) FROM changes WHERE revision > ? AND tab <> ?"
        return bool(self._one(found, revision, tab))

    def _step(self, where: str, number: int) -> Step | None:
        found = self.rows(
            f"SELECT id, parent, at, tab, what, start, removed, inserted FROM steps {where}",
            number,
        )
        if not found:
            return None
        key, parent, at, tab, what, *splice = found[0]
        return Step(key, parent, at, tab, what, Splice(*splice))
