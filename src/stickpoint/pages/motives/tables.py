"""The ratings of a case, and those of its coders side by side → tables."""

from __future__ import annotations

from stickpoint.answers.motives.ratings import coders_of, ratings_of
from stickpoint.case.model.case import Case
from stickpoint.pages.model import Section, Table, Text
from stickpoint.pages.wording.grammar import plain

ABSENT = "."
"""Stands where a coder gave no rating."""


def letters(number: int) -> list[str]:
    """Return short names for columns: A, B, …, Z, A1, B1, …."""
    return [chr(65 + k % 26) + (str(k // 26) if k >= 26 else "") for k in range(number)]


def rating_table(case: Case) -> Section | None:
    """Lay out how each item is rated on each explanation, with its group; None without items."""
    if not case.record.evidence:
        return None
    columns = letters(len(case.hypotheses))
    named = (f"{c} {plain(h.name)}" for c, h in zip(columns, case.hypotheses, strict=True))
    marks = marks_of(case)
    rows = tuple(
        (item.id, *ratings_of(case, item.id), ", ".join(marks[item.id]))
        for item in case.record.evidence
    )
    parts = (
        Text(f"{', '.join(named)}."),
        Table("", ("", *columns, ""), rows),
        Text(key(case)),
    )
    return Section("ratings", "How is the evidence rated?", parts)


def key(case: Case) -> str:
    """Say what the ratings mean, and what groups and items not in hand count for."""
    said = ["What is rated ++ is strongly expected, 0 is silent, -- comes as a great surprise."]
    if case.groups:
        said.append(
            "Items of one group depend on one another: the most telling counts in full, each "
            "further one for half of its weight at most."
        )
    if not all(item.observed for item in case.record.evidence):
        said.append("What is not in hand is not weighed; its ratings say what is expected of it.")
    return " ".join(said)


def marks_of(case: Case) -> dict[str, list[str]]:
    """Say of each item to which group it belongs, and whether it is not in hand."""
    marks: dict[str, list[str]] = {item.id: [] for item in case.record.evidence}
    for number, group in enumerate(case.groups, 1):
        for item_id in group:
            marks[item_id].append(f"group {number}")
    for item in case.record.evidence:
        if not item.observed:
            marks[item.id].append("not in hand")
    return marks


def coder_table(case: Case) -> Table:
    """Lay out side by side what each coder gave."""
    given = coders_of(case)
    names = (name for rated in given.values() for by in rated.values() for name in by)
    coders = tuple(dict.fromkeys(names))
    rows = tuple(
        (
            f"{item} on '{plain(name)}'",
            *(by.get(coder, ABSENT) for coder in coders),
            "differ" if len(set(by.values())) > 1 else "",
        )
        for item, rated in given.items()
        for name, by in rated.items()
    )
    return Table("", ("", *coders, ""), rows)
