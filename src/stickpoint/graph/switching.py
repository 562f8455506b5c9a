"""Options that are yes or no → the states that can be, and who can switch what in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.kernels import allowed_arcs
from stickpoint.graph.moves import ArcMoves, FreeMoves, Moves
from stickpoint.graph.ranks import whole_number
from stickpoint.logic.formula import MAX_OPTIONS

MAX_CUBE_OPTIONS = 26


def feasible_codes(n_options: int, infeasible: Iterable[int] | None) -> NDArray[np.uint64]:
    """List the codes of all option vectors but the infeasible ones, ascending."""
    if n_options > MAX_OPTIONS:
        raise ModelError(f"{n_options} options found; at most {MAX_OPTIONS} fit a state code")
    if n_options > MAX_CUBE_OPTIONS:
        raise ModelError(
            f"{n_options} options give {1 << n_options:,} option vectors, too many to list: "
            "describe what is infeasible by statements in a case file"
        )
    codes = np.arange(1 << n_options, dtype=np.uint64)
    if infeasible is None:
        return codes
    listed = [whole_number(code, "an infeasible code") for code in infeasible]
    wrong = [code for code in listed if not 0 <= code < codes.size]
    if wrong:
        raise ModelError(
            f"infeasible code {wrong[0]} found; codes lie between 0 and {codes.size - 1}: bit k is "
            "option k"
        )
    left = np.delete(codes, listed)
    if not left.size:
        raise ModelError("every option vector is infeasible; at least one state must remain")
    return left


def option_moves(
    codes: NDArray[np.uint64],
    owners: Sequence[int],
    one_way: Sequence[int],
    n_parties: int,
    allowed: dict[int, NDArray[np.bool_]] | None = None,
) -> tuple[Moves, ...]:
    """Return each party its moves: free where every own option is, else as arcs.

    An owner of -1 is nature, which moves nobody here; ``allowed`` has, for an option with a
    condition, the states in which it may be switched.
    """
    conditions = allowed or {}
    result: list[Moves] = []
    for party in range(n_parties):
        own = [k for k, owner in enumerate(owners) if owner == party]
        free = FreeMoves(sum(1 << k for k in own), codes)
        if not own:
            result.append(ArcMoves.none(codes.size))
        elif any(one_way[k] or k in conditions for k in own):
            result.append(_conditional(free, own, one_way, conditions))
        else:
            result.append(free)
    return tuple(result)


def _conditional(
    free: FreeMoves,
    own: list[int],
    one_way: Sequence[int],
    conditions: dict[int, NDArray[np.bool_]],
) -> ArcMoves:
    codes, classes = free.codes, free.classes
    up, down = np.zeros_like(codes), np.zeros_like(codes)
    for k in own:
        bit = np.uint64(1 << k)
        here = np.where(conditions[k], bit, np.uint64(0)) if k in conditions else bit
        if one_way[k] >= 0:
            up |= here
        if one_way[k] <= 0:
            down |= here
    return ArcMoves(*allowed_arcs(codes, classes.first, classes.members, up, down))
