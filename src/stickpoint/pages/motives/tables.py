"""The ratings of a case, and those of its coders side by side → rows of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.motives_ratings import coders_of, ratings_of
from stickpoint.case.model.case import Case
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import plain

GAP = 2
ABSENT = "."
"""Stands where a coder gave no rating."""


def letters(number: int) -> list[str]:
    """Return short names for columns: A, B, …, Z, A1, B1, …."""
    return [chr(65 + k % 26) + (str(k // 26) if k >= 26 else "") for k in range(number)]


def rating_table(case: Case) -> Iterator[Block]:
    """Lay out how each item is rated on each explanation, with its group."""
    if not case.record.evidence:
        return
    columns = letters(len(case.hypotheses))
    yield Block("heading", "How is the evidence rated?")
    named = (f"{c} {plain(h.name)}" for c, h in zip(columns, case.hypotheses, strict=True))
    yield Block("text", f"{', '.join(named)}.")
    marks = marks_of(case)
    rows = [
        (item.id, *ratings_of(case, item.id), ", ".join(marks[item.id]))
        for item in case.record.evidence
    ]
    yield from _rows([("", *columns, ""), *rows])
    yield Block("text", key(case))


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


def coder_table(case: Case) -> Iterator[Block]:
    """Lay out side by side what coders gave where several rated; nothing where none did."""
    given = coders_of(case)
    every = [by for rated in given.values() for by in rated.values()]
    if not any(len(by) > 1 for by in every):
        return
    coders = list(dict.fromkeys(name for by in every for name in by))
    yield Block("heading", "How did each coder rate?")
    rows = []
    for item, rated in given.items():
        for name, by in rated.items():
            differ = "differ" if len(set(by.values())) > 1 else ""
            marks = (by.get(coder, ABSENT) for coder in coders)
            rows.append((f"{item} on '{plain(name)}'", *marks, differ))
    yield from _rows([("", *coders, ""), *rows])


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """Set a table in columns as wide as their widest cell."""
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(room + GAP) for cell, room in zip(row, wide, strict=True))
        yield Block("row", "".join(cells).rstrip())
