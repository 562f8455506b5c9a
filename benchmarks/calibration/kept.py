"""What `stickpoint score --json` printed → `scores.json`, by set, with names of the cases.

The sets are the two halves of the first draw, and the second draw, which is held out as a whole and
has no scores until it is run once. Both that were held out are pooled from the rows of each.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

import stickpoint as sp
from stickpoint.answers.ended import ended
from stickpoint.answers.forecasting.known import days_per_unit
from stickpoint.answers.forecasting.score import SHARES, Against, Score
from stickpoint.pages.data import score as data

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILE = HERE / "scores.json"
HALVES = ("held out", "training")
LATER = "drawn later"
SETS = (*HALVES, LATER)
POOLED = "all held out"
DIGITS = 6
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
           "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
           "eighteen", "nineteen")  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty")
MIDDLES = {"held out": 5, LATER: 7}
"""How many of a set ended in a settlement in the middle, by whoever wrote the cases."""

Scores = dict[str, Any]


@cache
def frozen() -> dict[str, dict[str, Any]]:
    return json.loads((HERE / "frozen.json").read_text(encoding="utf-8"))


@cache
def case(name: str) -> Any:
    return sp.load(str(HERE / "cases" / f"{name}.case.yaml"))


def kind_of(name: str) -> str:
    return frozen()[name]["kind"] or "none; earlier cases of its own"


def half_of(half: str) -> list[str]:
    """Name the cases of a set, or of the two that were held out together."""
    sets = ("held out", LATER) if half == POOLED else (half,)
    return [name for name, kept in frozen().items() if kept["split"] in sets]


def asked(name: str) -> list[float]:
    """Return the parts of its length at which a case is asked about: once a day at most.

    A deadlock of two or three days is so asked about fewer times than four.
    """
    length, found = ended(case(name)).time * days_per_unit(case(name)), {}
    for share in SHARES:
        found.setdefault(int(share * length), share)
    return list(found.values())


def scored(scores: Scores) -> list[str]:
    """Name the sets that have scores; the held-out ones stand before the training half."""
    return [one for one in ("held out", LATER, "training") if one in scores]


def held(scores: Scores) -> str:
    """Name what a reader should judge by: all that was held out and has been scored."""
    return POOLED if LATER in scores else "held out"


def counted(scores: Scores) -> dict[str, str]:
    """Return the words of a page that tell how many cases there are, and of which sets."""
    sets = [one for one in ("held out", LATER) if one in scores]
    n, middles = len(half_of(held(scores))), sum(MIDDLES[one] for one in sets)
    told = "Twelve, the *held-out* half, were scored once,\nwhen all numbers stood."
    if LATER in scores:
        told = (
            "Twelve, the *held-out* half, were scored once,\nwhen all numbers stood. When those "
            "scores had been told, twelve more were drawn, written and scored once; no number\n"
            "hangs on those either, and all twenty-four are held out."
        )
    return {
        "every": number(sum(len(half_of(one)) for one in scored(scores))),
        "held_told": told,
        "held": number(n),
        "Held": number(n).capitalize(),
        "Middles": number(middles).capitalize(),
        "long": "half an hour" if len(sets) == 1 else "three quarters of an hour",
    }


def number(n: int) -> str:
    if n < len(NUMBERS):
        return NUMBERS[n]
    return TENS[n // 10] + f"-{NUMBERS[n % 10]}" * bool(n % 10)


def read() -> Scores:
    """Return the scores that are kept, by set, and both held-out sets pooled if both are there."""
    return with_pool(json.loads(FILE.read_text(encoding="utf-8")))


def with_pool(scores: Scores) -> Scores:
    """Return scores with both held-out sets together beside each of them, if both are there."""
    if LATER not in scores:
        return scores
    order = list(frozen())
    rows = [row for one in ("held out", LATER) for row in scores[one]["cases"]]
    rows.sort(key=lambda row: (order.index(row["name"]), row["share"]))
    return scores | {POOLED: {"cases": rows, "totals": totals(rows)}}


def totals(rows: Iterable[Scores]) -> Scores:
    """Return what `stickpoint score` sums up, from its rows: means and ranges at each date."""
    found = []
    for row in rows:
        given = {key: value for key, value in row.items() if key not in ("name", "against")}
        given["log_score"] = -inf if row["log_score"] is None else row["log_score"]
        found.append(Score(case=row["name"], against=Against(**row["against"]), **given))
    return rounded(data.scores(found, seed=0)["totals"])


def run(half: str) -> Scores:
    """Score a set anew, which takes about ten minutes a set on two cores."""
    files = [str(HERE / "cases" / f"{name}.case.yaml") for name in half_of(half)]
    command = [sys.executable, "-m", "stickpoint", "score", *files, "--json"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def keep(printed: Iterable[Scores]) -> None:
    """Write scores down, replacing what is kept of the sets that they are of.

    Raises
    ------
    SystemExit
        Scores that are not of all cases of one set.
    """
    kept = read() if FILE.exists() else {}
    names = {case(name).title: name for name in frozen()}
    for scores in printed:
        rows = [{"name": names[row["case"]]} | row for row in scores["cases"]]
        found = {row["name"] for row in rows}
        half = next((one for one in SETS if set(half_of(one)) == found), None)
        if half is None:
            sys.exit(f"these are not the cases of one set: {', '.join(sorted(found))}")
        for row in rows:
            del row["case"]
        kept[half] = rounded({"cases": rows, "totals": scores["totals"]})
    text = json.dumps({half: kept[half] for half in SETS if half in kept}, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8", newline="\n")


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
