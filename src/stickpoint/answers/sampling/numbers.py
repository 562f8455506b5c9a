"""A case → the numbers that its clock reads, as judgements, and whether any of them is a range."""

from __future__ import annotations

from collections.abc import Collection

from stickpoint.case.model.basis import Judgement
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.graph.build_game import Changes

_KINDS = {
    *("payoff", "terminal", "toll", "pace", "discount", "precision", "effort", "nature"),
    *("holds", "lapses"),
}


def numbers_used(case: Case, changes: Changes | None = None) -> list[Judgement]:
    """List the judgements with a number that the clock reads.

    Payoffs of a rival explanation are among them only where the clock was asked to take them, in
    place of those that the case gives to the same parties.
    """
    taken = None if changes is None else changes.hypothesis
    rivals = (rival for rival in case.hypotheses if rival.name == taken)
    replaced = {line.party for rival in rivals for line in rival.payoffs}
    return [
        line
        for line in judgements(case)
        if line.kind in _KINDS
        and line.amount is not None
        and (line.kind != "payoff" or _explanation(line) in _read(line, taken, replaced))
    ]


def _explanation(line: Judgement) -> str:
    """Return the explanation that a payoff belongs to; empty for the case's own."""
    return line.where.removesuffix(line.party).removesuffix(": ")


def _read(line: Judgement, taken: str | None, replaced: Collection[str]) -> tuple[str, ...]:
    """Return whose payoffs are read for the party of a line."""
    return (taken,) if taken is not None and line.party in replaced else ("",)


def has_ranges(case: Case, changes: Changes | None = None) -> bool:
    """Tell whether any number that the clock reads is a range, so that draws differ."""
    lines = numbers_used(case, changes)
    return any(line.amount is not None and line.amount.is_open for line in lines)
