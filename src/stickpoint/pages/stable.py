"""Stable states → a table for people: equilibria first, then who would stay where."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from stickpoint.answers.why.declared import Declared
from stickpoint.answers.why.stability import Stability
from stickpoint.pages.data.stable import numbers
from stickpoint.pages.wording.names import CONCEPT_NAMES, MEANINGS, count, joined

MANY = 40


def as_text(result: Stability, *, width: int = 88) -> str:
    """Print, in ``width`` columns, which states hold for every party, and under which concepts."""
    conflict = result.conflict
    concepts = [key for key in CONCEPT_NAMES if key in result.stable]
    lines = [
        f"{count(conflict.n_states, 'state')}, {count(conflict.n_parties, 'party', 'parties')}: "
        + ", ".join(conflict.parties)
    ]
    if conflict.status_quo is not None:
        lines += _status_quo(result, concepts, conflict.status_quo)
    lines += ["", "States that hold for every party:", *_equilibria(result, concepts, width), ""]
    for key in concepts:
        lines += _wrapped(f"{CONCEPT_NAMES[key]} stability: {MEANINGS[key]}", f"{key:<5} ", width)
    return "\n".join(lines) + "\n"


def _status_quo(result: Stability, concepts: list[str], now: int) -> Iterator[str]:
    parties = result.conflict.parties
    wide = max(22, *map(len, parties))
    yield from (f"status quo: state {now + 1}", "")
    yield "The status quo holds for" + "".join(f"{key:>6}" for key in concepts)
    for i, party in enumerate(parties):
        yield f"  {party:<{wide}}{_marks(result.stable[key][i, now] for key in concepts)}"


def _marks(held: Iterable[bool]) -> str:
    return "".join(f"{'yes' if holds else '-':>6}" for holds in held)


def _equilibria(result: Stability, concepts: list[str], width: int) -> list[str]:
    conflict = result.conflict
    held = np.sum([result.equilibria[key] for key in concepts], axis=0)
    states = np.flatnonzero(held)
    if states.size == 0:
        return ["  none"]
    states = states[np.argsort(-held[states], kind="stable")]
    lines = [f"  {'state':>7} " + "".join(f"{key:>6}" for key in concepts) + "  yes; settled as"]
    for s in states[:MANY].tolist():
        yes, place = " ".join(conflict.yes(s)) or "nothing", int(conflict.terms_index[s])
        said = yes if place < 0 else f"{yes}; {conflict.terms[place]}"
        marks = _marks(result.equilibria[key][s] for key in concepts)
        lines += _wrapped(said, f"  {s + 1:>7} {marks}  ", width)
    if states.size > MANY:
        lines.append(f"  … and {count(states.size - MANY, 'more state')} (--json lists them all)")
    return lines


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width=max(width, len(lead) + 20),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    )


def declared(found: Declared) -> Iterator[str]:
    """Say what great differences and unknown orders do; nothing where the case declares neither."""
    if found.strong is not None:
        yield from ("", f"Great differences are declared for {joined(found.great)}.")
        yield "What holds by answers that are all greatly worse (strong), or not all (weak):"
        yield from _listed(found.holding())
    if found.unsure:
        yield from ("", f"Orders are declared unknown for {joined(found.unsure)}.")
        if found.too_many:
            yield f"  not analysed: {found.too_many}"
        elif found.doubtful is not None:
            yield "What holds for every party in each extension, a to d:"
            yield from _listed(found.doubtful.equilibria)


def _listed(masks: Mapping[str, np.ndarray]) -> Iterator[str]:
    for name, mask in masks.items():
        shown = [str(number) for number in numbers(mask)[:MANY]]
        more = int(mask.sum()) - len(shown)
        rest = f" and {more:,} more" if more else ""
        yield f"  {name:<12}{' '.join(shown) or 'none'}{rest}"
