"""The record of a case: documents, passages in them, messages, moves and evidence, as written.

A passage is a range of characters in a document known by its SHA-256, with a short hash of the
words there, so that a case can point into a text that it may not carry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stickpoint.case.model.basis import NOWHERE, Because, Place

if TYPE_CHECKING:
    from stickpoint.case.dates.fuzzy import FuzzyDate


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is written down.

    Parameters
    ----------
    document, passage : str
        Ids of the record; empty when not named.
    chars : tuple of int, or None
        First character and the one after the last, counted from 0.
    page, locator : str
        A place in the document, in words.
    hash, fingerprint : str
        Short hash of the words at ``chars``, and what finds them again when they were changed.
    quote, prefix, suffix : str
        The words themselves and those around them, where the writer put them down.
    """

    document: str = ""
    passage: str = ""
    chars: tuple[int, int] | None = None
    page: str = ""
    locator: str = ""
    hash: str = ""
    fingerprint: str = ""
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Document:
    """A text that the case points into; ``sha256`` is that of the file's bytes."""

    id: str
    title: str = ""
    file: str = ""
    sha256: str = ""
    cite: str = ""
    url: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Passage:
    """The characters from ``start`` up to, not including, ``end`` of a document.

    ``quote``, ``prefix`` and ``suffix`` are the words and those around them, where the writer put
    them down; they may be needed to find the passage in an edited document.
    """

    id: str
    document: str
    start: int
    end: int
    hash: str = ""
    fingerprint: str = ""
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that messages say is so, or is not; ``text`` is a whole sentence about it."""

    id: str
    text: str
    because: Because = ()
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody told somebody something; ``sender`` and ``receiver`` are party ids or free words.

    ``reply_to`` is the id of the message it answers, or empty; ``says`` are ids of facts, each with
    whether the message says that it is so; ``arrived`` is when it came to the receiver, where that
    was later than ``date``.
    """

    id: str
    date: FuzzyDate | None
    sender: str
    receiver: str
    act: str
    text: str
    reply_to: str = ""
    says: tuple[tuple[str, bool], ...] = ()
    arrived: FuzzyDate | None = None
    source: Source | None = None
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class RecordedMove:
    """A party set options of its own on a date; setting what holds already restates it."""

    id: str
    date: FuzzyDate | None
    party: str
    sets: tuple[tuple[str, bool], ...]
    source: Source | None = None
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation that hypotheses are rated on; one not ``observed`` would be if found."""

    id: str
    text: str
    observed: bool = True
    date: FuzzyDate | None = None
    source: Source | None = None
    note: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Record:
    """Everything dated and sourced, in file order; ``silent`` are options it says nothing of."""

    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    messages: tuple[Message, ...] = ()
    moves: tuple[RecordedMove, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    silent: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def sourced(self) -> tuple[Message | RecordedMove | Evidence, ...]:
        """Messages, moves and evidence: what may say where it is written down."""
        return (*self.messages, *self.moves, *self.evidence)

    @property
    def ids(self) -> frozenset[str]:
        """Every id that is a source to whatever names it under ``because``."""
        lists = (self.documents, self.passages, self.messages, self.moves, self.evidence)
        return frozenset(item.id for items in lists for item in items)
