"""What `check` held against the documents → plain data for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stickpoint.case.documents.at_hand import Compared


def compared(held: Compared | None) -> dict[str, Any] | None:
    """Return the same as data; None when the file has faults and nothing was looked into."""
    return None if held is None else asdict(held)
