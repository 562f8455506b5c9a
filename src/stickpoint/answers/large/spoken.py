"""The states that are spoken of, of a cube whose states are never listed → a small conflict.

It has their ranks, terms and words, and no moves: whoever asks it for moves hears why. So what
takes all states fails aloud on it, and never speaks of a few as if they were all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np

from stickpoint.case.model.case import Case
from stickpoint.errors import NoRoom
from stickpoint.graph.build import conflict_of
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.blocks.cube import StatedCube
from stickpoint.solve.stability.witness import Speaker, Witness, speaker_of


def window(case: Case, cube: StatedCube, nature: int, now: int, codes: Iterable[int]) -> Conflict:
    """Return some states of a cube, today's among them, as a conflict without moves.

    Parameters
    ----------
    case : Case
    cube : StatedCube
    nature : int
        The bits of nature's options, which hold in every state.
    now : int
        The option vector of today, nature left out.
    codes : iterable of int
        Other option vectors, likewise.
    """
    chosen = np.array(sorted({now, *codes}), dtype=np.uint64)
    orders = [np.unique(cube.rank(i, chosen), return_inverse=True)[1] for i in cube.parties]
    ranks, place = np.stack(orders).astype(np.int32), int(np.searchsorted(chosen, np.uint64(now)))
    made = conflict_of(case, chosen | np.uint64(nature), ranks, place)
    made = replace(made, moves=_Unlisted())
    told = repr((cube.owners, cube.lines, nature)).encode()
    made.__dict__["fingerprint"] = hashlib.sha256(told).hexdigest()[:16]
    return made


def place(conflict: Conflict, nature: int, code: int) -> int:
    """Return the index of a state that is spoken of."""
    assert conflict.codes is not None, "built from a case"
    return int(np.searchsorted(conflict.codes, np.uint64(code | nature)))


class _Unlisted(tuple[Any, ...]):
    """Moves that are not listed: whoever asks for them hears so."""

    __slots__ = ()

    def __iter__(self) -> NoReturn:
        """Refuse."""
        raise NoRoom("that takes every move, and of so many states none are listed")

    def __getitem__(self, key: object) -> NoReturn:
        """Refuse."""
        iter(self)
        raise AssertionError


@dataclass(frozen=True, eq=False)
class Unfollowed(Witness):
    """A witness of which only the best gain is told, with how many there are.

    ``is_followed`` is no where the answer to it was not followed to its end.
    """

    n_improvements: int = 1
    is_followed: bool = True

    def sentence(self, speaker: Speaker | None = None) -> str:
        """Say it in one sentence; of an answer not followed to its end that there is one."""
        if self.is_followed:
            return super().sentence(speaker)
        words = speaker or speaker_of(self.conflict)
        name, gain = words.party(self.party), self.gains[0]
        deed = words.deed(self.party, self.state, gain.state)
        return (
            f"{name[:1].upper()}{name[1:]} would gain by this: {deed}; but others could, each to "
            f"its own gain, take that away, by more moves than are followed among so many states."
        )

    @property
    def n_gains(self) -> int:
        """How many improvements there are."""
        return self.n_improvements
