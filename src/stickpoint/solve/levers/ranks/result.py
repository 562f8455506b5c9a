"""What a lever on ranks hands back: the change, its cost, and how far it is proved least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stickpoint.graph.conflict import Conflict
from stickpoint.solve.result import Result

if TYPE_CHECKING:
    import pandas as pd

RankGroups = tuple[tuple[int, ...], ...]

PROOFS = {
    "optimal": "proved least",
    "best found": "the least found; a smaller one is not ruled out",
    "impossible": "proved impossible by changes of this kind",
    "none found": "none found; one is not ruled out",
    "left out": "not searched for among so many states",
}


@dataclass(frozen=True)
class RankShift:
    """One party's order of the states, before and after.

    Attributes
    ----------
    party : int
    before, after : tuple of tuple of int
        States in groups of equal rank, best first.
    swaps : tuple of pairs of tuples of int
        (raised, passed): the states of a rank that now stands above another which it stood below.
    parted : tuple of pairs of tuples of int
        (above, below): states ranked equal before, and now in this order; half a swap each.
    cost : float
        Swaps times their price.
    """

    party: int
    before: RankGroups
    after: RankGroups
    swaps: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    parted: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]
    cost: float


@dataclass(frozen=True)
class Reorder:
    """One party's statements in another order.

    Attributes
    ----------
    party : int
    before, after : tuple of int
        Places of the statements in the given list, most important first.
    swaps : tuple of pairs of int
        (raised, passed): statements that changed places.
    cost : float
    """

    party: int
    before: tuple[int, ...]
    after: tuple[int, ...]
    swaps: tuple[tuple[int, int], ...]
    cost: float


@dataclass(frozen=True)
class Edit:
    """One restriction on one option, or one addition to what a party can do.

    Attributes
    ----------
    party : int
        Whose moves change: the option's owner, or a patron of the owner's that can set it.
    option : int
        -1 for an option that the conflict does not have.
    kind : str
        ``drop`` (it is taken away), ``fix`` (it stays done), ``no_return`` (once done it cannot be
        undone), ``no_renewal`` (once undone it cannot be done again), ``needs`` (it can be
        switched only while another option has a value), ``allow`` (it can be switched at will),
        ``answer`` (a new option, to be used once another party has left the outcome).
    needs : (int, bool) or None
        That other option, and the value.
    cost : float
    against : int or None
        The party that a new option is to hold back.
    """

    party: int
    option: int
    kind: str
    needs: tuple[int, bool] | None
    cost: float
    against: int | None = None


Change = RankShift | Reorder | Edit


@dataclass(frozen=True, eq=False, repr=False)
class LeastChange(Result):
    """The least change of one kind that makes an outcome hold.

    Attributes
    ----------
    conflict : Conflict
        As it was.
    target : tuple of int
        The states asked for; one of them is enough.
    concept, of : str
        The concept, and what was allowed to change: ``ranks``, ``wants``, ``options``
        (what can be done is restricted) or ``additions``.
    state : int or None
        The state that would hold; None where no change was found.
    cost : float or None
        What the change costs; 0 where the outcome holds already.
    bound : float or None
        No change of this kind costs less; None where none is possible.
    changes : tuple of RankShift, Reorder or Edit
    ties : tuple of tuples of Edit
        Other changes of the same cost, where they were listed.
    proof : str
        ``optimal``, ``best found``, ``impossible``, ``none found`` or ``left out``.
    after : Conflict or None
        The conflict with the change made; the stability lens has confirmed the answer on it.
    method : str
    parameters : mapping
    """

    _about = "conflict"

    conflict: Conflict
    target: tuple[int, ...]
    concept: str
    of: str
    proof: str
    method: str
    state: int | None = None
    cost: float | None = None
    bound: float | None = None
    changes: tuple[Change, ...] = ()
    after: Conflict | None = None
    ties: tuple[tuple[Edit, ...], ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        """Whether there is a change, or none is needed."""
        return self.state is not None

    def table(self) -> pd.DataFrame:
        """Return one row per swap, parted tie or edit: party, change, what rises, what falls."""
        import pandas as pd

        rows = [row for change in self.changes for row in _rows(change, self.conflict)]
        return pd.DataFrame(rows, columns=["party", "change", "raised", "passed"])

    def summary(self) -> str:
        """Say in one line, in ids and numbers from 1, what comes out."""
        asked = ", ".join(str(s + 1) for s in self.target)
        if self.cost is None:
            proof = PROOFS[self.proof]
            return f"no change of {self.of} for state {asked} under {self.concept}: {proof}."
        if self.cost == 0:
            return f"state {(self.state or 0) + 1} holds already under {self.concept}."
        names = dict.fromkeys(self.conflict.parties[change.party] for change in self.changes)
        return (
            f"state {(self.state or 0) + 1} would hold under {self.concept} if the {self.of} of "
            f"{', '.join(names)} changed at a cost of {self.cost:g} ({PROOFS[self.proof]})."
        )

    def plain(self) -> dict[str, Any]:
        """Return the lever as plain data; states are numbered from 1, statements too."""
        return {
            "kind": self.of,
            "concept": self.concept,
            "target": [s + 1 for s in self.target],
            "state": None if self.state is None else self.state + 1,
            "cost": self.cost,
            "bound": self.bound,
            "proof": self.proof,
            "changes": [_plain(change, self.conflict) for change in self.changes],
            "ties": [[_plain(edit, self.conflict) for edit in edits] for edits in self.ties],
            "method": self.method,
            "parameters": dict(self.parameters),
            "version": self.version,
            "fingerprint": self.fingerprint,
        }


def _rows(change: Change, conflict: Conflict) -> list[tuple[str, str, str, str]]:
    party = conflict.parties[change.party]
    if isinstance(change, Edit):
        return [(party, change.kind, _option(change, conflict), _condition(change, conflict) or "")]
    if isinstance(change, Reorder):
        return [(party, "wants", str(up + 1), str(down + 1)) for up, down in change.swaps]
    pairs = [("swap", pair) for pair in change.swaps] + [("part", pair) for pair in change.parted]
    return [(party, kind, _numbers(up), _numbers(down)) for kind, (up, down) in pairs]


def _option(edit: Edit, conflict: Conflict) -> str:
    if edit.against is not None:
        return f"new, against {conflict.parties[edit.against]}"
    return conflict.options[edit.option]


def _condition(edit: Edit, conflict: Conflict) -> str | None:
    if edit.needs is None:
        return None
    option, value = edit.needs
    return ("" if value else "!") + conflict.options[option]


def _numbers(states: tuple[int, ...]) -> str:
    return " ".join(str(s + 1) for s in states)


def _plain(change: Change, conflict: Conflict) -> dict[str, Any]:
    shared = {"party": conflict.parties[change.party], "cost": change.cost}
    if isinstance(change, Edit):
        return shared | {
            "option": None if change.against is not None else conflict.options[change.option],
            "edit": change.kind,
            "needs": _condition(change, conflict),
            "against": None if change.against is None else conflict.parties[change.against],
        }
    parts = ("swaps",) if isinstance(change, Reorder) else ("swaps", "parted")
    return shared | {part: _from_one(getattr(change, part)) for part in ("before", "after", *parts)}


def _from_one(places: int | tuple[Any, ...]) -> Any:
    """Return numbers from 1 for places from 0, however they are nested."""
    return places + 1 if isinstance(places, int) else [_from_one(place) for place in places]
