"""The Motives screen: evidence by rival explanations as a grid, and what the ratings come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from stickpoint.answers.motives.rivals import Motives
from stickpoint.answers.progress import SCORED_IN, progress
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Evidence
from stickpoint.case.model.stakes import Hypothesis, Rating
from stickpoint.pages.model import Section
from stickpoint.pages.motives import page as dated
from stickpoint.pages.motives import rated
from stickpoint.pages.wording.dates import in_words, written_in
from stickpoint.pages.wording.names import joined, plain, upper
from stickpoint.pages.wording.numbers import percent
from stickpoint.solve.motives.weights import BETWEEN, RATINGS
from stickpoint.studio.screens.fragments import pinned, sections, told
from stickpoint.studio.screens.part import Asked, Part
from stickpoint.studio.screens.template import block

TITLE = "Motives"
MEANS = {
    "++": "strongly expected",
    "+": "expected",
    "0": "silent",
    "-": "a surprise",
    "--": "a great surprise",
}
"""What a rating says of an item, on an explanation."""
MINUS = "\N{MINUS SIGN}"


def page(_case: Case) -> str:
    """Return the screen with an empty element for each of its parts."""
    return block("motives.html", "page", takes=SCORED_IN)


def grid(case: Case, asked: Asked) -> str:
    """Lay evidence and explanations out as a grid, each explanation with where it stands."""
    if not case.hypotheses:
        return block("motives.html", "none")
    answer = Motives(case, structural=False)
    return block(
        "motives.html",
        "grid",
        heads=_heads(answer, asked),
        rows=[_row(answer, item, _flips(answer)) for item in case.record.evidence],
        flips=bool(answer.flips),
        key=rated.key(case),
    )


def _heads(answer: Motives, asked: Asked) -> list[dict[str, Any]]:
    """Say where each explanation stands, and where it stood in the pinned case."""
    before, names = _pinned(asked), answer.tracing.hypotheses
    found = []
    for k, (name, row) in enumerate(zip(names, answer.posterior.tolist(), strict=True)):
        was = before.get(name)
        found.append({
            "name": plain(name),
            "shown": percent(row[1]),
            "said": rated.posterior(row),
            "leads": k == answer.leaders[0],
            "low": 100 * row[0],
            "wide": max(1.0, 100 * (row[2] - row[0])),
            "mid": 100 * row[1],
            "was": None if was is None else 100 * was,
            "change": "" if was is None else _change(was, row[1]),
        })  # fmt: skip
    return found


def _pinned(asked: Asked) -> Mapping[str, float]:
    case = pinned(asked)
    if case is None or not case.hypotheses:
        return {}
    answer = Motives(case, structural=False)
    middles = answer.posterior[:, 1].tolist()
    return dict(zip(answer.tracing.hypotheses, middles, strict=True))


def _change(was: float, now: float) -> str:
    """Say by how many points a chance has changed since it was pinned."""
    points = round(100 * now) - round(100 * was)
    return f"{points:+d} points".replace("-", MINUS) if points else "as pinned"


def _flips(answer: Motives) -> dict[tuple[str, str], str]:
    """Say of each rating that would put another first what it would have to be."""
    items, names = answer.tracing.items, answer.tracing.hypotheses
    return {
        (items[f.item], names[f.hypothesis]): (
            f"Rated {shown(f.becomes)}, it would put '{plain(names[f.first])}' first."
        )
        for f in answer.flips
    }


def shown(rating: str) -> str:
    """Write a rating with a minus that reads as one."""
    return rating.replace("-", MINUS)


def means(rating: str) -> str:
    """Say what a rating means; of one that lies between coders', both ends."""
    return joined([MEANS[part] for part in rating.split(BETWEEN)], "or")


def _row(answer: Motives, item: Evidence, flips: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    case, marks = answer.case, rated.marks_of(answer.case)
    cells = []
    for h in case.hypotheses:
        one = _rating(h, item.id)
        rating = one.rating if one else "0"
        said = means(rating) if one else "not rated, so silent"
        flip = flips.get((item.id, h.name), "")
        cells.append({
            "key": json.dumps([item.id, h.name]),
            "rating": shown(rating) if one else "·",
            "kind": _KINDS.get(rating, "mixed") if one else "none",
            "label": f"{item.id} on '{plain(h.name)}': {said}. {flip}".strip(),
            "flip": flip,
            # What several coders gave is set one by one.
            "path": None if one and one.coders else _path(h, item.id),
        })  # fmt: skip
    return {
        "id": item.id,
        "text": plain(item.text),
        "marks": marks.get(item.id, ["rated on no explanation"]),
        "cells": cells,
    }


_KINDS = {"++": "pp", "+": "p", "0": "zero", "-": "m", "--": "mm"}


def _rating(h: Hypothesis, item: str) -> Rating | None:
    return next((rating for rating in h.ratings if rating.evidence == item), None)


def _path(h: Hypothesis, item: str) -> list[str]:
    return ["hypotheses", h.name, "evidence", item, "rating"]


def cell(case: Case, asked: Asked) -> str:
    """Say all about one rating: the item, where it is written, why it is rated so; offer others."""
    item, h = _asked_cell(case, asked)
    if item is None or h is None:
        return block("motives.html", "pick", any=bool(case.hypotheses))
    answer, one = Motives(case, structural=False), _rating(h, item.id)
    choices = [
        {"rating": shown(rating), "kind": _KINDS[rating], "means": MEANS[rating],
         "path": _path(h, item.id), "value": rating,
         "on": one is not None and one.rating == rating}
        for rating in reversed(RATINGS)
    ]  # fmt: skip
    return block(
        "motives.html",
        "cell",
        item=item.id,
        text=plain(item.text),
        where=_where(case, item),
        note=" ".join(item.note.split()),
        name=plain(h.name),
        claim=plain(h.claim),
        flip=_flips(answer).get((item.id, h.name), ""),
        because=[] if one is None else [plain(reason) for reason in one.because],
        why=" ".join(one.note.split()) if one else "",
        choices=[] if one and one.coders else choices,
        coders=_coders(h, one),
        gone=["hypotheses", h.name, "evidence", item.id] if one else None,
    )


def _asked_cell(case: Case, asked: Asked) -> tuple[Evidence | None, Hypothesis | None]:
    try:
        item_id, name = json.loads(told(asked, "cell") or "[]")
    except (ValueError, TypeError):
        return None, None
    item = next((item for item in case.record.evidence if item.id == item_id), None)
    return item, next((h for h in case.hypotheses if h.name == name), None)


def _where(case: Case, item: Evidence) -> str:
    """Say when it was, and where it is written."""
    day = in_words(item.date) if item.date else ""
    source = written_in(item.source, case) or "no source is named"
    return upper("; ".join(filter(None, (day, source))))


def _coders(h: Hypothesis, one: Rating | None) -> list[dict[str, Any]]:
    """Return who rated it how, where several did, with where each is written."""
    if one is None:
        return []
    return [
        {"name": who, "path": [*_path(h, one.evidence), who],
         "choices": [(shown(r), r, r == given) for r in reversed(RATINGS)]}
        for who, given in one.coders
    ]  # fmt: skip


def standing(case: Case, _asked: Asked) -> str:
    """Say in sentences what the ratings come to, and what would change that."""
    if not case.hypotheses:
        return ""
    answer = Motives(case, structural=False)
    found = (rated.standing(answer), rated.coders(answer), *rated.weighing(answer))
    return sections(section for section in found if section is not None)


def moves(case: Case, _asked: Asked) -> str:
    """Say what the dated moves say of each explanation."""
    if not case.hypotheses:
        return ""
    names = [h.name for h in case.hypotheses]

    def tell(known: dict[str, int], name: str, done: int) -> None:
        known[name] = done
        progress.count("scoring the dated moves", 0, sum(known.values()))

    answer = Motives(case, progress=partial(tell, dict.fromkeys(names, 0)))
    section = Section("moves", "What do the dated moves say?", tuple(dated.moves(answer)))
    where = dated.apart(answer)
    return sections([section] if where is None else [section, where])


PARTS = (
    Part("motives-grid", "drag", grid),
    Part("motives-cell", "drag", cell, needs=("cell",)),
    Part("motives-standing", "drag", standing),
    Part("motives-moves", "button", moves),
)
