"""What the verbs say of a case with millions of states: how long each takes, and what it prints.

Run ``python benchmarks/large_case.py --bits 20``: writes a case of four parties whose options all
switch freely, and asks `check`, `stable`, `why`, `levers` and `clock` about it, each in a process
of its own under a limit of processor time. ``--shape`` writes others: ``one-way`` (a third of the
options cannot be undone), ``needs`` (a third wait for what another party does), ``half`` and
``tenth`` (requirements leave so many states), ``mixed`` (one way and half); ``--brief`` prints one
row of a table for each verb, with the time it promised first.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

VERBS = ("check", "stable", "why", "levers", "clock")
SHAPES = {
    # How many of the requirements that each leave three quarters, and so many options more.
    "cube": (0, 0),
    "one-way": (0, 0),
    "needs": (0, 0),
    "half": (2, 1),
    "tenth": (8, 3),
    "mixed": (2, 1),
}


def text(bits: int, shape: str = "cube", parties: int = 4, *, further: bool = False) -> str:
    """Return a case: each party wants its own options on, and some of the next party's off.

    With ``further`` terms, which do not hold where the first do.
    """
    struck, more = SHAPES[shape]
    bits, n = bits + more, parties
    own = [[k for k in range(bits) if n * k // bits == i] for i in range(n)]
    lines = [
        "format: 1",
        "title: Many options",
        "clock: {start: 2020-01-01, unit: month, horizon: 24}",
    ]
    lines += ["parties:", *(f"  p{i}: {{name: Party {i + 1}}}" for i in range(n)), "options:"]
    for i in range(n):
        other = own[(i + 1) % n]
        for k in own[i]:
            limit = ""
            if k % 3 == 2 and shape in ("one-way", "mixed"):
                limit = ", one_way: yes"
            if k % 3 == 2 and shape == "needs":
                limit = f", needs: p{(i + 1) % n}.o{other[0]}"
            lines.append(f"  p{i}.o{k}: {{text: do thing {k}, now: no{limit}}}")
    if struck:
        pairs = [(2 * m, 2 * m + 1) for m in range(struck)]
        name = {k: f"p{i}.o{k}" for i in range(n) for k in own[i]}
        lines += ["impossible:", *(f'  - "{name[a]} & !{name[b]}"' for a, b in pairs)]
    lines += ["issues:", "  peace:", "    name: peace", "    terms:"]
    ends = [f"p{i}.o{own[i][0]}" for i in range(n)]
    lines += [f"      all: {' & '.join(ends)}"]
    if further:
        # The second party has done its worst, so nothing holds the first back from what it wants.
        worst = " & ".join(f"p1.o{k}" for k in own[1])
        lines += [f"      more: '!p0.o{own[0][1]} & {worst}'"]
    lines += ["settled: peace", "wants:"]
    for i in range(n):
        j = (i + 1) % n
        wants = [f"p{i}.o{own[i][-1]} & !p{j}.o{own[j][-1]}"]
        wants += [f"!p{j}.o{k}" for k in own[j][:3]] + [f"p{i}.o{k}" for k in own[i][1:4]]
        lines += [f"  p{i}: [{', '.join(repr(want) for want in wants)}]"]
    lines += ["payoffs:"]
    for i in range(n):
        # Worth something each, so that few states are alike to the clock.
        own_worth = [f"{{when: p{i}.o{k}, worth: {0.1 + 0.01 * k:.2f}}}" for k in own[i]]
        lines += [f"  p{i}: [{{when: '!settled', worth: [-1, -0.5]}}, {', '.join(own_worth)}]"]
    return "\n".join(lines) + "\n"


def measured(command: Sequence[str], limit: int) -> tuple[str, float, float, float, str]:
    """Run a command; return its fate, processor and wall seconds, peak GiB and all it said."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))

    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            command,
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=limited,  # noqa: PLW1509
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read()
    fate = "not done" if child.returncode < 0 else f"exit {child.returncode}"
    spent = used.ru_utime + used.ru_stime
    return fate, spent, time.perf_counter() - begun, used.ru_maxrss / 2**20, words


def promised(words: str) -> str:
    """Return the first length of time that was promised."""
    found = re.search(r"working: [^\n]*?(a few seconds|about \d+ (?:s|min|h|days)\b)", words)
    return found[1] if found else "-"


def main() -> None:
    """Print what each verb took and the first lines it said."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bits", type=int, nargs="*", default=[20])
    parser.add_argument("--shape", nargs="*", choices=SHAPES, default=["cube"])
    parser.add_argument("--parties", type=int, default=4)
    parser.add_argument("--limit", type=int, default=300, help="processor seconds for each verb")
    parser.add_argument("--verbs", nargs="*", default=VERBS, help="report: why --report FILE")
    parser.add_argument("--further", action="store_true", help="terms that do not hold too")
    parser.add_argument("--brief", action="store_true", help="one row for each")
    chosen = parser.parse_args()
    for shape in chosen.shape:
        for bits in chosen.bits:
            with tempfile.TemporaryDirectory() as folder:
                case = Path(folder) / "many.case.yaml"
                said = text(bits, shape, chosen.parties, further=chosen.further)
                case.write_text(said, encoding="utf-8")
                for verb in chosen.verbs:
                    asked = [verb, str(case)]
                    if verb == "report":
                        asked = ["why", str(case), "--report", str(case.with_suffix(".html"))]
                    command = [sys.executable, "-m", "stickpoint", *asked]
                    fate, spent, wall, peak, words = measured(command, chosen.limit)
                    if chosen.brief:
                        row = (verb, f"{shape}{chosen.parties}", f"2^{bits}", fate, f"{spent:.1f}",
                               f"({wall:.0f})", promised(words), f"{peak:.2f}")  # fmt: skip
                        print("| " + " | ".join(row) + " |", flush=True)
                        continue
                    print(
                        f"== {verb}: {spent:.1f} CPU s, {wall:.1f} s, peak {peak:.2f} GiB, "
                        f"{fate}\n{words}",
                        flush=True,
                    )


if __name__ == "__main__":
    main()
