"""Forms as a person fills them in: what they typed stays until it is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from studio_browser import Tab, as_before, tab_on
from studio_running import WHOLE, Studio

import stickpoint as sp

FORM = "#record-adding form"


@pytest.fixture(scope="module")
def one_tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    """Open one page for all tests here."""
    as_before(ferry, WHOLE)
    with tab_on(browser, ferry) as found:
        yield found


@pytest.fixture
def tab(one_tab: Tab) -> Iterator[Tab]:
    """Put the text back after each test."""
    yield one_tab
    as_before(one_tab.studio, WHOLE)


def refused(tab: Tab, why: str) -> None:
    """Wait for a refusal, and put its notice away."""
    tab.until(lambda: tab.page.is_visible("#error") and why in tab.said("#error"))
    tab.page.click("#error button")


def typed(tab: Tab, where: str) -> dict[str, str]:
    """Return what stands in a form."""
    script = (
        "f => Object.fromEntries([...new FormData(f)].filter(([, v]) => typeof v === 'string'))"
    )
    return dict(tab.page.locator(where).evaluate(script))


def test_a_lever_that_is_refused_stays_and_once_added_is_kept_as_a_scenario(tab: Tab) -> None:
    tab.open("levers")
    form, page = "#levers-new form", tab.page
    page.click("#levers-new summary")
    page.fill(f"{form} [name=what]", "a feast")
    page.select_option(f"{form} [name=changes]", label="what it is worth to Bob: while bob.offer")
    page.fill(f"{form} [name=limit]", "0.5")
    page.fill(f"{form} [name=by]", "the town")
    before = typed(tab, form)
    odd = "<input type='hidden' name='nobody' value='1'>"  # as an older page may send it
    tab.js(
        "html => document.querySelector('[data-lever]').insertAdjacentHTML('beforeend', html)", odd
    )
    page.click(f"{form} button")
    refused(tab, "nobody")
    tab.until(lambda: not page.locator("[name=nobody], [aria-busy]").count())  # it came anew
    assert typed(tab, form) == before
    page.click(f"{form} button")
    tab.until(lambda: "a feast" in tab.text)
    tab.settled()
    assert typed(tab, form)["what"] == ""
    added = sp.loads(tab.text).levers[-1]
    assert (added.what, added.target, added.line, added.limit.mid) == ("a feast", "bob", 2, 0.5)
    page.focus("#pull-1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tab.until(lambda: page.locator("#levers-keep pre").count())
    tab.settled()
    page.click("#levers-keep summary")
    assert "bob[2]=-0.4" in tab.said("#levers-keep pre")
    page.fill("#levers-keep [name=name]", "with a feast")
    page.press("#levers-keep [name=name]", "Enter")
    tab.until(lambda: "kept so far: with a feast" in tab.said("#levers-keep"))
    with tab.studio.page() as other:
        other.send(do="drop_scenario", name="with a feast")
        other.until(lambda m: m.get("done"))


def test_a_document_that_is_refused_stays_in_its_form(tab: Tab) -> None:
    tab.open("record")
    page = tab.page
    page.click("#record-adding summary")
    for name, words in (("First.txt", b"one"), ("Letter.txt", b"another letter")):
        page.set_input_files(
            f"{FORM} input[type=file]",
            {"name": name, "mimeType": "text/plain", "buffer": words},
        )
        tab.until(lambda name=name: f"Copied to documents/{name}" in tab.said(FORM))
    proposed = {"id": "letter", "title": "Letter", "file": "documents/Letter.txt"}
    sums = {"sha256": sha256(b"another letter").hexdigest()}
    assert typed(tab, FORM) == {**proposed, **sums, "cite": ""}
    page.fill(f"{FORM} [name=cite]", "By hand.")
    page.click(f"{FORM} button")
    refused(tab, "letter")
    page.click("#record-table a[href='#record-m1']")  # to look at another meanwhile
    tab.until(lambda: page.locator("#record-entry textarea").count())
    with tab.studio.page() as other:  # and another page writes something
        other.until(lambda m: "state" in m)
        other.send(do="set", path=["title"], value="The ferry")
        other.saved()
    tab.until(lambda: "title: The ferry" in tab.text)
    tab.settled()
    assert typed(tab, FORM) == {**proposed, **sums, "cite": "By hand."}
    page.fill(f"{FORM} [name=id]", "letter-2")
    page.click(f"{FORM} button")
    tab.until(lambda: "letter-2" in tab.text)
    tab.until(lambda: set(typed(tab, FORM).values()) == {""})
    found = sp.loads(tab.text).record.documents[-1]
    assert (found.id, found.title, found.file) == ("letter-2", "Letter", "documents/Letter.txt")
    tab.settled()


def test_a_file_named_by_hand_has_no_sum_of_the_copy(tab: Tab) -> None:
    tab.open("record")
    page = tab.page
    page.click("#record-adding summary")
    most = page.get_attribute(FORM, "data-most")
    tab.js("most => { document.querySelector('#record-adding form').dataset.most = most }", "2")
    given = {"name": "A.txt", "mimeType": "text/plain", "buffer": b"abc"}
    page.set_input_files(f"{FORM} input[type=file]", given)
    tab.until(lambda: "larger than 64 MiB; cut out" in tab.said(FORM))
    tab.js("most => { document.querySelector('#record-adding form').dataset.most = most }", most)
    page.set_input_files(f"{FORM} input[type=file]", [])
    page.set_input_files(f"{FORM} input[type=file]", given)
    tab.until(lambda: typed(tab, FORM)["sha256"])
    page.fill(f"{FORM} [name=file]", "letter.txt")
    assert typed(tab, FORM)["sha256"] == ""


def test_lines_of_wants_are_dragged_by_mouse(tab: Tab) -> None:
    tab.open("case")
    lines = tab.page.locator("section.wants", has_text="Ann").first.locator("li")
    assert lines.count() == 2
    lines.nth(1).scroll_into_view_if_needed()
    grip, above = lines.nth(1).locator(".grip").bounding_box(), lines.nth(0).bounding_box()
    mouse = tab.page.mouse
    mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    mouse.down()
    mouse.move(above["x"] + 20, above["y"] + 4, steps=5)
    mouse.up()
    tab.until(lambda: 'ann: ["!ann.yield", wage]  # what Ann wants' in tab.text)
    tab.settled()
