"""The verb `read`: a listing, a fragment that the case format takes, and data."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from casefiles import whole
from click.testing import CliRunner
from reading_marks import TEXTS

import stickpoint as sp
from stickpoint.answers.reading import PASSES, read
from stickpoint.case.documents.passages import words_hash
from stickpoint.case.model.case import Party
from stickpoint.case.reading.speakers import match_party
from stickpoint.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["read", *map(str, arguments)])


@pytest.fixture(params=["river-report", "wage-minutes"])
def document(request, tmp_path):
    return Path(shutil.copy(TEXTS / f"{request.param}.txt", tmp_path))


def test_the_listing_names_place_kind_words_and_reason(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("A note.\nOn 14 July 1952 Adler cabled Brandt.\n", encoding="utf-8")
    result = run(path)
    assert result.exit_code == 0
    assert "2:1  date     0.98  1952-07-14\n" in result.stdout
    assert "Adler → Brandt: report, 1952-07-14" in result.stdout
    assert "“Adler cabled Brandt”" in result.stdout


def test_the_fragment_is_sound_and_points_to_the_words(document, tmp_path):
    result = run(document, "--yaml")
    path = tmp_path / "talks.case.yaml"
    path.write_text(whole(result.stdout), encoding="utf-8")
    record = sp.load(str(path)).record
    assert len(record.messages) > 5
    assert len(record.passages) > 20
    assert len(record.evidence) > 10
    assert CliRunner().invoke(main, ["check", str(path)]).exit_code == 0


PARTIES = """\
format: 1
title: T
parties: {north: {name: North (Adler), short: the North}, south: {name: South, short: Branndt}}
options: {north.x: x}
wants: {north: [north.x], south: [north.x]}
"""


def test_names_are_told_by_the_parties_of_a_case_and_others_are_flagged(tmp_path):
    path, case = tmp_path / "note.txt", tmp_path / "a.case.yaml"
    case.write_text(PARTIES, encoding="utf-8")
    words = "On 14 July 1952 Adler cabled Brandt. On 15 July 1952 Ostrov cabled Adler."
    path.write_text(words, encoding="utf-8")
    listed = run(path, "--case", case).stdout
    assert "Adler [north] → Brandt: report" in listed
    assert "no party of the case is called Brandt; nearest: 'south'" in listed
    assert "no party of the case is called Ostrov; none is near" in listed
    first, second = (
        one for one in json.loads(run(path, "--case", case, "--json").stdout)["proposals"]
        if one["kind"] == "message"
    )  # fmt: skip
    assert (first["from"], first["to"]) == ("north", None)
    assert (second["from"], second["to"]) == (None, "north")
    fragment = run(path, "--case", case, "--yaml").stdout
    assert 'from: "north"\n      to: "Brandt"' in fragment
    assert "# no party of the case is called Brandt; nearest: 'south'" in fragment
    assert "give --case" not in fragment
    # Without a case nothing is known of parties, and the fragment says so.
    bare = run(path, "--yaml").stdout
    assert "give --case" in bare
    assert "no party" not in run(path).stdout + bare


def test_the_fragment_holds_the_words_only_when_asked(document):
    text = document.read_bytes().decode("utf-8")
    bare, quoted = run(document, "--yaml").stdout, run(document, "--yaml", "--quote").stdout
    words = text.split()
    runs = {" ".join(words[k : k + 6]) for k in range(len(words) - 6)}
    assert not [run_ for run_ in runs if run_ in bare]
    assert [run_ for run_ in runs if run_ in quoted]
    assert "".join(line for line in quoted.splitlines(True) if "# “" not in line) == bare


def test_the_data_can_be_checked_against_the_text(document):
    text = document.read_bytes().decode("utf-8")
    data = json.loads(run(document, "--json").stdout)
    assert data["characters"] == len(text)
    for one in data["proposals"]:
        start, end = one["passage"]
        assert one["hash"] == words_hash(text[start:end])
        before = text[: one["start"]]
        assert one["line"] == before.count("\n") + 1
        assert one["column"] == len(before) - before.rfind("\n")


def test_reading_changes_nothing(document):
    before = document.read_bytes()
    run(document, "--yaml")
    assert document.read_bytes() == before


def test_an_empty_text_gives_nothing_and_a_sound_fragment(tmp_path):
    path = tmp_path / "empty.txt"
    path.write_text("", encoding="utf-8")
    assert run(path).stdout.count("\n") == 1
    assert "nothing found" in run(path).stdout
    assert sp.loads(whole(run(path, "--yaml").stdout), "a").record.messages == ()


@pytest.mark.parametrize("options", [("--yaml", "--json"), ("--quote",)])
def test_options_that_do_not_go_together_are_refused(document, options):
    assert run(document, *options).exit_code == 2


def test_a_file_without_text_is_refused_with_the_reason(tmp_path):
    path = tmp_path / "bytes.txt"
    path.write_bytes(b"\xff\xfe\x00\xd8")
    result = run(path)
    assert result.exit_code == 2
    assert "UTF-8" in result.output


def test_a_long_text_shows_how_far_it_is_and_a_short_one_does_not(tmp_path: Path) -> None:
    steps: list[int] = []
    small, large = tmp_path / "small.txt", tmp_path / "large.txt"
    small.write_text("On 14 July 1952 Kim cabled Mao.", encoding="utf-8")
    large.write_text("On 14 July 1952 Kim cabled Mao.\n\n" * 10_000, encoding="utf-8")
    read(small, steps.append)
    assert steps == [1] * PASSES
    assert CliRunner().invoke(main, ["read", str(small)]).stderr == ""
    assert "reading large.txt" in CliRunner().invoke(main, ["read", str(large)]).stderr


@pytest.mark.parametrize("is_terminal", [True, False], ids=["terminal", "pipe"])
def test_the_bar_is_drawn_on_a_terminal_and_not_into_a_pipe(tmp_path, is_terminal):
    pty = pytest.importorskip("pty")
    large = tmp_path / "large.txt"
    large.write_text("On 14 July 1952 Kim cabled Mao.\n\n" * 10_000, encoding="utf-8")
    told, end = pty.openpty() if is_terminal else os.pipe()
    done = subprocess.Popen(
        [sys.executable, "-m", "stickpoint", "read", str(large)],
        stdout=subprocess.DEVNULL, stderr=end, env=os.environ | {"TERM": "xterm"},
    )  # fmt: skip
    os.close(end)
    drawn = bytearray()
    # Where nobody is left to write, a pipe ends and a terminal refuses.
    with suppress(OSError):
        while part := os.read(told, 4096):
            drawn += part
    os.close(told)
    assert done.wait() == 0
    assert b"reading large.txt" in drawn
    assert (b"100%" in drawn, b"##" in drawn) == (is_terminal, is_terminal)


def test_messages_come_first_and_a_table_of_figures_gives_nothing(tmp_path):
    path = tmp_path / "table.txt"
    rows = "".join(f"{k} {k * k}\n" for k in range(500))
    path.write_text(f"{rows}\nIt fed 300 people.\n\nOn 3 May 1950 the United States asked the "
                    "Soviet Union for talks.\n", encoding="utf-8")  # fmt: skip
    listed = run(path).stdout
    assert listed.startswith("table.txt: 1 message, 1 date and 1 number; ")
    assert listed.count("\n") < 20
    kinds = [one["kind"] for one in json.loads(run(path, "--json").stdout)["proposals"]]
    assert kinds == ["message", "date", "number"]
    fragment = run(path, "--yaml").stdout
    assert fragment.index("messages:") < fragment.index("passages:")
    assert 'note: "people: 300 people"' in fragment


def test_the_fragment_goes_beside_what_the_record_has_already(tmp_path):
    path, case = tmp_path / "note.txt", tmp_path / "a.case.yaml"
    path.write_text("On 3 May 1950 Adler cabled South, begging for help.", encoding="utf-8")
    record = "record:\n  documents: {note: An older note}\n"
    case.write_text(PARTIES + record, encoding="utf-8")
    fragment = run(path, "--case", case, "--yaml").stdout
    assert "    note-2:\n" in fragment
    assert "- id: note-2-m1\n" in fragment
    whole_record = fragment.replace("documents:\n", "documents:\n    note: An older note\n")
    case.write_text(PARTIES + whole_record, encoding="utf-8")
    found = sp.load(str(case)).record
    assert [(m.sender, m.receiver, m.act) for m in found.messages] == [("north", "south", "plea")]


@pytest.mark.parametrize("name", ["17.txt", "Protokoll (2).txt", "ÄÖ.txt", "a--b.txt"])
def test_any_name_of_a_file_gives_an_id_that_the_format_takes(tmp_path, name):
    path = tmp_path / name
    path.write_text("On 3 May 1950 Adler cabled Brandt.", encoding="utf-8")
    assert sp.loads(whole(run(path, "--yaml").stdout), "a").record.messages


def test_a_message_without_a_date_stays_a_message_and_is_marked(tmp_path: Path) -> None:
    path, case = tmp_path / "note.txt", tmp_path / "a.case.yaml"
    path.write_text("Adler cabled Brandt. On 15 July 1952 Brandt cabled Adler.", encoding="utf-8")
    assert "Adler → Brandt: report, date missing" in run(path).stdout
    fragment = run(path, "--yaml").stdout
    assert "- id: note-m1\n      # date: missing; write one as vague as the text" in fragment
    case.write_text(whole(fragment), encoding="utf-8")
    checked = CliRunner().invoke(main, ["check", str(case)])
    assert checked.exit_code == 0
    assert "N105 the message 'note-m1' has no date" in " ".join(checked.stdout.split())
    loaded = sp.load(str(case))
    assert [(m.sender, m.receiver) for m in loaded.record.messages] == [
        ("Adler", "Brandt"), ("Brandt", "Adler"),
    ]  # fmt: skip
    found = sp.record(loaded)
    assert found.undated == ("note-m1",)
    assert [entry.id for entry in found.entries if entry.kind == "message"] == ["note-m2"]
    assert "Without a date, so not in the timeline (1): note-m1." in found.text(200)


def test_who_writes_is_proposed_as_the_parties_of_a_case_to_be_written(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(
        "On 3 May 1950 Karl Adler cabled Brandt. On 5 May 1950 Adler told the envoys. "
        "On 6 May 1950 Öhm cabled Adler.",
        encoding="utf-8",
    )
    fragment = run(path, "--yaml").stdout
    start = fragment.index("# parties:")
    proposed = re.sub("(?m)^# ", "", fragment[start : fragment.index("record:")])
    parties = yaml.safe_load(proposed)["parties"]
    assert parties == {
        "karl_adler": {"name": "Karl Adler"}, "brandt": {"name": "Brandt"}, "ohm": {"name": "Öhm"},
    }  # fmt: skip
    wants = "".join(f"  {id_}: [settled]\n" for id_ in parties)
    options = "".join(f"  {id_}.go: go\n" for id_ in parties)
    issue = "issues: {i: {terms: {t: brandt.go}}}\n"
    case = tmp_path / "a.case.yaml"
    case.write_text(
        f"format: 1\ntitle: t\n{proposed}options:\n{options}wants:\n{wants}{issue}",
        encoding="utf-8",
    )
    again = run(path, "--yaml", "--case", case).stdout
    assert "# parties:" not in again
    assert 'from: "karl_adler"' in again
    assert 'to: "brandt"' in again


def test_an_article_makes_nobody_alike() -> None:
    town = Party("town", "Town of Halm", short="the town")
    assert match_party("the Governor", [town]).nearest == ""
    assert match_party("the towne", [town]).nearest == "town"
