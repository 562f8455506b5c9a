"""Kills of a run into a folder at random moments; then the same run again, until it is whole.

``python benchmarks/kills.py [KILLS] [SEED]``. Every run is a process of its own, forked from one
that has loaded and compiled all; about half of them are killed (SIGKILL) at a random time, the
others at a random step of writing. Each cuts what is missing into pieces of another size. Between
runs a file may be cut short, and a run may find the disk full. In the end the rows are held against
those solved at once, bit for bit.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stickpoint import outputs
from stickpoint.answers.exploring.atoms import ATOM, rows
from stickpoint.answers.exploring.engine import run
from stickpoint.answers.exploring.files import DRAWS
from stickpoint.answers.exploring.runs import Runs
from stickpoint.answers.exploring.spec import Spec

CASE = """\
format: 1
title: Who mends the fence
clock: {unit: week, horizon: 26}
parties: {east: East, west: West}
options: {east.mend: mend it, west.mend: mend it}
issues: {fence: {name: the fence, terms: {mended: east.mend | west.mend}}}
payoffs:
  east: [{when: "!settled", worth: [-2, -1]}, {when: east.mend, worth: -0.5}]
  west: [{when: "!settled", worth: [-1, -0.5]}, {when: west.mend, worth: -0.5}]
"""
COUNT = 32 * ATOM
"""Draws of a run, which is begun anew as often as it is whole before all kills are made."""


def set_trap(at: int, fault: str) -> None:
    """Let a step of writing be the last of this process, or find the disk full from there on."""
    steps = 0

    def around(work: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **more: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps >= at and fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if steps >= at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return work(*given, **more)

        return done

    for name in ("open", "fsync", "link"):
        setattr(outputs.os, name, around(getattr(os, name)))


def one_run(spec: Spec, folder: Path, size: int, at: int, fault: str) -> int:
    """Start a run, end it at a step of writing or, for step 0, after a random time; return how."""
    child = os.fork()
    if not child:
        code = 1
        try:
            if at:
                set_trap(at, fault)
            run(spec, COUNT, folder, chunk=size)
            code = 0
        except OSError:
            code = 2
        finally:
            os._exit(code)
    return child


def play(kills: int, seed: int) -> bool:
    """Kill so many runs, and hold what they come to against what is solved at once."""
    rng, spec = random.Random(seed), Spec(CASE)
    whole = rows(spec, 0, COUNT).values.tobytes()
    ends, made, equal = Counter[str](), 0, 0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "runs"
        while made < kills or folder.exists():
            last = made >= kills
            fault = "" if last else rng.choice(("time", "time", "kill", "kill", "disk"))
            at = rng.randint(1, 24) if fault in ("kill", "disk") else 0
            child = one_run(spec, folder, rng.choice((1, 100, 200, 500)), at, fault)
            if fault == "time":
                time.sleep(rng.uniform(0.0, 1.0))
                os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            made += status == -signal.SIGKILL
            said = {-signal.SIGKILL: "killed", 0: "whole", 2: "disk full"}.get(status, "wrong")
            ends[said] += 1
            if not sum(ends.values()) % 50:
                print(f"{made} kills so far: {dict(ends)}", flush=True)
            if said == "wrong":
                print(f"a run ended with {status}")
                return False
            if said == "whole":
                found = Runs(folder)
                if found.frame().to_numpy().tobytes() != whole or hidden(folder):
                    print("not the same, or something is left over")
                    return False
                equal += 1
                shutil.rmtree(folder)
            elif rng.random() < 0.1 and (files := sorted((folder / DRAWS).glob("[0-9]*"))):
                cut = rng.choice(files)
                cut.write_bytes(cut.read_bytes()[: rng.randint(0, cut.stat().st_size - 1)])
                ends["cut short"] += 1
    print(f"{made} kills, {equal} runs whole and equal bit for bit: {dict(ends)}")
    return True


def hidden(folder: Path) -> list[Path]:
    """List what was left over beside the files of a run."""
    return [path for path in folder.rglob(".*") if path.name != ".lock"]


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(not play(*given, *(200, 0)[len(given) :]))
