"""Draw pictures of the studio: python tests/studio_pictures.py [FOLDER].

Each screen of a built-in case is opened in the browser of this machine, as a reader would see it.
Without a folder, those that the documentation shows are written into it; with one, all of them are
written there, light and dark, in a wide window and, whole, on a phone.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image
from studio_browser import BROWSER, CHOSEN, SCREENS, Tab, tab_on
from studio_running import running

from stickpoint.case.library import path_of

IMAGES = Path(__file__).parents[1] / "docs" / "img"
WIDE, PHONE = (1280, 800), (390, 844)


class Look(NamedTuple):
    """How a screen is looked at."""

    theme: str
    size: tuple[int, int]

    @property
    def name(self) -> str:
        """Its name in that of a file."""
        return f"{self.theme}-{self.size[0]}"


LOOKS = tuple(Look(theme, size) for size in (WIDE, PHONE) for theme in ("light", "dark"))
SHOWN = {
    **{screen: (screen, Look("light", WIDE)) for screen in SCREENS},
    "forecast-dark": ("forecast", Look("dark", WIDE)),
}
"""The pictures of the documentation, by name."""
DRAWN = 40
"""Colours that a screen has at least: letters alone have as many, for their edges are smoothed."""
PROPORTION = 4
"""Heights of a phone that are shown of it at most."""


def looks(tab: Tab, screen: str) -> Iterator[tuple[Look, bytes]]:
    """Take the pictures of a screen; the first are those of a wide window."""
    tab.page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    shown(tab, screen)
    for look in LOOKS:
        width, height = look.size
        if tab.page.viewport_size["width"] != width:  # what a phone shows at first may be another
            tab.page.set_viewport_size({"width": width, "height": height})
            shown(tab, screen)
        tab.page.emulate_media(color_scheme=look.theme)
        tab.page.mouse.move(0, 0)
        tab.page.wait_for_timeout(300)  # what fades in is there
        yield look, _picture(tab, is_whole=look.size == PHONE)


def shown(tab: Tab, screen: str) -> None:
    """Open a screen, choose what can be chosen, and wait until it has come to rest."""
    tab.open(screen)
    found = tab.page.locator(CHOSEN.get(screen, "none"))
    if found.count():
        found.first.click()
        tab.settled()
    tab.js("scrollTo(0, 0)")


def _picture(tab: Tab, *, is_whole: bool) -> bytes:
    if not is_whole:
        return bytes(tab.page.screenshot())
    height = min(tab.js("document.documentElement.scrollHeight"), PROPORTION * PHONE[1])
    area = {"x": 0, "y": 0, "width": PHONE[0], "height": height}
    return bytes(tab.page.screenshot(full_page=True, clip=area))


def paper(picture: bytes) -> int | None:
    """Return how bright the paper of a picture is, 0 to 255; None where nothing is drawn on it."""
    with Image.open(BytesIO(picture)) as image:
        found = image.convert("L").histogram()
        colours = image.convert("RGB").getcolors(image.width * image.height)
        if len(colours or ()) < DRAWN or max(found) > 0.98 * sum(found):
            return None
        return found.index(max(found))


def small(picture: bytes) -> bytes:
    """Return a picture with 256 colours, by an octree so that rare ones are kept, in a third."""
    with Image.open(BytesIO(picture)) as image, BytesIO() as out:
        fewer = image.convert("RGB").quantize(
            256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
        )
        fewer.save(out, "PNG", optimize=True)
        return out.getvalue()


def draw(browser: Any, case: Path, folder: Path | None, screens: tuple[str, ...]) -> None:
    """Write the pictures of a case: all into a folder, or those of the documentation."""
    with running(case, None) as studio, tab_on(browser, studio, *WIDE) as tab:
        for screen in screens:
            for look, picture in looks(tab, screen):
                if folder is not None:
                    (folder / f"{screen}-{look.name}.png").write_bytes(picture)
                for name, shown in SHOWN.items() if folder is None else ():
                    if shown == (screen, look):
                        (IMAGES / f"studio-{name}.png").write_bytes(small(picture))


def main(given: str = "", *screens: str, name: str = "korea-1952") -> None:
    """Write the pictures."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as place, sync_playwright() as driver:
        case = Path(place) / f"{name}.case.yaml"
        case.write_text(path_of(name).read_text(encoding="utf-8"), encoding="utf-8")
        made = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        if given:
            Path(given).mkdir(parents=True, exist_ok=True)
        draw(made, case, Path(given) if given else None, screens or SCREENS)
        made.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
