"""Files are written whole or not at all, and no cell of a table is a formula."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickpoint import outputs
from stickpoint.outputs import as_meant, csv_lines, harmless, write_folder, write_whole


def failing() -> Iterator[str]:
    """Give something, and then fail."""
    yield "half"
    raise MemoryError


@pytest.fixture(params=["without a name", "under a hidden name"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Write as on Linux, and as elsewhere."""
    if request.param == "under a hidden name":
        monkeypatch.setattr(outputs, "_OPEN_FILES", tmp_path / "not there")


pytestmark = pytest.mark.usefixtures("_way")


def test_a_file_is_there_as_a_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_whole(file, ["one\r\n", b"two"])
    assert file.read_bytes() == b"one\r\ntwo"
    with pytest.raises(FileExistsError):
        write_whole(file, ["other"])
    assert file.read_bytes() == b"one\r\ntwo"
    write_whole(file, ["other"], replace=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert file.read_text() == "other"


@pytest.mark.parametrize("replace", [True, False])
def test_what_fails_half_way_leaves_nothing_and_blocks_nothing(
    tmp_path: Path, replace: bool
) -> None:
    with pytest.raises(MemoryError):
        write_whole(tmp_path / "a.txt", failing(), replace=replace)
    with pytest.raises(MemoryError):
        write_folder(tmp_path / "b" / "c", {"d": ["whole"], "e": failing()})
    assert list(tmp_path.iterdir()) == []
    write_whole(tmp_path / "a.txt", ["whole"], replace=replace)


def test_what_was_there_outlives_a_failure(tmp_path: Path) -> None:
    write_folder(tmp_path / "f", {"d": ["old"]})
    (tmp_path / "f" / "mine").touch()
    with pytest.raises(MemoryError):
        write_folder(tmp_path / "f", {"d": ["new"], "e": failing()}, obsolete=["d"])
    assert {path.name: path.read_text() for path in (tmp_path / "f").iterdir()} == {
        "d": "old",
        "mine": "",
    }
    write_folder(tmp_path / "f", {"e": ["new"]}, obsolete=["d"])
    assert sorted(path.name for path in (tmp_path / "f").iterdir()) == ["e", "mine"]


def test_an_empty_folder_is_filled_also_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "f").mkdir(mode=0o700)
    write_folder(tmp_path / "f", {"d": ["whole"]})
    assert (tmp_path / "f" / "d").read_text() == "whole"
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o700
    (tmp_path / "g").mkdir()
    monkeypatch.chdir(tmp_path / "g")
    write_folder(".", {"d": ["whole"]})
    assert [path.name for path in Path.cwd().iterdir()] == ["d"]


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "a.txt"
    with pytest.raises(FileNotFoundError) as error:
        write_whole(missing, ["x"])
    assert error.value.filename == str(missing)


def test_what_a_dead_process_left_is_removed(tmp_path: Path) -> None:
    dead = 2**22 + 1  # more than a process is ever numbered
    (tmp_path / f".a.txt.{dead}-0123abcd.part").touch()
    names = [
        ".b.txt.1-0123abcd.part", f".b.txt.{dead}-0123abcd.part", f".a.txt.{dead}.part",
        f".a.txt.{dead}-mine.part", ".a.txt.20240714123000.part", ".a.txt.\u00b2.part",
        f".a.txt.{10**13}-0123abcd.part", ".a.txt.\u0661-0123abcd.part",
    ]  # fmt: skip
    for name in names:
        (tmp_path / name).touch()
    write_whole(tmp_path / "a.txt", ["old"])
    write_whole(tmp_path / "a.txt", ["new"], replace=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "a.txt"])


def test_a_device_is_written_to_and_stays_a_device() -> None:
    write_whole("/dev/null", ["x"], replace=True)
    assert Path("/dev/null").is_char_device()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process for each fault")
@pytest.mark.parametrize("_way", ["without a name"], indirect=True)
def test_no_fault_at_any_write_of_any_verb_leaves_half_a_file_or_blocks_the_next_run() -> None:
    # The process that makes the runs knows nothing of what is set in this one, and sets both ways.
    harness = Path(__file__).with_name("faulty_writes.py")
    words = [sys.executable, str(harness), "42", "7", "32"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    one, other = done.stdout.splitlines()
    assert one.startswith("42 runs without a name, 0 wrong")
    assert other.startswith("32 runs under a hidden name, 0 wrong")


@given(st.text())
def test_a_cell_comes_back_as_it_was_and_begins_no_formula(cell: str) -> None:
    assert as_meant(harmless(cell)) == cell
    text = "".join(csv_lines([(cell, 1, -2.5)]))
    ((shown, *numbers),) = csv.reader(io.StringIO(text, newline=""))
    assert numbers == ["1", "-2.5"]
    assert as_meant(shown) == cell
    stripped = shown.lstrip()
    assert not stripped.startswith(("=", "+", "@"))
    if stripped.startswith("-"):
        float(stripped)


@pytest.mark.parametrize(
    "cell", ["=1+1", "+41 22", "-1 says so", "@SUM(1)", "\t=1", " =1", "\uff1d1"]
)
def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-0.5", "1e-9", "", "a = b", "'quoted'", "2024-03"])
def test_numbers_and_plain_words_stay(cell: str) -> None:
    assert harmless(cell) == cell
