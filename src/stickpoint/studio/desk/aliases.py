"""The names in a case → names that tell nothing, in statements too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import Any

from stickpoint.studio.desk.faults import DeskError

Data = Any
_TOKEN = re.compile(r"(?P<terms>=\s*)?(?P<name>\"[^\"]*\"|'[^']*'|[^\W\d]\w*(?:\.\w+)*)")
_GRAMMAR = {"if", "iff", "or", "and", "not", "at_least", "settled"}


@dataclass
class Aliases:
    """What each name becomes.

    ``ids`` are those that statements use: parties, options, nature and issues; ``terms`` the ways
    to close an issue and packages; ``entries`` hypotheses, tolls, labels and ids of the record.
    """

    ids: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    entries: dict[str, dict[str, str]] = field(default_factory=dict)

    def entry(self, kind: str, name: str) -> str:
        """Return what a name of a kind becomes: the kind and a number, the same each time."""
        known = self.entries.setdefault(kind, {})
        return known.setdefault(name, f"{kind}{len(known) + 1}")

    def statement(self, text: str) -> str:
        """Return a statement in which every name is another."""
        return _TOKEN.sub(self._renamed, text)

    def closing(self, text: str) -> str:
        """Return names of terms as answers give them, several of them joined by ' + '."""
        parts = text.split(" + ") if text not in self.terms else [text]
        return " + ".join(self.terms.get(part, "other") for part in parts)

    def _renamed(self, found: re.Match[str]) -> str:
        name, equals = found["name"], found["terms"] or ""
        if equals:
            return f'{equals}"{self._known(self.terms, name.strip(chr(34) + chr(39)))}"'
        if name.lower() in _GRAMMAR:
            return name
        return self._known(self.ids, name)

    def _known(self, names: Mapping[str, str], name: str) -> str:
        if name not in names:
            raise DeskError(f"'{name}' stands in a statement and is not known; mend the case first")
        return names[name]


def aliases_of(case: Mapping[str, Data]) -> Aliases:
    """Read off a case what its names become.

    Parameters
    ----------
    case : mapping
        A sound case as texts, lists and mappings.
    """
    found = Aliases()
    for k, party in enumerate(case["parties"]):
        found.ids[party] = f"party_{letter(k).lower()}"
    counts: dict[str, int] = {}
    for option in _options(case):
        owner = option.partition(".")[0]
        counts[owner] = counts.get(owner, 0) + 1
        found.ids[option] = f"{found.ids[owner]}.option_{counts[owner]}"
    for k, name in enumerate(case.get("nature") or {}):
        found.ids[f"nature.{name}"] = f"nature.event_{k + 1}"
        found.ids.setdefault(name, f"event_{k + 1}")
    for k, (issue, body) in enumerate((case.get("issues") or {}).items()):
        found.ids[issue] = f"item_{k + 1}"
        _name_terms(found, body.get("terms") if isinstance(body, dict) else None)
    _name_terms(found, case.get("packages"), "package")
    for name, new in list(found.terms.items()):
        found.ids.setdefault(name, new.replace(" ", "_"))
    return found


def letter(number: int) -> str:
    """Return the letter of a party, from A to Z, then A2, B2 and so on.

    >>> letter(1), letter(27)
    ('B', 'B2')
    """
    turn, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(turn + 1) if turn else "")


def positions(case: Mapping[str, Data]) -> Iterable[tuple[str, str, str]]:
    """Yield the issue, the party and the name of each position."""
    for issue, body in (case.get("issues") or {}).items():
        by_party = (body.get("positions") or {}) if isinstance(body, dict) else {}
        for party, names in by_party.items():
            yield from ((issue, party, name) for name in names)


def _options(case: Mapping[str, Data]) -> Iterable[str]:
    yield from case.get("options") or {}
    yield from (f"{party}.{name}" for _, party, name in positions(case))


def _name_terms(found: Aliases, terms: Data, stem: str = "terms") -> None:
    for name in terms or {}:
        number = sum(new.startswith(stem) for new in found.terms.values()) + 1
        found.terms.setdefault(name, f"{stem} {number}")
