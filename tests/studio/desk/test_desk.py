"""A desk: what is acknowledged is kept, what is outside is never written over."""

from __future__ import annotations

import errno
import os
import shlex
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from desk_kills import CASE, do
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.forecast import changes_from
from stickpoint.case.library import TEMPLATE
from stickpoint.cli.lenses.clock import clock
from stickpoint.studio.desk import Conflict, Desk, DeskError
from stickpoint.studio.desk.furniture import by_kind
from stickpoint.studio.desk.journal import Journal
from stickpoint.studio.edits import EditError

HORIZON = ["clock", "horizon"]


def horizon(value: int) -> dict[str, Any]:
    return {"do": "set", "path": HORIZON, "value": value}


def typed(text: str) -> dict[str, Any]:
    return {"do": "text", "text": text}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "doors.case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture
def desk(case: Path) -> Iterator[Desk]:
    desk = Desk.open(case, clock=lambda: 0.0)
    yield desk
    desk.close()


def test_an_edit_is_in_the_file_when_it_is_acknowledged(desk: Desk, case: Path) -> None:
    assert desk.apply(horizon(30), "one", 1) == 2
    assert case.read_text("utf-8") == desk.text == CASE.replace("60", "30")
    assert desk.saved


def test_an_edit_that_changes_nothing_is_no_revision(desk: Desk) -> None:
    assert desk.apply(horizon(60), "one", 1) == 1
    assert not desk.can_undo


def test_an_edit_that_cannot_be_made_leaves_all_as_it_was(desk: Desk) -> None:
    with pytest.raises(EditError, match="no place"):
        desk.apply({"do": "remove", "path": ["levers", 3]}, "one", 1)
    assert (desk.revision, desk.text) == (1, CASE)


def test_what_was_undone_can_be_redone_after_a_restart(desk: Desk, case: Path) -> None:
    desk.apply(horizon(30), "one", 1)
    desk.apply(horizon(20), "one", 2)
    desk.undo()
    desk.close()
    again = Desk.open(case)
    assert again.notice == ""
    assert (again.can_undo, again.can_redo) == (True, True)
    assert again.redo() == 5
    assert again.undo() == 6
    assert again.undo() == 7
    assert case.read_text("utf-8") == again.text == CASE
    assert again.undo() == 7
    again.close()


OPERATIONS = st.lists(
    st.sampled_from(["undo", "redo", "reopen"]) | st.integers(10, 99).map(horizon), max_size=12
)


@given(OPERATIONS)
def test_undo_and_redo_are_those_of_two_stacks(operations: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case.yaml"
        case.write_text(CASE, encoding="utf-8")
        desk = Desk.open(case)
        past, now, future = list[str](), CASE, list[str]()
        for operation in operations:
            if operation == "reopen":
                desk.close()
                desk = Desk.open(case)
                continue
            if operation == "undo" and past:
                future.append(now)
                now = past.pop()
            elif operation == "redo" and future:
                past.append(now)
                now = future.pop()
            elif isinstance(operation, dict):
                new = CASE.replace("60", str(operation["value"]))
                if new != now:
                    past.append(now)
                    now, future = new, []
            do(desk, operation)
            assert desk.text == case.read_text("utf-8") == now
            assert (desk.can_undo, desk.can_redo) == (bool(past), bool(future))
        desk.close()


def test_a_run_of_typing_is_undone_at_once(case: Path) -> None:
    now = [0.0]
    desk = Desk.open(case, clock=lambda: now[0])
    for end in ("# a", "# ab", "# abc"):
        desk.apply(typed(CASE + end), "one", desk.revision)
        now[0] += 0.5
    now[0] += 10
    desk.apply(typed(CASE + "# abcd"), "one", desk.revision)
    assert desk.revision == 5
    desk.undo()
    assert desk.text == CASE + "# abc"
    desk.undo()
    assert desk.text == CASE
    desk.redo()
    assert desk.text == CASE + "# abc"
    desk.close()


def test_a_death_between_journal_and_file_loses_nothing(case: Path) -> None:
    code = (
        "import os, sys; from stickpoint.studio.desk import Desk; desk = Desk.open(sys.argv[1]); "
        "desk.file.write = lambda text, over: os._exit(9); "
        "desk.apply({'do': 'set', 'path': ['clock', 'horizon'], 'value': 5}, '', 1)"
    )
    assert subprocess.run([sys.executable, "-c", code, case], check=False).returncode == 9
    assert case.read_text("utf-8") == CASE
    desk = Desk.open(case)
    assert (desk.notice, desk.revision) == ("", 2)
    assert case.read_text("utf-8") == desk.text == CASE.replace("60", "5")
    desk.close()


def test_what_a_dead_session_was_writing_is_removed_when_the_case_is_opened(case: Path) -> None:
    left = case.with_name(f".{case.name}.{2**22 + 1}-0123abcd.part")
    left.write_text("half", encoding="utf-8")
    Desk.open(case).close()
    assert not left.exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a session is killed in a fork")
def test_kills_at_random_moments_lose_nothing() -> None:
    script = Path(__file__).parents[2] / "desk_kills.py"
    run = subprocess.run(
        [sys.executable, script, "40", "1"], capture_output=True, check=True, text=True
    )
    assert "'whole': 40" in run.stdout
    assert "'files left over': 0" in run.stdout


def test_what_is_done_after_a_change_outside_waits_for_a_choice(desk: Desk, case: Path) -> None:
    theirs = CASE + "# theirs\n"
    case.write_text(theirs, encoding="utf-8")
    assert desk.outside() == theirs
    desk.apply(horizon(30), "one", 1)
    assert case.read_text("utf-8") == theirs
    assert not desk.saved
    assert "once you have chosen" in desk.trouble
    difference = desk.difference().splitlines()
    assert "+# theirs" in difference
    assert "-clock: {start: 2001-01-01, unit: day, horizon: 30}" in difference


def test_reloading_can_be_undone(desk: Desk, case: Path) -> None:
    desk.apply(horizon(30), "one", 1)
    case.write_text("title: theirs\n", encoding="utf-8")
    desk.reload()
    assert (desk.text, desk.outside(), desk.saved) == ("title: theirs\n", None, True)
    desk.undo()
    assert case.read_text("utf-8") == desk.text == CASE.replace("60", "30")


def test_keeping_mine_can_be_undone(desk: Desk, case: Path) -> None:
    case.write_text("title: theirs\n", encoding="utf-8")
    desk.apply(horizon(30), "one", 1)
    desk.keep_mine()
    assert case.read_text("utf-8") == desk.text == CASE.replace("60", "30")
    assert (desk.outside(), desk.trouble) == (None, "")
    desk.undo()
    assert case.read_text("utf-8") == "title: theirs\n"


@pytest.mark.parametrize("moment", ["read", "written"])
def test_a_change_in_the_moment_of_keeping_mine_is_not_lost(desk: Desk, case: Path, moment) -> None:
    case.write_text("title: theirs\n", encoding="utf-8")
    desk.apply(horizon(30), "one", 1)
    changes = ["title: once more\n", "title: and again\n"]
    seen, write = desk.file.seen, desk.file.write

    def change() -> None:
        if changes:
            case.write_text(changes.pop(0), encoding="utf-8")

    def just_read():
        found = seen()
        change()
        return found

    def just_before(text, *, over):
        change()
        write(text, over=over)

    if moment == "read":
        desk.file.seen = just_read
    else:
        desk.file.write = just_before
    desk.keep_mine()
    mine = CASE.replace("60", "30")
    assert case.read_text("utf-8") == desk.text == mine
    before = []
    while desk.can_undo:
        desk.undo()
        before.append(desk.text)
    theirs = ["title: and again\n", mine, "title: once more\n", mine, "title: theirs\n"]
    assert before == [*theirs, mine, CASE]


def test_a_file_is_not_written_over_what_was_not_seen(desk: Desk, case: Path) -> None:
    with pytest.raises(DeskError, match="changed outside"):
        desk.file.write("title: mine\n", over="0" * 64)
    assert case.read_text("utf-8") == CASE


def test_an_outside_change_to_the_same_text_is_none(desk: Desk, case: Path) -> None:
    case.write_text(CASE, encoding="utf-8")
    assert desk.outside() is None
    with pytest.raises(DeskError, match="nothing to choose"):
        desk.reload()


def test_a_file_that_is_gone_is_written_again_on_request(desk: Desk, case: Path) -> None:
    case.unlink()
    assert desk.outside() == ""
    desk.apply(horizon(30), "one", 1)
    assert not case.exists()
    desk.keep_mine()
    assert case.read_text("utf-8") == desk.text


def test_a_file_edited_between_two_sessions_is_taken_as_it_is(desk: Desk, case: Path) -> None:
    desk.apply(horizon(30), "one", 1)
    desk.close()
    case.write_text(CASE + "# later\n", encoding="utf-8")
    again = Desk.open(case)
    assert again.text == CASE + "# later\n"
    assert "changed since" in again.notice
    again.undo()
    assert case.read_text("utf-8") == CASE.replace("60", "30")
    again.close()


def test_a_second_desk_may_leave_the_choice_to_the_first(desk: Desk, case: Path) -> None:
    case.write_text("title: theirs\n", encoding="utf-8")
    other = Desk.open(case, adopt=False)
    assert (other.text, other.notice, desk.revision) == (CASE, "", 1)
    assert desk.outside() == other.outside() == "title: theirs\n"
    other.close()


def test_unsaved_work_meets_a_changed_file_at_the_next_opening(desk: Desk, case: Path) -> None:
    case.write_text("title: theirs\n", encoding="utf-8")
    desk.apply(horizon(30), "one", 1)
    desk.close()
    again = Desk.open(case)
    assert again.text == CASE.replace("60", "30")
    assert again.outside() == case.read_text("utf-8") == "title: theirs\n"
    again.close()


def test_two_desks_on_one_case_are_at_one(desk: Desk, case: Path) -> None:
    other = Desk.open(case)
    desk.apply(horizon(30), "one", 1)
    other.apply({"do": "set", "path": ["title"], "value": "Doors"}, "two", 1)
    assert desk.text == other.text == case.read_text("utf-8")
    assert desk.text == CASE.replace("60", "30").replace("Two doors", "Doors")
    assert desk.revision == other.revision == 3
    assert desk.outside() is None
    other.close()


def test_desks_at_work_at_once_lose_no_edit(case: Path) -> None:
    def work(party: str) -> None:
        desk = Desk.open(case)
        for k in range(8):
            fields = {"party": party, "that": f"ann.go & bob.go & {k}"}
            desk.apply({"do": "add", "kind": "want", "fields": fields}, party, desk.revision)
        desk.close()

    threads = [Thread(target=work, args=(party,)) for party in ("ann", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = case.read_text("utf-8")
    assert [text.count(f"& {k}") for k in range(8)] == [2] * 8
    desk = Desk.open(case)
    assert (desk.text, desk.revision) == (text, 17)
    desk.close()


def test_a_journal_may_be_begun_by_two_at_once(tmp_path: Path) -> None:
    for k in range(12):
        begun: list[Journal] = []

        def begin(path: Path, both: Barrier, begun: list[Journal]) -> None:
            both.wait()
            begun.append(Journal(path))

        told = (tmp_path / f"{k}.sqlite", Barrier(2), begun)
        threads = [Thread(target=begin, args=told) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(begun) == 2
        for journal in begun:
            journal.close()


def test_what_still_speaks_of_an_old_name_is_told(desk: Desk) -> None:
    desk.save_scenario("dear", ["anna[1]=0.3", "bob.ann=no"])
    assert desk.left_behind("ann") == desk.left_behind("thaw") == ""
    desk.place("ann.go bob.go", 4, 2)
    assert desk.left_behind("ann.go") == "the place of a box still speaks of 'ann.go'"
    desk.save_scenario("late", ["nature.thaw@never", "ann.go=no"])
    assert desk.left_behind("thaw") == "the scenario “late” still speaks of 'thaw'"
    desk.pin()
    both = "the scenario “late”, the place of a box and the pinned text still speak of 'ann'"
    assert desk.left_behind("ann") == both


def test_a_text_that_rests_on_an_older_one_is_a_conflict(desk: Desk) -> None:
    desk.apply(horizon(30), "two", 1)
    with pytest.raises(Conflict) as caught:
        desk.apply(typed(CASE + "# mine\n"), "one", 1)
    assert caught.value.mine == CASE + "# mine\n"
    assert caught.value.newest == desk.text == CASE.replace("60", "30")
    assert desk.apply(horizon(20), "one", 1) == 3


def test_a_page_may_type_on_before_it_has_heard_of_its_own_edit(desk: Desk) -> None:
    desk.apply(typed(CASE + "# a\n"), "one", 1)
    desk.apply(typed(CASE + "# a\n# b\n"), "one", 1)
    assert desk.text == CASE + "# a\n# b\n"


def test_a_link_to_a_case_stays_one_and_shares_its_journal(desk: Desk, case: Path) -> None:
    link = case.parent / "elsewhere" / "link.yaml"
    link.parent.mkdir()
    link.symlink_to(case)
    other = Desk.open(link)
    other.apply(horizon(30), "one", 1)
    assert link.is_symlink()
    assert desk.text == case.read_text("utf-8") == CASE.replace("60", "30")
    assert [path.name for path in link.parent.iterdir()] == ["link.yaml"]
    other.close()


def test_who_may_read_the_file_stays_as_it_is(desk: Desk, case: Path) -> None:
    case.chmod(0o600)
    desk.apply(horizon(30), "one", 1)
    assert case.stat().st_mode & 0o777 == 0o600


def test_line_ends_and_the_mark_of_a_file_are_kept(tmp_path: Path) -> None:
    case = tmp_path / "crlf.yaml"
    case.write_bytes(b"\xef\xbb\xbf" + CASE.replace("\n", "\r\n").encode())
    desk = Desk.open(case)
    desk.apply(horizon(30), "one", 1)
    expected = b"\xef\xbb\xbf" + CASE.replace("60", "30").replace("\n", "\r\n").encode()
    assert case.read_bytes() == expected
    desk.close()


def test_no_room_for_the_journal_changes_nothing(desk: Desk, case: Path) -> None:
    pages = desk.journal.rows("PRAGMA page_count")[0][0]
    desk.journal.rows(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DeskError, match="no room left"):
        desk.apply(typed(CASE + "# long\n" * 9000), "one", 1)
    assert case.read_text("utf-8") == desk.text == CASE
    assert desk.revision == 1


def full(_: int) -> None:
    """Stand for a disk without room, where it is asked to have what was written."""
    raise OSError(errno.ENOSPC, "No space left on device")


def test_no_room_for_the_file_keeps_the_edit_in_the_journal(
    desk: Desk, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("stickpoint.outputs.os.fsync", full)
        assert desk.apply(horizon(30), "one", 1) == 2
    assert case.read_text("utf-8") == CASE
    assert not desk.saved
    assert desk.trouble.endswith("'doors.case.yaml' cannot be written: no space left on device")
    assert desk.save()
    assert (desk.trouble, case.read_text("utf-8")) == ("", desk.text)


def test_an_edit_that_never_reached_the_file_is_there_at_the_next_opening(
    desk: Desk, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("stickpoint.outputs.os.fsync", full)
        desk.apply(horizon(30), "one", 1)
    assert case.read_text("utf-8") == CASE
    desk.close()
    again = Desk.open(case)
    assert case.read_text("utf-8") == again.text == CASE.replace("60", "30")
    again.close()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_written_is_said(case: Path) -> None:
    case.parent.chmod(0o500)
    try:
        with pytest.raises(DeskError, match="work on a copy"):
            Desk.open(case)
    finally:
        case.parent.chmod(0o700)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_protected_file_is_not_replaced(desk: Desk, case: Path) -> None:
    case.chmod(0o400)
    assert desk.apply(horizon(30), "one", 1) == 2
    assert "protected" in desk.trouble
    assert case.read_text("utf-8") == CASE


def test_a_journal_that_is_none_is_left_alone(case: Path) -> None:
    journal = case.with_name(f".{case.name}.studio.sqlite")
    journal.write_bytes(b"something else, long enough not to be taken for an empty file " * 40)
    with pytest.raises(DeskError, match="move it away"):
        Desk.open(case)
    assert journal.read_bytes().startswith(b"something else")
    assert case.read_text("utf-8") == CASE


def test_the_database_of_another_program_is_left_alone(case: Path) -> None:
    journal = case.with_name(f".{case.name}.studio.sqlite")
    with sqlite3.connect(journal) as base:
        base.execute("CREATE TABLE songs (name TEXT)")
    base.close()
    with pytest.raises(DeskError, match="another program"):
        Desk.open(case)


@pytest.mark.parametrize(
    ("data", "says"), [(None, "is not there"), (b"title: \xe9\n", "UTF-8"), (b"#" * 2**21, "2 MiB")]
)
def test_a_case_that_cannot_be_read_is_said(tmp_path: Path, data: bytes | None, says: str) -> None:
    case = tmp_path / "case.yaml"
    if data is not None:
        case.write_bytes(data + b"#")
    with pytest.raises(DeskError, match=says):
        Desk.open(case)
    assert [path.name for path in tmp_path.iterdir()] == ([] if data is None else ["case.yaml"])


def test_a_scenario_is_the_command_that_repeats_it(desk: Desk, case: Path) -> None:
    changes = ['ann[it\'s a "lever"]=0.5', "thaw@never", "ann.go=no"]
    desk.save_scenario("  dear   lever ", changes)
    desk.save_scenario("another", ["thaw=0.1/day"])
    desk.close()
    again = Desk.open(case)
    first, second = again.scenarios()
    assert (first.name, second.name) == ("another", "dear lever")
    words = ["--payoff", changes[0], "--set", changes[1], "--fix", changes[2]]
    assert shlex.split(second.command) == ["stickpoint", "clock", "doors.case.yaml", *words]
    known = {option for param in clock.params for option in param.opts}
    assert set(words[::2]) <= known
    again.drop_scenario("another")
    assert [scenario.name for scenario in again.scenarios()] == ["dear lever"]
    with pytest.raises(DeskError, match="changes nothing"):
        again.save_scenario("empty", [])
    again.close()


def test_changes_are_read_by_their_kind() -> None:
    case = sp.loads(TEMPLATE)
    made = changes_from(case, **by_kind(["union[1]=-2", "union.strike=no"]))
    assert made.fix == {"union.strike": False}
    assert list(made.worth.values()) == [-2.0]


def test_pins_and_places_are_kept(desk: Desk, case: Path) -> None:
    pin = desk.pin("before")
    desk.place("12", 3.5, -1)
    desk.place("12", 4, 2)
    desk.apply(horizon(30), "one", 1)
    desk.close()
    again = Desk.open(case)
    assert again.layout() == {"12": (4.0, 2.0)}
    assert again.pins() == [pin]
    assert (pin.name, pin.revision, pin.text) == ("before", 1, CASE)
    again.unpin(pin.number)
    assert again.pins() == []
    again.close()
