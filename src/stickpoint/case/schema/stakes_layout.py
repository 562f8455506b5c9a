"""Every key that says what is at stake for whom, what explains it and what could be changed."""

from __future__ import annotations

from typing import Any

from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.schema.fields import Fields
from stickpoint.case.schema.kinds import (
    TEXT,
    Name,
    OneOf,
    Quantity,
    Reasons,
    Weighing,
    YesNo,
)
from stickpoint.case.schema.phrases import PHRASE, Groups
from stickpoint.case.schema.shape import Key, Kind, ListOf, Schema, Struct, Table
from stickpoint.case.schema.values import Unfit, did_you_mean
from stickpoint.case.yaml.nodes import Faults, Node, describe, quote

RATINGS = {
    "++": "speaks strongly for it",
    "+": "speaks for it",
    "0": "is as likely under its rivals",
    "-": "speaks against it",
    "--": "speaks strongly against it",
}

SIZES = {
    "guess": "what it rests on speaks of the sign; the size is the writer's guess",
    "source": "what it rests on gives the size too",
}

DIRECTIONS = {"up": "only more", "down": "only less", "either": "more or less"}


class Weighted(Kind):
    """Statements with weights: a mapping of numbers, or a list with reasons."""

    expected = "a mapping 'statement: number' or a list of {when, weight, because}"

    def _value(self, node: Node, faults: Faults, what: str) -> list[Any]:
        if node.kind == "list":
            return ListOf(WEIGHT).read(node, faults, what) or []
        if node.kind != "mapping":
            raise Unfit("C102", f"{describe(node)} found, {self.expected} is expected")
        entries = Table(Weighing()).read(node, faults, what) or []
        return [
            Fields(entry.key, {"when": entry.key, "weight": entry.value})
            for entry in entries
            if entry.value is not None
        ]

    def schema(self) -> Schema:
        """Both ways of writing it."""
        return {"anyOf": [Table(Weighing()).schema(), ListOf(WEIGHT).schema()]}


class Rated(Kind):
    """A rating, or those of several coders by name."""

    expected = "++, +, 0, - or --, or one for each coder,"

    def _value(self, node: Node, faults: Faults, what: str) -> list[tuple[str, str]]:
        one = OneOf(RATINGS, self.expected)
        if node.kind != "mapping":
            rating = one.read(node, faults, what)
            return [] if rating is None else [("", rating)]
        if not node.pairs:
            raise Unfit("C110", f"nothing is written here, {self.expected} is expected")
        entries = Table(one).read(node, faults, what) or []
        return [(entry.name, entry.value) for entry in entries if entry.value is not None]

    def schema(self) -> Schema:
        """One rating, or a name for each of several."""
        one = OneOf(RATINGS)
        return {"anyOf": [one.schema(), Table(one).schema()]}


class Sizes(Kind):
    """How sure a size is: one word, or one for each number of the part, given by their keys."""

    expected = "guess or source, or one for each number,"

    def __init__(self, *numbers: str) -> None:
        self.numbers = numbers

    def _value(self, node: Node, faults: Faults, what: str) -> list[tuple[str, str]]:
        one = OneOf(SIZES, self.expected)
        if node.kind != "mapping":
            word = one.read(node, faults, what)
            return [] if word is None else [("", word)]
        entries = Table(one).read(node, faults, what) or []
        for entry in entries:
            if entry.name not in self.numbers:
                message = f"{quote(entry.name)} is no number here{did_you_mean('', self.numbers)}"
                faults.add(entry.key, "C107", f"{what}: {message}")
        return [(entry.name, entry.value) for entry in entries if entry.value is not None]

    def schema(self) -> Schema:
        """One word, or one for each number."""
        one = OneOf(SIZES).schema()
        each = {name: {"description": f"of {name}", **one} for name in self.numbers}
        return {
            "anyOf": [one, {"type": "object", "properties": each, "additionalProperties": False}]
        }


def sized(*numbers: str) -> dict[str, Key]:
    """Return the keys for what the numbers of a part rest on."""
    return {**WHY, "size": Key(Sizes(*numbers), "guess if the reasons do not give the size")}


UNIT = OneOf(dict.fromkeys(DAYS_IN, ""), "day, week, month or year")
WHY = {
    "because": Key(Reasons(), "what it rests on: a record id, several, or a sentence"),
    "note": Key(TEXT, "anything to add"),
}
WHEN = Key(PHRASE, "the statement that must hold", required=True)

RATE = Struct(
    "a rate",
    {
        "when": Key(
            PHRASE, "while what it is the rate; left out in the last, which is for the rest"
        ),
        "rate": Key(Quantity(low=0), "how often it changes per unit of time", required=True),
        **sized("rate"),
    },
)


class Rates(Kind):
    """A rate, or a list of those that depend on what is done."""

    expected = "a number, a range [low, high], or a list of {when, rate}"

    def _value(self, node: Node, faults: Faults, what: str) -> Any:
        if node.kind == "list" and any(item.kind == "mapping" for item in node.items):
            return ListOf(RATE).read(node, faults, what)
        return Quantity(low=0).read(node, faults, what)

    def schema(self) -> Schema:
        """Both ways of writing it."""
        return {"anyOf": [Quantity(low=0).schema(), ListOf(RATE).schema()]}


WANT = Struct(
    "a want",
    {
        "that": Key(PHRASE, "the statement the party would have hold", required=True),
        "great": Key(YesNo(), "yes if states that differ in it differ greatly"),
        "worth": Key(Quantity(low=0), "what its holding is worth per unit of time, for the clock"),
        "label": Key(TEXT, "a short name to print beside the worth"),
        **sized("worth"),
    },
    short="that",
)
RANKING = Struct(
    "a ranking", {"order": Key(Groups(), "best first", required=True), **WHY}, short="order"
)
WEIGHT = Struct(
    "a weight",
    {
        "when": WHEN,
        "weight": Key(Weighing(), "what its holding adds", required=True),
        **sized("weight"),
    },
)
PAYOFF = Struct(
    "a payoff",
    {
        "when": WHEN,
        "worth": Key(Quantity(), "what that is worth to the party", required=True),
        "label": Key(TEXT, "a short name to print"),
        **sized("worth"),
    },
)
TOLL = Struct(
    "a toll",
    {
        "when": WHEN,
        "per": Key(UNIT, "the unit of time", required=True),
        "amount": Key(Quantity(low=0), "how much of it per unit of time", required=True),
        "unit": Key(TEXT, "of what: people, million yuan"),
        "falls_on": Key(TEXT, "who bears it: a party id or words"),
        **sized("amount"),
    },
)
RATING = Struct(
    "a rating",
    {"rating": Key(Rated(), "how it speaks: one rating, or coder: rating", required=True), **WHY},
    short="rating",
)
HYPOTHESIS = Struct(
    "a hypothesis",
    {
        "claim": Key(TEXT, "the explanation in a sentence", required=True),
        "by": Key(ListOf(TEXT, single=True), "who holds it"),
        "about": Key(Name(), "the party whose conduct it explains"),
        "prior": Key(Quantity(low=0, high=1), "how likely it was before the evidence, 0 to 1"),
        "payoffs": Key(Table(ListOf(PAYOFF)), "party: payoffs that take the place of its own"),
        "evidence": Key(Table(RATING), "evidence id: how it speaks on this"),
        **sized("prior"),
    },
)
LEVER = Struct(
    "a lever",
    {
        "what": Key(TEXT, "what could be changed", required=True),
        "payoff": Key(Name(), "the party whose payoff it changes; with 'line' or 'when'"),
        "line": Key(TEXT, "which of its payoffs: the label, or the number counted from 1"),
        "when": Key(PHRASE, "in place of a line: the statement while which it is paid"),
        "effort": Key(Name(), "the option whose effort it changes"),
        "pace": Key(Name(), "the party whose pace it changes"),
        "rate": Key(Name(), "the thing of nature whose rate it changes"),
        "ranks": Key(Name(), "the party for which 'cost' prices one swap of ranks or of wants"),
        "by": Key(TEXT, "who could do it: a party id or words"),
        "direction": Key(OneOf(DIRECTIONS, "up, down or either"), "which way; either if left out"),
        "cost": Key(Quantity(low=0), "what a change by one unit costs; 1 if left out"),
        "limit": Key(Quantity(low=0), "how far it can be changed; 1 if left out"),
        **WHY,
    },
    short="what",
)
