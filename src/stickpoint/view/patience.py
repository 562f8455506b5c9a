"""What to tell somebody who has waited a second: compiling for the first time, or just working."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic

_SOLVE = Path(__file__).resolve().parent.parent / "solve"
_LAST = {"stability": "walk_kernels.walk-*.nbi", "clock": "runge_kernels.forward-*.nbi"}
"""The kernel of each lens that is compiled last."""


def message(lens: str) -> str:
    """Give one line that says what takes so long."""
    if lens not in _LAST or is_compiled(lens):
        return "working …"
    return "compiling the numerical kernels, once after installation; this may take half a minute …"


def is_compiled(lens: str) -> bool:
    """Tell whether the compiled kernels of a lens are kept from an earlier run."""
    folder = os.environ.get("NUMBA_CACHE_DIR")
    place = _SOLVE / lens / "__pycache__" if folder is None else Path(folder)
    return next(place.rglob(_LAST[lens]), None) is not None


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
            self._say(f"{name}: {calls:,} likelihoods computed …")
