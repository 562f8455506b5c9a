"""What the author of a case noted beside it → words that stand with what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from stickpoint.case.model.basis import Judgement, Place
from stickpoint.case.model.case import Case
from stickpoint.case.model.record import Source
from stickpoint.case.model.stakes import Lever, Wants
from stickpoint.pages.model import Items, Mark, Piece, Section, Table, Words, pieces
from stickpoint.pages.wording.dates import written_in
from stickpoint.pages.wording.names import party_names, plain, upper
from stickpoint.pages.wording.numbers import amount


def noted(words: Words, *notes: str) -> tuple[Piece, ...]:
    """Return words with the notes after them, each as it was written."""
    said = list(pieces(words))
    for note in filter(None, notes):
        gap = ". " if any(piece for piece in said) else ""
        said += [gap, Mark(f"Note: {' '.join(note.split())}", "faint")]
    return tuple(said)


def reasons(because: Sequence[str], known: frozenset[str]) -> tuple[Piece, ...]:
    """Return reasons one after the other, those of the record as links."""
    said: list[Piece] = []
    for reason in because:
        linked = reason.strip() in known
        said += [", ", Mark(reason.strip(), "link") if linked else plain(reason)]
    return tuple(said[1:])


def where(source: Source | None, case: Case) -> Words:
    """Say where something is written down, with a link to the document, or that nothing says."""
    words = written_in(source, case)
    name = words.partition(",")[0]
    if name in case.record.ids:
        return Mark(name, "link"), words[len(name) :]
    return words or (Mark("unsourced", "bare"),)


class Beside:
    """Finds the note and the label that stand beside a judgement in the file."""

    def __init__(self, case: Case) -> None:
        self._found = {(kind, _place(of)): of for kind, of in _written(case)}

    def note(self, line: Judgement) -> str:
        """Return the note; empty where there is none, or it stands with something larger."""
        return str(getattr(self._found.get((line.kind, line.place)), "note", ""))

    def label(self, line: Judgement) -> str:
        """Return what the author calls a payoff; empty without."""
        return plain(getattr(self._found.get((line.kind, line.place)), "label", ""))


def _place(of: Any) -> Place:
    """Say where the judgement about something stands: where its statement does, if it has one."""
    stated = getattr(of, "statement", None)
    place: Place = (stated or of).place
    return place


def _written(case: Case) -> Iterator[tuple[str, Any]]:
    """Return what has a note or a label of its own, by the kind of judgement that it is."""
    yield from (("option", option) for option in case.options)
    yield from (("nature", chance) for chance in case.nature)
    for preference in case.preferences.values():
        if isinstance(preference, Wants):
            yield from (("want", want) for want in preference.lines)
    for lines, kind in ((case.payoffs, "payoff"), (case.terminal, "terminal")):
        yield from ((kind, line) for line in lines)
    yield from (("toll", toll) for toll in case.tolls)
    for hypothesis in case.hypotheses:
        yield from (("payoff", line) for line in hypothesis.payoffs)
        yield from (("rating", rating) for rating in hypothesis.ratings)


def levers(case: Case) -> Iterator[Section]:
    """List what the case says could be changed, with what that costs and what it rests on."""
    if case.levers:
        rows = tuple(_lever(lever, case) for lever in case.levers)
        head = ("what", "by", "cost and limit", "because")
        table = Table("Its levers", head, rows)
        yield Section("levers", "What the case says could be changed", (table,))


def _lever(lever: Lever, case: Case) -> tuple[Words, ...]:
    cost = f"{amount(lever.cost)} for 1" if lever.cost is not None else ""
    limit = f"at most {amount(lever.limit)}" if lever.limit is not None else ""
    by = party_names(case).get(lever.by, plain(lever.by))
    rests = reasons(lever.because, case.record.ids)
    price = "; ".join(filter(None, (cost, limit)))
    return upper(plain(lever.what)), by, price, noted(rests, lever.note)


def of_the_case(case: Case) -> Iterator[Section]:
    """Print the notes to the whole case."""
    if case.notes:
        said = tuple(" ".join(note.split()) for note in case.notes)
        yield Section("notes", "Notes to the case", (Items(said),))
