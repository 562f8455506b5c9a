"""The conflict graph: states, each party's moves and each party's order of the states.

`Conflict` is the only thing the mathematics below it sees: arrays and integer ids, no file, no
words beyond the names and texts to print.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.moves import ArcMoves, FreeMoves, Indices, Moves, arc_list
from stickpoint.graph.ranks import as_ranks, whole_number
from stickpoint.graph.switching import feasible_codes, option_moves
from stickpoint.graph.words import Texts
from stickpoint.ports import ports


@dataclass(frozen=True, eq=False, repr=False)
class Conflict:
    """States, moves and ranks: the conflict graph that every lens looks at.

    Build one with `from_options`, `from_arcs`, or from a case file with ``case.conflict()``.

    Parameters
    ----------
    ranks : ndarray of int32, shape (parties, states)
        Higher is better; equal ranks are indifference. Only the order counts.
    moves : tuple of Moves
        One per party.
    parties : tuple of str
        Names, for print.
    options : tuple of str
        Option ids in bit order; empty for an explicit graph.
    owners : tuple of int
        The party of each option; -1 for nature.
    imposed : tuple of tuple of int
        Pairs of a party and an option that it can set though it is another's, a client's.
    codes : ndarray of uint64, shape (states,), or None
        Option vector of each state, ascending; None for an explicit graph.
    status_quo : int or None
        Index of the state that holds now.
    terms : tuple of str
        Names of the ways in which the conflict can be settled.
    terms_index : ndarray of int32, shape (states,)
        Index into ``terms`` where a state is settled, else -1.
    merged : dict of int to ndarray of uint64
        The option vectors that one coalesced state stands for.
    texts : Texts, optional
        What a case calls the parties and options, where the conflict came from one.

    References
    ----------
    .. [1] L. Fang, K. W. Hipel, D. M. Kilgour, 1993, *Interactive Decision Making: The Graph
       Model for Conflict Resolution*, Wiley, chapter 2.

    Examples
    --------
    Two neighbours and a fence: one can put it up, the other can pull it down.

    >>> import stickpoint as sp
    >>> fence = sp.Conflict.from_arcs([[(0, 1)], [(1, 0)]], ranks=[[0, 1], [1, 0]])
    >>> fence
    <Conflict: 2 states, parties party 1, party 2>
    >>> fence.improvements_from(0, 0), fence.improvements_from(1, 1)
    (array([1], dtype=int32), array([0], dtype=int32))
    """

    ranks: NDArray[np.int32]
    moves: tuple[Moves, ...]
    parties: tuple[str, ...]
    options: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    codes: NDArray[np.uint64] | None = None
    status_quo: int | None = None
    terms: tuple[str, ...] = ()
    terms_index: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    merged: dict[int, NDArray[np.uint64]] = field(default_factory=dict)
    texts: Texts | None = None
    imposed: tuple[tuple[int, int], ...] = ()

    @property
    def settled(self) -> NDArray[np.bool_]:
        """Which states are settled, on whichever terms, shape (states,)."""
        return self.terms_index >= 0

    @property
    def switchers(self) -> list[tuple[int, int]]:
        """Who can switch which option, option by option: its owner and then its patrons."""
        pairs = [(owner, option) for option, owner in enumerate(self.owners) if owner >= 0]
        return sorted([*pairs, *self.imposed], key=lambda pair: pair[1])

    def __post_init__(self) -> None:
        """Close the arrays against writing and fill in what was left out."""
        if not self.terms_index.size:
            object.__setattr__(self, "terms_index", np.full(self.n_states, -1, dtype=np.int32))
        for array in (self.ranks, self.codes, self.terms_index):
            if array is not None:
                array.flags.writeable = False

    @classmethod
    def from_options(
        cls,
        owners: Sequence[int],
        ranks: ArrayLike,
        *,
        one_way: Sequence[int] | None = None,
        infeasible: Iterable[int] | None = None,
        parties: Sequence[str] | None = None,
        options: Sequence[str] | None = None,
    ) -> Conflict:
        """Build a conflict from options that are each yes or no.

        Parameters
        ----------
        owners : sequence of int
            The party (from 0) that controls each option; option k is bit k of the state code.
        ranks : array_like of int, shape (parties, states)
            Rank of each feasible state in ascending order of code; higher is better.
        one_way : sequence of int, optional
            Per option: 0 both ways, 1 only from no to yes, -1 only from yes to no.
        infeasible : iterable of int, optional
            Codes of option vectors that cannot be.
        parties, options : sequence of str, optional
            Names for print.

        Raises
        ------
        ModelError
            Sizes that do not fit together, an owner without ranks, too many options, or ranks
            that are no whole numbers.

        Examples
        --------
        >>> dilemma = Conflict.from_options([0, 1], [[2, 1, 4, 3], [2, 4, 1, 3]])
        >>> dilemma.n_states, dilemma.moves_from(0, 0).tolist()
        (4, [1])
        """
        count = len(owners)
        owners = [whole_number(owner, f"the owner of option {k}") for k, owner in enumerate(owners)]
        codes = feasible_codes(count, infeasible)
        table = as_ranks(ranks, codes.size)
        for k, owner in enumerate(owners):
            if not 0 <= owner < table.shape[0]:
                raise ModelError(
                    f"option {k} belongs to party {owner}; expected 0 to {table.shape[0] - 1}, "
                    "one row of ranks for each party"
                )
        ways = tuple(one_way) if one_way is not None else (0,) * count
        if len(ways) != count or any(way not in (-1, 0, 1) for way in ways):
            raise ModelError(
                f"one_way is {ways!r}; expected one of 0, 1, -1 for each of {count} options"
            )
        return cls(
            ranks=table,
            moves=option_moves(codes, owners, ways, table.shape[0]),
            parties=_named(parties, table.shape[0], "party", "parties"),
            options=_named(options, count, "option", "options"),
            owners=tuple(owners),
            codes=codes,
        )

    @classmethod
    def from_arcs(
        cls, arcs: Sequence[ArrayLike], ranks: ArrayLike, *, parties: Sequence[str] | None = None
    ) -> Conflict:
        """Build a conflict from an explicit graph.

        Parameters
        ----------
        arcs : sequence of array_like of int, each of shape (m, 2)
            One list of (from, to) state indices per party. Moves need not be transitive.
        ranks : array_like of int, shape (parties, states)
            Higher is better.
        parties : sequence of str, optional
            Names for print.

        Raises
        ------
        ModelError
            A list of the wrong shape, a state out of range, or a move from a state to itself.

        Examples
        --------
        >>> Conflict.from_arcs([[(0, 1)], [(1, 0)]], [[0, 1], [1, 0]]).moves_from(1, 1).tolist()
        [0]
        """
        table = as_ranks(ranks, None)
        n_parties, n_states = table.shape
        if len(arcs) != n_parties:
            raise ModelError(
                f"{len(arcs)} arc lists for {n_parties} rows of ranks; expected one each"
            )
        lists = tuple(arc_list(pairs, n_states, i) for i, pairs in enumerate(arcs))
        names = _named(parties, n_parties, "party", "parties")
        return cls(ranks=table, moves=lists, parties=names)

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return int(self.ranks.shape[1])

    @property
    def n_parties(self) -> int:
        """How many parties there are."""
        return int(self.ranks.shape[0])

    @property
    def n_moves(self) -> int:
        """How many moves all parties have in all states together."""
        return sum(moves.n_arcs for moves in self.moves)

    def moves_from(self, party: int, state: int) -> Indices:
        """List the states a party can reach alone from a state in one move, ascending."""
        if not 0 <= party < self.n_parties:
            raise ModelError(f"party {party} found; expected 0 to {self.n_parties - 1}")
        if not 0 <= state < self.n_states:
            raise ModelError(f"state {state} found; expected 0 to {self.n_states - 1}")
        return self.moves[party].targets(state)

    def improvements_from(self, party: int, state: int) -> Indices:
        """List those of `moves_from` that the party ranks above the state it leaves."""
        targets = self.moves_from(party, state)
        return targets[self.ranks[party, targets] > self.ranks[party, state]]

    def arcs(self, party: int) -> NDArray[np.int32]:
        """Return a party's moves as rows (from, to), shape (arcs, 2)."""
        listed = self.moves[party].to_arcs()
        return np.column_stack((listed.sources, listed.target)).astype(np.int32)

    def yes(self, state: int) -> tuple[str, ...]:
        """Name the options that are yes in a state."""
        if self.codes is None:
            return ()
        code = int(self.codes[state])
        return tuple(name for k, name in enumerate(self.options) if code >> k & 1)

    @cached_property
    def vectors(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """Every option vector, and the state that it is: a coalesced state has several."""
        if self.codes is None:
            raise ModelError("this conflict is an explicit graph; its states have no codes")
        alone = np.setdiff1d(np.arange(self.n_states), [*self.merged])
        codes = np.concatenate((self.codes[alone], *self.merged.values()))
        groups = [np.full(group.size, state) for state, group in self.merged.items()]
        return codes, np.concatenate((alone, *groups)).astype(np.int64)

    def state_of(self, code: int) -> int:
        """Find the state with a given option vector; a coalesced vector finds its group."""
        codes, states = self.vectors
        found = states[codes == np.uint64(code)]
        if not found.size:
            raise ModelError(f"no feasible state has code {code}")
        return int(found[0])

    @cached_property
    def is_cube(self) -> bool:
        """Whether every option vector is feasible and every option can be switched freely."""
        free = all(isinstance(moves, FreeMoves) for moves in self.moves)
        own = sum(owner >= 0 for owner in self.owners)
        return free and self.codes is not None and self.n_states == 1 << own

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when states, moves or ranks change."""
        digest = hashlib.sha256(repr((self.ranks.shape, self.owners)).encode())
        digest.update(self.ranks.tobytes())
        if self.codes is not None:
            digest.update(self.codes.tobytes())
        for moves in self.moves:
            if isinstance(moves, ArcMoves):
                digest.update(moves.start.tobytes())
                digest.update(moves.target.tobytes())
            else:
                digest.update(str(moves.mask).encode())
        return digest.hexdigest()[:16]

    def __repr__(self) -> str:
        """Say the size and the parties."""
        return f"<Conflict: {self.n_states} states, parties {', '.join(self.parties)}>"

    def _repr_html_(self) -> str:
        """Show the size and the parties in a notebook."""
        return str(ports.ask("notebook", self))


def _named(given: Sequence[str] | None, count: int, one: str, several: str) -> tuple[str, ...]:
    names = tuple(given or (f"{one} {k + 1}" for k in range(count)))
    if len(names) != count:
        raise ModelError(f"{len(names)} names for {count} {several}; expected one each")
    return names
