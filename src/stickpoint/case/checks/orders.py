"""The states of a case → whether its agenda and every party's preferences are sound on them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.checks.feasibility import Codes, States, fits
from stickpoint.case.model.basis import Statement
from stickpoint.case.model.beliefs import as_seen
from stickpoint.case.model.case import Case, Ranking, Wants, Weights
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.logic import DiagramTooLarge, Formula


def check_terms(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report terms that can never hold; return in words what was too much to check."""
    unchecked = []
    for issue in case.issues:
        if issue.closed is not None:
            continue
        codes = states.seen_by([terms.statement.formula for terms in issue.terms])
        if codes is None:
            unchecked.append(f"whether the terms of {quote(issue.id)} can hold")
            continue
        for terms in issue.terms:
            if not fits(terms.statement.formula, codes).any():
                message = (
                    f"the terms {quote(terms.name)} of {quote(issue.id)} hold in no state that is "
                    "possible; correct the statement, or drop them"
                )
                faults.add(terms.statement.place, "C408", message)
    return (*unchecked, *_check_packages(case, states, faults))


def _check_packages(case: Case, states: States, faults: Faults) -> Iterator[str]:
    """Report packages that no settlement is."""
    over: Formula = ("const", False) if case.settled is None else case.settled.formula
    for package in case.packages:
        signed: Formula = ("and", (package.statement.formula, over))
        codes = states.seen_by([signed])
        if codes is None:
            yield f"whether the package {quote(package.name)} can hold"
        elif not fits(signed, codes).any():
            message = (
                f"the package {quote(package.name)} holds in no state that is possible and "
                "settled; correct the statement, or drop it"
            )
            faults.add(package.statement.place, "C408", message)


MAX_SHOWN = 8
MAX_COMPARED = 1 << 28
"""Statements times states that a check may look at, about a second's work."""
_CHUNK = 31


def check_orders(case: Case, states: States, faults: Faults) -> tuple[str, ...]:
    """Report rankings with gaps, entries without effect, and contradictions of strength.

    What would take too many states to check is returned in words.
    """
    open_ = _check_rankings(case, case.preferences, states, faults)
    for view in (view for seen in case.views.values() for view in (seen, *seen.within.values())):
        open_ += _check_rankings(as_seen(case, view), view.preferences, states, faults)
    for party, statements in case.strength.items():
        if statements and not _check_strength(case, party, statements, states, faults):
            open_.append(f"whether the great statements of {quote(party)} agree with its order")
    for party, pairs in case.unknown.items():
        missed = [pair for pair in pairs if not _check_pair(party, pair, states, faults)]
        open_ += [f"whether {quote(a.text)} and {quote(b.text)} differ" for a, b in missed]
    return tuple(open_)


def _check_rankings(
    case: Case, orders: Mapping[str, Wants | Ranking | Weights], states: States, faults: Faults
) -> list[str]:
    """Report what is wrong with rankings; return in words what could not be looked at."""
    open_ = []
    for party, preference in orders.items():
        if isinstance(preference, Ranking):
            if not _check_complete(case, party, preference, states, faults):
                open_.append(f"whether the ranking of {quote(party)} names every state")
            if not _check_entries(preference, states, faults):
                open_.append(f"whether every entry in the ranking of {quote(party)} has an effect")
    return open_


def pattern(case: Case, code: int) -> str:
    """Write a state with Y or N for each of the parties' options, then nature's.

    Examples
    --------
    >>> from stickpoint.case.model.case import Option
    >>> pattern(Case("", "", options=(Option("a.x", "a", ""), Option("a.y", "a", ""))), 2)
    'NY'
    """
    signs = "".join("Y" if code >> bit & 1 else "N" for bit in range(len(case.option_ids)))
    own = len(case.options)
    return f"{signs[:own]} {signs[own:]}".strip()


def _check_complete(
    case: Case, party: str, ranking: Ranking, states: States, faults: Faults
) -> bool:
    left_out: Formula = ("and", tuple(("not", formula) for formula in _formulas(case, party)))
    try:
        count = states.count_of(left_out)
        shown = states.first(MAX_SHOWN, left_out) if count else []
    except DiagramTooLarge:
        return False
    if count:
        names = ", ".join(pattern(case, code) for code in shown)
        more = f" and {count - len(shown):,} more" if count > len(shown) else ""
        message = (
            f"the ranking of {quote(party)} leaves out {count:,} of {states.count:,} states: "
            f"{names}{more}; add them, or end with '- yes' for all that remain"
        )
        faults.add(ranking.place, "C501", message)
    return True


def _check_entries(ranking: Ranking, states: States, faults: Faults) -> bool:
    """Report entries that no state fits, or whose states are all ranked above."""
    listed = [statement for group in ranking.groups for statement in group]
    codes = states.seen_by([statement.formula for statement in listed])
    if codes is None or codes.size * len(listed) > MAX_COMPARED:
        return False
    ranked = np.zeros(codes.shape, dtype=np.bool_)
    for statement in listed:
        here = fits(statement.formula, codes)
        if not here.any():
            message = f"{quote(statement.text)} fits no state that is possible; drop the entry"
            faults.add(statement.place, "C508", message)
        elif not (here & ~ranked).any():
            message = f"every state that fits {quote(statement.text)} is ranked above already"
            faults.add(statement.place, "C508", f"{message}; drop one of the two entries")
        ranked |= here
    return True


def _check_strength(
    case: Case, party: str, statements: tuple[Statement, ...], states: States, faults: Faults
) -> bool:
    """Report a pair of states that strength orders otherwise than the preferences do."""
    spoken = [*_formulas(case, party), *(statement.formula for statement in statements)]
    codes = states.seen_by(spoken)
    if codes is None or codes.size * len(spoken) > MAX_COMPARED:
        return False
    ranks = ranks_of(case, party, codes)
    bands = _in_order_of(statements, codes)
    order = np.lexsort((bands, ranks))
    falls = np.flatnonzero(np.diff(bands[order]) < 0)
    level = np.flatnonzero((np.diff(bands[order]) > 0) & (np.diff(ranks[order]) == 0))
    for at in (*falls, *level)[:1]:
        low, high = (pattern(case, states.whole(int(codes[k]), spoken)) for k in order[at : at + 2])
        if falls.size:
            message = (
                f"by its preferences {high} is at least as good as {low} for {quote(party)}, yet "
                f"by its great statements {low} is far better; put great statements first"
            )
        else:
            message = (
                f"by its preferences {low} and {high} are equal for {quote(party)}, yet by its "
                f"great statements {high} is far better; drop the statement"
            )
        faults.add(statements[0].place, "C505", message)
    return True


def _formulas(case: Case, party: str) -> list[Formula]:
    """List the statements that a party's order rests on."""
    preference = case.preferences.get(party)
    if isinstance(preference, Ranking):
        return [statement.formula for group in preference.groups for statement in group]
    if isinstance(preference, Wants | Weights):
        return [item.statement.formula for item in preference.items]
    return [payoff.statement.formula for payoff in case.payoffs if payoff.party == party]


def ranks_of(case: Case, party: str, codes: Codes, *, every: bool = False) -> NDArray[np.int64]:
    """Return a party's ranks of the states, higher better; only their order counts.

    States that a ranking leaves out come last, at minus the number of its groups. With ``every``
    the lines of all coders are gone by, the first coder's before the others'.
    """
    preference = case.preferences.get(party)
    if isinstance(preference, Wants):
        lines = preference.lines if every else preference.items
        return _in_order_of((want.statement for want in lines), codes)
    if isinstance(preference, Ranking):
        place = np.full(codes.shape, len(preference.groups), dtype=np.int64)
        for k, group in reversed(list(enumerate(preference.groups))):
            for statement in group:
                place[fits(statement.formula, codes)] = k
        return -place
    if isinstance(preference, Weights):
        parts = [(item.statement, item.weight) for item in preference.items]
    else:
        payoffs = (payoff for payoff in case.payoffs if payoff.party == party)
        unit = case.clock.unit
        parts = [(payoff.statement, payoff.worth.per(unit).exact) for payoff in payoffs]
    weights = [Fraction(weight) for _, weight in parts]
    scale = math.lcm(*(weight.denominator for weight in weights))
    units = [int(weight * scale) for weight in weights]
    is_wide = sum(map(abs, units)) >= 2**62
    sums: Any = np.zeros(codes.shape, dtype=object if is_wide else np.int64)
    for (statement, _), whole in zip(parts, units, strict=True):
        sums[fits(statement.formula, codes)] += whole
    return np.unique(sums, return_inverse=True)[1].astype(np.int64).reshape(codes.shape)


def _in_order_of(statements: Iterable[Statement], codes: Codes) -> NDArray[np.int64]:
    """Rank states by statements, the first counting most."""
    ranks = np.zeros(codes.shape, dtype=np.int64)
    listed = list(statements)
    for begin in range(0, len(listed), _CHUNK):
        for statement in listed[begin : begin + _CHUNK]:
            ranks = 2 * ranks + fits(statement.formula, codes)
        ranks = np.unique(ranks, return_inverse=True)[1].astype(np.int64).reshape(codes.shape)
    return ranks


def _check_pair(
    party: str, pair: tuple[Statement, Statement], states: States, faults: Faults
) -> bool:
    """Report an unknown pair that no two states fit."""
    codes = states.seen_by([statement.formula for statement in pair])
    if codes is None:
        return False
    wheres = [fits(statement.formula, codes) for statement in pair]
    for statement, where in zip(pair, wheres, strict=True):
        if not where.any():
            message = f"{quote(statement.text)} fits no state that is possible; correct the pair"
            faults.add(statement.place, "C504", message)
            return True
    if np.array_equal(wheres[0], wheres[1]):
        message = f"both statements fit the same states, which {quote(party)} need not order"
        faults.add(pair[0].place, "C504", f"{message}; name two kinds of states")
    return True
