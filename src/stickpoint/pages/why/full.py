"""The answer to "why is it stuck?" → a page that a mediator can read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from stickpoint.answers.why.declared import Declared
from stickpoint.answers.why.stability import Hold, Settlement, Why
from stickpoint.pages.model import Item, Items, Page, Part, Section, Text
from stickpoint.pages.why.alone import apart
from stickpoint.pages.why.reach import settled_by_nature, unless, waiting
from stickpoint.pages.wording.dates import in_words
from stickpoint.pages.wording.names import (
    CONCEPT_NAMES,
    MEANINGS,
    CaseWords,
    count,
    is_plural,
    joined,
    plain,
    senses,
    upper,
    verb,
)
from stickpoint.pages.wording.nature import held
from stickpoint.pages.wording.statements import Spoken

STANDING = "Where each party stands now"
STUCK, KEEPERS = "Why is it stuck?", "Who keeps it stuck?"
WAYS = "Which settlements would hold, and how would one get there?"
RESTS = "What does this rest on?"


def page(answer: Why) -> Page:
    """Lay the answer out in the order in which a mediator would ask."""
    sections = (
        *_agenda(answer),
        *apart("standing", STANDING, lambda: [_standing(answer)]),
        *apart("why", STUCK, lambda: [_verdict(answer)]),
        *apart("keepers", KEEPERS, lambda: _keepers(answer)),
        *apart("ways-out", WAYS, lambda: _ways_out(answer)),
        *apart("if", "And if nature changed?", lambda: _turns(answer)),
        *apart("basis", RESTS, lambda: [_basis(answer)]),
    )
    return Page(plain(answer.case.title), sections)


def _turns(answer: Why) -> Iterator[Section]:
    yield from (_turn(turn, answer) for turn in answer.turns)
    yield from _ruled_out(answer)


def _agenda(answer: Why) -> Iterator[Section]:
    if not answer.case.issues:
        return
    items = [
        f"Settled: {plain(issue.name)}, {in_words(issue.closed)}."
        for issue in answer.closed
        if issue.closed is not None
    ]
    for issue in answer.open:
        since = f", since {in_words(issue.opened)}" if issue.opened else ""
        ways = joined([f"{terms.name!r}" for terms in issue.terms], "or")
        close = f" It can close as {ways}." if ways else ""
        items.append(f"Open: {plain(issue.name)}{since}.{close}")
    yield Section("agenda", "What is settled, and what is open", (Items(tuple(items)),))


def _standing(answer: Why) -> Section:
    items = []
    for name, deeds in CaseWords.of(answer).doing(answer.now):
        them = "they" if is_plural(name) else "it"
        idle = f"{verb([name], 'does')} nothing of what {them} could do"
        items.append(f"{upper(name)}: {joined(deeds) or idle}.")
    return Section("standing", STANDING, (Items(tuple(items)),))


def _verdict(answer: Why) -> Section:
    parts = [Text(verdict(answer)), *_holds(answer, ("deterred", "free"))]
    nature = held(answer.case, list(answer.ends.held_at))
    unknown = "" if answer.by_blocks else doubt(answer)
    more = (in_the_fields_words(answer), unknown, nature)
    parts += [Text(said) for said in more if said]
    return Section("why", STUCK, tuple(parts))


def _holds(answer: Why, kinds: Sequence[str]) -> list[Part]:
    """List what parties of some kinds would gain by, and what takes it away."""
    words = CaseWords.of(answer)
    said = tuple(hold_sentence(hold, words) for hold in answer.parties if hold.kind in kinds)
    return [Items(said)] if said else []


def verdict(answer: Why) -> str:
    """Say whether the status quo holds, for whom, and who is held back by what."""
    content, deterred, free = (named(answer, kind) for kind in ("content", "deterred", "free"))
    what = _what(answer)
    if free:
        answered = "nobody's answer would take the gain away"
        said = f"{what} does not hold: {free} would move, and {answered}."
    elif not deterred:
        return f"{what} holds: nobody would gain by any move."
    elif "seq" in answer.holds:
        said = f"{what} holds, but not by everybody's wish."
    else:
        said = f"{what} holds only by threats, and not by everybody's wish."
    if content:
        said += f" {upper(content)} would not gain by any move."
    if deterred:
        said += f" {upper(deterred)} would move, but for what others could do."
    return said


def named(answer: Why, kind: str) -> str:
    """Name the parties that stand to the status quo in one way: content, deterred or free."""
    words = CaseWords.of(answer)
    return joined([words.party(hold.party) for hold in answer.parties if hold.kind == kind])


def in_the_fields_words(answer: Why) -> str:
    """Name the strongest sense in which each party would stay; empty where nobody would."""
    words, groups = CaseWords.of(answer), dict[str, list[str]]()
    for hold in answer.parties:
        if hold.concepts:
            groups.setdefault(senses(hold.concepts), []).append(words.party(hold.party))
    said = [f"{sense} for {joined(names)}" for sense, names in groups.items()]
    return f"What the field calls it: {'; '.join(said)}." if said else ""


def _what(answer: Why) -> str:
    if answer.closed and not answer.open:
        return "The status quo"
    return "The present settlement" if answer.conflict.settled[answer.now] else "The deadlock"


def held_back(answer: Why) -> Iterator[str]:
    """Say of each party that would move what keeps it from that."""
    words = CaseWords.of(answer)
    yield from (hold_sentence(hold, words) for hold in answer.parties if hold.kind != "content")


def hold_sentence(hold: Hold, words: CaseWords) -> str:
    """Say what a party would gain by, and what takes the gain away or that nothing does."""
    sentence = hold.witness.sentence(words)
    if hold.alternatives:
        names = [words.party(j) for j in hold.alternatives]
        sentence += f" {upper(joined(names, 'or'))} could answer alone as well."
    if hold.kind == "deterred" and not hold.credible:
        sentence += " Whoever answers so would not gain by it: a threat rather than an interest."
    return sentence


def where_more(below: bool = False) -> str:
    """Say where the rest of an answer stands: on the same page, or by which command."""
    return "what stands below says" if below else "stickpoint why --full says"


def doubt(answer: Why, *, short: bool = False, below: bool = False) -> str:
    """Say in which readings of unknown orders the status quo holds; empty where none is unknown.

    ``short`` says only that there are such orders, and where the rest stands, as ``below`` may do.
    """
    found = Declared(answer.case, answer.conflict)
    if not found.unsure:
        return ""
    words, place = CaseWords.of(answer), answer.conflict.parties.index
    names = joined([words.party(place(party)) for party in found.unsure])
    lead = f"Some orders of {names} are declared unknown"
    if found.too_many:
        return f"{lead}, which is left out here: {found.too_many}."
    if short:
        return f"{lead}; {where_more(below)} what holds all the same."
    held = found.extensions(answer.now)
    parts = [
        f"{joined(list(held[key]))} ({CONCEPT_NAMES[key]}: {MEANINGS[key]})"
        for key in CONCEPT_NAMES
        if held.get(key)
    ]
    where = f"in the readings {'; '.join(parts)}" if parts else "in none of the readings"
    return (
        f"{lead}. They can be read in four ways, a to d, by whether they tempt a party to move and "
        f"whether they deter one; the status quo holds {where}."
    )


def _keepers(answer: Why) -> Iterator[Section]:
    text, words = unless(answer), CaseWords.of(answer)
    content = {hold.party for hold in answer.parties if hold.kind == "content"}
    idle = [words.party(j) for j in answer.ends.kept or answer.keepers if j in content]
    if idle:
        text += f" As things stand {joined(idle)} would not gain by any move."
    if text and answer.case.settled is not None and answer.case.settled.text:
        said = Spoken(answer.case).statement(answer.case.settled.text)
        text += f" (It is over when this holds: {said}.)"
    if text:
        yield Section("keepers", KEEPERS, (Text(text),))


def _ways_out(answer: Why) -> Iterator[Section]:
    parts = _settlements(answer)
    if parts:
        yield Section("ways-out", WAYS, parts)


def _settlements(answer: Why) -> tuple[Part, ...]:
    items = [_settlement(settlement, answer) for settlement in answer.settlements]
    items += map(Item, waiting(answer.ends))
    return (Items(tuple(items)),) if items else ()


def _settlement(settlement: Settlement, answer: Why) -> Item:
    """Say whether terms would hold, and how to get there or who would leave them."""
    concept, terms = settlement.concept, upper(settlement.terms)
    if concept is None:
        leaver, words = settlement.leaver, CaseWords.of(answer)
        return Item(f"{terms} would not hold. {leaver.sentence(words) if leaver else ''}".rstrip())
    below = list(_way(settlement, answer))
    firmest = settlement.firmest or concept
    if firmest != concept:
        firmer = f"In another state the same terms would hold more firmly: {senses([firmest])}."
        below.append(Text(firmer))
    return Item(f"{terms} would hold: {senses([concept])}.", tuple(below))


def _way(settlement: Settlement, answer: Why) -> Iterator[Text | Items]:
    """Say by which moves one gets there."""
    if not settlement.way:
        none = "No sequence of moves leads there from where things stand."
        yield Text(none if settlement.way is None else "It is where things stand.")
        return
    steps = CaseWords.of(answer).way(settlement.way, answer.now)
    gain = "but on no way would every mover gain. The shortest:"
    if settlement.willing:
        gain = f"{'each ' * (len(steps) > 1)}a gain to the party that makes it:"
    elif len(steps) == 1:
        gain = "though no gain to the party that makes it:"
    yield Text(f"{count(len(steps), 'move')} would lead there, {gain}")
    yield Items(tuple(f"{upper(step)}." for step in steps), numbered=True)


def _turn(turn: Why, answer: Why) -> Section:
    """Say what a change of nature would do."""
    (name, value), *_ = turn.setting.items()
    chance = next(chance for chance in turn.case.nature if chance.id == name)
    text = plain(chance.text) or name
    if chance.date:
        known = "foreseen for" if chance.by else "in the record:"
        text += f" ({known} {in_words(chance.date)})"
    free, what = _holds(turn, ("free",)), _what(turn)
    parts: list[Part] = []
    if at_once := settled_by_nature(answer, turn):
        parts, what = [Text(upper(at_once))], "That settlement"
    still = f"{what} would {'' if parts else 'still '}hold: {senses(turn.holds)}."
    no = f"{what} would {'not' if parts else 'no longer'} hold."
    parts += [Text(no if free else still), *free, *_settlements(turn)]
    return _if(name, value, text, parts)


def _if(name: str, happens: bool, text: str, parts: Iterable[Part]) -> Section:
    lead = "And if this happened" if happens else "And if not"
    return Section(f"if-{name}", f"{lead}: {text}?", tuple(parts))


def _ruled_out(answer: Why) -> Iterator[Section]:
    said = Text(
        "Today's state could not stand as it is, for the constraints rule it out then; what takes "
        "its place is not said."
    )
    for chance in answer.ruled_out:
        yield _if(chance.id, not chance.now, plain(chance.text) or chance.id, [said])


def _basis(answer: Why) -> Section:
    basis = answer.basis
    judged = (
        f"On {count(basis.total, 'judgement')} about options, limits and wants: "
        f"{basis.sourced} with a source in the record, {basis.reasoned} with a reason but no "
        f"source, {basis.bare} with neither."
    )
    exact = (
        f"It was found by comparing all {count(answer.n_states, 'possible state')} "
        "exactly, so it has no margin of error beyond the judgements themselves: it says who "
        "would move, not how likely or how soon."
    )
    return Section("basis", RESTS, (Text(judged), Text(exact)))
