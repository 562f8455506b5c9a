"""A log-likelihood over a box of unknowns → its evidence: nested sampling, or plain averaging."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, SolveError
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
IMPOSSIBLE = -1e100
"""Stands for a log-likelihood of minus infinity, which samplers cannot order."""


@dataclass(frozen=True, eq=False, repr=False)
class LogEvidence(Result):
    """The log of the mean likelihood over the prior, with its error.

    Attributes
    ----------
    value, error : float
        Natural logarithm, and one standard error of it.
    method : str
    seed, calls, live : int
        Where the draws began, likelihoods computed, live points or draws that were held at a time.
    points, weights : ndarray of float, shape (points, unknowns) and (points,)
        The posterior over the unknowns; weights sum to one.
    names : tuple of str
        Of the unknowns.
    """

    value: float
    error: float
    method: str
    seed: int
    calls: int
    live: int
    points: Floats
    weights: Floats
    names: tuple[str, ...]

    def band(self, name: str, share: float = 0.8) -> tuple[float, float, float]:
        """Give the middle of an unknown after the record, and what lies so much around it."""
        column = self.points[:, self.names.index(name)]
        order = np.argsort(column, kind="stable")
        mass = np.cumsum(self.weights[order])
        ends = np.array([(1 - share) / 2, 0.5, (1 + share) / 2])
        low, middle, high = column[order][np.searchsorted(mass, ends).clip(max=column.size - 1)]
        return float(low), float(middle), float(high)

    def table(self) -> pd.DataFrame:
        """Give one row per unknown: its middle after the record, and the band of four fifths."""
        import pandas as pd

        index = pd.Index(self.names, name="unknown")
        rows = [self.band(name) for name in self.names]
        return pd.DataFrame(rows, index=index, columns=["low", "middle", "high"])

    def __repr__(self) -> str:
        """Say the evidence and its error."""
        return f"<LogEvidence: {self.value:.3f}, error {self.error:.2g}, by {self.method}>"

    def draws(self, count: int = 1000) -> Floats:
        """Give equally weighted draws from the posterior, shape (count, unknowns)."""
        random = np.random.default_rng(self.seed)
        chosen: Floats = self.points[random.choice(len(self.points), size=count, p=self.weights)]
        return chosen

    def to_arviz(self, draws: int = 1000) -> Any:
        """Give equally weighted posterior draws as ArviZ data, one variable per unknown.

        Raises
        ------
        SolveError
            ArviZ is not installed.
        """
        if find_spec("arviz") is None:
            raise SolveError("ArviZ is not installed; install stickpoint[motives]")
        import arviz

        chosen = self.draws(draws)
        table = {name: chosen[None, :, k] for k, name in enumerate(self.names)}
        return arviz.from_dict(posterior=table)


def log_evidence(
    log_likelihood: Callable[[Floats], float],
    transform: Callable[[Floats], Floats],
    names: tuple[str, ...],
    *,
    live: int = 20,
    seed: int = 0,
    method: str = "auto",
    progress: Callable[[int], None] | None = None,
) -> LogEvidence:
    """Average a likelihood over a prior.

    Parameters
    ----------
    log_likelihood : callable
        Of the unknowns; -inf is allowed.
    transform : callable
        From the unit cube, shape (unknowns,), to the unknowns.
    names : tuple of str
    live : int
        Live points of nested sampling, raised to one more than twice the unknowns; plain averaging
        takes sixty times as many draws.
    seed : int
    method : str
        ``"nested"`` (Skilling 2006, by dynesty), ``"plain"``, or ``"auto"``: nested where dynesty
        is installed.
    progress : callable, optional
        Told the number of likelihoods computed so far.

    Raises
    ------
    ModelError
        Too few points.
    SolveError
        No point was possible, or dynesty is not installed.
    """
    if live < 10:
        raise ModelError(f"{live} live points; expected at least 10")
    calls = 0

    def counted(unknowns: Floats) -> float:
        nonlocal calls
        calls += 1
        if progress is not None:
            progress(calls)
        return max(float(log_likelihood(unknowns)), IMPOSSIBLE)

    if not names:
        value = counted(np.zeros(0))
        points, weights = np.zeros((1, 0)), np.ones(1)
        return LogEvidence(value, 0.0, "exact", seed, calls, 1, points, weights, names)
    has_dynesty = find_spec("dynesty") is not None
    if method == "nested" and not has_dynesty:
        raise SolveError("dynesty is not installed; install stickpoint[motives]")
    nested = method == "nested" or (method == "auto" and has_dynesty)
    # Fewer points than that cannot tell the directions of the box apart.
    live = max(live, 2 * len(names) + 1) if nested else live
    sampler = _nested if nested else _plain
    value, error, points, weights = sampler(counted, transform, len(names), live, seed)
    if value <= IMPOSSIBLE / 2:
        raise SolveError("no point within the ranges could have produced this record")
    label = "nested sampling" if nested else "averaging over the prior"
    return LogEvidence(value, error, label, seed, calls, live, points, weights, names)


_Sampled = tuple[float, float, Floats, Floats]


def _plain(
    log_likelihood: Callable[[Floats], float],
    transform: Callable[[Floats], Floats],
    size: int,
    live: int,
    seed: int,
) -> _Sampled:
    """Draw from the prior; the error follows from the spread of the likelihoods."""
    random = np.random.default_rng(seed)
    draws = 60 * live
    points = np.array([transform(random.random(size)) for _ in range(draws)])
    logs = np.array([log_likelihood(point) for point in points])
    top = logs.max()
    likelihood = np.exp(logs - top)
    mean = likelihood.mean()
    error = float(likelihood.std(ddof=1) / math.sqrt(draws) / mean)
    return float(top + math.log(mean)), error, points, likelihood / likelihood.sum()


def _nested(
    log_likelihood: Callable[[Floats], float],
    transform: Callable[[Floats], Floats],
    size: int,
    live: int,
    seed: int,
) -> _Sampled:
    import dynesty

    sampler = dynesty.NestedSampler(
        log_likelihood,
        transform,
        size,
        nlive=live,
        bound="single",
        bootstrap=0,
        enlarge=1.5,
        sample="unif" if size <= 10 else "rslice",
        slices=2,
        rstate=np.random.default_rng(seed),
    )
    sampler.run_nested(dlogz=0.5, print_progress=False)
    found = sampler.results
    weights = np.exp(found.logwt - found.logz[-1])
    value, error = float(found.logz[-1]), float(found.logzerr[-1])
    return value, error, np.asarray(found.samples), np.asarray(weights / weights.sum())
