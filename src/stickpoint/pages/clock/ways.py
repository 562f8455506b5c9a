"""The ways in which it ends → sentences: how often, who does what, after how long."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from stickpoint.pages.model import Items, Section, Text
from stickpoint.pages.wording.names import CaseWords, count, joined, plain, undo_text, upper
from stickpoint.pages.wording.numbers import duration, span

if TYPE_CHECKING:
    from stickpoint.answers.clock import Way, Ways


def section(ways: Ways, words: CaseWords) -> Section:
    """Lay the ways out, from the most probable on.

    Parameters
    ----------
    ways : Ways
    words : CaseWords
        Of the case and of ``ways.game.conflict``.
    """
    name, title = "ways", "By which moves does it end?"
    if not ways.ways:
        return Section(name, title, (Text(f"On none of {count(ways.paths, 'simulated course')}."),))
    others = f"In {_of_100(ways.rest, *ways.rest_range)} it ends in some other way. "
    note = (
        f"{others * bool(ways.rest)}Counted among {count(ways.paths, 'simulated course')} (seed "
        f"{ways.seed}), moves that were undone again left out; the range in brackets holds 19 "
        f"times out of 20 for these payoffs and paces, looking {ways.horizon:g} {ways.game.unit}s "
        "ahead, and says nothing of how sure those are."
    )
    return Section(name, title, (Items(tuple(sentences(ways, words))), Text(note)))


def sentences(ways: Ways, words: CaseWords) -> list[str]:
    """Say each way in one sentence."""
    return [_sentence(ways, way, words) for way in ways.ways]


def _sentence(ways: Ways, way: Way, words: CaseWords) -> str:
    steps = zip(way.movers, way.states[:-1], way.states[1:], strict=True)
    said = "; then ".join(_step(ways, *step, words) for step in steps) or "as things stand"
    after, unit = "", ways.game.unit
    if math.isfinite(way.median_time) and len(way.states) > 1:
        half = f"half of these courses {span(*way.quartiles, unit)}"
        after = f", typically after {duration(way.median_time, unit)} ({half})"
    often = _of_100(way.probability, way.low, way.high)
    return f"{upper(plain(way.terms))} in {often}{after}: {said}."


def _step(ways: Ways, mover: int, source: int, target: int, words: CaseWords) -> str:
    if mover >= 0:
        return f"{words.party(mover)}: {words.deed(mover, source, target)}"
    before, after = set(words.conflict.yes(source)), set(words.conflict.yes(target))
    changed = [c for c in words.case.nature if (c.id in before) != (c.id in after)]
    texts = [plain(c.text) or c.id for c in changed]
    turned = [
        text if chance.id in after else undo_text(text, "")
        for text, chance in zip(texts, changed, strict=True)
    ]
    foreseen = "nature" if mover == -1 else "on its date, unforeseen"
    return f"{foreseen}: {joined(turned) or ways.mover(mover)}"


def _of_100(share: float, low: float, high: float) -> str:
    """Say a probability as so many of 100, with its range, to a digit that the range bears out.

    Examples
    --------
    >>> _of_100(0.2345, 0.226, 0.243)
    '23 of 100 (23 to 24)'
    >>> _of_100(0.0021, 0.0014, 0.0032)
    '0.2 of 100 (0.1 to 0.3)'
    >>> _of_100(0.0001, 0.00002, 0.0006)
    'under 0.1 of 100'
    """
    if share < 0.0005:
        return "under 0.1 of 100"
    digits = 0 if low >= 0.01 else 1
    middle, least, most = (f"{100 * x:.{digits}f}" for x in (share, low, high))
    return f"{middle} of 100 ({least} to {most})"
