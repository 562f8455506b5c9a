"""Case files broken at random, as many as one likes, through `check` and what is built of a case.

``python benchmarks/fuzz.py COUNT [--seed S] [--processes P] [--keep FOLDER]`` takes COUNT mutants
(tests/mutants.py) from number S on. It prints rate and figures as it goes, and keeps each that ends
in an exception, takes more than ten seconds or has a finding with a flaw, under a name made of its
bytes; the reason stands beside it. Ctrl-C or TERM stops it with the figures so far.

``--guided SECONDS`` lets atheris break the same seeds, guided by which lines of the package a file
reaches. That library is not in the locks: install it into an environment of its own, beside what
stickpoint needs.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import pkgutil
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

SECONDS = 10
SHOWN = 10_000
LONGEST_INPUT = 4096


@dataclass
class Figures:
    """What came of mutants so far."""

    count: int = 0
    sound: int = 0
    findings: int = 0
    slowest: float = 0.0
    seconds: float = 0.0
    codes: Counter[str] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)

    def add(self, other: Figures) -> None:
        """Add the figures of another process."""
        self.count += other.count
        self.sound += other.sound
        self.findings += other.findings
        self.slowest = max(self.slowest, other.slowest)
        self.seconds += other.seconds
        self.codes += other.codes
        self.bad += other.bad

    def __str__(self) -> str:
        """Say it in one line, and what was bad in one more for each kind."""
        each = 1000 * self.seconds / max(1, self.count)
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        line = (
            f"{self.count:,} mutants, {self.sound:,} sound, {self.findings:,} findings of "
            f"{len(self.codes)} codes, {self.bad.total()} bad; {each:.2f} ms of processor each, "
            f"{self.slowest:.2f} s the slowest, {held} MiB"
        )
        return "\n".join((line, *(f"  {n} × {kind}" for kind, n in self.bad.most_common())))


class TooSlowError(Exception):
    """A mutant took too long."""


def _too_slow(*_: Any) -> None:
    raise TooSlowError(f"more than {SECONDS} s")


def tried(data: bytes, path: Path, keep: Path, figures: Figures) -> None:
    """Give one file to `check`, and keep it where that goes wrong."""
    from mutants import look

    begun, why = time.process_time(), ""
    signal.alarm(SECONDS)
    try:
        findings, wrong, is_sound = look(data, path)
        figures.findings += len(findings)
        figures.sound += is_sound
        figures.codes.update({finding.code for finding in findings})
        why = wrong[0].replace(str(path), "") if wrong else ""
    except Exception:
        why = traceback.format_exc()
    finally:
        signal.alarm(0)
    took = time.process_time() - begun
    figures.count += 1
    figures.seconds += took
    figures.slowest = max(figures.slowest, took)
    if why:
        kind = " ".join(why.strip().splitlines()[-1:])
        where = [
            line.strip() for line in why.splitlines() if "stickpoint" in line and "File" in line
        ]
        figures.bad[f"{kind[:100]} {where[-1] if where else ''}"] += 1
        keep.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(data).hexdigest()[:16]
        (keep / f"{name}.case.yaml").write_bytes(data)
        (keep / f"{name}.txt").write_text(why, encoding="utf-8", errors="replace")


def worked(numbers: range, keep: Path, *, talking: bool) -> Figures:
    """Take the mutants of some numbers."""
    from mutants import mutant

    figures, begun = Figures(), time.monotonic()
    signal.signal(signal.SIGALRM, _too_slow)
    for stop in (signal.SIGINT, signal.SIGTERM):  # also where a shell lets jobs ignore Ctrl-C
        signal.signal(stop, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "broken.case.yaml"
        try:
            for number in numbers:
                tried(mutant(number), path, keep, figures)
                if talking and figures.count % SHOWN == 0:
                    rate = figures.count / (time.monotonic() - begun)
                    print(f"to {number}, {rate:.0f} a second: {figures}", flush=True)
        except KeyboardInterrupt:
            print(f"stopped at number {number}")
    return figures


def _job(given: tuple[range, Path]) -> Figures:
    return worked(*given, talking=False)


def guided(seconds: int, keep: Path) -> None:
    """Let atheris break files, guided by the lines of the package that they reach."""
    import atheris

    with atheris.instrument_imports(include=["stickpoint"]):
        import stickpoint.case

        for module in pkgutil.walk_packages(stickpoint.case.__path__, "stickpoint.case."):
            __import__(module.name)
    from mutant_seeds import SEEDS
    from mutants import changed

    figures, begun = Figures(), time.monotonic()
    signal.signal(signal.SIGALRM, _too_slow)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "corpus").mkdir()
        for name, text in SEEDS.items():
            (folder / "corpus" / name).write_text(text, encoding="utf-8")

        def one(data: bytes) -> None:
            tried(data, folder / "broken.case.yaml", keep, figures)
            if figures.count % 1000 == 0:
                kept = sum(1 for _ in (folder / "corpus").iterdir())
                rate = figures.count / (time.monotonic() - begun)
                print(f"{rate:.0f} a second, {kept} kept for their lines: {figures}", flush=True)

        def mutated(data: bytes, most: int, seed: int) -> bytes:
            chance = random.Random(seed)
            if chance.random() < 0.3:
                return bytes(atheris.Mutate(data, most))
            return changed(data.decode("utf-8", "replace"), chance.choice((1, 1, 2)), chance)[:most]

        options = [f"-max_total_time={seconds}", f"-max_len={LONGEST_INPUT}", "-verbosity=0"]
        atheris.Setup(
            [sys.argv[0], str(folder / "corpus"), *options], one, custom_mutator=mutated
        )  # fmt: skip
        atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--keep", type=Path, default=Path(tempfile.gettempdir()) / "stickpoint-fuzz"
    )
    parser.add_argument("--guided", type=int, metavar="SECONDS")
    given = parser.parse_args()
    if given.guided:
        guided(given.guided, given.keep)
        return
    begun, first, end = time.monotonic(), given.seed, given.seed + given.count
    if given.processes == 1:
        figures = worked(range(first, end), given.keep, talking=True)
    else:
        figures = Figures()
        jobs = [(range(at, min(at + SHOWN, end)), given.keep) for at in range(first, end, SHOWN)]
        with multiprocessing.Pool(given.processes) as pool:
            for done in pool.imap_unordered(_job, jobs):
                figures.add(done)
                print(
                    f"{figures.count / (time.monotonic() - begun):.0f} a second: {figures}",
                    flush=True,
                )
    print(f"{time.monotonic() - begun:.0f} s: {figures}")
    sys.exit(figures.bad.total() > 0)


if __name__ == "__main__":
    main()
