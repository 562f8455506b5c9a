"""Laws of duration and their scores by the textbook, with quadrature where it has an integral.

Nothing here comes from stickpoint. Log time is integrated because the laws are smooth there.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import exp, gamma, log, pi, sqrt

import numpy as np
from scipy.stats import gamma as gamma_law
from scipy.stats import norm


def prentice_density(z: np.ndarray, mu: float, sigma: float, q: float) -> np.ndarray:
    """Return the density of log time as Prentice writes it (1974, eq. 2)."""
    w = (z - mu) / sigma
    if q == 0:
        return np.exp(-w * w / 2) / sqrt(2 * pi) / sigma
    k = 1 / q**2
    with np.errstate(over="ignore"):
        return abs(q) * k**k * np.exp(k * (q * w - np.exp(q * w))) / gamma(k) / sigma


def survival(density: Callable[[np.ndarray], np.ndarray], z: float, spread: float) -> float:
    """Return the integral of a density of log time from ``z`` on, in pieces of half a spread."""
    node, weight = np.polynomial.legendre.leggauss(40)
    middle = z + spread * (np.arange(400) + 0.5) / 2
    pieces = spread / 4 * density(middle[:, None] + spread / 4 * node) @ weight
    return float(np.sum(pieces[::-1]))


def piece(integrand: Callable[[float], float], a: float, b: float) -> float:
    """Return an integral over a short stretch, by Gauss and Legendre."""
    node, weight = np.polynomial.legendre.leggauss(40)
    half = (b - a) / 2
    return half * sum(
        w * integrand((a + b) / 2 + half * x) for x, w in zip(node, weight, strict=True)
    )


def pinball_crps(quantile: Callable[[np.ndarray], np.ndarray], truth: float, place: float) -> float:
    """Return the CRPS as the mean loss of all quantiles (Gneiting and Raftery 2007, section 4).

    ``place`` is the chance given to an end by the truth. Chances are spread as a normal variate,
    so that both tails are seen.
    """
    cut = min(max(float(norm.ppf(place)), -8.0), 8.0)
    edges = np.array(sorted({*np.linspace(-8, 8, 33), cut}))
    node, weight = np.polynomial.legendre.leggauss(30)
    half = np.diff(edges)[:, None] / 2
    u = (edges[1:] + edges[:-1])[:, None] / 2 + half * node
    off = truth - quantile(norm.cdf(u))
    loss = 2 * (norm.cdf(u) - (off < 0)) * off * norm.pdf(u)
    return float(np.sum(half * weight * loss))


def read_curve(days: list[float], chance: list[float], t: float) -> float:
    """Return the survival at ``t`` of a curve straight in log time, with the rules at its ends."""
    if t < days[0]:
        return 1 - (1 - chance[0]) * t / days[0]
    for a, b, high, low in zip(days, days[1:], chance, chance[1:], strict=False):
        if a <= t <= b:
            return high + (low - high) * log(t / a) / log(b / a)
    return chance[-1] * days[-1] / t


def curve_crps(days: list[float], chance: list[float], truth: float) -> float:
    """Return the CRPS of such a curve, by its definition."""

    def part(z: float) -> float:
        open_ = read_curve(days, chance, exp(z))
        return ((1 - open_) - (exp(z) >= truth)) ** 2 * exp(z)

    edges = sorted({-40.0, *map(log, days), log(truth), 40.0})
    fine = [edge for a, b in pairwise(edges) for edge in np.linspace(a, b, 12)[:-1]]
    return sum(piece(part, a, b) for a, b in pairwise([*fine, edges[-1]]))


def posterior_open(
    lengths: list[float],
    t: float,
    q: float,
    place: tuple[float, float],
    spread: tuple[float, float],
) -> float:
    """Return the predictive survival at ``t`` after lengths, on a dense grid of both unknowns.

    ``place`` and ``spread`` are mean and standard deviation of the normal priors on mu and on
    log sigma; each length is known to about 5 % only, which adds to the spread.
    """
    mus = np.linspace(place[0] - 7 * place[1], place[0] + 7 * place[1], 601)
    logs = np.linspace(spread[0] - 7 * spread[1], spread[0] + 7 * spread[1], 201)
    mu, log_sigma = (grid.ravel() for grid in np.meshgrid(mus, logs))
    weigh = norm.logpdf(mu, *place) + norm.logpdf(log_sigma, *spread)
    sigma = np.sqrt(np.exp(log_sigma) ** 2 + 0.05**2)
    for length in lengths:
        w = (log(length) - mu) / sigma
        k = q**-2
        with np.errstate(over="ignore"):
            weigh += k * (q * w - np.exp(q * w)) - np.log(sigma)
    weight = np.exp(weigh - weigh.max())
    keep = weight > 1e-14
    mu, sigma, weight = mu[keep], sigma[keep], weight[keep]
    with np.errstate(over="ignore"):
        x = q**-2 * np.exp(q * (log(t) - mu) / sigma)
    return float(np.average(gamma_law.sf(x, q**-2), weights=weight))
