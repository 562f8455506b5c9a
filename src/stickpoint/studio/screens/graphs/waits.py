"""Waits as pictures: with levers moved, and when terms are worth more than going on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stickpoint.answers.levers.payoffs import PayoffLevers
from stickpoint.answers.levers.pulled import Pulled
from stickpoint.case.model.case import Case
from stickpoint.pages.figures.charts import Survival
from stickpoint.pages.figures.whiles import While
from stickpoint.pages.levers.words import names_of
from stickpoint.pages.model import Figure, Legend
from stickpoint.pages.wording.names import upper
from stickpoint.pages.wording.numbers import duration
from stickpoint.solve.levers.payoffs.ripeness import spans

POINTS = 241
"""Times at which a curve is reckoned."""


def curve(made: Pulled) -> Figure:
    """Draw the chance of being open still, as things stand and with the levers moved."""
    times = [made.horizon * k / (POINTS - 1) for k in range(POINTS)]
    before, after = (run.survival(times).tolist() for run in (made.before, made.after))
    day = day_of(made.case)
    drawn = Survival(
        times, after, (), made.game.unit, made.after.median, start=day,
        beside=(("lead", before),) if any(made.moved) else (),
    )  # fmt: skip
    about = (
        f"Expected wait {duration(made.after.mean, made.game.unit)}, "
        f"as things stand {duration(made.before.mean, made.game.unit)}."
    )
    title = "Open still, by the clock with every range at its middle"
    keys = [Legend("line", "with the levers as moved")]
    keys += [Legend("lead", "as things stand")] * any(made.moved)
    return Figure("pulled-curve", title, about, drawn, tuple(keys))


def ripe(answer: PayoffLevers) -> Iterator[While]:
    """List for all terms when each party, and all who have to move, would rather have them."""
    found = answer.ripeness
    for k, offer in enumerate(found.offers):
        needs = names_of(answer, offer.movers)
        yield While(f"{upper(answer.game.terms[offer.terms])} (needs {needs})", head=True)
        for party in range(answer.game.n_parties):
            own = spans(found.times, found.gain[party, k])
            yield While(upper(names_of(answer, [party])), own, f"c{party % 8}")
        yield While("All whose moves it needs", found.stalemate(k), "ripe")


def day_of(case: Case) -> date | None:
    """Return the day on which the clock starts, where it is known."""
    start = case.clock.start
    return start.first if start is not None and start.is_exact else None
