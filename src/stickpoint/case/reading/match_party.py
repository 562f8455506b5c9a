"""What somebody is called in words → the party that is meant, or the one nearest by name."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import NamedTuple

from stickpoint.case.model.case import Party
from stickpoint.case.reading.speakers import same_person

_BETWEEN = re.compile(r"[(),;/]")
_ALIKE = 0.6


class Match(NamedTuple):
    """The id of the party that words mean, or nothing and the id that is nearest, if any is."""

    id: str
    nearest: str = ""


def match_party(words: str, parties: Sequence[Party]) -> Match:
    """Tell which party words mean.

    A party is meant by its id, and by words that are all in one of its names, or hold one: its
    name is taken apart at brackets and commas, so that "Mao" and "China" both mean "China (Mao)".
    Where several parties could be meant, none is.

    Examples
    --------
    >>> us, prc = Party("us", "United States"), Party("prc", "China (Mao)")
    >>> [match_party(words, (us, prc)) for words in ("Mao", "Chino", "the press")]
    [Match(id='prc', nearest=''), Match(id='', nearest='prc'), Match(id='', nearest='')]
    """
    small = words.casefold()
    exact = [party.id for party in parties if small in map(str.casefold, _whole(party))]
    alike = [party.id for party in parties if any(same_person(words, n) for n in _parts(party))]
    for found in (exact, alike):
        if len(found) == 1:
            return Match(found[0])
        if found:
            return Match("", found[0])
    names = {n.casefold(): p.id for p in parties for n in (*_whole(p), *_parts(p))}
    near = difflib.get_close_matches(small, names, n=1, cutoff=_ALIKE)
    return Match("", names[near[0]] if near else "")


def _whole(party: Party) -> list[str]:
    return [name for name in (party.id, party.name, party.short) if name]


def _parts(party: Party) -> list[str]:
    return [part.strip() for name in _whole(party)[1:] for part in _BETWEEN.split(name)]
