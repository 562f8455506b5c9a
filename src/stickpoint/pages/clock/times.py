"""The clock's times → how long it lasts: in the middle, over the draws, and open by when."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np

from stickpoint.answers.clock import Course, Run, Timed
from stickpoint.pages.model import Lines, Part, Section, Table, Text
from stickpoint.pages.wording.numbers import duration, exactly, percent

DRAWN = "four draws out of five"
"""What a band holds."""
AT = {"early": 0.1, "median": 0.5, "late": 0.9}
"""By when it is settled with which probability, by the names of `Spread`."""
OVER = "It is settled already, as things stand today, so there is nothing to wait for."
SPARKS = 60
SHOWN = 0.005
"""What is less than half a per cent is not shown over time."""
_BARS = " ▁▂▃▄▅▆▇█"
_LANDMARKS = (0.0, 1.0, 3.0, 6.0, 12.0, 18.0, 24.0, 36.0, 48.0, 60.0, 120.0, 240.0)


def time(answer: Timed, value: float | None) -> str:
    """Say a length of time; what lies beyond the horizon never comes where there is none."""
    never = answer.run.horizon is None and (value is None or not math.isfinite(value))
    return "never" if never else duration(value, answer.game.unit)


def point(answer: Timed, what: str, *, drawn: bool = True) -> float | None:
    """Return a time of `Spread`: its median over the draws, so that it lies in its band.

    Where none were drawn, or not ``drawn``, the one with every range at its middle.
    """
    if drawn and answer.ranges is not None:
        return answer.ranges.middle(getattr(answer.ranges, what))
    return answer.run.mean if what == "mean" else answer.run.quantile(AT[what])


def band(answer: Timed, what: str) -> str:
    """Say between which times four draws out of five lie; ``what`` is a time of `Spread`."""
    ranges = answer.ranges
    if ranges is None:
        return "none drawn"
    low, high = ranges.band(getattr(ranges, what))
    first, last = time(answer, low), time(answer, high)
    if first == last:
        return first
    return f"{first.rsplit(' ', 1)[0] if math.isfinite(high) else first} to {last}"


def bracketed(middle: str, low: str, high: str) -> str:
    """Say a number with its band in brackets, under words that say what stands in brackets.

    >>> bracketed("32 %", "3 %", "39 %"), bracketed("over 99 %", "over 99 %", "over 99 %")
    ('32 % (3 % to 39 %)', 'over 99 % (the same)')
    """
    return f"{middle} ({'the same' if low == middle == high else f'{low} to {high}'})"


def told(answer: Timed, middle: str, low: str, high: str) -> str:
    """Say a number with its band in brackets; without, where no number of the case is a range."""
    return bracketed(middle, low, high) if answer.has_ranges else middle


def how_long(answer: Timed, lead: str, more: Iterable[Part] = ()) -> Section:
    """Tell the times, after a first sentence and before what else there is to say of them."""
    parts = (Text(OVER),) if answer.is_over else (Text(lead), times(answer), *more)
    return Section("how-long", "How long does it last?", parts)


def times(answer: Timed) -> Table:
    """Set each time, the median of the draws, beside its band."""
    named = zip(middles(answer.run), (*AT, "mean"), strict=True)
    rows = tuple(
        (said, time(answer, point(answer, what)), band(answer, what)) for (said, _), what in named
    )
    if not answer.has_ranges:
        return Table("How long", ("", "time"), tuple(row[:2] for row in rows), (1,))
    return Table("How long", ("", "in the middle", DRAWN), rows, (1, 2))


def middles(run: Run) -> tuple[tuple[str, float | None], ...]:
    """Return by when it is settled how surely, and how long that is expected to take."""
    return (
        ("settled, one chance in ten", run.quantile(0.1)),
        ("settled, an even chance", run.median),
        ("settled, nine chances in ten", run.quantile(0.9)),
        ("expected time unsettled", run.mean),
    )


def early_and_late(answer: Course) -> str:
    """Say by when it is over one time in ten and nine times in ten, each with its band."""
    said = []
    for often, what in (("one time in ten", "early"), ("nine in ten", "late")):
        value = point(answer, what)
        beyond = value is None or not math.isfinite(value)
        when = "not within the horizon" if beyond else f"by {time(answer, value)}"
        said.append(f"{often} {when}" + f" ({band(answer, what)})" * answer.has_ranges)
    return ", ".join(said)


def open_over_time(answer: Course) -> Iterator[Part]:
    """Draw what is still open, and tell at some times how fast it settles and on which terms."""
    curve = answer.run.survival(np.linspace(0, answer.horizon, SPARKS))
    steps = np.rint(np.clip(curve, 0, 1) * (len(_BARS) - 1)).astype(int)
    drawn = "".join(_BARS[k] for k in steps)
    yield Lines((f"still open {drawn} {exactly(answer.horizon, answer.game.unit)}",))
    outcomes = answer.run.outcomes.items()
    ends = [name for name, share in outcomes if share >= SHOWN and name != "unsettled"]
    if ends:
        yield _by_and_by(answer, ends)
        settling = "Settling: how fast what is still open then settles."
        yield Text("With every range at its middle. " * answer.has_ranges + settling, "note")


def _by_and_by(answer: Course, ends: list[str]) -> Table:
    """Tell at some times what is still open, until nothing is, and what has settled how."""
    unit, landmarks = answer.game.unit, [t for t in _LANDMARKS if t < answer.horizon]
    found = answer.run.table([*landmarks, answer.horizon])[["open", *ends]]
    pace = dict(zip(*(column.tolist() for column in answer.run.hazard()), strict=True))
    rows = []
    for t, shares in zip(found.index, found.to_numpy(), strict=True):
        still, *settled = map(percent, shares.tolist())
        settling = pace.get(t, math.nan)
        shown = f"{settling:.2f}" if math.isfinite(settling) else "-"
        rows.append((f"{t:g}", still, shown, *settled))
        if shares[0] < SHOWN:
            break
    head = (f"{unit}s", "still open", f"settling per {unit}", *ends)
    return Table("Settled by when, and how", head, tuple(rows), tuple(range(1, len(head))))
