"""Great differences and unknown orders, where a case declares them → what they do to stability."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from stickpoint.case.model.case import Case
from stickpoint.conflict.build import bands, unknown_pairs
from stickpoint.conflict.graph import Conflict
from stickpoint.pages.wording.names import CONCEPT_NAMES, CaseWords, joined
from stickpoint.solve.stability import strength, unknown
from stickpoint.solve.stability.result import Mask, Stability
from stickpoint.solve.stability.sanctions import CONCEPTS

MOST_STATES = 4096
"""Unknown orders are pairs of states; beyond this they are left to Python and to patience."""
MANY = 40


@dataclass(frozen=True, eq=False)
class Declared:
    """What a case declares of strength and of doubt, analysed where it declares any.

    Parameters
    ----------
    case : Case
    conflict : Conflict
        Built from it, under some setting of nature.
    concepts : sequence of str
        Which concepts were asked for.
    """

    case: Case
    conflict: Conflict
    concepts: Sequence[str] = CONCEPTS

    @property
    def great(self) -> list[str]:
        """Parties with statements that make a great difference."""
        return [party for party in self.conflict.parties if self.case.strength.get(party)]

    @property
    def unsure(self) -> list[str]:
        """Parties with pairs of kinds of states that they cannot order."""
        return [party for party in self.conflict.parties if self.case.unknown.get(party)]

    @property
    def too_many(self) -> str:
        """Why unknown orders are not analysed; empty when they are."""
        n = self.conflict.n_states
        if n <= MOST_STATES:
            return ""
        return (
            f"{n:,} states make too many pairs, {MOST_STATES:,} are the most here: see sp.unknown"
        )

    @cached_property
    def strong(self) -> Stability | None:
        """Strong and weak stability; None where no party has great statements."""
        asked = [concept for concept in self.concepts if concept in strength.CONCEPTS]
        if not self.great or not asked:
            return None
        return strength.strength(self.conflict, bands(self.case, self.conflict), asked)

    @cached_property
    def doubtful(self) -> Stability | None:
        """Stability in extensions a to d; None where no order is unknown or states are too many."""
        asked = [concept for concept in self.concepts if concept in unknown.CONCEPTS]
        if not self.unsure or not asked or self.too_many:
            return None
        return unknown.unknown(self.conflict, unknown_pairs(self.case, self.conflict), asked)

    def holding(self) -> dict[str, Mask]:
        """Give, for strong and weak stability, the states that hold for every party.

        Weakly is what holds for everybody, and not for everybody strongly.
        """
        if self.strong is None:
            return {}
        found = {}
        for name in (key for key in self.strong.stable if key.startswith("strong")):
            concept = name.removeprefix("strong ")
            each = self.strong.stable[name] | self.strong.stable[f"weak {concept}"]
            found[name] = self.strong.equilibria[name]
            found[f"weak {concept}"] = each.all(axis=0) & ~found[name]
        return found

    def extensions(self, state: int) -> dict[str, str]:
        """Give, concept by concept, the letters under which a state holds for every party."""
        if self.doubtful is None:
            return {}
        held: dict[str, str] = {}
        for name, mask in self.doubtful.equilibria.items():
            concept, letter = name.split("_")
            held[concept] = held.get(concept, "") + (letter if mask[state] else "")
        return held


def plain(found: Declared) -> dict[str, Any]:
    """Return plain data: a key for strength and one for doubt where the case declares them."""
    data: dict[str, Any] = {}
    parties = found.conflict.parties
    if found.strong is not None:
        data["strength"] = {
            "declared": found.great,
            "stable": _by_party(found.strong, parties),
            "equilibria": {name: _numbers(mask) for name, mask in found.holding().items()},
        }
    if found.unsure and found.too_many:
        data["unknown"] = {"declared": found.unsure, "silent": found.too_many}
    elif found.doubtful is not None:
        data["unknown"] = {
            "declared": found.unsure,
            "stable": _by_party(found.doubtful, parties),
            "equilibria": {k: _numbers(mask) for k, mask in found.doubtful.equilibria.items()},
        }
    return data


def _by_party(result: Stability, parties: Sequence[str]) -> dict[str, dict[str, list[int]]]:
    return {
        name: {party: _numbers(row) for party, row in zip(parties, mask, strict=True)}
        for name, mask in result.stable.items()
    }


def _numbers(mask: Mask) -> list[int]:
    return [int(s) + 1 for s in np.flatnonzero(mask)]


def lines(found: Declared) -> Iterator[str]:
    """Say it after the table of stable states; nothing where the case declares neither."""
    if found.strong is not None:
        yield from ("", f"Great differences are declared for {joined(found.great)}.")
        yield "What holds by answers that are all greatly worse (strong), or not all (weak):"
        yield from _listed(found.holding())
    if found.unsure:
        yield from ("", f"Orders are declared unknown for {joined(found.unsure)}.")
        if found.too_many:
            yield f"  not analysed: {found.too_many}"
        elif found.doubtful is not None:
            yield "What holds for every party in each extension, a to d:"
            yield from _listed(found.doubtful.equilibria)


def _listed(masks: dict[str, Mask]) -> Iterator[str]:
    for name, mask in masks.items():
        shown = [str(number) for number in _numbers(mask)[:MANY]]
        more = int(mask.sum()) - len(shown)
        rest = f" and {more:,} more" if more else ""
        yield f"  {name:<12}{' '.join(shown) or 'none'}{rest}"


def doubt(case: Case, conflict: Conflict, state: int, speaker: CaseWords) -> str:
    """Say in a sentence under which extensions a state holds; empty where no order is unknown."""
    found = Declared(case, conflict)
    if not found.unsure:
        return ""
    names = [speaker.party(conflict.parties.index(party)) for party in found.unsure]
    lead = f"Some orders of {joined(names)} are declared unknown"
    if found.too_many:
        return f"{lead}, which is left out here: {found.too_many}."
    held = found.extensions(state)
    parts = [
        f"{joined(list(held[key]))} ({CONCEPT_NAMES[key]})"
        for key in CONCEPT_NAMES
        if held.get(key)
    ]
    if not parts:
        return f"{lead}; so read, the status quo holds in none of the extensions a to d."
    return f"{lead}; so read, the status quo holds in the extensions {'; '.join(parts)}."
