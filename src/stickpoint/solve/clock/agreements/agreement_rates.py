"""Values → the rate of every agreement, at one time; `agreement_kernels` has the equations."""

from __future__ import annotations

import numpy as np

from stickpoint.graph.game import Game
from stickpoint.solve.clock.agreements.layout import Floats, chances_of, joint_of


def agreement_rates(game: Game, value: Floats) -> Floats:
    """Return the rate per unit of time of every agreement, (acts,).

    The parties' values come first in ``value`` (states, columns).
    """
    joint = joint_of(game)
    if not joint.source.size:
        return np.empty(0)
    act = game.agreements.act
    gain = value[joint.target[act], joint.party] - value[joint.source[act], joint.party]
    worth = game.precision[joint.party] * (gain - joint.effort)
    top = np.zeros(int(joint.voice.max()) + 1)
    np.maximum.at(top, joint.voice, worth)
    odds = np.exp(worth - top[joint.voice])
    whole = np.exp(-top)
    np.add.at(whole, joint.voice, joint.share[act] * odds)
    proposed = (odds + np.exp(-top)[joint.voice]) / whole[joint.voice]
    accepted = np.exp(-np.logaddexp(0.0, -worth))
    first = joint.begin[:-1]
    found = np.multiply.reduceat(accepted, first) * np.add.reduceat(proposed, first)
    return np.asarray(chances_of(joint, game.pace, game.settled) * found)
