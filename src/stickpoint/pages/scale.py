"""Where an item on a line may be settled → a page: five points, what they are worth, who pulls."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from stickpoint import __version__
from stickpoint.answers.scale.positions import Interval, Stand
from stickpoint.answers.scale.scale import RULES, Scale
from stickpoint.pages.model import Items, Lines, Page, Part, Section, Table, Text
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import percent

NAMES = {
    "mean": "weighted mean",
    "median": "weighted median",
    "challenge": "challenge model",
    "nash": "Nash point",
    "kalai_smorodinsky": "Kalai-Smorodinsky point",
}
MEANINGS = {
    "mean": "the middle of all positions, each by its weight",
    "median": "half of the weight stands on either side: no other position outvotes it",
    "challenge": "the median after parties have challenged one another and given way",
    "nash": "the greatest product of gains, each party's counted by its weight",
    "kalai_smorodinsky": "whoever gets least of what it could get at best gets most; no weights",
}
RECORD = (
    "On legislation of the European Union (DEU III, Arregui and Perarnaud 2021) the plain weighted "
    "mean missed what came by 22.99 points of a scale of 100 on average, and nothing published "
    "has been shown to beat it there. So take it first, and take a miss of about a quarter of the "
    "scale as usual.",
    "Among 66 decisions of the Union a Nash point weighted by salience alone did best of the "
    "models that Schneider, Finke and Bailer (2010) compared, and models weighted by resources did "
    "worse; the Nash point here counts capability too.",
    "The author of the challenge model reports many successes, but its code is not published, so "
    "nobody else could count them (Scholz, Calbert and Smith 2011); here it is as put together "
    "from his papers.",
    "Of the median and of the Kalai-Smorodinsky point no such record is known here.",
)
"""What is known of how often each has been right."""
_WIDE, _LABEL = 48, 24
"""Characters of the drawn scale, and of a name before it."""


def page(found: Scale) -> Page:
    """Lay out the five points, what is known of their record, who stands where and who pulls."""
    sections = (
        Section("points", "Where it may be settled", tuple(_points(found))),
        Section("line", "Who stands where", (Lines(tuple(_line(found))), _table(found))),
        Section("record", "How often such rules have been right", (Items(RECORD),)),
        Section("assumed", "What is taken for granted", (Items(tuple(_assumed(found))),)),
    )
    return Page(_title(found), sections)


def _title(found: Scale) -> str:
    stem = found.positions.path.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return f"One item on a scale: {plain(stem)}" if stem else "One item on a scale"


def _points(found: Scale) -> Iterator[Part]:
    rows = tuple((upper(NAMES[rule]), *_figures(found, rule), MEANINGS[rule]) for rule in RULES)
    head = ("", "point", "four draws in five", "which is")
    yield Table("", head, rows, right=(1,))
    if not found.is_open:
        yield Text(
            "The points have no ranges, because no number of the table is a range; write 40..60 "
            "where you are not sure."
        )
    mean, spread = found.inner("mean")[1], [found.inner(rule)[1] for rule in RULES]
    low, high = found.positions.ends
    apart = max(spread) - min(spread)
    share = percent(apart / (high - low)) if high > low else "0 %"
    yield Text(
        f"The five lie within {_shown(apart, found)} of one another, {share} of the scale. The "
        f"weighted mean, {_shown(mean, found)}, has the best record of them on DEU III, below."
    )
    if found.closed > 0:
        part = "" if found.closed == 1 else f" in {percent(found.closed)} of draws"
        yield Text(
            f"Somebody stands at the reference, or positions lie on either side of it{part}: "
            "whoever gains by leaving it, another loses. There both points of bargaining are the "
            "reference itself."
        )
    rest = found.challenges.at_rest.mean()
    if rest < 1:
        still = f"In {percent(1 - rest)} of draws parties" if found.is_open else "Parties"
        yield Text(
            f"{still} still moved after {count(int(found.challenges.rounds.max()), 'round')} of "
            "challenges; the point is that of the last."
        )


def _figures(found: Scale, rule: str) -> tuple[str, str]:
    low, mid, high = found.inner(rule)
    ends = (_shown(low, found), _shown(high, found))
    return _shown(mid, found), "" if not found.is_open else f"{ends[0]} to {ends[1]}"


def _shown(value: float, found: Scale) -> str:
    """Return a point with as many digits as the scale bears: a thousandth of it."""
    low, high = found.positions.ends
    length = high - low
    digits = max(0, 2 - math.floor(math.log10(length))) if length > 0 else 2
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-0", "0", text == "-0")


def _line(found: Scale) -> Iterator[str]:
    """Draw the scale in letters: each party, then each point."""
    low, high = found.positions.ends
    length = high - low

    def place(value: float) -> int:
        part = 0.5 if length == 0 else (value - low) / length
        return round(min(1.0, max(0.0, part)) * (_WIDE - 1))

    def row(name: str, span: Interval, sign: str) -> str:
        cells = [" "] * _WIDE
        for k in range(place(span.low), place(span.high) + 1):
            cells[k] = "-"
        cells[place(span.mid)] = sign
        return f"{name[:_LABEL]:<{_LABEL}} |{''.join(cells)}|"

    for stand in sorted(found.positions.stands, key=lambda stand: stand.position.mid):
        yield row(plain(stand.name), stand.position, "o")
    for rule in RULES:
        first, middle, last = found.inner(rule)
        line = row(NAMES[rule], Interval(first, last), " ")
        at = _LABEL + 2 + place(middle)
        yield f"{line[:at]}x{line[at + 1 :]}"
    ends = _shown(low, found), _shown(high, found)
    yield f"{'':<{_LABEL}}  {ends[0]}{ends[1]:>{_WIDE - len(ends[0])}}"


def _table(found: Scale) -> Table:
    """List who stands where, with what weight, and how far the mean would go without it."""
    rows = []
    stands = found.positions.stands
    order = sorted(range(len(stands)), key=lambda k: -found.shares[k])
    for k in order:
        stand, pull = stands[k], float(found.pulls[k])
        moved = "nobody else weighs" if math.isnan(pull) else _pull(pull, found)
        rows.append(
            (
                plain(stand.name), _span(stand.position), _span(stand.capability),
                _span(stand.salience), percent(float(found.shares[k])), moved,
            )
        )  # fmt: skip
    head = ("", "position", "capability", "salience", "weight", "pulls the mean by")
    means = "; weight and pull are averages over the draws" * found.is_open
    return Table(f"By weight{means}", head, tuple(rows), right=(1, 2, 3, 4, 5))


def _pull(pull: float, found: Scale) -> str:
    shown = _shown(abs(pull), found)
    return shown if shown == "0" else f"{'+' if pull > 0 else '-'}{shown}"


def _span(span: Interval) -> str:
    return f"{span.low:g}" if not span.is_open else f"{span.low:g} to {span.high:g}"


def _assumed(found: Scale) -> Iterator[str]:
    silent = [stand.name for stand in found.positions.stands if _is_unheard(stand)]
    out_of = "out of 100" if found.positions.out_of_hundred else "from 0 to 1"
    yield (
        f"A party weighs its capability times its salience; saliences are read as {out_of}. What "
        "counts as one, and where on the line somebody stands, is a judgement of whoever wrote "
        "the table, and no rule here checks it."
    )
    yield "What a settlement is worth to a party falls evenly with its distance from the position."
    if found.reference is None:
        yield (
            "For the two points of bargaining no agreement is as bad to each as a settlement one "
            "whole scale away; --reference X says where the matter stays instead."
        )
    else:
        yield (
            f"For the two points of bargaining the matter stays at {_shown(found.reference, found)}"
            " without agreement, and nobody signs what is worse to it."
        )
    yield (
        "The item stands alone: nothing is traded against other items. Every range is drawn "
        f"evenly and by itself, {count(found.draws, 'time')} (seed {found.seed})."
        if found.is_open
        else "The item stands alone: nothing is traded against other items."
    )
    if silent:
        yield f"Without weight, so not heard: {joined([plain(name) for name in silent])}."


def _is_unheard(stand: Stand) -> bool:
    return stand.capability.high == 0 or stand.salience.high == 0


def plain_data(found: Scale) -> dict[str, Any]:
    """Return the same as plain data; what the others cannot be pulled from is null."""
    stands = found.positions.stands
    return {
        "file": found.positions.path,
        "points": {
            rule: dict(zip(("low", "mid", "high"), found.inner(rule), strict=True))
            for rule in RULES
        },
        "reference": found.reference,
        "closed": found.closed,
        "challenge": {
            "rounds": int(found.challenges.rounds.max()),
            "at_rest": float(found.challenges.at_rest.mean()),
        },
        "actors": [
            {
                "actor": stand.name,
                "line": stand.line,
                **{
                    part: [getattr(stand, part).low, getattr(stand, part).high]
                    for part in ("position", "capability", "salience")
                },
                "weight": float(found.shares[k]),
                "pull": None if math.isnan(found.pulls[k]) else float(found.pulls[k]),
            }
            for k, stand in enumerate(stands)
        ],
        "draws": found.draws if found.is_open else None,
        "seed": found.seed,
        "version": __version__,
    }
