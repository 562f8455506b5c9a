"""What can go wrong: findings in a user's file, and the exceptions a caller may catch.

The tree::

    StickpointError
    ├── CaseError       (also ValueError)    a case file has faults; carries every Finding
    ├── ModelError      (also ValueError)    arguments that describe no conflict
    └── SolveError      (also RuntimeError)  a question that cannot be answered for this conflict

A fault in the user's file is data (`Finding`), gathered and raised once inside `CaseError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault in a case file, with its place.

    Parameters
    ----------
    path : str
        The file as the user named it.
    line, column : int
        Where the fault begins, counted from 1.
    code : str
        Stable identifier such as ``C201``; each has a page in the reference.
    message : str
        What was found, what was expected, what to do.
    """

    path: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        """Return the line a compiler would print."""
        return f"{self.path}:{self.line}:{self.column} {self.code} {self.message}"

    def to_dict(self) -> dict[str, str | int]:
        """Return the finding as plain data for JSON."""
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "code": self.code,
            "message": self.message,
        }


class StickpointError(Exception):
    """Base of every exception that stickpoint raises on purpose."""


class CaseError(StickpointError, ValueError):
    """A case file has faults; ``findings`` holds all of them, in file order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class ModelError(StickpointError, ValueError):
    """The arguments do not describe a conflict."""


class SolveError(StickpointError, RuntimeError):
    """The question cannot be answered for this conflict."""
