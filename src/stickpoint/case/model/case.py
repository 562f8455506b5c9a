"""The whole case, the names of all in it, and the terms on which a state is settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.basis import Amount, Judgement, Statement
from stickpoint.case.model.beliefs import Attitude, Foresight, SeenBy
from stickpoint.case.model.length import Happened, KindOfCase
from stickpoint.case.model.record import Record
from stickpoint.case.model.situation import (
    ClockSettings,
    Constraint,
    Imposition,
    Issue,
    Nature,
    Option,
    Party,
    Terms,
)
from stickpoint.case.model.stakes import Hypothesis, Lever, Payoff, Ranking, Toll, Wants, Weights
from stickpoint.errors import Finding
from stickpoint.logic import evaluate
from stickpoint.ports import ports

__all__ = [
    "Case",
    "Constraint",
    "Issue",
    "Judgement",
    "Lever",
    "Nature",
    "Option",
    "Party",
    "Ranking",
    "Statement",
    "Toll",
    "Wants",
    "Weights",
]


@dataclass(frozen=True, repr=False)
class Case:
    """A deadlock, as its file describes it.

    Parameters
    ----------
    kind : KindOfCase or None
        Of which kind of deadlock it is, where the file says so.
    lengths : tuple of float
        Days that earlier cases lasted.
    happened : Happened or None
        How it ended; for scores and pages, and seen by no forecast.
    imposed : tuple of Imposition
        Which options of its clients each patron can set.
    packages : tuple of Terms
        Settlements that go by a name of their own, and not by the terms that they combine.
    settled : Statement or None
        When the deadlock is over; as written, else that every open issue with terms is closed by
        one of them; None when no issue has terms.
    preferences : dict of str to Wants, Ranking or Weights
        By party; a party that is missing here is ranked by its payoffs.
    strength : dict of str to tuple of Statement
        Statements on which states differ greatly for a party, from ``strength`` and ``great``.
    unknown : dict of str to tuple of pairs of Statement
        Pairs of kinds of states whose order is not known.
    foresight : dict of str to Foresight
        How far a party looks, for those of which the case says so.
    attitudes : dict of str to dict of str to Attitude
        How a party stands to others and to itself, where that is not as usual.
    views : dict of str to SeenBy
        How a party sees the others, for those that see them otherwise than the case has them.
    unchecked : tuple of str
        What could not be checked, as it would compare too many states; the rest is sound.
    remarks : tuple of Finding
        What may not say what was meant though nothing is wrong with it; from `check` alone.
    source : str
        The text that it was read from.

    Examples
    --------
    >>> import stickpoint as sp
    >>> case = sp.load("elmira")
    >>> case.option_ids
    ('ministry.modify', 'uniroyal.delay', 'uniroyal.accept', 'uniroyal.abandon', 'local.insist')
    >>> case.options[0].text, case.options[0].now
    ('soften the clean-up order', False)
    """

    path: str
    title: str
    about: str = ""
    clock: ClockSettings = field(default_factory=ClockSettings)
    kind: KindOfCase | None = None
    lengths: tuple[float, ...] = ()
    happened: Happened | None = None
    parties: tuple[Party, ...] = ()
    options: tuple[Option, ...] = ()
    imposed: tuple[Imposition, ...] = ()
    nature: tuple[Nature, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    same: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()
    packages: tuple[Terms, ...] = ()
    settled: Statement | None = None
    preferences: dict[str, Wants | Ranking | Weights] = field(default_factory=dict)
    strength: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    unknown: dict[str, tuple[tuple[Statement, Statement], ...]] = field(default_factory=dict)
    foresight: dict[str, Foresight] = field(default_factory=dict)
    attitudes: dict[str, dict[str, Attitude]] = field(default_factory=dict)
    views: dict[str, SeenBy] = field(default_factory=dict)
    payoffs: tuple[Payoff, ...] = ()
    terminal: tuple[Payoff, ...] = ()
    tolls: tuple[Toll, ...] = ()
    record: Record = field(default_factory=Record)
    hypotheses: tuple[Hypothesis, ...] = ()
    rating_scale: tuple[tuple[str, Amount], ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    levers: tuple[Lever, ...] = ()
    notes: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()
    remarks: tuple[Finding, ...] = ()
    source: str = field(default="", compare=False)

    @cached_property
    def option_ids(self) -> tuple[str, ...]:
        """Every option in bit order: the parties' first, then nature's."""
        return (*(option.id for option in self.options), *(chance.id for chance in self.nature))

    @cached_property
    def option_index(self) -> dict[str, int]:
        """The bit of each option id."""
        return {id_: bit for bit, id_ in enumerate(self.option_ids)}

    @cached_property
    def party_index(self) -> dict[str, int]:
        """The position of each party id."""
        return {party.id: k for k, party in enumerate(self.parties)}

    @property
    def agreed_on(self) -> tuple[Terms, ...]:
        """Terms that several may meet in one act: of those it is said who consents, or signs."""
        lines = [terms for issue in self.issues if issue.closed is None for terms in issue.terms]
        return tuple(terms for terms in (*lines, *self.packages) if terms.needs or terms.signed)

    def conflict(self, **choices: Any) -> Any:
        """Build the `Conflict` of this case: states, moves and ranks."""
        return ports.ask("conflict", self, **choices)

    def bands(self, conflict: Any) -> Any:
        """Return what `strength` needs: states differ greatly when their bands differ.

        Parameters
        ----------
        conflict : Conflict
            Of this case, from ``conflict()``.

        Returns
        -------
        ndarray of int32, shape (parties, states)
            Higher is better; a party for which the case marks nothing great has one band.
        """
        return ports.ask("bands", self, conflict)

    def unknown_pairs(self, conflict: Any) -> Any:
        """Return what `unknown` needs: which pairs of states a party cannot be said to order.

        Parameters
        ----------
        conflict : Conflict
            Of this case, from ``conflict()``.

        Returns
        -------
        list of ndarray of bool, shape (states, states)
            One per party.

        Raises
        ------
        ModelError
            More states than the pairs can be stored for: parties · states² bytes, 1 GiB at most.
        """
        return ports.ask("unknown_pairs", self, conflict)

    def game(self, **choices: Any) -> Any:
        """Build the `Game` of this case: the conflict with payoffs and rates."""
        return ports.ask("game", self, **choices)

    def __repr__(self) -> str:
        """Say the title and the size."""
        held = (
            (len(self.parties), "party", "parties"),
            (len(self.options), "option", "options"),
            (len(self.issues), "issue", "issues"),
            (len(self.payoffs), "payoff", "payoffs"),
        )
        counts = (f"{n} {one if n == 1 else many}" for n, one, many in held if n)
        return f"<Case {self.title!r}: {', '.join(counts) or 'empty'}>"

    def _repr_html_(self) -> str:
        """Show in a notebook what the case holds."""
        html: str = ports.ask("notebook", self)
        return html


def settlements(
    case: Case, codes: NDArray[np.uint64], over: NDArray[np.bool_] | None
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """Name, for each settled state, the terms on which the open issues close there.

    The first package that holds names it in place of the terms.
    ``over``, of shape (states,), says where the deadlock is over; None when nothing says so.
    Returned are every way to settle, each once, and an int32 for each state: the index of its way,
    -1 where it is not settled.
    """
    settled = np.full(codes.size, -1, dtype=np.int32)
    if over is None:
        return (), settled
    labels, known = _labels(case, codes)
    used = labels[over]
    order = np.full(len(known), -1, dtype=np.int64)
    order[used[::-1]] = np.arange(used.size - 1, -1, -1)  # the first state of each label
    found = [int(k) for k in np.argsort(order, kind="stable") if order[k] >= 0]
    number = np.full(len(known), -1, dtype=np.int32)
    number[found] = np.arange(len(found), dtype=np.int32)
    settled[over] = number[used]
    return tuple(known[k] or "settled" for k in found), settled


def _labels(case: Case, codes: NDArray[np.uint64]) -> tuple[NDArray[np.int32], list[str]]:
    """Return each state a number and each number the terms that hold there; 0 is none of them."""
    labels = np.zeros(codes.size, dtype=np.int32)
    known = {"": 0}
    for issue in case.issues:
        for terms in issue.terms:
            here = evaluate(terms.statement.formula, codes)
            names = list(known)
            change = np.arange(len(names), dtype=np.int32)
            for old in np.flatnonzero(np.bincount(labels[here], minlength=len(names))).tolist():
                name = f"{names[old]} + {terms.name}" if names[old] else terms.name
                change[old] = known.setdefault(name, len(known))
            labels[here] = change[labels[here]]
    for package in reversed(case.packages):
        here = evaluate(package.statement.formula, codes)
        labels[here] = known.setdefault(package.name, len(known))
    return labels, list(known)
