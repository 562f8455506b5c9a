"""A forecast, sealed → what it said, by whom and of what, so that it can be graded when it is over.

A seal holds the answer itself and the hashes of the case file and of the seal. Whoever keeps it, or
its hash, can show later that nothing was changed after the end was known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from stickpoint import __version__
from stickpoint.answers.ended import ended, nothing_ends
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.model import GRID
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.score import outcomes
from stickpoint.case.model.case import Case
from stickpoint.errors import ModelError
from stickpoint.solve.durations import scores
from stickpoint.solve.durations.curves import Curve

FORMAT = 1
RULE = (
    "log score: log of the density per log time at the day it ended; CRPS in days; PIT: the chance "
    "given to an end by then, covered where from 0.1 to 0.9; outcome log score: log of the share "
    "given to the terms on which it ended, shares below 0.001 counted as that"
)


def seal(answer: Forecast, today: date) -> dict[str, Any]:
    """Return what a forecast said, with hashes of the case and of the seal itself.

    Raises
    ------
    ModelError
        Nothing in the case says when it is over.
    """
    if none := nothing_ends(answer.case):
        raise ModelError(f"no forecast to seal: {none}")
    day = answer.known.day
    text = Path(answer.case.path).read_bytes() if answer.case.path else b""
    body = {
        "seal": FORMAT,
        "case": answer.case.title,
        "case_sha256": hashlib.sha256(text).hexdigest(),
        "version": __version__,
        "sealed": today.isoformat(),
        "as_of": None if day is None else day.isoformat(),
        "seed": answer.seed,
        "draws": len(answer.model.draws),
        "days": GRID.tolist(),
        "open": np.asarray(answer.open(GRID)).tolist(),
        "outcomes": answer.outcomes if answer.can_end else None,
        "rule": RULE,
    }
    return body | {"sha256": _hash(body)}


def _hash(body: Mapping[str, Any]) -> str:
    """Return the hash of a seal without its own hash."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def grade(sealed: Mapping[str, Any], case: Case) -> dict[str, Any]:
    """Score a sealed forecast by what the case now says happened.

    Raises
    ------
    ModelError
        A seal that was changed after it was made, or a case that does not say what came.
    """
    body = {key: value for key, value in sealed.items() if key != "sha256"}
    if sealed.get("seal") != FORMAT or sealed.get("sha256") != _hash(body):
        raise ModelError("the seal does not fit its own hash: it was changed after it was made")
    came, start = ended(case), case.clock.start
    if came is None or came.time is None or start is None or not sealed["as_of"]:
        raise ModelError(
            "nothing to grade by: the case says under 'happened' on which day it ended"
        )
    past = (date.fromisoformat(sealed["as_of"]) - start.first).days
    days = came.time * days_per_unit(case) - past
    if not days > 0:
        raise ModelError(f"by {sealed['as_of']}, when it was sealed, it had ended")
    law = Curve(sealed["days"], sealed["open"])
    outcome, brier, even = outcomes(dict(sealed["outcomes"] or {}), came.name)
    return {
        "case": sealed["case"],
        "as_of": sealed["as_of"],
        "sealed": sealed["sealed"],
        "days": days,
        "log_score": scores.log_score(law, days),
        "crps": scores.crps(law, days),
        "pit": scores.pit(law, days),
        "covered80": scores.covered80(law, days),
        "outcome_log": outcome,
        "brier": brier,
        "uniform_outcomes": even,
    }
