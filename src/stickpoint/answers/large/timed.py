"""A conflict → whether `stickpoint why` asks the clock about it, and for shares of the delay."""

from __future__ import annotations

from stickpoint.graph.conflict import Conflict
from stickpoint.graph.moves import followed, listed

MOST_STATES = 20_000
"""States beyond which it leaves the clock to its own verb."""
MOST_MOVES, MOST_SHARED = 50_000, 400_000
"""Moves listed one by one beyond which it leaves the clock to its own verb; and steps to follow
all moves, each counted once for every group of parties, beyond which it leaves out shares of the
delay: a minute on one core, each. Where options switch freely the clock lists no moves."""


def clock_fits(conflict: Conflict) -> bool:
    """Tell whether a conflict is small enough for `why` to ask the clock."""
    return not too_large(conflict)


def too_large(conflict: Conflict) -> str:
    """Say of what a conflict has too many for `why` to ask the clock; empty where it does."""
    states, moves = conflict.n_states, listed(conflict.moves)
    longer = "ask stickpoint clock, which takes its time."
    if states > MOST_STATES:
        return f"{states:,} states are more than {MOST_STATES:,}; {longer}"
    if moves > MOST_MOVES:
        return f"{states:,} states have {moves:,} moves, more than {MOST_MOVES:,}; {longer}"
    return ""


def shares_fit(conflict: Conflict) -> bool:
    """Tell whether it is small enough for shares of the delay too."""
    return followed(conflict.moves) << min(conflict.n_parties, 8) <= MOST_SHARED
