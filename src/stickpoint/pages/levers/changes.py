"""One change of ranks, of wants or of options → words, as in "it would hold if …"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stickpoint.answers.levers.ranks import Edit, RankShift, Reorder
from stickpoint.case.model.case import Wants
from stickpoint.graph.words import undo_text
from stickpoint.pages.wording.names import CaseWords, count, imposing, joined, plain
from stickpoint.pages.wording.statements import Spoken

SHOWN = 3
"""How many changes of one kind are named one by one."""


def said(change: RankShift | Reorder | Edit, target: int, words: CaseWords) -> str:
    """Say one change by which a state would come to hold."""
    if isinstance(change, Edit):
        return restricted(change, words)
    if isinstance(change, Reorder):
        return _reordered(change, words)
    return _reranked(change, target, words)


def _reranked(shift: RankShift, target: int, words: CaseWords) -> str:
    """Say who would rank what above what, seen from the state that would hold."""
    name = words.party(shift.party)
    pairs = shift.swaps + shift.parted
    if len(pairs) > SHOWN:
        was, now = (_place(groups, target) for groups in (shift.before, shift.after))
        if was != now:
            others = sum(target not in up and target not in down for up, down in pairs)
            rest = f", with {count(others, 'swap')} among what lies between" if others else ""
            return f"{name} ranked it {now} rather than {was}{rest}"
    shown = pairs if len(pairs) <= SHOWN else pairs[:1]
    parts = [
        f"ranked {_group(up, target, words)} above {_listed(downs, target, words)}"
        for up, downs in _by_first(shown)
    ]
    if more := len(pairs) - len(shown):
        parts.append(f"made {count(more, 'further swap')}")
    return f"{name} {joined(parts)}"


def _place(groups: Sequence[tuple[int, ...]], state: int) -> str:
    """Return the place of a state's rank among all ranks, from the best."""
    place = next(k for k, group in enumerate(groups, 1) if state in group)
    return f"number {place} of {len(groups)}"


def _by_first(pairs: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, list[Any]]]:
    found = dict[Any, list[Any]]()
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return found.items()


def _listed(groups: Sequence[tuple[int, ...]], target: int, words: CaseWords) -> str:
    if any(target in group for group in groups) or len(groups) == 1:
        return joined([_group(group, target, words) for group in groups])
    parts = [_when(group, target, words) for group in groups]
    return f"what comes about {joined(parts, 'and also')}"


def _group(states: tuple[int, ...], target: int, words: CaseWords) -> str:
    return "it" if target in states else f"what comes about {_when(states, target, words)}"


def _when(states: tuple[int, ...], target: int, words: CaseWords) -> str:
    """Name a rank by its state that is most like the target: by whose deeds it differs from it."""
    there = set(words.conflict.yes(target))
    apart = {s: there ^ set(words.conflict.yes(s)) for s in states}
    state = min(states, key=lambda s: (len(apart[s]), s))
    movers = {option.party for option in words.case.options if option.id in apart[state]}
    deeds = [
        f"{words.party(i)} were to {words.deed(i, target, state)}"
        for i, id_ in enumerate(words.conflict.parties)
        if id_ in movers
    ]
    return f"if {joined(deeds)}" if deeds else f"in state {state + 1}"


def _reordered(change: Reorder, words: CaseWords) -> str:
    party, spoken = words.conflict.parties[change.party], Spoken(words.case)
    wish = words.case.preferences[party]
    assert isinstance(wish, Wants)
    texts = [f"[{spoken.statement(item.statement.text, party)}]" for item in wish.items]
    parts = [
        f"put {texts[up]} before {joined([texts[down] for down in downs])}"
        for up, downs in _by_first(change.swaps)
    ]
    return f"{words.party(change.party)} {joined(parts)}"


def restricted(edit: Edit, words: CaseWords) -> str:
    """Say what a party could not do, or could do, that it now can, or cannot."""
    if edit.against is not None:
        return answered([edit.party], edit.against, words)
    options, ids = {option.id: option for option in words.case.options}, words.conflict.options
    deed, undone, bound = _doing(edit, words)
    could = {
        "drop": f"could not {bound or deed}",
        "fix": f"could not {bound}" if bound else f"were bound to {deed}",
        "allow": f"were free at any time to {deed} and to {undone}",
        "no_return": f"could not {undone}",
        "no_renewal": f"could not begin to {deed}",
    }
    if edit.needs is not None:
        other, choice = options[ids[edit.needs[0]]], "to" if edit.needs[1] else "not to"
        who = words.party(words.conflict.parties.index(other.party))
        while_ = f"while {who} chose {choice} {plain(other.text)}"
        could[edit.kind] = f"could {bound or f'change whether to {deed}'} only {while_}"
    return f"{words.party(edit.party)} {could[edit.kind]}"


def _doing(edit: Edit, words: CaseWords) -> tuple[str, str, str]:
    """Say taking an option up, leaving it, and, of a patron's, whichever of them it can impose."""
    id_, party = words.conflict.options[edit.option], words.conflict.parties[edit.party]
    option = next(option for option in words.case.options if option.id == id_)
    if option.party == party:
        return plain(option.text), undo_text(option.text, option.undo), ""
    return imposing(words.case, party, id_)


def answered(holders: Sequence[int], against: int, words: CaseWords) -> str:
    """Say what a new option would have to be like."""
    who, leaver = joined([words.party(i) for i in holders], "or"), words.party(against)
    gainer = who if len(holders) == 1 else "whoever does so"
    return (
        f"{who} could do something new once {leaver} had left it, something that {gainer} would "
        f"gain by and that would leave {leaver} worse off than the settlement"
    )
