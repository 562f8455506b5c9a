"""Great differences and unknown orders, where a case declares them: what they do to stability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from stickpoint.case.model.case import Case
from stickpoint.graph.build import bands, unknown_pairs
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability import strength, unknown
from stickpoint.solve.stability.result import Mask, Stability
from stickpoint.solve.stability.sanctions import CONCEPTS

MOST_STATES = 4096
"""Unknown orders are pairs of states; beyond this they are left to Python and to patience."""


@dataclass(frozen=True, eq=False)
class Declared:
    """What a case declares of strength and doubt, in its conflict, under the concepts asked for."""

    case: Case
    conflict: Conflict
    concepts: Sequence[str] = CONCEPTS

    @property
    def great(self) -> list[str]:
        """Parties with statements that make a great difference."""
        return [party for party in self.conflict.parties if self.case.strength.get(party)]

    @property
    def unsure(self) -> list[str]:
        """Parties with pairs of kinds of states that they cannot order."""
        return [party for party in self.conflict.parties if self.case.unknown.get(party)]

    @property
    def too_many(self) -> str:
        """Why unknown orders are not analysed; empty when they are."""
        if (n := self.conflict.n_states) <= MOST_STATES:
            return ""
        most = f"{MOST_STATES:,} are the most here"
        return f"{n:,} states make too many pairs, {most}: see sp.unknown"

    @cached_property
    def strong(self) -> Stability | None:
        """Strong and weak stability; None where no party has great statements."""
        asked = [concept for concept in self.concepts if concept in strength.CONCEPTS]
        if not self.great or not asked:
            return None
        return strength.strength(self.conflict, bands(self.case, self.conflict), asked)

    @cached_property
    def doubtful(self) -> Stability | None:
        """Stability in extensions a to d; None where no order is unknown or states are too many."""
        asked = [concept for concept in self.concepts if concept in unknown.CONCEPTS]
        if not self.unsure or not asked or self.too_many:
            return None
        return unknown.unknown(self.conflict, unknown_pairs(self.case, self.conflict), asked)

    def holding(self) -> dict[str, Mask]:
        """Return, for strong and weak stability, the states that hold for every party.

        Weakly is what holds for everybody, and not for everybody strongly.
        """
        if self.strong is None:
            return {}
        found, stable = {}, self.strong.stable
        for strong in (name for name in stable if name.startswith("strong")):
            weak = strong.replace("strong", "weak", 1)
            found[strong] = self.strong.equilibria[strong]
            found[weak] = (stable[strong] | stable[weak]).all(axis=0) & ~found[strong]
        return found

    def extensions(self, state: int) -> dict[str, str]:
        """Return, concept by concept, the letters under which a state holds for every party."""
        if self.doubtful is None:
            return {}
        held: dict[str, str] = {}
        for name, mask in self.doubtful.equilibria.items():
            concept, letter = name.split("_")
            held[concept] = held.get(concept, "") + (letter if mask[state] else "")
        return held
