"""Sections of lenses that not every case can feed; a new lens adds a line to `LENSES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from stickpoint.view.brief import Brief
from stickpoint.view.page import Block
from stickpoint.view.report.parts import Items, Lines, Part, Section, Text

LENSES: tuple[Callable[[Brief], Section | None], ...] = ()
"""Each gives its section, or None where the case has nothing for it."""


def extra_sections(found: Brief) -> Iterator[Section]:
    """Ask every such lens."""
    for lens in LENSES:
        section = lens(found)
        if section is not None:
            yield section


def from_blocks(blocks: Iterable[Block]) -> list[Part]:
    """Turn the page of a lens into parts of a section; its title is left out."""
    found: list[Part] = []
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        texts = tuple(block.text for block in group)
        if kind in ("item", "step"):
            found.append(Items(texts, numbered=kind == "step"))
        elif kind == "row":
            found.append(Lines(texts))
        elif kind != "title":
            found += [Text(text, kind) for text in texts]
    return found
