"""Foresight, attitudes and views → JSON: what holds by them, by state number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from stickpoint.answers.why.believed import Believed, Hypergame, Stability
from stickpoint.pages.data.stable import numbers
from stickpoint.pages.why.believed import sentences


def stable(found: Believed) -> dict[str, Any]:
    """Return a key for each of the three that the case declares."""
    parties, data = found.conflict.parties, dict[str, Any]()
    if (mixed := found.mixed) is not None:
        rows = zip(parties, mixed.stable["mixed"], strict=True)
        data["foresight"] = {
            "looks": found.looks,
            "stable": {party: numbers(row) for party, row in rows},
            "equilibria": numbers(mixed.equilibria["mixed"]),
        }
    if found.case.attitudes:
        data["attitudes"] = {"signs": _signs(found), **_judged(found.feeling, found.too_many)}
    if (seen := found.seen) is not None:
        data["views"] = {"of": [*found.case.views], **_views(seen)}
    return data


def why(found: Believed) -> dict[str, Any]:
    """Return what the three do to the status quo, as words too; nothing where there is none."""
    now = found.conflict.status_quo
    if now is None or not found.is_in(found.case):
        return {}
    data: dict[str, Any] = {"sentences": list(sentences(found, full=True))}
    if found.mixed is not None:
        data["foresight"] = {
            "looks": found.looks,
            "holds": bool(found.mixed.equilibria["mixed"][now]),
        }
    if found.feeling is not None:
        data["attitudes"] = {"signs": _signs(found), "holds": _at(found.feeling.equilibria, now)}
    if (seen := found.seen) is not None:
        data["views"] = {
            "of": [*found.case.views],
            "fact": _at(seen.fact.equilibria, now),
            "played": _at(seen.equilibria, now),
            "seen": {
                party: [key for key, mask in seen.in_view.items() if mask[i, now]]
                for i, party in enumerate(found.conflict.parties)
            },
            "surprises": _surprises(found, seen, now),
        }
    return {"as_seen": data}


def _at(masks: Mapping[str, np.ndarray], state: int) -> list[str]:
    """Name the concepts under which a state holds."""
    return [key for key, mask in masks.items() if mask[state]]


def _surprises(found: Believed, seen: Hypergame, now: int) -> dict[str, list[dict[str, Any]]]:
    """List, concept by concept, who would be surprised by whom in the status quo."""
    names = found.conflict.parties
    return {
        concept: [
            {
                "party": names[one.viewer],
                "by": names[one.mover],
                "to": None if one.target is None else one.target + 1,
                "unknown": one.hidden,
            }
            for one in seen.surprises(now, concept)
        ]
        for concept in seen.equilibria
    }


def _signs(found: Believed) -> dict[str, dict[str, str]]:
    """Return how each party stands to each."""
    words, parties = {1: "+", 0: "0", -1: "-"}, found.conflict.parties
    return {
        party: {other: words[sign] for other, sign in zip(parties, row, strict=True)}
        for party, row in zip(parties, found.signs, strict=True)
    }


def _judged(result: Stability | None, silent: str) -> dict[str, Any]:
    """Return who is stable where and what holds, and why some concepts are left out."""
    data: dict[str, Any] = {"stable": {}, "equilibria": {}}
    if result is not None:
        parties = result.conflict.parties
        data["stable"] = {
            name: {party: numbers(row) for party, row in zip(parties, mask, strict=True)}
            for name, mask in result.stable.items()
        }
        data["equilibria"] = {name: numbers(mask) for name, mask in result.equilibria.items()}
    return {**data, "silent": silent} if silent else data


def _views(seen: Hypergame) -> dict[str, Any]:
    """Return what holds in fact, as played and in each view, and what of it rests on an error."""
    parties = seen.conflict.parties
    return {
        "stable": {
            name: {party: numbers(row) for party, row in zip(parties, mask, strict=True)}
            for name, mask in seen.played.items()
        },
        "equilibria": {name: numbers(mask) for name, mask in seen.equilibria.items()},
        "by_error": {name: numbers(seen.by_error(name)) for name in seen.equilibria},
        "undone": {name: numbers(seen.undone(name)) for name in seen.equilibria},
        "steady": {name: numbers(seen.steady(name)) for name in seen.equilibria},
        "seen": {
            name: {party: numbers(row) for party, row in zip(parties, mask, strict=True)}
            for name, mask in seen.in_view.items()
        },
    }
