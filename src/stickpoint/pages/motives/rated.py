"""What the rated evidence says of rival explanations, and what would change it → sections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.motives.ratings import Agreement
from stickpoint.answers.motives.rivals import FOUND, Motives
from stickpoint.pages.model import Item, Items, Section, Text
from stickpoint.pages.motives.line import posterior
from stickpoint.pages.motives.tables import coder_table
from stickpoint.pages.wording.grammar import count, joined, plain, upper
from stickpoint.pages.wording.numbers import percent


def standing(answer: Motives) -> Section:
    """Say where each explanation stands on the rated evidence, and what that leaves open."""
    rows = zip(answer.case.hypotheses, answer.posterior.tolist(), strict=True)
    items = tuple(f"{upper(h.name)}: {posterior(row)}. {plain(h.claim)}." for h, row in rows)
    how = "priors that sum to one" if answer.tracing.sums_to_one else "priors taken as weights"
    notes = (Text(note, "note") for note in _undecided(answer))
    ranges = Text(f"Ranges are over all {how}, and over all ratios that a rating may stand for.")
    title = "What does the rated evidence say?"
    return Section("standing", title, (Items(items), *notes, ranges))


def _undecided(answer: Motives) -> list[str]:
    names = answer.tracing.hypotheses
    pairs = len(names) * (len(names) - 1) // 2
    if len(answer.undecided) == pairs > 1:
        return [f"The record does not decide between any two of the {len(names)}."]
    return [
        f"The record does not decide between '{one}' and '{other}'."
        for one, other in answer.undecided
    ]


def coders(answer: Motives) -> Section | None:
    """Set the ratings of coders side by side and say how far they agree; None without any."""
    if answer.agreement is None:
        return None
    parts = (coder_table(answer.case), Text(_agreement(answer.agreement)))
    return Section("coders", "How did each coder rate?", parts)


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


def weighing(answer: Motives) -> Iterator[Section]:
    """Say what weighs between the leaders, what would put another first, what to look for."""
    if len(answer.case.hypotheses) > 1:
        yield _weights(answer)
        yield _flips(answer)
    yield _missing(answer)


def _weights(answer: Motives) -> Section:
    one, other = (answer.tracing.hypotheses[place] for place in answer.leaders)
    lead = f"Plus speaks for '{one}', in decibans: +10 makes its odds ten times as high."
    whole = (
        f"In all {_decibans(answer.record_weight)}, which is their sum, groups counted once. "
        f"{_before(answer, one)}"
    )
    parts = (Text(lead), Items(tuple(_units(answer))), Text(whole))
    return Section("weights", f"What weighs between '{one}' and '{other}'?", parts)


def _units(answer: Motives) -> Iterator[str | Item]:
    """Say what each item or group weighs, the heaviest first; those of no weight come together."""
    names, alone = answer.tracing.items, answer.item_weights.tolist()
    for unit, weight in sorted(answer.unit_weights, key=lambda pair: -abs(pair[1][1])):
        if len(unit.items) == 1 and any(weight):
            yield f"{_item(answer, unit.items[0])}: {_decibans(weight)}."
        elif any(weight):
            together = joined([names[k] for k in unit.items])
            each = (f"{_item(answer, k)}: alone {_decibans(alone[k])}." for k in unit.items)
            yield Item(
                f"{together} together, as one group: {_decibans(weight)}.", (Items(tuple(each)),)
            )
    silent = [
        names[k] for unit, weight in answer.unit_weights if not any(weight) for k in unit.items
    ]
    if silent:
        yield f"Nothing between the two, in any reading: {joined(silent)}."


def _before(answer: Motives, first: str) -> str:
    """Say what the priors add, at the middle of their ranges."""
    added = answer.prior_weight
    if added is None:
        return "The prior leaves the second no chance."
    return f"The priors, at the middle, add {added:+.1f} for '{first}'."


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


def _flips(answer: Motives) -> Section:
    items, names = answer.tracing.items, answer.tracing.hypotheses
    found = tuple(
        f"{items[flip.item]} on '{names[flip.hypothesis]}', rated {flip.becomes} in place of "
        f"{flip.was} ({count(flip.steps, 'step')}): then '{names[flip.first]}' stands first."
        for flip in answer.flips
    )
    told = Items(found) if found else Text("None: no rating alone would do it.")
    return Section("flips", "Which single rating would put another first?", (told,))


def _missing(answer: Motives) -> Section:
    evidence = {item.id: item for item in answer.case.record.evidence}
    found = []
    for name, (low, high) in answer.missing.items():
        worth = f"{_tenths(low)} to {_tenths(high)} decibans, found or not"
        known = joined(answer.depends_on(name))
        given = f" (beside {known}, on which it depends)" if known else ""
        found.append(f"{name}, {plain(evidence[name].text)}: expected to weigh {worth}{given}.")
    least, often = (percent(chance) for chance in FOUND)
    read = Text(
        "So far the item is expected to speak for whichever explanation is right, each being as "
        f"likely as at its middle, with a chance of {least} to {often} of finding it where it is "
        "expected most. Ratings say how the chances compare, not how high they are."
    )
    most = Text(
        "No further item, however it is rated, can be expected to weigh more than "
        f"{answer.most_telling:.1f} decibans, with a chance of {often} of finding it where "
        "it is expected most. What is not in hand is written into the case with 'observed: no'."
    )
    parts = (Items(tuple(found)), read, most) if found else (most,)
    return Section("missing", "What should one look for next?", parts)


def _tenths(worth: float) -> str:
    return "under 0.1" if 0 < worth < 0.05 else f"{worth:.1f}"
