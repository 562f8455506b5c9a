"""A text file → what the rules propose for its record: a listing, a fragment of a case, or data.

The listing shows the words and is meant for the screen. The fragment holds ranges and hashes only,
because a text may not be ours to pass on; short quotes are added as comments when asked for.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from stickpoint.case.documents.at_hand import read as read_document
from stickpoint.case.documents.passages import words_hash
from stickpoint.case.model.case import Party
from stickpoint.case.reading.match_party import called
from stickpoint.case.reading.proposal import KINDS, Proposal
from stickpoint.case.reading.propose import PASSES, propose
from stickpoint.errors import ModelError
from stickpoint.pages.wording.names import count, joined

__all__ = ["PASSES", "Reading", "as_text", "as_yaml", "plain", "read"]

_SHOWN = 60
_OWN_WORDS = "(in your own words)"


@dataclass(frozen=True)
class Reading:
    """A document that was read, and everything proposed from it, in the order of the text.

    ``parties`` are those of the case that the proposals are for; None where there is no case.
    """

    name: str
    sha256: str
    text: str
    proposals: tuple[Proposal, ...]
    parties: tuple[Party, ...] | None = None

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n|\r(?!\n)", self.text))]

    def place(self, start: int) -> tuple[int, int]:
        """Return line and column of a character, both from 1."""
        line = bisect_right(self._lines, start)
        return line, start - self._lines[line - 1] + 1

    def party(self, who: str) -> str:
        """Return the id of the party that a name means; empty without a case, or where none is."""
        return called(who, self.parties).id if self.parties else ""

    def stranger(self, who: str) -> str:
        """Say that a name means no party of the case; empty without a case, or where it does."""
        if not self.parties:
            return ""
        found = called(who, self.parties)
        if found.id:
            return ""
        near = f"nearest: '{found.nearest}'" if found.nearest else "none is near"
        return f"no party of the case is called {who}; {near}"

    def unknown(self, one: Proposal) -> list[str]:
        """Say of a message which of its ends mean no party."""
        if one.kind != "message":
            return []
        return [said for who in (one.speaker, one.receiver) if (said := self.stranger(who))]


def read(
    path: Path,
    progress: Callable[[int], object] = int,
    parties: tuple[Party, ...] | None = None,
) -> Reading:
    """Read a document and propose entries; the file is not changed.

    Parameters
    ----------
    path : Path
    progress : callable, optional
        Called with 1 after each of the `PASSES` over the text.
    parties : tuple of Party, optional
        Those of the case that the proposals are for, by which names are told.

    Raises
    ------
    ModelError
        The file holds no text that can be read; the sentence says why.
    OSError
        The file cannot be read.
    """
    document = read_document(path)
    if document.text is None:
        raise ModelError(f"{path.name} {document.trouble}")
    proposals = propose(document.text, progress)
    return Reading(path.name, document.sha256, document.text, proposals, parties)


def plain(reading: Reading) -> dict[str, object]:
    """Return everything as data for JSON; of the words only names and what numbers count."""
    proposals = []
    for one in reading.proposals:
        line, column = reading.place(one.start)
        start, end = one.passage
        found = {**asdict(one), "line": line, "column": column}
        if one.kind != "date":
            del found["reach"]
        if one.kind == "message" and reading.parties:
            found["from"], found["to"] = (
                reading.party(who) or None for who in (one.speaker, one.receiver)
            )
        found["hash"] = words_hash(reading.text[start:end])
        proposals.append(found)
    return {
        "file": reading.name,
        "sha256": reading.sha256,
        "characters": len(reading.text),
        "proposals": proposals,
    }


def as_text(reading: Reading) -> str:
    """Lay out a listing: place, kind, confidence, what it is taken for, the words, the reason."""
    if not reading.proposals:
        return (
            f"{reading.name}: nothing found; no rule knows a date, name, letter or number in it\n"
        )
    lines = [f"{reading.name}: {_counts(reading)}; line:column, kind, confidence (0 to 1)", ""]
    for one in reading.proposals:
        line, column = reading.place(one.start)
        gist = _gist(reading, one)
        lines.append(f"{f'{line}:{column}':>9}  {one.kind:<7}  {one.confidence:.2f}  {gist}")
        lines.append(f"{'':22}“{_words(reading, one)}”")
        lines += [f"{'':22}{said}" for said in (one.reason, *reading.unknown(one))]
    lines += ["", "Nothing was entered anywhere: --yaml prints a fragment of a case to edit."]
    return "\n".join(lines) + "\n"


def _counts(reading: Reading) -> str:
    kinds = Counter(one.kind for one in reading.proposals)
    names = {"speech": ("speech", "speeches"), "odd": ("suspicious place", "")}
    parts = [count(kinds[kind], *names.get(kind, (kind, ""))) for kind in KINDS if kinds[kind]]
    return joined(parts)


def _gist(reading: Reading, one: Proposal) -> str:
    """Say in short what a proposal is taken for."""
    if one.kind == "date":
        return f"{one.date or 'no day can be told'}{' (resolved)' if one.resolved else ''}"
    if one.kind == "message":
        when = f", {one.date}" if one.date else ""
        who, whom = (_side(reading, name) for name in (one.speaker, one.receiver))
        return f"{who} → {whom}: {one.act}{when}"
    if one.kind == "number":
        return f"{one.value or 'value not clear'} {one.what}".rstrip()
    if one.kind == "odd":
        return one.what
    return one.speaker or "speaker not known"


def _side(reading: Reading, who: str) -> str:
    """Name who writes or is written to, with the party that is meant."""
    party = reading.party(who)
    return f"{who} [{party}]" if party else who


def _words(reading: Reading, one: Proposal) -> str:
    words = " ".join(reading.text[one.start : one.end].split())
    shown = "".join(sign if sign.isprintable() else "�" for sign in words)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def as_yaml(reading: Reading, *, quote: bool = False) -> str:
    """Write a fragment of a case: documents, passages, messages and evidence, to be edited.

    A message needs a date; without one it becomes a passage. A date in a message's sentence is not
    listed again. Confidence and reason stand in comments.

    Parameters
    ----------
    quote : bool
        Whether to add the first words of each place as a comment.
    """
    told = [one for one in reading.proposals if one.kind == "message" and one.date]
    said = {one.passage for one in told}
    days = [one for one in reading.proposals if one.kind == "date" and one.date]
    dated = [one for one in days if one.passage not in said]
    rest = [
        one
        for one in reading.proposals
        if one.kind not in ("date", "message") or (one.kind == "message" and not one.date)
    ]
    lines = [f"# Proposed from {json.dumps(reading.name)} by rules; look at every line."]
    if told and not reading.parties:
        lines.append(
            "# 'from' and 'to' are names of the text: write ids of parties, or give --case."
        )
    lines += [
        "record:",
        "  documents:",
        "    read:",
        f"      file: {json.dumps(reading.name, ensure_ascii=False)}",
        f"      sha256: {reading.sha256}",
    ]
    lines += ["  passages:"] * bool(rest)
    for number, one in enumerate(rest, start=1):
        lines += [*_comments(reading, one, quote, "    "), *_passage(reading, one, number)]
    lines += ["  messages:"] * bool(told)
    for number, one in enumerate(told, start=1):
        lines += [*_comments(reading, one, quote, "    "), *_message(reading, one, number)]
    lines += ["  evidence:"] * bool(dated)
    for number, one in enumerate(dated, start=1):
        lines += [
            *_comments(reading, one, quote, "    "),
            f"    read-e{number}:",
            f'      text: "{_OWN_WORDS}"',
            f"      date: {json.dumps(one.date)}",
            f"      source: {_source(reading, one)}",
        ]
    return "\n".join(lines) + "\n"


def _comments(reading: Reading, one: Proposal, quote: bool, indent: str) -> Iterator[str]:
    line, column = reading.place(one.start)
    resolved = ", resolved" if one.resolved else ""
    sure = f"confidence {one.confidence:.2f}{resolved}"
    yield f"{indent}# {line}:{column} {one.kind}, {sure}: {one.reason}"
    for said in reading.unknown(one):
        yield f"{indent}# {said}"
    if quote:
        yield f"{indent}# “{_words(reading, one)}”"


def _passage(reading: Reading, one: Proposal, number: int) -> Iterator[str]:
    exact = one.kind in ("quote", "speech", "number", "odd")
    start, end = (one.start, one.end) if exact else one.passage
    notes = {
        "quote": f"words of {one.speaker or 'somebody not known'}",
        "speech": f"speech of {one.speaker}",
        "message": f"{one.speaker} to {one.receiver}, {one.act}, no date known",
        "number": f"a number: {one.value or 'value not clear'}",
        "odd": f"look at the characters: {one.reason}",
    }
    yield f"    read-p{number}:"
    yield "      document: read"
    yield f"      chars: [{start}, {end}]"
    yield f"      hash: {json.dumps(words_hash(reading.text[start:end]))}"
    yield f"      note: {json.dumps(notes[one.kind], ensure_ascii=False)}"


def _message(reading: Reading, one: Proposal, number: int) -> Iterator[str]:
    yield f"    - id: read-m{number}"
    yield f"      date: {json.dumps(one.date)}"
    for key, who in (("from", one.speaker), ("to", one.receiver)):
        yield f"      {key}: {json.dumps(reading.party(who) or who, ensure_ascii=False)}"
    yield f"      act: {one.act}"
    yield f'      text: "{_OWN_WORDS}"'
    yield f"      source: {_source(reading, one)}"


def _source(reading: Reading, one: Proposal) -> str:
    start, end = one.passage
    short = words_hash(reading.text[start:end])
    return f'{{document: read, chars: [{start}, {end}], hash: "{short}"}}'
