"""Case → which of its dated moves are scored and when each may have been made, and which not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.amounts import DAYS_IN
from stickpoint.case.model.case import Case
from stickpoint.solve.motives.stages import DatedMove

LeftOut: TypeAlias = Literal["before", "beyond", "restates"]
"""It lies before the start of the clock, or beyond its horizon, or changes nothing."""
Cut: TypeAlias = Literal["late", "early"]
"""Its dates count up to the horizon only, or from the start of the clock on."""


@dataclass(frozen=True)
class SortedMoves:
    """The moves of a record that are scored and the ids of those left out, with the reason.

    ``cut`` has the ids of moves of whose dates only a part counts, and which.
    """

    scored: list[DatedMove] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    cut: dict[str, Cut] = field(default_factory=dict)


def scored_moves(case: Case) -> list[DatedMove]:
    """Return the dated moves that are scored; see `sorted_moves`."""
    return sorted_moves(case).scored


def sorted_moves(case: Case) -> SortedMoves:
    """Tell the dated moves that change anything from those that are not scored.

    A day counts as its middle, and as every time in it where several moves bear the same date, for
    then their order is open. Anything longer counts as every time between its ends; an open end
    reaches to the end of the record. What lies before the start of the clock is part of the status
    quo; what lies wholly beyond the horizon is left out, and so is what restates what holds.
    """
    found = SortedMoves()
    if case.clock.start is None or not case.record.moves:
        return found
    end = record_end(case)
    dated = [(_time(case, move.date), move) for move in case.record.moves if move.date is not None]
    now = {option.id: option.now for option in case.options}
    for (first, last), move in sorted(dated, key=lambda pair: pair[0]):
        changed = {name: value for name, value in move.sets if now[name] != value}
        if why := _left_out(first, last, end, bool(changed)):
            found.left_out[move.id] = why
            continue
        now |= changed
        bits = {case.option_index[name]: value for name, value in changed.items()}
        party = case.party_index[move.party]
        found.scored.append(DatedMove(party, bits, first, min(last, end), move.id))
        if cut := _cut(case, move.date, last > end):
            found.cut[move.id] = cut
    days = [move.first for move in found.scored if move.first == move.last]
    loose = [_loose(case, m) if days.count(m.first) > 1 else m for m in found.scored]
    return replace(found, scored=loose)


def _left_out(first: float, last: float, end: float, changes: bool) -> LeftOut | None:
    if last <= 0:
        return "before"
    if first > end:
        return "beyond"
    return None if changes else "restates"


def _cut(case: Case, date: FuzzyDate | None, late: bool) -> Cut | None:
    """Return which part of the dates of a move counts, if not the whole; open ends are no dates."""
    if date is None or case.clock.start is None:
        return None
    if late and not date.open_end:
        return "late"
    early = date.first < case.clock.start.first and not date.open_start and not date.is_exact
    return "early" if early else None


def _loose(case: Case, move: DatedMove) -> DatedMove:
    """Let a move that counts as the middle of its day be at any time in it."""
    half = 0.5 / DAYS_IN[case.clock.unit]
    return replace(move, first=max(move.first - half, 0.0), last=move.last + half)


def record_end(case: Case) -> float:
    """Return the time up to which the record would show a move: that of its last entry."""
    record = case.record
    dates = [move.date for move in record.moves] + [note.date for note in record.messages]
    dates += [item.date for item in record.evidence]
    ends = [_time(case, date)[1] for date in dates if date is not None and not date.open_end]
    return min(max(ends), case.clock.horizon or max(ends))


def _time(case: Case, date: FuzzyDate) -> tuple[float, float]:
    """Return the ends of a date on the clock; a day counts as its middle."""
    assert case.clock.start is not None
    start, unit = case.clock.start.first.toordinal(), float(DAYS_IN[case.clock.unit])
    first, last = date.first.toordinal() - start, date.last.toordinal() - start + 1
    if date.is_exact:
        return ((first + last) / 2 / unit,) * 2
    return max(first / unit, 0.0), last / unit
