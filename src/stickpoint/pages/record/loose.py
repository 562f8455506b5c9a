"""What a record leaves hanging: citations that do not stand, ids that nothing refers to."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.record import Looked, RecordView
from stickpoint.pages.check import late
from stickpoint.pages.wording.names import count, plain, upper


def loose(view: RecordView) -> Iterator[str]:
    """Tell what hangs loose: citations, documents, strangers, and what nothing refers to."""
    yield from (_trouble(looked) for looked in view.looked if looked.status != "exact")
    for document, state in view.at_hand.items():
        if state not in ("fits", "unknown"):
            other = "is not the file that the case was written from"
            yield f"Document {document} {other if state == 'differs' else state}."
    strangers = []
    for who, party in view.strangers.items():
        near = party.id or party.nearest
        strangers.append(f"{plain(who)} (perhaps '{near}')" if near else plain(who))
    if strangers:
        lead = f"No parties of the case, but writing or written to ({len(strangers)})"
        yield f"{lead}: {'; '.join(strangers)}."
    yield from (upper(said) for said in late(view.case))
    found = view.loose
    for ids, words in (
        (found.unsourced, "Without a source"),
        (found.messages, "Messages that no judgement rests on and none answers"),
        (found.passages, "Passages that nothing rests on"),
        (found.documents, "Documents that nothing is cited from"),
        (found.evidence, "Evidence that no explanation is rated on"),
        (view.undated, "Without a date, so not in the timeline"),
    ):
        if ids:
            yield f"{words} ({len(ids)}): {', '.join(ids)}."


def checked(view: RecordView) -> str:
    """Say how much of what is quoted was compared with its document."""
    record = view.case.record
    ranges = sum(bool(item.source and item.source.chars) for item in record.sourced)
    ranges += len(record.passages)
    if not ranges:
        return "No passage is cited by its characters, so none can be compared with its document."
    cited = count(ranges, "cited passage")
    if not view.at_hand:
        named = any(document.file for document in record.documents)
        files = "none of their documents is at hand" if named else "none names a file"
        return f"Of {cited} none was compared with its document: {files}."
    fits = sum(looked.status == "exact" for looked in view.looked)
    return (
        f"{fits} of {cited} {'stands' if fits == 1 else 'stand'} word for word where the case "
        f"says, in {count(len(view.at_hand), 'document')} at hand."
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
    moved = f"moved: it stands{at} now"
    if looked.score < 1:
        differing = f" ({looked.reason})" if looked.reason else ""
        moved = f"changed: nearly its words, {looked.score:.0%} alike, stand{at} now{differing}"
    return upper(f"{named} has {moved}.")
