"""The record as written → documents, passages, messages, moves and evidence with checked ids."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.case.documents.passages import words_hash
from stickpoint.case.model.record import (
    Document,
    Evidence,
    Fact,
    Message,
    Passage,
    Record,
    RecordedMove,
    Source,
)
from stickpoint.case.resolve.names import Names
from stickpoint.case.schema.fields import Entry, Fields
from stickpoint.case.yaml.nodes import Node, quote

_WITH_KEYS = {
    **{"document": "documents", "passage": "passages", "evidence": "evidence"},
    "fact": "facts",
}
"""The parts of a record in which the key of an entry is its id, by the kind of entry."""


def register_record(case: Fields, names: Names) -> None:
    """Note every id of the record; an id may be used once, since reasons name it alone."""
    names.record_known = "record" not in case.nodes or case.get("record") is not None
    record: Fields | None = case.get("record")
    if record is None:
        return
    first: dict[str, int] = {}
    for kind, key, id_ in _ids(record):
        if id_ in names.record:
            found = f"id {quote(id_)} is used already, by a {names.record[id_]}"
            message = f"{found} in line {first[id_]}; choose another"
            names.faults.add(key, "C109", message)
        names.record.setdefault(id_, kind)
        names.strangers.declare("record", {id_: key})
        first.setdefault(id_, key.line)
    if any(record.get(name) is None for name in record.nodes):
        names.record_known = False


def _ids(record: Fields) -> Iterator[tuple[str, Node, str]]:
    """List the ids with their kinds, in file order of each part."""
    for kind, name in _WITH_KEYS.items():
        for entry in record.list(name):
            yield kind, entry.key, entry.name
    for kind in ("message", "move"):
        for fields in record.list(f"{kind}s"):
            if "id" in fields.nodes and fields.at("id").kind == "text":  # also one that is no good
                yield kind, fields.at("id"), fields.at("id").text


def read_record(record: Fields | None, names: Names) -> Record:
    """Make the record."""
    if record is None:
        return Record()
    silent = map(names.option, record.list("silent"))
    return Record(
        documents=tuple(_document(entry, names) for entry in record.whole("documents")),
        passages=tuple(_passages(record, names)),
        messages=tuple(_message(fields, names) for fields in record.list("messages")),
        moves=tuple(_move(fields, names) for fields in record.list("moves")),
        evidence=tuple(_evidence(entry, names) for entry in record.whole("evidence")),
        silent=tuple(option for option in silent if option is not None),
        facts=tuple(
            names.made(Fact, entry.value, id=entry.name, place=entry.key.place)
            for entry in record.whole("facts")
        ),
    )


def _document(entry: Entry, names: Names) -> Document:
    fields: Fields = entry.value
    sha256, place = fields.text("sha256").lower(), fields.at("file").place
    return names.made(Document, fields, id=entry.name, sha256=sha256, place=place)


def _passages(record: Fields, names: Names) -> Iterator[Passage]:
    for entry in record.whole("passages"):
        fields: Fields = entry.value
        document = names.record_id(fields.get("document"), "document")
        chars = fields.get("chars")
        if document and chars:
            known = {"id": entry.name, "document": document, "start": chars[0], "end": chars[1]}
            place = fields.at("chars").place
            yield names.made(Passage, fields, **known, **_words(fields, names), place=place)


def read_source(fields: Fields | None, names: Names) -> Source | None:
    """Make the place where something is written down."""
    if fields is None:
        return None
    node: Node | None = fields.get("document")
    passage: Node | None = fields.get("passage")
    if not fields.nodes.keys() & {"document", "passage"}:
        message = "neither 'document' nor 'passage' found; name one of the record"
        names.faults.add(fields.node, "C103", message)
    is_short = fields.node is node
    if is_short and node is not None and names.record.get(node.text) == "passage":
        node, passage = None, node
    kinds = ("document", "passage") if is_short else ("document",)
    return names.made(
        Source,
        fields,
        document=names.record_id(node, *kinds) or "",
        passage=names.record_id(passage, "passage") or "",
        **_words(fields, names),
        place=fields.at("chars" if fields.get("chars") else "quote").place,
    )


def _words(fields: Fields, names: Names) -> dict[str, str]:
    """Read the hash of some words, which follows from them where they are written down."""
    quoted, short = fields.text("quote"), fields.text("hash").lower()
    own = words_hash(quoted) if quoted.strip() else ""
    if own and short and own != short:
        message = f"the hash of these words is {own}, not {short}; correct one of the two"
        names.faults.add(fields.at("quote"), "C610", message)
    mark = fields.text("fingerprint").lower()
    if mark and not (own or short):
        message = "a fingerprint stands here without 'hash'; write both, as --cite gives them"
        names.faults.add(fields.at("fingerprint"), "C103", message)
    return {"hash": short or own, "fingerprint": mark}


def _message(fields: Fields, names: Names) -> Message:
    for key in ("from", "to"):
        names.party_or_words(fields.nodes.get(key))
    return names.made(
        Message,
        fields,
        date=fields.get("date"),
        sender=fields.text("from"),
        receiver=fields.text("to"),
        reply_to=names.record_id(fields.get("reply_to"), "message") or "",
        says=tuple(_says(fields, names)),
        source=read_source(fields.get("source"), names),
        place=fields.node.place,
    )


def _says(fields: Fields, names: Names) -> Iterator[tuple[str, bool]]:
    for entry in fields.list("says"):
        fact = names.record_id(entry.key, "fact")
        if fact and entry.value is not None:
            yield fact, bool(entry.value)


def _move(fields: Fields, names: Names) -> RecordedMove:
    party = names.party(fields.get("party"))
    sets = []
    for entry in fields.list("sets"):
        option = names.option(entry.key)
        is_read = option is not None and not names.strangers.is_no_good("option", option)
        is_own = option and option.partition(".")[0] == party
        if option and is_read and party and not is_own and (party, option) not in names.imposed:
            message = f"{quote(option)} is no option of {quote(party)}; a party moves its own"
            names.faults.add(entry.key, "C205", message)
        if option and entry.value is not None:
            sets.append((option, bool(entry.value)))
    return names.made(
        RecordedMove,
        fields,
        date=fields.get("date"),
        party=party or "",
        sets=tuple(sets),
        source=read_source(fields.get("source"), names),
        place=fields.node.place,
    )


def _evidence(entry: Entry, names: Names) -> Evidence:
    source = read_source(entry.value.get("source"), names)
    return names.made(Evidence, entry.value, id=entry.name, source=source, place=entry.key.place)


def read_groups(groups: list[list[Node]], names: Names) -> tuple[tuple[str, ...], ...]:
    """Make the lists of evidence that is not independent; one item belongs to one list."""
    made = []
    seen: dict[str, int] = {}
    for nodes in groups:
        ids = []
        for node in nodes:
            id_ = names.record_id(node, "evidence")
            if id_ in seen:
                message = f"{quote(node.text)} is in a group already, in line {seen[id_]}"
                names.faults.add(node, "C109", f"{message}; merge them")
            elif id_:
                seen[id_] = node.line
                ids.append(id_)
        made.append(tuple(ids))
    return tuple(made)
