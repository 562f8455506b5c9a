"""A case → the same with the payoffs of some parties put together from what they want.

Wants say what goes before what, not by how much. Here each statement is worth half of the one
before it, so that it outweighs all that follow it together, as it does in the order of states; an
order of kinds of states is spaced evenly, and weights stand as they are. On deadlocks that are over
such payoffs have forecast no better than chance: they show what hangs on a difference, or stand in
where there is nothing else, and are always named as what they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.amounts import named
from stickpoint.case.model.basis import Amount, Statement
from stickpoint.case.model.case import Case, Wants, Weights
from stickpoint.case.model.stakes import Payoff, Ranking
from stickpoint.logic import Formula, evaluate
from stickpoint.logic.formula import join

Codes = NDArray[np.uint64]
SIZE = 1.0
"""Between the best and the worst state of a party whose payoffs nothing tells the size of."""


def from_wants(case: Case, parties: Collection[str], codes: Codes) -> Case:
    """Return a case in which some parties are paid by what they want.

    Parameters
    ----------
    case : Case
    parties : collection of str
        Each with wants, a ranking or weights.
    codes : ndarray of uint64, shape (states,)
        The states over which the best is to be worth as much more than the worst as it is by the
        party's own payoffs, every range at its middle; 1 where it has none.
    """
    kept = [line for line in case.payoffs if line.party not in parties]
    for party in parties:
        kept += _lines(case, party, codes)
    return named(replace(case, payoffs=tuple(kept), levers=()))


def _lines(case: Case, party: str, codes: Codes) -> Iterator[Payoff]:
    scale = list(_scale(case.preferences[party]))
    total = _span([(s.formula, float(worth)) for s, worth in scale], codes)
    size = size_of(case, party, codes) or SIZE
    for statement, worth in scale:
        value = float(worth) * size / total if total else 0.0
        amount = Amount(value, value, value, "point", None, f"{value:.3g}", Fraction(value))
        yield Payoff(party, statement, amount)


def size_of(case: Case, party: str, codes: Codes) -> float:
    """Return how much more the best state pays a party than the worst, per unit of time."""
    unit = case.clock.unit
    own = [line for line in case.payoffs if line.party == party]
    return _span([(line.statement.formula, line.worth.per(unit).mid) for line in own], codes)


def _span(lines: list[tuple[Formula, float]], codes: Codes) -> float:
    paid = np.zeros(codes.size)
    for formula, worth in lines:
        paid[evaluate(formula, codes)] += worth
    return float(paid.max() - paid.min())


def _scale(wish: Wants | Ranking | Weights) -> Iterator[tuple[Statement, Fraction]]:
    """Yield statements that are worth something, each with its part of the whole."""
    if isinstance(wish, Wants):
        for place, item in enumerate(wish.items, 1):
            yield item.statement, Fraction(1, 2**place)
    elif isinstance(wish, Weights):
        for weight in wish.items:
            yield weight.statement, weight.weight
    else:
        above: list[Formula] = []
        for place, group in enumerate(wish.groups):
            here = join("or", (statement.formula for statement in group))
            formula = join("and", (here, *(("not", one) for one in above)))
            text = " | ".join(statement.text for statement in group)
            above.append(here)
            yield Statement(text, formula, group[0].place), Fraction(len(wish.groups) - place)
