"""How many examples a test looks at."""

from __future__ import annotations

import os

from hypothesis import settings


def few(count: int) -> int:
    """Return a number of examples, or that of the profile ``lines`` where it is lower.

    Kernels left as Python take seconds where machine code takes milliseconds, and the profile asks
    only which of their lines are reached.
    """
    if os.environ.get("HYPOTHESIS_PROFILE") != "lines":
        return count
    return min(count, settings.get_profile("lines").max_examples)
