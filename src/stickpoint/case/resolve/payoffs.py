"""Payoffs, tolls, explanations and levers as written → frozen objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from stickpoint.case.model.basis import Amount
from stickpoint.case.model.stakes import (
    Hypothesis,
    Lever,
    Payoff,
    Ranking,
    Rating,
    Toll,
    Wants,
    Weights,
)
from stickpoint.case.resolve.names import Names
from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.schema.stakes_layout import RATINGS
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import quote


def read_payoffs(entries: list[Entry], names: Names) -> tuple[Payoff, ...]:
    """Make the payoffs of every party, in file order."""
    made = []
    for entry in entries:
        party = names.party(entry.key) or entry.name
        made += [_payoff(party, fields, names) for fields in entry.value or []]
    return tuple(payoff for payoff in made if payoff)


def _payoff(party: str, fields: Fields, names: Names) -> Payoff | None:
    statement = names.statement(fields.get("when"))
    made = names.made(Payoff, fields, party=party, statement=statement)
    return made if statement and fields.get("worth") else None


def worths_of_wants(
    ordered: Mapping[str, Wants | Ranking | Weights], written: Sequence[Payoff], names: Names
) -> tuple[Payoff, ...]:
    """Make payoffs of the wants that say what they are worth; they add up with those written.

    The same statement in both lists would be paid twice, and is reported.
    """
    made = []
    for party, wish in ordered.items():
        for want in wish.items if isinstance(wish, Wants) else ():
            if want.worth is None:
                continue
            text = (want.label, want.because, want.note, want.size)
            made.append(Payoff(party, want.statement, want.worth, *text))
            for line in written:
                if line.party == party and line.statement.formula == want.statement.formula:
                    message = f"line {want.statement.place.line} of its wants says what this is "
                    message += f"worth to {quote(party)} already; leave one of the two"
                    names.faults.add(line.statement.place, "C111", message)
    return tuple(made)


def read_toll(entry: Entry, names: Names) -> Toll | None:
    """Make one toll; None without a statement or an amount."""
    fields: Fields = entry.value
    statement = names.statement(fields.get("when"))
    made = names.made(Toll, fields, name=entry.name, statement=statement)
    return made if statement and fields.get("amount") else None


def read_hypothesis(entry: Entry, names: Names) -> Hypothesis:
    """Make one rival explanation."""
    fields: Fields = entry.value
    return names.made(
        Hypothesis,
        fields,
        name=entry.name,
        by=tuple(fields.list("by")),
        about=names.party(fields.get("about")) or "",
        payoffs=read_payoffs(fields.list("payoffs"), names),
        ratings=tuple(_ratings(fields.list("evidence"), names)),
        place=entry.key.place,
    )


def _ratings(entries: list[Entry], names: Names) -> Iterable[Rating]:
    for entry in entries:
        evidence = names.record_id(entry.key, "evidence")
        if entry.value is None:
            continue
        because = names.because(entry.value.list("because"))
        rated: list[tuple[str, str]] = entry.value.list("rating")
        if evidence and rated:
            note = entry.value.text("note")
            given = [rating for rating in RATINGS if rating in {rating for _, rating in rated}]
            whole = given[0] if len(given) == 1 else f"{given[0]} to {given[-1]}"
            coders = tuple(pair for pair in rated if pair[0])
            yield Rating(evidence, whole, because, note, entry.key.place, coders)


def read_scale(case: Fields, names: Names) -> tuple[tuple[str, Amount], ...]:
    """Make the scale of ratings, strongest first; ratios are above 0 and fall along it."""
    given = {entry.name: entry for entry in case.whole("rating_scale")}
    ordered = [given[rating] for rating in RATINGS if rating in given]
    for entry in ordered:
        if entry.value.low <= 0:
            message = f"{quote(entry.name)} stands for a ratio of 0; a likelihood ratio is above 0"
            names.faults.add(entry.key, "C104", message)
    for more, less in pairwise(ordered):
        if more.value.low < less.value.low or more.value.high < less.value.high:
            message = f"{quote(less.name)} stands for more than {quote(more.name)}"
            names.faults.add(less.key, "C104", f"{message}; ratios must fall")
    return tuple((entry.name, entry.value) for entry in ordered)


def report_no_prior(case: Fields, names: Names) -> None:
    """Report priors by which none of the explanations could be right."""
    entries: list[Entry] = case.list("hypotheses")
    priors = [entry.value.get("prior") if entry.value else None for entry in entries]
    if priors and all(prior is not None and not prior.mid for prior in priors):
        what = "the only prior is 0" if len(priors) == 1 else f"all {len(priors)} priors are 0"
        what += " at the middle" * any(prior and prior.high for prior in priors)
        message = f"{what}, so that no explanation could be right; write at least one above 0"
        names.faults.add(entries[0].value.at("prior"), "C112", message)


def knows_payoffs(case: Fields, made: Sequence[Payoff], names: Names) -> bool:
    """Tell whether every payoff could be read, so that a lever can name each."""
    written: list[Entry] = case.list("payoffs")
    is_read = "payoffs" not in case.nodes or case.get("payoffs") is not None
    is_whole = is_read and not names.faults.are_in(case.at("payoffs")) if written else is_read
    is_whole = is_whole and all(entry.name in names.parties for entry in written)
    return is_whole and len(made) == sum(len(entry.value or ()) for entry in written)


KINDS = ("payoff", "effort", "pace", "rate", "ranks")
CHEAPEST, DEAREST = 1e-4, 1e6
"""Between these a swap can be priced."""
WAYS = {"up": 1, "down": -1, "either": 0}


def read_levers(
    items: list[Fields], payoffs: Sequence[Payoff] | None, names: Names
) -> tuple[Lever, ...]:
    """Make the levers; one that names no number is kept in words.

    Without ``payoffs``, some of which could not be read, no line of theirs can be called unknown.
    """
    made = tuple(_lever(fields, payoffs, names) for fields in items)
    priced: dict[str, int] = {}
    for lever, fields in zip(made, items, strict=True):
        if lever.kind != "ranks" or not lever.target:
            continue
        if lever.target in priced:
            message = f"swaps of {quote(lever.target)} are priced in line {priced[lever.target]}"
            names.faults.add(fields.at("ranks"), "C111", f"{message} already; leave one of the two")
        priced.setdefault(lever.target, fields.at("ranks").place.line)
    return made


def _lever(fields: Fields, payoffs: Sequence[Payoff] | None, names: Names) -> Lever:
    way, place = WAYS.get(fields.text("direction"), 0), fields.node.place
    made = names.made(Lever, fields, direction=way, line=0, place=place)
    names.statement(fields.get("when"))  # what is wrong with it shows wherever it stands
    named = [kind for kind in KINDS if kind in fields.nodes]
    if len(named) > 1:
        message = f"'{named[0]}' and '{named[1]}' in one lever; write a lever for each"
        names.faults.add(fields.at(named[1]), "C111", message)
        return made
    stray = [key for key in ("line", "when") if key in fields.nodes and named != ["payoff"]]
    if stray:
        message = f"'{stray[0]}' says which payoff is meant; add 'payoff:', whose it is"
        names.faults.add(fields.at(stray[0]), "C103", message)
        return made
    if named == ["payoff"]:
        return _on_payoff(made, fields, payoffs, names)
    if named == ["ranks"]:
        return _on_ranks(made, fields, names)
    for kind in named:
        return replace(made, kind=kind, target=_target(kind, fields, names))
    return made


def _on_ranks(made: Lever, fields: Fields, names: Names) -> Lever:
    """Read what a swap costs a party; how far and which way says nothing of an order."""
    for key in ("direction", "limit"):
        if key in fields.nodes:
            message = f"'{key}' says nothing of 'ranks', where 'cost' prices one swap; leave it out"
            names.faults.add(fields.at(key), "C111", message)
    if made.cost is None and "cost" not in fields.nodes:
        message = "'ranks' without 'cost'; add 'cost:', what one swap costs"
        names.faults.add(fields.at("ranks"), "C103", message)
    elif made.cost is not None and made.cost.unit is not None:
        message = f"{quote(made.cost.written)} found, but a swap takes no time; leave the unit out"
        names.faults.add(fields.at("cost"), "C104", message)
    elif made.cost is not None and not CHEAPEST <= made.cost.low <= made.cost.high <= DEAREST:
        message = f"{quote(made.cost.written)} found, a swap costs from 0.0001 to 1,000,000"
        names.faults.add(fields.at("cost"), "C104", message)
    return replace(made, kind="ranks", target=names.party(fields.get("ranks")) or "")


def _on_payoff(
    made: Lever, fields: Fields, payoffs: Sequence[Payoff] | None, names: Names
) -> Lever:
    """Find the line that is meant, or take the statement of a new one."""
    both = [key for key in ("line", "when") if key in fields.nodes]
    if len(both) != 1:
        has = "both 'line' and 'when'" if both else "neither 'line' nor 'when'"
        code = "C111" if both else "C103"
        message = f"{has} beside 'payoff'; write 'line', or 'when' for a payoff that is new"
        names.faults.add(fields.at("payoff"), code, message)
    party = names.party(fields.get("payoff"))
    if party is None or len(both) != 1:
        return made
    statement = names.statement(fields.get("when"))
    made = replace(made, kind="payoff", target=party, statement=statement)
    if both == ["when"] or payoffs is None:
        return made
    own = [payoff for payoff in payoffs if payoff.party == party]
    word = fields.text("line").strip()
    hits = [k for k, payoff in enumerate(own, 1) if word and word in (str(k), payoff.label)]
    if len(hits) == 1:
        return replace(made, line=hits[0], statement=own[hits[0] - 1].statement)
    known = [payoff.label for payoff in own if payoff.label]
    what = f"{quote(word)} fits {len(hits)} payoffs" if hits else f"{quote(word)} is no payoff"
    near = "; write its number" if hits else did_you_mean(word, known, names.faults)
    if word:
        message = f"{what} of {quote(party)}, which has lines 1 to {len(own)}{near}"
        names.faults.add_unless_lost(word, fields.at("line"), "C107", message)
    return made


def _target(kind: str, fields: Fields, names: Names) -> str:
    node = fields.get(kind)
    if kind == "pace":
        return names.party(node) or ""
    name = names.option(node) or ""
    is_natures = name.startswith("nature.")
    if name and is_natures != (kind == "rate"):
        found, wanted = "a thing of nature", "an option of a party"
        if not is_natures:
            found, wanted = wanted, found
        names.faults.add(node, "C107", f"{quote(name)} is {found}; '{kind}' names {wanted}")
    return name
