"""Lines of wants and payoffs that pull different ways → questions to whoever wrote the case."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.disagreements import WITHIN, Bounds, Disagreement
from stickpoint.pages.model import Items, Section
from stickpoint.pages.why.alone import quiet
from stickpoint.pages.why.two_lenses import reconciled
from stickpoint.pages.wording.names import CaseWords, count, joined, plain, upper, verb
from stickpoint.pages.wording.numbers import amount, exact, ranged, rounded
from stickpoint.pages.wording.spans import in_days
from stickpoint.pages.wording.statements import Spoken

_STEPS = ("no", "one", "two", "three", "four", "five")


def asks(found: Brief, *, full: bool = False) -> Iterator[str]:
    """Ask of the heaviest pair of lines which is meant, in one paragraph; or nothing.

    Where the page is ``full`` the others stand below, by `questions`.
    """
    heaviest = found.disagreements.heaviest
    if not heaviest:
        return
    line = heaviest[0]
    name = CaseWords.of(found.why).party(line.party)
    want, paid = line.want.place.line, line.payoff.worth.place.line
    agree = ""
    if line.agree is not None:
        agree = f", and would agree if line {paid} were {_bounds(line.agree)}"
    more = len(heaviest) - 1
    where = " below" if full else ": stickpoint why --full"
    rest = f" {more} more{where}." if more else ""
    yield (
        f"Which is meant for {name}, {_its(name)} wants (line {want}) or {_its(name)} "
        f"payoffs (line {paid})? They part on {count(line.moves, 'move')} near today{agree}.{rest}"
    )


def questions(found: Brief) -> Iterator[str]:
    """Ask of every pair of lines which is meant, and say what follows; nothing where none part."""
    for line in found.disagreements.heaviest:
        yield question(found, line)
    yield from follows(found)


def section(found: Brief) -> Iterator[Section]:
    """Say what parts the two lenses, ask of every pair of lines, and say what follows."""
    told = (*quiet(lambda: reconciled(found)), *quiet(lambda: questions(found)))
    if told:
        yield Section("asks", "Where do wants and payoffs part?", (Items(told),))


def _named(found: Brief, line: Disagreement) -> tuple[str, str, str]:
    """Say whose lines they are, what is wanted and what is paid."""
    case = found.why.case
    speak, party = Spoken(case), case.parties[line.party]
    want = speak.statement(line.want.text, party.id)
    paid = plain(line.payoff.label) or speak.statement(line.payoff.statement.text, party.id)
    return upper(CaseWords.of(found.why).party(line.party)), want, paid


def question(found: Brief, line: Disagreement) -> str:
    """Name the two lines, what they disagree on, and the worth at which they would agree."""
    name, want, paid = _named(found, line)
    lead = (
        f"{name}: line {line.want.place.line} of the file wants {want}, and the payoffs, "
        f"line {line.payoff.worth.place.line} first of all ({paid}, {amount(line.worth)} a "
        f"{found.why.case.clock.unit}), speak against that on {_moves(line.moves)}"
    )
    return f"{lead}. {_example(found, line)} {_agreement(line)} Which is meant?"


def _moves(number: int) -> str:
    return f"{count(number, 'move')} within {_STEPS[WITHIN]} steps of today"


def _example(found: Brief, line: Disagreement) -> str:
    """Tell the move that can be made soonest, with the moves that lead to it."""
    steps = CaseWords.of(found.why).way(line.way, found.why.now)
    sign, (one, other) = (1, ("gain", "loss")) if line.gains else (-1, ("loss", "gain"))
    middle, low, high = (-sign * value for value in line.paid)
    low, high = min(low, high), max(low, high)
    worth = rounded(middle)
    if low < high:
        worth = ranged(worth, rounded(low), rounded(high))
    nearest = "The nearest" if line.moves > 1 else "It is this"
    last = "the last of these" if len(steps) > 1 else "which"
    verdict = f"{last} is a {one} by its wants and a {other} of {worth} by its payoffs"
    link = "; " if len(steps) > 1 else ", "
    return f"{nearest}: {'; then '.join(steps)}{link}{verdict}."


def _agreement(line: Disagreement) -> str:
    """Say at which worth of the payoff line the two would agree on what the want decides."""
    if line.agree is None:
        where = line.payoff.worth.place.line
        return f"No worth of line {where} alone would make the two agree."
    room = "which its range has room for" if line.in_range else "which is outside its range"
    left = f"; {count(line.left, 'move')} would be left on which they do not" if line.left else ""
    return f"They would agree there {_if(line)}, {room}{left}."


def _if(line: Disagreement) -> str:
    assert line.agree is not None, "asked only where some worth would do"
    return f"if line {line.payoff.worth.place.line} were {_bounds(line.agree)}"


def _bounds(bounds: Bounds) -> str:
    """Say between which worths.

    >>> _bounds(Bounds(float("-inf"), 0.1)), _bounds(Bounds(-0.125, 0.5))
    ('below 0.1', 'between -0.125 and 0.5')
    """
    if not isfinite(bounds.low):
        return f"below {exact(bounds.high)}"
    if not isfinite(bounds.high):
        return f"above {exact(bounds.low)}"
    return f"between {exact(bounds.low)} and {exact(bounds.high)}"


def follows(found: Brief) -> Iterator[str]:
    """Say what the forecast would be if one party's payoffs came from its wants."""
    if not found.if_by_wants or not found.forecast.can_end:
        return
    words, place = CaseWords.of(found.why), found.why.conflict.parties.index
    now = found.forecast
    for id_, then in found.if_by_wants.items():
        name = words.party(place(id_))
        before, after = _leading(now), _leading(then)
        same = f"still be {after}" if before == after else f"be {after} instead of {before}"
        when = f"come {_when(then)} instead of {_when(now)}"
        if _when(then) == _when(now):
            when = f"still come {_when(now)}"
        yield (
            f"Were {name} paid by {_its(name)} wants alone, each line worth half of the one before "
            f"it, an even chance of an end would {when}, and "
            f"the likeliest end would {same}, over "
            f"{count(len(then.model.draws), 'draw')}."
        )


def _its(name: str) -> str:
    return "their" if verb([name], "is") == "are" else "its"


def _when(answer: Forecast) -> str:
    middle = answer.quantile(0.5)
    return "never" if middle is None else f"after {in_days(middle)}"


def _leading(answer: Forecast) -> str:
    ordered = sorted(answer.outcomes.items(), key=lambda pair: -pair[1])
    best = [plain(name) for name, share in ordered if share > ordered[0][1] - 0.005]
    return joined(best, "or")
