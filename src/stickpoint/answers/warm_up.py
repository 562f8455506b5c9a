"""Three tiny cases → every compiled loop that the verbs use, in pieces that compile side by side.

Each piece asks functions that the verbs ask, about a case in which every option switches freely
and one in which some are limited, so that what is compiled follows from what is used. Draws of
cases in which each party has two options, at an effort, have loops of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from stickpoint.case.check import loads
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Games, build_game
from stickpoint.graph.game import Game

_CASE = """\
format: 1
title: Ferry
clock: {{start: 2001-01-01, unit: day, horizon: 2}}
parties:
  ann: {{name: Ann, pace: [0.5, 2], precision: 1, discount: 0.1}}
  bob: {{name: Bob, pace: 1, discount: 0.1}}
options:
  ann.strike: {{text: strike, now: yes}}
  ann.yield: {{text: yield{limit}}}
  bob.offer: {{text: offer}}{more}
nature: {{thaw: {{text: the ice melts, rate: 0.1}}}}
issues: {{wage: {{name: the wage, terms: {{paid: bob.offer, left: ann.yield}}}}}}
wants: {{ann: [wage, "!ann.yield"], bob: ["!bob.offer", wage]}}
payoffs:
  ann: [{{when: ann.strike, worth: -1}}, {{when: "!settled & nature.thaw", worth: [-2, -1]}}]
  bob: [{{when: ann.strike, worth: -2}}, {{when: bob.offer, worth: -0.5}}]
tolls: {{crossings: {{when: ann.strike, per: day, amount: 3, unit: boats, falls_on: all}}}}
"""
FREE = _CASE.format(limit="", more="")
LIMITED = _CASE.format(limit=", one_way: yes, needs: ann.strike", more="")
PAIRS = _CASE.format(limit=", effort: 0.1", more="\n  bob.wait: {text: wait, effort: 0.1}")
HORIZON = 2.0


class Piece(NamedTuple):
    """Loops that are compiled together, what they do in words, and work that uses them all.

    The seconds are one core's; ``after`` is the piece that they build on, so as not to do it twice.
    """

    name: str
    work: Callable[[], object]
    seconds: float
    after: str = ""


Work = Callable[[Iterable[Game]], object]


def _games(work: Work) -> Callable[[], object]:
    """Return work on games of each kind: also one in which parties settle together."""
    return lambda: work(
        [
            build_game(loads(FREE)),
            build_game(loads(LIMITED)),
            Games(loads(FREE), agreements="every").game(),
        ]
    )


def _values(games: Iterable[Game]) -> None:
    from stickpoint.solve.clock.engine.backward import solve_backward, unsettled_time

    for game in games:
        for shocks in ("centred", "mistakes", "taste"):
            solve_backward(game, HORIZON, shocks=shocks, observers=(unsettled_time(game),))


def _course(games: Iterable[Game]) -> None:
    from stickpoint.solve.clock.clock import clock

    for game in games:
        _ = clock(game, horizon=HORIZON).sensitive


def _draws(games: Iterable[Game]) -> None:
    from stickpoint.solve.clock.batch import clocks
    from stickpoint.solve.clock.rolling import Start, rolled
    from stickpoint.solve.clock.survival.every_start import staying_open

    for game in games:
        for shocks in ("centred", "taste"):
            clocks([game] * 8, horizon=HORIZON, shocks=shocks)
        runs = rolled([game] * 8, [[Start(0)]] * 8, ahead=HORIZON, until=HORIZON)
        staying_open([game] * 8, [run.value for run in runs], [[0]] * 8, HORIZON)


def _pairs() -> None:
    from stickpoint.solve.clock import batch
    from stickpoint.solve.clock.engine import backward
    from stickpoint.solve.clock.engine.layout import moves_of
    from stickpoint.solve.clock.engine.pairs import singles

    games = [build_game(loads(PAIRS))] * 8
    numbers = batch.numbers_beside(games)
    batch.both_ways(
        games, [0] * 8, {}, singles.of(numbers), horizon=HORIZON, shocks="centred",
        tolerance=singles.LEAST, fast=backward.fastest(moves_of(games[0]), numbers),
    )  # fmt: skip


def _ninth(games: Iterable[Game]) -> None:
    from stickpoint.solve.clock.rolling import Start, rolled

    for game in games:
        rolled([game] * 9, [[Start(0)]] * 9, ahead=HORIZON, until=HORIZON)


def _slopes(games: Iterable[Game]) -> None:
    from stickpoint.solve.clock.slopes.gradient import Question, gradient

    questions: tuple[Question, ...] = ("unsettled_time", ("settled_by", HORIZON / 2))
    for game in games:
        for of in questions:
            gradient(game, 0, HORIZON, of=of)


def _played(games: Iterable[Game]) -> None:
    from stickpoint.solve.clock.clock import clock

    for game in games:
        clock(game, horizon=HORIZON).simulate(paths=64)


def _endless(games: Iterable[Game]) -> None:
    from stickpoint.solve.clock.clock import clock
    from stickpoint.solve.clock.stationary.regret import regrets
    from stickpoint.solve.clock.stationary_clock import far_enough

    for game in games:
        found = clock(game, horizon=None)
        found.quantile(0.5)
        far_enough(found)
        regrets(game, found.value)


def _dated(games: Iterable[Game]) -> None:
    from stickpoint.solve.motives.evidence import log_evidence
    from stickpoint.solve.motives.likelihood import log_likelihood, log_likelihoods
    from stickpoint.solve.motives.stages import DatedMove

    moves = [DatedMove(0, {0: False}, 0.5, 1.0), DatedMove(1, {2: True}, 0.7, 0.7)]
    for game in games:
        if game.agreements.size:
            continue  # no odds of dated moves are known where parties settle together
        log_likelihood(game, moves, end=1.5, hidden=(1,))
        log_likelihoods([game] * 8, moves, end=1.5, hidden=(1,))
    log_evidence(lambda points: -points.sum(axis=1), lambda cube: cube, ("any",), each=20)


def _stability() -> None:
    from stickpoint import compiled
    from stickpoint.graph.conflict import Conflict
    from stickpoint.solve.stability.paths import paths
    from stickpoint.solve.stability.sanctions import CONCEPTS, stability

    cube = Conflict.from_options([0, 0, 1, 1], [list(range(16)), list(range(16, 0, -1))])
    with compiled.whatever_the_size():
        for conflict in (cube, loads(FREE).conflict(), loads(LIMITED).conflict()):
            conflict.arcs(0)
            found = stability(conflict)
            for improving in (False, True):
                paths(conflict, 0, improving=improving)
            for concept in CONCEPTS:
                found.why(0, 0, concept)
        # Large graphs of arcs are searched in words of four bytes, or eight for five parties.
        for parties in (2, 5):
            _searched(parties)


def _searched(parties: int) -> None:
    """Judge a graph of arcs as only large ones are, whatever its size: two rings, cut apart."""
    import numpy as np

    from stickpoint.graph.conflict import Conflict
    from stickpoint.solve.stability.engine.explicit import search
    from stickpoint.solve.stability.sanctions import CONCEPTS

    rings = [(k, k // 8 * 8 + (k + 1) % 8) for k in range(16)]
    conflict = Conflict.from_arcs([rings] * parties, [list(range(16))] * parties)
    for task in search.tasks(conflict, {c: np.zeros((parties, 16), np.bool_) for c in CONCEPTS}):
        task()


PIECES = {
    "values": Piece("what waiting is worth", _games(_values), 10),
    "course": Piece("the course of events", _games(_course), 6, "values"),
    "draws": Piece("eight draws at a time", _games(_draws), 18),
    "pairs": Piece("draws where each party has two options", _pairs, 9),
    "ninth": Piece("draws left over from eight at a time", _games(_ninth), 12, "draws"),
    "slopes": Piece("slopes in every number", _games(_slopes), 15, "course"),
    "played": Piece("courses played out", _games(_played), 5, "course"),
    "endless": Piece("the clock without a horizon", _games(_endless), 4, "values"),
    "dated": Piece("the odds of dated moves", _games(_dated), 4, "draws"),
    "stability": Piece("stability of large conflicts", _stability, 47),
}


def is_beside(case: Case) -> bool:
    """Tell whether `why` solves a case by the loops that take draws eight at a time.

    Yes also where it solves nothing. As a rule it then needs no other: but a batch that was solved
    back may fail on its way forward, at choices out of the range of exponentials, and its games are
    then solved one by one, by loops that may have to be compiled first.
    """
    if not case.payoffs or case.settled is None or case.clock.horizon is None:
        return True
    from stickpoint.solve.clock.grouping import fits

    return fits(Games(case, agreements="written").game(), "centred")


def with_bases(keys: Iterable[str]) -> tuple[str, ...]:
    """Return some pieces with all that they build on, each after its base."""
    wanted: dict[str, None] = {}
    for key in keys:
        base = PIECES[key].after
        wanted |= dict.fromkeys((*(with_bases([base]) if base else ()), key))
    return tuple(wanted)


def work_through(key: str, note: Path | None = None) -> None:
    """Compile a piece, and note at a place which files hold what was made for it."""
    from stickpoint import compiled

    PIECES[key].work()
    if note is not None:
        note.write_text("".join(f"{file}\n" for file in compiled.cached_files()), encoding="utf-8")


if __name__ == "__main__":
    import sys

    work_through(sys.argv[1], *map(Path, sys.argv[2:3]))
