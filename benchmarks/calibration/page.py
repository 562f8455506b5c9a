"""Scores → `docs/how-good.md`: how good the forecasts were, half by half, in plain English."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp
from typing import Any

from calibration.kept import Scores, case, frozen
from calibration.picture import words
from calibration.rules_told import rules_told

from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

DATES = {"0": "at the start", "0.25": "at a quarter", "0.5": "half way", "0.75": "at three quarters"}
RIVALS = {
    "base_rate": "the base rate of its kind",
    "log_uniform": "any length from a day to ten years",
    "waits": "the rule of fourteen mean waits",
}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve")  # fmt: skip


def page(scores: Scores) -> str:
    """Return the whole page."""
    parts = [
        "# How good are the forecasts?",
        "A forecast that was never held against what came is an opinion. Here are twenty-three real deadlocks "
        "whose ends are known. For each the tool was asked, as of four days on its way, how long it would "
        "still take and how it would end, and shown nothing that came after that day. Eleven of "
        "them, the *training* half, served to choose numbers of the method. Twelve, the *held-out* half, "
        "were scored once, when all numbers stood. Judge by those.",
        "## In short",
        *in_short(scores),
        READING,
        *half(scores, "held out", "The twelve that nobody had seen"),
        *half(scores, "training", "The eleven that numbers were chosen on"),
        "## Were the chances honest?",
        "![How often deadlocks were over by the time given so much chance](img/reliability.svg)",
        f"{words(scores)} The grey band holds eight of ten perfect forecasts of twelve deadlocks: with so "
        "few, even those stray far from the line. A curve above the line means that things ended sooner than "
        "said, one below it that they took longer.",
        "## Which numbers were set on what",
        *rules_told(),
        LIMITS,
        AGAIN,
    ]
    return "\n\n".join(parts) + "\n"


def in_short(scores: Scores) -> Iterator[str]:
    yield in_one_sentence(scores)
    for share in list(DATES)[1:]:
        total = scores["held out"]["totals"][share]
        told = [f"{against(total['better_than'][name])} {RIVALS[name]}" for name in RIVALS]
        yield (
            f"{upper(DATES[share])} of the length the 80 % range held {covered(total)}, and the forecast was "
            f"{told[0]}, {told[1]}, and {told[2]}."
        )
    yield ends_in_short(scores)


def in_one_sentence(scores: Scores) -> str:
    """Return what README says."""
    total = scores["held out"]["totals"]["0"]
    told = [f"{against(total['better_than'][name])} {RIVALS[name]}" for name in RIVALS]
    return (
        f"On {NUMBERS[total['cases']]} real deadlocks that were held out while it was built, its forecasts at "
        f"the start put {covered(total)} lengths into their 80 % range; they were {told[0]}, {told[1]}, and "
        f"{told[2]}."
    )


def ends_in_short(scores: Scores) -> str:
    """Say whether shares of the ways to end were better than equal guessing, at the start."""
    gain = scores["held out"]["totals"]["0"]["outcome_gain"]
    said = against(gain).removesuffix(" than")
    lead = f"Of the ways to end, its shares at the start were {said} {_than(gain)} equal guessing."
    if gain["low"] > 0:
        return lead
    return f"{lead} So take them as an order, not as odds."


def _than(gain: dict[str, float]) -> str:
    return "than" if gain["low"] > 0 or gain["high"] < 0 else "from"


def covered(total: dict[str, Any]) -> str:
    return f"{round(total['covered80'] * total['cases'])} of {total['cases']}"


def against(gain: dict[str, float]) -> str:
    """Say a gain as what the true length was given, with the verdict.

    A gain of 0.7 is a density twice as high.
    """
    size = f"by a factor of {factor(gain['mean'])}, {factor(gain['low'])} to {factor(gain['high'])}"
    if gain["low"] > 0:
        return f"better ({size}) than"
    return f"worse ({size}) than" if gain["high"] < 0 else f"not to be told ({size}) from"


def factor(gain: float) -> str:
    return f"{exp(gain):.2g}"


def upper(said: str) -> str:
    return said[0].upper() + said[1:]


READING = """## How to read this

- **Score.** The forecast spreads a chance over all lengths. Its *log score* is the logarithm of what it gave, per unit of
  log time, to the length that came: more is better. Differences are told as factors too. A *factor* of 2 against
  another rule means that the true length was given, on average, twice as much by the forecast; 1 is even, below 1 worse.
- **Range.** In brackets is the middle 80 % of what comes out if the cases are drawn again with replacement. A verdict
  (better, worse) is given only where all of that lies on one side of even.
- **80 % range.** Eight of ten lengths should lie in it. Many fewer: too sure. Many more: not sure enough.
- **Middle over truth.** 2 means that the forecast's middle was twice as long as what came, on average.
- **The others.** The *base rate* knows only the kind of deadlock and how long others of the kind lasted. *Any length* gives every order
  of magnitude from a day to ten years the same. The *rule of mean waits* takes the paces of the case and says fourteen waits for a
  chance to move, give or take a factor of two."""

LIMITS = """## What this does not show

- **Twelve cases are few.** A difference that is real but small would not show, and one lucky or unlucky case moves a mean. The
  four dates of a case are not four cases.
- **Who wrote the cases knew the ends.** Ranges went by a fixed rule and the cases were frozen by hash before the first run, but which
  options and terms a writer thinks of leaks some hindsight. It helps the shares of the ways to end most.
- **The middle is easy to name.** Five of the twelve held out ended in a settlement in the middle, which is what bargaining does and
  what a writer who knows the end finds easiest to write a term for.
- **Base rates saw some of this.** The lists that the base rates are fitted on contain most of these deadlocks, as one row among eighteen to
  fifteen hundred. So the base rate is a little better here than it would be tomorrow, and so is what is mixed with it.
- **Known ones last longer.** Cases were drawn by a seeded generator from lists of dated deadlocks, but a row of which too little was known
  to write a case was skipped, and what is known is long or loud.
- **Later dates know more, or less.** The record after the start is thin. Three of the training half have no dated entry long after
  their start, so that later forecasts know of nothing but silence.
- **All of these were over.** None was forecast while it went on. Whoever wants that can
  [seal a forecast](how-to/forecast-and-score.md) today and have it graded later."""

AGAIN = """## Make it again

`benchmarks/how_good.py` writes this page, its picture and the [pages of the cases](casebook/calibration.md) from
`benchmarks/calibration/scores.json`, which holds what `stickpoint score … --json` printed for the frozen rules; a test holds the
pages to that file. `python benchmarks/how_good.py --run` scores all cases anew, which takes about half an hour. How the cases were
drawn, written and frozen is told in `benchmarks/calibration/README.md`, what was tried on the training half in `VARIANTS.md` beside it."""


def half(scores: Scores, which: str, title: str) -> Iterator[str]:
    """Tell one half: means at each date, against rules that know less, and case by case."""
    totals = scores[which]["totals"]
    yield f"## {title}"
    yield "\n".join(_means(totals))
    yield "Against rules that know less, as log scores and as factors:"
    yield "\n".join(_rivals(totals))
    yield "Of the ways in which it could end, against giving every way the same share:"
    yield "\n".join(_ends(totals))
    yield "Case by case, as of the start; the [pages of the cases](casebook/calibration.md) have the other days:"
    yield "\n".join(_cases(scores[which]["cases"]))


def _means(totals: dict[str, Any]) -> Iterator[str]:
    yield "| asked | cases | mean log score | in the 80 % range | middle over truth |"
    yield "|---|---|---|---|---|"
    for share, when in DATES.items():
        total = totals[share]
        yield (
            f"| {when} | {total['cases']} | {ranged(total['log_score'])} | {covered(total)} | "
            f"{total['median_over_truth']:.2g} |"
        )


def _rivals(totals: dict[str, Any]) -> Iterator[str]:
    yield "| asked | " + " | ".join(RIVALS.values()) + " |"
    yield "|---|" + "---|" * len(RIVALS)
    for share, when in DATES.items():
        gains = totals[share]["better_than"]
        yield f"| {when} | " + " | ".join(judged(gains[name]) for name in RIVALS) + " |"


def _ends(totals: dict[str, Any]) -> Iterator[str]:
    yield "| asked | mean log of the share given to what came | against equal shares |"
    yield "|---|---|---|"
    for share, when in DATES.items():
        total = totals[share]
        yield f"| {when} | {ranged(total['outcome_log'])} | {judged(total['outcome_gain'])} |"


def _cases(rows: list[dict[str, Any]]) -> Iterator[str]:
    yield "| deadlock | kind | middle said | took | chance given to an end by then | share given to how it ended | equal share |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        if row["share"]:
            continue
        name = row["name"]
        ended, even = shares(row)
        yield (
            f"| [{short(name)}](casebook/{name}.md) | {frozen()[name]['kind'] or 'none'} | "
            f"{in_days(row['median'])} | {in_days(row['days'])} | {percent(row['pit'])} | {ended} | {even} |"
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
    verdict = "better" if gain["low"] > 0 else "worse" if gain["high"] < 0 else "too close to call"
    return f"{ranged(gain, '+')}, factor {factor(gain['mean'])}: {verdict}"
