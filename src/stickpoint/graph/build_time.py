"""Where a game starts, and what happens in it on dates."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.equivalent_states import turned
from stickpoint.case.dates.fuzzy import dated, happened
from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError
from stickpoint.graph.build import place_of
from stickpoint.graph.game import Event
from stickpoint.graph.readings.asked import Asked

if TYPE_CHECKING:
    from stickpoint.graph.build_game import Changes

Codes = NDArray[np.uint64]
Floats = NDArray[np.float64]


def status_quo(case: Case, made: Changes, codes: Codes) -> int:
    """Return the state in which everything is as it is now, with what was changed."""
    now = {option.id: option.now for option in case.options}
    now |= {chance.id: chance.now for chance in case.nature} | happened(case, made.on, made.rate)
    now |= dict(made.fix)
    return place_of(case, now, codes, "with these changes made from the start on")


class Starts:
    """Where it starts: what nobody but the parties knows is so with its chance."""

    def __init__(self, case: Case, made: Changes, codes: Codes, now: int, asked: Asked) -> None:
        self._codes, self._now = codes, now
        self._unknown = [
            (
                1 << case.option_index[chance.id],
                asked.place(_evenly(f"{chance.id} so")),
                asked.place(chance.likely),
            )
            for chance in case.nature
            if chance.likely is not None and chance.id not in made.fix
        ]

    @property
    def is_known(self) -> bool:
        """Whether it is the same for every reading of the numbers."""
        return not self._unknown

    def read(self, numbers: Floats) -> int:
        """Return the state for one reading of the numbers."""
        if not self._unknown:
            return self._now
        code = int(self._codes[self._now])
        for bit, evenly, likely in self._unknown:
            is_so = numbers[evenly] < numbers[likely]
            code = code | bit if is_so else code & ~bit
        place = int(np.searchsorted(self._codes, np.uint64(code)))
        if place == self._codes.size or int(self._codes[place]) != code:
            raise ModelError("the status quo is not feasible with what is not known as it may be")
        return place


@lru_cache(maxsize=4096)
def _evenly(name: str) -> Amount:
    """Return a number from 0 to 1 that each draw has by its name, and that decides by a chance."""
    return Amount(0.0, 0.5, 1.0, "range", None, "", Fraction(1, 2), name)


def events_of(case: Case, made: Changes, codes: Codes) -> tuple[Event, ...]:
    """List what of nature's changes on a date after the start."""
    dates = dated(case, made.on, made.rate)
    found = []
    for chance in case.nature:
        if dates.get(chance.id, 0.0) > 0:
            option = case.option_index[chance.id]
            leads = turned(codes, option, chance.one_way)
            is_yes = (codes >> np.uint64(option)) & np.uint64(1) != 0
            moves = (leads >= 0) & (is_yes == chance.now)
            target = np.where(moves, leads, np.arange(codes.size)).astype(np.int32)
            foreseen = chance.by is not None and chance.id not in made.on
            found.append(Event(chance.id, dates[chance.id], target, foreseen))
    return tuple(found)
