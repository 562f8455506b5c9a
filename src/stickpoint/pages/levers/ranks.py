"""The least changes of ranks, of wants and of options → a section, in the words of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from stickpoint.answers.levers.prices import ASSUMED, SwapPrice, is_even
from stickpoint.answers.levers.ranks import (
    MOST_SEARCHED,
    Edit,
    LeastChange,
    LeastChanges,
    with_wants,
)
from stickpoint.pages.levers import believed
from stickpoint.pages.levers.changes import SHOWN, answered, restricted, said
from stickpoint.pages.model import Item, Items, Section, Text
from stickpoint.pages.wording.names import (
    CONCEPT_NAMES,
    MEANINGS,
    CaseWords,
    count,
    joined,
    plain,
    upper,
)

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
KINDS = {
    "ranks": "change of ranking",
    "wants": "change in the order of wants",
    "options": "restriction of what can be done",
    "additions": "addition to what can be done",
}

ALREADY = "It holds as things stand; nothing need change."
LEFT_OUT = "left out"
NAME, TITLE = "orders", "What change would make a settlement hold?"


def section(outcomes: Sequence[LeastChanges]) -> Section:
    """Lay out, settlement by settlement, what would make it hold."""
    items = []
    for outcome in outcomes:
        first, *rest = sentences(outcome)
        items.append(Item(f"{upper(plain(outcome.terms))}. {first}", tuple(map(Text, rest))))
    told = map(Text, notes(outcomes))
    return Section(NAME, TITLE, (Text(meaning(outcomes)), Items(tuple(items)), *told))


def meaning(outcomes: Sequence[LeastChanges]) -> str:
    """Say what it means here that a settlement holds."""
    concept = outcomes[0].concept
    return f"A settlement holds here where {MEANINGS[concept]} ({CONCEPT_NAMES[concept]})."


def notes(outcomes: Sequence[LeastChanges]) -> list[str]:
    """Say what holds of all that was found: how it was checked, and what a swap costs."""
    checked = (
        "Each was checked by asking the stability lens again. That a settlement would hold does "
        "not say that anybody would go there."
    )
    open_ = [outcome for outcome in outcomes if not outcome.holds]
    if not open_:
        return [checked]
    left = [left_out(outcome) for outcome in open_ if outcome.additions.proof == LEFT_OUT][:1]
    return [checked, *left, _prices(outcomes[0].prices, CaseWords.of(outcomes[0]))]


def left_out(outcome: LeastChanges) -> str:
    """Say what was not searched for among so many states, and how to ask for it."""
    states = outcome.n_states
    tried, other = ("only orders of wants are", "other ") if outcome.wants else ("nothing is", "")
    return (
        f"Among {count(states, 'state')} {tried} tried. Left out are {other}changes of ranking, "
        f"and what could be restricted or made possible; {_with_all(states)}."
    )


def _with_all(states: int) -> str:
    """Say how to ask for all that is left out, among so many states."""
    if states <= MOST_SEARCHED:
        return "--all searches for these too"
    return (
        f"to have these too, exclude what cannot be by 'impossible' until {MOST_SEARCHED:,} "
        "states are left, and ask with --all"
    )


def sentences(outcome: LeastChanges) -> list[str]:
    """Say what would make one settlement hold, a sentence for each kind of change."""
    beliefs = [*believed.sentences(outcome)]
    if outcome.holds:
        return [ALREADY, *beliefs]
    moved = [lever for lever in outcome.wants if lever.found]
    least = min((lever.cost or 0 for lever in moved), default=0)
    told = [lever for lever in moved if lever.cost == least]
    told += [x for x in (outcome.ranks, outcome.options, outcome.additions) if x is not None]
    told = [lever for lever in told if lever.proof != LEFT_OUT]
    no_reorder = [_no_reorder(outcome)] if outcome.wants and not moved else []
    if not (told or no_reorder or beliefs):
        if with_wants(outcome.case):
            return ["Another order of wants takes minutes to judge, so nothing was tried."]
        return ["Nobody is ranked by wants, so among so many states nothing was tried."]
    return [*no_reorder, *(_sentence(lever, outcome) for lever in told), *beliefs]


def _sentence(lever: LeastChange, outcome: LeastChanges) -> str:
    """Say in one sentence what least change of one kind would make a settlement hold."""
    kind, state, words = KINDS[lever.of], lever.state, CaseWords.of(outcome)
    floor = f"is not ruled out{_floor(lever, outcome)}."
    if state is None:
        impossible = f"No {kind} would do it{_scope(lever)}."
        found = f"No {kind} that would do it was found; one {floor}"
        return impossible if lever.proof == "impossible" else found
    if not lever.changes:
        return ALREADY
    proved = lever.proof == "optimal"
    lead = f"Least {kind}" if proved else f"{'An' if kind[0] == 'a' else 'A'} {kind}"
    lever, told = _by_leaver(lever, words)
    what = told or joined([said(change, state, words) for change in lever.changes])
    tail = "" if proved else f" A smaller one {floor}"
    return f"{lead}: it would hold if {what}{_price(lever, outcome)}.{tail}{_ties(lever, words)}"


def _floor(lever: LeastChange, outcome: LeastChanges) -> str:
    """Say how far down it is proved that nothing does it."""
    if not lever.bound:
        return ""
    what = f"nothing at a cost under {lever.bound:g} does it"
    if is_even(outcome.prices):
        what = f"fewer than {_number(lever.bound)} swaps do not do it"
    return f", but it is proved that {what}"


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


def _price(lever: LeastChange, outcome: LeastChanges) -> str:
    """Count the swaps, and say what they cost where that is not one each."""
    if lever.of in ("options", "additions") or lever.cost is None:
        return ""
    swaps = sum(len(change.swaps) for change in lever.changes if not isinstance(change, Edit))
    told = f"{_number(swaps)} {'swap' if swaps == 1 else 'swaps'}"
    return f" ({told})" if is_even(outcome.prices) else f" ({told}, at a cost of {lever.cost:g})"


def _no_reorder(outcome: LeastChanges) -> str:
    open_ = [lever for lever in outcome.wants if lever.proof in ("best found", "none found")]
    if not open_:
        return "No other order of one party's wants would do it."
    who = joined([CaseWords.of(outcome).party(lever.parameters["party"]) for lever in open_])
    return (
        f"No other order of one party's wants was found that would do it; for {who} only the "
        f"{open_[0].parameters['limit']:,} nearest orders were tried."
    )


def _by_leaver(lever: LeastChange, words: CaseWords) -> tuple[LeastChange, str]:
    """Tell new options against the same parties as one, whoever holds them."""

    def against(edits: Iterable[Any]) -> list[int]:
        return [edit.against for edit in edits if getattr(edit, "against", None) is not None]

    leavers = against(lever.changes)
    if len(leavers) < len(lever.changes):
        return lever, ""
    alike = [edits for edits in lever.ties if against(edits) == leavers]
    told = [
        answered(sorted({edits[k].party for edits in (lever.changes, *alike)}), leaver, words)
        for k, leaver in enumerate(leavers)
    ]
    rest = tuple(edits for edits in lever.ties if edits not in alike)
    return replace(lever, ties=rest), joined(told)


def _ties(lever: LeastChange, words: CaseWords) -> str:
    """Name choices of the same cost that are about other options, and count the rest."""
    seen = {_about(edit for edit in lever.changes if isinstance(edit, Edit))}
    shown: list[str] = []
    for edits in lever.ties:
        about = _about(edits)
        if about not in seen and len(shown) < SHOWN:
            seen.add(about)
            shown.append(joined([restricted(edit, words) for edit in edits]))
    more = len(lever.ties) - len(shown)
    if not shown:
        return f" {upper(count(more, 'other choice'))} would cost the same." if more else ""
    rest = f"; {count(more, 'further choice')} would cost the same" if more else ""
    return f" As little would do it if {'; or if '.join(shown)}{rest}."


def _about(edits: Iterable[Edit]) -> frozenset[tuple[int, int]]:
    """Return whose moves are changed by which options; whoever holds a new one, it is as new."""
    return frozenset((edit.party if edit.option >= 0 else -1, edit.option) for edit in edits)


def _prices(prices: Mapping[str, SwapPrice], words: CaseWords) -> str:
    """Say what a swap costs whom, and where that is from."""
    what = "One swap of neighbours, in ranks or in wants"
    named, rest = [], []
    for party, price in prices.items():
        name, lever = words.party(words.conflict.parties.index(party)), price.lever
        origin = "as asked"
        if lever is not None and lever.cost is not None:
            origin = f"{lever.cost.written} in the case, {plain(lever.what)}"
        if price.source == ASSUMED:
            rest.append(name)
        else:
            named.append(f"{price.value:g} for {name} ({origin})")
    if not named:
        nobody = "neither the case nor the question prices it"
        return f"{what}, is taken to cost 1 for everybody: {nobody}."
    tail = f"; 1 for {joined(rest)}, for whom no price is given" if rest else ""
    return f"{what}, costs {joined(named)}{tail}."
