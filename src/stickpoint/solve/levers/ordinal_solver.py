"""The constraint solver at arm's length: loaded when asked for, timed, its fate in a word."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from stickpoint.errors import ModelError, SolveError


@dataclass(frozen=True)
class Clock:
    """A limit of seconds that several solves share."""

    end: float

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """Start counting now.

        Raises
        ------
        ModelError
            A limit that is not above zero.
        """
        if not seconds > 0:
            raise ModelError(f"a limit of {seconds!r} seconds found; expected more than zero")
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.end - time.monotonic())


def new_model() -> Any:
    """Give an empty constraint programme.

    Raises
    ------
    SolveError
        OR-Tools is not installed.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise SolveError(
            "levers on ranks need OR-Tools, which is not installed: "
            "install stickpoint with its extra 'levers'"
        ) from error
    return cp_model.CpModel()


def run(model: Any, clock: Clock) -> tuple[str, Any]:
    """Solve a programme within what is left of the time.

    Returns
    -------
    str
        ``optimal``, ``found`` (not proved least), ``impossible`` or ``unknown``.
    CpSolver
        Holds the values where one was found. One worker and a fixed seed: the same programme
        gives the same answer unless time runs out.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_time_in_seconds = max(clock.left, 1e-3)
    fate = {
        cp_model.OPTIMAL: "optimal",
        cp_model.FEASIBLE: "found",
        cp_model.INFEASIBLE: "impossible",
    }
    return fate.get(solver.solve(model), "unknown"), solver
