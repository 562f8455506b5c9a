"""What documents made to hang or to fill the memory cost ``stickpoint check``.

Run ``python benchmarks/hostile.py [WORD …]`` for those whose name holds a word, or all. Each is
made in turn (tests/hostile.py) and given to a fresh process, beside a case that looks for five
passages in it: by hash, by words, by fingerprint and by what stands around. Seconds are the
processor's, with the wall's in brackets; memory is the most that the process and those it starts
held together, looked at every twentieth of a second.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from hostile import documents

from stickpoint.case.documents.fingerprints import fingerprint
from stickpoint.case.documents.passages import words_hash

SECONDS, MIBS = 10.0, 500
WORDS = "The talks on the return of prisoners opened in July and went on."
CASE = f"""format: 1
title: t
parties: {{a: A}}
options: {{a.x: do x}}
wants: {{a: [a.x]}}
record:
  documents: {{d: {{title: D, file: NAME}}}}
  passages:
    p: {{document: d, chars: [0, 5], hash: 99ff1ab392e8}}
    q: {{document: d, chars: [70, 134], hash: {words_hash(WORDS)}, quote: "{WORDS}"}}
    r: {{document: d, chars: [70, 134], hash: 99ff1ab392e8, fingerprint: {fingerprint(WORDS)}}}
    s: {{document: d, chars: [70, 134], hash: 99ff1ab392e8, prefix: "The talks", suffix: "July."}}
    t: {{document: d, chars: [900, 980], hash: 99ff1ab392e8}}
"""


def held(process: int) -> int:
    """Return the bytes that a process and its children hold."""
    total, page = 0, os.sysconf("SC_PAGE_SIZE")
    try:
        total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * page
        tasks = Path(f"/proc/{process}/task").glob("*/children")
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return total
    return total + sum(held(child) for child in children)


def used() -> float:
    """Return the seconds of processor that ended children took."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def answered(folder: Path, name: str) -> tuple[float, float, int, str]:
    """Check one document: seconds, MiB, exit code and the first finding."""
    case = folder / "c.case.yaml"
    case.write_text(CASE.replace("NAME", name), encoding="utf-8")
    command = [sys.executable, "-m", "stickpoint", "check", str(case)]
    begun, most, before = time.monotonic(), 0, used()
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        while process.poll() is None and time.monotonic() - begun < 120:
            most = max(most, held(process.pid))
            time.sleep(0.05)
        process.kill()
        code = process.wait()
    said = (folder / "out").read_text(encoding="utf-8", errors="replace")
    shown = next((line for line in said.splitlines() if name in line), said.strip()[-200:])
    if "Traceback" in said:
        shown = "TRACEBACK " + said.strip().splitlines()[-1]
    took = f"{used() - before:.1f} s ({time.monotonic() - begun:.1f})"
    return used() - before, most / 2**20, code, f"{took}, {shown[:150]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("words", nargs="*")
    wanted = parser.parse_args().words
    worst, count, over = [0.0, 0.0], 0, []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, make in documents():
            if wanted and not any(word in name for word in wanted):
                continue
            path = folder / name
            path.write_bytes(make())
            seconds, mibs, code, said = answered(folder, name)
            path.unlink()
            fine = seconds <= SECONDS and mibs <= MIBS and code in (0, 1) and "TRACE" not in said
            count += 1
            worst = [max(worst[0], seconds), max(worst[1], mibs)]
            over += [] if fine else [name]
            print(f"{'' if fine else 'OVER '}{name}: {mibs:.0f} MiB, {code}, {said}")
            sys.stdout.flush()
    print(f"{count} documents, at most {worst[0]:.1f} s and {worst[1]:.0f} MiB")
    print(f"over {SECONDS:.0f} s or {MIBS} MiB, or not answered: {', '.join(over) or 'none'}")


if __name__ == "__main__":
    main()
