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


def test_words_are_chosen_by_keys_and_an_entry_begun_is_kept(tab: Tab) -> None:
    tab.open("record")
    tab.page.focus(".record .source")
    tab.page.keyboard.press("ArrowRight")
    for _ in range(2):
        tab.page.keyboard.press("Shift+ArrowRight")
    tab.page.keyboard.press("Enter")
    tab.until(lambda: "Ann wrote in" in tab.said("#record-new"))
    tab.until(lambda: tab.js("document.activeElement.name") == "id")
    tab.page.keyboard.press("Control+a")
    tab.page.keyboard.type("m2")
    tab.page.fill("#record-new textarea", "wrote in spring")
    tab.page.press("#record-new input[name=id]", "Enter")
    tab.until(lambda: "needs its 'from'" in tab.said("#record-new"))
    assert tab.page.get_attribute("#record-new [name=from]", "aria-invalid") == "true"
    tab.until(lambda: not tab.page.locator("[aria-busy]").count())
    assert tab.page.input_value("#record-new textarea") == "wrote in spring"
    tab.page.focus(".record .source")
    tab.page.keyboard.press("ArrowRight")
    tab.page.keyboard.press("Enter")
    tab.until(lambda: tab.said("#record-new blockquote") == "Ann")
    tab.page.click("#record-new >> text=Go on with “Ann wrote in")
    tab.until(lambda: tab.page.input_value("#record-new textarea") == "wrote in spring")
    tab.open("record")  # even across a load
    assert tab.page.input_value("#record-new textarea") == "wrote in spring"
    tab.page.fill("#record-new input[name=from]", "ann")
    tab.page.fill("#record-new input[name=to]", "bob")
    tab.page.click("#record-new >> text=Add the entry")
    tab.until(lambda: "id: m2" in tab.text)
    tab.until(lambda: not tab.page.locator("#record-new form").count())
    tab.page.click("#undo")
    tab.until(lambda: tab.text == WHOLE)


def draw(tab: Tab, words: str) -> None:
    """Choose words of the document, as a hand that has drawn over them and lets go."""
    tab.settled()
    tab.js(
        """(words) => {
          const all = [...document.querySelectorAll(".record .source [data-at]")];
          const node = all.map((one) => one.firstChild).find((one) => one.data.includes(words));
          const at = node.data.indexOf(words);
          getSelection().setBaseAndExtent(node, at, node, at + words.length);
          node.parentElement.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
        }""",
        words,
    )
    tab.until(lambda: tab.said("#record-new").startswith(f"A new entry {words} It is"))


def test_a_draft_that_was_drawn_stays_when_others_are_chosen(tab: Tab) -> None:
    tab.open("record")
    draw(tab, "asked him for an offer")
    tab.page.click("#record-table a[href='#record-m1']")
    tab.until(lambda: tab.page.locator("#record-entry textarea").count())
    assert tab.said("#record-new blockquote") == "asked him for an offer"
    draw(tab, "On 3 June 2001")
    back = tab.page.locator("#record-new button", has_text="Go on with “asked him")
    tab.until(back.count)
    draw(tab, "On 3 June 2001 Ann")  # more of the same is no other
    assert tab.page.locator("#record-new button", has_text="Go on with").count() == 1
    back.click()
    tab.until(lambda: tab.said("#record-new blockquote") == "asked him for an offer")
    for left in (1, 0):
        tab.page.click("#record-new >> text=Put it away")
        tab.until(lambda: not tab.page.locator("#record-new form").count())
        tab.until(lambda left=left: tab.page.locator("#record-new button").count() == left)
        if left:
            tab.page.click("#record-new button")
            tab.until(lambda: tab.page.locator("#record-new form").count())
    assert tab.text == WHOLE


def test_the_source_of_a_number_leads_to_it_in_the_record(tab: Tab) -> None:
    with tab.studio.page() as other:
        other.until(lambda m: "state" in m)
        other.send(do="set", path=["tolls", "crossings", "because"], value="m1")
        other.saved()
    tab.open("case")
    source = tab.page.locator("#case-numbers a[href='/record#record-m1']").first
    source.locator("xpath=ancestor::details").evaluate("(one) => { one.open = true; }")
    source.click()
    tab.until(lambda: "m1" in tab.said("#record-entry"))
    assert "What rests on it" in tab.said("#record-entry")
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
