"""What to tell somebody who has waited a second: compiling for the first time, or just working."""

from __future__ import annotations

import os
from pathlib import Path

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
