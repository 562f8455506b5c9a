"""Under which foresight each party's dated choices make sense → a section of the record's page."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.record import RecordView
from stickpoint.answers.why.conduct import Choice, Conduct, conduct
from stickpoint.pages.model import Items, Part, Section, Table, Text
from stickpoint.pages.wording.dates import deeds, in_words, somebody
from stickpoint.pages.wording.names import CONCEPT_NAMES, count, joined, upper, verb

FORESIGHT = {
    "nash": "looks at its own move alone",
    "seq": "minds answers that pay whoever gives them",
    "sseq": "minds those, and looks for a way round them",
    "gmr": "minds any answer, at whatever price",
    "smr": "minds any answer, and looks for a way round it",
}
"""What each concept has a party look at before it moves."""
SHORT = ("own move", "paid answers", "+ way round", "any answer", "+ way round")
TOLD = 3
"""How many choices of a party are told one by one."""
QUESTION = "Which foresight does each party's conduct fit?"


def section(view: RecordView) -> Iterator[Section]:
    """Say it, party by party; nothing where the record holds no choice that could be looked at."""
    found = conduct(view.case)
    if not found:
        return
    yield Section("conduct", QUESTION, tuple(_parts(view, found)))


def _parts(view: RecordView, found: tuple[Conduct, ...]) -> Iterator[Part]:
    yield Text(
        "Each recorded move, and each wait as long as a party waits for a chance to move on "
        "average, is held against its wants: how far ahead must it have looked to choose so? What "
        "it chose twice in one situation counts once."
    )
    telling = [one for one in found if one.telling]
    if telling:
        yield _table(view, telling)
    silent = [somebody(view.case, one.party) for one in found if not one.telling]
    if silent:
        yield Text(
            f"Of {joined(silent)} every choice makes as much sense however far "
            f"{'it' if len(silent) == 1 else 'they'} looked, so none tells anything."
        )
    yield Items(tuple(_verdict(view, one) for one in telling))
    told = [_told(view, choice) for one in telling for choice in one.telling[:TOLD]]
    yield Items(tuple(told))
    losing = [choice for one in found for choice in one.losing]
    if losing:
        yield Text(
            "No foresight explains these, for by the wants in the case they were no gain: are "
            "the wants what moved them?"
        )
        yield Items(tuple(f"{_made(view, choice)}." for choice in losing))


def _table(view: RecordView, telling: list[Conduct]) -> Table:
    """Count the choices that each foresight would have made otherwise."""
    rows = tuple(
        (
            upper(somebody(view.case, one.party)),
            str(len(one.choices)),
            str(len(one.telling)),
            *(str(one.misses[concept]) for concept in FORESIGHT),
        )
        for one in telling
    )
    head = ("", "choices", "that tell", *SHORT)
    caption = "Of those that tell, made otherwise by a party that minds …"
    return Table(caption, head, rows, right=tuple(range(1, len(head))))


def _verdict(view: RecordView, one: Conduct) -> str:
    name, left = upper(somebody(view.case, one.party)), one.speaks_for
    if len(left) == len(FORESIGHT):
        return f"{name}: the record does not decide, on {count(len(one.telling), 'choice')}."
    what = joined([FORESIGHT[concept] for concept in FORESIGHT if concept in left], last="or")
    known = joined([CONCEPT_NAMES[concept] for concept in FORESIGHT if concept in left])
    return f"{name}: the conduct is that of a party that {what} ({known})."


def _told(view: RecordView, choice: Choice) -> str:
    fits = [FORESIGHT[concept] for concept in FORESIGHT if choice.fits[concept]]
    others = [FORESIGHT[concept] for concept in FORESIGHT if not choice.fits[concept]]
    few, lead = (fits, "only") if len(fits) < len(others) else (others, "all but")
    return f"{_made(view, choice)}. That fits {lead} a party that {joined(few, last='or')}."


def _made(view: RecordView, choice: Choice) -> str:
    name, when = somebody(view.case, choice.party), in_words(choice.since)
    if choice.sets:
        return f"{upper(when)}: move of {name}: {deeds(view.case, choice.sets)} [{choice.move}]"
    if choice.move:
        return f"{upper(when)}: {name} {verb([name], 'keeps')} to its course [{choice.move}]"
    days = count(round(choice.days), "day")
    return f"From {when} on: {name} {verb([name], 'waits')} {days} without a move"
