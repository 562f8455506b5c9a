"""Case → Game: payoffs, paces, efforts, chance and tolls as arrays in one unit of time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.equivalent_states import turned
from stickpoint.case.dates.timing import dated, happened
from stickpoint.case.model.amounts import DAYS_IN, Amount
from stickpoint.case.model.case import Case, Toll
from stickpoint.case.model.outcomes import settlements
from stickpoint.case.resolve.close_issues import close_issues
from stickpoint.errors import ModelError
from stickpoint.graph.build import check_size
from stickpoint.graph.changes import Changes
from stickpoint.graph.coalesce import coalesce_game
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.game import Event, Game
from stickpoint.graph.game_arrays import flat_arcs, nature_arcs
from stickpoint.graph.moves import ArcMoves, FreeChoice, FreeMoves
from stickpoint.graph.switching import option_moves
from stickpoint.logic import Diagram, Formula, evaluate

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
    owners = [case.party_index[option.party] for option in case.options]
    allowed = {
        k: evaluate(option.needs.formula, codes)
        for k, option in enumerate(case.options)
        if option.needs is not None
    }
    ways = [option.one_way for option in case.options]
    moves = option_moves(codes, owners, ways, len(case.parties), allowed)
    over = _settled(case, codes)
    terms, index = settlements(case, codes, over)
    free, lists = _choices(case, made, moves, codes)
    start, target, effort = flat_arcs(lists, free, codes.size)
    chance = nature_arcs(_chances(case, made, codes), codes.size)
    now = _start(case, made, codes)
    payoffs = _payoffs(case, made, codes)
    game = Game(
        payoffs=payoffs,
        terminal=_worths(case, made, codes),
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
        settled=over,
        terms=terms,
        terms_index=index,
        tolls={toll.name: _toll(case, made, toll, codes) for toll in case.tolls},
        events=_events(case, made, codes),
        start_state=now,
        unit=case.clock.unit,
        horizon=case.clock.horizon,
        parties=tuple(party.id for party in case.parties),
        conflict=Conflict(
            ranks=np.zeros((len(case.parties), codes.size), dtype=np.int32),
            moves=moves,
            parties=tuple(party.id for party in case.parties),
            options=case.option_ids,
            owners=(*owners, *(-1 for _ in case.nature)),
            codes=codes,
            status_quo=now,
            terms=terms,
            terms_index=index,
        ),
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
    formulas: list[Formula] = [constraint.formula for constraint in case.constraints]
    for name, value in made.fix.items():
        if name not in case.option_index:
            raise ModelError(f"no option {name!r}; expected one of {', '.join(case.option_ids)}")
        option: Formula = ("option", case.option_index[name])
        formulas.append(option if value else ("not", option))
    diagram = Diagram(len(case.option_ids), formulas)
    if not diagram.count:
        raise ModelError("no state is feasible with these options fixed")
    check_size(diagram.count, len(case.parties))
    return diagram.codes()


def _start(case: Case, made: Changes, codes: Codes) -> int:
    now = {option.id: option.now for option in case.options}
    now |= {chance.id: chance.now for chance in case.nature} | happened(case, made.on, made.rate)
    now |= dict(made.fix)
    code = sum(1 << case.option_index[name] for name, value in now.items() if value)
    place = int(np.searchsorted(codes, np.uint64(code)))
    if place == codes.size or int(codes[place]) != code:
        raise ModelError("the status quo is not feasible with these changes made from the start on")
    return place


def _settled(case: Case, codes: Codes) -> NDArray[np.bool_]:
    if case.settled is None:
        return np.zeros(codes.size, dtype=np.bool_)
    return evaluate(case.settled.formula, codes)


def _choices(
    case: Case, made: Changes, moves: tuple[FreeMoves | ArcMoves, ...], codes: Codes
) -> tuple[tuple[FreeChoice | None, ...], list[tuple[NDArray[np.int64], Floats]]]:
    free: list[FreeChoice | None] = []
    lists = []
    efforts = [option.effort for option in case.options]
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
    number: dict[str, int] = {}
    values = []
    for line in lines:
        number[line.party] = number.get(line.party, 0) + 1
        key = (line.party, number[line.party])
        values.append(made.worth.get(key, made.read(line.worth.per(case.clock.unit))))
    for party, place in made.worth:
        if not 1 <= place <= number.get(party, 0):
            if party not in number:
                raise ModelError(f"{party!r} has no payoffs; expected one of {', '.join(number)}")
            raise ModelError(f"no payoff {party}[{place}]; {party} has lines 1 to {number[party]}")
    table = np.zeros((len(case.parties), codes.size))
    for line, value in zip(lines, values, strict=True):
        table[case.party_index[line.party], evaluate(line.statement.formula, codes)] += value
    return table


def _worths(case: Case, made: Changes, codes: Codes) -> Floats:
    table = np.zeros((len(case.parties), codes.size))
    for line in case.terminal:
        here = evaluate(line.statement.formula, codes)
        table[case.party_index[line.party], here] += made.read(line.worth)
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
        source, target = _flips(case, chance.id, chance.one_way, codes)
        rows.append(np.column_stack((source, target, np.full(source.size, rate))))
    return np.concatenate(rows)


def _flips(
    case: Case, name: str, one_way: int, codes: Codes
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """List the states from which something of nature's can change, and where that leads."""
    leads = turned(codes, case.option_index[name], one_way)
    may = np.flatnonzero(leads >= 0)
    return may, leads[may]


def _events(case: Case, made: Changes, codes: Codes) -> tuple[Event, ...]:
    dates = dated(case, made.on, made.rate)
    found = []
    for chance in case.nature:
        if dates.get(chance.id, 0.0) > 0:
            target = np.arange(codes.size, dtype=np.int32)
            source, goal = _flips(case, chance.id, chance.one_way, codes)
            moved = source[
                ((codes[source] >> np.uint64(case.option_index[chance.id])) & np.uint64(1) != 0)
                == chance.now
            ]
            target[moved] = goal[np.searchsorted(source, moved)]
            found.append(Event(chance.id, dates[chance.id], target))
    return tuple(found)
