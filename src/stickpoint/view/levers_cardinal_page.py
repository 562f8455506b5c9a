"""What would end it sooner → a page: which move, which lever, which payment, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator

from stickpoint.solve.levers.opening import Opening, median_after
from stickpoint.solve.levers.single import Single
from stickpoint.solve.levers.wayout import WayOut, promised
from stickpoint.view.levers_cardinal import Cardinal, best_in_brief
from stickpoint.view.numbers import duration, percent, rounded, span
from stickpoint.view.page import Block
from stickpoint.view.words import CaseWords, count, joined, plain, upper

MOST = 5
"""How many moves, levers and transfers the page names."""


def page(answer: Cardinal) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [
        Block("title", plain(answer.case.title)),
        *_moves(answer),
        *_levers(answer),
        *_least(answer),
        *_frontier(answer),
        *_ways_out(answer),
        *_ripeness(answer),
        *_basis(answer),
    ]


def in_a_line(answer: Cardinal) -> str:
    """Say the best single move and the best lever, with every range at its middle."""
    move, lever = best_in_brief(answer)
    unit, said = answer.game.unit, []
    if move is not None:
        wish = "a gain to it" if move.gain > 0 else "to its own loss"
        said.append(
            f"Of single moves now this shortens the wait most: "
            f"{_words(answer).party(move.party)}: {_deed(answer, move)} ({wish}); "
            f"{duration(move.saved, unit)} off the expected {duration(answer.run.mean, unit)}."
        )
    if lever is not None:
        said.append(
            f"Of levers, this: {plain(lever[0].name)}; at its limit {duration(lever[1], unit)} off."
        )
    if not said:
        return "No single move and no lever of the case shortens the expected wait."
    return " ".join((*said, "(With every range at its middle; stickpoint levers gives the bands.)"))


def _words(answer: Cardinal) -> CaseWords:
    assert answer.game.conflict is not None
    return CaseWords(answer.case, answer.game.conflict)


def _deed(answer: Cardinal, move: Opening) -> str:
    return _words(answer).deed(move.party, answer.run.start, move.target)


def _names(answer: Cardinal, parties: tuple[int, ...]) -> str:
    return joined([_words(answer).party(i) for i in parties])


def _moves(answer: Cardinal) -> Iterator[Block]:
    yield Block("heading", "Which single move, by whom, would shorten it most?")
    run, unit, spread = answer.run, answer.game.unit, answer.spread
    half = duration(run.median, unit)
    yield Block("text", f"As it stands: even chance of being settled after {half}; expected wait "
                f"{duration(run.mean, unit)}.")  # fmt: skip
    helpful = [move for move in answer.moves if move.saved > 1e-3 * run.mean]
    if not helpful:
        yield Block("text", "No move that a party could make now would shorten it.")
    for move in helpful[:MOST]:
        key = (move.party, move.target)
        low, high = spread.move_band(key)
        wish = "It would gain by it" if move.gain > 0 else "It would lose by it"
        yield Block(
            "item",
            f"{upper(_words(answer).party(move.party))}: {_deed(answer, move)}. Expected wait "
            f"{duration(move.saved, unit)} shorter ({_signed(low, unit)} to "
            f"{_signed(high, unit)}), even chance after "
            f"{duration(median_after(run, move), unit)}. {wish} ({move.gain:+.2g} in its own "
            f"payoffs; it gains in {_of(spread.wants(key), spread.draws)} draws). Best of all "
            f"moves in {_of(spread.move_leads(key), spread.draws)} draws.",
        )


def _levers(answer: Cardinal) -> Iterator[Block]:
    yield Block("heading", "Which lever does most?")
    unnamed = sum(not lever.kind for lever in answer.case.levers)
    if not answer.handles:
        yield Block(
            "text", "The case names no lever that changes a number; write some under 'levers:'."
        )
        return
    unit, spread = answer.game.unit, answer.spread
    by = {lever.what: lever for lever in answer.case.levers}
    for single in answer.singles[:MOST]:
        name = single.handle.name
        low, high = spread.lever_band(name)
        if single.saved <= 1e-3 * answer.run.mean:
            yield Block("item", f"{upper(plain(name))}: {_useless(answer, single)}.")
            continue
        who = _who(answer, by[name].by)
        leads = _of(spread.lever_leads(name), spread.draws)
        bent = " More of it lengthens the wait again: this is the best amount tried."
        yield Block(
            "item",
            f"{upper(plain(name))}{who}: moved by {rounded(single.best)} the expected wait is "
            f"{duration(single.saved, unit)} shorter "
            f"({_signed(low, unit)} to {_signed(high, unit)}) "
            f"at a cost of "
            f"{rounded(single.cost)} ({_price(answer, name)}). A first step saves "
            f"{_per_cost(single.marginal, unit)}. Best in {leads} draws."
            f"{'' if single.is_monotone else bent}",
        )
    if unnamed:
        yield Block(
            "note", f"{count(unnamed, 'lever')} of the case name no number and were not tried."
        )


def _useless(answer: Cardinal, single: Single) -> str:
    """Say of a lever that shortens nothing whether it lengthens."""
    added = float(single.waits.max()) - single.before
    if added <= 1e-3 * answer.run.mean:
        return "makes no difference worth the name"
    by = duration(added, answer.game.unit)
    return f"does not shorten the wait; the way it may go it adds to it, up to {by}"


def _who(answer: Cardinal, by: str) -> str:
    place = answer.case.party_index.get(by)
    if place is not None:
        return f" (by {_words(answer).party(place)})"
    return f" (by {plain(by)})" if by else ""


def _price(answer: Cardinal, name: str) -> str:
    lever = next(lever for lever in answer.case.levers if lever.what == name)
    if lever.cost is None:
        return "no price is given, so 1 a unit"
    return f"{lever.cost.written} a unit in the case"


def _least(answer: Cardinal) -> Iterator[Block]:
    found = answer.proposal
    if found is None:
        return
    unit = answer.game.unit
    yield Block("heading", "What is the least that would do?")
    chance = percent(answer.probability)
    goal = f"settled within {duration(answer.deadline, unit)} with probability {chance}"
    if found.reached and not found.changes.any():
        yield Block("text", f"Nothing: it is {goal} or more as it stands.")
        return
    if found.reached:
        yield Block(
            "text", f"To have it {goal}, the least costly change found costs {rounded(found.cost)}:"
        )
    elif found.changes.any():
        yield Block(
            "text",
            f"No change that the levers allow was found to have it {goal}. The best found is "
            f"{percent(found.probability)}, at a cost of {rounded(found.cost)}:",
        )
    else:
        yield Block(
            "text",
            f"No change that the levers allow was found to have it {goal}, nor any that makes it "
            f"likelier than the {percent(found.probability)} of leaving all alone.",
        )
        return
    for handle, change in zip(found.handles, found.changes.tolist(), strict=True):
        if change:
            yield Block("item", f"{upper(plain(handle.name))}: moved by {rounded(change)}.")
    half = duration(found.run.median, unit)
    yield Block(
        "note",
        f"Solved again at a tolerance of {found.run.tolerance:g}: probability "
        f"{percent(found.probability)}, even chance after {half}. Every "
        "range at its middle. The search looks all over the levers' reach, but a cheaper way may "
        "exist.",
    )


def _frontier(answer: Cardinal) -> Iterator[Block]:
    found = answer.frontier
    if found is None:
        return
    unit = answer.game.unit
    yield Block("heading", "What does each outlay buy?")
    if not found.points:
        yield Block("text", "No outlay was found that shortens the expected wait.")
        return
    for point in found.points:
        half = duration(point.run.median, unit)
        yield Block(
            "row",
            f"for {rounded(point.cost):>6}  even chance after {half:>18}"
            f"  expected wait {duration(point.run.mean, unit)}",
        )
    yield Block(
        "note", "Every range at its middle; costs are those of the case, guesses where it says so."
    )


def _ways_out(answer: Cardinal) -> Iterator[Block]:
    yield Block("heading", "Could one party pay another to settle?")
    paid = [way for way in answer.ways_out.paid if not way.losers]
    partly = [way for way in answer.ways_out.paid if way.losers]
    if not paid:
        yield Block(
            "text", "No payment from one to another makes everybody rather settle now than go on."
        )
    for way in paid[:MOST]:
        yield Block("item", _transfer(answer, way))
    if partly:
        yield Block(
            "note",
            f"{count(len(partly), 'further transfer')} would suit the two, but not the rest.",
        )
    yield Block(
        "note",
        "Amounts are per unit of time from settlement to the horizon, in the payee's own "
        "payoffs; every "
        "range at its middle. Payoffs of two parties have no common measure: the rate of "
        "exchange is a "
        "lever's cost where one pays the other by it, and else one for one, which is an "
        "assumption.",
    )


def _transfer(answer: Cardinal, way: WayOut) -> str:
    payer, payee = (_words(answer).party(i) for i in (way.payer, way.payee))
    rate = "one for one, assumed"
    if (way.payer, way.payee) in answer.rates:
        rate = f"{rounded(way.exchange)} of the payer's for one of the payee's, from a lever"
    after = promised(answer.run, way, way.middle)
    return (
        f"{upper(payer)} pays {payee}, to settle as {answer.game.terms[way.offer.terms]}: from "
        f"{rounded(float(way.low[0]))} to {rounded(float(way.high[0]))} suits both ({rate}). With "
        f"{rounded(way.middle)} promised for those terms the expected wait is "
        f"{duration(after.mean, answer.game.unit)} in place of "
        f"{duration(answer.run.mean, answer.game.unit)}."
    )


def _ripeness(answer: Cardinal) -> Iterator[Block]:
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
        who = upper(_words(answer).party(i))
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


def _basis(answer: Cardinal) -> Iterator[Block]:
    levers = [lever for lever in answer.case.levers if lever.kind]
    known = answer.case.record.ids
    sourced = sum(any(id_.strip() in known for id_ in lever.because) for lever in levers)
    priced = sum(lever.cost is not None for lever in levers)
    yield Block("heading", "What does this rest on?")
    yield Block(
        "text",
        f"On {count(len(levers), 'lever')}, {priced} of them priced by the case and "
        f"{sourced} with a source, "
        f"and on everything that the clock rests on. Ranges in brackets hold four of five of "
        f"{count(answer.spread.draws, 'draw')} (seed {answer.seed}).",
    )


def _signed(saved: float, unit: str) -> str:
    if abs(saved) < 5e-3:
        return "nothing"
    text = duration(abs(saved), unit)
    return text if saved >= 0 else f"{text} longer"


def _per_cost(marginal: float, unit: str) -> str:
    if not math.isfinite(marginal):
        return "time at no cost"
    return f"{duration(marginal, unit)} per unit of cost" if marginal > 1e-3 else "next to nothing"


def _of(share: float, draws: int) -> str:
    return f"{round(share * draws)} of {draws}"
