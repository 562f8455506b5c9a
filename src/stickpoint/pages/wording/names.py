"""What parties, moves and concepts are called, and words that agree with them in number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from stickpoint.case.model.case import Case
from stickpoint.graph.build import texts_of
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.words import Told, is_plural, joined, plain

if TYPE_CHECKING:
    from stickpoint.answers.levers.ranks import LeastChanges
    from stickpoint.answers.why.stability import Step, Why

__all__ = ["count", "is_plural", "joined", "plain", "upper", "verb"]

_PLURALS = {"has": "have", "is": "are", "does": "do"}


def verb(names: Sequence[str], one: str) -> str:
    """Return a verb as it goes with whoever is named, from its form for one.

    >>> verb(["Korea"], "moves"), verb(["the studios"], "moves"), verb(["the studios"], "has")
    ('moves', 'move', 'have')
    >>> verb(["Peking", "Taipei"], "moves")
    'move'
    """
    several = len(names) > 1 or any(map(is_plural, names))
    return _PLURALS.get(one, one.removesuffix("s")) if several else one


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> count(1, "state"), count(1200, "state")
    ('1 state', '1,200 states')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def upper(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """Go on with a sentence where another would begin.

    >>> within("No terms hold."), within("OR-Tools is not installed."), within("The case is large.")
    ('no terms hold.', 'OR-Tools is not installed.', 'the case is large.')
    """
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first in ("The", "No", "A", "An", "None") else text


CONCEPT_NAMES = {
    "nash": "Nash",
    "sseq": "symmetric sequential",
    "seq": "sequential",
    "smr": "symmetric metarational",
    "gmr": "general metarational",
}
"""From the strongest claim to the weakest, but that neither of seq and smr implies the other."""
MEANINGS = {
    "nash": "no move would be a gain",
    "sseq": "others would answer every gain, to their own gain, with no way round it",
    "seq": "others would answer every gain, to their own gain",
    "smr": "others could answer every gain, at whatever price, with no way round it",
    "gmr": "others could answer every gain, at whatever price",
}
"""What each concept says of whoever stays, in plain words."""


@dataclass(frozen=True)
class CaseWords:
    """Speaks of a conflict in the texts of its case (a `Speaker` for witnesses)."""

    case: Case
    conflict: Conflict

    @classmethod
    def of(cls, answer: Why | LeastChanges) -> CaseWords:
        """Return the words for an answer's conflict."""
        return cls(answer.case, answer.conflict)

    @cached_property
    def _told(self) -> Told:
        return Told(self.conflict, texts_of(self.case))

    def party(self, party: int) -> str:
        """Return a party's short name."""
        return self._told.party(party)

    def deed(self, party: int, source: int, target: int) -> str:
        """Say what a party does to lead from one state to another, as in "could …"."""
        return self._told.deed(party, source, target)

    def doing(self, state: int) -> list[tuple[str, list[str]]]:
        """List, party by party, the texts of what is yes in a state; parties with none too."""
        yes = set(self.conflict.yes(state))
        held = [option for option in self.case.options if option.id in yes]
        return [
            (self.party(i), [plain(option.text) for option in held if option.party == id_])
            for i, id_ in enumerate(self.conflict.parties)
        ]

    def way(self, steps: Sequence[Step], start: int) -> list[str]:
        """Say each move of a way: who does what."""
        sources = (start, *(step.state for step in steps))
        return [
            f"{self.party(step.party)}: {self.deed(step.party, source, step.state)}"
            for source, step in zip(sources, steps, strict=False)
        ]


def imposing(case: Case, patron: str, option: str) -> tuple[str, str, str]:
    """Say what having a client's option taken up is, having it left, and what of both it can do."""
    told = zip(case.imposed, texts_of(case).imposed, strict=True)
    asked = (patron, option)
    line, (_, _, taken, left) = next(x for x in told if (x[0].patron, x[0].option) == asked)
    ways = [left] * (line.way <= 0) + [taken] * (line.way >= 0)
    return taken, left, " or ".join(dict.fromkeys(ways))


def party_names(case: Case) -> dict[str, str]:
    """Return what to call each party in a sentence, by its id."""
    return {party.id: party.called for party in case.parties}


def senses(concepts: Iterable[str]) -> str:
    """Name the strongest of some concepts, each with its plain meaning.

    >>> senses(["nash", "seq", "gmr"])
    'Nash (no move would be a gain)'
    """
    return joined([f"{CONCEPT_NAMES[key]} ({MEANINGS[key]})" for key in _strongest(concepts)])


def firmest(concepts: Iterable[str]) -> str:
    """Name the strongest of some concepts, both where neither of two implies the other.

    >>> firmest(["gmr", "smr", "seq"])
    'sequential and symmetric metarational'
    """
    return joined([CONCEPT_NAMES[key] for key in _strongest(concepts)])


def _strongest(concepts: Iterable[str]) -> list[str]:
    chosen = set(concepts)
    ladder = (["nash"], ["sseq"], ["seq", "smr"], ["gmr"])
    return next(([key for key in rung if key in chosen] for rung in ladder if chosen & {*rung}), [])
