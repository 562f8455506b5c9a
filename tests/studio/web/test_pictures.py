"""Pictures of every screen, light and dark, wide and on a phone: it is there, and it fits."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from studio_browser import SCREENS, Tab, as_before, tab_on
from studio_pictures import IMAGES, PHONE, SHOWN, WIDE, looks, paper, small
from studio_running import WHOLE, Studio

HEADINGS = {
    "case": ("The case as a form", "The same as text"),
    "conflict": ("States and moves",),
    "forecast": ("When and how it ends", "How long it lasts"),
    "record": ("What the record holds", "The record in order"),
    "motives": ("Evidence and explanations",),
    "levers": ("What if levers were moved?",),
    "share": ("Pass it on", "Archive to repeat it"),
    "start": ("A new case from a few questions",),
}
"""What a reader of a screen sees, besides why it is stuck."""
BAR = 20
"""Pixels that a scroll bar may take of a picture of a whole page."""


@pytest.fixture(scope="module")
def tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    as_before(ferry, WHOLE)
    with tab_on(browser, ferry) as found:
        yield found


@pytest.mark.parametrize("screen", SCREENS)
def test_a_picture_of_every_screen_shows_it_in_both_themes_and_on_a_phone(
    tab: Tab, screen: str, tmp_path: Path
) -> None:
    seen = {}
    for look, picture in looks(tab, screen):
        (tmp_path / f"{screen}-{look.name}.png").write_bytes(picture)
        for heading in (*HEADINGS[screen], "Why is it stuck?"):
            assert tab.page.get_by_role("heading", name=heading, exact=True).is_visible(), look
        assert tab.js("document.documentElement.scrollWidth") <= look.size[0], look
        assert not tab.page.is_visible("#error"), look
        seen[look] = paper(picture)
        with Image.open(BytesIO(picture)) as image:
            assert look.size[0] - BAR <= image.width <= look.size[0], look
            assert image.height == WIDE[1] if look.size == WIDE else image.height >= PHONE[1]
    assert {look.size for look in seen} == {WIDE, PHONE}
    for look, bright in seen.items():
        assert bright is not None, look
        assert bright > 240 if look.theme == "light" else bright < 40, look


def picture(colours: int, size: tuple[int, int] = WIDE) -> bytes:
    """Draw stripes of as many greys as there are colours."""
    image = Image.new("L", size, 255)
    for k in range(colours):
        image.paste(k, (0, 10 * k, size[0] // 2, 10 * k + 10))
    with BytesIO() as out:
        image.save(out, "PNG")
        return out.getvalue()


def test_a_blank_picture_is_told_from_one_that_is_not() -> None:
    assert paper(picture(0)) is None
    assert paper(picture(3)) is None
    assert paper(picture(60)) == 255


def test_pictures_that_are_kept_are_as_large_and_take_less() -> None:
    with Image.effect_noise((400, 400), 60).convert("RGB") as image, BytesIO() as out:
        image.save(out, "PNG")
        whole = out.getvalue()
    with Image.open(BytesIO(small(whole))) as kept:
        assert kept.size == (400, 400)
        assert len(small(whole)) < len(whole)


def test_the_documentation_has_a_picture_of_every_screen_and_shows_each() -> None:
    kept = {path.stem.removeprefix("studio-") for path in IMAGES.glob("studio-*.png")}
    assert kept == set(SHOWN)
    assert set(SCREENS) < kept
    page = (IMAGES.parent / "how-to" / "studio.md").read_text(encoding="utf-8")
    for name in SHOWN:
        assert f"../img/studio-{name}.png" in page
        assert (IMAGES / f"studio-{name}.png").stat().st_size < 150_000
