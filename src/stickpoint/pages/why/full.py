"""The answer to "why is it stuck?" → a page that a mediator can read aloud."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stickpoint.answers.declared import doubt
from stickpoint.answers.why import Hold, Settlement, Why
from stickpoint.case.model.case import Issue, Nature
from stickpoint.pages.wording.names import (
    CONCEPT_NAMES,
    CaseWords,
    count,
    firmest,
    joined,
    plain,
    senses,
    upper,
)
from stickpoint.solve.stability.result import Step

WIDTH = 88
LABEL = 14
_INDENT = {
    **{"text": "  ", "item": "  - ", "under": "    - "},
    **{"note": "    ", "step": "      "},
}
SCREEN = 50
"""Lines that a screen holds."""
NO_WAY = "No moves of anybody lead to a settlement from where things stand."


@dataclass(frozen=True)
class Block:
    """A piece of the page.

    ``kind`` is title, heading, text, item, under (a part of an item), note to an item, step, row
    of a table, or line: a label and a tab before its text.
    """

    kind: str
    text: str


def page(answer: Why) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [
        Block("title", plain(answer.case.title)),
        *_agenda(answer),
        *_standing(answer),
        *_verdict(answer),
        *_keepers(answer),
        *_ways_out(answer),
        *(block for turn in answer.turns for block in _turn(turn)),
        *_ruled_out(answer),
        *_basis(answer),
    ]


def as_text(
    blocks: Sequence[Block], *, width: int = WIDTH, bold: Callable[[str], str] = str
) -> str:
    """Set the page in lines of at most ``width`` characters.

    Labelled paragraphs stand apart by a blank line where all of them fit a screen so.
    """
    short = [block for block in blocks if block.kind in ("title", "line")]
    apart = len(_set(short, width, bold, apart=True)) <= SCREEN
    return "\n".join(_set(blocks, width, bold, apart=apart)) + "\n"


def _set(
    blocks: Sequence[Block], width: int, bold: Callable[[str], str], *, apart: bool
) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if block.kind in ("title", "heading"):
            lines += [""] * bool(lines) + [bold(block.text)]
            continue
        if block.kind == "line":
            label, _, text = block.text.partition("\t")
            gap = bool(label) and (apart or len(lines) == 1)
            lines += [""] * gap + _labelled(label, text, width, bold)
            continue
        if block.kind == "row":
            lines.append(f"  {block.text}".rstrip())
            continue
        indent = _INDENT[block.kind]
        hang = 3 if block.kind == "step" else 0
        lines += _wrapped(
            block.text,
            width=max(width, 40),
            initial_indent=indent,
            subsequent_indent=" " * (len(indent) + hang),
            break_on_hyphens=False,
        )
    return lines


def _wrapped(text: str, **settings: Any) -> list[str]:
    """Break a paragraph into lines, never between a number and its per cent sign."""
    lines = textwrap.wrap(text.replace(" %", "\0%"), **settings)
    return [line.replace("\0%", " %") for line in lines]


def _labelled(label: str, text: str, width: int, bold: Callable[[str], str]) -> list[str]:
    """Set a paragraph beside its label."""
    room = " " * LABEL
    set_out = _wrapped(
        text, width=max(width, 40), initial_indent=room, subsequent_indent=room,
        break_on_hyphens=False,
    )  # fmt: skip
    if label:
        set_out[0] = bold(label) + set_out[0][len(label) :]
    return set_out


def _agenda(answer: Why) -> Iterator[Block]:
    if not answer.case.issues:
        return
    yield Block("heading", "What is settled, and what is open")
    for issue in answer.closed:
        yield Block("item", f"Settled: {plain(issue.name)}, {issue.closed}.")
    for issue in answer.open:
        yield Block("item", f"Open: {_open_item(issue)}")


def _open_item(issue: Issue) -> str:
    since = f", since {issue.opened}" if issue.opened else ""
    if not issue.terms:
        return f"{plain(issue.name)}{since}."
    ways = joined([f"{terms.name!r}" for terms in issue.terms], "or")
    return f"{plain(issue.name)}{since}. It can close as {ways}."


def _standing(answer: Why) -> Iterator[Block]:
    yield Block("heading", "Where each party stands now")
    for name, deeds in answer.words.doing(answer.now):
        yield Block(
            "item", f"{upper(name)}: {joined(deeds) or 'does nothing of what it could do'}."
        )


def _verdict(answer: Why) -> Iterator[Block]:
    yield Block("heading", "Why is it stuck?")
    words = answer.words
    yield Block("text", verdict(answer))
    for hold in answer.parties:
        if hold.kind != "content":
            yield Block("item", hold_sentence(hold, words))


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
        verb = "has" if len(by_kind["content"]) == 1 else "have"
        parts.append(f"{upper(joined(names['content']))} {verb} no move to gain by (Nash).")
    if by_kind["deterred"]:
        # Where one sense fits all who are held back, it is the one said of the whole.
        alike = {hold.concepts for hold in by_kind["deterred"]} == {tuple(answer.holds)}
        said = names["deterred"] if alike else _names(by_kind["deterred"], answer, with_sense=True)
        parts.append(f"{upper(joined(said))} would move, but for what others could do.")
    parts.append(doubt(answer.case, answer.conflict, answer.now, answer.words))
    return " ".join(filter(None, parts))


def _what(answer: Why) -> str:
    is_settled = answer.conflict.settled[answer.now]
    return "The present settlement" if is_settled else "The deadlock"


def _names(holds: Sequence[Hold], answer: Why, *, with_sense: bool = False) -> list[str]:
    return [
        answer.words.party(hold.party) + f" ({firmest(hold.concepts)})" * with_sense
        for hold in holds
    ]


def hold_sentence(hold: Hold, words: CaseWords) -> str:
    """Say what a party would gain by, and what takes the gain away or that nothing does."""
    sentence = hold.witness.sentence(words)
    if hold.alternatives:
        names = [words.party(j) for j in hold.alternatives]
        sentence += f" {upper(joined(names, 'or'))} could answer alone as well."
    if hold.kind == "deterred" and not hold.credible:
        sentence += " Whoever answers so would not gain by it: a threat rather than an interest."
    return sentence


def _keepers(answer: Why) -> Iterator[Block]:
    if answer.out_of_reach:
        yield Block("heading", "Who keeps it stuck?")
        yield Block("text", NO_WAY)
    if not answer.keepers:
        return
    yield Block("heading", "Who keeps it stuck?")
    content = {hold.party for hold in answer.parties if hold.kind == "content"}
    names = [answer.words.party(j) for j in answer.keepers]
    text = f"Nothing can be settled unless {joined(names)} moves" + (
        "." if len(names) == 1 else " too."
    )
    if len(names) > 1:
        both = "both " if len(names) == 2 else ""
        text = f"Nothing can be settled unless {both}{joined(names)} move."
    idle = [answer.words.party(j) for j in answer.keepers if j in content]
    if idle:
        verb = "has" if len(idle) == 1 else "have"
        text += f" As things stand {joined(idle)} {verb} no move to gain by."
    if answer.case.settled is not None and answer.case.settled.text:
        text += f" (The case counts as settled: {answer.case.settled.text}.)"
    yield Block("text", text)


def _ways_out(answer: Why) -> Iterator[Block]:
    if not answer.settlements:
        return
    yield Block("heading", "Which settlements would hold, and how would one get there?")
    for settlement in answer.settlements:
        yield from _settlement(settlement, answer)


def _settlement(settlement: Settlement, answer: Why) -> Iterator[Block]:
    concept = settlement.concept
    words = answer.words
    if concept is None:
        reason = settlement.leaver.sentence(words) if settlement.leaver else ""
        yield Block("item", f"{upper(settlement.terms)} would not hold. {reason}".rstrip())
        return
    held = "no party would gain by leaving it" if concept == "nash" else "held by sanctions"
    if concept in ("smr", "gmr"):
        held = "held only by threats that it might not pay to carry out"
    yield Block("item", f"{upper(settlement.terms)} would hold ({CONCEPT_NAMES[concept]}: {held}).")
    yield from _way(settlement, words, answer.now)
    if settlement.firmest not in (None, concept):
        firmer = CONCEPT_NAMES[settlement.firmest or concept]
        yield Block("note", f"In another state the same terms would hold more firmly ({firmer}).")


def _way(settlement: Settlement, words: CaseWords, now: int) -> Iterator[Block]:
    if settlement.way is None:
        yield Block("note", "No sequence of moves leads there from where things stand.")
        return
    if not settlement.way:
        yield Block("note", "It is where things stand.")
        return
    steps = deeds(settlement.way, words, now)
    text = f"{count(len(steps), 'move')} would lead there, "
    if settlement.willing:
        each = "" if len(steps) == 1 else "each "
        text += f"{each}a gain to the party that makes it:"
    else:
        text += "but there is no way on which each mover gains by its own move. The shortest:"
    yield Block("note", text)
    for number, step in enumerate(steps, 1):
        yield Block("step", f"{number}. {step}.")


def deeds(way: Sequence[Step], words: CaseWords, start: int) -> list[str]:
    """Say each move of a way: who does what."""
    said = []
    for step in way:
        said.append(f"{words.party(step.party)}: {words.deed(step.party, start, step.state)}")
        start = step.state
    return said


def _turn(turn: Why) -> Iterator[Block]:
    (name, value), *_ = turn.setting.items()
    chance = next(chance for chance in turn.case.nature if chance.id == name)
    text = plain(chance.text) or name
    if chance.on:
        text += f" (in the record: {chance.on})"
    yield Block("heading", f"And if this happened: {text}?" if value else f"And if not: {text}?")
    free = [hold for hold in turn.parties if hold.kind == "free"]
    if free:
        yield Block("text", f"{_what(turn)} would no longer hold.")
        for hold in free:
            yield Block("item", hold_sentence(hold, turn.words))
    else:
        yield Block("text", f"{_what(turn)} would still hold ({senses(turn.holds)}).")
    for settlement in turn.settlements:
        yield from _settlement(settlement, turn)


def ruled_out(answer: Why) -> list[Nature]:
    """List the changes of nature after which the status quo could not stand as it is."""
    if answer.setting:
        return []
    asked = {name for turn in answer.turns for name in turn.setting}
    return [chance for chance in answer.case.nature if chance.id not in asked]


def _ruled_out(answer: Why) -> Iterator[Block]:
    for chance in ruled_out(answer):
        text = plain(chance.text) or chance.id
        lead = "And if not" if chance.now else "And if this happened"
        yield Block("heading", f"{lead}: {text}?")
        yield Block(
            "text",
            "Today's state could not stand as it is, for the constraints rule it out then; what "
            "takes its place is not said.",
        )


def _basis(answer: Why) -> Iterator[Block]:
    basis = answer.basis
    yield Block("heading", "What does this rest on?")
    yield Block(
        "text",
        f"On {count(basis.total, 'judgement')} about options, limits and wants: "
        f"{basis.sourced} with a source in the record, {basis.reasoned} with a reason but no "
        f"source, {basis.bare} with neither.",
    )
    yield Block(
        "text",
        f"It was found by comparing all {count(answer.conflict.n_states, 'possible state')} "
        "exactly, so it has no margin of error beyond the judgements themselves: it says who "
        "would move, not how likely or how soon.",
    )
