"""A case without faults → a line on what is in it, and one on what was held against documents.

No finding means little where nothing was compared, so `check` says what was.
"""

from __future__ import annotations

from stickpoint.case.checks.hindsight import hindsight
from stickpoint.case.documents.at_hand import Compared
from stickpoint.case.model.case import Case
from stickpoint.case.model.judgements import Basis, judgements
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import count, joined


def summary(name: str, case: Case) -> list[str]:
    """Say that a case has no faults, what is in it, and what could not be checked."""
    basis = Basis.of(judgements(case))
    held = (
        f"{name}: no faults. {count(len(case.parties), 'party', 'parties')}, "
        f"{count(len(case.options), 'option')}, {count(basis.total, 'judgement')}, "
        f"{basis.sourced} of them with a source."
    )
    why = "Not checked, for too many states would have to be compared"
    unchecked = (f"{why}: {what}." for what in case.unchecked)
    return [held, *unchecked, *(f"Note: {said}" for said in late(case))]


def late(case: Case) -> list[str]:
    """Say which judgements about the start rest on something later."""
    found: dict[str, list[str]] = {}
    for one in hindsight(case):
        found.setdefault(one.where, []).append(f"{one.entry} of {in_words(one.when)}")
    return [
        f"'{where}' is so when the clock starts, and rests on what came later: {joined(entries)}."
        for where, entries in found.items()
    ]


def compared(held: Compared, case: Case) -> str:
    """Say how many citations were compared with which of a case's documents (one at least)."""
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
