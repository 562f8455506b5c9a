"""How much of what a reader marks the reading aid finds, and how long long texts take.

Run ``python benchmarks/reading.py`` (``--wrong`` lists what was missed or wrong; ``--quick`` leaves
out the times). Texts and marks: tests/case/reading/texts. The extract on Korea may not be copied;
it is counted only where a folder in ``STICKPOINT_DOCUMENTS`` holds it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import reading_marks as rm

from stickpoint.case.reading.propose import propose

SIZE = 5_000_000
LONG = {
    "prose": None,
    "one letter": "a",
    "digits": "7",
    "opening quotes": "“",
    "straight quotes": '"',
    "parentheses": "(",
    "capitals": "A",
    "short names": "Ab ",
    "1,": "1,",
    "1 ": "1 ",
    "dots": ".",
    "spaces": " ",
    "line ends": "\n",
    "degree signs": "°",
    "hyphens": "a-",
    "NAME:": "NAME: ",
    "May": "May ",
}


def table(names: list[str]) -> None:
    """Print precision and recall by kind, for the texts together."""
    total: dict[str, list[int]] = {}
    for name in names:
        text = rm.text_of(name) or ""
        for kind, row in rm.scores(text, rm.marks_of(name), propose(text)).items():
            total[kind] = [a + b for a, b in zip(total.get(kind, [0] * 4), row, strict=True)]
    print("\nkind      marks proposed found right | precision recall | both, value right")
    for kind, (marks, got, found, good) in total.items():
        shares = [n / d if d else float("nan") for n, d in
                  ((found, got), (found, marks), (good, got), (good, marks))]  # fmt: skip
        print(
            f"{kind:<9} {marks:5} {got:8} {found:5} {good:5} |"
            f" {shares[0]:9.2f} {shares[1]:6.2f} | {shares[2]:9.2f} {shares[3]:6.2f}"
        )


def wrong(name: str) -> None:
    """List what was missed, wrong, or proposed without a mark."""
    text = rm.text_of(name) or ""
    proposals = propose(text)
    for kind in rm.KINDS:
        wanted = [mark for mark in rm.marks_of(name) if mark.kind == kind]
        got = [one for one in proposals if one.kind == kind]
        found = rm.pairs(wanted, got)
        for mark in [m for m in wanted if m not in [f for f, _ in found]]:
            print("missed", mark, repr(text[mark.start : mark.end][:60]))
        for mark, one in found:
            if not rm.right(mark, one, text):
                print("wrong ", mark, one)
        for one in [o for o in got if o not in [f for _, f in found]]:
            print("extra ", one, repr(text[one.start : one.end][:60]))


def times() -> None:
    """Print the seconds that five million characters take, ordinary and hostile ones."""
    page = " ".join(rm.text_of(name) or "" for name in rm.NAMES[1:])
    for name, piece in LONG.items():
        text = (page if piece is None else piece) * (SIZE // len(piece or page) + 1)
        begin = time.perf_counter()
        found = propose(text[:SIZE])
        print(f"{name:<16} {time.perf_counter() - begin:6.2f} s  {len(found):8} proposals")


def main() -> None:
    """Read the arguments and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    names = [name for name in rm.NAMES if rm.text_of(name) is not None]
    for name in names:
        print(f"\n{name}", end="")
        table([name])
        if given.wrong:
            wrong(name)
    print(f"\nall {len(names)}", end="")
    table(names)
    if not given.quick:
        times()


if __name__ == "__main__":
    main()
