"""Games of one structure → the same with states that go on alike as one, if nothing else changes.

`graph.variants.copies` finds states from which everything goes on alike. To make them one is exact
where no party can choose between two of them, for then nobody's choices become fewer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.graph.variants.copies import copies
from stickpoint.graph.variants.quotient import Quotient


def lumped(two: Sequence[Game]) -> Quotient | None:
    """Return how games shrink, by two draws; None where they do not, or not without a change.

    Games with agreements are left as they are.
    """
    game = two[0]
    if game.agreements.size or not (groups := copies(two)):
        return None
    found = Quotient(game, groups)
    for party in range(game.n_parties):
        pairs, _ = game.arcs(party)
        source, place = pairs[:, 0].astype(np.int64), found.place[pairs[:, 1]]
        key = source * game.n_states + place
        stays = place == found.place[pairs[:, 0]]
        if stays.any() or np.unique(key).size != key.size:
            return None
    return found
