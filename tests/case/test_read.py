"""Bytes and text of a case file → a tree that keeps what was written, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from casefiles import whole
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case.check import check, check_text
from stickpoint.case.yaml.nodes import Faults, Node
from stickpoint.case.yaml.read import MAX_BYTES, read_text


def tree(text: str) -> tuple[Node, Faults]:
    """Read a text that has a mapping at the top."""
    faults = Faults("x")
    root = read_text(text, faults)
    assert root is not None
    return root, faults


def plain(node: Node) -> object:
    """Turn a tree into Python values."""
    if node.kind == "text":
        return node.text
    if node.kind == "list":
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.pairs}


def codes(text: str) -> list[str]:
    """Return the codes of the findings of a text."""
    return [finding.code for finding in check_text(text)[1]]


@pytest.mark.parametrize(
    "word",
    ["NO", "no", "12:30", "010", "1952-02", "0x1F", "1e3", "~", "null", "1_000", "=", "<<", ".inf"],
)
def test_plain_words_stay_what_was_written(word: str) -> None:
    assert plain(tree(f"a: {word}\nb: [{word}]\n")[0]) == {"a": word, "b": [word]}


def test_every_node_knows_its_line_and_column() -> None:
    root, _ = tree("a: 1\nb:\n  - {c: 'two', d: three}\n  - é: x\n")
    (_, one), (key, several) = root.pairs
    assert (one.line, one.column, key.line, key.column) == (1, 4, 2, 1)
    first, second = several.items
    assert [(name.column, value.column) for name, value in first.pairs] == [(6, 9), (16, 19)]
    assert second.pairs[0][1].column == 8


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("a: x.y & bad.name\n", "bad", (1, 10)),
        ("a: 'x.y & bad.name'\n", "bad", (1, 11)),
        ('a: "x.y & bad.name"\n', "bad", (1, 11)),
        ("a: '(x = ''it''s'') & bad'\n", "bad", (1, 23)),
        ('a: "x = \\"it\\" & bad"\n', "bad", (1, 18)),
        ("a: x.y &\n   bad.name\n", "bad", (2, 4)),
        ("a: >\n  x.y &\n  bad.name\n", "bad", (3, 3)),
        ("a: |\n  x.y &\n\n  bad.name\n", "bad", (4, 3)),
        ("b: [c, 'd & bad']\n", "bad", (1, 13)),
    ],
)
def test_a_word_inside_a_text_is_found_in_the_file(
    text: str, word: str, place: tuple[int, int]
) -> None:
    root, _ = tree(text)
    node = root.pairs[0][1]
    node = node.items[1] if node.items else node
    found = node.place_at(node.text.index(word))
    assert (found.line, found.column) == place
    assert text.split("\n")[place[0] - 1][place[1] - 1 :].startswith(word)


@given(st.lists(st.sampled_from(["a.b", "&", "'", '"', "(", " ", "c"]), min_size=1), st.booleans())
def test_places_inside_quoted_texts_are_exact(parts: list[str], double: bool) -> None:
    text = "".join(parts) + "Z"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"') if double else text.replace("'", "''")
    sign = '"' if double else "'"
    line = f"a: {sign}{escaped}{sign}"
    node = tree(line)[0].pairs[0][1]
    assert node.text == text
    for offset, char in enumerate(text):
        if not char.isspace():
            assert line[node.place_at(offset).column - 1] == char


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + whole("about: é\n").replace("\n", "\r\n").encode())
    case, findings = check(path)
    assert findings == ()
    assert case is not None
    assert case.about == "é"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_byte_that_is_no_text_is_placed_whatever_ends_the_lines(
    tmp_path: Path, end: bytes
) -> None:
    path = tmp_path / "x.case.yaml"
    path.write_bytes(b"\xef\xbb\xbftitle: t" + end + end + "a: é".encode() + b"\xff" + end)
    _, (finding,) = check(path)
    assert (finding.line, finding.column, finding.code) == (3, 5, "C006")


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    for path in (tmp_path / "none.case.yaml", tmp_path, str(tmp_path / "a\0b.yaml")):
        case, findings = check(path)
        assert case is None
        assert [(finding.line, finding.column, finding.code) for finding in findings] == [
            (1, 1, "C001")
        ]


def test_an_unknown_name_gives_the_nearest_built_in_case() -> None:
    _, findings = check("korea-1951")
    assert findings[0].code == "C001"
    assert "did you mean 'korea-1952'?" in findings[0].message


def test_a_file_in_another_encoding_names_the_bad_byte(tmp_path: Path) -> None:
    path = tmp_path / "x.case.yaml"
    path.write_bytes("title: a\nabout: häufig\n".encode("latin-1"))
    _, findings = check(path)
    assert [(f.line, f.column, f.code) for f in findings] == [(2, 9, "C006")]
    assert "0xe4" in findings[0].message


@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("bits", [16, 32])
@pytest.mark.parametrize("title", ["Ferries", "Переговоры", "판문점 휴전 회담"])
def test_a_file_in_a_wide_encoding_is_told_by_its_bytes(
    bits: int, order: str, mark: bool, title: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.case.yaml"
    text = whole(f"title: {title}\nabout: {title * 5}\n")
    path.write_bytes(("\ufeff" * mark + text).encode(f"utf-{bits}-{order}"))
    (found,) = check(path)[1]
    assert (found.line, found.column, found.code) == (1, 1, "C006")
    assert f"the file is in UTF-{bits}" in found.message


def test_lines_may_end_as_on_an_old_macintosh(tmp_path: Path) -> None:
    path = tmp_path / "x.case.yaml"
    path.write_bytes(whole("about: é\n").replace("\n", "\r").encode())
    case, findings = check(path)
    assert findings == ()
    assert case is not None
    assert case.about == "é"
    path.write_bytes(whole("about: é\nsettled: a.z\n").replace("\n", "\r").encode())
    assert [(found.line, found.column) for found in check(path)[1]] == [(2, 10)]


@pytest.mark.parametrize(
    ("start", "kind"),
    [(b"PK\x03\x04", "word processor"), (b"\xd0\xcf\x11\xe0", "old"), (b"%PDF-1.7", "PDF")],
)
def test_a_document_taken_for_a_case_is_called_one(start: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "talks.docx"
    path.write_bytes(start + bytes(range(256)))
    (found,) = check(path)[1]
    assert (found.line, found.code) == (1, "C006")
    assert kind in found.message
    assert "stickpoint read" in found.message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.case.yaml"
    path.write_text("# " + "x" * MAX_BYTES, encoding="utf-8")
    assert [finding.code for finding in check(path)[1]] == ["C005"]
    assert codes("# " + "x" * MAX_BYTES) == ["C005"]
    assert codes("notes: [" + "1," * 250_000 + "]\n")[0] == "C005"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_a_finding_of_its_own(text: str) -> None:
    assert codes(text) == ["C009"]


@pytest.mark.parametrize("text", ["- one\n- two\n", "just words\n", "[a, b]\n"])
def test_a_file_without_keys_is_a_finding(text: str) -> None:
    assert codes(text) == ["C102"]


def test_an_alias_bomb_is_stopped_while_reading() -> None:
    rows = [f"k{n}: &k{n} [{', '.join([f'*k{n - 1}'] * 9)}]" for n in range(1, 12)]
    findings = check_text("k0: &k0 [a, a]\n" + "\n".join(rows))[1]
    assert [finding.code for finding in findings] == ["C004"]
    assert "200000" in findings[0].message


def test_a_few_aliases_are_welcome() -> None:
    text = whole("wants: {a: &w [a.x], b: *w}\n")
    case = sp.loads(text)
    assert case.preferences["a"] == case.preferences["b"]


def test_slips_far_apart_are_all_reported_with_what_is_wrong_between_them() -> None:
    text = whole(
        'about: "it began\n'
        "clock: {unit: wek}\n"
        "notes: one: two\n"
        "tolls: {lost: {when: a.x, per: day, amount: [1, 2}}\n"
        "levers: [@what]\n"
    )
    found = [(finding.line, finding.code) for finding in check_text(text)[1]]
    assert found == [(1, "C002"), (2, "C107"), (3, "C002"), (4, "C002"), (5, "C002")]


def test_what_stood_in_an_unreadable_line_is_not_called_missing() -> None:
    text = whole("title: Ferries: a strike\noptions:\n  a.x: do x\n  b.y: do: y\nsettled: b.y\n")
    assert [(f.line, f.code) for f in check_text(text)[1]] == [(1, "C002"), (4, "C002")]


def test_two_parts_of_one_table_are_read_as_one() -> None:
    text = whole("options: {a.x: do x}\noptions: {b.y: do y, b.z: {now: no}}\nsettled: b.y\n")
    found = [(finding.line, finding.code) for finding in check_text(text)[1]]
    assert found == [(2, "C003"), (2, "C103")]


def test_a_file_indented_with_tabs_is_read_all_the_same() -> None:
    text = whole("clock:\n\tunit: week\n\thorizon: -1\n")
    found = [(finding.line, finding.column, finding.code) for finding in check_text(text)[1]]
    assert found == [(2, 1, "C007"), (3, 11, "C104")]


def test_the_first_line_alone_is_blamed_when_it_does_not_line_up() -> None:
    text = whole("  about: this\nnotes: that\n")
    assert [(f.line, f.code) for f in check_text(text)[1]] == [(1, "C002")]


def test_nothing_in_a_file_is_ever_executed(tmp_path: Path) -> None:
    target = tmp_path / "made"
    for call in (
        f"!!python/object/apply:os.system ['touch {target}']",
        f"!!python/object/new:pathlib.Path ['{target}']",
    ):
        assert "C010" in codes(whole(f"notes: {call}\n"))
    assert not target.exists()


def test_loading_a_faulty_case_raises_all_findings() -> None:
    with pytest.raises(sp.CaseError) as caught:
        sp.loads(whole("settled: c.x\ntitle: [t]\n"), "my.case.yaml")
    assert [finding.code for finding in caught.value.findings] == ["C201", "C102"]
    assert str(caught.value).startswith("my.case.yaml:1:10 C201 option 'c.x'")
