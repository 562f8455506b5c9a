"""Earlier cases of one's own → how long the next one may last.

Place mu and log spread log sigma of a generalised gamma law are unknown; before any case is seen
they are normal, with the mean and the standard deviation of the fitted kinds, widened by the error
of a mean of so few. Cases then count by their likelihood. One case already halves the doubt about
place; after five to ten the kinds hardly matter. With a kind known, its fit is the centre, and the
standard deviations are how far branches of one kind lie apart.

References
----------
.. [G06] A. Gelman, 2006, Prior distributions for variance parameters in hierarchical models,
   Bayesian Analysis 1(3), 515-534: few groups, and a prior across them.
.. [TW14] L. N. Trefethen, J. A. C. Weideman, 2014, The exponentially convergent trapezoidal rule,
   SIAM Review 56(3), 385-458: why an even grid of few points is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, hypot, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.durations.kinds import KINDS, Figures
from stickpoint.solve.durations.laws import GeneralisedGamma, Mixture
from stickpoint.solve.durations.uncertain import SHAPE

WITHIN_A_KIND = (0.5, 0.2)
"""How far branches of one kind lie apart in place and log spread: formations by the share of the
largest party (0.58, 0.20) or by the country's own past (0.53), crises by the threat (0.3)."""
MOST_LENGTHS = 10_000
_GRID = np.linspace(-6.3, 6.3, 22)
"""In standard deviations of the posterior; the midpoint rule is exact to digits on smooth hills."""
_NEGLIGIBLE = 1e-7
_STEPS = 60

Floats = NDArray[np.float64]


def prior(kind: Figures | None = None) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return mean and standard deviation of place and of log spread before any case is seen."""
    if kind is not None:
        errors = (kind.mu_error, kind.log_sigma_error)
        spread = [hypot(a, b) for a, b in zip(WITHIN_A_KIND, errors, strict=True)]
        return (kind.mu, spread[0]), (kind.log_sigma, spread[1])
    every = np.array([(each.figures.mu, each.figures.log_sigma) for each in KINDS])
    mean = every.mean(axis=0)
    wide = every.std(axis=0, ddof=1) * sqrt(1 + 1 / len(KINDS))
    return (float(mean[0]), float(wide[0])), (float(mean[1]), float(wide[1]))


def own_law(lengths: Sequence[float], kind: Figures | None = None) -> Mixture:
    """Return the law of the next case, in days from its start, after cases of known length.

    Parameters
    ----------
    lengths : sequence of float
        Days that the user's own earlier cases lasted, each above 0; may be empty.
    kind : Figures, optional
        Of the kind that the cases are of; without it, any of all kinds.

    Raises
    ------
    ValueError
        A length is not a finite number above 0, or there are more than `MOST_LENGTHS`.
    """
    if not all(isfinite(length) and length > 0 for length in lengths):
        raise ValueError("lengths found that are not finite and above 0; give days")
    if len(lengths) > MOST_LENGTHS:
        raise ValueError(f"{len(lengths)} lengths found, at most {MOST_LENGTHS} are taken")
    place, spread = prior(kind)
    mean = np.array([place[0], spread[0]])
    wide = np.array([place[1], spread[1]])
    logs = np.log(np.asarray(lengths, float))
    mode, root = _best(logs, mean, wide)
    z = np.stack(np.meshgrid(_GRID, _GRID), axis=-1).reshape(-1, 2)
    at = mode + z @ root.T
    height = _log_posterior(at, logs, mean, wide)
    weights = np.exp(height - height.max())
    weights[weights < _NEGLIGIBLE] = 0.0
    laws = [GeneralisedGamma(float(mu), exp(log_sigma), SHAPE) for mu, log_sigma in at]
    return Mixture(list(weights / weights.sum()), laws)


def _log_posterior(at: Floats, logs: Floats, mean: Floats, wide: Floats) -> Floats:
    """Return the log posterior at points of shape (m, 2), but for a constant."""
    w = (logs - at[:, :1]) / np.exp(at[:, 1:])
    with np.errstate(over="ignore"):
        each = SHAPE**-2 * (SHAPE * w - np.exp(SHAPE * w)) - at[:, 1:]
    return each.sum(axis=1) - (((at - mean) / wide) ** 2).sum(axis=1) / 2


def _best(logs: Floats, mean: Floats, wide: Floats) -> tuple[Floats, Floats]:
    """Return where the posterior is highest, and a root of the inverse curvature there.

    Newton's steps with curvature by differences, halved until they climb.
    """
    at = mean.copy()
    if logs.size:
        at[0] = (logs.mean() + 0.2 * exp(mean[1])) if logs.size > 1 else (logs[0] + mean[0]) / 2

    def height(point: Floats) -> float:
        return float(_log_posterior(point[None], logs, mean, wide)[0])

    for _ in range(_STEPS):
        slope, curve = _derivatives(height, at, wide)
        step = np.linalg.solve(curve, slope)
        while height(at + step) < height(at) and np.abs(step / wide).max() > 1e-9:
            step = step / 2
        at = at + step
        if np.abs(step / wide).max() < 1e-7:
            break
    _, curve = _derivatives(height, at, wide)
    return at, np.linalg.cholesky(np.linalg.inv(curve))


def _derivatives(
    height: Callable[[Floats], float], at: Floats, wide: Floats
) -> tuple[Floats, Floats]:
    """Return the slope and the curvature downwards, made positive where it is not."""
    step = 1e-3 * wide
    one, two = np.array([step[0], 0.0]), np.array([0.0, step[1]])
    here = height(at)
    slope, bend = np.empty(2), np.empty((2, 2))
    for k, e in enumerate((one, two)):
        up, down = height(at + e), height(at - e)
        slope[k] = (up - down) / (2 * step[k])
        bend[k, k] = (2 * here - up - down) / step[k] ** 2
    cross = height(at + one + two) - height(at + one - two)
    cross -= height(at - one + two) - height(at - one - two)
    bend[0, 1] = bend[1, 0] = -cross / (4 * step[0] * step[1])
    least = wide**-2.0
    values, vectors = np.linalg.eigh(bend * np.outer(wide, wide))
    bend = (vectors * np.maximum(values, 0.2)) @ vectors.T * np.sqrt(np.outer(least, least))
    return slope, bend
