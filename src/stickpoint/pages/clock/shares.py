"""Shares of the delay → whose doing it is and which item holds it up, and how sure that is.

Shares below nothing or above the whole are no shares: then the page says how much time each could
save, alone and together with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

import numpy as np

from stickpoint.answers.clock import MOST_PARTIES, Timed
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.waits import MOST_MOVES, waits_for
from stickpoint.graph.words import undo_text
from stickpoint.pages.clock.times import DRAWN, told
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.names import count, joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import exactly, percent, ranged
from stickpoint.pages.wording.shifts import unseen, with_band

WHOSE, WHICH = "Whose doing is the delay?", "Which item is the sticking point?"
ALIKE = 0.005
"""Shares that differ by less are the same, and none of them is the largest."""
DECIDED = 0.8
"""The part of the draws that has to agree before the page names one party."""


def whose_delay(
    answer: Timed,
    untold: str = "",
    over: Callable[[Delays | None], Iterable[Part]] = lambda _: (),
) -> Iterator[Section]:
    """Tell whose doing the delay is, and which of several items is the sticking point.

    ``untold`` says why there are no shares where there could be, ``over`` what else there is to
    say of shares over draws.
    """
    opened, parties = answer.opened, party_names(answer.case)
    issues = {issue.id: plain(issue.name) for issue in answer.case.issues}
    parts: list[Part] = [Text(untold)]
    if len(parties) > MOST_PARTIES:
        parts = [_too_many(len(parties), "party", "parties")]
    elif answer.blame is not None:
        idle = nobodys(answer)
        parts = [*shared(answer, answer.blame, parties, "hurry", idle), *over(answer.blame)]
    if len(opened) == 1:
        parts.append(Text(f"One item is open, so it is the sticking point: {issues[opened[0]]}."))
    yield Section("whose-delay", WHOSE, tuple(parts))
    if len(opened) > MOST_PARTIES:
        yield Section("sticking-point", WHICH, (_too_many(len(opened), "item"),))
    elif answer.sticking is not None:
        idle = "No item's: closing any of them would save no time."
        told = shared(answer, answer.sticking, issues, "closing", idle)
        yield Section("sticking-point", WHICH, (*told, *over(answer.sticking)))


def _too_many(number: int, *what: str) -> Text:
    return Text(
        f"Not worked out: {count(number, *what)} make {1 << number:,} combinations to solve, and "
        f"shares are given for at most {MOST_PARTIES}. Let those that act together stand as one."
    )


def nobodys(answer: Timed) -> str:
    """Say that nobody's hurry would shorten the wait, and what it waits for."""
    if answer.is_over:
        return "It is settled already, so nobody delays it."
    far = answer.run.horizon
    said = "Nobody's hurry would shorten it"
    if answer.game.n_moves > MOST_MOVES:
        return f"{said}."
    found = waits_for(answer.game, answer.run.start, np.inf if far is None else far)
    if found is None:
        within = f" within {exactly(far, answer.game.unit)}" if far is not None else ""
        return f"{said}: nothing that the case names leads to a settlement{within}."
    names, any_of = found
    if not names:
        return f"{said}: those who can end it already do so when they get the chance."
    texts = {
        chance.id: undo_text(chance.text, "") if chance.now else plain(chance.text)
        for chance in answer.case.nature
    }
    named = [texts.get(name) or name for name in names]
    return f"{said}; what it waits for is this: {joined(named, 'or' if any_of else 'and')}."


def shared(
    answer: Timed, over: Delays, names: Mapping[str, str], what: str, idle: str
) -> Iterator[Part]:
    """Return each one's share with its band and who has the largest, or the times they would save.

    ``what`` would save the time: "hurry"; ``idle`` is said where it would save none.
    """
    if over.moot:
        yield Text(idle)
        return
    where = "; every range is at its middle" if answer.ranges is None else f"; in brackets, {DRAWN}"
    where *= answer.has_ranges
    if not over.are_parts:
        times = saved(answer, over, names, what)
        yield Items(tuple(f"{upper(who)}: {said}." for who, said in times))
        longer = lengthens(answer, over, names, what)
        yield Text(f"So much {what} would do to the expected wait{where}. {longer}".rstrip())
        return
    items = []
    for key in sorted(over.names, key=lambda key: -over.three(key)[0]):
        said = percent(over.three(key)[0])
        if answer.ranges is not None:
            said = told(answer, said, *map(percent, over.band(key)))
        items.append(f"{upper(names[key])}: {said}.")
    yield Items(tuple(items))
    led = f" {leader(over, names)}" * (answer.ranges is not None and answer.has_ranges)
    yield Text(f"These are shares of the time that {what} would save{_averaged(over)}{where}.{led}")


def _averaged(over: Delays) -> str:
    """Say what shares are averaged over, where not every order was tried in every draw."""
    if over.pooled is None:
        return ""
    draws = count(len(over.pooled.saved), "draw")
    off = percent(float(over.pooled.errors.max()))
    return (
        f", on average over {draws} with the parties turning to it in one random order each (off "
        f"by {off} at most, one standard error); every order was tried in {over.draws} of these"
    )


def saved(
    answer: Timed, over: Delays, names: Mapping[str, str], what: str
) -> Iterator[tuple[str, str]]:
    """Say by how much each alone, and then all together, would change the expected wait."""
    by, unit = "" if what == "hurry" else "closed ", answer.game.unit
    say = partial(with_band, unit=unit, wait=answer.run.mean, drawn=answer.has_ranges)
    for key in sorted(over.names, key=lambda key: -over.saved_alone(key)[0]):
        yield f"{names[key]} {by}alone", say(over.saved_alone(key))
    if len(over.names) > 1:
        yield f"all {by}together", say(over.saved_together)


def lengthens(answer: Timed, over: Delays, names: Mapping[str, str], what: str) -> str:
    """Say in one sentence who lengthens the wait by hurrying, or in some draws does; or nothing."""
    least = unseen(answer.run.mean)
    doing = "by hurrying" if what == "hurry" else "if closed"
    average, alone = f"on average make the wait longer {doing}", f"make it longer {doing} alone"
    for end, lead in ((0, ""), (1, "in some of the draws ")):
        for read, how in ((over.saved_on_average, average), (over.saved_alone, alone)):
            if found := [names[key] for key in over.names if read(key)[end] < -least]:
                return upper(f"{lead}{joined(found)} would {how}.")
    return ""


def in_a_line(answer: Timed, over: Delays) -> str:
    """Say on one line whose delay it is: shares, or else times, or that it is nobody's."""
    names = party_names(answer.case)
    if over.moot:
        return nobodys(answer)
    if not over.are_parts:
        said = "; ".join(f"{who} {what}" for who, what in saved(answer, over, names, "hurry"))
        longer = lengthens(answer, over, names, "hurry")
        return f"What hurry would do to the wait: {said}. {longer}".rstrip()
    shares = []
    for key in sorted(over.names, key=lambda key: -over.three(key)[0]):
        middle, low, high = map(percent, over.three(key))
        said = ranged(middle, low, high) if answer.has_ranges else middle
        shares.append(f"{names[key]} {said}")
    led = f" {leader(over, names)}" * answer.has_ranges
    return f"Shares of the delay: {joined(shares)}.{led}"


def leader(over: Delays, names: Mapping[str, str]) -> str:
    """Say who holds the largest share, and in how many of the draws."""
    told = len(over.told)
    if not told:
        return "In no draw from the ranges is there anything to share out."
    draws = count(told, "draw")
    if np.ptp(over.told, axis=1).max() < ALIKE:
        return f"They are the same in all {draws}."
    leads = {name: round(over.leads(name) * told) for name in over.names}
    first = max(leads, key=leads.__getitem__)
    if leads[first] >= DECIDED * told:
        return f"The largest share falls to {names[first]} in {leads[first]} of {draws}."
    often = [name for name in leads if leads[name] > (1 - DECIDED) * told]
    often.sort(key=leads.__getitem__, reverse=True)
    said = joined([f"to {names[name]} in {leads[name]}" for name in often])
    return f"The ranges do not decide where the largest share falls: {said} of {draws}."
