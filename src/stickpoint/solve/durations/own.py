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

from collections.abc import Sequence
from math import hypot, isfinite, sqrt

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.durations.kinds import KINDS, Figures
from stickpoint.solve.durations.laws import GeneralisedGamma
from stickpoint.solve.durations.mixture import Mixture
from stickpoint.solve.durations.uncertain import SHAPE

WITHIN_A_KIND = (0.5, 0.2)
"""How far branches of one kind lie apart in place and log spread: formations by the share of the
largest party (0.58, 0.20) or by the country's own past (0.53), crises by the threat (0.3)."""
LEAST_SPREAD = 0.05
"""No length is known better than to one part in twenty, whatever is written."""
MOST_LENGTHS = 10_000
_GRID = np.linspace(-6.3, 6.3, 22)
"""In standard deviations of the posterior; the midpoint rule is exact to digits on smooth hills."""
_NEGLIGIBLE = 1e-7
_STEPS = 200

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
    laws = [GeneralisedGamma(float(mu), float(_blurred(spread)), SHAPE) for mu, spread in at]
    return Mixture(list(weights / weights.sum()), laws)


def _blurred(log_sigma: Floats) -> Floats:
    """Return the spread with the doubt about lengths themselves, so that equal ones leave some."""
    return np.hypot(np.exp(log_sigma), LEAST_SPREAD)


def _log_posterior(at: Floats, logs: Floats, mean: Floats, wide: Floats) -> Floats:
    """Return the log posterior at points of shape (m, 2), but for a constant."""
    sigma = _blurred(at[:, 1:])
    w = (logs - at[:, :1]) / sigma
    with np.errstate(over="ignore"):
        each = SHAPE**-2 * (SHAPE * w - np.exp(SHAPE * w)) - np.log(sigma)
    return each.sum(axis=1) - (((at - mean) / wide) ** 2).sum(axis=1) / 2


def _slope(at: Floats, logs: Floats, mean: Floats, wide: Floats) -> Floats:
    """Return the slope of the log posterior at one point."""
    sigma = float(_blurred(at[1]))
    w = (logs - at[0]) / sigma
    with np.errstate(over="ignore"):
        pull = np.expm1(SHAPE * w) / SHAPE
    share = (np.exp(at[1]) / sigma) ** 2
    each = np.array([pull.sum() / sigma, share * ((pull * w).sum() - logs.size)])
    return each - (at - mean) / wide**2


def _best(logs: Floats, mean: Floats, wide: Floats) -> tuple[Floats, Floats]:
    """Return where the posterior is highest, and a root of the inverse curvature there.

    Newton's steps, none longer than one deviation of the prior, halved until they climb.
    """
    at = mean.copy()
    if logs.size:
        # Begin where no length lies far out, for there the slope is all that one of them says.
        at[0] = (logs.max() + logs.min()) / 2
        at[1] = max(mean[1], float(np.log(np.ptp(logs) / 4 + 1e-9)))

    def height(point: Floats) -> float:
        return float(_log_posterior(point[None], logs, mean, wide)[0])

    for _ in range(_STEPS):
        step = np.linalg.solve(_curvature(at, logs, mean, wide), _slope(at, logs, mean, wide))
        step = step / max(1.0, float(np.abs(step / wide).max()))
        while height(at + step) < height(at) and np.abs(step / wide).max() > 1e-12:
            step = step / 2
        at = at + step
        if np.abs(step / wide).max() < 1e-9:
            break
    return at, np.linalg.cholesky(np.linalg.inv(_curvature(at, logs, mean, wide)))


def _curvature(at: Floats, logs: Floats, mean: Floats, wide: Floats) -> Floats:
    """Return the curvature downwards, by differences of the slope, no flatter than the prior."""
    scale = np.minimum(wide, np.array([float(_blurred(at[1])), 1.0]) / sqrt(logs.size + 1))
    columns = []
    for step in np.diag(1e-4 * scale):
        up, down = (_slope(at + sign * step, logs, mean, wide) for sign in (1, -1))
        columns.append((down - up) / (2 * step.sum()))
    bend = np.array(columns) * np.outer(scale, scale)
    values, vectors = np.linalg.eigh((bend + bend.T) / 2)
    least = float(((scale / wide) ** 2).min()) / 2
    bend = (vectors * np.maximum(values, least)) @ vectors.T
    return bend / np.outer(scale, scale)
