"""Markdown in this folder → the documentation, built by Sphinx and read without a network."""

from html import escape
from importlib.metadata import version as installed_version
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
    page.body.append(f'<div class="math" style="overflow-x: auto">{formula(node, "block")}</div>\n')
    raise nodes.SkipNode


def setup(app: Any) -> None:
    app.add_html_math_renderer("mathml", (within_a_line, None), (on_its_own, None))
