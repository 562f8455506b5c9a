"""The stationary clock's answer → plain data, in the spellings of the clock with a horizon."""

from __future__ import annotations

from typing import Any

from stickpoint.answers.endless import Endless
from stickpoint.pages.data.clock import bands, finite, middles, origin, survival


def plain(answer: Endless) -> dict[str, Any]:
    """Return the answer as plain data; the curve goes on until little is left to be settled."""
    run = answer.run
    last = run.quantile(0.99 * (1 - run.unsettled)) or 1.0
    found = {
        "unit": answer.game.unit,
        "horizon": None,
        "survival": survival(answer, last),
        **middles(answer),
        "share_horizon": answer.far,
        "ranges": _ranges(answer),
        "happened": list(answer.past),
        "left_out": list(answer.left_out),
        "stationary": _solution(answer),
        **origin(answer),
    }
    if answer.base is not None:
        found["base"] = plain(answer.base)
    return finite(found)


def _ranges(answer: Endless) -> dict[str, Any]:
    runs, ranges = answer.runs, answer.ranges
    failed = {} if runs is None else {str(k): why for k, why in runs.failed.items()}
    told = {"draws": 0 if ranges is None else ranges.draws, "seed": answer.seed, "failed": failed}
    if ranges is None:
        return told
    shares = {"delay_share": answer.blame, "issue_share": answer.sticking}
    counts = {name: len(found.told) if found else 0 for name, found in shares.items()}
    return told | bands(answer, ranges) | {"share_draws": counts}


def _solution(answer: Endless) -> dict[str, Any]:
    found = answer.run.equilibrium
    return {
        "residual": found.residual,
        "regret": dict(zip(answer.game.parties, found.regret.tolist(), strict=True)),
        "folds": found.folds,
        "steps": found.steps,
        "pieces": found.components,
        "sign": found.sign,
        "symmetric": found.symmetric,
        "crossings": [list(pair) for pair in found.crossings],
        "notes": list(found.notes),
    }
