"""A game with dates → the first of them after which it is settled for certain, whatever is done.

So it is where every state that may have come about by the date is settled just after it, and where
nothing that may be done or happen leads out of what is settled from there on. Terms that hold by
signature alone are met by no date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.known import Known, days_per_unit
from stickpoint.answers.waits import NEVER
from stickpoint.graph.game import Event, Game
from stickpoint.graph.variants.reached import reached
from stickpoint.solve.clock.engine.forward import Distribution

Floats = NDArray[np.float64]
SLIGHT = 1e-12
"""A weight of draws below this is none."""
LITTLE = 1e-300
"""What is left open with a smaller chance than this is taken to end as if nothing were done."""


@dataclass(frozen=True, eq=False)
class Latest:
    """A dated change after which it is settled for certain.

    Parameters
    ----------
    name : str
        What of nature's changes.
    comes : float
        Days from the day asked about to where the clock has the change.
    days : float
        Days by which it has come at the latest; 0 where it came before the day asked about.
    onto : ndarray of int, shape (states,)
        On which terms it ends from each state that is open when the change comes, or the terms of
        one that is an end before; -1 where it is neither.
    first : int
        The terms on which it ends if nothing else is done before.
    """

    name: str
    comes: float
    days: float
    onto: NDArray[np.int64]
    first: int


def latest(game: Game, start: int, known: Known, *, held: bool) -> Latest | None:
    """Return the first change of a game that settles it for certain, from where a course begins.

    Parameters
    ----------
    game : Game
        In the unit of the case, with its dates counted from the case's own start.
    start : int
    known : Known
        What is known on the day asked about.
    held : bool
        Whether what is settled may be left again, until the terms have stood.
    """
    found = [
        _read(game, event, start, known, held=held)
        for event in game.events
        if 0 < event.time < NEVER / 2 and _settles(game, event, start, held=held)
    ]
    return min(found, key=lambda one: one.days, default=None)


def _settles(game: Game, event: Event, start: int, *, held: bool) -> bool:
    """Tell whether a change leaves nothing open, and nothing leads back from there."""
    over = _over(game)
    goes = replace(game, settled=np.zeros_like(over)) if held else game
    earlier = tuple(x for x in game.events if x is not event and x.time <= event.time)
    before = reached(replace(goes, events=earlier), [start])
    after = np.unique(np.where(goes.settled, np.arange(over.size), event.target)[before])
    if not over[after].all():
        return False
    rest = tuple(x for x in game.events if x is not event)
    return bool(over[reached(replace(goes, events=rest), after.tolist())].all())


def _over(game: Game) -> NDArray[np.bool_]:
    """Mark what is settled on terms that become an end by standing."""
    return game.settled & (game.holds != 0) if game.holds.size else game.settled


def _read(game: Game, event: Event, start: int, known: Known, *, held: bool) -> Latest:
    each = days_per_unit(known.case)
    comes, last = event.time * each - known.elapsed, None
    chance = next(x for x in known.before.nature if x.id == event.name)
    if event.foreseen and chance.by is not None and known.day is not None:
        last = float((chance.by.last - known.day).days)
    stays = game.settled & (not held)
    onto = np.where(stays, game.terms_index, game.terms_index[event.target])
    return Latest(
        name=event.name,
        comes=comes,
        days=max(comes if last is None else last, 0.0),
        onto=onto.astype(np.int64),
        first=int(game.terms_index[event.target[start]]),
    )


@dataclass(frozen=True, eq=False)
class Closed:
    """How one draw ends by a day on which it is settled for certain.

    Parameters
    ----------
    days : float
        From the day asked about.
    before : ndarray of float, shape (terms,)
        The chance of each way to end until then; with what is open then they add up to at most 1.
    after : ndarray of float, shape (terms,)
        How what is open then ends; they add up to 1.
    still : float
        The chance, by the parties' moves, of being open until then, or until the course ends.
    name : str
        What of nature's settles it.
    """

    days: float
    before: Floats
    after: Floats
    still: float
    name: str

    def ends(self, still_open: float, before: Floats) -> Floats:
        """Return shares of the ways to end, with a chance of being open until then.

        ``before``, (terms,), are shares of what ends until then; where none has any, nothing does.
        """
        total = float(before.sum())
        if total <= 0:
            return self.after
        return np.asarray((1 - still_open) * before / total + still_open * self.after)


class Sure(NamedTuple):
    """What settles a draw for certain, and the terms of each state of its course, as `onto` has."""

    latest: Latest
    onto: NDArray[np.int64]


def closed(
    one: Latest, onto: NDArray[np.int64], course: Distribution, since: float, per_day: float,
    many: int,
) -> Closed:  # fmt: skip
    """Read off a course how it ends until a date that settles it, and how by that.

    Parameters
    ----------
    one : Latest
    onto : ndarray of int, shape (states of the course,)
        Of each of its states, as `Latest` has it.
    course : Distribution
        In mean waits.
    since : float
        Where in it the day asked about lies.
    per_day : float
        Mean waits a day.
    many : int
        How many terms there are.
    """
    sole = np.eye(many)[max(one.first, 0)]
    if not one.days:
        return Closed(0.0, np.zeros(many), sole, 1.0, one.name)
    mass, known = course.arriving(since + one.comes * per_day), onto >= 0
    before, after = (
        np.bincount(onto[here], mass[here], many)
        for here in (course.settled & known, ~course.settled & known)
    )
    if since:
        before = before - course.shares_at(np.array([since]))[0]
    total = float(after.sum())
    ends = after / total if total > LITTLE else sole
    still = min(total / max(float(course.open_at(np.array([since]))[0]), LITTLE), 1.0)
    return Closed(one.days, np.maximum(before, 0.0), ends, still, one.name)


def asked_once(ask: Callable[[int], Latest | None]) -> Callable[[int], Latest | None]:
    """Return the same question, asked once about each state."""
    known: dict[int, Latest | None] = {}

    def answer(start: int) -> Latest | None:
        if start not in known:
            known[start] = ask(start)
        return known[start]

    return answer


def until(days: Floats, weights: Floats) -> tuple[Floats, Floats] | None:
    """Return on which days draws are settled for certain, and what weight of them is left then.

    ``days`` (draws,) are infinite for those that never are; None where none is.
    """
    when = np.unique(days[np.isfinite(days)])
    if not when.size:
        return None
    left = np.array([weights[days > day].sum() for day in when.tolist()])
    return when, np.where(left < SLIGHT, 0.0, np.minimum(left, 1.0))
