"""The studio for whoever sees little, has no mouse, or has a small screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from studio_browser import CHOSEN, SCREENS, Tab, as_before, tab_on
from studio_running import WHOLE, Studio

FOUND = Path("npm") / "node_modules" / "axe-core" / "axe.min.js"
AXE = next(
    (path for root in (Path(sys.prefix), Path(__file__).parents[3] / ".venv")
     if (path := root / FOUND).is_file()),
    None,
)  # fmt: skip
needs_axe = pytest.mark.skipif(
    AXE is None, reason="axe-core is not installed ('make npm' does, with npm)"
)
LOOK = """
async () => (await axe.run(document, { resultTypes: ["violations"] })).violations.flatMap((one) =>
  one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}: ${node.failureSummary}`))
"""
UNFOLD = """
() => document.querySelectorAll("main details, .findings details")
  .forEach((one) => { one.open = true; })
"""


@pytest.fixture(scope="module")
def tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    as_before(ferry, WHOLE)
    with tab_on(browser, ferry) as found:
        yield found


def shown_whole(tab: Tab, screen: str) -> None:
    """Open a screen with something chosen on it, and with all that can be unfolded."""
    tab.open(screen)
    if screen in CHOSEN:
        tab.page.locator(CHOSEN[screen]).first.click()
        tab.settled()
    if screen == "start":
        for more in tab.page.locator("[data-do=more]").all():
            more.click()
    tab.js(UNFOLD)


@needs_axe
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_wrong_in_light_and_in_dark(tab: Tab, screen: str) -> None:
    assert AXE is not None
    shown_whole(tab, screen)
    tab.js(AXE.read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=theme)
        assert tab.js(LOOK) == [], theme


@needs_axe
def test_axe_finds_what_is_wrong(tab: Tab) -> None:
    assert AXE is not None
    tab.open("share")
    tab.js(AXE.read_text(encoding="utf-8"))
    tab.js("document.querySelector('main').append(document.createElement('input'))")
    assert [one.split(":")[0] for one in tab.js(LOOK)] == ["label"]


@needs_axe
def test_axe_finds_nothing_wrong_with_what_the_studio_says_aside(tab: Tab) -> None:
    assert AXE is not None
    tab.open("case")
    tab.js("document.querySelectorAll('.notice').forEach((one) => { one.hidden = false; })")
    tab.js("document.querySelectorAll('.part, #frame-now').forEach((e) => e.classList.add('old'))")
    for field in ("#as-of", "#case-form .wants li input"):
        tab.page.locator(field).first.fill("?")
        tab.page.keyboard.press("Tab")
    tab.until(lambda: tab.page.locator(".refused").count() == 2)
    tab.js(AXE.read_text(encoding="utf-8"))
    for theme in ("light", "dark"):
        tab.page.emulate_media(color_scheme=theme)
        assert tab.js(LOOK) == [], theme
    tab.js("document.getElementById('compared').showModal()")
    assert tab.js(LOOK) == []


@needs_axe
def test_axe_finds_nothing_wrong_with_scenarios_side_by_side(tab: Tab) -> None:
    assert AXE is not None
    with tab.studio.page("forecast") as other:
        for name, changes in (("no strike", "ann.strike=no"), ("dear", "bob[2]=-3")):
            other.send(do="save_scenario", name=name, changes=changes)
            other.until(lambda m: m.get("done"))
        tab.open("forecast")
        tab.until(lambda: tab.page.locator("table.side-by-side thead th").count() == 3)
        tab.js(AXE.read_text(encoding="utf-8"))
        for theme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=theme)
            assert tab.js(LOOK) == [], theme
        tab.page.set_viewport_size({"width": 390, "height": 800})
        assert tab.js("document.documentElement.scrollWidth") <= 390
        tab.page.set_viewport_size({"width": 1300, "height": 850})
        for name in ("no strike", "dear"):
            other.send(do="drop_scenario", name=name)


# 640 is a window of 1280 at 200 %.
@pytest.mark.parametrize("width", [390, 640, 1300])
def test_no_screen_is_wider_than_the_window(tab: Tab, width: int) -> None:
    tab.page.set_viewport_size({"width": width, "height": 800})
    for screen in SCREENS:
        shown_whole(tab, screen)
        assert tab.js("document.documentElement.scrollWidth") <= width, screen
    tab.page.set_viewport_size({"width": 1300, "height": 850})


HEED = """
() => document.addEventListener("focusin", (event) => { event.target.dataset.reached = ""; })
"""
ACTS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
MEANT = f"""
() => [...document.querySelectorAll("{ACTS}")]
  .filter((one) => !one.disabled && one.checkVisibility({{ visibilityProperty: true }}))
  .filter((one) => one.type !== "radio" || one.checked)
"""
LEFT = f"() => ({MEANT})().filter((one) => !('reached' in one.dataset)).map((one) => one.outerHTML)"


def out_of_reach(tab: Tab) -> list[str]:
    """Press the tab key through all of a screen, and list what can be done that it passed over."""
    tab.js(HEED)
    tab.js("() => { document.activeElement.blur(); getSelection().removeAllRanges(); }")
    for _ in range(tab.js(f"() => ({MEANT})().length") + 2):
        tab.page.keyboard.press("Tab")
    found: list[str] = tab.js(LEFT)
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_the_tab_key_reaches_all_that_can_be_done(tab: Tab, screen: str) -> None:
    shown_whole(tab, screen)
    assert out_of_reach(tab) == []


def test_what_the_tab_key_passes_over_is_found(tab: Tab) -> None:
    tab.open("share")
    tab.js("document.querySelector('main button').tabIndex = -1")
    assert len(out_of_reach(tab)) == 1
