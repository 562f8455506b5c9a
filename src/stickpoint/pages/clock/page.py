"""The clock's answer → a page: how long, which way, who pays, whose doing, and how sure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from stickpoint.answers.clock import MOST_PARTIES, Course
from stickpoint.case.model.case import Case, Judgement
from stickpoint.pages.clock import ways
from stickpoint.pages.clock.shares import shared, too_many
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import CaseWords, count, joined, plain, upper
from stickpoint.pages.wording.numbers import between, duration, half, percent, ranged, rounded, span

_BARS = " ▁▂▃▄▅▆▇█"
_LANDMARKS = (0.0, 1.0, 3.0, 6.0, 12.0, 18.0, 24.0, 36.0, 48.0, 60.0, 120.0, 240.0)
_KINDS = ("payoff", "terminal", "toll", "pace", "discount", "precision", "effort", "nature")
SPARKS = 60


def page(answer: Course) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [
        Block("title", plain(answer.case.title)),
        *_caution(answer),
        *_against(answer),
        *_how_long(answer),
        *_by_and_by(answer),
        *_which_way(answer),
        *_ways(answer),
        *_who_pays(answer),
        *_whose_delay(answer),
        *_how_sure(answer),
    ]


def _caution(answer: Course) -> Iterator[Block]:
    """Say before anything else where rounding decides, here or in what a what-if is set beside."""
    if answer.caution:
        yield Block("text", f"Of every number on this page: {answer.caution}")
    if answer.base is not None and answer.base.caution:
        yield Block("text", f"Of the case as it stands: {answer.base.caution}")


def sparkline(answer: Course, width: int = SPARKS) -> str:
    """Draw the chance of being unsettled over time, from now to the horizon."""
    curve = answer.run.survival(np.linspace(0, answer.horizon, width))
    steps = np.rint(np.clip(curve, 0, 1) * (len(_BARS) - 1)).astype(int)
    return "".join(_BARS[k] for k in steps)


def _how_long(answer: Course) -> Iterator[Block]:
    run, unit = answer.run, answer.game.unit
    yield Block("heading", "How long does it last?")
    if answer.game.settled[run.start]:
        yield Block("text", "It is settled as things stand today, so there is nothing to wait for.")
        return
    first, last = answer.ranges.band(answer.ranges.median)
    yield Block(
        "text",
        f"With every range at its middle: {half(run.median, unit, 'settled')}. Over the ranges "
        f"that the case leaves open, that even chance comes {between(first, last, unit)} in four "
        "draws out of five.",
    )
    yield from table(_times(answer))
    yield Block("row", f"still open {sparkline(answer)} {answer.horizon:g} {unit}s")


def early_and_late(answer: Course) -> str:
    """Say by when it is over one time in ten and nine times in ten, each with its band."""
    said = []
    for often, q, drawn in (
        ("one time in ten", 0.1, answer.ranges.early),
        ("nine in ten", 0.9, answer.ranges.late),
    ):
        time, band = answer.run.quantile(q), span(*answer.ranges.band(drawn), answer.game.unit)
        when = (
            "not within the horizon" if time is None else f"by {duration(time, answer.game.unit)}"
        )
        said.append(f"{often} {when} ({band})")
    return ", ".join(said)


def _times(answer: Course) -> Iterator[tuple[str, ...]]:
    """Return each time with every range at its middle, and the band of four draws in five."""
    run, ranges, unit = answer.run, answer.ranges, answer.game.unit
    yield "", "in the middle", "four draws out of five"
    for label, middle, drawn in (
        ("settled, one chance in ten", run.quantile(0.1), ranges.early),
        ("settled, an even chance", run.median, ranges.median),
        ("settled, nine chances in ten", run.quantile(0.9), ranges.late),
        ("expected time unsettled", run.mean, ranges.mean),
    ):
        yield label, duration(middle, unit), span(*ranges.band(drawn), unit)


def _against(answer: Course) -> Iterator[Block]:
    """Set a what-if beside the case as it stands."""
    base = answer.base
    if base is None:
        return
    unit = answer.game.unit
    rows: list[tuple[str, ...]] = [("", "as the case stands", "with the change")]
    both = (base, answer)
    rows.append(("even chance of being settled", *(duration(c.run.median, unit) for c in both)))
    rows.append(("  over the ranges", *(_spread(c, unit) for c in both)))
    rows.append(("expected time unsettled", *(duration(c.run.mean, unit) for c in both)))
    rows.append(("  over the ranges", *(span(*c.ranges.band(c.ranges.mean), unit) for c in both)))
    ends = dict.fromkeys((*base.run.outcomes, *answer.run.outcomes))
    for name in ends:
        label = "still unsettled at the horizon" if name == "unsettled" else f"ends as {name}"
        shares = (percent(c.run.outcomes.get(name, 0.0)) for c in both)
        rows.append((label, *shares))
    for toll in answer.case.tolls:
        label = f"{toll.name}, {toll.unit}" if toll.unit else toll.name
        rows.append((label, *(rounded(c.run.tolls[toll.name]) for c in both)))
    yield Block("heading", "What the change does")
    yield from table(rows)
    note = "Every range at its middle, but in the rows that say otherwise; the bands stand below."
    yield Block("note", note)


def _spread(answer: Course, unit: str) -> str:
    return span(*answer.ranges.band(answer.ranges.median), unit)


def table(lines: Iterable[Sequence[str]]) -> Iterator[Block]:
    """Set rows in columns, the first to the left and the rest to the right."""
    rows = list(lines)
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [first.ljust(wide[0]), *(x.rjust(w) for x, w in zip(rest, wide[1:], strict=True))]
        yield Block("row", "  ".join(cells))


def _by_and_by(answer: Course) -> Iterator[Block]:
    """Tell at some times what is still open, how fast it settles then, and on which terms."""
    run, unit = answer.run, answer.game.unit
    ends = [name for name, share in run.outcomes.items() if share >= 0.005 and name != "unsettled"]
    if not ends or answer.game.settled[run.start]:
        return
    times = [t for t in _LANDMARKS if t < answer.horizon] + [answer.horizon]
    found = run.table(times)
    begin, rate = run.hazard()
    rows: list[tuple[str, ...]] = [(f"{unit}s", "still open", f"settling per {unit}", *ends)]
    for t in times:
        after = np.flatnonzero(begin == t)
        pace = rate[after[0]] if after.size else math.nan
        shown = f"{pace:.2f}" if math.isfinite(pace) else "-"
        row = {name: float(found[name].loc[t]) for name in ("open", *ends)}
        shares = (percent(row[name]) for name in ("open", *ends))
        still, *settled = shares
        rows.append((f"{t:g}", still, shown, *settled))
        if row["open"] < 0.005:
            break
    yield from table(rows)
    yield Block("note", "Every range at its middle; settling: the rate for what is open by then.")


def _which_way(answer: Course) -> Iterator[Block]:
    yield Block("heading", "Which way does it end?")
    for name, share in sorted(answer.run.outcomes.items(), key=lambda pair: -pair[1]):
        low, high = answer.ranges.band(answer.ranges.outcomes[name])
        end = "still unsettled at the horizon" if name == "unsettled" else name
        yield Block("item", f"{upper(end)}: {ranged(percent(share), percent(low), percent(high))}.")


def _ways(answer: Course) -> Iterator[Block]:
    """Tell the most probable courses, simulated; the case's words stand for the moves."""
    conflict = answer.game.conflict
    if conflict is not None:
        found = answer.run.ways(seed=answer.seed)
        yield from ways.page(found, CaseWords(answer.case, conflict))


def _who_pays(answer: Course) -> Iterator[Block]:
    if not answer.case.tolls:
        return
    yield Block("heading", "Who pays for the wait?")
    names = {party.id: party.short or party.name for party in answer.case.parties}
    for toll in answer.case.tolls:
        low, high = answer.ranges.band(answer.ranges.tolls[toll.name])
        whom = names.get(toll.falls_on, toll.falls_on)
        falls = f", falling on {whom}" if whom else ""
        yield Block(
            "item",
            f"{upper(toll.name)}: {rounded(answer.run.tolls[toll.name])} {toll.unit} expected "
            f"({rounded(low)} to {rounded(high)}){falls}.{_played(answer, toll.name)}",
        )


def _played(answer: Course, toll: str) -> str:
    """Say between which sums a toll lies in most courses, if they were played out."""
    if not answer.paths:
        return ""
    low, middle, high = (rounded(answer.played[toll][q]) for q in (0.1, 0.5, 0.9))
    return (
        f" With every range at its middle, four of five of {count(answer.paths, 'course')} played "
        f"out (seed {answer.seed}) cost {low} to {high}, the middle one {middle}."
    )


def _whose_delay(answer: Course) -> Iterator[Block]:
    names = {party.id: party.short or party.name for party in answer.case.parties}
    whose, which = "Whose doing is the delay?", "Which item is the sticking point?"
    if len(names) > MOST_PARTIES:
        yield from too_many(whose, count(len(names), "party", "parties"), len(names))
    yield from shared(answer.delay, answer.blame, names, whose, "hurry")
    issues = {issue.id: plain(issue.name) for issue in answer.case.issues}
    opened = sum(bool(issue.terms) for issue in answer.case.issues)
    if opened > MOST_PARTIES:
        yield from too_many(which, count(opened, "item"), opened)
    if len(answer.issues) > 1:
        yield from shared(answer.issues, answer.sticking, issues, which, "closing")
    elif answer.issues:
        (only,) = answer.issues
        yield Block("text", f"One item is open, so it is the sticking point: {issues[only]}.")


def _how_sure(answer: Course) -> Iterator[Block]:
    yield Block("heading", "How sure is that?")
    used = numbers_used(answer.case)
    sourced = sum(line.sourced for line in used)
    yield Block(
        "text",
        f"It rests on {count(len(used), 'number')} from the case, {sourced} with a source; bands "
        f"are from {answer.ranges.draws} draws out of their ranges (seed {answer.seed})"
        f"{_fewer(answer)}.",
    )
    told = answer.horizon_sentence
    yield Block(
        "text",
        f"The look ahead ends after {answer.horizon:g} {answer.game.unit}s; {told}. Chances to "
        f"move are read as '{answer.shocks}'.",
    )
    for name in answer.past:
        told = "dated by the day on which the clock starts, so today's state has it"
        yield Block("text", f"{upper(_event(answer, name))}: {told}.")
    for shock in answer.game.events:
        if 0 < shock.time < answer.horizon:
            yield Block(
                "text",
                f"Nobody foresees this, after {duration(shock.time, answer.game.unit)}: "
                f"{_event(answer, shock.name)}.",
            )


def _fewer(answer: Course) -> str:
    """Say from how many draws the bands of the shares are, if from others."""
    told = {
        "parties' shares of the delay": answer.blame,
        "items' shares": answer.sticking,
    }
    few = {what: over.draws for what, over in told.items() if over is not None}
    said = [f"those of the {what} from {n}" for what, n in few.items() if n != answer.ranges.draws]
    return f", {joined(said)} of these, since each takes many solves" if said else ""


def numbers_used(case: Case) -> list[Judgement]:
    """List the judgements that the clock reads."""
    return [line for line in case.judgements() if line.kind in _KINDS]


def _event(answer: Course, name: str) -> str:
    texts = {chance.id: plain(chance.text) for chance in answer.case.nature}
    return texts.get(name) or name
