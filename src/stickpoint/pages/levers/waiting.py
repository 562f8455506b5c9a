"""What would end it sooner → the rest of the page: who could pay whom, and whether it is ripe."""

from __future__ import annotations

from collections.abc import Iterator

from stickpoint.answers.levers_payoffs import Cardinal
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import CaseWords, count, joined, upper
from stickpoint.pages.wording.numbers import duration, rounded, span
from stickpoint.solve.levers.payoffs.transfers import Transfer, promised

MOST = 5
"""How many transfers the page names."""
SAME = 1e-2
"""Parts of the wait by which a promise must change it to count."""


def words_of(answer: Cardinal) -> CaseWords:
    """Return the words for the parties and deeds of a case."""
    assert answer.game.conflict is not None
    return CaseWords(answer.case, answer.game.conflict)


def _names(answer: Cardinal, parties: tuple[int, ...]) -> str:
    return joined([words_of(answer).party(i) for i in parties])


def ways_out(answer: Cardinal) -> Iterator[Block]:
    """Say which payments would suit two parties and hurt none, and what a promise would do."""
    yield Block("heading", "Could one party pay another to settle?")
    paid = [way for way in answer.ways_out.paid if not way.losers]
    partly = [way for way in answer.ways_out.paid if way.losers]
    if not paid:
        yield Block(
            "text", "No payment from one to another makes everybody rather settle now than go on."
        )
    told = [(way, promised(answer.run, way, way.middle).mean) for way in paid]
    slack = SAME * answer.run.mean
    shown = [(way, wait) for way, wait in told if wait <= answer.run.mean + slack]
    # What does not shorten the wait comes last.
    shown.sort(key=lambda pair: pair[1] >= answer.run.mean - slack)
    for way, wait in shown[:MOST]:
        yield Block("item", _transfer(answer, way, wait))
    if len(shown) < len(told):
        yield Block(
            "note",
            f"{count(len(told) - len(shown), 'transfer')} would suit everybody now, but a promise "
            "of it would lengthen the wait.",
        )
    if partly:
        yield Block(
            "note",
            f"{count(len(partly), 'further transfer')} would suit the two, but not the rest.",
        )
    yield Block(
        "note",
        "Amounts are per unit of time from settlement to the horizon, in the payee's own payoffs; "
        "every range at its middle. Payoffs of two parties have no common measure: the rate of "
        "exchange is a lever's cost where one pays the other by it, and else one for one, which is "
        "an assumption.",
    )


def _transfer(answer: Cardinal, way: Transfer, wait: float) -> str:
    payer, payee = (words_of(answer).party(i) for i in (way.payer, way.payee))
    unit, before = answer.game.unit, answer.run.mean
    rate = "one for one, assumed"
    if (way.payer, way.payee) in answer.rates:
        rate = f"{rounded(way.exchange)} of the payer's for one of the payee's, from a lever"
    effect = f"the expected wait is {duration(wait, unit)} in place of {duration(before, unit)}"
    if wait >= before - SAME * before:
        effect = "it would not shorten the wait"
    return (
        f"{upper(payer)} to pay {payee}, to settle as {answer.game.terms[way.offer.terms]}: from "
        f"{rounded(float(way.low[0]))} to {rounded(float(way.high[0]))} suits both ({rate}). With "
        f"{rounded(way.middle)} promised for those terms {effect}."
    )


def ripeness(answer: Cardinal) -> Iterator[Block]:
    """Say when waiting hurts whom, and when some terms suit all who have to move."""
    ripe, unit = answer.ripeness, answer.game.unit
    yield Block("heading", "Is it ripe?")
    if not ripe.offers:
        yield Block(
            "text", "No settlement can be reached by moves, so there is nothing to be ripe for."
        )
        return
    yield Block("text", "Which terms are worth more to a party than going on?")
    for i in range(answer.game.n_parties):
        when = ripe.hurts(i)
        who = upper(words_of(answer).party(i))
        text = joined([_from_to(a, b, answer) for a, b in when])
        which = f"some terms are, {text}" if when else "no terms ever are"
        yield Block("item", f"{who}: {which}.")
    for k, offer in enumerate(ripe.offers):
        when = ripe.stalemate(k)
        name = upper(answer.game.terms[offer.terms])
        text = joined([_from_to(a, b, answer) for a, b in when]) if when else "never"
        against = _names(answer, ripe.reluctant(k))
        now = f" Now {against} would rather go on." if against else ""
        yield Block(
            "item",
            f"{name} (needs {_names(answer, offer.movers)}): all whose moves it needs would rather "
            f"have it: {text}.{now}",
        )
    yield Block(
        "note",
        f"Every range at its middle, in {unit}s from the start, and if nobody has moved by then. "
        "A stalemate that hurts those who must move is what Zartman calls ripe.",
    )


def _from_to(low: float, high: float, answer: Cardinal) -> str:
    if low == 0 and high >= answer.horizon:
        return "all the time"
    if low == 0:
        return f"until {duration(high, answer.game.unit)}"
    if high >= answer.horizon:
        return f"from {duration(low, answer.game.unit)} on"
    return f"from {span(low, high, answer.game.unit)}"
