"""Scores → `docs/how-good.md`: how good the forecasts were, set by set, in plain English."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from string import Template
from typing import Any

from calibration import honest
from calibration.kept import HERE, LATER, Scores, case, counted, held, kind_of, number
from calibration.left_out import told
from calibration.picture import words
from calibration.rules_told import rules_told

from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

DATES = {
    "0": "at the start",
    "0.25": "at a quarter",
    "0.5": "half way",
    "0.75": "at three quarters",
}
RIVALS = {
    "base_rate": "the base rate of the kind",
    "log_uniform": "the guess of any length from a day to ten years",
    "waits": "the rule of fourteen mean waits",
}


def page(scores: Scores) -> str:
    """Return the whole page: the words of `page.md`, with what the scores say between them."""
    template = Template((HERE / "page.md").read_text(encoding="utf-8"))
    parts = {
        **{name: [said] for name, said in counted(scores).items()},
        "in_short": in_short(scores),
        "held_out": [*half(scores, held(scores)), *later_alone(scores)],
        "training": [*half(scores, "training"), *told(scores, DATES), *halves_differ(scores)],
        "picture": [words(scores)],
        "rules": rules_told(),
    }
    return template.substitute({name: "\n\n".join(part) for name, part in parts.items()})


def in_short(scores: Scores) -> Iterator[str]:
    """Tell the result on all that was held out, whatever it is."""
    totals = scores[held(scores)]["totals"]
    yield in_one_sentence(scores)
    yield "\n".join(_verdicts(totals))
    if LATER in scores:
        yield "The same for the twelve alone that were drawn later:"
        yield "\n".join(_verdicts(scores[LATER]["totals"]))
    yield " ".join(advice(totals["0"]))


def _verdicts(totals: dict[str, Any]) -> Iterator[str]:
    yield from _head("how long", *RIVALS.values())
    for share, when in DATES.items():
        gains = totals[share]["better_than"]
        yield f"| {when} | " + " | ".join(verdict(gains[name]) for name in RIVALS) + " |"


def later_alone(scores: Scores) -> Iterator[str]:
    """Tell the second draw alone, and where it and the first say the opposite."""
    if LATER not in scores:
        return
    yield "### The twelve drawn later, alone"
    yield from half(scores, LATER)
    yield "At the start, beside the twelve of the first draw:"
    pairs = {said: _both(scores, name) for name, said in RIVALS.items()}
    pairs["equal shares of the ways to end"] = _both(scores, None)
    table = _head("against", "the first twelve", "the twelve drawn later")
    yield "\n".join(
        [*table, *(f"| {who} | {judged(a)} | {judged(b)} |" for who, (a, b) in pairs.items())]
    )
    apart = [who for who, pair in pairs.items() if opposite(*pair)]
    yield (
        f"The two draws say the opposite against {' and '.join(apart)}."
        if apart
        else "Nowhere do the two draws say the opposite."
    )


def _both(scores: Scores, rival: str | None) -> list[dict[str, float]]:
    totals = [scores[one]["totals"]["0"] for one in ("held out", LATER)]
    return [one["better_than"][rival] if rival else one["outcome_gain"] for one in totals]


def opposite(one: dict[str, float], other: dict[str, float]) -> bool:
    """Return whether one gain is above even and the other below it, each with all of its range."""
    return one["high"] < 0 < other["low"] or other["high"] < 0 < one["low"]


def in_one_sentence(scores: Scores) -> str:
    """Return what README says too."""
    total = scores[held(scores)]["totals"]["0"]
    told = [f"{plainly(total['better_than'][name])} {RIVALS[name]}" for name in RIVALS]
    return (
        f"On {number(total['cases'])} real deadlocks that no number was chosen on, first-day "
        f"forecasts put {covered(total)} lengths into their 80 % range; on how long they did "
        f"{told[0]} alone, {told[1]} and {told[2]}, and they gave the way it ended "
        f"{_range(total['outcome_gain'])} times what equal guessing gives."
    )


def plainly(gain: dict[str, float]) -> str:
    if gain["low"] > 0:
        return "better than"
    return "worse than" if gain["high"] < 0 else "about as well as"


def advice(total: dict[str, Any]) -> Iterator[str]:
    """Tell what a reader should make of it, by the sign of each range at the start."""
    kind, ends = total["better_than"]["base_rate"], total["outcome_gain"]
    if kind["low"] > 0:
        yield "On how long, this answer is a better guide than the base rate of the kind."
    elif kind["high"] < 0:
        yield (
            "On how long, the base rate of the kind alone was the better guide: what the case says "
            "of paces and payoffs, and the rule of waits, made it worse. Ask `stickpoint kinds` "
            "first, and trust the answer on the length no further than that."
        )
    else:
        yield "On how long, this answer could not be told from the base rate of the kind alone."
    yield f"On how it ends, against equal guessing, at the start: {verdict(ends)}."
    if ends["low"] <= 0:
        yield "So take the shares as an order, not as odds."


def covered(total: dict[str, Any]) -> str:
    return f"{round(total['covered80'] * total['cases'])} of {total['cases']}"


def verdict(gain: dict[str, float]) -> str:
    """Say a gain as how much more or less what came was given.

    A gain of 0.7 is twice as much. Without a verdict where the range has both signs.
    """
    if gain["high"] < 0:
        gain = {"mean": -gain["mean"], "low": -gain["high"], "high": -gain["low"]}
        return f"worse, by a factor of {_range(gain)}"
    better = f"better, by a factor of {_range(gain)}"
    return better if gain["low"] > 0 else f"too close to call, a factor of {_range(gain)}"


def _range(gain: dict[str, float]) -> str:
    return f"{factor(gain['mean'])} ({factor(gain['low'])} to {factor(gain['high'])})"


def factor(gain: float) -> str:
    return f"{exp(gain):.2f}"


def half(scores: Scores, which: str) -> Iterator[str]:
    """Tell one set: means at each date, against rules that know less, and case by case."""
    totals = scores[which]["totals"]
    yield "\n".join(_means(totals))
    if len({totals[share]["cases"] for share in DATES}) > 1:
        yield (
            "A case is asked about once a day at most, so that those of two or three days are "
            "missing from some dates."
        )
    yield (
        "The later days were chosen by the end, which makes the middle of an honest forecast too "
        "long as well, and puts other parts of the lengths into its range. Beside the figures "
        "above stands what forecasters come to who know the law exactly and are asked in the same "
        "way, about as many deadlocks; in brackets what four such sets out of five give. Lengths "
        "are drawn from the base rate of each kind; from a day to ten years, every order of "
        "magnitude alike; or from a law whose tail falls as 1/t, by which the rest is as likely as "
        "not longer than what has passed:"
    )
    yield "\n".join(honest.table(totals, which, DATES))
    yield honest.beyond(totals, which)
    yield "Against rules that know less, as differences of log scores:"
    yield "\n".join(_rivals(totals))
    yield from _left_out(scores[which]["cases"])
    yield "Of the ways in which it could end, against giving every way the same share:"
    yield "\n".join(_ends(totals))
    yield (
        "Case by case, as of the start; the [pages of the cases](casebook/calibration.md) have "
        "the other days:"
    )
    yield "\n".join(_cases(scores[which]["cases"]))


def halves_differ(scores: Scores) -> Iterator[str]:
    """Say so where what was learnt about a rival on one half is the opposite on the other."""
    for name, said in RIVALS.items():
        unseen, seen = (
            scores[which]["totals"]["0"]["better_than"][name]
            for which in (held(scores), "training")
        )
        if unseen["high"] < 0 < seen["low"]:
            yield (
                f"Against {said} the two halves say the opposite: better here, worse on the "
                "held-out half. Nine of these eleven were not drawn, and three were picked for "
                "their length, so numbers chosen here may lean towards long waits."
            )
        if seen["high"] < 0 < unseen["low"]:
            yield (
                f"Against {said} the two halves say the opposite: worse here, better on the "
                "held-out half, of which it had seen nothing."
            )


def _head(*columns: str) -> list[str]:
    return [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]


def _means(totals: dict[str, Any]) -> Iterator[str]:
    yield from _head("asked", "cases", "mean log score", "in the 80 % range", "middle over truth")
    for share, when in DATES.items():
        total = totals[share]
        yield (
            f"| {when} | {total['cases']} | {ranged(total['log_score'])} | {covered(total)} | "
            f"{total['median_over_truth']:.2g} |"
        )


def _rivals(totals: dict[str, Any]) -> Iterator[str]:
    yield from _head("asked", *RIVALS.values())
    for share, when in DATES.items():
        gains = totals[share]["better_than"]
        yield f"| {when} | " + " | ".join(judged(gains[name]) for name in RIVALS) + " |"


def _left_out(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Say over how many cases a mean is, where a rival or the case has nothing to say."""
    first = [row for row in rows if not row["share"]]
    for name, said in RIVALS.items():
        told = sum(row["against"][name] is not None for row in first)
        if told < len(first):
            yield f"Against {said}, means are over the {told} cases in which it says something."
    told = sum(row["outcome_log"] is not None for row in first)
    if told < len(first):
        yield f"Of the ways to end, means are over the {told} cases that have the one that came."


def _ends(totals: dict[str, Any]) -> Iterator[str]:
    yield from _head("asked", "mean log of the share given to what came", "against equal shares")
    for share, when in DATES.items():
        total = totals[share]
        yield f"| {when} | {ranged(total['outcome_log'])} | {judged(total['outcome_gain'])} |"


def _cases(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield from _head(
        "deadlock", "kind", "middle said", "took", "chance given to an end by then",
        "share given to how it ended", "equal share",
    )  # fmt: skip
    for row in rows:
        if row["share"]:
            continue
        name = row["name"]
        ended, even = shares(row)
        yield (
            f"| [{short(name)}](casebook/{name}.md) | {kind_of(name)} | "
            f"{in_days(row['median'])} | {in_days(row['days'])} | {percent(row['pit'])} | "
            f"{ended} | {even} |"
        )


def shares(row: dict[str, Any]) -> tuple[str, str]:
    """Return what was given to the way in which it ended, and what equal shares would have."""
    even = row["against"]["uniform_outcomes"]
    if row["outcome_log"] is None:
        return "not among the ways", "–"
    return percent(exp(row["outcome_log"])), percent(exp(even))


def short(name: str) -> str:
    return case(name).title.partition(", as seen")[0]


def ranged(mean: dict[str, float], sign: str = "") -> str:
    said = [f"{mean[key]:{sign}.2f}".replace("-", "−") for key in ("mean", "low", "high")]
    return f"{said[0]} ({said[1]} to {said[2]})"


def judged(gain: dict[str, float]) -> str:
    said = "better" if gain["low"] > 0 else "worse" if gain["high"] < 0 else "too close to call"
    return f"{ranged(gain, '+')}: {said}"
