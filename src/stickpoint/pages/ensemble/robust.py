"""Which levers and moves help in most draws and hurt in none → a page, and plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stickpoint.answers.ensemble.robust import Act, Robust
from stickpoint.pages.model import Page, Part, Section, Table, Text
from stickpoint.pages.wording.dates import deeds
from stickpoint.pages.wording.names import count, joined, plain, upper
from stickpoint.pages.wording.numbers import percent
from stickpoint.pages.wording.spans import in_days

MOST = 8
"""Moves in the table."""


def page(answer: Robust) -> Page:
    """Lay the answer out as a page of its own."""
    return Page(plain(answer.case.title), (section(answer),))


def section(answer: Robust) -> Section:
    """Say which levers and moves help whatever is true, and how much each may be regretted."""
    found, parts = answer.acts, list[Part]()
    for kind, acts in (("lever", found.levers), ("move", found.moves)):
        if not acts:
            none = "The case has no lever that can be timed."
            parts.append(Text(none if kind == "lever" else "No move is at no loss to its mover."))
            continue
        parts += [Text(sentence(answer, acts, kind)), table(answer, acts[:MOST], kind)]
    parts += [Text(text, "note") for text in notes(answer)]
    return Section("robust", "What helps whatever is true?", tuple(parts))


def sentence(answer: Robust, acts: Sequence[Act], kind: str) -> str:
    """Say which acts help in most draws and hurt in none, and which is least to be regretted."""
    good = [one for one in acts if one.is_robust]
    told = [f"{name(answer, one)} ({_in_short(one)})" for one in good]
    draws = count(answer.acts.draws, "draw")
    first = f"No {kind} helps in most of {draws} and hurts in none."
    if told:
        first = f"Of the {kind}s, these help in most of {draws} and hurt in none: {joined(told)}."
        if len(told) == 1:
            first = f"One {kind} helps in most of {draws} and hurts in none: {told[0]}."
    best = acts[0].standing
    return (
        f"{first} Least to be regretted is {name(answer, acts[0])}: against the best {kind} of "
        f"each draw it gives up {points(best.regret)} of chance on average, and "
        f"{points(best.worst_regret)} at worst."
    )


def _in_short(one: Act) -> str:
    at = one.standing
    return f"helps in {percent(at.helps)}, by {points(at.gain)} of chance on average"


def points(chance: float) -> str:
    """Say a difference of chances in points of a hundred.

    >>> points(0.123), points(0.01), points(0.0004), points(-0.052)
    ('12 points', '1 point', 'less than 1 point', 'minus 5 points')
    """
    shown = round(abs(chance) * 100)
    if not shown:
        return "less than 1 point" if chance else "nothing"
    return f"{'minus ' * (chance < 0)}{count(shown, 'point')}"


def name(answer: Robust, one: Act) -> str:
    """Say what the act is: a lever by its name in the case, or who does what."""
    if one.party >= 0:
        return f"{answer.case.parties[one.party].called}: {deeds(answer.case, one.sets)}"
    both = sum(x.name == one.name for x in answer.acts.levers) > 1
    return f"“{plain(one.name)}”" + (" (downwards)" if one.end < 0 else " (upwards)") * both


def table(answer: Robust, acts: Sequence[Act], kind: str) -> Table:
    """Set all acts side by side, those least to be regretted first."""
    head = (kind, "helps in", "hurts in", "gain", "at least", "regret", "at worst")
    rows = []
    for one in acts:
        at = one.standing
        gains = (at.gain, at.worst_gain, at.regret, at.worst_regret)
        said = upper(name(answer, one)) if one.party >= 0 else name(answer, one)
        rows.append((said, percent(at.helps), percent(at.hurts), *map(_signed, gains)))
    caption = f"Each {kind}: points of chance gained, and regretted against the best of each draw"
    return Table(caption, head, tuple(rows), right=(1, 2, 3, 4, 5, 6))


def _signed(chance: float) -> str:
    return f"{round(chance * 100) + 0:d}".replace("-", "−")


def notes(answer: Robust) -> Iterator[str]:
    """Say what is compared, what none means, and what regret is."""
    found = answer.acts
    yield (
        f"The chance is that of an end within {in_days(found.day)} by the parties' moves alone, "
        f"{percent(found.chance)} if nothing is done; a lever is moved to its limit, whatever it "
        "costs. An act helps or hurts in a draw where it moves that chance by half a point or more."
    )
    room = max(int(found.effective / 3), 1)
    yield (
        f"None of {found.draws} draws leaves room for up to 1 in {room} (with confidence 95 %). "
        "Regret is what the best act of a draw, or doing nothing, has more of: who knew which draw "
        "is true would lose nothing (Savage 1951; Lempert and others 2006)."
    )


def plain_data(answer: Robust) -> dict[str, Any]:
    """Return the same as plain data."""
    found = answer.acts
    return {
        "within_days": found.day,
        "chance": found.chance,
        "draws": found.draws,
        "effective": found.effective,
        "seed": answer.forecast.seed,
        "levers": [_row(answer, one) for one in found.levers],
        "moves": [_row(answer, one) for one in found.moves],
    }


def _row(answer: Robust, one: Act) -> dict[str, Any]:
    party = {} if one.party < 0 else {"party": answer.case.parties[one.party].id}
    what = {"sets": dict(one.sets), "loses": one.losing} if party else {"end": one.end}
    return {
        "what": one.name or name(answer, one),
        **party,
        **what,
        "robust": one.is_robust,
        **one.standing._asdict(),
    }
