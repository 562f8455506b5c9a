"""Who could pay whom to settle, and when waiting hurts whom → sections."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from stickpoint.answers.levers.payoffs import Offer, PayoffLevers, Transfer, turned
from stickpoint.case.dates.fuzzy import happened
from stickpoint.pages.levers.words import names_of, words_of
from stickpoint.pages.model import Items, Part, Section, Text
from stickpoint.pages.wording.names import count, joined, upper
from stickpoint.pages.wording.nature import held, must_come
from stickpoint.pages.wording.numbers import duration, rounded, span

MOST = 5
"""How many transfers the page names."""
SAME = 1e-2
"""Parts of the wait by which a promise must change it to count."""


def transfers(answer: PayoffLevers) -> Section:
    """Say which payments would suit two parties and hurt none, and what a promise would do."""
    waits = [(way, answer.wait_promised(way)) for way in answer.transfers.paid if not way.losers]
    slack = SAME * answer.run.mean
    shown = [(way, wait) for way, wait in waits if wait <= answer.run.mean + slack]
    # What does not shorten the wait comes last.
    shown.sort(key=lambda pair: pair[1] >= answer.run.mean - slack)
    told: list[Part] = []
    if not waits:
        told = [Text(_unpaid(answer))]
    elif shown:
        told = [Items(tuple(_transfer(answer, way, wait) for way, wait in shown[:MOST]))]
    notes = _left_out(answer, len(waits) - len(shown), len(answer.transfers.paid) - len(waits))
    title = "Could one party pay another to settle?"
    return Section("transfers", title, (*told, *(Text(note, "note") for note in notes)))


def _unpaid(answer: PayoffLevers) -> str:
    """Say why nobody would pay anybody: there is but one, or no need, or it does not help."""
    if answer.game.n_parties == 1:
        return "There is nobody else to pay."
    if not answer.ripeness.offers:
        return "No settlement can be reached by moves, so there is none to pay for."
    ready = [
        answer.game.terms[offer.terms]
        for place, offer in enumerate(answer.ripeness.offers)
        if (answer.at_stake(place) >= 0).all() and answer.at_stake(place).any()
    ]
    if ready:
        return f"No payment is needed for {joined(ready, 'or')}: nobody would rather go on."
    return "No payment from one to another makes everybody rather settle now than go on."


def _left_out(answer: PayoffLevers, idle: int, partly: int) -> Iterator[str]:
    """Count the transfers that are not named, and say what all amounts mean."""
    if idle:
        which = "it" if idle == 1 else "any of them"
        suit = f"{count(idle, 'transfer')} would suit everybody now"
        yield f"{suit}, but a promise of {which} would lengthen the wait."
    if partly:
        suit = f"{count(partly, 'further transfer')} would suit payer and payee"
        yield f"{suit}, but not everybody else."
    yield (
        "Amounts are per unit of time from settlement to the horizon, in the payee's own payoffs"
        f"{'; every range at its middle' * answer.has_ranges}. Payoffs of two parties have no "
        "common measure: the rate of exchange is a lever's cost where one pays the other by it, "
        "and else one for one, which is an assumption."
    )


def _transfer(answer: PayoffLevers, way: Transfer, wait: float) -> str:
    payer, payee = (words_of(answer).party(i) for i in (way.payer, way.payee))
    unit, before = answer.game.unit, answer.run.mean
    rate = "at one for one, which is assumed"
    if (way.payer, way.payee) in answer.rates:
        rate = f"at {rounded(way.exchange)} of the payer's for one of the payee's, from a lever"
    now, then = duration(before, unit), duration(wait, unit)
    effect = f"be {then} instead of {now}" if then != now else f"hardly be less than {now}"
    if wait >= before - SAME * before:
        effect = "not be shorter"
    return (
        f"{upper(payer)} could pay {payee} to settle as {answer.game.terms[way.offer.terms]}: "
        f"anything from {rounded(float(way.low[0]))} to {rounded(float(way.high[0]))} would suit "
        f"both ({rate}). With {rounded(way.middle)} promised for those terms the expected wait "
        f"would {effect}."
    )


def ripeness(answer: PayoffLevers) -> Section:
    """Say when waiting hurts whom, and when some terms suit all who have to move."""
    title, offers = "Is it ripe?", range(len(answer.ripeness.offers))
    nature = tuple(Text(said, "note") for said in _nature(answer))
    later = [_later(answer, offer) for offer in answer.ripeness.later]
    if not offers:
        none = "No settlement can be reached by moves, so there is nothing to be ripe for."
        if later:
            none = "As nature stands no settlement can be reached by moves, so nothing is ripe yet."
        more = (Items(tuple(later)),) if later else ()
        return Section("ripeness", title, (Text(none), *more, *nature))
    asked = Text("Which terms are worth more to a party than going on?")
    parties = [_hurts(answer, party) for party in range(answer.game.n_parties)]
    beyond = _beyond(answer)
    told = Items((*parties, *(_stalemate(answer, offer) for offer in offers), *later, *beyond))
    note = (
        f"{'Every range at its middle, in' if answer.has_ranges else 'In'} {answer.game.unit}s "
        "from the start, and if nobody has moved by then. A stalemate that hurts those who must "
        "move is what Zartman calls ripe."
    )
    return Section("ripeness", title, (asked, told, Text(note, "note"), *nature))


def _beyond(answer: PayoffLevers) -> Iterator[str]:
    """Name the terms of which it cannot be asked, for moves do not lead to them."""
    found = {offer.terms for offer in (*answer.ripeness.offers, *answer.ripeness.later)}
    names = [name for k, name in enumerate(answer.game.terms) if k not in found]
    if len(names) > MOST:
        names = [*names[:MOST], f"{len(names) - MOST} more"]
    if names:
        no = "no moves made one by one lead there, or none before it is settled otherwise"
        yield f"{upper(joined(names))}: {no}."


def _later(answer: PayoffLevers, offer: Offer) -> str:
    """Say what moves alone do not lead to, and what has to happen on the shortest way there."""
    case, run = answer.case, answer.run
    named = turned(answer.game, run.start, offer.state)
    known = {chance.id for chance in case.nature}
    comes = must_come(case, [name for name in named if name in known])
    who = names_of(answer, offer.movers)
    how = f"{who} could bring it about" if who else "it would come about"
    terms = upper(answer.game.terms[offer.terms])
    return f"{terms} ({how} once {comes}): not within reach of moves alone."


def _nature(answer: PayoffLevers) -> Iterator[str]:
    """Say what nature is held at here and not by the clock; nothing where there is no nature."""
    gone = {*answer.changes.fix, *happened(answer.case, answer.changes.on, answer.changes.rate)}
    names = [chance.id for chance in answer.case.nature if chance.id not in gone]
    if names:
        yield (
            f"{held(answer.case, names)} That decides which terms are within reach here; the clock "
            "lets nature change, so it may settle what is never ripe here."
        )


def _hurts(answer: PayoffLevers, party: int) -> str:
    which = "all terms are worth the same as going on"
    if when := answer.ripeness.hurts(party):
        which = f"some are, {_spans(when, answer)}"
    elif answer.ripeness.has_stake(party):
        which = "none ever are"
    return f"{upper(words_of(answer).party(party))}: {which}."


def _stalemate(answer: PayoffLevers, place: int) -> str:
    offer, when = answer.ripeness.offers[place], answer.ripeness.stalemate(place)
    stakes, name = answer.at_stake(place), upper(answer.game.terms[offer.terms])
    idle = [i for i in offer.movers if not answer.ripeness.gain[i, place].any()]
    who = "all whose moves it needs"
    if idle and len(idle) < len(offer.movers):
        who += " and who have something at stake in it"
    ripe = f"at no time would {who} rather have it than go on"
    if when:
        ripe = f"{who} would rather have it than go on, {_spans(when, answer)}"
    against, neither = (names_of(answer, np.flatnonzero(stakes == side)) for side in (-1, 0))
    now = f" Now {against} would rather go on." if against else ""
    now += f" To {neither} it is all one." if neither else ""
    return f"{name} (needs {names_of(answer, offer.movers)}): {ripe}.{now}"


def _spans(when: list[tuple[float, float]], answer: PayoffLevers) -> str:
    unit, said = answer.game.unit, []
    for low, high in when:
        if high >= answer.horizon:
            said.append("all the time" if low == 0 else f"from {duration(low, unit)} on")
        else:
            until = f"until {duration(high, unit)}"
            said.append(until if low == 0 else f"from {span(low, high, unit)}")
    return joined(said)
