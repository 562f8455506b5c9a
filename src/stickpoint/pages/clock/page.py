"""A forecast → a page: when and which way, who pays, whose doing it is, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import isfinite, isnan, nan
from typing import TypeAlias

from stickpoint.answers.clock import Course
from stickpoint.answers.ended import ended, nothing_ends
from stickpoint.answers.forecasting.base_rate import days
from stickpoint.answers.forecasting.predict import Forecast, Range
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.sampling.numbers import numbers_used
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import Basis
from stickpoint.pages.clock import endless, ends, when, which
from stickpoint.pages.clock.digits import shares_off
from stickpoint.pages.clock.ended import compared
from stickpoint.pages.clock.shares import whose_delay
from stickpoint.pages.hangs_on import section as hanging
from stickpoint.pages.model import Page, Section, Table, Text
from stickpoint.pages.why.believed import unread
from stickpoint.pages.wording.names import CaseWords, count, joined, plain, upper
from stickpoint.pages.wording.nature import foreseen, let_go, not_known
from stickpoint.pages.wording.numbers import percent, rounded, sizes
from stickpoint.pages.wording.spans import in_days

MINUS = "\N{MINUS SIGN}"
SKETCH = "With every range at its middle and terms that end it as soon as they are met:"


def page(answer: Forecast) -> Page:
    """Lay the answer out in the order in which a mediator would ask."""
    title = plain(answer.case.title)
    if none := nothing_ends(answer.case):
        return Page(title, (Section("how-long", when.TITLE, (Text(f"No answer: {none}."),)),))
    middle = answer.middle
    before = (*_against(answer), when.section(answer))
    if middle.is_over:
        return Page(title, (*before, *_happened(answer)))
    sections = (
        *before,
        which.section(answer),
        *_happened(answer),
        *which.who_pays(answer),
        *_by_which_moves(answer),
        *_whose(answer),
        hanging.section(answer.hangs_on()),
        how_sure(answer),
        *(() if isinstance(middle, Course) else (endless.how_found(middle),)),
    )
    return Page(title, sections)


def _against(answer: Forecast) -> Iterator[Section]:
    """Set a what-if beside the case as it stands; nothing where nothing was changed."""
    base = answer.base
    if base is None:
        return
    title = "What the change does"
    if answer.middle.is_over:
        yield Section("change", title, (Text("With the change it is settled at once."),))
        return
    note = "Both are read over the same draws, so that what differs is the doing of the change."
    table = beside(base, answer, ("as the case stands", "with the change"))
    yield Section("change", title, (table, Text(note, "note")))


def beside(base: Forecast, answer: Forecast, heads: tuple[str, str]) -> Table:
    """Set two forecasts side by side: when, which way, and what each toll comes to."""
    return side_by_side((base, answer), heads)


def side_by_side(answers: Sequence[Forecast], heads: Sequence[str]) -> Table:
    """Set forecasts of one case, the first as it stands, side by side: a column for each."""
    rows = tuple((what, *cells) for what, cells, _, _ in _compared(answers))
    return Table("Before and after", ("", *heads), rows, tuple(range(1, 1 + len(answers))))


def changed(base: Forecast, answer: Forecast, heads: tuple[str, str]) -> Table:
    """Set two forecasts side by side, and beside each number by how much it has changed."""
    rows = tuple(
        (what, *cells, said(before, after) if isfinite(after - before) else "")
        for what, cells, (before, after), said in _compared((base, answer))
    )
    return Table("Before and after", ("", *heads, "change"), rows, (1, 2, 3))


Row: TypeAlias = "tuple[str, list[str], list[float], Callable[[float, float], str]]"


def _compared(answers: Sequence[Forecast]) -> Iterator[Row]:
    """Yield what is compared: in words, as it is, and how to say by how much that changed."""
    for often, q in (("one chance in ten", 0.1), ("an even chance", 0.5), ("nine in ten", 0.9)):
        found = [days(one.law, q) for one in answers]
        times = [nan if one is None else one for one in found]
        yield f"settled, {often}", [in_days(one) for one in found], times, _later
    for name in dict.fromkeys(name for one in answers for name in one.outcomes):
        shares = [one.outcomes.get(name, 0.0) if one.can_end else nan for one in answers]
        told = ["cannot end" if isnan(one) else percent(one) for one in shares]
        if any(one >= which.RARE for one in shares):
            yield f"ends as {plain(name)}", told, shares, _points
    for toll in answers[-1].case.tolls:
        none = Range(0.0, 0.0, 0.0)
        spent = [one.tolls.get(toll.name, none) for one in answers]
        sums = [one.middle for one in spent]
        yield ends.counted(toll), [which.paid(one) for one in spent], sums, _more


def _later(before: float, after: float) -> str:
    by = after - before
    if abs(by) < 0.5:
        return "as it was"
    return f"{in_days(abs(by))} {'later' if by > 0 else 'sooner'}"


def _points(before: float, after: float) -> str:
    """Say by how much a share has changed, as both are shown.

    >>> _points(0.124, 0.126), _points(0.115, 0.125), _points(0.3, 0.1)
    ('+1 point', 'as it was', '\u221220 points')
    """
    by = round(100 * after) - round(100 * before)
    return _signed(by, count(abs(by), "point"))


def _more(before: float, after: float) -> str:
    """Say by how much a sum has changed, unless both are shown as the same.

    >>> _more(0.3, 0.1 + 0.2), _more(2.0, 3.5)
    ('as it was', '+1.5')
    """
    if rounded(before) == rounded(after):
        return "as it was"
    return _signed(after - before, rounded(abs(after - before)))


def _signed(by: float, size: str) -> str:
    """Write a change with its sign; a minus that reads as one.

    >>> _signed(-3.0, "3 points"), _signed(0.0, "0")
    ('\u22123 points', 'as it was')
    """
    if not by:
        return "as it was"
    return f"{'+' if by > 0 else MINUS}{size}"


def _happened(answer: Forecast) -> Iterator[Section]:
    """Set what came beside the answer, unless that is about a what-if."""
    found = ended(answer.case)
    if found is not None and answer.base is None:
        yield Section("happened", "What happened?", (Text(compared(answer, found)),))


def _by_which_moves(answer: Forecast) -> Iterator[Section]:
    """Tell the most probable courses of the middle; the case's words stand for the moves."""
    middle = answer.middle
    if isinstance(middle, Course):
        if middle.paths and answer.case.tolls:
            yield Section("played", "What courses cost when played out", tuple(ends.played(middle)))
        if middle.ways is not None and middle.game.conflict is not None:
            words = CaseWords(middle.case, middle.game.conflict)
            told = ends.section(middle.ways, words, timed=False)
            yield Section(told.name, told.title, (Text(SKETCH), *told.parts))


def _whose(answer: Forecast) -> Iterator[Section]:
    middle = answer.middle
    if isinstance(middle, Course):
        yield from whose_delay(middle)
    else:
        yield from endless.whose(middle)


def how_sure(answer: Forecast) -> Section:
    """Say what the answer rests on, and which numbers are the program's own."""
    used = Basis.of(numbers_used(answer.case, answer.changes))
    rules, model = answer.rules, answer.model
    texts = [
        f"It rests on {count(used.total, 'number')} from the case: {sizes(used)}; read over "
        f"{count(len(model.draws), 'draw')} out of their ranges (seed {answer.seed}), each at a "
        "tempo of its own: how fast things move is the least known number of all."
        f"{shares_off(answer)}",
        f"Pooled are {pooled(answer)}.",
        f"{upper(look_ahead(rules))}; {hold(rules)}.",
    ]
    own = [chance.id for chance in answer.case.nature if chance.id not in _made(answer)]
    told = (
        *(agreed_on(answer.case), let_go(answer.case, own)),
        *(foreseen(answer.case), not_known(answer.case)),
        unread(answer.case),
    )
    texts += filter(None, told)
    return Section("how-sure", "How sure is that?", tuple(map(Text, texts)))


def agreed_on(case: Case) -> str:
    """Say what parties may agree on, and what is an end only once signed; empty if nothing."""
    lines = case.agreed_on
    if not lines:
        return ""
    told = f"On {joined([terms.name for terms in lines])} parties may agree, all changes at once"
    signed = [terms.name for terms in lines if terms.signed]
    if not signed:
        return f"{told}."
    which = (
        "this is" if len(lines) == 1 else f"{joined(signed)} {'are each' if signed[1:] else 'is'}"
    )
    return f"{told}; {which} an end once it is signed, and not before."


def pooled(answer: Forecast) -> str:
    """Say what is pooled, and with which weights."""
    rate, beside = answer.base_rate, "any length from a day to ten years"
    if rate is not None:
        beside = f"the base rate ({plain(answer.kind)}, {rate.n} cases)"
    names = {
        "moves": "the parties' moves",
        "others": beside,
        "waits": "the plain rule of mean waits",
    }
    told = []
    for key, part in answer.parts.items():
        then = f", {percent(part.before)} at the start" if answer.known.elapsed else ""
        told.append(f"{names[key]} ({percent(part.weight)}{then})")
    return joined(told)


def look_ahead(rules: Rules) -> str:
    """Say how far parties look ahead."""
    if not isfinite(rules.look):
        return "parties look to the horizon of the case"
    return (
        f"parties look ahead about {rules.look:.0f} times as long as they wait, on average, for a "
        "chance to move"
    )


def hold(rules: Rules) -> str:
    """Say when terms count as an end."""
    if not rules.hold:
        return "terms end it as soon as they are met"
    times = f"{1 / rules.hold:g} times " * (rules.hold != 1)
    return (
        f"terms count as an end once they have stood, about {times}as long as the slowest party "
        "waits"
    )


def _made(answer: Forecast) -> set[str]:
    made = answer.changes
    return {*made.fix, *made.on, *made.rate}
