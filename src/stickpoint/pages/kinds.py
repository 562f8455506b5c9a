"""The table of kinds → a page: how long each lasts, how much longer after a while, the traps."""

from __future__ import annotations

from stickpoint.answers.forecasting.base_rate import FEWEST, Expected, expected, kinds
from stickpoint.pages.model import Item, Items, Page, Section, Table, Text
from stickpoint.pages.wording.names import upper
from stickpoint.pages.wording.numbers import duration

_AGES = {"month": "a month", "half_year": "half a year", "year": "a year"}
_UNITS = ((365.25, "year"), (30.4375, "month"), (1.0, "day"))
_KNOWN = {
    "existence": "existence at stake",
    "other": "lesser values",
    "under 0.3": "largest under 30 %",
    "0.3 to 0.4": "largest 30 to 40 %",
    "0.4 to 0.5": "largest 40 to 50 %",
    "half and more": "largest from 50 %",
}
"""What is known at the start, after the kind it is known of: a threat, a share of seats."""
TRAPS = (
    "Mediated crises last longer than others, 4 months against 2, because mediators come to those "
    "that are hard: that is selection, and says nothing about what mediation does.",
    "After a long wait much is still to wait, but within a kind it grows slowly: from one month to "
    "a year the rest doubles in crises and disputes, and hardly grows in strikes.",
    "Quarrels that ended before anybody wrote them down are in none of these lists, so all of them "
    "say too long for a quarrel that has just begun.",
    "A famous case is famous for its length. Ask what kind it is, not what it reminds you of.",
)


def page() -> Page:
    """Set every kind of deadlock with how long it lasts."""
    found = kinds()
    rows: list[tuple[str, Expected]] = []
    for kind, whole in found:
        rows.append((kind.name, whole))
        levels = (level for known in (kind.known or {}).values() for level in known)
        rows += [(f"- {_KNOWN[level.word]}", expected(level.figures)) for level in levels]
    few = (
        f"In brackets from when to when 8 in 10 end. A dash stands where fewer than {FEWEST} cases "
        "lasted so long; a kind where that is so from the first month on is left out."
    )
    sources = tuple(
        Item(
            f"{kind.name}: {kind.source}. Counted from {kind.counted}.",
            (Text(f"{upper(kind.caution)}.", "note"),) if kind.caution else (),
        )
        for kind, _ in found
    )
    return Page(
        "How long such things last",
        (
            Section("kinds", "From the start", (_lasted(rows),)),
            Section("rest", "Still to wait", (_rest(rows), Text(few, "note"))),
            Section("traps", "What these figures do not say", (Items(TRAPS),)),
            Section("sources", "Where they come from", (Items(sources),)),
        ),
    )


def _lasted(rows: list[tuple[str, Expected]]) -> Table:
    head = ("kind", "cases", "1 in 10 ended by", "half", "9 in 10")
    return Table(
        "How long deadlocks of a kind last",
        head,
        tuple((name, f"{it.figures.n:,}", *map(_length, it.days)) for name, it in rows),
        right=(1, 2, 3, 4),
    )


def _rest(rows: list[tuple[str, Expected]]) -> Table:
    head = ("kind", *(f"after {age}" for age in _AGES.values()))
    cells = (
        (name, *(_range(it.still[age]) for age in _AGES))
        for name, it in rows
        if any(it.still.values())
    )
    return Table("How much longer, half of them (and 8 in 10)", head, tuple(cells))


def _range(days: tuple[float, ...] | None) -> str:
    if days is None:
        return "–"
    low, middle, high = map(_length, days)
    return f"{middle} ({low} to {high})"


def _length(days: float) -> str:
    """Say a number of days in the unit that suits it.

    >>> _length(27.0), _length(131.0), _length(1000.0), _length(365000.0)
    ('27 days', '4.3 months', '2.7 years', 'over a century')
    """
    if days > 36525:
        return "over a century"
    size, unit = next(pair for pair in _UNITS if days >= 2 * pair[0] or pair[0] == 1)
    return duration(days / size, unit)
