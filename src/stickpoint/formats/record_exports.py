"""The record laid out → files for other programs: references, annotations, timelines, tables.

Whatever is imprecise stays so. A date is exported as coarse as it was written, with its words
beside it; a passage gives its words away only where the case itself writes them down.
"""

from __future__ import annotations

import base64
import html
import json
import mimetypes
from calendar import monthrange
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_OID, uuid5

from stickpoint.answers.record import RecordView, bound
from stickpoint.case.dates.fuzzy import FuzzyDate
from stickpoint.case.model.record import Document, Passage, Source
from stickpoint.errors import StickpointError
from stickpoint.outputs import csv_lines
from stickpoint.pages.wording.dates import happened, in_words, somebody, written_in
from stickpoint.pages.wording.names import plain, upper

if TYPE_CHECKING:
    import pandas as pd

EVENT_COLUMNS = (
    *("id", "kind", "date", "earliest", "latest", "approximate", "from", "to", "act", "text"),
    "source",
)
_YEAR, _MONTH = 360, 28
_CASES = uuid5(NAMESPACE_OID, "stickpoint case")
_TEX = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# Braces as a URL may have them: BibTeX counts them, and one too many ends the field.
_URL = str.maketrans({"{": "%7B", "}": "%7D"})


def export(view: RecordView, file: Path) -> str:
    """Return the text of a file in the format that the end of its name asks for.

    Other ends than those of `FORMATS` raise `StickpointError`.
    """
    for end, write in FORMATS.items():
        if file.name.lower().endswith(end):
            return write(view)
    known = ", ".join(FORMATS)
    raise StickpointError(f"{file.name!r} ends in none of {known}; the end chooses the format")


def bibtex(view: RecordView) -> str:
    """Return the documents as BibTeX, one ``@misc`` each."""
    return "\n".join(_bib_entry(document) for document in view.case.record.documents)


def _bib_entry(document: Document) -> str:
    fields = {
        "title": document.title or document.cite or document.id,
        "howpublished": document.cite,
        "url": document.url,
        "note": document.note,
    }
    lines = [f"@misc{{{document.id},"]
    for key, value in fields.items():
        if value:
            text = plain(value).translate(_URL if key == "url" else _TEX)
            lines.append(f"  {key} = {{{text}}},")
    return "\n".join([*lines, "}", ""])


def csl_json(view: RecordView) -> str:
    """Return the documents as CSL-JSON; how to cite each stands in its ``note``."""
    items = [
        {
            "id": document.id,
            "type": "document",
            "title": plain(document.title or document.cite or document.id),
            "note": "; ".join(plain(text) for text in (document.cite, document.note) if text),
            "URL": document.url,
            "custom": _filled({"file": document.file, "sha256": document.sha256}),
        }
        for document in view.case.record.documents
    ]
    return _json([_filled(item) for item in items])


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value}


def web_annotations(view: RecordView) -> str:
    """Return every cited range of characters as a Web Annotation, all in one page of JSON-LD.

    The document is named by its ``url``, else by its SHA-256 as an ``ni`` URI (RFC 6920). The page
    and what is on it are named after the title, as URNs: the model asks for an IRI, and one that
    leans on the address of the file would be another wherever the file lies.
    """
    record = view.case.record
    base = f"urn:uuid:{uuid5(_CASES, view.case.title)}"
    documents = {document.id: document for document in record.documents}
    items = [
        _annotation(base, passage.id, passage.note, documents[passage.document], passage)
        for passage in record.passages
    ]
    for item in record.sourced:
        source = item.source
        if source and source.document and (source.chars or source.quote):
            items.append(_annotation(base, item.id, item.note, documents[source.document], source))
    return _json(
        {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": f"{base}#passages",
            "type": "AnnotationPage",
            "items": items,
        }
    )


def _annotation(
    base: str, id_: str, note: str, document: Document, words: Passage | Source
) -> dict[str, Any]:
    selectors: list[dict[str, Any]] = []
    around = _filled({"prefix": words.prefix, "suffix": words.suffix})
    chars = (words.start, words.end) if isinstance(words, Passage) else words.chars
    if chars:
        place = {"type": "TextPositionSelector", "start": chars[0], "end": chars[1]}
        # A quote selector must have the words; without them, what stands around is kept here.
        selectors.append(place if words.quote else place | around)
    if words.quote:
        selectors.append({"type": "TextQuoteSelector", "exact": words.quote, **around})
    annotation: dict[str, Any] = {
        "id": f"{base}#{id_}",
        "type": "Annotation",
        "motivation": "describing" if note else "identifying",
        "target": {
            "type": "SpecificResource",
            "source": _resource(base, document),
            "selector": selectors,
        },
    }
    if note:
        annotation["body"] = {"type": "TextualBody", "value": plain(note), "format": "text/plain"}
    return annotation


def _resource(base: str, document: Document) -> dict[str, Any]:
    sha256 = bytes.fromhex(document.sha256)
    digest = base64.urlsafe_b64encode(sha256).decode("ascii").rstrip("=")
    named = f"ni:///sha-256;{digest}" if digest else ""
    return _filled(
        {
            "id": document.url or named or f"{base}#{document.id}",
            "type": "Text",
            "format": mimetypes.guess_type(document.file)[0] if document.file else None,
            "via": named if document.url else "",
        }
    )


def timeline(view: RecordView) -> str:
    """Return the events as TimelineJS reads them, each with its date in words."""
    events = []
    for entry in view.entries:
        ends = [who for who in (entry.sender, entry.receiver) if who]
        who = " to ".join(somebody(view.case, end) for end in ends)
        head = {"message": f"{upper(entry.act)}, {who}", "move": f"Move, {who}"}
        events.append(
            {
                **_dates(entry.when),
                "display_date": html.escape(in_words(entry.when)),
                "text": {
                    "headline": html.escape(head.get(entry.kind, upper(entry.kind))),
                    "text": html.escape(happened(entry, view.case)),
                },
                "group": entry.kind,
                "unique_id": f"{entry.kind}-{entry.id}",
            }
        )
    title = {"text": {"headline": html.escape(plain(view.case.title))}}
    return _json({"title": title, "events": events})


def _dates(when: FuzzyDate) -> dict[str, dict[str, int]]:
    """Return the bounds of a date, as coarse as they are known: years, months or days.

    TimelineJS needs a beginning, so an open date gets the year of its known end; its words say
    which side is open.
    """
    if when.open_start or when.open_end:
        return {"start_date": {"year": (when.last if when.open_start else when.first).year}}
    first, last = when.first, when.last
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    length = (last - first).days
    if (whole and (first.month, last.month) == (1, 12)) or (not whole and length >= _YEAR):
        keys = ["year"]
    elif whole or (when.approximate and length >= _MONTH):
        keys = ["year", "month"]
    else:
        keys = ["year", "month", "day"]
    begin, end = ({key: getattr(day, key) for key in keys} for day in (first, last))
    return {"start_date": begin} if begin == end else {"start_date": begin, "end_date": end}


def events_csv(view: RecordView) -> str:
    """Return the events as a table in the columns of `EVENT_COLUMNS`.

    An apostrophe stands before words that a spreadsheet would take for a formula.
    """
    words = {True: "yes", False: "no"}
    rows = ([words[c] if isinstance(c, bool) else c for c in row] for row in _events(view))
    return "".join(csv_lines(chain([EVENT_COLUMNS], rows), "\n"))


def events_table(view: RecordView) -> pd.DataFrame:
    """Return the same table for pandas."""
    import pandas as pd

    return pd.DataFrame(list(_events(view)), columns=list(EVENT_COLUMNS))


def _events(view: RecordView) -> Iterator[tuple[str | bool | None, ...]]:
    for entry in view.entries:
        when = entry.when
        yield (
            *(entry.id, entry.kind, when.written, bound(when.first), bound(when.last)),
            *(when.approximate, entry.sender, entry.receiver, entry.act),
            *(happened(entry, view.case), written_in(entry.source, view.case)),
        )


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


FORMATS: dict[str, Callable[[RecordView], str]] = {
    ".bib": bibtex,
    ".csl.json": csl_json,
    ".jsonld": web_annotations,
    ".timeline.json": timeline,
    ".csv": events_csv,
}
