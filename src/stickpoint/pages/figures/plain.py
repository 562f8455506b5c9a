"""Numbers → plain figures: bars with ranges, marks in a grid, curves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.pages.figures.clock_plot import COLOURS, FAINT, INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_STATES = 60


def figure(height: float, title: str) -> tuple[Figure, Axes]:
    """Begin a figure with one set of axes; raises SolveError where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure as Sheet
    except ImportError as error:
        raise SolveError("matplotlib is not installed; install stickpoint[plots]") from error
    sheet = Sheet(figsize=(8, height), layout="constrained", facecolor="white")
    axes = sheet.add_subplot()
    axes.set_title(title, loc="left", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    return sheet, axes


def bars(
    labels: Sequence[str], values: np.ndarray, ends: np.ndarray | None, axis: str, title: str
) -> Figure:
    """Draw a bar per label from the top, with a line over its range where there is one."""
    sheet, axes = figure(1.2 + 0.4 * max(len(labels), 1), title)
    places = np.arange(len(labels))
    axes.barh(places, values, color=COLOURS[4], height=0.6)
    if ends is not None and ends.size:
        axes.hlines(places, ends[0], ends[1], color=INK, linewidth=1.5)
    axes.set_yticks(places, list(labels))
    axes.invert_yaxis()
    axes.axvline(0, color=FAINT, linewidth=0.8)
    axes.set_xlabel(axis)
    return sheet


def grid(marks: np.ndarray, rows: Sequence[str], axis: str, title: str) -> Figure:
    """Mark in a row per label the numbered columns that are true; those that never are stay out."""
    shown = np.flatnonzero(marks.any(axis=0))
    left_out = shown.size - MOST_STATES
    shown = shown[:MOST_STATES]
    sheet, axes = figure(1.4 + 0.35 * len(rows), title)
    for place, row in enumerate(marks[:, shown]):
        axes.scatter(np.flatnonzero(row), np.full(row.sum(), place), color=COLOURS[0], s=40)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_xticks(range(shown.size), [str(s + 1) for s in shown], rotation=90 * (shown.size > 20))
    axes.grid(axis="x", color="#E5E5E5")
    more = f"; {left_out} more are not shown" if left_out > 0 else ""
    below = f"{axis}{more}" if shown.size else f"no {axis} at all"
    axes.set(ylim=(len(rows) - 0.5, -0.5), xlabel=below)
    return sheet


_FAR = 100
"""Times so many times the middle one are left out of a picture without a horizon."""


def climb(times: np.ndarray, horizon: float, axis: str, title: str) -> Figure:
    """Draw the share of values up to each time; those beyond the horizon never come."""
    sheet, axes = figure(3.6, title)
    ordered = np.sort(times[np.isfinite(times)])
    share = 100 * np.arange(1, ordered.size + 1) / max(times.size, 1)
    if not np.isfinite(horizon):
        # Without one, waits may be so long that the rest would be a line at the edge.
        usual = ordered[ordered <= _FAR * np.median(ordered)] if ordered.size else np.ones(1)
        horizon = 1.1 * float(usual.max(initial=0.0)) or 1.0
    if ordered.size:
        ends = np.append(ordered, max(horizon, ordered[-1])), np.append(share, share[-1:])
        axes.step(*ends, where="post", color=COLOURS[0])
    axes.set(xlim=(0, horizon), ylim=(0, 100), xlabel=axis, ylabel="% of all")
    return sheet


def curves(
    times: np.ndarray, values: dict[str, np.ndarray], axes_names: tuple[str, str], title: str
) -> Figure:
    """Draw a curve per name, and a line at nothing."""
    sheet, axes = figure(3.6, title)
    for place, (name, row) in enumerate(values.items()):
        axes.plot(times, row, color=COLOURS[place % len(COLOURS)], label=name)
    axes.axhline(0, color=FAINT, linewidth=0.8)
    axes.set(xlabel=axes_names[0], ylabel=axes_names[1])
    if values:
        axes.legend(frameon=False)
    return sheet
