"""What would end it → plain data, in the spellings that outsiders rely on."""

from __future__ import annotations

from typing import Any

from stickpoint.answers.large.levers import LeversByBlocks
from stickpoint.answers.levers.both import Levers
from stickpoint.answers.levers.payoffs import BestMove, LeverAlone, PayoffLevers, sets
from stickpoint.answers.levers.ranks import LeastChange, LeastChanges
from stickpoint.pages.data.clock import finite
from stickpoint.pages.data.forecast import nearer
from stickpoint.pages.levers.page import silence, wanting
from stickpoint.pages.levers.ranks import sentences


def levers(answer: Levers) -> dict[str, Any]:
    """Return both kinds of levers."""
    timed = {"silent": silence(answer)} if answer.payoffs is None else timing(answer.payoffs)
    told = [] if wanting(answer) else [holding(found) for found in answer.ranks]
    found = answer.nearer
    near = {} if found is None else {"nearer": nearer(answer.forecast, found)}
    today = {} if answer.by_blocks is None else {"today": _today(answer.by_blocks)}
    return finite({**timed, **near, "holding": told, **today, "wanting": wanting(answer)})


def _today(found: LeversByBlocks) -> dict[str, Any]:
    """Return which nearest order of whose wants would turn today's state, and what was tried."""
    tried = found.tried
    names = [party.id for party in found.case.parties]
    orders = [
        one and {"order": [k + 1 for k in one.order], "swaps": one.swaps} for one in tried.today
    ]
    return {
        "holds": tried.stands,
        "concept": found.concept,
        "turned_by": dict(zip(names, orders, strict=True)),
        "orders_tried": tried.limit - 1,
    }


def timing(answer: PayoffLevers) -> dict[str, Any]:
    """Return what levers, moves and transfers would do to the wait."""
    run, spread = answer.run, answer.spread
    proposal, front = answer.proposal, answer.frontier
    return finite({
        "unit": answer.game.unit,
        "horizon": answer.horizon,
        "median": run.median,
        "mean_within_horizon": run.mean,
        "question": {"within": answer.deadline, "probability": answer.probability},
        "moves": [_move(answer, move) for move in answer.moves],
        "levers": [_single(answer, single) for single in answer.alone],
        "proposal": None if proposal is None else proposal.plain(),
        "frontier": None if front is None else front.plain(),
        "ways_out": answer.transfers.plain(),
        "ripeness": answer.ripeness.plain(),
        "ranges": {"draws": spread.draws, "seed": spread.seed},
        "shocks": answer.shocks,
        "version": run.version,
        "fingerprint": run.fingerprint,
    })  # fmt: skip


def _move(answer: PayoffLevers, move: BestMove) -> dict[str, Any]:
    spread, key = answer.spread, (move.party, move.target)
    return {
        "party": answer.game.parties[move.party],
        "sets": sets(answer, move),
        "saved": move.saved,
        "saved_middle": spread.move_middle(key),
        "to_its_loss": move.surrenders,
        "saved_band": spread.move_band(key),
        "best_in": spread.move_leads(key),
        "gain": move.gain,
        "would_want_in": spread.wants(key),
        "effort": move.effort,
    }


def _single(answer: PayoffLevers, single: LeverAlone) -> dict[str, Any]:
    name = single.parameter.name
    return {
        "what": name,
        "change": single.best,
        "saved": single.saved,
        "saved_middle": answer.spread.lever_middle(name),
        "saved_band": answer.spread.lever_band(name),
        "best_in": answer.spread.lever_leads(name),
        "cost": single.cost,
        "saved_per_cost_at_first": single.marginal,
        "monotone": single.is_monotone,
        "amounts": single.amounts.tolist(),
        "waits": single.waits.tolist(),
    }


def believed(found: LeastChanges) -> dict[str, Any]:
    """Return the least changes of views, attitudes and weights, for a case that has such."""
    of, names = found.believed, found.conflict.parties
    data: dict[str, Any] = {}
    if of.views is not None:
        chosen = dict(zip(names, of.views.parts, strict=False))
        parts = {
            holder: [own[k] for k in sorted(chosen[holder])]
            for holder, own in of.parts.items()
            if chosen.get(holder)
        }
        data["views"] = {**of.views.plain(), "correct": parts}
    if of.attitudes is not None:
        told = of.attitudes.plain()
        for change in told["changes"]:
            change |= {key: names[change[key]] for key in ("party", "towards")}
        data["attitudes"] = told
    elif of.too_many:
        data["attitudes"] = {"silent": of.too_many}
    if of.weights is not None:
        told = of.weights.plain()
        if told["state"] is not None and told.get("party", -1) >= 0:
            line = of.lines[names[told["party"]]][told["line"]]
            told |= {"party": names[told["party"]], "line": line.statement.text}
        data["weights"] = told
    if of.several is not None:
        told = of.several.plain()
        for weight in told.get("weights", ()):
            line = of.lines[names[weight["party"]]][weight["line"]]
            weight |= {"party": names[weight["party"]], "line": line.statement.text}
        if "unlike" in told:
            told["unlike"] = names[told["unlike"]]
        data["several_weights"] = told
    return data


def _numbered(found: LeastChanges, change: LeastChange) -> dict[str, Any]:
    """Return a change, its states by their numbers among all, of which few may be spoken of."""
    return change.plain() | {
        "target": [found.number(s) for s in change.target],
        "state": None if change.state is None else found.number(change.state),
    }


def holding(found: LeastChanges) -> dict[str, Any]:
    """Return what would make one settlement hold, with the sentences."""
    parties = found.conflict.parties
    return {
        "terms": found.terms,
        "concept": found.concept,
        "holds": found.holds,
        "ranks": _numbered(found, found.ranks),
        "wants": {
            parties[lever.parameters["party"]]: _numbered(found, lever) for lever in found.wants
        },
        "options": None if found.options is None else _numbered(found, found.options),
        "additions": _numbered(found, found.additions),
        **believed(found),
        "prices": {
            party: {"price": price.value, "source": price.source}
            for party, price in found.prices.items()
        },
        "sentences": sentences(found),
    }
