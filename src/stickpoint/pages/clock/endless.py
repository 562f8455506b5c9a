"""The stationary clock's answer → a page, and how the answer was found."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from stickpoint.answers.endless import Endless
from stickpoint.answers.sampling.delays import Delays
from stickpoint.pages.clock import ends, horizon
from stickpoint.pages.clock.shares import whose_delay
from stickpoint.pages.clock.times import how_long, point, time
from stickpoint.pages.model import Page, Section, Text
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import exactly, percent

NO_LIMIT = (
    "Not told. Shares of the delay are defined over a horizon, and no horizon was found that gives "
    "the answer of this page and still gives it at twice the length. Nor can a party be put in a "
    "hurry without a horizon: the paths of such games break off, or lead to other equilibria. "
    "--horizon gives the shares over a horizon of your choice."
)
SIGNS = {
    1: "+1, as on the path that leads from uniform play",
    -1: "-1: beyond a point where other equilibria branch off",
    0: "unknown, with so many unknowns: whether uniform play leads here was not tested",
}
"""The sign of det(-∂F/∂V), in words."""
_LISTED = 8
"""Numbers of draws that are named one by one."""


def page(answer: Endless) -> Page:
    """Lay the answer out in the order in which a mediator would ask."""
    sections = (
        *ends.against(answer),
        how_long(answer, _lead(answer)),
        ends.which_way(answer),
        *ends.who_pays(answer),
        *whose(answer),
        how_found(answer),
    )
    return Page(plain(answer.case.title), sections)


def whose(answer: Endless) -> Iterator[Section]:
    """Tell whose doing the delay is, over a horizon so long that it gives this answer."""
    yield from whose_delay(answer, NO_LIMIT, lambda over: _over(answer, over))


def _lead(answer: Endless) -> str:
    """Say when an even chance comes, if it does."""
    median = point(answer, "median")
    if median is None or not math.isfinite(median):
        return "More likely than not it is never settled."
    where = (
        "With every range at its middle, it" if answer.ranges is None else "In the middle draw, it"
    )
    where = where if answer.has_ranges else "It"
    return f"{where} is as likely as not settled after {time(answer, median)}."


def _over(answer: Endless, over: Delays | None) -> Iterator[Text]:
    """Say over which horizon the shares were taken, and of how many draws none can be told."""
    assert answer.far is not None
    text = (
        f"They are taken over {exactly(2 * answer.far, answer.game.unit)}: over a horizon that "
        "long, and over half of it, the answer is the one on this page."
    )
    if over is not None and (lost := int(np.isnan(over.total).sum())):
        text += f" {lost} of {over.draws} draws have no such horizon; the bands are without them."
    yield Text(text)


def how_found(answer: Endless) -> Section:
    """Say by which path the equilibrium was found, and what is known of it."""
    found, kept = answer.run.equilibrium, "No symmetry of the game was used"
    if found.symmetric:
        kept = "What the game's symmetry makes equal was kept equal, which is a choice"
    worst = int(np.argmax(found.regret))
    texts = (
        _drawn(answer),
        "Where nobody sees an end, there may be several equilibria. This one was followed from "
        "uniform play, in which everybody chooses at random, along a path of "
        f"{count(found.steps, 'step')} and {count(found.folds, 'turn')}. What a party expects may "
        f"be off by {found.residual:.1g} in worth.",
        f"Sign of the determinant: {SIGNS[found.sign]}.",
        f"{kept}.",
        "By a best reply to how the others play, the party that could gain most is "
        f"{answer.case.parties[worst].called}: {percent(float(found.regret[worst]))} of the range "
        "of its values, chance in its choices aside.",
        *(f"{upper(note)}." for note in found.notes),
        *horizon.happened(answer),
        *(
            f"{upper(horizon.event(answer, name))}: not in this answer, since nobody foresees it."
            for name in answer.left_out
        ),
    )
    return Section("how-found", "How was it found, and how sure is that?", tuple(map(Text, texts)))


def _drawn(answer: Endless) -> str:
    """Say from how many draws the bands are, and which draws failed or need a word."""
    runs = answer.runs
    if runs is None:
        return (
            "Every range at its middle, and no bands: with so many states each draw takes as long "
            "as this answer did. --draws asks for some."
        )
    lost, why = len(runs.failed), next(iter(runs.failed.values()), "")
    each = f"{count(len(runs.runs) + lost, 'draw')} out of the ranges (seed {answer.seed})"
    if runs.runs and not (lost or answer.has_ranges):
        return "No number of the case is a range, so there are no bands."
    if not runs.runs:
        return f"No bands: none of {each} could be solved. The first: {why}."
    text = f"Bands are from {each}, each followed along a path of its own"
    if lost:
        some = [str(k) for k in list(runs.failed)[:_LISTED]]
        some += [f"{lost - _LISTED} more"] * (lost > _LISTED)
        number = f"number {joined(some)}; {why}"
        text += f", but for {count(lost, 'draw')} that could not be solved ({number})"
    if beyond := sum(run.equilibrium.sign < 0 for run in runs.runs.values()):
        text += f"; in {beyond} the sign of the determinant is -1"
    return f"{text}."
