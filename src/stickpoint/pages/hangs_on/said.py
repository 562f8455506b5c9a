"""What the answers of a forecast hang on → sentences: when it ends, how likely by when, and how."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.ensemble.asked import ENDS
from stickpoint.answers.ensemble.hangs_on import FEWEST, Band, Hang, Hanging, HangsOn, held_by
from stickpoint.answers.ensemble.table import LATE, MEDIAN
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.why.brief import Brief
from stickpoint.pages.hangs_on.named import Named
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import exact, percent, ranged
from stickpoint.pages.wording.spans import from_to, in_days

OF, WHICHEVER = " of the spread:", "whichever, in this answer"
LEAST = 0.005
"""A share of the spread that is said as less than 1 % is not worth a sentence."""


def in_short(found: HangsOn) -> Iterator[str]:
    """Say on what it hangs when it ends, and how, in a sentence each, for a screen."""
    name, when, how = Named(found.case), found[MEDIAN], likeliest(found)
    if telling(when):
        yield f"When: {_first(when, name)}{_tempo(when)}."
    else:
        yield f"When: {_nothing(when)}{_tempo(when)}."
    if how is not None and telling(how):
        # "Of the spread" is said once, where the first sentence has said it.
        first = _first(how, name)
        yield f"How: {first.replace(OF, ':') if telling(when) else first}."
    elif how is not None and not _is_even(how):
        yield f"How: {_nothing(how)}."


def of_brief(brief: Brief, *, full: bool = False) -> Iterator[str]:
    """Say it for one screen, in one paragraph; ``full`` has every answer, and who holds it.

    Nothing where there is no forecast, or nothing to forecast.
    """
    if brief.silent or brief.is_over or not brief.forecast.can_end:
        return
    found = brief.forecast.hangs_on()
    if not full:
        yield " ".join(in_short(found))
        return
    yield from sentences(found)
    course = brief.course
    if course is not None and course.blame is not None:
        told = held_by(course.blame, course.case, course.changes)
        yield from holders(told, course.blame, Named(course.case))
    yield caution(found)


def telling(one: Hanging) -> tuple[Hang, ...]:
    """Return the numbers of an answer with a share that words can tell from none."""
    return tuple(hang for hang in one.numbers if hang.total.middle >= LEAST)


def likeliest(found: HangsOn) -> Hanging | None:
    """Return what the share of the likeliest end hangs on; None where there is only one, or none.

    Of one way to end there is nothing to ask.
    """
    ends = [one for one in found if one.answer.startswith(ENDS)]
    return max(ends, key=lambda one: one.value) if len(ends) > 1 else None


def title(one: Hanging) -> str:
    """Say which answer it is, to stand at the head of what it hangs on."""
    if one.answer == MEDIAN:
        return "When it is as likely as not over"
    if one.answer == LATE:
        return "When it is over with nine chances in ten"
    if one.answer.startswith(ENDS):
        return f"Whether it ends as “{plain(one.answer.removeprefix(ENDS))}”"
    return f"Whether it is {one.answer}"


def value(one: Hanging, number: float) -> str:
    """Say an answer: a length of time, or a chance."""
    return in_days(number) if one.answer in (MEDIAN, LATE) else percent(number)


def with_range(one: Hanging, band: Band) -> str:
    """Say an answer with the range that the number of draws leaves."""
    middle, low, high = (value(one, number) for number in band)
    if low == middle == high:
        return middle
    if one.answer in (MEDIAN, LATE):
        return f"{middle} ({from_to(band.low, band.high)})"
    return ranged(middle, low, high)


def sentences(found: HangsOn) -> Iterator[str]:
    """Say of each answer what it hangs on, a paragraph each."""
    name = Named(found.case)
    yield from (said(one, name) for one in found if not _is_even(one))


def said(one: Hanging, name: Named) -> str:
    """Say of one answer what it hangs on, the largest share first."""
    numbers = [f"{name(hang.name).clause} ({_shares(one, hang)})" for hang in telling(one)]
    on = f"on {'; then on '.join(numbers)}" if numbers else _nothing(one)
    return f"{title(one)} ({value(one, one.value)}): {on}{_tempo(one)}."


def holders(told: tuple[Hanging, ...], delays: Delays, name: Named) -> Iterator[str]:
    """Say on what it hangs who holds it; or that there are too few draws to tell."""
    if not told:
        draws = count(delays.draws, "draw")
        yield (
            f"Who holds it: the shares of the delay are over {draws}, too few to tell on which "
            f"number they hang; that takes {FEWEST}."
        )
        return
    for one in told:
        if one.numbers:
            said = [f"{name(h.name).clause} ({_share(h)})" for h in one.numbers]
            yield f"How much of the delay is the doing of {one.answer}: on {joined(said)}."


def flip(one: Hanging, hang: Hang) -> Iterator[str]:
    """Say at which value the answer in words is another, and which; nothing where it never is."""
    for turn in hang.flips:
        side = "below" if turn.below else "above"
        yield f"{side} {exact(turn.at)} {_word(one, turn.to)}"


def _word(one: Hanging, to: int) -> str:
    word = one.words[to]
    if one.answer in (MEDIAN, LATE):
        chance = "as likely as not" if one.answer == MEDIAN else "nine chances in ten"
        return f"{chance} over {word}" if to != len(one.words) - 1 else f"{chance} {word}"
    if one.answer.startswith(ENDS):
        return f"“{plain(word)}” is likeliest"
    return word


def _is_even(one: Hanging) -> bool:
    """Tell whether the answer is the same in every draw, or next to it."""
    return not one.numbers and one.tempo is None and one.unexplained == 0


def _first(one: Hanging, name: Named) -> str:
    """Say the number that matters most, its line, its share, and what the answer is by it."""
    hang = telling(one)[0]
    said = "; ".join(flip(one, hang)) or _sides(one, hang)
    return f"{name(hang.name).clause} (line {_line(hang)}, {_share(hang)}{OF} {said})"


def _tempo(one: Hanging) -> str:
    if one.tempo is None:
        return ""
    return f"; {_share(one.tempo)} is the tempo"


def _share(hang: Hang) -> str:
    return percent(hang.total.middle)


def _line(hang: Hang) -> int:
    assert hang.parameter is not None, "numbers of the case have a line"
    return hang.parameter.line


def _sides(one: Hanging, hang: Hang) -> str:
    """Say the answer over the lowest third of the draws by the number, and over the highest."""
    low, high = (value(one, side.middle) for side in (hang.low, hang.high))
    first, last = map(exact, hang.thirds)
    if low == high:
        return f"{low} {WHICHEVER}"
    return f"{low} below {first}, {high} above {last}"


def _shares(one: Hanging, hang: Hang) -> str:
    """Say line, shares and sides of a number in full, each with its range."""
    total = total_share(hang)
    turns, sides = list(flip(one, hang)), _sides(one, hang)
    # "Whichever" would be denied by what follows.
    said = turns if turns and sides.endswith(WHICHEVER) else [sides, *turns]
    return (
        f"line {_line(hang)}; {total} of the spread, {percent(hang.first.middle)} by itself; "
        f"{'; '.join(said)}"
    )


def total_share(hang: Hang) -> str:
    """Say the share of a number with all that it does together with others, and its range."""
    middle, low, high = map(percent, hang.total)
    return middle if low == middle == high else ranged(middle, low, high)


def _nothing(one: Hanging) -> str:
    if one.numbers:
        return f"no number of the case has {percent(2 * LEAST)} of the spread"
    if one.seen == 0 or (one.unexplained == 0 and one.tempo is not None):
        return "no number of the case changes it"
    if one.seen >= 1:
        return f"{count(one.draws, 'draw')} are too few to tell on which number"
    return (
        f"over {count(one.draws, 'draw')} no number of the case stands out; one with "
        f"{percent(one.seen)} of the spread would"
    )


def lead(found: HangsOn) -> str:
    """Say what is shown, and of what."""
    return (
        f"Of each number its share of the spread of an answer over {count(found.draws, 'draw')}, "
        "with all that it does together with others, and the answer of this forecast over the "
        "third of the draws in which the number is lowest, and the third in which it is highest."
    )


def caution(found: HangsOn) -> str:
    """Say what such shares are not."""
    worst = percent(max((one.seen for one in found), default=0.0))
    less = f"{upper(worst)}{'' if worst.startswith('under') else ' and less'} cannot be told"
    return (
        "A share says what a number does while it goes through its own range: a wide range has a "
        f"large share. {less} from nothing by so few draws. Ranges hold four in five of the draws "
        "drawn anew."
    )
