"""Every key of a case, its kind and what it means; the same as a JSON Schema."""

from __future__ import annotations

from typing import ClassVar

from stickpoint.case.schema.beliefs_layout import ATTITUDE, FORESIGHT, VIEW
from stickpoint.case.schema.kinds import (
    TEXT,
    Date,
    Horizon,
    Imposed,
    Name,
    OneWay,
    Perhaps,
    Quantity,
    YesNo,
)
from stickpoint.case.schema.length_layout import HAPPENED, KIND, LENGTHS
from stickpoint.case.schema.orders_layout import Wanted
from stickpoint.case.schema.phrases import PHRASE, Pair
from stickpoint.case.schema.record_layout import RECORD
from stickpoint.case.schema.shape import Key, Kind, ListOf, Schema, Struct, Table, Word
from stickpoint.case.schema.stakes_layout import (
    HYPOTHESIS,
    LEVER,
    PAYOFF,
    RANKING,
    TOLL,
    UNIT,
    WHEN,
    WHY,
    Rates,
    Weighted,
    sized,
)
from stickpoint.case.schema.values import Unfit
from stickpoint.case.yaml.nodes import quote

ID = r"[a-z][a-z0-9_]*"
OPTION_ID = rf"{ID}\.{ID}"
RESERVED = ("nature", "settled", "yes", "no", "not", "and", "or", "if", "iff")


class Version(Kind):
    """The version of the format."""

    expected = "1"
    described: ClassVar[Schema] = {"enum": [1, "1"]}

    def _of_text(self, text: str) -> str:
        if text.strip() != "1":
            raise Unfit("C108", f"{quote(text)} found, this program reads format 1; write 1")
        return "1"


_ID = Word(ID, "an id of small letters, digits and _ that begins with a letter,")
_OPTION_ID = Word(OPTION_ID, "an id such as us.voluntary (party, dot, option; small letters)")
_STRAY = (OPTION_ID, "looks like an option; is the line 'options:' missing above it?")

CLOCK = Struct(
    "the clock",
    {
        "start": Key(Date(), "the day from which time is counted"),
        "unit": Key(UNIT, "the unit of time of everything in the case; month if left out"),
        "horizon": Key(Horizon(), "how many units to look ahead; none looks ahead for ever"),
    },
)
IMPOSITION = Struct(
    "what a patron can impose",
    {
        "to": Key(Imposed(), "which way it can set it", required=True),
        "text": Key(TEXT, "what doing so is, as a command: 'silence the minister'"),
        "needs": Key(PHRASE, "a statement that must hold for the patron to do so"),
        **WHY,
    },
    short="to",
)
PARTY = Struct(
    "a party",
    {
        "name": Key(TEXT, "the name to print", required=True),
        "text": Key(TEXT, "who that is"),
        "short": Key(TEXT, "a shorter name for sentences"),
        "pace": Key(Quantity(low=0), "chances to change course per unit of time"),
        "discount": Key(Quantity(low=0), "how fast the future loses weight"),
        "precision": Key(Quantity(low=0), "how sharply it chooses the better course"),
        "patron": Key(
            Table(Table(IMPOSITION)), "party: {option: which way it can set this party's option}"
        ),
        **sized("pace", "discount", "precision"),
    },
    short="name",
)
OPTION = Struct(
    "an option",
    {
        "text": Key(TEXT, "what doing it is, as a command: 'open the border'", required=True),
        "undo": Key(TEXT, "what undoing it is: 'close the border again'"),
        "now": Key(YesNo(), "whether it is done in the status quo; no if left out"),
        "one_way": Key(OneWay(), "yes if it cannot be undone; no if left out"),
        "needs": Key(PHRASE, "a statement that must hold for the move to be made"),
        "effort": Key(Quantity(low=0), "the price of making the move"),
        **sized("effort"),
    },
    short="text",
)
POSITION = Struct(
    "a position",
    {
        "text": Key(TEXT, "what taking this position is", required=True),
        "now": Key(YesNo(), "yes for the position taken now; the first if none is marked"),
        **WHY,
    },
    short="text",
)
NATURE = Struct(
    "a thing of nature",
    {
        "text": Key(TEXT, "what happens"),
        "now": Key(Perhaps(), "whether it has happened, or how likely that is; no if left out"),
        "one_way": Key(OneWay(), "yes if it cannot be undone; no if left out"),
        "rate": Key(Rates(), "how often it changes per unit of time, or a list by what is done"),
        "on": Key(Date(), "the date on which it changed, unforeseen"),
        "by": Key(Date(), "the date on which it changes at the latest, as all foresee"),
        **sized("rate", "now"),
    },
    short="text",
)
IMPOSSIBLE = Struct(
    "an impossible statement",
    {"that": Key(PHRASE, "a statement that can never hold", required=True), **WHY},
    short="that",
)
_OPTIONS = ListOf(
    Name(),
    expected="a list of options",
    advice="; put each list in brackets of its own, as in [[a.x, a.y]]",
)
AMONG = Struct(
    "a list of exclusive options",
    {"of": Key(_OPTIONS, "the ids of the options", required=True), **WHY},
    short="of",
    expected="a list of option ids",
)
TERMS = Struct(
    "terms",
    {
        "when": WHEN,
        "text": Key(TEXT, "what these terms come to"),
        "holds": Key(Quantity(low=0), "how fast they become an end once they have come about"),
        "lapses": Key(Quantity(low=0), "how fast they come undone, where they are a pause"),
        "needs": Key(ListOf(Name(), single=True), "who else must consent where several meet them"),
        "signed": Key(YesNo(), "yes if nothing but a signature of all concerned makes them hold"),
        **sized("holds", "lapses"),
    },
    short="when",
)
ISSUE = Struct(
    "an issue",
    {
        "name": Key(TEXT, "the name to print"),
        "opened": Key(Date(), "when it came up"),
        "closed": Key(Date(), "when it was closed; left out while it is open"),
        "terms": Key(Table(TERMS), "the ways in which it can close, each with a name"),
        "positions": Key(
            Table(Table(POSITION, _ID)), "party: {position: text}, of which it takes exactly one"
        ),
        **WHY,
    },
    short="name",
)
CASE = Struct(
    "a case",
    {
        "format": Key(Version(), "the version of the format, 1", required=True),
        "title": Key(TEXT, "the title of the case", required=True),
        "about": Key(TEXT, "what it is about, in a few sentences"),
        "clock": Key(CLOCK, "where time starts, its unit, how far to look"),
        "kind": Key(KIND, "what kind of deadlock it is, for how long such ones last"),
        "lengths": Key(LENGTHS, "how many days earlier ones lasted, in place of a kind or beside"),
        "happened": Key(HAPPENED, "how it ended, where that is known; no forecast looks at it"),
        "parties": Key(Table(PARTY, _ID, stray=_STRAY), "who decides", required=True),
        "options": Key(Table(OPTION, _OPTION_ID), "what each party can do or leave"),
        "nature": Key(Table(NATURE, _ID), "what happens and no party controls"),
        "impossible": Key(ListOf(IMPOSSIBLE, single=True), "statements that can never hold"),
        "at_most_one": Key(ListOf(AMONG), "lists of options that exclude one another"),
        "exactly_one": Key(ListOf(AMONG), "lists of options of which one is always chosen"),
        "same": Key(ListOf(PHRASE, single=True), "states that fit a statement count as one"),
        "issues": Key(Table(ISSUE, _ID), "the agenda"),
        "packages": Key(Table(TERMS), "names for settlements that combine terms of several issues"),
        "settled": Key(PHRASE, "when the deadlock is over"),
        "wants": Key(Table(Wanted()), "party: statements, most important first"),
        "ranking": Key(Table(RANKING), "party: states, best first"),
        "weights": Key(Table(Weighted()), "party: statements with weights that add up"),
        "strength": Key(
            Table(ListOf(PHRASE, single=True)), "party: statements on which states differ greatly"
        ),
        "unknown": Key(Table(ListOf(Pair())), "party: pairs of statements that it cannot order"),
        "foresight": Key(Table(FORESIGHT), "party: how far it looks, as one of the five concepts"),
        "attitudes": Key(
            Table(Table(ATTITUDE)), "party: {party: whether it wishes it well or ill}"
        ),
        "views": Key(Table(VIEW), "party: how it sees the others, where that is not as they are"),
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
        "notes": Key(ListOf(TEXT, single=True), "anything to add"),
    },
)


DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> Schema:
    """Return the JSON Schema of a case file, plain data."""
    return {
        "$schema": DIALECT,
        "title": "stickpoint case file, format 1",
        "description": "A deadlocked conflict: parties, options, issues, wants and the record",
        **CASE.schema(),
    }
