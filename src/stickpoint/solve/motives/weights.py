"""Rated evidence → what each item weighs, what would flip the order, what to look for next."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from stickpoint.solve.motives.tracing import DECIBANS, Floats, Tracing, Unit, joint

RATINGS = ("--", "-", "0", "+", "++")
BETWEEN = " to "
"""Stands in the name of a rating on which coders differ, between the highest and the lowest."""
LEVEL = 1e-9
"""Natural units of log odds within which two explanations stand level."""
DIVIDED = 12
"""How many explanations are divided in every way into those that expect an item and those not."""
FOUND = (0.5, 0.9)
"""How likely the explanation that expects a piece of evidence most is taken to yield it."""


@dataclass(frozen=True)
class Flip:
    """One rating that, changed, would put another explanation first.

    Attributes
    ----------
    item, hypothesis : int
    was, becomes : str
    steps : int
        How far the change is on the scale.
    first : int
        The explanation that would then stand highest.
    """

    item: int
    hypothesis: int
    was: str
    becomes: str
    steps: int
    first: int


def pair_weight(unit: Unit, one: int, other: int) -> tuple[float, float, float]:
    """Return in decibans how far a unit speaks for one explanation against another.

    Low, middle and high of 10 log10 of the ratio of the likelihoods (Good 1950, chapter 6); 0 where
    both are rated alike.
    """
    low, mid, high = (DECIBANS * unit.pair[one, other]).tolist()
    return low, mid, high


def record_weight(tracing: Tracing, one: int, other: int) -> tuple[float, float, float]:
    """Return in decibans how far the whole record speaks for one against another, priors aside."""
    low, mid, high = (DECIBANS * tracing.pair[one, other]).tolist()
    return low, mid, high


def item_weights(tracing: Tracing) -> Floats:
    """Return the weight of each item alone for each pair, in decibans.

    Returns
    -------
    ndarray of float, shape (items, hypotheses, hypotheses, 3)
        Low, middle and high of the weight for the first of a pair against the second.
    """
    n = len(tracing.hypotheses)
    table = [tracing.alone(ratings) for ratings in tracing.ratings]
    return DECIBANS * np.array(table).reshape(len(tracing.items), n, n, 3)


def leaders(tracing: Tracing) -> tuple[int, int]:
    """Return the two explanations with the highest posteriors at the middle of all ranges."""
    first, second, *_ = np.argsort(-tracing.posterior()[:, 1], kind="stable").tolist()
    return first, second


def flips(tracing: Tracing) -> tuple[Flip, ...]:
    """List the single ratings that would put another explanation first, least change first.

    Of every item and explanation the least change that does it. All else stays at the middle of
    its range; an explanation with a prior of 0 never comes first.
    """
    if len(tracing.hypotheses) < 2:
        return ()
    top, _ = leaders(tracing)
    nearest = {
        was: sorted((r for r in RATINGS if r != was), key=lambda rating: _steps(was, rating))
        for was in {rating for row in tracing.ratings for rating in row}
    }
    found = []
    for unit in tracing.units:
        first_after = _alone(tracing, top) if len(unit.items) == 1 else _within(tracing, unit, top)
        for item in unit.items:
            for h, was in enumerate(tracing.ratings[item]):
                for becomes in nearest[was]:
                    first = first_after(item, h, becomes)
                    if first is not None:
                        found.append(Flip(item, h, was, becomes, _steps(was, becomes), first))
                        break
    return tuple(sorted(found, key=lambda flip: (flip.steps, flip.item, flip.hypothesis)))


FirstAfter: TypeAlias = Callable[[int, int, str], int | None]
"""Item, explanation and its new rating → who then stands before the first of now, or None."""


def _alone(tracing: Tracing, top: int) -> FirstAfter:
    """Judge items that stand for themselves: a rating moves one explanation against all others."""
    standing = _standing(tracing).tolist()
    others = [h for h in range(len(standing)) if h != top]
    second = max(others, key=standing.__getitem__)
    middle = {
        name: (math.log(low) + math.log(high)) / 2 for name, (low, high) in tracing.scale.items()
    }

    def first_after(item: int, h: int, becomes: str) -> int | None:
        moved = standing[h] + middle[becomes] - middle[tracing.ratings[item][h]]
        if h == top:
            return second if standing[second] > moved + LEVEL else None
        return h if moved > standing[top] + LEVEL else None

    return first_after


def _within(tracing: Tracing, unit: Unit, top: int) -> FirstAfter:
    """Judge items that depend on one another, by weighing all of them again."""
    rest = _standing(tracing) - unit.pair[:, 0, 1]

    def first_after(item: int, h: int, becomes: str) -> int | None:
        standing = rest + tracing.unit(unit.items, {(item, h): becomes}).pair[:, 0, 1]
        first = int(standing.argmax())
        return first if standing[first] > standing[top] + LEVEL else None

    return first_after


def _standing(tracing: Tracing) -> Floats:
    """Return the log of each posterior but for a constant, all at the middle; of 0 it is -inf."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(tracing.middle_prior) + tracing.middle_weight)


def _steps(was: str, becomes: str) -> int:
    """Count the steps on the scale, from the nearer end where ``was`` is several ratings."""
    goal = RATINGS.index(becomes)
    return min(abs(RATINGS.index(rating) - goal) for rating in was.split(BETWEEN))


def expected_weight(
    tracing: Tracing, ratings: Sequence[str], group: Sequence[int] = ()
) -> tuple[float, float]:
    """Return what looking for a piece of evidence is worth before one knows whether it is there.

    The weight, found or not found, that it is expected to give the explanation that is right
    against the rest, in decibans (Good 1950, page 72): the mean over explanations by their
    posterior, and over finding it and not finding it.

    ``ratings`` say by explanation how it would speak if it were found, and ``group`` on which items
    in hand it depends: then it weighs what the group would weigh more. Low and high are for the two
    ends of `FOUND`; a rating gives the ratios of the chances of finding it and leaves open how high
    the highest of them is.
    """
    known = [tracing.alone(tracing.ratings[item]) for item in group]
    adds = joint([*known, tracing.alone(ratings)], tracing.further)
    if known:
        adds = adds - joint(known, tracing.further)
    posterior = tracing.posterior()[:, 1]
    log_ratio = adds[:, 0, 1]
    ratio = np.exp(log_ratio - log_ratio[posterior > 0].max())
    chances = np.array([np.minimum(most * ratio, 1.0) for most in FOUND])
    low, high = _expected(posterior, chances).tolist()
    return low, high


def _expected(posterior: Floats, chances: Floats) -> Floats:
    """Return the expected weight by row: chances of finding it, by explanation."""
    possible = (posterior > 0) & (posterior < 1)
    others = np.tile(posterior, (posterior.size, 1))[possible]
    others[np.arange(len(others)), np.flatnonzero(possible)] = 0.0
    rest = chances @ (others / others.sum(axis=1, keepdims=True)).T
    mine = chances[:, possible]
    found = mine * np.log(mine / rest) + (1 - mine) * np.log((1 - mine) / (1 - rest))
    return np.asarray(DECIBANS * (found @ posterior[possible]))


def most_telling(tracing: Tracing) -> float:
    """Return the most that one more item could be expected to be worth, in decibans.

    However it were rated, and with the higher chance of `FOUND`; 0 for one explanation.

    The worth is convex in the chances of finding the item, so it is greatest where each is as high
    or as low as ratings allow: some explanations expect it most, the others least, and every such
    division is tried. Of more than `DIVIDED` explanations only the highest may expect it most.
    """
    n = len(tracing.hypotheses)
    posterior = tracing.posterior()[:, 1]
    places = np.argsort(-posterior, kind="stable")[: min(n, DIVIDED)]
    expects = ((np.arange(1, 2**places.size)[:, None] >> np.arange(places.size)) & 1) > 0
    middles = [math.sqrt(low * high) for low, high in tracing.scale.values()]
    chance = np.full((len(expects), n), FOUND[1] * min(middles) / max(middles))
    chance[:, places] = np.where(expects, FOUND[1], chance[:, places])
    return float(_expected(posterior, chance).max())
