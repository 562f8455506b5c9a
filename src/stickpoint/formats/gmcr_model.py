"""The model of a ``.gmcr`` file: options, who owns them, who wants what, and its states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stickpoint.errors import ModelError
from stickpoint.logic import Diagram, Formula, literal

MAX_LISTED = 1 << 20

Pattern = tuple[tuple[int, bool], ...]
Condition = tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """One decision maker as the file describes it; option numbers are those of the file."""

    name: str
    options: tuple[int, ...] = ()
    statements: tuple[Condition, ...] = ()
    ranking: tuple[tuple[int, ...], ...] | None = None
    payoffs: tuple[float, ...] | None = None
    unseen: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A whole file."""

    options: tuple[tuple[str, str], ...]
    makers: tuple[Maker, ...]
    infeasible: tuple[Condition, ...]
    groups: tuple[tuple[int, ...], ...]
    by_hand: bool
    version: str


def sorted_by_owner(model: Model) -> Model:
    """Renumber the options in the order of their owners."""
    order = [k for maker in model.makers for k in maker.options]
    new = {old: k for k, old in enumerate(order)}

    def renumbered(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
        return tuple(
            tuple(tuple((new[k], is_yes) for k, is_yes in pattern) for pattern in condition)
            for condition in conditions
        )

    makers = tuple(
        replace(
            maker,
            options=tuple(new[k] for k in maker.options),
            statements=renumbered(maker.statements),
            unseen=renumbered(maker.unseen),
        )
        for maker in model.makers
    )
    options, infeasible = tuple(model.options[k] for k in order), renumbered(model.infeasible)
    return replace(model, options=options, makers=makers, infeasible=infeasible)


def feasible(model: Model) -> list[int]:
    """List the feasible codes, ascending; only the least where nothing numbers the states.

    `ModelError` is raised where there is none, or they cannot be counted.
    """
    count = len(model.options)
    hold: list[Formula] = [("not", _formula(condition)) for condition in model.infeasible]
    diagram = Diagram(count, hold)
    if diagram.count == 0:
        raise ModelError("they leave no state at all")
    ranked = any(maker.ranking or maker.payoffs for maker in model.makers)
    if ranked and diagram.count <= MAX_LISTED:
        return [int(code) for code in diagram.codes()]
    least = 0
    for k in reversed(range(count)):
        is_yes = not Diagram(count, [*hold, literal(k, False)]).count
        hold.append(literal(k, is_yes))
        least |= is_yes << k
    return [least]


def _formula(condition: Condition) -> Formula:
    """Return that one of the patterns of a condition fits; one of no pairs always does."""
    return ("or", tuple(("and", tuple(literal(*pair) for pair in each)) for each in condition))
