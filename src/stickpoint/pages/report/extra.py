"""Sections of lenses that not every case can feed; a new lens adds a line to `LENSES`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import groupby

from stickpoint.answers.levers_payoffs import cardinal
from stickpoint.answers.levers_ranks import ordinal_levers
from stickpoint.pages.levers.payoffs import page
from stickpoint.pages.levers.ranks import notes, sentences
from stickpoint.pages.model import Items, Lines, Part, Section, Text
from stickpoint.pages.why.brief import Brief
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import plain, upper

MOST_STATES = 2_000
"""Beyond this the search for another order of ranks would take longer than a page should."""


def from_blocks(blocks: Iterable[Block]) -> list[Part]:
    """Turn the page of a lens into parts of a section; its title is left out."""
    found: list[Part] = []
    blocks = list(_with_parts(blocks))
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        texts = tuple(block.text for block in group)
        if kind in ("item", "step"):
            found.append(Items(texts, numbered=kind == "step"))
        elif kind == "row":
            found.append(Lines(texts))
        elif kind != "title":
            found += [Text(text, kind) for text in texts]
    return found


def _with_parts(blocks: Iterable[Block]) -> Iterator[Block]:
    """Put what stands under an item into it, so that a list is not torn apart."""
    held: Block | None = None
    for block in blocks:
        if block.kind == "under" and held is not None:
            held = Block(held.kind, f"{held.text} {block.text}")
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def holding(found: Brief) -> Section | None:
    """Say what least change of orders or options would make each settlement hold."""
    case, conflict = found.why.case, found.why.conflict
    if not conflict.terms:
        return None
    name, title = "holding", "What change would make a settlement hold"
    if find_spec("ortools") is None:
        reason = "OR-Tools is not installed, so nothing was searched for; it comes with levers."
        return Section(name, title, (Text(reason),))
    if conflict.n_states > MOST_STATES:
        reason = "The case is too large for a page to search it; ask stickpoint levers."
        return Section(name, title, (Text(reason),))
    parts: list[Part] = []
    outcomes = ordinal_levers(case, nature=found.why.setting)
    for outcome in outcomes:
        parts.append(Text(upper(plain(outcome.terms)), "heading"))
        parts.append(Items(tuple(sentences(outcome))))
    told = [*notes(outcomes), "The search is that of stickpoint levers."]
    return Section(name, title, (*parts, Text(" ".join(told), "note")))


def sooner(found: Brief) -> Section | None:
    """Say whose move, which lever and which payment would shorten the wait, and when it is ripe."""
    course = found.course
    if found.silent or course is None:
        return None
    lens = cardinal(found.why.case, changes=course.changes, seed=found.seed)
    return Section("sooner", "What would end it sooner", tuple(from_blocks(page(lens))))


LENSES: tuple[Callable[[Brief], Section | None], ...] = (holding, sooner)
"""Each gives its section, or None where the case has nothing for it."""


def extra_sections(found: Brief) -> Iterator[Section]:
    """Ask every such lens."""
    for lens in LENSES:
        section = lens(found)
        if section is not None:
            yield section
