"""Points of a cube whose log-likelihoods are known → what it may be elsewhere, at little cost.

A Gaussian process (C. Rasmussen, C. Williams, 2006, *Gaussian Processes for Machine Learning*, MIT
Press) with a rational quadratic covariance, over the unknowns turned and stretched so that the
better points lie evenly around. Far from all that is known it says what is worst of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST, MOST = 150, 500
"""Known points that are learnt from: so many of the best, and at most."""
PART = 3
"""One point in so many decides how smooth the whole is."""
SCALES = (1.0, 2.0, 4.0, 8.0, 16.0)
NUGGETS = (1e-6, 1e-4, 1e-2)
"""How smooth it may be, and how rough beside that; what fits best is taken."""
BEND = 10.0
"""Natural units below the best from which on differences count less and less."""
MILD = 0.3
"""The power of the likelihood by which points count when the unknowns are stretched."""


@dataclass(frozen=True)
class Emulator:
    """What a log-likelihood may be between points where it is known.

    ``top`` is the highest known; ``middle`` and ``turn`` (unknowns, unknowns) take points to where
    ``known`` (unknowns, points) stand; ``weights`` are theirs and ``worst`` is the value far away.
    """

    top: float
    middle: Floats
    turn: Floats
    known: Floats
    weights: Floats
    worst: float

    @classmethod
    def fit(cls, points: Floats, logs: Floats, near: float, also: Flags) -> Emulator:
        """Learn from points at most so far below the best, and from what is ``also`` said to count.

        Where they are many, from as many as can be, evenly chosen by how high they are. What is
        further below than twice that, -inf among it, is taken as that far below.
        """
        from stickpoint.solve.motives.sampling_kernels import weigh

        top = float(logs.max())
        low = np.maximum(logs, top - 2 * near)
        order = np.argsort(-low, kind="stable")
        inside = (low > top - near) | also
        inside[order[:LEAST]] = True
        order = order[inside[order]]
        if order.size > MOST:
            order = order[np.linspace(0, order.size - 1, MOST).astype(np.int64)]
        points, values = points[order], -BEND * np.log1p((top - low[order]) / BEND)
        share = np.exp(MILD * values)
        share /= share.sum()
        middle = (share[:, None] * points).sum(axis=0)
        turn = _turn(points - middle, share)
        placed, worst = _through(points - middle, turn), float(values.min())
        part = slice(None, None, PART if order.size > LEAST else 1)
        fits = [
            (weigh(placed[part] / scale, values[part] - worst, nugget)[1], -scale, nugget)
            for scale in SCALES
            for nugget in NUGGETS
        ]
        _, scale, nugget = max(fits)
        known = placed / -scale
        weights, _ = weigh(known, values - worst, nugget)
        return cls(top, middle, turn / -scale, np.ascontiguousarray(known.T), weights, worst)

    def __call__(self, points: Floats) -> Floats:
        """Foretell the log-likelihood at points, a little above the best known at most."""
        from stickpoint.solve.motives.sampling_kernels import foretell

        placed = _through(points - self.middle, self.turn)
        found = self.worst + foretell(placed, self.known, self.weights)
        return np.asarray(self.top - BEND * np.expm1(np.clip(-found / BEND, -0.5, 6.0)))


def _turn(points: Floats, share: Floats) -> Floats:
    """Return the map that spreads weighted points evenly in every direction."""
    spread = np.einsum("xi,xj,x->ij", points, points, share)
    spread += np.diag(1e-3 * np.diag(spread) + 1e-8)
    long, ways = np.linalg.eigh(spread)
    return np.asarray(ways / np.sqrt(2 * long))


def _through(points: Floats, turn: Floats) -> Floats:
    """Apply a map; sums go in one order, however many threads a library takes."""
    return np.ascontiguousarray(np.einsum("xi,ij->xj", points, turn))
