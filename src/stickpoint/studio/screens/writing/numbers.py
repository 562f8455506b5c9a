"""A case → every number of it under a slider, by whose it is, with its note and source."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from stickpoint.answers.parameters import Parameter, parameters
from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.basis import GUESS, Amount, Judgement, Place
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.pages.hangs_on.named import Named
from stickpoint.pages.wording.names import joined, party_names, plain
from stickpoint.studio.screens.writing.places import Path, places_in
from stickpoint.studio.screens.writing.scale import Ends, scale


@dataclass(frozen=True)
class Slider:
    """One number: what it is, where its slider stands, and what it rests on.

    ``line`` is 0 and ``path`` None where the number is not written in the file by itself. ``rests``
    is in pieces, each with the id in the record that it is, or with nothing.
    """

    of: Parameter
    label: str
    written: str
    ends: Ends
    path: Path | None
    line: int
    note: str
    rests: list[tuple[str, str]]
    is_bare: bool


def groups(case: Case, text: str) -> list[tuple[str, list[Slider]]]:
    """Gather the numbers of a case under the heads of a form, each under one.

    Parameters
    ----------
    case : Case
    text : str
        As it was read.
    """
    places, named = places_in(text), Named(case)
    notes, lines = _notes(case), _judged(case)
    written = amounts(case)
    found: dict[str, list[Slider]] = {}
    for one in parameters(case):
        amount = written[one.name]
        judged = lines.get(one.name)
        rests, is_bare = _rests(judged)
        slider = Slider(
            one, named(one.name).label, _spoken(amount), scale(one), places.path_of(amount.place),
            amount.place.line, plain(notes.get(amount.place, "")),
            _linked(rests, case.record.ids), is_bare,
        )  # fmt: skip
        found.setdefault(_head(one.name, case), []).append(slider)
    return [(head, list(_once(sliders))) for head, sliders in found.items()]


def _once(sliders: list[Slider]) -> Iterator[Slider]:
    """Leave out of a group a note that stands there already."""
    told: set[str] = set()
    for one in sliders:
        yield replace(one, note="") if one.note in told else one
        told.add(one.note)


def _spoken(amount: Amount) -> str:
    """Say a number as its slider says it, to every digit."""
    per = f" per {amount.unit}" if amount.unit else ""
    low, mid, high = (f"{x:.10g}" for x in (amount.low, amount.mid, amount.high))
    if amount.low == amount.high:
        return f"{mid}{per}"
    return f"{low} to {high}{per}" + f", likeliest {mid}" * (amount.shape == "triangle")


def _judged(case: Case) -> dict[str, Judgement]:
    found = (line for line in judgements(case) if line.amount is not None)
    return {line.amount.name: line for line in found if line.amount is not None}


def _rests(judged: Judgement | None) -> tuple[str, bool]:
    """Say what the size of a number rests on, and whether on nothing."""
    if judged is None:
        return "", False
    if judged.size == GUESS:
        by = f"; its sign by {joined(list(judged.because))}" if judged.because else ""
        return f"a guess, by its writer's own word{by}", True
    if judged.because:
        return f"by {joined(list(judged.because))}", False
    return "no reason given", True


def _linked(said: str, known: Collection[str]) -> list[tuple[str, str]]:
    """Cut a sentence into pieces, each with the id in the record that it is, or with nothing.

    >>> _linked("by m1 and guess", {"m1"})
    [('by ', ''), ('m1', 'm1'), (' and guess', '')]
    """
    found: list[tuple[str, str]] = []
    for piece in re.split(r"([A-Za-z][\w.:-]*\w)", said):
        id_ = piece if piece in known else ""
        if found and not id_ and not found[-1][1]:
            found[-1] = (found[-1][0] + piece, "")
        elif piece:
            found.append((piece, id_))
    return found


def _head(name: str, case: Case) -> str:
    """Say under which head of the form a number stands."""
    who = party_names(case)
    first, _, rest = name.partition(".")
    party = rest.partition(".")[0].partition("[")[0]
    if first == "parties":
        return f"{who.get(party, party)}: pace, precision, discount"
    if first in ("payoffs", "terminal"):
        late = " at the horizon" * (first == "terminal")
        return f"{who.get(party, party)}: what things are worth{late}"
    kind = first.partition("[")[0]
    return _HEADS.get(kind, kind)


_HEADS = {
    "options": "What it costs to move",
    "nature": "What no party controls",
    "issues": "How fast terms become an end, or lapse",
    "packages": "How fast packages become an end, or lapse",
    "tolls": "What the wait costs",
    "hypotheses": "Rival explanations",
    "rating_scale": "What a rating may mean, as a likelihood ratio",
    "levers": "What a change would cost, and how far it can go",
}


def _notes(case: Case) -> dict[Place, str]:
    """Return the note beside each number, by where the number stands."""
    parts = (
        *case.parties, *case.options, *case.nature, *case.payoffs, *case.terminal, *case.tolls,
        *case.hypotheses, *case.levers, *case.packages,
        *(terms for issue in case.issues for terms in issue.terms),
        *(line for chance in case.nature for line in chance.rates),
        *(line for rival in case.hypotheses for line in rival.payoffs),
    )  # fmt: skip
    return {amount.place: note for part in parts for amount, note in _noted(part)}


def _noted(part: Any) -> Iterator[tuple[Amount, str]]:
    note = getattr(part, "note", "")
    if note and is_dataclass(part):
        values = (getattr(part, field.name) for field in fields(part))
        yield from ((value, note) for value in values if isinstance(value, Amount))
