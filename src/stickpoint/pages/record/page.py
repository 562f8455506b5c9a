"""The record laid out as a page, in the order in which a historian would ask, or as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby, permutations

from stickpoint.answers.record import Entry, RecordView
from stickpoint.case.checks.path import told_to
from stickpoint.pages.model import Items, Page, Part, Section, Table, Text
from stickpoint.pages.record import conduct, knew
from stickpoint.pages.record.loose import checked, loose
from stickpoint.pages.record.path import gaps, path
from stickpoint.pages.wording.dates import happened, in_words, somebody, written_in
from stickpoint.pages.wording.names import count, joined, plain, upper

HEADS = ("date", "kind", "id", "who", "to whom", "act", "source")
_WIDEST = 24
_LEAST, _FEWEST = 8, 5
_GAP = 2
"""Characters before the first column, and between two."""


def table(view: RecordView, width: int) -> Page:
    """Return every dated entry as one row; what does not fit is cut, and ends in an ellipsis.

    A row has ``width`` characters; the source takes what the others leave, and 8 at least, for
    which the widest are cut. Where no column would keep `_FEWEST`, nothing is cut, and each entry
    stands by itself.
    """
    part: Part = Text("The record holds nothing with a date.")
    if view.entries:
        rows = [_cells(view, entry) for entry in view.entries]
        longest = (max(map(len, column)) for column in zip(HEADS, *rows, strict=True))
        *widths, _ = (min(_WIDEST, room) for room in longest)
        room = width - _GAP * len(HEADS)
        for columns, fewest in (((3, 4, 5), _LEAST), (range(6), _FEWEST)):  # names are cut first
            while sum(widths) + _LEAST > room and max(widths[k] for k in columns) > fewest:
                widths[max(columns, key=widths.__getitem__)] -= 1
        widths.append(max(_LEAST, room - sum(widths)))
        shown = [HEADS, *rows]
        if sum(widths) <= room:
            shown = [_cut(row, widths) for row in shown]
        part = Table("The record in order", shown[0], tuple(shown[1:]))
    return Page(plain(view.case.title), (Section("record", "", (part,)),))


def _cells(view: RecordView, entry: Entry) -> tuple[str, ...]:
    who, whom = (somebody(view.case, who) if who else "" for who in (entry.sender, entry.receiver))
    where = written_in(entry.source, view.case)
    return in_words(entry.when), entry.kind, entry.id, who, whom, entry.act, where


def _cut(cells: tuple[str, ...], widths: list[int]) -> tuple[str, ...]:
    return tuple(
        cell if len(cell) <= wide else f"{cell[: wide - 1]}…"
        for cell, wide in zip(cells, widths, strict=True)
    )


_HEAD, _LABEL = 16, 24
"""Characters of a name that fit over a column of numbers, and before a row of them."""


def page(view: RecordView) -> Page:
    """Lay the record out: its size, timeline, correspondence, path of states, loose ends."""
    sections = (
        _size(view),
        *_timeline(view),
        *_letters(view),
        *knew.section(view.case),
        Section("path", "The states that the moves lead through", tuple(path(view))),
        Section("gaps", "Gaps", tuple(gaps(view))),
        *conduct.section(view),
        Section("loose", "What hangs loose", (Text(checked(view)), Items(tuple(loose(view))))),
    )
    return Page(plain(view.case.title), sections)


def _size(view: RecordView) -> Section:
    record = view.case.record
    observed = sum(item.observed for item in record.evidence)
    kinds = (
        (len(record.messages), "message", "messages"),
        (len(record.moves), "move", "moves"),
        (observed, "item of evidence", "items of evidence"),
    )
    held = [count(number, one, many) for number, one, many in kinds if number]
    none = joined([f"no {many}" for number, _, many in kinds if not number])
    said = ", but ".join(filter(None, (joined(held), none)))
    documents = count(len(record.documents), "document") if record.documents else "no document"
    bare = f"{upper(none)}, but {documents}." if view.entries else f"Nothing but {documents}."
    text = f"{said}, from {documents}." if held else bare
    if not (held or record.documents):
        none = "o messages, moves, evidence or documents."
        text = f"N{none}" if view.entries else f"Nothing: the case has n{none}"
    parts = [Text(text)]
    if view.entries:
        parts.append(Text(_how_exact(view)))
    return Section("held", "What the record holds", tuple(parts))


def _how_exact(view: RecordView) -> str:
    """Say how many dates are known to the day, and where the vague ones stand."""
    whole, dates = len(view.entries), count(len(view.entries), "date")
    vague = sum(not entry.when.is_exact for entry in view.entries)
    if not vague:
        return f"{dates}, {'all ' * (whole > 1)}known to the day."
    some, each = f"{vague} are", "each"
    end = "those that may lie in several years at the end"
    if vague == 1:
        some, each, end = "one is", "it", "or at the end where it may lie in several years"
    listed = f"{each} is listed by the middle of the days it may mean"
    return f"Of {dates} {some} not known to the day: {listed}, {end}."


def _timeline(view: RecordView) -> Iterator[Section]:
    foreseen = [entry for entry in view.entries if _foreseen(view, entry)]
    shown = [entry for entry in view.entries if entry not in foreseen]
    # A head must be true of all that stands under it, so dates of several years come last.
    for year, entries in groupby(sorted(shown, key=_year), key=_year):
        within = f"in {year}" if year < date.max.year else "in one of several years"
        told = Items(tuple(_sentence(view, entry) for entry in entries))
        yield Section(f"year-{year}", f"What happened {within}", (told,))
    if foreseen:
        told = Items(tuple(_sentence(view, entry) for entry in foreseen))
        yield Section("foreseen", "Foreseen", (told,))
    if not view.entries:
        yield Section("years", "What happened", (Text("The record holds nothing with a date."),))


def _foreseen(view: RecordView, entry: Entry) -> bool:
    """Tell whether it is a day of nature's that nothing in the case comes after yet."""
    return entry.kind == "nature" and entry.when.first > told_to(view.case)


def _year(entry: Entry) -> int:
    """Return the only year in which something can have happened; the last of all if several."""
    first, last = entry.when.first.year, entry.when.last.year
    return first if first == last else date.max.year


def _sentence(view: RecordView, entry: Entry) -> str:
    case, when, what = view.case, upper(in_words(entry.when)), happened(entry, view.case)
    if entry.kind in ("opened", "closed"):
        return f"{when}. Item {entry.kind}: {what}. [{entry.id}]"
    if entry.kind == "nature":
        return f"{when}. {upper(what)}. [{entry.id}]"
    lead = f"{upper(entry.act)} {_between(view, entry.sender, entry.receiver, 'by ')}"
    if entry.kind == "evidence":
        lead = "Evidence"
    elif entry.kind == "move":
        kept = ", which changes nothing" if entry.restates else ""
        lead = f"Move of {somebody(case, entry.sender)}{kept}"
    where = written_in(entry.source, case)
    return f"{when}. {lead}: {what}. [{entry.id}{': ' if where else ''}{where}]"


def _between(view: RecordView, sender: str, receiver: str, by: str = "") -> str:
    """Say between whom messages go."""
    who = somebody(view.case, sender)
    if sender == receiver:
        return f"within {who}"
    return f"{by}{who}" + (f" to {somebody(view.case, receiver)}" if receiver else "")


def _letters(view: RecordView) -> Iterator[Section]:
    if not view.matrix:
        return
    case, matrix = view.case, view.matrix
    read_by = list(dict.fromkeys(to for row in matrix.values() for to in row))
    known = [party.id for party in case.parties if party.id in {*matrix, *read_by}]
    writers = [*known, *(who for who in matrix if who not in known)]
    readers = [*known, *(who for who in read_by if who not in known)]
    told = tuple(
        f"{upper(_between(view, who, to))}: {_acts(acts)}."
        for who in writers
        for to, acts in matrix.get(who, {}).items()
    )
    parts: list[Part] = [_matrix(view, writers, readers), Items(told)]
    silent = [
        f"from {somebody(case, a)} to {somebody(case, b)}"
        for a, b in permutations(known, 2)
        if b not in matrix.get(a, {})
    ]
    if silent:
        parts.append(Text(f"The record holds no message {joined(silent, 'or')}."))
    yield Section("letters", "Who told whom, and how often", tuple(parts))


def _matrix(view: RecordView, writers: list[str], readers: list[str]) -> Table:
    """Count the messages of each writer to each reader."""
    heads = (plain(who)[:_HEAD] or "(nobody)" for who in readers)
    rows = []
    for who in writers:
        sent = view.matrix.get(who, {})
        numbers = (sum(sent.get(to, {}).values()) for to in readers)
        rows.append((plain(who)[:_LABEL], *(str(number or ".") for number in numbers)))
    right = tuple(range(1, len(readers) + 1))
    return Table("Messages by writer and reader", ("from / to", *heads), tuple(rows), right)


def _acts(acts: dict[str, int]) -> str:
    ordered = sorted(acts.items(), key=lambda item: (-item[1], item[0]))
    return joined([count(n, act, "replies" if act == "reply" else "") for act, n in ordered])
