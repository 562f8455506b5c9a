"""Options that are yes or no → the states that can be, and who can switch what in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, NoRoom
from stickpoint.graph.kernels import allowed_arcs, allowed_counts
from stickpoint.graph.moves import ArcMoves, FreeMoves, Moves
from stickpoint.graph.ranks import whole_number
from stickpoint.logic.formula import MAX_OPTIONS
from stickpoint.memory import arcs_refusal

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


class Reach(NamedTuple):
    """An option that a party can set besides its own: which way, and in which states.

    ``way`` is 0 for either, 1 only to yes, -1 only to no; ``here`` None where in all states.
    """

    party: int
    option: int
    way: int
    here: NDArray[np.bool_] | None = None


def option_moves(
    codes: NDArray[np.uint64],
    owners: Sequence[int],
    one_way: Sequence[int],
    n_parties: int,
    allowed: dict[int, NDArray[np.bool_]] | None = None,
    imposed: Sequence[Reach] = (),
) -> tuple[Moves, ...]:
    """Return each party its moves: free where every own option is, else as arcs.

    An owner of -1 is nature, which moves nobody here; ``allowed`` has, for an option with a
    condition, the states in which its owner may switch it. ``imposed`` are options that others can
    set too: what goes one way does so for them as well, its condition is the owner's alone.
    """
    given = (codes, tuple(owners), tuple(one_way), n_parties, allowed or {}, tuple(imposed))
    if codes.size > _SMALL:
        return _laid_out(*given)
    key = _key(*given)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = _laid_out(*given)
    return _KEPT[key]


_KEPT: dict[tuple[Any, ...], tuple[Moves, ...]] = {}
_MOST_KEPT, _SMALL = 8, 1 << 12
"""Moves are laid out once for every way to ask about one case; of large ones none are kept."""


def _key(
    codes: NDArray[np.uint64], owners: Sequence[int], one_way: Sequence[int], n_parties: int,
    allowed: Mapping[int, NDArray[np.bool_]], imposed: Sequence[Reach],
) -> tuple[Any, ...]:  # fmt: skip
    """Return what moves are laid out by, to be told from another."""
    when = tuple((k, here.tobytes()) for k, here in allowed.items())
    more = tuple((*r[:3], None if r.here is None else r.here.tobytes()) for r in imposed)
    return codes.tobytes(), owners, one_way, n_parties, when, more


def _laid_out(
    codes: NDArray[np.uint64], owners: Sequence[int], one_way: Sequence[int], n_parties: int,
    conditions: Mapping[int, NDArray[np.bool_]], imposed: Sequence[Reach],
) -> tuple[Moves, ...]:  # fmt: skip
    result: list[Moves] = []
    for party in range(n_parties):
        own = [k for k, owner in enumerate(owners) if owner == party]
        more = [reach for reach in imposed if reach.party == party]
        bits = {*own, *(reach.option for reach in more)}
        free = FreeMoves(sum(1 << k for k in bits), codes)
        if not bits:
            result.append(ArcMoves.none(codes.size))
        elif more or any(one_way[k] or k in conditions for k in own):
            reaches = [Reach(party, k, one_way[k], conditions.get(k)) for k in own]
            arcs = sum(moves.n_arcs for moves in result if isinstance(moves, ArcMoves))
            result.append(_conditional(free, [*reaches, *more], arcs))
        else:
            result.append(free)
    return tuple(result)


def _conditional(free: FreeMoves, reaches: Sequence[Reach], before: int) -> ArcMoves:
    """Return the moves that switch some options at once, each as far as it can be set.

    They are refused where, with so many ``before``, there is no room for what takes them all.
    """
    codes, classes = free.codes, free.classes
    up, down = np.zeros_like(codes), np.zeros_like(codes)
    for _, k, way, allowed in reaches:
        bit = np.uint64(1 << k)
        here = bit if allowed is None else np.where(allowed, bit, np.uint64(0))
        if way >= 0:
            up |= here
        if way <= 0:
            down |= here
    layout = (codes, classes.first, classes.members, up, down)
    start = allowed_counts(*layout)
    if reason := arcs_refusal(before + int(start[-1])):
        raise NoRoom(
            f"{reason}; let more options switch freely, or leave out options, or states that "
            "cannot be"
        )
    return ArcMoves(start, allowed_arcs(*layout, start))
