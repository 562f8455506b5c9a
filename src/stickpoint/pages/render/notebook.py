"""A case, its conflict or its game → what a notebook shows of it: a line and a small table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatch
from html import escape
from typing import Any

import numpy as np

from stickpoint.answers.answer import Answer
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import judgements
from stickpoint.graph.conflict import Conflict
from stickpoint.graph.game import Game
from stickpoint.graph.moves import ArcMoves, Moves
from stickpoint.pages.render.html import fragment
from stickpoint.pages.wording.names import count


@singledispatch
def notebook(thing: Any) -> str:
    """Return HTML that a notebook shows instead of the ``repr`` of something, escaped."""
    return f"<p>{escape(repr(thing))}</p>"


@notebook.register
def _case(thing: Case) -> str:
    rows = [
        (party.id, party.name, ", ".join(o.id for o in thing.options if o.party == party.id))
        for party in thing.parties
    ]
    closed = sum(issue.closed is not None for issue in thing.issues)
    agenda = f"{count(len(thing.issues) - closed, 'issue')} open, {closed} closed"
    rests = f"rests on {count(len(judgements(thing)), 'judgement')}"
    return shown(f"{thing!r}; {agenda}; {rests}", ("party", "name", "options"), rows)


@notebook.register
def _answer(thing: Answer) -> str:
    page = thing.page()
    return f"<h2>{escape(page.title)}</h2>{fragment(page)}"


@notebook.register
def _conflict(thing: Conflict) -> str:
    rows = []
    for party, name in enumerate(thing.parties):
        owned = zip(thing.options, thing.owners, strict=True)
        own = [option for option, owner in owned if owner == party]
        rows.append((name, ", ".join(own), f"{_count(thing.moves[party]):,}"))
    now = "no status quo" if thing.status_quo is None else f"now in state {thing.status_quo + 1}"
    ways = f"; can settle as {', '.join(thing.terms)}" if thing.terms else ""
    return shown(f"{thing!r}; {now}{ways}", ("party", "options", "moves"), rows)


def _count(moves: Moves) -> int:
    """Count the moves of a party, without spelling classes out."""
    if isinstance(moves, ArcMoves):
        return int(moves.target.size)
    sizes = np.diff(moves.classes.first).astype(np.int64)
    return int((sizes * (sizes - 1)).sum())


@notebook.register
def _game(thing: Game) -> str:
    numbers = zip(thing.parties, thing.pace, thing.precision, thing.discount, strict=True)
    rows = [(name, *(f"{value:g}" for value in values)) for name, *values in numbers]
    ahead = "without end" if thing.horizon is None else f"{thing.horizon:g} {thing.unit}s"
    head = ("party", f"pace per {thing.unit}", "precision", f"discount per {thing.unit}")
    return shown(f"{thing!r}; looks ahead {ahead}", head, rows)


def shown(line: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Set a line and a table under it."""
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
    return f"<p>{escape(line)}</p>{table}"
