"""Rival explanations as the verb prints them; what the dated moves say."""

from __future__ import annotations

import math
from collections.abc import Iterator

from stickpoint.answers.motives.rivals import DECIBANS, Motives
from stickpoint.pages.model import Items, Page, Part, Section, Text
from stickpoint.pages.motives import rated
from stickpoint.pages.motives.rated import rating_table
from stickpoint.pages.wording.dates import OPEN_ORDER
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import duration

_UNSCORED = {
    "payoffs": "the case lacks payoffs, so there is no clock to score moves under",
    "start": "the case lacks a start of the clock",
    "horizon": "the case lacks a finite horizon",
    "moves": "the case lacks dated moves that change anything",
    "asked": "the dated moves were left out on request",
    "same": "it changes no payoff, so under the clock it says nothing of its own",
}


def unscored(answer: Motives) -> dict[str, str]:
    """Say of each explanation without a score why it has none."""
    return {name: _UNSCORED[why] for name, why in answer.unscored.items()}


def left_out(answer: Motives) -> dict[str, str]:
    """Say of each move that is not scored why not."""
    said = {
        "before": "before the start of the clock, so part of the status quo",
        "beyond": f"beyond the {_horizon(answer)}",
        "restates": "restating what holds already",
    }
    return {name: said[why] for name, why in answer.moves.left_out.items()}


def cut(answer: Motives) -> dict[str, str]:
    """Say of each move of whose dates a part counts which part."""
    late, early = f"only up to the {_horizon(answer)}", "only from the start of the clock on"
    return {name: late if k == "late" else early for name, k in answer.moves.cut.items()}


def _horizon(answer: Motives) -> str:
    return f"horizon of {duration(answer.case.clock.horizon, answer.case.clock.unit)}"


def moves(answer: Motives) -> Iterator[Part]:
    """Say how likely each explanation makes the moves, and on which of them that rests."""
    yield Items(tuple(_scores(answer)))
    for one, other in answer.untold:
        yield Text(f"The moves do not decide between '{one}' and '{other}'.", "note")
    if answer.at_random is not None:
        chance = f"{DECIBANS * answer.at_random:.0f} decibans"
        yield Items((f"If everybody moved at random, at the same pace: {chance}.",))
    if answer.worse_than_random:
        yield Text(
            "Every explanation makes the moves less likely than play at random does. So they say "
            "more about the model of the case than about motives.",
            "note",
        )
    if answer.evidences:
        over = "every range of the case"
        if not answer.all_ranges:
            over = (
                "the payoffs of each explanation and the pace and precision of the party it is "
                "about; every other range stands at its middle (--all-ranges takes them all)"
            )
        yield Text(f"Averaged over {over}, seed {answer.seed}.")
    if told := tuple(_which(answer)):
        yield Items(told)


def _scores(answer: Motives) -> Iterator[str]:
    for name, found in {**answer.evidences, **unscored(answer)}.items():
        if isinstance(found, str):
            yield f"{upper(name)}: not scored, since {found}."
            continue
        value, error = DECIBANS * found.value, DECIBANS * found.error
        how = f"{found.method}, {found.calls:,} likelihoods"
        yield f"{upper(name)}: {value:.0f} decibans, give or take {math.ceil(error)} ({how})."


def _which(answer: Motives) -> Iterator[str]:
    """Name the moves that these numbers rest on, and those that they do not, with the reason."""
    names, out = [move.name for move in answer.moves.scored], left_out(answer)
    if not (names or out):
        return
    yield f"Scored, {count(len(names), 'move')}: {joined(names) or 'none'}."
    for why in dict.fromkeys(out.values()):
        ids = [name for name, reason in out.items() if reason == why]
        yield f"Left out as {why}, {count(len(ids), 'move')}: {joined(ids)}."
    for name, part in cut(answer).items():
        yield f"The dates of {name} count {part}."
    if unsure := answer.moves.unordered:
        comes = f"{count(len(unsure), 'move')} {'comes' if len(unsure) == 1 else 'come'}"
        yield (
            f"{upper(comes)} {OPEN_ORDER}: {joined(unsure)}. Every order that the options allow "
            "is scored; which moves change anything is told as the record is read."
        )


def apart(answer: Motives) -> Section | None:
    """Say where the two methods disagree; None where the moves score fewer than two."""
    if len(answer.scored) < 2:
        return None
    told: Part = Text("Nowhere: no two that the moves tell apart are rated the other way.")
    if pairs := answer.disagreements:
        said = "The moves favour '{}' over '{}', the rated evidence the reverse."
        told = Items(tuple(said.format(*pair) for pair in pairs))
    return Section("apart", "Where do ratings and moves disagree?", (told,))


def page(answer: Motives) -> Page:
    """Lay the answer out: what the ratings say, what the moves say, what would change it."""
    sections = (
        rated.standing(answer),
        rating_table(answer.case),
        rated.coders(answer),
        *rated.weighing(answer),
        Section("moves", "What do the dated moves say?", tuple(moves(answer))),
        apart(answer),
    )
    shown = tuple(section for section in sections if section is not None)
    return Page(plain(answer.case.title), shown)
