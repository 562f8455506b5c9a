"""Scores and case files → `docs/casebook/NAME.md`: what was known, what was said, what came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from math import exp
from typing import Any

from calibration.kept import HALVES, Scores, case, frozen, half_of
from calibration.page import short

from stickpoint.pages.wording.dates import day_in_words, in_words
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

RULE = re.compile(r"\s*Ranges by the rule in README\.md\.?")
GONE = {0.0: "On the first day", 0.25: "A quarter of the way", 0.5: "Half way", 0.75: "Three quarters of the way"}  # fmt: skip
BY = "<!-- Written by benchmarks/how_good.py. -->"


def index(scores: Scores) -> str:
    """Return the page that lists all cases, with the toctree of their pages."""
    parts = [
        BY,
        "# Twenty-three forecasts and what came",
        "Real deadlocks whose ends are known, each written as if on its first day. A page tells who wanted what, what was on record by "
        "each of four days, what the tool said on that day, and what happened. How good that was all together is on "
        "[a page of its own](../how-good.md). The case files are in `benchmarks/calibration/cases`; they were frozen by hash before the "
        "first of them was run, and `README.md` beside them says how they were drawn and written.",
    ]
    for half in HALVES:
        lines = ["| deadlock | kind | begun | said on the first day | took | ended as |", "|---|---|---|---|---|---|"]  # fmt: skip
        first = {row["name"]: row for row in scores[half]["cases"] if not row["share"]}
        for name in half_of(half):
            found = case(name)
            lines.append(
                f"| [{short(name)}]({name}.md) | {frozen()[name]['kind'] or 'none'} | "
                f"{day_in_words(found.clock.start.first)} | {in_days(first[name]['median'])} | "
                f"{in_days(first[name]['days'])} | {found.happened.terms} |"
            )
        parts += [f"## {'Held out' if half == 'held out' else 'For training'}", "\n".join(lines)]
    parts.append("Said is the middle of the forecast: as likely as not it is over by then.")
    names = "\n".join(name for half in HALVES for name in half_of(half))
    parts.append(f"```{{toctree}}\n:hidden:\n\n{names}\n```")
    return "\n\n".join(parts) + "\n"


def told(scores: Scores, name: str) -> str:
    """Return the page of one case."""
    half = frozen()[name]["split"]
    found, kind = case(name), frozen()[name]["kind"]
    rows = [row for row in scores[half]["cases"] if row["name"] == name]
    use = "held out: no number of the method was set on it" if half == "held out" else "used to choose numbers of the method"  # fmt: skip
    parts = [
        BY,
        f"# {short(name)}",
        RULE.sub("", " ".join(found.about.split())),
        f"Kind: {kind or 'none of the table'}. This deadlock was {use}. Case file: "
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
        parts += _day(found, row, before, day)
        before = day
    parts += ["## What happened", *_end(found)]
    return "\n\n".join(parts) + "\n"


def _options(found: Any) -> Iterator[str]:
    for party in found.parties:
        own = [option for option in found.options if option.party == party.id]
        said = "; ".join(f"{o.text}{' (at first: yes)' if o.now else ''}" for o in own)
        yield f"- **{party.name}**: {said or 'nothing of its own'}."
    for chance in found.nature:
        yield f"- **Nobody's to decide**: {chance.text}."


def _terms(found: Any) -> Iterator[str]:
    for issue in found.issues:
        for terms in issue.terms:
            yield f"- **{terms.name}** ({issue.name}): `{terms.statement.text}`"
    for terms in found.packages:
        yield f"- **{terms.name}**, together: `{terms.statement.text}`"


def _day(found: Any, row: dict[str, Any], before: date, day: date) -> Iterator[str]:
    when = GONE.get(row["share"], percent(row["share"]))
    yield f"### {when}, {day_in_words(day)}"
    lines = [line for entry, line in _record(found) if before < entry <= day]
    if lines:
        yield "On record by then:" if before == date.min else "New on record:"
        yield "\n".join(lines)
    else:
        yield "Nothing new on record."
    yield _said(row, day)


def _said(row: dict[str, Any], day: date) -> str:
    if row["median"] is None:
        said = "more likely than not it would never end"
    else:
        over = day_in_words(day + timedelta(days=round(row["median"]))) if row["median"] < 1e6 else ""
        said = f"as likely as not over within {in_days(row['median'])}{f', by {over}' if over else ''}"
    ends = "The terms on which it ended are not among those of the case."
    if row["outcome_log"] is not None:
        even = percent(exp(row["against"]["uniform_outcomes"]))
        ends = (
            f"Of the ways to end, the one that came had {percent(exp(row['outcome_log']))}; "
            f"equal shares would have given it {even}."
        )
    inside = "inside" if row["covered80"] else "outside"
    return (
        f"**The tool said:** {said}. It took {in_days(row['days'])} more. To an end by then the forecast gave "
        f"{percent(row['pit'])}, which is {inside} its 80 % range. {ends}"
    )


def _record(found: Any) -> Iterator[tuple[date, str]]:
    """Yield what is on record, each with the last day that it may be of, in order."""
    names = {party.id: party.short or party.name for party in found.parties}
    texts = {option.id: option for option in found.options}
    entries: list[tuple[date, str]] = []
    for one in found.record.messages:
        if one.date is not None:
            to = f" to {names.get(one.receiver, one.receiver)}" if one.receiver else ""
            said = one.text or one.act
            entries.append(
                (one.date.last, f"- {in_words(one.date)}: {names.get(one.sender, one.sender)}{to}, {one.act}: {said}")
            )
    for one in found.record.moves:
        if one.date is not None:
            done = "; ".join(_deed(texts[option], value) for option, value in one.sets)
            entries.append((one.date.last, f"- {in_words(one.date)}: **{names.get(one.party, one.party)}** moved: {done}"))
    return iter(sorted(entries, key=lambda entry: entry[0]))


def _deed(option: Any, value: bool) -> str:
    return option.text if value else option.undo or f"no longer {option.text}"


def _end(found: Any) -> Iterator[str]:
    came = found.happened
    yield f"It ended {in_words(came.date)}, as **{came.terms or 'terms that are not told'}**."
    if came.note:
        yield " ".join(came.note.split())
