"""Three people write: from questions, over a fault, and the case of the tutorial from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from studio_browser import Tab, as_before, tab_on
from studio_running import WHOLE, Studio, running
from test_docs import DOCS, Block, Reader, blocks

import stickpoint as sp
from stickpoint.cli import main


@pytest.fixture
def tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    as_before(ferry, WHOLE)
    with tab_on(browser, ferry) as found:
        yield found


def answer(tab: Tab, party: int, name: str, way: str, wait: str) -> None:
    """Say of one party what it is called, what it stands for, and in which order it likes ends."""
    row = tab.page.locator("[data-list=parties] > .row").nth(party)
    row.get_by_label("What is it called?").fill(name)
    row.get_by_label("Which way to end").select_option(way)
    row.get_by_role("button", name="Put the ways to end in here").click()
    order = row.get_by_label("How does it rank")
    ways = order.input_value().splitlines()
    ways.remove(way)
    order.fill("\n".join([way, *ways]))
    row.get_by_label("What does waiting cost it?").select_option(wait)


def test_a_new_case_is_written_from_a_few_questions(tab: Tab) -> None:
    tab.go("start")
    ask = tab.page.get_by_label
    ask("What is stuck?").fill("Whose turn it is to paint the pier")
    ask("In which unit").select_option("week")
    ask("What is on the table?").fill("who paints")
    ask("How could it end?").fill("the mill paints\nthe yard paints")
    answer(tab, 0, "The mill", "the yard paints", "much")
    answer(tab, 1, "The yard", "the mill paints", "little")
    tab.page.locator("[data-question=costs]").get_by_role("button", name="Add one").click()
    ask("What is lost while it waits?").fill("planks")
    ask("from", exact=True).fill("2")
    ask("to", exact=True).fill("5")
    write = tab.page.get_by_role("button", name="Write the case")
    write.click()
    tab.until(lambda: tab.page.is_visible("#error"))
    assert "1 answer is missing" in tab.said("#error")
    assert "choose the unit" in tab.said("[data-question=per]")
    assert tab.js("document.activeElement.closest('.question').dataset.question") == "per"
    assert tab.text == WHOLE
    tab.page.keyboard.press("w")  # the first choice that begins so
    write.click()
    tab.page.wait_for_url("**/case")
    tab.settled()
    case = sp.loads(tab.text)
    assert [party.name for party in case.parties] == ["The mill", "The yard"]
    assert tab.said("#frame-title") == "ferry.case.yaml"
    assert "Who paints, open" in tab.said("#frame-now")
    assert "The mill would gain if it were to" in tab.said("#frame-now")
    assert tab.said("#frame-findings") == "No faults"
    assert (case.tolls[0].amount.low, case.tolls[0].amount.high) == (2, 5)
    assert case.tolls[0].per == "week"
    tab.page.click("#undo")
    tab.until(lambda: tab.text == WHOLE)


def test_a_fault_is_found_from_another_screen_and_mended(tab: Tab) -> None:
    line = WHOLE[: WHOLE.index("!bob.offer")].count("\n") + 1
    tab.page.fill("#yaml", WHOLE.replace("!bob.offer", "!bob.ofer"))
    tab.until(lambda: "bob.ofer" in tab.text)
    tab.settled()
    tab.go("conflict")
    assert tab.said("#frame-findings") == "1 fault"
    assert tab.js("document.getElementById('frame-now').classList.contains('old')")
    tab.page.click("#frame-findings summary")
    assert "did you mean 'bob.offer'?" in tab.said("#frame-findings")
    tab.page.click("#frame-findings a")
    tab.page.wait_for_url(f"**/case#line-{line}")
    tab.settled()
    tab.until(lambda: tab.focus == "yaml")
    at = tab.js("document.getElementById('yaml').selectionStart")
    assert tab.text[:at].count("\n") == line - 1
    assert "fault" in tab.js(f"document.querySelectorAll('.gutter span')[{line - 1}].className")
    tab.page.keyboard.press("End")
    where = tab.text.splitlines()[line - 1]
    for _ in range(len(where) - where.index("ofer") - 1):
        tab.page.keyboard.press("ArrowLeft")
    tab.page.keyboard.type("f")
    tab.until(lambda: tab.text == WHOLE)
    tab.settled()
    assert tab.said("#frame-findings") == "No faults"
    assert not tab.js("document.getElementById('frame-now').classList.contains('old')")


TUTORIAL = [
    one
    for one in blocks((DOCS / "tutorial.md").read_text(encoding="utf-8"))
    if one.language in ("yaml", "diff")
]
FORMS = ("issues", "wants")
"""What of the case is written by forms in place of typing it, by the key that its block begins."""
RIVER = "river.case.yaml"


@pytest.fixture(scope="module")
def river(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Follow the tutorial in a text editor, to its end."""
    reader = Reader(tmp_path_factory.mktemp("tutorial"))
    for block in TUTORIAL:
        reader.read(block)
    return (reader.folder / RIVER).read_text(encoding="utf-8")


def by_a_form(tab: Tab, summary: str, button: str, **given: str) -> None:
    """Unfold a form that adds something, fill it in, and press its button."""
    box = tab.page.locator("details.add", has=tab.page.get_by_text(summary, exact=True))
    if not box.evaluate("(one) => one.open"):
        box.locator("summary").click()
    for name, value in given.items():
        field = box.locator(f"[name={name}]")
        (field.select_option if name in ("party", "issue") else field.fill)(value)
    before = tab.text
    box.get_by_role("button", name=button).click()
    tab.until(lambda: tab.text != before)
    tab.settled()


def want(tab: Tab, name: str, statement: str) -> None:
    """Add a line to what a party wants."""
    box = tab.page.get_by_label(f"What {name} wants", exact=True)
    box.get_by_label("add", exact=True).fill(statement)
    before = tab.text
    box.get_by_role("button", name="Add", exact=True).click()
    tab.until(lambda: tab.text != before)
    tab.settled()


def typed(tab: Tab, text: str) -> None:
    """Write at the end of the text."""
    tab.page.locator("#yaml").focus()
    tab.page.keyboard.press("Control+End")
    tab.page.keyboard.insert_text(text)
    tab.until(lambda: tab.text.endswith(text))
    tab.settled()


def replaced(tab: Tab, lines: str) -> None:
    """Write some lines in the place of others, told as a difference."""
    told = lines.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in told if line[0] in signs) for signs in ("- ", "+ "))
    text = tab.text
    assert text.count(old) == 1
    tab.page.fill("#yaml", text.replace(old, new))
    tab.until(lambda: tab.text == text.replace(old, new))
    tab.settled()


def begins(block: Block, *keys: str) -> bool:
    """Tell whether a block begins one of some parts of a case."""
    return block.body.lstrip().partition(":")[0] in keys


def begun_by(key: str) -> Block:
    """Return the block of the tutorial that begins a part of the case."""
    return next(block for block in TUTORIAL if begins(block, key))


def test_the_case_of_the_tutorial_is_written_from_nothing(
    browser: Any, river: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path / RIVER, None) as studio, tab_on(browser, studio) as tab:
        assert "is new: a short commented case" in tab.said(".notices")
        tab.page.locator("#yaml").focus()
        tab.page.keyboard.press("Control+a")
        head, *rest = TUTORIAL
        tab.page.keyboard.insert_text(head.body)
        tab.until(lambda: tab.text == head.body)
        tab.settled()
        assert "line 5 no preferences found; write under 'wants:'" in tab.said("#case-marks")
        lines = begun_by("wants").body.splitlines(keepends=True)
        last = lines.index("    - town.sue if farmers.pump\n")
        typed(tab, "".join(lines[: last - 1] + lines[last + 1 :]))
        assert tab.said("#case-marks") == "No faults."
        by_a_form(tab, "Add an item", "Add the item", name="how the summer water is shared")
        for name, when in (
            ("a deal", "!farmers.pump & town.pay & !province.quota"),
            ("a quota", "province.quota"),
        ):
            by_a_form(
                tab, "Add a way in which an item can close", "Add the terms", name=name, when=when
            )
        want(tab, "the town", "town.sue if farmers.pump")
        want(tab, "the town", "!town.pay")
        tab.page.get_by_label("Move line 4 of the town up").press("Enter")
        tab.until(lambda: tab.text.index("!town.pay") < tab.text.index("town.sue if"))
        tab.settled()
        for block in rest:  # whatever else the tutorial has, now and later
            if not begins(block, *FORMS):
                (replaced if block.language == "diff" else typed)(tab, block.body)
        assert "because: quota-warning" in tab.text
        assert tab.said("#frame-findings") == "No faults"
        (tmp_path / "theirs.case.yaml").write_text(river, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        for verb in (["why", "--full"], ["stable"]):
            mine, theirs = (
                CliRunner().invoke(main, [*verb, name]) for name in (RIVER, "theirs.case.yaml")
            )
            assert theirs.exit_code == 0
            assert mine.stdout == theirs.stdout
        shown = tab.said("#frame-now") + tab.said("#frame-ended")
        assert "The farmers and the province, who would not gain by any move." in shown
        assert "1 with a source" in shown
