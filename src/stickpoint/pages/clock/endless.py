"""The stationary clock's answer → a page, and how the answer was found."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from stickpoint.answers.clock import MOST_PARTIES
from stickpoint.answers.endless import Endless
from stickpoint.answers.sampling.delays import Delays
from stickpoint.pages.clock.page import table
from stickpoint.pages.clock.shares import shared, too_many
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import duration, percent, ranged, rounded

NO_LIMIT = (
    "Not told: shares are defined over a horizon, and no horizon was found over which, and over "
    "twice which, the answer is the one on this page. Nor can parties be put in a hurry without "
    "one: the paths of such games break off, or lead to other equilibria. --horizon gives the "
    "shares over the horizon that you choose."
)
SIGNS = {
    1: "+1, as on the path that leads from uniform play",
    -1: "-1: beyond a point where other equilibria branch off",
    0: "unknown, with so many unknowns: whether uniform play leads here was not tested",
}
"""The sign of det(-∂F/∂V), in words."""
_LISTED = 8
"""Numbers of draws that are named one by one."""


def page(answer: Endless) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [
        Block("title", plain(answer.case.title)),
        *_against(answer),
        *_how_long(answer),
        *_which_way(answer),
        *_who_pays(answer),
        *_whose_delay(answer),
        *_how_found(answer),
    ]


def _time(value: float | None, unit: str) -> str:
    return "never" if value is None or not math.isfinite(value) else duration(value, unit)


def _band(low: float, high: float, unit: str) -> str:
    """Say between which times, the last of which may never come.

    Examples
    --------
    >>> _band(2.0, 5.0, "day"), _band(2.0, math.inf, "day"), _band(math.inf, math.inf, "day")
    ('2 to 5 days', '2 days to never', 'never')
    """
    first, last = _time(low, unit), _time(high, unit)
    if first == last:
        return first
    return f"{first if math.isinf(high) else first.rsplit(' ', 1)[0]} to {last}"


def _against(answer: Endless) -> Iterator[Block]:
    if answer.base is None:
        return
    unit, both = answer.game.unit, (answer.base, answer)
    rows: list[tuple[str, ...]] = [
        ("", "as the case stands", "with the change"),
        ("even chance of being settled", *(_time(one.run.median, unit) for one in both)),
    ]
    if all(one.ranges is not None for one in both):
        rows.append(("  over the ranges", *(_spread(one, "median") for one in both)))
    rows.append(("expected time unsettled", *(_time(one.run.mean, unit) for one in both)))
    if all(one.ranges is not None for one in both):
        rows.append(("  over the ranges", *(_spread(one, "mean") for one in both)))
    rows.append(("never settled", *(percent(one.run.unsettled) for one in both)))
    yield Block("heading", "What the change does")
    yield from table(rows)


def _spread(answer: Endless, what: str) -> str:
    ranges = answer.ranges
    assert ranges is not None
    return _band(*ranges.band(getattr(ranges, what)), answer.game.unit)


def _how_long(answer: Endless) -> Iterator[Block]:
    run, unit, ranges = answer.run, answer.game.unit, answer.ranges
    yield Block("heading", "How long does it last?")
    if answer.game.settled[run.start]:
        yield Block("text", "It is settled as things stand today, so there is nothing to wait for.")
        return
    if run.median is None:
        yield Block("text", "More likely than not it is never settled.")
    else:
        half = f"as likely as not settled after {_time(run.median, unit)}"
        yield Block("text", f"With every range at its middle: {half}.")
    rows = [("", "in the middle", "four draws out of five")]
    for label, middle, what in (
        ("settled, one chance in ten", run.quantile(0.1), "early"),
        ("settled, an even chance", run.median, "median"),
        ("settled, nine chances in ten", run.quantile(0.9), "late"),
        ("expected time unsettled", run.mean, "mean"),
    ):
        band = "none drawn" if ranges is None else _spread(answer, what)
        rows.append((label, _time(middle, unit), band))
    yield from table(rows)


def _which_way(answer: Endless) -> Iterator[Block]:
    yield Block("heading", "Which way does it end?")
    ranges = answer.ranges
    for name, share in sorted(answer.run.outcomes.items(), key=lambda pair: -pair[1]):
        low, high = (0.0, 0.0) if ranges is None else ranges.band(ranges.outcomes[name])
        if name != "unsettled" or max(share, high) > 0:
            end = "never settled" if name == "unsettled" else name
            said = percent(share)
            said = said if ranges is None else ranged(said, percent(low), percent(high))
            yield Block("item", f"{upper(end)}: {said}.")


def _who_pays(answer: Endless) -> Iterator[Block]:
    names = {party.id: party.short or party.name for party in answer.case.parties}
    if answer.case.tolls:
        yield Block("heading", "Who pays for the wait?")
    ranges = answer.ranges
    for toll in answer.case.tolls:
        paid = answer.run.tolls[toll.name]
        much = f"{rounded(paid)} {toll.unit}".strip() if math.isfinite(paid) else "without end"
        whom = names.get(toll.falls_on, toll.falls_on)
        band = ""
        if ranges is not None:
            ends = ranges.band(ranges.tolls[toll.name])
            low, high = (rounded(x) if math.isfinite(x) else "without end" for x in ends)
            band = f" ({low} to {high})"
        falls = f", falling on {whom}" * bool(whom)
        yield Block("item", f"{upper(toll.name)}: {much} expected{band}{falls}.")


def _whose_delay(answer: Endless) -> Iterator[Block]:
    whose, which = "Whose doing is the delay?", "Which item is the sticking point?"
    names = {party.id: party.short or party.name for party in answer.case.parties}
    issues = {issue.id: plain(issue.name) for issue in answer.case.issues}
    if len(names) > MOST_PARTIES:
        yield from too_many(whose, count(len(names), "party", "parties"), len(names))
    elif answer.delay:
        yield from shared(answer.delay, answer.blame, names, whose, "hurry")
        yield from _over(answer, answer.blame)
    else:
        yield Block("heading", whose)
        yield Block("text", NO_LIMIT)
    open_items = answer.issue_names
    if len(open_items) == 1:
        only = issues[open_items[0]]
        yield Block("text", f"One item is open, so it is the sticking point: {only}.")
    elif len(open_items) > MOST_PARTIES:
        yield from too_many(which, count(len(open_items), "item"), len(open_items))
    elif answer.issues:
        yield from shared(answer.issues, answer.sticking, issues, which, "closing")
        yield from _over(answer, answer.sticking)


def _over(answer: Endless, over: Delays | None) -> Iterator[Block]:
    """Say over which horizon the shares were taken, and of how many draws none can be told."""
    assert answer.far is not None
    text = (
        f"Taken over {2 * answer.far:g} {answer.game.unit}s: over a horizon that long, and over "
        "half of it, the answer is the one on this page."
    )
    without = 0 if over is None else over.draws - len(over.told)
    if over is not None and without:
        text += f" Of {over.draws} draws {without} have no such horizon and are left out of bands."
    yield Block("text", text)


def _how_found(answer: Endless) -> Iterator[Block]:
    found = answer.run.equilibrium
    names = [party.short or party.name for party in answer.case.parties]
    yield Block("heading", "How was it found, and how sure is that?")
    yield Block("text", _drawn(answer))
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


def _drawn(answer: Endless) -> str:
    """Say from how many draws the bands are, and which draws failed or need a word."""
    runs = answer.runs
    if runs is None:
        return (
            "Every range at its middle, and no bands: with so many states each draw takes as long "
            "as this answer did. --draws asks for some."
        )
    many = len(runs.runs) + len(runs.failed)
    each = f"{count(many, 'draw')} out of the ranges (seed {answer.seed})"
    if not runs.runs:
        why = next(iter(runs.failed.values()))
        return f"No bands: none of {each} could be solved. The first: {why}."
    text = f"Bands are from {each}, each followed along a path of its own"
    if runs.failed:
        some = [str(k) for k in list(runs.failed)[:_LISTED]]
        more = len(runs.failed) - len(some)
        some += [f"{more} more"] if more else []
        why = next(iter(runs.failed.values()))
        text += (
            f", but for {count(len(runs.failed), 'draw')} that could not be solved (number "
            f"{joined(some)}; {why})"
        )
    beyond = sum(run.equilibrium.sign < 0 for run in runs.runs.values())
    text += f"; in {beyond} the sign of the determinant is -1" if beyond else ""
    return f"{text}."
