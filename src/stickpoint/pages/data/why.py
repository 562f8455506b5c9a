"""Results → plain data for JSON: numbers from 1, ids, lists; the spellings outsiders rely on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from stickpoint.answers import declared
from stickpoint.answers.why import Hold, Settlement, Why
from stickpoint.conflict.graph import Conflict
from stickpoint.pages.why.full import deeds, ruled_out
from stickpoint.solve.stability.result import Stability, Step

AT_ONCE = 1 << 10
"""How many states are written at a time."""


def states(conflict: Conflict) -> list[dict[str, Any]]:
    """List every state: number, code, what is yes, the terms it settles on."""
    return [_state(conflict, s) for s in range(conflict.n_states)]


def _state(conflict: Conflict, s: int) -> dict[str, Any]:
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
    yield f"}}, {_json({**_origin(result), **(more or {})})[1:]}"


def _listed(mask: Any) -> Iterator[str]:
    """Write the numbers of marked states as a JSON list, so many states at a time."""
    yield "["
    begun = False
    for start in range(0, mask.size, AT_ONCE):
        numbers = np.flatnonzero(mask[start : start + AT_ONCE]) + (start + 1)
        if numbers.size:
            yield (", " if begun else "") + ", ".join(map(str, numbers.tolist()))
            begun = True
    yield "]"


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def why(answer: Why) -> dict[str, Any]:
    """Return the whole answer to "why is it stuck?"."""
    basis = answer.basis
    return {
        "title": answer.case.title,
        "settled_items": [
            {"id": issue.id, "name": issue.name, "closed": str(issue.closed)}
            for issue in answer.closed
        ],
        "open_items": [
            {
                "id": issue.id,
                "name": issue.name,
                "opened": None if issue.opened is None else str(issue.opened),
                "terms": [terms.name for terms in issue.terms],
            }
            for issue in answer.open
        ],
        **_situation(answer),
        "if": [{"nature": dict(turn.setting), **_situation(turn)} for turn in answer.turns],
        **_ruled_out(answer),
        "judgements": {
            "total": basis.total,
            "sourced": basis.sourced,
            "reasoned": basis.reasoned,
            "bare": basis.bare,
        },
        **_origin(answer.result),
        **_doubt(answer),
    }


def _ruled_out(answer: Why) -> dict[str, Any]:
    """Name the changes of nature that the status quo does not outlast."""
    found = [{chance.id: not chance.now} for chance in ruled_out(answer)]
    return {"if_ruled_out": found} if found else {}


def _doubt(answer: Why) -> dict[str, Any]:
    """Return the extensions in which the status quo holds, where some order is unknown."""
    found = declared.Declared(answer.case, answer.conflict)
    if not found.unsure:
        return {}
    held = {"silent": found.too_many} if found.too_many else {"holds": found.extensions(answer.now)}
    return {"unknown": {"declared": found.unsure, **held}}


def _situation(answer: Why) -> dict[str, Any]:
    return {
        "status_quo": answer.now + 1,
        "yes": list(answer.conflict.yes(answer.now)),
        "holds": answer.holds,
        "parties": {
            answer.conflict.parties[hold.party]: _hold(hold, answer) for hold in answer.parties
        },
        "keepers": [answer.conflict.parties[j] for j in answer.keepers],
        "settlements": {s.terms: _settlement(s, answer) for s in answer.settlements},
    }


def _hold(hold: Hold, answer: Why) -> dict[str, Any]:
    witness = hold.witness
    return {
        "kind": hold.kind,
        "credible": hold.credible if hold.kind == "deterred" else None,
        "improvement": None if witness.improvement is None else witness.improvement + 1,
        "sanction": _steps(witness.sanction, answer.conflict),
        "alternatives": [answer.conflict.parties[j] for j in hold.alternatives],
        "sentence": witness.sentence(answer.words),
    }


def _settlement(settlement: Settlement, answer: Why) -> dict[str, Any]:
    way = settlement.way
    return {
        "stable": {key: [s + 1 for s in found] for key, found in settlement.stable.items()},
        "state": settlement.state + 1,
        "way": None if way is None else _steps(way, answer.conflict),
        "way_in_words": None if way is None else deeds(way, answer.words, answer.now),
        "by_improvements": settlement.willing if way else None,
        "leaver": settlement.leaver and settlement.leaver.sentence(answer.words),
    }


def _steps(way: Sequence[Step], conflict: Conflict) -> list[dict[str, Any]]:
    return [{"party": conflict.parties[step.party], "state": step.state + 1} for step in way]


def _origin(result: Stability) -> dict[str, str]:
    return {
        "method": result.method,
        "version": result.version,
        "fingerprint": result.fingerprint,
    }
