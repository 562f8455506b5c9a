"""The file that leads a browser to the studio: nobody else's to read, its code good once."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import time
from pathlib import Path

import httpx
import pytest
from studio_running import SMALL

from stickpoint.cli import studio as verb
from stickpoint.studio.server.app import app
from stickpoint.studio.server.door import door

PORT = 8462
HOME = f"http://127.0.0.1:{PORT}"


@pytest.mark.skipif(os.name == "nt", reason="there the folder is the user's own")
def test_nobody_else_can_read_the_file_and_it_goes_in_the_end() -> None:
    with door(lambda _: f"{HOME}/?code=secret") as made:
        one, other = made(), made()
        assert one != other
        assert one.stat().st_mode & 0o777 == 0o600
        assert one.parent.stat().st_mode & 0o777 == 0o700
        assert "code=secret" in one.read_text()
        assert "secret" not in one.as_uri()
    assert not one.parent.exists()


def test_a_code_is_exchanged_for_the_cookie_and_refused_the_second_time(tmp_path: Path) -> None:
    guard = app(tmp_path / "ferry.case.yaml", "the-token", PORT)

    async def asked() -> None:
        transport = httpx.ASGITransport(app=guard)
        with door(lambda spent: f"/?code={guard.code(spent)}") as made:
            file = made()
            [address] = set(re.findall(r'href="([^"]+)"', file.read_text()))
            async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
                await client.get(address)
            assert not file.exists()
            assert made().exists()
            [address] = set(re.findall(r'href="([^"]+)"', made().read_text()))
        async with httpx.AsyncClient(transport=transport, base_url=HOME) as client:
            first = await client.get(address)
            assert 'url=/case"' in first.text
            assert "samesite=strict" in first.headers["set-cookie"].lower()
            assert (await client.get("/static/app.js")).status_code == 200
            client.cookies.clear()
            again = await client.get(address)
            assert again.status_code == 403
            assert "set-cookie" not in again.headers

    asyncio.run(asked())


def test_what_the_browser_is_started_with_tells_no_secret(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "ferry.case.yaml").write_text(SMALL)
    monkeypatch.chdir(tmp_path)
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    def served(path, port, ready, note):
        with door(lambda _: f"{HOME}/?code=secret") as made:
            ready(f"{HOME}/?token=secret", made)

    monkeypatch.setattr("stickpoint.studio.server.serve.run", served)
    verb.studio.callback(case="ferry.case.yaml", port=0, no_browser=False)
    assert len(opened) == 1
    assert opened[0].startswith("file:")
    assert "secret" not in opened[0]


@pytest.mark.skipif(os.name == "nt", reason="there each process seems dead")
def test_what_a_dead_studio_left_is_removed_and_nothing_else(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    dead = 2**22 + 1  # more than a process is ever numbered
    left, target = tmp_path / f"stickpoint-door-{dead}-a_b1", tmp_path / "mine"
    new, report = tmp_path / f"stickpoint-door-{dead}-new", tmp_path / f"stickpoint-share-{dead}-ab"
    with door(lambda _: HOME) as made:
        here = made().parent.name.split("-")[3]
    near = tmp_path / f"stickpoint-door-{dead}-{here}-new"
    assert here.isdigit()
    others = tmp_path / f"other-{dead}-ab", tmp_path / "stickpoint-door-x-ab"
    for folder in (left, target, new, near, report, *others):
        folder.mkdir(mode=0o700)
        (folder / "1.html").write_text("code=secret")
        ago = 7200 * (folder not in (new, near))
        os.utime(folder, (time.time() - ago, time.time() - ago))
    (tmp_path / f"stickpoint-door-{dead}-link").symlink_to(target)
    (tmp_path / f"stickpoint-door-{dead}-file").write_text("")
    with door(lambda _: HOME) as first:
        alive = first()
        os.utime(alive.parent, (time.time() - 7200,) * 2)
        with door(lambda _: HOME):
            assert alive.exists()
    assert not left.exists()
    assert not report.exists()
    assert not near.exists()  # its process would be seen from here
    assert (target / "1.html").exists()
    assert {path.name for path in tmp_path.iterdir()} == {
        "mine", new.name, f"other-{dead}-ab", "stickpoint-door-x-ab",
        f"stickpoint-door-{dead}-link", f"stickpoint-door-{dead}-file",
    }  # fmt: skip


def test_the_name_of_a_door_tells_whose_it_is() -> None:
    with door(lambda _: HOME) as made:
        assert made().parent.name.startswith(f"stickpoint-door-{os.getpid()}-")


def test_a_door_is_made_anew_where_its_folder_was_tidied_away() -> None:
    with door(lambda _: HOME) as made:
        first = made()
        shutil.rmtree(first.parent)
        second = made()
        assert second.exists()
        assert second.parent == made().parent != first.parent
    assert not second.parent.exists()
