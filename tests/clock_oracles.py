"""Slow, literal clock: the equations written with full matrices, integrated by scipy.

Every party has an (n, n) matrix of what a move costs: 0 on the diagonal, infinite where there is
no move. Nothing here comes from stickpoint.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import agreement_oracles
import numpy as np
from numba import njit
from scipy.integrate import solve_ivp
from scipy.linalg import expm

TIGHT = 1e-11


@dataclass(frozen=True)
class Literal:
    """A game as the equations have it.

    ``cost`` (parties, n, n), ``payoffs`` and ``terminal`` (parties, n), ``nature`` (n, n) of
    rates; ``settled`` (n,); ``events`` are pairs (time, target of each state), with True as a third
    where all foresee them; ``joint`` are agreements.
    """

    cost: np.ndarray
    payoffs: np.ndarray
    terminal: np.ndarray
    pace: np.ndarray
    precision: np.ndarray
    discount: np.ndarray
    nature: np.ndarray
    settled: np.ndarray
    events: tuple[tuple[object, ...], ...] = field(default=())
    joint: tuple[agreement_oracles.Joint, ...] = field(default=())


READINGS = ("mistakes", "centred", "taste")


@njit(cache=True)
def _choose(
    values: np.ndarray, cost: np.ndarray, precision: np.ndarray, reading: int,
    chosen: np.ndarray, worth: np.ndarray,
) -> None:  # fmt: skip
    """Write π(a|s), (parties, n, n), and B(s), what a chance to move is worth, (parties, n).

    A best reply is one choice, which stays where staying is as good. Loops, which numba compiles,
    since solvers ask tens of thousands of times.
    """
    for i in range(values.shape[0]):
        steep = precision[i]
        for s in range(values.shape[1]):
            best, reply, possible = -np.inf, s, 0
            for t in range(values.shape[1]):
                gain = values[i, t] - cost[i, s, t]
                if gain > best:
                    best, reply = gain, t
                possible += np.isfinite(cost[i, s, t])
            if values[i, s] - cost[i, s, s] >= best:
                reply = s
            total, mean = 0.0, 0.0
            for t in range(values.shape[1]):
                weight, gain = 0.0, values[i, t] - cost[i, s, t]
                if np.isinf(steep):
                    weight = 1.0 if t == reply else 0.0
                elif np.isfinite(cost[i, s, t]):
                    weight = np.exp(steep * (gain - best))
                if weight > 0.0:
                    mean += weight * gain
                total += weight
                chosen[i, s, t] = weight
            chosen[i, s] /= total
            worth[i, s] = mean / total
            if reading > 0 and steep > 0.0 and np.isfinite(steep):
                among = possible if reading == 1 else 1
                worth[i, s] = best + np.log(total / among) / steep


def chances_and_worth(
    values: np.ndarray, cost: np.ndarray, precision: np.ndarray, reading: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return π(a|s), (..., n, n), and B(s), (..., n): of one party, or of several at once."""
    n = values.shape[-1]
    rows = np.ascontiguousarray(values, dtype=float).reshape(-1, n)
    chosen, worth = np.empty((*rows.shape, n)), np.empty(rows.shape)
    if np.shape(cost) != chosen.shape:
        cost = np.broadcast_to(cost, (*values.shape, n)).reshape(chosen.shape)
    if np.shape(precision) != rows.shape[:1]:
        precision = np.broadcast_to(precision, values.shape[:-1]).ravel()
    costs, steep = np.ascontiguousarray(cost, float), np.ascontiguousarray(precision, float)
    _choose(rows, costs, steep, READINGS.index(reading), chosen, worth)
    return chosen.reshape((*values.shape, n)), worth.reshape(values.shape)


def chances(values: np.ndarray, cost: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """Return π(a|s), (..., n, n), for values (..., n): of one party, or of several at once."""
    return chances_and_worth(values, cost, precision, "mistakes")[0]


def worth_of_moving(
    values: np.ndarray, cost: np.ndarray, precision: np.ndarray, reading: str
) -> np.ndarray:
    """Return B(s), (..., n), what a chance to move is worth."""
    return chances_and_worth(values, cost, precision, reading)[1]


def choices(game: Literal, values: np.ndarray) -> np.ndarray:
    """Return π of every party, (parties, n, n), for values of shape (parties, n)."""
    return chances(values, game.cost, game.precision)


def at_chances(game: Literal, values: np.ndarray, reading: str) -> tuple[np.ndarray, np.ndarray]:
    """Return π of every party, (parties, n, n), and by how much B exceeds what π leads to."""
    chosen, kept = chances_and_worth(values, game.cost, game.precision, reading)
    return chosen, kept - (chosen @ values[..., None])[..., 0]


def generator(
    game: Literal, values: np.ndarray, chosen: np.ndarray | None = None,
    made: list[float] | None = None,
) -> np.ndarray:  # fmt: skip
    """Return Q, (n, n), for values of shape (parties, n).

    ``chosen`` are the `choices` at these, ``made`` the rates of agreements, where they are known.
    """
    chosen = choices(game, values) if chosen is None else chosen
    rates = game.nature + (game.pace[:, None, None] * chosen).sum(axis=0)
    rates += agreement_oracles.rates(game, values, made)
    rates[game.settled] = 0.0
    np.fill_diagonal(rates, 0.0)
    np.fill_diagonal(rates, -rates.sum(axis=1))
    return rates


def backward(
    game: Literal,
    horizon: float,
    reading: str,
    observers: tuple[tuple[np.ndarray, np.ndarray], ...] = (),
    *,
    max_step: float = np.inf,
    tight: float = TIGHT,
) -> tuple[np.ndarray, Callable[[float], np.ndarray]]:
    """Solve for (parties + observers, n) at time 0; give also the parties' values at any time."""
    p, n = game.payoffs.shape
    worth = np.vstack((game.payoffs, *(o[0][None] for o in observers)))
    value = np.vstack((game.terminal, *(o[1][None] for o in observers)))

    def slope(_: float, flat: np.ndarray) -> np.ndarray:
        v = flat.reshape(-1, n)
        chosen, more = at_chances(game, v[:p], reading)
        made = agreement_oracles.speeds(game, v[:p])
        out = worth + v @ generator(game, v[:p], chosen, made).T
        out[:p] += np.where(game.settled, 0.0, game.pace[:, None] * more)
        out[:p] -= game.discount[:, None] * v[:p] + agreement_oracles.efforts(game, v[:p], made)
        return out.ravel()

    pieces = []
    late = horizon
    inside = sorted((s for s in game.events if 0 < s[0] < horizon), key=lambda shock: shock[0])
    for early, target, *known in [*inside[::-1], (0.0, None)]:
        piece = solve_ivp(
            slope, (0.0, late - early), value.ravel(), method="DOP853",
            rtol=tight, atol=tight, dense_output=True, max_step=max_step,
        )  # fmt: skip
        pieces.append((early, late, piece.sol))
        value = piece.y[:, -1].reshape(-1, n)
        late = early
        if target is not None:
            where = np.where(game.settled, np.arange(n), np.array(target))
            first = 0 if any(known) else p
            value[first:] = value[first:, where]

    def at(time: float) -> np.ndarray:
        for early, late, sol in pieces:
            if time >= early:
                return sol(late - time).reshape(-1, n)[:p]
        raise AssertionError(time)

    return value, at


def backward_with_lumps(
    game: Literal, horizon: float, reading: str, lumps: np.ndarray
) -> np.ndarray:
    """Return the parties' values at time 0 where (parties, n) are paid once on settling in a state.

    A move from s to t that settles it is worth V(t) + lump to each party, whoever makes it.
    """
    p, n = game.payoffs.shape
    settles = ~game.settled[:, None] & game.settled[None, :]
    extra = np.where(settles, lumps[:, None, :], 0.0)
    dearer = Literal(
        game.cost - extra, game.payoffs, game.terminal, game.pace, game.precision, game.discount,
        game.nature, game.settled,
    )  # fmt: skip

    def slope(_: float, flat: np.ndarray) -> np.ndarray:
        v = flat.reshape(-1, n)
        rates = generator(dearer, v)
        out = game.payoffs + v @ rates.T - game.discount[:, None] * v
        out += (rates * extra).sum(axis=-1)
        chosen, more = at_chances(dearer, v, reading)
        more = more - (chosen * extra).sum(axis=-1)
        out += np.where(game.settled, 0.0, game.pace[:, None] * more)
        return out.ravel()

    whole = solve_ivp(
        slope, (0.0, horizon), game.terminal.ravel(), method="DOP853", rtol=TIGHT, atol=TIGHT
    )
    return whole.y[:, -1].reshape(p, n)


def forward(
    game: Literal,
    values_at: Callable[[float], np.ndarray],
    start: np.ndarray,
    horizon: float,
    *,
    max_step: float = np.inf,
    tight: float = TIGHT,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the distribution at the horizon and the time spent in each state by then."""
    n = start.size

    def slope(time: float, both: np.ndarray) -> np.ndarray:
        return np.concatenate((both[:n] @ generator(game, values_at(time)), both[:n]))

    both = np.concatenate((start, np.zeros(n)))
    now = 0.0
    inside = [shock for shock in game.events if 0 < shock[0] < horizon]
    for then, target, *_ in [*sorted(inside, key=lambda shock: shock[0]), (horizon, None)]:
        both = solve_ivp(
            slope, (now, then), both, method="DOP853", rtol=tight, atol=tight, max_step=max_step
        ).y[:, -1]
        now = then
        if target is not None:
            mass = np.zeros(n)
            for s in range(n):
                mass[s if game.settled[s] else target[s]] += both[s]
            both[:n] = mass
    return both[:n], both[n:]


def held_backward(
    game: Literal, rate: np.ndarray, horizon: float, *, tight: float = TIGHT
) -> tuple[np.ndarray, Callable[[float], np.ndarray]]:
    """Solve the game in which terms have to stand, in two lines of equations, (parties, n) each.

    ``game.settled`` marks where terms are met; there is played on there. With A(s, t) what it is
    worth to be signed in s,

        -dV_i/dt = … + η(s) [A_i(s) - V_i(s)]  where terms are met,     V_i(s, T) = w_i(s),
        -dA_i/dt = u_i(s) - ρ_i A_i(s),                                 A_i(s, T) = w_i(s).

    Returns V at time 0 and V at any time.
    """
    p, n = game.payoffs.shape
    playing = replace(game, settled=np.zeros(n, dtype=bool))
    passes = np.where(game.settled, rate, 0.0)

    def slope(_: float, flat: np.ndarray) -> np.ndarray:
        v, signed = flat.reshape(2, p, n)
        chosen, more = at_chances(playing, v, "centred")
        out = game.payoffs + v @ generator(playing, v, chosen).T + passes * (signed - v)
        out += game.pace[:, None] * more - game.discount[:, None] * v
        return np.stack((out, game.payoffs - game.discount[:, None] * signed)).ravel()

    end = np.stack((game.terminal, game.terminal)).ravel()
    found = solve_ivp(
        slope, (0.0, horizon), end, method="DOP853", rtol=tight, atol=tight, dense_output=True
    )

    def at(time: float) -> np.ndarray:
        return found.sol(horizon - time).reshape(2, p, n)[0]

    return at(0.0), at


def held_forward(
    game: Literal,
    rate: np.ndarray,
    values_at: Callable[[float], np.ndarray],
    start: np.ndarray,
    horizon: float,
    *,
    tight: float = TIGHT,
) -> tuple[np.ndarray, np.ndarray]:
    """Return who plays on where at the horizon, and what has been signed where by then, (n,)."""
    n = start.size
    playing = replace(game, settled=np.zeros(n, dtype=bool))
    passes = np.where(game.settled, rate, 0.0)

    def slope(time: float, both: np.ndarray) -> np.ndarray:
        p = both[:n]
        return np.concatenate((p @ generator(playing, values_at(time)) - passes * p, passes * p))

    both, now = np.concatenate((start, np.zeros(n))), 0.0
    inside = [(time, target) for time, target, *_ in game.events if 0 < time < horizon]
    for then, target in [*sorted(inside, key=lambda shock: shock[0]), (horizon, None)]:
        both = solve_ivp(slope, (now, then), both, method="DOP853", rtol=tight, atol=tight).y[:, -1]
        now = then
        if target is not None:
            mass = np.zeros(n)
            np.add.at(mass, np.array(target), both[:n])
            both[:n] = mass
    return both[:n], both[n:]


def steady(
    game: Literal, rates: np.ndarray, start: int, until: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the distribution at a time, and the time spent in each state by then, at fixed rates.

    Both by one matrix exponential between dates (C. F. Van Loan, 1978, *IEEE Transactions on
    Automatic Control* 23, 395-404).
    """
    n = rates.shape[0]
    mass, spent, now = np.eye(n)[start], np.zeros(n), 0.0
    inside = [shock for shock in game.events if 0 < shock[0] < until]
    for then, target in [*sorted(inside, key=lambda shock: shock[0]), (until, None)]:
        block = np.block([[rates, np.eye(n)], [np.zeros((n, 2 * n))]]) * (then - now)
        moved = expm(block)
        spent += mass @ moved[:n, n:]
        mass, now = mass @ moved[:n, :n], then
        if target is not None:
            landed = np.zeros(n)
            for s in range(n):
                landed[s if game.settled[s] else target[s]] += mass[s]
            mass = landed
    return mass, spent
