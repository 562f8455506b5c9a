"""How far the clock looks → words: what depends on it, what has happened, what is unforeseen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from stickpoint.answers.clock import Course, Timed
from stickpoint.pages.clock.ends import counted
from stickpoint.pages.clock.times import middles, time
from stickpoint.pages.model import Table
from stickpoint.pages.wording.grammar import plain, upper
from stickpoint.pages.wording.numbers import duration, exactly, percent, rounded

_ENDS = {"unsettled": "still unsettled at the horizon"}


def subjects(found: Mapping[str, Any]) -> list[str]:
    """Name what depends on the horizon, in a word or two each.

    Parameters
    ----------
    found : mapping
        As `Course.horizon_dependence`.
    """
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
    far = exactly(answer.horizon, answer.game.unit)
    if not changed(answer):
        return f"The clock looks {far} ahead; looking twice as far changes nothing to speak of."
    return f"The clock looks {far} ahead. Looking twice as far changes this:"


def table(answer: Course) -> Iterator[Table]:
    """Set what changes if the clock looks twice as far side by side; nothing where nothing does."""
    if rows := changed(answer):
        ahead = [exactly(k * answer.horizon, answer.game.unit) for k in (1, 2)]
        head = ("", *(f"{far} ahead" for far in ahead))
        yield Table("What depends on how far the clock looks", head, rows, (1, 2))


def changed(answer: Course) -> tuple[tuple[str, str, str], ...]:
    """List what depends on the horizon, as it is and as it becomes at twice as far."""
    found, one, two = answer.horizon_dependence, answer.run, answer.longer
    whose = {p.id: f"share of the delay, {p.called}" for p in answer.case.parties}
    which = {issue.id: f"share of the delay, {plain(issue.name)}" for issue in answer.case.issues}
    return (
        *_times(answer),
        *_parts(found["outcomes"], one.outcomes, two.outcomes, _ENDS),
        *_tolls(answer),
        *_parts(found["delay_share"], *answer.shared.parties, whose),
        *_parts(found["issue_share"], *answer.shared.issues, which),
    )


def _times(answer: Course) -> Iterator[tuple[str, str, str]]:
    found, runs = answer.horizon_dependence, (answer.run, answer.longer)
    moved = (
        *(found["quantiles"]["0.1"], found["median"], found["quantiles"]["0.9"]),
        found["mean_within_horizon"],
    )
    both = zip(*(middles(run) for run in runs), strict=True)
    for is_moved, ((what, near), (_, far)) in zip(moved, both, strict=True):
        if is_moved:
            yield what, time(answer, near), time(answer, far)


def _tolls(answer: Course) -> Iterator[tuple[str, str, str]]:
    for toll in answer.case.tolls:
        if answer.horizon_dependence["tolls"][toll.name]:
            near, far = (rounded(run.tolls[toll.name]) for run in (answer.run, answer.longer))
            yield counted(toll), near, far


def _parts(
    moved: Mapping[str, bool],
    one: Mapping[str, float],
    two: Mapping[str, float],
    names: Mapping[str, str],
) -> Iterator[tuple[str, str, str]]:
    for name, is_moved in moved.items():
        if is_moved:
            near, far = ("none" if math.isnan(x[name]) else percent(x[name]) for x in (one, two))
            yield names.get(name, f"ends as {plain(name)}"), near, far


def happened(answer: Timed) -> Iterator[str]:
    """Say what is dated by the start of the clock, so that today's state has it."""
    for name in answer.past:
        told = "its date is no later than the day on which the clock starts, so it has happened"
        yield f"{upper(event(answer, name))}: {told}."


def unforeseen(answer: Course) -> Iterator[str]:
    """Say what is to come on a date that nobody foresees."""
    for dated in answer.game.events:
        if 0 < dated.time < answer.horizon:
            after = duration(dated.time, answer.game.unit)
            yield f"{upper(event(answer, dated.name))} after {after}; nobody foresees that."


def event(answer: Timed, name: str) -> str:
    """Say what of nature's changes, in the words of the case."""
    texts = {chance.id: plain(chance.text) for chance in answer.case.nature}
    return texts.get(name) or name
