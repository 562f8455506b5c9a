"""States that count as the same → whether the rest of the case treats them as the same."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.feasibility import Codes, States, fits
from stickpoint.case.checks.orders import pattern, ranks_of
from stickpoint.case.checks.pauses import fallen
from stickpoint.case.model.basis import Amount, Statement
from stickpoint.case.model.case import Case, Ranking, settlements
from stickpoint.case.model.pauses import ending, lapsing
from stickpoint.case.model.situation import Nature
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.logic import evaluate


def check_settled_alike(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report states that count as the same but are not settled on the same terms.

    Here and below, what would take too many states to check is returned in words.
    """
    codes = states.codes
    over = ending(case)
    if not case.same or over is None:
        return ()
    if codes is None:
        return ("whether states that count as the same are settled alike",)
    terms, settled = settlements(case, codes, evaluate(over, codes))
    for statement, one, other in _apart(case, codes, settled):
        said = [
            f"{pattern(case, int(codes[s]))} is "
            + ("not settled" if settled[s] < 0 else f"settled as {quote(terms[settled[s]])}")
            for s in (one, other)
        ]
        _report(statement, "C410", " and ".join(said), "correct the terms", faults)
    return ()


def check_ranked_alike(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report states that count as the same but that a party does not rank the same."""
    codes = states.codes
    if not case.same:
        return ()
    if codes is None:
        return ("whether parties rank alike the states that count as the same",)
    for party in case.parties:
        ranks = ranks_of(case, party.id, codes, every=True)
        ranking = case.preferences.get(party.id)
        if isinstance(ranking, Ranking) and (ranks == -len(ranking.groups)).any():
            continue  # a ranking that leaves states out is a fault of its own
        for statement, one, other in _apart(case, codes, ranks):
            ends = sorted((one, other), key=lambda s: int(ranks[s]))
            low, high = (pattern(case, int(codes[s])) for s in ends)
            yet = f"{quote(party.id)} ranks {high} above {low}"
            _report(statement, "C509", yet, "rank them equal", faults)
    return ()


def check_in_time_alike(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report states that count as the same but are not, to the clock of a case with payoffs.

    They must be worth the same to each party, cost the same tolls, and become the same by chance.
    """
    codes = states.codes
    if not case.same or not case.payoffs:
        return ()
    if codes is None:
        return ("whether states that count as the same are worth the same and become the same",)
    for who, lines in _accounts(case):
        for statement, one, other in _apart(case, codes, _sums(lines, codes)):
            both = f"{pattern(case, int(codes[one]))} and {pattern(case, int(codes[other]))}"
            yet = f"{who} differ between {both}"
            _report(statement, "C510", yet, "let the same lines hold in both", faults)
    settled = np.zeros(codes.size, dtype=np.bool_)
    over = ending(case)
    if over is not None:
        settled = evaluate(over, codes)
    for chance in case.nature:
        if not chance.by_chance and chance.date is None:
            continue
        rate = _rate(chance, codes, settled)
        for statement, one, other in _apart(case, codes, rate):
            both = f"{pattern(case, int(codes[one]))} and {pattern(case, int(codes[other]))}"
            yet = f"{quote(chance.id)} changes at different rates in {both}"
            _report(statement, "C511", yet, "let the same rate hold in both", faults)
        leads = turned(codes, case.option_index[chance.id], chance.one_way)
        for statement, one, other in _apart(case, codes, np.where(settled, -2, leads), leads >= 0):
            both = f"{pattern(case, int(codes[one]))} and {pattern(case, int(codes[other]))}"
            yet = f"{quote(chance.id)} turns {both} into states that do not count as the same"
            _report(statement, "C511", yet, "widen it to those", faults)
    for terms, where in lapsing(case):
        here = fits(where, codes)
        leads = fallen(case, codes, terms, here)
        for statement, one, other in _apart(case, codes, leads, leads >= 0):
            both = f"{pattern(case, int(codes[one]))} and {pattern(case, int(codes[other]))}"
            yet = f"{both} do not become the same when {quote(terms.name)} lapses"
            _report(statement, "C511", yet, "widen it to those", faults)
    return ()


def _report(statement: Statement, code: str, yet: str, advice: str, faults: Faults) -> None:
    same = f"{quote(statement.text)} makes states count as the same"
    faults.add(statement.place, code, f"{same}, yet {yet}; narrow 'same', or {advice}")


def _rate(chance: Nature, codes: Codes, settled: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return which of the rates of something of nature's holds in each state; -1 for none."""
    found = np.full(codes.size, -1, dtype=np.int64)
    for number, line in reversed(list(enumerate(chance.rates))):
        here = np.ones(codes.size, dtype=np.bool_)
        if line.statement is not None:
            here = fits(line.statement.formula, codes)
        found[here] = number
    return np.where(settled, -2, found)


def turned(codes: Codes, option: int, one_way: int) -> NDArray[np.int64]:
    """Return the state that each becomes when something of nature's changes; -1 where it cannot."""
    bit = np.uint64(1 << option)
    is_yes = (codes & bit) != 0
    may = np.ones(codes.size, dtype=np.bool_) if one_way == 0 else is_yes == (one_way < 0)
    place = np.searchsorted(codes, codes ^ bit)
    place[place == codes.size] = 0
    may &= codes[place] == codes ^ bit
    return np.where(may, place, -1).astype(np.int64)


def _accounts(case: Case) -> Iterator[tuple[str, list[tuple[Statement, Amount]]]]:
    """Return every account whose lines add up, in words, with its lines."""
    unit = case.clock.unit
    kinds = [("payoffs", case.payoffs, ""), ("terminal worths", case.terminal, "")]
    kinds += [
        ("payoffs", found.payoffs, f" under {quote(found.name)}") for found in case.hypotheses
    ]
    for kind, every, under in kinds:
        for party in case.parties:
            own = [(x.statement, x.worth.per(unit)) for x in every if x.party == party.id]
            yield f"the {kind} of {quote(party.id)}{under}", own
            once = [(x.statement, x.once) for x in every if x.once and x.party == party.id]
            if once:
                yield f"what is paid once to {quote(party.id)}{under}", once
    for toll in case.tolls:
        yield f"the tolls {quote(toll.name)}", [(toll.statement, toll.amount)]


def _sums(lines: list[tuple[Statement, Amount]], codes: Codes) -> NDArray[np.int64]:
    """Return states one number where points come to one sum and the same ranges hold."""
    points, columns = np.zeros(codes.size), []
    for statement, amount in lines:
        here = fits(statement.formula, codes)
        if amount.low == amount.high:
            points[here] += amount.mid
        else:
            columns.append(here)
    most = float(np.abs(points).max(initial=0.0)) or 1.0
    table = np.column_stack((np.round(points / most, 12), *columns))
    return np.unique(table, axis=0, return_inverse=True)[1].ravel().astype(np.int64)


def _apart(
    case: Case, codes: Codes, value: NDArray[np.integer], is_state: NDArray[np.bool_] | None = None
) -> Iterator[tuple[Statement, int, int]]:
    """Return each statement that makes states count as one which a value tells apart, with two.

    Only states with the same setting of nature are merged; groups that share a state join. Where
    ``is_state``, the value is a state, and states that count as one are one value.
    """
    nature = np.unique(codes >> np.uint64(len(case.options)), return_inverse=True)[1].ravel()
    each = np.arange(codes.size)
    if is_state is not None:
        first = each
        for statement in case.same:
            first = _joined(first, fits(statement.formula, codes), nature)
        value = np.where(is_state & (value >= 0), first[value], value)
    leader = each
    broken = np.zeros(codes.size, dtype=np.bool_)
    for statement in case.same:
        here = fits(statement.formula, codes)
        alone = _joined(each, here, nature)
        leader = _joined(leader, here, nature)
        # A group that an earlier statement broke is broken still, which is no fault of this one.
        whole = ~np.isin(leader, leader[broken])
        for group, counts in ((alone, here), (leader, whole)):
            differs = np.flatnonzero(counts & (value != value[group]))
            if differs.size:
                yield statement, int(group[differs[0]]), int(differs[0])
                break
        broken = np.isin(leader, leader[value != value[leader]])


def _joined(
    leader: NDArray[np.intp], here: NDArray[np.bool_], nature: NDArray[np.intp]
) -> NDArray[np.intp]:
    """Join the groups that have a state among these, one group for each setting of nature."""
    touched = np.unique(leader[here])
    first = np.full(int(nature.max()) + 1, leader.size, dtype=np.intp)
    np.minimum.at(first, nature[touched], touched)
    onto = np.arange(leader.size)
    onto[touched] = first[nature[touched]]
    return np.asarray(onto[leader])
