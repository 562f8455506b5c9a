"""Every test here runs twice: with kernels chosen by size, and with all of them compiled.

Once, with kernels left as Python, so that the lines of those are reached that have another way
where there is little to do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from stickpoint import compiled

WAYS = ["by size", "compiled"]


@pytest.fixture(
    scope="module", params=WAYS[1:] if "NUMBA_DISABLE_JIT" in os.environ else WAYS, autouse=True
)
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """Choose how kernels run for the tests of a module."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiled, "PATIENCE", float("inf"))
        if request.param == "compiled":
            patched.setattr(compiled, "SMALL", 0)
        yield request.param
