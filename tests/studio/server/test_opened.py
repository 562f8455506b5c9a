"""What a user names → the file that is opened, begun or copied."""

from __future__ import annotations

import pytest

import stickpoint as sp
from stickpoint.case import library
from stickpoint.errors import ModelError
from stickpoint.studio.server.opened import opened


def test_a_file_that_is_there_is_opened_as_it_is(tmp_path) -> None:
    file = tmp_path / "mine.case.yaml"
    file.write_text("title: mine\n")
    assert opened(str(file), tmp_path) == (file, "")
    assert file.read_text() == "title: mine\n"


def test_a_file_that_is_not_there_is_begun_sound(tmp_path) -> None:
    path, note = opened(str(tmp_path / "river.case.yaml"), tmp_path)
    assert "new" in note
    assert sp.check(path)[1] == ()


def test_a_built_in_case_is_copied_once_and_never_written(tmp_path) -> None:
    built_in = library.path_of("elmira").read_bytes()
    path, note = opened("elmira", tmp_path)
    assert path.parent == tmp_path
    assert path.read_bytes() == built_in
    assert "copy" in note
    path.write_text("title: changed\n")
    again, note = opened("elmira", tmp_path)
    assert (again, path.read_text()) == (path, "title: changed\n")
    assert "as you left it" in note
    assert library.path_of("elmira").read_bytes() == built_in


def test_without_a_name_the_one_case_here_is_opened_or_a_new_one(tmp_path) -> None:
    first, _ = opened(None, tmp_path)
    assert opened(None, tmp_path) == (first, "")
    (tmp_path / "other.case.yaml").write_text("")
    with pytest.raises(ModelError, match=r"new\.case\.yaml, other\.case\.yaml"):
        opened(None, tmp_path)


@pytest.mark.parametrize("name", ["koreas-1952", "no/folder/x.case.yaml", "."])
def test_what_cannot_be_opened_says_what_to_name(tmp_path, monkeypatch, name) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match=r"name|ends in|folder"):
        opened(name, tmp_path)
    assert list(tmp_path.iterdir()) == []
