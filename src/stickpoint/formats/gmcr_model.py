"""The model of a ``.gmcr`` file: options, who owns them, who wants what, and its states."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from stickpoint.errors import ModelError
from stickpoint.logic import Diagram, Formula

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
    return replace(
        model,
        options=tuple(model.options[k] for k in order),
        makers=makers,
        infeasible=renumbered(model.infeasible),
    )


def feasible(model: Model) -> list[int]:
    """List the feasible codes, ascending; only the least where nothing numbers the states.

    Raises
    ------
    ModelError
        There is none, or they cannot be counted.
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
        unset: Formula = ("not", ("option", k))
        if Diagram(count, [*hold, unset]).count:
            hold.append(unset)
        else:
            hold.append(("option", k))
            least |= 1 << k
    return [least]


def _formula(condition: Condition) -> Formula:
    members: list[Formula] = []
    for pattern in condition:
        parts: list[Formula] = [
            ("option", k) if is_yes else ("not", ("option", k)) for k, is_yes in pattern
        ]
        members.append(("and", tuple(parts)) if parts else ("const", True))
    return ("or", tuple(members))
