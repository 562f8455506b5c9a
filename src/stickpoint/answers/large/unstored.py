"""A case with more states than can be stored → who would stay where, judged by blocks.

That takes a cube: options that switch freely, each by one party, nothing ruled out, everybody
ranked by wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.case import Case, Wants, settlements
from stickpoint.case.model.pauses import ending
from stickpoint.errors import ModelError
from stickpoint.graph.build import setting_of_nature
from stickpoint.logic.formula import Formula, evaluate, restrict
from stickpoint.solve.stability.blocks.by_blocks import BlockStability, stability_by_blocks
from stickpoint.solve.stability.blocks.cube import StatedCube

__all__ = ["BlockStability", "Unstored", "unstored"]


@dataclass(frozen=True, eq=False)
class Unstored:
    """Who would stay where, in a case whose states are never listed.

    Attributes
    ----------
    case : Case
    found : BlockStability
    nature : int
        The bits of nature's options, which hold in every state.
    """

    case: Case
    found: BlockStability
    nature: int

    @property
    def status_quo(self) -> int:
        """The option vector of today, nature left out; states are numbered by it."""
        return sum(1 << k for k, option in enumerate(self.case.options) if option.now)

    def settled(self, codes: NDArray[np.uint64]) -> list[str]:
        """Name the terms on which some states are settled, '' for those that are open."""
        whole = codes | np.uint64(self.nature)
        over = ending(self.case)
        terms, place = settlements(
            self.case, whole, None if over is None else evaluate(over, whole)
        )
        return ["" if k < 0 else terms[k] for k in place.tolist()]


def why_not(case: Case) -> str:
    """Say why a case cannot be judged by blocks; empty where it can."""
    if case.constraints or case.same:
        return "some option vectors are ruled out, or count as one"
    for option in case.options:
        if option.one_way or option.needs is not None:
            return f"{option.id} cannot be switched freely"
    if case.imposed:
        # A block is what one party switches, so each option has to have one that does.
        return f"{case.imposed[0].patron} can set options of {case.imposed[0].client}'s"
    for party in case.parties:
        if not isinstance(case.preferences.get(party.id), Wants):
            return f"{party.id} is not ranked by wants"
    return ""


def unstored(
    case: Case,
    concepts: Iterable[str],
    nature: Mapping[str, bool] | None = None,
    told: Callable[[str], object] | None = None,
) -> Unstored:
    """Judge a case by blocks.

    Raises
    ------
    ModelError
        A case that is no cube of wants, or one too large even so.
    """
    setting = setting_of_nature(case, nature or {})
    cube = cube_of(case, setting)
    found = stability_by_blocks(cube.owners, cube.lines, concepts, told=told)
    return Unstored(case, found, bits_of(case, setting))


def bits_of(case: Case, setting: Mapping[str, bool]) -> int:
    """Return nature's options as they are set, as bits."""
    return sum(1 << case.option_index[name] for name, value in setting.items() if value)


def cube_of(case: Case, setting: Mapping[str, bool]) -> StatedCube:
    """Return a case's cube of wants, with nature set.

    Raises
    ------
    ModelError
        A case that is no such cube.
    """
    if reason := why_not(case):
        raise ModelError(f"so many states can only be judged where all can be, and {reason}")
    owners = [case.party_index[option.party] for option in case.options]
    lines = []
    for party in case.parties:
        wish = case.preferences[party.id]
        assert isinstance(wish, Wants), "asked above"
        said = [_held(case, item.statement.formula, setting) for item in wish.items]
        lines.append([(formula, 1 << (len(said) - 1 - x)) for x, formula in enumerate(said)])
    return StatedCube(tuple(owners), tuple(lines))


def _held(case: Case, formula: Formula, setting: Mapping[str, bool]) -> Formula:
    for name, value in setting.items():
        formula = restrict(formula, case.option_index[name], value)
    return formula
