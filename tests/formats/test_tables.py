"""CSV out and back gives the same conflict."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case import library
from stickpoint.formats.tables import read_csv, write_csv

NASTY = ['a, "b"', "line\nbreak", "Zoë 中国", "=1+1", "", "<&>'", "  spaced "]
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def same(one: sp.Conflict, other: sp.Conflict) -> bool:
    """Compare every field, and the moves by kind and content through the fingerprint."""
    assert one.fingerprint == other.fingerprint
    assert one.ranks.tolist() == other.ranks.tolist()
    assert (one.codes is None) == (other.codes is None)
    assert one.terms_index.tolist() == other.terms_index.tolist()
    merged = [
        {state: group.tolist() for state, group in each.merged.items()} for each in (one, other)
    ]
    assert merged[0] == merged[1]
    fields = ("parties", "options", "owners", "status_quo", "terms")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def there_and_back(conflict: sp.Conflict, folder: Path) -> sp.Conflict:
    write_csv(conflict, folder)
    return read_csv(folder)


@pytest.mark.parametrize("name", library.names())
def test_every_built_in_case_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    conflict = sp.load(name).conflict()
    assert same(conflict, there_and_back(conflict, tmp_path))


@given(strategies.games())
def test_any_conflict_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, game: strategies.Game
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    assert same(game.conflict, there_and_back(game.conflict, folder))


@given(st.lists(NAMES, min_size=2, max_size=2), st.lists(NAMES, min_size=2, max_size=2))
def test_names_survive(
    tmp_path_factory: pytest.TempPathFactory, parties: list[str], options: list[str]
) -> None:
    conflict = sp.Conflict.from_options(
        [0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]], parties=parties, options=options
    )
    assert same(conflict, there_and_back(conflict, tmp_path_factory.mktemp("names")))


def test_names_with_commas_quotes_and_line_breaks_survive(tmp_path: Path) -> None:
    ranks = [[0, 1]] * len(NASTY)
    arcs = [[(0, 1)]] * len(NASTY)
    conflict = replace(
        sp.Conflict.from_arcs(arcs, ranks, parties=NASTY),
        terms=('one, "way"', "or\nanother"),
        terms_index=np.array([1, 0], dtype=np.int32),
        status_quo=1,
    )
    assert same(conflict, there_and_back(conflict, tmp_path))


def test_ranks_that_are_not_narrow_keep_their_numbers(tmp_path: Path) -> None:
    plain = sp.Conflict.from_arcs([[(0, 1)]], [[0, 1]])
    wide = replace(plain, ranks=np.array([[-5, 2_000_000_000]], dtype=np.int32))
    assert same(wide, there_and_back(wide, tmp_path))


def test_the_tables_say_what_a_person_wants_to_read(tmp_path: Path) -> None:
    case = sp.load("syria-iraq-1975")
    conflict = case.conflict()
    write_csv(conflict, tmp_path, sp.stability(conflict, ("nash", "gmr")))
    states = table(tmp_path / "states.csv")
    assert states[0][:4] == ["state", "code", "now", "settled"]
    assert states[0][4:] == ["syria.release", "syria.escalate", "iraq.attack"]
    assert states[1] == ["1", "0", "yes", "", "no", "no", "no"]
    assert states[2] == ["2", "1", "", "water released", "yes", "no", "no"]
    iraq = [row for row in table(tmp_path / "arcs.csv") if row[0] == "2"]
    assert ["2", conflict.parties[1], "1", "4", "yes"] in iraq
    assert ["2", conflict.parties[1], "2", "5", "no"] in iraq
    stable = table(tmp_path / "stable.csv")
    assert stable[0] == ["state", "party", "name", "nash", "gmr"]
    everyone = {row[0]: row[3:] for row in stable[1:] if not row[1]}
    assert [state for state, marks in everyone.items() if marks[0] == "yes"] == ["6"]
    assert [state for state, marks in everyone.items() if marks[1] == "yes"] == ["1", "6"]


def test_a_second_conflict_in_the_folder_leaves_nothing_of_the_first(tmp_path: Path) -> None:
    elmira = sp.load("elmira-coalesced").conflict()
    write_csv(elmira, tmp_path, sp.stability(elmira))
    small = sp.Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    assert same(small, there_and_back(small, tmp_path))
    assert not (tmp_path / "stable.csv").exists()


def test_a_result_of_another_conflict_is_refused(tmp_path: Path) -> None:
    one, other = sp.load("elmira").conflict(), sp.load("cuba-1962").conflict()
    with pytest.raises(sp.ModelError, match="another conflict"):
        write_csv(one, tmp_path, sp.stability(other))


def test_tables_saved_by_a_spreadsheet_are_read(tmp_path: Path) -> None:
    conflict = sp.load("elmira").conflict()
    write_csv(conflict, tmp_path)
    for path in tmp_path.glob("*.csv"):
        path.write_text("\ufeff" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert same(conflict, read_csv(tmp_path))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("states.csv", None, "", "states.csv is missing"),
        ("states.csv", "state,code", "number,code", "expected the columns"),
        ("states.csv", "1,2,yes", "1,two,yes", "whole numbers are expected"),
        ("states.csv", "1,2,yes", "1,200,yes", "the codes must ascend"),
        ("states.csv", "plant closed", "plant open", "settles on 'plant open'"),
        ("ranks.csv", "\r\n12,", "\r\n", "row 13: 4 cells are expected"),
        ("ranks.csv", "\r\n12,0,", "\r\n12,9999999999,", "beyond 2,147,483,647"),
        ("arcs.csv", ",1,2,", ",1,13,", "a state outside 1 to 12"),
        ("names.csv", "local.insist,3", "local.insist,7", "belongs to party 7, which is none"),
        ("names.csv", "terms,1", '"terms,1', "names.csv"),
        ("arcs.csv", None, "\x80", "arcs.csv cannot be read as a table"),
        ("arcs.csv", None, " ", "arcs.csv begins with"),
    ],
)
def test_tables_that_do_not_fit_are_refused(
    name: str, old: str | None, new: str, said: str, tmp_path: Path
) -> None:
    write_csv(sp.load("elmira").conflict(), tmp_path)
    path = tmp_path / name
    if old is None:
        path.write_bytes(new.encode("latin-1")) if new else path.unlink()
    else:
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new).encode())
    with pytest.raises(sp.ModelError, match=said):
        read_csv(tmp_path)


def test_tables_without_states_or_with_too_few_ranks_are_refused(tmp_path: Path) -> None:
    write_csv(sp.load("elmira").conflict(), tmp_path)
    ranks = (tmp_path / "ranks.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "ranks.csv").write_text("\n".join(ranks[:-1]), encoding="utf-8")
    with pytest.raises(sp.ModelError, match=r"ranks\.csv has 11 rows"):
        read_csv(tmp_path)
    (tmp_path / "arcs.csv").write_text("", encoding="utf-8")
    (tmp_path / "ranks.csv").write_text("\n".join(ranks), encoding="utf-8")
    with pytest.raises(sp.ModelError, match=r"arcs\.csv"):
        read_csv(tmp_path)


def test_moves_called_free_must_be_the_ones_listed(tmp_path: Path) -> None:
    write_csv(sp.load("prisoners-dilemma").conflict(), tmp_path)
    arcs = (tmp_path / "arcs.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "arcs.csv").write_text("\n".join(arcs[:-1]), encoding="utf-8")
    with pytest.raises(sp.ModelError, match="moves freely"):
        read_csv(tmp_path)


def test_merged_codes_must_belong_to_a_state(tmp_path: Path) -> None:
    write_csv(sp.load("elmira-coalesced").conflict(), tmp_path)
    path = tmp_path / "merged.csv"
    path.write_text("state,code\n99,8\n", encoding="utf-8")
    with pytest.raises(sp.ModelError, match="no state 99"):
        read_csv(tmp_path)
