"""What the rules propose for a record → a listing, or a fragment of a case.

The listing shows the words and is meant for the screen. The fragment holds ranges and hashes only,
because a text may not be ours to pass on; short quotes are added as comments when asked for.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from stickpoint.answers.reading import Reading
from stickpoint.case.checks.unheeded import PLACEHOLDER
from stickpoint.case.reading.numbers import counts
from stickpoint.case.reading.proposal import KINDS, Proposal
from stickpoint.case.schema.ids import id_of
from stickpoint.pages.wording.names import count, joined

_SHOWN = 60
_UNDATED = "missing; write one as vague as the text leaves it, such as before 1952"


def as_text(reading: Reading) -> str:
    """Lay out a listing: place, kind, confidence, what it is taken for, the words, the reason."""
    if not reading.proposals:
        none = "nothing found; no rule knows a message, name, date or count in it"
        return f"{reading.name}: {none}\n"
    kinds = Counter(one.kind for one in reading.proposals)
    names = {"speech": ("speech", "speeches"), "odd": ("suspicious place", "")}
    found = joined([count(kinds[kind], *names.get(kind, (kind,))) for kind in KINDS if kinds[kind]])
    lines = [f"{reading.name}: {found}; line:column, kind, confidence (0 to 1)", ""]
    for one in reading.proposals:
        line, column = reading.place(one.start)
        gist = _gist(reading, one)
        lines.append(f"{f'{line}:{column}':>9}  {one.kind:<7}  {one.confidence:.2f}  {gist}")
        lines.append(f"{'':22}“{_words(reading, one)}”")
        lines += [f"{'':22}{said}" for said in (one.reason, *_strangers(reading, one))]
    lines += ["", "Nothing was entered anywhere: --yaml prints a fragment of a case to edit."]
    return "\n".join(lines) + "\n"


def _gist(reading: Reading, one: Proposal) -> str:
    """Say in short what a proposal is taken for."""
    if one.kind == "date":
        return f"{one.date or 'day not known'}{' (resolved)' if one.resolved else ''}"
    if one.kind == "message":
        meant = ((name, reading.party(name)) for name in (one.speaker, one.receiver))
        who, whom = (f"{name} [{party}]" if party else name for name, party in meant)
        return f"{who} → {whom}: {one.act}" + f", {one.date or 'date missing'}"
    if one.kind == "number":
        return f"{one.value or 'value not clear'} {one.what}".rstrip()
    if one.kind == "odd":
        return one.what
    return one.speaker or "speaker not known"


def _strangers(reading: Reading, one: Proposal) -> Iterator[str]:
    """Say of each end of a message that means no party of the case which one is nearest."""
    for who, found in reading.strangers(one).items():
        near = f"nearest: '{found.nearest}'" if found.nearest else "none is near"
        yield f"no party of the case is called {who}; {near}"


def _words(reading: Reading, one: Proposal) -> str:
    words = " ".join(reading.text[one.start : one.end].split())
    shown = "".join(sign if sign.isprintable() else "�" for sign in words)
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"


def as_yaml(reading: Reading, *, quote: bool = False) -> str:
    """Write a fragment of a case: documents, passages, messages and evidence, to be edited.

    A message without a date stays one, with a mark that the date is missing. A date in a message's
    sentence is not listed again. Confidence and reason stand in comments, and with ``quote`` the
    first words.
    """
    told = [one for one in reading.proposals if one.kind == "message"]
    said = {one.passage for one in told if one.date}
    days = [one for one in reading.proposals if one.kind == "date" and one.date]
    dated = [one for one in days if one.passage not in said]
    rest = [one for one in reading.proposals if one.kind not in ("date", "message")]
    id_ = reading.id
    lines = [f"# Proposed from {json.dumps(reading.name)} by rules; look at every line."]
    if told and not reading.parties:
        ids = "write ids of parties, or give --case"
        lines.append(f"# 'from' and 'to' are names of the text: {ids}.")
        lines += _named(told)
    lines += [
        "record:",
        "  documents:",
        f"    {id_}:",
        f"      file: {json.dumps(reading.name, ensure_ascii=False)}",
        f"      sha256: {reading.sha256}",
    ]
    parts = (("messages", told, _message), ("evidence", dated, _item), ("passages", rest, _passage))
    for key, proposals, entry in parts:
        lines += [f"  {key}:"] * bool(proposals)
        for number, one in enumerate(proposals, start=1):
            lines += [f"    # {comment}" for comment in _comments(reading, one, quote)]
            lines += [f"    {line}" for line in entry(reading, one, number)]
    return "\n".join(lines) + "\n"


def _named(told: Sequence[Proposal]) -> Iterator[str]:
    """List who writes and is written to as the parties of a case that is still to be written.

    Of two names of which one has all the words of the other the longer stands for both.
    """
    names = Counter(name for one in told for name in (one.speaker, one.receiver))
    listed = [name for name, _ in names.most_common() if name[:1].isupper()]
    words = {name: set(name.split()) for name in listed}
    longest = [one for one in listed if not any(words[one] < words[other] for other in listed)]
    if longest:
        yield "# In a case of your own they may be parties; strike out who decides nothing:"
        yield "# parties:"
    taken: list[str] = []
    for name in longest:
        taken.append(id_of(name, taken, "party"))
        yield f"#   {taken[-1]}: {{name: {json.dumps(name, ensure_ascii=False)}}}"


def _comments(reading: Reading, one: Proposal, quote: bool) -> Iterator[str]:
    line, column = reading.place(one.start)
    resolved = ", resolved" if one.resolved else ""
    yield f"{line}:{column} {one.kind}, confidence {one.confidence:.2f}{resolved}: {one.reason}"
    yield from _strangers(reading, one)
    if quote:
        yield f"“{_words(reading, one)}”"


def _passage(reading: Reading, one: Proposal, number: int) -> Iterator[str]:
    exact = one.kind in ("quote", "speech", "number", "odd")
    start, end = (one.start, one.end) if exact else one.passage
    notes = {
        "quote": f"words of {one.speaker or 'somebody not known'}",
        "speech": f"speech of {one.speaker}",
        "number": f"{counts(one)}: {one.value or 'value not clear'} {one.what}",
        "odd": f"look at the characters: {one.reason}",
    }
    id_ = reading.id
    yield from (f"{id_}-p{number}:", f"  document: {id_}", f"  chars: [{start}, {end}]")
    yield f"  hash: {json.dumps(reading.hash_of(start, end))}"
    yield f"  note: {json.dumps(notes[one.kind], ensure_ascii=False)}"


def _message(reading: Reading, one: Proposal, number: int) -> Iterator[str]:
    yield f"- id: {reading.id}-m{number}"
    yield f"  date: {json.dumps(one.date)}" if one.date else f"  # date: {_UNDATED}"
    for key, who in (("from", one.speaker), ("to", one.receiver)):
        yield f"  {key}: {json.dumps(reading.party(who) or who, ensure_ascii=False)}"
    yield from (f"  act: {one.act}", f'  text: "{PLACEHOLDER}"')
    yield f"  source: {_source(reading, one)}"


def _item(reading: Reading, one: Proposal, number: int) -> Iterator[str]:
    yield from (
        f"{reading.id}-e{number}:",
        f'  text: "{PLACEHOLDER}"',
        f"  date: {json.dumps(one.date)}",
    )
    yield f"  source: {_source(reading, one)}"


def _source(reading: Reading, one: Proposal) -> str:
    start, end = one.passage
    hash_ = reading.hash_of(start, end)
    return f'{{document: {reading.id}, chars: [{start}, {end}], hash: "{hash_}"}}'
