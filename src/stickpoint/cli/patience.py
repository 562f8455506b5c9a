"""What to tell somebody who has waited a second: compiling for the first time, or just working."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event
from time import monotonic

WORKING = "working …"
_SOLVE = Path(__file__).resolve().parent.parent / "solve"
_LAST = {"stability": "walk_kernels.walk-*.nbi", "clock": "runge_kernels.forward-*.nbi"}
"""The kernel of each lens that is compiled last."""


def message(lens: str) -> str:
    """Return one line that says what takes so long."""
    if lens not in _LAST or is_compiled(lens):
        return WORKING
    return "compiling the numerical kernels, once after installation; this may take half a minute …"


def is_compiled(lens: str) -> bool:
    """Tell whether the compiled kernels of a lens are kept from an earlier run."""
    folder = os.environ.get("NUMBA_CACHE_DIR")
    place = _SOLVE / lens / "__pycache__" if folder is None else Path(folder)
    return next(place.rglob(_LAST[lens]), None) is not None


class Waiting:
    """Says which step takes so long: one line after a second, more where somebody watches.

    Parameters
    ----------
    say : callable
        Takes one line.
    lens : str
        Whose kernels may have to be compiled first.
    watched : bool
        Whether further lines are wanted, one every few seconds.
    """

    def __init__(self, say: Callable[[str], object], lens: str, *, watched: bool) -> None:
        self._say, self._lens, self._watched = say, lens, watched
        self._step = ""
        self._begun = monotonic()
        self._over = Event()

    def step(self, name: str, share: float | None = None) -> None:
        """Note what is being done, and what share of it is done where that is known."""
        self._step = name if share is None else f"{name}, {share:.0%}"

    def run(self, first: float = 1.0, every: float = 5.0) -> None:
        """Speak until it is over."""
        if self._over.wait(first):
            return
        line = message(self._lens)
        self._say(line if not self._step or line != WORKING else f"working: {self._step} …")
        while self._watched and not self._over.wait(every):
            waited = round(monotonic() - self._begun)
            self._say(f"working: {self._step or self._lens}, {waited} s …")

    def stop(self) -> None:
        """Say no more."""
        self._over.set()


class Counter:
    """Says how far a long computation is, at most every few seconds.

    Parameters
    ----------
    say : callable
        Takes one line.
    every : float
        Seconds between two lines.
    """

    def __init__(self, say: Callable[[str], object], every: float = 5.0) -> None:
        self._say, self._every = say, every
        self._last = monotonic()

    def __call__(self, name: str, calls: int) -> None:
        """Note that so many likelihoods were computed for something named."""
        if monotonic() - self._last >= self._every:
            self._last = monotonic()
            self._say(f"{name}: {calls:,} likelihoods computed")
