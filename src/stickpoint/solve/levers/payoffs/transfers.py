"""A run of the clock → transfers between two parties that both would rather have than go on.

The payer a and the payee b settle on terms k at time t, in the settled state s_k at the fewest
moves from where things stand, and from then to the horizon T the payer gives up e·x per unit of
time so that the payee gains x, e being the *rate of exchange*: payoffs of two parties are on
scales of their own, and nothing here makes them one. With A_i(t) = ∫_t^T exp(-ρ_i (s - t)) ds, b
would rather have that than play on where

    V_b(s_k, t) + x A_b(t) ≥ V_b(s_0, t),        x ≥ low  = (V_b(s_0, t) - V_b(s_k, t)) / A_b(t),

and a where x ≤ high = (V_a(s_k, t) - V_a(s_0, t)) / (e A_a(t)). For a payment made once, A is 1.
Where low ≤ high and high ≥ 0 there is a *way out*; where low ≤ 0 as well, neither has to pay. It
is the zone of possible agreement of H. Raiffa, 1982, *The Art and Science of Negotiation*,
chapter 4, with playing on as what each falls back on, and over time. The others are not asked;
who of them would lose is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import ModelError
from stickpoint.solve.clock.clock import Clock, clock
from stickpoint.solve.levers.payoffs.ripeness import Floats, Offer, Ripeness
from stickpoint.solve.result import Result


@dataclass(frozen=True, eq=False, repr=False)
class Transfer:
    """What two parties could agree on, over time.

    Attributes
    ----------
    payer, payee : int
    offer : Offer
    exchange : float
        What the payer gives up for one unit of the payee's.
    once : bool
        Paid once, rather than per unit of time from settling on.
    times, low, high : ndarray of float, shape (points,)
        The least that the payee takes and the most that the payer gives, both in the payee's units.
    losers : tuple of int
        Other parties that would now rather play on than be settled so.
    """

    payer: int
    payee: int
    offer: Offer
    exchange: float
    once: bool
    times: Floats
    low: Floats
    high: Floats
    losers: tuple[int, ...]

    @property
    def exists(self) -> bool:
        """Whether there is one now in which the payee has to be paid."""
        return bool(0 < self.low[0] <= self.high[0])

    @property
    def free(self) -> bool:
        """Whether both would now settle so without any payment."""
        return bool(self.low[0] <= 0 <= self.high[0])

    @property
    def middle(self) -> float:
        """The middle of what both would accept now."""
        return float((max(self.low[0], 0.0) + self.high[0]) / 2)

    @property
    def open(self) -> NDArray[np.bool_]:
        """Whether there is a payment, or none, that both would accept, at each time."""
        return (self.low <= self.high) & (self.high >= 0)


@dataclass(frozen=True, eq=False, repr=False)
class Transfers(Result):
    """Every pair of parties and every way to settle.

    Attributes
    ----------
    run : Clock
    pairs : tuple of Transfer
    """

    _about = "run"

    run: Clock
    pairs: tuple[Transfer, ...]

    @property
    def paid(self) -> tuple[Transfer, ...]:
        """Those that exist now for a payment, the widest first."""
        found = [transfer for transfer in self.pairs if transfer.exists]
        return tuple(sorted(found, key=lambda transfer: float(transfer.low[0] - transfer.high[0])))

    def table(self) -> Any:
        """Return one row per pair and terms: least taken and most given now, and who would lose."""
        import pandas as pd

        game = self.run.game
        rows = [
            {
                "payer": game.parties[transfer.payer],
                "payee": game.parties[transfer.payee],
                "terms": game.terms[transfer.offer.terms],
                "least taken": float(transfer.low[0]),
                "most given": float(transfer.high[0]),
                "way out": transfer.exists,
                "without payment": transfer.free,
                "would lose": ", ".join(game.parties[i] for i in transfer.losers),
            }
            for transfer in self.pairs
        ]
        return pd.DataFrame(rows)

    def summary(self) -> str:
        """Count what there is."""
        free = sum(transfer.free for transfer in self.pairs)
        return f"{len(self.paid)} ways out for a payment, {free} without, of {len(self.pairs)}."

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        game = self.run.game
        return {
            "pairs": [
                {
                    "payer": game.parties[transfer.payer],
                    "payee": game.parties[transfer.payee],
                    "terms": game.terms[transfer.offer.terms],
                    "exchange": transfer.exchange,
                    "once": transfer.once,
                    "low": float(transfer.low[0]),
                    "high": float(transfer.high[0]),
                    "exists": transfer.exists,
                    "without_payment": transfer.free,
                    "would_lose": [game.parties[i] for i in transfer.losers],
                }
                for transfer in self.pairs
            ],
            "version": self.version,
            "fingerprint": self.fingerprint,
        }


def transfers(
    ripe: Ripeness, *, exchange: Mapping[tuple[int, int], float] | None = None, once: bool = False
) -> Transfers:
    """Find what each pair of parties could agree on for each of the terms that moves can reach.

    Parameters
    ----------
    ripe : Ripeness
    exchange : mapping of (int, int) to float, optional
        What a payer gives up for one unit of a payee's, by (payer, payee); 1 where left out, which
        is an assumption and should be said.
    once : bool
        A payment made once, rather than per unit of time.

    Raises
    ------
    ModelError
        A rate of exchange that is not above 0.
    """
    game, rates = ripe.run.game, dict(exchange or {})
    if any(not rate > 0 for rate in rates.values()):
        raise ModelError(f"rates of exchange are {rates}; expected numbers above 0")
    times = ripe.times[:-1]
    span = ripe.run.horizon - times
    annuity = np.array([np.ones_like(span) if once else _annuity(r, span) for r in game.discount])
    found = []
    for k, offer in enumerate(ripe.offers):
        gain = ripe.gain[:, k, :-1]
        for a, b in permutations(range(game.n_parties), 2):
            rate = rates.get((a, b), 1.0)
            losers = tuple(i for i in ripe.reluctant(k) if i not in (a, b))
            low, high = -gain[b] / annuity[b], gain[a] / (rate * annuity[a])
            found.append(Transfer(a, b, offer, rate, once, times, low, high, losers))
    return Transfers(ripe.run, tuple(found))


def _annuity(discount: float, span: Floats) -> Floats:
    return span.copy() if discount == 0 else -np.expm1(-discount * span) / discount


def promised(run: Clock, transfer: Transfer, amount: float) -> Clock:
    """Run the clock again with a payment promised for settling on some terms.

    Parameters
    ----------
    run : Clock
    transfer : Transfer
    amount : float
        To the payee, per unit of time in every state settled on the terms.

    Raises
    ------
    ModelError
        A payment made once: the clock has payoffs per unit of time only.
    """
    if transfer.once:
        raise ModelError(
            "a payment made once cannot be promised to the clock; ask for one per unit"
        )
    game = run.game
    here = game.settled & (game.terms_index == transfer.offer.terms)
    payoffs = game.payoffs.copy()
    payoffs[transfer.payee, here] += amount
    payoffs[transfer.payer, here] -= transfer.exchange * amount
    return clock(
        replace(game, payoffs=payoffs), run.start,
        horizon=run.horizon, shocks=run.shocks, tolerance=run.tolerance,
    )  # fmt: skip
