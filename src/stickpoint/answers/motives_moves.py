"""Case → the log evidence of its dated moves under the payoffs of one explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.amounts import DAYS_IN, Amount
from stickpoint.case.model.case import Case
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.conflict.game import Game
from stickpoint.pages.wording.numbers import duration
from stickpoint.solve.motives.evidence import LogEvidence, log_evidence
from stickpoint.solve.motives.likelihood import log_likelihood, log_likelihoods
from stickpoint.solve.motives.stages import DatedMove

TOLERANCE = 1e-3
"""Of the values; on the log-likelihood of korea-1952 it changes the fifth decimal."""

RESTATES = "restating what holds already"
"""Why a move that changes nothing is left out."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sorted:
    """The moves of a record, those that are scored and those that are not.

    Attributes
    ----------
    scored : list of DatedMove
    left_out : dict of str to str
        Ids of moves that are not scored, with the reason.
    cut : dict of str to str
        Ids of moves of whose dates only a part counts, and which.
    """

    scored: list[DatedMove] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    cut: dict[str, str] = field(default_factory=dict)


def scored_moves(case: Case) -> list[DatedMove]:
    """Return the dated moves that are scored; see `sorted_moves`."""
    return sorted_moves(case).scored


def sorted_moves(case: Case) -> Sorted:
    """Tell the dated moves that change anything from those that are not scored.

    A day counts as its middle, and as every time in it where several moves bear the same date, for
    then their order is open. Anything longer counts as every time between its ends; an open end
    reaches to the end of the record. What lies before the start of the clock is part of the status
    quo; what lies wholly beyond the horizon is left out, and so is what restates what holds.
    """
    found = Sorted()
    if case.clock.start is None or not case.record.moves:
        return found
    end = record_end(case)
    dated = [(_time(case, move.date), move) for move in case.record.moves if move.date is not None]
    now = {option.id: option.now for option in case.options}
    for (first, last), move in sorted(dated, key=lambda pair: pair[0]):
        changed = {name: value for name, value in move.sets if now[name] != value}
        why = _left_out(case, first, last, end) or ("" if changed else RESTATES)
        if why:
            found.left_out[move.id] = why
            continue
        now |= changed
        bits = {case.option_index[name]: value for name, value in changed.items()}
        party = case.party_index[move.party]
        found.scored.append(DatedMove(party, bits, first, min(last, end), move.id))
        cut = _cut(case, move.date, last > end)
        if cut:
            found.cut[move.id] = cut
    days = [move.first for move in found.scored if move.first == move.last]
    loose = [_loose(case, m) if days.count(m.first) > 1 else m for m in found.scored]
    return replace(found, scored=loose)


def _left_out(case: Case, first: float, last: float, end: float) -> str:
    """Say why a move of certain dates cannot be scored; empty where it can."""
    if last <= 0:
        return "before the start of the clock, so part of the status quo"
    return f"beyond the horizon of {_horizon(case)}" if first > end else ""


def _cut(case: Case, date: FuzzyDate | None, late: bool) -> str:
    """Say which part of the dates of a move counts, if not the whole; open ends are no dates."""
    if date is None or case.clock.start is None:
        return ""
    if late and not date.open_end:
        return f"only up to the horizon of {_horizon(case)}"
    early = date.first < case.clock.start.first and not date.open_start and not date.is_exact
    return "only from the start of the clock on" if early else ""


def _horizon(case: Case) -> str:
    return duration(case.clock.horizon, case.clock.unit)


def _loose(case: Case, move: DatedMove) -> DatedMove:
    """Let a move that counts as the middle of its day be at any time in it."""
    half = 0.5 / DAYS_IN[case.clock.unit]
    return replace(move, first=max(move.first - half, 0.0), last=move.last + half)


def record_end(case: Case) -> float:
    """Return the time up to which the record would show a move: that of its last entry."""
    record = case.record
    dates = [move.date for move in record.moves] + [note.date for note in record.messages]
    dates += [item.date for item in record.evidence]
    ends = [_time(case, date)[1] for date in dates if date is not None and not date.open_end]
    return min(max(ends), case.clock.horizon or max(ends))


def structural(
    case: Case,
    hypothesis: str | None,
    *,
    each: int = 250,
    seed: int = 0,
    all_ranges: bool = False,
    progress: Callable[[int], None] | None = None,
    method: str = "importance",
) -> LogEvidence:
    """Score the dated moves under the payoffs of one explanation, averaged over its ranges.

    Parameters
    ----------
    case : Case
    hypothesis : str or None
        None for the payoffs of the case itself.
    each, seed, progress, method
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
    moves, end, hidden = scored(bare)

    def game_of(unknowns: Floats) -> Game:
        left = iter(unknowns.tolist())

        def read(amount: Amount) -> float:
            return next(left) if amount.low < amount.high else amount.mid

        return build_game(bare, Changes(read=read, hypothesis=hypothesis))

    def scores(points: Floats) -> Floats:
        games = [game_of(point) for point in points]
        found = log_likelihoods(games, moves, end=end, hidden=hidden, tolerance=TOLERANCE)
        return np.array(found)

    def transform(cube: Floats) -> Floats:
        columns = [_quantile(a, u) for a, u in zip(ranges, cube.T, strict=True)]
        return np.stack(columns, axis=1) if columns else cube

    known = _named(bare, hypothesis)
    names = tuple(
        f"{k}: {known.get(id(amount), 'range')} {amount.written}"
        for k, amount in enumerate(ranges, 1)
    )
    return log_evidence(
        scores, transform, names, each=each, seed=seed, method=method, progress=progress
    )


def scored(case: Case) -> tuple[list[DatedMove], float, list[int]]:
    """Return the scored moves, the end of what the record would show, and what it is silent on."""
    moves = scored_moves(case)
    end = max([record_end(case), *(move.last for move in moves)])
    return moves, end, silent_bits(case)


def silent_bits(case: Case) -> list[int]:
    """Return the bits of the options on which the record says that it is silent."""
    return [case.option_index[name] for name in case.record.silent]


def at_random(case: Case) -> float:
    """Return the log-likelihood of the dated moves if everybody moved at random, at their pace."""
    bare = replace(case, tolls=())
    game = build_game(bare)
    game = replace(game, precision=np.zeros(game.n_parties))
    moves, end, hidden = scored(bare)
    return log_likelihood(game, moves, end=end, hidden=hidden, tolerance=TOLERANCE)


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


def _quantile(amount: Amount, u: Floats) -> Floats:
    """Return the points of a range below which lie shares of it, by its triangle if it has one."""
    low, mid, high = amount.low, amount.mid, amount.high
    if amount.shape != "triangle":
        return low + u * (high - low)
    peak = (mid - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mid - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mid))
    found: Floats = np.where(u < peak, rising, falling)
    return found
