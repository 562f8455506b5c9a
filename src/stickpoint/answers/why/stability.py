"""Case → the answer to "why is it stuck?", ordinal part, as plain data and objects.

What is settled and what is open; whether the status quo holds, for whom and by what; which
settlements hold, how to get there or what bars the way; what would change if nature moved; and
how many judgements all that rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from stickpoint.answers.why.holds import FIRMEST_FIRST, FromNow, Hold, Settlement
from stickpoint.answers.why.reach import Ends
from stickpoint.answers.why.together import Together, together
from stickpoint.case.model.case import Case, Issue, Nature
from stickpoint.case.model.judgements import Basis, judgements
from stickpoint.errors import ModelError, NoRoom, SolveError
from stickpoint.graph.build import build
from stickpoint.graph.conflict import Conflict
from stickpoint.solve.stability.paths import Paths
from stickpoint.solve.stability.result import Stability, Step
from stickpoint.solve.stability.sanctions import stability
from stickpoint.solve.stability.witness import Witness

__all__ = [
    "FIRMEST_FIRST",
    "Hold",
    "Settlement",
    "Stability",
    "Step",
    "Unanswered",
    "Why",
    "Witness",
    "why",
]

_ORDINAL = (
    "option",
    "imposed",
    "constraint",
    "nature",
    "want",
    "ranking",
    "weight",
    "strength",
    "unknown",
    "foresight",
    "attitude",
    "view",
)


@dataclass(frozen=True, eq=False)
class Why:
    """The answer for one setting of nature.

    Parameters
    ----------
    case : Case
    conflict : Conflict
    result : Stability
    setting : mapping of str to bool
        Nature's options that were fixed otherwise than in the status quo.
    """

    case: Case
    conflict: Conflict
    result: Stability
    setting: Mapping[str, bool]

    @property
    def n_states(self) -> int:
        """How many states there are."""
        return self.conflict.n_states

    @property
    def by_blocks(self) -> bool:
        """Whether states were judged by blocks, and not kept."""
        return False

    def counts(self, terms: str) -> dict[str, int] | None:  # noqa: ARG002 – for those by blocks
        """Count the states on some terms that hold, by concept; None where they are listed."""
        return None

    @property
    def best(self) -> dict[str, list[int]]:
        """Of settlements that hold, whose best states each holds; empty where they are listed."""
        return {}

    def number(self, state: int) -> int:
        """Return the number of a state, from 1."""
        return state + 1

    @property
    def now(self) -> int:
        """The state that holds now."""
        if self.conflict.status_quo is None:
            raise ModelError("a conflict without a status quo; give each option its 'now'")
        return self.conflict.status_quo

    def terms(self, state: int) -> str | None:
        """Return the terms on which a state is settled; None while it is open."""
        place = int(self.conflict.terms_index[state])
        return None if place < 0 else self.conflict.terms[place]

    @cached_property
    def _from_now(self) -> FromNow:
        return FromNow(self.conflict, self.now)

    @property
    def willing(self) -> Paths:
        """Where improvements lead from now."""
        return self._from_now.willing

    @property
    def possible(self) -> Paths:
        """Where any moves lead from now."""
        return self._from_now.possible

    @cached_property
    def holds(self) -> list[str]:
        """The concepts under which the status quo is an equilibrium, strongest first."""
        return [key for key in FIRMEST_FIRST if self.result.equilibria[key][self.now]]

    @cached_property
    def parties(self) -> list[Hold]:
        """How each party stands to the status quo."""
        return [self._hold(i) for i in range(self.conflict.n_parties)]

    def _hold(self, party: int) -> Hold:
        stable = self.result.stable
        keys = tuple(key for key in FIRMEST_FIRST if stable[key][party, self.now])
        if "nash" in keys:
            witness = self.result.why(self.now, party, "nash")
            return Hold(party, "content", False, witness, concepts=keys)
        for concept in ("seq", "gmr"):
            if concept in keys:
                witness = self._from_now.held_back(self.result, party, concept)
                others = self._alternatives(party, witness, concept == "seq")
                return Hold(party, "deterred", concept == "seq", witness, others, keys)
        return Hold(party, "free", False, self.result.why(self.now, party, "gmr"))

    def _alternatives(self, party: int, witness: Witness, willing: bool) -> tuple[int, ...]:
        conflict, rank = self.conflict, self.conflict.ranks[party]
        gain = witness.gains[0]
        named = {step.party for step in gain.sanction} | {party}
        moves = conflict.improvements_from if willing else conflict.moves_from
        return tuple(
            j
            for j in range(conflict.n_parties)
            if j not in named and (rank[moves(j, gain.state)] <= rank[self.now]).any()
        )

    @cached_property
    def ends(self) -> Ends:
        """Where moves lead from now, with nature held as it stands and with nature free."""
        start = "nature."
        fixed = {start + name.removeprefix(start): value for name, value in self.setting.items()}
        return Ends(self.case, self.conflict, self.now, fixed)

    @cached_property
    def joint(self) -> Together | None:
        """What several parties could do as one; None where there are too many states to ask."""
        return together(self.case, self.conflict)

    @property
    def keepers(self) -> list[int]:
        """Parties without whose moves nothing can be settled, whatever the rest and nature do."""
        return self.ends.keepers

    @property
    def out_of_reach(self) -> bool:
        """Whether no moves lead from now to a way to settle while nature stands as it does."""
        return self.ends.out_of_reach

    @cached_property
    def settlements(self) -> list[Settlement]:
        """Every named way to settle that some state realises, in the order of the case."""
        realised = set(self.conflict.terms_index.tolist())
        named = enumerate(self.conflict.terms)
        return [self._settlement(k, terms) for k, terms in named if k in realised]

    def _settlement(self, place: int, terms: str) -> Settlement:
        here = self.conflict.terms_index == place
        equilibria = self.result.equilibria
        stable = {key: np.flatnonzero(here & equilibria[key]).tolist() for key in FIRMEST_FIRST}
        held = [stable[key] for key in FIRMEST_FIRST if stable[key]]
        state, way, willing = self._from_now.nearest(held or [np.flatnonzero(here).tolist()])
        leaver = None if held else self._leaver(state)
        return Settlement(terms, stable, state, way, willing, leaver)

    def _leaver(self, state: int) -> Witness | None:
        for concept in ("gmr", "seq"):
            for party in range(self.conflict.n_parties):
                if not self.result.stable[concept][party, state]:
                    return self.result.why(state, party, concept)
        return None

    @cached_property
    def basis(self) -> Basis:
        """What the ordinal answer rests on."""
        ranked = set(self.case.preferences)
        lines = judgements(self.case)
        ordinal = [line for line in lines if line.kind in _ORDINAL]
        own = (line for line in lines if line.kind == "payoff" and line.where == line.party)
        unranked = (line for line in own if line.party not in ranked)
        return Basis.of([*ordinal, *unranked])

    @cached_property
    def closed(self) -> list[Issue]:
        """Items of the agenda that are settled already."""
        return [issue for issue in self.case.issues if issue.closed is not None]

    @cached_property
    def open(self) -> list[Issue]:
        """Items of the agenda that are still open."""
        return [issue for issue in self.case.issues if issue.closed is None]

    @cached_property
    def turns(self) -> list[Why]:
        """The answer under each change that nature could still make, one at a time."""
        if self.setting:
            return []
        found = []
        for chance in self.case.nature:
            try:
                found.append(why(self.case, nature={chance.id: not chance.now}))
            except ModelError:
                continue
        return found

    @cached_property
    def ruled_out(self) -> list[Nature]:
        """The changes of nature after which the status quo could not stand as it is."""
        if self.setting:
            return []
        asked = {name for turn in self.turns for name in turn.setting}
        return [chance for chance in self.case.nature if chance.id not in asked]


class Unanswered(Why):
    """The same where the states could not be built or judged; whatever asks for them hears why.

    Parameters
    ----------
    case : Case
    setting : mapping of str to bool
    fault : Exception
        Raised by whatever asks for what there is not, so that each part of a page fails alone.
    built : Conflict, optional
        The conflict, where only judging it failed.
    """

    def __init__(
        self,
        case: Case,
        setting: Mapping[str, bool],
        fault: Exception,
        built: Conflict | None = None,
    ) -> None:
        given = {"case": case, "setting": setting, "fault": fault, "built": built}
        for name, value in given.items():
            object.__setattr__(self, name, value)

    __repr__ = object.__repr__  # that of the base reads what there is not

    @property
    def conflict(self) -> Conflict:
        """The conflict, or the fault of building it."""
        built: Conflict | None = self.__dict__["built"]
        if built is None:
            raise self.__dict__["fault"]
        return built

    @property
    def result(self) -> Stability:
        """The fault."""
        raise self.__dict__["fault"]


def why(case: Case, *, nature: Mapping[str, bool] | None = None) -> Why:
    """Answer why a case is stuck, by the stability lens, under some setting of nature.

    A setting that cannot be is refused; too many states, or too little memory, leave an answer
    that says so wherever it is asked for a state.
    """
    if not case.parties:
        raise SolveError("a case without parties has no answer; name at least one")
    setting, conflict = dict(nature or {}), None
    try:
        conflict = build(case, nature=nature)
        return Why(case, conflict, stability(conflict), setting)
    except Exception as fault:  # whatever it is, other lenses may answer all the same
        if isinstance(fault, ModelError) and not isinstance(fault, NoRoom):
            raise
        return Unanswered(case, setting, fault, conflict)
