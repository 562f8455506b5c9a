"""Case without a horizon → how long, which way, who pays, and how the answer was found."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from stickpoint.case.model import Case
from stickpoint.case.timing import happened
from stickpoint.conflict.build_game import Changes, build_game
from stickpoint.conflict.game import Game
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.stationary_clock import StationaryClock
from stickpoint.view.clock import TOLERANCE, finite
from stickpoint.view.clock_page import table
from stickpoint.view.numbers import duration, percent, rounded
from stickpoint.view.page import Block
from stickpoint.view.words import count, plain, upper

NO_SHARES = "Shares of the delay are defined over a horizon; --horizon gives them."
NO_BANDS = (
    "Every range at its middle. Without a horizon each draw would be solved along a path of its "
    "own, so there are no bands; --horizon gives them."
)
SIGNS = {
    1: "+1, as on the path that leads from uniform play",
    -1: "-1: beyond a point where other equilibria branch off",
    0: "unknown, with so many unknowns: whether uniform play leads here was not tested",
}
"""The sign of det(-∂F/∂V), in words."""


@dataclass(frozen=True, eq=False)
class Endless:
    """The stationary clock's answer for a case.

    Parameters
    ----------
    case : Case
    changes : Changes
        What was taken otherwise than the case has it.
    shocks : str
    """

    case: Case
    changes: Changes
    shocks: str = "centred"

    @cached_property
    def game(self) -> Game:
        """The game with every range at its middle."""
        return build_game(self.case, self.changes)

    @cached_property
    def run(self) -> StationaryClock:
        """The stationary clock with every range at its middle."""
        return clock(self.game, horizon=None, shocks=self.shocks, tolerance=TOLERANCE)

    @cached_property
    def base(self) -> Endless | None:
        """The case as it stands, to set beside what was changed; None when nothing was."""
        return None if self.changes == Changes() else replace(self, changes=Changes())

    @property
    def past(self) -> tuple[str, ...]:
        """What of nature's is dated by the start, so that today's state has it."""
        return tuple(happened(self.case, self.changes.on, self.changes.rate))

    @property
    def left_out(self) -> tuple[str, ...]:
        """What changes on a date that nobody foresees, which this answer does not have."""
        return tuple(shock.name for shock in self.game.shocks if shock.time < 1e9)


def as_data(answer: Endless) -> dict[str, Any]:
    """Give the answer as plain data, in the spellings of the clock with a horizon."""
    run, found = answer.run, answer.run.equilibrium
    last = run.quantile(0.99 * (1 - run.unsettled)) or 1.0
    grid = np.linspace(0, last, 121)
    data: dict[str, Any] = {
        "unit": answer.game.unit,
        "horizon": None,
        "survival": {"t": grid.tolist(), "p": run.survival(grid).tolist()},
        "median": run.median,
        "mean_within_horizon": run.mean,
        "quantiles": {str(q): run.quantile(q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)},
        "outcomes": run.outcomes,
        "tolls": {
            toll.name: {
                "expected": run.tolls[toll.name],
                "unit": toll.unit,
                "falls_on": toll.falls_on,
            }
            for toll in answer.case.tolls
        },
        "delay_share": {},
        "issue_share": {},
        "happened": list(answer.past),
        "left_out": list(answer.left_out),
        "stationary": {
            "residual": found.residual,
            "regret": dict(zip(answer.game.parties, found.regret.tolist(), strict=True)),
            "folds": found.folds,
            "steps": found.steps,
            "pieces": found.pieces,
            "sign": found.sign,
            "symmetric": found.symmetric,
            "crossings": [list(pair) for pair in found.crossings],
            "notes": list(found.notes),
        },
        "shocks": answer.shocks,
        "tolerance": TOLERANCE,
        "version": found_version(),
        "fingerprint": answer.game.fingerprint,
    }
    if answer.base is not None:
        data["base"] = as_data(answer.base)
    told: dict[str, Any] = finite(data)
    return told


def found_version() -> str:
    """Give the version of stickpoint that computed this."""
    from stickpoint import __version__

    return __version__


def page(answer: Endless) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [
        Block("title", plain(answer.case.title)),
        *_against(answer),
        *_how_long(answer),
        *_which_way(answer),
        *_who_pays(answer),
        Block("heading", "Whose doing is the delay?"),
        Block("text", NO_SHARES),
        *_how_found(answer),
    ]


def _time(value: float | None, unit: str) -> str:
    return "never" if value is None or not math.isfinite(value) else duration(value, unit)


def _against(answer: Endless) -> Iterator[Block]:
    if answer.base is None:
        return
    unit, both = answer.game.unit, (answer.base.run, answer.run)
    rows = [
        ("", "as the case stands", "with the change"),
        ("even chance of being settled", *(_time(run.median, unit) for run in both)),
        ("expected time unsettled", *(_time(run.mean, unit) for run in both)),
        ("never settled", *(percent(run.unsettled) for run in both)),
    ]
    yield Block("heading", "What the change does")
    yield from table(rows)


def _how_long(answer: Endless) -> Iterator[Block]:
    run, unit = answer.run, answer.game.unit
    yield Block("heading", "How long does it last?")
    low, middle, high = (_time(run.quantile(q), unit) for q in (0.1, 0.5, 0.9))
    if run.median is None:
        text = f"More likely than not it is never settled; one time in ten by {low}."
    else:
        text = (
            f"As likely as not settled after {middle}; one time in ten by {low}, nine in ten by "
            f"{high}. Expected time unsettled: {_time(run.mean, unit)}."
        )
    yield Block("text", f"{text.replace('by never', 'never')} {NO_BANDS}")


def _which_way(answer: Endless) -> Iterator[Block]:
    yield Block("heading", "Which way does it end?")
    for name, share in sorted(answer.run.outcomes.items(), key=lambda pair: -pair[1]):
        if name != "unsettled" or share > 0:
            end = "never settled" if name == "unsettled" else name
            yield Block("item", f"{upper(end)}: {percent(share)}.")


def _who_pays(answer: Endless) -> Iterator[Block]:
    names = {party.id: party.short or party.name for party in answer.case.parties}
    if answer.case.tolls:
        yield Block("heading", "Who pays for the wait?")
    for toll in answer.case.tolls:
        paid = answer.run.tolls[toll.name]
        much = f"{rounded(paid)} {toll.unit}".strip() if math.isfinite(paid) else "without end"
        whom = names.get(toll.falls_on, toll.falls_on)
        yield Block(
            "item", f"{upper(toll.name)}: {much} expected{f', falling on {whom}' * bool(whom)}."
        )


def _how_found(answer: Endless) -> Iterator[Block]:
    found = answer.run.equilibrium
    names = [party.short or party.name for party in answer.case.parties]
    yield Block("heading", "How was it found, and how sure is that?")
    yield Block(
        "text",
        "Nobody sees an end, so there may be several equilibria. This one was followed from "
        f"uniform play in {count(found.steps, 'step')}, with {count(found.folds, 'turn')} of the "
        f"path; a value may be off by {found.residual:.1g} in worth.",
    )
    yield Block("text", f"Sign of the determinant: {SIGNS[found.sign]}.")
    kept = (
        "What the game's symmetry makes equal was kept equal, which is a choice"
        if found.symmetric
        else "No symmetry of the game was used"
    )
    yield Block("text", f"{kept}.")
    worst = int(np.argmax(found.regret))
    yield Block(
        "text",
        f"By a best reply {names[worst]} could gain most: {percent(float(found.regret[worst]))} of "
        "the range of its values, chance in its choices aside.",
    )
    for note in found.notes:
        yield Block("text", f"{upper(note)}.")
    texts = {chance.id: plain(chance.text) for chance in answer.case.nature}
    for name in answer.past:
        told = "dated by the day on which the clock starts, so today's state has it"
        yield Block("text", f"{upper(texts[name])}: {told}.")
    for name in answer.left_out:
        yield Block("text", f"Not in this answer, since nobody foresees it: {texts[name]}.")
