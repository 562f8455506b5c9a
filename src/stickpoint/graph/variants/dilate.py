"""Game → the same game counted in mean waits for a chance to move, at another tempo if asked.

How fast parties come to move is the least known number of a case. A *tempo* κ multiplies it for all
of them at once: in the time τ = κt the game is played as written, with paces, payoffs and efforts
as they are, while what runs by the calendar (discounts, nature, dates, tolls, how long terms are
said to take to stand) runs 1/κ as fast.
Counted in mean waits every case has the same span to look ahead over, in place of a horizon at
which there would be a rush.
"""

from __future__ import annotations

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.game import Game
from stickpoint.graph.variants.changed import changed


def pace_of(game: Game) -> float:
    """Return chances to move per unit of time, averaged over the parties: 1 over the mean wait.

    Raises
    ------
    ModelError
        A game in which nobody ever gets a chance to move.
    """
    mean = float(np.mean(game.pace))
    if not mean > 0:
        raise ModelError("nobody ever gets a chance to move: every pace is 0")
    return mean


def slowest(game: Game) -> float:
    """Return the lowest pace of those who ever get a chance to move."""
    pace_of(game)
    return float(game.pace[game.pace > 0].min())


def at_tempo(game: Game, tempo: float) -> Game:
    """Play a game faster or slower by its own calendar, with payoffs and efforts as written.

    The parties alone change their tempo: what a wait for a chance to move costs stays, while
    discounts, nature, dates and tolls run on by the calendar.

    Parameters
    ----------
    game : Game
    tempo : float
        κ, above 0: how many times faster the parties are than written.
    """
    return changed(game, payoffs=game.payoffs * tempo, pace=game.pace * tempo)


def in_mean_waits(game: Game, *, tempo: float = 1.0, look: float = 30.0) -> tuple[Game, float]:
    """Count a game's time in mean waits, and let its parties look so many of them ahead.

    Parameters
    ----------
    game : Game
    tempo : float
        κ, above 0: how many times faster the parties are than written.
    look : float
        How far they look ahead, L, in mean waits: 1/L is added to every discount. Infinite for no
        such discount.

    Returns
    -------
    game : Game
        ``unit`` is "mean wait"; payoffs are per mean wait at the tempo as written.
    per_unit : float
        How many of the new units one unit of the game's calendar time is: κ / (mean wait).

    Raises
    ------
    ModelError
        A game in which nobody ever gets a chance to move.

    Examples
    --------
    >>> game = Game.from_arcs(
    ...     [[(0, 1)]], [[0.0, 2.0]], pace=4.0, precision=1.0, discount=0.1, settled=[False, True]
    ... )
    >>> counted, per_unit = in_mean_waits(game, tempo=0.5, look=20.0)
    >>> float(counted.pace[0]), float(counted.payoffs[0, 1]), per_unit
    (1.0, 0.5, 2.0)
    >>> round(float(counted.discount[0]), 3)
    0.1
    """
    mean = pace_of(game)
    per_unit = tempo * mean
    counted = changed(
        game,
        payoffs=game.payoffs / mean,
        pace=game.pace / mean,
        discount=game.discount / per_unit + 1.0 / look,
        nature_rate=game.nature_rate / per_unit,
        tolls={name: toll / per_unit for name, toll in game.tolls.items()},
        events=tuple(changed(event, time=event.time * per_unit) for event in game.events),
        holds=game.holds / per_unit,
        unit="mean wait",
    )
    return counted, per_unit
