"""What `check` held against the documents → one line, or data.

No finding means little where nothing was compared, so `check` says what was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stickpoint.pages.wording.names import count, joined

if TYPE_CHECKING:
    from stickpoint.case.documents.at_hand import Compared
    from stickpoint.case.model.case import Case


def line(held: Compared, case: Case) -> str:
    """Say how many citations were compared with how many documents, and which were not there.

    Parameters
    ----------
    held : Compared
    case : Case
        With at least one document.
    """
    here = count(len(held.at_hand), "document") + " at hand"
    said = [f"{held.passages} of {count(held.of, 'passage')} compared with {here}"]
    files = {document.id: document.file for document in case.record.documents}
    absent = [f"{id_} ({files[id_]})" for id_ in held.absent]
    if absent:
        said.append(f"not at hand: {joined(absent)}")
    if held.without_file:
        verb = "name" if len(held.without_file) > 1 else "names"
        said.append(f"{count(len(held.without_file), 'document')} {verb} no file")
    return "; ".join(said) + "."


def plain(held: Compared | None) -> dict[str, object] | None:
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
