"""A state of a cube judged by blocks → how each party stands to it, and what holds it back.

As `answers.why.stability` has it of stored states, by the same definitions; only the states that
are spoken of are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stickpoint.answers.why.holds import FIRMEST_FIRST
from stickpoint.solve.stability.blocks.by_blocks import BlockStability
from stickpoint.solve.stability.blocks.cube import StatedCube
from stickpoint.solve.stability.blocks.followed import answer, gains, threat
from stickpoint.solve.stability.result import Step


@dataclass(frozen=True)
class Stance:
    """How a party stands to a state; states are option vectors.

    Parameters
    ----------
    party : int
    kind, concept : str
        As in `Hold`, and the concept of the witness.
    concepts : tuple of str
        Those under which it stays.
    gain : int or None
        What it would move to.
    gains : int
        How many improvements it has.
    sanction : tuple of Step or None
        What answers that; nothing for a free party, None where it was not followed to its end.
    alternatives : tuple of int
        Others that could take the gain away by a single move.
    """

    party: int
    kind: str
    concept: str
    concepts: tuple[str, ...]
    gain: int | None = None
    gains: int = 0
    sanction: tuple[Step, ...] | None = ()
    alternatives: tuple[int, ...] = ()

    @property
    def states(self) -> list[int]:
        """The states that are spoken of."""
        own = [] if self.gain is None else [self.gain]
        return [*own, *(step.state for step in self.sanction or ())]


def stance(cube: StatedCube, found: BlockStability, code: int, party: int) -> Stance:
    """Say how a party stands to a state."""
    at = np.array([code], dtype=np.uint64)
    keys = tuple(key for key in FIRMEST_FIRST if found.holds(key, party, at)[0])
    if "nash" in keys:
        return Stance(party, "content", "nash", keys)
    better, level = gains(cube, party, code), cube.rank_of(party, code)
    for concept in ("seq", "gmr"):
        if concept in keys:
            best, willing = int(better[0]), concept == "seq"
            way = (answer if willing else threat)(cube, party, best, level)
            named = {step.party for step in way or ()}
            others = _alternatives(cube, party, best, level, willing=willing)
            alone = tuple(j for j in others if j not in named)
            return Stance(party, "deterred", concept, keys, best, better.size, way, alone)
    return free(cube, found, code, party, keys)


def free(
    cube: StatedCube, found: BlockStability, code: int, party: int, keys: Sequence[str] = ()
) -> Stance:
    """Return the best gain of a party that no moves of the others could take away."""
    better, level = gains(cube, party, code), cube.rank_of(party, code)
    own = np.searchsorted(cube.own[party], better & np.uint64(cube.masks[party]))
    safe = better[found.secured[party][own] > level]
    return Stance(party, "free", "gmr", tuple(keys), int(safe[0]), better.size)


def leaver(cube: StatedCube, found: BlockStability, code: int) -> Stance | None:
    """Return the first party that would leave a state whatever the others did; None if none."""
    at = np.array([code], dtype=np.uint64)
    for party in cube.parties:
        if not found.holds("gmr", party, at)[0]:
            return free(cube, found, code, party)
    return None


def _alternatives(
    cube: StatedCube, party: int, code: int, level: int, *, willing: bool
) -> list[int]:
    """List the others that could take a gain away by a single move, or improvement."""
    able = []
    for j in cube.parties:
        there = cube.reach(j, code)
        there = there[there != code]
        if willing:
            there = there[cube.rank(j, there) > cube.rank_of(j, code)]
        if j != party and there.size and cube.rank(party, there).min() <= level:
            able.append(j)
    return able
