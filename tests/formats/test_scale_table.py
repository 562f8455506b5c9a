"""A table of actors → positions, or every fault in it where it stands."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.answers.scale.positions import Interval, Positions
from stickpoint.cli import main
from stickpoint.errors import CaseError, Finding
from stickpoint.formats.scale_table import _ends, read_positions

SOUND = "Actor,Capability,Position,Salience\nann,1,0,80\nbob,2..4,60..100,50\n"


def written(folder: Path, text: str, name: str = "item.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(path: Path) -> list[tuple[int, int, str]]:
    with pytest.raises(CaseError) as raised:
        read_positions(path)
    return [(f.line, f.column, f.code) for f in raised.value.findings]


def test_a_table_is_read_with_its_ranges(tmp_path: Path) -> None:
    found = read_positions(written(tmp_path, SOUND))
    assert found.names == ("ann", "bob")
    assert found.stands[1].position == Interval(60, 100)
    assert found.ends == (0, 100)
    assert found.out_of_hundred
    x, c, s = found.drawn(64, 1)
    assert x.shape == c.shape == s.shape == (64, 2)
    assert (x[:, 0] == 0).all()
    assert 60 <= x[:, 1].min() < 63
    assert 97 < x[:, 1].max() <= 100
    assert (s == [0.8, 0.5]).all()


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_columns_may_stand_in_any_order_under_other_names_and_signs(
    tmp_path: Path, sign: str
) -> None:
    rows = [
        ["salience", "Description", "POWER", "Pos.", "stake_holder"],
        ["0.5", f'"says ""no""{sign}\nand means it"', "1", "-2.5", '"Ann, the first"'],
        [],
        ["1", "", "2", " 1e1 ", "bob"],
    ]
    text = "\ufeff" + "\r\n".join(sign.join(row) for row in rows)
    found = read_positions(written(tmp_path, text))
    assert found.names == ("Ann, the first", "bob")
    assert [stand.position.low for stand in found.stands] == [-2.5, 10]
    assert [stand.line for stand in found.stands] == [2, 5]
    assert not found.out_of_hundred


def test_a_file_of_ktab_is_read_as_it_is(tmp_path: Path) -> None:
    text = (
        "Talks,Some scenario; with words, 2, 1, \n"
        "Actor,Description,Influence,Wage Position,Wage Salience, \n"
        "UN,The union, 60,30,80, \n"
        "CO,The company,50,  10.5,75, \n"
    )
    found = read_positions(written(tmp_path, text))
    assert [stand.position.low for stand in found.stands] == [30, 10.5]
    assert [stand.capability.low for stand in found.stands] == [60, 50]
    several = text.replace("Wage Position,Wage Salience", "Pstn1,Sal1,Pstn2,Sal2")
    assert faults(written(tmp_path, several)) == [(2, 40, "C802"), (2, 46, "C802")]


@given(st.text(alphabet='ab,;\t"\r\n 1.', max_size=40))
def test_any_text_after_a_head_gives_positions_or_findings_with_a_place(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), "Actor,Power,Position,Salience\n" + text)
        lines = path.read_text(encoding="utf-8").count("\n") + 1
        findings: tuple[Finding, ...] = ()
        try:
            found: Positions | None = read_positions(path)
        except CaseError as error:
            found, findings = None, error.findings
    assert (found is None) == bool(findings)
    assert all(1 <= f.line <= lines and f.column >= 1 for f in findings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, 1, "C801")]),
        ("\n ,\n", [(1, 1, "C801")]),
        ("Actor,Power,Position\n", [(1, 1, "C802")]),
        ("Actor,Power,Clout,Position,Salience\n", [(1, 13, "C802")]),
        ("who,how much\n", [(1, 1, "C802")] * 4),
        ("Actor,Power,Position,Salience\nann,1,0,1\n", [(1, 1, "C805")]),
        ("Actor,Power,Position,Salience\nann,0,0,1\nbob,1,1,0..1\n", [(1, 1, "C805")]),
        (
            "Actor;Power;Position;Salience\nann;0,5;40-60;1\nann;;x;-1\n;2;60..40;101;more\n"
            ";1;1e400;1\n",
            [
                *((2, 5, "C803"), (2, 9, "C803"), (3, 1, "C804"), (3, 5, "C803"), (3, 6, "C803")),
                *((3, 8, "C803"), (4, 1, "C804"), (4, 15, "C801"), (5, 1, "C804"), (5, 4, "C803")),
            ],
        ),
        (
            "Actor,Power,Position,Salience\nann,1,0,80\nbob,1,1,140\ncat,1\n",
            [(3, 9, "C803"), (4, 6, "C803"), (4, 6, "C803")],
        ),
    ],
)
def test_every_fault_is_found_where_it_is(
    tmp_path: Path, text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert faults(written(tmp_path, text)) == expected


def test_what_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    assert faults(tmp_path / "none.csv") == [(1, 1, "C001")]
    assert faults(written(tmp_path, SOUND, "item.xlsx")) == [(1, 1, "C801")]
    (tmp_path / "zip.csv").write_bytes(b"PK\x03\x04rest")
    assert faults(tmp_path / "zip.csv") == [(1, 1, "C801")]
    (tmp_path / "old.csv").write_bytes("Actor\nK\u00f6ln\n".encode("latin-1"))
    assert faults(tmp_path / "old.csv") == [(2, 1, "C801")]
    many = SOUND + "".join(f"p{k},1,1,1\n" for k in range(200))
    assert faults(written(tmp_path, many)) == [(1, 1, "C805")]


def test_an_unclosed_quote_and_any_bytes_give_findings_or_positions(tmp_path: Path) -> None:
    for text in ('Actor,Power,Position,Salience\n"ann,1,0,1\nbob,1,1,1', '"', '"a"b"c,"', ",,,\r"):
        assert faults(written(tmp_path, text))


def run(*words: str) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, ["scale", *words])
    return result.exit_code, result.output


def test_the_verb_prints_the_page_the_data_or_the_faults(tmp_path: Path) -> None:
    path = str(written(tmp_path, SOUND))
    status, shown = run(path, "--draws", "64")
    assert status == 0
    assert max(map(len, shown.splitlines())) <= 80
    words = " ".join(shown.split())
    assert "One item on a scale: item" in words
    assert "mean missed what came by 22.99 points of a scale of 100 on average" in words
    assert "saliences are read as out of 100" in words
    data = json.loads(run(path, "--draws", "64", "--json")[1])
    assert list(data["points"]) == ["mean", "median", "challenge", "nash", "kalai_smorodinsky"]
    # bob weighs 1 to 2 and ann 0.8: the mean lies 5/9 to 5/7 of the way to where bob stands.
    assert 100 / 3 < data["points"]["mean"]["low"] < data["points"]["mean"]["high"] < 500 / 7
    assert data["actors"][1]["position"] == [60, 100]
    assert sum(actor["weight"] for actor in data["actors"]) == pytest.approx(1)
    assert run(str(written(tmp_path, "Actor\n", "bad.csv")))[0] == 1
    assert run(str(tmp_path / "none.csv"))[0] == 2
    assert run(path, "--reference", "nan")[0] == 2


def test_a_table_of_points_says_that_it_has_no_ranges(tmp_path: Path) -> None:
    table = "name,power,position,salience\nann,1,0,1\nbob,1,10,1\ncat,0,50,1\n"
    status, shown = run(str(written(tmp_path, table)), "--reference", "5")
    words = " ".join(shown.split())
    assert status == 0
    assert "The points have no ranges, because no number of the table is a range" in words
    assert "positions lie on either side of it: whoever gains by leaving it" in words
    assert "Without weight, so not heard: cat." in words
    # Ann and Bob want equally much and weigh the same: every rule has them meet half-way.
    assert "The five lie within 0 of one another, 0 % of the scale." in words


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("40..60", ("40", "60")),
        ("1 … 5", ("1 ", " 5")),
        ("1...5", ("1", ".5")),
        ("..5", ("..5",)),
        ("40..", ("40..",)),
        ("40", ("40",)),
    ],
)
def test_a_range_is_split_at_its_first_sign(text: str, ends: tuple[str, ...]) -> None:
    assert _ends(text) == ends


def test_a_cell_too_long_for_a_number_is_said_to_be_so(tmp_path: Path) -> None:
    rows = f"Actor,Capability,Position,Salience\nann,1,0{' ' * 500_000}x,1\nbob,1,9,1\n"
    with pytest.raises(CaseError, match="500,002 characters found, a number or a range"):
        read_positions(written(tmp_path, rows))
