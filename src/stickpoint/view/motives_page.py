"""Rival explanations under two methods → a page a historian can read; it never names a winner."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.solve.motives.evidence import LogEvidence
from stickpoint.solve.motives.tracing import DECIBANS
from stickpoint.solve.motives.weights import flips, item_weights, leaders, most_telling
from stickpoint.view.motives import Agreement, Motives
from stickpoint.view.page import Block
from stickpoint.view.words import count, plain, upper


def page(answer: Motives) -> list[Block]:
    """Lay the answer out: what the ratings say, what the moves say, what would change it."""
    blocks = [Block("title", plain(answer.case.title)), *_ratings(answer)]
    if len(answer.case.hypotheses) > 1:
        blocks += [*_items(answer), *_flips(answer)]
    return [*blocks, *_missing(answer), *_moves(answer), *_apart(answer)]


def _ratings(answer: Motives) -> Iterator[Block]:
    yield Block("heading", "What does the rated evidence say?")
    for h, name in enumerate(answer.tracing.hypotheses):
        low, mid, high = (_percent(x) for x in answer.posterior[h])
        claim = plain(answer.case.hypotheses[h].claim)
        yield Block("item", f"{upper(name)}: {mid} ({low} to {high}). {claim}.")
    names = answer.tracing.hypotheses
    pairs = len(names) * (len(names) - 1) // 2
    if len(answer.undecided) == pairs > 1:
        yield Block("note", f"The record decides between none of the {len(names)}.")
    else:
        for one, other in answer.undecided:
            yield Block("note", f"The record does not decide between '{one}' and '{other}'.")
    how = "priors that sum to one" if answer.tracing.sums_to_one else "priors taken as weights"
    yield Block("text", f"Ranges are over all {how} and all ratios that the ratings may mean.")
    if answer.agreement:
        yield Block("text", _agreement(answer.agreement))


def _agreement(found: Agreement) -> str:
    who = ", ".join(found.coders)
    alpha = "none to be had, all ratings being the same"
    if found.alpha is not None:
        alpha = f"{found.alpha:.2f}"
    return (
        f"Coders ({who}) rated {count(found.ratings, 'rating')} side by side and agree on "
        f"{_percent(found.share)} of pairs; Krippendorff's alpha is {alpha}. Where they differ a "
        "rating may mean what either holds."
    )


def _items(answer: Motives) -> Iterator[Block]:
    first, second = leaders(answer.tracing)
    names, weights = answer.tracing.hypotheses, item_weights(answer.tracing)[:, first, second]
    evidence = {item.id: item for item in answer.case.record.evidence}
    yield Block("heading", f"What weighs between '{names[first]}' and '{names[second]}'?")
    for k in sorted(range(len(weights)), key=lambda k: -abs(weights[k, 1])):
        low, mid, high = weights[k]
        if mid:
            item = evidence[answer.tracing.items[k]]
            where = item.source and (item.source.document or item.source.passage)
            source = f" [{where}]" if where else " [no source]"
            text = f"{item.id}, {plain(item.text)}{source}"
            yield Block("item", f"{text}: {mid:+.0f} decibans ({low:+.0f} to {high:+.0f}).")


def _flips(answer: Motives) -> Iterator[Block]:
    yield Block("heading", "Which single rating would put another first?")
    found = flips(answer.tracing)
    for flip in found:
        item, name = answer.tracing.items[flip.item], answer.tracing.hypotheses[flip.hypothesis]
        first = answer.tracing.hypotheses[flip.first]
        steps = count(flip.steps, "step")
        made = f"{item} on '{name}': {flip.was} made {flip.becomes} ({steps})"
        yield Block("item", f"{made}, for '{first}'.")
    if not found:
        yield Block("text", "None: no rating alone would do it.")


def _missing(answer: Motives) -> Iterator[Block]:
    yield Block("heading", "What should one look for next?")
    evidence = {item.id: item for item in answer.case.record.evidence}
    for name, (low, high) in answer.missing.items():
        worth = f"{low:.1f} to {high:.1f} decibans, found or not"
        yield Block("item", f"{name}, {plain(evidence[name].text)}: expected to weigh {worth}.")
    most = most_telling(answer.tracing)
    yield Block(
        "text",
        f"No further item, rated as sharply as can be, is expected to weigh more than {most:.1f} "
        "decibans for the explanation that is right. What is not in hand is written into the case "
        "with 'observed: no'.",
    )


def _moves(answer: Motives) -> Iterator[Block]:
    yield Block("heading", "What do the dated moves say?")
    for name, found in answer.evidences.items():
        if isinstance(found, LogEvidence):
            value, error = DECIBANS * found.value, DECIBANS * found.error
            said = f"{value:.0f} decibans, give or take {error:.0f}"
            how = f"{found.method}, {found.calls:,} likelihoods, {found.live} live points"
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


def _percent(share: float) -> str:
    if 0 < share < 0.005:
        return "under 1 %"
    return "over 99 %" if 0.995 < share < 1 else f"{100 * share:.0f} %"
