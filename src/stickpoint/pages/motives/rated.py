"""Where each explanation stands on the rated evidence, and how each item is rated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.motives.ratings import coders_of, rated_evidence, ratings_of
from stickpoint.answers.motives.rivals import FOUND, Motives
from stickpoint.case.model.case import Case
from stickpoint.pages.model import Item, Items, Section, Table, Text
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import percent, ranged


def line(case: Case) -> str:
    """Say which explanation the record favours, if it decides; empty without rivals."""
    if len(case.hypotheses) < 2:
        return ""
    answer = Motives(case, structural=False)
    names = [answer.tracing.hypotheses[place] for place in answer.leaders]
    ahead, behind = (posterior(answer.posterior[place].tolist()) for place in answer.leaders)
    first = f"The record favours '{names[0]}'"
    if any(names[0] in pair for pair in answer.undecided):
        first = f"The record does not decide. '{names[0]}' stands highest"
    return f"{first}, {ahead}, before '{names[1]}', {behind}."


def posterior(row: Sequence[float]) -> str:
    """Say how likely an explanation is, with its range."""
    low, mid, high = map(percent, row)
    return ranged(mid, low, high)


ABSENT = "."
"""Stands where a coder gave no rating."""


def rating_table(case: Case) -> Section | None:
    """Lay out how each item is rated on each explanation, with its group; None without items."""
    if not rated_evidence(case):
        return None
    # Explanations are called A, B, …, Z, A1, B1, ….
    columns = [f"{chr(65 + k % 26)}{k // 26 or ''}" for k in range(len(case.hypotheses))]
    named = (f"{c} {plain(h.name)}" for c, h in zip(columns, case.hypotheses, strict=True))
    rows = tuple(
        (id_, *ratings_of(case, id_), ", ".join(marks)) for id_, marks in marks_of(case).items()
    )
    table = Table("", ("", *columns, ""), rows)
    parts = (Text(f"{', '.join(named)}."), table, Text(key(case)))
    return Section("ratings", "How is the evidence rated?", parts)


def key(case: Case) -> str:
    """Say what the ratings mean, and what groups and items not in hand count for."""
    said = ["What is rated ++ is strongly expected, 0 is silent, -- comes as a great surprise."]
    if case.groups:
        said.append(
            "Items of one group depend on one another: the most telling counts in full, each "
            "further one for half of its weight at most."
        )
    if not all(item.observed for item in rated_evidence(case)):
        said.append("What is not in hand is not weighed; its ratings say what is expected of it.")
    if apart := [item.id for item in case.record.evidence if item.id not in marks_of(case)]:
        said.append(f"Rated on no explanation, so not among these: {joined(apart)}.")
    return " ".join(said)


def marks_of(case: Case) -> dict[str, list[str]]:
    """Say of each rated item to which group it belongs, and whether it is not in hand."""
    marks = {item.id: ["not in hand"] * (not item.observed) for item in rated_evidence(case)}
    for number, group in enumerate(case.groups, 1):
        for item_id in group:
            if item_id in marks:
                marks[item_id].insert(0, f"group {number}")
    return marks


def coder_table(case: Case) -> Table:
    """Lay out side by side what each coder gave."""
    given = [
        (f"{item} on '{plain(name)}'", by)
        for item, rated in coders_of(case).items()
        for name, by in rated.items()
    ]
    coders = tuple(dict.fromkeys(name for _, by in given for name in by))
    rows = tuple(
        (what, *(by.get(c, ABSENT) for c in coders), "differ" if len(set(by.values())) > 1 else "")
        for what, by in given
    )
    return Table("", ("", *coders, ""), rows)


def standing(answer: Motives) -> Section:
    """Say where each explanation stands on the rated evidence, and what that leaves open."""
    rows = zip(answer.case.hypotheses, answer.posterior.tolist(), strict=True)
    items = tuple(f"{upper(h.name)}: {posterior(row)}. {plain(h.claim)}." for h, row in rows)
    how = "priors that sum to one" if answer.tracing.sums_to_one else "priors taken as weights"
    between, many = [f"'{one}' and '{other}'" for one, other in answer.undecided], len(items)
    if len(between) == many * (many - 1) // 2 > 1:
        between = [f"any two of the {many}"]
    notes = (Text(f"The record does not decide between {pair}.", "note") for pair in between)
    ranges = Text(f"Ranges are over all {how}, and over all ratios that a rating may stand for.")
    title = "What does the rated evidence say?"
    return Section("standing", title, (Items(items), *notes, ranges))


def coders(answer: Motives) -> Section | None:
    """Set the ratings of coders side by side and say how far they agree; None without any."""
    found, alpha = answer.agreement, "none to be had, all ratings being the same"
    if found is None:
        return None
    if found.alpha is not None:
        alpha = f"{found.alpha:.2f}"
    agree = (
        f"Coders ({', '.join(found.coders)}) rated {count(found.ratings, 'rating')} side by side "
        f"and agree on {percent(found.share)} of pairs; Krippendorff's alpha is {alpha}. Where "
        "they differ a rating may mean what either holds."
    )
    return Section("coders", "How did each coder rate?", (coder_table(answer.case), Text(agree)))


def weighing(answer: Motives) -> Iterator[Section]:
    """Say what weighs between the leaders, what would put another first, what to look for."""
    if len(answer.case.hypotheses) > 1:
        yield _weights(answer)
        yield _flips(answer)
    yield _missing(answer)


def _weights(answer: Motives) -> Section:
    one, other = (answer.tracing.hypotheses[place] for place in answer.leaders)
    lead = f"Plus speaks for '{one}', in decibans: +10 makes its odds ten times as high."
    whole = f"In all {_decibans(answer.record_weight)}, which is their sum, groups counted once."
    before = "The prior leaves the second no chance."
    if answer.prior_weight is not None:
        before = f"The priors, at the middle, add {answer.prior_weight:+.1f} for '{one}'."
    parts = (Text(lead), Items(tuple(_units(answer))), Text(f"{whole} {before}"))
    return Section("weights", f"What weighs between '{one}' and '{other}'?", parts)


def _units(answer: Motives) -> Iterator[str | Item]:
    """Say what each item or group weighs, the heaviest first; those of no weight come together."""
    names, alone = answer.tracing.items, answer.item_weights.tolist()
    for unit, weight in sorted(answer.unit_weights, key=lambda pair: -abs(pair[1][1])):
        if len(unit.items) == 1 and any(weight):
            yield f"{_item(answer, unit.items[0])}: {_decibans(weight)}."
        elif any(weight):
            together = f"{joined([names[k] for k in unit.items])} together, as one group"
            each = (f"{_item(answer, k)}: alone {_decibans(alone[k])}." for k in unit.items)
            yield Item(f"{together}: {_decibans(weight)}.", (Items(tuple(each)),))
    silent = (unit for unit, weight in answer.unit_weights if not any(weight))
    if ids := [names[k] for unit in silent for k in unit.items]:
        yield f"Nothing between the two, in any reading: {joined(ids)}."


def _item(answer: Motives, place: int) -> str:
    """Name an item with its text and where it is written."""
    id_ = answer.tracing.items[place]
    item = next(item for item in answer.case.record.evidence if item.id == id_)
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
    for name, ends in answer.missing.items():
        low, high = ("under 0.1" if 0 < worth < 0.05 else f"{worth:.1f}" for worth in ends)
        worth = f"{low} to {high} decibans, found or not"
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
