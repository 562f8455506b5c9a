"""Bars, grids and curves by matplotlib: how long, how pressing, which way and at what cost."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.pages.figures import labels
from stickpoint.pages.figures.drawn import Drawn, spent
from stickpoint.pages.wording.numbers import ranged, rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# M. Okabe and K. Ito, 2008, "Color Universal Design": told apart whichever cones one has.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
OPEN = "#D9D9D9"
INK, FAINT = "#222222", "#8A8A8A"
_PALE = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.5}
BOXED: dict[str, Any] = {"fontsize": 9, "bbox": _PALE}
"""Words on a coloured ground."""
LEGIBLE = 0.06
"""An area is named inside where it is at least so high, and under the picture elsewhere."""
TITLES = ("How long?", "How close to an end?", "Which way?", "What does the wait cost?")
FEWEST_SPANS = 12
NAME = 28
"""Characters of a line of a name inside its area."""
LABEL = 56
"""Characters of a label that fit under one of two pictures side by side."""


def plot(
    clock: Any, *, quantiles: Sequence[float] = (0.1, 0.5, 0.9), over: Drawn | None = None
) -> Figure:
    """Draw survival, hazard, outcomes and tolls on a figure that pyplot neither shows nor keeps.

    ``over`` has the draws, for bands and medians, and the words of the case. ``quantiles`` are
    marked on the survival curve, as shares of settling. Raises SolveError where matplotlib is not
    installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise SolveError(
            'pictures need matplotlib, which is not installed: pip install "stickpoint[plots]"'
        ) from error
    figure = Figure(figsize=(10, 7.2), facecolor="white", layout="constrained")
    has_tolls = any(expected > 0 for expected in clock.tolls.values())
    axes = figure.subplot_mosaic("AB;CD" if has_tolls else "AB;CC")
    for axis, title in zip(axes.values(), TITLES, strict=False):
        axis.set_title(title, loc="left", fontsize=11, color=INK, fontweight="bold")
        axis.spines[["top", "right"]].set_visible(False)
        axis.spines[["left", "bottom"]].set_color(FAINT)
        axis.tick_params(colors=INK, length=3, color=FAINT, labelsize=9)
        axis.xaxis.label.set_color(INK)
        axis.yaxis.label.set_color(INK)
    _survival(axes["A"], clock, quantiles, over)
    _hazard(axes["B"], clock, over)
    _outcomes(axes["C"], clock, over)
    if has_tolls:
        _tolls(axes["D"], clock, over)
    return figure


def _ahead(axis: Axes, clock: Any, more: str = "") -> list[Any]:
    """Set the axis of time, with thin lines at the dated events in it, and return these."""
    axis.set(xlim=(0, clock.horizon), xlabel=f"{clock.game.unit}s from the start{more}")
    within = [event for event in clock.game.events if 0 < event.time < clock.horizon]
    for event in within:
        axis.axvline(event.time, color=FAINT, linewidth=0.8, linestyle=(0, (2, 2)))
    return within


def _curve(axis: Axes, clock: Any, over: Drawn | None) -> None:
    """Draw the chance of being unsettled: of one run, or the median of draws upon their band."""
    if over is None:
        grid = np.linspace(0, clock.horizon, 601)
        axis.plot(grid, 100 * clock.survival(grid), color=COLOURS[0], linewidth=2)
        return
    times, low, middle, high = over.curves
    band = "four draws out of five"
    axis.fill_between(times, 100 * low, 100 * high, color=COLOURS[4], alpha=0.35, label=band)
    axis.plot(times, 100 * middle, color=COLOURS[0], linewidth=2, label="median of the draws")
    # Under the words beside the first mark, which stand at the top.
    axis.legend(loc="upper right", bbox_to_anchor=(1, 0.86), frameon=False, fontsize=8)


def _when(clock: Any, share: float, over: Drawn | None) -> tuple[float, str] | None:
    """Return by when it is settled so surely, and in words, with the band where there is one."""
    if over is None:
        when = clock.quantile(share)
        return None if when is None else (when, f"{clock.game.unit} {rounded(when)}")
    if (found := over.quantile(share)) is None:
        return None
    ends = (rounded(end) if np.isfinite(end) else "beyond" for end in found)
    return found[0], f"{clock.game.unit} {ranged(*ends)}"


def _survival(axis: Axes, clock: Any, quantiles: Sequence[float], over: Drawn | None) -> None:
    _curve(axis, clock, over)
    axis.set(ylim=(0, 103), ylabel="chance of being unsettled, %")
    events = _ahead(axis, clock)
    beyond = []
    for q in quantiles:
        found = _when(clock, q, over)
        if found is None:
            beyond.append(f"{100 * q:g} %")
            continue
        when, words = found
        place = when, 100 * (1 - q)
        axis.plot(*place, "o", color=COLOURS[0], markersize=6)
        said = f"{100 * q:g} % settled by {words}"
        late = when > 0.62 * clock.horizon
        where: dict[str, Any] = {
            "xytext": (-9 if late else 9, 3),
            "ha": "right" if late else "left",
        }
        axis.annotate(said, place, textcoords="offset points", fontsize=9, color=INK, **where)
    if beyond:
        said = f"{' and '.join(beyond)} settled: beyond the horizon"
        axis.text(0.98, 0.04, said, transform=axis.transAxes, ha="right", fontsize=9, color=INK)
    for event in events:
        late = event.time > 0.62 * clock.horizon
        name = event.name.removeprefix("nature.").replace("_", " ")
        axis.annotate(
            f"{over.event(event.name) if over else name}{'' if event.foreseen else ', unforeseen'}",
            (event.time, 0.98), xycoords=("data", "axes fraction"), ha="right" if late else "left",
            xytext=(-4 if late else 4, 0), textcoords="offset points", va="top", fontsize=8,
            color=INK,
        )  # fmt: skip


def _hazard(axis: Axes, clock: Any, over: Drawn | None) -> None:
    begin, rate = clock.hazard(1.0 if clock.horizon >= FEWEST_SPANS else clock.horizon / 24)
    edges = np.append(begin, clock.horizon)
    axis.stairs(np.nan_to_num(rate), edges, fill=True, color=COLOURS[0])
    axis.set_ylim(bottom=0)
    axis.set_ylabel(f"rate of settling per {clock.game.unit}, while open")
    _ahead(axis, clock, ", every range at its middle" * (over is not None))
    closed = np.flatnonzero(np.isnan(rate))
    if closed.size and begin[closed[0]] < clock.horizon:
        low = axis.get_ylim()[1] * 0.04
        axis.text(clock.horizon, low, "nothing left open", ha="right", color=FAINT, **BOXED)


def _outcomes(axis: Axes, clock: Any, over: Drawn | None) -> None:
    times = np.linspace(0, clock.horizon, 601)
    table = clock.table(times)
    names = sorted(clock.game.terms, key=lambda name: -clock.outcomes[name])
    rows = 100 * np.stack([*(table[name] for name in names), table["open"]])
    colours = [COLOURS[k % len(COLOURS)] for k in range(len(names))] + [OPEN]
    axis.stackplot(times, rows, colors=colours, edgecolor="white", linewidth=0.6)
    axis.set(ylim=(0, 100), ylabel="share of all courses, %")
    _ahead(axis, clock, ", every range at its middle" * (over is not None))
    base = np.zeros_like(times)
    slight = []
    for name, row in zip([*names, "still open"], rows, strict=True):
        # A name goes where its area is highest, unless the frame would cut it off.
        inner = row * ((times > 0.15 * clock.horizon) & (times < 0.85 * clock.horizon))
        at = int(np.argmax(inner))
        if inner[at] < 100 * LEGIBLE:
            slight.append(name)
        else:
            said = over.outcome(name) if over and name in clock.game.terms else name
            said = fill(said, NAME)
            side = "left" if times[at] < clock.horizon / 3 else "center"
            side = "right" if times[at] > 2 * clock.horizon / 3 else side
            y = min(max(base[at] + row[at] / 2, 4.0), 96.0)
            axis.text(times[at], y, said, ha=side, va="center", color=INK, **BOXED)
        base = base + row
    if slight:
        thin = fill(f"too thin to see: {', '.join(slight)}", LABEL)
        axis.set_xlabel(f"{axis.get_xlabel()}\n{thin}")


def _tolls(axis: Axes, clock: Any, over: Drawn | None) -> None:
    """Draw one bar per toll, each in its own unit and so against what is expected of it."""
    names = [name for name, expected in clock.tolls.items() if expected > 0]
    place = -1.0
    for (low, middle, high), words in spent(clock, names, over):
        said = fill(words, LABEL)
        # A second line of a label needs room over its bar.
        place += 1 + 0.4 * said.count("\n")
        axis.barh(place, high - low, left=low, height=0.45, color=COLOURS[1])
        axis.plot([middle] * 2, [place - 0.225, place + 0.225], color=INK, linewidth=1.5)
        at = (0, place - 0.32)
        axis.annotate(said, at, va="bottom", fontsize=9, color=INK, annotation_clip=False)
    axis.axvline(1, color=FAINT, linewidth=0.8, linestyle=(0, (2, 2)))
    below = "times what is expected\n(bar: 4 of 5 courses; line: the middle one)"
    if over is not None:
        below = "times the middle of the draws\n(bar: four draws out of five)"
    axis.set(yticks=[], ylim=(place + 0.5, -0.7), xlabel=below)
    axis.set_xlim(left=0)


MOST_STATES = 60


def figure(height: float, title: str) -> tuple[Figure, Axes]:
    """Begin a figure with one set of axes; raises SolveError where matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure as Sheet
    except ImportError as error:
        raise SolveError("matplotlib is not installed; install stickpoint[plots]") from error
    said = labels.title(title)
    height += 0.25 * said.count("\n")
    sheet = Sheet(figsize=(8, height), layout="constrained", facecolor="white")
    axes = sheet.add_subplot()
    axes.set_title(said, loc="left", color=INK)
    axes.spines[["top", "right"]].set_visible(False)
    return sheet, axes


def bars(
    names: Sequence[str], values: np.ndarray, ends: np.ndarray | None, axis: str, title: str
) -> Figure:
    """Draw a bar per label from the top, with a line over its range where there is one."""
    rows = labels.in_lines(names)
    lines = max((row.count("\n") + 1 for row in rows), default=1)
    below = fill(axis, 64, replace_whitespace=False)
    tall = max(0.4, 0.19 * lines) * max(len(rows), 1) + 0.2 * below.count("\n")
    sheet, axes = figure(1.2 + tall, title)
    places = np.arange(len(rows))
    axes.barh(places, values, color=COLOURS[4], height=0.6)
    if ends is not None and ends.size:
        axes.hlines(places, ends[0], ends[1], color=INK, linewidth=1.5)
    axes.set_yticks(places, rows)
    axes.invert_yaxis()
    axes.axvline(0, color=FAINT, linewidth=0.8)
    # From the right end it never leaves the sheet, however wide the labels of the rows are.
    axes.set_xlabel(below, loc="right")
    return sheet


def grid(marks: np.ndarray, rows: Sequence[str], axis: str, title: str) -> Figure:
    """Mark in a row per label the numbered columns that are true; those that never are stay out."""
    shown = np.flatnonzero(marks.any(axis=0))
    left_out = shown.size - MOST_STATES
    shown = shown[:MOST_STATES]
    sheet, axes = figure(1.4 + 0.35 * len(rows), title)
    for place, row in enumerate(marks[:, shown]):
        axes.scatter(np.flatnonzero(row), np.full(row.sum(), place), color=COLOURS[0], s=40)
    axes.set_yticks(range(len(rows)), labels.in_lines(rows))
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
