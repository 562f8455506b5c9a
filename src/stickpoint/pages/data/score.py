"""Scores of forecasts → plain data, in the spellings that outsiders rely on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stickpoint.answers.forecasting.score import Score, Total, plain, totals
from stickpoint.pages.data.clock import finite


def scores(found: Sequence[Score], *, seed: int = 0) -> dict[str, Any]:
    """Return each score, and means at each part of the length at which cases were asked about."""
    summed = {f"{total.share:g}": _total(total) for total in totals(found, seed=seed)}
    return finite({"cases": [plain(one) for one in found], "totals": summed})


def _total(total: Total) -> dict[str, Any]:
    return {
        "cases": total.cases,
        "log_score": total.log_score._asdict(),
        "covered80": total.covered80,
        "median_over_truth": total.median_over_truth,
        "better_than": {name: mean._asdict() for name, mean in total.differences.items()},
        "others": total.others,
        "outcome_log": None if total.outcome_log is None else total.outcome_log._asdict(),
        "outcome_gain": None if total.outcome_gain is None else total.outcome_gain._asdict(),
    }
