"""Game → the same game in which what is paid once is reckoned into what is paid all the time.

Where a state once reached for its lump is never left for one without it, the lumps φ_i of a course
are those of a potential: with W_i = V_i + φ_i the equations of the clock are those of a game that
pays u_i + ρ_i φ_i per unit of time and w_i + φ_i at the horizon, and has every choice alike, since
what a choice adds to φ is the same on both sides. (Summation by parts: ∫ e^{-ρt} dφ equals
e^{-ρT} φ(T) - φ(0) + ρ ∫ e^{-ρt} φ dt.) What a party expects is then told with φ of where it
stands, as though that had been paid just now.
"""

from __future__ import annotations

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.graph.variants.changed import changed


def paid(game: Game) -> Game:
    """Reckon what is paid once into payoffs and into the worths at the horizon.

    Parameters
    ----------
    game : Game
        In its last form: discounts enter here.

    Examples
    --------
    >>> game = Game.from_arcs(
    ...     [[(0, 1)]], [[0.0, 0.0]], pace=1.0, precision=1.0, discount=0.1, settled=[False, True]
    ... )
    >>> lump = paid(changed(game, once=np.array([[0.0, 5.0]]), at_end=np.zeros((1, 2))))
    >>> lump.payoffs.tolist(), lump.terminal.tolist()
    ([[0.0, 0.5]], [[0.0, 5.0]])
    """
    if not game.once.size:
        return game
    lumps = game.once + game.at_end if game.at_end.size else game.once
    nothing = np.empty((0, 0))
    return changed(
        game,
        payoffs=game.payoffs + game.discount[:, None] * lumps,
        terminal=game.terminal + lumps,
        once=nothing,
        at_end=nothing,
    )
