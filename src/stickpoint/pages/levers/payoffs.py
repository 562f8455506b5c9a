"""What would end it sooner → a page: which move, which lever, and what each outlay buys."""

from __future__ import annotations

import math
from collections.abc import Iterator

from stickpoint.answers.levers_payoffs import Best, Cardinal, best_in_brief
from stickpoint.pages.levers.waiting import ripeness, ways_out, words_of
from stickpoint.pages.why.full import Block
from stickpoint.pages.wording.names import count, plain, upper
from stickpoint.pages.wording.numbers import amount, duration, half, percent, rounded
from stickpoint.solve.levers.payoffs.best_move import BestMove, median_after
from stickpoint.solve.levers.payoffs.one_at_a_time import LeverAlone

MOST = 5
"""How many moves and levers the page names."""


def page(answer: Cardinal) -> list[Block]:
    """Lay the answer out in the order in which a mediator would ask."""
    return [
        Block("title", plain(answer.case.title)),
        *_moves(answer),
        *_levers(answer),
        *_least(answer),
        *_frontier(answer),
        *ways_out(answer),
        *ripeness(answer),
        *_basis(answer),
    ]


def in_a_line(answer: Cardinal, best: Best | None = None) -> str:
    """Say the best single move and the best lever, with how far both vary over a few draws."""
    best = best or best_in_brief(answer)
    unit, said = answer.game.unit, []
    if best.move is not None:
        wish = "at a gain" if best.move.gain > 0 else "at a loss"
        low, high = best.move_band
        said.append(
            f"Of single moves now this shortens the wait most: "
            f"{words_of(answer).party(best.move.party)}: {_deed(answer, best.move)} ({wish} by its "
            f"payoffs); {duration(best.move.saved, unit)} off "
            f"({_signed(low, unit)} to {_signed(high, unit)})."
        )
    if best.lever is not None:
        handle, saved = best.lever
        low, high = best.lever_band
        said.append(
            f"Of levers, this: {plain(handle.name)}; at its limit {duration(saved, unit)} off "
            f"({_signed(low, unit)} to {_signed(high, unit)})."
        )
    if not said:
        return "No single move and no lever of the case shortens the expected wait."
    return " ".join((*said, f"(Over {count(best.draws, 'draw')}.)"))


def _deed(answer: Cardinal, move: BestMove) -> str:
    return words_of(answer).deed(move.party, answer.run.start, move.target)


def _moves(answer: Cardinal) -> Iterator[Block]:
    yield Block("heading", "Which single move, by whom, would shorten it most?")
    run, unit, spread = answer.run, answer.game.unit, answer.spread
    yield Block("text", f"As it stands: {half(run.median, unit, 'settled')}; expected wait "
                f"{duration(run.mean, unit)}.")  # fmt: skip
    helpful = [move for move in answer.moves if move.saved > 1e-3 * run.mean]
    if not helpful:
        yield Block("text", "No move that a party could make now would shorten it.")
    for move in helpful[:MOST]:
        key = (move.party, move.target)
        low, high = spread.move_band(key)
        wish = "The mover would gain" if move.gain > 0 else "The mover would lose"
        yield Block(
            "item",
            f"{upper(words_of(answer).party(move.party))}: {_deed(answer, move)}. Expected wait "
            f"{duration(move.saved, unit)} shorter ({_signed(low, unit)} to "
            f"{_signed(high, unit)}), {_then(answer, move)}. {wish} ({move.gain:+.2g} in its own "
            f"payoffs; a gain in {_of(spread.wants(key), spread.draws)} draws). No move saves "
            f"more in {_of(spread.move_leads(key), spread.draws)} draws.",
        )


def _then(answer: Cardinal, move: BestMove) -> str:
    """Say when it is as likely as not settled after a move."""
    if answer.game.settled[move.target]:
        return "settled at once"
    return half(median_after(answer.run, move), answer.game.unit, "settled")


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
        name = single.parameter.name
        low, high = spread.lever_band(name)
        if single.saved <= 1e-3 * answer.run.mean:
            yield Block("item", f"{upper(plain(name))}: {_useless(answer, single)}.")
            continue
        who = _who(answer, by[name].by)
        leads = _of(spread.lever_leads(name), spread.draws)
        yield Block(
            "item",
            f"{upper(plain(name))}{who}: moved by {rounded(single.best)} the expected wait is "
            f"{duration(single.saved, unit)} shorter "
            f"({_signed(low, unit)} to {_signed(high, unit)}) "
            f"at a cost of "
            f"{rounded(single.cost)} ({_price(answer, name)}). A first step saves "
            f"{_per_cost(single.marginal, unit)}. No lever saves more in {leads} draws."
            f"{_bent(single, unit)}",
        )
    if rest := answer.singles[MOST:]:
        told = [f"{plain(s.parameter.name)} ({_in_short(answer, s)})" for s in rest]
        yield Block("note", f"The others do less: {'; '.join(told)}.")
    if unnamed:
        yield Block(
            "note",
            f"Not tried, for want of a number to move: {count(unnamed, 'lever')} of the case.",
        )


def _bent(single: LeverAlone, unit: str) -> str:
    """Say where more of a lever does not shorten the wait more."""
    said = []
    if single.added_by_less > 1e-3 * single.before:
        said.append(
            f" Less of it can lengthen the wait, by up to {duration(single.added_by_less, unit)}."
        )
    elif single.dips:
        said.append(" On the way there more of it does not always shorten the wait.")
    if single.turns:
        said.append(" More of it than that lengthens the wait again.")
    return "".join(said)


def _in_short(answer: Cardinal, single: LeverAlone) -> str:
    """Say in a few words what a lever does that is not among the first."""
    if single.saved <= 1e-3 * answer.run.mean:
        return _useless(answer, single)
    bent = "" if single.is_monotone else "; more of it does not always shorten it"
    return f"at most {duration(single.saved, answer.game.unit)} shorter{bent}"


def _useless(answer: Cardinal, single: LeverAlone) -> str:
    """Say of a lever that shortens nothing whether it lengthens."""
    added = float(single.waits.max()) - single.before
    if added <= 1e-3 * answer.run.mean:
        return "makes no difference worth the name"
    by = duration(added, answer.game.unit)
    return f"does not shorten the wait; the way it may go it adds to it, up to {by}"


def _who(answer: Cardinal, by: str) -> str:
    place = answer.case.party_index.get(by)
    if place is not None:
        return f" (by {words_of(answer).party(place)})"
    return f" (by {plain(by)})" if by else ""


def _price(answer: Cardinal, name: str) -> str:
    lever = next(lever for lever in answer.case.levers if lever.what == name)
    if lever.cost is None:
        return "no price is given, so 1 a unit"
    return f"{amount(lever.cost)} a unit in the case"


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
    for handle, change in zip(found.parameters, found.changes.tolist(), strict=True):
        if change:
            yield Block("item", f"{upper(plain(handle.name))}: moved by {rounded(change)}.")
    yield Block(
        "note",
        f"Checked by solving again, more exactly: probability "
        f"{percent(found.probability)}, {half(found.run.median, unit, 'settled')}. Every "
        "range at its middle. The search looks all over the levers' reach; a cheaper way may "
        "exist, though in trials on small games none was cheaper by 2 %.",
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
    chances = [half(point.run.median, unit, "settled") for point in found.points]
    wide = max(map(len, chances))
    for point, chance in zip(found.points, chances, strict=True):
        wait = duration(point.run.mean, unit)
        yield Block("row", f"for {rounded(point.cost):>6}  {chance:<{wide}}  expected wait {wait}")
    yield Block(
        "note", "Every range at its middle; costs are those of the case, guesses where it says so."
    )


def _basis(answer: Cardinal) -> Iterator[Block]:
    levers = [lever for lever in answer.case.levers if lever.is_timed]
    known = answer.case.record.ids
    sourced = sum(any(id_.strip() in known for id_ in lever.because) for lever in levers)
    priced = sum(lever.cost is not None for lever in levers)
    yield Block("heading", "What does this rest on?")
    yield Block(
        "text",
        f"On {_told(len(levers), priced, sourced)}everything that the clock rests on. Ranges in "
        f"brackets hold four of five of {count(answer.spread.draws, 'draw')} (seed {answer.seed}).",
    )


def _told(levers: int, priced: int, sourced: int) -> str:
    """Say on how many levers it rests, and on what they rest."""
    if levers == 0:
        return ""
    if levers == 1:
        price, source = ("a" if priced else "no"), ("a" if sourced else "no")
        return f"1 lever, with {price} price in the case and {source} source, and on "
    return (
        f"{levers} levers, {priced} of them priced by the case and {sourced} with a source, and on "
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
