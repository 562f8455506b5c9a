"""Case → the log evidence of its dated moves under the payoffs of one explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.amounts import DAYS_IN, Amount
from stickpoint.case.dates import FuzzyDate
from stickpoint.case.model import Case
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.solve.motives.evidence import LogEvidence, log_evidence
from stickpoint.solve.motives.likelihood import Dated, log_likelihood

TOLERANCE = 1e-3
"""Of the values; on the log-likelihood of korea-1952 it changes the fifth decimal."""

Floats = NDArray[np.float64]


def scored_moves(case: Case) -> list[Dated]:
    """Give the dated moves that change anything; one that restates what holds is not scored.

    A day counts as its middle, anything longer as every time between its ends. What lies before the
    start of the clock is part of the status quo; what lies beyond the horizon is left out.
    """
    if case.clock.start is None:
        return []
    dated = [(_time(case, move.date), move) for move in case.record.moves if move.date is not None]
    ahead = case.clock.horizon or np.inf
    now = {option.id: option.now for option in case.options}
    found = []
    for (first, last), move in sorted(dated, key=lambda pair: pair[0]):
        changed = {name: value for name, value in move.sets if now[name] != value}
        if changed and 0 < last <= ahead:
            now |= changed
            bits = {case.option_index[name]: value for name, value in changed.items()}
            found.append(Dated(case.party_index[move.party], bits, first, last, move.id))
    return found


def record_end(case: Case) -> float:
    """Give the time up to which the record would show a move: that of its last entry."""
    record = case.record
    dates = [move.date for move in record.moves] + [note.date for note in record.messages]
    dates += [item.date for item in record.evidence]
    ends = [_time(case, date)[1] for date in dates if date is not None and not date.open_end]
    return min(max(ends), case.clock.horizon or max(ends))


def structural(
    case: Case,
    hypothesis: str | None,
    *,
    live: int = 20,
    seed: int = 0,
    all_ranges: bool = False,
    progress: Callable[[int], None] | None = None,
    method: str = "auto",
) -> LogEvidence:
    """Score the dated moves under the payoffs of one explanation, averaged over its ranges.

    Parameters
    ----------
    case : Case
    hypothesis : str or None
        None for the payoffs of the case itself.
    live, seed, progress, method
        As for `log_evidence`.
    all_ranges : bool
        Average over every range of the case. Otherwise over the payoffs of the explanation and the
        pace and precision of the party it is about; the rest stands at the middle.
    """
    bare = replace(case, tolls=())
    if not all_ranges:
        bare = _narrowed(bare, hypothesis)
    ranges: list[Amount] = []

    def note(amount: Amount) -> float:
        if amount.low < amount.high:
            ranges.append(amount)
        return amount.mid

    build_game(bare, Changes(read=note, hypothesis=hypothesis))
    moves, end = scored_moves(bare), record_end(bare)

    def score(unknowns: Floats) -> float:
        left = iter(unknowns.tolist())

        def read(amount: Amount) -> float:
            return next(left) if amount.low < amount.high else amount.mid

        game = build_game(bare, Changes(read=read, hypothesis=hypothesis))
        return log_likelihood(game, moves, end=end, tolerance=TOLERANCE)

    def transform(cube: Floats) -> Floats:
        return np.array([_quantile(a, u) for a, u in zip(ranges, cube.tolist(), strict=True)])

    known = _named(bare, hypothesis)
    names = tuple(
        f"{k}: {known.get(id(amount), 'range')} {amount.written}"
        for k, amount in enumerate(ranges, 1)
    )
    return log_evidence(
        score, transform, names, live=live, seed=seed, method=method, progress=progress
    )


def at_random(case: Case) -> float:
    """Give the log-likelihood of the dated moves if everybody moved at random, at their pace."""
    bare = replace(case, tolls=())
    game = build_game(bare)
    game = replace(game, precision=np.zeros(game.n_parties))
    moves, end = scored_moves(bare), record_end(bare)
    return log_likelihood(game, moves, end=end, tolerance=TOLERANCE)


def _narrowed(case: Case, hypothesis: str | None) -> Case:
    """Put every range at its middle, but for those that an explanation is about."""
    mine = next((h for h in case.hypotheses if h.name == hypothesis), None)
    about = "" if mine is None else mine.about
    own = set() if mine is None else {line.party for line in mine.payoffs}
    return replace(
        case,
        parties=tuple(
            replace(
                party,
                pace=party.pace if party.id == about else _middle(party.pace),
                precision=party.precision if party.id == about else _middle(party.precision),
                discount=_middle(party.discount),
            )
            for party in case.parties
        ),
        options=tuple(replace(o, effort=_middle(o.effort)) for o in case.options),
        nature=tuple(replace(thing, rate=_middle(thing.rate)) for thing in case.nature),
        payoffs=tuple(
            line if line.party in own else replace(line, worth=_point(line.worth))
            for line in case.payoffs
        ),
        terminal=tuple(replace(line, worth=_point(line.worth)) for line in case.terminal),
    )


def _named(case: Case, hypothesis: str | None) -> dict[int, str]:
    """Name the ranges that are most often asked about, by the identity of their amounts."""
    mine = next((h for h in case.hypotheses if h.name == hypothesis), None)
    lines = (*case.payoffs, *(mine.payoffs if mine else ()))
    names = {id(line.worth): f"{line.party}, {line.label or line.statement.text}" for line in lines}
    for party in case.parties:
        names |= {id(party.pace): f"pace of {party.id}"}
        names |= {id(party.precision): f"precision of {party.id}"}
    return names


def _middle(amount: Amount | None) -> Amount | None:
    return None if amount is None else _point(amount)


def _point(amount: Amount) -> Amount:
    return replace(amount, low=amount.mid, high=amount.mid, shape="point")


def _time(case: Case, date: FuzzyDate) -> tuple[float, float]:
    assert case.clock.start is not None
    start, unit = case.clock.start.first.toordinal(), float(DAYS_IN[case.clock.unit])
    first, last = date.first.toordinal() - start, date.last.toordinal() - start + 1
    if date.is_exact:
        return ((first + last) / 2 / unit,) * 2
    return max(first / unit, 0.0), last / unit


def _quantile(amount: Amount, u: float) -> float:
    """Give the point of a range below which lies a share of it, by its triangle if it has one."""
    low, mid, high = amount.low, amount.mid, amount.high
    if amount.shape != "triangle":
        return low + u * (high - low)
    peak = (mid - low) / (high - low)
    if u < peak:
        return float(low + np.sqrt(u * (high - low) * (mid - low)))
    return float(high - np.sqrt((1 - u) * (high - low) * (high - mid)))
