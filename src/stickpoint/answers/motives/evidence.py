"""Case → the log evidence of its dated moves under the payoffs of one explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from stickpoint.answers.motives.moves import record_end, scored_moves
from stickpoint.answers.parameters import quantile
from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.parameters import with_amounts
from stickpoint.graph.build_game import build_game
from stickpoint.graph.changes import Changes
from stickpoint.graph.game import Game
from stickpoint.solve.motives.evidence import LogEvidence, log_evidence
from stickpoint.solve.motives.likelihood import log_likelihood, log_likelihoods
from stickpoint.solve.motives.stages import DatedMove

TOLERANCE = 1e-3
"""Of the values; on the log-likelihood of korea-1952 it changes the fifth decimal."""
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
        return np.array(log_likelihoods(games, moves, end=end, hidden=hidden, tolerance=TOLERANCE))

    def _game(self, point: Floats) -> Game:
        at = dict(zip(self.amounts, point.tolist(), strict=True))

        def read(amount: Amount) -> float:
            return at.get(amount.name, amount.mid)

        return build_game(self.case, Changes(read=read, hypothesis=self.hypothesis))


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
