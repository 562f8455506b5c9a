"""The answer to "why is it stuck?" → a page that a mediator can read aloud."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stickpoint.answers.declared import Declared
from stickpoint.answers.why import Hold, Settlement, Why
from stickpoint.case.model.case import Issue
from stickpoint.pages.model import Item, Items, Page, Part, Section, Text
from stickpoint.pages.wording.grammar import count, is_plural, joined, plain, upper, verb
from stickpoint.pages.wording.names import CONCEPT_NAMES, CaseWords, firmest, senses

NO_WAY = "No moves of anybody lead to a settlement from where things stand."


def page(answer: Why) -> Page:
    """Lay the answer out in the order in which a mediator would ask."""
    sections = (
        *_agenda(answer),
        _standing(answer),
        _verdict(answer),
        *_keepers(answer),
        *_ways_out(answer),
        *(_turn(turn) for turn in answer.turns),
        *_ruled_out(answer),
        _basis(answer),
    )
    return Page(plain(answer.case.title), sections)


def _agenda(answer: Why) -> Iterator[Section]:
    if not answer.case.issues:
        return
    items = [f"Settled: {plain(issue.name)}, {issue.closed}." for issue in answer.closed]
    items += [f"Open: {_open_item(issue)}" for issue in answer.open]
    yield Section("agenda", "What is settled, and what is open", (Items(tuple(items)),))


def _open_item(issue: Issue) -> str:
    since = f", since {issue.opened}" if issue.opened else ""
    if not issue.terms:
        return f"{plain(issue.name)}{since}."
    ways = joined([f"{terms.name!r}" for terms in issue.terms], "or")
    return f"{plain(issue.name)}{since}. It can close as {ways}."


def _standing(answer: Why) -> Section:
    items = tuple(
        f"{upper(name)}: {joined(deeds) or _idle(name)}."
        for name, deeds in CaseWords.of(answer).doing(answer.now)
    )
    return Section("standing", "Where each party stands now", (Items(items),))


def _idle(name: str) -> str:
    return f"{verb([name], 'does')} nothing of what {'they' if is_plural(name) else 'it'} could do"


def _verdict(answer: Why) -> Section:
    parts = (Text(verdict(answer)), *_holds(answer, ("deterred", "free")))
    return Section("why", "Why is it stuck?", parts)


def _holds(answer: Why, kinds: Sequence[str]) -> list[Part]:
    """List what parties of some kinds would gain by, and what takes it away."""
    words = CaseWords.of(answer)
    said = tuple(hold_sentence(hold, words) for hold in answer.parties if hold.kind in kinds)
    return [Items(said)] if said else []


def verdict(answer: Why) -> str:
    """Say whether the status quo holds, in which senses and for whom, and who is held back."""
    by_kind: dict[str, list[Hold]] = {"content": [], "deterred": [], "free": []}
    for hold in answer.parties:
        by_kind[hold.kind].append(hold)
    names = {kind: _names(holds, answer) for kind, holds in by_kind.items()}
    what, how = _what(answer), f"({senses(answer.holds)})"
    if by_kind["free"]:
        parts = [
            f"{what} does not hold: {joined(names['free'])} would move, and nobody's answer "
            "would take the gain away."
        ]
    elif not by_kind["deterred"]:
        parts = [f"{what} holds {how}: no party has a move that it would gain by."]
    elif "seq" in answer.holds:
        parts = [f"{what} holds {how}, but not by everybody's wish."]
    else:
        parts = [f"{what} holds only by threats {how}, and not by everybody's wish."]
    if by_kind["content"] and (by_kind["free"] or by_kind["deterred"]):
        content = names["content"]
        parts.append(f"{upper(joined(content))} {verb(content, 'has')} no move to gain by (Nash).")
    if by_kind["deterred"]:
        # Where one sense fits all who are held back, it is the one said of the whole.
        alike = {hold.concepts for hold in by_kind["deterred"]} == {tuple(answer.holds)}
        said = names["deterred"] if alike else _names(by_kind["deterred"], answer, with_sense=True)
        parts.append(f"{upper(joined(said))} would move, but for what others could do.")
    parts.append(_doubt(answer))
    return " ".join(filter(None, parts))


def _what(answer: Why) -> str:
    is_settled = answer.conflict.settled[answer.now]
    return "The present settlement" if is_settled else "The deadlock"


def _names(holds: Sequence[Hold], answer: Why, *, with_sense: bool = False) -> list[str]:
    words = CaseWords.of(answer)
    return [words.party(hold.party) + f" ({firmest(hold.concepts)})" * with_sense for hold in holds]


def hold_sentence(hold: Hold, words: CaseWords) -> str:
    """Say what a party would gain by, and what takes the gain away or that nothing does."""
    sentence = hold.witness.sentence(words)
    if hold.alternatives:
        names = [words.party(j) for j in hold.alternatives]
        sentence += f" {upper(joined(names, 'or'))} could answer alone as well."
    if hold.kind == "deterred" and not hold.credible:
        sentence += " Whoever answers so would not gain by it: a threat rather than an interest."
    return sentence


def _doubt(answer: Why) -> str:
    """Say under which extensions the status quo holds; empty where no order is unknown."""
    found = Declared(answer.case, answer.conflict)
    if not found.unsure:
        return ""
    words, place = CaseWords.of(answer), answer.conflict.parties.index
    names = joined([words.party(place(party)) for party in found.unsure])
    lead = f"Some orders of {names} are declared unknown"
    if found.too_many:
        return f"{lead}, which is left out here: {found.too_many}."
    held = found.extensions(answer.now)
    parts = [
        f"{joined(list(held[key]))} ({name})"
        for key, name in CONCEPT_NAMES.items()
        if held.get(key)
    ]
    if not parts:
        return f"{lead}; so read, the status quo holds in none of the extensions a to d."
    return f"{lead}; so read, the status quo holds in the extensions {'; '.join(parts)}."


def _keepers(answer: Why) -> Iterator[Section]:
    title = "Who keeps it stuck?"
    if answer.out_of_reach:
        yield Section("keepers", title, (Text(NO_WAY),))
    if not answer.keepers:
        return
    words = CaseWords.of(answer)
    content = {hold.party for hold in answer.parties if hold.kind == "content"}
    names = [words.party(j) for j in answer.keepers]
    both = "both " if len(names) == 2 else ""
    text = f"Nothing can be settled unless {both}{joined(names)} {verb(names, 'moves')}."
    idle = [words.party(j) for j in answer.keepers if j in content]
    if idle:
        text += f" As things stand {joined(idle)} {verb(idle, 'has')} no move to gain by."
    if answer.case.settled is not None and answer.case.settled.text:
        text += f" (The case counts as settled: {answer.case.settled.text}.)"
    yield Section("keepers", title, (Text(text),))


def _ways_out(answer: Why) -> Iterator[Section]:
    if answer.settlements:
        title = "Which settlements would hold, and how would one get there?"
        yield Section("ways-out", title, (_settlements(answer),))


def _settlements(answer: Why) -> Items:
    return Items(tuple(_settlement(settlement, answer) for settlement in answer.settlements))


def _settlement(settlement: Settlement, answer: Why) -> Item:
    """Say whether terms would hold, and how to get there or who would leave them."""
    concept, words = settlement.concept, CaseWords.of(answer)
    if concept is None:
        reason = settlement.leaver.sentence(words) if settlement.leaver else ""
        return Item(f"{upper(settlement.terms)} would not hold. {reason}".rstrip())
    held = "no party would gain by leaving it" if concept == "nash" else "held by sanctions"
    if concept in ("smr", "gmr"):
        held = "held only by threats that it might not pay to carry out"
    below = list(_way(settlement, words, answer.now))
    if settlement.firmest not in (None, concept):
        firmer = CONCEPT_NAMES[settlement.firmest or concept]
        below.append(Text(f"In another state the same terms would hold more firmly ({firmer})."))
    return Item(
        f"{upper(settlement.terms)} would hold ({CONCEPT_NAMES[concept]}: {held}).", tuple(below)
    )


def _way(settlement: Settlement, words: CaseWords, now: int) -> Iterator[Text | Items]:
    """Say by which moves one gets there."""
    if settlement.way is None:
        yield Text("No sequence of moves leads there from where things stand.")
        return
    if not settlement.way:
        yield Text("It is where things stand.")
        return
    steps = words.way(settlement.way, now)
    text = f"{count(len(steps), 'move')} would lead there, "
    if settlement.willing:
        each = "" if len(steps) == 1 else "each "
        text += f"{each}a gain to the party that makes it:"
    else:
        text += "but there is no way on which each mover gains by its own move. The shortest:"
    yield Text(text)
    yield Items(tuple(f"{step}." for step in steps), numbered=True)


def _turn(turn: Why) -> Section:
    """Say what a change of nature would do."""
    (name, value), *_ = turn.setting.items()
    chance = next(chance for chance in turn.case.nature if chance.id == name)
    text = plain(chance.text) or name
    if chance.on:
        text += f" (in the record: {chance.on})"
    free = _holds(turn, ("free",))
    parts: list[Part] = [Text(f"{_what(turn)} would no longer hold."), *free]
    if not free:
        parts = [Text(f"{_what(turn)} would still hold ({senses(turn.holds)}).")]
    if turn.settlements:
        parts.append(_settlements(turn))
    title = f"And if this happened: {text}?" if value else f"And if not: {text}?"
    return Section(f"if-{name}", title, tuple(parts))


def _ruled_out(answer: Why) -> Iterator[Section]:
    said = Text(
        "Today's state could not stand as it is, for the constraints rule it out then; what takes "
        "its place is not said."
    )
    for chance in answer.ruled_out:
        lead = "And if not" if chance.now else "And if this happened"
        yield Section(f"if-{chance.id}", f"{lead}: {plain(chance.text) or chance.id}?", (said,))


def _basis(answer: Why) -> Section:
    basis = answer.basis
    judged = (
        f"On {count(basis.total, 'judgement')} about options, limits and wants: "
        f"{basis.sourced} with a source in the record, {basis.reasoned} with a reason but no "
        f"source, {basis.bare} with neither."
    )
    exact = (
        f"It was found by comparing all {count(answer.conflict.n_states, 'possible state')} "
        "exactly, so it has no margin of error beyond the judgements themselves: it says who "
        "would move, not how likely or how soon."
    )
    return Section("basis", "What does this rest on?", (Text(judged), Text(exact)))
