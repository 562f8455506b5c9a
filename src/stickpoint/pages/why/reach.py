"""Without whose moves, and what change of nature's, nothing can be settled → sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.ended import nothing_ends
from stickpoint.answers.why.reach import Ends
from stickpoint.answers.why.stability import Why
from stickpoint.pages.wording.names import CaseWords, joined, upper, verb
from stickpoint.pages.wording.nature import as_long_as, held

MOST = 5
"""How many terms are named in one sentence."""


def unless(answer: Why) -> str:
    """Say without whose moves, or what of nature's, nothing can be settled; empty if neither."""
    ends = answer.ends
    if not ends.is_open:
        return ""
    if answer.out_of_reach:
        return _beyond_moves(answer)
    said = [_nothing(answer, answer.keepers)] if answer.keepers else []
    groups = dict[tuple[str, bool], list[int]]()
    for j in (j for j in ends.kept if j not in answer.keepers):
        needed = ends.opened_by([j])
        if needed is not None:
            until = as_long_as(answer.case, needed.names, together=needed.together)
            groups.setdefault((until, needed.together), []).append(j)
    said += [f"{upper(until)}, {_nothing(answer, who, 'n')}" for (until, _), who in groups.items()]
    if said and ends.free is None:
        said.append(held(answer.case, list(ends.held_at)))
    return " ".join(said)


def _nothing(answer: Why, parties: Sequence[int], lead: str = "N") -> str:
    words = CaseWords.of(answer)
    names = [words.party(j) for j in parties]
    both = "both " * (len(names) == 2)
    return f"{lead}othing can be settled unless {both}{joined(names)} {verb(names, 'moves')}."


def _beyond_moves(answer: Why) -> str:
    """Say that no moves lead to a settlement now, and what of nature's would open a way."""
    ends, words = answer.ends, CaseWords.of(answer)
    none = "No moves of anybody lead to a settlement from where things stand"
    if not ends.held_at:
        return f"{none}."
    if ends.free is None:
        return f"{none}. {held(answer.case, list(ends.held_at))}"
    needed = ends.opened_by()
    if needed is None:
        return f"{none}, whatever nature does."
    until = as_long_as(answer.case, needed.names, together=needed.together)
    names = [words.party(j) for j in answer.keepers]
    nor = f", nor then unless {joined(names)} {verb(names, 'moves')}" if names else ""
    return f"Nothing can be settled {until}{nor}."


def settled_by_nature(answer: Why, turn: Why) -> str:
    """Say on which terms a change of nature would settle it by itself; empty where it would not.

    Without a capital, as what follows "then".
    """
    terms = turn.terms(turn.now)
    if terms is None or not answer.ends.is_open:
        return ""
    return f"it would be settled at once, with no move of anybody: {terms}."


def waiting(ends: Ends) -> Iterator[str]:
    """Say of terms that cannot come about as nature stands what they wait for."""
    groups = dict[str, list[str]]()
    for terms in ends.waiting:
        needed = ends.opened_by(terms=terms)
        until = "by any moves or change of nature from where things stand"
        if needed is not None:
            until = as_long_as(ends.case, needed.names, together=needed.together)
        groups.setdefault(until, []).append(terms)
    for until, names in groups.items():
        shown = [*names[:MOST], *([f"{len(names) - MOST} more"] * (len(names) > MOST))]
        yield f"{upper(joined(shown))} cannot come about {until}."


def no_terms(ends: Ends) -> str:
    """Say why there is nothing to settle on that could come about."""
    if none := nothing_ends(ends.case):
        return f"{upper(none)}."
    if ends.free is None:
        at = held(ends.case, list(ends.held_at))
        return f"No terms that the case names can come about as nature stands. {at}"
    return "No terms that the case names can come about, whatever is done or happens."
