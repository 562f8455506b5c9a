"""Runs that survive: the same rows whatever the pieces, and however often they were stopped."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.ensemble.table import table
from stickpoint.answers.exploring import atoms, engine, files
from stickpoint.answers.exploring.asked import asked
from stickpoint.answers.exploring.atoms import ATOM, Laid, Rows, rows
from stickpoint.answers.exploring.pieces import MOST, Pieces, missing
from stickpoint.answers.exploring.runs import Runs
from stickpoint.answers.exploring.spec import Spec, spec_of
from stickpoint.answers.forecasting.model import Model
from stickpoint.answers.forecasting.rules import USUAL, Rules
from stickpoint.answers.progress import progress
from stickpoint.case.model.case import Case
from stickpoint.cli import main
from stickpoint.errors import ModelError, SolveError
from stickpoint.graph.build_game import Changes
from stickpoint.solve.clock.batch import at_most

pytest.importorskip("pyarrow")
FENCE = """\
format: 1
title: Who mends the fence
clock: {start: 2001-01-01, unit: week, horizon: 26}
parties: {east: East, west: West}
options: {east.mend: mend it, west.mend: mend it}
issues: {fence: {name: the fence, terms: {mended: east.mend | west.mend}}}
payoffs:
  east: [{when: "!settled", worth: [-2, -1]}, {when: east.mend, worth: -0.5}]
  west: [{when: "!settled", worth: [-1, -0.5]}, {when: west.mend, worth: -0.5}]
tolls: {sheep: {when: "!settled", per: week, amount: [3, 5], unit: sheep, falls_on: west}}
"""
DRAWS = 150


@pytest.fixture(scope="module")
def spec() -> Spec:
    """Return a small case to run."""
    return spec_of(sp.loads(FENCE), None, 0, None, USUAL)


@pytest.fixture(scope="module")
def whole(spec: Spec) -> Rows:
    """Return its first draws, solved at once."""
    return rows(spec, 0, DRAWS)


def same(found: Rows, whole: Rows) -> bool:
    """Tell whether rows are those of the whole, bit for bit."""
    part = whole.values[found.first : found.last]
    return found.names == whole.names and found.values.tobytes() == part.tobytes()


def held(runs: Runs) -> bytes:
    """Return all that is in a folder of runs, as it lies in memory."""
    return runs.frame().to_numpy().tobytes()


@settings(max_examples=6)
@given(first=st.integers(0, DRAWS - 1), more=st.integers(1, 70), threads=st.integers(1, 3))
def test_rows_hang_on_no_piece_and_on_no_number_of_threads(
    spec: Spec, whole: Rows, first: int, more: int, threads: int
) -> None:
    with at_most(threads):
        assert same(rows(spec, first, min(first + more, DRAWS)), whole)


def test_rows_are_those_of_a_forecast(whole: Rows) -> None:
    """The table of a forecast of as many draws has the same numbers, draw by draw."""
    answer = sp.forecast(sp.loads(FENCE), rules=Rules(draws=2 * ATOM, most_draws=2 * ATOM))
    found = table(answer)
    assert whole.names == ("weight", *found.names, *found.answers)
    expected = np.column_stack((found.values, *found.answers.values()))
    assert whole.values[: 2 * ATOM, 1:].tolist() == expected.tolist()
    assert isinstance(answer.model, Model)


@given(
    cuts=st.lists(st.integers(0, 1000), max_size=12, unique=True),
    draws=st.integers(1, 1000),
    size=st.integers(1, 300) | st.none(),
)
def test_pieces_are_what_is_missing_each_draw_once(
    cuts: list[int], draws: int, size: int | None
) -> None:
    ends = sorted(cuts)
    done = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    covered = np.zeros(draws, dtype=int)
    for first, last in done:
        covered[first:last] += 1
    pieces = Pieces(missing(done, draws), size)
    for first, last in pieces:
        assert 0 < last - first <= max(size or MOST, ATOM)
        covered[first:last] += 1
        pieces.took(last - first, 0.5)
    assert covered.tolist() == [1] * draws
    assert pieces.left == 0


def test_pieces_grow_until_they_take_some_seconds() -> None:
    pieces = Pieces([(0, 100_000)])
    sizes = []
    for first, last in pieces:
        sizes.append(last - first)
        pieces.took(last - first, 0.01 * (last - first))
    assert sizes[:3] == [64, 256, 768]
    assert max(sizes) == 768


def test_a_run_in_a_folder_is_read_back_as_it_was_solved(
    spec: Spec, whole: Rows, tmp_path: Path
) -> None:
    runs = engine.run(spec, DRAWS, tmp_path / "runs", chunk=100)
    assert (runs.done, runs.is_whole, runs.unsolved) == (DRAWS, True, 0)
    assert runs.columns == whole.names
    assert held(runs) == whole.values.tobytes()
    assert sum(len(piece) for piece in runs.pieces(["median"])) == DRAWS
    found = runs.table(70)
    assert found.inputs.names == found.names[:-1]
    median = whole.values[:70, whole.names.index("median")]
    assert found.answers["median"].tolist() == median.tolist()
    assert (len(found), found.weights.sum()) == (70, pytest.approx(1.0))
    assert repr(runs) == f"<Runs: 150 of 150 draws in {tmp_path / 'runs'}>"
    assert replace(runs.case, path="<text>") == spec.case


def test_the_same_call_goes_on_and_more_draws_are_added(
    spec: Spec, whole: Rows, tmp_path: Path
) -> None:
    begun = engine.run(spec, 100, tmp_path, chunk=64)
    before = {path: path.stat().st_mtime_ns for path in begun.files}
    heard: list[tuple[int, int]] = []
    with progress.heard_by(lambda _, done, total: heard.append((done, total))):
        runs = engine.run(spec, DRAWS, tmp_path)
    assert heard[0] == (100, DRAWS)
    assert heard[-1] == (DRAWS, DRAWS)
    assert {path: path.stat().st_mtime_ns for path in runs.files}.items() >= before.items()
    assert held(runs) == whole.values.tobytes()
    with pytest.raises(ModelError, match="150 draws already"):
        engine.run(spec, 140, tmp_path)


def test_what_was_cut_short_or_lost_or_changed_is_solved_again(
    spec: Spec, whole: Rows, tmp_path: Path
) -> None:
    runs = engine.run(spec, DRAWS, tmp_path, chunk=64)
    one, two, three = runs.files
    one.write_bytes(one.read_bytes()[:-9])
    two.unlink()
    three.write_bytes(three.read_bytes().replace(b"\x00", b"\x01", 1))
    (tmp_path / "draws" / ".left.12-ab.part").write_bytes(b"half")
    assert not Runs(tmp_path).is_whole
    with pytest.raises(ModelError, match="lacks draws 0 to 149"):
        Runs(tmp_path).frame()
    assert held(engine.run(spec, DRAWS, tmp_path)) == whole.values.tobytes()
    assert not [path for path in (tmp_path / "draws").iterdir() if path.name[0] == "."]


def test_runs_of_another_case_or_seed_are_refused_and_what_differs_is_said(
    spec: Spec, tmp_path: Path
) -> None:
    engine.run(spec, 5, tmp_path)
    other = sp.loads(FENCE.replace("[-2, -1]", "[-3, -1]"))
    with pytest.raises(ModelError, match=r"other runs \(case sha256: \w+ there, \w+ asked for\)"):
        engine.run(spec_of(other, None, 0, None, USUAL), 5, tmp_path)
    with pytest.raises(ModelError, match="seed: 0 there, 1 asked for"):
        engine.run(replace(spec, seed=1), 5, tmp_path)
    fixed = replace(spec, changes=Changes(fix={"east.mend": False}))
    with pytest.raises(ModelError, match=r"changes fix east\.mend: nothing there, False asked for"):
        engine.run(fixed, 5, tmp_path)
    manifest = tmp_path / "manifest.json"
    said = json.loads(manifest.read_text())
    said["spec"]["program"]["code"] = "of old"
    manifest.write_text(json.dumps(said))
    with pytest.raises(ModelError, match="program code: of old there"):
        engine.run(spec, 5, tmp_path)
    manifest.write_text("{}")
    with pytest.raises(ModelError, match="not written by this program"):
        engine.run(spec, 5, tmp_path)


def test_a_folder_of_something_else_is_left_alone(spec: Spec, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("two years of work")
    with pytest.raises(ModelError, match="something else"):
        engine.run(spec, 5, tmp_path)
    with pytest.raises(ModelError, match="no runs"):
        _ = Runs(tmp_path).draws
    assert [path.name for path in tmp_path.iterdir() if path.name[0] != "."] == ["thesis.txt"]


def test_two_cannot_run_into_one_folder_at_once(spec: Spec, tmp_path: Path) -> None:
    def meanwhile(_name: str, _done: int, _total: int) -> None:
        if not refused:
            refused.append("")
            with pytest.raises(ModelError, match="another process"):
                engine.run(spec, 5, tmp_path)

    refused: list[str] = []
    with progress.heard_by(meanwhile):
        engine.run(spec, 5, tmp_path)
    assert refused


def test_a_case_that_its_text_does_not_tell_is_refused() -> None:
    case = sp.loads(FENCE)
    for other in (replace(case, title="Another"), replace(case, source="")):
        with pytest.raises(ModelError, match="changed since it was read"):
            spec_of(other, None, 0, None, USUAL)
    with pytest.raises(ModelError, match="'read'"):
        spec_of(case, None, 0, Changes(read=lambda amount: amount.low), USUAL)


def test_misuse_is_said(spec: Spec, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="chunk of 0"):
        engine.run(spec, 5, tmp_path, chunk=0)
    with pytest.raises(ModelError, match="0 draws"):
        engine.run(spec, 0, tmp_path)
    with pytest.raises(ModelError, match="exclude one another"):
        engine.run(spec, 5, tmp_path, workers=1, scheduler="tcp://127.0.0.1:1")


def test_a_draw_that_cannot_be_solved_weighs_nothing_and_stops_no_run(
    spec: Spec, whole: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = atoms.solved

    def solved(*given: object) -> object:
        numbers = given[-1]
        if 70 in numbers:  # type: ignore[operator]
            raise SolveError("the steps became too small")
        return right(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(atoms, "solved", solved)
    found = rows(spec, 60, 80)
    bad = found.values[10]
    assert bad[0] == 0.0
    assert np.isnan(bad[4:]).all()
    assert found.values[:4].tolist() == whole.values[60:64].tolist()
    others = np.delete(found.values, 10, axis=0)
    assert others == pytest.approx(np.delete(whole.values[60:80], 10, axis=0), rel=1e-3)


def fake(spec: Spec, _laid: Laid, begin: int) -> tuple[tuple[str, ...], np.ndarray]:
    """Return answers of an atom that nobody solved."""
    return ("weight", "tempo", "median"), np.arange(begin, begin + ATOM)[:, None] / [1.0, 2, 3]


def test_a_full_disk_is_said_in_a_sentence_and_the_same_command_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "fence.case.yaml"
    case.write_text(FENCE)
    command = ("explore", case, "--draws", "150", "--chunk", "64", "--to", tmp_path / "runs")
    right, written = files.write_whole, []

    def full(path: Path, pieces: list[bytes]) -> None:
        written.append(path)
        if len(written) > 2:
            raise OSError(28, "No space left on device", str(path))
        right(path, pieces)

    monkeypatch.setattr(files, "write_whole", full)
    result = run(*command)
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert "the same command goes on" in result.stderr.replace("\n", " ")
    assert Runs(tmp_path / "runs").done == 128
    monkeypatch.undo()
    assert run(*command).exit_code == 0
    assert Runs(tmp_path / "runs").is_whole


def run(*arguments: str | Path) -> Result:
    """Run a verb in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_verb_says_where_the_draws_are_and_how_to_read_them(tmp_path: Path) -> None:
    case = tmp_path / "fence.case.yaml"
    case.write_text(FENCE)
    command = ("explore", case, "--draws", "70", "--to", tmp_path / "runs")
    result = run(*command)
    assert result.exit_code == 0
    assert "70 draws of 'Who mends the fence'" in result.stdout
    found = json.loads(run(*command, "--json").stdout)
    assert (found["draws"], found["unsolved"]) == (70, 0)
    assert found["columns"][0] == "weight"
    import pandas as pd

    frame = pd.read_parquet(tmp_path / "runs" / "draws")
    assert frame["draw"].tolist() == list(range(70))


@pytest.mark.parametrize("where", [
    "still open after 12 months", "settled within 5 weeks", "not median above 30 days",
    "settled within a month with a chance above 40 %", "ends as mended and sheep above 1.6 a week",
])  # fmt: skip
def test_a_statement_is_asked_of_runs_as_of_a_forecast(
    spec: Spec, tmp_path: Path, where: str
) -> None:
    engine.run(spec, ATOM, tmp_path)
    found, expected = asked(tmp_path, where), sp.explore(spec.case, where=where, draws=ATOM)
    assert found.holds.tolist() == expected.holds.tolist()
    assert found.share == pytest.approx(expected.share)
    result = run("explore", tmp_path, "--where", where)
    assert result.exit_code == 0
    with pytest.raises(ModelError, match="runs keep chances within"):
        asked(tmp_path, "settled within 5 weeks with a chance above 40 %")


KILLED = """\
import sys, time
from pathlib import Path
import numpy as np
from stickpoint.answers.exploring import atoms, engine
from stickpoint.answers.exploring.spec import Spec
from test_exploring import FENCE, fake

def slow(*given):
    time.sleep(0.002)
    return fake(*given)

if __name__ == "__main__":
    atoms.atom = slow
    print("begun", flush=True)
    engine.run(Spec(FENCE), 40_000, Path(sys.argv[1]), chunk=1024)
    print("done", flush=True)
"""
"""Runs without the clock, so that a kill is as likely while a file is written as at any time."""


def test_killed_at_any_moment_it_goes_on_and_comes_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, folder = tmp_path / "run.py", tmp_path / "runs"
    script.write_text(KILLED)
    places = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    rng, kills, said = random.Random(0), 0, ""
    while "done" not in said:
        work = subprocess.Popen(
            [sys.executable, str(script), str(folder)], stdout=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONPATH": places},
        )  # fmt: skip
        assert work.stdout is not None
        said = work.stdout.readline()
        if kills < 3:
            time.sleep(rng.uniform(0.0, 0.4))
            work.send_signal(signal.SIGKILL)
            kills += 1
        said += work.communicate()[0]
        assert work.returncode == (0 if "done" in said else -signal.SIGKILL)
    monkeypatch.setattr(atoms, "atom", fake)
    expected = rows(Spec(FENCE), 0, 40_000)
    assert same(Rows(0, expected.names, Runs(folder).frame().to_numpy()), expected)


def test_a_case_is_laid_out_once_in_a_process(spec: Spec) -> None:
    rows(spec, 0, 1)
    assert list(atoms._laid)[-1] == spec.digest
    before = atoms._laid[spec.digest]
    rows(replace(spec, seed=0), 64, 65)
    assert atoms._laid[spec.digest] is before
    assert isinstance(spec.case, Case)
