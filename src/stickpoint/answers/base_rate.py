"""How long deadlocks of the kind last; a stand-in until kinds are there."""

from __future__ import annotations

from dataclasses import dataclass

from stickpoint.case.model.case import Case
from stickpoint.solve.durations.laws import Law


@dataclass(frozen=True, eq=False)
class BaseRate:
    """The law of a kind of deadlock."""

    kind: str
    n: int
    law: Law
    source: str = ""


def base_rate(case: Case) -> BaseRate | None:  # noqa: ARG001
    """Return none: no case names a kind yet."""
    return None
