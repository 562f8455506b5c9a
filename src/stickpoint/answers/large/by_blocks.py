"""Case → the answer to "why is it stuck?" where its states are judged by blocks and never listed.

It is `Why` in all that a page asks of it. The states that are spoken of are those of a small
conflict that holds no others, and whatever asks that conflict for moves hears why there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from sys import maxsize

import numpy as np

from stickpoint.answers.large.ends import Switched
from stickpoint.answers.large.spoken import Unfollowed, place, window
from stickpoint.answers.large.standing import Stance, leaver, stance
from stickpoint.answers.large.survey import ANY, Terms, parts, survey
from stickpoint.answers.large.unstored import bits_of, cube_of, why_not
from stickpoint.answers.progress import progress
from stickpoint.answers.why.holds import FIRMEST_FIRST, Hold, Settlement
from stickpoint.answers.why.reach import Ends
from stickpoint.answers.why.stability import Unanswered, Why
from stickpoint.answers.why.stability import why as stored
from stickpoint.case.model.case import Case, Wants, settlements
from stickpoint.case.model.pauses import ending
from stickpoint.errors import NoRoom, StickpointError
from stickpoint.graph.build import setting_of_nature
from stickpoint.graph.conflict import Conflict
from stickpoint.logic import evaluate
from stickpoint.memory import refusal
from stickpoint.solve.stability.blocks.by_blocks import BlockStability, stability_by_blocks
from stickpoint.solve.stability.blocks.cube import Codes, StatedCube
from stickpoint.solve.stability.blocks.distances import Distances
from stickpoint.solve.stability.blocks.followed import one_by_one
from stickpoint.solve.stability.result import Stability, Step
from stickpoint.solve.stability.witness import Gain, Witness

JUDGING, FOLLOWING = "judging states by blocks", "following improvements from today"
LOOKING = "looking through all states for what would hold"
BY_BLOCKS = (JUDGING, FOLLOWING, LOOKING)
"""The steps of an answer."""


class ByBlocks(Why):
    """Why a deadlock is stuck, in a cube of wants of any size.

    Parameters
    ----------
    case : Case
    setting : mapping of str to bool
        Nature's options that were fixed otherwise than in the status quo.
    """

    cube: StatedCube
    nature: int

    def __init__(self, case: Case, setting: Mapping[str, bool]) -> None:
        whole = setting_of_nature(case, setting)
        given = {"case": case, "setting": setting, "cube": cube_of(case, whole)}
        given["nature"] = bits_of(case, whole)
        for name, value in given.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        """Name the case: of what states are kept for there is nothing to show."""
        return f"ByBlocks({self.case.title!r}, {self.n_states:,} states)"

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return 1 << len(self.case.options)

    @property
    def by_blocks(self) -> bool:
        """Yes."""
        return True

    def counts(self, terms: str) -> dict[str, int]:
        """Count the states on some terms that hold, by concept."""
        counts = self.terms_found[terms].counts
        return {key: counts[key] for key in FIRMEST_FIRST}

    @property
    def best(self) -> dict[str, list[int]]:
        """Of the settlements that hold, those that hold the best states for each, by party."""
        tops = {name: one.best for name, one in self.terms_found.items() if max(one.best) >= 0}
        return {
            name: [i for i in self.cube.parties if ranks[i] == max(x[i] for x in tops.values())]
            for name, ranks in tops.items()
        }

    def number(self, state: int) -> int:
        """Return the number of a state that is spoken of, from 1, among all states."""
        assert self.conflict.codes is not None, "built from a case"
        return (int(self.conflict.codes[state]) ^ self.nature) + 1

    @cached_property
    def start(self) -> int:
        """The option vector of today, nature left out."""
        return sum(1 << k for k, option in enumerate(self.case.options) if option.now)

    @cached_property
    def found(self) -> BlockStability:
        """Who would stay where."""
        tick = progress.count(JUDGING, 2 * len(self.cube.lines))
        return stability_by_blocks(self.cube.owners, self.cube.lines, tick=tick)

    @cached_property
    def far(self) -> Distances:
        """How many improvements lead from today to each state."""
        progress.step(FOLLOWING)
        return Distances(self.cube, self.start, self.found.order)

    @cached_property
    def terms_found(self) -> dict[str, Terms]:
        """What is told of each way to settle."""
        if self.case.settled is None:
            return {}
        found, far = self.found, self.far
        tick = progress.count(LOOKING, parts(found.order))
        return survey(found, self.cube, self.start, self._named, far, tick)

    def _named(self, codes: Codes) -> tuple[tuple[str, ...], np.ndarray]:
        whole, over = codes | np.uint64(self.nature), ending(self.case)
        return settlements(self.case, whole, None if over is None else evaluate(over, whole))

    @cached_property
    def _stances(self) -> list[Stance]:
        return [stance(self.cube, self.found, self.start, i) for i in self.cube.parties]

    @cached_property
    def _chosen(self) -> dict[str, _Chosen]:
        return {name: self._choose(name, one) for name, one in self.terms_found.items()}

    def _choose(self, name: str, one: Terms) -> _Chosen:
        """Pick the state to speak of, as `Why` does among stored states."""
        held = [key for key in FIRMEST_FIRST if one.counts[key]]
        keys = held or [ANY]
        at = np.array([self.start], dtype=np.uint64)
        here, [k] = self._named(at)
        if k >= 0 and here[k] == name and (not held or self._held(self.start)):
            return self._leaving(self.start, (), not held, willing=True)
        if key := next((key for key in keys if key in one.willing), None):
            state = one.willing[key][1]
            return self._leaving(state, self.far.to(state), not held, willing=True)
        state = one.possible[keys[0]][1]
        way = one_by_one(self.cube, self.start, state)
        return self._leaving(state, way, not held, willing=False)

    def _leaving(
        self, state: int, way: tuple[Step, ...], is_left: bool, *, willing: bool
    ) -> _Chosen:
        left = leaver(self.cube, self.found, state) if is_left else None
        return _Chosen(state, way, willing, left)

    def _held(self, code: int) -> list[str]:
        """List the concepts under which a state is an equilibrium, strongest first."""
        at, everybody = np.array([code], dtype=np.uint64), self.cube.parties
        holds = self.found.holds
        return [key for key in FIRMEST_FIRST if all(holds(key, i, at)[0] for i in everybody)]

    @cached_property
    def conflict(self) -> Conflict:
        """The states that are spoken of, with their ranks and words, and no moves."""
        spoken = {self.start, *(code for one in self._stances for code in one.states)}
        for one in self._chosen.values():
            spoken |= {one.state, *(step.state for step in one.way)}
            spoken |= {*(() if one.leaver is None else one.leaver.states)}
        return window(self.case, self.cube, self.nature, self.start, spoken)

    @property
    def result(self) -> Stability:
        """What is not there: masks of all states."""
        raise NoRoom(f"answers for each of {self.n_states:,} states are not kept")

    def _place(self, code: int) -> int:
        return place(self.conflict, self.nature, code)

    def _steps(self, way: Iterable[Step]) -> tuple[Step, ...]:
        return tuple(Step(step.party, self._place(step.state)) for step in way)

    @cached_property
    def holds(self) -> list[str]:
        """The concepts under which the status quo is an equilibrium, strongest first."""
        return self._held(self.start)

    @cached_property
    def parties(self) -> list[Hold]:
        """How each party stands to the status quo."""
        return [
            Hold(
                one.party, one.kind, one.kind == "deterred" and one.concept == "seq",
                self._witness(one, self.start), one.alternatives, one.concepts,
            )
            for one in self._stances
        ]  # fmt: skip

    def _witness(self, one: Stance, code: int) -> Witness:
        told = () if one.gain is None else (
            Gain(self._place(one.gain), self._steps(one.sanction or ())),
        )  # fmt: skip
        return Unfollowed(
            self.conflict, one.party, self._place(code), one.concept, one.kind != "free", told,
            one.gains, one.sanction is not None,
        )  # fmt: skip

    @cached_property
    def settlements(self) -> list[Settlement]:
        """Every way to settle; of its states that hold the one spoken of, and others' concepts."""
        return [self._told(name, one) for name, one in self._chosen.items()]

    def _told(self, name: str, one: _Chosen) -> Settlement:
        state, counts = self._place(one.state), self.terms_found[name].counts
        own = self._held(one.state)
        stable = {
            key: [state] if key in own else _ELSEWHERE[: counts[key]] for key in FIRMEST_FIRST
        }
        left = None if one.leaver is None else self._witness(one.leaver, one.state)
        return Settlement(name, stable, state, self._steps(one.way), one.willing, left)

    @cached_property
    def ends(self) -> Ends:
        """Where moves lead from now, by what each party can switch."""
        start = "nature."
        fixed = {start + name.removeprefix(start): value for name, value in self.setting.items()}
        return Switched(self.case, self.conflict, self.now, fixed, self._movers)

    @cached_property
    def _movers(self) -> int | None:
        """Bits of those who have to move wherever it is settled; None where it never is."""
        masks = [one.movers for one in self.terms_found.values()]
        return int(np.bitwise_and.reduce(masks)) if masks else None

    @property
    def joint(self) -> None:
        """What several parties could do as one is left out."""
        return

    @property
    def turns(self) -> list[Why]:
        """What would be if nature changed is left out: each change takes as long again."""
        return []

    ruled_out = turns  # type: ignore[assignment]


_ELSEWHERE = [maxsize]
"""A state on the same terms that is not spoken of: whoever takes it for one has none there."""


@dataclass(frozen=True)
class _Chosen:
    """The state of some terms that is spoken of, the way there, and who would leave it."""

    state: int
    way: tuple[Step, ...]
    willing: bool
    leaver: Stance | None


MOST_LISTED = 1 << 19
"""States beyond which a cube of wants is judged by blocks though it could be stored: stored ones
take ten times as long, and tell of so many no more."""

MOST_WANTS = 32
"""Wants of one party that make ranks of four bytes, as are compared by blocks."""


def goes_by_blocks(case: Case) -> bool:
    """Tell whether a case is a cube of wants that is too large, or judged sooner by blocks."""
    number, parties = 1 << len(case.options), len(case.parties)
    if not parties or why_not(case):
        return False
    if refusal(number, parties):
        return True
    wishes = [case.preferences[party.id] for party in case.parties]
    most = max(len(wish.items) for wish in wishes if isinstance(wish, Wants))
    return number > MOST_LISTED and most <= MOST_WANTS


def why(case: Case, *, nature: Mapping[str, bool] | None = None) -> Why:
    """Answer why a case is stuck, by the stability lens: by blocks where that is quicker.

    Of a case with too many states for either, the answer says so.
    """
    if not goes_by_blocks(case):
        return stored(case, nature=nature)
    found = ByBlocks(case, dict(nature or {}))
    try:
        found.cube.check_room(len(FIRMEST_FIRST))
    except StickpointError as fault:
        return Unanswered(case, dict(nature or {}), fault)
    return found
