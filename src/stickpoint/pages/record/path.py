"""The moves of a record → the states that they lead through, and where one does not follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.record import RecordView
from stickpoint.case.checks.path import PathStep
from stickpoint.pages.model import Items, Part, Text
from stickpoint.pages.wording.dates import OPEN_ORDER, deeds, in_words, outcome, somebody
from stickpoint.pages.wording.names import count, joined, plain, upper

_SILENCES = 3
"""How many of the longest silences are told."""


def path(view: RecordView) -> Iterator[Part]:
    """Tell where things stood at the start, what each move changed, and how it ends."""
    start, steps = view.case.clock.start, view.path.steps
    began = f" ({in_words(start)})" if start else ""
    standing = []
    for party in view.case.parties:
        own = [(o.id, True) for o in view.case.options if o.party == party.id and o.now]
        if own:
            standing.append(f"{upper(party.called)}: {deeds(view.case, own)}.")
    nobody = " nobody does any of what they could do."
    yield Text(f"At the start{began}{':' if standing else nobody}")
    yield Items(tuple(standing))
    if not steps:
        yield Text("No move is recorded after that.")
        return
    changes = [step for step in steps if step.is_move]
    yield Items(tuple(_step(view, step) for step in changes))
    moves = [step for step in steps if step.party]
    if same := [step for step in moves if not step.is_move]:
        unsure = [step.id for step in same if not step.in_order]
        some = "" if len(unsure) == len(same) else f" ({joined(unsure)})"
        yield Text(
            f"{len(same)} of {count(len(moves), 'recorded move')} changed nothing: "
            f"{'it' if len(same) == 1 else 'each'} restated what held already"
            f"{f', {OPEN_ORDER}{some}' if unsure else ''}, a chance to change course that was not "
            "taken."
        )
    yield Text(_ending(view, changes))


def _step(view: RecordView, step: PathStep) -> str:
    case, when = view.case, upper(in_words(step.when))
    unsure = "" if step.in_order else f", {OPEN_ORDER}"
    if not step.party:
        chance = next(chance for chance in case.nature if chance.id == step.id)
        return f"{when}: {plain(chance.text)}{unsure}."
    done = deeds(case, step.changed)
    return f"{when}: move of {somebody(case, step.party)}: {done}{unsure}. [{step.id}]"


def _ending(view: RecordView, changes: Sequence[PathStep]) -> str:
    terms, start = outcome(view), view.case.clock.start
    if terms is None:
        return "The record ends with the matter open."
    if not changes:
        return f"The matter counts as settled from beginning to end: {terms}."
    last, after = changes[-1].when, ""
    if start is not None and not last.open_start and not last.open_end:
        least, most = (last.first - start.last).days, (last.last - start.first).days
        days = count(most, "day") if least == most else f"{least} to {count(most, 'day')}"
        after = f", {days} after the start"
    return f"The record ends with the matter settled, {in_words(last)}{after}: {terms}."


def gaps(view: RecordView) -> Iterator[Part]:
    """Tell which moves do not follow, what the record contradicts, and where it falls silent."""
    found = view.path
    if found.gaps:
        what = "does not follow from the state before it"
        said = (f"{s.id} of {in_words(s.when)} {what}: {s.gap}." for s in found.gaps)
        yield Items(tuple(said))
    elif view.case.record.moves:
        yield Text("Every recorded move follows from the state before it.")
    else:
        yield Text("There are no recorded moves, so there is nothing to compare.")
    contrary = (
        f"The record has “{deeds(view.case, [pair])}” before the start, and the contrary holds at "
        "the start: what changed it back is not in the record."
        for pair in found.contradictions
    )
    yield Items(tuple(contrary))
    if found.context:
        before = joined([move.id for move in found.context])
        yield Text(f"Made before the start, so context and not part of the path: {before}.")
    silences = (
        f"{count(silence.days, 'day')} of silence between {silence.after.id} "
        f"({in_words(silence.after.when)}) and {silence.before.id} "
        f"({in_words(silence.before.when)})."
        for silence in view.silences[:_SILENCES]
        if silence.days
    )
    yield Items(tuple(silences))
