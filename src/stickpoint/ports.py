"""What objects of the lower layers may ask of the upper ones, plugged in by the front door.

A case can be asked for its conflict, an answer for its picture. Both know only this module; what
does the work lies above them and is handed down by ``stickpoint/__init__.py``, which imports it
when it is first called. So no module names one above it, in an import or in a string.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Ports:
    """The jobs that have somebody to do them, by name."""

    def __init__(self) -> None:
        self._jobs: dict[str, Callable[..., Any]] = {}

    def plug(self, **jobs: Callable[..., Any]) -> None:
        """Say who does some jobs."""
        self._jobs.update(jobs)

    def ask(self, job: str, *given: Any, **choices: Any) -> Any:
        """Have a job done; a LookupError where nobody was plugged in for it."""
        if job not in self._jobs:
            raise LookupError(f"nobody does {job!r}; `import stickpoint` plugs in all that it has")
        return self._jobs[job](*given, **choices)


ports = Ports()
