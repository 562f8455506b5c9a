"""In how many draws a statement about the end holds, and where → a page, and plain data."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from stickpoint.answers.ensemble.must_be_true import (
    FEWEST,
    TEMPO,
    TIMES,
    Limit,
    MustBeTrue,
    Region,
)
from stickpoint.pages.data.clock import finite
from stickpoint.pages.ensemble.claims import clause
from stickpoint.pages.hangs_on.named import Named
from stickpoint.pages.model import Item, Items, Page, Part, Section, Text
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import exact, percent

MOSTLY = 0.75
"""Share of draws from which the other way round is the better question."""
SO_SO = 2 / 3
"""Share of other halves below which an end that is found again is called unsure."""
COUNTED = (
    "A draw takes one number from every range of the case, and counts where what is said is more "
    "likely than not in it, or as likely as was asked for. Shares weigh each draw by how well it "
    "agrees with the wait so far."
)


def page(answer: MustBeTrue) -> Page:
    """Lay the answer out as a page of its own."""
    parts = (Text(how_often(answer), "lead"), *_where(answer), *map(_note, notes(answer)))
    return Page(plain(answer.case.title), (Section("where", "What must be true?", parts),))


def _note(text: str) -> Text:
    return Text(text, "note")


def how_often(answer: MustBeTrue) -> str:
    """Say in how many draws it holds."""
    draws = count(len(answer.holds), "draw")
    often = f"{percent(answer.share)} of {draws}"
    if answer.holds.all() or not answer.holds.any():
        often = f"{'all' if answer.holds.all() else 'none of'} {draws}"
    return f"{upper(clause(answer.statement))}: in {often}."


def _where(answer: MustBeTrue) -> Iterator[Part]:
    if not answer.regions:
        yield Text(none(answer))
        return
    name = Named(answer.case)
    first, *rest = answer.regions
    yield Text(sentence(answer, first))
    yield _limits(first, name)
    for region in rest:
        yield Text(f"Or, apart from that: {sentence(answer, region)}")
        yield _limits(region, name)
    if rest:
        yield Text(together(answer))


def sentence(answer: MustBeTrue, region: Region) -> str:
    """Say where it holds mostly, how much of the draws that is, and how it stands there."""
    name, at = Named(answer.case), region.held_out
    where = joined([f"{_what(one, name)} {ends(one)}" for one in region.limits])
    likely = ""
    if region.likely is not None and answer.likely is not None:
        of_all = float(answer.table.weights @ answer.likely)
        likely = (
            f" The chance itself is {percent(region.likely)} there on average, against "
            f"{percent(of_all)} over all draws."
        )
    mostly = "mostly" if at.density >= 0.5 else "more often"
    return (
        f"That is so {mostly} where {where}. Of the draws held out to test it, {percent(at.mass)} "
        f"lie there: it holds in {percent(at.density)} of these, against {percent(at.of_all)} of "
        f"all, and they are {percent(at.coverage)} of the draws in which it holds.{likely}"
    )


def _what(one: Limit, name: Named) -> str:
    if one.parameter is None:
        return "the tempo, at which all of it goes (1 is as written),"
    return name(one.name).clause


def ends(one: Limit) -> str:
    """Say within which limits a number lies, to a hundredth or so of its range.

    >>> ends(Limit("tempo", None, 0.2512, None, 1.0, None))
    'is 0.25 or more'
    >>> ends(Limit("tempo", None, -0.5, 0.1251, 1.0, 0.5))
    'is between -0.5 and 0.13'
    """
    low, high = (None if end is None else _shown(one, end) for end in (one.low, one.high))
    if low is not None and high is not None:
        return f"is between {low} and {high}"
    return f"is {low} or more" if low is not None else f"is {high} or less"


def _shown(one: Limit, value: float) -> str:
    width = abs(value) if one.parameter is None else one.parameter.high - one.parameter.low
    decimals = 2 - math.floor(math.log10(width)) if width > 0 else 2
    if one.parameter is None:
        decimals -= 1
    return f"{round(value, decimals) + 0.0:,.12g}"


def _limits(region: Region, name: Named) -> Items:
    """List each limit with its range in the case, its line, and how often it is found again."""
    return Items(
        tuple(
            Item(f"{upper(name(one.name).label)}: {ends(one).removeprefix('is ')}",
                 (Text(f"{_range(one)} {_again(one)}", "note"),))
            for one in region.limits
        )
    )  # fmt: skip


def _range(one: Limit) -> str:
    if one.parameter is None:
        return "Drawn, as no line of the case says it."
    low, high = exact(one.parameter.low), exact(one.parameter.high)
    return f"The case says {low} to {high} (line {one.parameter.line})."


def _again(one: Limit) -> str:
    """Say how often each end is found again on other halves of the draws."""
    known = [share for share in (one.again_low, one.again_high) if share is not None]
    said = " and ".join(f"{round(share * TIMES)}" for share in known)
    what = "This limit was" if len(known) == 1 else "The lower and the upper limit were"
    sure = "" if min(known) >= SO_SO else "; so whether it counts is unsure"
    return f"{what} found on {said} of {TIMES} other halves of the draws too{sure}."


def together(answer: MustBeTrue) -> str:
    """Say how all boxes stand together."""
    assert answer.boxes is not None
    at = answer.boxes.together
    return (
        f"Together: {percent(at.mass)} of the draws held out lie in one or the other, it holds in "
        f"{percent(at.density)} of these, and they are {percent(at.coverage)} of those in which "
        "it holds."
    )


def none(answer: MustBeTrue) -> str:
    """Say why there is no such place, when there is none."""
    draws = len(answer.holds)
    if answer.holds.all() or not answer.holds.any():
        every = "every" if answer.holds.all() else "no"
        return f"It holds in {every} draw, so within its ranges no number of the case decides it."
    if draws < FEWEST:
        return (
            f"{count(draws, 'draw')} are too few to say where: half of them are held out to test "
            f"what the others show. Ask with --draws {FEWEST * 10} or more."
        )
    return (
        "No few numbers decide: limits on them, found on half of the draws, did no better on the "
        "other half than chance may. It hangs on many numbers at once, or on how they go together; "
        "with more draws (--draws) limits may be told that these do not show."
    )


def notes(answer: MustBeTrue) -> Iterator[str]:
    """Say how draws count, how boxes are found, and what was left out."""
    yield COUNTED
    found = answer.boxes
    if found is None:
        return
    yield (
        f"Looked for among {count(len(answer.inputs), 'number')}, on a random half of the draws "
        "(PRIM, Friedman and Fisher 1999), and told only if so many of the other half would by "
        "chance be found in fewer than 1 of 20 tries. Limits are no more exact than the draws are "
        "dense, and say where it holds, not why."
    )
    if answer.share > MOSTLY:
        yield "It holds in most draws; 'not (…)' around the statement asks where it does not."


def plain_data(answer: MustBeTrue) -> dict[str, Any]:
    """Return the same as plain data."""
    found = answer.boxes
    return finite({
        "where": answer.said,
        "read_as": clause(answer.statement),
        "share": answer.share,
        "draws": len(answer.holds),
        "seed": answer.forecast.seed,
        "numbers": list(answer.inputs),
        "boxes": [_box(answer, region) for region in answer.regions],
        "together": None if not answer.regions or found is None else found.together._asdict(),
        "refused": 0 if found is None else found.refused,
        "sentences": [how_often(answer),
                      *(sentence(answer, one) for one in answer.regions),
                      *([] if answer.regions else [none(answer)])],
    })  # fmt: skip


def _box(answer: MustBeTrue, region: Region) -> dict[str, Any]:
    name = Named(answer.case)
    return {
        "limits": [
            {
                "name": one.name,
                "label": name(one.name).label,
                "line": None if one.parameter is None else one.parameter.line,
                "range": None if one.name == TEMPO or one.parameter is None
                else [one.parameter.low, one.parameter.high],
                "low": one.low,
                "high": one.high,
                "found_again": [one.again_low, one.again_high],
            }
            for one in region.limits
        ],
        "held_out": region.held_out._asdict(),
        "found_on": region.found_on._asdict(),
        "luck": region.luck,
        "chance_within": region.likely,
    }  # fmt: skip
