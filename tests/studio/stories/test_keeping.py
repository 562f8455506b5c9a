"""Three people keep what they did: across a death, against another program, and for others."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from studio_browser import Tab, as_before, tab_on
from studio_running import SMALL, WHOLE, Studio, running

from stickpoint.cli import main


@pytest.fixture
def tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    as_before(ferry, WHOLE)
    with tab_on(browser, ferry) as found:
        yield found


def test_undo_reaches_back_across_a_death_of_the_server(browser: Any, tmp_path: Path) -> None:
    path = tmp_path / "ferry.case.yaml"
    with running(path) as studio, tab_on(browser, studio) as tab:
        tab.page.get_by_label("title", exact=True).fill("The ferry")
        tab.page.keyboard.press("Tab")
        tab.until(lambda: "title: The ferry" in tab.text)
        titled = tab.text
        tab.page.locator(".wants [data-do=down]").first.press("Enter")
        tab.until(lambda: tab.text != titled)
        tab.settled()
        last = tab.text
        studio.process.kill()
        tab.until(lambda: tab.page.is_visible("#lost"))
        assert tab.said("#saved") == "not connected"
        tab.page.get_by_label("title", exact=True).fill("Unheard")
        tab.page.keyboard.press("Tab")
        assert "do it again once it is" in tab.said("#error")
        tab.complaints.clear()  # of the browser, that nobody answers
    assert path.read_text() == last
    with running(path, None) as studio, tab_on(browser, studio) as tab:
        tab.page.click("#undo")
        tab.until(lambda: tab.text == titled)
        tab.page.click("#undo")
        tab.until(lambda: tab.text == SMALL)
        tab.settled()
        assert tab.page.is_disabled("#undo")
        tab.page.keyboard.press("Control+y")
        tab.until(lambda: tab.text == titled)


def test_another_program_changes_the_file_and_nothing_is_lost(tab: Tab) -> None:
    path, theirs = tab.studio.path, WHOLE.replace("title: Ferry", "title: Theirs")
    path.write_text(theirs, encoding="utf-8")
    tab.until(lambda: tab.page.is_visible("#outside"))
    tab.page.click("text=Compare")
    tab.until(lambda: tab.page.is_visible("#compared"))
    assert "-title: Ferry" in tab.page.inner_text("#compared pre")
    assert "+title: Theirs" in tab.page.inner_text("#compared pre")
    tab.page.keyboard.press("Escape")
    tab.until(lambda: not tab.page.is_visible("#compared"))
    title = tab.page.get_by_label("title", exact=True)
    title.fill("Mine")
    tab.page.keyboard.press("Tab")
    tab.until(lambda: "title: Mine" in tab.page.input_value("#yaml"))
    assert tab.text == theirs
    tab.page.click("text=Keep the text here")
    tab.until(lambda: "title: Mine" in tab.text)
    tab.until(lambda: not tab.page.is_visible("#outside"))
    tab.page.click("#undo")  # what was written over can be had back
    tab.until(lambda: tab.text == theirs)
    tab.until(lambda: tab.page.input_value("#yaml") == theirs)
    path.write_text(WHOLE, encoding="utf-8")
    tab.until(lambda: tab.page.is_visible("#outside"))
    tab.page.click("text=Load its text")
    tab.until(lambda: tab.page.input_value("#yaml") == WHOLE)
    tab.settled()
    assert not tab.page.is_visible("#outside")
    tab.page.click("#undo")
    tab.until(lambda: tab.text == theirs)


def saved(tab: Tab, what: str, folder: Path) -> Path:
    """Have something made on the Share screen, and save it by its link."""
    form = tab.page.locator(f"form[data-part=share-{what}]")
    form.get_by_role("button", name="Make it").click()
    link = tab.page.locator(f"#share-{what} a.download")
    tab.until(link.count)
    with tab.page.expect_download() as coming:
        link.click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def test_what_is_shared_tells_and_repeats_the_answers(tab: Tab, tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    tab.go("share")
    stuck = tab.said("#frame-now dd")
    report = saved(tab, "html", tmp_path).read_text(encoding="utf-8")
    assert stuck.split(",")[0] in report
    written = docx.Document(str(saved(tab, "docx", tmp_path)))
    words = [one.text for one in written.paragraphs]
    words += [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert any(stuck.split(",")[0] in one for one in words)
    folder = tmp_path / "elsewhere"
    with ZipFile(saved(tab, "zip", tmp_path)) as archive:
        archive.extractall(folder)
    assert (folder / "ferry.case.yaml").read_text(encoding="utf-8") == WHOLE
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert sha256((folder / name).read_bytes()).hexdigest() == digest
    commands = [
        shlex.split(line)[1:]
        for line in (folder / "repeat.txt").read_text().splitlines()
        if line.startswith("stickpoint ")
    ]
    assert {verb for verb, *_ in commands} == {"why", "stable", "clock"}
    for verb, _, *given in commands:
        path = str(folder / "ferry.case.yaml")
        again = CliRunner().invoke(main, [verb, path, *given])
        told = json.loads((folder / "answers" / f"{verb}.json").read_text())
        assert json.loads(again.stdout) == told, verb
