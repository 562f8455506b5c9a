"""The screens as a person uses them: keys, a mouse, and what is in the file afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from studio_browser import Tab, as_before, tab_on
from studio_running import WHOLE, Studio


@pytest.fixture(scope="module")
def tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    """Open one page for all tests here, which each leave the file as they found it."""
    as_before(ferry, WHOLE)
    with tab_on(browser, ferry) as found:
        yield found


def test_a_rating_is_typed_and_taken_back(tab: Tab) -> None:
    tab.open("motives")
    tab.page.focus("#rating-1-E1")
    tab.page.keyboard.press("ArrowRight")
    assert tab.focus == "rating-2-E1"
    tab.page.keyboard.press("-")
    tab.page.keyboard.press("-")
    tab.until(lambda: 'E1: {rating: "--"}' in tab.text)
    tab.until(lambda: tab.page.inner_text("#rating-2-E1") == "\N{MINUS SIGN}\N{MINUS SIGN}")
    assert "# kept" in tab.text
    tab.until(lambda: tab.focus == "rating-2-E1")
    while tab.text != WHOLE:
        before = tab.text
        tab.page.keyboard.press("Control+z")
        tab.until(lambda before=before: tab.text != before)


def test_words_are_chosen_and_become_an_entry(tab: Tab) -> None:
    tab.open("record")
    tab.page.evaluate(
        """() => {
          const text = document.querySelector('.record .source span[data-at]').firstChild;
          const range = document.createRange();
          range.setStart(text, 1);
          range.setEnd(text, text.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          document.dispatchEvent(new MouseEvent('mouseup'));
        }"""
    )
    tab.until(lambda: tab.page.query_selector("#record-new input[name=date]"))
    assert tab.page.input_value("#record-new input[name=date]") == "2001-06-03"
    assert tab.page.input_value("#record-new input[name=from]") == "ann"
    tab.page.fill("#record-new textarea", "asks for an offer")
    tab.page.fill("#record-new input[name=id]", "m2")
    tab.page.click("#record-new form > button")
    tab.until(lambda: "id: m2" in tab.text)
    tab.until(lambda: tab.page.query_selector('#record-table a[href="#record-m2"]'))
    tab.page.click('#record-table a[href="#record-m1"]')
    tab.until(lambda: "m1" in tab.page.inner_text("#record-entry"))
    assert tab.page.query_selector(".source a.passage.chosen")
    tab.page.click("#undo")
    tab.until(lambda: tab.text == WHOLE)


def test_the_arrows_walk_along_gains_and_back(tab: Tab) -> None:
    tab.open("conflict")
    first = tab.page.query_selector("g.box:has(.now)").get_attribute("id")
    ahead = tab.page.get_attribute(f"#{first}", "data-ahead").split()
    tab.page.focus(f"#{first}")
    tab.page.keyboard.press("ArrowDown")
    tab.until(lambda: tab.focus == f"state-{ahead[0]}")
    said = f"State {int(ahead[0]) + 1}"
    tab.until(lambda: tab.page.inner_text("#conflict-state").startswith(said))
    tab.page.keyboard.press("ArrowUp")
    tab.until(lambda: tab.focus == first)


def test_a_box_stays_where_it_was_dragged(tab: Tab) -> None:
    tab.open("conflict")
    box = tab.page.query_selector("g.box:has(.now)")
    name, at = box.get_attribute("data-name"), box.get_attribute("transform")
    place = box.bounding_box()
    tab.page.mouse.move(place["x"] + 9, place["y"] + 9)
    tab.page.mouse.down()
    tab.page.mouse.move(place["x"] + 59, place["y"] + 29, steps=3)
    tab.page.mouse.up()

    def now() -> str:
        found = tab.page.query_selector(f'g.box[data-name="{name}"]')
        return str(found.get_attribute("transform")) if found else str(at)

    tab.until(lambda: now() != at)
    tab.until(lambda: not tab.page.query_selector("#conflict-graph[aria-busy]"))
    moved = now()
    tab.open("conflict")
    assert now() == moved


def test_a_lever_is_moved_by_keys_and_its_cost_runs(tab: Tab) -> None:
    tab.open("levers")
    tab.until(lambda: tab.page.query_selector("#pull-0"))
    tab.page.focus("#pull-0")
    for _ in range(5):
        tab.page.keyboard.press("ArrowRight")
    tab.until(lambda: tab.page.inner_text("#levers-running .cost") == "Running cost 0.1")
    assert tab.focus == "pull-0"
    assert tab.text == WHOLE
