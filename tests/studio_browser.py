"""The studio in Debian's Chromium: a page as a person has it, and what they do there."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from studio_running import PATIENCE, Studio

BROWSER = which("chromium") or which("chromium-browser")
MISSING = "chromium is not installed, so nothing was tried in a browser"
SCREENS = ("case", "conflict", "forecast", "record", "motives", "levers", "share", "start")
CHOSEN = {
    "conflict": "#conflict-graph g.box",
    "record": "#record-table a[href='#record-m1']",
    "motives": "button.rating",
}
"""What is chosen on a screen before it is looked at, for there is more on it then."""
SETTLED = (
    "document.getElementById('saved').textContent === 'saved'"
    " && !document.querySelector('[aria-busy]')"
    " && document.getElementById('frame-now').childElementCount > 0"
)
"""Whether all is saved, and nothing is being worked out."""
QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-extensions"),
    *("--disable-dev-shm-usage", "--remote-debugging-port=0"),
)


@contextmanager
def chromium(profile: Path, *flags: str, is_closed: bool = False) -> Iterator[str]:
    """Start one browser, to be used by whoever connects to the address of its tools.

    It is a process of its own, for what drives it holds the loop of whoever started that, and must
    end before another test can have a loop. Where ``is_closed``, whoever uses it closes it too.
    """
    if BROWSER is None:
        pytest.skip(MISSING)
    log = profile / "log.txt"
    profile.mkdir(exist_ok=True)
    with log.open("w") as out:
        process = subprocess.Popen(
            [BROWSER, *QUIET, f"--user-data-dir={profile}", *flags], stdout=out, stderr=out
        )
    try:
        end = time.monotonic() + PATIENCE
        while not (found := re.search(r"DevTools listening on (ws://\S+)", log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield found[1]
    finally:
        if not is_closed:
            process.terminate()
        process.wait(timeout=30)


class Tab:
    """A page of the studio: what it asked for, what it complained of."""

    def __init__(self, page: Any, studio: Studio) -> None:
        self.page, self.studio = page, studio
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("websocket", lambda socket: self.asked.append(socket.url))
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def text(self) -> str:
        """What is in the file."""
        return self.studio.path.read_text(encoding="utf-8")

    def js(self, script: str, *given: Any) -> Any:
        """Run something in the page."""
        return self.page.evaluate(script, *given)

    def until(self, fits: Callable[[], object]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not fits():
            assert time.monotonic() < end, (self.complaints, self.page.inner_text("body")[:3000])
            self.page.wait_for_timeout(40)

    def settled(self) -> None:
        """Wait until all is saved and nothing is being worked out, a moment later neither.

        That something is saved comes a moment before that its answers are asked anew.
        """
        self.until(lambda: self.js(SETTLED))
        self.page.wait_for_timeout(60)
        self.until(lambda: self.js(SETTLED))

    def arrive(self) -> None:
        """Open the address that the terminal printed."""
        self.page.goto(self.studio.address)
        self.settled()

    def open(self, screen: str) -> None:
        """Load a screen, and wait for all of it."""
        self.page.goto(f"{self.studio.origin}/{screen}")
        self.settled()

    def go(self, screen: str) -> None:
        """Turn to a screen by its link, and wait for all of it."""
        self.page.click(f"nav a[href='/{screen}']")
        self.page.wait_for_url(f"**/{screen}")
        self.settled()

    def said(self, where: str) -> str:
        """Return the words of an element, in one line."""
        return " ".join(self.page.inner_text(where).split())

    @property
    def focus(self) -> str:
        """The id of what has the focus."""
        return str(self.js("document.activeElement.id"))


@contextmanager
def tab_on(browser: Any, studio: Studio, width: int = 1300, height: int = 850) -> Iterator[Tab]:
    """Open a studio in a window of its own; a page may complain of nothing."""
    context = browser.new_context(viewport={"width": width, "height": height})
    found = Tab(context.new_page(), studio)
    found.arrive()
    yield found
    context.close()
    assert found.complaints == []


def as_before(studio: Studio, text: str) -> None:
    """Put back what a test before has changed, by an edit like any other."""
    with studio.page() as page:
        state = page.until(lambda m: "state" in m)["state"]
        if state["pinned"]:
            page.send(do="unpin")
        if studio.path.read_text(encoding="utf-8") != text:
            page.send(do="text", text=text, base=state["revision"])
            page.saved()
