"""The draws of a forecast, pooled with the rest → shares of the ways to end.

Half of a share is where the parties' moves lead, half how firmly terms would hold. Where a day
settles it for certain, so ends what is open until then by the whole answer, and what is open then
ends as that day has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stickpoint.answers.forecasting.draws.latest import Closed, Floats
from stickpoint.solve.durations.laws import Law
from stickpoint.solve.durations.mixture import Mixture
from stickpoint.solve.durations.until import Until

if TYPE_CHECKING:
    from stickpoint.answers.forecasting.draws.one_draw import OneDraw
    from stickpoint.answers.forecasting.predict import Forecast

SOME = 1e-12
"""Terms on which it ends before the day with a smaller chance than this cannot be met by then."""


def outcomes(answer: Forecast) -> dict[str, float]:
    """Return the shares of the ways to end, which add up to 1."""
    moves, firm, share = answer.model.shares, answer.holding, answer.rules.stable
    if answer.model.cut is not None:
        found = answer.model.weights @ answer.ends
        return dict(zip(answer.model.terms, found.tolist(), strict=True))
    if firm is None:
        return moves
    return {name: (1 - share) * moves[name] + share * firm[name] for name in moves}


def ends(answer: Forecast) -> Floats:
    """Return for each draw the shares of the ways to end, (draws, terms), of the whole answer."""
    model, part = answer.model, answer.rules.stable
    found = np.stack([draw.shares for draw in model.draws])
    if answer.holding is None:
        firm = None
    else:
        firm = np.array([answer.holding[name] for name in model.terms])
        found = (1 - part) * found + part * firm
    for k, draw in enumerate(model.draws):
        if draw.closed is not None:
            found[k] = _until(answer, draw, firm)
    return found


def _until(answer: Forecast, draw: OneDraw, firm: Floats | None) -> Floats:
    """Return the shares in a draw that a day settles for certain."""
    one, part = draw.closed, answer.rules.stable
    assert one is not None, "asked only of such draws"
    before, can = one.before, one.before > SOME
    if firm is not None and can.any() and (held := firm * can).any():
        before = (1 - part) * before / before.sum() + part * held / held.sum()
    return one.ends(still_open(answer, one), before)


def still_open(answer: Forecast, one: Closed) -> float:
    """Return the chance, by the whole answer with one draw, of being open until its last day."""
    laws = ((part.weight, part.law) for name, part in answer.parts.items() if name != "moves")
    rest = sum(weight * float(law.open(one.days)) for weight, law in laws)
    return answer.parts["moves"].weight * one.still + rest


def until_then(answer: Forecast) -> float:
    """Return the chance of being open until the day that settles it for certain in all draws."""
    draws, weights = answer.model.draws, answer.model.weights
    told = [0.0 if x.closed is None else still_open(answer, x.closed) for x in draws]
    return float(weights @ np.array(told))


def looked_at(answer: Forecast, last: float) -> float:
    """Return the day of an even chance, by which what is done is held against what is not.

    ``last`` where that never comes; just before a day that settles it for certain, if that is the
    day, for by then it is over whatever is done.
    """
    middle, cut = answer.quantile(0.5), answer.model.cut
    found = last if middle is None else middle
    if cut is not None and answer.model.is_sure and found >= cut[0][0]:
        return float(np.nextafter(cut[0][0], 0.0))
    return found


def pooled(answer: Forecast, moves: Law, undated: Law) -> Law:
    """Pool a law of the parties' moves with the rest, each as long as a day leaves it open.

    ``undated`` is how long the moves would take if no day settled it for certain.
    """
    weights = [part.weight for part in answer.parts.values()]
    laws: Mapping[str, Law] = {name: part.law for name, part in answer.parts.items()}
    cut, model = answer.model.cut, answer.model
    if cut is None:
        return Mixture(weights, _among(laws, moves))
    if model.is_sure:
        return Until(Mixture(weights, _among(laws, undated)), *cut)
    return Mixture(weights, _among({name: Until(law, *cut) for name, law in laws.items()}, moves))


def _among(laws: Mapping[str, Law], moves: Law) -> Sequence[Law]:
    """Return laws with another one in place of that of the parties' moves."""
    return list(({**laws, "moves": moves}).values())
