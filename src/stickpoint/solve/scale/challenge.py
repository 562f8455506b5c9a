r"""The challenge model: parties challenge one another's positions and give way, round by round.

Bueno de Mesquita's expected utility model [1]_ [2]_, whose code was never published, as Scholz,
Calbert and Smith [3]_ put it together from his papers. With positions :math:`x`, capability
:math:`c`, salience :math:`s` from 0 to 1, and :math:`L` the length of the scale at the start:

1. *Votes.* Between :math:`x_i` and :math:`x_j` party :math:`k` throws in
   :math:`v_k = c_k s_k (|x_k - x_j| - |x_k - x_i|) / L`, and
   :math:`P_{ij} = \sum_k \max(v_k, 0) / \sum_k |v_k|` ([1]_, p. 83).
2. *Utilities* of a challenge over the distance :math:`d = |x_i - x_j| / L`, for a party of risk
   exponent :math:`r`: :math:`2 - 4(\frac12 - \frac d2)^r` if it succeeds,
   :math:`2 - 4(\frac12 + \frac d2)^r` if it fails, :math:`2 - 4(\frac12)^r` if nothing is done.
3. *A challenge* of :math:`j` by :math:`i` is worth :math:`E_{ij} = s_j (P_{ij} U_s + (1 - P_{ij})
   U_f) + (1 - s_j) U_s - U_q`.
4. *Risk.* With :math:`D_i = \sum_j E_{ji}` at :math:`r = 1`, :math:`R_i = (2 D_i - \max D -
   \min D)/(\max D - \min D)` and :math:`r_i = (1 - R_i/3)/(1 + R_i/3)`.
5. *Offers* to :math:`i` from :math:`j`, as :math:`i` sees it: if :math:`E_{ji} > E_{ij} > 0` it
   would lose the fight and goes to :math:`x_j`; if :math:`E_{ij} < 0 < E_{ji}` it goes
   :math:`|E_{ij}| / E_{ji}` of the way where that is less than 1, else all of it. Of all offers it
   takes the one that moves it least; all move at once.
6. It ends when nobody moves, or after so many rounds; what is foretold is the weighted median then.

Sources differ on three points. A public program after [3]_ divides the votes for :math:`i` by those
on all pairs, not on this one, so that challenges hardly ever succeed; here it is as in [1]_. What
is expected without a challenge is that things stay as they are (:math:`Q = 1` of [3]_). And that
program takes a lost fight before a compromise; here the least move decides.

References
----------
.. [1] B. Bueno de Mesquita, Political forecasting: an expected utility method, in B. Bueno de
   Mesquita and F. N. Stokman (editors), European Community Decision Making, 1994, 71-104.
.. [2] B. Bueno de Mesquita, A decision making model: its structure and form, 1997, *International
   Interactions* 23, 235-266.
.. [3] J. B. Scholz, G. J. Calbert and G. A. Smith, Unravelling Bueno de Mesquita's group decision
   model, 2011, *Journal of Theoretical Politics* 23, 510-531.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.solve.scale.means import weighted_median

Floats = NDArray[np.float64]
ROUNDS = 50
STILL = 1e-3
"""Part of the scale below which nobody is taken to move."""
SAME = 1e-9
"""Part of the scale within which two positions are one, whatever rounding left between them."""
_MOST = 4_000_000
"""Numbers that are held at a time."""


@dataclass(frozen=True, eq=False)
class Challenges:
    """Where the parties end by challenging one another.

    Parameters
    ----------
    positions : ndarray of float, shape (draws, parties)
        After the last round.
    point : ndarray of float, shape (draws,)
        The weighted median of these.
    rounds : ndarray of int, shape (draws,)
        Rounds in which somebody moved.
    at_rest : ndarray of bool, shape (draws,)
        Whether it had ended by then.
    """

    positions: Floats
    point: Floats
    rounds: NDArray[np.int64]
    at_rest: NDArray[np.bool_]


def challenge(
    positions: Floats, capability: Floats, salience: Floats, *, rounds: int = ROUNDS
) -> Challenges:
    """Play the rounds of challenges out, all draws side by side.

    Parameters
    ----------
    positions, capability : ndarray of float, shape (draws, parties)
    salience : ndarray of float, shape (draws, parties)
        From 0 to 1: how likely a party is to resist rather than give in at once.
    rounds : int
        At most so many.

    Returns
    -------
    Challenges

    Notes
    -----
    Cost: O(rounds · draws · parties³).
    """
    draws, parties = positions.shape
    step = max(1, _MOST // max(1, parties**3))
    pieces = [
        _played(positions[k : k + step], capability[k : k + step], salience[k : k + step], rounds)
        for k in range(0, draws, step)
    ]
    x, used, rest = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return Challenges(x, weighted_median(x, capability * salience), used, rest)


def _played(
    positions: Floats, capability: Floats, salience: Floats, rounds: int
) -> tuple[Floats, NDArray[np.int64], NDArray[np.bool_]]:
    x = positions.astype(np.float64)
    length = np.maximum(x.max(1) - x.min(1), 1e-300)
    used = np.zeros(x.shape[0], np.int64)
    moving = np.ones(x.shape[0], np.bool_)
    for _ in range(rounds):
        there = np.flatnonzero(moving)
        if not there.size:
            break
        moved = _one_round(x[there], capability[there], salience[there], length[there])
        far = np.abs(moved - x[there]).max(1) > STILL * length[there]
        x[there[far]] = moved[far]
        used[there] += far
        moving[there] = far
    return x, used, ~moving


def _one_round(x: Floats, capability: Floats, salience: Floats, length: Floats) -> Floats:
    """Return where each party stands after one round."""
    distance = np.abs(x[:, :, None] - x[:, None, :]) / length[:, None, None]
    success = _success(distance, capability * salience)
    neutral = np.ones_like(x)
    danger = _worth(distance, success, salience, neutral[:, :, None]).sum(1)
    risk = _risk(danger)
    # Seen with the eyes of the party that may move, the first axis: it challenges, is challenged.
    own = _worth(distance, success, salience, risk[:, :, None])
    others = np.swapaxes(_worth(distance, success, salience, risk[:, None, :]), 1, 2)
    part = np.full_like(own, np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        gives = (own < 0) & (others > 0)
        part = np.where(gives, np.minimum(-own / others, 1.0), part)
        part = np.where((own > 0) & (others > own), 1.0, part)
        move = np.where(distance > SAME, part * distance, np.inf)
    chosen = move.argmin(2)[:, :, None]
    going = np.take_along_axis(part, chosen, 2)[:, :, 0]
    toward = np.take_along_axis(x, chosen[:, :, 0], 1)
    offered = np.isfinite(np.take_along_axis(move, chosen, 2)[:, :, 0])
    return np.asarray(np.where(offered, x + np.where(offered, going, 0.0) * (toward - x), x))


def _success(distance: Floats, weight: Floats) -> Floats:
    """Return the chance of the first axis against the second; even where they stand together."""
    closer = distance[:, None, :, :] - distance[:, :, None, :]  # of the last axis, to the second
    votes = weight[:, None, None, :] * closer
    both = np.abs(votes).sum(3)
    won = np.maximum(votes, 0.0).sum(3)
    return np.where(both > 0, won / np.where(both > 0, both, 1.0), 0.5)


def _worth(distance: Floats, success: Floats, salience: Floats, risk: Floats) -> Floats:
    """Return what it is worth to the first axis to challenge the second, by a risk exponent."""
    succeeds = 2 - 4 * (0.5 - 0.5 * np.minimum(distance, 1.0)) ** risk
    fails = 2 - 4 * (0.5 + 0.5 * np.minimum(distance, 1.0)) ** risk
    resists = salience[:, None, :]
    fought = success * succeeds + (1 - success) * fails
    return np.asarray(resists * fought + (1 - resists) * succeeds - (2 - 4 * 0.5**risk))


def _risk(danger: Floats) -> Floats:
    """Return the risk exponents, from 1/2 to 2; 1 where all are in the same danger."""
    most, least = danger.max(1, keepdims=True), danger.min(1, keepdims=True)
    spread = most - least
    apart = spread > 1e-12
    taking = np.where(apart, (2 * danger - most - least) / np.where(apart, spread, 1.0), 0.0)
    return np.asarray((1 - taking / 3) / (1 + taking / 3))
