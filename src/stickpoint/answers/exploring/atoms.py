"""A spec and a range of draws → their rows, in atoms that are solved alike everywhere.

Eight games go through the loops of the clock side by side, in steps that the hardest of them
needs, so a draw hangs in its last digits on those beside it. So that it hangs on nothing else, the
draws from a multiple of 64 up to the next are an atom: always solved together and in the same
order, whatever range was asked for, on however many threads. What is not asked for is dropped.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

import numpy as np

from stickpoint.answers.ensemble.table import answers_of
from stickpoint.answers.exploring.spec import Spec
from stickpoint.answers.forecasting.draws.one_draw import OneDraw
from stickpoint.answers.forecasting.family import Family
from stickpoint.answers.forecasting.known import Known, known
from stickpoint.answers.forecasting.model import TEMPO, Floats, solved
from stickpoint.answers.parameters import Parameters, parameters
from stickpoint.answers.sampling.draws import drawn
from stickpoint.errors import SolveError

ATOM = 64
"""Draws that are solved together."""
WEIGHT = "weight"
"""The column of what a draw weighs: the chance of being open still on the day asked about."""
_KEPT = 4
"""Specs that a process keeps laid out."""


class Rows(NamedTuple):
    """Some draws in turn.

    Attributes
    ----------
    first : int
        The number of the first of them.
    names : tuple of str
        Those of the columns: what each draw weighs, its numbers, its tempo, its answers.
    values : ndarray of float, shape (draws, names)
        A draw that could not be solved weighs nothing, and has no answers (not a number).
    """

    first: int
    names: tuple[str, ...]
    values: Floats

    @property
    def last(self) -> int:
        """The number after that of the last of them."""
        return self.first + len(self.values)


@dataclass(frozen=True, eq=False)
class Laid:
    """A spec laid out: what all its draws share."""

    known: Known
    family: Family
    inputs: Parameters


_laid: OrderedDict[str, Laid] = OrderedDict()
_lock = Lock()
"""One range at a time: a family fills tables of its own while it builds games."""


def rows(spec: Spec, first: int, last: int, tell: Callable[[int], object] | None = None) -> Rows:
    """Solve the draws from ``first`` on, up to ``last``; tell how many are done, atom by atom.

    Raises
    ------
    ModelError
        As for `forecast`.
    """
    with _lock:
        laid = _laid_out(spec)
        names, found = tuple[str, ...](), list[Floats]()
        for begin in range(first - first % ATOM, last, ATOM):
            names, made = atom(spec, laid, begin)
            inside = made[max(first - begin, 0) : last - begin]
            found.append(inside)
            if tell is not None:
                tell(len(inside))
    values = np.concatenate(found)
    inputs = drawn(laid.inputs, last - first, spec.seed, first)
    whole = np.concatenate((values[:, :1], inputs, values[:, 1:]), axis=1)
    return Rows(first, (names[0], *laid.inputs.names, *names[1:]), whole)


def _laid_out(spec: Spec) -> Laid:
    """Lay a spec out, unless this process has it still."""
    if spec.digest not in _laid:
        then = known(spec.case, spec.as_of, {*spec.changes.on, *spec.changes.rate})
        family = Family(then, spec.changes, spec.rules, spec.seed)
        _laid[spec.digest] = Laid(then, family, parameters(then.before).open)
        while len(_laid) > _KEPT:
            _laid.popitem(last=False)
    return _laid[spec.digest]


def atom(spec: Spec, laid: Laid, begin: int) -> tuple[tuple[str, ...], Floats]:
    """Solve an atom; where that fails, each of its draws alone."""

    def solve(numbers: range) -> tuple[list[OneDraw], tuple[str, ...]]:
        return solved(laid.family, laid.known, spec.rules, spec.seed, numbers)

    whole = range(begin, begin + ATOM)
    try:
        return _table(*solve(whole))
    except SolveError as error:
        alone = list[tuple[tuple[str, ...], Floats] | None]()
        for number in whole:
            try:
                alone.append(_table(*solve(range(number, number + 1))))
            except SolveError:
                alone.append(None)
        told = next((one for one in alone if one is not None), None)
        if told is None:
            raise error from None
        none = np.full((1, len(told[0])), np.nan)
        none[0, 0] = 0.0
        return told[0], np.concatenate([none if one is None else one[1] for one in alone])


def _table(draws: list[OneDraw], terms: tuple[str, ...]) -> tuple[tuple[str, ...], Floats]:
    """Return what draws weigh, their tempi and their answers, with the names of these columns."""
    answers = answers_of(draws, terms)
    weight = np.array([draw.survived for draw in draws])
    tempo = np.array([draw.tempo for draw in draws])
    table = np.column_stack((weight, tempo, *answers.values()))
    return (WEIGHT, TEMPO, *answers), table
