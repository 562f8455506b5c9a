"""What moves and agreements cost, how fast chance and ends come, by any reading of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.equivalent_states import turned
from stickpoint.case.checks.pauses import fallen
from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.pauses import lapsing
from stickpoint.case.model.situation import Nature
from stickpoint.errors import ModelError
from stickpoint.graph.agreements.find import JointActs, Options, Wanted
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.game_arrays import flat_arcs, nature_arcs
from stickpoint.graph.moves import ArcMoves, FreeChoice, FreeMoves
from stickpoint.graph.readings.asked import Asked
from stickpoint.graph.readings.sums import Counts, Sums, alike
from stickpoint.logic import evaluate
from stickpoint.logic.formula import options_in

if TYPE_CHECKING:
    from stickpoint.graph.build_game import Changes

Floats = NDArray[np.float64]
Codes = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Laid = tuple[NDArray[np.int64], NDArray[np.int32], Floats, tuple[FreeChoice | None, ...]]


class Choices:
    """The parties' moves, laid out once; what switching an option costs is read anew."""

    def __init__(
        self, case: Case, moves: tuple[FreeMoves | ArcMoves, ...], codes: Codes, asked: Asked
    ) -> None:
        efforts = [0.0 if option.effort is None else option.effort for option in case.options]
        self._prices = np.array([asked.place(effort) for effort in efforts], dtype=np.int64)
        self._free: list[tuple[FreeChoice, list[int]] | None] = []
        lists, costs = [], []
        for party, own in zip(case.parties, moves, strict=True):
            mine = [k for k, option in enumerate(case.options) if option.party == party.id]
            if isinstance(own, FreeMoves):
                nothing = np.zeros(len(mine))
                self._free.append((FreeChoice.of(own, nothing, nothing), mine))
                pairs = np.zeros((0, 2), dtype=np.int64)
            else:
                self._free.append(None)
                pairs = np.column_stack((own.sources, own.target)).astype(np.int64)
            dear = [k for k in mine if case.options[k].effort is not None]
            costs.append(self._switching(codes, pairs, dear))
            lists.append((pairs, np.zeros(len(pairs))))
        free_of = [None if own is None else own[0] for own in self._free]
        self._start, self._target, _ = flat_arcs(lists, free_of, codes.size)
        self._effort = Sums(costs, [len(pairs) for pairs, _ in lists])

    def _switching(
        self, codes: Codes, pairs: NDArray[np.int64], options: list[int]
    ) -> list[Counts]:
        """Say which arcs switch each of some options of the mover's own."""
        if not options:
            return []
        switched = codes[pairs[:, 0]] ^ codes[pairs[:, 1]]

        def where(option: int) -> Flags:
            return np.asarray((switched >> np.uint64(option)) & np.uint64(1) != 0)

        return [Counts(int(self._prices[k]), partial(where, k)) for k in options]

    def read(self, numbers: Floats) -> Laid:
        """Return start and target of arcs, their efforts, and the classes of free choice."""
        prices = self.prices(numbers)
        free = tuple(None if own is None else _priced(*own, prices) for own in self._free)
        return self._start, self._target, self._effort.of(numbers), free

    def prices(self, numbers: Floats) -> Floats:
        """Return what switching each option costs, either way, (options,)."""
        return numbers[self._prices]


def _priced(own: FreeChoice, mine: list[int], prices: Floats) -> FreeChoice:
    return FreeChoice(own.first, own.members, own.slot, prices[mine], prices[mine])


def _rates(
    chance: Nature, made: Changes, codes: Codes
) -> Iterator[tuple[Amount | float, NDArray[np.bool_]]]:
    """Return each rate at which something of nature's changes, and in which states it holds.

    Of several the first whose statement holds; none where a date stands in their place.
    """
    left = np.ones(codes.size, dtype=np.bool_)
    if chance.id in made.rate:
        yield made.rate[chance.id], left
    elif chance.on is None and chance.id not in made.on:
        if chance.rate is not None:
            yield chance.rate, left
        for line in chance.rates:
            here = left.copy()
            if line.statement is not None:
                here &= evaluate(line.statement.formula, codes)
            left &= ~here
            yield line.rate, here


class Chances:
    """What nature may turn and which terms lapse, laid out once; how fast is read anew."""

    def __init__(self, case: Case, made: Changes, codes: Codes, asked: Asked) -> None:
        rows = [np.zeros((0, 3))]
        rates: list[Amount | float] = []
        for chance in case.nature:
            leads = turned(codes, case.option_index[chance.id], chance.one_way)
            for rate, here in _rates(chance, made, codes):
                source = np.flatnonzero(here & (leads >= 0))
                whose = np.full(source.size, len(rates))
                rows.append(np.column_stack((source, leads[source], whose)))
                rates.append(rate)
        for terms, where in lapsing(case):
            here = evaluate(where, codes)
            leads = fallen(case, codes, terms, here)
            if (here & (leads < 0)).any():
                raise ModelError(
                    f"the terms {terms.name!r} lapse, and with what is fixed there is no state to "
                    "fall back to; leave one of their options free"
                )
            source = np.flatnonzero(here)
            whose = np.full(source.size, len(rates))
            rows.append(np.column_stack((source, leads[source], whose)))
            assert terms.lapses is not None, "it is among those that lapse"
            rates.append(terms.lapses)
        # The third column says whose rate it is, and is read in place of the rate.
        self._start, self._target, place = nature_arcs(np.concatenate(rows), codes.size)
        self._whose = place.astype(np.int64)
        each = [x.per(case.clock.unit) if isinstance(x, Amount) else float(x) for x in rates]
        self._rates = np.array([asked.place(rate) for rate in each], dtype=np.int64)

    def read(self, numbers: Floats) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
        """Return limits and targets of nature's arcs by state, and the rate of each."""
        rates = numbers[self._rates]
        if not ((rates >= 0) & (rates < np.inf)).all():
            raise ModelError("a rate of nature is negative or not finite")
        return self._start, self._target, rates[self._whose]


class Standing:
    """How fast states become an end: by the slowest of the terms that hold there.

    What is signed never does by standing. Of packages the first that holds counts, in place of its
    parts.
    """

    def __init__(self, case: Case, codes: Codes, asked: Asked) -> None:
        every = [terms for issue in case.issues for terms in issue.terms]
        parts, whole = (
            [terms for terms in lines if terms.holds is not None or terms.signed]
            for lines in (every, case.packages[::-1])
        )
        unit = case.clock.unit
        rates = (0.0 if one.holds is None else one.holds.per(unit) for one in (*parts, *whole))
        self._rates = np.array([asked.place(rate) for rate in rates], dtype=np.int64)
        where = [evaluate(one.statement.formula, codes) for one in (*parts, *whole)]
        counts, self._which = alike(where, codes.size)
        self._parts, self._whole = counts[: len(parts)], counts[len(parts) :]

    def read(self, numbers: Floats) -> Floats:
        """Return the rate of each state, not a number where nothing is said; none if nowhere."""
        if not self._rates.size:
            return np.empty(0)
        rates = numbers[self._rates][:, None]
        slowest = np.where(self._parts, rates[: len(self._parts)], np.nan)
        found = np.fmin.reduce(slowest, axis=0, initial=np.nan)
        for rate, here in zip(rates[len(self._parts) :], self._whole, strict=True):
            found[here] = rate
        return found[self._which]


def joint_acts(case: Case, conflict: Conflict, codes: Codes, *, every: bool) -> JointActs | None:
    """Find agreements of a case among some of its states: on every way to settle, or on some.

    The latter are those of whose terms it is written who consents, or that they are signed.
    """
    lines = case.agreed_on
    if not (lines or every):
        return None
    n, settled = codes.size, conflict.settled
    consent = np.zeros((n, len(case.parties)), dtype=np.bool_)
    signed, chosen = np.zeros(n, dtype=np.bool_), settled & every
    for terms in lines:
        here = settled & evaluate(terms.statement.formula, codes)
        spoken = options_in(terms.statement.formula) if terms.signed else ()
        owners = {conflict.owners[k] for k in spoken} - {-1}
        named = {case.party_index[id_] for id_ in terms.needs}
        consent |= np.outer(here, np.isin(np.arange(len(case.parties)), [*owners, *named]))
        signed |= here & terms.signed
        chosen |= here
    wanted = Wanted(np.unique(conflict.terms_index[chosen]).astype(np.int64), consent, signed)
    conditions = {k: o.needs for k, o in enumerate(case.options) if o.needs is not None}
    allowed = {k: evaluate(statement.formula, codes) for k, statement in conditions.items()}
    one_way = tuple(option.one_way for option in case.options)
    options = Options(conflict.owners, one_way, allowed)
    return JointActs(codes, conflict.terms_index, options, wanted)
