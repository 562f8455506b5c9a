"""Do heavy tails, unwritten worths, duller choices or slips pay? Tried on the training half.

    python benchmarks/calibration/tails_tried.py [DRAWS] [SEED]

Each ingredient changes the games of a forecast's draws, which are otherwise as they always are:

- *heavy tails*: a payoff line is worth mid + half-width * t, t with three degrees of freedom, where
  it was drawn from its range;
- *unwritten worths*: each party and way to settle has a worth of its own, normal with mean 0 and
  standard deviation half of what is at stake for the party: how far apart its best-paid and its
  worst-paid way to settle are, every range at its middle;
- *duller choices*: all precisions of a draw times one number, the logarithm of which is normal with
  mean -1 and standard deviation 1;
- *slips*: of a party's chances to move 0.3 are used at random, any of its moves and staying alike.
  They are nature's moves of rate 0.3 * pace / (moves + 1) each, beside choices at a pace of 0.7 *
  pace. They are laid on last, so that mean waits and how long terms have to stand stay as they
  were, and all parties reckon with them. A slip costs no effort; *paid slips* cost what the move
  does, by as much less payoff in the state as slips there cost on average.

What is drawn is a function of seed and name, as every number of a draw is, so that all variants
share their numbers. The held-out half is not looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from calibration.kept import case, half_of
from scipy.special import ndtri, stdtrit

import stickpoint as sp
from stickpoint.answers.ended import ended
from stickpoint.answers.forecasting import family, model
from stickpoint.answers.forecasting.family import Family, counted
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.answers.forecasting.score import outcomes, over_time
from stickpoint.answers.sampling.draws import Draw, points
from stickpoint.solve.durations import scores
from stickpoint.solve.durations.scores import bootstrap

FREEDOM, UNWRITTEN, DULLER, SLIP = 3, 0.5, (-1.0, 1.0), 0.3
DRAWS, SHARES, LEAST = 64, (0.0, 0.25), -50.0
TAILS, WORTHS, DULL, SLIPS = "heavy tails", "unwritten worths", "duller choices", "slips"
PAID = "paid slips"
VARIANTS = {"as it is": (), TAILS: (TAILS,), WORTHS: (WORTHS,), DULL: (DULL,), SLIPS: (SLIPS,),
            "all four": (TAILS, WORTHS, DULL, SLIPS), PAID: (PAID,)}  # fmt: skip


class TailedDraw(Draw):
    """Reads payoff lines with heavy tails around their middle, and all else as it was."""

    def __call__(self, amount: Any) -> float:
        if not (amount.is_open and amount.name.startswith("payoffs.")):
            return super().__call__(amount)
        at = points(self.seed, amount.name, self.number + 1)[-1]
        return amount.mid + (amount.high - amount.low) / 2 * float(stdtrit(FREEDOM, at))


class Tried(Family):
    """The games of a forecast's draws, with some ingredients."""

    used: tuple[str, ...] = ()

    @cached_property
    def stakes(self) -> np.ndarray:
        """How far apart the best- and worst-paid ways to settle are for each party, (parties,)."""
        game = self._games.game()
        ways = [game.payoffs[:, game.terms_index == k].mean(axis=1)
                for k in range(len(game.terms)) if (game.terms_index == k).any()]  # fmt: skip
        return np.ptp(np.stack(ways), axis=0)

    def _normal(self, name: str, number: int) -> float:
        return float(ndtri(points(self._seed, name, number + 1)[-1]))

    def _counted(self, number: int, tempo: float) -> tuple[Any, float]:
        draw = (TailedDraw if TAILS in self.used else Draw)(self._seed, number)
        game = self._games.game(draw)
        if WORTHS in self.used:
            payoffs = game.payoffs.copy()
            for i, party in enumerate(game.parties):
                for k, way in enumerate(game.terms):
                    worth = self._normal(f"unwritten {party} {way}", number)
                    payoffs[i, game.terms_index == k] += UNWRITTEN * self.stakes[i] * worth
            game = replace(game, payoffs=payoffs)
        if DULL in self.used:
            middle, spread = DULLER
            factor = np.exp(middle + spread * self._normal("duller", number))
            game = replace(game, precision=game.precision * factor)
        return counted(game, self._rules, tempo)

    def games(self, numbers: range, tempos: np.ndarray) -> tuple[list[Any], np.ndarray]:
        found, per_day = super().games(numbers, tempos)
        if {SLIPS, PAID} & set(self.used):
            found = [slipping(game, paid=PAID in self.used) for game in found]
        return found, per_day


def slipping(game: Any, slip: float = SLIP, *, paid: bool = False) -> Any:
    """Let a part of each party's chances to move be used at random."""
    payoffs = game.payoffs.copy()
    source = [np.repeat(np.arange(game.n_states), np.diff(game.nature_start))]
    target, rate = [game.nature_target], [game.nature_rate]
    for i in range(game.n_parties):
        pairs, effort = game.arcs(i)
        going = ~game.settled[pairs[:, 0]]
        own, to = pairs[going].T
        choices = np.bincount(own, minlength=game.n_states) + 1
        source.append(own)
        target.append(to)
        rate.append(slip * game.pace[i] / choices[own])
        if paid:
            np.subtract.at(payoffs[i], own, rate[-1] * effort[going])
    sources = np.concatenate(source)
    order = np.argsort(sources, kind="stable")
    counts = np.bincount(sources, minlength=game.n_states)
    return replace(
        game,
        payoffs=payoffs,
        pace=(1 - slip) * game.pace,
        nature_start=np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        nature_target=np.concatenate(target)[order].astype(np.int32),
        nature_rate=np.concatenate(rate)[order],
    )


@contextmanager
def using(parts: tuple[str, ...]) -> Iterator[None]:
    """Let forecasts build their games with some ingredients."""
    made = type("Tried", (Tried,), {"used": parts})
    family.Family = model.Family = made
    try:
        yield
    finally:
        family.Family = model.Family = Family


class Row(NamedTuple):
    """Scores of one forecast: of the moves alone, of the whole answer, of the way it ended."""

    moves: float
    pool: float
    covers: bool
    pool_covers: bool
    ratio: float
    pool_ratio: float
    ways: float
    ways_with: float


def scored(name: str, parts: tuple[str, ...], rules: Any, seed: int) -> list[Row]:
    """Score the forecasts of one case at its start and at a quarter of its length."""
    answers = []

    def ask(found: Any, day: str) -> Any:
        answers.append(sp.forecast(found, as_of=day, rules=rules, seed=seed))
        return answers[-1]

    with using(parts):
        rows = over_time(case(name), ask, SHARES)
    way, found = ended(case(name)).name, []
    for row, answer in zip(rows, answers, strict=True):
        moves = answer.model.law
        found.append(
            Row(
                max(row.model, LEAST), max(row.log_score, LEAST),
                scores.covered80(moves, row.days), row.covered80,
                np.log(float(moves.quantile(0.5)) / row.days),
                np.log(float(answer.law.quantile(0.5)) / row.days),
                outcomes(answer.model.shares, way)[0], row.outcome_log,
            )
        )  # fmt: skip
    return found


def both(table: np.ndarray, column: str, *, mean: bool = False) -> str:
    """Write a column at the start and, in brackets, at a quarter: summed up, or its mean."""
    at = Row._fields.index(column)
    start, later = (table.mean(axis=0) if mean else table.sum(axis=0))[:, at]
    if column.endswith("ratio"):
        start, later = np.exp((start, later))
    return f"{start:.2f} ({later:.2f})"


def gains(table: np.ndarray, usual: np.ndarray, column: str) -> str:
    """Write the sum of the gains at the start, with what it comes to for cases drawn again."""
    at, many = Row._fields.index(column), len(table)
    found = bootstrap(table[:, 0, at] - usual[:, 0, at], seed=0)
    return f"{many * found.mean:+.2f} ({many * found.low:+.2f} to {many * found.high:+.2f})"


def main(words: list[str]) -> None:
    draws, seed = (*map(int, words), *(DRAWS, 0)[len(words) :])
    rules = replace(USUAL, draws=draws, most_draws=draws)
    table: dict[str, list[list[Row]]] = {variant: [] for variant in VARIANTS}
    for name in half_of("training"):
        for variant, parts in VARIANTS.items():
            table[variant].append(scored(name, parts, rules, seed))
            told = " ".join(f"{float(x):.2f}" for x in table[variant][-1][0])
            print(f"    {name}, {variant}: {told}", file=sys.stderr, flush=True)
    usual = np.array(table["as it is"], dtype=float)
    sums = ("moves", "pool")
    means = ("covers", "pool_covers", "ratio", "pool_ratio")
    for variant, rows in table.items():
        own = np.array(rows, dtype=float)
        told = [*(both(own, x) for x in sums), *(both(own, x, mean=True) for x in means)]
        told += [both(own, x) for x in ("ways", "ways_with")]
        print(f"| {variant} | {' | '.join(told)} |")
    for variant, rows in list(table.items())[1:]:
        own = np.array(rows, dtype=float)
        told = [gains(own, usual, x) for x in ("moves", "pool", "ways", "ways_with")]
        print(f"| {variant} | {' | '.join(told)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
