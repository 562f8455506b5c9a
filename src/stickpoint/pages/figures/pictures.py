"""Results → pictures: who holds where, whose delay, how long over the draws, which way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.pages.figures import clock_plot, levers
from stickpoint.pages.figures.plain import bars, climb, curves, grid

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_BARS = 15


def picture(result: Any, **choices: Any) -> Figure:
    """Draw a result; ``choices`` are those of `clock_plot.plot`, and nothing to the rest.

    Raises SolveError where matplotlib is not installed, or there is no picture of such a result.
    """
    names = [kind.__name__ for kind in type(result).__mro__]
    if "Clock" in names:
        return clock_plot.plot(result, **choices)
    draw = next((_DRAWN[name] for name in names if name in _DRAWN), None)
    if draw is None:
        raise SolveError(f"no picture of a {names[0]}; use table()")
    return draw(result)


def _stability(result: Any) -> Figure:
    """Mark each state that holds for everybody, concept by concept."""
    found = np.array([result.equilibria[concept] for concept in result.concepts])
    return grid(found, result.concepts, "state", "States that hold for every party")


def _coalitions(result: Any) -> Figure:
    concept, names = result.concepts[0], result.conflict.parties
    masks = result.stable[concept]
    rows = [" + ".join(names[i] for i in members) for members in masks]
    title = f"States that a coalition would not leave ({concept})"
    return grid(np.array(list(masks.values())), rows, "state", title)


def _paths(result: Any) -> Figure:
    values, counts = np.unique(result.distance[result.reachable], return_counts=True)
    labels = [f"{value} move{'' if value == 1 else 's'}" for value in values]
    return bars(labels, counts, None, "states", "States that can be reached")


def _delay(result: Any) -> Figure:
    shares = 100 * np.array(list(result.by_party.values()))
    return bars(result.names, shares, None, "% of the time that hurry would save", "Whose delay")


def _delays(result: Any) -> Figure:
    told = 100 * result.told
    middle = np.median(told, axis=0) if told.size else np.full(len(result.names), np.nan)
    ends = np.array([result.band(name) for name in result.names]).T * 100
    axis = "% of the time that hurry would save; lines hold 4 draws in 5"
    return bars(result.names, middle, ends, axis, "Whose delay")


def _ways(result: Any) -> Figure:
    labels = [f"{k}. {way.terms}" for k, way in enumerate(result.ways, 1)]
    ends = 100 * np.array([(way.low, way.high) for way in result.ways]).reshape(-1, 2).T
    shares = 100 * np.array([way.probability for way in result.ways])
    return bars(labels, shares, ends, "% of the courses", "By which moves it ends")


def _gradient(result: Any) -> Figure:
    rows = result.table().head(MOST_BARS)
    labels = [f"{row.number} {row.of}".strip() for row in rows.itertuples()]
    axis = "change of the answer per unit"
    return bars(labels, rows["slope"].to_numpy(), None, axis, f"Slopes of {result.of}")


def _tracing(result: Any) -> Figure:
    table = 100 * result.posterior()
    axis = "% after the evidence; lines are ranges"
    return bars(result.hypotheses, table[:, 1], table[:, [0, 2]].T, axis, "Rival explanations")


def _spread(result: Any) -> Figure:
    title = "Even chance of being settled, over the draws"
    return climb(result.median, result.horizon, "settled as likely as not after", title)


def _endless(result: Any) -> Figure:
    if result.spread is None:
        raise SolveError("no draw was solved, so there is nothing to draw; use table()")
    return _spread(result.spread)


def _simulation(result: Any) -> Figure:
    return climb(result.time, result.horizon, "settled after", "Simulated courses")


def _stationary(result: Any) -> Figure:
    table = result.table()
    names = (f"{result.game.unit}s from now", "probability of being open")
    return curves(table.index.to_numpy(), {"open": table["open"].to_numpy()}, names, "How long")


def _evidence(result: Any) -> Figure:
    table = result.table()
    ends, axis = table[["low", "high"]].to_numpy().T, "after the record; lines hold four fifths"
    return bars(list(table.index), table["middle"].to_numpy(), ends, axis, result.summary())


_DRAWN: dict[str, Callable[[Any], Figure]] = {
    "Stability": _stability,
    "Coalitions": _coalitions,
    "Paths": _paths,
    "Delay": _delay,
    "Delays": _delays,
    "Ways": _ways,
    "Gradient": _gradient,
    "Tracing": _tracing,
    "EndlessRuns": _endless,
    "Spread": _spread,
    "Simulation": _simulation,
    "StationaryClock": _stationary,
    "LogEvidence": _evidence,
    "LeverChange": levers.lever_change,
    "Frontier": levers.frontier,
    "Ripeness": levers.ripeness,
    "Transfers": levers.transfers,
    "LeastChange": levers.least_change,
    "Profiles": levers.profiles,
    "LeverDraws": levers.draws,
}
"""By the name of what is drawn: a picture reads a result, and needs nothing of its solver."""
