"""A case and its conflict → plain words for parties, deeds, states and dates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from stickpoint.case.model.case import Case
from stickpoint.conflict.build import texts_of
from stickpoint.conflict.graph import Conflict
from stickpoint.conflict.words import Told, joined, plain, undo_text

__all__ = [
    "CONCEPT_NAMES",
    "CaseWords",
    "concept_list",
    "count",
    "firmest",
    "joined",
    "plain",
    "senses",
    "undo_text",
    "upper",
]

CONCEPT_NAMES = {
    "nash": "Nash",
    "sseq": "symmetric sequential",
    "seq": "sequential",
    "smr": "symmetric metarational",
    "gmr": "general metarational",
}
"""From the strongest claim to the weakest, but that neither of seq and smr implies the other."""


@dataclass(frozen=True)
class CaseWords:
    """Speaks of a conflict in the texts of its case (a `Speaker` for witnesses)."""

    case: Case
    conflict: Conflict

    @cached_property
    def _told(self) -> Told:
        return Told(self.conflict, texts_of(self.case))

    def party(self, party: int) -> str:
        """Return a party's short name."""
        return self._told.party(party)

    def deed(self, party: int, source: int, target: int) -> str:
        """Say what a party does to lead from one state to another, as in "could …"."""
        return self._told.deed(party, source, target)

    @property
    def parties(self) -> tuple[str, ...]:
        """Party ids in the order of the conflict."""
        return self.conflict.parties

    def doing(self, state: int) -> list[tuple[str, list[str]]]:
        """List, party by party, the texts of what is yes in a state; parties with none too."""
        yes = set(self.conflict.yes(state))
        return [
            (
                self.party(i),
                [plain(o.text) for o in self.case.options if o.party == id_ and o.id in yes],
            )
            for i, id_ in enumerate(self.parties)
        ]

    def terms(self, state: int) -> str | None:
        """Name the terms on which a state is settled; None while it is open."""
        place = int(self.conflict.terms_index[state])
        return None if place < 0 else self.conflict.terms[place]


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> count(1, "state"), count(1200, "state")
    ('1 state', '1,200 states')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def upper(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]


def senses(concepts: Iterable[str]) -> str:
    """Name the concepts under which something holds: the strongest, and that the weaker follow.

    Examples
    --------
    >>> senses(["seq", "gmr"])
    'sequential, and so general metarational'
    >>> senses(["sseq", "seq", "smr", "gmr"])
    'symmetric sequential, and so in every weaker sense'
    """
    chosen = set(concepts)
    firm = firmest(chosen)
    if chosen & {"nash", "sseq"}:
        return f"{firm}, and so in every weaker sense"
    return firm if chosen == {"gmr"} else f"{firm}, and so {CONCEPT_NAMES['gmr']}"


def firmest(concepts: Iterable[str]) -> str:
    """Name the strongest of some concepts, both where neither of two implies the other."""
    chosen = set(concepts)
    for strong in (["nash"], ["sseq"], ["seq", "smr"], ["gmr"]):
        if chosen.intersection(strong):
            return joined([CONCEPT_NAMES[key] for key in strong if key in chosen])
    return ""


def concept_list(concepts: Iterable[str]) -> str:
    """Name concepts from the strongest to the weakest."""
    chosen = set(concepts)
    return joined([name for key, name in CONCEPT_NAMES.items() if key in chosen])
