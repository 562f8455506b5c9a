"""Conflict → the states that each group of parties, acting together, would not leave."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from stickpoint.errors import ModelError, SolveError, expect
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.result import Result
from stickpoint.solve.stability.engine.coalition import Answers, Members, judge, subsets
from stickpoint.solve.stability.engine.walk import Walks, as_movers, check_parties, words_of
from stickpoint.solve.stability.result import Mask
from stickpoint.solve.stability.sanctions import named

if TYPE_CHECKING:
    import pandas as pd

CONCEPTS = ("nash", "gmr", "smr", "seq")
MAX_STATES = 16_384
MAX_BYTES = 2**30


@dataclass(frozen=True, eq=False, repr=False)
class Coalitions(Result):
    """Stable states of a conflict, coalition by coalition.

    Attributes
    ----------
    conflict : Conflict
        What was analysed.
    stable : mapping of str to mapping of tuple to ndarray of bool, shape (states,)
        ``stable[concept][members]``: where these parties together would stay; members ascend.
    """

    _about = "conflict"

    conflict: Conflict
    stable: Mapping[str, Mapping[Members, Mask]]

    def __post_init__(self) -> None:
        """Close the masks against writing."""
        for masks in self.stable.values():
            for mask in masks.values():
                mask.flags.writeable = False

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that were asked for."""
        return tuple(self.stable)

    @property
    def coalitions(self) -> tuple[Members, ...]:
        """The coalitions that were judged, small ones first."""
        return next((tuple(masks) for masks in self.stable.values()), ())

    @cached_property
    def universal(self) -> dict[str, Mask]:
        """For each concept the states that every coalition would keep, bool (states,).

        Raises
        ------
        SolveError
            Not all coalitions were judged.
        """
        every = 2**self.conflict.n_parties - 1
        if len(self.coalitions) != every:
            raise SolveError(
                f"{len(self.coalitions)} of {every} coalitions were judged; universal stability "
                "asks for all of them: leave 'coalitions' out"
            )
        return {
            concept: np.logical_and.reduce(list(masks.values()))
            for concept, masks in self.stable.items()
        }

    def leaving(self, state: int, concept: str) -> tuple[Members, ...]:
        """List the coalitions that would leave a state, small ones first."""
        return tuple(who for who, mask in self.stable[concept].items() if not mask[state])

    @property
    def method(self) -> str:
        """How the answer was found."""
        return "legal sequences; an equal state sanctions; exact"

    @property
    def parameters(self) -> dict[str, object]:
        """What the analysis was asked for besides the concepts."""
        return {"coalitions": self.coalitions}

    def table(self) -> pd.DataFrame:
        """Return one row per state, numbered from 1, and one column per concept and coalition."""
        import pandas as pd

        names = self.conflict.parties
        columns: dict[str, object] = {}
        if self.conflict.codes is not None:
            states = range(self.conflict.n_states)
            columns["yes"] = [" ".join(self.conflict.yes(s)) for s in states]
        for concept, masks in self.stable.items():
            for members, mask in masks.items():
                columns[f"{concept} {' + '.join(names[i] for i in members)}"] = mask
        index = pd.RangeIndex(1, self.conflict.n_states + 1, name="state")
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        """Say how much was judged."""
        return (
            f"<Coalitions: {len(self.coalitions)} in {self.conflict.n_states} states, "
            f"{', '.join(self.concepts)}>"
        )


def coalition(
    conflict: Conflict,
    concepts: Iterable[str] = CONCEPTS,
    coalitions: Iterable[Collection[int]] | None = None,
) -> Coalitions:
    """Find the states that parties acting together would not leave.

    R_H(s) are the states that the coalition H reaches from s by legal sequences (nobody twice
    in succession), R_H⁺⁺(s) those of them that every member ranks above s; single steps on the
    way need not be gains. A state s is stable for H under

    ``nash``
        if R_H⁺⁺(s) is empty [1]_;
    ``gmr``
        if each s₁ in R_H⁺⁺(s) has an s₂ in R_{N-H}(s₁) that some member ranks no higher than s
        [2]_;
    ``smr``
        if moreover each s₃ in R_H(s₂) is ranked no higher than s by some member [2]_;
    ``seq``
        as gmr, where s₂ is reached from s₁ by successive gains of coalitions F within N - H
        (each step from x to a state of R_F⁺⁺(x)), no coalition twice in succession [2]_.

    Parameters
    ----------
    conflict : Conflict
    concepts : iterable of str
        Which of the four to compute.
    coalitions : iterable of collections of int, optional
        Members of each coalition to judge; every non-empty one if left out.

    Returns
    -------
    Coalitions
        ``stable[concept][members]`` is bool (states,), ``universal[concept]`` bool (states,).

    Raises
    ------
    ModelError
        An unknown concept or party, or a coalition without members.
    SolveError
        More than 16,384 states, or tables of more than 1 GiB.

    Notes
    -----
    Memory is quadratic in the states: one bit for each pair, for ``seq`` times the number of
    coalitions. Time is quadratic too, for ``smr`` at worst states³ / 64.

    References
    ----------
    .. [1] D. M. Kilgour, K. W. Hipel, L. Fang, X. Peng, 2001, "Coalition analysis in group
       decision support", *Group Decis. Negot.* 10, 159-175.
    .. [2] T. Inohara, K. W. Hipel, 2008, "Coalition analysis in the graph model for conflict
       resolution", *Syst. Eng.* 11, 343-359.

    Examples
    --------
    In the prisoner's dilemma two who can only defect alone leave defection together:

    >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
    >>> found = coalition(dilemma)
    >>> found.leaving(0, "nash")
    ((0, 1),)
    >>> found.universal["seq"].tolist()
    [False, False, False, True]
    """
    expect(conflict, Conflict)
    asked = named(concepts, CONCEPTS)
    wanted = tuple(concept for concept in CONCEPTS if concept in asked)
    groups = None if coalitions is None else _chosen(conflict, coalitions)
    _check_size(conflict, wanted, groups)
    if groups is None:
        groups = subsets(range(conflict.n_parties))
    walks = Walks.of(conflict, improving=False)
    answers = Answers.of(conflict, walks, groups if "seq" in wanted else ())
    stable: dict[str, dict[Members, Mask]] = {concept: {} for concept in wanted}
    for members in groups:
        for concept, mask in judge(conflict, walks, answers, members, wanted).items():
            stable[concept][members] = mask
    return Coalitions(conflict, stable)


def _chosen(conflict: Conflict, coalitions: Iterable[Collection[int]]) -> list[Members]:
    """Bring the coalitions asked for into one form, small ones first."""
    found: set[Members] = set()
    for members in coalitions:
        check_parties(conflict, members)
        if not members:
            raise ModelError("a coalition without members found; expected at least one party")
        found.add(tuple(as_movers(members).tolist()))
    return sorted(found, key=lambda members: (len(members), members))


def _check_size(
    conflict: Conflict, concepts: tuple[str, ...], groups: Sequence[Members] | None
) -> None:
    """Refuse what would not fit into memory, before anything is built."""
    p, n = conflict.ranks.shape
    every = 2**p - 1
    count = every if groups is None else len(groups)
    matrix = n * words_of(n) * 8
    answering = 0
    if "seq" in concepts:
        answering = every - 1
        if groups is not None:
            answering = min(answering, sum(2 ** (p - len(members)) - 1 for members in groups))
    needed = (answering + p + 4) * matrix + count * len(concepts) * n
    if n > MAX_STATES or needed > MAX_BYTES:
        raise SolveError(
            f"{count:,} coalitions over {n:,} states need tables of {needed / 2**30:,.1f} GiB; at "
            f"most {MAX_STATES:,} states and {MAX_BYTES / 2**30:.0f} GiB are allowed: name the "
            "coalitions that matter, leave out 'seq', or coalesce states"
        )
