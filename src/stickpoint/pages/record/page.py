"""The record of a case → a page in the order in which a historian would ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from stickpoint.answers.record import Entry, Looked, RecordView, deeds, source_words
from stickpoint.case.checks.path import PathStep
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import count, joined, plain, upper

_SILENCES = 3


def page(view: RecordView) -> list[Block]:
    """Lay the record out: its size, timeline, correspondence, path of states, loose ends."""
    return [
        Block("title", plain(view.case.title)),
        *_size(view),
        *_timeline(view),
        *_letters(view),
        *_path(view),
        *_gaps(view),
        *_loose(view),
    ]


def _size(view: RecordView) -> Iterator[Block]:
    record = view.case.record
    yield Block("heading", "What the record holds")
    parts = [
        count(len(record.messages), "message"),
        count(len(record.moves), "move"),
        f"{sum(item.observed for item in record.evidence)} items of evidence",
    ]
    held = f"{joined(parts)}, from {count(len(record.documents), 'document')}."
    yield Block("text", held)
    if not view.entries:
        return
    exact = sum(entry.when.is_exact for entry in view.entries)
    loosely = len(view.entries) - exact
    yield Block(
        "text",
        f"{exact} of {len(view.entries)} dates are known to the day; the other {loosely} stay as "
        "vague as their sources and are listed by the middle of the days they may mean, those "
        "that may lie in several years at the end.",
    )


def _timeline(view: RecordView) -> Iterator[Block]:
    shown = [entry for entry in view.entries if entry.kind != "evidence"]
    # A head must be true of all that stands under it, so dates of several years come last.
    for year, entries in groupby(sorted(shown, key=_year), key=_year):
        within = f"in {year}" if year < date.max.year else "in one of several years"
        yield Block("heading", f"What happened {within}")
        for entry in entries:
            yield Block("item", _sentence(view, entry))
    if not shown:
        yield Block("heading", "What happened")
        yield Block("text", "The record holds nothing with a date.")


def _year(entry: Entry) -> int:
    """Return the only year in which something can have happened; the last of all if several."""
    first, last = entry.when.first.year, entry.when.last.year
    return first if first == last else date.max.year


def _sentence(view: RecordView, entry: Entry) -> str:
    when = upper(in_words(entry.when))
    where = source_words(entry.source, view.case)
    cited = f" [{entry.id}{': ' if where else ''}{where}]"
    if entry.kind in ("opened", "closed"):
        return f"{when}. Item {entry.kind}: {entry.text}. [{entry.id}]"
    if entry.kind == "nature":
        return f"{when}. {upper(entry.text)}. [{entry.id}]"
    who = view.name(entry.sender)
    if entry.kind == "move":
        kept = ", holding to its course" if entry.restates else ""
        return f"{when}. Move of {who}{kept}: {entry.text}.{cited}"
    return f"{when}. {_act(view, entry)}: {entry.text}.{cited}"


def _act(view: RecordView, entry: Entry) -> str:
    """Say who did what to whom by a message."""
    if not entry.receiver:
        return f"{upper(entry.act)} by {view.name(entry.sender)}"
    if entry.receiver == entry.sender:
        return f"{upper(entry.act)} within {view.name(entry.sender)}"
    return f"{upper(entry.act)}, {view.name(entry.sender)} to {view.name(entry.receiver)}"


def _letters(view: RecordView) -> Iterator[Block]:
    if not view.matrix:
        return
    yield Block("heading", "Who told whom how often")
    writers = list(view.matrix)
    readers = list(dict.fromkeys(to for row in view.matrix.values() for to in row))
    known = [party.id for party in view.case.parties if party.id in {*writers, *readers}]
    columns = [*known, *(name for name in readers if name not in known)]
    rows = [*known, *(name for name in writers if name not in known)]
    heads = [plain(name)[:16] or "(nobody)" for name in columns]
    wide = max(len("from \\ to"), *(len(plain(name)[:24]) for name in rows))
    yield Block("row", "  ".join([f"{'from / to':<{wide}}", *heads]))
    for name in rows:
        numbers = [sum(view.matrix.get(name, {}).get(to, {}).values()) for to in columns]
        cells = [f"{n or '.':>{len(head)}}" for n, head in zip(numbers, heads, strict=True)]
        yield Block("row", "  ".join([f"{plain(name)[:24]:<{wide}}", *cells]))
    pairs = [(a, b) for a in known for b in known if a != b and b not in view.matrix.get(a, {})]
    for name in rows:
        for to, acts in view.matrix.get(name, {}).items():
            yield Block("item", f"{upper(_pair(view, name, to))}: {_acts(acts)}.")
    if pairs:
        silent = joined([f"from {view.name(a)} to {view.name(b)}" for a, b in pairs])
        yield Block("text", f"The record holds no message {silent}.")


def _pair(view: RecordView, sender: str, receiver: str) -> str:
    if sender == receiver:
        return f"within {view.name(sender)}"
    return f"{view.name(sender)} to {view.name(receiver)}" if receiver else view.name(sender)


def _acts(acts: dict[str, int]) -> str:
    plural = {"refusal": "refusals", "reply": "replies"}
    ordered = sorted(acts.items(), key=lambda item: (-item[1], item[0]))
    return joined([count(number, act, plural.get(act, "")) for act, number in ordered])


def _path(view: RecordView) -> Iterator[Block]:
    path, case = view.path, view.case
    yield Block("heading", "The states that the moves lead through")
    began = f" on {in_words(case.clock.start)}" if case.clock.start else ""
    yield Block("text", f"At the start{began}: {_standing(view)}.")
    changes = [step for step in path.steps if step.is_move]
    for step in changes:
        yield Block("item", _step(view, step))
    if not path.steps:
        yield Block("text", "No move is recorded after that.")
        return
    moves = [step for step in path.steps if step.party]
    same = sum(not step.is_move for step in moves)
    if same:
        yield Block(
            "text",
            f"{count(same, 'recorded move')} of {len(moves)} changed nothing: each restates what "
            "held already, and was a chance to change course that was not used.",
        )
    yield Block("text", _ending(view, changes))


def _standing(view: RecordView) -> str:
    """Say who does what in the status quo."""
    parts = []
    for party in view.case.parties:
        own = [(o.id, True) for o in view.case.options if o.party == party.id and o.now]
        if own:
            parts.append(f"{view.name(party.id)}: {deeds(view.case, own)}")
    return "; ".join(parts) or "nobody does any of what they could do"


def _step(view: RecordView, step: PathStep) -> str:
    when = upper(in_words(step.when))
    unsure = "" if step.in_order else ", in an order that the dates leave open"
    if not step.party:
        chance = next(chance for chance in view.case.nature if chance.id == step.id)
        return f"{when}: {plain(chance.text)}{unsure}."
    who = view.name(step.party)
    return f"{when}: move of {who}: {deeds(view.case, step.changed)}{unsure}. [{step.id}]"


def _ending(view: RecordView, changes: Sequence[PathStep]) -> str:
    outcome = view.outcome
    if outcome is None:
        return "The record ends with the matter open."
    if not changes:
        return f"The matter counts as settled throughout: {outcome}."
    last = changes[-1].when
    start = view.case.clock.start
    if start is None or last.open_start or last.open_end:
        return f"The record ends settled, {in_words(last)}: {outcome}."
    least, most = (last.first - start.last).days, (last.last - start.first).days
    days = f"{least}" if least == most else f"{least} to {most}"
    return f"The record ends settled, {in_words(last)}, {days} days after the start: {outcome}."


def _gaps(view: RecordView) -> Iterator[Block]:
    yield Block("heading", "Gaps")
    if view.path.gaps:
        for step in view.path.gaps:
            yield Block("item", f"{step.id} of {in_words(step.when)} does not follow: {step.gap}.")
    elif view.case.record.moves:
        yield Block("text", "Every recorded move follows from the state before it.")
    else:
        yield Block("text", "There are no recorded moves, so there is nothing to compare.")
    for name, value in view.path.contradictions:
        yield Block(
            "item",
            f"Before the start {deeds(view.case, [(name, value)])}, at the start the contrary: "
            "what changed it back is not in the record.",
        )
    if view.path.context:
        before = joined([move.id for move in view.path.context])
        yield Block("text", f"Before the start, so context and no part of the path: {before}.")
    for silence in view.silences[:_SILENCES]:
        if silence.days:
            yield Block(
                "item",
                f"{count(silence.days, 'day')} of silence between {silence.after.id} "
                f"({in_words(silence.after.when)}) and {silence.before.id} "
                f"({in_words(silence.before.when)}).",
            )


def _loose(view: RecordView) -> Iterator[Block]:
    yield Block("heading", "What hangs loose")
    yield Block("text", _checked(view))
    for looked in view.looked:
        if looked.status != "exact":
            yield Block("item", _trouble(looked))
    for document, state in view.at_hand.items():
        if state not in ("fits", "unknown"):
            words = "is not the file the case was written on" if state == "differs" else state
            yield Block("item", f"Document {document} {words}.")
    if view.strangers:
        yield Block("item", _strangers(view))
    loose = view.loose
    for ids, words in (
        (loose.unsourced, "Without a source"),
        (loose.messages, "Messages that no judgement rests on and none answers"),
        (loose.passages, "Passages that nothing rests on"),
        (loose.documents, "Documents that nothing is cited from"),
        (loose.evidence, "Evidence that no explanation is rated on"),
        (view.undated, "Evidence without a date, so not in the timeline"),
    ):
        if ids:
            yield Block("item", f"{words} ({len(ids)}): {', '.join(ids)}.")


def _strangers(view: RecordView) -> str:
    """Name those who are no party, and the party that each may be all the same."""
    said = []
    for who, found in view.strangers.items():
        near = found.id or found.nearest
        said.append(f"{plain(who)}, perhaps '{near}'?" if near else plain(who))
    return f"No party of the case, but writes or is written to ({len(said)}): {'; '.join(said)}."


def _checked(view: RecordView) -> str:
    """Say how much of what is quoted was compared with its document."""
    record = view.case.record
    ranges = len(record.passages)
    ranges += sum(bool(item.source and item.source.chars) for item in record.sourced)
    named = sum(bool(document.file) for document in record.documents)
    if not ranges:
        return "No passage is cited by its characters, so none can be compared with its document."
    fits = sum(looked.status == "exact" for looked in view.looked)
    if not view.at_hand:
        files = "none of their documents is at hand" if named else "none names a file"
        return f"Not one of the {ranges} cited passages was compared with its document: {files}."
    return (
        f"{fits} of {ranges} cited passages stand word for word where the case says, in "
        f"{count(len(view.at_hand), 'document')} at hand."
    )


def _trouble(looked: Looked) -> str:
    named = f"assage of {looked.id}"
    at = f" at characters {looked.chars[0]}-{looked.chars[1]}" if looked.chars else ""
    if looked.status == "unchecked":
        return f"P{named} has no hash, so nobody can tell whether it still stands{at}."
    if looked.status == "lost" or looked.score is None:
        return f"ORPHAN: the p{named} is not in its document; {looked.reason}."
    if looked.status == "doubtful":
        return f"P{named} is in doubt: it may stand{at} now; {looked.reason}."
    if looked.score < 1:
        return f"P{named} has changed: nearly its words, {looked.score:.0%} alike, stand{at} now."
    return f"P{named} has moved: it stands{at} now."
