"""Every key that says how far each party looks, whom it wishes what, and how it sees the others."""

from __future__ import annotations

from typing import Any

from stickpoint.case.schema.kinds import OneOf
from stickpoint.case.schema.orders_layout import key_like
from stickpoint.case.schema.phrases import PHRASE
from stickpoint.case.schema.shape import Key, Kind, ListOf, Schema, Struct, Table
from stickpoint.case.schema.stakes_layout import RANKING, WHY, Weighted
from stickpoint.case.yaml.nodes import Faults, Node, quote

FORESIGHTS = {
    "nash": "it looks at its own move alone",
    "gmr": "it fears any answer of the others",
    "smr": "the same, and looks for a way round the answer",
    "seq": "it fears answers that the others gain by",
    "sseq": "the same, and looks for a way round the answer",
}
SIGNS = {
    "+": "it wishes that party well",
    "0": "that party does not matter to it",
    "-": "it wishes that party ill",
}
UNKNOWN = {"unknown": "it does not know that this can be done"}

FORESIGHT = Struct(
    "how far a party looks",
    {
        "concept": Key(
            OneOf(FORESIGHTS, "nash, gmr, smr, seq or sseq"),
            "the stability concept that fits how far it looks",
            required=True,
        ),
        **WHY,
    },
    short="concept",
)
ATTITUDE = Struct(
    "an attitude",
    {
        "sign": Key(OneOf(SIGNS, "+, 0 or - in quotes"), "well, no matter, or ill", required=True),
        **WHY,
    },
    short="sign",
)
_WANT = Struct(
    "a want in a view",
    {"that": Key(PHRASE, "the statement it is taken to want", required=True), **WHY},
    short="that",
)


class Taken(Kind):
    """What a party is taken to want: lines in one order."""

    def __init__(self) -> None:
        self.lines = ListOf(_WANT, single=True)

    def _value(self, node: Node, faults: Faults, what: str) -> Any:
        for part in (node, *node.items):
            for word in ("either", "coders"):
                if key := key_like(part, word):
                    message = "a view takes wants in one order; list the lines without it"
                    faults.add(key, "C101", f"{what}: {quote(key.text)} found; {message}")
                    return None
        return self.lines.read(node, faults, what)

    def schema(self) -> Schema:
        """Describe plain lines."""
        return self.lines.schema()


_SEEN = {
    "wants": Key(Table(Taken()), "party: what it is taken to want, in order"),
    "ranking": Key(Table(RANKING), "party: the states, best first, as it is taken to rank them"),
    "weights": Key(Table(Weighted()), "party: statements with weights, as it is taken to weigh"),
    "options": Key(
        Table(OneOf(UNKNOWN, "unknown")), "options of others that the party does not know of"
    ),
    **WHY,
}
VIEW_WITHIN = Struct("a view within a view", _SEEN)
VIEW = Struct(
    "a view",
    {
        **_SEEN,
        "views": Key(Table(VIEW_WITHIN), "party: how it is taken to see the others, in its turn"),
    },
)
