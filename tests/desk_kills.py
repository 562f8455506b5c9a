"""Kill a session at a desk at random moments, and look what is left: nothing may be lost.

``python tests/desk_kills.py TIMES [SEED]`` does so many rounds, opening the case again after each,
and prints what came of them. A session is a process forked from one that has loaded all; it is
killed (SIGKILL) at a random time, or at a random call among those that keep and write.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from stickpoint.studio.desk import Desk

CASE = """\
format: 1
title: Two doors
clock: {start: 2001-01-01, unit: day, horizon: 60}
parties: {ann: Ann, bob: Bob}
options: {ann.go: {text: go, now: yes}, bob.go: {text: go too}}
issues: {it: {name: the doors, terms: {both: ann.go & bob.go}}}
wants:
  ann: [it, ann.go]   # most important first
  bob: [ann.go]
"""
KEEPING = ("journal.py", "desk.py", "case_file.py", "outputs.py")
CALLS = 400
"""About how many calls in these modules two edits make."""
Told = list[tuple[int, str]]
"""The revisions that were acknowledged, each with the hash of its text."""


def edit_of(dice: random.Random, text: str) -> dict[str, Any] | str:
    """Draw the next thing that is done: an edit, or a word for undoing or redoing."""
    what = dice.choice(["set", "set", "add", "order", "text", "undo", "undo", "redo"])
    if what == "set":
        return {"do": "set", "path": ["clock", "horizon"], "value": dice.randrange(10, 10**6)}
    if what == "add":
        that = dice.choice(["bob.go", "!ann.go", "it & !bob.go"])
        return {"do": "add", "kind": "want", "fields": {"party": "ann", "that": that}}
    if what == "order":
        return {"do": "order", "path": ["parties"], "order": dice.sample([0, 1], 2)}
    if what == "text":
        return {"do": "text", "text": text + f"# typed {dice.randrange(1000)}\n"}
    return what


def do(desk: Desk, what: dict[str, Any] | str, tab: str = "one") -> int:
    """Do what was drawn and return the revision."""
    if isinstance(what, dict):
        return desk.apply(what, tab, desk.revision)
    return desk.undo(tab) if what == "undo" else desk.redo(tab)


def digest(text: str) -> str:
    """Return the hash of a text."""
    return sha256(text.encode()).hexdigest()


def edit_for_ever(case: Path, seed: str, writer: int, least_calls: int) -> None:
    """Edit, telling what has been acknowledged, until killed or for so many calls."""
    dice = random.Random(seed)
    if least_calls:
        sys.setprofile(_death(least_calls))
    desk = Desk.open(case)
    os.write(writer, b"open\n")
    while True:
        revision = do(desk, edit_of(dice, desk.text))
        os.write(writer, f"{revision} {digest(desk.text)}\n".encode())


def _death(calls: int) -> Any:
    """Return what kills this process at one of the calls that it is told of."""
    left = [calls]

    def count(frame: Any, event: str, _: Any) -> None:
        if event.endswith("call") and frame.f_code.co_filename.endswith(KEEPING):
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    return count


def killed(case: Path, seed: str, dice: random.Random) -> Told:
    """Run a session in a fork, kill it, and return what it acknowledged."""
    calls = dice.choice([0, dice.randrange(1, CALLS)])
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            edit_for_ever(case, seed, writer, calls)
        finally:
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader) as stream:
        told = [] if calls else [stream.readline() for _ in range(dice.choice([0, 1, 1, 2, 3]))]
        if not calls:
            time.sleep(dice.random() * 0.1)
            os.kill(child, signal.SIGKILL)
        told += stream.readlines()
    os.waitpid(child, 0)
    pairs = [line.split() for line in told if line.endswith("\n") and line != "open\n"]
    return [(int(revision), found) for revision, found in pairs]


def look(case: Path, told: Told) -> str:
    """Open a case after a kill and say what is wrong; empty for nothing.

    What was acknowledged last is there, or what one more edit made of it; the file holds the text
    whole; and each step can be taken back and made again.
    """
    with desk_of(case) as desk:
        text = case.read_text(encoding="utf-8")
        if desk.notice or desk.trouble or desk.outside() is not None:
            return f"not at one: {desk.notice}{desk.trouble}"
        if text != desk.text or not desk.saved:
            return "the file is not what the journal holds"
        if told:
            revision, found = told[-1]
            if desk.revision not in (revision, revision + 1):
                return f"revision {desk.revision} after {revision} was acknowledged"
            if desk.revision == revision and digest(text) != found:
                return "the text is another than was acknowledged"
        return _undone(desk, case)


def _undone(desk: Desk, case: Path) -> str:
    """Take back up to three steps and make them again; say what is wrong."""
    texts = [desk.text]
    while desk.can_undo and len(texts) < 4:
        desk.undo()
        texts.append(desk.text)
        if case.read_text(encoding="utf-8") != desk.text:
            return "the file does not follow an undo"
    for text in reversed(texts[:-1]):
        desk.redo()
        if desk.text != text:
            return "redo does not bring back what undo took away"
    return "" if case.read_text(encoding="utf-8") == texts[0] else "the file does not follow"


@contextmanager
def desk_of(case: Path) -> Iterator[Desk]:
    """Open a desk and let go of it."""
    desk = Desk.open(case)
    try:
        yield desk
    finally:
        desk.close()


def rounds(folder: Path, times: int, seed: int) -> Counter[str]:
    """Kill so many times, and count what came of it; a new case now and then."""
    dice = random.Random(seed)
    came: Counter[str] = Counter()
    case = folder / "0.case.yaml"
    for k in range(times):
        if k % 50 == 0:
            case = folder / f"{k}.case.yaml"
            case.write_text(CASE, encoding="utf-8")
        told = killed(case, f"{seed} {k}", dice)
        came[look(case, told) or "whole"] += 1
        came["edits acknowledged"] += len(told)
    with desk_of(case) as desk:
        do(desk, {"do": "set", "path": ["clock", "horizon"], "value": 7})
    came["files left over"] += len(list(folder.glob(f".{case.name}*.part")))
    return came


def main(times: str, seed: str = "0") -> None:
    """Kill so many times and print what came of it."""
    with tempfile.TemporaryDirectory() as name:
        print(dict(rounds(Path(name), int(times), int(seed))))


if __name__ == "__main__":
    main(*sys.argv[1:])
