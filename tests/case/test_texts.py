"""Documents of four kinds → one text each, by the rule; damaged ones → a sentence."""

from __future__ import annotations

import io
import sys
import zipfile
from html import unescape
from html.parser import HTMLParser
from itertools import groupby

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from stickpoint.case.documents.extract import NoText, text_of
from stickpoint.case.documents.kinds import packed
from stickpoint.case.documents.kinds.markup import read_tags

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
    monkeypatch.setattr(packed, "MAX_UNPACKED", 100)
    with pytest.raises(NoText, match="unpacks to more"):
        text_of("a.docx", written(lambda document: None))


def test_a_library_that_is_missing_is_named(monkeypatch) -> None:
    data = printed("x")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(NoText, match=r"stickpoint\[documents\]"):
        text_of("a.pdf", data)


def test_a_docx_is_read_without_any_library(monkeypatch) -> None:
    data = written(lambda document: document.add_paragraph("One item was left."))
    monkeypatch.setitem(sys.modules, "docx", None)
    assert text_of("a.docx", data) == "One item was left."


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


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body(inner: str) -> str:
    """Return the text of a DOCX document with this body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        document = f"<w:document {W} {MORE}><w:body>{inner}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        note = f"<w:footnotes {W}><w:footnote><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote>"
        archive.writestr("word/footnotes.xml", note + "</w:footnotes>")
    return text_of("a.docx", out.getvalue()).removesuffix("a note").rstrip("\n")


MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def run(words: str, about: str = "") -> str:
    return f"<w:r><w:rPr>{about}</w:rPr><w:t>{words}</w:t></w:r>"


BOX = f"<w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<w:ins>{run('in')}</w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del>", "in"),
        (f"<w:moveFrom>{run('old')}</w:moveFrom><w:moveTo>{run('new')}</w:moveTo>", "new"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('held')}</w:sdtContent></w:sdt>", "held"),
        (f"<w:smartTag>{run('tent')}</w:smartTag><w:fldSimple>{run(' 7')}</w:fldSimple>", "tent 7"),
        (f"<w:customXml>{run('a')}</w:customXml><w:bdo>{run('b')}</w:bdo>", "ab"),
        (f"<w:ins><w:hyperlink>{run('deep')}</w:hyperlink></w:ins>", "deep"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', "→"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>', "\ufffd"),
        (run("seen") + run("hidden", "<w:vanish/>") + run("!", '<w:vanish w:val="0"/>'), "seen!"),
        (f"<w:r>{BOX}</w:r>{run('words')}", "words\nboxed"),
        (
            f"<mc:AlternateContent><mc:Choice><w:r>{BOX}</w:r></mc:Choice>"
            f"<mc:Fallback><w:r>{BOX}</w:r></mc:Fallback></mc:AlternateContent>",
            "boxed",
        ),
        ("<m:oMath><m:r><m:t>x = 1</m:t></m:r></m:oMath>", "x = 1"),
        (
            FIELD.format("begin") + f"<w:r><w:instrText>IF</w:instrText></w:r>{run('asked')}"
            + FIELD.format("separate") + run("shown") + FIELD.format("end") + run(" after"),
            "shown after",
        ),
        (FIELD.format("begin") + f"</w:p><w:p>{run('not lost')}", "not lost"),
        (
            f"<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('one ')}</w:p><w:p>{run('line')}",
            "one line",
        ),
        ("<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + run("a") + "<w:r><w:tab/></w:r>b", "a"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b"), "a\tb"),
        (run("a", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"), "a"),
    ],
)  # fmt: skip
def test_a_docx_gives_what_word_shows(inner: str, text: str) -> None:
    assert body(f"<w:p>{inner}</w:p>") == text


def cell(words: str, about: str = "") -> str:
    return f"<w:tc><w:tcPr>{about}</w:tcPr><w:p>{run(words)}</w:p></w:tc>"


def test_merged_cells_do_not_repeat_and_nested_tables_are_read() -> None:
    nested = f"<w:tc><w:tbl><w:tr>{cell('in')}{cell('side')}</w:tr></w:tbl><w:p/></w:tc>"
    rows = [
        cell("wide", '<w:gridSpan w:val="1000000"/>') + cell("x"),
        cell("tall", '<w:vMerge w:val="restart"/>') + cell("y"),
        cell("", "<w:vMerge/>") + cell("z"),
        cell("n") + nested,
    ]
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('gone')}</w:tr>"
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    assert body(f"<w:tbl>{table}{gone}</w:tbl>") == "wide\tx\ntall\ty\nz\nn\tin side"


def test_footnotes_follow_the_text_so_that_its_characters_stay_where_they_are() -> None:
    document = written(lambda d: d.add_paragraph("The text."))
    out = io.BytesIO(document)
    with zipfile.ZipFile(out, "a") as archive:
        note = f"<w:footnotes {W}><w:footnote><w:p>{run('a note')}</w:p></w:footnote></w:footnotes>"
        archive.writestr("word/footnotes.xml", note)
    assert text_of("a.docx", out.getvalue()) == "The text.\na note"


def test_a_docx_that_word_has_not_put_together_says_so() -> None:
    with pytest.raises(NoText, match="save it again with Word"):
        body("<w:altChunk/>")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("a<!-- b -->c<!-- never closed", "ac"),
        ("a<!--> b <!---> c", "a b c"),
        ("a < b <3 <", "a < b <3 <"),
        ("a<br/>b<a href=x/>c", "a\nbc"),
        ("<p title='a>b'>c<p title=\"'>d", "c"),
        ("<script/>a<script>b</scripts></script >c", "ac"),
        ("a<?php b ?>c<!x>d<![CDATA[ e ]]>f</>g</ h>i", "acdfgi"),
        ("&#99999999999;&#x110000;&#" + "9" * 5000 + ";a&#0000000065;", "\ufffd" * 3 + "aA"),
        ("<p hidden=hidden>a</p>b<P STYLE='x;DISPLAY :none'>c", "b"),
    ],
)
def test_tags_are_told_as_the_standard_tells_them(page: str, text: str) -> None:
    assert text_of("a.html", page.encode()) == text


def test_a_page_in_an_encoding_that_no_page_has_is_not_read() -> None:
    with pytest.raises(NoText, match="is not text in punycode"):
        text_of("a.html", b"<meta charset=punycode>" + b"ab-" * 9)


class Told(HTMLParser):
    """The parser of the standard library, as the twin of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[str, ...]] = []

    def handle_starttag(self, tag, attrs) -> None:
        self.told.append(("opens", tag))

    def handle_startendtag(self, tag, attrs) -> None:
        self.told.append(("alone", tag))

    def handle_endtag(self, tag) -> None:
        self.told.append(("closes", tag))

    def handle_data(self, data) -> None:
        self.told.append(("words", data))


class Ours:
    """What our reader of tags is told, in the same form."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []

    def opens(self, tag, _) -> None:
        self.told.append(("opens", tag))

    def stands_alone(self, tag) -> None:
        self.told.append(("alone", tag))

    def closes(self, tag) -> None:
        self.told.append(("closes", tag))

    def words(self, words) -> None:
        if words:
            self.told.append(("words", unescape(words)))


PIECES = [
    "a ",
    "é",
    "&amp;",
    "&#65;",
    "<b>",
    "</b>",
    "<p class='x y'>",
    "<br/>",
    "<i a b=c>",
    "<!-- x -->",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_tags_of_sound_pages_are_those_of_the_standard_library(pieces) -> None:
    twin, ours = Told(), Ours()
    twin.feed("".join(pieces))
    twin.close()
    read_tags("".join(pieces), ours)
    assert joined(ours.told) == joined(twin.told)


def joined(told: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Join words that stand side by side."""
    groups = groupby(told, key=lambda each: each[0] == "words")
    return [
        each
        for words, group in groups
        for each in ([("words", "".join(w for _, w in group))] if words else group)
    ]


def test_what_pypdf_warns_of_does_not_reach_the_user(capfd) -> None:
    damaged = (
        printed("One item").replace(b"startxref", b"startxxef").replace(b"0000000", b"9999999")
    )
    answer("a.pdf", damaged)
    answer("a.pdf", printed("One").replace(b"/Count 1", b"/Count 9"))
    assert capfd.readouterr() == ("", "")
