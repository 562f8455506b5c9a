"""A forecast → how it ends, what pauses it, and what each toll comes to."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from stickpoint.answers.forecasting.predict import Forecast, Range
from stickpoint.case.model.pauses import lapsing
from stickpoint.pages.clock import digits
from stickpoint.pages.model import Items, Section, Text
from stickpoint.pages.wording.names import joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import percent, rounded

RARE, FEW = 0.01, 1
IN_SHORT = "On twenty-four deadlocks held out such shares gave 33 % to what came, guessing 24 %."
RECORD = (
    "On twenty-four deadlocks that were held out, shares like these had given 33 % to what came, "
    "where equal guessing gives 24 % (geometric means). They are few, and whoever wrote them "
    "knew their ends: take the shares as an order more than as odds."
)


TITLE = "Which way does it end?"
CLOSED = (
    "Of the ways in which it can end, by this answer: what is open until a day that settles it for "
    "certain ends as that day finds it; of the rest, half is where the parties' moves lead, half "
    "how firmly the terms would hold:"
)


def section(answer: Forecast) -> Section:
    """Tell the share of each way to end, by the moves and by what would hold."""
    shares = answer.outcomes
    if none := no_way(answer):
        return Section("which-way", TITLE, (Text(none),))
    often, rare = common(answer)
    told = digits.shares(answer)
    items = [f"{upper(plain(n))}: {told[n]}{_parts(answer, n)}." for n in often]
    if rare:
        together = percent(sum(shares[name] for name in rare))
        items.append(f"{len(rare)} other ways, each less than 1 %: together {together}.")
    lead = "Of the ways in which it can end, by this answer:"
    if answer.model.cut is not None:
        lead = CLOSED
    elif in_halves(answer):
        lead = (
            "Of the ways in which it can end, by this answer; in brackets its two halves, where "
            "the parties' moves lead and how firmly the terms would hold:"
        )
    note = Text(RECORD, "note")
    return Section("which-way", TITLE, (Text(lead), Items(tuple(items)), note))


def no_way(answer: Forecast) -> str:
    """Say that it can end in no way; empty where it can."""
    if not answer.outcomes:
        return "The case has no state in which it is settled."
    none = "None of the ways to settle can come about from where things stand."
    return "" if answer.can_end else none


def in_halves(answer: Forecast) -> bool:
    """Tell whether each share is half by the moves and half by what would hold."""
    return answer.holding is not None and answer.model.cut is None


def common(answer: Forecast) -> tuple[list[str], list[str]]:
    """Return the ways to end that are named, the likeliest first, and those told as a sum."""
    ordered = sorted(answer.outcomes.items(), key=lambda pair: -pair[1])
    rare = [name for name, share in ordered if share < RARE]
    rare = rare if len(rare) > FEW else []
    return [name for name, _ in ordered if name not in rare], rare


def _parts(answer: Forecast, name: str) -> str:
    if answer.holding is None or not in_halves(answer):
        return ""
    return f" ({digits.led(answer, name)} and {percent(answer.holding[name])})"


def paused(answer: Forecast) -> Iterator[str]:
    """Say how likely pauses are before it ends, which are no end."""
    found = answer.model.paused
    if found is None:
        return
    names = " or ".join(dict.fromkeys(plain(x.name) for x, _ in lapsing(answer.case)))
    told = "there is none"
    if answer.game.paused[answer.game.start_state or 0]:
        told = (
            "such pauses, on one of which it stands now, take "
            f"{percent(found.time)} of the time until it ends, on average"
        )
    elif found.ever is None:
        told = f"such a pause takes {percent(found.time)} of the time until it ends, on average"
    elif found.ever > 0:
        told = (
            f"one comes before the end with a chance of {percent(found.ever)}, and pauses take "
            f"{percent(found.time)} of the time until then, on average"
        )
    yield f"A pause ({names}) lapses and is no end. By the parties' moves {told}."


def who_pays(answer: Forecast) -> Iterator[Section]:
    """Tell what each toll comes to, over draws, and on whom it falls."""
    if not answer.case.tolls:
        return
    names, items = party_names(answer.case), []
    for toll in answer.case.tolls:
        falls = f", falling on {names.get(toll.falls_on, toll.falls_on)}" * bool(toll.falls_on)
        items.append(f"{upper(toll.name)}: {paid(answer.tolls[toll.name], toll.unit)}{falls}.")
    lead = (
        "From that day until it is settled: what a day costs by the parties' moves, over as long "
        "as this answer gives it; in brackets, four chances out of five:"
    )
    yield Section("who-pays", "Who pays for the wait?", (Text(lead), Items(tuple(items))))


def paid(found: Range, unit: str = "") -> str:
    """Say what a toll comes to, with its band; what may never end has no limit."""
    if not isfinite(found.low):
        return "no limit"
    middle, low, high = (rounded(x) if isfinite(x) else "no limit" for x in found)
    counted = f" {unit}" * bool(unit and isfinite(found.middle))
    if low == middle == high:
        return f"{middle}{counted}"
    return f"{middle}{counted} ({low} to {high})"


def leading(answer: Forecast) -> str:
    """Name the likeliest ways to end for a screen of answers."""
    ordered = sorted(answer.outcomes.items(), key=lambda pair: -pair[1])[:3]
    told = digits.shares(answer)
    return joined([f"{plain(name)} {told[name]}" for name, _ in ordered])
