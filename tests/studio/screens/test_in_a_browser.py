"""The screens as a person uses them: keys, a mouse, and what is in the file afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from studio_running import PATIENCE, SMALL, running

BROWSER = which("chromium") or which("chromium-browser")
if BROWSER is None:
    pytest.skip("chromium is not installed", allow_module_level=True)
sync_api = pytest.importorskip("playwright.sync_api")

LETTER = "Ann wrote in May 2001. On 3 June 2001 Ann cabled Bob and asked him for an offer."
WHOLE = (
    SMALL
    + """\
record:
  documents: {letter: {title: A letter, file: letter.txt}}
  passages: {p1: {document: letter, chars: [0, 22]}}
  messages:
    - {id: m1, date: 2001-05, from: ann, to: bob, act: plea, text: asks, source: {passage: p1}}
  evidence: {E1: {text: it rained}, E2: {text: it snowed}}
hypotheses:
  pride: {claim: It is pride, evidence: {E1: "+"}}  # kept
  money: {claim: It is money, evidence: {E2: "-"}}
levers:
  - {what: a bridge, payoff: ann, line: lost wages, direction: up, cost: 2, limit: 0.5}
"""
)


class Tab:
    """A page of the studio, with the file behind it."""

    def __init__(self, page: Any, origin: str, path: Path) -> None:
        self.page, self.origin, self.path = page, origin, path
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def until(self, fits: Callable[[], object]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not fits():
            assert time.monotonic() < end, self.complaints
            time.sleep(0.05)

    def open(self, screen: str) -> None:
        """Go to a screen and wait for its first part."""
        self.page.goto(f"{self.origin}/{screen}")
        first = f"#{screen} [id^={screen}-] *, [id^={screen}-] > *"
        self.until(lambda: self.page.query_selector(first))
        self.until(lambda: not self.page.query_selector(f"[id^={screen}-][aria-busy]"))

    @property
    def focus(self) -> str:
        """The id of what has the focus."""
        found: str = self.page.evaluate("document.activeElement.id")
        return found


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    """Open one page for all tests here, which each leave the file as they found it."""
    folder = tmp_path_factory.mktemp("screens")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    path = folder / "ferry.case.yaml"
    with running(path, WHOLE) as studio, sync_api.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        found = Tab(browser.new_page(), studio.origin, path)
        found.page.goto(studio.address)
        yield found
        browser.close()
    assert found.complaints == []


def test_a_rating_is_typed_and_taken_back(tab: Tab) -> None:
    tab.open("motives")
    tab.page.focus("#rating-1-E1")
    tab.page.keyboard.press("ArrowRight")
    assert tab.focus == "rating-2-E1"
    tab.page.keyboard.press("-")
    tab.page.keyboard.press("-")
    tab.until(lambda: 'E1: {rating: "--"}' in tab.path.read_text())
    tab.until(lambda: tab.page.inner_text("#rating-2-E1") == "\N{MINUS SIGN}\N{MINUS SIGN}")
    assert "# kept" in tab.path.read_text()
    tab.until(lambda: tab.focus == "rating-2-E1")
    while tab.path.read_text() != WHOLE:
        before = tab.path.read_text()
        tab.page.keyboard.press("Control+z")
        tab.until(lambda before=before: tab.path.read_text() != before)


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
    tab.until(lambda: "id: m2" in tab.path.read_text())
    tab.until(lambda: tab.page.query_selector('#record-table a[href="#record-m2"]'))
    tab.page.click('#record-table a[href="#record-m1"]')
    tab.until(lambda: "m1" in tab.page.inner_text("#record-entry"))
    assert tab.page.query_selector(".source a.passage.chosen")
    tab.page.click("#undo")
    tab.until(lambda: tab.path.read_text() == WHOLE)


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
    assert tab.path.read_text() == WHOLE
