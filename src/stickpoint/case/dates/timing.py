"""Dates of a case → times from the start of its clock, in its unit of time."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.amounts import DAYS_IN
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError


def since_start(case: Case, date: FuzzyDate) -> float:
    """Return the time from the start to a date; to the middle of one that is not exact.

    Raises `ModelError` where the case does not say when its clock starts.
    """
    start = case.clock.start
    if start is None:
        raise ModelError("a date needs a case with 'clock: {start: …}'")
    middle = (date.first.toordinal() + date.last.toordinal()) / 2
    return (middle - start.first.toordinal()) / float(DAYS_IN[case.clock.unit])


def dated(case: Case, but: Mapping[str, float], undated: Collection[str] = ()) -> dict[str, float]:
    """Return when nature's dated changes come: in ``but`` as it has them, in ``undated`` never.

    Raises `ModelError` as `since_start` does, or where a change names no thing of nature.
    """
    names = [chance.id for chance in case.nature]
    for name in (*but, *undated):
        if name not in names:
            hint = f"it has {', '.join(names)}" if names else "it has none"
            raise ModelError(f"{name!r} is not a thing of nature of this case; {hint}")
    given = (*but, *undated)
    own = {c.id: since_start(case, c.on) for c in case.nature if c.on and c.id not in given}
    return own | dict(but)


def happened(
    case: Case, but: Mapping[str, float], undated: Collection[str] = ()
) -> dict[str, bool]:
    """Return what of nature's dated changes came by the start, that day included, and its value.

    What ``but`` puts there is otherwise than ``now`` has it; what the case puts there is yes.
    """
    past = {name for name, time in dated(case, but, undated).items() if time <= 0}
    return {c.id: not c.now if c.id in but else True for c in case.nature if c.id in past}
