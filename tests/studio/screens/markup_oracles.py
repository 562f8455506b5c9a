"""A fragment of HTML → its tags, read strictly: what is opened is closed, in order."""

from __future__ import annotations

import json
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "input", "path", "rect", "circle", "line", "polygon", "wbr"}
LOADS = {"script", "style", "link", "iframe", "object", "embed", "base", "image", "use"}
"""Tags that run, load or restyle, of which a screen has none."""


class Fragment(HTMLParser):
    """Reads HTML and refuses what a parser would have to mend."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert tag not in VOID, tag
        assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def ids(self) -> list[str]:
        """Every id, in order."""
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]


def well_made(text: str) -> Fragment:
    """Read a fragment, and hold it to what every screen keeps.

    Nothing runs or restyles; each control says what it is; what edits say is JSON.
    """
    found = Fragment(text)
    labels = {attrs.get("for") for tag, attrs in found.tags if tag == "label"}
    for tag, attrs in found.tags:
        assert tag not in LOADS, tag
        assert not [name for name in attrs if name == "style" or name.startswith("on")], attrs
        assert not attrs.get("href", "#").lower().startswith(("javascript:", "data:")), attrs
        for name in ("data-path", "data-values", "data-order"):
            assert name not in attrs or json.loads(attrs[name]) is not None, attrs
        if tag in ("input", "select", "textarea") and attrs.get("type") != "hidden":
            named = attrs.get("id") in labels or "aria-label" in attrs
            assert named or within_label(text, attrs), (tag, attrs)
    return found


def within_label(text: str, attrs: dict[str, str]) -> bool:
    """Tell whether a control stands inside a label, by its name."""
    before = text.partition(f'name="{attrs.get("name", "")}"')[0]
    return before.count("<label") > before.count("</label>")
