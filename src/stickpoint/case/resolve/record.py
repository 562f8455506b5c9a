"""The record as written → documents, passages, messages, moves and evidence with checked ids."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.case.documents.passages import words_hash
from stickpoint.case.model.record import (
    Document,
    Evidence,
    Message,
    Passage,
    Record,
    RecordedMove,
    Source,
)
from stickpoint.case.resolve.names import Names
from stickpoint.case.schema.shape import Entry, Fields
from stickpoint.case.yaml.nodes import Node, quote


def register_record(case: Fields, names: Names) -> None:
    """Note every id of the record; an id may be used once, since reasons name it alone."""
    names.record_known = "record" not in case.nodes or case.get("record") is not None
    record: Fields | None = case.get("record")
    if record is None:
        return
    first: dict[str, int] = {}
    for kind, key, id_ in _ids(record):
        if id_ in names.record:
            message = (
                f"id {quote(id_)} is used already, by a {names.record[id_]} in line {first[id_]}"
            )
            names.faults.add(key, "C109", f"{message}; choose another")
            continue
        names.record[id_] = kind
        first[id_] = key.line
    if any(name in record.nodes and record.get(name) is None for name in record.nodes):
        names.record_known = False


def _ids(record: Fields) -> Iterator[tuple[str, Node, str]]:
    """List the ids with their kinds, in file order of each part."""
    for kind, name in (
        ("document", "documents"),
        ("passage", "passages"),
        ("evidence", "evidence"),
    ):
        for entry in record.list(name):
            yield kind, entry.key, entry.name
    for kind, name in (("message", "messages"), ("move", "moves")):
        for fields in record.list(name):
            if fields.get("id"):
                yield kind, fields.at("id"), fields.text("id")


def read_record(record: Fields | None, names: Names) -> Record:
    """Make the record."""
    if record is None:
        return Record()
    return Record(
        documents=tuple(_document(entry) for entry in record.list("documents") if entry.value),
        passages=tuple(_passages(record.list("passages"), names)),
        messages=tuple(_message(fields, names) for fields in record.list("messages")),
        moves=tuple(_move(fields, names) for fields in record.list("moves")),
        evidence=tuple(_evidence(entry, names) for entry in record.list("evidence") if entry.value),
        silent=tuple(_silent(record.list("silent"), names)),
    )


def _silent(nodes: list[Node], names: Names) -> Iterator[str]:
    """Return the options that the record is silent on, and no move of it sets."""
    for node in nodes:
        id_ = names.option(node)
        if id_ is not None:
            yield id_


def _document(entry: Entry) -> Document:
    fields: Fields = entry.value
    return Document(
        id=entry.name,
        title=fields.text("title"),
        file=fields.text("file"),
        sha256=fields.text("sha256").lower(),
        cite=fields.text("cite"),
        url=fields.text("url"),
        note=fields.text("note"),
        place=fields.at("file").place,
    )


def _passages(entries: list[Entry], names: Names) -> Iterator[Passage]:
    for entry in entries:
        fields: Fields | None = entry.value
        if fields is None:
            continue
        document = names.record_id(fields.get("document"), ("document",))
        chars = fields.get("chars")
        if document and chars:
            yield Passage(
                id=entry.name,
                document=document,
                start=chars[0],
                end=chars[1],
                **_words(fields, names),
                note=fields.text("note"),
                place=fields.at("chars").place,
            )


def _source(fields: Fields | None, names: Names) -> Source | None:
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
    return Source(
        document=names.record_id(node, kinds) or "",
        passage=names.record_id(passage, ("passage",)) or "",
        chars=fields.get("chars"),
        page=fields.text("page"),
        locator=fields.text("locator"),
        **_words(fields, names),
        place=fields.at("chars" if fields.get("chars") else "quote").place,
    )


def _words(fields: Fields, names: Names) -> dict[str, str]:
    """Read the hash of some words, and the words where they are written down."""
    quoted, short = fields.text("quote"), fields.text("hash").lower()
    own = words_hash(quoted) if quoted.strip() else ""
    if own and short and own != short:
        message = f"the hash of these words is {own}, not {short}; correct one of the two"
        names.faults.add(fields.at("quote"), "C610", message)
    around = {key: fields.text(key) for key in ("prefix", "suffix")}
    mark = fields.text("fingerprint").lower()
    if mark and not (own or short):
        message = "a fingerprint stands here without 'hash'; write both, as --cite gives them"
        names.faults.add(fields.at("fingerprint"), "C103", message)
    return {"hash": short or own, "fingerprint": mark, "quote": quoted, **around}


def _message(fields: Fields, names: Names) -> Message:
    for key in ("from", "to"):
        names.party_or_words(fields.nodes.get(key))
    return Message(
        id=fields.text("id"),
        date=fields.get("date"),
        sender=fields.text("from"),
        receiver=fields.text("to"),
        act=fields.text("act"),
        text=fields.text("text"),
        reply_to=names.record_id(fields.get("reply_to"), ("message",)) or "",
        source=_source(fields.get("source"), names),
        note=fields.text("note"),
        place=fields.node.place,
    )


def _move(fields: Fields, names: Names) -> RecordedMove:
    party = names.party(fields.get("party"))
    sets = []
    for entry in fields.list("sets"):
        option = names.option(entry.key)
        if option and party and option.partition(".")[0] != party:
            message = f"{quote(option)} is no option of {quote(party)}; a party moves its own"
            names.faults.add(entry.key, "C205", message)
        if option and entry.value is not None:
            sets.append((option, bool(entry.value)))
    return RecordedMove(
        id=fields.text("id"),
        date=fields.get("date"),
        party=party or "",
        sets=tuple(sets),
        source=_source(fields.get("source"), names),
        note=fields.text("note"),
        place=fields.node.place,
    )


def _evidence(entry: Entry, names: Names) -> Evidence:
    fields: Fields = entry.value
    return Evidence(
        id=entry.name,
        text=fields.text("text"),
        observed=bool(fields.get("observed", True)),
        date=fields.get("date"),
        source=_source(fields.get("source"), names),
        note=fields.text("note"),
        place=entry.key.place,
    )
