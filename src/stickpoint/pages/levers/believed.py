"""The least change of a view, of attitudes, and of weights → sentences."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor, inf

from stickpoint.answers.levers.believed import (
    MOST_UNLIKE,
    MOST_WEIGHED,
    BeliefLevers,
    SeveralWeights,
    WeightShift,
    size,
)
from stickpoint.answers.levers.ranks import LeastChanges
from stickpoint.case.model.case import Case, Wants
from stickpoint.case.model.stakes import Payoff, Weight
from stickpoint.pages.wording.names import CaseWords, count, is_plural, joined, upper, verb
from stickpoint.pages.wording.numbers import exact
from stickpoint.pages.wording.statements import Spoken

SEEN = "as the parties see each other"
PLACES = ("above all", "in second place", "in third place", "in fourth place", "in fifth place")
LEAST_TOLD = 0.005
"""By so little weights may be off that nobody need be told that no choice of less does it."""
HAIR = 1e-4
"""A weight that is off by less is told as one that only has to break a tie."""
SIGNED = {1: "wished {} well", 0: "were indifferent to {}", -1: "wished {} ill"}


def sentences(outcome: LeastChanges) -> Iterator[str]:
    """Say what would have to become known, be wished, or weigh otherwise; nothing where none can.

    Nothing is said of a settlement that holds in fact and by that kind of belief alike.
    """
    found = outcome.believed
    if found.views is not None and not (outcome.holds and found.views.cost == 0):
        yield _views(outcome, found)
    if found.attitudes is not None and not (outcome.holds and found.attitudes.cost == 0):
        yield _attitudes(outcome, found)
    if found.too_many:
        yield f"By who wishes whom what it is not judged: {found.too_many}."
    if found.weights is not None and not outcome.holds:
        yield _weight(outcome, found)
        yield from _several(outcome, found)


def _views(outcome: LeastChanges, found: BeliefLevers) -> str:
    views, words = found.views, CaseWords.of(outcome)
    assert views is not None
    if views.state is None:
        if views.complete:
            return "No correction of how the parties see each other would make it hold."
        return "Correcting one or two things in each party's view would not make it hold."
    if not views.cost:
        return f"{SEEN.capitalize()}, it holds."
    learnt = [
        f"{words.party(k)} knew {_knowledge(outcome.case, outcome.conflict.parties[k], part)}"
        for k, chosen in enumerate(views.parts)
        for part in (found.parts[outcome.conflict.parties[k]][n] for n in sorted(chosen))
    ]
    lead = "Least correction of views" if views.complete else "A correction of views"
    rest = f" {_others(views.others)}" if views.others else ""
    return f"{_lead(lead, SEEN, outcome)} if {joined(learnt)}.{rest}"


def _lead(what: str, how: str, outcome: LeastChanges) -> str:
    """Begin a sentence that ends in "if …"; say first what it contradicts, where it does."""
    if outcome.holds:
        return f"{how[:1].upper()}{how[1:]}, it does not hold. {what}: it would"
    return f"{what}: {how}, it would hold"


def _others(number: int) -> str:
    does = "does" if number == 1 else "do"
    return f"{count(number, 'other choice').capitalize()} as small {does} it too."


def _knowledge(case: Case, holder: str, part: str) -> str:
    """Say what the holder of a view would learn, as in "knew …"."""
    spoken, view = Spoken(case), case.views[holder]
    if part in view.unknown:
        return f"of {spoken.option(part)}"
    taken, true = view.preferences[part], case.preferences.get(part)
    name = spoken.party(part)
    if not (isinstance(taken, Wants) and isinstance(true, Wants)):
        return f"how {name} {verb([name], 'orders')} things"
    thought = [want.statement.text for want in taken.items]
    real = [want.statement.text for want in true.items]
    place = next((k for k, text in enumerate(thought) if real[: k + 1] != thought[: k + 1]), None)
    wants = f"that {name} {verb([name], 'wants')}"
    if place is None:
        return f"{wants} more than that: {spoken.statement(real[len(thought)], part)}"
    wrong = spoken.statement(thought[place], part)
    if place >= len(real):
        return f"that {name} {verb([name], 'does')} not want {wrong}"
    far = PLACES[place] if place < len(PLACES) else f"in place {place + 1}"
    return f"{wants} {spoken.statement(real[place], part)} {far}, rather than {wrong}"


def _attitudes(outcome: LeastChanges, found: BeliefLevers) -> str:
    signs, words = found.attitudes, CaseWords.of(outcome)
    assert signs is not None
    lead = "by who wishes whom what"
    if signs.state is None:
        none = "no change of one or two attitudes would make it hold"
        found_none = "no change of attitudes that would make it hold was found"
        return f"{upper(lead)}, {none if signs.proof == 'impossible' else found_none}."
    if not signs.changes:
        return f"{lead.capitalize()}, it holds."
    told = []
    for change in signs.changes:
        name, other = words.party(change.party), words.party(change.towards)
        itself = "themselves" if is_plural(name) else "itself"
        whom = itself if change.party == change.towards else other
        told.append(f"{name} {SIGNED[change.after].format(whom)}")
    rest = f" {_others(signs.others)}" if signs.others else ""
    return f"{_lead('Least change of attitudes', lead, outcome)} if {joined(told)}.{rest}"


def _weight(outcome: LeastChanges, found: BeliefLevers) -> str:
    shift, words = found.weights, CaseWords.of(outcome)
    assert shift is not None
    if shift.state is None:
        if shift.proof == "impossible":
            return "No change of any one weight would make it hold."
        floor = f"; none of less than {_number(shift.floor)} does it" if shift.floor else ""
        return f"No change of one weight that would make it hold was found{floor}."
    id_ = outcome.conflict.parties[shift.party]
    line, name = found.lines[id_][shift.line], words.party(shift.party)
    counted = _counted(outcome, id_, line, _where(shift), _reach(shift))
    rest = f" {_others(shift.others)}" if shift.others else ""
    return (
        f"Least change of a weight: it would hold if to {name} {counted}"
        f"{_opposite(shift, name)}.{rest}"
    )


def _counted(
    outcome: LeastChanges, id_: str, line: Weight | Payoff, where: str, reach: tuple[float, float]
) -> str:
    """Say what a party's statement would have to count, and what it counts now."""
    said = Spoken(outcome.case).statement(line.statement.text, id_)
    each = f" per {outcome.case.clock.unit}" if isinstance(line, Payoff) else ""
    now = _number(size(line, outcome.case))
    return f"{said} counted {where}{each}, in place of {now}{_range(line, reach, outcome.case)}"


def _several(outcome: LeastChanges, found: BeliefLevers) -> Iterator[str]:
    """Say by how little all weights at once would have to be off, where one alone says less."""
    several, one, words = found.several, found.weights, CaseWords.of(outcome)
    assert several is not None
    assert one is not None
    if several.proof == "left out":
        n, most = outcome.conflict.n_states, MOST_WEIGHED
        yield f"Several weights at once are not tried: {n:,} states, {most:,} are the most here."
    elif several.unlike >= 0:
        yield (
            f"Several weights at once are not tried: to {words.party(several.unlike)} one counts "
            f"more than {MOST_UNLIKE:,} times another, and rounding would decide."
        )
    elif several.proof == "impossible" and one.proof == "impossible":
        zero = any(not size(line, outcome.case) for own in found.lines.values() for line in own)
        rest = ", and what counts nothing goes on to count nothing" if zero else ""
        yield f"Nor would any change of several at once, as long as each keeps its sign{rest}."
    elif several.proof == "none found" and several.floor >= LEAST_TOLD:
        yield (
            "If several changed at once, one of them at least would have to be off by more than "
            f"{floor(1000 * several.floor) / 10:,g} %; no choice that does it was found."
        )
    elif len(several.shares) > 1:
        yield _at_once(outcome, found, several)


def _at_once(outcome: LeastChanges, found: BeliefLevers, several: SeveralWeights) -> str:
    """Say by how much which weights would have to be off together."""
    words, told, last = CaseWords.of(outcome), list[str](), ""
    for share in several.shares:
        id_, bound = outcome.conflict.parties[share.party], share.before * (1 + share.off)
        where = f"{'more' if bound > share.before else 'less'} than "
        where += exact(bound) if abs(share.off) >= HAIR else exact(share.before)
        where = where if abs(share.off) >= HAIR else f"a little {where}"
        line = found.lines[id_][share.line]
        counted = _counted(outcome, id_, line, where, (bound, bound))
        told.append(counted if told and id_ == last else f"to {words.party(share.party)} {counted}")
        last = id_
    lead = "Least change" if several.proof == "optimal" else "A change"
    most = f"some {exact(100 * several.largest)} %" if several.largest >= HAIR else "a hair"
    return (
        f"{lead} of several weights at once: it would hold with none off by more than {most} if "
        f"{'; '.join(told[:-1])}; and {told[-1]}."
    )


def _reach(shift: WeightShift) -> tuple[float, float]:
    """Return from where to where a weight may be."""
    far = shift.until if shift.until is not None else inf if shift.is_above else -inf
    return min(float(shift.bound), float(far)), max(float(shift.bound), float(far))


def _where(shift: WeightShift) -> str:
    """Say between which two numbers a weight would have to be, or past which."""
    if shift.until is None:
        return f"{'more' if shift.is_above else 'less'} than {_number(shift.bound)}"
    low, high = sorted((shift.bound, shift.until))
    return f"anywhere between {_number(low)} and {_number(high)}"


def _opposite(shift: WeightShift, name: str) -> str:
    """Say so where a weight would have to turn its sign."""
    turned = shift.bound <= 0 < shift.before and not shift.is_above
    turned |= shift.before < 0 <= shift.bound and shift.is_above
    return f"; {name} would have to want the opposite" if turned else ""


def _range(line: object, reach: tuple[float, float], case: Case) -> str:
    """Say whether that lies within the range that the case gives a worth, all of it or a part."""
    if not isinstance(line, Payoff):
        return ""
    worth = line.worth.per(case.clock.unit)
    if not worth.low < worth.high:
        return ""
    low, high = reach
    where = "outside"
    if worth.low <= low and high <= worth.high:
        where = "within"
    elif low < worth.high and worth.low < high:
        where = "partly within"
    return f" ({where} its range, {exact(worth.low)} to {exact(worth.high)})"


def _number(value: Fraction) -> str:
    return exact(float(value))
