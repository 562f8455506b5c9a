"""Markdown in this folder → the documentation, built by Sphinx and read without a network."""

import re
from html import escape
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert

project = "stickpoint"
author = "The stickpoint developers"
copyright = "2026, The stickpoint developers"
version = release = installed_version("stickpoint")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

autodoc_typehints = "description"
napoleon_google_docstring = False

html_theme = "furo"
html_title = "stickpoint"
html_static_path: list[str] = []
html_math_renderer = "mathml"

# One example of a fault holds a tab on purpose, which the highlighter of YAML stumbles over.
suppress_warnings = ["misc.highlighting_failure"]


def formula(node: nodes.Element, display: str) -> str:
    """Return a formula as MathML, which browsers set and read aloud without any script."""
    tex = node.astext().strip()
    return convert(tex, display=display).replace("<math ", f'<math alttext="{escape(tex)}" ', 1)


def within_a_line(page: Any, node: nodes.Element) -> None:
    page.body.append(formula(node, "inline"))
    raise nodes.SkipNode


def on_its_own(page: Any, node: nodes.Element) -> None:
    # A long formula is scrolled on a small screen, not cut.
    set_ = f'<div class="math" style="overflow-x: auto" tabindex="0">{formula(node, "block")}</div>'
    page.body.append(f"{set_}\n")
    raise nodes.SkipNode


LETTERS = """<style>
math { font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math",
  "DejaVu Math TeX Gyre", math; }
mtd[columnalign="left"] { text-align: left; }
mtd[columnalign="right"] { text-align: right; }
</style>"""
"""Letters that know where an index stands, where a browser might take any; and columns."""
SAID = {
    # What is wider than the screen can be scrolled by the keys, too.
    "<pre>": '<pre tabindex="0">',
    '<div class="table-wrapper ': '<div tabindex="0" class="table-wrapper ',
}
HEADS = {'role="heading"': 'role="heading" aria-level="2"'}
PLACES = {
    # Two margins and the links to this page's source, each a place of its own by name.
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="All pages">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<div class="content-icon-container">': '<div class="content-icon-container" role="navigation" '
    'aria-label="This page">',
}
EMPTY = re.compile(r'<th class="head">(?:<p></p>)?</th>')


def replaced(text: str, pairs: dict[str, str]) -> str:
    for old, new in pairs.items():
        text = text.replace(old, new)
    return text


def for_every_reader(
    _app: Any, _name: str, _template: str, page: dict[str, Any], _tree: Any
) -> None:
    """Mend for keys and readers aloud what the theme leaves out."""
    page["metatags"] = page.get("metatags", "") + LETTERS
    page["body"] = EMPTY.sub("<td></td>", replaced(page.get("body", ""), SAID))
    page["furo_navigation_tree"] = replaced(page.get("furo_navigation_tree", ""), HEADS)


def with_places(app: Any, failed: Exception | None) -> None:
    """Name what the theme's own templates lay out around a page."""
    if failed is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            if (named := replaced(text, PLACES)) != text:
                path.write_text(named, encoding="utf-8")


def setup(app: Any) -> None:
    # After the theme, which makes the tree at the usual 500.
    app.connect("html-page-context", for_every_reader, priority=900)
    app.connect("build-finished", with_places)
    app.add_html_math_renderer("mathml", (within_a_line, None), (on_its_own, None))
