"""The record of a case → under which foresight each dated move, and each wait, makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.case.checks.path import PathStep, RecordedPath, in_time, path_of
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError
from stickpoint.graph.build import build
from stickpoint.graph.conflict import Conflict
from stickpoint.logic import Diagram, DiagramTooLarge
from stickpoint.solve.stability.conduct import decided, moving_fits, staying_fits
from stickpoint.solve.stability.sanctions import CONCEPTS

LONG = 1.0
"""A wait counts from so many mean waits for a chance to move on: before, none may have come."""
MOST_STATES = 1 << 16
"""States beyond which a move is not looked at: each takes a search through all of them."""


@dataclass(frozen=True)
class Choice:
    """One dated choice of a party.

    Parameters
    ----------
    party : str
    move : str
        Id of the entry; empty where the party waited and no entry says so.
    sets : tuple of (str, bool)
        What it switched; empty where it stayed.
    since : FuzzyDate
        The day of the entry; of a wait, the day from which things stood so.
    days : float
        How long it waited; 0 for an entry.
    code : tuple of (int, int)
        The option vector before and after.
    fits : dict of str to bool
        For each concept, whether it would have chosen so.
    """

    party: str
    move: str
    sets: tuple[tuple[str, bool], ...]
    since: FuzzyDate
    days: float
    code: tuple[int, int]
    fits: dict[str, bool]

    @property
    def tells(self) -> bool:
        """Whether the concepts differ on it."""
        return len(set(self.fits.values())) > 1


@dataclass(frozen=True)
class Conduct:
    """The choices of one party, and which foresight they speak for.

    Parameters
    ----------
    party : str
    choices : tuple of Choice
        In the order of their dates.
    """

    party: str
    choices: tuple[Choice, ...]

    @property
    def telling(self) -> tuple[Choice, ...]:
        """Those on which the concepts differ."""
        return tuple(choice for choice in self.choices if choice.tells)

    @property
    def losing(self) -> tuple[Choice, ...]:
        """Moves that were no gain by the party's wants, which no foresight explains."""
        return tuple(c for c in self.choices if c.sets and not any(c.fits.values()))

    @property
    def misses(self) -> dict[str, int]:
        """How many of the choices that tell each concept would have made otherwise."""
        return {c: sum(not one.fits[c] for one in self.telling) for c in CONCEPTS}

    @property
    def speaks_for(self) -> tuple[str, ...]:
        """The concepts that are left; all of them where the record does not decide."""
        return decided([choice.fits for choice in self.telling]) or CONCEPTS


def conduct(case: Case) -> tuple[Conduct, ...]:
    """Say for each party under which concepts its dated moves and waits make sense.

    A move fits a concept if it was a gain by the party's wants which nobody could answer as the
    concept has it. To stay fits one if the state was stable for the party; it counts where an
    entry restates what holds, or where a party could have moved and did not for as long as it has
    to wait for a chance on average. What nature was at the time counts. A choice that was made
    twice in one situation counts once, for it tells no more the second time. Steps that are no
    move of the graph are left out.
    """
    path = path_of(case)
    conflicts = _Conflicts(case)
    every = sorted((*_entries(path, conflicts), *_waits(case, path, conflicts)), key=_in_time)
    found = {(choice.party, choice.code): choice for choice in reversed(every)}.values()
    parties = [party.id for party in case.parties]
    own = ((party, [c for c in found if c.party == party]) for party in parties)
    return tuple(Conduct(party, tuple(reversed(choices))) for party, choices in own if choices)


def _in_time(choice: Choice) -> tuple[object, ...]:
    return (*in_time(choice.since), choice.move)


class _Conflicts:
    """The conflict of a case as nature stood, with the state that an option vector is."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._built: dict[int, Conflict | None] = {}

    def at(self, code: int) -> tuple[Conflict, int] | None:
        """Return the conflict and the state; None where it is not feasible or there are too many.

        The state is looked at as the status quo of a conflict of its own.
        """
        nature = code >> len(self._case.options)
        if nature not in self._built:
            self._built[nature] = self._build(nature)
        conflict = self._built[nature]
        try:
            return None if conflict is None else (conflict, conflict.state_of(code))
        except ModelError:  # the record went where the case says that nothing can be
            return None

    def _build(self, nature: int) -> Conflict | None:
        case = self._case
        setting = {chance.id: bool(nature >> k & 1) for k, chance in enumerate(case.nature)}
        limits = [constraint.formula for constraint in case.constraints]
        try:
            if Diagram(len(case.option_ids), limits).count > MOST_STATES << len(case.nature):
                return None
            return build(case, nature=setting)
        except (DiagramTooLarge, ModelError):  # or the status quo cannot be under this nature
            return None


def _entries(path: RecordedPath, conflicts: _Conflicts) -> Iterator[Choice]:
    """Yield the recorded moves, and those that restate what holds."""
    for step in path.steps:
        here, there = conflicts.at(step.before), conflicts.at(step.after)
        if here is None or there is None or step.gap or step.party not in here[0].parties:
            continue
        conflict, before = here
        party = conflict.parties.index(step.party)
        if step.is_move:
            fits = moving_fits(conflict, party, before, there[1])
        else:
            fits = staying_fits(conflict, party, before)
        made = (step.before, step.after)
        yield Choice(step.party, step.id, step.changed, step.when, 0.0, made, fits)


def _waits(case: Case, path: RecordedPath, conflicts: _Conflicts) -> Iterator[Choice]:
    """Yield who waited through each stretch in which nothing changed."""
    changes = [step for step in path.steps if step.is_move]
    if case.clock.start is None or not changes:
        return
    stretches = zip([case.clock.start, *(step.when for step in changes)], changes, strict=False)
    for since, until in stretches:
        found = conflicts.at(until.before)
        days = _between(since, until.when)
        if found is not None and not found[0].settled[found[1]]:
            yield from _waiting(case, found, since, days, until)


def _waiting(
    case: Case, found: tuple[Conflict, int], since: FuzzyDate, days: float, until: PathStep
) -> Iterator[Choice]:
    conflict, state = found
    for i, name in enumerate(conflict.parties):
        party = next(party for party in case.parties if party.id == name)
        pace = 1.0 if party.pace is None else party.pace.per(case.clock.unit).mid
        long = days * pace >= LONG * days_per_unit(case)
        if long and name != until.party and conflict.moves_from(i, state).size:
            stayed, fits = (until.before, until.before), staying_fits(conflict, i, state)
            yield Choice(name, "", (), since, days, stayed, fits)


def _between(since: FuzzyDate, until: FuzzyDate) -> float:
    """Return the days from the middle of one date to that of another."""
    return max(0.0, (in_time(until)[0] - in_time(since)[0]) / timedelta(days=1))
