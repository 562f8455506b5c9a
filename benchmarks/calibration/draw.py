"""The draw of the cases to calibrate on.

`python benchmarks/calibration/draw.py FOLDER [SHOWN]` prints, kind by kind, the drawn order, and
`draw.py --second FOLDER [SHOWN]` how each goes on after the last row that the first draw used.
FOLDER holds the lists of real deadlocks (crises_icb.csv, formations_parlgov.csv,
disputes_gml.csv, from_memory.csv), which are not shipped: their terms differ. Each kind has its
filter, its quota and a shuffle of its own, so that a change to one leaves the others as they
were. No column that is known only at the end takes part but the length, and that only to leave
out incidents of a day (disputes: of less than a month, as the list's six-month rule makes
"disputes" of single shots).
"""

from __future__ import annotations

import csv
import random
import sys
from dataclasses import dataclass
from pathlib import Path

SEED = 20261130
FROM = "1945-05-08"


@dataclass(frozen=True, slots=True)
class Frame:
    """Which rows of which list are of a kind, and how many of them are to be written.

    ``used`` is the place of the last row that the first draw came to, ``second`` how many more are
    written by the second.
    """

    kind: str
    file: str
    rows: str
    shortest: float
    quota: int
    used: int
    second: int


FRAMES = (
    Frame("crisis", "crises_icb.csv", "international_crisis", 2, 4, 5, 3),
    Frame("government formation", "formations_parlgov.csv", "government_formation", 2, 3, 4, 3),
    Frame("league stoppage", "from_memory.csv", "sports_stoppage", 2, 2, 2, 2),
    Frame("entertainment strike", "from_memory.csv", "entertainment_strike", 2, 2, 2, 1),
    Frame("funding gap", "from_memory.csv", "us_funding_gap", 2, 1, 1, 1),
    Frame("standoff", "from_memory.csv", "standoff", 2, 1, 1, 1),
    Frame("interstate dispute", "disputes_gml.csv", "interstate_dispute", 30, 1, 3, 1),
)


def fits(row: dict[str, str], frame: Frame) -> bool:
    """Return whether a row is of the kind, named, dated to the day, since 1945, ended, and long."""
    dated = len(row["start"]) == len(FROM) and row["start"] >= FROM
    return (
        row["kind"] == frame.rows
        and bool(row["name"])
        and dated
        and row["censored"] == "0"
        and float(row["days_lo"]) >= frame.shortest - 0.5
    )


def drawn(folder: Path, frame: Frame) -> list[dict[str, str]]:
    """Return the rows of a frame in the order of the draw."""
    with (folder / frame.file).open(encoding="utf-8", newline="") as file:
        rows = sorted(
            (row for row in csv.DictReader(file) if fits(row, frame)), key=lambda row: row["id"]
        )
    random.Random(f"{SEED} {frame.kind}").shuffle(rows)
    return rows


def main(words: list[str]) -> None:
    """Print rows of each kind: place in the draw, id, start and name, not the end."""
    second = words[0] == "--second"
    folder, *rest = words[second:]
    shown = int(rest[0]) if rest else 12
    for frame in FRAMES:
        rows = drawn(Path(folder), frame)
        first = frame.used if second else 0
        print(f"{frame.kind}: {frame.second if second else frame.quota} of {len(rows) - first}")
        for place, row in enumerate(rows[first : first + shown], first + 1):
            print(f"  {place:2} {row['id']:44} {row['start']} {row['name']}")


if __name__ == "__main__":
    main(sys.argv[1:])
