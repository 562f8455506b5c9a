"""How every test runs: hypothesis profiles, and where lines are counted.

``ci`` repeats the same modest set of examples each time; ``dev`` draws fresh ones; ``deep`` is
for a long look after a change in solve/; ``lines`` is a few, for kernels left as Python, which
only shows which of their lines are reached. Choose by the environment variable HYPOTHESIS_PROFILE.
"""

from __future__ import annotations

import gc
import os

import line_counts
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

line_counts.begin()


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from going through thousands of tests again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_unconfigure() -> None:
    """Write down which lines ran, if anybody asked."""
    line_counts.write(every=True)
