"""Every key that a case file may hold: its kind, whether it must be there, and what it means.

The one source for reading, for the JSON Schema and for the reference of the format.
"""

from __future__ import annotations

from typing import Any

from stickpoint.case.model.amounts import DAYS_IN
from stickpoint.case.schema.kinds import (
    Date,
    Groups,
    Name,
    Number,
    OneOf,
    OneWay,
    Pair,
    Phrase,
    Quantity,
    Reasons,
    Text,
    Weighing,
    Word,
    YesNo,
)
from stickpoint.case.schema.record_layout import RECORD
from stickpoint.case.schema.shape import Key, Kind, ListOf, Schema, Struct, Table, text_of
from stickpoint.case.schema.values import Unfit
from stickpoint.case.yaml.nodes import Faults, Node, describe, quote

ID = r"[a-z][a-z0-9_]*"
RESERVED = ("nature", "settled", "yes", "no", "not", "and", "or", "if", "iff")
RATINGS = {
    "++": "speaks strongly for it",
    "+": "speaks for it",
    "0": "is as likely under its rivals",
    "-": "speaks against it",
    "--": "speaks strongly against it",
}

DIRECTIONS = {"up": "only more", "down": "only less", "either": "more or less"}


class Version(Kind):
    """The version of the format."""

    expected = "1"

    def _value(self, node: Node, faults: Faults, what: str) -> str:
        del faults, what
        text = text_of(node, "1")
        if text.strip() != "1":
            raise Unfit("C108", f"{quote(text)} found, this program reads format 1; write 1")
        return "1"

    def schema(self) -> Schema:
        """Only one version so far."""
        return {"enum": [1, "1"]}


class Weighted(Kind):
    """Statements with weights: a mapping of numbers, or a list with reasons."""

    expected = "a mapping 'statement: number' or a list of {when, weight, because}"

    def _value(self, node: Node, faults: Faults, what: str) -> list[Any]:
        if node.kind == "list":
            return ListOf(WEIGHT).read(node, faults, what) or []
        if node.kind != "mapping":
            raise Unfit("C102", f"{describe(node)} found, {self.expected} is expected")
        entries = Table(Weighing()).read(node, faults, what) or []
        return [entry for entry in entries if entry.value is not None]

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


_ID = Word(ID, "an id of small letters, digits and _ that begins with a letter,")
_OPTION_ID = Word(rf"{ID}\.{ID}", "an id such as us.voluntary (party, dot, option; small letters)")
_TEXT = Text()
_PHRASE = Phrase()
_UNIT = OneOf(dict.fromkeys(DAYS_IN, ""), "day, week, month or year")
_WHY = {
    "because": Key(Reasons(), "what it rests on: a record id, several, or a sentence"),
    "note": Key(_TEXT, "anything to add"),
}
_WHEN = Key(_PHRASE, "the statement that must hold", required=True)

_STRAY = (
    rf"{ID}\.{ID}",
    "looks like an option; is the line 'options:' missing above it?",
)

CLOCK = Struct(
    "the clock",
    {
        "start": Key(Date(), "the day from which time is counted"),
        "unit": Key(_UNIT, "the unit of time of everything in the case; month if left out"),
        "horizon": Key(
            Number(above=0, none="none", expected="a number above 0, or none,"),
            "how many units to look ahead; none looks ahead for ever",
        ),
    },
)
PARTY = Struct(
    "a party",
    {
        "name": Key(_TEXT, "the name to print", required=True),
        "text": Key(_TEXT, "who that is"),
        "short": Key(_TEXT, "a shorter name for sentences"),
        "pace": Key(Quantity(low=0), "chances to change course per unit of time"),
        "discount": Key(Quantity(low=0), "how fast the future loses weight"),
        "precision": Key(Quantity(low=0), "how sharply it chooses the better course"),
        **_WHY,
    },
    short="name",
)
OPTION = Struct(
    "an option",
    {
        "text": Key(_TEXT, "what doing it is, as a command: 'open the border'", required=True),
        "undo": Key(_TEXT, "what undoing it is: 'close the border again'"),
        "now": Key(YesNo(), "whether it is done in the status quo; no if left out"),
        "one_way": Key(OneWay(), "yes if it cannot be undone; no if left out"),
        "needs": Key(_PHRASE, "a statement that must hold for the move to be made"),
        "effort": Key(Quantity(low=0), "the price of making the move"),
        **_WHY,
    },
    short="text",
)
POSITION = Struct(
    "a position",
    {
        "text": Key(_TEXT, "what taking this position is", required=True),
        "now": Key(YesNo(), "yes for the position taken now; the first if none is marked"),
        **_WHY,
    },
    short="text",
)
NATURE = Struct(
    "a thing of nature",
    {
        "text": Key(_TEXT, "what happens"),
        "now": Key(YesNo(), "whether it has happened; no if left out"),
        "one_way": Key(OneWay(), "yes if it cannot be undone; no if left out"),
        "rate": Key(Quantity(low=0), "how often it changes per unit of time"),
        "on": Key(Date(), "the date on which it changed, unforeseen"),
        **_WHY,
    },
    short="text",
)
IMPOSSIBLE = Struct(
    "an impossible statement",
    {"that": Key(_PHRASE, "a statement that can never hold", required=True), **_WHY},
    short="that",
)
_OPTIONS = ListOf(
    Name(),
    expected="a list of options",
    advice="; put each list in brackets of its own, as in [[a.x, a.y]]",
)
AMONG = Struct(
    "a list of exclusive options",
    {"of": Key(_OPTIONS, "the ids of the options", required=True), **_WHY},
    short="of",
    expected="a list of option ids",
)
TERMS = Struct(
    "terms",
    {"when": _WHEN, "text": Key(_TEXT, "what these terms come to")},
    short="when",
)
ISSUE = Struct(
    "an issue",
    {
        "name": Key(_TEXT, "the name to print"),
        "opened": Key(Date(), "when it came up"),
        "closed": Key(Date(), "when it was closed; left out while it is open"),
        "terms": Key(Table(TERMS), "the ways in which it can close, each with a name"),
        "positions": Key(
            Table(Table(POSITION, _ID)), "party: {position: text}, of which it takes exactly one"
        ),
        **_WHY,
    },
    short="name",
)
WANT = Struct(
    "a want",
    {
        "that": Key(_PHRASE, "the statement the party would have hold", required=True),
        "great": Key(YesNo(), "yes if states that differ in it differ greatly"),
        **_WHY,
    },
    short="that",
)
RANKING = Struct(
    "a ranking",
    {"order": Key(Groups(), "best first", required=True), **_WHY},
    short="order",
)
WEIGHT = Struct(
    "a weight",
    {"when": _WHEN, "weight": Key(Weighing(), "what its holding adds", required=True), **_WHY},
)
PAYOFF = Struct(
    "a payoff",
    {
        "when": _WHEN,
        "worth": Key(Quantity(), "what that is worth to the party", required=True),
        "label": Key(_TEXT, "a short name to print"),
        **_WHY,
    },
)
TOLL = Struct(
    "a toll",
    {
        "when": _WHEN,
        "per": Key(_UNIT, "the unit of time", required=True),
        "amount": Key(Quantity(low=0), "how much of it per unit of time", required=True),
        "unit": Key(_TEXT, "of what: people, million yuan"),
        "falls_on": Key(_TEXT, "who bears it: a party id or words"),
        **_WHY,
    },
)
RATING = Struct(
    "a rating",
    {
        "rating": Key(Rated(), "how it speaks: one rating, or coder: rating", required=True),
        **_WHY,
    },
    short="rating",
)
HYPOTHESIS = Struct(
    "a hypothesis",
    {
        "claim": Key(_TEXT, "the explanation in a sentence", required=True),
        "by": Key(ListOf(_TEXT, single=True), "who holds it"),
        "about": Key(Name(), "the party whose conduct it explains"),
        "prior": Key(Quantity(low=0, high=1), "how likely it was before the evidence, 0 to 1"),
        "payoffs": Key(Table(ListOf(PAYOFF)), "party: payoffs that take the place of its own"),
        "evidence": Key(Table(RATING), "evidence id: how it speaks on this"),
        **_WHY,
    },
)
LEVER = Struct(
    "a lever",
    {
        "what": Key(_TEXT, "what could be changed", required=True),
        "payoff": Key(Name(), "the party whose payoff it changes; with 'line' or 'when'"),
        "line": Key(_TEXT, "which of its payoffs: the label, or the number counted from 1"),
        "when": Key(_PHRASE, "in place of a line: the statement while which it is paid"),
        "effort": Key(Name(), "the option whose effort it changes"),
        "pace": Key(Name(), "the party whose pace it changes"),
        "rate": Key(Name(), "the thing of nature whose rate it changes"),
        "ranks": Key(Name(), "the party for which 'cost' prices one swap of ranks or of wants"),
        "by": Key(_TEXT, "who could do it: a party id or words"),
        "direction": Key(OneOf(DIRECTIONS, "up, down or either"), "which way; either if left out"),
        "cost": Key(Quantity(low=0), "what a change by one unit costs; 1 if left out"),
        "limit": Key(Quantity(low=0), "how far it can be changed; 1 if left out"),
        **_WHY,
    },
    short="what",
)
CASE = Struct(
    "a case",
    {
        "format": Key(Version(), "the version of the format, 1", required=True),
        "title": Key(_TEXT, "the title of the case", required=True),
        "about": Key(_TEXT, "what it is about, in a few sentences"),
        "clock": Key(CLOCK, "where time starts, its unit, how far to look"),
        "parties": Key(Table(PARTY, _ID, stray=_STRAY), "who decides", required=True),
        "options": Key(Table(OPTION, _OPTION_ID), "what each party can do or leave"),
        "nature": Key(Table(NATURE, _ID), "what happens and no party controls"),
        "impossible": Key(ListOf(IMPOSSIBLE, single=True), "statements that can never hold"),
        "at_most_one": Key(ListOf(AMONG), "lists of options that exclude one another"),
        "exactly_one": Key(ListOf(AMONG), "lists of options of which one is always chosen"),
        "same": Key(ListOf(_PHRASE, single=True), "states that fit a statement count as one"),
        "issues": Key(Table(ISSUE, _ID), "the agenda"),
        "settled": Key(_PHRASE, "when the deadlock is over"),
        "wants": Key(Table(ListOf(WANT, single=True)), "party: statements, most important first"),
        "ranking": Key(Table(RANKING), "party: states, best first"),
        "weights": Key(Table(Weighted()), "party: statements with weights that add up"),
        "strength": Key(
            Table(ListOf(_PHRASE, single=True)), "party: statements on which states differ greatly"
        ),
        "unknown": Key(Table(ListOf(Pair())), "party: pairs of statements that it cannot order"),
        "payoffs": Key(Table(ListOf(PAYOFF)), "party: worth per unit of time"),
        "terminal": Key(Table(ListOf(PAYOFF)), "party: worth at the horizon"),
        "tolls": Key(Table(TOLL), "costs in natural units, whoever bears them"),
        "record": Key(RECORD, "documents, passages, messages, moves and evidence"),
        "hypotheses": Key(Table(HYPOTHESIS), "rival explanations, each with a name"),
        "rating_scale": Key(
            Table(Quantity(low=0), Word(r"\+\+|\+|0|-|--", "++, +, 0, - or --,")),
            "rating: the likelihood ratios that it may mean",
        ),
        "groups": Key(ListOf(ListOf(Name())), "lists of evidence that is not independent"),
        "levers": Key(ListOf(LEVER), "what could be changed, and at what cost"),
        "notes": Key(ListOf(_TEXT, single=True), "anything to add"),
    },
)
