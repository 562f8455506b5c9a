"""What a record leaves hanging: citations that do not stand, ids that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.record import Looked, RecordView
from stickpoint.pages.model import Items, Section, Text
from stickpoint.pages.wording.grammar import count, plain, upper


def loose(view: RecordView) -> Section:
    """Tell how much was compared with its document, and what hangs loose."""
    parts = (Text(_checked(view)), Items(tuple(_items(view))))
    return Section("loose", "What hangs loose", parts)


def _items(view: RecordView) -> Iterator[str]:
    for looked in view.looked:
        if looked.status != "exact":
            yield _trouble(looked)
    for document, state in view.at_hand.items():
        if state not in ("fits", "unknown"):
            other = "is not the file that the case was written from"
            yield f"Document {document} {other if state == 'differs' else state}."
    if view.strangers:
        yield _strangers(view)
    found = view.loose
    for ids, words in (
        (found.unsourced, "Without a source"),
        (found.messages, "Messages that no judgement rests on and none answers"),
        (found.passages, "Passages that nothing rests on"),
        (found.documents, "Documents that nothing is cited from"),
        (found.evidence, "Evidence that no explanation is rated on"),
        (view.undated, "Evidence without a date, so not in the timeline"),
    ):
        if ids:
            yield f"{words} ({len(ids)}): {', '.join(ids)}."


def _strangers(view: RecordView) -> str:
    """Name those who are no party, and the party that each may be all the same."""
    said = []
    for who, found in view.strangers.items():
        near = found.id or found.nearest
        said.append(f"{plain(who)} (perhaps '{near}')" if near else plain(who))
    return f"No parties of the case, but writing or written to ({len(said)}): {'; '.join(said)}."


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
        cited = count(ranges, "cited passage")
        return f"Of {cited} none was compared with its document: {files}."
    stand = "stands" if fits == 1 else "stand"
    return (
        f"{fits} of {count(ranges, 'cited passage')} {stand} word for word where the case says, in "
        f"{count(len(view.at_hand), 'document')} at hand."
    )


def _trouble(looked: Looked) -> str:
    named = f"passage of {looked.id}"
    at = f" at characters {looked.chars[0]}-{looked.chars[1]}" if looked.chars else ""
    if looked.status == "unchecked":
        return upper(f"{named} has no hash, so nobody can tell whether it still stands{at}.")
    if looked.status == "lost" or looked.score is None:
        return f"LOST: the {named} is not in its document; {looked.reason}."
    if looked.status == "doubtful":
        return upper(f"{named} is in doubt: it may stand{at} now; {looked.reason}.")
    if looked.score < 1:
        alike = f"{looked.score:.0%} alike"
        return upper(f"{named} has changed: nearly its words, {alike}, stand{at} now.")
    return upper(f"{named} has moved: it stands{at} now.")
