"""What changes of several levers together cost and buy → sections."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.levers.payoffs import LeverChange, PayoffLevers
from stickpoint.pages.model import Items, Part, Section, Table, Text
from stickpoint.pages.wording.grammar import plain, upper
from stickpoint.pages.wording.numbers import between, duration, half, percent, rounded


def least(answer: PayoffLevers) -> Section | None:
    """Say which least costly change of the levers would do; None without levers."""
    found = answer.proposal
    if found is None:
        return None
    parts = (Text(_lead(answer, found)), *_changes(answer, found))
    return Section("least", "What is the least that would do?", parts)


def _lead(answer: PayoffLevers, found: LeverChange) -> str:
    chance = percent(answer.probability)
    goal = f"settled within {duration(answer.deadline, answer.game.unit)} with probability {chance}"
    if found.reached and not found.changes.any():
        return f"Nothing: it is {goal} or more as it stands."
    if found.reached:
        return f"To have it {goal}, the least costly change found costs {rounded(found.cost)}:"
    best = percent(found.probability)
    none = f"No change that the levers allow was found to have it {goal}"
    if found.changes.any():
        return f"{none}. The best found is {best}, at a cost of {rounded(found.cost)}:"
    return f"{none}, nor any that makes it likelier than the {best} of leaving all alone."


def _changes(answer: PayoffLevers, found: LeverChange) -> Iterator[Part]:
    if not found.changes.any():
        return
    moved = zip(found.parameters, found.changes.tolist(), strict=True)
    yield Items(tuple(f"{upper(plain(h.name))}: moved by {rounded(by)}." for h, by in moved if by))
    yield Text(
        f"Checked by solving again, more exactly: probability {percent(found.probability)}, "
        f"{half(found.run.median, answer.game.unit, 'settled')}. Every range at its middle. The "
        "search looks all over the levers' reach; a cheaper way may exist, though in trials on "
        "small games none was cheaper by 2 %.",
        "note",
    )


def frontier(answer: PayoffLevers) -> Section | None:
    """Say what several outlays buy; None without levers."""
    found, unit = answer.frontier, answer.game.unit
    if found is None:
        return None
    title = "What does each outlay buy?"
    if not found.points:
        none = "No outlay was found that shortens the expected wait."
        return Section("outlays", title, (Text(none),))
    rows = []
    for point in found.points:
        median, mean = point.run.median, point.run.mean
        rows.append((rounded(point.cost), between(median, median, unit), duration(mean, unit)))
    head = ("cost", "as likely as not settled", "expected wait")
    table = Table("What each outlay buys", head, tuple(rows), right=(0,))
    note = "Every range at its middle; costs are those of the case, guesses where it says so."
    return Section("outlays", title, (table, Text(note, "note")))
