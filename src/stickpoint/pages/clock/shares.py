"""Shares of the delay → whose doing it is and which item holds it up, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping

from stickpoint.answers.clock import MOST_PARTIES, Timed
from stickpoint.answers.sampling.spread import Delays
from stickpoint.pages.clock.times import DRAWN, bracketed
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.names import count, joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import percent

WHOSE, WHICH = "Whose doing is the delay?", "Which item is the sticking point?"
BELOW = "Where a share is below nothing, hurry would on average make the wait longer."
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
    elif answer.delay:
        parts = [*shared(answer.delay, answer.blame, parties, "hurry"), *over(answer.blame)]
    if len(opened) == 1:
        parts.append(Text(f"One item is open, so it is the sticking point: {issues[opened[0]]}."))
    yield Section("whose-delay", WHOSE, tuple(parts))
    if len(opened) > MOST_PARTIES:
        yield Section("sticking-point", WHICH, (_too_many(len(opened), "item"),))
    elif len(opened) > 1 and answer.issues:
        told = shared(answer.issues, answer.sticking, issues, "closing")
        yield Section("sticking-point", WHICH, (*told, *over(answer.sticking)))


def _too_many(number: int, *what: str) -> Text:
    return Text(
        f"Not worked out: {count(number, *what)} make {1 << number:,} combinations to solve, and "
        f"shares are given for at most {MOST_PARTIES}. Let those that act together stand as one."
    )


def shared(
    shares: Mapping[str, float], over: Delays | None, names: Mapping[str, str], what: str
) -> Iterator[Part]:
    """Return each one's share, every range at its middle, with its band, and who has the largest.

    ``over`` are the shares over draws, if any were made; ``what`` would save the time: "hurry".
    """
    if any(math.isnan(share) for share in shares.values()):
        yield Text(f"Nobody's: {what} would save no time.")
        return
    drawn = over if over is not None and over.told.size else None
    items = []
    for key, share in sorted(shares.items(), key=lambda pair: -pair[1]):
        said = percent(share)
        if drawn is not None:
            said = bracketed(said, *map(percent, drawn.band(key)))
        items.append(f"{upper(names[key])}: {said}.")
    yield Items(tuple(items))
    led = "Every range is at its middle." if over is None else leader(over, names)
    brackets = "" if drawn is None else f"; in brackets, {DRAWN}"
    yield Text(f"These are shares of the time that {what} would save{brackets}. {led}")
    if below_nothing(shares, over):
        yield Text(BELOW)


def below_nothing(shares: Mapping[str, float], over: Delays | None) -> bool:
    """Tell whether a share, or the band of one, reaches below nothing."""
    lows = [] if over is None else [over.band(name)[0] for name in over.names]
    return any(share < -0.005 for share in (*shares.values(), *lows))


def leader(over: Delays, names: Mapping[str, str]) -> str:
    """Say who holds the largest share, and in how many of the draws."""
    told = len(over.told)
    if not told:
        return "In no draw from the ranges is there anything to share out."
    leads = {name: round(over.leads(name) * told) for name in over.names}
    first = max(leads, key=leads.__getitem__)
    draws = count(told, "draw")
    if leads[first] >= DECIDED * told:
        return f"The largest share falls to {names[first]} in {leads[first]} of {draws}."
    often = [name for name in leads if leads[name] > (1 - DECIDED) * told]
    often.sort(key=leads.__getitem__, reverse=True)
    said = joined([f"to {names[name]} in {leads[name]}" for name in often])
    return f"The ranges do not decide where the largest share falls: {said} of {draws}."
