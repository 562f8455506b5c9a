"""Results → plain data for JSON: numbers from 1, ids, lists; the spellings outsiders rely on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from stickpoint.conflict.graph import Conflict
from stickpoint.solve.stability.result import Stability, Step
from stickpoint.view.page import deeds
from stickpoint.view.why import Hold, Settlement, Why


def states(conflict: Conflict) -> list[dict[str, Any]]:
    """List every state: number, code, what is yes, the terms it settles on."""
    found = []
    for s in range(conflict.n_states):
        place = int(conflict.settled[s])
        state: dict[str, Any] = {
            "number": s + 1,
            "code": None if conflict.codes is None else int(conflict.codes[s]),
            "yes": list(conflict.yes(s)),
            "settled": None if place < 0 else conflict.terms[place],
        }
        if s in conflict.merged:
            state["merged"] = [int(code) for code in conflict.merged[s]]
        found.append(state)
    return found


def stable(result: Stability) -> dict[str, Any]:
    """Give who is stable where, and the equilibria, by state number."""
    conflict = result.conflict
    return {
        "parties": list(conflict.parties),
        "options": list(conflict.options),
        "states": states(conflict),
        "status_quo": None if conflict.status_quo is None else conflict.status_quo + 1,
        "stable": {
            concept: {
                party: _numbers(row) for party, row in zip(conflict.parties, mask, strict=True)
            }
            for concept, mask in result.stable.items()
        },
        "equilibria": {concept: _numbers(mask) for concept, mask in result.equilibria.items()},
        **_origin(result),
    }


def why(answer: Why) -> dict[str, Any]:
    """Give the whole answer to "why is it stuck?"."""
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
        "judgements": {
            "total": basis.total,
            "sourced": basis.sourced,
            "reasoned": basis.reasoned,
            "bare": basis.bare,
        },
        **_origin(answer.result),
    }


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


def _numbers(mask: Any) -> list[int]:
    return [int(s) + 1 for s in np.flatnonzero(mask)]


def _origin(result: Stability) -> dict[str, str]:
    return {
        "method": result.method,
        "version": result.version,
        "fingerprint": result.fingerprint,
    }
