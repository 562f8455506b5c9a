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
    names = [answer.tracing.hypotheses[place] for place in answer.leaders]
    ahead, behind = (posterior(answer.posterior[place].tolist()) for place in answer.leaders)
    first = f"The record favours '{names[0]}'"
    if any(names[0] in pair for pair in answer.undecided):
        first = f"The record does not decide. '{names[0]}' stands highest"
    return f"{first}, {ahead}, before '{names[1]}', {behind}."


def posterior(row: Sequence[float]) -> str:
    """Say how likely an explanation is, with its range."""
    low, mid, high = map(percent, row)
    return ranged(mid, low, high)
