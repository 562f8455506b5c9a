"""Scores → how the pool does against a rule of mean waits that has not seen the case it judges.

The constants of the rule that the forecast pools were fitted to deadlocks nine of which are in the
training half. A fair rival there takes its constants from the other cases of the half.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from calibration.kept import case
from numpy.typing import NDArray

from stickpoint.answers.forecasting.base_rate import mean_wait
from stickpoint.solve.durations.laws import GeneralisedGamma
from stickpoint.solve.durations.scores import bootstrap, log_score

Floats = NDArray[np.float64]


def gains(rows: list[dict[str, Any]], share: float) -> Floats:
    """Return, for each case, the log score of the pool less that of the rule, at one share.

    The rule is log-normal about so many mean waits, from the start; the number and the spread are
    the mean and the standard deviation over the other cases, in logs.
    """
    whole = {row["name"]: row["days"] for row in rows if not row["share"]}
    waits = {name: mean_wait(case(name)) for name in whole}
    asked = [row for row in rows if row["share"] == share]
    logs = np.log([whole[row["name"]] / waits[row["name"]] for row in asked])
    found = []
    for k, row in enumerate(asked):
        others = np.delete(logs, k)
        wait = waits[row["name"]]
        law = GeneralisedGamma(float(others.mean() + np.log(wait)), float(others.std(ddof=1)))
        rest = law.since(max(0.0, whole[row["name"]] - row["days"]))
        found.append(row["log_score"] - log_score(rest, row["days"]))
    return np.array(found)


def told(scores: dict[str, Any], dates: dict[str, str]) -> Iterator[str]:
    """Say how the pool does against that rule on the training half, and at which times."""
    rows = scores["training"]["cases"]
    yield (
        "The rule of mean waits that stands above saw nine of these eleven. With its two numbers "
        "taken from the other ten each time, the differences are:"
    )
    table = ["| asked | the rule of mean waits, from the other ten |", "|---|---|"]
    for share, when in dates.items():
        mean, low, high = bootstrap(gains(rows, float(share)), seed=0)
        said = f"{mean:+.2f} ({low:+.2f} to {high:+.2f})".replace("-", "−")
        table.append(f"| {when} | {said}: {_judged(low, high)} |")
    yield "\n".join(table)


def _judged(low: float, high: float) -> str:
    return "better" if low > 0 else "worse" if high < 0 else "too close to call"
