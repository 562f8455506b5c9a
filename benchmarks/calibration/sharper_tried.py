"""Forecasts of the training half → what a pool drawn in towards its median would score.

    python benchmarks/calibration/sharper_tried.py

Where the chance F of having settled is replaced by B(F; α, α), the log density per log time gains
the logarithm of the beta density at F. *On the day* F is the PIT that `scores.json` has. *From the
start* it counts from the start of the deadlock, and the silence so far is then taken as given, so
that the chance which the pool gave to that silence is needed: 33 forecasts, two minutes.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

sys.path.insert(0, str(Path(__file__).parents[1]))

from calibration.kept import case, read

import stickpoint as sp
from stickpoint.answers.forecasting.base_rate import by_waits
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.solve.durations.scores import bootstrap

Floats = NDArray[np.float64]
SHARPER = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
SHARES = {0.0: "the start", 0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}


def silence(answer: Forecast) -> float:
    """Return the chance that the pool gave, at the start, to no end by the day of a forecast."""
    elapsed, rules, rule = answer.known.elapsed, answer.rules, by_waits(answer.case)
    kind = rules.kind if answer.base_rate else rules.any_length
    waits = 0.0 if rule is None else float(rule.open(elapsed))
    each = np.array([answer.model.survived, float(answer.others.open(elapsed)), waits])
    weights = np.array([rules.moves, kind, 0.0 if rule is None else rules.waits])
    return float(weights @ each / weights.sum())


def scored(rows: list[dict[str, Any]], then: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return log scores, (α, cases), and which lengths are covered, given chances of silence.

    With a chance of 1 this is the form that is drawn in on the day.
    """
    pit = np.array([row["pit"] for row in rows])
    plain = np.array([row["log_score"] for row in rows])
    left = then * (1 - pit)
    logs = [
        plain + np.log(then) + beta.logpdf(left, a, a) - beta.logcdf(then, a, a) for a in SHARPER
    ]
    placed = np.stack([1 - beta.cdf(left, a, a) / beta.cdf(then, a, a) for a in SHARPER])
    return np.stack(logs), (placed >= 0.1) & (placed <= 0.9)


def told(found: dict[float, tuple[Floats, NDArray[np.bool_]]]) -> None:
    """Print the table of sums, and what is chosen with each case left out."""
    for k, a in enumerate(SHARPER):
        sums = [f"{logs[k].sum():.2f} ({inside[k].mean():.2f})" for logs, inside in found.values()]
        print(f"| {a:g} | " + " | ".join(sums) + " |")
    both = found[0.0][0] + found[0.25][0]
    total = both.sum(axis=1)
    best = int(total.argmax())
    print(f"best: {SHARPER[best]:g}, gains {total[best] - total[0]:+.2f} over both")
    cases = range(both.shape[1])
    chosen = [int(np.delete(both, one, axis=1).sum(axis=1).argmax()) for one in cases]
    print("chosen with one left out:", [SHARPER[k] for k in chosen])
    for share, when in SHARES.items():
        logs = found[share][0]
        gain = np.array([logs[k, one] - logs[0, one] for one, k in enumerate(chosen)])
        mean, low, high = bootstrap(gain, seed=0)
        print(f"{when}: sum {gain.sum():+.2f}, a case {mean:+.3f} ({low:+.3f} to {high:+.3f})")


def main() -> None:
    """Print both forms."""
    rows = read()["training"]["cases"]
    by_share = {share: [row for row in rows if row["share"] == share] for share in SHARES}
    print("On the day")
    told({share: scored(own, np.ones(len(own))) for share, own in by_share.items()})
    print("From the start, and given the silence")
    found = {}
    for share, own in by_share.items():
        days = [date.fromisoformat(row["as_of"]) if share else None for row in own]
        answers = [
            sp.forecast(case(r["name"]), as_of=day) for r, day in zip(own, days, strict=True)
        ]
        found[share] = scored(own, np.array([silence(answer) for answer in answers]))
    told(found)


if __name__ == "__main__":
    main()
