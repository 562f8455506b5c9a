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
from dataclasses import asdict, dataclass
from numbers import Integral


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

    Examples
    --------
    >>> print(Finding("my.case.yaml", 7, 3, "C201", "option 'union.strke' is not among them"))
    my.case.yaml:7:3 C201 option 'union.strke' is not among them
    """

    path: str
    line: int
    column: int
    code: str
    message: str

    def __str__(self) -> str:
        """Return the line a compiler would print."""
        signs = (s if s.isprintable() else f"<U+{ord(s):04X}>" for s in self.path)
        return f"{''.join(signs)}:{self.line}:{self.column} {self.code} {self.message}"

    def to_dict(self) -> dict[str, str | int]:
        """Return the finding as plain data for JSON."""
        return asdict(self)


class StickpointError(Exception):
    """Base of every exception that stickpoint raises on purpose.

    Examples
    --------
    >>> import stickpoint as sp
    >>> try:
    ...     sp.forecast(sp.load("elmira"), as_of="1991-08-01")
    ... except sp.StickpointError as error:
    ...     print(type(error).__name__)
    ModelError
    """


class CaseError(StickpointError, ValueError):
    r"""A case file has faults; ``findings`` holds all of them, in file order.

    Examples
    --------
    >>> import stickpoint as sp
    >>> try:
    ...     sp.loads("format: 1\ntitle: nothing yet\n")
    ... except sp.CaseError as error:
    ...     print(sorted({finding.code for finding in error.findings}))
    ['C103']
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class ModelError(StickpointError, ValueError):
    """The arguments do not describe a conflict, or ask for what the case does not have.

    Examples
    --------
    >>> import stickpoint as sp
    >>> sp.Conflict.from_arcs([[(0, 2)], []], ranks=[[0, 1], [1, 0]])
    Traceback (most recent call last):
        ...
    stickpoint.errors.ModelError: ...
    """


class NoRoom(ModelError):
    """There are more states or moves than the memory that is free can hold."""


class SolveError(StickpointError, RuntimeError):
    """The question cannot be answered for this conflict.

    Examples
    --------
    >>> import stickpoint as sp
    >>> sp.limited(sp.load("elmira").conflict())
    Traceback (most recent call last):
        ...
    stickpoint.errors.SolveError: ...
    """


_MADE = {
    "Case": "stickpoint.load('my.case.yaml') reads one from a file",
    "Conflict": "stickpoint.conflict(case) makes one of a case",
    "Game": "stickpoint.game(case) makes one of a case",
}


def expect(given: object, wanted: type) -> None:
    """Refuse what is given in place of a case, a conflict or a game, and say how to get one.

    Examples
    --------
    >>> expect("river.case.yaml", dict)
    Traceback (most recent call last):
        ...
    stickpoint.errors.ModelError: 'river.case.yaml' found where a dict is expected
    """
    if isinstance(given, wanted):
        return
    plain = given is None or isinstance(given, str | int | float)
    what = repr(given)[:80] if plain else f"a {type(given).__name__}"
    advice = _MADE.get(wanted.__name__)
    said = f"{what} found where a {wanted.__name__} is expected"
    raise ModelError(f"{said}; {advice}" if advice else said)


def expect_draws(given: object) -> None:
    """Refuse a number of draws that is none; None stands for as many as are made if left out.

    Examples
    --------
    >>> expect_draws(0)
    Traceback (most recent call last):
        ...
    stickpoint.errors.ModelError: draws=0: a whole number of at least 1 is expected
    """
    if given is None:
        return
    if isinstance(given, bool) or not isinstance(given, Integral) or int(given) < 1:
        raise ModelError(f"draws={given!r}: a whole number of at least 1 is expected")


def reason_of(error: Exception) -> str:
    """Say in a clause why a question has no answer, when one part of a page fails alone.

    Examples
    --------
    >>> reason_of(SolveError("no equilibrium was found."))
    'no equilibrium was found'
    >>> reason_of(KeyError("us"))
    "a fault of this program stopped it (KeyError: 'us'); please report it with the case"
    """
    if isinstance(error, StickpointError):
        return str(error).rstrip(".")
    if isinstance(error, MemoryError):
        return "there is not enough memory for it; merge options or exclude what cannot be"
    if isinstance(error, ImportError):
        name = (error.name or "a library").partition(".")[0]
        needs = "the clock" if name in ("numba", "llvmlite") else "it"
        return f"{needs} needs {name}, which is not installed"
    if "no locator available" in str(error):
        return "there is nowhere to keep the compiled kernels; set NUMBA_CACHE_DIR to a folder"
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"a fault of this program stopped it ({said[:120]}); please report it with the case"
