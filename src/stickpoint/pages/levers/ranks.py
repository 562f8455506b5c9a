"""The least changes of ranks, of wants and of options → sentences, in the words of the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stickpoint.answers.levers_prices import is_even
from stickpoint.answers.levers_prices import sentence as told_prices
from stickpoint.case.model.case import Wants
from stickpoint.pages.wording.names import (
    CONCEPT_NAMES,
    CaseWords,
    count,
    joined,
    plain,
    undo_text,
    upper,
)
from stickpoint.pages.wording.statements import Spoken
from stickpoint.solve.levers.ranks.result import Edit, LeastChange, RankShift, Reorder

if TYPE_CHECKING:
    from stickpoint.answers.levers_ranks import Outcome

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SHOWN = 3
KINDS = {
    "ranks": "change of ranking",
    "wants": "change of order of wants",
    "options": "restriction of what can be done",
    "additions": "addition to what can be done",
}
UNPROVED = ("best found", "none found")


def notes(outcomes: Sequence[Outcome]) -> list[str]:
    """Say what holds of all that was found: how it was checked, and what a swap costs."""
    checked = (
        "Each was checked by asking the stability lens again. That a settlement would hold does "
        "not say that anybody would go there."
    )
    if all(outcome.holds for outcome in outcomes):
        return [checked]
    return [checked, told_prices(outcomes[0].prices, outcomes[0].words)]


def sentences(outcome: Outcome) -> list[str]:
    """Say what would make one outcome hold, a sentence for each kind of change."""
    name = CONCEPT_NAMES[outcome.concept]
    if outcome.holds:
        return [f"It holds as things stand ({name}); nothing need change."]
    said = []
    moved = [lever for lever in outcome.wants if lever.found]
    if moved:
        least = min(lever.cost or 0 for lever in moved)
        said += [sentence(lever, outcome) for lever in moved if lever.cost == least]
    elif outcome.wants:
        said.append(_no_reorder(outcome))
    said.append(sentence(outcome.ranks, outcome))
    if outcome.options is not None:
        said.append(sentence(outcome.options, outcome))
    said.append(sentence(outcome.additions, outcome))
    return said


def sentence(lever: LeastChange, outcome: Outcome) -> str:
    """Say in one sentence what least change of one kind would make an outcome hold."""
    kind, words = KINDS[lever.of], outcome.words
    if lever.state is None:
        if lever.proof == "impossible":
            return f"No {kind} would do it{_scope(lever)}."
        return (
            f"No {kind} that would do it was found; one is not ruled out{_floor(lever, outcome)}."
        )
    if not lever.changes:
        return f"It holds as things stand ({CONCEPT_NAMES[lever.concept]}); nothing need change."
    lead = (
        f"Least {kind}" if lever.proof == "optimal" else f"{'An' if kind[0] == 'a' else 'A'} {kind}"
    )
    lever, told = _by_leaver(lever, words)
    what = told or joined([_said(change, lever, words) for change in lever.changes])
    tail = f" A smaller one is not ruled out{_floor(lever, outcome)}."
    tail = "" if lever.proof == "optimal" else tail
    return (
        f"{lead}: it would hold ({CONCEPT_NAMES[lever.concept]}) if {what}"
        f"{_price(lever, outcome)}.{tail}{_ties(lever, words)}"
    )


def _floor(lever: LeastChange, outcome: Outcome) -> str:
    """Say how far down it is proved that nothing does it."""
    if not lever.bound:
        return ""
    if is_even(outcome.prices):
        return f", but it is proved that fewer than {_number(lever.bound)} swaps do not do it"
    return f", but it is proved that nothing at a cost under {lever.bound:g} does it"


def _number(value: float) -> str:
    """Write a count as a word where it is short; half swaps as they are."""
    if value != int(value):
        return f"{value:g}"
    return NUMBERS[int(value)] if value < len(NUMBERS) else f"{int(value):,}"


def _scope(lever: LeastChange) -> str:
    """Say what was tried where that is less than everything."""
    if lever.of == "additions" and lever.concept == "nash":
        return ", since answers do not count (Nash)"
    if lever.of not in ("options", "additions"):
        return ""
    return f", not even {NUMBERS[lever.parameters['at_once']]} at once"


def _price(lever: LeastChange, outcome: Outcome) -> str:
    """Count the swaps, and say what they cost where that is not one each."""
    if lever.of in ("options", "additions") or lever.cost is None:
        return ""
    swaps = sum(len(change.swaps) for change in lever.changes if not isinstance(change, Edit))
    told = f"{_number(swaps)} {'swap' if swaps == 1 else 'swaps'}"
    return f" ({told})" if is_even(outcome.prices) else f" ({told}, at a cost of {lever.cost:g})"


def _said(change: RankShift | Reorder | Edit, lever: LeastChange, words: CaseWords) -> str:
    if isinstance(change, Edit):
        return _restricted(change, words)
    if isinstance(change, Reorder):
        return _reordered(change, words)
    return _reranked(change, lever.state or 0, words)


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
    more = len(pairs) - len(shown)
    if more:
        parts.append(f"made {count(more, 'further swap')}")
    return f"{name} {joined(parts)}"


def _place(groups: Sequence[tuple[int, ...]], state: int) -> str:
    """Return the place of a state's rank among all ranks, from the best."""
    place = next(k for k, group in enumerate(groups, 1) if state in group)
    return f"number {place} of {len(groups)}"


def _by_first(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, list[Any]]]:
    found: dict[Any, list[Any]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return list(found.items())


def _listed(groups: Sequence[tuple[int, ...]], target: int, words: CaseWords) -> str:
    if target in {s for group in groups for s in group} or len(groups) == 1:
        return joined([_group(group, target, words) for group in groups])
    parts = [_when(_nearest(group, target, words), target, words) for group in groups]
    return f"what comes about {joined(parts, 'and also')}"


def _group(states: tuple[int, ...], target: int, words: CaseWords) -> str:
    """Name a rank by its state that is most like the target."""
    if target in states:
        return "it"
    return f"what comes about {_when(_nearest(states, target, words), target, words)}"


def _nearest(states: tuple[int, ...], target: int, words: CaseWords) -> int:
    there = set(words.conflict.yes(target))
    return min(states, key=lambda s: (len(there ^ set(words.conflict.yes(s))), s))


def _when(state: int, target: int, words: CaseWords) -> str:
    """Say by whose deeds a state differs from the target."""
    there = set(words.conflict.yes(target)) ^ set(words.conflict.yes(state))
    movers = [
        i
        for i, id_ in enumerate(words.parties)
        if any(option.party == id_ and option.id in there for option in words.case.options)
    ]
    deeds = [f"{words.party(i)} were to {words.deed(i, target, state)}" for i in movers]
    return f"if {joined(deeds)}" if deeds else f"in state {state + 1}"


def _reordered(change: Reorder, words: CaseWords) -> str:
    wish = words.case.preferences[words.parties[change.party]]
    assert isinstance(wish, Wants)
    party, spoken = words.parties[change.party], Spoken(words.case)
    texts = [f"[{spoken.statement(item.statement.text, party)}]" for item in wish.items]
    parts = [
        f"put {texts[up]} before {joined([texts[down] for down in downs])}"
        for up, downs in _by_first(change.swaps)
    ]
    return f"{words.party(change.party)} {joined(parts)}"


def _no_reorder(outcome: Outcome) -> str:
    open_ = [lever for lever in outcome.wants if lever.proof in UNPROVED]
    if not open_:
        return "No other order of one party's wants would do it."
    who = joined([outcome.words.party(lever.parameters["party"]) for lever in open_])
    tried = f"{open_[0].parameters['limit']:,}"
    return (
        f"No other order of one party's wants was found that would do it; for {who} only the "
        f"{tried} nearest orders were tried."
    )


def _restricted(edit: Edit, words: CaseWords) -> str:
    if edit.against is not None:
        return _answered([edit.party], edit.against, words)
    option = next(o for o in words.case.options if o.id == words.conflict.options[edit.option])
    name, deed = words.party(edit.party), plain(option.text)
    if edit.kind == "drop":
        return f"{name} could not {deed}"
    if edit.kind == "fix":
        return f"{name} were bound to {deed}"
    if edit.kind == "allow":
        undone = undo_text(option.text, option.undo)
        return f"{name} were free at any time to {deed} and to {undone}"
    if edit.kind == "no_return":
        return f"{name} could not {undo_text(option.text, option.undo)}"
    if edit.kind == "no_renewal":
        return f"{name} could not begin to {deed}"
    assert edit.needs is not None
    id_, value = words.conflict.options[edit.needs[0]], edit.needs[1]
    other = next(o for o in words.case.options if o.id == id_)
    who = words.party(words.parties.index(other.party))
    choice = "chose to" if value else "chose not to"
    return f"{name} could change whether to {deed} only while {who} {choice} {plain(other.text)}"


def _by_leaver(lever: LeastChange, words: CaseWords) -> tuple[LeastChange, str]:
    """Tell new options against the same parties as one, whoever holds them."""

    def against(edits: Iterable[Any]) -> list[int]:
        return [edit.against for edit in edits if getattr(edit, "against", None) is not None]

    leavers = against(lever.changes)
    if len(leavers) < len(lever.changes):
        return lever, ""
    alike = [edits for edits in lever.ties if against(edits) == leavers]
    told = [
        _answered(
            sorted({edits[k].party for edits in (lever.changes, *alike)}),
            leaver,
            words,
        )
        for k, leaver in enumerate(leavers)
    ]
    rest = tuple(edits for edits in lever.ties if edits not in alike)
    return replace(lever, ties=rest), joined(told)


def _answered(holders: Sequence[int], against: int, words: CaseWords) -> str:
    """Say what a new option would have to be like."""
    who, leaver = joined([words.party(i) for i in holders], "or"), words.party(against)
    return (
        f"{leaver} could be answered for leaving it, by something new that {who} would gain by "
        f"doing then and that would leave {leaver} worse off than the settlement"
    )


def _ties(lever: LeastChange, words: CaseWords) -> str:
    """Name choices of the same cost that are about other options, and count the rest."""
    seen = {frozenset(edit.option for edit in lever.changes if isinstance(edit, Edit))}
    shown: list[str] = []
    for edits in lever.ties:
        about = frozenset(edit.option for edit in edits)
        if about not in seen and len(shown) < SHOWN:
            seen.add(about)
            shown.append(joined([_restricted(edit, words) for edit in edits]))
    more = len(lever.ties) - len(shown)
    if not shown:
        return f" {upper(count(more, 'other choice'))} would cost the same." if more else ""
    rest = f"; {count(more, 'further choice')} would cost the same" if more else ""
    return f" As little would do it if {'; or if '.join(shown)}{rest}."
