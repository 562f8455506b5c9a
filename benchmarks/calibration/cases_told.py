"""Scores and case files → `docs/casebook/NAME.md`: what was known, what was said, what came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from calibration.kept import LATER, Scores, case, frozen, half_of, kind_of, number, scored
from calibration.page import shares, short

from stickpoint.pages.wording.dates import day_in_words, in_words
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

RULE = re.compile(r"\s*Ranges by (the rule in README|RULE)\.md\.?")
GONE = {
    0.0: "On the first day",
    0.25: "A quarter of the way",
    0.5: "Half way",
    0.75: "Three quarters of the way",
}
FAR = 1e5
"""Days beyond which a date says nothing more than the length does."""
USE = {
    "held out": "held out: no number of the method was set on it",
    LATER: "held out, and drawn when the others that were held out had been told about: no number "
    "of the method was set on it",
    "training": "used to choose numbers of the method",
}
AFTERWARDS = (
    "The later days were chosen by where the end lay, which nobody knew then; an honest forecast, "
    "too, looks too long there ([why](../how-good.md#what-this-does-not-show))."
)
TITLES = {"held out": "Held out", LATER: "Held out, drawn later", "training": "For training"}
BY = "<!-- Written by benchmarks/how_good.py. -->"


def index(scores: Scores, two: Iterable[str], more: Iterable[str]) -> str:
    """Return the page that lists all cases, with the toctree of their pages.

    ``two`` are the lines of a table of cases that count in no score, ``more`` their pages.
    """
    every = [name for half in scored(scores) for name in half_of(half)]
    parts = [
        BY,
        f"# {number(len(every)).capitalize()} forecasts and what came",
        "Real deadlocks whose ends are known, each written as if on its first day. A page tells "
        "who wanted what, what was on record by each of four days, what the tool said on that day, "
        "and what happened. How good that was all together is on [a page of its own]"
        "(../how-good.md). The case files are in `benchmarks/calibration/cases`; they were frozen "
        "by hash before the first of them was run, and `README.md` beside them says how they were "
        "drawn and written.",
    ]
    for half in scored(scores):
        parts += [f"## {TITLES[half]}", "\n".join(_listed(scores, half))]
    parts.append("Said is the middle of the forecast: as likely as not it is over by then.")
    parts += [
        "## In no score",
        "Two built-in cases, told in the same way. Whoever wrote them knew their ends, so that "
        "they are left out of every score; their pages say where an answer makes no sense.",
        "\n".join(two),
    ]
    names = "\n".join([*every, *more])
    parts.append(f"```{{toctree}}\n:hidden:\n\n{names}\n```")
    return "\n\n".join(parts) + "\n"


def _listed(scores: Scores, half: str) -> Iterator[str]:
    yield "| deadlock | kind | begun | said on the first day | took | ended as |"
    yield "|---|---|---|---|---|---|"
    first = {row["name"]: row for row in scores[half]["cases"] if not row["share"]}
    for name in half_of(half):
        found = case(name)
        yield (
            f"| [{short(name)}]({name}.md) | {kind_of(name)} | "
            f"{day_in_words(found.clock.start.first)} | {in_days(first[name]['median'])} | "
            f"{in_days(first[name]['days'])} | {plain(found.happened.terms)} |"
        )


def told(scores: Scores, name: str) -> str:
    """Return the page of one case."""
    half = frozen()[name]["split"]
    found = case(name)
    rows = [row for row in scores[half]["cases"] if row["name"] == name]
    parts = [
        BY,
        f"# {short(name)}",
        plain(RULE.sub("", found.about)),
        f"Kind: {kind_of(name)}. This deadlock was {USE[half]}. Case file: "
        f"`benchmarks/calibration/cases/{name}.case.yaml`.",
        "## Who can do what",
        "\n".join(_options(found)),
        "## Ways in which it could end",
        "\n".join(_terms(found)),
        "## What was known, and what was said",
    ]
    before = date.min
    for row in rows:
        day = date.fromisoformat(row["as_of"])
        when = GONE.get(row["share"], percent(row["share"]))
        parts += day_told(found, row, before, day, when)
        before = day
    parts += [AFTERWARDS, "## What happened", *end_told(found)]
    return "\n\n".join(parts) + "\n"


def _options(found: Any) -> Iterator[str]:
    for party in found.parties:
        own = [option for option in found.options if option.party == party.id]
        said = "; ".join(f"{o.text}{' (at first: yes)' if o.now else ''}" for o in own)
        yield f"- **{party.name}**: {plain(said) or 'nothing of its own'}."
    for chance in found.nature:
        yield f"- **Nobody's to decide**: {plain(chance.text)}."


def _terms(found: Any) -> Iterator[str]:
    for issue in found.issues:
        for terms in issue.terms:
            yield f"- **{plain(terms.name)}** ({plain(issue.name)}): `{terms.statement.text}`"
    for terms in found.packages:
        yield f"- **{plain(terms.name)}**, together: `{terms.statement.text}`"


def day_told(found: Any, row: dict[str, Any], before: date, day: date, when: str) -> Iterator[str]:
    """Tell what was new on record by a day, and what the tool said on it."""
    yield f"### {when}, {day_in_words(day)}"
    lines = [line for entry, line in _record(found) if before < entry <= day]
    if lines:
        yield "On record by then:" if before == date.min else "New on record:"
        yield "\n".join(lines)
    else:
        yield "Nothing new on record."
    yield _said(row, day)


def _said(row: dict[str, Any], day: date) -> str:
    said, middle = "more likely than not it would never end", row["median"]
    if middle is not None:
        said = f"as likely as not over within {in_days(middle)}"
        if middle < FAR:
            said += f", by {day_in_words(day + timedelta(days=round(middle)))}"
    ends = "The terms on which it ended are not among those of the case."
    if row["outcome_log"] is not None:
        given, even = shares(row)
        ends = (
            f"Of the ways to end, the one that came had {given}; equal shares would have given it "
            f"{even}."
        )
    inside = "inside" if row["covered80"] else "outside"
    near = min(abs(row["pit"] - edge) for edge in (0.1, 0.9)) < 0.005
    chance = f"{100 * row['pit']:.1f} %" if near else percent(row["pit"])
    return (
        f"**The tool said:** {said}. It took {in_days(row['days'])} more. To an end by then the "
        f"forecast gave {chance}, which is {inside} its 80 % range. {ends}"
    )


def _record(found: Any) -> list[tuple[date, str]]:
    """Return what is on record, each with the last day that it may be of, in order."""
    names = {party.id: party.short or party.name for party in found.parties}
    options = {option.id: option for option in found.options}
    entries: list[tuple[date, str]] = []
    for one in found.record.messages:
        if one.date is not None:
            sender, to = (plain(names.get(who, who)) for who in (one.sender, one.receiver))
            who = f"{sender} to {to}" if to else sender
            said = plain(one.text) if one.text else "without words on record."
            line = f"- {in_words(one.date)}: {who}, {one.act}: {said}"
            entries.append((one.date.last, line))
    for one in found.record.moves:
        if one.date is not None:
            done = "; ".join(_deed(options[option], value) for option, value in one.sets)
            line = f"- {in_words(one.date)}: **{plain(names[one.party])}** moved: {plain(done)}."
            entries.append((one.date.last, line))
    return sorted(entries, key=lambda entry: entry[0])


def _deed(option: Any, value: bool) -> str:
    return option.text if value else option.undo or f"no longer {option.text}"


def end_told(found: Any) -> Iterator[str]:
    came = found.happened
    terms = plain(came.terms) or "terms that are not told"
    yield f"It ended {in_words(came.date)}, as **{terms}**."
    if came.note:
        yield plain(came.note)


def plain(words: str) -> str:
    """Return words of a case as Markdown that shows just these words, on one line."""
    return re.sub(r"([\\`*_$<\[\]|])", r"\\\1", " ".join(words.split()))
