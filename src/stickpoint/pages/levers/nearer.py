"""What would bring the end nearer, by the forecast → a few sentences, or a section."""

from __future__ import annotations

from collections.abc import Sequence

from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.shifts import Shift, Shifts
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.dates import deeds
from stickpoint.pages.wording.names import count, plain, upper
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

SLIGHT = 0.005
"""A chance that grows by less is not worth a sentence."""
EQUAL = 0.0005
"""Chances that differ by less are the same."""
MOST = 5


def in_a_line(answer: Forecast, found: Shifts) -> str:
    """Say which move and which lever would bring the end nearest, and which surrender.

    What the first does is said in full, of the others what is not the same.
    """
    said: list[str] = []
    known = 0
    groups = (
        ("Of moves at no loss to their mover", found.moves),
        ("Of moves to their mover's loss", found.surrenders),
        ("Of levers moved to their limit", found.levers),
    )
    for among, shifts in groups:
        best = leading(found, shifts)
        told = "; ".join(name(answer, one) for one in best)
        these = "this brings" if len(best) == 1 else "these bring"
        if best and not said:
            told = f"{these} the end nearest: {told}. {upper(_in_short(answer, found, best[0]))}"
            said.append(f"{among} {told}.")
            known = best[0].draws
        elif best:
            said.append(f"{among}: {told} ({_otherwise(found, best[0], known)}).")
    if not said:
        return "No single move and no lever of the case would bring the end nearer."
    return " ".join(said)


def leading(found: Shifts, shifts: Sequence[Shift]) -> list[Shift]:
    """Return all that do as much as the best, if that is worth a sentence, by their names."""
    told = max((one.draws for one in shifts), default=0)
    worth = [x for x in shifts if x.chance - found.chance >= SLIGHT and x.draws == told]
    most = max((one.chance for one in worth), default=0.0)
    best = [one for one in worth if one.chance >= most - EQUAL]
    kept = [one for one in best if not any(set(x.sets) < set(one.sets) for x in best)]
    return sorted(kept, key=lambda one: (one.name, one.sets))[:3]


def name(answer: Forecast, one: Shift) -> str:
    """Say who would do what, or what the lever is called."""
    if one.party < 0:
        return plain(one.name)
    party = answer.case.parties[one.party]
    place = answer.case.option_index
    return f"{party.called}: {deeds(answer.case, sorted(one.sets, key=lambda x: place[x[0]]))}"


def effect(found: Shifts, one: Shift) -> str:
    """Say what it does to the chance by the day of an even chance, and to that day."""
    often, (within, nearer) = percent(one.sooner), _moved(found, one)
    if not nearer:
        return within
    return f"{within}, and the middle of the forecast {nearer} (nearer in {often} of the draws)"


def _in_short(answer: Forecast, found: Shifts, one: Shift) -> str:
    """Say the same where it stands alone, so with the draws and what else bounds it."""
    often, (within, nearer) = percent(one.sooner), _moved(found, one)
    drawn = f"in {often} of {count(one.draws, 'draw')}"
    bound = "; ".join(filter(None, [drawn if nearer else "", _bound(answer, one)]))
    told = f"{within}, and its middle {nearer}" if nearer else within
    return f"{told} ({bound})" if bound else told


def _bound(answer: Forecast, one: Shift) -> str:
    """Say why what settles the matter makes an end no likelier; nothing of what does not."""
    if one.settles <= 0.5:
        return ""
    said = ["terms still have to stand for a while"] if answer.rules.hold else []
    if (rest := _heedless(answer)) >= SLIGHT:
        said.append(f"{percent(rest)} of the forecast is how long such waits last anyway")
    return f"it settles the matter, but {' and '.join(said)}" if said else ""


def _heedless(answer: Forecast) -> float:
    """Return how much of what is pooled is how long such waits last, whoever does what."""
    return 1 - answer.parts["moves"].weight


def heedless(answer: Forecast) -> str:
    """Say how much of a forecast no move and no lever can shift; empty for nothing."""
    rest = _heedless(answer)
    if rest < SLIGHT:
        return ""
    said = f"{percent(rest)} of this is how long such waits last anyway."
    return f"Until the day that settles it {said}" if answer.model.is_sure else said


def _moved(found: Shifts, one: Shift) -> tuple[str, str]:
    """Say what it does to a chance, and to the middle; nothing of that where there is none."""
    chances = f"{percent(one.chance)} likely, not {percent(found.chance)}"
    if found.median is None:
        return f"an end at any time becomes {chances}", ""
    nearer = "never comes" if one.median is None else f"comes {_sooner(found.median, one.median)}"
    when = "in less than" if found.is_last else "within"
    return f"an end {when} {in_days(found.median)} becomes {chances}", nearer


def _otherwise(found: Shifts, one: Shift, known: int) -> str:
    """Say the same of another, where what it is about has been named, and so many draws have."""
    chance, often = percent(one.chance), percent(one.sooner)
    if found.median is None:
        return f"{chance} likely"
    middle = "never" if one.median is None else _sooner(found.median, one.median)
    over = "them" if one.draws == known else count(one.draws, "draw")
    return f"{chance}, {middle}, in {often} of {over}"


def _sooner(before: float, after: float) -> str:
    gone = before - after
    if gone < 0.5:
        return "no sooner to speak of" if gone > -0.5 else f"{in_days(-gone)} later"
    return f"{in_days(gone)} sooner"


def _over(found: Shifts) -> str:
    """Say over how many draws moves and levers were tried."""
    few = sorted({one.draws for one in found.levers} - {found.draws})
    if not few:
        return f"over {count(found.draws, 'draw')} that are the same for each, at every tempo. "
    most = f", and those that do most over the first {few[-1]}" if len(few) > 1 else ""
    return (
        f"over {count(found.draws, 'draw')} that are the same for each move, at every tempo; "
        f"levers were tried over the first {few[0]} of them{most}. "
    )


def none_of(answer: Forecast) -> str:
    """Say that no lever would, or that there is none."""
    some = any(lever.is_timed for lever in answer.case.levers)
    return "None of the case's would." if some else "The case names none."


def section(answer: Forecast, found: Shifts) -> Section:
    """Tell moves, surrenders and levers, those that do most first."""
    parts: list[Part] = []
    groups = (
        ("Moves at no loss to their mover:", found.moves, "No such move would."),
        ("To their mover's loss:", found.surrenders, ""),
        ("Levers, each moved to its limit:", found.levers, none_of(answer)),
    )
    for lead, shifts, none in groups:
        worth = [one for one in shifts if one.chance - found.chance >= SLIGHT][:MOST]
        if worth:
            told = (f"{upper(name(answer, one))}: {effect(found, one)}." for one in worth)
            parts += [Text(lead), Items(tuple(told))]
        elif none:
            parts += [Text(f"{lead} {none[0].lower()}{none[1:]}")]
    note = (
        f"By the forecast, {_over(found)}"
        "What holds at one set of numbers only does not show here. Only the parties' moves, "
        f"{percent(answer.parts['moves'].weight)} of what is pooled, heed a move or a lever: the "
        "rest stays as it is, so take these as an order, and each as less than it may do."
    )
    parts.append(Text(note, "note"))
    return Section("nearer", "What would bring the end nearer?", tuple(parts))
