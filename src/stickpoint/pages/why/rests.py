"""What one screen rests on: judgements, numbers and draws, and where two readings part."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.sampling.numbers import has_ranges, numbers_used
from stickpoint.answers.why.brief import Brief
from stickpoint.case.model.judgements import Basis
from stickpoint.pages.clock.digits import shares_off
from stickpoint.pages.why.alone import quiet
from stickpoint.pages.why.asks import asks
from stickpoint.pages.wording.names import count, joined, party_names
from stickpoint.pages.wording.numbers import sizes, sourced


def rests_on(found: Brief, full: bool) -> Iterator[str]:
    """Say where wants and payoffs part, what is judged and guessed, and over how many draws.

    ``full`` asks every question about lines that part.
    """
    judged = count(found.why.basis.total, "judgement")
    text = f"{judged} about options, limits and wants, {sourced(found.why.basis)}"
    asked = quiet(lambda: asks(found, full=full))
    if found.silent:
        yield from asked
        untold = "" if found.why.case.payoffs else "; without payoffs time and tolls are not asked"
        yield f"{text}{untold}."
        return
    names = party_names(found.why.case)
    apart = [
        f"{names[id_]} ({one['opposed']} of {count(one['compared'], 'move')})"
        for id_, one in found.agreements.items()
        if one["opposed"]
    ]
    if lead := [*(f"Wants and payoffs part for {joined(apart)}." for _ in apart[:1]), *asked]:
        yield " ".join(lead)
    if found.is_over:
        yield f"{text}."
        return
    used = Basis.of(numbers_used(found.why.case, found.forecast.changes))
    draws = f"{len(found.forecast.model.draws)} draws (seed {found.seed})"
    over = found.course and found.course.blame
    shares = f"; shares of the delay over {over.draws}" if over else ""
    if over and over.pooled:
        shares = f"; shares over {len(over.pooled.saved)}, ranges over {over.draws}"
    points = "" if has_ranges(found.why.case, found.forecast.changes) else ", none of them a range"
    yield (
        f"{text}; {count(used.total, 'number')}{points}: {sizes(used)}. Over {draws}{shares}."
        f"{shares_off(found.forecast)}"
    )
