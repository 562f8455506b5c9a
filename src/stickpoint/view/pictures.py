"""Results → pictures: who holds where, whose delay, how long over the draws, which way."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.solve.clock.clock import Clock
from stickpoint.solve.clock.delay import Delay
from stickpoint.solve.clock.gradient import Gradient
from stickpoint.solve.clock.simulate import Simulation
from stickpoint.solve.clock.ways import Ways
from stickpoint.solve.motives.tracing import Tracing
from stickpoint.solve.stability.coalition import Coalitions
from stickpoint.solve.stability.paths import Paths
from stickpoint.solve.stability.result import Stability
from stickpoint.sweep.delays import Delays
from stickpoint.sweep.ranges import Spread
from stickpoint.view import clock_plot
from stickpoint.view.clock_plot import COLOURS, FAINT, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_STATES = 60
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
    return _grid(found, result.concepts, "state", "States that hold for every party")


@picture.register(Coalitions)
def _(result: Coalitions, **_: Any) -> Figure:
    concept = result.concepts[0]
    names = result.conflict.parties
    masks = result.stable[concept]
    rows = [" + ".join(names[i] for i in members) for members in masks]
    title = f"States that a coalition would not leave ({concept})"
    return _grid(np.array(list(masks.values())), rows, "state", title)


@picture.register(Paths)
def _(result: Paths, **_: Any) -> Figure:
    far = result.distance[result.reachable]
    values, counts = np.unique(far, return_counts=True)
    labels = [f"{value} move{'' if value == 1 else 's'}" for value in values]
    return _bars(labels, counts, None, "states", "States that can be reached")


@picture.register(Delay)
def _(result: Delay, **_: Any) -> Figure:
    shares = 100 * np.array(list(result.by_party.values()))
    return _bars(result.names, shares, None, "% of the time that hurry would save", "Whose delay")


@picture.register(Delays)
def _(result: Delays, **_: Any) -> Figure:
    told = 100 * result.told
    middle = np.median(told, axis=0) if told.size else np.full(len(result.names), np.nan)
    ends = np.array([result.band(name) for name in result.names]).T * 100
    axis = "% of the time that hurry would save; lines hold 4 draws in 5"
    return _bars(result.names, middle, ends, axis, "Whose delay")


@picture.register(Ways)
def _(result: Ways, **_: Any) -> Figure:
    labels = [f"{k}. {way.terms}" for k, way in enumerate(result.ways, 1)]
    ends = 100 * np.array([(way.low, way.high) for way in result.ways]).reshape(-1, 2).T
    shares = 100 * np.array([way.probability for way in result.ways])
    return _bars(labels, shares, ends, "% of the courses", "By which moves it ends")


@picture.register(Gradient)
def _(result: Gradient, **_: Any) -> Figure:
    rows = result.table().head(MOST_BARS)
    labels = [f"{row.number} {row.of}".strip() for row in rows.itertuples()]
    axis = "change of the answer per unit"
    return _bars(labels, rows["slope"].to_numpy(), None, axis, f"Slopes of {result.of}")


@picture.register(Tracing)
def _(result: Tracing, **_: Any) -> Figure:
    table = 100 * result.posterior()
    axis = "% after the evidence; lines are ranges"
    return _bars(result.hypotheses, table[:, 1], table[:, [0, 2]].T, axis, "Rival explanations")


@picture.register(Spread)
def _(result: Spread, **_: Any) -> Figure:
    title = "Even chance of being settled, over the draws"
    return _climb(result.median, result.horizon, "settled as likely as not after", title)


@picture.register(Simulation)
def _(result: Simulation, **_: Any) -> Figure:
    return _climb(result.time, result.horizon, "settled after", "Simulated courses")


def _figure(height: float, title: str) -> tuple[Figure, Axes]:
    try:
        from matplotlib.figure import Figure as Sheet
    except ImportError as error:
        raise SolveError("matplotlib is not installed; install stickpoint[plots]") from error
    sheet = Sheet(figsize=(8, height), layout="constrained", facecolor="white")
    axes = sheet.add_subplot()
    axes.set_title(title, loc="left", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    return sheet, axes


def _bars(
    labels: Sequence[str], values: np.ndarray, ends: np.ndarray | None, axis: str, title: str
) -> Figure:
    """Draw a bar per label from the top, with a line over its range where there is one."""
    sheet, axes = _figure(1.2 + 0.4 * max(len(labels), 1), title)
    places = np.arange(len(labels))
    axes.barh(places, values, color=COLOURS[4], height=0.6)
    if ends is not None and ends.size:
        axes.hlines(places, ends[0], ends[1], color=INK, linewidth=1.5)
    axes.set_yticks(places, list(labels))
    axes.invert_yaxis()
    axes.axvline(0, color=FAINT, linewidth=0.8)
    axes.set_xlabel(axis)
    return sheet


def _grid(marks: np.ndarray, rows: Sequence[str], axis: str, title: str) -> Figure:
    """Mark in a row per label the numbered columns that are true; those that never are stay out."""
    shown = np.flatnonzero(marks.any(axis=0))
    left_out = shown.size - MOST_STATES
    shown = shown[:MOST_STATES]
    sheet, axes = _figure(1.4 + 0.35 * len(rows), title)
    for place, row in enumerate(marks[:, shown]):
        axes.scatter(np.flatnonzero(row), np.full(row.sum(), place), color=COLOURS[0], s=40)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_xticks(range(shown.size), [str(s + 1) for s in shown], rotation=90 * (shown.size > 20))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.grid(axis="x", color="#E5E5E5")
    more = f"; {left_out} more are not shown" if left_out > 0 else ""
    axes.set_xlabel(f"{axis}{more}" if shown.size else f"no {axis} at all")
    return sheet


def _climb(times: np.ndarray, horizon: float, axis: str, title: str) -> Figure:
    """Draw the share of values up to each time; those beyond the horizon never come."""
    sheet, axes = _figure(3.6, title)
    ordered = np.sort(times[np.isfinite(times)])
    share = 100 * np.arange(1, ordered.size + 1) / max(times.size, 1)
    if ordered.size:
        ends = np.append(ordered, horizon), np.append(share, share[-1:])
        axes.step(*ends, where="post", color=COLOURS[0])
    axes.set_xlim(0, horizon)
    axes.set_ylim(0, 100)
    axes.set_xlabel(axis)
    axes.set_ylabel("% of all")
    return sheet
