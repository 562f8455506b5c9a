"""Documents made to hang their reader → a text or a sentence, with the bounds as they are.

The real sizes, with seconds and memory: benchmarks/hostile.py.
"""

from __future__ import annotations

import pytest
from hostile import _docx, documents, paged, paragraph

from stickpoint.case.documents import bounds, extract
from stickpoint.case.documents.extract import NoText, text_of
from stickpoint.case.documents.kinds import markup, pdf, word_body
from stickpoint.case.documents.passages import cite

SMALL = dict(documents(size=0.002))


def test_there_are_more_than_a_hundred() -> None:
    assert len(SMALL) > 150


def answer(name: str) -> str:
    """Return the text of a document, or the sentence why it has none."""
    try:
        return text_of(name, SMALL[name]())
    except NoText as error:
        return str(error)


@pytest.mark.parametrize("name", [name for name in SMALL if not name.endswith(".pdf")])
def test_a_hostile_document_is_answered(name: str) -> None:
    assert isinstance(cite(answer(name), "The talks opened in July."), list)


@pytest.mark.parametrize("name", [name for name in SMALL if name.endswith(".pdf")][::8])
def test_a_hostile_pdf_is_answered(name: str) -> None:
    assert answer(name)


@pytest.mark.parametrize(
    ("module", "bound", "most", "name", "data", "said"),
    [
        (
            word_body,
            "MAX_ELEMENTS",
            50,
            "a.docx",
            _docx(paragraph("a") * 20),
            "more than 50 pieces",
        ),
        (word_body, "MAX_DEPTH", 5, "a.docx", _docx("<w:sdt>" * 9), "more than 5 levels"),
        (word_body, "MAX_TEXT", 5, "a.docx", _docx(paragraph("a" * 9)), "cut out what you"),
        (markup, "MAX_TAGS", 5, "a.html", b"<p>" * 9, "more than 5 tags"),
        (bounds, "MAX_TEXT", 5, "a.txt", b"a" * 9, "more than 5 characters"),
        (extract, "MAX_MARKUP", 5, "a.txt", b"a" * 9, "cut out what you cite"),
        (pdf, "_SECONDS", 0.0, "a.pdf", paged(b""), "takes more than 0 s to read"),
    ],
)
def test_what_is_more_than_can_be_read_in_time_says_so(
    module, bound, most, name, data, said, monkeypatch
) -> None:
    monkeypatch.setattr(module, bound, most)
    with pytest.raises(NoText, match=said):
        text_of(name, data)


def test_entities_are_refused_before_they_grow() -> None:
    with pytest.raises(NoText, match="declares entities"):
        text_of("a.docx", SMALL["word-entities.docx"]())
