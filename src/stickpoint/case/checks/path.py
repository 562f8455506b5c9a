"""The moves of a record → the states they lead through, and where one does not follow.

The record is read to the letter: an option stays as it is until a recorded move changes it. Moves
are taken by the middle of the days that their dates may mean, then as the file lists them; whether
the dates make that order certain is kept. A step that the conflict graph does not have is a gap:
something happened in between that the record does not hold, or something in the case is not so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from stickpoint.case.checks.consistency import is_context
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import RecordedMove
from stickpoint.case.yaml.nodes import quote
from stickpoint.logic import Formula, evaluate


@dataclass(frozen=True, slots=True)
class PathStep:
    """One recorded move, or one dated change of nature, along the path.

    Parameters
    ----------
    id : str
        Of the move, or of nature's option.
    party : str
        Who moved; empty for nature.
    when : FuzzyDate
    before, after : int
        State codes: bit k is the yes or no of option k.
    changed, restated : tuple of (str, bool)
        Options with the value they take, or keep.
    gap : str
        Why the step is not in the conflict graph; empty when it is.
    in_order : bool
        The dates make it certain that it came after the step before it.
    """

    id: str
    party: str
    when: FuzzyDate
    before: int
    after: int
    changed: tuple[tuple[str, bool], ...]
    restated: tuple[tuple[str, bool], ...]
    gap: str
    in_order: bool

    @property
    def is_move(self) -> bool:
        """Whether the state changed."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class RecordedPath:
    """Where the record begins, the steps from there, and the moves that came before.

    ``contradictions`` names the options whose last setting before the start is not what they are
    in the status quo: something that is not in the record changed them back.
    """

    start: int
    steps: tuple[PathStep, ...]
    context: tuple[RecordedMove, ...]
    contradictions: tuple[tuple[str, bool], ...]

    @property
    def end(self) -> int:
        """The code of the state that the record ends in."""
        return self.steps[-1].after if self.steps else self.start

    @property
    def gaps(self) -> tuple[PathStep, ...]:
        """The steps that do not follow from the state before them."""
        return tuple(step for step in self.steps if step.gap)


def path_of(case: Case) -> RecordedPath:
    """Follow the moves of a record from the status quo."""
    index = case.option_index
    start = sum(1 << index[option.id] for option in case.options if option.now)
    start += sum(1 << index[chance.id] for chance in case.nature if chance.now)
    context = [move for move in case.record.moves if is_context(move, case)]
    steps: list[PathStep] = []
    latest = date.min
    here = start
    for id_, party, when, sets in _events(case):
        changed = tuple(pair for pair in sets if bool(here >> index[pair[0]] & 1) != pair[1])
        restated = tuple(pair for pair in sets if pair not in changed)
        after = here
        for name, value in changed:
            after = after | 1 << index[name] if value else after & ~(1 << index[name])
        gap = _gap(case, party, here, after, changed) if changed else ""
        certain = not steps or latest < when.first
        steps.append(
            PathStep(id_, party, when, here, after, changed, restated, gap=gap, in_order=certain)
        )
        latest = max(latest, when.last)
        here = after
    return RecordedPath(start, tuple(steps), tuple(context), _contradictions(case, context))


def _events(case: Case) -> list[tuple[str, str, FuzzyDate, tuple[tuple[str, bool], ...]]]:
    """List moves that count and dated changes of nature in the order of their dates."""
    events = [
        (move.id, move.party, move.date, move.sets)
        for move in case.record.moves
        if move.date is not None and not is_context(move, case)
    ]
    begins = case.clock.start.first if case.clock.start else date.min
    told = told_to(case)
    events += [
        (chance.id, "", chance.date, ((chance.id, not chance.now),))
        for chance in case.nature
        if chance.date is not None
        and chance.date.last >= begins
        # A day that all foresee has come only where something is told of it or of later.
        and (chance.on is not None or chance.date.first <= told)
    ]
    return sorted(events, key=lambda event: in_time(event[2]))


def told_to(case: Case) -> date:
    """Return the last day of which a case tells something that happened."""
    dated = [item.date for item in case.record.sourced]
    dated += [chance.on for chance in case.nature]
    dated += [day for issue in case.issues for day in (issue.opened, issue.closed)]
    dated += [case.happened.date] if case.happened is not None else []
    days = (when.first if when.open_end else when.last for when in dated if when is not None)
    return max(days, default=date.min)


def in_time(when: FuzzyDate) -> tuple[date, date]:
    """Return the key that puts dates in order: by their middle, or by the end that is not open."""
    if when.open_start or when.open_end:
        end = when.last if when.open_start else when.first
        return end, end
    return when.first + (when.last - when.first) / 2, when.last


def _gap(
    case: Case, party: str, before: int, after: int, changed: tuple[tuple[str, bool], ...]
) -> str:
    """Say why a change of options is no move of the conflict graph; empty when it is one."""
    patron = {line.option: line for line in case.imposed if line.patron == party}
    for name, value in changed:
        k = case.option_index[name]
        if k >= len(case.options):
            continue
        option = case.options[k]
        if option.one_way == (-1 if value else 1):
            way = "yes" if value else "no"
            return f"{quote(name)} goes one way only and cannot become {way} again"
        line = patron.get(name)
        if line is not None and line.way == (-1 if value else 1):
            return f"{quote(party)} cannot set {quote(name)} to {'yes' if value else 'no'}"
        needs = option.needs if line is None else line.needs
        if needs is not None and not holds(needs.formula, before):
            return f"{quote(name)} needs {quote(needs.text)}, which does not hold before it"
    for code, when in ((after, "after"), (before, "before")):
        for limit in case.constraints:
            if not holds(limit.formula, code):
                return f"the state {when} it breaks {quote(limit.written)}"
    return ""


def holds(formula: Formula, code: int) -> bool:
    """Tell whether a formula holds in one state."""
    return bool(evaluate(formula, np.array([code], dtype=np.uint64))[0])


def _contradictions(case: Case, context: list[RecordedMove]) -> tuple[tuple[str, bool], ...]:
    last: dict[str, bool] = {}
    dated = [(in_time(move.date), move.sets) for move in context if move.date is not None]
    for _, sets in sorted(dated, key=lambda pair: pair[0]):
        last.update(sets)
    now = {option.id: option.now for option in case.options}
    return tuple((name, value) for name, value in last.items() if now[name] != value)
