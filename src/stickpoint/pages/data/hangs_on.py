"""What the answers of a forecast hang on → plain data."""

from __future__ import annotations

from typing import Any

from stickpoint.answers.ensemble.hangs_on import Hang, Hanging, HangsOn
from stickpoint.answers.sampling.delays import Delays
from stickpoint.pages.data.clock import finite
from stickpoint.pages.hangs_on.named import Named


def hangs_on(found: HangsOn) -> dict[str, Any]:
    """Return for each answer the numbers that it hangs on, and what it is where they are low."""
    name = Named(found.case)
    return finite(
        {
            "draws": found.draws,
            "effective": found.effective,
            "seed": found.seed,
            "answers": [hanging(one, name) for one in found],
        }
    )


def hanging(one: Hanging, name: Named) -> dict[str, Any]:
    """Return one answer; days, chances and shares as the forecast has them."""
    return {
        "answer": one.answer,
        "value": one.value,
        "in_words": one.words[one.stands],
        "unexplained": one.unexplained,
        "seen_from": one.seen,
        "numbers": [_number(one, hang, name) for hang in one.numbers],
        "tempo": None if one.tempo is None else _number(one, one.tempo, name),
    }


def holders(told: tuple[Hanging, ...], delays: Delays | None, name: Named) -> dict[str, Any]:
    """Return the same of each share of the delay; under ``silent`` why there is none."""
    if told:
        return {"answers": [hanging(one, name) for one in told]}
    reason = "no shares of the delay" if delays is None else f"{delays.draws} draws are too few"
    return {"silent": f"{reason}."}


def _number(one: Hanging, hang: Hang, name: Named) -> dict[str, Any]:
    item = hang.parameter
    return {
        "name": hang.name,
        "label": name(hang.name).label,
        "line": None if item is None else item.line,
        "range": None if item is None else [item.low, item.high],
        "first": list(hang.first),
        "total": list(hang.total),
        "direction": hang.direction,
        "where_low": {"below": hang.thirds[0], "answer": list(hang.low)},
        "where_high": {"above": hang.thirds[1], "answer": list(hang.high)},
        "flips": [
            {
                "side": "below" if turn.below else "above",
                "at": [turn.at, turn.low, turn.high],
                "in_words": one.words[turn.to],
                "share": turn.share,
            }
            for turn in hang.flips
        ],
    }
