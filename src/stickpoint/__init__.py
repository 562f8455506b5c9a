"""stickpoint: why a conflict is stuck, who keeps it stuck, what the wait costs, what would end it.

Everything below is imported on first use, so that ``import stickpoint`` stays instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stickpoint.ports import ports

if TYPE_CHECKING:
    from stickpoint.case.check import check, load, loads
    from stickpoint.case.model.case import Case
    from stickpoint.conflict.game import Game
    from stickpoint.conflict.graph import Conflict
    from stickpoint.errors import CaseError, Finding, ModelError, SolveError, StickpointError
    from stickpoint.solve.clock.clock import clock
    from stickpoint.solve.stability.coalition import coalition
    from stickpoint.solve.stability.limited import limited, nonmyopic
    from stickpoint.solve.stability.paths import paths
    from stickpoint.solve.stability.sanctions import stability
    from stickpoint.solve.stability.simultaneous import simultaneous
    from stickpoint.solve.stability.strength import strength
    from stickpoint.solve.stability.unknown import unknown

__version__ = "0.1.0"

_HOME = {
    "Case": "stickpoint.case.model.case",
    "CaseError": "stickpoint.errors",
    "Conflict": "stickpoint.conflict.graph",
    "Finding": "stickpoint.errors",
    "Game": "stickpoint.conflict.game",
    "ModelError": "stickpoint.errors",
    "SolveError": "stickpoint.errors",
    "StickpointError": "stickpoint.errors",
    "check": "stickpoint.case.check",
    "clock": "stickpoint.solve.clock.clock",
    "coalition": "stickpoint.solve.stability.coalition",
    "limited": "stickpoint.solve.stability.limited",
    "load": "stickpoint.case.check",
    "loads": "stickpoint.case.check",
    "nonmyopic": "stickpoint.solve.stability.limited",
    "paths": "stickpoint.solve.stability.paths",
    "simultaneous": "stickpoint.solve.stability.simultaneous",
    "stability": "stickpoint.solve.stability.sanctions",
    "strength": "stickpoint.solve.stability.strength",
    "unknown": "stickpoint.solve.stability.unknown",
}

__all__ = [
    "Case",
    "CaseError",
    "Conflict",
    "Finding",
    "Game",
    "ModelError",
    "SolveError",
    "StickpointError",
    "__version__",
    "check",
    "clock",
    "coalition",
    "limited",
    "load",
    "loads",
    "nonmyopic",
    "paths",
    "simultaneous",
    "stability",
    "strength",
    "unknown",
]


def _at(module: str, name: str) -> Any:
    """Return what does a job: a function that imports the one named when it is first called."""

    def work(*given: Any, **choices: Any) -> Any:
        return getattr(import_module(module), name)(*given, **choices)

    return work


ports.plug(
    bands=_at("stickpoint.conflict.build", "bands"),
    conflict=_at("stickpoint.conflict.build", "build"),
    game=_at("stickpoint.conflict.build_game", "build_game"),
    notebook=_at("stickpoint.pages.render.notebook", "notebook"),
    picture=_at("stickpoint.pages.figures.pictures", "picture"),
    record_table=_at("stickpoint.formats.record_exports", "events_table"),
    unknown_pairs=_at("stickpoint.conflict.build", "unknown_pairs"),
)


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module 'stickpoint' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
