"""How far the clock looks → words: what depends on it, what has happened, what is unforeseen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from stickpoint.answers.clock import Course, Timed
from stickpoint.pages.wording.names import joined, plain, upper
from stickpoint.pages.wording.numbers import duration, percent, rounded

_ENDS = {"unsettled": "the share still unsettled"}


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
    """Say what depends on the horizon, with what it becomes at twice as far."""
    found, one, two = answer.horizon_dependence, answer.run, answer.longer
    whose = {p.id: f"the share of the delay of {p.called}" for p in answer.case.parties}
    which = {issue.id: f"that of {plain(issue.name)}" for issue in answer.case.issues}
    moved = [
        *_times(answer),
        *_parts(found["outcomes"], one.outcomes, two.outcomes, _ENDS),
        *_tolls(answer),
        *_parts(found["delay_share"], *answer.shared.parties, whose),
        *_parts(found["issue_share"], *answer.shared.issues, which),
    ]
    if not moved:
        return "the middle answer does not depend on that (tried with twice as long)"
    return f"the middle answer depends on that: at twice as long, {joined(moved)}"


def _times(answer: Course) -> Iterator[str]:
    found, one, two = answer.horizon_dependence, answer.run, answer.longer
    early, late = found["quantiles"]["0.1"], found["quantiles"]["0.9"]
    rows = (
        ("the even chance", found["median"], one.median, two.median),
        ("one chance in ten", early, one.quantile(0.1), two.quantile(0.1)),
        ("nine chances in ten", late, one.quantile(0.9), two.quantile(0.9)),
        ("the expected time unsettled", found["mean_within_horizon"], one.mean, two.mean),
    )
    for what, moved, before, after in rows:
        if moved:
            unit = answer.game.unit
            yield _change(what, duration(before, unit), duration(after, unit))


def _tolls(answer: Course) -> Iterator[str]:
    for toll in answer.case.tolls:
        if answer.horizon_dependence["tolls"][toll.name]:
            runs = (answer.run, answer.longer)
            both = (f"{rounded(run.tolls[toll.name])} {toll.unit}".strip() for run in runs)
            yield _change(toll.name, *both)


def _parts(
    moved: Mapping[str, bool],
    one: Mapping[str, float],
    two: Mapping[str, float],
    names: Mapping[str, str],
) -> Iterator[str]:
    for name, changed in moved.items():
        if changed:
            both = ("none" if math.isnan(x[name]) else percent(x[name]) for x in (one, two))
            yield _change(names.get(name, plain(name)), *both)


def _change(what: str, one: str, two: str) -> str:
    """Say what something was and becomes.

    Examples
    --------
    >>> _change("the share still unsettled", "23 %", "20 %")
    'the share still unsettled (20 %, not 23 %)'
    """
    return f"{what} ({two}, not {one})" if one != two else f"{what} ({one})"


def happened(answer: Timed) -> Iterator[str]:
    """Say what is dated by the start of the clock, so that today's state has it."""
    for name in answer.past:
        told = "dated by the day on which the clock starts, so today's state has it"
        yield f"{upper(event(answer, name))}: {told}."


def unforeseen(answer: Course) -> Iterator[str]:
    """Say what is to come on a date that nobody foresees."""
    for dated in answer.game.events:
        if 0 < dated.time < answer.horizon:
            after = duration(dated.time, answer.game.unit)
            yield f"Nobody foresees this, after {after}: {event(answer, dated.name)}."


def event(answer: Timed, name: str) -> str:
    """Say what of nature's changes, in the words of the case."""
    texts = {chance.id: plain(chance.text) for chance in answer.case.nature}
    return texts.get(name) or name
