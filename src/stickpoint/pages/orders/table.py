"""In what share of the orders each state holds, and how firmly → lines of a table."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from stickpoint.answers.orders.firm import NEVER, Firm
from stickpoint.answers.orders.uncertain import Uncertain
from stickpoint.answers.why.stability import Stability
from stickpoint.pages.orders.words import AS_WRITTEN, whose
from stickpoint.pages.wording.names import CONCEPT_NAMES
from stickpoint.pages.wording.numbers import percent

MANY = 40
_WIDE, _LABEL, FEW = 9, 22, 100
"""Columns of a share, and of what it is of; beyond so many orders a share is no count here."""
HEAD = (
    "How many other states a state would have to pass in a party's order for that party's verdict "
    "to be the other way (- where no order would do it)"
)
SILENT = "How firm each verdict is, is not told here:"
MERGED = "one state stands for several, so that others may undo a party's move."
IMPOSED = "a patron can undo a party's move."

Row = tuple[str, Sequence[str]]


def uncertain(found: Uncertain, width: int = 88) -> Iterator[str]:
    """Say in what share of the orders states hold; nothing where no order is open."""
    if not Uncertain.is_in(found.case):
        return
    shares, conflict = found.shares, found.conflict
    concepts = [key for key in CONCEPT_NAMES if key in shares.stable]
    of = "more orders than can be counted" if shares.total is None else f"{shares.total:,} orders"
    yield ""
    lead = f"It is not known for certain in which order things are wanted by {whose(found)}: {of}"
    yield from textwrap.wrap(f"{lead}. {AS_WRITTEN}", width)
    if draws := sorted({number for number in shares.drawn.values() if number}):
        yield from textwrap.wrap(
            f"Not all could be gone through: {draws[-1]} were drawn, and the shares may be off by "
            f"some {percent(2 * max(float(shares.error(c).max()) for c in concepts))}.", width,
        )  # fmt: skip
    now = conflict.status_quo
    if now is not None:
        yield from ("", *textwrap.wrap("In how many each stays in the status quo:", width))
        cells = [[_share(found, c, now, i) for c in concepts] for i in range(conflict.n_parties)]
        yield from _rows(zip(conflict.parties, cells, strict=True), concepts, width)
    held = np.max([shares.equilibria[key] for key in concepts], axis=0)
    states = np.argsort(-held, kind="stable")[: int((held > 0).sum())]
    yield from ("", *textwrap.wrap("In how many states hold for every party:", width))
    yield from _rows(
        ((f"state {s + 1:,}", [_share(found, c, s) for c in concepts]) for s in states[:MANY]),
        concepts, width,
    )  # fmt: skip
    yield from _rest(states.size)


def _rest(size: int) -> Iterator[str]:
    if size > MANY:
        yield f"  … and {size - MANY:,} more (--json lists them all)"


def _rows(rows: Iterable[Row], concepts: Sequence[str], width: int) -> Iterator[str]:
    """Set cells below the concepts; one under another where they do not fit side by side."""
    if width < 2 + _LABEL + _WIDE * len(concepts):
        for label, cells in rows:
            said = (f"{key} {cell}" for key, cell in zip(concepts, cells, strict=True) if cell)
            yield from textwrap.wrap(
                f"{label}: {', '.join(said)}", width, initial_indent="  ", subsequent_indent="    "
            )
        return
    yield f"{'':<{2 + _LABEL}}" + "".join(f"{key:>{_WIDE}}" for key in concepts)
    for label, cells in rows:
        first, *more = textwrap.wrap(label, _LABEL) or [""]
        yield f"  {first:<{_LABEL}}{''.join(f'{cell:>{_WIDE}}' for cell in cells)}"
        yield from (f"  {line}" for line in more)


def _share(found: Uncertain, concept: str, state: int, party: int | None = None) -> str:
    """Return a share as a count where it is one of few, in hundredths where it is not."""
    shares = found.shares
    times = shares.times(concept, state, party)
    if times is not None and times[1] < FEW:
        return f"{times[0]} of {times[1]}" if times[0] else "-"
    table = shares.equilibria[concept] if party is None else shares.stable[concept][party]
    return percent(float(table[state])) if table[state] else "-"


def margins(found: Firm, result: Stability, width: int = 88) -> Iterator[str]:
    """Say how firmly each party's verdict stands, on the status quo and where all stay."""
    conflict, concepts = found.conflict, [key for key in CONCEPT_NAMES if key in result.stable]
    now = conflict.status_quo
    yield ""
    if not found.margins:
        yield from textwrap.wrap(f"{SILENT} {MERGED if conflict.merged else IMPOSED}", width)
        return
    yield from textwrap.wrap(f"{HEAD}:", width)
    if now is not None:
        own = [
            [_margin(found.margins[c][i, now]) for c in concepts] for i in range(conflict.n_parties)
        ]
        yield from _rows(zip(conflict.parties, own, strict=True), concepts, width)
    held = np.sum([result.equilibria[key] for key in concepts], axis=0)
    states = np.flatnonzero(held)
    if not states.size:
        return
    states = states[np.argsort(-held[states], kind="stable")]
    yield from ("", *textwrap.wrap("The least of all parties, where a state holds:", width))
    yield from _rows(
        ((f"state {s + 1:,}", [*map(_least(found, result, s), concepts)]) for s in states[:MANY]),
        concepts, width,
    )  # fmt: skip
    yield from _rest(states.size)


def _least(found: Firm, result: Stability, state: int) -> Callable[[str], str]:
    """Return what tells the least margin of any party, where a state holds under a concept."""

    def least(concept: str) -> str:
        own = found.margins[concept][:, state]
        if not result.equilibria[concept][state]:
            return ""
        return _margin(own[own != NEVER].min(initial=np.iinfo(np.int64).max))

    return least


def _margin(number: int) -> str:
    return "-" if number in (NEVER, np.iinfo(np.int64).max) else f"{number:,}"
