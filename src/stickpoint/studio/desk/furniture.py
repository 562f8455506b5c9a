"""Scenarios, pins and places of boxes, kept in the journal."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass

from stickpoint.studio.desk.case_file import CaseFile
from stickpoint.studio.desk.faults import DeskError
from stickpoint.studio.desk.journal import Journal

MAX_NAME = 200
MOST_SCENARIOS = 6
"""Scenarios that stand side by side; each costs as much as the forecast."""


OPTIONS = {"dates": "--set", "worths": "--payoff", "fixed": "--fix"}
"""What `changes_from` calls a kind of change → the option of ``stickpoint clock`` that makes it."""
_WORTH = re.compile(r"[^=\[]+\[.+\]\s*=.*", re.DOTALL)
_FIXED = re.compile(r"(?!nature\.)\w+\.\w+\s*=\s*(?:yes|no)")


def kind_of(change: str) -> str:
    """Tell of what kind a change is, by its form.

    >>> [kind_of(change) for change in ("thaw@never", "thaw=0.1/month", "us[1]=0.3", "us.x=no")]
    ['dates', 'dates', 'worths', 'fixed']
    """
    if _WORTH.fullmatch(change):
        return "worths"
    return "fixed" if _FIXED.fullmatch(change) else "dates"


def by_kind(changes: Sequence[str]) -> dict[str, list[str]]:
    """Return changes as `stickpoint.answers.forecast.changes_from` takes them, by keyword."""
    found: dict[str, list[str]] = {kind: [] for kind in OPTIONS}
    for change in changes:
        found[kind_of(change)].append(change)
    return found


def command_of(file: str, changes: Sequence[str]) -> str:
    """Return the line that repeats the forecast of a case with some changes.

    >>> command_of("a.case.yaml", ["us[1]=0.3"])
    'stickpoint clock a.case.yaml --payoff "us[1]=0.3"'
    """
    words = ["stickpoint", "clock", file]
    words += [word for change in changes for word in (OPTIONS[kind_of(change)], change)]
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """Return a word as a shell takes it: in double quotes, which every shell knows, if need be.

    >>> quoted("us.x=no"), quoted("us[1]=0.3"), quoted("$5")
    ('us.x=no', '"us[1]=0.3"', "'$5'")
    """
    if shlex.quote(word) == word:
        return word
    return shlex.quote(word) if set(word) & _NEVER_DOUBLE else f'"{word}"'


_NEVER_DOUBLE = set('"$`\\!%')
"""What some shell reads even within double quotes."""


def dated(command: str, day: str) -> str:
    """Return such a line for answers as of a day; as it is without one.

    >>> dated("stickpoint clock a.case.yaml --fix us.x=no", "1952-07-14")
    'stickpoint clock a.case.yaml --fix us.x=no --as-of 1952-07-14'
    """
    return f"{command} --as-of {quoted(day)}" if day else command


@dataclass(frozen=True)
class Scenario:
    """A named set of changes; ``command`` is the line that repeats its forecast in a shell."""

    name: str
    changes: tuple[str, ...]
    command: str


@dataclass(frozen=True)
class Pin:
    """A text kept to compare with: its number, name, revision and the text."""

    number: int
    name: str
    revision: int
    text: str


class Furniture:
    """What is kept beside the text of a case.

    Parameters
    ----------
    file : CaseFile
        The case on the disk.
    journal : Journal
        Its journal.
    """

    def __init__(self, file: CaseFile, journal: Journal) -> None:
        self.file = file
        self.journal = journal

    def scenarios(self) -> list[Scenario]:
        """List the scenarios in the order of their names."""
        rows = self.journal.rows("SELECT name, changes FROM scenarios ORDER BY name")
        return [self._scenario(name, json.loads(changes)) for name, changes in rows]

    def save_scenario(self, name: str, changes: Sequence[str]) -> Scenario:
        """Keep a set of changes, each as the command line takes it; an older one gives way.

        A change is what ``--set`` takes (``nature.x@never``), ``--payoff`` (``us[1]=0.3``) or
        ``--fix`` (``us.x=no``).

        Raises
        ------
        DeskError
            It has no name, or no changes.
        """
        name = " ".join(name.split())
        if not name or len(name) > MAX_NAME:
            raise DeskError(f"a scenario needs a name of at most {MAX_NAME} characters")
        if not changes or not all(change.strip() for change in changes):
            raise DeskError(f"the scenario '{name}' changes nothing; move a slider first")
        kept = json.dumps(list(changes), ensure_ascii=False)
        with self.journal.writing():
            self.journal.rows("INSERT OR REPLACE INTO scenarios VALUES (?, ?)", name, kept)
        return self._scenario(name, changes)

    def drop_scenario(self, name: str) -> None:
        """Forget a scenario; nothing happens if there is none of that name."""
        with self.journal.writing():
            self.journal.rows("DELETE FROM scenarios WHERE name = ?", name)

    def layout(self) -> dict[str, tuple[float, float]]:
        """Return where the boxes of states were put, by the name of the state."""
        rows = self.journal.rows("SELECT state, x, y FROM places ORDER BY state")
        return {state: (x, y) for state, x, y in rows}

    def place(self, state: str, x: float, y: float) -> None:
        """Keep where the box of a state was put."""
        with self.journal.writing():
            self.journal.rows(
                "INSERT OR REPLACE INTO places VALUES (?, ?, ?)", state, float(x), float(y)
            )

    def pins(self) -> list[Pin]:
        """List the texts kept to compare with, oldest first."""
        rows = self.journal.rows("SELECT id, name, revision, text FROM pins ORDER BY id")
        return [Pin(*row) for row in rows]

    def pin(self, name: str = "") -> Pin:
        """Keep the newest text to compare with."""
        with self.journal.writing():
            self.journal.rows(
                "INSERT INTO pins (name, revision, text) SELECT ?, revision, text FROM state", name
            )
            number = self.journal.rows("SELECT last_insert_rowid()")[0][0]
        return next(pin for pin in self.pins() if pin.number == number)

    def unpin(self, number: int) -> None:
        """Forget a text kept to compare with."""
        with self.journal.writing():
            self.journal.rows("DELETE FROM pins WHERE id = ?", number)

    def left_behind(self, old: str) -> str:
        """Tell in a sentence what still speaks of a name that the text no longer has; or nothing.

        None of it is changed, for undoing brings the old name back.
        """
        name = re.compile(rf"(?<![\w.])(?:nature\.)?{re.escape(old)}(?!\w)")
        told = [
            f"the scenario “{one.name}”"
            for one in self.scenarios()
            if any(map(name.search, one.changes))
        ]
        if any(map(name.search, self.layout())):
            told.append("the place of a box")
        if any(name.search(pin.text) for pin in self.pins()):
            told.append("the pinned text")
        if not told:
            return ""
        *most, last = told
        listed = f"{', '.join(most)} and {last} still speak" if most else f"{last} still speaks"
        return f"{listed} of '{old}'"

    def _scenario(self, name: str, changes: Sequence[str]) -> Scenario:
        return Scenario(name, tuple(changes), command_of(self.file.path.name, changes))
