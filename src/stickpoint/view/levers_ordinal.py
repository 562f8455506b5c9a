"""Case → the least change of ranks, of wants and of options that would make an outcome hold."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stickpoint.case.model import Case, Wants
from stickpoint.conflict.build import build
from stickpoint.conflict.graph import Conflict
from stickpoint.errors import ModelError
from stickpoint.solve.levers.ordinal import least_ranks
from stickpoint.solve.levers.ordinal_additions import least_addition
from stickpoint.solve.levers.ordinal_options import least_restriction
from stickpoint.solve.levers.ordinal_result import Edit, OrdinalLever, RankShift, Reorder
from stickpoint.solve.levers.ordinal_wants import least_reorder
from stickpoint.view.spoken import Spoken
from stickpoint.view.words import CONCEPT_NAMES, CaseWords, count, joined, plain, undo_text, upper

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SHOWN = 3
KINDS = {
    "ranks": "change of ranking",
    "wants": "change of order of wants",
    "options": "restriction of what can be done",
    "additions": "addition to what can be done",
}
UNPROVED = ("best found", "none found")


@dataclass(frozen=True, eq=False)
class Outcome:
    """One way to settle, and the least change of each kind that would make it hold.

    Attributes
    ----------
    terms : str
    concept : str
    words : CaseWords
    ranks : OrdinalLever
    wants : tuple of OrdinalLever
        One for each party that is ranked by statements, in the order of the case.
    options : OrdinalLever or None
        None where states are coalesced, so that options have no single value.
    additions : OrdinalLever
        What would have to be made possible.
    """

    terms: str
    concept: str
    words: CaseWords
    ranks: OrdinalLever
    wants: tuple[OrdinalLever, ...]
    options: OrdinalLever | None
    additions: OrdinalLever

    @property
    def holds(self) -> bool:
        """Whether nothing need change."""
        return self.ranks.cost == 0

    def to_dict(self) -> dict[str, Any]:
        """Give the outcome as plain data, with the sentences."""
        return {
            "terms": self.terms,
            "concept": self.concept,
            "holds": self.holds,
            "ranks": self.ranks.plain(),
            "wants": {
                self.words.parties[lever.parameters["party"]]: lever.plain() for lever in self.wants
            },
            "options": None if self.options is None else self.options.plain(),
            "additions": self.additions.plain(),
            "sentences": sentences(self),
        }


def ordinal_levers(
    case: Case,
    terms: Sequence[str] | None = None,
    *,
    concept: str = "seq",
    nature: Mapping[str, bool] | None = None,
    limit: int = 300,
    work: float = 2.0,
) -> tuple[Outcome, ...]:
    """Find what least change of ranks, wants or options would make each outcome hold.

    Parameters
    ----------
    case : Case
    terms : sequence of str, optional
        Names of terms; all of the case if left out.
    concept : str
        nash, gmr, smr, seq or sseq.
    nature : mapping of str to bool, optional
        Settings of nature other than the status quo.
    limit : int
        The most orders of one party's wants to try.
    work : float
        The most work on the ranks of one outcome; see `least_ranks`.

    Raises
    ------
    ModelError
        Terms, a concept or a setting that does not exist, or a case without terms.
    SolveError
        OR-Tools is missing, or the ranks are too many.
    """
    conflict = build(case, nature=nature)
    if not conflict.terms:
        raise ModelError("this case names no terms; say under 'issues' how an item can close")
    words = CaseWords(case, conflict)
    found = []
    for name in conflict.terms if terms is None else terms:
        wants = _wants(case, conflict, name, concept, limit)
        # A new order of wants is a new order of ranks too, so nothing dearer may be shown.
        known = [lever.after.ranks for lever in wants if lever.after is not None]
        ranks = least_ranks(conflict, name, concept, work=work, known=known)
        options, added = _options(conflict, name, concept), least_addition(conflict, name, concept)
        found.append(Outcome(name, concept, words, ranks, wants, options, added))
    return tuple(found)


def _wants(
    case: Case, conflict: Conflict, terms: str, concept: str, limit: int
) -> tuple[OrdinalLever, ...]:
    found = []
    for party, id_ in enumerate(conflict.parties):
        wish = case.preferences.get(id_)
        if isinstance(wish, Wants):
            formulas = [item.statement.formula for item in wish.items]
            found.append(least_reorder(conflict, party, formulas, terms, concept, limit=limit))
    return tuple(found)


def _options(conflict: Conflict, terms: str, concept: str) -> OrdinalLever | None:
    if conflict.merged:
        return None
    return least_restriction(conflict, terms, concept)


def as_text(outcomes: Sequence[Outcome], *, width: int = 80) -> str:
    """Print what would make each outcome hold.

    Parameters
    ----------
    outcomes : sequence of Outcome
    width : int
        Columns of the screen.
    """
    lines: list[str] = []
    for outcome in outcomes:
        lines.append(f"{upper(outcome.terms)}:")
        for sentence in sentences(outcome):
            lines += textwrap.wrap(
                sentence,
                width=width,
                initial_indent="  - ",
                subsequent_indent="    ",
                break_on_hyphens=False,
            )
    return "\n".join(lines) + "\n"


def sentences(outcome: Outcome) -> list[str]:
    """Say what would make one outcome hold, a sentence for each kind of change."""
    name = CONCEPT_NAMES[outcome.concept]
    if outcome.holds:
        return [f"It holds as things stand ({name}); nothing need change."]
    words = outcome.words
    said = []
    moved = [lever for lever in outcome.wants if lever.found]
    if moved:
        least = min(lever.cost or 0 for lever in moved)
        said += [sentence(lever, words) for lever in moved if lever.cost == least]
    elif outcome.wants:
        said.append(_no_reorder(outcome))
    said.append(sentence(outcome.ranks, words))
    if outcome.options is not None:
        said.append(sentence(outcome.options, words))
    said.append(sentence(outcome.additions, words))
    return said


def sentence(lever: OrdinalLever, words: CaseWords) -> str:
    """Say in one sentence what least change of one kind would make an outcome hold."""
    kind = KINDS[lever.kind]
    if lever.state is None:
        if lever.proof == "impossible":
            return f"No {kind} would do it{_scope(lever)}."
        return f"No {kind} that would do it was found; one is not ruled out."
    if not lever.changes:
        return f"It holds as things stand ({CONCEPT_NAMES[lever.concept]}); nothing need change."
    lead = (
        f"Least {kind}" if lever.proof == "optimal" else f"{'An' if kind[0] == 'a' else 'A'} {kind}"
    )
    lever, told = _by_leaver(lever, words)
    what = told or joined([_said(change, lever, words) for change in lever.changes])
    tail = "" if lever.proof == "optimal" else " A smaller one is not ruled out."
    return (
        f"{lead}: it would hold ({CONCEPT_NAMES[lever.concept]}) if {what}"
        f"{_price(lever)}.{tail}{_ties(lever, words)}"
    )


def _scope(lever: OrdinalLever) -> str:
    """Say what was tried where that is less than everything."""
    if lever.kind == "additions" and lever.concept == "nash":
        return ", since answers do not count (Nash)"
    if lever.kind not in ("options", "additions"):
        return ""
    return f", not even {NUMBERS[lever.parameters['at_once']]} at once"


def _price(lever: OrdinalLever) -> str:
    if lever.kind in ("options", "additions") or lever.cost is None:
        return ""
    whole = int(lever.cost)
    if lever.cost != whole:
        return f" (cost {lever.cost:g})"
    number = NUMBERS[whole] if whole < len(NUMBERS) else f"{whole:,}"
    return f" ({number} {'swap' if whole == 1 else 'swaps'})"


def _said(change: RankShift | Reorder | Edit, lever: OrdinalLever, words: CaseWords) -> str:
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
    """Give the place of a state's rank among all ranks, from the best."""
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


def _by_leaver(lever: OrdinalLever, words: CaseWords) -> tuple[OrdinalLever, str]:
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


def _ties(lever: OrdinalLever, words: CaseWords) -> str:
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
