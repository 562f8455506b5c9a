"""Results → pictures: who holds where, whose delay, how long over the draws, which way."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.endless import EndlessRuns
from stickpoint.answers.sampling.levers import LeverDraws
from stickpoint.answers.sampling.spread import Spread
from stickpoint.errors import SolveError
from stickpoint.pages.figures import clock_plot
from stickpoint.pages.figures import levers as pictures_levers
from stickpoint.pages.figures.plain import bars, climb, curves, grid
from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.clock.delay import Delay
from stickpoint.solve.clock.gradient import Gradient
from stickpoint.solve.clock.simulate import Simulation
from stickpoint.solve.clock.stationary_clock import StationaryClock
from stickpoint.solve.clock.ways import Ways
from stickpoint.solve.levers.payoffs.frontier import Frontier
from stickpoint.solve.levers.payoffs.lever_change import LeverChange
from stickpoint.solve.levers.payoffs.ripeness import Ripeness
from stickpoint.solve.levers.payoffs.transfers import Transfers
from stickpoint.solve.levers.ranks.count import Profiles
from stickpoint.solve.levers.ranks.result import LeastChange
from stickpoint.solve.motives.evidence import LogEvidence
from stickpoint.solve.motives.tracing import Tracing
from stickpoint.solve.stability.coalition import Coalitions
from stickpoint.solve.stability.paths import Paths
from stickpoint.solve.stability.result import Stability

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_BARS = 15


@singledispatch
def picture(result: object, **_: Any) -> Figure:
    """Draw a result.

    Raises
    ------
    SolveError
        matplotlib is not installed, or there is no picture of such a result.
    """
    raise SolveError(f"no picture of a {type(result).__name__}; use table()")


@picture.register(Clock)
def _(result: Clock, **choices: Any) -> Figure:
    return clock_plot.plot(result, **choices)


@picture.register(Stability)
def _(result: Stability, **_: Any) -> Figure:
    """Mark each state that holds for everybody, concept by concept."""
    found = np.array([result.equilibria[concept] for concept in result.concepts])
    return grid(found, result.concepts, "state", "States that hold for every party")


@picture.register(Coalitions)
def _(result: Coalitions, **_: Any) -> Figure:
    concept = result.concepts[0]
    names = result.conflict.parties
    masks = result.stable[concept]
    rows = [" + ".join(names[i] for i in members) for members in masks]
    title = f"States that a coalition would not leave ({concept})"
    return grid(np.array(list(masks.values())), rows, "state", title)


@picture.register(Paths)
def _(result: Paths, **_: Any) -> Figure:
    far = result.distance[result.reachable]
    values, counts = np.unique(far, return_counts=True)
    labels = [f"{value} move{'' if value == 1 else 's'}" for value in values]
    return bars(labels, counts, None, "states", "States that can be reached")


@picture.register(Delay)
def _(result: Delay, **_: Any) -> Figure:
    shares = 100 * np.array(list(result.by_party.values()))
    return bars(result.names, shares, None, "% of the time that hurry would save", "Whose delay")


@picture.register(Delays)
def _(result: Delays, **_: Any) -> Figure:
    told = 100 * result.told
    middle = np.median(told, axis=0) if told.size else np.full(len(result.names), np.nan)
    ends = np.array([result.band(name) for name in result.names]).T * 100
    axis = "% of the time that hurry would save; lines hold 4 draws in 5"
    return bars(result.names, middle, ends, axis, "Whose delay")


@picture.register(Ways)
def _(result: Ways, **_: Any) -> Figure:
    labels = [f"{k}. {way.terms}" for k, way in enumerate(result.ways, 1)]
    ends = 100 * np.array([(way.low, way.high) for way in result.ways]).reshape(-1, 2).T
    shares = 100 * np.array([way.probability for way in result.ways])
    return bars(labels, shares, ends, "% of the courses", "By which moves it ends")


@picture.register(Gradient)
def _(result: Gradient, **_: Any) -> Figure:
    rows = result.table().head(MOST_BARS)
    labels = [f"{row.number} {row.of}".strip() for row in rows.itertuples()]
    axis = "change of the answer per unit"
    return bars(labels, rows["slope"].to_numpy(), None, axis, f"Slopes of {result.of}")


@picture.register(Tracing)
def _(result: Tracing, **_: Any) -> Figure:
    table = 100 * result.posterior()
    axis = "% after the evidence; lines are ranges"
    return bars(result.hypotheses, table[:, 1], table[:, [0, 2]].T, axis, "Rival explanations")


@picture.register(EndlessRuns)
def _(result: EndlessRuns, **choices: Any) -> Figure:
    if result.spread is None:
        raise SolveError("no draw was solved, so there is nothing to draw; use table()")
    return picture(result.spread, **choices)


@picture.register(Spread)
def _(result: Spread, **_: Any) -> Figure:
    title = "Even chance of being settled, over the draws"
    return climb(result.median, result.horizon, "settled as likely as not after", title)


@picture.register(Simulation)
def _(result: Simulation, **_: Any) -> Figure:
    return climb(result.time, result.horizon, "settled after", "Simulated courses")


@picture.register(StationaryClock)
def _(result: StationaryClock, **_: Any) -> Figure:
    table = result.table()
    names = (f"{result.game.unit}s from now", "probability of being open")
    return curves(table.index.to_numpy(), {"open": table["open"].to_numpy()}, names, "How long")


@picture.register(LogEvidence)
def _(result: LogEvidence, **_: Any) -> Figure:
    table = result.table()
    ends = table[["low", "high"]].to_numpy().T
    middle = table["middle"].to_numpy()
    axis = "after the record; lines hold four fifths"
    return bars(list(table.index), middle, ends, axis, result.summary())


@picture.register(LeverChange)
def _(result: LeverChange, **_: Any) -> Figure:
    return pictures_levers.proposal(result)


@picture.register(Frontier)
def _(result: Frontier, **_: Any) -> Figure:
    return pictures_levers.frontier(result)


@picture.register(Ripeness)
def _(result: Ripeness, **_: Any) -> Figure:
    return pictures_levers.ripeness(result)


@picture.register(Transfers)
def _(result: Transfers, **_: Any) -> Figure:
    return pictures_levers.ways_out(result)


@picture.register(LeastChange)
def _(result: LeastChange, **_: Any) -> Figure:
    return pictures_levers.ordinal(result)


@picture.register(Profiles)
def _(result: Profiles, **_: Any) -> Figure:
    return pictures_levers.profiles(result)


@picture.register(LeverDraws)
def _(result: LeverDraws, **_: Any) -> Figure:
    return pictures_levers.draws(result)
