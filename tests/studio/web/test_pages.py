"""The studio in a browser: nothing leaves the machine, nothing breaks, keys do as a mouse does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from studio_browser import SCREENS, Tab, as_before, tab_on
from studio_running import SMALL, Studio


@pytest.fixture
def tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    as_before(ferry, SMALL)
    with tab_on(browser, ferry) as found:
        yield found


def test_no_request_leaves_the_machine(tab) -> None:
    for screen in SCREENS:
        tab.open(screen)
    allowed = (tab.studio.origin, f"ws://127.0.0.1:{tab.studio.port}/socket")
    assert len(tab.asked) > 6
    assert [url for url in tab.asked if not url.startswith(allowed)] == []
    assert all("token" not in url for url in tab.asked[3:])


def test_a_slider_by_keyboard_moves_the_answer_then_the_file(tab) -> None:
    tab.js("document.querySelectorAll('#case-numbers details').forEach(d => { d.open = true; })")
    slider = tab.page.locator('.three[data-name="parties.ann.pace"] .high')
    slider.focus()
    for _ in range(3):
        tab.page.keyboard.press("ArrowRight")
    tab.until(lambda: tab.text != SMALL)
    tab.settled()
    changed = [
        (a, b) for a, b in zip(SMALL.splitlines(), tab.text.splitlines(), strict=True) if a != b
    ]
    assert [a.strip()[:4] for a, _ in changed] == ["ann:"]
    assert tab.js("document.activeElement.closest('.three').dataset.name") == "parties.ann.pace"
    assert tab.page.input_value("#yaml") == tab.text
    tab.page.keyboard.press("Control+z")
    tab.until(lambda: tab.text == SMALL)


def test_a_fault_is_marked_at_its_line_as_one_types_and_saved_once_one_stops(tab) -> None:
    line = SMALL.splitlines().index("wants:") + 1
    tab.page.locator("#yaml").focus()
    tab.js(f"document.getElementById('yaml').setSelectionRange({SMALL.index('wants:')},"
           f" {SMALL.index('wants:') + 2})")  # fmt: skip
    tab.page.keyboard.type("wnat")
    tab.until(lambda: tab.js(f"document.querySelectorAll('.gutter span')[{line - 1}].className"))
    assert tab.page.inner_text("#frame-findings").startswith("1 fault")
    tab.until(lambda: "wnatnts:" in tab.text)
    tab.settled()
    assert tab.js("document.getElementById('frame-now').classList.contains('old')")
    assert "did you mean 'wants'" in tab.page.inner_text("#case-marks")


def test_wants_are_put_in_order_by_a_key_and_options_are_added(tab) -> None:
    tab.page.locator(".wants [data-do=down]").first.press("Enter")
    tab.until(lambda: '["!ann.yield", wage]  # what Ann wants' in tab.text)
    tab.settled()
    tab.page.get_by_text("Add an option").click()
    tab.page.fill("form[data-kind=option] [name=text]", "walk out")
    tab.page.press("form[data-kind=option] [name=text]", "Enter")
    tab.until(lambda: "ann.walk_out" in tab.text)
    tab.until(lambda: tab.page.locator("summary >> text=ann.walk_out").count())


def test_what_is_pinned_stands_beside_what_follows(tab) -> None:
    tab.page.click("#pin")
    tab.until(lambda: tab.page.inner_text("#pin") == "Unpin")
    with tab.studio.page() as other:
        other.send(do="set", path=["parties", "ann", "pace"], value=9)
        other.saved()
    tab.open("forecast")
    assert "pinned" in tab.page.inner_text("#forecast-change")
    assert tab.page.locator("#forecast-curve .pinned").count()
    tab.page.click("#pin")
    tab.until(lambda: tab.page.inner_text("#forecast-change") == "")
    assert tab.page.inner_text("#pin") == "Pin for comparison"


def test_what_was_typed_survives_another_tab_and_a_change_of_the_screen(tab) -> None:
    tab.page.locator("#yaml").focus()
    tab.page.keyboard.press("Control+End")
    tab.page.keyboard.type("# mine\n")
    with tab.studio.page() as other:
        other.send(do="set", path=["title"], value="Theirs")
        other.saved()
    tab.until(lambda: tab.page.is_visible("#conflict"))
    assert "# mine" in tab.page.input_value("#yaml")
    tab.page.click("[data-do=keep_typed]")
    tab.until(lambda: tab.text == SMALL + "# mine\n")
    tab.page.locator("#yaml").focus()
    tab.page.keyboard.press("Control+End")
    tab.page.keyboard.type("# more\n")
    tab.page.click("nav a >> text=Forecast")
    tab.until(lambda: tab.text == SMALL + "# mine\n# more\n")


UNNAMED = """
() => ["input", "select", "textarea", "button", "summary", "a[href]", "[role=group]"]
  .flatMap((kind) => [...document.querySelectorAll(kind)])
  .filter((e) => e.type !== "hidden" && !e.closest("template") && e.closest("[hidden]") === null)
  .filter((e) => !(e.labels?.length && [...e.labels].some((l) => l.textContent.trim()))
    && !e.getAttribute("aria-label") && !e.getAttribute("aria-labelledby")
    && !(e.matches("button, summary, a, [role=group]") && e.textContent.trim())
    && e.tagName !== "G" && e.tagName !== "svg")
  .map((e) => e.outerHTML.slice(0, 120))
"""
TWICE = """
() => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return ids.filter((id, k) => ids.indexOf(id) !== k);
}
"""


def test_every_control_has_a_name_and_no_id_stands_twice(tab) -> None:
    for screen in SCREENS:
        tab.open(screen)
        assert tab.js(UNNAMED) == [], screen
        assert tab.js(TWICE) == [], screen
        assert tab.js("document.querySelectorAll('h1, main').length") == 2, screen


def test_the_whole_frame_is_reached_by_the_tab_key(tab) -> None:
    tab.open("forecast")
    reached = []
    for _ in range(40):
        tab.page.keyboard.press("Tab")
        reached.append(tab.js("document.activeElement.id || document.activeElement.textContent"))
    assert reached[0] == "Skip to the screen"
    assert "pin" in reached
    assert "as-of" in reached
    assert [name for name in reached if name in ("Case", "Conflict", "Forecast", "Levers")] == [
        "Case", "Conflict", "Forecast", "Levers",
    ]  # fmt: skip
