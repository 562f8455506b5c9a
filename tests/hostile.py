"""Documents made to hang or to fill the memory of whoever reads them: bombs, loops, lying headers.

Every one is made from a seed when it is asked for; ``size`` is 1 for the real thing and less for a
quick look at the same kind. ``benchmarks/hostile.py`` gives them to ``stickpoint check``.
"""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

Maker = Callable[[], bytes]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MIB = 1 << 20


def documents(size: float = 1.0, seed: int = 1) -> Iterator[tuple[str, Maker]]:
    """List the names of all hostile documents, with what makes each."""
    yield from _texts(size)
    yield from _pages(size)
    yield from _word(size)
    yield from _pdfs(size)
    yield from _damaged(size, seed)


def _texts(size: float) -> Iterator[tuple[str, Maker]]:
    n = int(4_950_000 * size)
    for name, piece in {
        "one-word": "a", "short-words": "a ", "spaces": " ", "line-ends": "\n", "marks": ".,",
        "zeros": "\0", "ligatures": "ﷺ", "combining": "e\u0301", "soft-hyphens": "\u00ad ",
        "emoji": "😐 ", "cyrillic": "\u0430", "quotes": "“no” ", "near": "talks opend in jully ",
        "same": "The talks opened in July. ", "joiners": "\u200d",
    }.items():  # fmt: skip
        yield f"text-{name}.txt", lambda piece=piece: (piece * n)[:n].encode()
    yield "text-too-long.txt", lambda: b"a " * (n * 4)
    yield "text-bytes.txt", lambda: b"\xff\xfe" * n
    yield "text-surrogates.txt", lambda: b"\xed\xa0\x80" * n


def _pages(size: float) -> Iterator[tuple[str, Maker]]:
    n = int(2 * MIB * size)
    for name, piece in {
        "tags": "<a ", "comments": "<!--", "single-quotes": "<a b='", "double-quotes": '<a b="',
        "less-than": "<", "ends": "</", "named-ends": "</a", "declarations": "<!", "orders": "<?",
        "cdata": "<![CDATA[", "scripts": "<script>", "styles": "<style>", "ampersands": "&",
        "numbers": "&#", "hex": "&#x", "names": "&amp", "hidden": "<p hidden>", "div": "<div>",
        "tables": "<table><tr><td>", "closed": "</p>", "attributes": " b", "no-value": "<a b=c ",
        "equals": "<a b =", "veils": "<p style='display:", "script-ends": "<script></scrip",
        "lists": "<ul><li hidden>", "dashes": "<!--->-", "slashes": "<a/", "bogus": "</ ",
        "rows": "<tr hidden><td>a", "cells": "<td>\t", "doctype": "<!doctype ",
    }.items():  # fmt: skip
        for times in (1, 12):
            yield f"page-{name}-{times}.html", lambda p=piece, t=times: (p * n)[: n * t].encode()
    yield "page-one-tag.html", lambda: b"<a" + b" b" * (8 * n) + b">x"
    yield "page-spaces-in-tag.html", lambda: b"<a" + b" " * (16 * n) + b">x"
    yield "page-long-number.html", lambda: b"&#" + b"9" * (8 * n) + b";x"
    yield "page-many-numbers.html", lambda: b"&#99999999999999999;x" * (n // 21)
    for charset in ("punycode", "idna", "unicode_escape", "utf-7", "utf-16", "zlib", "hex"):
        start = f"<meta charset={charset}>".encode()
        yield f"page-{charset}.html", lambda start=start: start + b"ab-\\u00e9+" * (n // 5)


def _packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def _docx(body: str | bytes, before: str = "") -> bytes:
    inner = body if isinstance(body, bytes) else body.encode()
    start = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>'.encode()
    return _packed({"word/document.xml": start + inner + b"</w:body></w:document>"})


def paragraph(words: str) -> str:
    """Write one paragraph of a DOCX document."""
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def _cell(span: int) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{paragraph("x")}</w:tc>'


def _word(size: float) -> Iterator[tuple[str, Maker]]:
    n = int(1_000_000 * size)
    row = f"<w:tr>{_cell(1_000_000)}</w:tr>"
    entity = '<!DOCTYPE d [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + k)} "{f"&{chr(97 + k)};" * 10}">' for k in range(12)
    )
    yield "word-grid-span.docx", lambda: _docx(f"<w:tbl>{row * 2000}</w:tbl>")
    yield "word-paragraphs.docx", lambda: _docx(paragraph("one two") * n)
    yield "word-200000.docx", lambda: _docx(paragraph("one two") * int(200_000 * size))
    yield "word-text.docx", lambda: _docx(paragraph("a " * (30 * n)))
    yield "word-zeros.docx", lambda: _docx(b" " * (400 * n))
    yield "word-runs.docx", lambda: _docx("<w:p>" + "<w:r/>" * (5 * n) + "</w:p>")
    yield "word-deep.docx", lambda: _docx("<w:sdt>" * n)
    yield "word-deep-tables.docx", lambda: _docx("<w:tbl><w:tr><w:tc>" * n)
    yield "word-text-boxes.docx", lambda: _docx("<w:p><w:r><w:txbxContent>" * n)
    yield (
        "word-fields.docx",
        lambda: _docx(
            "<w:p>" + '<w:r><w:fldChar w:fldCharType="begin"/><w:t>a</w:t></w:r>' * n + "</w:p>"
        ),
    )
    yield "word-entities.docx", lambda: _docx(paragraph("&m;"), entity + "]>")
    yield (
        "word-outside.docx",
        lambda: _docx(paragraph("&a;"), '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
    )
    yield (
        "word-attributes.docx",
        lambda: _docx("<w:p " + " ".join(f'a{k}=""' for k in range(2 * n)) + "/>"),
    )
    yield "word-names.docx", lambda: _docx("".join(f"<w:a{k}/>" for k in range(n)))
    yield "word-spaces.docx", lambda: _docx("".join(f'<a xmlns:b{k}="c"/>' for k in range(n)))
    yield "word-one-name.docx", lambda: _docx("<w:" + "a" * (30 * n) + "/>")
    yield "word-comment.docx", lambda: _docx("<!--" + " " * (60 * n) + "-->")
    yield "word-order.docx", lambda: _docx("<?a " + "b" * (60 * n) + "?>")
    yield (
        "word-symbols.docx",
        lambda: _docx("<w:p>" + '<w:sym w:font="Wingdings" w:char="F0E0"/>' * n + "</w:p>"),
    )
    yield (
        "word-notes.docx",
        lambda: _packed(
            {
                "word/document.xml": b"<d/>",
                "word/footnotes.xml": b"<d>" + b" " * (200 * n) + b"</d>",
            }
        ),
    )
    yield (
        "word-points-to-itself.docx",
        lambda: _packed(
            {"_rels/.rels": b'<r><a Type="x/officeDocument" Target="_rels/.rels"/></r>'}
        ),
    )
    yield "word-no-text.docx", lambda: _packed({"a.txt": b"a"})
    yield "word-lzma.docx", lambda: _packed({"word/document.xml": b"<d/>"}, zipfile.ZIP_LZMA)
    yield "word-many-parts.docx", lambda: _many_parts(n // 2)
    for name, claimed in {"nothing": 0, "little": 10, "much": 2**31, "all": 2**32 - 1}.items():
        yield f"word-claims-{name}.docx", lambda claimed=claimed: _lying(claimed, size)
    yield "word-overlaps.docx", lambda: _overlapping(int(10_000 * size))
    yield (
        "word-utf-16.docx",
        lambda: _packed({"word/document.xml": ("<d>" + "<p/>" * n + "</d>").encode("utf-16")}),
    )
    yield "word-old.docx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * n
    yield "word-nested.docx", lambda: _packed({"word/document.xml": _docx(b" " * (100 * n))})


def _many_parts(count: int) -> bytes:
    entry = b"PK\x01\x02" + b"\0" * 24 + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"a"
    data = entry[:46] + b"a"
    ending = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(data) * count, 0, 0
    )
    return data * count + ending


def _lying(claimed: int, size: float) -> bytes:
    """Let both headers claim another size than the part unpacks to."""
    data = bytearray(_docx(b" " * int(300 * MIB * size)))
    struct.pack_into("<L", data, 22, claimed)
    central = data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, central + 24, claimed)
    return bytes(data)


def _overlapping(count: int) -> bytes:
    """Let many names of the directory point to one part that unpacks to much."""
    one = _docx(b" " * 30_000_000)
    central = one.index(b"PK\x01\x02")
    ending = one.index(b"PK\x05\x06")
    entry = one[central:ending]
    directory = entry * count
    fields = struct.unpack("<4s4H2LH", one[ending : ending + 22])
    number = min(count, 0xFFFF)
    closing = struct.pack("<4s4H2LH", *fields[:3], number, number, len(directory), central, 0)
    return one[:central] + directory + closing


def pdf(objects: dict[int, bytes], tail: bytes = b"/Root 1 0 R") -> bytes:
    """Write a PDF of numbered objects, with its table of places."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    most = max(objects) + 1
    out += b"trailer\n<</Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (most, tail, start)
    return bytes(out)


def stream(data: bytes, about: bytes = b"") -> bytes:
    """Write a stream object."""
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), about, data)


def paged(content: bytes, about: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """Write a PDF of one page with this content."""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>>>",
            4: stream(content, about),
            5: font,
            **(more or {}),
        }
    )


def _flate(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def _pdfs(size: float) -> Iterator[tuple[str, Maker]]:
    n = int(1_000_000 * size)
    text = b"BT /F1 12 Tf (a) Tj ET "
    flate = b"/Filter/FlateDecode"
    yield "pdf-bomb.pdf", lambda: paged(_flate(b" " * (1000 * n)), flate)
    yield (
        "pdf-bombs.pdf",
        lambda: paged(
            _flate(b" " * (1000 * n), 3), b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
        ),
    )
    yield "pdf-filters.pdf", lambda: paged(b"0" * 100, b"/Filter[" + b"/ASCIIHexDecode" * n + b"]")
    yield "pdf-runs.pdf", lambda: paged(b"\x81 " * (8 * n), b"/Filter/RunLengthDecode")
    yield "pdf-lzw.pdf", lambda: paged(b"\x80\x0b\x60\x50" * (2 * n), b"/Filter/LZWDecode")
    yield "pdf-85.pdf", lambda: paged(b"z" * (20 * n), b"/Filter/ASCII85Decode")
    yield "pdf-hex.pdf", lambda: paged(b"20" * (10 * n), b"/Filter/ASCIIHexDecode")
    yield (
        "pdf-columns.pdf",
        lambda: paged(
            _flate(b"\2" * n), flate + b"/DecodeParms<</Predictor 12/Columns 2000000000>>"
        ),
    )
    yield "pdf-words.pdf", lambda: paged(_flate(text * n), flate)
    yield "pdf-moves.pdf", lambda: paged(_flate(b"BT " + b"1 0 Td " * (3 * n) + b"ET"), flate)
    yield "pdf-saves.pdf", lambda: paged(_flate(b"q " * (3 * n)), flate)
    yield "pdf-arrays.pdf", lambda: paged(b"[" * (5 * n))
    yield "pdf-dictionaries.pdf", lambda: paged(b"<<" * (5 * n))
    yield "pdf-strings.pdf", lambda: paged(b"(" * (10 * n))
    yield "pdf-comments.pdf", lambda: paged(b"%" * (10 * n))
    yield "pdf-picture.pdf", lambda: paged(b"BI ID " * n)
    yield "pdf-numbers.pdf", lambda: paged(b"9" * (5 * n) + b" Tj")
    yield (
        "pdf-draws-itself.pdf",
        lambda: paged(b"/X Do", more={6: stream(b"/X Do /X Do", _form(6))}),
    )
    yield (
        "pdf-draws-much.pdf",
        lambda: paged(
            b"/X Do", more={k: stream(text + b"/X Do " * 10, _form(k + 1)) for k in range(6, 16)}
        ),
    )
    yield (
        "pdf-tree-loop.pdf",
        lambda: pdf(
            {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"}
        ),
    )
    yield (
        "pdf-deep-tree.pdf",
        lambda: pdf(
            {
                1: b"<</Type/Catalog/Pages 2 0 R>>",
                **{
                    k: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (k + 1)
                    for k in range(2, int(50_000 * size) + 3)
                },
            }
        ),
    )
    yield "pdf-same-pages.pdf", lambda: _same_pages(int(20_000 * size))
    yield (
        "pdf-count.pdf",
        lambda: pdf(
            {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 2000000000>>"}
        ),
    )
    yield "pdf-places-loop.pdf", lambda: paged(text).replace(b"/Root", b"/Prev 9 /Root")
    yield (
        "pdf-places-many.pdf",
        lambda: (
            b"%PDF-1.7\nxref\n0 999999999\n"
            + b"0000000009 00000 n \n" * n
            + b"trailer\n<</Root 1 0 R/Size 9>>\nstartxref\n9\n%%EOF"
        ),
    )
    yield "pdf-places-stream.pdf", lambda: _places_stream(n)
    yield "pdf-length-loop.pdf", lambda: paged(text).replace(b"/Length 23", b"/Length 4 0 R")
    yield "pdf-objects.pdf", lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * n + b"startxref\n9\n%%EOF"
    yield "pdf-starts.pdf", lambda: b"%PDF-1.7\n1 0 obj\n" + b"startxref\n9\n" * n + b"%%EOF"
    yield "pdf-nested.pdf", lambda: pdf({1: b"[" * n + b"]" * n})
    yield "pdf-name.pdf", lambda: pdf({1: b"/" + b"#41" * (3 * n)})
    yield "pdf-map.pdf", lambda: _mapped(b"1 beginbfrange <0000> <ffffffff> <0041> endbfrange")
    yield (
        "pdf-maps.pdf",
        lambda: _mapped(
            b"100 beginbfrange\n" + b"<0000> <ffff> <0041>\n" * (n // 10) + b"endbfrange"
        ),
    )
    yield "pdf-object-streams.pdf", lambda: _object_streams(int(3000 * size))


def _form(number: int) -> bytes:
    about = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    return about % number


def _same_pages(count: int) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R"
    page += b"/Resources<</Font<</F1 5 0 R>>>>>>"
    kids = b" ".join(b"%d 0 R" % k for k in range(10, 10 + count))
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
            4: stream(_flate(b"BT /F1 12 Tf (a b) Tj ET " * 20_000), b"/Filter/FlateDecode"),
            5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            **dict.fromkeys(range(10, 10 + count), page),
        }
    )


def _places_stream(count: int) -> bytes:
    data = _flate(b"\1" * (50 * count))
    about = b"/Type/XRef/Root 1 0 R/Size 2000000000/W[1 2 1]/Index[0 2000000000]/Filter/FlateDecode"
    return b"%PDF-1.7\n1 0 obj\n" + stream(data, about) + b"\nendobj\nstartxref\n9\n%%EOF"


def _mapped(ranges: bytes) -> bytes:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R"
    cmap = b"1 begincodespacerange <0000> <ffff> endcodespacerange\n" + ranges
    flate = b"/Filter/FlateDecode"
    return paged(
        b"BT /F1 12 Tf <0041> Tj ET", more={5: font + b">>", 6: stream(_flate(cmap), flate)}
    )


def _object_streams(count: int) -> bytes:
    """Let each object stream lie in the next, the last in the first."""
    about = b"/Type/ObjStm/N 1/First 5/Extends %d 0 R"
    loop = {k: stream(b"3 0  [3 0 R]", about % (k + 1)) for k in range(10, 10 + count)}
    loop[10 + count] = stream(b"3 0  [3 0 R]", about % 10)
    return pdf({1: b"<</Type/Catalog/Pages 10 0 R>>", **loop})


def _damaged(size: float, seed: int) -> Iterator[tuple[str, Maker]]:
    """Damage sound documents at random."""
    sound = {
        "docx": lambda: _docx(paragraph("The talks opened in July.") * int(2000 * size + 1)),
        "pdf": lambda: paged(b"BT /F1 12 Tf (The talks opened in July.) Tj ET "),
        "html": lambda: (
            b"<p>The talks opened <b>in July</b>.<!-- no --></p>" * int(9000 * size + 1)
        ),
    }
    for kind, make in sound.items():
        for number in range(8):
            yield f"damaged-{number}.{kind}", lambda m=make, k=number: _spoilt(m(), seed * 100 + k)


def _spoilt(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    spoilt = bytearray(data)
    for _ in range(chance.choice([1, 10, 100])):
        at = chance.randrange(len(spoilt))
        width = chance.choice([1, 1, 4])
        spoilt[at : at + width] = chance.choice([b"\xff", b"\0", b"9", b"\xff" * 4, b""])
    return bytes(spoilt[: chance.randrange(len(spoilt) // 2, len(spoilt))])
