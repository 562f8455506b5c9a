"""A law of duration whose place and spread are known with an error."""

from __future__ import annotations

from math import exp

import numpy as np

from stickpoint.solve.durations.laws import GeneralisedGamma
from stickpoint.solve.durations.mixture import Mixture

SHAPE = 0.55
"""The shape of every law fitted here; see `kinds`."""
_NODES = 3


def spread_law(centre: tuple[float, float], errors: tuple[float, float]) -> Mixture:
    """Return the predictive law when place and log spread are normal around a centre.

    Three Gauss-Hermite points for each, so nine laws: enough for moments up to the fifth.
    """
    node, weight = np.polynomial.hermite_e.hermegauss(_NODES)
    weight = weight / weight.sum()
    laws = [
        GeneralisedGamma(float(centre[0] + errors[0] * a), exp(centre[1] + errors[1] * b), SHAPE)
        for a in node
        for b in node
    ]
    weights = np.outer(weight, weight).ravel()
    return Mixture(list(weights / weights.sum()), laws)
