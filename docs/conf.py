"""Markdown in this folder → the documentation, built by Sphinx without a network."""

from importlib.metadata import version as installed_version

project = "stickpoint"
author = "The stickpoint developers"
copyright = "2026, The stickpoint developers"
version = release = installed_version("stickpoint")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.mathjax", "sphinx.ext.napoleon"]
myst_enable_extensions = ["deflist", "dollarmath", "fieldlist"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]

autodoc_typehints = "description"
napoleon_google_docstring = False

html_theme = "furo"
html_title = "stickpoint"
html_static_path: list[str] = []

# One example of a fault holds a tab on purpose, which the highlighter of YAML stumbles over.
suppress_warnings = ["misc.highlighting_failure"]
