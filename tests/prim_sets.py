"""Ten sets of runs on which boxes are compared with those of others; all from seeds.

Nothing of stickpoint is imported, so that the peer's own environment can read this too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np


def _corner(random):
    x = random.random((500, 5))
    return x, (x[:, 0] > 0.6) & (x[:, 3] < 0.5)


def _middle(random):
    x = random.random((600, 6))
    within = (x[:, 1] > 0.3) & (x[:, 1] < 0.7) & (x[:, 2] > 0.2) & (x[:, 2] < 0.6)
    return x, within & (x[:, 4] < 0.9)


def _two_boxes(random):
    x = random.random((800, 4))
    one = (x[:, 0] < 0.3) & (x[:, 1] < 0.4)
    other = (x[:, 0] > 0.7) & (x[:, 2] > 0.5)
    return x, one | other


def _bent(random):
    x = random.random((500, 3))
    return x, ((x[:, 0] < 0.25) | (x[:, 1] < 0.25)) & (x[:, 2] < 0.95)


def _noise(random):
    return random.random((300, 8)), random.random(300) < 0.3


def _steps(random):
    x = np.floor(random.random((400, 5)) * np.array([2, 3, 4, 6, 20])) / 2
    x[:, 3] = np.where(random.random(400) < 0.3, x[:, 3], 1.0)
    return x, (x[:, 2] >= 1.0) & (x[:, 4] < 6.5) & (random.random(400) < 0.9)


def _inert(random):
    x = random.normal(size=(200, 21))
    return x, x[:, 20] > 0.4


def _rare(random):
    x = random.random((1000, 4)) * np.array([1.0, 100.0, 0.01, 10.0])
    return x, (x[:, 0] > 0.8) & (x[:, 1] < 15.0) & (random.random(1000) < 0.8)


def _nearly_all(random):
    x = random.random((400, 4))
    return x, ~((x[:, 0] > 0.8) & (x[:, 1] > 0.6)) ^ (random.random(400) < 0.03)


def _slope(random):
    x = random.random((700, 7))
    rising = 6 * x[:, 0] - 4 * x[:, 1] + 2 * x[:, 2] - 3
    return x, random.random(700) < 1 / (1 + np.exp(-rising))


SETS: dict[str, Callable] = {
    "corner": _corner,
    "middle": _middle,
    "two boxes": _two_boxes,
    "bent": _bent,
    "noise": _noise,
    "steps": _steps,
    "inert": _inert,
    "rare": _rare,
    "nearly all": _nearly_all,
    "slope": _slope,
}
CRITERIA = {"gain per loss": "LENIENT1", "support": "LENIENT2", "density": "ORIGINAL"}
"""What a peel is chosen by, and the peer's word for it."""
DENSE = 0.05
"""Wanted share that a box must have to be one."""
LEAST = {"rare": 0.01}
"""Share of all runs that a box must hold; 0.05 where nothing is said."""
BOXES = 3
"""At most so many boxes, one on what is left by the others."""


def made(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the inputs and what is wanted of one set."""
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big")
    x, y = SETS[name](np.random.default_rng(seed))
    return x, y.astype(bool)


def checksum(x: np.ndarray, y: np.ndarray) -> str:
    """Return what tells whether a set is still the one that was compared."""
    exact = np.round(x * 1e9).astype(np.int64).tobytes() + y.tobytes()
    return hashlib.sha256(exact).hexdigest()[:16]
