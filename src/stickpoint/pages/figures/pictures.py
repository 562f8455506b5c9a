"""A result → its matplotlib figure, chosen by its kind; a forecast's, and those of levers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.errors import SolveError
from stickpoint.pages.figures import clock_plot
from stickpoint.pages.figures import labels as words
from stickpoint.pages.figures.clock_plot import COLOURS, bars, climb, curves, figure, grid
from stickpoint.pages.figures.drawn import Drawn
from stickpoint.pages.hangs_on.named import Named
from stickpoint.pages.wording.dates import day_in_words
from stickpoint.pages.wording.names import plain
from stickpoint.pages.wording.spans import FAR, YEAR, fitting

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def lever_change(result: Any) -> Figure:
    """Draw what each lever costs in a proposal."""
    table = result.table()
    return bars(list(table.index), table["cost"].to_numpy(), None, "cost", result.summary())


def frontier(result: Any) -> Figure:
    """Draw the expected wait over what is spent."""
    table, unit = result.table(), result.before.game.unit
    sheet, axes = figure(3.6, "What each outlay buys")
    axes.step(table["cost"], table["mean"], where="post", color=COLOURS[0])
    axes.scatter(table["cost"], table["mean"], color=COLOURS[0])
    axes.set_ylim(bottom=0)
    axes.set(xlabel="cost", ylabel=f"expected wait, {unit}s")
    return sheet


def ripeness(result: Any) -> Figure:
    """Draw, for each of the terms, the gain of the party whose moves they need that gains least."""
    game, gain = result.run.game, result.gain
    least = {
        game.terms[offer.terms]: gain[list(offer.movers), k].min(axis=0)
        for k, offer in enumerate(result.offers)
    }
    names = (f"{game.unit}s from now", "gain of the most reluctant mover, in its payoffs")
    return curves(result.times, least, names, "When settling is worth more than going on")


def transfers(result: Any) -> Figure:
    """Draw from how much to how much suits both, for every payment that suits two."""
    game, names = result.run.game, words.parties(result)
    labels = [
        f"{names[way.payer]} to {names[way.payee]}: {game.terms[way.offer.terms]}"
        for way in result.paid
    ]
    ends = np.array([(way.low[0], way.high[0]) for way in result.paid]).reshape(-1, 2).T
    middle = np.array([way.middle for way in result.paid])
    axis = f"paid per {game.unit}, in the payee's payoffs; lines are what suits both"
    return bars(labels, middle, ends, axis, "Payments that two would rather make than go on")


def least_change(result: Any) -> Figure:
    """Draw what the change costs each party's side."""
    spent: dict[str, float] = {}
    names = words.parties(result)
    for change in result.changes:
        name = names[change.party]
        spent[name] = spent.get(name, 0.0) + change.cost
    axis = f"cost of the change of {result.of}"
    return bars(list(spent), np.array(list(spent.values())), None, axis, result.summary())


def profiles(result: Any) -> Figure:
    """Draw which part of the orders makes the state hold."""
    share = np.array([100 * result.share])
    axis, title = f"% of {result.total:,} orders", f"Orders that hold it ({result.concept})"
    return bars([words.state(result, result.state)], share, None, axis, title)


_PARTS = {
    "moves": "the parties' moves alone",
    "others": "others of its kind",
    "waits": "plain rule",
}


def forecast(result: Any) -> Figure:
    """Draw the chance that it is still open, beside what each part of the answer says alone."""
    ends = (result.quantile(share) for share in (0.9, 0.75, 0.5))
    far = max(next((end for end in ends if end is not None and end <= FAR), 10 * YEAR), 1.0)
    unit, each = fitting(far)
    days, day = np.linspace(0.0, far, 241), result.known.day
    rows = {"the forecast": 100 * result.open(days)}
    rows |= {_PARTS[key]: 100 * part.law.open(days) for key, part in result.parts.items()}
    since = day_in_words(day) if day else "the start"
    names = (f"{unit}s from {since}", "chance that it is still open, %")
    sheet = curves(days / each, rows, names, f"How long: {plain(result.case.title)}")
    first, *beside = sheet.axes[0].lines[: len(rows)]
    first.set_linewidth(2.4)
    for line, dashes in zip(beside, ((), (6, 3), (1, 2)), strict=False):
        line.set_dashes(dashes)
    sheet.axes[0].set(xlim=(0, far / each), ylim=(0, 103))
    return sheet


def draws(result: Any) -> Figure:
    """Draw what each lever and each move saves."""
    table = result.table()
    ends = table[["low", "high"]].to_numpy().T
    axis = "time saved; lines hold four draws in five"
    return bars(list(table.index), table["middle"].to_numpy(), ends, axis, "What would shorten it")


def hangs_on(result: Any) -> Figure:
    """Draw which share of the spread of when it ends each number has, with the range of that."""
    one, name = result["median"], Named(result.case)
    rows = [*one.numbers, *([one.tempo] if one.tempo else [])]
    rows.sort(key=lambda hang: -hang.total.middle)
    shares = 100 * np.array([hang.total for hang in rows]).reshape(-1, 3)
    names = [f"{name(hang.name).label}{_at_line(hang)}" for hang in rows]
    axis = "% of the spread of when it ends; lines hold four in five of the draws drawn anew"
    title = "What it hangs on when it ends"
    return bars(names, shares[:, 0], shares[:, 1:].T, axis, title)


def _at_line(hang: Any) -> str:
    return "" if hang.parameter is None else f", line {hang.parameter.line}"


MOST_BARS = 15


def picture(result: Any, **choices: Any) -> Figure:
    """Draw a result; ``choices`` are those of `clock_plot.plot`, and nothing to the rest.

    Raises SolveError where matplotlib is not installed, or there is no picture of such a result.
    """
    names = [kind.__name__ for kind in type(result).__mro__]
    if "Clock" in names:
        return clock_plot.plot(result, **choices)
    if "Course" in names:
        over = Drawn(result) if result.has_ranges else None
        return clock_plot.plot(result.run, over=over, **choices)
    draw = next((_DRAWN[name] for name in names if name in _DRAWN), None)
    if draw is None:
        raise SolveError(f"no picture of a {names[0]}; use table()")
    return draw(result)


def _stability(result: Any) -> Figure:
    """Mark each state that holds for everybody, concept by concept."""
    found = np.array([result.equilibria[concept] for concept in result.concepts])
    return grid(found, result.concepts, "state", "States that hold for every party")


def _coalitions(result: Any) -> Figure:
    concept, names = result.concepts[0], words.parties(result)
    masks = result.stable[concept]
    rows = [" + ".join(names[i] for i in members) for members in masks]
    title = f"States that a coalition would not leave ({concept})"
    return grid(np.array(list(masks.values())), rows, "state", title)


def _hypergame(result: Any) -> Figure:
    """Mark, under the first concept, what holds in fact, as played, and in each party's view."""
    concept = next(iter(result.equilibria))
    masks = [result.fact.equilibria[concept], result.equilibria[concept], *result.in_view[concept]]
    rows = ["in fact", "as played", *(f"as {name} sees it" for name in words.parties(result))]
    return grid(np.array(masks), rows, "state", f"States that hold ({concept})")


def _order_shares(result: Any) -> Figure:
    """Draw, for the states that hold in the largest share of the orders, how large that is."""
    concept = next(iter(result.equilibria))
    share, off = result.equilibria[concept], result.error(concept)
    kept = np.argsort(-share, kind="stable")[:MOST_BARS]
    names = [f"state {s + 1}" for s in kept.tolist()]
    ends = np.clip([share[kept] - 2 * off[kept], share[kept] + 2 * off[kept]], 0, 1)
    axis = "share of the orders; lines are two standard errors"
    return bars(names, share[kept], ends, axis, f"States that hold ({concept})")


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
    found = words.slopes(result)
    rows = found[:MOST_BARS]
    of, axis = words.asked(result.of, result.game.unit)
    if len(found) > MOST_BARS:
        axis += f"\nthe {MOST_BARS} steepest of {len(found)}"
    title = f"What moves {of}"
    return bars([name for name, _ in rows], np.array([x for _, x in rows]), None, axis, title)


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
    "Hypergame": _hypergame,
    "OrderShares": _order_shares,
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
    "LeverChange": lever_change,
    "Frontier": frontier,
    "Ripeness": ripeness,
    "Transfers": transfers,
    "LeastChange": least_change,
    "Profiles": profiles,
    "LeverDraws": draws,
    "Forecast": forecast,
    "HangsOn": hangs_on,
}
"""By the name of what is drawn: a picture reads a result, and needs nothing of its solver."""
