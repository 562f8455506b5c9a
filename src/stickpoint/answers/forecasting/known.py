"""A case and a day → the case as it stood on that day, and what came only later.

The record up to that day sets the options, dated facts up to it set nature, and what is dated later
is not known: nobody forecasts with tomorrow's newspaper. How long it has been silent is kept, for
the silence is evidence about how fast things go.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from stickpoint.case.checks.path import path_of
from stickpoint.case.dates.fuzzy import FuzzyDate, parse_date, since_start
from stickpoint.case.model.basis import DAYS_IN, Judgement
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.errors import ModelError
from stickpoint.graph.build_game import Changes


@dataclass(frozen=True, eq=False)
class Known:
    """What is known on a day.

    Parameters
    ----------
    case : Case
        As it stood then; its clock starts on that day.
    before : Case
        As it stood at its own start, with what of nature was dated up to that day.
    day : date or None
        None for a case without dates, whose only day is its start.
    elapsed : float
        Days since the case's own start.
    moved : bool
        The record tells what was done, so that the state on that day is known; otherwise it is
        where the clock expects it to be, given that the deadlock is still open.
    later : tuple of Judgement
        Judgements that rest only on what came after that day.
    unforeseen : tuple of str
        Things of nature dated later, which nobody knew of on that day.
    """

    case: Case
    before: Case
    day: date | None
    elapsed: float
    moved: bool
    later: tuple[Judgement, ...]
    unforeseen: tuple[str, ...]

    def seen(self, made: Changes) -> Changes:
        """Return changes whose times count from that day, where they count from the start."""
        ago = self.elapsed / days_per_unit(self.case)
        return replace(made, on={name: time - ago for name, time in made.on.items()})


def known(case: Case, as_of: date | None = None, but: Collection[str] = ()) -> Known:
    """Tell what of a case was known on a day, that of its start if None.

    What of nature's is named in ``but`` is left as it is: somebody says otherwise when it comes.

    Raises
    ------
    ModelError
        A day before the start, or a case whose clock has no start.
    """
    start = case.clock.start
    if start is None:
        if as_of is not None:
            raise ModelError("a forecast as of a day needs a case with 'clock: {start: …}'")
        return Known(case, case, None, 0.0, False, (), ())
    day = start.first if as_of is None else as_of
    elapsed = (day - start.first).days
    if elapsed < 0:
        raise ModelError(f"as of {day} is before the clock starts, {start.first}; give a later day")
    return Known(
        case=_as_it_stood(case, day, but),
        before=_knowing(case, day, but, turned=False),
        day=day,
        elapsed=float(elapsed),
        moved=bool(elapsed) and bool(case.record.moves),
        later=tuple(line for line in judgements(case) if _rests_on_later(case, line, day)),
        unforeseen=tuple(c.id for c in case.nature if c.id not in but and _later(c.on, day)),
    )


def day_of(when: date | str | None) -> date | None:
    """Read the day on which something is asked; None for the start.

    Raises
    ------
    ModelError
        Text that is no day, or may be several.
    """
    if when is None or isinstance(when, date):
        return when
    if not isinstance(when, str):
        raise ModelError(f"as of {when!r}: write a day as 1952-07-14")
    with suppress(ValueError):
        return date.fromisoformat(when)
    try:
        found = parse_date(when)
    except ValueError as error:
        raise ModelError(f"as of {when!r}: write a day as 1952-07-14") from error
    if not found.is_exact or found.approximate:
        raise ModelError(f"as of {when!r}: that is no single day; write a day as 1952-07-14")
    return found.first


def _as_it_stood(case: Case, day: date, but: Collection[str]) -> Case:
    """Return a case whose status quo is what the record left on a day."""
    here = path_of(case).start
    for step in path_of(case).steps:
        if step.when.last <= day:
            here = step.after
    bit = case.option_index
    options = tuple(
        replace(o, now=bool(here >> bit[o.id] & 1), first=o.at_first) for o in case.options
    )
    turned = _knowing(case, day, but, turned=True)
    clock = replace(case.clock, start=FuzzyDate(day, day, str(day)))
    return replace(turned, options=options, clock=clock)


def _later(when: FuzzyDate | None, day: date) -> bool:
    """Tell whether a date may be later than a day."""
    return when is not None and when.last > day


def _knowing(case: Case, day: date, but: Collection[str], *, turned: bool) -> Case:
    """Return a case that holds only what was known of nature's dates on a day.

    What was dated up to it has happened where ``turned``, and is still to come on its date where
    not. What is dated later is known only if all foresee it; of the rest only the rate is.
    """
    nature = []
    for chance in case.nature:
        if chance.date is None or chance.id in but or _later(chance.by, day):
            nature.append(chance)
        elif _later(chance.date, day):
            nature.append(replace(chance, on=None))
        elif turned:
            # What is dated by the start is so on that day, whatever was so before.
            then = True if since_start(case, chance.date) <= 0 else not chance.now
            nature.append(replace(chance, on=None, by=None, now=then))
        else:
            nature.append(chance)
    return replace(case, nature=tuple(nature))


def _rests_on_later(case: Case, line: Judgement, day: date) -> bool:
    """Tell whether all that a judgement rests on, and of which the day is known, came later."""
    dates = {item.id: item.date for item in case.record.sourced}
    found = [dates[reason.strip()] for reason in line.because if dates.get(reason.strip())]
    return bool(found) and all(when is not None and when.first > day for when in found)


def as_rated(case: Case, day: date) -> Case:
    """Return a case whose explanations are rated only on what had been seen by a day.

    Evidence that may be of a later day is left out; of what has no date nobody can say that it is.
    """
    later = {item.id for item in case.record.evidence if _later(item.date, day)}
    hypotheses = (
        replace(one, ratings=tuple(r for r in one.ratings if r.evidence not in later))
        for one in case.hypotheses
    )
    return replace(case, hypotheses=tuple(hypotheses))


def days_per_unit(case: Case) -> float:
    """Return how many days the case's unit of time has."""
    return float(DAYS_IN[case.clock.unit])
