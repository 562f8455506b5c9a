"""Why a state holds for a party or not: the sanction of each improvement, as a plain sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from stickpoint.errors import ModelError
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.words import Told, is_plural
from stickpoint.solve.stability.engine.graph import best_within_one_move
from stickpoint.solve.stability.engine.walk import Walks
from stickpoint.solve.stability.result import Step


class Speaker(Protocol):
    """Words for parties and deeds."""

    def party(self, party: int) -> str:
        """Name a party."""

    def deed(self, party: int, source: int, target: int) -> str:
        """Say what a party does to lead from one state to another, as in "could …"."""


@dataclass(frozen=True)
class Ids:
    """Speaks in option ids and state numbers, for a conflict without texts."""

    conflict: Conflict

    def party(self, party: int) -> str:
        """Return the party's id."""
        return self.conflict.parties[party]

    def deed(self, party: int, source: int, target: int) -> str:  # noqa: ARG002 – a Speaker
        """Name the options that are switched, or the state where there are none."""
        before, after = self.conflict.yes(source), self.conflict.yes(target)
        on = [name for name in after if name not in before]
        off = [name for name in before if name not in after]
        said = [f"turn {_joined(names)} {w}" for names, w in ((on, "on"), (off, "off")) if names]
        return " and ".join(said) or f"move to state {target + 1}"


def speaker_of(conflict: Conflict) -> Speaker:
    """Choose the words for a conflict: the texts of its case, or its ids where it has none."""
    return Ids(conflict) if conflict.texts is None else Told(conflict, conflict.texts)


@dataclass(frozen=True)
class Gain:
    """One improvement, and the answer that takes the gain away (empty where there is none)."""

    state: int
    sanction: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Witness:
    """What makes a party stay in a state, or leave it.

    Attributes
    ----------
    conflict : Conflict
    party, state : int
    concept : str
    is_stable : bool
    gains : tuple of Gain
        Every improvement, best first, with a shortest sanction; for an unstable state only the
        best improvement that nobody can answer.
    """

    conflict: Conflict
    party: int
    state: int
    concept: str
    is_stable: bool
    gains: tuple[Gain, ...]

    @property
    def n_gains(self) -> int:
        """How many improvements there are, of a stable state."""
        return len(self.gains)

    @property
    def is_followed(self) -> bool:
        """Whether answers are told to their end."""
        return True

    @property
    def improvement(self) -> int | None:
        """The state the party would move to; None where it has no improvement."""
        return self.gains[0].state if self.gains else None

    @property
    def sanction(self) -> tuple[Step, ...]:
        """The answer to the best improvement; empty where there is none."""
        return self.gains[0].sanction if self.gains else ()

    def sentence(self, speaker: Speaker | None = None) -> str:
        """Say it in one sentence.

        Parameters
        ----------
        speaker : Speaker, optional
            Words for parties and deeds; if left out, the texts that a conflict from a case
            carries, else ids of options and numbers of states.
        """
        words = speaker or speaker_of(self.conflict)
        name = words.party(self.party)
        # An id stays as it is written.
        lead = name if isinstance(words, Ids) else name[:1].upper() + name[1:]
        it, its, has = ("they", "their", "have") if is_plural(name) else ("it", "its", "has")
        if not self.gains:
            return f"{lead} {has} no move that {it} would gain by."
        gain = self.gains[0]
        deed = words.deed(self.party, self.state, gain.state)
        if not self.is_stable:
            return f"{lead} would gain if {it} were to {deed}, and {self._why_not()}."
        more = self.n_gains - 1
        others = "one other gain is" if more == 1 else f"{more} other gains are"
        rest = f"; {its} {others} answered too" if more else ""
        answer = _chain(words, gain.state, gain.sanction, self.concept in ("seq", "sseq"))
        return (
            f"{lead} would gain if {it} were to {deed}, but then {answer}, "
            f"{self._loss(name, gain)}{rest}."
        )

    def _why_not(self) -> str:
        if self.concept == "nash":
            return "nothing in this concept takes that away"
        if self.conflict.n_parties == 1:
            return "there is nobody else to take that away"
        how = "by moves that they gain from" if self.concept in ("seq", "sseq") else "by any moves"
        if self.concept in ("smr", "sseq"):
            return f"the others cannot take that away for good {how}"
        return f"the others cannot take that away {how}"

    def _loss(self, name: str, gain: Gain) -> str:
        rank = self.conflict.ranks[self.party]
        end = gain.sanction[-1].state
        after = [end]
        if self.concept in ("smr", "sseq"):
            after += self.conflict.moves_from(self.party, end).tolist()
        is_worse = max(rank[s] for s in after) < rank[self.state]
        loss = f"which would leave {name} {'worse' if is_worse else 'no better'} off than before"
        it = "they" if is_plural(name) else "it"
        return loss + (f", whatever {it} did next" if len(after) > 1 else "")

    def __str__(self) -> str:
        """Say it in one sentence."""
        return self.sentence()


def find_witness(conflict: Conflict, state: int, party: int, concept: str) -> Witness:
    """Find the sanction of each improvement, or the best improvement that has none.

    One breadth-first search over the others' legal sequences per improvement, so every sanction
    shown is among the shortest; of those the one that hurts most.
    """
    targets = conflict.improvements_from(party, state)
    rank = conflict.ranks[party]
    targets = targets[np.argsort(-rank[targets].astype(np.int64), kind="stable")]
    look = _Sanctions(conflict, state, party, concept)
    gains = []
    for target in targets.tolist():
        gain = look.of(target)
        if not gain.sanction:
            return Witness(conflict, party, state, concept, False, (gain,))
        gains.append(gain)
    return Witness(conflict, party, state, concept, True, tuple(gains))


def find_answer(
    conflict: Conflict,
    state: int,
    party: int,
    target: int,
    concept: str,
    walks: Walks | None = None,
) -> Witness:
    """Find the sanction of one improvement alone, as if the party could make no other.

    ``walks`` are the moves, or improvements, that the concept lets others answer by, where they
    were laid out before.

    Raises
    ------
    ModelError
        A move that is no improvement of the party, or that it cannot make.
    """
    if target not in conflict.improvements_from(party, state):
        raise ModelError(
            f"from state {state} to state {target} is no improvement of party {party}; "
            "improvements_from lists those that are"
        )
    gain = _Sanctions(conflict, state, party, concept, walks).of(target)
    return Witness(conflict, party, state, concept, bool(gain.sanction), (gain,))


class _Sanctions:
    """Looks for what others can answer to improvements from one state, under one concept."""

    def __init__(
        self,
        conflict: Conflict,
        state: int,
        party: int,
        concept: str,
        walks: Walks | None = None,
    ) -> None:
        rank = conflict.ranks[party]
        is_double = concept in ("smr", "sseq")
        self.value = best_within_one_move(conflict, party) if is_double else rank
        self.least = int(rank[state])
        self.walks = walks or Walks.of(conflict, improving=concept in ("seq", "sseq"))
        self.movers = [j for j in range(conflict.n_parties) if j != party and concept != "nash"]

    def of(self, target: int) -> Gain:
        """Return an improvement with a shortest sanction of it, or an empty one."""
        walk = self.walks.walk(target, self.movers, until=(self.value, self.least))
        ends = np.flatnonzero(walk.reached & (self.value <= self.least))
        if ends.size == 0:
            return Gain(target, ())
        best = ends[np.lexsort((self.value[ends], walk.distance[ends]))[0]]
        return Gain(target, walk.to(int(best)))


def _chain(words: Speaker, source: int, steps: Sequence[Step], willing: bool) -> str:
    said = []
    for step in steps:
        deed = words.deed(step.party, source, step.state)
        name = words.party(step.party)
        gain = f", to {'their' if is_plural(name) else 'its'} own gain," if willing else ""
        said.append(f"{name} could{gain} {deed}")
        source = step.state
    return _joined(said, last=", and then ")


def _joined(parts: Sequence[str], last: str = " and ") -> str:
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + last + parts[-1]
