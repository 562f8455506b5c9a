"""A log-likelihood over a box of unknowns → its evidence: the mean likelihood, with its error.

Both ways begin by adaptive importance sampling (`importance_sampling`). The usual one weighs the
draws of the last rounds, chosen by what is foretold of the likelihood (`emulator`). The other is
nested sampling over the box as the fitted density maps it (M. Petrosyan, W. Handley, 2022, *Phys.
Sci. Forum* 5, 51), where the likelihood, divided by that density, is nearly even: a check by
another method, at a multiple of the price. Nested sampling of the box itself, with as few points as
a slow likelihood leaves time for, came out dozens of its own errors too low where the likelihood
crowds into a corner.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, SolveError
from stickpoint.solve.motives.importance_sampling import ImportanceSample, Many, importance_sample
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
IMPOSSIBLE = -1e100
"""Stands for a log-likelihood of minus infinity, which samplers cannot order."""
UNSEEN = 0.1
"""What the error is never less than: estimates from so few draws lie low by about as much."""


@dataclass(frozen=True, eq=False, repr=False)
class LogEvidence(Result):
    """The log of the mean likelihood over the prior, with its error.

    Attributes
    ----------
    value, error : float
        Natural logarithm, and one standard error of it.
    method : str
    seed, calls, each : int
        Where the draws began, likelihoods computed, draws in each of the last rounds.
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
    each: int
    points: Floats
    weights: Floats
    names: tuple[str, ...]

    def band(self, name: str, share: float = 0.8) -> tuple[float, float, float]:
        """Return the middle of an unknown after the record, and what lies so much around it."""
        column = self.points[:, self.names.index(name)]
        order = np.argsort(column, kind="stable")
        mass = np.cumsum(self.weights[order])
        ends = np.array([(1 - share) / 2, 0.5, (1 + share) / 2])
        low, middle, high = column[order][np.searchsorted(mass, ends).clip(max=column.size - 1)]
        return float(low), float(middle), float(high)

    def table(self) -> pd.DataFrame:
        """Return one row per unknown: its middle after the record, and the band of four fifths."""
        import pandas as pd

        index = pd.Index(self.names, name="unknown")
        rows = [self.band(name) for name in self.names]
        return pd.DataFrame(rows, index=index, columns=["low", "middle", "high"])

    def __repr__(self) -> str:
        """Say the evidence and its error."""
        return f"<LogEvidence: {self.value:.3f}, error {self.error:.2g}, by {self.method}>"

    def draws(self, count: int = 1000) -> Floats:
        """Return equally weighted draws from the posterior, shape (count, unknowns)."""
        random = np.random.default_rng(self.seed)
        chosen = random.choice(len(self.points), size=count, p=self.weights)
        return np.asarray(self.points[chosen])

    def to_arviz(self, draws: int = 1000) -> Any:
        """Return equally weighted posterior draws as ArviZ data, one variable per unknown.

        Raises
        ------
        SolveError
            ArviZ is not installed.
        """
        if find_spec("arviz") is None:
            raise SolveError("ArviZ is not installed; install stickpoint[motives]")
        with warnings.catch_warnings():
            # ArviZ tells its own users what its next version will change.
            warnings.simplefilter("ignore", FutureWarning)
            import arviz

        chosen = self.draws(draws)
        table = {name: chosen[None, :, k] for k, name in enumerate(self.names)}
        return arviz.from_dict(posterior=table)


def log_evidence(
    log_likelihoods: Many, transform: Callable[[Floats], Floats], names: tuple[str, ...], *,
    each: int = 250, seed: int = 0, method: str = "importance",
    progress: Callable[[int], None] | None = None,
) -> LogEvidence:  # fmt: skip
    """Average a likelihood over a prior.

    Parameters
    ----------
    log_likelihoods : callable
        Of points, shape (points, unknowns); -inf is allowed.
    transform : callable
        From points of the unit cube, shape (points, unknowns), to points of the unknowns.
    names : tuple of str
    each : int
        Draws in each of the two rounds that give the estimate; three quarters as many in each round
        before. Nested sampling takes a quarter as many live points.
    seed : int
    method : str
        ``"importance"``, or ``"nested"`` (Skilling 2006, by dynesty).
    progress : callable, optional
        Told the number of likelihoods computed so far.

    Raises
    ------
    ModelError
        Too few draws, or an unknown method.
    SolveError
        No point was possible, or dynesty is not installed.
    """
    _check(each, method)
    asked = _Counted(log_likelihoods, transform, progress)
    if not names:
        points, weights = np.zeros((1, 0)), np.ones(1)
        value = _possible(float(asked(points)[0]))
        return LogEvidence(value, 0.0, "exact", seed, asked.calls, 1, points, weights, names)
    sample = importance_sample(asked, len(names), draws=each, seed=seed)
    _possible(sample.value, asked.calls)
    label, found = "adaptive importance sampling", sample
    if method == "nested":
        label, found = "nested sampling", _nested(asked, sample, each // 4, seed)
    error, points = float(np.hypot(found.error, UNSEEN)), transform(found.points)
    return LogEvidence(
        found.value, error, label, seed, asked.calls, each, points, found.weights, names
    )


def _check(each: int, method: str) -> None:
    if each < 20:
        raise ModelError(f"{each} draws in each round; expected at least 20")
    if method not in ("importance", "nested"):
        raise ModelError(f"method={method!r}; expected 'importance' or 'nested'")
    if method == "nested" and find_spec("dynesty") is None:
        raise SolveError("dynesty is not installed; install stickpoint[motives]")


@dataclass
class _Counted:
    """A log-likelihood over the unit cube that counts the points it is asked about."""

    many: Many
    transform: Many
    progress: Callable[[int], None] | None
    calls: int = 0

    def __call__(self, cube: Floats) -> Floats:
        self.calls += len(cube)
        found = self.many(self.transform(cube))
        if self.progress is not None:
            self.progress(self.calls)
        return found


def _possible(value: float, tried: int = 0) -> float:
    """Return a value; say how many points were tried in vain, or that there is but one."""
    if not value > IMPOSSIBLE / 2 and tried:
        raise SolveError(
            f"none of {tried:,} points tried within the ranges could have produced this record; "
            "more draws may find one"
        )
    if not value > IMPOSSIBLE / 2:
        raise SolveError("these payoffs could not have produced this record")
    return value


def _nested(many: Many, sample: ImportanceSample, live: int, seed: int) -> ImportanceSample:
    """Return what nested sampling finds in place of what rounds found."""
    import dynesty

    def relative(even: Floats) -> float:
        cube = sample.density.place(even[None])
        return max(float((many(cube) - sample.density.log_density(cube))[0]), IMPOSSIBLE)

    size = sample.points.shape[1]
    sampler = dynesty.NestedSampler(
        relative, lambda even: even, size, nlive=max(live, 2 * size + 1), bound="multi",
        sample="rwalk", rstate=np.random.default_rng(seed),
    )  # fmt: skip
    sampler.run_nested(dlogz=0.1, print_progress=False)
    found = sampler.results
    weights = np.exp(found.logwt - found.logz[-1])
    return replace(
        sample, value=float(found.logz[-1]), error=float(found.logzerr[-1]),
        points=sample.density.place(np.asarray(found.samples)), weights=weights / weights.sum(),
    )  # fmt: skip
