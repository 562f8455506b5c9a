"""Stable states → JSON: numbers from 1, ids, lists; the spellings outsiders rely on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from stickpoint.answers.why.declared import Declared
from stickpoint.answers.why.stability import Stability
from stickpoint.graph.conflict import Conflict

AT_ONCE = 1 << 10
"""How many states are written at a time."""


def _state(conflict: Conflict, s: int) -> dict[str, Any]:
    """Return a state: its number, its code, what is yes, the terms it settles on."""
    place = int(conflict.terms_index[s])
    state: dict[str, Any] = {
        "number": s + 1,
        "code": None if conflict.codes is None else int(conflict.codes[s]),
        "yes": list(conflict.yes(s)),
        "settled": None if place < 0 else conflict.terms[place],
    }
    if s in conflict.merged:
        state["merged"] = [int(code) for code in conflict.merged[s]]
    return state


def stable(result: Stability, more: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Return who is stable where, and the equilibria, by state number, as JSON piece by piece.

    A list of millions of states is never held as a whole. ``more`` are keys to add.
    """
    conflict = result.conflict
    now = conflict.status_quo
    yield f'{{"parties": {_json(conflict.parties)}, "options": {_json(conflict.options)}'
    yield ', "states": ['
    for start in range(0, conflict.n_states, AT_ONCE):
        part = range(start, min(start + AT_ONCE, conflict.n_states))
        yield (", " if start else "") + ", ".join(_json(_state(conflict, s)) for s in part)
    yield f'], "status_quo": {_json(None if now is None else now + 1)}, "stable": {{'
    for k, (concept, mask) in enumerate(result.stable.items()):
        yield f"{', ' if k else ''}{_json(concept)}: {{"
        for i, (party, row) in enumerate(zip(conflict.parties, mask, strict=True)):
            yield f"{', ' if i else ''}{_json(party)}: "
            yield from _listed(row)
        yield "}"
    yield '}, "equilibria": {'
    for k, (concept, row) in enumerate(result.equilibria.items()):
        yield f"{', ' if k else ''}{_json(concept)}: "
        yield from _listed(row)
    yield f"}}, {_json({**origin(result), **(more or {})})[1:]}"


def _listed(mask: Any) -> Iterator[str]:
    """Write the numbers of marked states as a JSON list, so many states at a time."""
    lead = "["
    for start in range(0, mask.size, AT_ONCE):
        found = numbers(mask[start : start + AT_ONCE], start + 1)
        if found:
            yield lead + ", ".join(map(str, found))
            lead = ", "
    yield "]" if lead == ", " else "[]"


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def declared(found: Declared) -> dict[str, Any]:
    """Return a key for strength and one for doubt where the case declares them."""
    data: dict[str, Any] = {}
    parties = found.conflict.parties
    if found.strong is not None:
        data["strength"] = {
            "declared": found.great,
            "stable": _by_party(found.strong, parties),
            "equilibria": {name: numbers(mask) for name, mask in found.holding().items()},
        }
    if found.unsure and found.too_many:
        data["unknown"] = {"declared": found.unsure, "silent": found.too_many}
    elif found.doubtful is not None:
        data["unknown"] = {
            "declared": found.unsure,
            "stable": _by_party(found.doubtful, parties),
            "equilibria": {k: numbers(mask) for k, mask in found.doubtful.equilibria.items()},
        }
    return data


def _by_party(result: Stability, parties: Sequence[str]) -> dict[str, dict[str, list[int]]]:
    return {
        name: {party: numbers(row) for party, row in zip(parties, mask, strict=True)}
        for name, mask in result.stable.items()
    }


def numbers(mask: Any, first: int = 1) -> list[int]:
    """Return the numbers of marked states, of which the first would be ``first``."""
    found: list[int] = (np.flatnonzero(mask) + first).tolist()
    return found


def origin(result: Stability) -> dict[str, str]:
    """Return how, by which version and of which conflict a result was found."""
    return {name: getattr(result, name) for name in ("method", "version", "fingerprint")}
