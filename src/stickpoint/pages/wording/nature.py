"""What nature holds, and what of it would have to change → words."""

from __future__ import annotations

from collections.abc import Sequence

from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.situation import Nature
from stickpoint.graph.words import undo_text
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import plain
from stickpoint.pages.wording.numbers import amount
from stickpoint.pages.wording.statements import Spoken


def change(case: Case, name: str) -> str:
    """Say in the words of the case what happens when something of nature's changes from now."""
    chance = next(chance for chance in case.nature if chance.id == name)
    text = plain(chance.text) or name
    return undo_text(text, "") if chance.now else text


def as_long_as(case: Case, names: Sequence[str], *, together: bool) -> str:
    """Say what must not have changed: all of it ``together``, or any of it.

    Ends in the last of the case's own words, so that what follows needs a comma.
    """
    come, gone = _parted(case, names)
    if come and gone:
        come, gone = [change(case, name) for name in names], []
    some = len(names) > 1
    if gone:
        how = ("any of this holds" if together else "all of this holds") if some else "this holds"
    elif some:
        how = f"{'not all' if together else 'none'} of this has happened"
    else:
        how = "this has not happened"
    return f"as long as {how}: {'; '.join(come or gone)}"


def held(case: Case, names: Sequence[str]) -> str:
    """Say at what nature is held, in one sentence; empty where there is nothing to hold."""
    come, gone = _parted(case, names)
    said = []
    if come:
        this = "this has not happened" if len(come) == 1 else "none of this has happened"
        said.append(f"{this}: {'; '.join(come)}")
    if gone:
        said.append(f"this holds: {'; '.join(gone)}")
    return f"Nature is held as it stands, so {', and '.join(said)}." if said else ""


def must_come(case: Case, names: Sequence[str]) -> str:
    """Say what has to happen, or to end, after "once"."""
    come, gone = _parted(case, names)
    said = [f"this happens: {'; '.join(come)}"] * bool(come)
    said += [f"this ends: {'; '.join(gone)}"] * bool(gone)
    return ", and ".join(said)


def _parted(case: Case, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the texts of what is not so today from those of what is."""
    known = {chance.id: chance for chance in case.nature}
    named = [known[name] for name in names]
    come, gone = ([plain(c.text) or c.id for c in named if c.now is now] for now in (False, True))
    return come, gone


def rates(case: Case, chance: Nature) -> str:
    """Say how often something of nature's changes, by what is done where it depends on that."""
    spoken, said = Spoken(case), []
    if chance.rate is not None:
        said.append(f"at a rate of {_rate(case, chance.rate)}")
    for line in chance.rates:
        when = f"while {spoken.statement(line.statement.text)}" if line.statement else "otherwise"
        said.append(f"{when} at a rate of {_rate(case, line.rate)}")
    return "; ".join(said)


def _rates(chance: Nature) -> list[Amount]:
    every = [] if chance.rate is None else [chance.rate]
    return [*every, *(line.rate for line in chance.rates)]


def _rate(case: Case, rate: Amount) -> str:
    return f"{amount(rate)}{'' if rate.unit else f' per {case.clock.unit}'}"


def let_go(case: Case, names: Sequence[str]) -> str:
    """Say what of nature's changes by chance, and how often; empty where nothing does."""
    said = [
        f"{change(case, chance.id)} ({rates(case, chance)})"
        for chance in case.nature
        if chance.id in names and any(rate.high > 0 for rate in _rates(chance))
    ]
    return f"Nature is not held here; by chance this may happen: {'; '.join(said)}." if said else ""


def foreseen(case: Case) -> str:
    """Say what all see coming, and when; empty where there is nothing."""
    said = [
        f"{change(case, chance.id)}, by {in_words(chance.by)}"
        for chance in case.nature
        if chance.by is not None
    ]
    return f"All foresee this: {'; '.join(said)}." if said else ""


def not_known(case: Case) -> str:
    """Say what the parties know and we do not, and how likely it is; empty for nothing."""
    said = [
        f"{plain(chance.text) or chance.id} (with a chance of {amount(chance.likely)})"
        for chance in case.nature
        if chance.likely is not None
    ]
    known = "The parties know whether this is so, and this answer does not"
    return f"{known}: {'; '.join(said)}." if said else ""
