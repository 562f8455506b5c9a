"""Draw the pictures of the studio that the documentation shows: python tests/studio_pictures.py.

Each screen of a built-in case is opened in the browser of this machine, as a reader would see it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from studio_browser import BROWSER, SETTLED
from studio_running import PATIENCE, running

from stickpoint.case.library import path_of

IMAGES = Path(__file__).parents[1] / "docs" / "img"
SCREENS = ("case", "conflict", "forecast")
SIZE = {"width": 1280, "height": 800}


def shown(page: Page, address: str, screen: str) -> bytes:
    """Open a screen, wait until nothing is being worked out any more, and take its picture."""
    page.goto(address)
    page.locator(f"nav a[href='/{screen}']").click()
    page.wait_for_timeout(1_000)
    end = time.monotonic() + PATIENCE
    while not page.evaluate(SETTLED):  # the page lets nobody else wait inside it
        if time.monotonic() > end:
            raise TimeoutError(f"the {screen} screen is at work still; expected it to come to rest")
        page.wait_for_timeout(100)
    page.wait_for_timeout(500)
    return page.screenshot()


def main(name: str = "korea-1952") -> None:
    """Write the pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        case = Path(folder) / f"{name}.case.yaml"
        case.write_text(path_of(name).read_text(encoding="utf-8"), encoding="utf-8")
        made = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        with running(case) as studio:
            page = made.new_page(viewport=SIZE)
            for screen in SCREENS:
                (IMAGES / f"studio-{screen}.png").write_bytes(shown(page, studio.address, screen))
        made.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
