"""What the rules propose for a record → plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from stickpoint.answers.reading import Reading


def reading(found: Reading) -> dict[str, Any]:
    """Return everything as data; of the words only names and what numbers count."""
    return {
        "file": found.name,
        "sha256": found.sha256,
        "characters": len(found.text),
        "proposals": list(_proposals(found)),
    }


def _proposals(found: Reading) -> Iterator[dict[str, Any]]:
    for one in found.proposals:
        line, column = found.place(one.start)
        data = {**asdict(one), "line": line, "column": column}
        if one.kind != "date":
            del data["reach"]
        if one.kind == "message" and found.parties:
            ends = (one.speaker, one.receiver)
            data["from"], data["to"] = (found.party(who) or None for who in ends)
        data["hash"] = found.hash_of(*one.passage)
        yield data
