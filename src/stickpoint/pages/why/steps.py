"""A state, or a move from one → sentences: who would stay and why, what it is to its mover."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stickpoint.answers.why.stability import Why
from stickpoint.answers.why.steps import Step
from stickpoint.pages.why.full import hold_sentence
from stickpoint.pages.wording.names import (
    CONCEPT_NAMES,
    CaseWords,
    is_plural,
    joined,
    senses,
    upper,
    verb,
)
from stickpoint.pages.wording.numbers import rounded


def at(answer: Why, state: int) -> Why:
    """Return the answer as it would be if another state held now."""
    return replace(answer, conflict=replace(answer.conflict, status_quo=state))


def is_held(answer: Why, state: int) -> str:
    """Say in which senses a state holds, or that it does not, and how it is settled."""
    held = [key for key in CONCEPT_NAMES if answer.result.equilibria[key][state]]
    said = f"It holds: {senses(held)}." if held else "It does not hold."
    terms = answer.terms(state)
    return f"It is settled as {terms}. {said}" if terms else f"It is open. {said}"


def holds(answer: Why, state: int) -> list[str]:
    """Say of each party whether it would stay in a state, and what keeps it or lets it go."""
    words = CaseWords.of(answer)
    return [hold_sentence(hold, words) for hold in at(answer, state).parties]


def doing(answer: Why, state: int) -> list[str]:
    """Say party by party what each does in a state; nothing of who does nothing."""
    told = [(name, deeds) for name, deeds in CaseWords.of(answer).doing(state) if deeds]
    return [f"{upper(name)}: {joined(deeds)}" for name, deeds in told]


def named(step: Step) -> str:
    """Say who does what by a move."""
    words = CaseWords.of(step.answer)
    return f"{upper(words.party(step.party))}: {words.deed(step.party, step.source, step.target)}"


def feels(step: Step) -> str:
    """Say in a word what a move is to its mover."""
    return "gains" if step.gain > 0 else "loses" if step.gain < 0 else "is no better off"


def told(step: Step) -> Iterator[str]:
    """Say what a move is to its mover, what it costs, and what others could answer."""
    name = CaseWords.of(step.answer).party(step.party)
    they = "they rank" if is_plural(name) else "it ranks"
    before, after, of = step.places
    if step.gain:
        ranks = f"what comes of it number {after} of {of}, and what it leaves number {before}"
        yield f"{upper(name)} {verb([name], feels(step))} by it: {they} {ranks}."
    else:
        ranks = f"both number {after} of {of}"
        yield f"{upper(name)} {verb([name], 'is')} no better off: {they} {ranks}."
    if step.cost is not None:
        effort, worth, then = step.cost
        unit = step.answer.case.clock.unit
        price = f"The move costs {rounded(effort)} of effort" if effort else "The move is free"
        yield (
            f"{price}, and a {unit} is worth {rounded(then)} after it and {rounded(worth)} before "
            "it, in its mover's own payoffs, every range at its middle."
        )
    if step.witness is not None:
        yield step.witness.sentence(CaseWords.of(step.answer))
