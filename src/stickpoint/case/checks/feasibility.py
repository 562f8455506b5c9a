"""A read case → how many states it has and whether the one that holds now is among them.

States are counted before they are stored: up to 20 options all option vectors are tried, beyond
that a decision diagram counts them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.model.basis import Place
from stickpoint.case.model.case import Case, Nature, Option
from stickpoint.case.yaml.nodes import MAX_QUOTED, Faults, quote, quoted
from stickpoint.logic import Diagram, DiagramTooLarge, Formula, evaluate, literal, options_in, shift
from stickpoint.memory import refusal

MAX_LISTED = 2**16
MAX_SEEN = 2**20
MAX_TRIED = 20
MAX_NODES = 20_000
MAX_WORK = 8_000_000

Codes = NDArray[np.uint64]


class States:
    """The option vectors that satisfy some formulas: counted, and listed while they are few.

    Any question may raise `DiagramTooLarge` where there are more than 20 options, and the formulas
    tie them together too tightly.
    """

    def __init__(self, n_options: int, limits: Sequence[Formula]) -> None:
        self.n_options = n_options
        self._limits = tuple(limits)
        self._tried: Codes | None = None
        if n_options <= MAX_TRIED:
            every = np.arange(1 << n_options, dtype=np.uint64)
            self._tried = _those(limits, every)
        self.count = self.count_of()

    @property
    def codes(self) -> Codes | None:
        """All states as bit masks, ascending; None when there are more than MAX_LISTED."""
        return None if self.count > MAX_LISTED else self._every()

    def count_of(self, *more: Formula) -> int:
        """Count the states in which more formulas hold."""
        if self._tried is None:
            return self._diagram(more).count
        return _those(more, self._tried).size

    def first(self, most: int, *more: Formula) -> list[int]:
        """Return up to ``most`` states in which more formulas hold, the lowest codes first."""
        if self._tried is not None:
            return [int(code) for code in _those(more, self._tried)[:most]]
        chosen: list[Formula] = list(more)
        for bit in reversed(range(self.n_options)):
            if self.count_of(*chosen) <= MAX_LISTED:
                break
            low = literal(bit, False)
            chosen.append(low if self.count_of(*chosen, low) else literal(bit, True))
        return [int(code) for code in self._diagram(chosen).codes()[:most]]

    def seen_by(self, formulas: Sequence[Formula]) -> Codes | None:
        """Return every state as some formulas see it.

        Beyond MAX_LISTED states, options of which neither the formulas speak nor a constraint
        that ties them to those are left at no, which no formula can tell. None when even so more
        than MAX_SEEN states are left, or too many to count.
        """
        if self.count <= MAX_LISTED:
            return self.codes
        tied = self._tied_to(formulas)
        bits = sorted(tied)
        place = {bit: k for k, bit in enumerate(bits)}
        near = [limit for limit in self._limits if options_in(limit) & tied]
        try:
            few = States(len(bits), [shift(limit, place.__getitem__) for limit in near])
        except DiagramTooLarge:
            return None
        if few.count > MAX_SEEN:
            return None
        short = few._every()
        codes = np.zeros(short.shape, dtype=np.uint64)
        for k, bit in enumerate(bits):
            codes |= (short >> np.uint64(k) & np.uint64(1)) << np.uint64(bit)
        return codes

    def whole(self, code: int, formulas: Sequence[Formula]) -> int:
        """Return the lowest state that some formulas see as a state of `seen_by`."""
        if self.count <= MAX_LISTED:
            return code
        seen = self._tied_to(formulas)
        return self.first(1, *(literal(bit, bool(code >> bit & 1)) for bit in seen))[0]

    def _every(self) -> Codes:
        return self._diagram(()).codes() if self._tried is None else self._tried

    def _tied_to(self, formulas: Sequence[Formula]) -> frozenset[int]:
        """List the options of some formulas and all that constraints tie to them, step by step."""
        options: frozenset[int] = frozenset().union(*map(options_in, formulas))
        groups = [options_in(limit) for limit in self._limits]
        while True:
            more = options.union(*(group for group in groups if group & options))
            if more == options:
                return options
            options = more

    def _diagram(self, more: Sequence[Formula]) -> Diagram:
        """Build a diagram, giving up sooner where every node costs more."""
        formulas = (*self._limits, *more)
        most = MAX_WORK // (1 + sum(map(_size, formulas)))
        return Diagram(self.n_options, formulas, max_nodes=min(MAX_NODES, max(500, most)))


def fits(formula: Formula, codes: Codes) -> NDArray[np.bool_]:
    """Tell in which states a formula holds, at once where it fixes some options only."""
    kind, body = formula
    if kind != "and":
        return evaluate(formula, codes)
    mask = chosen = 0
    for part in body:
        is_yes = part[0] == "option"
        option = part if is_yes else part[1]
        if not is_yes and (part[0] != "not" or option[0] != "option"):
            return evaluate(formula, codes)
        bit = 1 << option[1]
        if mask & bit and bool(chosen & bit) != is_yes:
            return np.zeros(codes.shape, dtype=np.bool_)
        mask |= bit
        chosen |= bit if is_yes else 0
    return (codes & np.uint64(mask)) == np.uint64(chosen)


def _those(formulas: Sequence[Formula], codes: Codes) -> Codes:
    """Return the states in which all of some formulas hold."""
    for formula in formulas:
        for part in formula[1] if formula[0] == "and" else (formula,):
            codes = codes[~fits(part[1], codes) if part[0] == "not" else fits(part, codes)]
    return codes


def _size(formula: Formula) -> int:
    kind, body = formula
    if kind == "not":
        return 1 + _size(body)
    if kind in ("and", "or"):
        return 1 + sum(map(_size, body))
    if kind == "at_least":
        return 1 + sum(_size(part) for _, part in body[1])
    return 1 + len(body) if isinstance(body, tuple) else 1


def check_states(
    case: Case, at_options: Place, faults: Faults, *, is_whole: bool = True
) -> States | None:
    """Report an empty or oversized state space and a status quo that cannot be.

    Where some constraints could not be read (``is_whole`` is false) only that is reported which
    no further constraint can mend: it can make states fewer, not more. None when the states
    cannot be counted or there are none.
    """
    try:
        states = States(len(case.option_ids), [limit.formula for limit in case.constraints])
        if not states.count:
            _report_empty(case, faults)
            return None
        _check_present(case, states, faults)
        _check_unknown(case, faults)
        if is_whole:
            _check_size(case, states, at_options, faults)
    except DiagramTooLarge:
        _check_present(case, None, faults)
        if not is_whole:
            return None
        message = (
            "the constraints tie the options into more combinations than can be counted; "
            "write fewer or simpler ones, or make one option of options that go together"
        )
        faults.add(case.constraints[0].place, "C406", message)
        return None
    return states


def _check_present(case: Case, states: States | None, faults: Faults) -> None:
    """Report options that are yes and never can be, and each constraint broken besides."""
    options: tuple[Option | Nature, ...] = (*case.options, *case.nature)
    present = [bit for bit, option in enumerate(options) if option.now]
    code = np.array([sum(1 << bit for bit in present)], dtype=np.uint64)
    broken = [limit for limit in case.constraints if not evaluate(limit.formula, code)[0]]
    never: list[int] = []
    if broken and states is not None:
        never = [bit for bit in present if not states.count_of(("option", bit))]
    for bit in never:
        message = (
            f"{quote(options[bit].id)} is yes now, yet the constraints never allow it; "
            "write 'now: no', or relax them"
        )
        faults.add(options[bit].place, "C405", message)
    state = quoted((options[bit].id for bit in present), MAX_QUOTED).replace("'", "") or "nothing"
    for limit in broken:
        if options_in(limit.formula).isdisjoint(never):
            message = f"the status quo ({state}) breaks {quote(limit.written)}; correct one of them"
            faults.add(limit.place, "C401", message)


def _check_unknown(case: Case, faults: Faults) -> None:
    """Report constraints that the status quo breaks if something unknown is the other way."""
    options: tuple[Option | Nature, ...] = (*case.options, *case.nature)
    code = sum(1 << bit for bit, option in enumerate(options) if option.now)
    if not all(
        evaluate(limit.formula, np.array([code], np.uint64))[0] for limit in case.constraints
    ):
        return
    for bit, chance in enumerate(case.nature, start=len(case.options)):
        other = np.array([code ^ 1 << bit], dtype=np.uint64)
        for limit in case.constraints if chance.likely is not None else ():
            if not evaluate(limit.formula, other)[0]:
                message = (
                    f"{quote(chance.id)} may be otherwise now, and then the status quo breaks "
                    f"{quote(limit.written)}; correct one of them"
                )
                faults.add(limit.place, "C401", message)


def _report_empty(case: Case, faults: Faults) -> None:
    """Point at the constraint with which the last state is gone."""
    formulas = [limit.formula for limit in case.constraints]
    upto = range(1, len(formulas))
    last = bisect_left(
        upto, True, key=lambda k: not States(len(case.option_ids), formulas[:k]).count
    )
    limit = case.constraints[last]
    before = "with those above it " if last else ""
    message = f"{quote(limit.written)} {before}leaves no state at all; relax one of them"
    faults.add(limit.place, "C402", message)


def _check_size(case: Case, states: States, at_options: Place, faults: Faults) -> None:
    """Report more states than memory can hold, with nature as it is now."""
    nature = enumerate(case.nature, start=len(case.options))
    count = states.count_of(*(literal(bit, chance.now) for bit, chance in nature))
    too_many = refusal(count, len(case.parties))
    if too_many:
        message = (
            f"{too_many}; exclude what cannot be by 'impossible', 'at_most_one' or 'exactly_one', "
            "or merge options"
        )
        faults.add(at_options, "C404", message)
