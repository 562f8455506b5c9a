"""Games → their agreements, laid out flat for the compiled loops; and what cannot have any yet."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


class Joint(NamedTuple):
    """What is given of agreements.

    ``source``, ``target`` and ``share`` (acts,) as in `Agreements`; the parts of act r, one for
    each party that must consent, are ``begin[r]`` up to ``begin[r + 1]``, with ``party`` and
    ``effort``. Parts of one party in one state have one *voice* (parts,), for they compete in what
    it proposes. A game without agreements has none of any, and the loops look whether it has.
    """

    source: Ints
    target: Ints
    share: Floats
    begin: Longs
    party: Ints
    effort: Floats
    voice: Longs


class JointSpace(NamedTuple):
    """Space to work in: by part, by voice, and by act."""

    worth: Floats
    power: Floats
    shifted: Floats
    top: Floats
    whole: Floats
    rate: Floats


def joint_of(game: Game) -> Joint:
    """Lay the agreements of a game out.

    Raises
    ------
    ModelError
        A party that always replies best and must consent: what it accepts jumps.
    """
    acts = game.agreements
    sharp = np.flatnonzero(np.isinf(game.precision[acts.party]))
    if sharp.size:
        name = game.parties[acts.party[sharp[0]]]
        raise ModelError(
            f"{name} always replies best (infinite precision) and has to consent to an agreement; "
            "give it a finite precision, or leave the agreements out"
        )
    key = acts.source[acts.act].astype(np.int64) * game.n_parties + acts.party
    _, voice = np.unique(key, return_inverse=True)
    return Joint(
        acts.source, acts.target, acts.share, acts.begin, acts.party, acts.effort,
        voice.ravel().astype(np.int64),
    )  # fmt: skip


def joint_space(joint: Joint, wide: tuple[int, ...]) -> JointSpace:
    """Make space for one game or for (8,)."""
    parts, acts = joint.party.size, joint.source.size
    voices = int(joint.voice.max(initial=-1)) + 1
    sizes = (parts, parts + voices, parts + voices, voices, voices, acts)
    return JointSpace(*(np.empty((size, *wide)) for size in sizes))


def chances_of(joint: Joint, pace: Floats, settled: NDArray[np.bool_]) -> Floats:
    """Return what each act's rate is at most: its share of μ/n, μ the harmonic mean of the paces.

    Of the n parties that must consent; paces may have a last axis, of several games. Nothing where
    one of them never gets a chance to move, and where it is settled.
    """
    wide = pace.shape[1:]
    if not joint.source.size:
        return np.empty((0, *wide))
    with np.errstate(divide="ignore"):
        waits = np.add.reduceat(1.0 / pace[joint.party], joint.begin[:-1])
    over, share = (x.reshape(-1, *[1] * len(wide)) for x in (settled[joint.source], joint.share))
    return np.where(over, 0.0, share / waits)


def refuse_agreements(game: Game, what: str) -> None:
    """Refuse a game with agreements for what cannot reckon with them.

    Raises
    ------
    ModelError
    """
    if game.agreements.size:
        raise ModelError(
            f"the game has {game.agreements.size} agreements, ways to settle that several parties "
            f"take together, and {what} cannot reckon with these yet; leave them out"
        )
