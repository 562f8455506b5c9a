"""Every key that the record of a case may hold: its kind and what it means."""

from __future__ import annotations

from stickpoint.case.schema.kinds import TEXT, Address, Date, Name, OneOf, Span, YesNo
from stickpoint.case.schema.shape import Key, ListOf, Struct, Table, Word
from stickpoint.case.schema.stakes_layout import WHY

RECORD_ID = r"[A-Za-z][A-Za-z0-9_.:-]*"
ACTS = {
    "offer": "puts something on the table",
    "refusal": "turns something down",
    "plea": "asks for something",
    "threat": "says what will follow otherwise",
    "promise": "says what will be done",
    "order": "tells somebody what to do",
    "report": "tells somebody what is so",
    "assent": "agrees",
}

_RECORD_ID = Word(RECORD_ID, "an id of letters, digits, _ - . : that begins with a letter,")
_WORDS = {
    "hash": Key(
        Word(r"[0-9a-fA-F]{12}", "a hash of 12 hexadecimal digits", "C608"), "hash of the words"
    ),
    "fingerprint": Key(
        Word(r"[0-9a-fA-F]{64}", "a fingerprint of 64 hexadecimal digits", "C608"),
        "finds the words again after they were changed",
    ),
    "quote": Key(TEXT, "the words themselves, where they may be passed on"),
    "prefix": Key(TEXT, "the words just before"),
    "suffix": Key(TEXT, "the words just after"),
}
SOURCE = Struct(
    "a source",
    {
        "document": Key(Name(), "the id of a document of the record"),
        "passage": Key(Name(), "the id of a passage of the record"),
        "chars": Key(Span(), "first character and the one after the last, from 0"),
        "page": Key(TEXT, "the page"),
        "locator": Key(TEXT, "the place in words"),
        **_WORDS,
    },
    short="document",
)
DOCUMENT = Struct(
    "a document",
    {
        "title": Key(TEXT, "its title"),
        "file": Key(TEXT, "the name of its file, beside the case or in a folder of documents"),
        "sha256": Key(
            Word(r"[0-9a-fA-F]{64}", "a hash of 64 hexadecimal digits", "C608"),
            "SHA-256 of the file",
        ),
        "cite": Key(TEXT, "how to cite it"),
        "url": Key(Address(), "where it can be read"),
        "note": Key(TEXT, "anything to add"),
    },
    short="title",
)
PASSAGE = Struct(
    "a passage",
    {
        "document": Key(Name(), "the id of a document of the record", required=True),
        "chars": Key(Span(), "first character and the one after the last, from 0", required=True),
        **_WORDS,
        "note": Key(TEXT, "what it says, in own words"),
    },
)
_SOURCE = Key(SOURCE, "where it is written down")
_WHEN = "when, as precisely as is known"
_DATE = Key(Date(), _WHEN, required=True)
MESSAGE = Struct(
    "a message",
    {
        "id": Key(_RECORD_ID, "a short id to refer to it by", required=True),
        "date": Key(Date(), f"{_WHEN}; without one it stands outside the timeline"),
        "from": Key(TEXT, "who: a party id or words", required=True),
        "to": Key(TEXT, "to whom: a party id or words"),
        "act": Key(
            OneOf(ACTS, "what was done by it, such as offer or plea,"),
            "what was done by it",
            required=True,
        ),
        "text": Key(TEXT, "what was said, in own words", required=True),
        "reply_to": Key(Name(), "the id of the message that this one answers"),
        "says": Key(Table(YesNo()), "facts of the record, 'fact: yes' if it says that it is so"),
        "arrived": Key(Date(), "when it came to its receiver, if that was later"),
        "source": _SOURCE,
        "note": Key(TEXT, "anything to add"),
    },
)
MOVE = Struct(
    "a recorded move",
    {
        "id": Key(_RECORD_ID, "a short id to refer to it by", required=True),
        "date": _DATE,
        "party": Key(Name(), "the id of the party that moved", required=True),
        "sets": Key(Table(YesNo()), "its options after the move, 'option: yes'", required=True),
        "source": _SOURCE,
        "note": Key(TEXT, "anything to add"),
    },
)
EVIDENCE = Struct(
    "a piece of evidence",
    {
        "text": Key(TEXT, "what was observed, or would be", required=True),
        "observed": Key(YesNo(), "no for what was not found or not looked for; yes if left out"),
        "date": Key(Date(), "when"),
        "source": _SOURCE,
        "note": Key(TEXT, "anything to add"),
    },
    short="text",
)
FACT = Struct(
    "a fact",
    {
        "text": Key(TEXT, "what messages say is so or is not, as a sentence", required=True),
        **WHY,
    },
    short="text",
)
RECORD = Struct(
    "the record",
    {
        "documents": Key(Table(DOCUMENT, _RECORD_ID), "the texts that the case points into"),
        "passages": Key(Table(PASSAGE, _RECORD_ID), "ranges of characters in documents"),
        "facts": Key(Table(FACT, _RECORD_ID), "what messages say is so or is not"),
        "messages": Key(ListOf(MESSAGE), "who told whom what, and when"),
        "moves": Key(ListOf(MOVE), "who changed course, and when"),
        "evidence": Key(Table(EVIDENCE, _RECORD_ID), "what the explanations are tested on"),
        "silent": Key(ListOf(Name()), "options whose changes the record would not show"),
    },
)
