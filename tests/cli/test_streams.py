"""What is printed where the output cannot carry it, is too narrow, full, or gone."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from time import sleep

import pytest
from casefiles import whole
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.cli import main, streams
from stickpoint.cli.substitutes import substitute

NAMES = """\
format: 1
title: Ferry slot quarrel…
parties:
  crew: {name: Załoga pokładowa (Εργάτες), short: załoga}
  line: {name: Паромная линия, short: линия}
options:
  crew.strike: {text: stay ashore, now: yes}
  line.offer: {text: offer half}
issues: {wage: {name: the rise, terms: {half 中: line.offer}}}
wants:
  crew: [wage, crew.strike]
  line: ["!crew.strike", "!line.offer"]
record:
  messages:
    - {id: m-long, date: early January 2024, from: crew, to: the mayor of the harbour, act: plea,
       text: x}
    - {id: m-b, date: 2024-02-01, from: line, to: crew, act: offer, text: y}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Write a case in several alphabets."""
    path = tmp_path / "names.case.yaml"
    path.write_text(NAMES, encoding="utf-8")
    return path


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a shell would."""
    command = [sys.executable, "-m", "stickpoint", *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False, env=os.environ | environment)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_an_older_code_page_gets_what_can_be_read(case: Path, encoding: str) -> None:
    done = run("why", case, PYTHONIOENCODING=encoding)
    said = done.stdout.decode(encoding)
    assert done.returncode == 0
    assert "zaloga" in said.lower()
    assert "liniya" in said.lower()
    assert "PYTHONIOENCODING=utf-8" in done.stderr.decode(encoding)
    shown = run("why", case, "--json", PYTHONIOENCODING=encoding)
    exact = run("why", case, "--json", PYTHONIOENCODING="utf-8")
    assert json.loads(shown.stdout.decode(encoding)) == json.loads(exact.stdout)


def test_the_exit_status_tells_of_faults_under_any_code_page(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(NAMES.replace("crew.strike]", "crew.strik\u0119]"), encoding="utf-8")
    assert run("check", path, PYTHONIOENCODING="cp1252").returncode == 1


@given(st.text(min_size=1))
def test_every_text_can_be_carried_by_every_code_page(text: str) -> None:
    for encoding in ("ascii", "cp437", "cp1252", "shift_jis", "utf-8"):
        raw = BytesIO()
        stream = TextIOWrapper(raw, encoding=encoding, errors="stickpoint.readable", newline="")
        stream.write(text)
        stream.flush()
        with redirect_stdout(stream):
            shown = streams.json_text(text).encode(encoding, "stickpoint.json")
        assert json.loads(shown.decode(encoding)) == text
    streams.lacking()


@pytest.mark.parametrize(
    ("character", "shown"),
    [("ł", "l"), ("É", "E"), ("Θ", "Th"), ("…", "..."), ("中", r"\u4e2d"), ("\u0301", "")],
)
def test_what_stands_for_a_character_is_near_it(character: str, shown: str) -> None:
    assert substitute(character) == shown


def test_a_full_disk_under_standard_output_is_misuse_and_no_traceback(case: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no disk that is always full")
    for words in (["stable", str(case)], ["check", str(case), "--json"], ["schema"]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run(
                [sys.executable, "-m", "stickpoint", *words],
                stdout=full, stderr=subprocess.PIPE, check=False, text=True,
            )  # fmt: skip
        assert done.returncode == 2
        assert done.stderr.splitlines()[-1] == "Error: standard output: No space left on device"


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise")
@pytest.mark.parametrize("busy", ["time.sleep(60)", "threading.Event().wait(60)", "hold()"])
def test_ctrl_c_ends_with_130_also_while_threads_go_on(busy: str) -> None:
    code = (
        "import signal, sys, time, threading\n"
        # Whoever starts the tests in the background has them ignore it, and children inherit that.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from stickpoint.cli import main\n"
        "import stickpoint.case.library as library\n"
        "def hold():\n"
        "    with ThreadPoolExecutor(1) as pool: pool.submit(time.sleep, 60).result()\n"
        "def names():\n"
        "    print('ready', flush=True)\n"
        f"    {busy}\n"
        "library.names = names\n"
        "sys.argv = ['stickpoint', 'cases']\n"
        "main()\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as work:
        assert work.stdout is not None
        assert work.stdout.readline() == "ready\n"
        sleep(0.1)
        work.send_signal(signal.SIGINT)
        try:
            _, said = work.communicate(timeout=30)
        finally:
            work.kill()
    assert work.returncode == 130
    assert "Traceback" not in said


def test_a_reader_who_goes_away_is_no_fault_of_the_case(case: Path) -> None:
    words = f"'{sys.executable}' -m stickpoint stable '{case}'; echo $? >&2"
    done = subprocess.run(
        ["sh", "-c", f"({words}) | sleep 0"], capture_output=True, check=False, text=True
    )
    # 0 where all was written before the reader left; before it, what a slow machine is doing.
    assert done.stderr.splitlines()[-1] in ("141", "0")
    assert "Traceback" not in done.stderr


def lines(width: int, *words: str | Path) -> list[str]:
    """Return what a verb prints in so many columns."""
    result = CliRunner(env={"COLUMNS": str(width)}).invoke(main, [str(word) for word in words])
    assert result.exit_code in (0, 1), result.output
    return result.stdout.splitlines()


def verbs(case: Path, tmp_path: Path) -> Iterator[list[str | Path]]:
    """Return verbs whose lines are to keep to the width."""
    faulty = tmp_path / "faulty.case.yaml"
    faulty.write_text(whole("").replace("title:", "titel:"), encoding="utf-8")
    yield from (["stable", case], ["record", case, "--table"], ["record", case], ["check", case])
    yield from (["stable", "korea-1952"], ["record", "korea-1952", "--table"], ["cases"])
    yield from (["why", case, "--full"], ["check", faulty], ["stable", "elmira"])


@pytest.mark.parametrize("width", [40, 57, 80, 100])
def test_no_line_is_wider_than_it_may_be(
    case: Path, tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for verb in verbs(Path(case.name), tmp_path):
        words = [Path(word.name) if isinstance(word, Path) else word for word in verb]
        wide = [line for line in lines(width, *words) if len(line) > width]
        assert wide == [], verb


def test_a_pipe_has_80_columns(case: Path) -> None:
    alone = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    words = [sys.executable, "-m", "stickpoint", "why", "elmira", "--full"]
    done = subprocess.run(words, capture_output=True, check=True, env=alone, text=True)
    assert 72 < max(map(len, done.stdout.splitlines())) <= 80


def test_help_leaves_nothing_out() -> None:
    for verb in ([], *([name] for name in main.commands)):
        shown = "\n".join(lines(80, *verb, "--help"))
        assert "..." not in re.sub(r"(\[ARGS\]|CASE)\.\.\.", "", shown)
        assert "…" not in shown
    assert "Say what smallest change would end it, and whose move would help" in "\n".join(
        lines(80, "--help")
    )


@pytest.mark.parametrize("plain", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_where_escape_codes_are_unwelcome_there_are_none(plain: dict[str, str]) -> None:
    asked = {"NO_COLOR": "", "TERM": "xterm"}
    bold = CliRunner(env=asked).invoke(main, ["why", "elmira"], color=True)
    bare = CliRunner(env=asked | plain).invoke(main, ["why", "elmira"], color=True)
    assert "\x1b" in bold.output
    assert "\x1b" not in bare.output


def test_all_levers_on_millions_of_states_are_refused_with_the_way_out(tmp_path: Path) -> None:
    case = tmp_path / "big.case.yaml"
    options = "".join(f"  {'ab'[k % 2]}.x{k}: do {k}\n" for k in range(21))
    case.write_text(
        "format: 1\ntitle: t\nparties: {a: A, b: B}\nwants: {a: [a.x0], b: [b.x1]}\n"
        f"issues: {{i: {{name: it, terms: {{t: a.x0 & b.x1}}}}}}\noptions:\n{options}",
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["levers", str(case), "--all"])
    assert result.exit_code == 2
    assert "2,097,152 states would take hours; exclude what cannot be" in result.stderr
