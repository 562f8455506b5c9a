"""A case as known on a day → the games of its draws and their courses, each at its own tempo."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.draws.latest import Latest, asked_once, latest
from stickpoint.answers.forecasting.known import Known, days_per_unit
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.sampling.draws import Draw
from stickpoint.errors import ModelError
from stickpoint.graph.build_game import Changes, Games
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.game import Event, Game
from stickpoint.graph.variants.dilate import at_tempo, in_mean_waits, pace_of, slowest
from stickpoint.graph.variants.fewer import fewer, merged
from stickpoint.graph.variants.hold import end_of, held
from stickpoint.graph.variants.lumps import paid
from stickpoint.solve.clock.batch import clocks
from stickpoint.solve.clock.engine.forward import Distribution
from stickpoint.solve.clock.rates import comes_to
from stickpoint.solve.clock.rolling import Rolled, Start, rolled

Floats = NDArray[np.float64]
MOST_PASSED = 1_000
"""States beyond which nobody asks how likely a pause is: every draw is a table of them squared."""


class Paused(NamedTuple):
    """What a deadlock sees of pauses before it ends.

    ``ever`` is the chance of at least one, None where dates would change it on the way; ``time``
    the part of the time until the end that is spent in one, on average.
    """

    ever: float | None
    time: float


class Family:
    """The games of a forecast's draws: laid out once, and each state that is written twice merged.

    Parameters
    ----------
    known : Known
    changes : Changes
        What to take otherwise, with times from the case's own start.
    rules : Rules
    seed : int
    starts : collection of int, optional
        Where courses may begin beside where these games do.

    Raises
    ------
    ModelError
        As `build_game` does, and where parties look ahead without end and there is no horizon.
    """

    def __init__(
        self, known: Known, changes: Changes, rules: Rules, seed: int, starts: Collection[int] = ()
    ) -> None:
        self._rules, self._seed, self._known = rules, seed, known
        self._games = Games(known.before, changes, agreements=agreed_on(rules))
        self.horizon = known.before.clock.horizon
        if math.isinf(rules.look) and self.horizon is None:
            raise ModelError(
                "'look' is infinite and the case has no horizon to look to; give one of the two"
            )
        # What two draws cannot tell apart is no matter of a number that happens to be equal.
        two = [self._counted(number, 1.0)[0] for number in (0, 1)]
        self.rest: Family | None = None
        self._here = Games(known.case, known.seen(changes)) if known.elapsed else None
        # What is not known of the beginning is so in some draws and not in others.
        self._differs = any(chance.likely is not None for chance in known.case.nature)
        self._stands = 0
        if self._here is not None and not self._differs:
            self._stands = self._here.game().start_state or 0
        self._begins = two[0].start_state or 0
        self._latest = asked_once(
            lambda start: latest(self._games.game(), start, known, held=bool(rules.hold))
        )
        every = {*starts, self._begins, *([] if self._here is None else [self._stands])}
        self.less = fewer(two, None if self._differs else every, merged)
        if known.elapsed and any(event.foreseen for event in two[0].events):
            here = replace(known, before=known.case, elapsed=0.0)
            self.rest = Family(here, known.seen(changes), rules, seed, every)

    def games(self, numbers: range, tempos: Floats) -> tuple[list[Game], Floats]:
        """Return the games of some draws, and how many units of their time a day has."""
        built = [self._counted(k, float(x)) for k, x in zip(numbers, tempos, strict=True)]
        games = [self.less.of(game) for game, _ in built]
        return games, np.array([per for _, per in built]) / days_per_unit(self._known.case)

    def courses(
        self, games: Sequence[Game], per_day: Floats, numbers: Sequence[int]
    ) -> list[Rolled]:
        """Follow each game from the day on and, where time has passed, from its own start too."""
        each = zip(games, per_day.tolist(), numbers, strict=True)
        starts = [self._starts(game, per, number) for game, per, number in each]
        return followed(games, starts, self._rules, self.horizon)

    def latest(self, number: int) -> Latest | None:
        """Return what settles one draw for certain on a date; None where nothing does."""
        here = self._games
        if self._here is not None and self._known.moved:
            here = self._here
        elif not self._differs:
            return self._latest(self._begins)
        game = here.game(Draw(self._seed, number))
        return self._latest(game.start_state or 0)

    def onto(self, one: Latest) -> NDArray[np.int64]:
        """Return of what `latest` has found the terms of each state of these games."""
        game = self._games.game()
        ends = game.terms_index[game.settled] if self._rules.hold else game.terms_index[:0]
        return np.concatenate((one.onto, ends)).astype(np.int64)[self.less.first]

    def paused(self, run: Rolled, number: int) -> Paused | None:
        """Return what one draw sees of pauses, from how things stood on the day."""
        game, course = run.game, run.courses[0]
        if not game.paused.any():
            return None
        ever = None
        if not game.events and game.n_states <= MOST_PASSED:
            start = self._starts(game, 1.0, number)[0].state
            ever = comes_to(game, run.value, game.paused, start)
        return Paused(ever, a_day(course, game.paused.astype(np.float64), 1.0))

    def _counted(self, number: int, tempo: float) -> tuple[Game, float]:
        """Return the game of a draw, and how many units of its time a unit of the case's has."""
        return counted(self._games.game(Draw(self._seed, number)), self._rules, tempo)

    def _starts(self, game: Game, per_day: float, number: int) -> tuple[Start, ...]:
        """Return where the course of a game begins on the day, and where on its own start."""
        first, gone = Start(game.start_state or 0, game.events), self._known.elapsed * per_day
        if self._here is None:
            return (first,)
        return Start(self._standing(self._here, number), _after(game.events, gone)), first

    def _standing(self, here: Games, number: int) -> int:
        """Return the state of things on the day, in one draw."""
        game = here.game(Draw(self._seed, number)) if self._differs else None
        stands = self._stands if game is None else game.start_state or 0
        return int(self.less.place[stands])


def agreed_on(rules: Rules) -> str:
    """Say on which terms parties may settle together: what is written in the case always counts."""
    return "every" if rules.agreements else "written"


def counted(game: Game, rules: Rules, tempo: float) -> tuple[Game, float]:
    """Return a game as forecasts play it, and how many units of its time a unit of the case's has.

    At a tempo, counted in mean waits unless parties look ahead without end; terms have to stand.
    """
    if math.isinf(rules.look):
        made, per_unit = at_tempo(game, tempo), 1.0
    else:
        made, per_unit = in_mean_waits(game, tempo=tempo, look=rules.look)
    if rules.hold:
        usual = rules.hold * slowest(made)
        said = made.holds if made.holds.size else np.array(np.nan)
        made = held(made, np.where(np.isnan(said), usual, said))
    return paid(made), per_unit


def followed(
    games: Sequence[Game], starts: Sequence[Sequence[Start]], rules: Rules, horizon: float | None
) -> list[Rolled]:
    """Follow the course of each game from its starts, as far as the rules say.

    Where parties look ahead without end they look to the ``horizon`` of the case, as far from every
    start.
    """
    if not math.isinf(rules.look):
        return rolled(
            games, starts, ahead=rules.look * rules.far, until=rules.look * rules.until,
            tolerance=rules.tolerance,
        )  # fmt: skip
    assert horizon is not None, "refused at the beginning"
    runs = []
    for own in zip(*starts, strict=True):
        begun = [
            replace(game, events=start.events, start_state=start.state)
            for game, start in zip(games, own, strict=True)
        ]
        runs.append(clocks(begun, horizon=horizon, tolerance=rules.tolerance))
    return [
        Rolled(game, own[0].trace.first, tuple(run.course for run in own))
        for game, *own in zip(games, *runs, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class Played:
    """What each party expects in every state, in each of the first draws of a seed.

    Parameters
    ----------
    conflicts : tuple of Conflict
        The states and moves of each draw; ranks say nothing.
    starts : tuple of int
        The state of today in each.
    values : tuple of ndarray of float, shape (states, parties)
        Of each, with the copies in which what is settled has stood.
    precision : ndarray of float, shape (draws, parties)
    lasting : ndarray of float, shape (draws, parties)
        What one unit of payoff per unit of time is worth as long as a party looks ahead.
    weights : ndarray of float, shape (draws,)
        They add up to 1.
    seed : int
    """

    conflicts: tuple[Conflict, ...]
    starts: tuple[int, ...]
    values: tuple[Floats, ...]
    precision: Floats
    lasting: Floats
    weights: Floats
    seed: int

    def now(self, draw: int) -> Floats:
        """Return what each party expects as things stand, if it goes on, shape (parties,)."""
        return self.values[draw][self.starts[draw]]

    def over(self, draw: int, state: int) -> Floats:
        """Return what each expects once it is over in a settled state, shape (parties,)."""
        settled, value = self.conflicts[draw].settled, self.values[draw]
        return value[end_of(settled, state) if len(value) > settled.size else state]


def played(
    games: Sequence[Game], runs: Sequence[Rolled], tempos: Floats, weights: Floats, rules: Rules,
    seed: int,
) -> Played:  # fmt: skip
    """Keep of some runs, at such tempos, what their parties expect."""
    lasting = np.empty((len(games), games[0].n_parties))
    for k, (game, run, tempo) in enumerate(zip(games, runs, tempos.tolist(), strict=True)):
        a_unit = tempo if math.isinf(rules.look) else 1.0 / pace_of(game)
        lasting[k] = a_unit * _stream(run.game.discount, _ahead(game, rules))
    return Played(
        conflicts=tuple(game.conflict for game in games if game.conflict is not None),
        starts=tuple(game.start_state or 0 for game in games),
        values=tuple(run.value for run in runs),
        precision=np.stack([game.precision for game in games]),
        lasting=lasting,
        weights=weights,
        seed=seed,
    )


def once_over(game: Game, rules: Rules) -> Floats:
    """Return what each party expects in each state if nothing happens any more, (states, parties).

    So it is where it is over, whether or not a course comes there.
    """
    ahead = _ahead(game, rules)
    found = game.payoffs.T * _stream(game.discount, ahead)
    return np.asarray(found + game.terminal.T * np.exp(-game.discount * ahead))


def _ahead(game: Game, rules: Rules) -> float:
    """Return how far parties look ahead in a game as forecasts play it."""
    look = rules.look * rules.far
    return float(game.horizon or 0.0) if math.isinf(look) else look


def _stream(discount: Floats, ahead: float) -> Floats:
    """Return what 1 per unit of time is worth over the time ahead, (parties,)."""
    some = np.maximum(discount, 1e-12)
    return np.asarray(np.where(discount > 1e-12, -np.expm1(-some * ahead) / some, ahead))


def a_day(course: Distribution, toll: Floats, per_day: float) -> float:
    """Return what a toll costs a day, on average over the time in which it is open."""
    is_open = ~course.settled
    lasts = float(course.spent[is_open].sum())
    return float(toll[is_open] @ course.spent[is_open]) / lasts * per_day if lasts > 0 else 0.0


def _after(events: Sequence[Event], gone: float) -> tuple[Event, ...]:
    """Return what is still to come after a time, counted from then."""
    return tuple(replace(x, time=x.time - gone) for x in events if x.time > gone)
