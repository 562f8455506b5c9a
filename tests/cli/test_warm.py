"""Compiling ahead: what is compiled, when, by whom, and that it is enough."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from deal import DEAL

import stickpoint as sp
from stickpoint.answers import warm_up
from stickpoint.answers.warm_up import PIECES, Piece, with_bases
from stickpoint.cli import main, warm
from stickpoint.cli.patience import Bar, Waiting
from stickpoint.compiled import Kernel
from stickpoint.graph.build_game import Games
from stickpoint.solve.clock.engine.layout import moves_of
from stickpoint.solve.stability.engine.explicit import word_kernels

FREE = 'free: {when: "bob.sign & !ann.pay", signed: yes}'


def nothing() -> None:
    """Compile nothing."""


def started(code: str) -> subprocess.Popen[str]:
    """Start a process that does something else than compile."""
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Look for stamps in an empty folder, and have pieces that are done at once."""
    monkeypatch.setattr(warm, "_folder", lambda: tmp_path)
    monkeypatch.setattr(warm, "is_compiling_possible", lambda: True)
    pieces = {
        "values": Piece("values", nothing, 1.0),
        "course": Piece("course", nothing, 1.0, "values"),
    }
    monkeypatch.setattr(warm_up, "PIECES", pieces)
    monkeypatch.setattr(warm, "_start", lambda _key: started("pass"))
    return tmp_path


def test_a_piece_comes_after_what_it_builds_on() -> None:
    assert with_bases(["course"]) == ("values", "course")
    assert all(piece.after in {"", *PIECES} for piece in PIECES.values())


def test_what_was_compiled_is_not_compiled_again(fresh: Path) -> None:
    first = CliRunner().invoke(main, ["warm"])
    assert re.match(r"compiled 2 pieces in \d+ s", first.stdout), first.output
    assert "values, course" in first.stderr
    assert warm.cold(("values", "course")) == []
    assert CliRunner().invoke(main, ["warm"]).stdout.startswith("all compiled")
    assert [path.name for path in fresh.iterdir() if "compiling" in path.name] == []


def test_a_change_of_the_kernels_makes_it_cold_again(monkeypatch: pytest.MonkeyPatch) -> None:
    warm.compile_all(("values",))
    assert warm.cold(("values",)) == []
    monkeypatch.setattr(warm, "_sources", lambda: "other")
    assert warm.cold(("values",)) == ["values"]


def test_files_deleted_by_hand_are_compiled_again(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm.compile_all(("values",))
    kept = fresh / "kernel.nbi"
    warm._stamp("values").write_text(f"{kept}\n", encoding="utf-8")
    assert warm.cold(("values", "course")) == ["values", "course"]
    kept.touch()
    assert warm.cold(("values", "course")) == ["course"]
    kept.unlink()
    begun: list[str] = []
    monkeypatch.setattr(warm, "_start", lambda key: begun.append(key) or started("pass"))
    assert CliRunner().invoke(main, ["warm"]).stdout.startswith("compiled 2 pieces")
    assert begun == ["values", "course"]


NOTED = """\
import sys
from pathlib import Path
from stickpoint import compiled
from stickpoint.answers import warm_up

def few():
    with compiled.whatever_the_size():
        warm_up.loads(warm_up.LIMITED).conflict().arcs(0)

warm_up.PIECES["few"] = warm_up.Piece("few", few, 1.0)
warm_up.work_through("few", Path(sys.argv[1]))
"""


def test_a_process_that_compiles_notes_the_files_that_it_made(tmp_path: Path) -> None:
    note, caches = tmp_path / "note", tmp_path / "caches"
    words = [sys.executable, "-c", NOTED, str(note)]
    subprocess.run(words, check=True, env=os.environ | {"NUMBA_CACHE_DIR": str(caches)})
    made = {Path(line) for line in note.read_text(encoding="utf-8").splitlines()}
    assert {file.suffix for file in made} == {".nbi", ".nbc"}
    assert made == set(caches.rglob("*.nb[ic]"))


def test_only_one_process_compiles(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    lock = fresh / "stickpoint-compiling"
    lock.touch()
    waits = iter([lambda: None, lock.unlink])
    monkeypatch.setattr(warm, "sleep", lambda _seconds: next(waits)())
    with warm._alone(Bar(said.append, watched=True)) as held:
        assert held == lock
    assert said == ["another stickpoint is compiling; waiting for it …\n"]


def test_the_lock_of_a_dead_process_is_taken_over(fresh: Path) -> None:
    lock = fresh / "stickpoint-compiling"
    lock.touch()
    os.utime(lock, (0, 0))
    with warm._alone(Bar(print, watched=True)):
        assert lock.exists()
    assert not lock.exists()


def test_what_goes_wrong_is_said_by_the_verb_and_not_before_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        warm, "_start", lambda _key: started("raise RuntimeError('no locator available')")
    )
    result = CliRunner().invoke(main, ["warm"])
    assert result.exit_code == 2
    assert "NUMBA_CACHE_DIR" in result.stderr
    warm.first_use(sp.load("korea-1952"), Waiting(print, watched=False), "course")


def test_a_piece_is_compiled_in_a_process_of_its_own() -> None:
    words = [sys.executable, "-m", "stickpoint.answers.warm_up", "none"]
    run = subprocess.run(words, capture_output=True, text=True, check=False)
    assert "KeyError: 'none'" in run.stderr


@pytest.mark.parametrize(("case", "count"), [("prisoners-dilemma", 0), ("korea-1952", 1)])
def test_a_case_without_payoffs_needs_nothing(case: str, count: int) -> None:
    warm.first_use(sp.load(case), Waiting(print, watched=False), "course")
    assert 2 - len(warm.cold(("values", "course"))) == count


def test_where_parties_settle_together_the_same_loops_serve() -> None:
    from numba import typeof

    signed = sp.loads(DEAL.replace("free: bob.sign & !ann.pay", FREE))
    games = [Games(case, agreements="written").game() for case in (sp.loads(DEAL), signed)]
    assert {bool(game.agreements.size) for game in games} == {False, True}
    assert len({typeof(moves_of(game)) for game in games}) == 1


def test_without_numba_nothing_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "is_compiling_possible", lambda: False)
    assert "nothing to compile" in CliRunner().invoke(main, ["warm"]).stdout


def test_the_clock_without_numba_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_name: str, **_more: object) -> None:
        raise ModuleNotFoundError("No module named 'numba'", name="numba")

    monkeypatch.setattr("stickpoint.case.check.load", fail)
    result = CliRunner().invoke(main, ["clock", "korea-1952"])
    assert result.exit_code == 2
    assert "needs numba" in result.stderr


LATER = """\
import sys
from numba.core import event
from stickpoint.cli import main
with event.install_recorder("numba:compile") as record:
    for words in sys.argv[1:]:
        main(words.split(), standalone_mode=False)
assert not record.buffer, [item[1].data["dispatcher"] for item in record.buffer]
"""


@pytest.mark.slow
def test_afterwards_verbs_compile_nothing() -> None:
    for key in ("values", "course", "draws"):
        PIECES[key].work()
    verbs = ("why korea-1952", "clock korea-1952 --draws 8")
    subprocess.run([sys.executable, "-c", LATER, *verbs], check=True, capture_output=True)


EVERY = """\
from stickpoint.answers import warm_up
warm_up.HORIZON = 0.05
for piece in warm_up.PIECES.values():
    piece.work()
"""


def test_every_piece_can_be_worked_through() -> None:
    plain = os.environ | {"NUMBA_DISABLE_JIT": "1"}
    subprocess.run([sys.executable, "-c", EVERY], check=True, capture_output=True, env=plain)


def test_the_loops_of_large_graphs_of_arcs_are_compiled_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used: dict[str, set[str]] = {}

    def note(self: Kernel, *given: object) -> object:
        kinds = {str(getattr(one, "dtype", "")) for one in given}
        used.setdefault(self.__name__, set()).update(kinds)
        return self.plain(*given)

    monkeypatch.setattr(Kernel, "__call__", note)
    warm_up._stability()
    loops = {name: own for name, own in vars(word_kernels).items() if isinstance(own, Kernel)}
    assert loops
    assert used.keys() >= {own.__name__ for own in loops.values()}
    assert used["settle"] >= {"uint32", "uint64"}
