"""A number of a case → how far its slider goes, and by which steps."""

from __future__ import annotations

import math
from typing import NamedTuple

from stickpoint.answers.parameters import Parameter

STEPS = 100
"""Steps of a slider, about."""
_SIGNED = ("payoffs", "terminal", "hypotheses[")


class Ends(NamedTuple):
    """Where a slider begins and ends, and its step."""

    least: float
    most: float
    step: float


def scale(of: Parameter) -> Ends:
    """Choose a slider's ends so that the range has its own width, or half of it, on either side.

    What cannot be below nothing begins there; a chance ends at 1.

    Examples
    --------
    >>> scale(Parameter("parties.us.pace", 0.5, 1.25, 2.0, "range", None, 1))
    Ends(least=0.0, most=4.0, step=0.02)
    >>> scale(Parameter("payoffs.us[war]", -2.0, -1.5, -1.0, "range", None, 1))
    Ends(least=-3.0, most=0.0, step=0.02)
    """
    size = max(abs(of.low), abs(of.high), 1e-6)
    room = max(of.high - of.low, 0.5 * size)
    least, most = of.low - room, of.high + max(room, 0.0)
    if not of.name.startswith(_SIGNED) or of.name.endswith(".prior"):
        least, most = 0.0, 2 * size
    elif of.high < 0:
        most = min(most, 0.0)
    if of.name.endswith((".now", ".prior")):
        most = 1.0
    step = _round((most - least) / STEPS)
    return Ends(
        _tidy(math.floor(least / step + 1e-9) * step), _tidy(math.ceil(most / step - 1e-9) * step),
        step,
    )  # fmt: skip


def _round(step: float) -> float:
    """Return the next of 1, 2 and 5 times a power of ten that is no larger."""
    ten = 10.0 ** math.floor(math.log10(step))
    return _tidy(next(k * ten for k in (5, 2, 1) if k * ten <= step * (1 + 1e-9)))


def _tidy(value: float) -> float:
    return float(f"{value:.10g}")
