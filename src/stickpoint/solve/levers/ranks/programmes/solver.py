"""The constraint solver at arm's length: loaded when needed, its work limited, its fate a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError, SolveError

LEAST_SPENT = 0.01
"""What a solve counts for at least, so that however many easy ones come to an end."""


class Budget:
    """A limit of work that several solves share, in the solver's deterministic seconds.

    The solver counts its own steps, and a second of them takes about a second of a quiet processor.
    So an answer depends neither on the machine nor on what else it does.
    """

    def __init__(self, work: float) -> None:
        if not work > 0:
            raise ModelError(f"a limit of {work!r} on the work found; expected more than zero")
        self.left = work

    def spend(self, work: float) -> None:
        """Take off what a solve has used."""
        self.left = max(0.0, self.left - max(work, LEAST_SPENT))

    def part(self, parts: int) -> Budget:
        """Lay an equal part of what is left aside; what is not used of it comes back by `join`."""
        aside = Budget(max(self.left / parts, 1e-9))
        self.left = max(0.0, self.left - aside.left)
        return aside

    def join(self, aside: Budget) -> None:
        """Take back what was laid aside and not used."""
        self.left += aside.left


def new_model() -> Any:
    """Return an empty constraint programme; SolveError where OR-Tools is not installed."""
    try:
        from ortools.sat.python import cp_model
    except ImportError as error:
        raise SolveError(
            "levers on ranks need OR-Tools, which is not installed: "
            "install stickpoint with its extra 'levers'"
        ) from error
    return cp_model.CpModel()


def run(model: Any, budget: Budget) -> tuple[str, Any]:
    """Solve a programme within what is left of the work; give its fate and the solver with values.

    The fate is ``optimal``, ``found`` (not proved least), ``impossible`` or ``unknown``. One worker
    and a fixed seed: the same programme gives the same answer on every run.
    """
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False  # Ctrl-C ends the run, not the search alone
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = max(budget.left, 1e-9)
    fate = {
        cp_model.OPTIMAL: "optimal",
        cp_model.FEASIBLE: "found",
        cp_model.INFEASIBLE: "impossible",
    }
    status = fate.get(solver.solve(model), "unknown")
    budget.spend(float(solver.deterministic_time))
    return status, solver


def values_of(solver: Any, literals: Iterable[Any]) -> NDArray[np.bool_]:
    """Return what a solution has for some literals, all at once: there may be thousands."""
    found = np.array(solver.response_proto.solution, dtype=np.bool_)
    # The opposite of variable k has the number -k - 1.
    numbers = np.array([literal.index for literal in literals], dtype=np.int64)
    return np.where(numbers < 0, ~found[-numbers - 1], found[numbers])


def negated(literal: Any) -> Any:
    """Return the opposite of a literal, or of what is fixed."""
    return not literal if isinstance(literal, int) else ~literal


def all_of(model: Any, parts: Iterable[Any]) -> Any:
    """Return a literal that implies all of some, or True or False where that is fixed."""
    left = [part for part in parts if part is not True]
    if any(part is False for part in left):
        return False
    if len(left) < 2:
        return left[0] if left else True
    every = model.new_bool_var("")
    for part in left:
        model.add_implication(every, part)
    return every


def require_any(model: Any, choices: Sequence[Any]) -> None:
    """Ask for one of some literals, unless one is fixed to hold."""
    if not any(choice is True for choice in choices):
        model.add_bool_or([choice for choice in choices if choice is not False])
