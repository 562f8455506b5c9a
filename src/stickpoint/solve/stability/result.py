"""What a stability analysis hands back: who is stable where, and by which method that was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.errors import SolveError
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

    from stickpoint.solve.stability.witness import Witness

Mask = NDArray[np.bool_]


class Step(NamedTuple):
    """One move on a path: who moves, and the state it leads to."""

    party: int
    state: int


@dataclass(frozen=True, eq=False, repr=False)
class Stability(Result):
    """Stable states of a conflict, party by party, concept by concept.

    Attributes
    ----------
    conflict : Conflict
        What was analysed.
    stable : mapping of str to ndarray of bool, shape (parties, states)
        For each concept, where each party would stay.
    parameters : mapping
        What the analysis was asked for besides the concepts.
    method, version, fingerprint : str
        How the answer was found, by which version, for which states, moves and ranks.
    """

    _about = "conflict"

    conflict: Conflict
    stable: Mapping[str, Mask]
    method: str = "legal sequences; an equal state sanctions; exact"
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Close the masks against writing."""
        for mask in self.stable.values():
            mask.flags.writeable = False

    @property
    def concepts(self) -> tuple[str, ...]:
        """The concepts that were asked for."""
        return tuple(self.stable)

    @cached_property
    def equilibria(self) -> dict[str, Mask]:
        """For each concept the states that are stable for every party, bool (states,)."""
        found = {name: np.logical_and.reduce(mask) for name, mask in self.stable.items()}
        for everyone in found.values():
            everyone.flags.writeable = False
        return found

    def why(self, state: int, party: int, concept: str) -> Witness:
        """Say what makes a party stay in a state, or leave it.

        Parameters
        ----------
        state, party : int
            Indices from 0.
        concept : str
            One of the concepts of this result.

        Returns
        -------
        Witness
            The sanction of each improvement, or the improvement that nobody can answer.

        Raises
        ------
        SolveError
            A concept that was not asked for, or one that has no witness.
        ModelError
            A party or state that does not exist.
        """
        from stickpoint.solve.stability.witness import find_witness

        if concept not in self.stable:
            raise SolveError(
                f"no answer for {concept!r} here; this result has {', '.join(self.stable)}"
            )
        return find_witness(self.conflict, state, party, concept)

    def table(self) -> pd.DataFrame:
        """Return one row per state: its number from 1, its options, and who is stable how.

        Returns
        -------
        DataFrame
            Columns ``code`` and ``yes`` where states have options, then ``<concept> <party>``
            and ``<concept> all`` for each concept.
        """
        import pandas as pd

        conflict = self.conflict
        columns: dict[str, Any] = {}
        if conflict.codes is not None:
            columns["code"] = conflict.codes
            columns["yes"] = [" ".join(conflict.yes(s)) for s in range(conflict.n_states)]
        for concept, mask in self.stable.items():
            for party, row in zip(conflict.parties, mask, strict=True):
                columns[f"{concept} {party}"] = row
            columns[f"{concept} all"] = self.equilibria[concept]
        index = pd.RangeIndex(1, conflict.n_states + 1, name="state")
        return pd.DataFrame(columns, index=index)

    def __repr__(self) -> str:
        """Say how many equilibria each concept has."""
        counts = ", ".join(f"{name} {int(mask.sum())}" for name, mask in self.equilibria.items())
        return f"<Stability of {self.conflict.n_states} states; equilibria: {counts}>"
