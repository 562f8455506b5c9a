"""What `stickpoint score --json` printed → `scores.json`, by half, with names of the cases."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import stickpoint as sp

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILE = HERE / "scores.json"
HALVES = ("held out", "training")
DIGITS = 6

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
    return [name for name, kept in frozen().items() if kept["split"] == half]


def read() -> Scores:
    return json.loads(FILE.read_text(encoding="utf-8"))


def run(half: str) -> Scores:
    """Score a half anew, which takes about ten minutes a half on two cores."""
    files = [str(HERE / "cases" / f"{name}.case.yaml") for name in half_of(half)]
    command = [sys.executable, "-m", "stickpoint", "score", *files, "--json"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def keep(printed: Iterable[Scores]) -> None:
    """Write scores down, replacing what is kept of the halves that they are of.

    Raises
    ------
    SystemExit
        Scores that are not of all cases of one half.
    """
    kept = read() if FILE.exists() else {}
    names = {case(name).title: name for name in frozen()}
    for scores in printed:
        rows = [{"name": names[row["case"]]} | row for row in scores["cases"]]
        found = {row["name"] for row in rows}
        half = next((half for half in HALVES if set(half_of(half)) == found), None)
        if half is None:
            sys.exit(f"these are not the cases of one half: {', '.join(sorted(found))}")
        for row in rows:
            del row["case"]
        kept[half] = rounded({"cases": rows, "totals": scores["totals"]})
    text = json.dumps({half: kept[half] for half in HALVES if half in kept}, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8", newline="\n")


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [rounded(part) for part in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
