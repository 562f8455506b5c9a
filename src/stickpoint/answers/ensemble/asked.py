"""A forecast's draws → the answers of which it is asked what they hang on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.ensemble.pooled import Pooled
from stickpoint.answers.ensemble.table import LATE, MEDIAN, SETTLED, Table, within
from stickpoint.answers.forecasting.model import Floats
from stickpoint.solve.ensemble.flips import Choose

SPANS = {
    "a day": 1.0,
    "a week": 7.0,
    "a month": 30.4375,
    "three months": 91.3125,
    "half a year": 182.625,
    "a year": 365.25,
    "two years": 730.5,
    "five years": 1826.25,
    "ten years": 3652.5,
    "twenty years": 7305.0,
    "fifty years": 18262.5,
}
"""Lengths that divide waits into those that a reader tells apart, in days."""
SOON, NEVER = 0.01, 73_050.0
"""Days below and above which a draw's wait is taken as so long; none is never, two hundred years.

The spread of waits is that of their logarithm: a wait of months or of years is the question, and a
wait of which some draws have none at all has no other spread that is finite.
"""
HALF = 0.5
ENDS = "ends: "


@dataclass(frozen=True, eq=False)
class Asked:
    """One answer, draw by draw, and as the forecast gives it.

    Parameters
    ----------
    name : str
        That of `Table.answers`.
    spread : ndarray of float, shape (draws,)
        What each draw says, on the scale on which the spread is shared out.
    columns : ndarray of float, shape (draws, columns)
        By the means of these the answer in words is chosen.
    choose : callable
    words : tuple of str
        The answers in words, in their order.
    read : callable
        From weights of the draws, (rows, draws), to the forecast's own answer, (rows,).
    """

    name: str
    spread: Floats
    columns: Floats
    choose: Choose
    words: tuple[str, ...]
    read: Callable[[Floats], Floats]


def asked(draws: Table, pooled: Pooled, *, ends: bool = True) -> Iterator[Asked]:
    """List what is asked of a forecast: when it ends, how likely by when, and, if it can, how."""
    yield from _when(draws, pooled)
    yield from _by_when(draws, pooled)
    if ends:
        yield from _how(draws, pooled)


def _when(draws: Table, pooled: Pooled) -> Iterator[Asked]:
    settled = pooled.settled(np.array(list(SPANS.values())))
    words = (*(f"within {span}" for span in SPANS), f"not within {list(SPANS)[-1]}")
    for name, chance in ((MEDIAN, HALF), (LATE, 0.9)):
        yield Asked(
            name=name,
            spread=np.log(np.clip(draws.answers[name], SOON, NEVER)),
            columns=settled,
            choose=_longer_than(chance),
            words=words,
            read=_days(pooled, chance),
        )


def _longer_than(chance: float) -> Choose:
    def choose(settled: Floats) -> NDArray[np.int64]:
        return (settled < chance).sum(axis=-1)

    return choose


def _days(pooled: Pooled, chance: float) -> Callable[[Floats], Floats]:
    return lambda rows: pooled.days(rows, chance)


def _by_when(draws: Table, pooled: Pooled) -> Iterator[Asked]:
    settled = pooled.settled(np.array(list(SETTLED.values())))
    for k, span in enumerate(SETTLED):
        name = within(span)
        column = settled[:, k : k + 1]
        yield Asked(
            name=name,
            spread=draws.answers[name],
            columns=column,
            choose=lambda means: (means[..., 0] >= HALF).astype(np.int64),
            words=("less likely than not", "more likely than not"),
            read=_mean(column[:, 0]),
        )


def _mean(column: Floats) -> Callable[[Floats], Floats]:
    return lambda rows: rows @ column


def _how(draws: Table, pooled: Pooled) -> Iterator[Asked]:
    names = [name for name in draws.answers if name.startswith(ENDS)]
    for k, name in enumerate(names):
        yield Asked(
            name=name,
            spread=draws.answers[name],
            columns=pooled.ends,
            choose=lambda means: means.argmax(axis=-1),
            words=tuple(one.removeprefix(ENDS) for one in names),
            read=_mean(pooled.ends[:, k]),
        )


def of_shares(shares: Mapping[str, Floats]) -> Iterator[Asked]:
    """List the shares of the delay, each (draws,), by name: of who holds it."""
    columns = np.stack(list(shares.values()), axis=1)
    for k, name in enumerate(shares):
        yield Asked(
            name=name,
            spread=columns[:, k],
            columns=columns,
            choose=lambda means: means.argmax(axis=-1),
            words=tuple(shares),
            read=_mean(columns[:, k]),
        )
