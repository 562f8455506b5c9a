"""How every test runs: hypothesis profiles, and where lines are counted.

``ci`` repeats the same modest set of examples each time; ``dev`` draws fresh ones; ``deep`` is
for a long look after a change in solve/; ``lines`` is a few, for kernels left as Python, which
only shows which of their lines are reached. Choose by the environment variable HYPOTHESIS_PROFILE.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SLOW_TO_DRAW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)

settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    max_examples=60,
    deadline=None,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.register_profile("dev", max_examples=40, deadline=None, suppress_health_check=SLOW_TO_DRAW)
settings.register_profile(
    "deep", max_examples=2000, deadline=None, suppress_health_check=SLOW_TO_DRAW
)
settings.register_profile(
    "lines",
    derandomize=True,
    database=None,
    max_examples=4,
    deadline=None,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

TWICE = tuple(Path(__file__).parent / folder for folder in ("graph", "solve"))
"""Folders whose tests run twice in ``make test``, but for the slow ones."""

COUNTED = 6
"""In so many examples of a test lines are counted: later ones reach hardly a line that is new."""
NUMBERED = ("seed", "batch")
"""What a test is given that runs on examples of its own, by number."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Count no lines of what runs again with kernels as Python: they are counted then.

    Nor of examples by number after the first few. To count lines takes about as long as to run
    them.
    """
    if not config.pluginmanager.hasplugin("_cov") or "NUMBA_DISABLE_JIT" in os.environ:
        return
    for item in items:
        twice = set(TWICE) & set(item.path.parents) and not item.get_closest_marker("slow")
        if twice or example_number(item) >= COUNTED:
            item.add_marker("no_cover")


def example_number(item: pytest.Item) -> int:
    """Return the number of the example that a test runs on; 0 where it has none."""
    given = getattr(getattr(item, "callspec", None), "params", {})
    return max((n for name in NUMBERED if isinstance(n := given.get(name), int)), default=0)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count no lines of a test on random examples after its first few."""
    handle = getattr(getattr(item, "obj", None), "hypothesis", None)
    plugin = item.config.pluginmanager.getplugin("_cov")
    counts = getattr(plugin, "cov_controller", None)
    if handle is None or counts is None or item.get_closest_marker("no_cover"):
        return (yield)
    with counted(handle, counts.pause, counts.resume):
        return (yield)


@contextmanager
def counted(
    handle: Any, pause: Callable[[], object], resume: Callable[[], object]
) -> Iterator[None]:
    """Pause after a few examples of a test, and go on when it has ended."""
    whole, begun = handle.inner_test, 0

    @wraps(whole)
    def one(*given: Any, **named: Any) -> Any:
        nonlocal begun
        begun += 1
        if begun == COUNTED + 1:
            pause()
        return whole(*given, **named)

    handle.inner_test = one
    try:
        yield
    finally:
        handle.inner_test = whole
        if begun > COUNTED:
            resume()
