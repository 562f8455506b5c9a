"""The report in a real browser: no error, no request, and it prints."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from asked import report_of
from pages.test_report import FULL, made

from stickpoint.pages.render.html import html

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
pytestmark = [
    pytest.mark.skipif(BROWSER is None, reason="no chromium is installed"),
    pytest.mark.slow,
]
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--no-first-run", "--enable-logging=stderr", "--v=0"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=3000"),
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Write a report whose case is full of what a browser might run."""
    evil = "<img src='http://example.org/x.png' onerror='console.error(1)'>"
    out = tmp_path / "out.html"
    out.write_text(html(made(FULL.replace("title: A strike", f'title: "{evil}"'))), "utf-8")
    return out


def browse(page: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Open the page and let it settle."""
    assert BROWSER
    profile = page.parent / "profile"
    command = [BROWSER, *QUIET, f"--user-data-dir={profile}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)


def complaints(log: str) -> list[str]:
    """Return what the page made the browser say, and names that it would have looked up."""
    return re.findall(r".*(?:CONSOLE|Refused|example\.org|ERR_).*", log)


def test_it_opens_without_a_complaint_and_asks_for_nothing(page: Path) -> None:
    log = page.parent / "net.json"
    run = browse(page, "--dump-dom", f"--log-net-log={log}")
    assert complaints(run.stderr) == []
    assert "<h1>&lt;img" in run.stdout
    hosts = set(re.findall(r'"url":"(\w+://[^"/]*)', log.read_text(encoding="utf-8")))
    assert not {host for host in hosts if "example" in host}


def test_the_look_for_complaints_finds_them(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    broken = "<script>console.error(1)</script><img src='http://example.org/x.png'></body>"
    page.write_text(text.replace("</body>", broken), encoding="utf-8")
    assert complaints(browse(page, "--dump-dom").stderr)


def test_it_prints(page: Path) -> None:
    out = page.parent / "out.pdf"
    browse(page, f"--print-to-pdf={out}", "--no-pdf-header-footer")
    data = out.read_bytes()
    assert data.startswith(b"%PDF")
    assert len(data) > 20_000


def test_on_paper_the_answer_of_korea_is_one_page_and_the_rest_twenty_five(
    tmp_path: Path,
) -> None:
    pypdf = pytest.importorskip("pypdf")
    out = tmp_path / "korea.html"
    out.write_text(html(report_of("korea-1952")), encoding="utf-8")
    printed = tmp_path / "korea.pdf"
    browse(out, f"--print-to-pdf={printed}", "--no-pdf-header-footer")
    pages = pypdf.PdfReader(printed).pages
    said = [" ".join(page.extract_text().split()) for page in pages]
    assert "It rests on" in said[0]
    assert "Appendix A" not in said[0]
    assert f"1 / {len(pages)}" in said[0]
    words = " ".join(said)
    assert "These states in words" in words
    assert "stop insisting that nobody goes home by force" in words
    assert len(pages) <= 26
