"""The clock over draws from the ranges of a case, each at its own tempo → curves and shares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.forecasting.known import Known, days_per_unit
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.sampling.draws import Draw, points
from stickpoint.case.model.case import Case
from stickpoint.graph.build_game import Changes, Games
from stickpoint.graph.game import Game
from stickpoint.graph.variants.copies import copies
from stickpoint.graph.variants.dilate import in_mean_waits
from stickpoint.graph.variants.hold import held
from stickpoint.graph.variants.lumps import paid
from stickpoint.graph.variants.quotient import Quotient
from stickpoint.solve.clock.engine.forward import Distribution
from stickpoint.solve.clock.rolling import Rolled, Start, rolled
from stickpoint.solve.durations.curves import Curve

TEMPO = "tempo"
"""The name under which the tempo of a draw is drawn."""
GRID = np.concatenate(([0.0], np.geomspace(1e-2, 1e6, 641)))
"""Days at which the pooled curve is kept: eighty points for each factor of ten."""
LEAST = 1e-300
"""A draw that the silence rules out keeps this weight, so that weights can be shared out."""
AT_ONCE = 64
"""Draws that are built before they are solved."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class OneDraw:
    """What one draw comes to.

    Parameters
    ----------
    course : Distribution
        In mean waits.
    since : float
        Where in it the day asked about lies, by which it is open: 0 where the record tells how
        things stood on that day, for then the course begins there.
    per_day : float
        Mean waits a day, at this draw's tempo.
    survived : float
        Chance, from the case's start, of being open still on the day asked about.
    tempo : float
    shares : ndarray of float, shape (terms,)
        Of the ways to settle, of what settles at all.
    tolls : dict of str to float
        Expected until it settles.
    """

    course: Distribution
    since: float
    per_day: float
    survived: float
    tempo: float
    shares: Floats
    tolls: dict[str, float]

    def open(self, days: Floats) -> Floats:
        """Return the chance of being open still so many days after the day asked about."""
        last = float(self.course.times[-1])
        then = self.since + days * self.per_day
        found = self.course.open_at(np.append(self.since, np.minimum(then, last))).clip(0.0, 1.0)
        late = np.exp(-self.rate_at_end * np.maximum(then - last, 0.0))
        return np.asarray(np.minimum(found[1:] / max(found[0], LEAST), 1.0) * late)

    @cached_property
    def rate_at_end(self) -> float:
        """How fast what is open where the course ends settles from there on, per mean wait."""
        last = float(self.course.times[-1])
        before, after = self.course.open_at(np.array([0.9 * last, last])).clip(LEAST, 1.0)
        return max(0.0, float(np.log(before / after)) / (0.1 * last))


@dataclass(frozen=True, eq=False)
class Model:
    """The clock's answer over draws, weighted by how well each agrees with the silence so far.

    Parameters
    ----------
    draws : tuple of OneDraw
    terms : tuple of str
    rules : Rules
    """

    draws: tuple[OneDraw, ...]
    terms: tuple[str, ...]
    rules: Rules

    @cached_property
    def weights(self) -> Floats:
        """What each draw weighs, (draws,); they add up to 1."""
        survived = np.array([draw.survived for draw in self.draws])
        return np.asarray(survived / survived.sum())

    @property
    def effective(self) -> float:
        """How many equally weighted draws these are worth [1]_.

        .. [1] L. Kish, 1965, *Survey Sampling*, Wiley, section 8.2.
        """
        return float(1.0 / (self.weights**2).sum())

    @property
    def survived(self) -> float:
        """Chance, from the start, of being open on the day asked about."""
        return float(np.mean([draw.survived for draw in self.draws]))

    @cached_property
    def curves(self) -> Floats:
        """Chance of being open in each draw, (draws, times), at the days of `GRID`."""
        return np.stack([draw.open(GRID) for draw in self.draws])

    @cached_property
    def law(self) -> Curve:
        """How long it still lasts, in days, over all draws."""
        mean = np.minimum.accumulate(np.clip(self.weights @ self.curves, 0.0, 1.0))
        mean[0] = 1.0
        return Curve(GRID, mean)

    @cached_property
    def shares(self) -> dict[str, float]:
        """Of the ways to settle, by the moves of the parties."""
        mean = self.weights @ np.stack([draw.shares for draw in self.draws])
        return dict(zip(self.terms, mean.tolist(), strict=True))

    def weighted(self, values: Sequence[float], p: float) -> float:
        """Return the value below which lie draws of a weight of ``p``."""
        order = np.argsort(values, kind="stable")
        total = np.cumsum(self.weights[order])
        at = int(np.searchsorted(total, p * total[-1]))
        return float(np.asarray(values)[order[min(at, len(order) - 1)]])


def model(known: Known, changes: Changes, rules: Rules, seed: int) -> Model:
    """Run the clock over draws: as many as asked for, or more where the silence leaves few."""
    terms: tuple[str, ...] = ()
    found: list[OneDraw] = []
    wanted = rules.draws
    while True:
        for first in range(len(found), wanted, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, wanted))
            more, terms = _solved(known, changes, rules, seed, numbers)
            found += more
        made = Model(tuple(found), terms, rules)
        if made.effective >= min(rules.effective, rules.draws) or wanted >= rules.most_draws:
            return made
        wanted = min(2 * wanted, rules.most_draws)


def tempos(seed: int, numbers: range, rules: Rules) -> Floats:
    """Return the tempo of some draws: log-normal, by name as every number is."""
    from scipy.special import ndtri

    at = points(seed, TEMPO, numbers.stop)[numbers.start :]
    return np.asarray(np.exp(rules.tempo_middle + rules.tempo_spread * ndtri(at)))


def _solved(
    known: Known, changes: Changes, rules: Rules, seed: int, numbers: range
) -> tuple[list[OneDraw], tuple[str, ...]]:
    """Solve some draws, the like in tempo side by side, for the hardest sets the pace of eight."""
    pace = tempos(seed, numbers, rules)
    games, per_unit, place = _games(known.before, changes, rules, seed, numbers, pace)
    order = np.argsort(pace, kind="stable").tolist()
    past = [Start(game.start_state or 0, game.events) for game in games]
    if not known.elapsed:
        runs = _rolled(games, [(Start(start.state),) for start in past], rules, order)
    elif any(event.foreseen for event in games[0].events):
        # What all foresee is nearer on that day, so that the rest is another game.
        here = _since(changes, known)
        rest, _, _ = _games(known.case, here, rules, seed, numbers, pace)
        now = _rolled(rest, [(Start(game.start_state or 0),) for game in rest], rules, order)
        before = _rolled(games, [(start,) for start in past], rules, order)
        both = zip(now, before, strict=True)
        runs = [replace(one, courses=(*one.courses, *other.courses)) for one, other in both]
    else:
        stands = _states(known.case, _since(changes, known), seed, numbers)
        begun = zip(map(place, stands), past, strict=True)
        starts = [(Start(state), start) for state, start in begun]
        runs = _rolled(games, starts, rules, order)
    per_day = per_unit / days_per_unit(known.case)
    each = zip(runs, zip(per_day.tolist(), pace.tolist(), strict=True), strict=True)
    found = [_read(run, known, *rates) for run, rates in each]
    return found, games[0].terms


def _rolled(
    games: Sequence[Game], starts: Sequence[Sequence[Start]], rules: Rules, order: Sequence[int]
) -> list[Rolled]:
    """Run the clock over draws, in ``order``, in which neighbours stand side by side."""
    found = rolled(
        [games[k] for k in order], [starts[k] for k in order],
        ahead=rules.look * rules.far, until=rules.look * rules.until, tolerance=rules.tolerance,
    )  # fmt: skip
    placed = dict(zip(order, found, strict=True))
    return [placed[k] for k in range(len(games))]


def _states(case: Case, changes: Changes, seed: int, numbers: range) -> list[int]:
    """Return where things stand in each draw: in all the same, unless something is not known."""
    family = Games(case, changes)
    many = numbers if any(c.likely is not None for c in case.nature) else numbers[:1]
    found = [family.game(Draw(seed, number)).start_state or 0 for number in many]
    return found if len(found) == len(numbers) else found * len(numbers)


def _since(changes: Changes, known: Known) -> Changes:
    """Return changes whose dates are counted from the day asked about, not from the start."""
    gone = known.elapsed / days_per_unit(known.case)
    return replace(changes, on={name: time - gone for name, time in changes.on.items()})


def _games(
    case: Case, changes: Changes, rules: Rules, seed: int, numbers: range, pace: Floats
) -> tuple[list[Game], Floats, Callable[[int], int]]:
    """Build the games of some draws, counted in mean waits, and how many of these a unit has.

    The last is where a state of the case lies in them.
    """
    family, games, per_unit = Games(case, changes), [], np.empty(len(numbers))
    for k, number in enumerate(numbers):
        own = family.game(Draw(seed, number))
        counted, per_unit[k] = in_mean_waits(own, tempo=float(pace[k]), look=rules.look)
        if rules.hold:
            usual = rules.hold * float(counted.pace.min())
            said = counted.holds if counted.holds.size else np.array(np.nan)
            counted = held(counted, np.where(np.isnan(said), usual, said))
        games.append(counted)
    # What two draws cannot tell apart is no matter of a number that happens to be equal.
    groups = copies(games[:2])
    if not groups:
        return [paid(game) for game in games], per_unit, int
    merged = Quotient(games[0], groups)
    return [paid(merged.of(game)) for game in games], per_unit, merged.place


def _read(run: Rolled, known: Known, per_day: float, pace: float) -> OneDraw:
    """Read one draw off, from the day asked about on."""
    course, since, survived = run.courses[0], 0.0, 1.0
    if len(run.courses) > 1:
        past = run.courses[1]
        then = min(known.elapsed * per_day, float(past.times[-1]))
        survived = float(past.open_at(np.array([then]))[0])
        if not known.moved:
            course, since = past, then
    # Tolls are counted from how things stood on that day.
    is_open = ~course.settled
    spent = run.courses[0].spent[is_open]
    return OneDraw(
        course=course,
        since=since,
        per_day=per_day,
        survived=max(survived, LEAST),
        tempo=pace,
        shares=_ends(course, since),
        tolls={name: float(row[is_open] @ spent) for name, row in run.game.tolls.items()},
    )


def _ends(course: Distribution, since: float) -> Floats:
    """Return how what settles after a time settles, (terms,); even where nothing does."""
    found = course.shares[-1].copy()
    if since:
        found -= course.shares_at(np.array([since]))[0]
    found = np.maximum(found, 0.0)
    total = float(found.sum())
    size = max(found.size, 1)
    return found / total if total > 1e-9 else np.full(found.size, 1.0 / size)
