"""A case, and what to take otherwise than it has it → its game."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
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
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.game import Event, Game
from stickpoint.graph.game_arrays import flat_arcs, nature_arcs
from stickpoint.graph.moves import ArcMoves, FreeChoice, FreeMoves
from stickpoint.logic import evaluate


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
    changes then, unforeseen. A party without a pace gets one chance to move per unit of time; one
    without a precision has 1, one without a discount 0. Effort is paid for switching an option
    either way. States that the case takes for a single one are one state here too.

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
    made = changes or Changes()
    if not case.payoffs:
        raise ModelError(
            "the case has no payoffs, so the clock has nothing to run on: say under 'payoffs' what "
            "each party gains or loses per unit of time"
        )
    case = _closed(case, made)
    codes = _states(case, made)
    now = _start(case, made, codes)
    ranks = np.zeros((len(case.parties), codes.size), dtype=np.int32)
    conflict = conflict_of(case, codes, ranks, now)
    free, lists = _choices(case, made, conflict.moves, codes)
    start, target, effort = flat_arcs(lists, free, codes.size)
    chance = nature_arcs(_chances(case, made, codes), codes.size)
    game = Game(
        payoffs=_payoffs(case, made, codes),
        terminal=_summed(case, [(line, made.read(line.worth)) for line in case.terminal], codes),
        pace=_numbers(case, made, [p.pace for p in case.parties], 1.0),
        precision=_numbers(case, made, [p.precision for p in case.parties], 1.0),
        discount=_numbers(case, made, [p.discount for p in case.parties], 0.0),
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
        tolls={toll.name: _toll(case, made, toll, codes) for toll in case.tolls},
        events=_events(case, made, codes),
        start_state=now,
        unit=case.clock.unit,
        horizon=case.clock.horizon,
        parties=conflict.parties,
        conflict=conflict,
    )
    return coalesce_game(game, _same(case, codes))


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


def _choices(
    case: Case, made: Changes, moves: tuple[FreeMoves | ArcMoves, ...], codes: Codes
) -> tuple[tuple[FreeChoice | None, ...], list[tuple[NDArray[np.int64], Floats]]]:
    free: list[FreeChoice | None] = []
    lists = []
    efforts = (option.effort for option in case.options)
    prices = np.array([0.0 if effort is None else made.read(effort) for effort in efforts])
    for party, own in zip(case.parties, moves, strict=True):
        if isinstance(own, FreeMoves):
            mine = [k for k, option in enumerate(case.options) if option.party == party.id]
            free.append(FreeChoice.of(own, prices[mine], prices[mine]))
            lists.append((np.zeros((0, 2), dtype=np.int64), np.zeros(0)))
            continue
        source, target = own.sources.astype(np.int64), own.target.astype(np.int64)
        switched = codes[source] ^ codes[target]
        cost = np.zeros(source.size)
        for k in np.flatnonzero(prices):
            cost += prices[k] * ((switched >> np.uint64(k)) & np.uint64(1))
        free.append(None)
        lists.append((np.column_stack((source, target)), cost))
    return tuple(free), lists


def _numbers(case: Case, made: Changes, amounts: list[Amount | None], default: float) -> Floats:
    unit = case.clock.unit
    return np.array([default if a is None else made.read(a.per(unit)) for a in amounts])


def _payoffs(case: Case, made: Changes, codes: Codes) -> Floats:
    lines = list(case.payoffs)
    if made.hypothesis is not None:
        found = [h for h in case.hypotheses if h.name == made.hypothesis]
        if not found:
            known = ", ".join(repr(h.name) for h in case.hypotheses) or "none"
            raise ModelError(f"no hypothesis {made.hypothesis!r}; the case has {known}")
        named = {line.party for line in found[0].payoffs}
        lines = [line for line in lines if line.party not in named] + list(found[0].payoffs)
    number = Counter[str]()
    valued = []
    for line in lines:
        number[line.party] += 1
        key = (line.party, number[line.party])
        worth = made.worth.get(key, made.read(line.worth.per(case.clock.unit)))
        valued.append((line, worth))
    for party, place in made.worth:
        if party not in number:
            raise ModelError(f"{party!r} has no payoffs; expected one of {', '.join(number)}")
        if not 1 <= place <= number[party]:
            raise ModelError(f"no payoff {party}[{place}]; {party} has lines 1 to {number[party]}")
    return _summed(case, valued, codes)


def _summed(case: Case, lines: Sequence[tuple[Payoff, float]], codes: Codes) -> Floats:
    """Add up what each line is worth to its party, wherever its statement holds."""
    table = np.zeros((len(case.parties), codes.size))
    for line, value in lines:
        table[case.party_index[line.party], evaluate(line.statement.formula, codes)] += value
    return table


def _toll(case: Case, made: Changes, toll: Toll, codes: Codes) -> Floats:
    per = float(DAYS_IN[case.clock.unit] / DAYS_IN[toll.per])
    holds = evaluate(toll.statement.formula, codes).astype(np.float64)
    return holds * (made.read(toll.amount) * per)


def _chances(case: Case, made: Changes, codes: Codes) -> Floats:
    rows = [np.zeros((0, 3))]
    for chance in case.nature:
        rate = made.rate.get(chance.id)
        if rate is None and chance.rate is not None and chance.id not in made.on:
            rate = made.read(chance.rate.per(case.clock.unit))
        if rate is None:
            continue
        leads = turned(codes, case.option_index[chance.id], chance.one_way)
        source = np.flatnonzero(leads >= 0)
        rows.append(np.column_stack((source, leads[source], np.full(source.size, rate))))
    return np.concatenate(rows)


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
            found.append(Event(chance.id, dates[chance.id], target))
    return tuple(found)
