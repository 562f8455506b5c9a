"""How long deadlocks of a kind last: fitted figures, with what they were fitted to.

Every figure is printed by `benchmarks/fit_kinds.py` from lists of real lengths, which are not part
of the package. A case enters as the interval of its length, or as still open when last seen. The
law is the generalised gamma with one shape for all kinds: fitted freely it hardly moves, 0.50 to
0.76 in the five largest lists, and fixed there it forecast better, on held-out halves of lists of
234 cases and more, than the log-normal (0.02 nats a case), Weibull or exponential law.

Kinds differ from one another more than ten times as much as laws differ in fit (0.36 against 0.02
to 0.03 nats a case), so that naming the kind matters most. None of the lists holds quarrels that
ended before anybody wrote them down.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp

from stickpoint.solve.durations.mixture import Mixture
from stickpoint.solve.durations.uncertain import spread_law


@dataclass(frozen=True)
class Figures:
    """What was fitted to the lengths of some cases.

    Parameters
    ----------
    n, censored : int
        How many cases, and how many of these had not ended when last seen.
    mu, log_sigma : float
        Place and logarithm of the spread of a generalised gamma law, over
        natural-log days.
    mu_error, log_sigma_error : float
        Their standard errors.
    """

    n: int
    censored: int
    mu: float
    log_sigma: float
    mu_error: float
    log_sigma_error: float

    @cached_property
    def law(self) -> Mixture:
        """Days from start to end of the next case, the errors of the fit included."""
        return spread_law((self.mu, self.log_sigma), (self.mu_error, self.log_sigma_error))

    @property
    def sigma(self) -> float:
        """The spread itself."""
        return exp(self.log_sigma)


@dataclass(frozen=True)
class Level:
    """One of the values of what is known at the start: a word, or numbers below a bound."""

    word: str
    figures: Figures
    below: float | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of deadlock.

    Parameters
    ----------
    name : str
        As a case file has it.
    counted : str
        From when to when its cases were counted.
    figures : Figures
        Of all its cases.
    source : str
        Where the cases come from, and the years they cover.
    caution : str
        What its figures do not say; empty where nothing is known against them.
    known : mapping of str to tuple of Level
        What may be known at the start and changes how long it takes.
    """

    name: str
    counted: str
    figures: Figures
    source: str
    caution: str = ""
    known: Mapping[str, tuple[Level, ...]] | None = None

    def given(self, covariates: Mapping[str, str | float]) -> Figures:
        """Return the figures of the cases with what is known at the start.

        Raises
        ------
        ValueError
            The kind does not depend on it, or has no such value of it.
        """
        found = self.figures
        for name, value in covariates.items():
            levels = (self.known or {}).get(name)
            if levels is None:
                depends = ", ".join(self.known or ()) or "nothing"
                raise ValueError(f"{name!r} found for {self.name!r}, which depends on {depends}")
            fitting = [level for level in levels if _fits(level, value)]
            if not fitting:
                words = ", ".join(level.word for level in levels)
                raise ValueError(f"{name} {value!r} found; expected one of: {words}")
            found = fitting[0].figures
        return found


def _fits(level: Level, value: str | float) -> bool:
    if isinstance(value, str):
        return value == level.word
    return level.below is not None and value < level.below


GRAVITY = (
    Level("existence", Figures(48, 0, 5.112, 0.2655, 0.1916, 0.1081)),
    Level("other", Figures(438, 0, 4.602, 0.2783, 0.0644, 0.0354)),
)
"""Whether the existence of a state was threatened, or lesser values were."""
LARGEST_SHARE = (
    Level("under 0.3", Figures(127, 5, 4.188, -0.3053, 0.0669, 0.0625), 0.3),
    Level("0.3 to 0.4", Figures(148, 6, 3.854, -0.2463, 0.0657, 0.0616), 0.4),
    Level("0.4 to 0.5", Figures(180, 4, 3.396, -0.1677, 0.0643, 0.0551), 0.5),
    Level("half and more", Figures(142, 0, 2.665, -0.0124, 0.0845, 0.0638), 1.0 + 1e-9),
)
"""The share of seats of the largest party."""

KINDS = (
    Kind(
        "strike",
        "first day of the strike to settlement",
        Figures(566, 0, 3.508, 0.1196, 0.0483, 0.0313),
        "contract strikes of 1,000 workers and more in US manufacturing, 1968-76: Kennan 1985, "
        "Journal of Econometrics 28",
        "large strikes of one country half a century ago",
    ),
    Kind(
        "crisis",
        "first state sees the crisis to last state sees it over",
        Figures(486, 0, 4.655, 0.2845, 0.0615, 0.0336),
        "International Crisis Behavior project, version 14, 1918-2018",
        "quarrels that never felt dangerous are not in it; mediated crises last longer than others "
        "because mediators come to the hard ones",
        {"gravity": GRAVITY},
    ),
    Kind(
        "interstate dispute",
        "first threat, display or use of force to the last, or settlement",
        Figures(1549, 0, 4.678, 0.4867, 0.0421, 0.0187),
        "militarised disputes of more than a day: Gibler, Miller and Little 2016, International "
        "Studies Quarterly 60, version 2.2.1",
        "six quiet months count as an end, so lengths up to half a year are partly the rule's",
    ),
    Kind(
        "interstate war",
        "25 deaths a year reached to the last day of fighting before a year below that",
        Figures(62, 4, 5.442, 0.6605, 0.2543, 0.0995),
        "UCDP/PRIO Armed Conflict Dataset to 2024, between states, more than a day",
    ),
    Kind(
        "civil war",
        "25 deaths a year reached to the last day of fighting before a year below that",
        Figures(447, 55, 6.873, 0.6272, 0.0926, 0.0385),
        "UCDP/PRIO Armed Conflict Dataset to 2024, within states, more than a day",
        "an episode of fighting, which may break out again; not the quarrel behind it",
    ),
    Kind(
        "government formation",
        "election day to the first government that is not a caretaker",
        Figures(597, 15, 3.552, -0.0164, 0.0411, 0.0308),
        "ParlGov, development version of November 2023, elections since May 1945",
        "elections after which a government stood the same day are left out",
        {"largest_share": LARGEST_SHARE},
    ),
    Kind(
        "funding gap",
        "the day after the lapse to enactment",
        Figures(21, 0, 1.947, 0.1591, 0.2617, 0.1605),
        "US funding gaps, 1976 to 2025, from general knowledge, unchecked",
    ),
    Kind(
        "debt limit",
        "extraordinary measures to the new law",
        Figures(18, 0, 4.453, -0.2238, 0.1918, 0.1799),
        "US debt limits since 1995, from general knowledge, unchecked",
    ),
    Kind(
        "league stoppage",
        "first day without play to settlement",
        Figures(32, 0, 3.857, 0.26, 0.2335, 0.1338),
        "strikes and lockouts of major North American leagues, from general knowledge, unchecked",
    ),
    Kind(
        "entertainment strike",
        "first day of the strike to settlement",
        Figures(20, 0, 4.645, 0.3652, 0.3278, 0.1776),
        "strikes of actors, writers and musicians, from general knowledge, unchecked",
        "remembered strikes: short ones are likely to be missing",
    ),
    Kind(
        "conclave",
        "first day of the conclave to election",
        Figures(53, 0, 2.936, 0.4956, 0.23, 0.1019),
        "papal conclaves, 1503 to 2025, from general knowledge, unchecked",
        "none since 1831 lasted a week",
    ),
    Kind(
        "standoff",
        "first day of the siege or occupation to its end",
        Figures(25, 0, 3.375, 0.4535, 0.3209, 0.1388),
        "sieges and hostage-takings, from general knowledge, unchecked",
        "remembered because they were long or loud: too long for an ordinary one",
    ),
    Kind(
        "peace process",
        "first signed agreement to the first that settles matters of substance",
        Figures(84, 30, 7.211, 0.4829, 0.2083, 0.1584),
        "PA-X agreements, version 2, to 2019: shares still without one after one, two and five "
        "years, of processes that did not reach it on the first day",
        "fitted to three published shares, not to single cases; many processes never get there",
    ),
    Kind(
        "sanctions",
        "year of imposition to year of the end",
        Figures(765, 339, 8.452, 1.1117, 0.15, 0.034),
        "TIES, version 4, imposed sanctions, 1945-2005",
        "whole years only, and almost half had no known end: both tails are guesses",
    ),
)
"""Every kind, in the order in which tables list them."""

BY_NAME = {kind.name: kind for kind in KINDS}
