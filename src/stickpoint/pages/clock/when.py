"""A forecast → when it ends, beside what others of its kind took, and what the wait has taught."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from stickpoint.answers.forecasting.base_rate import WAITS, days
from stickpoint.answers.forecasting.groups import groups
from stickpoint.answers.forecasting.predict import Forecast, Law
from stickpoint.pages.clock import digits, latest, which
from stickpoint.pages.clock.horizon import not_known_then
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.model import Part, Section, Table, Text
from stickpoint.pages.wording.dates import MONTHS, day_in_words, in_words
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import FAR, MONTH, YEAR, from_to, in_days

APART = 3.0
"""Medians that differ by more than this factor are worth a sentence."""
LEARNT = 0.05
"""What the wait taught is said where it moves a chance by as much."""
_SOONER = ((7.0, "in a week"), (MONTH, "in a month"), (3 * MONTH, "in three months"))
_LATER = ((YEAR, "in a year"), (2 * YEAR, "in two years"), (5 * YEAR, "in five years"))
NEAR = 0.1
"""Spans that differ by less of themselves need no two lines."""
_DATED = 10 * YEAR
"""Further ahead a date says no more than the number of years."""


def section(answer: Forecast) -> Section:
    """Tell when it ends: in a sentence, by quantiles and by dates, each beside its comparators."""
    if answer.middle.is_over:
        return Section("how-long", TITLE, (Text(OVER),))
    parts: list[Part] = [Text(said) for said in (never(answer), lead(answer)) if said]
    parts += [quantiles(answer), by_when(answer)]
    parts.append(Text(columns(answer), "note"))
    parts += [
        Text(text)
        for text in (
            *which.paused(answer),
            *latest.certain(answer),
            *parted(answer),
            *differ(answer),
            *taught(answer),
            *not_known_then(answer),
        )
    ]
    return Section("how-long", TITLE, tuple(parts))


TITLE = "When does it end?"
NEVER = "By the case it cannot end:"
NO_STATE = f"{NEVER} no state of it is settled."
NO_WAY = (
    f"{NEVER} neither moves made one by one, nor an agreement that the case provides for, nor "
    "anything that may happen leads from where things stand to a settlement."
)
IDLE = " A party with a pace of 0 gets no chance to move."
ANY = "any length from a day to ten years"
LENGTHS = (
    "On twenty-four deadlocks that were held out the others of their kind alone were as good a "
    "guide to how long at the start, and from half way on the better guide: read that column first."
)


def never(answer: Forecast) -> str:
    """Say that by the case it cannot end, and what the answer is then worth; empty where it can."""
    return (
        ""
        if answer.can_end
        else f"{_cannot(answer)} What follows pools that with {_pooled(answer)}."
    )


def _pooled(answer: Forecast) -> str:
    """Name what else is in the answer for a case that cannot end."""
    others = "how long other deadlocks last" if answer.base_rate else ANY
    waits = ["this case's mean waits for a chance to move"] * (answer.waits is not None)
    return joined([others, *waits])


def _cannot(answer: Forecast) -> str:
    """Say why it cannot end; a pace may be the reason."""
    if not answer.game.settled.any():
        return NO_STATE
    return NO_WAY + IDLE * bool((answer.game.pace <= 0).any())


def lead(answer: Forecast) -> str:
    """Say when it is as likely as not over, and between which times in four cases of five."""
    day, start = answer.known.day, answer.case.clock.start
    as_of = f"As of {day_in_words(day)} it is" if day else "It is"
    if start is not None and _vague(answer):
        as_of = f"Counted from the first day that its start may mean ({in_words(start)}) it is"
    early, late = (_bound(answer.quantile(q), digits.time(answer, q)) for q in (0.1, 0.9))
    if early is None:
        return f"{as_of} over within 200 years with less than one chance in ten."
    if (last := latest.reaches(answer, 0.1)) is not None:
        return f"{as_of} {_all_but_sure(last)}."
    rest = f", one in ten that it takes more than {late}" if late else f", {FOR_EVER}"
    if latest.reaches(answer, 0.5) is not None:
        rest = ""
    elif (last := latest.reaches(answer, 0.9)) is not None:
        rest = f", and it is over by {day_in_words(last)}"
    return f"{as_of} {_even(answer)}: one chance in ten that it ends {_before(early)}{rest}."


FOR_EVER = "and more than one in ten that it is open still in 200 years"


def _bound(ahead: float | None, said: str) -> str | None:
    """Keep what is said of a time that anybody would wait for; None for never, or as good as."""
    return None if ahead is None or ahead > FAR else said


def _before(said: str) -> str:
    return f"in {said}" if said.startswith("less") else f"within {said}"


def _even(answer: Forecast) -> str:
    """Say by when the chances are even."""
    ahead = answer.quantile(0.5)
    if (last := latest.reaches(answer, 0.5)) is not None:
        return f"more likely than not open until {day_in_words(last)}, which settles it"
    if ahead is None or ahead > FAR:
        return "more likely than not open still in 200 years"
    return f"as likely as not over {_within(answer, ahead)}"


def _all_but_sure(last: date) -> str:
    return f"open until {day_in_words(last)}, which settles it, in over nine cases of ten"


def _within(answer: Forecast, ahead: float) -> str:
    """Say by when, with its date where that is not too far."""
    day, said, off = answer.known.day, digits.time(answer, 0.5), digits.off(answer, 0.5)
    vague = _vague(answer)
    if day is None or ahead > _DATED or ahead < 1 or off > MONTH or 4 * vague > ahead:
        return _before(said)
    then = day + timedelta(days=round(ahead))
    exact = ahead < 3 * MONTH and off <= 1 and not vague
    when = day_in_words(then) if exact else f"{MONTHS[then.month - 1]} {then.year}"
    return f"by {when}, {said} on"


def _vague(answer: Forecast) -> int:
    """Return by how many days the day that is counted from may be later."""
    start = answer.case.clock.start
    return 0 if start is None or answer.as_of is not None else (start.last - start.first).days


def others(answer: Forecast) -> dict[str, Law]:
    """Return what stands beside the answer, by what it is called: the parts, and a plain rule."""
    rate, elapsed = answer.base_rate, answer.known.elapsed
    found: dict[str, Law] = {"parties' moves alone": answer.model.law}
    name = f"others of its kind ({plain(answer.kind)}, {rate.n})" if rate else "any deadlock"
    found[name] = answer.others.since(elapsed)
    if answer.waits is not None:
        found["plain rule"] = answer.waits
    return found


def columns(answer: Forecast) -> str:
    """Say what the columns beside the answer stand for."""
    rate = answer.base_rate
    named = [
        "what the parties' moves alone would give",
        f"how long {count(rate.n, 'other')} of its kind took"
        if rate
        else f"{ANY}, weeks as likely as months and months as years",
    ]
    if answer.waits is not None:
        rule = f"about {WAITS:.0f} mean waits for a chance to move, whoever wants what"
        named.append(f"a plain rule ({rule})")
    return f"Beside the answer: {joined(named)}.{f' {LENGTHS}' if rate else ''}"


def quantiles(answer: Forecast) -> Table:
    """Set the times by which it is settled beside those of the parts and of the plain rule."""
    beside = others(answer)
    rows = []
    for often, q in (("one chance in ten", 0.1), ("an even chance", 0.5), ("nine in ten", 0.9)):
        told = (in_days(days(law, q)) for law in beside.values())
        rows.append((f"settled, {often}", digits.time(answer, q), *told))
    head = ("", "the answer", *beside)
    return Table("By when", head, tuple(rows), tuple(range(1, len(head))))


def by_when(answer: Forecast) -> Table:
    """Tell the chance of its being settled by times that a reader cares for."""
    beside = others(answer)
    rows = []
    for ahead, said in sorted(landmarks(answer)):
        told = (percent(float(1 - law.open(ahead))) for law in beside.values())
        rows.append((f"settled {said}", digits.chance(answer, ahead), *told))
    head = ("", "the answer", *beside)
    return Table("How likely by when", head, tuple(rows), tuple(range(1, len(head))))


def landmarks(answer: Forecast) -> Iterator[tuple[float, str]]:
    """Choose spans, and the end of the year, between which the answer moves."""
    for ahead, said in (*_SOONER, *_LATER):
        share = float(answer.open(ahead))
        if 0.01 < share < 0.99 or ahead == YEAR:
            yield ahead, said
    day = answer.known.day
    if day is not None:
        left = (date(day.year, 12, 31) - day).days + 1
        # The end of the year is no other time where it comes with one of the others.
        known = (MONTH, 3 * MONTH, YEAR)
        apart = left > MONTH and all(abs(left / ahead - 1) > NEAR for ahead in known)
        if apart and 0.01 < float(answer.open(left)) < 0.99:
            yield float(left), f"by the end of {day.year}"


def by_moves_endless(answer: Forecast) -> str:
    """Say that the parties' moves alone do not end it, without a full stop; else nothing."""
    own = days(answer.model.law, 0.5)
    if own is not None and own <= FAR:
        return ""
    return "By the parties' own moves it is more likely than not open still in 200 years"


def differ(answer: Forecast) -> Iterator[str]:
    """Say why, where the parties' moves and the base rate differ by more than a factor of three."""
    rate = answer.base_rate
    own, usual = days(answer.model.law, 0.5), days(answer.others.since(answer.known.elapsed), 0.5)
    if endless := by_moves_endless(answer):
        yield (
            f"{endless}: what end the answer has comes from the columns that do not look at them."
        )
        return
    if own is None or usual is None or rate is None or 1 / APART < own / usual < APART:
        return
    longer = own > usual
    yield (
        f"By the parties' own moves it would take {'longer' if longer else 'less'} than "
        f"{count(rate.n, 'other')} of its kind ({in_days(own)} against {in_days(usual)}): the "
        f"paces of this case give {'few' if longer else 'many'} chances to move in the time that "
        "such deadlocks last, and the record does not say which of the two is off."
    )


def beside(answer: Forecast) -> Iterator[str]:
    """Say what stands beside when it ends on a screen that has no room for the rest."""
    yield from (*which.paused(answer), *latest.certain(answer), *taught(answer))


def parted(answer: Forecast) -> Iterator[str]:
    """Say where the draws fall into two groups, for then the middle of all is in neither."""
    found = groups(answer.model)
    if found is None:
        return
    late = "it is more likely than not never settled"
    if found.later is not None:
        late = f"only within {in_days(found.later)}"
    yield (
        "By the parties' moves the draws fall into two groups, with nothing between: in "
        f"{percent(1 - found.late)} of them it is as likely as not over within "
        f"{in_days(found.sooner)}, in {percent(found.late)} {late}."
    )


def taught(answer: Forecast) -> Iterator[str]:
    """Say what the silence since the start made likelier."""
    learnt, elapsed = answer.tempo, answer.known.elapsed
    if elapsed and abs(learnt.slow_after - learnt.slow_before) >= LEARNT:
        slower = learnt.slow_after > learnt.slow_before
        yield (
            f"The {in_days(elapsed)} since the start without an end make a slow tempo (less than "
            f"half the paces as written) {'likelier' if slower else 'less likely'}: "
            f"{percent(learnt.slow_before)} before, {percent(learnt.slow_after)} now."
        )
    least = min(answer.rules.effective, answer.rules.draws)
    if answer.model.effective < least:
        yield (
            f"Few of the {len(answer.model.draws)} draws would still be open after so long: they "
            f"weigh as much as {answer.model.effective:.0f}, so take the digits lightly."
        )


def short(answer: Forecast) -> str:
    """Say when it ends in one sentence for a screen of answers."""
    if (last := latest.reaches(answer, 0.1)) is not None:
        return f"{upper(_all_but_sure(last))}."
    ends = answer.quantile(0.1), answer.quantile(0.9)
    span = from_to(*ends, (digits.off(answer, 0.1), digits.off(answer, 0.9)))
    told = f"{_even(answer)} (four chances in five: {span})."
    if not answer.can_end:
        return f"{_cannot(answer)} Pooled with {_pooled(answer)} it would be {told}"
    return " ".join(filter(None, (upper(told), _dot(by_moves_endless(answer)))))


def _dot(said: str) -> str:
    return f"{said}." if said else ""
