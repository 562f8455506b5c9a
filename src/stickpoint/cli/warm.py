"""Loops that a verb needs → machine code on disk, compiled side by side at the first use."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep, time
from typing import TYPE_CHECKING

from stickpoint.cli.frame import main
from stickpoint.cli.patience import Bar, Waiting
from stickpoint.cli.streams import is_watched, say

if TYPE_CHECKING:
    from subprocess import Popen

    from stickpoint.answers.warm_up import Piece
    from stickpoint.case.model.case import Case

PACKAGE = Path(__file__).resolve().parents[1]
_STALE = 60.0
"""Seconds after which a process that has not touched its lock is taken for dead."""


@main.command()
def warm() -> None:
    """Compile ahead what other verbs would compile at their first use."""
    from stickpoint.answers.warm_up import PIECES

    if not is_compiling_possible():
        say("nothing to compile: numba is not installed, or told not to compile")
        return
    begun, left = monotonic(), cold(tuple(PIECES))
    compile_all(left)
    done = f"compiled {len(left)} pieces in {monotonic() - begun:.0f} s" if left else "all compiled"
    say(f"{done}; kept for every later run")


def first_use(case: Case, step: Waiting, *keys: str) -> None:
    """Compile what a verb is about to need for a case, unless that was done before.

    What goes wrong here is not said: the verb compiles for itself then, and says it.
    """
    expect_loops(case)
    if case.payoffs and is_compiling_possible():
        from stickpoint.answers.warm_up import with_bases

        # A piece alone compiles what it builds on too: one process costs less than two in a row.
        pieces = keys if len(keys) == 1 else with_bases(keys)
        with step.paused(), suppress(Exception):
            compile_all(cold(pieces))


def expect_loops(case: Case) -> None:
    """Let kernels know where a verb is about to load machine code for a case anyway."""
    if case.payoffs and is_compiling_possible():
        from stickpoint import compiled

        compiled.Kernel.is_near = True


def is_compiling_possible() -> bool:
    """Tell whether numba is there, and not told to leave kernels as Python."""
    return os.environ.get("NUMBA_DISABLE_JIT", "0") in ("", "0") and bool(find_spec("numba"))


def cold(keys: Sequence[str]) -> list[str]:
    """List the pieces that no run has compiled yet as the sources are now, or that are gone."""
    return [key for key in keys if not _is_kept(key)]


def _is_kept(key: str) -> bool:
    """Tell whether a piece was compiled, and all files that were made for it are still there."""
    try:
        made = _stamp(key).read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return all(Path(name).exists() for name in made)


def compile_all(keys: Sequence[str]) -> None:
    """Compile pieces in as many processes as there are cores, and show how far it is."""
    from stickpoint.answers.warm_up import PIECES

    if not keys:
        return
    bar = Bar(lambda line: say(line, err=True, nl=False), watched=is_watched())
    with _alone(bar) as beat:
        left = cold(keys)  # another process may have been at it meanwhile
        if left:
            _run({key: PIECES[key] for key in left}, bar, beat)


def _run(left: dict[str, Piece], bar: Bar, beat: Path) -> None:
    """Start every piece as soon as what it builds on is done."""
    cores = min(os.cpu_count() or 1, len(left))
    bar.begin({piece.name: piece.seconds for piece in left.values()}, _expected(left, cores))
    waiting = dict(left)
    running: dict[str, Popen[str]] = {}
    try:
        while waiting or running:
            for key, piece in list(waiting.items()):
                if piece.after not in {*waiting, *running} and len(running) < cores:
                    running[key] = _start(key)
                    del waiting[key]
            bar.show([left[key].name for key in running])
            beat.touch()
            sleep(0.2)
            for key in [key for key, work in running.items() if work.poll() is not None]:
                _check(running.pop(key))
                _stamp(key).touch()
                bar.finish(left[key].name)
    finally:
        for work in running.values():
            work.kill()
        bar.end()


def _expected(left: dict[str, Piece], cores: int) -> float:
    """Return how long it takes where all cores are kept busy, or one waits for another."""
    from stickpoint.answers.warm_up import PIECES, with_bases

    chains = [sum(PIECES[k].seconds for k in cold(with_bases([key]))) for key in left]
    return max(sum(piece.seconds for piece in left.values()) / cores, *chains)


def _start(key: str) -> Popen[str]:
    """Compile a piece in a process of its own."""
    from subprocess import DEVNULL, PIPE, Popen

    places = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    words = [sys.executable, "-m", "stickpoint.answers.warm_up", key, str(_stamp(key))]
    return Popen(words, env=os.environ | places, stdout=DEVNULL, stderr=PIPE, text=True)


def _check(work: Popen[str]) -> None:
    """Raise what went wrong in a process, by its last words."""
    _, said = work.communicate()
    if work.returncode:
        raise RuntimeError(said.strip().splitlines()[-1] if said.strip() else "compiling failed")


@contextmanager
def _alone(bar: Bar) -> Iterator[Path]:
    """Keep other processes from compiling the same; yield a file to touch while at work."""
    lock = _folder() / "stickpoint-compiling"
    while True:
        try:
            lock.open("x").close()
        except FileExistsError:
            with suppress(FileNotFoundError):
                if time() - lock.stat().st_mtime > _STALE:
                    lock.unlink()
                    continue
            bar.say_once("another stickpoint is compiling; waiting for it")
            sleep(0.5)
        else:
            break
    try:
        yield lock
    finally:
        lock.unlink(missing_ok=True)


def _stamp(key: str) -> Path:
    """Return the file that names the files that hold a piece, of the sources as they are."""
    return _folder() / f"stickpoint-{_sources()}-{key}-files"


@cache
def _folder() -> Path:
    """Return a folder where numba keeps machine code, or one as good."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(chosen) if chosen else PACKAGE / "__pycache__"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "stickpoint"
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def _sources() -> str:
    """Return sixteen hex digits that change with the kernels, numba, Python and the machine."""
    import hashlib
    import platform
    from importlib.metadata import version

    parts = [version("numba"), sys.version, platform.node(), platform.machine()]
    for path in sorted(PACKAGE.rglob("*kernels.py")):
        state = path.stat()
        parts.append(f"{path} {state.st_mtime_ns} {state.st_size}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
