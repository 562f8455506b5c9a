"""Case → the log evidence of its dated moves under the payoffs of one explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.motives.moves import record_end, scored_moves
from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.case import Case
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.conflict.game import Game
from stickpoint.solve.motives.evidence import LogEvidence, log_evidence
from stickpoint.solve.motives.likelihood import log_likelihood, log_likelihoods
from stickpoint.solve.motives.stages import DatedMove

TOLERANCE = 1e-3
"""Of the values; on the log-likelihood of korea-1952 it changes the fifth decimal."""

Floats = NDArray[np.float64]


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
