"""What each lever of a case does alone → a section."""

from __future__ import annotations

import math

from stickpoint.answers.levers.payoffs import LeverAlone, PayoffLevers
from stickpoint.pages.levers.words import NOTICED, draws_of, moved, with_band, words_of
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.names import count, plain, upper
from stickpoint.pages.wording.numbers import amount, duration, rounded

MOST = 5
"""How many levers the page tells at length."""


def levers(answer: PayoffLevers) -> Section:
    """Say of each lever what it saves at best, what that costs, and how sure that is."""
    title = "Which lever does most?"
    if not answer.parameters:
        none = "The case names no lever that changes a number; write some under 'levers:'."
        return Section("levers", title, (Text(none),))
    first, rest = _leaders(answer)
    told = (*first, *rest)[:MOST]
    parts: list[Part] = [Items(tuple(_lever(answer, single) for single in told))]
    if len(first) > 1:
        which = "All of these" if not rest else f"The first {len(first)}"
        parts.append(Text(f"{which} save as much, to within a thousandth of the wait.", "note"))
    if rest := [*first, *rest][MOST:]:
        short = [f"{plain(s.parameter.name)} ({_in_short(answer, s)})" for s in rest]
        parts.append(Text(f"The others do less: {'; '.join(short)}.", "note"))
    if unnamed := sum(not lever.kind for lever in answer.case.levers):
        untried = f"{count(unnamed, 'lever')} of the case"
        parts.append(Text(f"Not tried, for want of a number to move: {untried}.", "note"))
    return Section("levers", title, tuple(parts))


def _leaders(answer: PayoffLevers) -> tuple[list[LeverAlone], list[LeverAlone]]:
    """Part the levers that save most, by name, from the rest; no order of the file shows."""
    slack = NOTICED * answer.run.mean
    most = max(single.saved for single in answer.alone)
    if most <= slack:
        return [], list(answer.alone)
    first = [single for single in answer.alone if single.saved >= most - slack]
    rest = [single for single in answer.alone if single.saved < most - slack]
    return sorted(first, key=lambda single: single.parameter.name), rest


def _lever(answer: PayoffLevers, single: LeverAlone) -> str:
    name, unit, spread = single.parameter.name, answer.game.unit, answer.spread
    if not _helps(answer, single):
        return f"{upper(plain(name))}: {_useless(answer, single)}."
    lever = next(lever for lever in answer.case.levers if lever.what == name)
    price = "no price is given, so a unit costs 1"
    if lever.cost is not None:
        price = f"a unit costs {amount(lever.cost)} in the case"
    drawn = answer.has_ranges
    saved = (spread.lever_middle(name), *spread.lever_band(name))
    wait = with_band(saved, unit, answer.run.mean, drawn=drawn)
    leads = f" It saves most in {draws_of(spread.lever_leads(name), spread.draws)}." * drawn
    return (
        f"{upper(plain(name))}{_who(answer, lever.by)}: {moved(single.best)}, it would make the "
        f"expected wait {wait} at a cost of {rounded(single.cost)} ({price}). A first step saves "
        f"{_per_cost(single.marginal, unit)}.{leads}{_bent(single, unit)}"
    )


def _helps(answer: PayoffLevers, single: LeverAlone) -> bool:
    return single.saved > NOTICED * answer.run.mean


def _bent(single: LeverAlone, unit: str) -> str:
    """Say where more of a lever does not shorten the wait more."""
    said, longer = "", duration(single.added_by_less, unit)
    if single.added_by_less > NOTICED * single.before:
        said = f" Less of it can lengthen the wait, by up to {longer}."
    elif single.dips:
        said = " On the way there more of it does not always shorten the wait."
    return said + " More of it than that lengthens the wait again." * single.turns


def _in_short(answer: PayoffLevers, single: LeverAlone) -> str:
    """Say in a few words what a lever does that is not among the first."""
    if not _helps(answer, single):
        return _useless(answer, single)
    bent = "" if single.is_monotone else "; more of it does not always shorten it"
    return f"at most {duration(single.saved, answer.game.unit)} shorter{bent}"


def _useless(answer: PayoffLevers, single: LeverAlone) -> str:
    """Say of a lever that shortens nothing whether it lengthens."""
    added = float(single.waits.max()) - single.before
    if added <= NOTICED * answer.run.mean:
        return "makes no difference worth the name"
    by = duration(added, answer.game.unit)
    return f"would not shorten the wait; moved the way it can go, it adds up to {by}"


def _who(answer: PayoffLevers, by: str) -> str:
    place = answer.case.party_index.get(by)
    who = plain(by) if place is None else words_of(answer).party(place)
    return f" (by {who})" if who else ""


def _per_cost(marginal: float, unit: str) -> str:
    if not math.isfinite(marginal):
        return "time at no cost"
    return f"{duration(marginal, unit)} per unit of cost" if marginal > 1e-3 else "next to nothing"
