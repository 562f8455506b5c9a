"""A sheet of a workbook → positions, or every fault in it by sheet, row and column."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from stickpoint.case.documents.kinds import packed
from stickpoint.cli import main
from stickpoint.errors import CaseError, ModelError
from stickpoint.formats import scale_cells, workbook_parts
from stickpoint.formats.scale_table import read_positions
from stickpoint.formats.workbook import NoText, read_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = ["Actor", "Capability", "Position", "Salience"]
Value = str | float | tuple[str, str] | None
"""Words, a number, nothing; or the attributes of a cell and all that stands in it."""


def cell(place: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f'<c r="{place}" {value[0]}>{value[1]}</c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def sheet(rows: dict[int, list[Value]]) -> str:
    lines = "".join(
        f'<row r="{number}">'
        + "".join(cell(f"{chr(65 + k)}{number}", value) for k, value in enumerate(values))
        + "</row>"
        for number, values in rows.items()
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'


def workbook(
    sheets: dict[str, str], *, shared: str = "", styles: str = "", hidden: str = "", about: str = ""
) -> bytes:
    """Pack sheets of a workbook, as programs write it."""
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{k}" r:id="s{k}"'
        f"{' state=' + quoteattr('hidden') if name == hidden else ''}/>"
        for k, name in enumerate(sheets)
    )
    kinds = {"sharedStrings": shared, "styles": styles}
    links = "".join(
        f'<Relationship Id="s{k}" Type="{LINKS}/worksheet" Target="worksheets/s{k}.xml"/>'
        for k in range(len(sheets))
    ) + "".join(
        f'<Relationship Id="{kind}" Type="{LINKS}/{kind}" Target="/xl/{kind}.xml"/>'
        for kind, part in kinds.items()
        if part
    )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Target="xl/w.xml" '
        f'Type="{LINKS}/officeDocument"/></Relationships>',
        "xl/w.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{about}'
        f"<sheets>{names}</sheets></workbook>",
        "xl/_rels/w.xml.rels": f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
        **{f"xl/worksheets/s{k}.xml": part for k, part in enumerate(sheets.values())},
        **{f"xl/{kind}.xml": part for kind, part in kinds.items() if part},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def kept(folder: Path, data: bytes, name: str = "item.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def said(path: Path, of: str | None = None) -> list[str]:
    with pytest.raises(CaseError) as raised:
        read_positions(path, of)
    return [f"{f.line}:{f.column} {f.code} {f.message}" for f in raised.value.findings]


def texts(data: bytes, of: str | None = None) -> list[list[str]]:
    return [[one.text for one in row] for row in read_sheet(data, of).rows]


SOUND: dict[int, list[Value]] = {
    1: ["Who wants what, as of May"],
    3: [None, *HEAD, "note"],
    4: [None, "ann", 1.0, 0.0, 80.0],
    5: [None, "bob", "2..4", "60..100", 50.0, "a guess", "one more"],
    7: ["Source", None, None, None, None, "the minutes of May"],
}


def test_a_sheet_is_read_as_the_same_table_would_be(tmp_path: Path) -> None:
    found = read_positions(kept(tmp_path, workbook({"Talks": sheet(SOUND)})))
    table = tmp_path / "item.csv"
    table.write_text("Actor,Capability,Position,Salience\nann,1,0,80\nbob,2..4,60..100,50\n")
    as_table = read_positions(table)
    assert [stand.line for stand in found.stands] == [4, 5]
    for one, other in zip(found.stands, as_table.stands, strict=True):
        assert (one.name, one.position, one.capability, one.salience) == (
            other.name, other.position, other.capability, other.salience,
        )  # fmt: skip


def test_every_fault_is_said_by_sheet_row_and_column(tmp_path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows: dict[int, list[Value]] = {
        1: HEAD,  # type: ignore[dict-item]
        2: ["ann", ("", "<f>A1</f>"), ('s="1"', "<v>46177</v>"), 1.0],
        7: ["ann", 1.0, ('t="e"', "<v>#REF!</v>"), ('t="b"', "<v>1</v>")],
        8: [None, 1.0, "40-60"],
    }
    assert said(kept(tmp_path, workbook({"Le's": sheet(rows)}, styles=styles))) == [
        "2:2 C803 sheet 'Le's', row 2, column B: capability: a formula whose result was not saved "
        "stands here; write a number or a range, 40..60",
        "2:3 C803 sheet 'Le's', row 2, column C: position: a date, 2026-06-04 stands here; write a "
        "number or a range, 40..60",
        "7:1 C804 sheet 'Le's', row 7, column A: 'ann' stands in row 2 already; leave one",
        "7:3 C803 sheet 'Le's', row 7, column C: position: the error #REF! stands here; write a "
        "number or a range, 40..60",
        "7:4 C803 sheet 'Le's', row 7, column D: salience: yes or no stands here; write a number "
        "or a range, 40..60",
        "8:1 C804 sheet 'Le's', row 8, column A: no name is written here; each row is about "
        "somebody",
        "8:3 C803 sheet 'Le's', row 8, column C: position: '40-60' is not a number; a range is "
        "written 40..60",
        "8:4 C803 sheet 'Le's', row 8, column D: no salience is written here; write a number or a "
        "range, 40..60",
    ]


def test_the_first_sheet_that_is_shown_is_read_unless_one_is_named(tmp_path: Path) -> None:
    other = sheet({1: HEAD, 2: ["eve", 1.0, 3.0, 1.0], 3: ["joe", 1.0, 4.0, 1.0]})  # type: ignore[dict-item]
    data = workbook({"old": other, "empty": sheet({}), "Talks": sheet(SOUND)}, hidden="old")
    path = kept(tmp_path, data)
    assert said(path) == [
        "1:1 C801 sheet 'empty', row 1, column A: nothing is written here, a table is expected; "
        "there are also 'old', 'Talks'"
    ]
    assert read_positions(path, "Talks").names == ("ann", "bob")
    assert read_positions(path, "old").names == ("eve", "joe")
    assert said(path, "talks") == ["1:1 C801 this has no sheet 'talks'; did you mean 'Talks'?"]
    (tmp_path / "a.csv").write_text(",".join(HEAD))
    with pytest.raises(ModelError, match=r"a\.csv is a table and has no sheets"):
        read_positions(tmp_path / "a.csv", "Talks")


def test_words_that_cells_share_are_joined_without_how_they_are_spoken() -> None:
    shared = (
        f'<sst xmlns="{MAIN}"><si><t>not needed</t></si><si><r><t>An</t></r><r><t> Na</t></r>'
        "<rPh><t>annna</t></rPh></si></sst>"
    )
    rows: dict[int, list[Value]] = {
        1: [("t='s'", "<v>1</v>"), ("t='str'", "<f>B1</f><v> reckoned </v>"),
            ("t='str'", "<f>C1</f><v></v>")]
    }  # fmt: skip
    (found,) = read_sheet(workbook({"a": sheet(rows)}, shared=shared)).rows
    assert [one.text for one in found] == ["An Na", "reckoned", ""]
    assert not any(one.is_odd for one in found)


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True),
        ("[h]:mm", True),
        ('0.0 "days"', False),
        ("[Red]0.00", False),
        ("General", False),
        (r"0\d", False),
        ("0%", False),
        ("[h]", True),
        ("[mm]", True),
        ("[SS]", True),
        ('"[h]" 0', False),
        ("[Magenta]0", False),
        ("[" * 60_000, False),
    ],
)
def test_a_format_tells_a_day_from_a_number(code: str, is_date: bool) -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode={quoteattr(code)}/>'
        '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="164"/>'
        '</cellXfs><dxfs><xf numFmtId="14"/></dxfs></styleSheet>'
    )
    data = workbook({"a": sheet({1: [0.8]})}, styles=styles)
    assert bool(read_sheet(data).rows[0][0].is_odd) == is_date


@pytest.mark.parametrize(
    ("serial", "about", "day"),
    [
        (1, "", "1900-01-01"),
        (59, "", "1900-02-28"),
        (61, "", "1900-03-01"),
        (0, '<workbookPr date1904="1"/>', "1904-01-01"),
        (1e12, "", "day 1e+12"),
    ],
)
def test_days_are_counted_as_the_program_counts_them(serial: float, about: str, day: str) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="22"/></cellXfs></styleSheet>'
    data = workbook({"a": sheet({1: [serial]})}, styles=styles, about=about)
    assert texts(data) == [[day]]


def test_a_number_is_read_as_the_shortest_that_means_it() -> None:
    rows: dict[int, list[Value]] = {1: [5.0, ("", "<v>5.5000000000000003E-2</v>"), -0.5, 1e-7]}
    assert texts(workbook({"a": sheet(rows)})) == [["5", "0.055", "-0.5", "1e-07"]]


def test_cells_that_do_not_say_where_they_are_follow_one_another() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    data = workbook({"a": f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'})
    assert texts(data) == [["1", "2"], ["3"]]


ENTITIES = f'<!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns="{MAIN}">&b;</worksheet>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Actor,Power", "is no XLSX workbook; save it as XLSX, or the sheet as CSV"),
        (b"\xd0\xcf\x11\xe0 old", "is locked with a password or older than XLSX"),
        (workbook({"a": ENTITIES}), "declares entities, as no XLSX workbook does"),
        (workbook({"a": "<worksheet>"}), "is no workbook that can be read"),
        (workbook({"a": sheet({1: [("t='s'", "<v>x</v>")]})}), "is no workbook that can be read"),
        (workbook({"a": sheet({-1: [1.0]})}), "is no workbook that can be read"),
        (workbook({}), "has no sheet with cells"),
    ],
    ids=["text", "old", "entities", "cut off", "no number", "no row", "no sheet"],
)
def test_what_is_no_workbook_is_said_to_be_none(data: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(NoText, match=why):
        read_sheet(data)
    assert said(kept(tmp_path, data))[0].startswith("1:1 C801 this ")


@pytest.mark.parametrize(
    ("module", "bound", "most", "why"),
    [
        (workbook_parts, "MOST_ROWS", 2, "more than 2 rows on that sheet"),
        (packed, "MOST_ELEMENTS", 9, "more than 9 pieces"),
        (packed, "MAX_UNPACKED", 99, "unpacks to more than 0 MiB"),
        (packed, "_MAX_PARTS", 3, "packed from more than 3 parts"),
        (scale_cells, "MOST_PACKED", 99, "99 at most can be read"),
    ],
)
def test_what_is_more_than_can_be_read_says_so(
    module: object, bound: str, most: int, why: str, monkeypatch, tmp_path: Path
) -> None:
    path = kept(tmp_path, workbook({"a": sheet(SOUND)}))
    monkeypatch.setattr(module, bound, most, raising=True)
    assert why in said(path)[0]


def test_columns_far_to_the_right_cost_nothing() -> None:
    row = f'<row r="1">{cell("A1", 1.0)}{cell("XFD1", 2.0)}</row>'
    far = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    assert texts(workbook({"a": far})) == [["1"]]


def test_a_row_of_formulas_without_results_is_not_lost(tmp_path: Path) -> None:
    unsaved = ("", "<f>B9</f>")
    rows: dict[int, list[Value]] = {
        1: HEAD,  # type: ignore[dict-item]
        2: ["ann", 1.0, 0.0, 1.0],
        3: ["bob", 1.0, 9.0, 1.0],
        4: [unsaved, unsaved, unsaved, unsaved],
    }
    found = said(kept(tmp_path, workbook({"a": sheet(rows)})))
    assert [line.split()[0] for line in found] == ["4:1", "4:2", "4:3", "4:4"]
    assert found[0].endswith(
        "column A: a formula whose result was not saved stands here; write who it is"
    )


def test_what_is_no_name_is_not_taken_for_a_party(tmp_path: Path) -> None:
    rows: dict[int, list[Value]] = {
        1: HEAD,  # type: ignore[dict-item]
        2: [("t='e'", "<v>#REF!</v>"), 1.0, 0.0, 1.0],
        3: ["bob", 1.0, 9.0, 1.0],
        4: [("t='s'", "<v>7</v>"), 1.0, 3.0, 1.0],
    }
    assert said(kept(tmp_path, workbook({"a": sheet(rows)}))) == [
        "2:1 C804 sheet 'a', row 2, column A: the error #REF! stands here; write who it is",
        "4:1 C804 sheet 'a', row 4, column A: a text that the file does not hold stands here; "
        "write who it is",
    ]


def test_words_that_many_cells_share_are_held_once() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><r><t> {"a" * 30_000}</t></r><r><t>b </t></r></si></sst>'
    rows: dict[int, list[Value]] = {k: [("t='s'", "<v>0</v>")] * 26 for k in range(1, 20)}
    found = read_sheet(workbook({"a": sheet(rows)}, shared=shared)).rows
    assert len({id(one.text) for row in found for one in row}) == 1
    assert found[0][0].text.endswith("ab")


def test_signs_that_xml_cannot_hold_are_read() -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>a_x0009_b_xD83D__xDE00_</t></si><si/></sst>'
    rows: dict[int, list[Value]] = {
        1: [("t='s'", "<v>0</v>"), "_x005F_x0041_", ("t='str'", "<v>x_xD800_y_x12_</v>"),
            ("t='s'", "<v>1</v>"), "end"]
    }  # fmt: skip
    (found,) = read_sheet(workbook({"a": sheet(rows)}, shared=shared)).rows
    assert [one.text for one in found] == [
        "a\tb\U0001f600", "_x0041_", "x\ufffdy_x12_", "", "end",
    ]  # fmt: skip
    assert not any(one.is_odd for one in found), "words may be none"


def test_a_column_part_of_which_is_in_per_cent_is_a_fault(tmp_path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf/><xf numFmtId="9"/></cellXfs></styleSheet>'
    in_percent, none = ('s="1"', "<v>0.4</v>"), ('s="1"', "<v>0</v>")
    rows: dict[int, list[Value]] = {
        1: HEAD,  # type: ignore[dict-item]
        2: ["ann", 1.0, 0.0, in_percent],
        3: ["bob", none, 9.0, 0.0],
        4: ["cid", 2.0, in_percent, in_percent],
    }
    assert said(kept(tmp_path, workbook({"a": sheet(rows)}, styles=styles))) == [
        "4:3 C803 sheet 'a', row 4, column C: position: '0.4' is kept here and shown as per cent, "
        "'9' in row 3 is not; write all of them one way"
    ]


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("<a>" * 3000, "more than 2,000 levels"),
        ('<a Id="1"/><a Id="2"/><a Id="3"/>', "lists more than 2 links"),
        ("<a/>" * 300, "more than 200 pieces"),
    ],
)
@pytest.mark.parametrize("place", ["_rels/.rels", "xl/_rels/w.xml.rels"])
def test_what_only_links_parts_is_counted_too(
    place: str, part: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_parts, "MOST_LISTED", 2)
    monkeypatch.setattr(packed, "MOST_ELEMENTS", 200 if "pieces" in why else 10**6)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"a": sheet(SOUND)}))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name).decode()
            inner = data.replace("</Relationships>", part) if name == place else data
            new.writestr(name, inner + "</Relationships>" * (inner != data))
    if place == "_rels/.rels" and "links" in why:
        assert len(read_sheet(out.getvalue()).rows) == len(SOUND), "only one of them is kept"
        return
    with pytest.raises(NoText, match=why):
        read_sheet(out.getvalue())


@given(st.binary(max_size=40), st.integers(0, 3000), st.integers(0, 40))
@settings(max_examples=60)
def test_a_workbook_with_any_damage_is_answered(bytes_: bytes, at: int, cut: int) -> None:
    data = workbook({"Talks": sheet(SOUND)})
    damaged = data[:at] + bytes_ + data[at + cut :]
    with suppress(NoText):
        assert all(read_sheet(damaged).rows)


def test_the_verb_reads_a_sheet(tmp_path: Path) -> None:
    path = str(kept(tmp_path, workbook({"notes": sheet({}), "Talks": sheet(SOUND)})))
    run = CliRunner(env={"COLUMNS": "80"}).invoke
    result = run(main, ["scale", path, "--sheet", "Talks", "--draws", "64"])
    assert result.exit_code == 0
    assert "ann" in result.output
    assert run(main, ["scale", path]).exit_code == 1
