"""Four people ask: what if, since when, why, and what of the other explanation."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from studio_browser import Tab, as_before, tab_on
from studio_running import LETTER, WHOLE, Studio

import stickpoint as sp
from stickpoint.cli import main


@pytest.fixture
def tab(ferry: Studio, browser: Any) -> Iterator[Tab]:
    as_before(ferry, WHOLE)
    with tab_on(browser, ferry) as found:
        yield found


def grip(tab: Tab, name: str, end: str = "mid") -> tuple[float, float, float]:
    """Return where the grip of a slider is, and how wide the slider."""
    slider = tab.page.locator(f'.three[data-name="{name}"] .{end}')
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    share = slider.evaluate("(one) => (one.value - one.min) / (one.max - one.min)")
    thumb = 18 if end == "mid" else 10
    x = box["x"] + thumb / 2 + share * (box["width"] - thumb)
    return x, box["y"] + box["height"] / 2, box["width"]


def test_a_number_is_slid_beside_the_case_that_was_pinned(tab: Tab) -> None:
    tab.go("forecast")
    tab.page.click("#pin")
    tab.until(lambda: tab.said("#pin") == "Unpin")
    tab.until(lambda: "pinned" in tab.said("#forecast-change"))
    tab.settled()
    before, told = tab.said("#forecast-middle"), tab.said("#forecast-curve")
    x, y, wide = grip(tab, "parties.ann.precision")
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x - wide / 4, y, steps=6)
    tab.until(lambda: tab.said("#forecast-middle") != before)
    assert tab.text == WHOLE  # the hand is still on it
    shown = tab.said('.number:has([data-name="parties.ann.precision"]) output')
    tab.page.mouse.up()
    tab.until(lambda: tab.text != WHOLE)
    tab.settled()
    lines = zip(WHOLE.splitlines(), tab.text.splitlines(), strict=True)
    assert [old.strip()[:15] for old, new in lines if old != new] == ["ann: {name: Ann"]
    less = sp.loads(tab.text).parties[0].precision
    assert less.low == less.mid == less.high < 1
    assert shown == f"{less.mid:g}"
    table = tab.page.locator("#forecast-change tbody tr").all_inner_texts()
    rows = [row.split("\t")[1:] for row in table]
    assert all(f" {was} " in told for was, *_ in rows[1:2])  # the even chance, as it was told
    assert any(was != now for was, now, _ in rows)
    assert all((change == "as it was") or was != change for was, _, change in rows)
    assert all(change for *_, change in rows)
    assert tab.page.locator("#forecast-curve .pinned").count()
    assert tab.page.locator("#forecast-middle .pinned").count()
    tab.page.click("#pin")
    tab.until(lambda: tab.said("#forecast-change") == "")
    tab.settled()
    assert not tab.page.locator("#forecast-curve .pinned").count()


def test_a_passage_becomes_an_entry_with_its_day(tab: Tab) -> None:
    tab.go("record")
    words = "On 3 June 2001 Ann cabled Bob and asked him for an offer."
    ends = tab.js(
        """(words) => {
          const node = [...document.querySelectorAll('.record .source span[data-at]')]
            .map((one) => one.firstChild).find((one) => one.data.includes(words));
          const at = node.data.indexOf(words), range = document.createRange();
          return [at, at + words.length].map((offset) => {
            range.setStart(node, offset);
            const box = range.getBoundingClientRect();
            return [box.x, box.y + box.height / 2];
          });
        }""",
        words,
    )
    tab.page.mouse.move(*ends[0])
    tab.page.mouse.down()
    tab.page.mouse.move(*ends[1], steps=8)
    tab.page.mouse.up()
    tab.until(lambda: tab.page.locator("#record-new form").count())
    tab.settled()
    assert tab.said("#record-new blockquote") == words
    new = tab.page.locator("#record-new")
    assert new.get_by_label("When").input_value() == "2001-06-03"
    assert new.get_by_label("From").input_value() == "ann"
    assert new.get_by_label("To").input_value() == "bob"
    new.get_by_label("Short name in the file", exact=True).fill("m2")
    new.get_by_label("When").fill("2001-06-03~")
    new.get_by_label("What it says").fill("asks for an offer")
    tab.page.click("#record-table a[href='#record-m1']")  # to look at another meanwhile
    tab.until(lambda: "asks" in tab.page.locator("#record-entry textarea").first.input_value())
    tab.settled()
    assert new.get_by_label("When").input_value() == "2001-06-03~"
    new.get_by_role("button", name="Add the entry").click()
    tab.until(lambda: "id: m2" in tab.text)
    tab.settled()
    message = sp.loads(tab.text).record.messages[1]
    start = LETTER.index(words)
    assert (message.id, message.sender, message.text) == ("m2", "ann", "asks for an offer")
    assert message.source.chars == (start, start + len(words))
    assert "about 3 June 2001" in tab.said("#record-table")
    tab.page.click("#record-table a[href='#record-m2']")
    tab.until(lambda: tab.page.locator(".source a.passage.chosen").count())
    assert tab.said(".source a.passage.chosen") == words


def test_a_rating_is_flipped_and_another_explanation_leads(tab: Tab) -> None:
    tab.go("motives")
    leads = tab.said("table.ratings .leads .name")
    assert leads == "pride"
    tab.page.locator("button.flips").first.focus()
    tab.page.keyboard.press("Enter")
    tab.until(lambda: tab.page.locator("#motives-cell .flag").count())
    tab.settled()
    told = tab.said("#motives-cell .flag")
    assert "it would put 'money' first" in told
    becomes = told.split("Rated ")[1].split(",")[0].replace("\N{MINUS SIGN}", "-")
    for sign in becomes:
        tab.page.keyboard.press(sign)
    tab.until(lambda: tab.text != WHOLE)
    tab.until(lambda: tab.said("table.ratings .leads .name") == "money")
    tab.settled()
    assert becomes in tab.text.split("hypotheses:")[1].split("levers:")[0]
    assert "# kept" in tab.text
    names = tab.page.locator("table.ratings thead .name").all_inner_texts()
    chances = tab.page.locator("table.ratings thead span.chance").all_inner_texts()
    of = {n: float(c.split()[0]) for n, c in zip(names, chances, strict=True)}
    assert of["money"] > of["pride"]
    assert "money" in tab.said("#motives-standing")


def test_a_scenario_is_repeated_by_the_command_that_is_shown(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.go("forecast")
    form = tab.page.locator("form[data-do=save_scenario]")
    form.get_by_label("name").fill("no strike")
    form.get_by_label("changes").fill("ann.strike=no\nann[2]=-1.5")
    form.get_by_role("button").click()
    tab.until(lambda: tab.page.locator(".side-by-side").count())
    tab.settled()
    command = tab.page.inner_text(".scenario pre")
    rows = tab.page.locator(".side-by-side tbody tr").all_inner_texts()
    shown = [row.replace("\xa0", " ").split("\t") for row in rows]
    program, *given = shlex.split(command)
    assert program == "stickpoint"
    monkeypatch.chdir(tab.studio.path.parent)
    monkeypatch.setenv("COLUMNS", "200")
    told = CliRunner().invoke(main, given).output.replace("\xa0", " ")
    table = told.split("When does it end?")[0].splitlines()
    for what, _, changed in shown:
        [line] = [one for one in table if f"  {what}  " in one]
        assert line.split("  ")[-1].strip() == changed, what
    assert len(shown) >= 5
    assert tab.text == WHOLE
    tab.page.get_by_role("button", name="Forget").click()
    tab.until(lambda: not tab.page.locator(".scenario").count())
