"""Stable states → a table for people: equilibria first, then who would stay where."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from stickpoint.answers.large.unstored import Unstored
from stickpoint.answers.orders.uncertain import Uncertain
from stickpoint.answers.why.believed import Believed
from stickpoint.answers.why.declared import Declared
from stickpoint.answers.why.stability import Stability
from stickpoint.case.model.case import Case
from stickpoint.pages.data.stable import numbers
from stickpoint.pages.why.believed import listed
from stickpoint.pages.wording.names import CONCEPT_NAMES, MEANINGS, count, joined

MANY = 40
FIRST = "Where an order of wants is left open, this goes by the order that is written first."
_MARK, _BESIDE = 6, 20
"""Columns of a mark; columns that words need beside what leads them."""


def as_text(result: Stability, *, width: int = 88) -> str:
    """Print, in ``width`` columns, which states hold for every party, and under which concepts."""
    conflict = result.conflict
    concepts = [key for key in CONCEPT_NAMES if key in result.stable]
    size = f"{count(conflict.n_states, 'state')}, {count(conflict.n_parties, 'party', 'parties')}: "
    lines = _wrapped(size + ", ".join(conflict.parties), "", width)
    if conflict.status_quo is not None:
        lines += _status_quo(result, concepts, conflict.status_quo, width)
    lines += ["", "States that hold for every party:", *_equilibria(result, concepts, width), ""]
    for key in concepts:
        lines += _wrapped(f"{CONCEPT_NAMES[key]} stability: {MEANINGS[key]}", f"{key:<5} ", width)
    return "\n".join(lines) + "\n"


def _status_quo(result: Stability, concepts: list[str], now: int, width: int) -> Iterator[str]:
    parties = result.conflict.parties
    yield from (f"status quo: state {now + 1}", "")
    if not _fits(concepts, width):
        yield "The status quo holds for"
        for i, party in enumerate(parties):
            held = [key for key in concepts if result.stable[key][i, now]]
            yield from _wrapped(f"{party}: {', '.join(held) or 'under none'}", "  ", width)
        return
    wide = min(max(22, *map(len, parties)), width - 2 - _MARK * len(concepts))
    yield f"{'The status quo holds for':<{wide + 2}}" + "".join(f"{key:>6}" for key in concepts)
    for i, party in enumerate(parties):
        first, *more = textwrap.wrap(party, wide) or [""]
        yield f"  {first:<{wide}}{_marks(result.stable[key][i, now] for key in concepts)}"
        yield from (f"  {line}" for line in more)


def _fits(concepts: list[str], width: int) -> bool:
    """Tell whether there is room for a column of each concept."""
    return width >= len("The status quo holds for") + _MARK * len(concepts)


def _marks(held: Iterable[bool]) -> str:
    return "".join(f"{'yes' if holds else '-':>{_MARK}}" for holds in held)


def _equilibria(result: Stability, concepts: list[str], width: int) -> list[str]:
    conflict = result.conflict
    held = np.sum([result.equilibria[key] for key in concepts], axis=0)
    states = np.flatnonzero(held)
    if states.size == 0:
        return ["  none"]
    states = states[np.argsort(-held[states], kind="stable")]
    columns, below = _fits(concepts, width), width < 10 + _MARK * len(concepts) + _BESIDE
    head = f"  {'state':>7} " + "".join(f"{key:>{_MARK}}" for key in concepts)
    lines = [f"{head}{'' if below else '  yes; settled as'}"] if columns else []
    for s in states[:MANY].tolist():
        yes, place = " ".join(conflict.yes(s)) or "nothing", int(conflict.terms_index[s])
        said = yes if place < 0 else f"{yes}; {conflict.terms[place]}"
        lead = f"  {s + 1:>7} {_marks(result.equilibria[key][s] for key in concepts)}  "
        if not columns:
            held = ", ".join(key for key in concepts if result.equilibria[key][s])
            lead = f"  {s + 1:,}: {held}"
        if columns and not below:
            lines += _wrapped(said, lead, width)
        else:
            lines += [lead.rstrip(), *_wrapped(said, "      ", width)]
    if states.size > MANY:
        more = f"… and {count(states.size - MANY, 'more state')} (--json lists them all)"
        lines += _wrapped(more, "  ", width)
    return lines


def left_out(case: Case, *, full: bool) -> str:
    """Say what is not told of a case whose states are judged by blocks."""
    parts = ["great differences", "pairs of unknown order", "what parties believe"]
    parts += ["how firm each verdict is (--full)"] * full
    by_first = f"; {FIRST[:1].lower()}{FIRST[1:-1]}" * Uncertain.is_in(case)
    return f"{joined(parts)} are left out, and so is --json{by_first}"


def unstored(answer: Unstored, *, width: int = 88) -> str:
    """Print the same of a case whose states are judged by blocks, and never listed."""
    found, case = answer.found, answer.case
    concepts = [key for key in CONCEPT_NAMES if key in found.stable]
    ids = [party.id for party in case.parties]
    size = f"{count(found.n_states, 'state')}, {count(len(ids), 'party', 'parties')}: "
    now = np.array([answer.status_quo], dtype=np.uint64)
    lines = [*_wrapped(size + ", ".join(ids), "", width)]
    lines += [f"status quo: state {answer.status_quo + 1:,}", "", "The status quo holds for"]
    for i, party in enumerate(ids):
        held = [key for key in concepts if found.holds(key, i, now)[0]]
        lines += _wrapped(f"{party}: {', '.join(held) or 'under none'}", "  ", width)
    lines += ["", "How many states hold for every party:"]
    lines += [f"  {key:<5} {found.count(key):>15,}" for key in concepts]
    strict = next((key for key in concepts if found.count(key)), "")
    if strict:
        codes = found.first(strict, MANY)
        lines += ["", *_wrapped(f"Some that hold, under {strict}:", "", width)]
        for code, terms in zip(codes.tolist(), answer.settled(codes), strict=True):
            yes = [option.id for k, option in enumerate(case.options) if code >> k & 1]
            said = f"{' '.join(yes) or 'nothing'}{f'; {terms}' * bool(terms)}"
            lines += _wrapped(said, f"  {code + 1:>13,}  ", width)
    lines += ["", *_wrapped(FIRST, "", width)] if Uncertain.is_in(case) else []
    lines += [""]
    for key in concepts:
        lines += _wrapped(f"{CONCEPT_NAMES[key]} stability: {MEANINGS[key]}", f"{key:<5} ", width)
    return "\n".join(lines) + "\n"


def _wrapped(text: str, lead: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width=max(width, len(lead) + _BESIDE),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,
    )


def declared(found: Declared, width: int = 88) -> Iterator[str]:
    """Say what great differences and unknown orders do; nothing where the case declares neither."""
    if found.strong is not None:
        yield ""
        yield from _wrapped(f"Great differences are declared for {joined(found.great)}.", "", width)
        head = "What holds by answers that are all greatly worse (strong), or not all (weak):"
        yield from _wrapped(head, "", width)
        yield from _listed(found.holding(), width)
    if found.unsure:
        yield ""
        yield from _wrapped(f"Orders are declared unknown for {joined(found.unsure)}.", "", width)
        if found.too_many:
            yield from _wrapped(f"not analysed: {found.too_many}", "  ", width)
        elif found.doubtful is not None:
            yield from _wrapped("What holds for every party in each extension, a to d:", "", width)
            yield from _listed(found.doubtful.equilibria, width)


def believed(found: Believed, width: int = 88) -> Iterator[str]:
    """Say what foresight, attitudes and views do; nothing where the case declares none."""
    for head, masks in listed(found):
        yield ""
        yield from _wrapped(head, "", width)
        yield from _listed(masks, width)


def _listed(masks: Mapping[str, np.ndarray], width: int) -> Iterator[str]:
    for name, mask in masks.items():
        shown = [str(number) for number in numbers(mask)[:MANY]]
        more = int(mask.sum()) - len(shown)
        rest = f" and {more:,} more" if more else ""
        yield from _wrapped(
            f"{' '.join(shown) or 'none'}{rest}",
            f"  {name:<{max(12, *(len(key) + 2 for key in masks))}}",
            width,
        )
