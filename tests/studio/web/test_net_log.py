"""No outbound request, by Chromium's own log of its network, not only by what pages tell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from net_log import PREFERENCES, SILENT, outside, read
from studio_browser import SCREENS, chromium, tab_on
from studio_running import WHOLE, Studio

MARK = "/all-screens-were-walked"
"""What is asked of the studio in between, to be found again in the log."""
ELSEWHERE = ("http://elsewhere.localhost:9999/a.png", "http://127.0.0.2:9999/b.png")
"""Names and addresses that are not the studio's; nothing leaves the machine for them either."""
ASK = """
(urls) => Promise.all(urls.map((url) => new Promise((done) => {
  const image = document.createElement("img");
  image.onload = image.onerror = done;
  image.src = url;
  document.body.append(image);
})))
"""


def walk(browser: Any, studio: Studio) -> None:
    """Look at every screen, press what can be made there, and edit."""
    with tab_on(browser, studio) as tab:
        for screen in SCREENS:
            tab.open(screen)
        tab.open("share")
        tab.page.locator("form[data-part=share-html]").get_by_role("button").first.click()
        tab.until(tab.page.locator("#share-html a.download").count)
        tab.open("case")
        tab.page.get_by_label("title", exact=True).fill("The ferry")
        tab.page.keyboard.press("Tab")
        tab.until(lambda: "title: The ferry" in tab.text)
        tab.page.click("#undo")
        tab.until(lambda: tab.text == WHOLE)


def stray(browser: Any, studio: Studio) -> None:
    """Ask for images elsewhere, from a page of the studio that is not kept from it."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(studio.address)
    page.goto(studio.origin + MARK)
    page.evaluate(ASK, list(ELSEWHERE))
    context.close()


@pytest.fixture(scope="module")
def events(ferry: Studio, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Walk all screens in a browser of its own, then stray, and read the log when it has ended."""
    api = pytest.importorskip("playwright.sync_api")
    folder = tmp_path_factory.mktemp("log")
    (folder / "profile" / "Default").mkdir(parents=True)
    (folder / "profile" / "Default" / "Preferences").write_text(json.dumps(PREFERENCES))
    log = folder / "log.json"
    with (
        chromium(folder / "profile", f"--log-net-log={log}", *SILENT, is_closed=True) as tools,
        api.sync_playwright() as driver,
    ):
        browser = driver.chromium.connect_over_cdp(tools)
        walk(browser, ferry)
        stray(browser, ferry)
        browser.new_browser_cdp_session().send("Browser.close")  # so that the log is whole
    return read(log)


def marked(events: list[dict[str, Any]], studio: Studio) -> int:
    """Return where in the log all screens were walked."""
    return next(k for k, event in enumerate(events) if event.get("url") == studio.origin + MARK)


def test_no_request_name_or_socket_leads_anywhere_but_to_the_studio(
    events: list[dict[str, Any]], ferry: Studio
) -> None:
    walked = events[: marked(events, ferry)]
    assert outside(walked, ferry.port) == []
    asked = {event.get("url") for event in walked if event["kind"] == "URL_REQUEST_START_JOB"}
    assert {f"{ferry.origin}/{screen}" for screen in SCREENS} < asked
    sockets = [event for event in walked if event["kind"] == "TCP_CONNECT_ATTEMPT"]
    assert len(sockets) > 1


def test_what_a_page_asks_for_elsewhere_is_found(
    events: list[dict[str, Any]], ferry: Studio
) -> None:
    found = outside(events[marked(events, ferry) :], ferry.port)
    assert {f"URL_REQUEST_START_JOB {url}" for url in ELSEWHERE} < set(found)
    assert "HOST_RESOLVER_MANAGER_REQUEST http://elsewhere.localhost:9999" in found
    assert "TCP_CONNECT_ATTEMPT 127.0.0.2:9999" in found
