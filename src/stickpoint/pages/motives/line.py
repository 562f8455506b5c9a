"""What the rated evidence has to say on the motive → one line."""

from __future__ import annotations

from collections.abc import Sequence

from stickpoint.answers.motives.rivals import Motives
from stickpoint.case.model.case import Case
from stickpoint.pages.wording.numbers import percent, ranged


def line(case: Case) -> str:
    """Say which explanation the record favours, if it decides; empty without rivals."""
    if len(case.hypotheses) < 2:
        return ""
    answer = Motives(case, structural=False)
    first, second = answer.leaders
    names, table = answer.tracing.hypotheses, answer.posterior.tolist()
    ahead, behind = (f"'{names[h]}', {posterior(table[h])}" for h in (first, second))
    if any(names[first] in pair for pair in answer.undecided):
        stands = f"'{names[first]}' stands highest, {posterior(table[first])}"
        return f"The record does not decide. {stands}, before {behind}."
    return f"The record favours {ahead}, before {behind}."


def posterior(row: Sequence[float]) -> str:
    """Say how likely an explanation is, with its range."""
    low, mid, high = (percent(x) for x in row)
    return ranged(mid, low, high)
