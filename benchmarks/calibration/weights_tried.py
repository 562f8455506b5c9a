"""Scores → weights of the pool by each way of `THIRD.md`, judged with one case left out at a time.

`python benchmarks/calibration/weights_tried.py` prints the tables. Nothing is forecast anew: the
log scores of the parts are kept, and how likely the moves made the silence up to a later day is the
one number that the kept score of the pool leaves open.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, inf, log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from calibration.kept import case, read

from stickpoint.answers.forecasting.base_rate import SPREAD, WAITS, base_rate, mean_wait
from stickpoint.answers.forecasting.rules import LONGEST, SHORTEST, USUAL
from stickpoint.solve.durations.laws import GeneralisedGamma, LogUniform
from stickpoint.solve.durations.scores import bootstrap, log_score

Floats = NDArray[np.float64]
SETS = ("training", "held out", "drawn later")
PICKED = ("nhl-2004", "belgium-2010", "backstop-2018")
"""Picked for their length: no location is fitted on them."""
SHARES = (0.0, 0.25, 0.5, 0.75)
PRIOR = 3.0
"""Of the Dirichlet prior, for each part: two cases' worth of evidence."""
ROUNDS = 2000
SHIPPED = (2.0, 1.0, 3.0, 0.0)
"""The weights that were fitted on eleven: moves, base rate, rule of waits, any length."""


class Asked(NamedTuple):
    """One forecast: densities per log time of moves, base rate and any length, and survivals."""

    name: str
    share: float
    days: float
    elapsed: float
    wait: float
    named: bool
    densities: Floats
    survived: Floats


class Fitted(NamedTuple):
    """Weights of moves, base rate, rule of waits and any length, and the rule's two constants."""

    weights: tuple[float, ...]
    waits: float = WAITS
    spread: float = SPREAD


@dataclass(frozen=True)
class Way:
    """One way of `THIRD.md`: which parts it weighs, and whether the rule is fitted too."""

    name: str
    parts: tuple[int, ...]
    fitted: bool = True
    rule: bool = False


WAYS = (
    Way("as it is", (0, 1, 2), fitted=False),
    Way("thirds", (0, 1, 2), fitted=False),
    Way("two parts", (0, 1)),
    Way("three parts", (0, 1, 2)),
    Way("three parts, rule anew", (0, 1, 2), rule=True),
    Way("four parts", (0, 1, 2, 3)),
)


def asked() -> list[Asked]:
    """Return every forecast that is kept, with what each part said of what came."""
    scores = read()
    rows = [row for one in SETS for row in scores[one]["cases"]]
    whole = {row["name"]: row["days"] for row in rows if not row["share"]}
    return [_asked(row, whole[row["name"]] - row["days"]) for row in rows]


def _asked(row: dict[str, Any], elapsed: float) -> Asked:
    found, elapsed = case(row["name"]), max(0.0, elapsed)
    rate = base_rate(found)
    uniform = LogUniform(SHORTEST, LONGEST)
    others = rate.law if rate else uniform
    densities = np.exp(
        [
            -inf if row["model"] is None else row["model"],
            log_score(others.since(elapsed), row["days"]),
            log_score(uniform.since(elapsed), row["days"]),
        ]
    )
    one = Asked(
        row["name"], row["share"], row["days"], elapsed, mean_wait(found), rate is not None,
        densities, np.array([1.0, float(others.open(elapsed)), float(uniform.open(elapsed))]),
    )  # fmt: skip
    if elapsed:
        one.survived[0] = _silence(one, exp(row["log_score"]))
    return one


def _silence(one: Asked, pooled: float) -> float:
    """Return how likely the moves made the silence, from what the pool as it is gave."""
    fitted = Fitted(SHIPPED)
    density, survived, weights = _parts(one, fitted)
    rest = weights[1:] @ (survived[1:] * (density[1:] - pooled))
    return float(np.clip(rest / (weights[0] * (pooled - density[0])), 0.0, 1.0))


def _parts(one: Asked, fitted: Fitted) -> tuple[Floats, Floats, Floats]:
    """Return densities, survivals and weights of moves, base rate, rule and any length."""
    law = GeneralisedGamma(log(fitted.waits * one.wait), fitted.spread)
    rule = exp(log_score(law.since(one.elapsed), one.days))
    open_rule = float(law.open(one.elapsed))
    density = np.insert(one.densities, 2, rule)
    survived = np.insert(one.survived, 2, open_rule)
    weights = np.array(fitted.weights)
    if not one.named:  # as the program does: any length in place of a base rate, at half of it
        weights[1] *= USUAL.any_length / USUAL.kind
    return density, survived, weights


def pooled(one: Asked, fitted: Fitted) -> float:
    """Return the log score of a pool."""
    density, survived, weights = _parts(one, fitted)
    after = weights * survived
    return log(float(after @ density / after.sum()))


def fit(way: Way, known: Sequence[Asked]) -> Fitted:
    """Return what a way takes from cases, as of their start."""
    if not way.fitted:
        return Fitted(SHIPPED if way.name == "as it is" else (1.0, 1.0, 1.0, 0.0))
    starts = [one for one in known if not one.share]
    waits, spread = WAITS, SPREAD
    if way.rule:
        logs = [log(one.days / one.wait) for one in starts if one.name not in PICKED]
        waits, spread = exp(np.mean(logs)), float(np.std(logs, ddof=1))
    rows = [_parts(one, Fitted((1.0,) * 4, waits, spread)) for one in starts]
    given = np.array([density for density, _, _ in rows])[:, way.parts]
    halved = np.array([weights for _, _, weights in rows])[:, way.parts]
    found = np.zeros(4)
    found[list(way.parts)] = _likeliest(given, halved)
    return Fitted(tuple(float(w) for w in found), waits, spread)


def _likeliest(given: Floats, halved: Floats) -> Floats:
    """Return the weights with the most likelihood and prior, by expectation and maximisation.

    ``given`` and ``halved`` are densities and factors of the weights, cases by parts; where factors
    differ a step goes towards the better, and the best of all steps is kept.
    """
    weights = np.full(given.shape[1], 1 / given.shape[1])
    for _ in range(ROUNDS):
        mixed = weights * halved
        share = mixed * given / (mixed * given).sum(axis=1, keepdims=True)
        taken = (halved / (mixed).sum(axis=1, keepdims=True)).sum(axis=0) / len(given)
        fresh = (share.sum(axis=0) + PRIOR - 1) / (len(given) * taken + weights.size * (PRIOR - 1))
        weights = fresh / fresh.sum()
    return weights


def left_out(way: Way, rows: Sequence[Asked]) -> dict[tuple[str, float], float]:
    """Return the log score of each forecast by what a way takes from the other cases."""
    names = sorted({one.name for one in rows})
    found: dict[tuple[str, float], float] = {}
    for name in names:
        fitted = fit(way, [one for one in rows if one.name != name])
        found |= {(name, one.share): pooled(one, fitted) for one in rows if one.name == name}
    return found


def table(rows: Sequence[Asked], score: Callable[[Way], dict[tuple[str, float], float]]) -> None:
    """Print sums of log scores by way and share, and the gains over the pool as it is."""
    base = score(WAYS[0])
    print("| | the start | a quarter | half | three quarters | gain, start and a quarter |")
    print("|---|---|---|---|---|---|")
    for way in WAYS:
        found = score(way)
        sums = [sum(v for (_, s), v in found.items() if s == share) for share in SHARES]
        names = sorted({one.name for one in rows})
        gains = [
            sum(found[n, s] - base[n, s] for s in SHARES[:2] if (n, s) in found) for n in names
        ]
        _, low, high = bootstrap(gains, seed=0)
        told = " | ".join(f"{value:.2f}" for value in sums)
        n = len(names)
        print(f"| {way.name} | {told} | {sum(gains):+.2f} ({n * low:+.2f} to {n * high:+.2f}) |")


def main() -> None:
    rows = asked()
    worst = max(abs(pooled(one, Fitted(SHIPPED)) - kept) for one, kept in _kept(rows))
    print(f"{len(rows)} forecasts; the kept pool is met within {worst:.1g}\n")
    table(rows, lambda way: left_out(way, rows))
    print("\n| | moves | base rate | rule of waits | any length | waits | spread |")
    print("|---|---|---|---|---|---|---|")
    for way in WAYS:
        fitted = fit(way, rows)
        share = np.array(fitted.weights) / sum(fitted.weights)
        told = " | ".join(f"{w:.3f}" for w in share)
        print(f"| {way.name} | {told} | {fitted.waits:.1f} | {fitted.spread:.2f} |")


def _kept(rows: Sequence[Asked]) -> list[tuple[Asked, float]]:
    scores = read()
    kept = [row["log_score"] for one in SETS for row in scores[one]["cases"]]
    return list(zip(rows, kept, strict=True))


if __name__ == "__main__":
    main()
