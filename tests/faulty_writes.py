"""Faults at every write of every verb: a full disk, no memory, a kill; then the same run again.

``python tests/faulty_writes.py RUNS [SEED [HIDDEN]]`` makes so many runs, each in a fresh folder
and a process of its own, and prints what came of them; then ``HIDDEN`` more, which write as where
files cannot be without a name. A run fails where a file is half written, where something is left
over that the next run does not clear, where the next run is blocked, or where somebody is shown a
traceback.
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from rivals import TEXT as RIVALS

from stickpoint import outputs
from stickpoint.cli import main

CASE = """\
format: 1
title: Two doors
parties: {ann: Ann, bob: Bob}
options: {ann.go: {text: go, now: yes}, bob.go: {text: go too}}
issues: {it: {name: the doors, terms: {both: ann.go & bob.go}}}
wants: {ann: [it, ann.go], bob: [ann.go]}
record:
  documents: {d: {title: A letter, cite: "A to B"}}
  messages: [{id: m, date: 2001-01-04, from: ann, to: bob, act: plea, text: "=1+1"}]
"""
GIVEN = {
    "case.yaml": CASE,
    "rivals.yaml": RIVALS,
    "text.txt": "On 5 March 1952 the Union cabled to the Company: we accept half of the rise.\n",
    "old.gmcr": json.dumps({
        "options": [{"name": "Stay"}, {"name": "Go"}],
        "decisionMakers": [
            {"name": "A", "options": [0], "preferences": [[[1, "Y"]]]},
            {"name": "B", "options": [1], "preferences": [[[0, "Y"]]]},
        ],
        "infeasibles": [],
    }),
}  # fmt: skip
"""The files that lie in the folder of each run, which no verb may change."""
VERBS = [
    (["new", "OUT.yaml"], "OUT.yaml"),
    (["schema", "OUT.json"], "OUT.json"),
    (["convert", "case.yaml", "OUT.graphml"], "OUT.graphml"),
    (["convert", "case.yaml", "OUT"], "OUT"),
    (["convert", "case.yaml", "deep/OUT"], "deep"),
    *((["record", "case.yaml", "--export", f"OUT{end}"], f"OUT{end}")
      for end in (".bib", ".csl.json", ".jsonld", ".timeline.json", ".csv")),
    (["why", "case.yaml", "--report", "OUT.html"], "OUT.html"),
    (["why", "case.yaml", "--report", "OUT.docx"], "OUT.docx"),
    *(([verb, "case.yaml", *more], "") for verb in ("why", "stable", "record", "check")
      for more in ([], ["--json"])),
    (["cases"], ""),
    (["schema"], ""),
    (["convert", "old.gmcr", "OUT.yaml"], "OUT.yaml"),
    (["read", "text.txt"], ""),
    (["read", "text.txt", "--yaml"], ""),
    (["record", "case.yaml", "--table"], ""),
    (["motives", "rivals.yaml", "--each", "20", "--draws", "OUT.csv"], "OUT.csv"),
    (["motives", "rivals.yaml", "--no-structural", "--json"], ""),
    *(([verb, "rivals.yaml", "--draws", "2", *more], "") for verb in ("clock", "levers")
      for more in ([], ["--json"])),
]  # fmt: skip
FAULTS = ("disk", "memory", "kill")


class Trap:
    """Counts the steps of writing, and fails at one of them."""

    def __init__(self, at: int, fault: str) -> None:
        self.at, self.fault, self.steps = at, fault, 0

    def step(self) -> None:
        """Go one step on, or fail here and at each write after."""
        self.steps += 1
        if self.steps < self.at or not self.fault:
            return
        if self.fault == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "memory" and self.steps == self.at:
            raise MemoryError
        if self.fault == "disk":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return work with a step before and after it."""

        def done(*args: Any, **more: Any) -> Any:
            self.step()
            result = work(*args, **more)
            self.step()
            return result

        return done

    def set(self) -> None:
        """Stand in the way of everything that writes."""
        encoded = outputs._encoded

        def pieces(given: Any) -> Any:
            for piece in encoded(given):
                self.step()
                yield piece

        outputs._encoded = pieces
        opened, written = os.open, self.around(os.open)

        def open_(path: Any, flags: int, *more: Any, **named: Any) -> int:
            to_write = flags & (os.O_WRONLY | os.O_RDWR) and self.fault != "memory"
            return (written if to_write else opened)(path, flags, *more, **named)

        outputs.os.open = open_
        for name in ("fsync", "link"):
            setattr(outputs.os, name, self.around(getattr(os, name)))
        Path.mkdir, Path.rename = self.around(Path.mkdir), self.around(Path.rename)
        sys.stdout.write = self.around(sys.stdout.write)


def played(words: list[str], at: int, fault: str) -> tuple[int, int, str]:
    """Run a verb in a process of its own; return its status, its steps, what it said of faults."""
    told, tell = os.pipe()
    child = os.fork()
    if not child:
        with Path("said").open("w") as said, Path("shown").open("w") as shown:
            sys.stderr, sys.stdout = said, shown
            trap = Trap(at, fault)
            status = 1
            try:
                trap.set()
                main(words)
            except SystemExit as end:
                status = int(end.code or 0)
            except BaseException as error:
                said.write(f"Traceback: {error!r}")
            os.write(tell, b"%d" % trap.steps)
            for stream in (said, shown):
                with suppress(OSError):
                    stream.flush()
            os._exit(status)
    os.close(tell)
    _, status = os.waitpid(child, 0)
    with os.fdopen(told, "rb") as pipe:
        steps = int(pipe.read() or 0)
    said_text = Path("said").read_text()
    for name in ("said", "shown"):
        Path(name).unlink()
    return os.waitstatus_to_exitcode(status), steps, said_text


def held(target: str) -> dict[str, bytes]:
    """Return what lies at a target: its files by name."""
    root = Path(target)
    files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file())
    return {str(file): file.read_bytes() for file in files}


def faults_of(words: list[str], target: str, rng: random.Random) -> tuple[str, list[str]]:
    """Make one run with a fault and one without; return how it ended, and what is wrong."""
    give()
    status, steps, said = played(words, 0, "")
    wrong = [f"without a fault: {status} {said}"] * bool(status)
    right = held(target) if target else {}
    for file in sorted(Path.cwd().rglob("*"), reverse=True):
        if file.name not in GIVEN:
            file.rmdir() if file.is_dir() else file.unlink()
    fault, at = rng.choice(FAULTS), rng.randint(1, max(1, steps))
    status, _, said = played(words, at, fault)
    wrong += ["a traceback"] * ("Traceback" in said)
    wrong += [f"status {status}: {said}"] * (status not in ((-9, 0) if fault == "kill" else (2, 0)))
    left = {path.name for path in Path.cwd().iterdir()} - GIVEN.keys()
    there = bool(target) and Path(target).exists()
    if there and not same(held(target), right):
        wrong.append("half written")
    if fault != "kill" and left - {target}:
        wrong.append(f"left over: {left}")
    if not there:
        status, _, said = played(words, 0, "")
        wrong += [f"blocked: {status} {said}"] * bool(status)
        wrong += ["other than it should be"] * (bool(target) and not same(held(target), right))
        left = {path.name for path in Path.cwd().iterdir()} - {*GIVEN, target}
        wrong += [f"left for good: {left}"] * bool(left)
    lost = [name for name, text in GIVEN.items() if Path(name).read_text(encoding="utf-8") != text]
    wrong += [f"lost or changed: {lost}"] * bool(lost)
    return f"{fault}, {'written' if there else 'nothing there'}", wrong


def give() -> None:
    """Write the files that verbs read."""
    for name, text in GIVEN.items():
        Path(name).write_text(text, encoding="utf-8")


def same(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    """Tell whether two outputs are the same; a DOCX, which holds the time, whether it is whole."""
    if any(name.endswith(".docx") for name in other):
        return one.keys() == other.keys() and all(zipfile.ZipFile(n).testzip() is None for n in one)
    return one == other


def load() -> None:
    """Load what verbs need, once for the processes of all runs."""
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        give()
        for words, _ in VERBS:
            CliRunner().invoke(main, words)
        os.chdir("/")


def play(runs: int, seed: int, way: str) -> int:
    """Make so many runs, print what came of them, and return how many went wrong."""
    rng, ends, failed = random.Random(seed), Counter[str](), 0
    for run in range(runs):
        words, target = VERBS[run % len(VERBS)]
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            end, wrong = faults_of(words, target, rng)
            os.chdir("/")
        ends[end] += 1
        failed += bool(wrong)
        if wrong:
            print(f"run {run}, {' '.join(words)}, {end}: {'; '.join(wrong)}")
    how = ", ".join(f"{n} {end}" for end, n in sorted(ends.items()))
    print(f"{runs} runs {way}, {failed} wrong: {how}", flush=True)
    return failed


def play_all(runs: int, seed: int = 0, hidden: int = 0) -> int:
    """Make runs in both ways of writing, and return how many went wrong."""
    load()
    failed = play(runs, seed, "without a name")
    outputs._OPEN_FILES = Path("/not there")
    return failed + (play(hidden, seed, "under a hidden name") if hidden else 0)


if __name__ == "__main__":
    sys.exit(play_all(*map(int, sys.argv[1:])) > 0)
