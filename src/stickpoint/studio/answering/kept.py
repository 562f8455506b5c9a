"""In a worker: cases that were read, with a slider's numbers put in, and their answers.

Parts of a screen ask for the same few answers. Each is worked out once: for the text as it is, with
a slider's numbers in it, and as of a day.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from stickpoint.studio.answering.question import Numbers

if TYPE_CHECKING:
    from stickpoint.answers.why.brief import Brief
    from stickpoint.case.model.basis import Amount
    from stickpoint.case.model.case import Case
    from stickpoint.errors import Finding

_T = TypeVar("_T")


class Shelf:
    """Keeps the few things that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], _T]) -> _T:
        """Return what is kept under a key, made if it is not there."""
        if key not in self._held:
            self._held[key] = make()
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        self._held.move_to_end(key)
        found: _T = self._held[key]
        return found


_READ, _MOVED, _BRIEFS = Shelf(4), Shelf(4), Shelf(6)


def read(text: str, path: str) -> tuple[Case | None, tuple[Finding, ...]]:
    """Read a case from its text, or every finding in it."""
    from stickpoint.case.check import loads
    from stickpoint.errors import CaseError

    def make() -> tuple[Case | None, tuple[Finding, ...]]:
        try:
            return loads(text, path), ()
        except CaseError as error:
            return None, error.findings

    return _READ.get((text, path), make)


def moved(text: str, path: str, numbers: Numbers) -> Case | None:
    """Return the case of a text with a slider's numbers in it; None for a text with faults."""
    case, _ = read(text, path)
    if case is None or not numbers:
        return case
    key = (text, path, tuple(sorted(numbers.items())))
    return _MOVED.get(key, lambda: with_numbers(case, numbers))


def with_numbers(case: Case, numbers: Numbers) -> Case:
    """Put numbers in the place of those that a case has under their names.

    Examples
    --------
    >>> import stickpoint as sp
    >>> case = with_numbers(sp.load("korea-1952"), {"parties.us.pace": (1.0, 2.0, 4.0)})
    >>> case.parties[0].pace.mid, case.parties[0].pace.shape
    (2.0, 'triangle')
    """
    from stickpoint.case.model.amounts import with_amounts

    def change(name: str, amount: Amount) -> Amount:
        if name not in numbers:
            return amount
        low, mid, high = numbers[name]
        even = abs(2 * mid - low - high) <= 1e-9 * max(1.0, abs(low), abs(high))
        shape = "point" if low == high else "range" if even else "triangle"
        return replace(
            amount, low=low, mid=mid, high=high, shape=shape, exact=Fraction(mid),
            written=f"[{low:g}, {high:g}]" if low < high else f"{mid:g}",
        )  # fmt: skip

    return with_amounts(case, change)


def brief(case: Case, asked: Mapping[str, object]) -> Brief:
    """Return the answers of the lenses about a case, as of the day that was asked.

    ``why``, ``forecast``, ``nearer``, ``levers`` and the rest are worked out when they are read,
    and kept for the parts that ask next. There is no ``course``: `shared` has it.
    """
    from stickpoint.answers.why.brief import why

    day = str(asked.get("as_of") or "")

    def make() -> tuple[Case, Brief]:
        return case, replace(why(case, day or None), timed=False)

    # The case is kept beside it, so that its id stays its own.
    return _BRIEFS.get((id(case), day), make)[1]


def shared(case: Case, asked: Mapping[str, object]) -> Brief:
    """Return the same with the clock over a horizon, which knows shares of the delay."""
    found = brief(case, asked)
    return _BRIEFS.get((id(found), "shared"), lambda: (found, replace(found, timed=True)))[1]


def pinned(case: Case, asked: Mapping[str, object]) -> Brief | None:
    """Return the answers about the case that was pinned; None where none was, or it has faults."""
    text = asked.get("pinned")
    if not text:
        return None
    base, _ = read(str(text), case.path)
    return None if base is None else brief(base, asked)
