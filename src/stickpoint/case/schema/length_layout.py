"""The keys of a case that say how long such things last, and how this one ended."""

from __future__ import annotations

import re
from typing import ClassVar

from stickpoint.case.model.basis import DAYS_IN
from stickpoint.case.schema.kinds import TEXT, Date, Name, OneOf
from stickpoint.case.schema.record_layout import SOURCE
from stickpoint.case.schema.shape import Key, Kind, ListOf, Schema, Struct
from stickpoint.case.schema.values import Unfit, did_you_mean, number
from stickpoint.case.yaml.nodes import quote

KIND_NAMES = {
    "strike": "workers stay away from work",
    "crisis": "states see a threat to basic values, little time and a danger of war",
    "interstate dispute": "states threaten, show or use force",
    "interstate war": "states fight",
    "civil war": "a government and rebels fight",
    "government formation": "parties have to form a government after an election",
    "funding gap": "a government has no budget and must close",
    "debt limit": "a government may not borrow until a law is passed",
    "league stoppage": "a sports league stands still by strike or lockout",
    "entertainment strike": "actors, writers or musicians strike",
    "conclave": "a pope has to be elected",
    "standoff": "a siege, an occupation or hostage-taking",
    "peace process": "sides that have signed a first agreement seek one on substance",
    "sanctions": "a state punishes another until it gives way",
}
"""The kinds of deadlock that have a base rate, and what each is."""
COVARIATES = {"gravity": "crisis", "largest_share": "government formation"}
"""What may be known at the start, and of which kind."""
GRAVITY = {
    "existence": "the existence of a state was threatened",
    "other": "lesser values were threatened",
}
MOST_LENGTHS = 1000


class Share(Kind):
    """A share above 0, 1 at most."""

    expected = "a share above 0, 1 at most, such as 0.35,"
    described: ClassVar[Schema] = {"type": "number", "exclusiveMinimum": 0, "maximum": 1}

    def _of_text(self, text: str) -> float:
        value = float(number(text))
        if not 0 < value <= 1:
            raise Unfit("C104", f"{quote(text)} found, {self.expected} is expected")
        return value


class Length(Kind):
    """A length of time: a number of days, or a number and a unit; kept in days."""

    expected = "a number of days above 0, or one with its unit such as 3 weeks,"
    described: ClassVar[Schema] = {
        "anyOf": [
            {"type": "number", "exclusiveMinimum": 0},
            {"type": "string", "pattern": r"^\s*[\d.eE+]+(\s+(day|week|month|year)s?)?\s*$"},
        ]
    }

    def _of_text(self, text: str) -> float:
        found = re.fullmatch(r"(\S+)\s+([A-Za-z]+)", text.strip())
        unit = found[2].lower().removesuffix("s") if found else "day"
        if unit not in DAYS_IN:
            near = did_you_mean(unit, DAYS_IN)
            raise Unfit("C106", f"{quote(found[2] if found else '')} is no unit of time{near}")
        days = float(number(found[1] if found else text)) * DAYS_IN[unit]
        if days <= 0:
            raise Unfit("C104", f"{quote(text)} found, {self.expected} is expected")
        return days


KIND = Struct(
    "a kind of deadlock",
    {
        "name": Key(
            OneOf(KIND_NAMES, "a kind that 'stickpoint kinds' lists"),
            "which kind, by the names that 'stickpoint kinds' lists",
            required=True,
        ),
        "gravity": Key(
            OneOf(GRAVITY, "existence or other"), "what a crisis threatened: existence or other"
        ),
        "largest_share": Key(
            Share(), "the share of seats of the largest party when a government is formed"
        ),
        "note": Key(TEXT, "anything to add"),
    },
    short="name",
)
LENGTHS = ListOf(Length(), single=True, expected="a list of numbers of days")
HAPPENED = Struct(
    "what happened",
    {
        "date": Key(Date(), "when it ended, as precisely as is known", required=True),
        "terms": Key(
            ListOf(Name(), single=True), "on which terms: names of terms, or of a package; or other"
        ),
        "source": Key(SOURCE, "where it is written down"),
        "note": Key(TEXT, "anything to add"),
    },
    short="date",
)
