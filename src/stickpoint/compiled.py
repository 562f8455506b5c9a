"""Loops over arrays → plain Python where there is little to do, machine code where there is much.

A kernel is written once, as a plain function. To compile it costs seconds, once after
installation, and to load what was compiled costs half a second in every process. So a kernel runs
as it stands while its work is small, and neither numba nor a compiler is needed until it is not.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, update_wrapper
from glob import escape
from pathlib import Path
from time import perf_counter
from types import FunctionType
from typing import Any

SMALL = 1 << 18
"""So many steps take a quarter of a second as plain Python."""

PATIENCE, COMPILES = 1.0, 20.0
"""Seconds in plain Python after which a process loads what was compiled before, or compiles it.

About what either takes, so that no process loses more than twice that. The clock on the wall is
asked, which takes no call into the system, thousands of times.
"""
AT_HAND = 0.05
"""Seconds of one kernel in plain Python after which its machine code is loaded, if it was compiled
before, where numba is there anyway: to read in the code of one kernel takes about as long."""


def elements(*given: Any) -> float:
    """Count the elements of all arrays: the work of a kernel that is linear in them."""
    return sum(getattr(one, "size", 0) for one in given)


class Kernel:
    """A function over arrays, plain Python that numba can compile, compiled when it is worth it.

    It calls other kernels of its module by name. ``work`` takes its arguments, and returns about
    how many steps the loops will take with them. ``small``, where there is one, gives the same by
    means of Python's own and runs in place of the loops while there is little to do.
    """

    spent = 0.0
    """Seconds that all kernels of this process have run as plain Python."""
    is_near = False
    """Whether this process will load numba soon, whatever its kernels do."""

    def __init__(
        self,
        function: Callable[..., Any],
        work: Callable[..., float],
        small: Callable[..., Any] | None = None,
    ) -> None:
        update_wrapper(self, function)
        self._function, self._work, self._small, self._spent = function, work, small, 0.0

    def __call__(self, *given: Any) -> Any:
        """Run the one or the other, with the same result."""
        if self._work(*given) >= SMALL or self._has_waited():
            return self.compiled(*given)
        begun = perf_counter()
        try:
            return (self._small or self.plain)(*given)
        finally:
            took = perf_counter() - begun
            self._spent += took
            Kernel.spent += took

    def _has_waited(self) -> bool:
        """Tell whether so much was done in plain Python that machine code would have paid."""
        is_there = self._spent >= AT_HAND and (Kernel.is_near or "numba" in sys.modules)
        if not is_there and Kernel.spent < PATIENCE:
            return False
        if Kernel.spent < COMPILES and not self.is_kept:
            return False
        # Where machine code cannot be had, another way is better than the loops.
        return self._small is None or self.compiled is not self.plain

    @cached_property
    def is_kept(self) -> bool:
        """Whether it was compiled before, for whatever arguments."""
        return any(_kept_for(self.compiled))

    @cached_property
    def plain(self) -> Callable[..., Any]:
        """The function as it was written, calling other kernels as they were written."""
        function: Any = self._function
        names = dict(function.__globals__)
        for name in function.__code__.co_names:
            if isinstance(names.get(name), Kernel):
                names[name] = names[name].plain
        return FunctionType(function.__code__, names, function.__name__, function.__defaults__)

    @cached_property
    def compiled(self) -> Callable[..., Any]:
        """The function as machine code, kept on disk; as it was written where numba is not."""
        try:
            from numba import config, njit
        except ImportError:
            return self.plain
        return self.plain if config.DISABLE_JIT else njit(cache=True, nogil=True)(self._function)

    @property
    def _numba_type_(self) -> Any:
        """What numba takes a kernel for that a kernel calls."""
        from numba import types

        return types.Dispatcher(self.compiled)


def kernel(
    work: Callable[..., float] = elements, *, small: Callable[..., Any] | None = None
) -> Callable[[Callable[..., Any]], Any]:
    """Make a function over arrays a kernel, whose loops take as many steps as ``work`` says."""
    return lambda function: Kernel(function, work, small)


@contextmanager
def whatever_the_size() -> Iterator[None]:
    """Compile kernels meanwhile, however small their work."""
    global SMALL  # noqa: PLW0603 - a setting of the process
    before, SMALL = SMALL, 0
    try:
        yield
    finally:
        SMALL = before


def cached_files() -> tuple[Path, ...]:
    """Return the files that hold the machine code which this process has made or loaded."""
    found = set[Path]()
    for name, module in list(sys.modules.items()):
        if name.startswith("stickpoint.") and name.endswith("kernels"):
            for value in vars(module).values():
                kernel = value.__dict__.get("compiled") if isinstance(value, Kernel) else value
                found.update(_files_of(kernel))
    return tuple(sorted(found))


def _files_of(kernel: Any) -> Iterator[Path]:
    """Return the files of one kernel, if it was compiled for any arguments."""
    if getattr(kernel, "signatures", None):
        yield from _kept_for(kernel)


def _kept_for(kernel: Any) -> Iterator[Path]:
    """Return the files that hold what one kernel was compiled to, now or before."""
    folder = getattr(getattr(kernel, "stats", None), "cache_path", None)
    if folder:
        code = kernel.py_func.__code__
        place = f"{Path(code.co_filename).stem}.{kernel.py_func.__qualname__}-{code.co_firstlineno}"
        yield from Path(folder).glob(f"{escape(place)}.*.nb[ic]")
