"""What is told of states that are judged by blocks: how many hold, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.large.timed import MOST_STATES
from stickpoint.answers.orders.uncertain import Uncertain
from stickpoint.answers.why.believed import Believed
from stickpoint.answers.why.brief import MOST_COMPARED
from stickpoint.answers.why.stability import Why
from stickpoint.case.model.case import Case
from stickpoint.pages.wording.names import CONCEPT_NAMES, CaseWords, joined, plain

LESS = (
    "rule out under 'impossible' what will not be done, or make one option of options that go "
    "together: each option less halves the states"
)
MOST = 5
"""Ways to settle of which it is told in how many states they hold."""


def left_out(answer: Why) -> str:
    """Say what is not told of so many states, why, and what to do to have it."""
    case, parts = answer.case, ["who would sign", "what groups would do together"]
    if case.payoffs:
        parts.insert(0, "the clock with all that is timed")
    parts.append("how firm each verdict is")
    parts += unread(case)
    if case.nature:
        parts.append("what would hold if nature changed (--nature asks for one change)")
    return (
        f"{answer.n_states:,} states are judged by blocks, and none of them is kept. What takes "
        f"them all is left out: {joined(parts)}. To have it too, {LESS}. Among "
        f"{MOST_STATES:,} or fewer the clock answers, among {MOST_COMPARED:,} or fewer everything "
        "is told."
    )


def too_many(answer: Why) -> str:
    """Say why what takes every state says nothing of states that are judged by blocks."""
    return f"it takes every state, and {answer.n_states:,} are judged by blocks"


def unread(case: Case) -> list[str]:
    """List what a case declares that states judged by blocks are not judged by."""
    parts = ["what parties believe"] * Believed.is_in(case)
    parts += ["what is unknown or open in their orders"] * bool(
        case.unknown or Uncertain.is_in(case)
    )
    return parts + ["which differences are great"] * bool(case.strength)


def holding(answer: Why) -> Iterator[str]:
    """Say in how many states each way to settle holds, and which is best for whom."""
    for settlement in answer.settlements[:MOST] if answer.by_blocks else ():
        alike = dict[int, list[str]]()
        for key, number in (answer.counts(settlement.terms) or {}).items():
            alike.setdefault(number, []).append(CONCEPT_NAMES[key])
        told = [f"{n:,} ({joined(names)})" for n, names in alike.items() if n]
        if told:
            yield f"States in which {plain(settlement.terms)} holds: {joined(told)}."
    best = answer.best
    if len(best) > 1:
        words = CaseWords.of(answer)
        said = [
            f"{name} for {joined([words.party(i) for i in who])}"
            for name, who in best.items()
            if who
        ]
        yield f"Best of what holds: {'; '.join(said)}."
