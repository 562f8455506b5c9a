"""Compiled loops that only other compiled loops call, without what Python would call them by.

For every compiled function numba writes a second one, which takes Python's objects apart and then
calls the first. To compile that took longer than many a loop itself: it reads sixty arrays. It is
left out here, and what would crash without it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import config, njit, types


class Inner:
    """A compiled loop for other compiled loops to call."""

    def __init__(self, dispatcher: Any) -> None:
        self._dispatcher = dispatcher

    def __call__(self, *_given: Any) -> Any:
        """Refuse: there is nothing that Python could call."""
        name = self._dispatcher.py_func.__name__
        raise TypeError(f"{name} is called from compiled loops only; Python may call its .py_func")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._dispatcher, name)

    @property
    def _numba_type_(self) -> Any:
        """What numba takes it for where a loop calls it."""
        return types.Dispatcher(self._dispatcher)


def inner(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """Make a function a loop for other loops to call; plain Python where nothing is compiled."""

    def made(function: Callable[..., Any]) -> Any:
        if config.DISABLE_JIT:
            return function
        return Inner(njit(**options, no_cpython_wrapper=True)(function))

    return made
