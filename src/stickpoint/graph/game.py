"""The game on a conflict graph: moves with their efforts, payoffs, paces, chance, tolls."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stickpoint.errors import ModelError
from stickpoint.graph.agreements.table import NONE, Agreements
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.game_arrays import (
    check_ends,
    checked_arcs,
    flat_arcs,
    floats,
    names_of,
    nature_arcs,
    outcomes_of,
    rates_of,
)
from stickpoint.graph.moves import FreeChoice, as_free_choice
from stickpoint.ports import ports

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Event:
    """A change at a known date.

    Parameters
    ----------
    name : str
    time : float
        In the game's unit of time, from its start.
    target : ndarray of int32, shape (states,)
        The state that each state turns into.
    foreseen : bool
        Whether all parties know the date from the start. What they expect in a state just before
        it is then what they expect just after it in the state that this turns into.
    """

    name: str
    time: float
    target: NDArray[np.int32]
    foreseen: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Game:
    """States, moves, payoffs and rates: what the clock runs on.

    Parameters
    ----------
    payoffs : ndarray of float, shape (parties, states)
        Worth per unit of time.
    terminal : ndarray of float, shape (parties, states)
        Worth at the horizon.
    holds : ndarray of float, shape (states,), or (0,) for nothing
        How fast a settled state becomes an end once terms have to stand first; not a number where
        nothing is said. `graph.variants.hold` reads it.
    paused : ndarray of bool, shape (states,), or (0,) for none
        Where it is settled on terms that lapse: open to moves, and no end.
    once, at_end : ndarray of float, shape (parties, states), or (0, 0) for nothing
        Worth received once on coming into a state, or once it is over there; `paid` reckons them
        into payoffs and terminal worths, which are all that the solvers read.
    pace, precision, discount : ndarray of float, shape (parties,)
        Chances to move per unit of time; how sharply the better course is chosen (1 over worth);
        how fast the future loses weight (per unit of time).
    start : ndarray of int64, shape (parties, states + 1)
        Where the arcs of each party and state begin in ``target``.
    target : ndarray of int32, shape (arcs,)
    effort : ndarray of float, shape (arcs,)
        The price of each move to its mover.
    free : tuple of FreeChoice or None
        Per party; one whose moves are classes of free choice has no arcs.
    nature_start, nature_target, nature_rate : ndarray
        Chance moves: limits (states + 1,), targets and rates per unit of time.
    settled : ndarray of bool, shape (states,)
        States that absorb: nobody moves, nor does chance, and their payoffs go on.
    terms : tuple of str
        Names of the ways to settle.
    terms_index : ndarray of int32, shape (states,)
        Index into ``terms``, -1 while open.
    tolls : mapping of str to ndarray of float, shape (states,)
        Cost per unit of time, in units of its own, whoever cares.
    events : tuple of Event
    agreements : Agreements
        Joint acts, beside the moves that each party makes by itself; none if left out.
    start_state : int or None
        The state that holds at time 0.
    unit : str
        Of time.

    Examples
    --------
    Either of two neighbours can give in; each would rather that the other did.

    >>> import stickpoint as sp
    >>> game = sp.Game.from_arcs(
    ...     [[(0, 1)], [(0, 2)]], payoffs=[[-1.0, 0.0, 0.5], [-1.0, 0.5, 0.0]],
    ...     pace=1.0, precision=2.0, discount=0.05, settled=[False, True, True],
    ... )
    >>> game.n_states, game.parties
    (3, ('party 1', 'party 2'))
    """

    payoffs: Floats
    terminal: Floats
    pace: Floats
    precision: Floats
    discount: Floats
    start: NDArray[np.int64]
    target: NDArray[np.int32]
    effort: Floats
    free: tuple[FreeChoice | None, ...]
    nature_start: NDArray[np.int64]
    nature_target: NDArray[np.int32]
    nature_rate: Floats
    settled: NDArray[np.bool_]
    terms: tuple[str, ...] = ("settled",)
    terms_index: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, dtype=np.int32))
    tolls: Mapping[str, Floats] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    start_state: int | None = None
    unit: str = "unit"
    horizon: float | None = 60.0
    parties: tuple[str, ...] = ()
    conflict: Conflict | None = None
    holds: Floats = field(default_factory=lambda: np.empty(0))
    paused: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))
    once: Floats = field(default_factory=lambda: np.empty((0, 0)))
    at_end: Floats = field(default_factory=lambda: np.empty((0, 0)))
    agreements: Agreements = NONE

    def __post_init__(self) -> None:
        """Fill in what follows from the rest, and refuse settled states without terms."""
        if not self.terms_index.size:
            object.__setattr__(self, "terms_index", np.where(self.settled, 0, -1).astype(np.int32))
        check_ends(self.terms_index, self.settled, self.terms)
        if not self.parties:
            names = tuple(f"party {i + 1}" for i in range(self.n_parties))
            object.__setattr__(self, "parties", names)

    @classmethod
    def from_arcs(  # noqa: PLR0913 – a game has many parts, all but three by name
        cls,
        arcs: Sequence[ArrayLike],
        payoffs: ArrayLike,
        *,
        pace: ArrayLike,
        precision: ArrayLike,
        discount: ArrayLike,
        effort: Sequence[ArrayLike] | None = None,
        nature: ArrayLike | None = None,
        settled: ArrayLike | None = None,
        terminal: ArrayLike | None = None,
        terms_index: ArrayLike | None = None,
        terms: Sequence[str] = ("settled",),
        tolls: Mapping[str, ArrayLike] | None = None,
        parties: Sequence[str] = (),
        agreements: Sequence[tuple[Any, ...]] = (),
    ) -> Game:
        """Build a game from an explicit graph.

        Parameters
        ----------
        arcs : sequence of array_like of int, each of shape (m, 2)
            One list of (from, to) per party.
        payoffs : array_like of float, shape (parties, states)
            Worth per unit of time.
        pace, precision, discount : array_like of float, shape (parties,) or scalar
        effort : sequence of array_like of float, each of shape (m,), optional
            The price of each arc, in the order of ``arcs``.
        nature : array_like of shape (k, 3), optional
            Rows of from, to, rate.
        settled : array_like of bool, shape (states,), optional
        terminal : array_like of float, shape (parties, states), optional
        terms_index : array_like of int, shape (states,), optional
            Index into ``terms`` where a state is settled, else -1.
        terms : sequence of str
        tolls : mapping of str to array_like of float, shape (states,), optional
        agreements : sequence of tuple
            Joint acts: from, to, and a mapping from each party that must consent to its effort.

        Raises
        ------
        ModelError
            Shapes that do not fit, states out of range, repeated arcs, negative rates.
        """
        worth = floats(payoffs, "payoffs", None)
        if worth.ndim != 2 or 0 in worth.shape:
            raise ModelError(f"payoffs have shape {worth.shape}; expected (parties, states)")
        p, n = worth.shape
        if len(arcs) != p:
            raise ModelError(f"{len(arcs)} arc lists for {p} rows of payoffs; expected one each")
        over = np.zeros(n, dtype=np.bool_) if settled is None else np.asarray(settled, dtype=bool)
        if over.shape != (n,):
            raise ModelError(f"settled has shape {over.shape}; expected ({n},)")
        efforts = [np.zeros(len(np.asarray(a))) for a in arcs] if effort is None else effort
        if not hasattr(efforts, "__len__") or len(efforts) != p:
            raise ModelError(f"effort is {effort!r}; expected one list for each of {p} parties")
        lists = [checked_arcs(i, *x, n) for i, x in enumerate(zip(arcs, efforts, strict=True))]
        free = tuple(as_free_choice(*pair, over) for pair in lists)
        start, target, price = flat_arcs(lists, free, n)
        chance = nature_arcs(nature, n)
        return cls(
            payoffs=worth,
            terminal=floats(np.zeros((p, n)) if terminal is None else terminal, "terminal", (p, n)),
            pace=rates_of(pace, "pace", p),
            precision=rates_of(precision, "precision", p, endless=True),
            discount=rates_of(discount, "discount", p),
            start=start,
            target=target,
            effort=price,
            free=free,
            nature_start=chance[0],
            nature_target=chance[1],
            nature_rate=chance[2],
            settled=over,
            terms=tuple(terms),
            terms_index=outcomes_of(terms_index, over, tuple(terms)),
            tolls={name: floats(row, name, (n,)) for name, row in (tolls or {}).items()},
            parties=names_of(parties, p),
            agreements=Agreements.of(agreements, p, n),
        )

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return int(self.payoffs.shape[1])

    @property
    def n_parties(self) -> int:
        """How many parties there are."""
        return int(self.payoffs.shape[0])

    @cached_property
    def n_moves(self) -> int:
        """How many moves there are, every pair of states counted."""
        sizes = [np.diff(free.first).astype(np.int64) for free in self.free if free is not None]
        return int(self.target.size + sum(int((size * (size - 1)).sum()) for size in sizes))

    def arcs(self, party: int) -> tuple[NDArray[np.int32], Floats]:
        """Return a party's moves as rows (from, to), and the effort of each."""
        free = self.free[party]
        if free is not None:
            return free.arcs()
        start = self.start[party]
        rows = slice(start[0], start[-1])
        source = np.repeat(np.arange(self.n_states, dtype=np.int32), np.diff(start))
        return np.column_stack((source, self.target[rows])), self.effort[rows]

    def moves_from(self, party: int, state: int) -> tuple[NDArray[np.int32], Floats]:
        """Return where a party can move from a state, and the effort of each move."""
        free = self.free[party]
        if free is not None:
            return free.from_state(state)
        rows = slice(self.start[party, state], self.start[party, state + 1])
        return self.target[rows], self.effort[rows]

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change when any number of the game changes."""
        digest = hashlib.sha256(repr((self.terms, self.unit)).encode())
        rates = (self.payoffs, self.terminal, self.pace, self.precision, self.discount)
        moves = (self.start, self.target, self.effort)
        chance = (self.nature_start, self.nature_target, self.nature_rate)
        parts = (*rates, *moves, *chance, self.settled, self.terms_index)
        for array in (*parts, self.holds, self.paused, self.once, self.at_end):
            digest.update(np.ascontiguousarray(array).tobytes())
        for free in self.free:
            if free is not None:
                own = (free.members, free.first, free.slot, free.turn_on, free.turn_off)
                digest.update(b"".join(array.tobytes() for array in own))
        for name, toll in self.tolls.items():
            digest.update(name.encode() + toll.tobytes())
        for event in self.events:
            known = (event.name, event.time, event.foreseen)
            digest.update(repr(known).encode() + event.target.tobytes())
        digest.update(self.agreements.digest())
        return digest.hexdigest()[:16]

    def __repr__(self) -> str:
        """Say the size and the parties."""
        size = f"{self.n_states} states, {self.n_moves:,} moves"
        return f"<Game: {size}, parties {', '.join(self.parties)}>"

    def _repr_html_(self) -> str:
        """Show the size and the parties in a notebook."""
        return str(ports.ask("notebook", self))
