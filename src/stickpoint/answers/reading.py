"""A text file → what the rules propose for its record, and which parties its names mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path

from stickpoint.case.documents.at_hand import read as read_document
from stickpoint.case.documents.passages import words_hash
from stickpoint.case.model.case import Party
from stickpoint.case.reading.numbers import counts
from stickpoint.case.reading.proposal import KINDS, Proposal
from stickpoint.case.reading.propose import PASSES, propose
from stickpoint.case.reading.speakers import Match, match_party
from stickpoint.errors import ModelError

__all__ = ["PASSES", "Reading", "read"]


@dataclass(frozen=True)
class Reading:
    """A document that was read, and what is proposed from it: messages first, each kind in order.

    ``parties`` are those of the case that the proposals are for; None where there is no case.
    ``taken`` are ids that its record has already.
    """

    name: str
    sha256: str
    text: str
    proposals: tuple[Proposal, ...]
    parties: tuple[Party, ...] | None = None
    taken: frozenset[str] = frozenset()

    @cached_property
    def id(self) -> str:
        """An id for the document, from its name, under which its record has no entry yet."""
        words = re.sub(r"[^A-Za-z0-9]+", "-", Path(self.name).stem).strip("-").lower()[:24]
        stem = words.strip("-") if words[:1].isalpha() else f"text-{words}".strip("-")
        tried = (stem if k == 1 else f"{stem}-{k}" for k in count(1))
        return next(
            name
            for name in tried
            if not any(id_ == name or id_.startswith(f"{name}-") for id_ in self.taken)
        )

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n|\r(?!\n)", self.text))]

    def place(self, start: int) -> tuple[int, int]:
        """Return line and column of a character, both from 1."""
        line = bisect_right(self._lines, start)
        return line, start - self._lines[line - 1] + 1

    def party(self, who: str) -> str:
        """Return the id of the party that a name means; empty without a case, or where none is."""
        return match_party(who, self.parties).id if self.parties else ""

    def strangers(self, one: Proposal) -> dict[str, Match]:
        """Return who writes or is written to by a message and is no party, with who is nearest."""
        if one.kind != "message" or not self.parties:
            return {}
        found = {who: match_party(who, self.parties) for who in (one.speaker, one.receiver)}
        return {who: match for who, match in found.items() if not match.id}

    def hash_of(self, start: int, end: int) -> str:
        """Return the hash by which words of the text are found again."""
        return words_hash(self.text[start:end])


def read(
    path: Path,
    progress: Callable[[int], object] = int,
    parties: tuple[Party, ...] | None = None,
    taken: frozenset[str] = frozenset(),
) -> Reading:
    """Read a document and propose entries, names told by the parties of the case they are for.

    Of numbers only those that count people, money, territory or time are kept. The file is not
    changed; ``progress`` is called with 1 after each of the `PASSES` over its text.
    """
    document = read_document(path)
    if document.text is None:
        raise ModelError(f"{path.name} {document.trouble}")
    found = (p for p in propose(document.text, progress) if p.kind != "number" or counts(p))
    ordered = tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))
    return Reading(path.name, document.sha256, document.text, ordered, parties, taken)
