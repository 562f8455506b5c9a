"""How far the clock looks → words: what depends on it, what has happened, what is unforeseen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress
from typing import Any

from stickpoint.answers.clock import Course, Delay, Timed
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.sampling.delays import NEARLY
from stickpoint.graph.game import Event
from stickpoint.pages.clock.ends import counted
from stickpoint.pages.clock.times import middles, time
from stickpoint.pages.model import Table
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import duration, exactly, percent, rounded
from stickpoint.pages.wording.shifts import shorter


def subjects(found: Mapping[str, Any]) -> list[str]:
    """Name what depends on the horizon by a `Course.horizon_dependence`, in a few words each."""
    late = found["mean_within_horizon"] or found["unsettled"] or any(found["quantiles"].values())
    kinds = {
        "the even chance": found["median"],
        "how much of it is over by when": late,
        "which way it ends": any(found["outcomes"].values()) and not found["unsettled"],
        "what it costs": any(found["tolls"].values()),
        "whose delay it is": any(found["delay_share"].values()),
        "which item holds it up": any(found["issue_share"].values()),
    }
    return [what for what, moved in kinds.items() if moved]


def sentence(answer: Course) -> str:
    """Say how far the clock looks, and whether looking twice as far tells another story."""
    looks = f"The clock looks {exactly(answer.horizon, answer.game.unit)} ahead"
    if not changed(answer):
        return f"{looks}; looking twice as far changes nothing to speak of."
    middle = ", every range at its middle" * answer.has_ranges
    return f"{looks}. Looking twice as far changes this{middle}:"


def table(answer: Course) -> Iterator[Table]:
    """Set what changes if the clock looks twice as far side by side; nothing where nothing does."""
    if rows := changed(answer):
        ahead = (f"{exactly(k * answer.horizon, answer.game.unit)} ahead" for k in (1, 2))
        yield Table("What depends on how far the clock looks", ("", *ahead), rows, (1, 2))


def sentence_of_shares(answer: Course) -> str:
    """Say of shares of the delay whether looking twice as far tells another story."""
    lead = "With every range at its middle, l" if answer.has_ranges else "L"
    if not shares_changed(answer):
        return f"{lead}ooking twice as far changes no share to speak of."
    return f"{lead}ooking twice as far changes this:"


def table_of_shares(answer: Course) -> Iterator[Table]:
    """Set shares that change if the clock looks twice as far side by side, if any do."""
    if rows := shares_changed(answer):
        ahead = (f"{exactly(k * answer.horizon, answer.game.unit)} ahead" for k in (1, 2))
        yield Table("What depends on how far this clock looks", ("", *ahead), rows, (1, 2))


def shares_changed(answer: Course) -> tuple[tuple[str, str, str], ...]:
    """List the shares of the delay that depend on the horizon, and what they become."""
    whose, twice = {p.id: p.called for p in answer.case.parties}, answer.twice
    say = partial(shorter, unit=answer.game.unit, wait=answer.run.mean)
    moved = answer.horizon_dependence["delay_share"]
    return tuple(_shares(moved, (answer.hurried, twice.hurried), whose, say))


def changed(answer: Course) -> tuple[tuple[str, str, str], ...]:
    """List what depends on the horizon, as it is and as it becomes at twice as far."""
    found, case, runs = answer.horizon_dependence, answer.case, (answer.run, answer.twice.run)
    unit = answer.game.unit
    early, late = (found["quantiles"][q] for q in ("0.1", "0.9"))
    times = (early, found["median"], late, found["mean_within_horizon"])
    both = zip(*map(middles, runs), strict=True)
    spent = [(what, time(answer, near), time(answer, far)) for (what, near), (_, far) in both]
    outcomes, tolls = [run.outcomes for run in runs], [run.tolls for run in runs]
    ends = {name: f"ends as {plain(name)}" for name in outcomes[0]}
    ends["unsettled"] = "still unsettled at the horizon"
    sums = {toll.name: counted(toll) for toll in case.tolls}
    which = {issue.id: plain(issue.name) for issue in case.issues}
    twice, say = answer.twice, partial(shorter, unit=unit, wait=answer.run.mean)
    return (
        *compress(spent, times),
        *_moved(found["outcomes"], outcomes, ends, percent),
        *_moved(found["tolls"], tolls, sums, rounded),
        *shares_changed(answer),
        *_shares(found["issue_share"], (answer.closing, twice.closing), which, say),
    )


def _shares(
    moved: Mapping[str, bool],
    both: tuple[Delay | None, ...],
    names: Mapping[str, str],
    say: Callable[[float], str],
) -> Iterator[tuple[str, str, str]]:
    """Set shares side by side; where some are below nothing or above the whole, times saved."""
    shares = [one.by_party for one in both if one is not None]
    every = [share for found in shares for share in found.values() if not math.isnan(share)]
    if all(-NEARLY <= share <= 1 + NEARLY for share in every):
        held = {name: f"share of the delay, {said}" for name, said in names.items()}
        yield from _moved(moved, shares, held, percent)
        return
    alone = {name: f"with {said} alone in a hurry or closed" for name, said in names.items()}
    saved = [one.alone for one in both if one is not None]
    yield from _moved(moved, saved, alone, say)


def _moved(
    moved: Mapping[str, bool],
    both: Sequence[Mapping[str, float]],
    names: Mapping[str, str],
    say: Callable[[float], str],
) -> Iterator[tuple[str, str, str]]:
    """Set the numbers that move side by side: over the horizon, and over twice as long a one."""
    for name in (name for name, is_moved in moved.items() if is_moved):
        near, far = ("none" if math.isnan(x[name]) else say(x[name]) for x in both)
        yield names[name], near, far


def happened(answer: Timed) -> Iterator[str]:
    """Say what is dated by the start of the clock, so that today's state has it."""
    for name in answer.past:
        told = "its date is no later than the day on which the clock starts, so it has happened"
        yield f"{upper(event(answer, name))}: {told}."


def to_come(answer: Course) -> Iterator[str]:
    """Say what is to come on a date, and whether all foresee it or nobody does."""
    for dated in answer.game.events:
        if 0 < dated.time < answer.horizon:
            after = duration(dated.time, answer.game.unit)
            who = "all foresee" if dated.foreseen else "nobody foresees"
            yield f"{upper(event(answer, dated.name))} after {after}; {who} that."


def seen(dated: Event) -> str:
    """Say in one word whether a date is foreseen."""
    return "foreseen" if dated.foreseen else "unforeseen"


def event(answer: Timed, name: str) -> str:
    """Say what of nature's changes, in the words of the case."""
    texts = {chance.id: plain(chance.text) for chance in answer.case.nature}
    return texts.get(name) or name


def not_known_then(answer: Forecast) -> Iterator[str]:
    """Say what the case knows of later days, which the forecast leaves out."""
    texts = {chance.id: plain(chance.text) or chance.id for chance in answer.case.nature}
    if names := [texts[id_] for id_ in answer.known.unforeseen]:
        yield (
            f"Not in this answer, since nobody knew it then: {joined(names)}, which the case dates "
            "later."
        )
    later = len(answer.known.later)
    if later:
        yield (
            f"{upper(count(later, 'judgement'))} of the case {'rest' if later > 1 else 'rests'} "
            "only on what came after that day: a forecaster of that day could not have made "
            f"{'them' if later > 1 else 'it'} on those grounds."
        )
