"""Dated moves of a case that are scored, and their log evidence under each explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.parameters import quantile
from stickpoint.answers.sampling.layouts import Layouts
from stickpoint.case.checks.path import RecordedPath, path_of
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.amounts import with_amounts
from stickpoint.case.model.basis import DAYS_IN, Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import RecordedMove
from stickpoint.graph.build_game import Changes, build_game
from stickpoint.graph.game import Game
from stickpoint.graph.variants.alike import lumped
from stickpoint.graph.variants.fewer import Fewer, fewer
from stickpoint.solve.levers.payoffs.lever_space import UNEVEN
from stickpoint.solve.motives.evidence import LogEvidence, log_evidence
from stickpoint.solve.motives.likelihood import log_likelihood, log_likelihoods
from stickpoint.solve.motives.stages import DatedMove

LeftOut: TypeAlias = Literal["before", "beyond", "restates"]
"""It lies before the start of the clock, or beyond its horizon, or changes nothing."""
Cut: TypeAlias = Literal["late", "early"]
"""Its dates count up to the horizon only, or from the start of the clock on."""


@dataclass(frozen=True)
class SortedMoves:
    """The moves of a record that are scored and the ids of those left out, with the reason.

    ``cut`` has the ids of moves of whose dates only a part counts, and which; ``unordered`` those
    that the dates do not put after all that `path_of` has before them.
    """

    scored: list[DatedMove] = field(default_factory=list)
    left_out: dict[str, LeftOut] = field(default_factory=dict)
    cut: dict[str, Cut] = field(default_factory=dict)
    unordered: tuple[str, ...] = ()


def scored_moves(case: Case) -> list[DatedMove]:
    """Return the dated moves that are scored; see `sorted_moves`."""
    return sorted_moves(case).scored


def sorted_moves(case: Case) -> SortedMoves:
    """Tell the dated moves that change anything from those that are not scored.

    A day counts as its middle, and as every time in it where several moves bear the same date, for
    then their order is open. What changes anything is told in the order of `path_of`. Anything
    longer counts as every time between its ends; an open end reaches to the end of the record. What
    lies before the start of the clock is part of the status quo; what lies wholly beyond the
    horizon is left out, and so is what restates what holds.
    """
    found = SortedMoves()
    if case.clock.start is None or not case.record.moves:
        return found
    end = record_end(case)
    path = path_of(case)
    now = {option.id: option.now for option in case.options}
    for move in _in_order(case, path):
        first, last = _time(case, move.date)
        changed = {name: value for name, value in move.sets if now[name] != value}
        if why := _left_out(first, last, end, bool(changed)):
            found.left_out[move.id] = why
            continue
        now |= changed
        bits = {case.option_index[name]: value for name, value in changed.items()}
        party = case.party_index[move.party]
        found.scored.append(DatedMove(party, bits, first, min(last, end), move.id))
        if cut := _cut(case, move.date, last > end):
            found.cut[move.id] = cut
    days = [move.first for move in found.scored if move.first == move.last]
    loose = [_loose(case, m) if days.count(m.first) > 1 else m for m in found.scored]
    own = {move.id for move in case.record.moves}
    unsure = tuple(step.id for step in path.steps if step.id in own and not step.in_order)
    return replace(found, scored=loose, unordered=unsure)


def _in_order(case: Case, path: RecordedPath) -> Iterator[RecordedMove]:
    """Yield the dated moves in the order in which the record is read, those before it first."""
    yield from path.context
    known = {move.id: move for move in case.record.moves}
    for step in path.steps:
        if step.id in known:
            yield known[step.id]


def _left_out(first: float, last: float, end: float, changes: bool) -> LeftOut | None:
    if last <= 0:
        return "before"
    if first > end:
        return "beyond"
    return None if changes else "restates"


def _cut(case: Case, date: FuzzyDate | None, late: bool) -> Cut | None:
    """Return which part of the dates of a move counts, if not the whole; open ends are no dates."""
    if date is None or case.clock.start is None:
        return None
    if late and not date.open_end:
        return "late"
    early = date.first < case.clock.start.first and not date.open_start and not date.is_exact
    return "early" if early else None


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


def _time(case: Case, date: FuzzyDate | None) -> tuple[float, float]:
    """Return the ends of a date on the clock; a day counts as its middle."""
    assert case.clock.start is not None
    assert date is not None, "what has no date is no part of the path"
    start, unit = case.clock.start.first.toordinal(), float(DAYS_IN[case.clock.unit])
    first, last = date.first.toordinal() - start, date.last.toordinal() - start + 1
    if date.is_exact:
        return ((first + last) / 2 / unit,) * 2
    return max(first / unit, 0.0), last / unit


TOLERANCE = 3e-4
"""Of the values. It changes the log-likelihood of korea-1952 by 0.0013 on average where ranges are
drawn evenly, and by 0.04 at most in 128 draws: less than an evidence is ever said to err by.
"""
_ASKED = ("pace", "precision")
"""What of a party, beside its payoffs, an explanation of its conduct leaves open."""

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
    """Score the dated moves under the payoffs of one explanation, or of the case itself if None.

    It is averaged over every range of the case, or else over the payoffs of the explanation and the
    pace and precision of the party it is about, the rest at the middle; as by `log_evidence`.
    """
    bare = replace(case, tolls=())
    asked = _Ranges(bare if all_ranges else _narrowed(bare, hypothesis), hypothesis)
    return log_evidence(
        asked.scores, asked.points, asked.names, each=each, seed=seed, method=method,
        progress=progress,
    )  # fmt: skip


@dataclass(frozen=True)
class _Ranges:
    """What is averaged over: the ranges of a case under an explanation, as points of a cube."""

    case: Case
    hypothesis: str | None

    @cached_property
    def amounts(self) -> dict[str, Amount]:
        """The ranges that the game reads, in its unit of time, by name and in their order."""
        found: dict[str, Amount] = {}

        def note(amount: Amount) -> float:
            if amount.is_open:
                found[amount.name] = amount
            return amount.mid

        build_game(self.case, Changes(read=note, hypothesis=self.hypothesis))
        return dict(sorted(found.items()))

    @property
    def names(self) -> tuple[str, ...]:
        """Each range by number, by what it is and as it was written."""
        known = _named(self.case, self.hypothesis)
        return tuple(
            f"{k}: {known.get(name, 'range')} {amount.written}"
            for k, (name, amount) in enumerate(self.amounts.items(), 1)
        )

    def points(self, cube: Floats) -> Floats:
        """Return the values of the ranges at points of the unit cube, one a row."""
        columns = [quantile(a, u) for a, u in zip(self.amounts.values(), cube.T, strict=True)]
        return np.stack(columns, axis=1) if columns else cube

    def scores(self, points: Floats) -> Floats:
        """Return the log-likelihood of the dated moves at each point."""
        moves, end, hidden = scored(self.case)
        games = [self._game(point) for point in points]
        found = log_likelihoods(
            games, moves, end=end, hidden=hidden, tolerance=TOLERANCE, less=self._less
        )
        return np.array(found)

    @cached_property
    def _less(self) -> Fewer:
        """Tell which states can be left out, or be one, wherever in the ranges the numbers are."""
        # What is equal at two points that stand in no simple ratio is equal at all.
        size = len(self.amounts)
        far = np.arange(1.0, 2 * size + 1).reshape(2, size) * UNEVEN % 1.0
        two = [self._game(point) for point in self.points(far)]
        begins = [two[0].start_state or 0] if self._layouts.begin_alike(()) else None
        return fewer(two, begins, lumped)

    def _game(self, point: Floats) -> Game:
        at = dict(zip(self.amounts, point.tolist(), strict=True))

        def read(amount: Amount) -> float:
            return at.get(amount.name, amount.mid)

        return self._layouts.game(read)

    @cached_property
    def _layouts(self) -> Layouts:
        return Layouts(self.case, Changes(hypothesis=self.hypothesis))


def scored(case: Case) -> tuple[list[DatedMove], float, list[int]]:
    """Return the scored moves, the end of what the record shows, and what it is silent on."""
    moves = scored_moves(case)
    end = max([record_end(case), *(move.last for move in moves)])
    return moves, end, [case.option_index[name] for name in case.record.silent]


def at_random(case: Case) -> float:
    """Return the log-likelihood of the dated moves if everybody moved at random, at their pace."""
    game = replace(build_game(replace(case, tolls=())), precision=np.zeros(len(case.parties)))
    moves, end, hidden = scored(case)
    return log_likelihood(game, moves, end=end, hidden=hidden, tolerance=TOLERANCE)


def _narrowed(case: Case, hypothesis: str | None) -> Case:
    """Put every range at its middle, but for those that an explanation is about."""
    own = set[str]()
    for mine in (h for h in case.hypotheses if h.name == hypothesis):
        own |= {f"parties.{mine.about}.{kind}" for kind in _ASKED}
        own |= {line.worth.name for line in mine.payoffs}

    def narrow(name: str, amount: Amount) -> Amount:
        if name in own:
            return amount
        return replace(amount, low=amount.mid, high=amount.mid, shape="point")

    return with_amounts(case, narrow)


def _named(case: Case, hypothesis: str | None) -> dict[str, str]:
    """Say in words, by name, what the ranges are that are most often asked about."""
    mine = (line for h in case.hypotheses if h.name == hypothesis for line in h.payoffs)
    lines = (*case.payoffs, *mine)
    said = {line.worth.name: f"{line.party}, {line.label or line.statement.text}" for line in lines}
    for party in case.parties:
        said |= {f"parties.{party.id}.{kind}": f"{kind} of {party.id}" for kind in _ASKED}
    return said
