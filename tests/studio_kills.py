"""Kill a studio at random moments, start it again, and look what is left: nothing may be lost.

``python tests/studio_kills.py KILLS [SEED]`` starts ``stickpoint studio`` so many times, the whole
program with its workers. It is killed (SIGKILL), alone or with all its processes, while it starts,
or while one or two clients edit, undo and redo over its socket. Each start looks after the death
before: through the file, through what the studio tells, and step by step back and forth.
"""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Barrier, Event

import httpx
from desk_kills import CASE
from kill_history import Known, What
from studio_running import Page, Studio, address_of, launched
from websockets.exceptions import WebSocketException

from stickpoint.case.library import path_of

LIVES = 10
"""Deaths of a case; after that it is walked from its first text to its newest."""
SCREENS = ("case", "conflict", "forecast", "levers")
PLANS = {"start": 3, "edit": 3, "undo": 2, "two": 2}
"""How often it is killed while it starts, while one client edits, undoes, or while two edit."""
GONE = 60.0
"""Seconds for a worker to find that its studio is dead, on a machine that does much else."""


class Killing:
    """One case that outlives its studios.

    Parameters
    ----------
    folder : Path
        Where the case lies, and where temporary files go.
    text : str
    dice : Random
    came : Counter
        What came of it.
    """

    def __init__(self, folder: Path, text: str, dice: random.Random, came: Counter[str]) -> None:
        self.case, self.temporary = folder / "a.case.yaml", folder / "temporary"
        self.temporary.mkdir(parents=True)
        self.case.write_text(text, encoding="utf-8")
        self.known, self.dice, self.came = Known(text), dice, came
        self._numbers, self.start_s, self.longest = count(1), 1.0, 0.0

    def live(self, plan: str) -> None:
        """Start a studio, look after the death before, and kill it by a plan."""
        with self._started(plan) as process:
            if plan == "start":
                time.sleep(self.dice.uniform(0, 1.3 * self.start_s))
                return
            begun = time.monotonic()
            studio = Studio(address_of(process), self.case, process)
            self._enter(studio)
            with studio.page("case") as page:
                self._reopened(page)
                self.start_s = time.monotonic() - begun
                self._walk(page, self.dice.choice([0, 0, 1, 3]))
            self._edited(studio, plan)

    def end(self) -> None:
        """Walk from the newest text to the first and back, and end the studio as a person does."""
        process = self._launched()
        studio = Studio(address_of(process), self.case, process)
        with studio.page("case") as page:
            self._reopened(page)
            while self.known.history.can_redo:
                self._do(page, "redo")
            self._walk(page, self.known.history.at)
        self.came["CPU seconds"] += sum(map(cpu, processes_of(process.pid)))
        process.terminate()
        process.communicate(timeout=GONE)
        left = {path.name for path in self.case.parent.rglob("*")}
        assert left == {"temporary", "a.case.yaml", ".a.case.yaml.studio.sqlite"}, left

    def _launched(self) -> subprocess.Popen[str]:
        beside = {"TMPDIR": str(self.temporary), "BROWSER": "true"}  # a browser that opens nothing
        return launched(self.case, beside=beside, start_new_session=True)

    @contextmanager
    def _started(self, plan: str) -> Iterator[subprocess.Popen[str]]:
        """Start a studio; kill it in the end, and look that nothing of it lives on."""
        process, self._dead, self._work = self._launched(), Event(), list[Future[None]]()
        try:
            yield process
        finally:
            whole = self.dice.random() < 0.3
            self.came["CPU seconds"] += sum(map(cpu, processes_of(process.pid)))
            self._dead.set()
            begun = time.monotonic()
            (os.killpg if whole else os.kill)(process.pid, signal.SIGKILL)
            process.wait()
            for work in self._work:
                work.result()
        assert process.returncode == -signal.SIGKILL, process.returncode
        self.came[f"killed: {plan}"] += 1
        self.came["with all its processes"] += whole
        while left := processes_of(process.pid):
            assert time.monotonic() - begun < GONE, f"processes live on: {left}"
            time.sleep(0.01)
        self.longest = max(self.longest, time.monotonic() - begun)
        process.communicate()
        text = self.case.read_text(encoding="utf-8")
        assert text in {history.text for _, history in self.known.possible()}, "file is not whole"

    def _enter(self, studio: Studio) -> None:
        """Find the file that the browser was given, and come by it, or leave it lying about."""
        end = time.monotonic() + GONE
        while not (files := [one for one in self.temporary.glob("*/*.html") if one.stat().st_size]):
            assert time.monotonic() < end, "the browser is given nothing"
            time.sleep(0.002)
        [file] = files
        [folder] = self.temporary.iterdir()
        assert f"-{studio.process.pid}-" in folder.name, f"left of a dead one: {folder}"
        if self.dice.random() < 0.3:
            found = re.search(r'href="([^"]+)"', file.read_text(encoding="utf-8"))
            assert found
            assert httpx.get(found[1]).status_code == 200
            assert not file.exists()

    def _reopened(self, page: Page) -> None:
        told = page.until(lambda m: "state" in m)
        was, state = self.known.revision, told["state"]
        assert self.known.agree(state["revision"], told["text"]), (was, told)
        assert self.case.read_text(encoding="utf-8") == told["text"]
        assert state["can_undo"] == (self.known.history.at > 0)
        assert state["can_redo"] == self.known.history.can_redo
        assert not state["outside"]
        assert not state["trouble"]
        hidden = {path.name for path in self.case.parent.glob(".*")}
        assert {name for name in hidden if "sqlite" not in name} == set()
        self.came["edits more than were acknowledged"] += self.known.revision - was

    def _do(self, page: Page, what: What) -> None:
        """Do one thing, and wait until it is acknowledged."""
        self.known.waiting["one"] = what
        send(page, what)
        told = page.until(lambda m: "saved" in m)
        self.known.hear(told)
        assert self.case.read_text(encoding="utf-8") == told["text"]
        assert told["state"]["can_undo"] == (self.known.history.at > 0)
        assert told["state"]["can_redo"] == self.known.history.can_redo

    def _walk(self, page: Page, steps: int) -> None:
        """Take back some steps and make them again."""
        steps = min(steps, self.known.history.at)
        for what in ("undo", "redo"):
            for _ in range(steps):
                self._do(page, what)
        self.came["steps walked"] += 2 * steps

    def _edited(self, studio: Studio, plan: str) -> None:
        """Let clients edit, and wait until some edits are acknowledged, and a moment more."""
        names = ("one", "two") if plan == "two" else ("one",)
        until = self.known.acknowledged + self.dice.choice([0, 1, 1, 2, 3, 5])
        met = Barrier(len(names), timeout=GONE)
        pool = ThreadPoolExecutor(len(names))
        for name in names:
            dice = random.Random(self.dice.random())
            self._work.append(pool.submit(self._edit_for_ever, studio, plan, name, dice, met))
        end = time.monotonic() + GONE
        while self.known.acknowledged < until or not self.known.waiting:
            assert time.monotonic() < end, "no edit is acknowledged"
            if any(work.done() for work in self._work):
                break  # which is not meant to be, and is told when it is killed
            time.sleep(0.002)
        time.sleep(self.dice.uniform(0, 0.06))

    def _edit_for_ever(
        self, studio: Studio, plan: str, name: str, dice: random.Random, met: Barrier
    ) -> None:
        """Edit until the studio is dead; it may go in no other way."""
        try:
            with studio.page(dice.choice(SCREENS)) as page:
                page.until(lambda m: "state" in m)
                met.wait()
                while True:
                    what = self._draw(dice, plan, name)
                    self.known.waiting[name] = what
                    send(page, what)
                    while name in self.known.waiting:
                        told = page.until(lambda m: "saved" in m or is_refused(m))
                        assert "saved" in told, (what, told)
                        self.known.hear(told)
        except (WebSocketException, OSError, EOFError):
            assert self._dead.is_set(), "the studio let go of a client"

    def _draw(self, dice: random.Random, plan: str, name: str) -> What:
        """Draw what a client does next. Of two, only one undoes, and none writes whole texts."""
        history, number = self.known.history, next(self._numbers)
        if name == "one" and history.at and dice.random() < (0.7 if plan == "undo" else 0.15):
            return "undo"
        if plan != "two" and history.can_redo and dice.random() < 0.5:
            return "redo"
        kind = dice.choice(["horizon", "title", "want" if "ann:" in history.text else "title"]
                           + ["text"] * (plan != "two"))  # fmt: skip
        if kind == "horizon":
            return {"do": "set", "path": ["clock", "horizon"], "value": 100 + number}
        if kind == "title":
            return {"do": "set", "path": ["title"], "value": f"Title {number}"}
        if kind == "want":
            that = dice.choice(["bob.go", "!ann.go", "it & !bob.go"])
            return {"do": "add", "kind": "want", "fields": {"party": "ann", "that": that}}
        return {"do": "text", "text": f"{history.text}# typed {number}\n"}


def send(page: Page, what: What) -> None:
    """Send an edit as a page of its own, so that no typing goes on from another's."""
    edit = {"do": what} if isinstance(what, str) else what
    page.send(**edit, tab=str(random.random()))


def is_refused(message: dict[str, object]) -> bool:
    """Tell whether a message says that an edit could not be made."""
    return "conflict" in message or ("error" in message and "part" not in message)


def processes_of(session: int) -> list[int]:
    """List what runs in a session, by the number of the process that began it."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # gone by now
            continue
        if int(its) == session and state != "Z":
            found.append(int(path.parent.name))
    return found


def cpu(process: int) -> float:
    """Return the seconds of processor time of a process."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, words[11:13])) / os.sysconf("SC_CLK_TCK")


def rounds(folder: Path, plans: Sequence[str], dice: random.Random) -> Counter[str]:
    """Kill a studio by each plan and count what came of it.

    A new case is begun now and then; each tenth of them is large.
    """
    came, longest = Counter[str](), 0.0
    for k, plan in enumerate(plans):
        if k % LIVES == 0:
            is_large = k // LIVES % 10 == 9
            text = path_of("korea-1952").read_text(encoding="utf-8") if is_large else CASE
            killing = Killing(folder / str(k), text, dice, came)
        killing.live(plan)
        if k % LIVES == LIVES - 1 or k == len(plans) - 1:
            killing.end()
            came["edits acknowledged"] += killing.known.acknowledged
            longest = max(longest, killing.longest)
            if k % 50 == 49:
                print(f"{k + 1}: {dict(came)}, workers lived {longest:.1f} s longer", flush=True)
    mine = resource.getrusage(resource.RUSAGE_SELF)
    came["CPU seconds"] += round(mine.ru_utime + mine.ru_stime)
    return came


def main(kills: str, seed: str = "0") -> None:
    """Kill so many times and print what came of it."""
    dice = random.Random(int(seed))
    plans = dice.choices(list(PLANS), list(PLANS.values()), k=int(kills))
    with tempfile.TemporaryDirectory() as name:
        print(dict(rounds(Path(name), plans, dice)))


if __name__ == "__main__":
    main(*sys.argv[1:])
