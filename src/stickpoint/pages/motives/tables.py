"""The ratings of a case, and those of its coders side by side → tables."""

from __future__ import annotations

from stickpoint.answers.motives.ratings import coders_of, ratings_of
from stickpoint.case.model.case import Case
from stickpoint.pages.model import Section, Table, Text
from stickpoint.pages.wording.grammar import plain

ABSENT = "."
"""Stands where a coder gave no rating."""


def rating_table(case: Case) -> Section | None:
    """Lay out how each item is rated on each explanation, with its group; None without items."""
    if not case.record.evidence:
        return None
    # Explanations are called A, B, …, Z, A1, B1, ….
    columns = [f"{chr(65 + k % 26)}{k // 26 or ''}" for k in range(len(case.hypotheses))]
    named = (f"{c} {plain(h.name)}" for c, h in zip(columns, case.hypotheses, strict=True))
    rows = tuple(
        (id_, *ratings_of(case, id_), ", ".join(marks)) for id_, marks in marks_of(case).items()
    )
    table = Table("", ("", *columns, ""), rows)
    parts = (Text(f"{', '.join(named)}."), table, Text(key(case)))
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
    marks = {item.id: ["not in hand"] * (not item.observed) for item in case.record.evidence}
    for number, group in enumerate(case.groups, 1):
        for item_id in group:
            marks[item_id].insert(0, f"group {number}")
    return marks


def coder_table(case: Case) -> Table:
    """Lay out side by side what each coder gave."""
    given = [
        (f"{item} on '{plain(name)}'", by)
        for item, rated in coders_of(case).items()
        for name, by in rated.items()
    ]
    coders = tuple(dict.fromkeys(name for _, by in given for name in by))
    rows = tuple(
        (what, *(by.get(c, ABSENT) for c in coders), "differ" if len(set(by.values())) > 1 else "")
        for what, by in given
    )
    return Table("", ("", *coders, ""), rows)
