"""Documents beside a case → the ones it was written from, with every passage where it says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from casefiles import whole

import stickpoint as sp
from stickpoint.case import library
from stickpoint.case.check import check, check_and_compare, check_text
from stickpoint.case.documents.passages import words_hash

TEXT = "The talks opened in July. The line was drawn in November. One item was left open.\n"
WORDS = "The line was drawn in November."
START = TEXT.index(WORDS)
RANGE = (START, START + len(WORDS))


def case_file(
    folder: Path,
    *,
    chars: tuple[int, int] = RANGE,
    file: str = "talks.txt",
    sha256: str = hashlib.sha256(TEXT.encode()).hexdigest(),
    short: str = words_hash(WORDS),
) -> Path:
    """Write a case with one document and one passage in it."""
    path = folder / "talks.case.yaml"
    path.write_text(
        whole(
            "record:\n"
            f"  documents: {{d: {{file: '{file}', sha256: {sha256}}}}}\n"
            "  passages:\n"
            f"    p: {{document: d, chars: [{chars[0]}, {chars[1]}], hash: {short}}}\n"
            "  evidence:\n"
            f"    E: {{text: seen, source: {{document: d, chars: [0, {len(TEXT)}]}}}}\n"
        ),
        encoding="utf-8",
    )
    return path


def found(path: Path, documents: Path | None = None) -> list[tuple[int, int, str]]:
    """Check a case and give the places and codes of its findings."""
    case, findings = check(path, documents)
    assert case is not None
    return [(finding.line, finding.column, finding.code) for finding in findings]


def test_a_document_that_fits_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TEXT, encoding="utf-8")
    assert found(case_file(tmp_path)) == []


def test_a_document_that_is_not_at_hand_is_no_finding(tmp_path: Path) -> None:
    assert found(case_file(tmp_path)) == []


@pytest.mark.parametrize("way", ["argument", "environment"])
def test_a_folder_of_documents_can_be_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "talks.txt").write_text("something else", encoding="utf-8")
    path = case_file(tmp_path)
    if way == "environment":
        monkeypatch.setenv(
            "STICKPOINT_DOCUMENTS", f"{tmp_path / 'none'}:{folder}".replace(":", _sep())
        )
        codes = found(path)
    else:
        codes = found(path, folder)
    assert [code for _, _, code in codes] == ["C603", "C605", "C602"]


def _sep() -> str:
    import os

    return os.pathsep


def test_another_document_is_told_by_its_hash(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TEXT + "More.", encoding="utf-8")
    assert found(case_file(tmp_path)) == [(2, 25, "C603")]


def test_a_passage_that_has_moved_is_found_again(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TEXT, encoding="utf-8")
    path = case_file(tmp_path, chars=(0, len(WORDS)))
    assert found(path) == [(4, 29, "C604")]
    assert f"write chars: [{RANGE[0]}, {RANGE[1]}]" in check(path)[1][0].message


def test_a_passage_that_is_gone_is_lost(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TEXT, encoding="utf-8")
    assert found(case_file(tmp_path, short="0" * 12)) == [(4, 29, "C605")]


def test_words_that_agree_in_part_are_listed_for_review(tmp_path: Path) -> None:
    changed = TEXT.replace("line was drawn", "border was set")
    (tmp_path / "talks.txt").write_text(changed, encoding="utf-8")
    path = case_file(tmp_path, sha256=hashlib.sha256(changed.encode()).hexdigest())
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("hash:", f"quote: {WORDS}, hash:"), encoding="utf-8")
    assert [code for _, _, code in found(path)] == ["C609"]


def test_every_passage_that_is_gone_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text(TEXT, encoding="utf-8")
    path = case_file(tmp_path)
    passages = "".join(
        f"    p{n}: {{document: d, chars: [{n}, {n + 20}], hash: {n:012x}}}\n" for n in range(9)
    )
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  evidence:\n", f"{passages}  evidence:\n"), encoding="utf-8")
    assert found(path) == [(5 + n, 30, "C605") for n in range(9)]


@pytest.mark.parametrize("file", ["../talks.txt", "/etc/hostname", "C:\\talks.txt", "a/../../b"])
def test_a_case_cannot_point_out_of_the_folder(tmp_path: Path, file: str) -> None:
    assert found(case_file(tmp_path, file=file)) == [(2, 25, "C606")]


def test_a_document_that_is_no_text_cannot_be_searched(tmp_path: Path) -> None:
    data = b"\xff\xfe\x00"
    (tmp_path / "talks.txt").write_bytes(data)
    path = case_file(tmp_path, sha256=hashlib.sha256(data).hexdigest())
    assert [code for _, _, code in found(path)] == ["C606"]


def test_a_document_without_a_file_and_a_folder_in_its_place_are_not_looked_into(
    tmp_path: Path,
) -> None:
    (tmp_path / "talks.txt").mkdir()
    assert found(case_file(tmp_path)) == []
    assert found(case_file(tmp_path, file="a\\0b")) == []


def test_a_document_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talks.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("stickpoint.case.documents.at_hand.MAX_BYTES", 10)
    assert found(case_file(tmp_path)) == [(2, 25, "C606")]


@pytest.mark.parametrize(
    ("sender", "meant"),
    [
        ("frim", "firm"),
        ("FIRM", "firm"),
        ("unoin", "union"),
        ("zz", ""),
        ("the press", ""),
        ("Firmin", ""),
        ("somebody", ""),
        ("The Ferry Company", "firm"),
        ("ferries", "firm"),
    ],
)
def test_a_sender_that_all_but_is_a_party_is_asked_about(sender: str, meant: str) -> None:
    text = whole(
        "parties: {firm: {name: the Ferry Company, short: Ferries}, union: U}\n"
        "options: {firm.x: do}\nwants: {firm: [firm.x], union: [firm.x]}\n"
        f"record: {{messages: [{{id: m, date: 1952, from: {sender}, act: offer, text: x}}]}}\n"
    )
    _, findings = check_text(text)
    assert [finding.code for finding in findings] == ["C202"] * bool(meant)
    said = (f"did you mean '{meant}'?", f"is what the party '{meant}' is called")
    assert all(any(words in finding.message for words in said) for finding in findings)


def test_loading_a_case_does_not_look_into_its_documents(tmp_path: Path) -> None:
    (tmp_path / "talks.txt").write_text("something else", encoding="utf-8")
    assert sp.load(case_file(tmp_path)).record.documents[0].file == "talks.txt"


def test_the_korean_case_is_read_against_the_document_at_hand(tmp_path: Path) -> None:
    # The text itself may not be passed on: a stand-in shows that every passage is looked up.
    (tmp_path / "korea-1952.txt").write_text("x " * 3000, encoding="utf-8")
    case, findings = check("korea-1952", documents=tmp_path)
    assert case is not None
    codes = [finding.code for finding in findings]
    assert codes == ["C603"] + ["C605"] * len(case.record.passages)
    assert findings[0].path == str(library.path_of("korea-1952"))


@pytest.mark.parametrize("way", ["the file", "a folder on the way", "a loop"])
def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path, way: str) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "texts"
    outside.mkdir()
    folder.mkdir()
    (outside / "talks.txt").write_text("something else", encoding="utf-8")
    if way == "the file":
        (folder / "talks.txt").symlink_to(outside / "talks.txt")
    elif way == "a folder on the way":
        (folder / "sub").symlink_to(outside)
    else:
        (folder / "talks.txt").symlink_to(folder / "talks.txt")
    file = "sub/talks.txt" if way == "a folder on the way" else "talks.txt"
    expected = [] if way == "a loop" else [(2, 25, "C606")]
    assert found(case_file(tmp_path, file=file), folder) == expected


def test_links_within_the_folder_and_to_the_folder_are_followed(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "minutes.txt").write_text(TEXT, encoding="utf-8")
    (folder / "talks.txt").symlink_to("minutes.txt")
    (tmp_path / "link").symlink_to(folder)
    (tmp_path / "case").mkdir()
    compared = check_and_compare(case_file(tmp_path / "case"), tmp_path / "link")[2]
    assert compared is not None
    assert compared.at_hand == ("d",)


def test_words_that_differ_are_said_beside_a_passage_that_was_edited(tmp_path: Path) -> None:
    changed = TEXT.replace("was drawn", "was not drawn")
    (tmp_path / "talks.txt").write_text(changed, encoding="utf-8")
    path = case_file(tmp_path, sha256=hashlib.sha256(changed.encode()).hexdigest())
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("hash:", f"quote: {WORDS}, hash:"), encoding="utf-8")
    (finding,) = (finding for finding in check(path)[1] if finding.code == "C604")
    assert ": 'not' is added; look" in finding.message
