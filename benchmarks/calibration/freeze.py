"""Write `frozen.json`: the hash, the kind and the half of each case, before the first run of any.

`python benchmarks/calibration/freeze.py`. The nine older cases are for training; of the new ones
the first by the SHA-256 of the seed and the id of their row join them, until training has half of
all, rounded down. Those of the second draw (`SECOND.md`) are all held out, as a set of their own,
and change nothing in how the others are split. It refuses to run where a frozen case has changed.
"""

from __future__ import annotations

import json
import re
import sys
from hashlib import sha256
from pathlib import Path

SEED = 20261130
HERE = Path(__file__).parent
OLDER = (
    "backstop-2018",
    "belgium-2010",
    "israel-2013",
    "libya-2011",
    "mlb-1994",
    "nhl-2004",
    "quemoy-1958",
    "swiss-2011",
    "torkham-2017",
)
ROWS = {
    "spratly-1988": "icb384",
    "vietnam-1969": "icb230",
    "ifni-1957": "icb160",
    "paquisha-1981": "icb322",
    "lithuania-2016": "pg1009",
    "netherlands-2002": "pg74",
    "romania-2012": "pg787",
    "nfl-1970": "sports_stoppage-nfl-1970-stoppage",
    "umpires-1979": "sports_stoppage-mlb-umpires-1979",
    "writers-2023": "entertainment_strike-wga-2023",
    "recording-1948": "entertainment_strike-afm-recording-ban-1948",
    "abortion-gap-1977": "us_funding_gap-fy1978-gap-3",
    "wounded-knee-1973": "standoff-wounded-knee-1973",
    "kuwait-1961": "gml122",
}
SECOND = {
    "rotem-1960": "icb173",
    "mutukula-1971": "icb245",
    "afghanistan-2001": "icb434",
    "greece-1990": "pg284",
    "denmark-1987": "pg226",
    "japan-1952": "pg694",
    "nhl-2012": "sports_stoppage-nhl-2012-13-lockout",
    "nfl-1968": "sports_stoppage-nfl-1968-stoppage",
    "writers-1973": "entertainment_strike-wga-1973",
    "mx-gap-1982": "us_funding_gap-fy1983-gap-2",
    "lucasville-1993": "standoff-lucasville",
    "siachen-1984": "gml2642",
}


def trained() -> set[str]:
    """Name the cases of the training half of the first draw."""
    order = sorted(ROWS, key=lambda name: sha256(f"{SEED} {ROWS[name]}".encode()).hexdigest())
    room = (len(OLDER) + len(ROWS)) // 2 - len(OLDER)
    return {*OLDER, *order[:room]}


def frozen() -> dict[str, dict[str, str | None]]:
    """Return what is to be kept of each case, by name."""
    training, table = trained(), {}
    for name in sorted({*OLDER, *ROWS, *SECOND}):
        data = (HERE / "cases" / f"{name}.case.yaml").read_bytes()
        kind = re.search(rb"^kind: (.+)$", data, re.MULTILINE)
        table[name] = {
            "sha256": sha256(data).hexdigest(),
            "split": "drawn later" if name in SECOND else _half(name, training),
            "kind": kind[1].decode().strip() if kind else None,
        }
    return table


def _half(name: str, training: set[str]) -> str:
    return "training" if name in training else "held out"


def main() -> None:
    path, table = HERE / "frozen.json", frozen()
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    changed = [name for name, kept in before.items() if table.get(name) != kept]
    if changed:
        sys.exit(f"frozen before, and changed since: {', '.join(changed)}")
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
