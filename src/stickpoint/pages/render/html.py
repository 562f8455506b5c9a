"""A report → one HTML file that needs nothing else: no script, no font, no request.

Every word of a case is somebody else's text, so each is escaped where it enters. A
Content-Security-Policy in the file lets a browser apply the one style sheet below (by its hash)
and nothing beside it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, singledispatch
from html import escape
from importlib import resources

from stickpoint.pages import model
from stickpoint.pages.figures.svg import key_shape

FEW = 8
"""Rows up to which a table is kept whole on paper."""
NARROW = 36 * 16
"""Width from which a picture needs a narrow screen to scroll, in pixels; the style sheet has it."""


def html(report: model.Page) -> str:
    """Return a report as one file of HTML, to be written as UTF-8."""
    head = _HEAD.format(policy=policy(), title=escape(report.title), style=style())
    return "\n".join((head, *_body(report), "</html>", ""))


def fragment(page: model.Page) -> str:
    """Set the sections of a page as HTML to stand within another page, such as a notebook's."""
    return "\n".join(line for section in page.sections for line in _section(section))


@cache
def style() -> str:
    """Return the style sheet, as it stands in the file."""
    return resources.files(__package__).joinpath("style.css").read_text(encoding="utf-8")


def policy() -> str:
    """Return the Content-Security-Policy of the file."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


_HEAD = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="stickpoint">
<title>{title}</title>
<style>{style}</style>
</head>"""


def _body(report: model.Page) -> Iterator[str]:
    yield "<body>"
    for section in report.sections[:1]:
        yield f'<a class="skip" href="#{escape(section.name)}">Skip to the answer</a>'
    yield "<header>"
    yield f'<p class="kicker">Why is it stuck?</p><h1>{escape(report.title)}</h1>'
    if report.about:
        yield f'<p class="about">{escape(report.about)}</p>'
    yield "</header>"
    first, rest = report.sections[:1], report.sections[1:]
    yield "<main>"
    for section in first:
        yield from _section(section)
    yield from _contents([section for section in rest if section.title])
    for section in rest:
        yield from _section(section)
    yield "</main>"
    if report.origin:
        yield "<footer><dl>"
        for name, value in report.origin:
            yield f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        yield "</dl></footer>"
    yield "</body>"


def _contents(titled: Sequence[model.Section]) -> Iterator[str]:
    """List what stands behind the answer, and after it: on a phone it would fill a screen."""
    if titled:
        yield '<nav aria-label="Contents"><ol>'
        for section in titled:
            yield f'<li><a href="#{escape(section.name)}">{escape(section.title)}</a></li>'
        yield "</ol></nav>"


def _section(section: model.Section) -> Iterator[str]:
    name = escape(section.name)
    named = f' aria-labelledby="{name}-title"' if section.title else ""
    alone = ' class="alone"' if section.alone else ""
    yield f'<section id="{name}"{alone}{named}>'
    if section.title:
        yield f'<h2 id="{name}-title">{escape(section.title)}</h2>'
    for part in section.parts:
        yield from _part(part)
    yield "</section>"


@singledispatch
def _part(part: model.Part) -> Iterator[str]:
    raise TypeError(f"{type(part).__name__} is no part of a report")


@_part.register
def _text(part: model.Text) -> Iterator[str]:
    tag = "h3" if part.kind == "heading" else "p"
    kind = "" if part.kind in ("heading", "text") else f' class="{part.kind}"'
    yield f"<{tag}{kind}>{_words(part.words)}</{tag}>"


@_part.register
def _items(part: model.Items) -> Iterator[str]:
    tag = "ol" if part.numbered else "ul"
    yield f"<{tag}>"
    for item in part.items:
        if isinstance(item, model.Item):
            yield f"<li>{_words(item.words)}"
            for below in item.below:
                yield from _part(below)
            yield "</li>"
        else:
            yield f"<li>{_words(item)}</li>"
    yield f"</{tag}>"


@_part.register
def _labelled(part: model.Labelled) -> Iterator[str]:
    yield '<dl class="answer">'
    for label, paragraphs in part.rows:
        said = "".join(f"<p>{_said(text)}</p>" for text in paragraphs)
        yield f"<div><dt>{escape(label)}</dt><dd>{said}</dd></div>"
    yield "</dl>"


@_part.register
def _lines(part: model.Lines) -> Iterator[str]:
    rows = "\n".join(escape(row) for row in part.rows)
    yield f'<pre tabindex="0">{rows}</pre>'


@_part.register
def _table(part: model.Table) -> Iterator[str]:
    if part.folded:
        yield f"<details><summary>{escape(part.caption)}</summary>"
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(part.caption)}">'
    # Beyond four columns a narrow screen does better to scroll than to squeeze.
    kinds = ["many"] * (len(part.head) > 4) + ["few"] * (len(part.rows) <= FEW)
    marked = f' class="{" ".join(kinds)}"' if kinds else ""
    yield f"<table{marked}><caption>{escape(part.caption)}</caption>"
    side = [' class="right"' if k in part.right else "" for k in range(len(part.head))]
    # A head without words is none: to whoever hears the page it would be an empty name.
    pairs = zip(side, map(escape, part.head), strict=True)
    heads = "".join(f'<th scope="col"{k}>{h}</th>' if h else f"<td{k}></td>" for k, h in pairs)
    yield f"<thead><tr>{heads}</tr></thead>" * any(part.head) + "<tbody>"
    for first, *rest in part.rows:
        cells = "".join(map("<td{}>{}</td>".format, side[1:], map(_words, rest)))
        yield f'<tr><th scope="row">{_words(first)}</th>{cells}</tr>'
    yield "</tbody></table></div>"
    if part.folded:
        yield "</details>"


@_part.register
def _figure(part: model.Figure) -> Iterator[str]:
    name = escape(part.name)
    wide, high = part.picture.size
    title, narrow = escape(part.title), ' class="narrow"' if wide < NARROW else ""
    yield f'<figure id="{name}">'
    yield f"<figcaption>{title}</figcaption>"
    yield f'<div class="scroll" tabindex="0" role="region" aria-label="{title}, picture">'
    # What is one image to a reader who cannot see it has no links within.
    role = "group" if getattr(part.picture, "links", False) else "img"
    yield (
        f'<svg{narrow} viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
        f'role="{role}" aria-labelledby="{name}-t {name}-d"><title id="{name}-t">{title}</title>'
        f'<desc id="{name}-d">{escape(part.about)}</desc>'
    )
    yield part.picture.draw()
    yield "</svg></div>"
    if part.legend:
        keys = (
            f'<li><svg viewBox="0 0 26 14" width="26" height="14" aria-hidden="true">'
            f"{key_shape(key.kind)}</svg>{escape(key.text)}</li>"
            for key in part.legend
        )
        yield f'<ul class="legend">{"".join(keys)}</ul>'
    if part.table is not None:
        yield from _table(part.table)
    yield "</figure>"


def _words(words: model.Words) -> str:
    return "".join(_piece(piece) for piece in model.pieces(words))


def _piece(piece: model.Piece) -> str:
    if isinstance(piece, model.Number):
        value = "" if piece.value is None else repr(piece.value)
        return f'<data value="{value}" data-key="{escape(piece.key)}">{_said(piece.shown)}</data>'
    if isinstance(piece, model.Mark):
        # The id of something in the record: where it stands, or pointing there.
        place = escape(model.anchor(piece.text))
        words = f"<code>{escape(piece.text)}</code>"
        if piece.kind == "anchor":
            return f'<span id="{place}">{words}</span>'
        if piece.kind == "link":
            return f'<a href="#{place}">{words}</a>'
        tag = "code" if piece.kind == "id" else "span"
        return f'<{tag} class="{escape(piece.kind)}">{_said(piece.text)}</{tag}>'
    return _said(piece)


def _said(text: str) -> str:
    """Escape words, and keep a number beside its per cent sign."""
    return escape(text).replace(" %", "&nbsp;%")
