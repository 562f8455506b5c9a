"""stickpoint: why a conflict is stuck, who keeps it stuck, what the wait costs, what would end it.

This is the front door, and the only module that imports by name: what is public is imported on
first use, so that ``import stickpoint`` stays instant, and what objects of lower layers ask of
upper ones (`stickpoint.ports`) is plugged in here.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from stickpoint.ports import ports

if TYPE_CHECKING:
    from stickpoint.answers.exploring.explore import explore
    from stickpoint.answers.forecast import forecast, what_if
    from stickpoint.answers.levers.both import levers
    from stickpoint.answers.motives.rivals import motives
    from stickpoint.answers.record import record
    from stickpoint.answers.why.brief import why
    from stickpoint.case.check import check, load, loads
    from stickpoint.case.model.case import Case
    from stickpoint.errors import CaseError, Finding, ModelError, SolveError, StickpointError
    from stickpoint.graph.build import build as conflict
    from stickpoint.graph.build_game import build_game as game
    from stickpoint.graph.conflict import Conflict
    from stickpoint.graph.game import Game
    from stickpoint.solve.clock.batch import clocks
    from stickpoint.solve.clock.clock import clock
    from stickpoint.solve.stability.coalition import coalition
    from stickpoint.solve.stability.limited import limited
    from stickpoint.solve.stability.paths import paths
    from stickpoint.solve.stability.sanctions import stability
    from stickpoint.solve.stability.simultaneous import simultaneous
    from stickpoint.solve.stability.strength import strength
    from stickpoint.solve.stability.unknown import unknown

__version__ = "0.1.0"

_HOME = {
    "Case": "case.model.case.Case",
    "CaseError": "errors.CaseError",
    "Conflict": "graph.conflict.Conflict",
    "Finding": "errors.Finding",
    "Game": "graph.game.Game",
    "ModelError": "errors.ModelError",
    "SolveError": "errors.SolveError",
    "StickpointError": "errors.StickpointError",
    "check": "case.check.check",
    "clock": "solve.clock.clock.clock",
    "clocks": "solve.clock.batch.clocks",
    "coalition": "solve.stability.coalition.coalition",
    "conflict": "graph.build.build",
    "explore": "answers.exploring.explore.explore",
    "forecast": "answers.forecast.forecast",
    "game": "graph.build_game.build_game",
    "levers": "answers.levers.both.levers",
    "limited": "solve.stability.limited.limited",
    "load": "case.check.load",
    "loads": "case.check.loads",
    "motives": "answers.motives.rivals.motives",
    "paths": "solve.stability.paths.paths",
    "record": "answers.record.record",
    "simultaneous": "solve.stability.simultaneous.simultaneous",
    "stability": "solve.stability.sanctions.stability",
    "strength": "solve.stability.strength.strength",
    "unknown": "solve.stability.unknown.unknown",
    "what_if": "answers.forecast.what_if",
    "why": "answers.why.brief.why",
}

__all__ = [
    "Case", "CaseError", "Conflict", "Finding", "Game", "ModelError", "SolveError",
    "StickpointError", "__version__", "check", "clock", "clocks", "coalition", "conflict",
    "explore", "forecast", "game", "levers", "limited", "load", "loads", "motives", "paths",
    "record", "simultaneous", "stability", "strength", "unknown", "what_if", "why",
]  # fmt: skip

_PAGES = {
    "why": ("pages.why.brief.brief", "pages.data.why.brief"),
    "forecast": ("pages.clock.page.page", "pages.data.forecast.forecast"),
    "chances": ("pages.clock.chances.page", "pages.clock.chances.plain_data"),
    "course": ("pages.clock.course.page", "pages.data.clock.plain"),
    "endless forecast": ("pages.clock.endless.page", "pages.data.endless.plain"),
    "motives": ("pages.motives.page.page", "pages.data.motives.motives"),
    "levers": ("pages.levers.page.page", "pages.data.levers.levers"),
    "must be true": (
        "pages.ensemble.must_be_true.page",
        "pages.ensemble.must_be_true.plain_data",
    ),
    "robust": ("pages.ensemble.robust.page", "pages.ensemble.robust.plain_data"),
    "record": ("pages.record.page.page", "pages.data.record.record"),
    "scale": ("pages.scale.page", "pages.scale.plain_data"),
    "knew": ("pages.record.told.page", "pages.record.told.plain_data"),
}
"""For each question: what makes the page of its answer, and what its plain data."""

_JOBS = {
    "bands": "graph.build.bands",
    "conflict": "graph.build.build",
    "game": "graph.build_game.build_game",
    "judgements": "case.model.judgements.judgements",
    "notebook": "pages.render.notebook.notebook",
    "picture": "pages.figures.pictures.picture",
    "record_table": "formats.record_exports.events_table",
    "report": "pages.report.document.report",
    "save": "pages.render.file.save",
    "text": "pages.render.text.text",
    "unknown_pairs": "graph.build.unknown_pairs",
    **{f"page of {question}": page for question, (page, _) in _PAGES.items()},
    **{f"data of {question}": data for question, (_, data) in _PAGES.items()},
}


def _found(path: str) -> Any:
    """Import what a path within the package names."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(f"stickpoint.{module}"), name)


def _later(path: str) -> Callable[..., Any]:
    """Return what does a job, imported when it is first called."""

    def work(*given: Any, **choices: Any) -> Any:
        return _found(path)(*given, **choices)

    return work


ports.plug(**{job: _later(path) for job, path in _JOBS.items()})


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'stickpoint' has no attribute {name!r}")
    value = globals()[name] = _found(_HOME[name])
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return list(__all__)
