"""Payoffs, tolls and explanations as written → frozen objects with looked-up names."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.stakes import Hypothesis, Payoff, Rating, Toll
from stickpoint.case.resolve.names import Names
from stickpoint.case.schema.shape import Entry, Fields
from stickpoint.case.schema.stakes_layout import RATINGS
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
