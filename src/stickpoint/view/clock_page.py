"""The clock's answer → a page: how long, which way, who pays, whose doing, and how sure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from stickpoint.view.clock import Course
from stickpoint.view.page import Block
from stickpoint.view.words import count, joined, plain, upper

_BARS = " ▁▂▃▄▅▆▇█"
SPARKS = 60


def page(answer: Course) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [
        Block("title", plain(answer.case.title)),
        *_how_long(answer),
        *_which_way(answer),
        *_who_pays(answer),
        *_whose_delay(answer),
        *_how_sure(answer),
    ]


def sparkline(answer: Course, width: int = SPARKS) -> str:
    """Draw the chance of being unsettled over time, from now to the horizon."""
    curve = answer.run.survival(np.linspace(0, answer.horizon, width))
    steps = np.rint(np.clip(curve, 0, 1) * (len(_BARS) - 1)).astype(int)
    return "".join(_BARS[k] for k in steps)


def time(value: float | None, unit: str) -> str:
    """Say a length of time.

    Examples
    --------
    >>> time(1.0, "month"), time(3.14159, "month"), time(None, "month")
    ('1 month', '3.1 months', 'beyond the horizon')
    """
    if value is None or not math.isfinite(value):
        return "beyond the horizon"
    shown = f"{value:.2g}" if value < 10 else f"{value:.0f}"
    return f"{shown} {unit}" + ("" if shown == "1" else "s")


def _how_long(answer: Course) -> Iterator[Block]:
    run, unit = answer.run, answer.game.unit
    yield Block("heading", "How long does it last?")
    middle, low, high = (run.quantile(q) for q in (0.5, 0.1, 0.9))
    yield Block(
        "text",
        f"With every range at its middle: as likely as not settled after {time(middle, unit)}; "
        f"four times in five between {time(low, unit)} and {time(high, unit)}.",
    )
    first, last = answer.ranges.band(answer.ranges.median)
    yield Block(
        "text",
        f"Over the ranges that the case leaves open, that even chance comes between "
        f"{time(first, unit)} and {time(last, unit)} in four draws out of five.",
    )
    yield Block("text", f"still open {sparkline(answer)} {answer.horizon:g} {unit}s")


def _which_way(answer: Course) -> Iterator[Block]:
    yield Block("heading", "Which way does it end?")
    for name, share in sorted(answer.run.outcomes.items(), key=lambda pair: -pair[1]):
        low, high = answer.ranges.band(answer.ranges.outcomes[name])
        end = "still unsettled at the horizon" if name == "unsettled" else name
        yield Block("item", f"{upper(end)}: {_share(share)} ({_share(low)} to {_share(high)}).")


def _who_pays(answer: Course) -> Iterator[Block]:
    if not answer.case.tolls:
        return
    yield Block("heading", "Who pays for the wait?")
    names = {party.id: party.short or party.name for party in answer.case.parties}
    for toll in answer.case.tolls:
        low, high = answer.ranges.band(answer.ranges.tolls[toll.name])
        whom = names.get(toll.falls_on, toll.falls_on)
        falls = f", falling on {whom}" if whom else ""
        yield Block(
            "item",
            f"{upper(toll.name)}: {_number(answer.run.tolls[toll.name])} {toll.unit} expected "
            f"({_number(low)} to {_number(high)}){falls}.",
        )


def _whose_delay(answer: Course) -> Iterator[Block]:
    names = {party.id: party.short or party.name for party in answer.case.parties}
    yield from _shares(answer.delay, names, "Whose doing is the delay?", "hurry")
    issues = {issue.id: plain(issue.name) for issue in answer.case.issues}
    if len(answer.issues) > 1:
        yield from _shares(answer.issues, issues, "Which item is the sticking point?", "closing")
    elif answer.issues:
        (only,) = answer.issues
        yield Block("text", f"One item is open, so it is the sticking point: {issues[only]}.")


def _shares(
    shares: Mapping[str, float], names: Mapping[str, str], heading: str, what: str
) -> Iterator[Block]:
    if not shares:
        return
    yield Block("heading", heading)
    if any(math.isnan(share) for share in shares.values()):
        yield Block("text", f"Nobody's: {what} would save no time.")
        return
    ordered = sorted(shares.items(), key=lambda pair: -pair[1])
    said = joined([f"{names[key]} {_share(share)}" for key, share in ordered])
    yield Block("text", f"{upper(said)}. (Shares of the time that {what} would save.)")


def _how_sure(answer: Course) -> Iterator[Block]:
    yield Block("heading", "How sure is that?")
    lines = answer.case.judgements()
    kinds = ("payoff", "terminal", "toll", "pace", "discount", "precision", "effort", "nature")
    used = [line for line in lines if line.kind in kinds]
    sourced = sum(line.sourced for line in used)
    yield Block(
        "text",
        f"It rests on {count(len(used), 'number')} from the case, {sourced} with a source; bands "
        f"are from {answer.ranges.draws} draws out of their ranges (seed {answer.seed}).",
    )
    further = "depends on" if answer.depends_on_horizon else "does not depend on"
    yield Block(
        "text",
        f"The look ahead ends after {answer.horizon:g} {answer.game.unit}s; the middle answer "
        f"{further} that (tried with twice as long). Chances to move are read as "
        f"'{answer.shocks}'.",
    )
    for shock in answer.game.shocks:
        if 0 < shock.time < answer.horizon:
            yield Block(
                "text",
                f"Nobody foresees {shock.name}, which comes after "
                f"{time(shock.time, answer.game.unit)}.",
            )


def _share(value: float) -> str:
    if 0 < value < 0.005:
        return "under 1 %"
    if 0.995 < value < 1:
        return "over 99 %"
    return f"{abs(value) * 100:.0f} %"


def _number(value: float) -> str:
    if value == 0:
        return "0"
    digits = 2 - math.floor(math.log10(abs(value))) - 1
    rounded = round(value, digits)
    return f"{rounded:,.0f}" if abs(rounded) >= 10 else f"{rounded:g}"
