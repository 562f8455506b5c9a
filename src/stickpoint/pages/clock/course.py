"""The clock with every range at its middle, over a horizon → a page, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers import ended
from stickpoint.answers.clock import Course
from stickpoint.answers.sampling.numbers import numbers_used
from stickpoint.case.model.judgements import Basis
from stickpoint.pages.clock import ends, horizon
from stickpoint.pages.clock.ended import sentence
from stickpoint.pages.clock.shares import whose_delay
from stickpoint.pages.clock.times import DRAWN, how_long, open_over_time
from stickpoint.pages.model import Page, Section, Text
from stickpoint.pages.wording.names import CaseWords, count, joined, plain
from stickpoint.pages.wording.nature import let_go
from stickpoint.pages.wording.numbers import between, half, sizes


def page(answer: Course) -> Page:
    """Lay the answer out in the order in which a mediator would ask."""
    sections = (
        *_cautions(answer),
        *ends.against(answer),
        how_long(answer, _lead(answer), open_over_time(answer)),
        ends.which_way(answer),
        *_happened(answer),
        *_ways(answer),
        *ends.who_pays(answer, ends.played(answer)),
        *whose_delay(answer),
        how_sure(answer),
    )
    return Page(plain(answer.case.title), sections)


def caution(answer: Course) -> str:
    """Say where rounding decides the answer; empty where it does not."""
    found = answer.run.sensitive
    return "" if found is None else found.sentence(answer.game.unit)


def _cautions(answer: Course) -> Iterator[Section]:
    """Say before anything else where rounding decides, here or in what a what-if is set beside."""
    asked = {"Of every number on this page": answer, "Of the case as it stands": answer.base}
    said = {what: caution(one) for what, one in asked.items() if one is not None}
    if texts := tuple(Text(f"{what}: {text}") for what, text in said.items() if text):
        yield Section("caution", "", texts)


def _lead(answer: Course) -> str:
    """Say when an even chance comes, in the middle and over the ranges, if there are any."""
    ranges, unit = answer.ranges, answer.game.unit
    first, last = ranges.band(ranges.median)
    middle = half(ranges.middle(ranges.median), unit, "settled")
    if not answer.has_ranges:
        return f"No number of the case is a range. It is {middle}."
    return (
        f"In the middle of {count(ranges.draws, 'draw')} from the ranges that the case leaves "
        f"open, it is {middle}. That even chance comes {between(first, last, unit)} in {DRAWN}."
    )


def _happened(answer: Course) -> Iterator[Section]:
    """Set what the record says of the end beside the answer, unless that is about a what-if."""
    found = ended.ended(answer.case)
    if found is not None and answer.base is None:
        yield Section("happened", "What happened?", (Text(sentence(answer, found)),))


def _ways(answer: Course) -> Iterator[Section]:
    """Tell the most probable courses, simulated; the case's words stand for the moves."""
    if answer.ways is not None and answer.game.conflict is not None:
        yield ends.section(answer.ways, CaseWords(answer.case, answer.game.conflict))


def how_sure(answer: Course) -> Section:
    """Say what the answer rests on, how far it looks, and what nobody foresees."""
    used = Basis.of(numbers_used(answer.case, answer.changes))
    bands = f"bands are from {answer.ranges.draws} draws out of their ranges (seed {answer.seed})"
    if not answer.has_ranges:
        bands = "none of them is a range, so there are no bands"
    texts = (
        f"It rests on {count(used.total, 'number')} from the case: {sizes(used)}; "
        f"{bands}{_fewer(answer)}.",
        f"The chance in each choice is read as '{answer.shocks}' (--shocks has others).",
        *horizon.happened(answer),
        *_by_chance(answer),
        *horizon.to_come(answer),
        horizon.sentence(answer),
    )
    return Section("how-sure", "How sure is that?", (*map(Text, texts), *horizon.table(answer)))


def _by_chance(answer: Course) -> Iterator[str]:
    """Say what of nature's the clock lets change, but for what was set by hand."""
    made = answer.changes
    own = {chance.id for chance in answer.case.nature if not chance.on}
    own -= {*made.fix, *made.on, *made.rate}
    if said := let_go(answer.case, list(own)):
        yield said


def _fewer(answer: Course) -> str:
    """Say from how many draws the bands of the shares are, if from others."""
    told = {"parties' shares of the delay": answer.blame, "items' shares": answer.sticking}
    said = [
        f"those of the {what} from {over.draws}"
        for what, over in told.items()
        if over is not None and over.draws != answer.ranges.draws
    ]
    return f", {joined(said)} of these, since each takes many solves" if said else ""
