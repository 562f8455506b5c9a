"""What `check` held against the documents → plain data for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stickpoint.case.documents.at_hand import Compared


def compared(held: Compared | None) -> dict[str, Any] | None:
    """Return the same as data; None when the file has faults and nothing was looked into."""
    if held is None:
        return None
    return {
        "passages": held.passages,
        "of": held.of,
        "at_hand": list(held.at_hand),
        "absent": list(held.absent),
        "without_file": list(held.without_file),
    }
