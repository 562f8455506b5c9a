"""What each party wants, where that is not known for certain → the share of orders that hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stickpoint.case.model.case import Case, Wants
from stickpoint.case.model.stakes import Coder
from stickpoint.graph.conflict import Conflict
from stickpoint.logic import evaluate
from stickpoint.solve.stability.orders.partial_order import PartialOrder
from stickpoint.solve.stability.orders.reading import Reading
from stickpoint.solve.stability.orders.shares import OrderShares, shares
from stickpoint.solve.stability.sanctions import CONCEPTS

__all__ = ["OrderShares", "Uncertain"]


@dataclass(frozen=True, eq=False)
class Uncertain:
    """What follows where a case leaves the order of some party's wants open."""

    case: Case
    conflict: Conflict
    concepts: Sequence[str] = CONCEPTS

    @staticmethod
    def is_in(case: Case) -> bool:
        """Tell whether a case leaves any order open."""
        return any(_open(case, party.id) for party in case.parties)

    @property
    def parties(self) -> list[str]:
        """Whose order is not known for certain."""
        return [party for party in self.conflict.parties if _open(self.case, party)]

    def coders(self, party: str) -> tuple[str, ...]:
        """Return who has put a party's order in writing; nobody where it stands by itself."""
        wants = _open(self.case, party)
        return tuple(one.name for one in wants.coders) if wants else ()

    @property
    def are_coders_alone(self) -> bool:
        """Whether all that is open is which coder is right."""
        every = [wants for party in self.parties if (wants := _open(self.case, party))]
        return all(wants.coders and not any(c.loose for c in wants.coders) for wants in every)

    @cached_property
    def shares(self) -> OrderShares:
        """The share of the orders under which each party stays, and all do."""
        place = self.case.party_index
        told = {
            place[party]: [self._reading(account) for account in wants.accounts]
            for party in self.parties
            if (wants := _open(self.case, party))
        }
        return shares(self.conflict, told, self.concepts)

    def _reading(self, account: Coder) -> Reading:
        codes = self.conflict.codes
        assert codes is not None, "a case has options"
        holds = np.zeros((len(account.items), codes.size), dtype=np.bool_)
        for row, want in zip(holds, account.items, strict=True):
            row[:] = evaluate(want.statement.formula, codes)
        return Reading(holds, PartialOrder.of(len(account.items), account.before), account.name)


def _open(case: Case, party: str) -> Wants | None:
    """Return the wants of a party that leave its order open; None for any other."""
    wish = case.preferences.get(party)
    return wish if isinstance(wish, Wants) and not wish.is_certain else None
