"""A case without payoffs → a page by its wants alone, in chances to move, and labelled as such."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from stickpoint.answers.forecasting.chances import SHARPNESS, Chances
from stickpoint.answers.forecasting.shifts import Shift
from stickpoint.pages.levers.nearer import leading, name
from stickpoint.pages.model import Page, Section, Text
from stickpoint.pages.wording.names import count, joined, party_names, plain, upper
from stickpoint.pages.wording.numbers import percent

TITLE = "By its wants alone, in chances to move"
LABEL = (
    "The case gives no payoffs, so nothing here has a length in days and no event is forecast: "
    "each party is paid by what it wants, every line worth half of the one before it, and time is "
    "counted in waits for a chance to move. On deadlocks that are over, payoffs made so have done "
    "no better than chance. Write 'payoffs', or 'worth' beside the wants, for a forecast."
)


def page(answer: Chances) -> Page:
    """Lay the answer out as a page of its own."""
    return Page(plain(answer.case.title), (section(answer),))


def section(answer: Chances) -> Section:
    """Say how long, which way, who holds it and what would end it, by wants alone."""
    told = (Text(text) for text in sentences(answer, whose=True))
    return Section("by-wants-alone", TITLE, (*told, Text(LABEL, "note")))


def sentences(answer: Chances, *, whose: bool) -> Iterator[str]:
    """Say it in sentences; ``whose`` delay it is takes longer to find out."""
    if answer.is_over:
        yield "It is settled as things stand, so there is nothing to wait for."
        return
    yield _how_long(answer)
    yield _which(answer)
    if whose and (held := _held_by(answer)):
        yield held
    yield _nearest(answer)


def _how_long(answer: Chances) -> str:
    early, middle, late = (answer.quantile(q) for q in (0.1, 0.5, 0.9))
    draws = count(len(answer.forecast.model.draws), "draw")
    if middle is None:
        return f"More likely than not it would never be over, over {draws}."
    span = f"{in_chances(early).split(' ', 1)[0]} to {in_chances(late)}"
    low, high = SHARPNESS
    return (
        f"As likely as not it would be over within about {in_chances(middle)} for each party "
        f"(four chances in five: {span}), over {draws} of how sharply they choose, {low:g} to "
        f"{high:g} where the case does not say."
    )


def in_chances(waits: float | None) -> str:
    """Say a number of mean waits, no more exactly than it is known.

    >>> in_chances(4.53), in_chances(0.6), in_chances(1.2), in_chances(127.0), in_chances(None)
    ('5 chances to move', '1 chance to move', '1 chance to move', '130 chances to move', 'never')
    """
    if waits is None or not np.isfinite(waits):
        return "never"
    shown = float(f"{waits:.2g}") if waits >= 10 else max(1.0, round(waits))
    return f"{count(int(shown), 'chance')} to move"


def _which(answer: Chances) -> str:
    ordered = sorted(answer.forecast.outcomes.items(), key=lambda pair: -pair[1])[:3]
    told = joined([f"{plain(name)} {percent(share)}" for name, share in ordered])
    return f"Likeliest ways to end: {told}; take them as an order, not as odds."


def _held_by(answer: Chances) -> str:
    """Name the party with the largest share of the delay, and how sure that is."""
    over = answer.blame
    if over is None or not all(np.isfinite(over.three(name)[0]) for name in over.names):
        return ""
    names = party_names(answer.case)
    most = max(over.names, key=lambda name: over.three(name)[0])
    if over.three(most)[0] <= 0:
        return "Nobody's hurry would shorten the wait."
    often = percent(over.leads(most))
    return (
        f"The largest share of the delay is that of {names[most]}, in {often} of "
        f"{count(over.draws, 'draw')}."
    )


def _nearest(answer: Chances) -> str:
    """Say which single move would bring the end nearest, at no loss to its mover by its wants."""
    found = answer.nearer
    said = []
    for lead, rows in (
        ("Of single moves that their mover's wants call no loss, the end would come nearest by",
         found.moves),
        ("Of moves to their mover's loss, by", found.surrenders),
    ):  # fmt: skip
        if best := leading(found, rows):
            told = "; or as much by ".join(name(answer.forecast, one) for one in best)
            said.append(f"{lead} {told}: {_effect(answer, best[0])}.")
    return " ".join(said) or "No single move made now would bring the end nearer."


def _effect(answer: Chances, one: Shift) -> str:
    before, after = answer.waits(answer.nearer.median), answer.waits(one.median)
    if in_chances(after) == in_chances(before):
        return f"as likely as not within about {in_chances(after)} still, a little sooner"
    return f"as likely as not within about {in_chances(after)} instead of {in_chances(before)}"


def plain_data(answer: Chances) -> dict[str, Any]:
    """Return the answer as plain data; everything in it is from wants alone, and has no days."""
    over = {"label": LABEL, "settled_already": answer.is_over}
    if answer.is_over:
        return {"from_wants_alone": over}
    shares = answer.blame
    return {
        "from_wants_alone": {
            **over,
            "unit": "mean wait for a chance to move",
            "quantiles": {str(q): answer.quantile(q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)},
            "outcomes": answer.forecast.outcomes,
            "largest_share_of_delay": None
            if shares is None
            else {name: shares.leads(name) for name in shares.names},
            "moves": [
                {
                    "party": answer.case.parties[one.party].id,
                    "sets": dict(one.sets),
                    "median": answer.waits(one.median),
                    "loses": one.surrenders,
                }
                for one in (*answer.nearer.moves, *answer.nearer.surrenders)
            ],
            "draws": len(answer.forecast.model.draws),
            "seed": answer.seed,
            "sentences": [upper(text) for text in sentences(answer, whose=True)],
        }
    }
