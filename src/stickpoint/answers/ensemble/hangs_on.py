"""A forecast → for each answer the numbers of the case that it hangs on most, and where it turns.

Nothing is solved anew: what is read are the draws that the forecast was made with. The tempo of a
draw, which no line of a case says, is told apart from the numbers of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stickpoint.answers.ensemble.asked import Asked, asked, of_shares
from stickpoint.answers.ensemble.pooled import Pooled
from stickpoint.answers.ensemble.table import table
from stickpoint.answers.forecasting.model import TEMPO, Floats
from stickpoint.answers.parameters import Parameter, Parameters, parameters
from stickpoint.answers.sampling.draws import drawn
from stickpoint.answers.sampling.numbers import numbers_used
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes
from stickpoint.solve.ensemble.flips import Flip, flips
from stickpoint.solve.ensemble.indices import ENDS, Indices, indices, resampled
from stickpoint.solve.ensemble.surface import FEWEST, Basis, surface
from stickpoint.solve.result import Result

__all__ = ["FEWEST", "Band", "Hang", "Hanging", "HangsOn", "hangs_on", "held_by"]

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.answers.forecasting.predict import Forecast
    from stickpoint.answers.sampling.delays import Delays

MOST = 3
"""Numbers told of each answer."""
SIDES = 50
"""Draws drawn anew for the range of an answer on either side of a value."""


class Band(NamedTuple):
    """A value, and the range of it that the number of draws leaves: four times in five."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Hang:
    """One number, and what an answer is by it.

    Parameters
    ----------
    name : str
        As of `Parameters`, or ``"tempo"``.
    parameter : Parameter or None
        None for the tempo.
    first, total : Band
        Shares of the spread of the answer: by the number alone, and with all that it acts with.
    direction : int
        1 where more of it means more of the answer, -1 less, 0 neither, or by turns.
    thirds : tuple of float
        The values below and above which lies a third of the draws.
    low, high : Band
        The forecast's answer over the draws in the lowest third, and in the highest.
    flips : tuple of Flip
        Where the answer in words is another; empty where it is not.
    """

    name: str
    parameter: Parameter | None
    first: Band
    total: Band
    direction: int
    thirds: tuple[float, float]
    low: Band
    high: Band
    flips: tuple[Flip, ...]


@dataclass(frozen=True, eq=False)
class Hanging:
    """One answer, and the numbers that it hangs on.

    Parameters
    ----------
    answer : str
        ``"median"`` and ``"late"`` in days, ``"settled within a year"`` and the like, ``"ends: …"``
        the share of a way to end; of shares of the delay, whose.
    value : float
        What the forecast says.
    words : tuple of str
        The answers in words among which `Flip.to` counts.
    stands : int
        Which of these it is.
    numbers : tuple of Hang
        Of the case, the largest total first, at most three; fewer where the rest cannot be told
        from numbers that do nothing.
    tempo : Hang or None
        None where the tempo cannot be told from that, or there is none.
    unexplained : float
        Share of the spread that belongs to no number: joint doings of many, beyond what the draws
        can tell.
    seen : float
        A smaller share cannot be told from none.
    draws : int
    """

    answer: str
    value: float
    words: tuple[str, ...]
    stands: int
    numbers: tuple[Hang, ...]
    tempo: Hang | None
    unexplained: float
    seen: float
    draws: int


@dataclass(frozen=True, eq=False, repr=False)
class HangsOn(Result):
    """What the answers of a forecast hang on.

    Attributes
    ----------
    case : Case
    answers : tuple of Hanging
    draws, seed : int
    effective : float
        How many equally weighted draws these are worth.
    """

    case: Case
    answers: tuple[Hanging, ...]
    draws: int
    seed: int
    effective: float

    def __getitem__(self, answer: str) -> Hanging:
        """Look one up by the name of the answer; a KeyError where there is none such."""
        for found in self.answers:
            if found.answer == answer:
                return found
        raise KeyError(answer)

    def __iter__(self) -> Iterator[Hanging]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)

    def table(self) -> pd.DataFrame:
        """Return one row for each answer and number, the tempo among them."""
        import pandas as pd

        rows = [
            {"answer": one.answer, "number": hang.name, **_row(hang)}
            for one in self.answers
            for hang in (*([one.tempo] if one.tempo else []), *one.numbers)
        ]
        head = ["answer", "number", "line", *_NUMBERS]
        return pd.DataFrame(rows, columns=head).set_index(["answer", "number"])

    def summary(self) -> str:
        """Say over how many draws, of how many answers."""
        return f"What {len(self.answers)} answers hang on, over {self.draws} draws."


_NUMBERS = ("first", "total", "least", "most", "direction", "low", "high", "flips at")


def _row(hang: Hang) -> dict[str, float | int | None]:
    line = None if hang.parameter is None else hang.parameter.line
    at = hang.flips[0].at if hang.flips else None
    shares = (hang.first.middle, *hang.total, hang.direction)
    found = (*shares, hang.low.middle, hang.high.middle, at)
    return {"line": line, **dict(zip(_NUMBERS, found, strict=True))}


def hangs_on(answer: Forecast) -> HangsOn:
    """Find what each answer of a forecast hangs on, from its own draws."""
    draws, case = table(answer), answer.known.before
    used = _acting(case, answer.changes)
    kept = [k for k, name in enumerate(draws.names) if name in used or name == TEMPO]
    return HangsOn(
        case=answer.case,
        answers=tuple(
            _hanging(
                asked(draws, Pooled(answer), ends=answer.can_end),
                draws.values[:, kept],  # noqa: PD011, not a table of pandas
                tuple(draws.names[k] for k in kept),
                draws.inputs,
                draws.weights,
            )
        ),
        draws=len(draws),
        seed=answer.seed,
        effective=answer.model.effective,
    )


def held_by(delays: Delays, case: Case, changes: Changes) -> tuple[Hanging, ...]:
    """Find what each share of the delay hangs on; nothing where there are too few draws to tell."""
    known = np.isfinite(delays.shares).all(axis=1)
    if known.sum() < FEWEST:
        return ()
    inputs = Parameters(tuple(p for p in parameters(case).open if p.name in _acting(case, changes)))
    values = drawn(inputs, delays.draws, delays.seed)[known]
    shares = {name: delays.shares[known, k] for k, name in enumerate(delays.names)}
    even = np.full(len(values), 1 / len(values))
    return tuple(_hanging(of_shares(shares), values, inputs.names, inputs, even))


def _acting(case: Case, changes: Changes) -> set[str]:
    """Name the numbers that act on when and how it ends: all that the clock reads but the tolls."""
    used = (line for line in numbers_used(case, changes) if line.kind != "toll")
    return {line.amount.name for line in used if line.amount is not None}


def _hanging(
    questions: Iterable[Asked],
    values: Floats,
    names: tuple[str, ...],
    inputs: Parameters,
    weights: Floats,
) -> Iterator[Hanging]:
    """Ask each question over the same polynomials and the same draws drawn anew."""
    logs = [k for k, name in enumerate(names) if name == TEMPO]
    scaled = values.copy()
    scaled[:, logs] = np.log(scaled[:, logs])  # log-normal: its tail would be all there is
    basis, again = Basis(scaled, weights), resampled(weights)
    rows = np.concatenate((weights[None], again))
    known = {item.name: item for item in inputs}
    for one in questions:
        stands = surface(one.spread, basis)
        found = indices(one.spread, weights, stands, len(names), again)
        ordered = np.argsort(-found.total[:, 0], kind="stable").tolist()
        chosen = [k for k in ordered if found.total[k, 0] > 0 and k not in logs][:MOST]
        beside = [k for k in logs if found.total[k, 0] > 0]
        hangs = {k: _hang(one, known.get(names[k]), found, k, values[:, k], rows) for k in
                 (*chosen, *beside)}  # fmt: skip
        yield Hanging(
            answer=one.name,
            value=float(one.read(weights[None])[0]),
            words=one.words,
            stands=int(one.choose(weights @ one.columns)),
            numbers=tuple(hangs[k] for k in chosen),
            tempo=hangs[beside[0]] if beside else None,
            unexplained=found.unexplained,
            seen=found.seen,
            draws=len(weights),
        )


def _hang(
    one: Asked, item: Parameter | None, found: Indices, k: int, values: Floats, rows: Floats
) -> Hang:
    # Nobody can turn the tempo, and no line says it: where it flips the answer helps nobody.
    turns = () if item is None else flips(values, one.columns, rows[: 1 + SIDES], one.choose)
    thirds = (_value_at(values, rows[0], 1 / 3), _value_at(values, rows[0], 2 / 3))
    return Hang(
        name=TEMPO if item is None else item.name,
        parameter=item,
        first=Band(*found.first[k].tolist()),
        total=Band(*found.total[k].tolist()),
        direction=int(found.direction[k]),
        thirds=thirds,
        low=_side(one, rows, values <= thirds[0]),
        high=_side(one, rows, values >= thirds[1]),
        flips=turns,
    )


def _value_at(values: Floats, weights: Floats, part: float) -> float:
    """Return the value below which lies such a part of the draws, by weight."""
    order = np.argsort(values, kind="stable")
    at = int(np.searchsorted(np.cumsum(weights[order]), part))
    return float(values[order[min(at, len(order) - 1)]])


def _side(one: Asked, rows: Floats, side: np.ndarray) -> Band:
    """Return the answer over the draws on one side, with its range over draws drawn anew."""
    own = rows[: 1 + SIDES] * side
    total = own.sum(axis=1, keepdims=True)
    own = own[total[:, 0] > 0] / total[total[:, 0] > 0]
    if not len(own):
        return Band(*(float("nan"),) * 3)
    found = one.read(own)
    # Not by straight lines between two draws, of which one may be without end.
    ends = np.quantile(found[1:] if len(found) > 1 else found, ENDS, method="inverted_cdf")
    return Band(float(found[0]), float(min(ends[0], found[0])), float(max(ends[1], found[0])))
