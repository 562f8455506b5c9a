"""Do the dated moves help a forecast, beside the silence? Tried on the training half, with slips.

    python benchmarks/calibration/moves_tried.py [DRAWS]

A draw weighs by how likely it makes the record up to the day, in place of how likely it makes the
silence. A party takes a chance to move at random with probability 0.3, which was fixed before:

    q(s, a) = pace * (0.7 * logit(a | s) + 0.3 / choices),
    log L = sum over moves of log q(s_k, a_k) - sum over stays of (rate out of s) * (time in s),

the rate out of a state taking in nature and, where terms are met, their becoming an end. "Which
moves" weighs by the silence and by which move was made, given that its party made one. The
held-out half is not looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from calibration.kept import case, half_of

import stickpoint as sp
from stickpoint.answers.forecasting.family import Family
from stickpoint.answers.forecasting.model import tempos
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.forecasting.score import over_time
from stickpoint.case.checks.path import path_of
from stickpoint.graph.build_game import Changes
from stickpoint.solve.clock.rates import arc_rates
from stickpoint.solve.durations.scores import bootstrap

SLIP, DRAWS, SHARES = 0.3, 128, (0.25, 0.5, 0.75)
WAYS = ("silence", "moves and silence", "which moves")


class Step(NamedTuple):
    """A recorded move: after how many days, whose, and between which states of the case."""

    day: float
    party: int
    before: int
    after: int


def steps(known: Any) -> list[Step]:
    """List the moves on record by the day that changed anything, dates at their middle."""
    before, start = known.before, known.before.clock.start.first
    found = []
    for one in path_of(before).steps:
        if one.party and one.before != one.after and one.when.last <= known.day:
            when = one.when.first + (one.when.last - one.when.first) / 2
            party = before.party_index[one.party]
            found.append(Step(float((when - start).days), party, one.before, one.after))
    return found


class Read(NamedTuple):
    """A game read for its rates: of each move of a party, with slips, and out of each state."""

    rate: dict[tuple[int, int, int], float]
    party_out: np.ndarray
    out: np.ndarray


def read(game: Any, value: np.ndarray) -> Read:
    source, target, rate = arc_rates(game, value)
    n, at, found = game.n_states, 0, {}
    party_out, out = np.zeros((game.n_parties, n)), np.zeros(n)
    for i in range(game.n_parties):
        pairs, _ = game.arcs(i)
        size = int((~game.settled[pairs[:, 0]]).sum())
        s, t, r = (part[at : at + size] for part in (source, target, rate))
        choices = np.bincount(s, minlength=n) + 1
        own = (1 - SLIP) * r + game.pace[i] * SLIP / choices[s]
        moves = zip(s.tolist(), t.tolist(), own.tolist(), strict=True)
        found |= {(i, a, b): q for a, b, q in moves}
        party_out[i] = np.bincount(s, weights=own, minlength=n)
        at += size
    out = party_out.sum(axis=0) + np.bincount(source[at:], weights=rate[at:], minlength=n)
    return Read(found, party_out, out)


def likelihoods(known: Any, rules: Any, draws: int) -> tuple[np.ndarray, np.ndarray] | None:
    """Return the log likelihood of each draw by the whole record, and by which moves alone."""
    made = steps(known)
    if not made:
        return None
    family = Family(known, Changes(), rules, 0)
    codes = family._games.codes
    place = family._merged.place if family._merged is not None else np.arange(codes.size)
    where = [tuple(int(place[np.searchsorted(codes, np.uint64(code))])
                   for code in (step.before, step.after)) for step in made]  # fmt: skip
    numbers = range(draws)
    games, per_day = family.games(numbers, tempos(0, numbers, rules))
    runs = family.courses(games, per_day, list(numbers))
    whole, which = np.zeros(draws), np.zeros(draws)
    for k, (game, run) in enumerate(zip(games, runs, strict=True)):
        seen, here, now = read(game, run.value), game.start_state, 0.0
        for step, (a, b) in zip(made, where, strict=True):
            if a == b:
                continue
            whole[k] -= seen.out[here] * (step.day - now) * per_day[k]
            rate = seen.rate.get((step.party, a, b), 1e-12)
            whole[k] += np.log(rate * per_day[k])
            which[k] += np.log(rate / max(seen.party_out[step.party, a], 1e-12))
            here, now = b, step.day
        whole[k] -= seen.out[here] * (known.elapsed - now) * per_day[k]
    return whole, which


def scored(name: str, way: str, rules: Any) -> Iterator[tuple[float, float, float, float]]:
    """Yield share asked at, log score, that of the way to end, and effective draws."""

    def ask(found: Any, day: str) -> Any:
        answer = sp.forecast(found, as_of=day, rules=rules)
        told = None if way == "silence" else likelihoods(answer.known, rules, rules.draws)
        if told is not None:
            silence = np.log([draw.survived for draw in answer.model.draws])
            log = told[0] if way == "moves and silence" else silence + told[1]
            weights = np.exp(log - log.max())
            answer.model.__dict__["weights"] = weights / weights.sum()
        effective.append(answer.model.effective)
        return answer

    effective: list[float] = []
    rows = over_time(case(name), ask, SHARES)
    for row, size in zip(rows, effective, strict=True):
        yield row.share, row.log_score, row.outcome_log or np.nan, size


def main(words: list[str]) -> None:
    draws = int(words[0]) if words else DRAWS
    rules = replace(USUAL, draws=draws, most_draws=draws)
    names = half_of("training")
    table = {way: {name: list(scored(name, way, rules)) for name in names} for way in WAYS}
    for way in WAYS[1:]:
        for k, share in enumerate(SHARES):
            gain, ends, least = [], [], []
            for name in names:
                new, old = table[way][name][k], table["silence"][name][k]
                gain.append(new[1] - old[1])
                ends.append(new[2] - old[2])
                least.append(new[3])
            told = (
                bootstrap([x for x in found if np.isfinite(x)], seed=0) for found in (gain, ends)
            )
            said = " | ".join(f"{x.mean:+.3f} ({x.low:+.3f} to {x.high:+.3f})" for x in told)
            total = sum(row[k][1] for row in table["silence"].values())
            print(f"| {way} | {share} | {total:.2f} | {said} | {min(least):.0f} |", flush=True)
            changed = {n: round(g, 3) for n, g in zip(names, gain, strict=True) if abs(g) > 1e-9}
            print(f"    {changed}")


if __name__ == "__main__":
    main(sys.argv[1:])
