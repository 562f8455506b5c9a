"""How many bytes it takes to judge a cube by blocks: what does not fit is refused beforehand."""

from __future__ import annotations

from collections.abc import Sequence

from stickpoint.errors import NoRoom
from stickpoint.memory import available
from stickpoint.solve.stability.blocks.stated import StatedRanks

_ROOM = 1 << 29
"""Bytes for tiles, on top of what grows with the states."""


def check_room(
    n_options: int,
    ranks: Sequence[StatedRanks],
    concepts: int,
    *,
    kept: int = 0,
    can_ask_fewer: bool = False,
) -> None:
    """Refuse a cube that does not fit the memory that is free.

    Parameters
    ----------
    n_options : int
    ranks : sequence of StatedRanks
        One for each party.
    concepts : int
        How many are judged at a time.
    kept : int
        Of how many sets of states the caller keeps a bit for each state besides.
    can_ask_fewer : bool
        Whether the caller can be advised to ask for fewer concepts.

    Raises
    ------
    NoRoom
        More states than the memory that is free can hold.
    """
    states, there = 1 << n_options, available()
    wide = max(rank.dtype.itemsize for rank in ranks)
    wanted = states * wide + states * (len(ranks) * (concepts + 1) + kept) // 8 + _ROOM
    if wanted > there:
        fewer = "ask for fewer concepts, or " if can_ask_fewer and concepts > 1 else ""
        raise NoRoom(
            f"{states:,} states of {len(ranks)} parties need about {wanted / 2**30:,.1f} GiB even "
            f"by blocks, and {there / 2**30:.1f} GiB of memory are free: {fewer}rule out what "
            "cannot be, or make one option of options that go together"
        )
