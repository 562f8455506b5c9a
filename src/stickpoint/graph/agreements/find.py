"""A case and its states → the agreements there are: how several parties could settle it together.

From an open state, for each way to settle, the settled states of that way count that switch the
fewest options, leave what is nature's as it is, and switch no option that its owner could not
switch there by itself. Whoever owns an option that is switched must consent, and who is said to.
What takes one party only is a move, and no agreement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.agreements.table import NONE, Agreements

Codes = NDArray[np.uint64]
Floats = NDArray[np.float64]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_PAIRS = 1 << 27
"""Of an open and a settled state that are compared; beyond, nobody looks."""
_AT_ONCE = 1 << 20
_NEVER = np.uint8(255)


class Options(NamedTuple):
    """Who owns each option, which ways it goes, and where it may be switched if not everywhere.

    Nature's come last in ``owner``, as -1; ``one_way`` and ``allowed`` speak of the parties'.
    """

    owner: tuple[int, ...]
    one_way: tuple[int, ...]
    allowed: Mapping[int, Flags]


class Wanted(NamedTuple):
    """Which ways to settle are looked at, and what is written of them.

    ``ways`` are numbers as in ``terms_index``. ``consent`` (states, parties) marks who must consent
    to an agreement on a settled state beside those whose options change, and ``signed`` (states,)
    where it takes an agreement to settle at all: there all consent who are marked, wherever they
    come from, also where nothing is left to be switched.
    """

    ways: Longs
    consent: Flags
    signed: Flags


class JointActs:
    """The agreements of the games of one case, found once; what they cost is read anew.

    Parameters
    ----------
    codes : ndarray of uint64, shape (states,)
        Bit k is option k.
    terms_index : ndarray of int, shape (states,)
        The way in which a state is settled, -1 while open.
    options : Options
    wanted : Wanted, optional
        Every way, with the consent of those whose options change, if left out.

    Raises
    ------
    ModelError
        More pairs of states than can be compared.
    """

    def __init__(
        self, codes: Codes, terms_index: NDArray[np.int32], options: Options,
        wanted: Wanted | None = None,
    ) -> None:  # fmt: skip
        owner = np.array(options.owner)
        if wanted is None:
            every, nobody = (
                np.unique(terms_index.astype(np.int64)),
                np.zeros(codes.size, dtype=np.bool_),
            )
            parties = max(int(owner.max(initial=-1)) + 1, 1)
            wanted = Wanted(every, np.repeat(nobody[:, None], parties, axis=1), nobody)
        found = list(_nearest(codes, terms_index, options, wanted.ways))
        stay = np.flatnonzero(wanted.signed)
        found.append((stay, stay, np.ones(stay.size)))
        source, target, share = (np.concatenate(part) for part in zip(*found, strict=True))
        changed = codes[source] ^ codes[target]
        bits = (changed[:, None] >> np.arange(owner.size, dtype=np.uint64)) & np.uint64(1) == 1
        takes = wanted.consent[target].copy()
        for i in range(takes.shape[1]):
            takes[:, i] |= bits[:, owner == i].any(axis=1)
        several = takes.sum(axis=1) > 1
        order = np.lexsort((target, source))
        order = order[several[order]]
        act, party = np.nonzero(takes[order])
        count = takes[order].sum(axis=1)
        begin = np.concatenate(([0], np.cumsum(count))).astype(np.int64)
        self._laid = Agreements(
            source[order].astype(np.int32), target[order].astype(np.int32), share[order], begin,
            party.astype(np.int32), np.zeros(party.size),
        )  # fmt: skip
        self._switched = bits[order][act] & (owner[None, :] == party[:, None])

    def read(self, prices: Floats) -> Agreements:
        """Return the agreements where switching each of the parties' options costs so much."""
        laid = self._laid
        if not laid.size:
            return NONE
        effort = self._switched[:, : prices.size] @ prices
        return Agreements(
            laid.source, laid.target, laid.share, laid.begin, laid.party, np.asarray(effort)
        )


def _nearest(
    codes: Codes, terms_index: NDArray[np.int32], options: Options, ways: Longs
) -> Iterator[tuple[Longs, Longs, Floats]]:
    """List from each open state the nearest settled states of each way, and their shares."""
    down, up = _locked(codes, options)
    nature = np.uint64(sum(1 << k for k, owner in enumerate(options.owner) if owner < 0))
    _refuse_many(codes & nature, terms_index, np.isin(terms_index, ways[ways >= 0]))
    for setting in np.unique(codes & nature):
        here = (codes & nature) == setting
        opened = np.flatnonzero(here & (terms_index < 0))
        for way in np.intersect1d(ways[ways >= 0], terms_index[here]):
            ends = np.flatnonzero(here & (terms_index == way))
            step = max(1, _AT_ONCE // ends.size)
            for part in np.split(opened, np.arange(step, opened.size, step)):
                yield _pairs(codes, part, ends, down, up)


def _pairs(
    codes: Codes, opened: Longs, ends: Longs, down: Codes, up: Codes
) -> tuple[Longs, Longs, Floats]:
    """Pair open states with the nearest of some ends, which share a weight of 1."""
    switched = codes[opened][:, None] ^ codes[ends]
    off, on = switched & ~codes[ends], switched & codes[ends]
    barred = (off & down[opened][:, None]) | (on & up[opened][:, None])
    far = np.where(barred == 0, np.bitwise_count(switched), _NEVER)
    least = far.min(axis=1)
    row, column = np.nonzero((far == least[:, None]) & (least < _NEVER)[:, None])
    count = np.bincount(row, minlength=opened.size)
    return opened[row], ends[column], 1.0 / count[row]


def _locked(codes: Codes, options: Options) -> tuple[Codes, Codes]:
    """Return which options may not be switched off, and not on, in each state."""
    down, up = np.zeros_like(codes), np.zeros_like(codes)
    for k, way in enumerate(options.one_way):
        bit = np.uint64(1 << k)
        free = options.allowed.get(k, np.ones(codes.size, dtype=np.bool_))
        down |= np.where(free & (way <= 0), np.uint64(0), bit)
        up |= np.where(free & (way >= 0), np.uint64(0), bit)
    return down, up


def _refuse_many(setting: Codes, terms_index: NDArray[np.int32], ends: Flags) -> None:
    _, place = np.unique(setting, return_inverse=True)
    over = np.bincount(place.ravel(), weights=ends)
    pairs = float(over @ np.bincount(place.ravel(), weights=terms_index < 0))
    if pairs > MOST_PAIRS:
        raise ModelError(
            f"to find agreements {pairs:,.0f} pairs of an open and a settled state would have to "
            f"be compared, at most {MOST_PAIRS:,} are: rule out what cannot be under impossible, "
            "at_most_one or exactly_one, or do without agreements"
        )
