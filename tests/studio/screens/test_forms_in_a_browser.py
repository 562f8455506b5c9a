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


def refused(tab: Tab, why: str, name: str = "") -> None:
    """Wait for a refusal, beside a field if one is named, else beside the button."""
    said = tab.page.locator(".refused", has_text=why)
    tab.until(said.count)
    assert not tab.page.is_visible("#error")
    told = tab.page.locator(f"[aria-describedby='{said.get_attribute('id')}']")
    assert (told.get_attribute("name") or "") == name
    assert bool(told.get_attribute("aria-invalid")) == (told.evaluate("e => e.tagName") != "BUTTON")


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
    page.fill(f"{form} [name=limit]", "0")
    page.click(f"{form} button")
    refused(tab, "0 would move nothing; a number above 0 is expected", "limit")
    page.fill(f"{form} [name=limit]", "")
    page.click(f"{form} button")
    refused(tab, "A number above 0 is expected", "limit")
    page.fill(f"{form} [name=limit]", "0.5")
    assert not page.locator(".refused").count()
    before = typed(tab, form)
    odd = "<input type='hidden' name='nobody' value='1'>"  # as an older page may send it
    tab.js(
        "html => document.querySelector('[data-lever]').insertAdjacentHTML('beforeend', html)", odd
    )
    page.click(f"{form} button")
    refused(tab, "nobody")  # which is no field that could be seen
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
    refused(tab, "There is a document 'letter' already", "id")
    page.click("#record-table a[href='#record-m1']")  # to look at another meanwhile
    tab.until(lambda: page.locator("#record-entry textarea").count())
    with tab.studio.page() as other:  # and another page writes something
        other.until(lambda m: "state" in m)
        other.send(do="set", path=["title"], value="The ferry")
        other.saved()
    tab.until(lambda: "title: The ferry" in tab.text)
    tab.settled()
    assert typed(tab, FORM) == {**proposed, **sums, "cite": "By hand."}
    refused(tab, "There is a document 'letter' already", "id")
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


def dropped(tab: Tab, name: str, words: str) -> None:
    """Let a file fall on the screen, as it comes from another window."""
    tab.js(
        """([name, words]) => {
          const carried = new DataTransfer();
          carried.items.add(new File([words], name, { type: "text/plain" }));
          const event = { dataTransfer: carried, bubbles: true, cancelable: true };
          const at = document.querySelector(".record");
          const isTaken = !at.dispatchEvent(new DragEvent("dragover", event));
          if (isTaken) at.dispatchEvent(new DragEvent("drop", event));
        }""",
        [name, words],
    )


def test_a_file_that_is_dropped_is_copied_and_entered(tab: Tab) -> None:
    tab.open("record")
    page = tab.page
    dropped(tab, "Minutes of May.txt", "They met in May.")
    tab.until(lambda: "Copied to documents/Minutes of May.txt" in tab.said(FORM))
    copy = tab.studio.path.parent / "documents" / "Minutes of May.txt"
    assert copy.read_text(encoding="utf-8") == "They met in May."
    page.click(f"{FORM} button")
    tab.until(lambda: "minutes-of-may" in tab.text)
    tab.settled()
    found = sp.loads(tab.text).record.documents[-1]
    assert (found.title, found.file) == ("Minutes of May", "documents/Minutes of May.txt")
    assert found.sha256 == sha256(b"They met in May.").hexdigest()
    option = page.locator("#record-text select[name=document] option", has_text="Minutes of May")
    page.select_option("#record-text select[name=document]", option.get_attribute("value"))
    tab.until(lambda: "They met in May." in tab.said(".record .source"))
    assert tab.said("#record-adding output") == ""


def renaming(tab: Tab, name: str) -> Any:
    """Find the form by which something gets another name."""
    return tab.page.locator(f"form[data-do=rename]:has(button[aria-label='Rename {name}'])")


def renamed(tab: Tab, old: str, new: str) -> None:
    """Unfold what has a short name, and give it another."""
    form = renaming(tab, old)
    form.locator("xpath=ancestor::details").evaluate("(one) => { one.open = true; }")
    form.locator("input").fill(new)
    form.locator("input").press("Enter")


THAW = "nature: {thaw: {text: the ice melts, rate: 0.1}}\n"
RENAMED = {
    "left": ("given up", "given up: ann.yield"),
    "thaw": ("spring", "wage, nature.spring]"),
    "wage": ("pay", "ann: [pay,"),
    "ann.strike": ("ann.stop", "when: ann.stop, worth: -1"),
    "ann": ("anna", "when: anna.stop, worth: -1"),
}
"""Terms, an event, an item, an option and a party: what each is called then, and a mention."""


def test_whatever_has_a_name_is_renamed_by_its_button(tab: Tab) -> None:
    text = WHOLE.replace("issues:", f"{THAW}issues:").replace(
        'offer", wage]', 'offer", wage, nature.thaw]'
    )
    as_before(tab.studio, text)
    tab.open("case")
    for old, (new, here) in RENAMED.items():
        renamed(tab, old, new)
        tab.until(lambda here=here: here in tab.text)
        tab.until(renaming(tab, new).count)
        assert renaming(tab, new).locator("input").input_value() == new
    tab.settled()
    case = sp.loads(tab.text)
    assert [one.id for one in case.options] == ["anna.stop", "anna.yield", "bob.offer"]
    assert [one.name for one in case.issues[0].terms] == ["paid", "given up"]
    assert not tab.page.locator(".refused").count()
    for _ in RENAMED:
        before = tab.text
        tab.page.click("#undo")
        tab.until(lambda before=before: tab.text != before)
    assert tab.text == text


def test_a_name_that_is_taken_is_refused_beside_its_field(tab: Tab) -> None:
    tab.open("case")
    renamed(tab, "ann", "bob")
    refused(tab, "There is a party 'bob' already", "to")
    assert tab.text == WHOLE


def test_a_field_that_is_refused_keeps_what_was_typed_until_escape(tab: Tab) -> None:
    tab.open("case")
    line = tab.page.get_by_label("line 1 of what Ann wants")
    line.fill("wge")
    line.press("Tab")
    refused(tab, "did you mean 'wage'?")
    tab.js("document.activeElement.blur()")
    with tab.studio.page() as other:  # another page writes something meanwhile
        other.until(lambda m: "state" in m)
        other.send(do="set", path=["title"], value="The ferry")
        other.saved()
    tab.until(lambda: tab.page.get_by_label("title", exact=True).input_value() == "The ferry")
    tab.settled()
    assert line.input_value() == "wge"
    refused(tab, "did you mean 'wage'?")
    assert tab.js("document.activeElement === document.body")  # nor is the page scrolled there
    line.press("Escape")
    assert line.input_value() == "wage"
    assert not tab.page.locator(".refused").count()
    tab.page.fill("#as-of", "soon")
    tab.page.keyboard.press("Tab")
    tab.until(lambda: "'soon' is no day" in tab.said(".tools .refused"))
    assert "As likely as not" in tab.said("#frame-when")
    assert tab.js("sessionStorage.as_of ?? ''") == ""


STATE = "WebSocket.prototype, 'readyState'"
UNREACHED = f"Object.defineProperty({STATE}, {{get: () => 3, configurable: true}})"


def test_the_day_in_its_field_is_the_one_that_was_taken(tab: Tab) -> None:
    tab.open("case")
    field = tab.page.locator("#as-of")

    def typed(said: str) -> None:
        field.fill(said)
        field.press("Tab")

    typed(" 2001-06-04 ")
    tab.until(lambda: field.input_value() == "2001-06-04")
    typed("soon")
    tab.until(lambda: "'soon' is no day" in tab.said(".tools .refused"))
    field.press("Escape")
    assert field.input_value() == "2001-06-04"
    tab.js(f"window.was = Object.getOwnPropertyDescriptor({STATE}); {UNREACHED}")
    typed("2001-06-05")
    assert field.input_value() == "2001-06-04"
    assert "The day was not taken" in tab.said("#error")
    tab.js(f"Object.defineProperty({STATE}, window.was)")
    tab.page.click("#error button")
    tab.open("case")
    assert field.input_value() == tab.js("sessionStorage.as_of") == "2001-06-04"
    assert not tab.page.locator("main .note", has_text="write a day").count()
    typed(" ")
    tab.until(lambda: field.input_value() == tab.js("sessionStorage.as_of") == "")


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
