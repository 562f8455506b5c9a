"""A law drawn in towards its median, for a pool of laws is wider than what it tells of."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike

from stickpoint.solve.durations.laws import Floats, Law

FAR = -40.0
"""Below this logarithm of a chance the leading term of the beta law is all of it."""


@dataclass(frozen=True)
class Sharpened(Law):
    """A law whose chance F of having ended is replaced by that of a beta law, B(F; α, α).

    The median stays. A linear pool of calibrated laws is less sharp than it could be, and the beta
    law that brings it back is found from what came [1]_.

    Parameters
    ----------
    law : Law
    by : float
        α, at least 1, which changes nothing.

    References
    ----------
    .. [1] T. Gneiting and R. Ranjan, 2013, Combining predictive distributions, Electronic Journal
       of Statistics 7, 1747-1782, section 3.3.
    """

    law: Law
    by: float

    def __post_init__(self) -> None:
        if not 1 <= self.by < np.inf:
            raise ValueError(f"a law sharpened by {self.by!r}; expected a number, at least 1")

    @property
    def kinks(self) -> Floats:
        """Those of the law itself."""
        return self.law.kinks

    def log_open(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the chance to last longer than ``t`` days."""
        from scipy.special import betainc, betaln

        logs, a = self.law.log_open(t), self.by
        with np.errstate(divide="ignore"):
            near = np.log(betainc(a, a, np.exp(logs)))
        return np.where(logs < FAR, a * logs - log(a) - betaln(a, a), near)

    def log_density(self, t: ArrayLike) -> Floats:
        """Return the logarithm of the density per unit of log time."""
        from scipy.special import betaln

        logs, own, a = self.law.log_open(t), self.law.log_density(t), self.by
        if a == 1:
            return own
        with np.errstate(divide="ignore"):
            ended = np.log(-np.expm1(logs))
        return np.where(np.isneginf(own), own, own + (a - 1) * (logs + ended) - betaln(a, a))
