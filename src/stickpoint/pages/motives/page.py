"""Rival explanations under two methods → a page a historian can read; it never names a winner."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from math import log

from stickpoint.answers.motives import Motives
from stickpoint.answers.motives_ratings import Agreement
from stickpoint.pages.motives.tables import coder_table, rating_table
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import percent, ranged
from stickpoint.solve.motives.evidence import LogEvidence
from stickpoint.solve.motives.tracing import DECIBANS
from stickpoint.solve.motives.weights import (
    FOUND,
    flips,
    item_weights,
    leaders,
    most_telling,
    pair_weight,
    record_weight,
)


def page(answer: Motives) -> list[Block]:
    """Lay the answer out: what the ratings say, what the moves say, what would change it."""
    title = Block("title", plain(answer.case.title))
    tables = (*rating_table(answer.case), *coders(answer))
    return [title, *standing(answer), *tables, *weighing(answer), *_moves(answer), *_apart(answer)]


def standing(answer: Motives) -> Iterator[Block]:
    """Say where each explanation stands on the rated evidence, and what that leaves open."""
    yield Block("heading", "What does the rated evidence say?")
    for h, name in enumerate(answer.tracing.hypotheses):
        low, mid, high = (percent(x) for x in answer.posterior[h])
        claim = plain(answer.case.hypotheses[h].claim)
        yield Block("item", f"{upper(name)}: {ranged(mid, low, high)}. {claim}.")
    names = answer.tracing.hypotheses
    pairs = len(names) * (len(names) - 1) // 2
    if len(answer.undecided) == pairs > 1:
        yield Block("note", f"The record decides between none of the {len(names)}.")
    else:
        for one, other in answer.undecided:
            yield Block("note", f"The record does not decide between '{one}' and '{other}'.")
    how = "priors that sum to one" if answer.tracing.sums_to_one else "priors taken as weights"
    yield Block("text", f"Ranges are over all {how} and all ratios that the ratings may mean.")


def coders(answer: Motives) -> Iterator[Block]:
    """Set the ratings of coders side by side and say how far they agree; nothing without any."""
    yield from coder_table(answer.case)
    if answer.agreement:
        yield Block("text", _agreement(answer.agreement))


def weighing(answer: Motives) -> Iterator[Block]:
    """Say what weighs between the leaders, what would put another first, what to look for."""
    if len(answer.case.hypotheses) > 1:
        yield from _items(answer)
        yield from _flips(answer)
    yield from _missing(answer)


def _agreement(found: Agreement) -> str:
    who = ", ".join(found.coders)
    alpha = "none to be had, all ratings being the same"
    if found.alpha is not None:
        alpha = f"{found.alpha:.2f}"
    return (
        f"Coders ({who}) rated {count(found.ratings, 'rating')} side by side and agree on "
        f"{percent(found.share)} of pairs; Krippendorff's alpha is {alpha}. Where they differ a "
        "rating may mean what either holds."
    )


def _items(answer: Motives) -> Iterator[Block]:
    tracing = answer.tracing
    first, second = leaders(tracing)
    one, other = tracing.hypotheses[first], tracing.hypotheses[second]
    yield Block("heading", f"What weighs between '{one}' and '{other}'?")
    yield Block(
        "text", f"Plus speaks for '{one}', in decibans: +10 makes its odds ten times as high."
    )
    weighed = [(unit, pair_weight(unit, first, second)) for unit in tracing.units]
    for unit, weight in sorted(weighed, key=lambda pair: -abs(pair[1][1])):
        if len(unit.items) == 1 and any(weight):
            yield Block("item", f"{_item(answer, unit.items[0])}: {_decibans(weight)}.")
        elif any(weight):
            names = joined([tracing.items[k] for k in unit.items])
            yield Block("item", f"{names} together, as one group: {_decibans(weight)}.")
            for k in unit.items:
                alone = item_weights(tracing)[k, first, second].tolist()
                yield Block("under", f"{_item(answer, k)}: alone {_decibans(alone)}.")
    silent = [tracing.items[k] for unit, weight in weighed if not any(weight) for k in unit.items]
    if silent:
        yield Block("item", f"Nothing between the two, in any reading: {joined(silent)}.")
    whole = _decibans(record_weight(tracing, first, second))
    yield Block(
        "text", f"In all {whole}, which is their sum, groups counted once. {_before(answer)}"
    )


def _before(answer: Motives) -> str:
    """Say what the priors add, at the middle of their ranges."""
    first, second = leaders(answer.tracing)
    mine, other = answer.tracing.middle_prior[[first, second]].tolist()
    if not other:
        return "The prior leaves the second no chance."
    names = answer.tracing.hypotheses
    return (
        f"The priors, at the middle, add {DECIBANS * log(mine / other):+.1f} for '{names[first]}'."
    )


def _item(answer: Motives, place: int) -> str:
    """Name an item with its text and where it is written."""
    evidence = {item.id: item for item in answer.case.record.evidence}
    item = evidence[answer.tracing.items[place]]
    where = item.source and (item.source.document or item.source.passage)
    return f"{item.id}, {plain(item.text)} " + (f"[{where}]" if where else "[no source]")


def _decibans(weight: Sequence[float]) -> str:
    if not any(weight):
        return "nothing"
    low, mid, high = (f"{end:+.1f}".replace("-0.0", "+0.0") for end in weight)
    return f"{mid} ({low} to {high})"


def _flips(answer: Motives) -> Iterator[Block]:
    yield Block("heading", "Which single rating would put another first?")
    found = flips(answer.tracing)
    for flip in found:
        item, name = answer.tracing.items[flip.item], answer.tracing.hypotheses[flip.hypothesis]
        first = answer.tracing.hypotheses[flip.first]
        steps = count(flip.steps, "step")
        made = f"{item} on '{name}', rated {flip.becomes} in place of {flip.was} ({steps})"
        yield Block("item", f"{made}: then '{first}' stands first.")
    if not found:
        yield Block("text", "None: no rating alone would do it.")


def _tenths(worth: float) -> str:
    return "under 0.1" if 0 < worth < 0.05 else f"{worth:.1f}"


def _missing(answer: Motives) -> Iterator[Block]:
    yield Block("heading", "What should one look for next?")
    evidence = {item.id: item for item in answer.case.record.evidence}
    least, often = (percent(chance) for chance in FOUND)
    for name, (low, high) in answer.missing.items():
        worth = f"{_tenths(low)} to {_tenths(high)} decibans, found or not"
        known = joined(answer.depends_on(name))
        given = f" (beside {known}, on which it depends)" if known else ""
        yield Block(
            "item", f"{name}, {plain(evidence[name].text)}: expected to weigh {worth}{given}."
        )
    if answer.missing:
        text = (
            "That is for the explanation that is right, each being as likely as at its middle, "
            f"with a chance of {least} to {often} of finding the item where it is expected most. "
            "Ratings say how the chances compare, not how high they are."
        )
        yield Block("text", text)
    most = most_telling(answer.tracing)
    text = (
        "No further item, however it is rated, is expected to weigh more than "
        f"{most:.1f} decibans, with a chance of {often} of finding it where "
        "it is expected most. What is not in hand is written into the case with 'observed: no'."
    )
    yield Block("text", text)


def _moves(answer: Motives) -> Iterator[Block]:
    yield Block("heading", "What do the dated moves say?")
    for name, found in answer.evidences.items():
        if isinstance(found, LogEvidence):
            value, error = DECIBANS * found.value, DECIBANS * found.error
            said = f"{value:.0f} decibans, give or take {math.ceil(error)}"
            how = f"{found.method}, {found.calls:,} likelihoods"
            yield Block("item", f"{upper(name)}: {said} ({how}).")
        else:
            yield Block("item", f"{upper(name)}: not scored, since {found}.")
    for name, why in answer.unscored.items():
        yield Block("item", f"{upper(name)}: not scored, since {why}.")
    for one, other in answer.untold:
        yield Block("note", f"The moves do not decide between '{one}' and '{other}'.")
    if answer.at_random is not None:
        chance = f"{DECIBANS * answer.at_random:.0f} decibans"
        yield Block("item", f"If everybody moved at random, at the same pace: {chance}.")
    if answer.worse_than_random:
        yield Block(
            "note",
            "Every explanation makes the moves less likely than play at random does. So they say "
            "more about the model of the case than about motives.",
        )
    if answer.evidences:
        averaged = "every range of the case"
        if not answer.all_ranges:
            averaged = (
                "the payoffs of each explanation and the pace and precision of the party it is "
                "about; every other range stands at its middle (--all-ranges takes them all)"
            )
        yield Block("text", f"Averaged over {averaged}, seed {answer.seed}.")
    yield from _which(answer)


def _which(answer: Motives) -> Iterator[Block]:
    """Name the moves that these numbers rest on, and those that they do not, with the reason."""
    moves = answer.moves
    if not (moves.scored or moves.left_out):
        return
    names = [move.name for move in moves.scored]
    yield Block("item", f"Scored, {count(len(names), 'move')}: {joined(names) or 'none'}.")
    for why in dict.fromkeys(moves.left_out.values()):
        ids = [name for name, reason in moves.left_out.items() if reason == why]
        yield Block("item", f"Left out, {why} ({len(ids)}): {joined(ids)}.")
    for name, part in moves.cut.items():
        yield Block("item", f"Of the dates of {name} a part counts, {part}.")


def _apart(answer: Motives) -> Iterator[Block]:
    """Say where the two methods disagree."""
    if sum(isinstance(found, LogEvidence) for found in answer.evidences.values()) < 2:
        return
    yield Block("heading", "Where do the two disagree?")
    for one, other in answer.disagreements:
        text = f"The moves favour '{one}' over '{other}', the rated evidence the reverse."
        yield Block("item", text)
    if not answer.disagreements:
        yield Block("text", "Nowhere: no two that the moves tell apart are rated the other way.")
