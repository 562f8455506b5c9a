"""What the verbs say of a case with millions of states: how long each takes, and what it prints.

Run ``python benchmarks/large_case.py --bits 20``: writes a case of four parties whose options all
switch freely, and asks `check`, `stable`, `why`, `levers` and `clock` about it, each in a process
of its own under a limit of time.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

VERBS = ("check", "stable", "why", "levers", "clock")


def text(bits: int) -> str:
    """Return a case: each party wants its own options on, and some of the next party's off."""
    own = [[k for k in range(bits) if 4 * k // bits == i] for i in range(4)]
    lines = [
        "format: 1",
        "title: Many options",
        "clock: {start: 2020-01-01, unit: month, horizon: 24}",
    ]
    lines += ["parties:", *(f"  p{i}: {{name: Party {i + 1}}}" for i in range(4)), "options:"]
    for i in range(4):
        lines += [f"  p{i}.o{k}: {{text: do thing {k}, now: no}}" for k in own[i]]
    lines += ["issues:", "  peace:", "    name: peace", "    terms:"]
    ends = [f"p{i}.o{own[i][0]}" for i in range(4)]
    lines += [f"      all: {' & '.join(ends)}", "settled: peace", "wants:"]
    for i in range(4):
        j = (i + 1) % 4
        wants = [f"p{i}.o{own[i][-1]} & !p{j}.o{own[j][-1]}"]
        wants += [f"!p{j}.o{k}" for k in own[j][:3]] + [f"p{i}.o{k}" for k in own[i][1:4]]
        lines += [f"  p{i}: [{', '.join(repr(want) for want in wants)}]"]
    lines += ["payoffs:"]
    for i in range(4):
        lines += [f"  p{i}: [{{when: '!settled', worth: [-1, -0.5]}}]"]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print what each verb took and the first lines it said."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--bits", type=int, default=20)
    parser.add_argument("--limit", type=int, default=300, help="seconds for each verb")
    parser.add_argument("--verbs", nargs="*", default=VERBS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "many.case.yaml"
        case.write_text(text(chosen.bits), encoding="utf-8")
        for verb in chosen.verbs:
            begun = time.perf_counter()
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            command = [sys.executable, "-m", "stickpoint", verb, str(case)]
            try:
                done = subprocess.run(
                    command, capture_output=True, text=True, timeout=chosen.limit, check=False
                )
                said = f"exit {done.returncode}\n{done.stdout}{done.stderr}"
            except subprocess.TimeoutExpired as late:
                said = f"not done\n{(late.stdout or b'').decode()}"
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            print(
                f"== {verb}: {used.ru_utime - before:.1f} CPU s, {time.perf_counter() - begun:.1f} "
                f"s, peak so far {used.ru_maxrss / 2**20:.2f} GiB, {said}",
                flush=True,
            )


if __name__ == "__main__":
    main()
