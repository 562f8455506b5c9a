"""Draws on a cluster: the same rows, whoever solves them and whoever dies of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

import stickpoint as sp
from stickpoint.answers.exploring import cluster, engine
from stickpoint.answers.exploring.atoms import rows
from stickpoint.answers.exploring.runs import Runs
from stickpoint.answers.exploring.spec import Spec, spec_of
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.progress import progress
from stickpoint.errors import ModelError, SolveError

pytest.importorskip("pyarrow")
pytest.importorskip("distributed")
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
DRAWS = 6 * 64 + 10
LIMIT = 240.0
"""Seconds after which a cluster that does not come, or end, is a failure."""


@pytest.fixture(scope="module")
def spec() -> Spec:
    """Return a small case to run."""
    return spec_of(sp.loads(CASE), None, 0, None, USUAL)


@pytest.fixture(scope="module")
def whole(spec: Spec) -> bytes:
    """Return its rows as this process solves them."""
    return rows(spec, 0, DRAWS).values.tobytes()


def held(runs: Runs) -> bytes:
    """Return all that is in a folder of runs, as it lies in memory."""
    return runs.frame().to_numpy().tobytes()


@contextmanager
def started(*words: str, within: Sequence[str] = ()) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program of Dask as a process of its own, and end it."""
    places = os.pathsep.join(filter(None, sys.path))
    work = subprocess.Popen(
        [*within, sys.executable, "-m", "dask", *words], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": places},
    )  # fmt: skip
    try:
        yield work
    finally:
        work.kill()
        work.wait()


def scheduler(file: Path, host: str) -> list[str]:
    """Return how to start a scheduler."""
    return ["scheduler", "--host", host, "--port", "0", "--no-dashboard",
            "--scheduler-file", str(file)]  # fmt: skip


def worker(file: Path, name: str, *more: str) -> list[str]:
    """Return how to start a worker of one thread."""
    return ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-nanny",
            "--no-dashboard", "--name", name, *more]  # fmt: skip


def address(file: Path) -> str:
    """Return the address of a scheduler, once it is there."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        with suppress(OSError, ValueError):
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.05)
    raise AssertionError("no scheduler came")


@contextmanager
def once_begun(act: Callable[[], object]) -> Iterator[None]:
    """Do something as soon as the first draws of a run are there."""
    waits = [act]

    def tell(_name: str, done: int, _total: int) -> None:
        if done and waits:
            waits.pop()()

    with progress.heard_by(tell):
        yield
    assert not waits


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    spec: Spec, whole: bytes, tmp_path: Path
) -> None:
    """The scheduler and both workers are processes of their own."""
    file = tmp_path / "scheduler.json"
    with (
        started(*scheduler(file, "127.0.0.1")),
        started(*worker(file, "one")) as one,
        started(*worker(file, "two")),
    ):
        at = address(file)
        with once_begun(one.kill):
            runs = engine.run(spec, DRAWS, tmp_path / "runs", chunk=64, scheduler=at)
        assert held(runs) == whole
        assert one.wait(LIMIT) == -signal.SIGKILL


def test_what_cannot_be_run_on_is_said(
    spec: Spec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "JOIN", 1.0)
    with pytest.raises(SolveError, match="no scheduler answers"):
        engine.run(spec, 5, tmp_path / "one", scheduler="tcp://127.0.0.1:1")
    with pytest.raises(SolveError, match="no scheduler answers at nowhere"):
        engine.run(spec, 5, tmp_path / "two", scheduler="nowhere")
    with pytest.raises(ModelError, match="another version"):
        cluster.solve(spec, 0, 1, "of old")


def as_root() -> bool:
    """Tell whether hosts of their own can be made here."""
    if shutil.which("ip") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    tries = [
        subprocess.run(["ip", "netns", do, "stickpoint-try"], check=False, capture_output=True)
        for do in ("add", "del")
    ]
    return tries[0].returncode == 0


@contextmanager
def hosts(*names: str) -> Iterator[list[list[str]]]:
    """Make network namespaces, the first linked with each other; yield how to run in each.

    They see one another and nothing else: neither this machine's addresses nor a network.
    """
    spaces = [f"stickpoint-{os.getpid()}-{name}" for name in names]

    def ip(*words: str) -> None:
        subprocess.run(["ip", *words], check=True, capture_output=True)

    with ExitStack() as stack:
        for space in spaces:
            ip("netns", "add", space)
            stack.callback(ip, "netns", "del", space)
            ip("-n", space, "link", "set", "lo", "up")
        for k, space in enumerate(spaces[1:], 1):
            ends = f"to{k}", "up0"
            ip("-n", spaces[0], "link", "add", ends[0], "type", "veth",
               "peer", "name", ends[1], "netns", space)  # fmt: skip
            for where, end, last in ((spaces[0], ends[0], 1), (space, ends[1], 2)):
                ip("-n", where, "address", "add", f"198.51.{100 + k}.{last}/24", "dev", end)
                ip("-n", where, "link", "set", end, "up")
            ip("-n", space, "route", "add", "default", "via", f"198.51.{100 + k}.1")
        yield [["ip", "netns", "exec", space] for space in spaces]


CLIENT = """\
import os, signal, sys
from pathlib import Path
from stickpoint.answers.exploring import engine
from stickpoint.answers.exploring.spec import Spec
from test_cluster import CASE, DRAWS, once_begun

if __name__ == "__main__":
    at, folder, victim = sys.argv[1:]
    with once_begun(lambda: os.kill(int(victim), signal.SIGKILL)):
        engine.run(Spec(CASE), DRAWS, Path(folder), chunk=64, scheduler=at)
"""


@pytest.mark.slow
@pytest.mark.skipif(
    "CI" in os.environ or not as_root(), reason="makes hosts of its own, and takes a minute"
)
def test_workers_on_hosts_of_their_own_solve_the_same_also_when_one_is_lost(
    spec: Spec, whole: bytes, tmp_path: Path
) -> None:
    file, script = tmp_path / "scheduler.json", tmp_path / "client.py"
    script.write_text(CLIENT)
    places = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    with hosts("hub", "one", "two") as (hub, one, two), ExitStack() as stack:
        stack.enter_context(started(*scheduler(file, "198.51.101.1"), within=hub))
        at = address(file)
        first = stack.enter_context(
            started(*worker(file, "one", "--host", "198.51.101.2"), within=one)
        )
        stack.enter_context(started(*worker(file, "two", "--host", "198.51.102.2"), within=two))
        words = [*hub, sys.executable, str(script), at, str(tmp_path / "runs"), str(first.pid)]
        subprocess.run(words, check=True, timeout=LIMIT, env=os.environ | {"PYTHONPATH": places})
        assert first.wait(LIMIT) == -signal.SIGKILL
    assert held(Runs(tmp_path / "runs")) == whole
