"""One browser, and one studio to look at, for all tests that a process runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from studio_browser import chromium
from studio_running import LETTER, WHOLE, Studio, running


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the browser, and tell where it is driven from."""
    with chromium(tmp_path_factory.mktemp("chromium")) as address:
        yield address


@pytest.fixture(scope="module")
def browser(tools: str) -> Iterator[Any]:
    """Drive the browser for the tests of one file."""
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as driver:
        yield driver.chromium.connect_over_cdp(tools)


@pytest.fixture(scope="session")
def ferry(tools: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """Start a studio, with a letter beside the case; `as_before` puts its text back."""
    folder = tmp_path_factory.mktemp("ferry")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    with running(folder / "ferry.case.yaml", WHOLE) as found:
        yield found
