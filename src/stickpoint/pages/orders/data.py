"""In what share of the orders states hold, and how firmly → JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.orders.firm import NEVER, Firm
from stickpoint.answers.orders.uncertain import Uncertain
from stickpoint.pages.orders.words import asked_of, firmness, sentences

DIGITS = 6


def stable(found: Uncertain) -> dict[str, Any]:
    """Return a key where the order of somebody's wants is open: shares above 0, by state number."""
    if not Uncertain.is_in(found.case):
        return {}
    shares, parties = found.shares, found.conflict.parties
    of = {party: shares.rows[found.case.party_index[party]].total for party in found.parties}
    return {
        "orders": {
            "of": of,
            "coders": {party: [*found.coders(party)] for party in found.parties},
            "combinations": shares.total,
            "even": shares.is_even,
            "drawn": dict(shares.drawn),
            "seed": shares.seed,
            "stable": {
                concept: {party: _above(row) for party, row in zip(parties, table, strict=True)}
                for concept, table in shares.stable.items()
            },
            "equilibria": {concept: _above(row) for concept, row in shares.equilibria.items()},
            "error": {c: _above(shares.error(c)) for c, draws in shares.drawn.items() if draws},
        }
    }


def _above(row: NDArray[np.float64]) -> dict[str, float]:
    return {str(s + 1): round(float(row[s]), DIGITS) for s in np.flatnonzero(row).tolist()}


def margins(found: Firm) -> dict[str, Any]:
    """Return how many states each state must pass in a party's order, null where none would do."""
    parties = found.conflict.parties
    return {
        "margins": {
            concept: {
                party: [None if m == NEVER else m for m in row.tolist()]
                for party, row in zip(parties, table, strict=True)
            }
            for concept, table in found.margins.items()
        }
    }


def why(unsure: Uncertain, firm: Firm, state: int, held: Sequence[str]) -> dict[str, Any]:
    """Return what the order of wants does to the status quo, and how firm that is."""
    concept, parties = asked_of(held), firm.conflict.parties
    data: dict[str, Any] = {
        "firm": {
            "concept": concept,
            "sentences": [*firmness(firm, state, held, full=True)],
            "flips": {
                parties[one.party]: {
                    "swaps": one.swaps if one.orders else None,
                    "orders": [[k + 1 for k in order] for order in one.orders],
                    "never": one.is_never,
                    "tried": one.swaps,
                }
                for one in firm.flips(state, concept)
            },
            "margins": {
                key: {
                    party: None if number == NEVER else number
                    for party, number in zip(parties, table[:, state].tolist(), strict=True)
                }
                for key, table in firm.margins.items()
            },
        }
    }
    if Uncertain.is_in(unsure.case):
        shares = unsure.shares
        times = shares.times(concept, state)
        data["orders"] = {
            "concept": concept,
            "share": round(float(shares.equilibria[concept][state]), DIGITS),
            "error": round(float(shares.error(concept)[state]), DIGITS),
            "times": None if times is None else [*times],
            "drawn": shares.drawn[concept],
            "sentences": [*sentences(unsure, state, held)],
        }
    return data
