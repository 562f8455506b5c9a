"""Documents of four kinds → one text each, by the rule; damaged ones → a sentence."""

from __future__ import annotations

import io
import sys

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from stickpoint.case.documents import extract as texts
from stickpoint.case.documents.extract import NoText, text_of

WORDS = st.lists(st.text("abc éü<&", min_size=1, max_size=8), min_size=1, max_size=6)


def written(fill) -> bytes:
    """Make a DOCX document."""
    document = docx.Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def printed(*pages: str) -> bytes:
    """Make a PDF document with one line of text on each page."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for words in pages:
        page = writer.add_blank_page(300, 300)
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_plain_text_is_kept_to_the_last_character() -> None:
    text = " two  lines\r\n\tand é\n\n"
    assert text_of("a.txt", text.encode()) == text
    assert text_of("a", b"\xef\xbb\xbf" + text.encode()) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one\n two</p><p>three", "one two\nthree"),
        ("<head><title>T</title></head><body>b</body>", "b"),
        ("<title>T</title>a<br>b", "T\na\nb"),
        ("<head><meta charset=utf-8><p>never closed", "never closed"),
        ("a<script>if (a<b) {}</script><style>p{}</style>b", "ab"),
        ("<table><tr><td>a<td> b </td></tr><tr><th>c</th><td>d</td></tr></table>", "a\tb\nc\td"),
        ("Tom &amp; J&eacute;r&#244;me", "Tom & Jérôme"),
        ("<b>bo</b>ld <i>words</i>", "bold words"),
        ("</script></head></p>", ""),
        ("<p hidden>one<p>two", "two"),
        ("<p hidden>one<div>two</div>", "two"),
        ("<div hidden>a<div>b</div>c</div>d", "d"),
        ("<ul><li hidden>a<ul><li>b<li>c</ul>d<li>e</ul>f", "e\nf"),
        ("<ul><li hidden>a</ul>b", "b"),
        ("<tr><td hidden>a<td>b", "b"),
        ("<span style='color: red; display: none'>a</span>b<input hidden>c", "bc"),
    ],
)
def test_a_page_gives_what_its_reader_sees(page: str, text: str) -> None:
    assert text_of("a.HTML", page.encode()) == text


def test_a_page_says_how_it_is_encoded() -> None:
    page = '<meta charset="windows-1252"><p>caf\xe9'.encode("windows-1252")
    assert text_of("a.htm", page) == "café"
    with pytest.raises(NoText, match="is not text in utf-8"):
        text_of("a.htm", b"<p>caf\xe9")
    with pytest.raises(NoText, match="is not text in nonsense"):
        text_of("a.htm", b"<meta charset=nonsense>")


def test_a_docx_gives_paragraphs_and_rows() -> None:
    def fill(document) -> None:
        document.add_heading("Talks")
        document.add_paragraph("One  item\nleft.")
        document.add_paragraph("")
        table = document.add_table(rows=2, cols=2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "both"
        table.cell(1, 0).text, table.cell(1, 1).text = "a", "b"
        document.add_paragraph("end")

    assert text_of("a.docx", written(fill)) == "Talks\nOne item\nleft.\nboth\na\tb\nend"


def test_a_pdf_gives_its_pages_parted_by_a_form_feed() -> None:
    assert text_of("a.pdf", printed("One item", "was left.")) == "One item\fwas left."


def test_a_pdf_without_text_says_so() -> None:
    with pytest.raises(NoText, match="pictures of pages"):
        text_of("a.pdf", printed("", ""))


def test_a_locked_pdf_says_so() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(printed("secret")))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(NoText, match="locked with a password"):
        text_of("a.pdf", out.getvalue())


def test_a_docx_that_unpacks_too_large_is_not_unpacked(monkeypatch) -> None:
    monkeypatch.setattr(texts, "MAX_UNPACKED", 100)
    with pytest.raises(NoText, match="unpacks to more"):
        text_of("a.docx", written(lambda document: None))


@pytest.mark.parametrize(("name", "package"), [("a.pdf", "pypdf"), ("a.docx", "docx")])
def test_a_library_that_is_missing_is_named(name, package, monkeypatch) -> None:
    data = {"a.pdf": printed("x"), "a.docx": written(lambda document: None)}[name]
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(NoText, match=r"stickpoint\[documents\]"):
        text_of(name, data)


def answer(name: str, data: bytes) -> str:
    """Return the text, or the sentence why there is none; any other exception is a fault."""
    try:
        return text_of(name, data)
    except NoText as error:
        return f"{name} {error}"


@pytest.mark.parametrize("kind", [".txt", ".html", ".docx", ".pdf"])
@given(st.binary(max_size=60), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<p>"]))
def test_whatever_the_bytes_are_the_answer_is_a_text_or_a_sentence(kind, data, start) -> None:
    assert isinstance(answer(f"a{kind}", start + data), str)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("kind", [".docx", ".pdf"])
def test_a_damaged_document_is_answered(kind, seed) -> None:
    import random

    chance = random.Random(seed)
    fine = printed("One item", "left") if kind == ".pdf" else written(lambda d: d.add_heading("T"))
    data = bytearray(fine)
    for _ in range(chance.choice([1, 5, 50])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert isinstance(answer(f"a{kind}", bytes(data[: chance.randrange(len(data))])), str)


@given(WORDS)
def test_a_page_and_a_word_file_of_the_same_paragraphs_give_the_same_text(paragraphs) -> None:
    import html

    page = "".join(f"<p>{html.escape(words)}</p>" for words in paragraphs)

    def fill(document) -> None:
        for words in paragraphs:
            document.add_paragraph(words)

    assert text_of("a.html", page.encode()) == text_of("a.docx", written(fill))
