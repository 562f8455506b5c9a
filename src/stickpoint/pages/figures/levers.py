"""What would end it → pictures: what each outlay buys, who could pay whom, when waiting hurts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from stickpoint.pages.figures.clock_plot import COLOURS
from stickpoint.pages.figures.plain import bars, curves, figure

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
    names = (f"{game.unit}s from now", "gain of the most reluctant mover")
    return curves(result.times, least, names, "When settling is worth more than going on")


def transfers(result: Any) -> Figure:
    """Draw from how much to how much suits both, for every payment that suits two."""
    game = result.run.game
    labels = [
        f"{game.parties[way.payer]} to {game.parties[way.payee]}: {game.terms[way.offer.terms]}"
        for way in result.paid
    ]
    ends = np.array([(way.low[0], way.high[0]) for way in result.paid]).reshape(-1, 2).T
    middle = np.array([way.middle for way in result.paid])
    axis = "paid per unit of time, in the payee's payoffs; lines are what suits both"
    return bars(labels, middle, ends, axis, "Payments that two would rather make than go on")


def least_change(result: Any) -> Figure:
    """Draw what the change costs each party's side."""
    spent: dict[str, float] = {}
    for change in result.changes:
        name = result.conflict.parties[change.party]
        spent[name] = spent.get(name, 0.0) + change.cost
    axis = f"cost of the change of {result.of}"
    return bars(list(spent), np.array(list(spent.values())), None, axis, result.summary())


def profiles(result: Any) -> Figure:
    """Draw which part of the orders makes the state hold."""
    share = np.array([100 * result.share])
    axis, title = f"% of {result.total:,} orders", f"Orders that hold it ({result.concept})"
    return bars([f"state {result.state + 1}"], share, None, axis, title)


def draws(result: Any) -> Figure:
    """Draw what each lever and each move saves."""
    table = result.table()
    ends = table[["low", "high"]].to_numpy().T
    axis = "time saved; lines hold four draws in five"
    return bars(list(table.index), table["middle"].to_numpy(), ends, axis, "What would shorten it")
