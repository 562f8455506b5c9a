"""What the answers of a forecast hang on → a section: a picture and a table for each answer."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.ensemble.asked import ENDS
from stickpoint.answers.ensemble.hangs_on import Hang, Hanging, HangsOn
from stickpoint.answers.ensemble.table import MEDIAN, within
from stickpoint.pages.figures.tornado import Swing, Tornado
from stickpoint.pages.hangs_on.named import Named
from stickpoint.pages.hangs_on.said import (
    caution,
    flip,
    lead,
    likeliest,
    said,
    title,
    total_share,
    value,
    with_range,
)
from stickpoint.pages.model import Figure, Items, Legend, Part, Section, Table, Text, Words
from stickpoint.pages.wording.names import joined
from stickpoint.pages.wording.numbers import exact, percent
from stickpoint.pages.wording.spans import fitting

TITLE = "What does the answer hang on?"
LEGEND = (
    Legend("dot hollow", "the forecast over the third of the draws with the number lowest"),
    Legend("dot", "the same with the number highest"),
)


def section(found: HangsOn, *, drawn: bool = False) -> Section:
    """Say it for when it ends, for how likely it is over in a year, and for each way to end.

    In sentences, one a line; of when, and of the likeliest way to end, with a picture and a table
    where it is ``drawn``.
    """
    name, parts = Named(found.case), list[Part]()
    shown = [one for one in _shown(found) if _rows(one)]
    if not shown:
        seen = max((one.seen for one in found), default=0.0)
        none = f"Over {found.draws} draws no number stands out"
        none += f"; one with {percent(seen)} of the spread would." if seen else ": none changes it."
        return Section("hangs-on", TITLE, (Text(none),))
    parts.append(Text(lead(found), "lead"))
    pictured = [one for one in shown if drawn and one in (found[MEDIAN], likeliest(found))]
    for one in pictured:
        parts += [figure(one, name), table(one, name)]
    parts.append(Items(tuple(said(one, name) for one in shown if one not in pictured)))
    parts.append(Text(caution(found), "note"))
    return Section("hangs-on", TITLE, tuple(parts))


def _shown(found: HangsOn) -> Iterator[Hanging]:
    """Choose what a reader asks first: when, within a year, and how it ends, likeliest first."""
    yield from (found[name] for name in (MEDIAN, within("year")))
    if likeliest(found) is not None:
        ends = [one for one in found if one.answer.startswith(ENDS)]
        yield from sorted(ends, key=lambda one: -one.value)[:3]


def _rows(one: Hanging) -> list[Hang]:
    """Return the numbers of an answer and its tempo, the largest share first."""
    rows = [*one.numbers, *([one.tempo] if one.tempo else [])]
    return sorted(rows, key=lambda hang: -hang.total.middle)


def figure(one: Hanging, name: Named) -> Figure:
    """Draw how far each number moves an answer."""
    unit, each = ("", 1.0)
    if one.answer == MEDIAN:
        known = [x for h in _rows(one) for x in (h.low.middle, h.high.middle) if x < float("inf")]
        unit, each = fitting(max((*known, one.value if one.value < float("inf") else 1.0)))
    rows = tuple(
        Swing(
            label=name(hang.name).label,
            low=hang.low.middle / each,
            high=hang.high.middle / each,
            said=(value(one, hang.low.middle), value(one, hang.high.middle)),
            share=percent(hang.total.middle),
            below="" if hang.parameter is None else f"line {hang.parameter.line}",
        )
        for hang in _rows(one)
    )
    told = (f"{row.label}: {row.said[0]} where low, {row.said[1]} where high" for row in rows)
    picture = Tornado(rows, one.value / each, value(one, one.value), unit)
    about = f"As it stands {value(one, one.value)}. {'; '.join(told)}."
    key = "".join(c if c.isalnum() else "-" for c in one.answer)
    return Figure(f"hangs-on-{key}", title(one), about, picture, LEGEND)


def table(one: Hanging, name: Named) -> Table:
    """Set the numbers of an answer in rows: share, by itself, the answer at low and at high."""
    rows = tuple(_row(one, hang, name) for hang in _rows(one))
    caption = f"{title(one)}: {value(one, one.value)} as it stands"
    if one.unexplained >= 0.005:
        caption += f"; {percent(one.unexplained)} of the spread belongs to no one number"
    head = ("", "line", "share", "by itself", "where low", "where high", "otherwise")
    turns = any(row[-1] for row in rows)
    return Table(
        caption, head if turns else head[:-1], rows if turns else tuple(r[:-1] for r in rows)
    )


def _row(one: Hanging, hang: Hang, name: Named) -> tuple[Words, ...]:
    place = "" if hang.parameter is None else f"{hang.parameter.line}"
    low, high = (exact(x) for x in hang.thirds)
    return (
        name(hang.name).label,
        place,
        total_share(hang),
        percent(hang.first.middle),
        f"{with_range(one, hang.low)} below {low}",
        f"{with_range(one, hang.high)} above {high}",
        joined(list(flip(one, hang))),
    )
