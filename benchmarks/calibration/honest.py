"""A forecaster who knows the law exactly → what it looks like when asked at a part of the length.

Whoever asks at half of a length has looked at the length, which no forecaster can. The ratio of the
middle to the truth then differs from 1, and the part of the lengths inside the 80 % range from
eight tenths, for a perfect forecast too. Nothing here has seen a forecast or a score.

With T the length, of the law S, asked at sT: the middle of the rest is m with S(sT + m) = S(sT)/2,
the truth (1 - s)T, and the chance given to an end by then 1 - S(T)/S(sT). What is worked out is
kept in `honest.json`, since it takes half a minute.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from math import exp, log
from typing import Any, NamedTuple

import numpy as np
from calibration.kept import HERE, POOLED, SETS, asked, case, half_of, rounded

from stickpoint.answers.forecasting.base_rate import base_rate
from stickpoint.answers.forecasting.rules import LONGEST, SHORTEST
from stickpoint.solve.durations.laws import Law, LogUniform

FILE = HERE / "honest.json"
GROUPS, SEED = 2000, 20261130


class Honest(NamedTuple):
    """What groups of lengths come to: the middle over the truth, and how many are covered.

    Each is the mean over groups of lengths and, in ``ratios`` and ``insides``, the middle 80 %.
    """

    ratio: float
    ratios: tuple[float, float]
    inside: float
    insides: tuple[float, float]


def perfect(laws: Sequence[Law], share: float, groups: int = GROUPS) -> Honest:
    """Ask one who knows the law of each of some lengths exactly, at a part of each length."""
    rng = np.random.default_rng(SEED)
    logs, covered = [], []
    for law in laws:
        length = law.quantile(rng.random(groups))
        gone = share * length
        open_then = law.open(gone)
        middle = law.quantile(1.0 - 0.5 * open_then) - gone
        logs.append(np.log(middle / ((1.0 - share) * length)))
        pit = 1.0 - law.open(length) / open_then
        covered.append((pit >= 0.1) & (pit <= 0.9))
    ratio, inside = np.mean(logs, axis=0), np.sum(covered, axis=0)
    low, high = (exp(x) for x in np.quantile(ratio, (0.1, 0.9)))
    ends = tuple(float(x) for x in np.quantile(inside, (0.1, 0.9)))
    return Honest(exp(float(ratio.mean())), (low, high), float(inside.mean()), (ends[0], ends[1]))


def pareto(share: float) -> tuple[float, bool] | None:
    """Return middle over truth and whether the truth is inside, where S falls as 1/t.

    The rest is then as long as what has passed, whatever that is: s/(1 - s), and 1 - s. At the
    start such a law has no scale, and nothing to say.
    """
    if not share:
        return None
    return share / (1.0 - share), 0.1 <= 1.0 - share <= 0.9


def run(shares: Sequence[float], groups: int = GROUPS) -> dict[str, Any]:
    """Work out what perfect forecasters come to, for as many lengths as each set is asked about.

    Of the cases, this uses the kinds and the dates, so that it may be run before any is scored.
    """
    return rounded(
        {
            half: {f"{share:g}": _at(half_of(half), share, groups) for share in shares}
            for half in (*SETS, POOLED)
        }
    )


def _at(names: Sequence[str], share: float, groups: int) -> dict[str, Any]:
    rates = [base_rate(case(name)) for name in names if share in asked(name)]
    any_length = LogUniform(SHORTEST, LONGEST)
    laws = {"kind": [rate.law for rate in rates if rate], "any": [any_length] * len(rates)}
    return {name: perfect(own, share, groups)._asdict() for name, own in laws.items()}


def keep(found: dict[str, Any]) -> None:
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8", newline="\n")


@cache
def read() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def of_kinds(half: str, share: str) -> Honest:
    """Return what a perfect forecaster comes to on as many lengths of the kinds of one half."""
    return Honest(**read()[half][share]["kind"])


def table(totals: dict[str, Any], half: str, dates: dict[str, str]) -> Iterator[str]:
    """Set the middle over the truth, and the coverage, beside those of perfect forecasters."""
    yield "| asked | | this forecast | law of the kind | any length | tail of 1/t |"
    yield "|---|---|---|---|---|---|"
    for key, when in dates.items():
        total, kind = totals[key], of_kinds(half, key)
        any_, tail = Honest(**read()[half][key]["any"]), pareto(float(key))
        yield (
            f"| {when} | middle over truth | {total['median_over_truth']:.2g} | {_ratio(kind)} | "
            f"{_ratio(any_)} | {'–' if tail is None else f'{tail[0]:.2g}'} |"
        )
        n = total["cases"]
        inside = "–" if tail is None else f"{'all' if tail[1] else 'none'} of {n}"
        yield (
            f"| | in the 80 % range | {round(total['covered80'] * n)} of {n} | {_inside(kind)} | "
            f"{_inside(any_)} | {inside} |"
        )


def beyond(totals: dict[str, Any], half: str) -> str:
    """Say what of the late middles is left once the way of asking is taken out."""
    said, kind = totals["0.75"]["median_over_truth"], of_kinds(half, "0.75")
    low, high = kind.ratios
    lead = (
        f"At three quarters a forecaster who knows the law of the kind exactly has its middle "
        f"{kind.ratio:.2g} times as long as the truth, from {low:.2g} to {high:.2g} on four sets "
        f"of so many deadlocks out of five; this one has {said:.2g}."
    )
    if low <= said <= high:
        return f"{lead} So the way of asking is enough to explain it."
    start = totals["0"]["median_over_truth"]
    more = said / kind.ratio
    verdict = "too long" if more > 1 else "too short"
    return (
        f"{lead} So the way of asking explains a factor of {kind.ratio:.2g}, and the forecast is "
        f"{verdict} by another factor of {max(more, 1 / more):.2g}. At the start, where nothing is "
        f"chosen by the end, it was {_off(start)}."
    )


def _off(ratio: float) -> str:
    return f"too {'long' if ratio > 1 else 'short'} by a factor of {exp(abs(log(ratio))):.2g}"


def _ratio(one: Honest) -> str:
    low, high = one.ratios
    return f"{one.ratio:.2g} ({low:.2g} to {high:.2g})"


def _inside(one: Honest) -> str:
    low, high = one.insides
    return f"{one.inside:.1f} ({low:.0f} to {high:.0f})"
