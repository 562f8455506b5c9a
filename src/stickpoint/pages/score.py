"""Scores of forecasts → pages: case by case, all together, and one that was sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp
from typing import Any

from stickpoint.answers.forecasting.score import Mean, Score, Total, totals
from stickpoint.pages.model import Page, Section, Table, Text
from stickpoint.pages.wording.names import count, plain
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

RIVALS = {
    "base_rate": "the base rate of the kind",
    "log_uniform": "any length from a day to ten years",
    "waits": "the plain rule of mean waits",
}


def page(found: Sequence[Score], *, seed: int = 0) -> Page:
    """Lay scores out: each forecast, then means at each part of the length."""
    sections = (_each(found), *(_together(total) for total in totals(found, seed=seed)))
    return Page("How good were the forecasts?", sections)


def _each(found: Sequence[Score]) -> Section:
    head = ("", "as of", "said", "took", "chance by then", "log score", "share of what came")
    rows = tuple(
        (
            plain(one.case),
            one.as_of,
            in_days(one.median),
            in_days(one.days),
            percent(one.pit),
            f"{one.log_score:.2f}",
            "not among the ways" if one.outcome_log is None else percent(exp(one.outcome_log)),
        )
        for one in found
    )
    table = Table("Each forecast", head, rows, (2, 3, 4, 5, 6))
    note = (
        "Said: the middle of the forecast, from that day on; took: how long it still was. Of log "
        "scores more is better. A chance by then far from 50 % in most cases would mean that the "
        "forecasts are too short or too long."
    )
    return Section("each", "Case by case", (table, Text(note, "note")))


def _together(total: Total) -> Section:
    """Tell means at one part of the length, against rules that know less."""
    when = "At the start" if not total.share else f"With {percent(total.share)} of the time gone"
    texts = [
        f"Mean log score {ranged(total.log_score)} over {count(total.cases, 'forecast')}; "
        f"{percent(total.covered80)} of the lengths lay between the forecast's 10 and 90 %."
    ]
    if total.median_over_truth is not None:
        texts.append(f"Its middle over the truth: {total.median_over_truth:.2f} (geometric mean).")
    for name, gain in total.differences.items():
        texts.append(f"Against {RIVALS[name]}: {ranged(gain, signed=True)} {_verdict(gain)}.")
    if total.outcome_gain is not None:
        texts.append(
            f"How it ended, against equal shares: {ranged(total.outcome_gain, signed=True)} "
            f"{_verdict(total.outcome_gain)}."
        )
    return Section(f"at-{total.share:g}", when, tuple(map(Text, texts)))


def ranged(mean: Mean, *, signed: bool = False) -> str:
    """Say a mean with its range.

    >>> ranged(Mean(0.5, -0.25, 1.0), signed=True)
    '+0.50 (-0.25 to +1.00)'
    """
    sign = "+" if signed else ""
    middle, low, high = (f"{value:{sign}.2f}" for value in mean)
    return f"{middle} ({low} to {high})"


def _verdict(gain: Mean) -> str:
    if gain.low == gain.high:
        return "nats, from one case, which tells nothing of others"
    if gain.low > 0:
        return "nats a case, better"
    return "nats a case, worse" if gain.high < 0 else "nats a case, too close to call"


def graded(found: Mapping[str, Any]) -> Page:
    """Lay the grade of one sealed forecast out."""
    outcome = found["outcome_log"]
    texts = (
        f"Sealed on {found['sealed']} as of {found['as_of']}; it ended {in_days(found['days'])} "
        "after that day.",
        f"The forecast gave {percent(found['pit'])} to an end by then, which lies "
        f"{'between' if found['covered80'] else 'outside'} its 10 and 90 %; log score "
        f"{found['log_score']:.2f}.",
        "The terms on which it ended are not among the ways that it had."
        if outcome is None
        else f"To the terms on which it ended it gave {percent(exp(outcome))}; equal shares would "
        f"have given {percent(exp(found['uniform_outcomes']))}.",
    )
    return Page(
        plain(found["case"]), (Section("grade", "How good was it?", tuple(map(Text, texts))),)
    )
