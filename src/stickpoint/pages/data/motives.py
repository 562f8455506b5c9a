"""Rival explanations → plain data, in the spellings that outsiders rely on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from stickpoint.answers.motives.ratings import coders_of, rated_evidence, ratings_of
from stickpoint.answers.motives.rivals import Motives
from stickpoint.case.model.case import Case
from stickpoint.outputs import csv_lines
from stickpoint.pages.data.clock import finite
from stickpoint.pages.motives.page import cut, left_out, unscored
from stickpoint.pages.motives.rated import line


def motives(answer: Motives) -> dict[str, Any]:
    """Return what both methods say."""
    names, prior = answer.tracing.hypotheses, answer.tracing.prior.tolist()
    return finite({
        "process_tracing": {
            name: {"prior": before, "posterior": after}
            for name, before, after in zip(names, prior, answer.posterior.tolist(), strict=True)
        },
        **_scores(answer),
        **_weighing(answer),
        **_ratings(answer),
        "undecided": [list(pair) for pair in answer.undecided],
        "untold": [list(pair) for pair in answer.untold],
        "disagreements": [list(pair) for pair in answer.disagreements],
        "seed": answer.seed,
        "all_ranges": answer.all_ranges,
    })  # fmt: skip


def _scores(answer: Motives) -> dict[str, Any]:
    return {
        "structural": {
            name: {"log_evidence": e.value, "error": e.error, "method": e.method,
                   "calls": e.calls, "each": e.each, "averaged_over": list(e.names)}
            for name, e in answer.scored.items()
        },
        "random_play": answer.at_random,
        "moves": {
            "scored": [move.name for move in answer.moves.scored],
            "left_out": left_out(answer),
            "cut": cut(answer),
            "unordered": list(answer.moves.unordered),
        },
        "not_scored": unscored(answer) | answer.failed,
    }  # fmt: skip


def _weighing(answer: Motives) -> dict[str, Any]:
    items, names = answer.tracing.items, answer.tracing.hypotheses
    return {
        "leaders": [names[place] for place in answer.leaders],
        "decibans": {
            "record": list(answer.record_weight),
            "items": dict(zip(items, answer.item_weights.tolist(), strict=True)),
            "units": [
                {"items": [items[k] for k in unit.items], "weight": list(weight)}
                for unit, weight in answer.unit_weights
            ],
        },
        "flips": [
            {"evidence": items[f.item], "hypothesis": names[f.hypothesis],
             "was": f.was, "becomes": f.becomes, "steps": f.steps, "first": names[f.first]}
            for f in answer.flips
        ],
    }  # fmt: skip


def _ratings(answer: Motives) -> dict[str, Any]:
    case, names = answer.case, answer.tracing.hypotheses
    return {
        "ratings": {
            item.id: dict(zip(names, ratings_of(case, item.id), strict=True))
            for item in rated_evidence(case)
        },
        "groups": [list(group) for group in case.groups],
        "coders": coders_of(case),
        "look_for": {item: list(worth) for item, worth in answer.missing.items()},
        "most_telling": answer.most_telling,
        "agreement": None if answer.agreement is None else asdict(answer.agreement),
    }


def in_brief(case: Case) -> dict[str, Any]:
    """Return ``sentence``, and for each rival its posterior; empty without rivals."""
    sentence = line(case)
    if not sentence:
        return {}
    answer = Motives(case, structural=False)
    rows = zip(answer.tracing.hypotheses, answer.posterior.tolist(), strict=True)
    return {"sentence": sentence, "posterior": dict(rows)}


def draws(answer: Motives, count: int = 1000) -> str:
    """Write equally weighted draws of what was averaged over, one a line, as CSV text.

    Columns: hypothesis, draw, unknown, value.
    """
    rows: list[tuple[object, ...]] = [("hypothesis", "draw", "unknown", "value")]
    for name, found in answer.scored.items():
        for k, point in enumerate(found.draws(count).tolist()):
            rows += [(name, k, *pair) for pair in zip(found.names, point, strict=True)]
    return "".join(csv_lines(rows, "\n"))
