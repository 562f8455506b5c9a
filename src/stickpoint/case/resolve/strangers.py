"""Names that stand for nothing → findings: where they stand, or where the name meant is declared.

A name that is misspelt where it is declared is unknown wherever it is used. So unknown names are
gathered first, and reported when all of the case has been read: at the declaration if nothing else
uses it, not at all if it has a finding of its own, else in each place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from typing import NamedTuple

from stickpoint.case.model.basis import Place
from stickpoint.case.schema.values import MAX_COMPARED
from stickpoint.case.yaml.nodes import MAX_GUESSES, Faults, Node, quote

_ALIKE = 0.7
_MOST_LINES = 5
_SPELLED = re.compile(r"[\w.]+")


class _Miss(NamedTuple):
    place: Place
    code: str
    message: str


@dataclass
class Strangers:
    """Gathers by kind (an option, say) the names declared, those used, and those that are unknown.

    ``declared`` has the node of each name, ``used`` pairs of kind and name.
    """

    faults: Faults
    declared: dict[str, dict[str, Node]] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    _missed: dict[tuple[str, str], list[_Miss]] = field(default_factory=dict)

    def declare(self, kind: str, names: Mapping[str, Node]) -> None:
        """Note where the names of a kind are declared."""
        self.declared.setdefault(kind, {}).update(names)

    def use(self, kind: str, name: str) -> None:
        """Note that a declared name is used somewhere."""
        self.used.add((kind, name))

    def miss(self, kind: str, name: str, at: Node | Place, code: str, message: str) -> None:
        """Note an unknown name, and what to say of it where it stands."""
        place = at.place if isinstance(at, Node) else at
        self._missed.setdefault((kind, name), []).append(_Miss(place, code, message))

    def is_no_good(self, kind: str, name: str) -> bool:
        """Tell whether a declared name has a finding of its own."""
        node = self.declared.get(kind, {}).get(name)
        return node is not None and self.faults.are_at(node)

    def spoil(self, text: str) -> bool:
        """Tell whether a statement names something whose id is no good and has a finding."""
        return any(
            name in text and not _SPELLED.fullmatch(name) and self.is_no_good(kind, name)
            for kind in ("option", "issue")
            for name in self.declared.get(kind, ())
        )

    def report(self) -> None:
        """Report every unknown name once all of the case has been read."""
        # Parties first: an option of an unknown one is then not called missing elsewhere.
        for (kind, name), missed in sorted(
            self._missed.items(), key=lambda item: item[0][0] != "party"
        ):
            known = self.declared.get(kind, {})
            near = ""
            if len(self._missed) <= MAX_GUESSES:
                used = {other for other in known if (kind, other) in self.used}
                near = likely(name, known, used=used)
            at = known[near] if near else None
            if at is not None and self.faults.are_at(at):
                continue
            lines = sorted({miss.place.line for miss in missed})
            if at is not None and (kind, near) not in self.used and len(set(missed)) > 1:
                shown = ", ".join(map(str, lines[:_MOST_LINES]))
                more = " and more" if len(lines) > _MOST_LINES else ""
                message = (
                    f"nothing uses {quote(near)}, while {quote(name)} is used in "
                    f"line{'s' * (len(lines) > 1)} {shown}{more} and declared nowhere; "
                    "write both in the same way"
                )
                if not self.faults.lost_mentions(name):
                    self.faults.add(at, missed[0].code, message)
                continue
            for miss in missed:
                self.faults.add_unless_lost(name, miss.place, miss.code, miss.message)
        self._missed.clear()


def likely(
    name: str, known: Iterable[str], alike: float = _ALIKE, used: Collection[str] = ()
) -> str:
    """Return the declared name that another one is a slip for; empty for none so alike.

    Of names as like it, one that is not ``used`` otherwise is likelier.
    """
    names = list(known)
    if len(names) > MAX_COMPARED:
        names = [one for one in names if one[:2].lower() == name[:2].lower()][:MAX_COMPARED]
    bare = _bare(name)
    for one in names:
        if bare and (_bare(one) == bare or one == name.rpartition(".")[2]):
            return one
    near = get_close_matches(name.lower(), {one.lower() for one in names}, n=9, cutoff=alike)

    def likeness(one: str) -> tuple[float, bool, bool]:
        ratio = SequenceMatcher(None, name.lower(), one.lower()).ratio()
        return round(ratio, 3), one not in used, sorted(one) == sorted(name)

    return max((one for one in names if one.lower() in near), key=likeness, default="")


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()
