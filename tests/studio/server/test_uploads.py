"""A file from a page lands beside the case, under a safe name, and never over another."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from studio_running import SMALL

from stickpoint.case.check import check
from stickpoint.case.documents.bounds import NoText
from stickpoint.studio.desk import DeskError
from stickpoint.studio.edits import patched
from stickpoint.studio.server import uploads
from stickpoint.studio.server.app import app

PORT = 8463
HOME = f"http://127.0.0.1:{PORT}"
COOKIE = {"cookie": f"stickpoint-{PORT}=the-token"}


def sent(case: Path, name: str, data: bytes | AsyncIterator[bytes], **heads: str) -> httpx.Response:
    """Send a file as a page does."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=app(case, "the-token", PORT))
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            where = httpx.URL("/documents", params={"name": name})
            return await client.post(where, content=data, headers={**COOKIE, **heads})

    return asyncio.run(ask())


@given(st.text(max_size=300))
def test_a_name_leads_nowhere(given: str) -> None:
    try:
        name = uploads.safe_name(given)
    except DeskError:
        return
    assert 0 < len(name) <= 100
    assert len(name.encode()) <= 200
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert name[0] not in ". "
    assert name[-1] not in ". "
    assert Path(name).name == name
    assert uploads.safe_name(name) == name


@pytest.mark.parametrize(
    "name", ["회" * 90 + ".txt", "a.bcdefghij kl", "aux." + "b" * 120, "회.회" * 30]
)
def test_a_long_name_is_kept_short_enough_for_a_disk(tmp_path: Path, name: str) -> None:
    told = sent(tmp_path / "a.case.yaml", name, b"x").json()
    assert (tmp_path / told["file"]).read_bytes() == b"x"
    test_a_name_leads_nowhere.hypothesis.inner_test(name)


@pytest.mark.parametrize("name", ["", "..", "/", "...", "\0", "a/..", "   "])
def test_no_name_at_all_is_refused(tmp_path: Path, name: str) -> None:
    answer = sent(tmp_path / "a.case.yaml", name, b"x")
    assert answer.status_code == 400
    assert not (tmp_path / "documents" / "..").is_file()


def test_a_file_is_copied_and_its_entry_fits_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    case = tmp_path / "ferry.case.yaml"
    told = sent(case, "Report of May.txt", b"What was said in May.").json()
    assert told["file"] == "documents/Report of May.txt"
    assert (tmp_path / told["file"]).read_bytes() == b"What was said in May."
    fields = {key: told[key] for key in ("id", "title", "file", "sha256")}
    case.write_text(patched(SMALL, {"do": "add", "kind": "document", "fields": fields}))
    assert check(case)[1] == ()
    (tmp_path / told["file"]).write_bytes(b"Other words.")
    assert "C603" in {finding.code for finding in check(case)[1]}


def test_nothing_is_written_over_and_the_same_is_not_kept_twice(tmp_path: Path) -> None:
    case = tmp_path / "a.case.yaml"
    for data, name in (
        (b"one", "a.txt"),
        (b"two", "a-2.txt"),
        (b"one", "a.txt"),
        (b"two", "a-2.txt"),
    ):
        assert sent(case, "a.txt", data).json()["file"] == f"documents/{name}"
    assert sorted(path.name for path in (tmp_path / "documents").iterdir()) == ["a-2.txt", "a.txt"]
    assert (tmp_path / "documents/a.txt").read_bytes() == b"one"


def test_what_is_too_large_is_refused_whatever_it_says_of_itself(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    case = tmp_path / "a.case.yaml"

    async def unmeasured() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"12345"

    for data in (b"12345678901", unmeasured()):
        answer = sent(case, "a.txt", data)
        assert answer.status_code == 413
        assert "larger than" in answer.json()["error"]
    assert not (tmp_path / "documents").exists()
    assert sent(case, "a.txt", b"").status_code == 400


def test_what_is_too_large_is_read_to_its_end_before_it_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    read: list[int] = []

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(9):
            read.append(number)
            yield b"12345"

    with pytest.raises(NoText, match="larger than"):
        asyncio.run(uploads.received(pieces()))
    assert len(read) == 9


def test_a_page_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    from starlette.requests import Request

    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "POST", "query_string": b"name=a.txt", "headers": []}
    answer = asyncio.run(uploads.upload(Request(scope, gone), tmp_path / "a.case.yaml"))
    assert answer.status_code == 400
    assert not (tmp_path / "documents").exists()


@pytest.mark.parametrize("is_link", [False, True])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, is_link: bool) -> None:
    if is_link and os.name == "nt":
        pytest.skip("links need a right of their own there")
    place = tmp_path / "documents"
    place.symlink_to(tmp_path / "nowhere") if is_link else place.write_text("mine")
    answer = sent(tmp_path / "a.case.yaml", "a.txt", b"x")
    assert answer.status_code == 400
    assert "'documents' beside the case is no folder; give it another name" in answer.text


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
def test_links_lead_nowhere(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (inside / "documents").symlink_to(outside)
    assert sent(inside / "a.case.yaml", "a.txt", b"x").status_code == 400
    (inside / "documents").unlink()
    (inside / "documents").mkdir()
    (inside / "documents/a.txt").symlink_to(outside / "b.txt")
    assert sent(inside / "a.case.yaml", "a.txt", b"x").json()["file"] == "documents/a-2.txt"
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "heads",
    [{"cookie": "stickpoint=x"}, {"origin": "http://evil.example"}, {"host": "evil.example"}],
)
def test_nobody_else_can_send_one(tmp_path: Path, heads: dict[str, str]) -> None:
    assert sent(tmp_path / "a.case.yaml", "a.txt", b"x", **heads).status_code == 403
    assert not (tmp_path / "documents").exists()
