"""Shares of the delay → lines of a page: whose, between what, and who holds the largest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from stickpoint.answers.clock import MOST_PARTIES
from stickpoint.answers.sampling.delays import Delays
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import joined, upper
from stickpoint.pages.wording.numbers import percent, ranged

BELOW = "A share below nothing: hurry there would on average make the wait longer."
DECIDED = 0.8
"""The part of the draws that has to agree before the page names one party."""


def too_many(heading: str, what: str, number: int) -> Iterator[Block]:
    """Say why nobody's share is given."""
    yield Block("heading", heading)
    yield Block(
        "text",
        f"Not worked out: {what} make {1 << number:,} combinations to solve, and shares are given "
        f"for at most {MOST_PARTIES}. Let those that act together stand as one.",
    )


def shared(
    shares: Mapping[str, float],
    over: Delays | None,
    names: Mapping[str, str],
    heading: str,
    what: str,
) -> Iterator[Block]:
    """Return each one's share with its band, and who holds the largest.

    Parameters
    ----------
    shares : mapping of str to float
        With every range at its middle; nothing is said where it is empty.
    over : Delays or None
        None where no draws were made.
    what : str
        What would save the time: "hurry", "closing".
    """
    if not shares:
        return
    yield Block("heading", heading)
    if any(math.isnan(share) for share in shares.values()):
        yield Block("text", f"Nobody's: {what} would save no time.")
        return
    for key, share in sorted(shares.items(), key=lambda pair: -pair[1]):
        said = percent(share)
        if over is not None and over.told.size:
            said = ranged(said, *map(percent, over.band(key)))
        yield Block("item", f"{upper(names[key])}: {said}.")
    led = "Every range at its middle." if over is None else leader(over, names)
    yield Block("text", f"Shares of the time that {what} would save. {led}")
    if below_nothing(shares, over):
        yield Block("text", BELOW)


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
    if leads[first] >= DECIDED * told:
        return f"{upper(names[first])}: the largest share in {leads[first]} of {told} draws."
    often = [name for name in leads if leads[name] > (1 - DECIDED) * told]
    often.sort(key=leads.__getitem__, reverse=True)
    said = joined([f"{names[name]} in {leads[name]} of {told} draws" for name in often])
    return f"The ranges do not decide whose is the largest: {said}."
