"""A case without faults → a line on what is in it, and one on what was held against documents.

No finding means little where nothing was compared, so `check` says what was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from stickpoint.case.model.judgements import judgements
from stickpoint.pages.wording.grammar import count, joined

if TYPE_CHECKING:
    from stickpoint.case.documents.at_hand import Compared
    from stickpoint.case.model.case import Case


def summary(name: str, case: Case) -> list[str]:
    """Say that a case has no faults, what is in it, and what could not be checked."""
    judged = judgements(case)
    sourced = sum(line.sourced for line in judged)
    held = (
        f"{name}: no faults. {count(len(case.parties), 'party', 'parties')}, "
        f"{count(len(case.options), 'option')}, {count(len(judged), 'judgement')}, "
        f"{sourced} of them with a source."
    )
    why = "Not checked, for too many states would have to be compared"
    return [held, *(f"{why}: {what}." for what in case.unchecked)]


def compared(held: Compared, case: Case) -> str:
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
