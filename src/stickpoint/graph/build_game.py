"""A case, and what to take otherwise than it has it → its game."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.equivalent_states import turned
from stickpoint.case.dates.fuzzy import dated, happened
from stickpoint.case.model.basis import DAYS_IN, Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.stakes import Payoff, Toll
from stickpoint.case.resolve.close_issues import close_issues
from stickpoint.errors import ModelError
from stickpoint.graph.build import conflict_of, feasible, place_of
from stickpoint.graph.build_rates import Chances, Choices
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.game import Event, Game
from stickpoint.logic import Formula, evaluate


@dataclass(frozen=True)
class Changes:
    """What to take otherwise than the case has it.

    Parameters
    ----------
    fix : mapping of str to bool
        Options held at a value from the start.
    on : mapping of str to float
        Time, from the start, at which something of nature's changes unforeseen; at 0 or before
        it has changed by the start, and the status quo has it.
    rate : mapping of str to float
        Rate, per unit of time, at which something of nature's changes, instead of a date too.
    without : collection of str
        Issues assumed closed, wherever a statement speaks of them; see `case.resolve.close_issues`.
    worth : mapping of (str, int) to float
        Payoff lines, by party and number from 1, set to a value.
    hypothesis : str or None
        An explanation whose payoffs stand in for those of the parties it names.
    read : callable
        How to read an amount as one number: its middle, or what its writer called most likely, if
        left out. It is asked for every number of the case that the game needs, in no set order,
        and must answer by the amount alone.
    """

    fix: Mapping[str, bool] = field(default_factory=dict)
    on: Mapping[str, float] = field(default_factory=dict)
    rate: Mapping[str, float] = field(default_factory=dict)
    without: Collection[str] = ()
    worth: Mapping[tuple[str, int], float] = field(default_factory=dict)
    hypothesis: str | None = None
    read: Callable[[Amount], float] = attrgetter("mid")


Floats = NDArray[np.float64]
Codes = NDArray[np.uint64]


def build_game(case: Case, changes: Changes | None = None) -> Game:
    """Turn a case into the game that the clock runs on; every range stands at its middle.

    All of nature's options are free here: one with a rate changes by chance, one with a date
    changes then, foreseen by all or by nobody. Where nobody foresees the date, a rate beside it,
    which is what one would go by without it, is not used. A party without a pace gets one chance
    to move per unit of time; one without a precision has 1, one without a discount 0. Effort is
    paid for switching an option either way. States that the case takes for a single one are one
    state here too.

    Parameters
    ----------
    case : Case
        A case without findings.
    changes : Changes, optional
        What to take otherwise.

    Raises
    ------
    ModelError
        A case without payoffs, a change that names nothing in the case, too many states, a status
        quo that a change rules out, or states that count as one and that a change tells apart.

    Examples
    --------
    >>> import stickpoint as sp
    >>> game = sp.game(sp.load("korea-1952"))
    >>> game
    <Game: 240 states, 1,520 moves, parties us, prc, ussr, dprk>
    >>> game.unit, game.horizon
    ('month', 60.0)
    """
    return Games(case, changes).game()


class Games:
    """The games of one case, which differ in how its numbers are read and in nothing else.

    States, moves and the states at which statements hold are found once.

    Parameters
    ----------
    case : Case
    changes : Changes, optional
        What to take otherwise; ``changes.read`` is how `game` reads numbers if it is not told.

    Raises
    ------
    ModelError
        As `build_game` does.
    """

    def __init__(self, case: Case, changes: Changes | None = None) -> None:
        self.made = made = changes or Changes()
        if not case.payoffs:
            raise ModelError(
                "the case has no payoffs, so the clock has nothing to run on: say under 'payoffs' "
                "what each party gains or loses per unit of time"
            )
        self.case = case = _closed(case, made)
        self.codes = _states(case, made)
        now = _start(case, made, self.codes)
        ranks = np.zeros((len(case.parties), self.codes.size), dtype=np.int32)
        self.conflict = conflict_of(case, self.codes, ranks, now)
        self.lines = _lines(case, made)
        statements = len(self.lines) + len(case.terminal) + len(case.tolls)
        self._masks: dict[int, NDArray[np.bool_]] | None = None
        if statements * self.codes.size <= MOST_KEPT:
            self._masks = {}
        self._events = _events(case, made, self.codes)
        self._choices = Choices(case, self.conflict.moves, self.codes)
        self._chances = Chances(case, made, self.codes)
        self._unknown = [c for c in case.nature if c.likely is not None and c.id not in made.fix]

    def game(self, read: Callable[[Amount], float] | None = None) -> Game:
        """Return the game whose every amount is read so."""
        case, conflict, how = self.case, self.conflict, read or self.made.read
        unit = case.clock.unit
        start, target, effort, free = self._choices.read(how)
        chance = self._chances.read(how)
        game = Game(
            payoffs=self._summed([(line, _worth(self.made, how, line, key, unit))
                                  for line, key in self.lines]),
            terminal=self._summed([(line, how(line.worth)) for line in case.terminal]),
            pace=_numbers(case, how, [p.pace for p in case.parties], 1.0),
            precision=_numbers(case, how, [p.precision for p in case.parties], 1.0),
            discount=_numbers(case, how, [p.discount for p in case.parties], 0.0),
            start=start,
            target=target,
            effort=effort,
            free=free,
            nature_start=chance[0],
            nature_target=chance[1],
            nature_rate=chance[2],
            settled=conflict.settled,
            terms=conflict.terms,
            terms_index=conflict.terms_index,
            tolls={toll.name: self._toll(toll, how) for toll in case.tolls},
            events=self._events,
            start_state=self._start(how),
            unit=unit,
            horizon=case.clock.horizon,
            parties=conflict.parties,
            conflict=conflict,
        )  # fmt: skip
        return coalesce_game(game, _same(case, self.codes)) if case.same else game

    def _start(self, how: Callable[[Amount], float]) -> int | None:
        """Return where it starts: what nobody but the parties knows is so with its chance."""
        status_quo = self.conflict.status_quo
        if status_quo is None or not self._unknown:
            return status_quo
        code = int(self.codes[status_quo])
        for chance in self._unknown:
            assert chance.likely is not None, "those are the unknown ones"
            bit = 1 << self.case.option_index[chance.id]
            is_so = how(_evenly(f"{chance.id} so")) < how(chance.likely)
            code = code | bit if is_so else code & ~bit
        place = int(np.searchsorted(self.codes, np.uint64(code)))
        if place == self.codes.size or int(self.codes[place]) != code:
            raise ModelError("the status quo is not feasible with what is not known as it may be")
        return place

    def _holds(self, formula: Formula) -> NDArray[np.bool_]:
        """Return where a statement holds, remembered unless the states are too many."""
        if self._masks is None:
            return evaluate(formula, self.codes)
        if id(formula) not in self._masks:
            self._masks[id(formula)] = evaluate(formula, self.codes)
        return self._masks[id(formula)]

    def _summed(self, lines: Sequence[tuple[Payoff, float]]) -> Floats:
        """Add up what each line is worth to its party, wherever its statement holds."""
        table = np.zeros((len(self.case.parties), self.codes.size))
        for line, value in lines:
            table[self.case.party_index[line.party]][self._holds(line.statement.formula)] += value
        return table

    def _toll(self, toll: Toll, how: Callable[[Amount], float]) -> Floats:
        per = float(DAYS_IN[self.case.clock.unit] / DAYS_IN[toll.per])
        return self._holds(toll.statement.formula).astype(np.float64) * (how(toll.amount) * per)


MOST_KEPT = 1 << 26
"""Bytes of where statements hold that are remembered between games."""


def _lines(case: Case, made: Changes) -> list[tuple[Payoff, tuple[str, int]]]:
    """Return the payoff lines that count, each with its party and number from 1."""
    lines = list(case.payoffs)
    if made.hypothesis is not None:
        found = [h for h in case.hypotheses if h.name == made.hypothesis]
        if not found:
            known = ", ".join(repr(h.name) for h in case.hypotheses) or "none"
            raise ModelError(f"no hypothesis {made.hypothesis!r}; the case has {known}")
        named = {line.party for line in found[0].payoffs}
        lines = [line for line in lines if line.party not in named] + list(found[0].payoffs)
    number = Counter[str]()
    keyed = []
    for line in lines:
        number[line.party] += 1
        keyed.append((line, (line.party, number[line.party])))
    for party, place in made.worth:
        if party not in number:
            raise ModelError(f"{party!r} has no payoffs; expected one of {', '.join(number)}")
        if not 1 <= place <= number[party]:
            raise ModelError(f"no payoff {party}[{place}]; {party} has lines 1 to {number[party]}")
    return keyed


def _worth(
    made: Changes, read: Callable[[Amount], float], line: Payoff, key: tuple[str, int], unit: str
) -> float:
    """Return what a line is worth: as changed, or else as its amount is read."""
    return made.worth[key] if key in made.worth else read(_per(line.worth, unit))


@lru_cache(maxsize=4096)
def _evenly(name: str) -> Amount:
    """Return a number from 0 to 1 that each draw has by its name, and that decides by a chance."""
    return Amount(0.0, 0.5, 1.0, "range", None, "", Fraction(1, 2), name)


@lru_cache(maxsize=4096)
def _per(amount: Amount, unit: str) -> Amount:
    """Return an amount in another unit of time, which is worked out in fractions once."""
    return amount.per(unit)


def _same(case: Case, codes: Codes) -> list[NDArray[np.bool_]]:
    """Mark the states that count as one, for each statement and each setting of nature."""
    found = []
    nature = codes >> np.uint64(len(case.options))
    for same in case.same:
        here = evaluate(same.formula, codes)
        found += [here & (nature == setting) for setting in np.unique(nature[here])]
    return found


def _closed(case: Case, made: Changes) -> Case:
    known = [issue.id for issue in case.issues]
    for name in made.without:
        if name not in known:
            raise ModelError(f"no issue {name!r}; expected one of {', '.join(known)}")
    return close_issues(case, made.without)


def _states(case: Case, made: Changes) -> Codes:
    for name in made.fix:
        if name not in case.option_index:
            raise ModelError(f"no option {name!r}; expected one of {', '.join(case.option_ids)}")
    return feasible(case, made.fix, "with these options fixed")


def _start(case: Case, made: Changes, codes: Codes) -> int:
    now = {option.id: option.now for option in case.options}
    now |= {chance.id: chance.now for chance in case.nature} | happened(case, made.on, made.rate)
    now |= dict(made.fix)
    return place_of(case, now, codes, "with these changes made from the start on")


def _numbers(
    case: Case, read: Callable[[Amount], float], amounts: list[Amount | None], default: float
) -> Floats:
    unit = case.clock.unit
    return np.array([default if a is None else read(_per(a, unit)) for a in amounts])


def _events(case: Case, made: Changes, codes: Codes) -> tuple[Event, ...]:
    dates = dated(case, made.on, made.rate)
    found = []
    for chance in case.nature:
        if dates.get(chance.id, 0.0) > 0:
            option = case.option_index[chance.id]
            leads = turned(codes, option, chance.one_way)
            is_yes = (codes >> np.uint64(option)) & np.uint64(1) != 0
            moves = (leads >= 0) & (is_yes == chance.now)
            target = np.where(moves, leads, np.arange(codes.size)).astype(np.int32)
            foreseen = chance.by is not None and chance.id not in made.on
            found.append(Event(chance.id, dates[chance.id], target, foreseen))
    return tuple(found)
