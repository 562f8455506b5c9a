"""The ways in which it ends → a list: how often, after how long, and who does what in turn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stickpoint.graph.words import undo_text
from stickpoint.pages.model import Item, Items, Section, Text, Words
from stickpoint.pages.wording.grammar import count, joined, plain, upper
from stickpoint.pages.wording.names import CaseWords
from stickpoint.pages.wording.numbers import duration, exactly, span

if TYPE_CHECKING:
    from stickpoint.answers.clock import Way, Ways


def section(ways: Ways, words: CaseWords) -> Section:
    """Lay the ways out, from the most probable on; ``words`` are of ``ways.game.conflict``."""
    title, courses = "By which moves does it end?", count(ways.paths, "simulated course")
    if not ways.ways:
        return Section("ways", title, (Text(f"On none of {courses}."),))
    items = tuple(_item(ways, way, words) for way in ways.ways)
    rest = f"In {_of_100(ways.rest, *ways.rest_range)} it ends in some other way. "
    note = (
        f"{rest * bool(ways.rest)}Counted among {courses} (seed {ways.seed}) that look "
        f"{exactly(ways.horizon, ways.game.unit)} ahead; moves that were undone again are left "
        "out. In brackets is what the counting itself leaves open, 19 times out of 20; how sure "
        "the payoffs and paces are is another matter."
    )
    return Section("ways", title, (Items(items), Text(note)))


def _item(ways: Ways, way: Way, words: CaseWords) -> Words | Item:
    """Say how often it ends in one way and after how long, and list its moves."""
    often, unit = _of_100(way.probability, way.low, way.high), ways.game.unit
    head = f"{upper(plain(way.terms))}: {often}"
    if len(way.states) == 1:
        return f"{head}, as things stand."
    if math.isfinite(way.median_time):
        half = f"half of them take {span(*way.quartiles, unit)}"
        head += f", typically after {duration(way.median_time, unit)} ({half})"
    moves = zip(way.movers, way.states[:-1], way.states[1:], strict=True)
    steps = tuple(f"{upper(_step(ways, *move, words))}." for move in moves)
    return Item(f"{head}.", (Items(steps, numbered=True),))


def _step(ways: Ways, mover: int, source: int, target: int, words: CaseWords) -> str:
    if mover >= 0:
        return f"{words.party(mover)}: {words.deed(mover, source, target)}"
    before, after = set(words.conflict.yes(source)), set(words.conflict.yes(target))
    changed = [(c.id, plain(c.text) or c.id) for c in words.case.nature if c.id in before ^ after]
    turned = [text if id_ in after else undo_text(text, "") for id_, text in changed]
    foreseen = "by chance" if mover == -1 else "on its date, unforeseen"
    return f"{foreseen}: {joined(turned) or ways.mover(mover)}"


def _of_100(share: float, low: float, high: float) -> str:
    """Say a probability as so many of 100, with its range, to a digit that the range bears out.

    >>> _of_100(0.2345, 0.226, 0.243), _of_100(0.0201, 0.0175, 0.0231)
    ('23 of 100 courses (23 to 24)', '2 of 100 courses')
    >>> _of_100(0.0021, 0.0014, 0.0032)
    '0.2 of 100 courses (0.1 to 0.3)'
    >>> _of_100(0.0001, 0.00002, 0.0006)
    'under 0.1 of 100 courses'
    """
    if share < 0.0005:
        return "under 0.1 of 100 courses"
    digits = 0 if low >= 0.01 else 1
    middle, least, most = (f"{100 * x:.{digits}f}" for x in (share, low, high))
    return f"{middle} of 100 courses" + f" ({least} to {most})" * (least != most)
