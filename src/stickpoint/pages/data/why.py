"""Why it is stuck → plain data for JSON, with what the other lenses say in short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from stickpoint.answers.ensemble.hangs_on import held_by
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.orders.firm import Firm
from stickpoint.answers.orders.uncertain import Uncertain
from stickpoint.answers.why.believed import Believed
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.declared import Declared
from stickpoint.answers.why.disagreements import WITHIN, Disagreement
from stickpoint.answers.why.stability import Hold, Settlement, Step, Why
from stickpoint.answers.why.two_lenses import two_lenses
from stickpoint.errors import reason_of
from stickpoint.pages.clock.times import OVER
from stickpoint.pages.data import clock, motives
from stickpoint.pages.data.believed import why as believed
from stickpoint.pages.data.clock import finite
from stickpoint.pages.data.forecast import nearer, predictive
from stickpoint.pages.data.hangs_on import hangs_on, holders
from stickpoint.pages.data.signing import signing
from stickpoint.pages.data.stable import origin
from stickpoint.pages.hangs_on.named import Named
from stickpoint.pages.hangs_on.said import of_brief
from stickpoint.pages.orders.data import why as ordered
from stickpoint.pages.why.asks import question
from stickpoint.pages.why.left_out import left_out, too_many
from stickpoint.pages.why.two_lenses import reconciled
from stickpoint.pages.wording.names import CaseWords


def brief(found: Brief) -> dict[str, Any]:
    """Return the answer as plain data: the ordinal part, and under ``clock`` the clock's."""
    run = found.course
    untold = {"silent": found.unshared}
    return {
        **_agenda(found.why),
        **_alone(lambda: _ordinal(found.why)),
        "judgements": _alone(lambda: _judged(found.why)),
        "clock": untold if run is None else _alone(lambda: clock.plain(run)),
        "forecast": untold if found.silent else _alone(lambda: predictive(found.forecast)),
        "motive": _alone(lambda: motives.in_brief(found.why.case)),
        "signing": _alone(lambda: signing(found)),
        "hangs_on": _alone(lambda: _hangs_on(found)),
        "would_end_it": _alone(lambda: _would_end_it(found)),
        "two_answers": _alone(lambda: _differ(found)),
        "wants_against_payoffs": _alone(lambda: _apart(found)),
    }


def in_report(found: Brief) -> dict[str, Any]:
    """Return the parts of the same that a report reads, so that no other is worked out for it."""
    run = found.course
    untold = {"silent": found.unshared}
    return {
        "clock": untold if run is None else _alone(lambda: clock.shares(run)),
        "forecast": untold if found.silent else _alone(lambda: predictive(found.forecast)),
        "motive": _alone(lambda: motives.in_brief(found.why.case)),
    }


def _alone(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what a lens says, or under ``silent`` why it says nothing."""
    try:
        return ask()
    except Exception as error:  # one lens's fault takes no other with it
        return {"silent": f"{reason_of(error)}."}


def _differ(found: Brief) -> dict[str, Any]:
    """Return what parts the ends that would hold from the likeliest; nothing if nothing does."""
    apart = two_lenses(found)
    if apart is None:
        return {}
    leaving = apart.leaving
    left = None
    if leaving is not None:
        party = found.why.conflict.parties[leaving.witness.party]
        left = {"party": party, "by_payoffs": leaving.pays}
    return {
        "would_hold": list(apart.held),
        "likeliest": apart.likeliest,
        "share": apart.share,
        "by_moves": apart.moves,
        "by_what_would_hold": apart.firm,
        "agree_if": list(apart.turns),
        "undone_by": left,
        "sentence": next(reconciled(found)),
    }


def _apart(found: Brief) -> dict[str, Any]:
    """Return for each party how many moves wants and payoffs order apart, and by which lines."""
    counts, near = found.agreements, found.disagreements.by_party
    told: dict[str, dict[str, Any]] = {id_: dict(one) for id_, one in counts.items()}
    for id_, one in near.items():
        then = found.if_by_wants.get(id_)
        told.setdefault(id_, {}).update(
            near={"within": WITHIN, "compared": one.ordered, "opposed": one.opposed},
            lines=[_line(line, found) for line in one.lines],
            **({} if then is None else {"if_paid_by_wants": _then(then)}),
        )
    return told


def _line(line: Disagreement, found: Brief) -> dict[str, Any]:
    place, paid, bounds = line.want.place, line.payoff.worth.place, line.agree
    return {
        "want": {"line": place.line, "column": place.column, "that": line.want.text},
        "payoff": {
            "line": paid.line,
            "column": paid.column,
            "when": line.payoff.statement.text,
            "label": line.payoff.label,
            "worth": [line.worth.low, line.worth.mid, line.worth.high],
        },
        "moves": line.moves,
        "weight": line.weight,
        "example": {
            "way": _steps(line.way, found.why),
            "gain_by_wants": line.gains,
            "by_payoffs": list(line.paid),
        },
        "agree": None if bounds is None else finite({"above": bounds.low, "below": bounds.high}),
        "agree_in_range": line.in_range,
        "left_apart": line.left,
        "question": question(found, line),
    }


def _then(answer: Forecast) -> dict[str, Any]:
    return {"days": answer.quantile(0.5), "outcomes": answer.outcomes if answer.can_end else None}


def _hangs_on(found: Brief) -> dict[str, Any]:
    """Return which numbers each answer hangs on, and each share of the delay."""
    if found.silent or found.is_over:
        return {"silent": found.silent or "it is settled as things stand."}
    course = found.course
    delays = None if course is None else course.blame
    told = () if course is None or delays is None else held_by(delays, course.case, course.changes)
    return {
        **hangs_on(found.forecast.hangs_on()),
        "who_holds_it": holders(told, delays, Named(found.why.case)),
        "sentences": list(of_brief(found)),
    }


def _would_end_it(found: Brief) -> dict[str, Any]:
    """Return what would bring the end nearer, the most effective first; nothing without a clock."""
    if found.is_over:
        return {"silent": OVER}
    return nearer(found.forecast, found.nearer) if found.nearer else _unknown(found)


def _unknown(found: Brief) -> dict[str, Any]:
    return {"silent": f"{found.nearer_unknown}."} if found.nearer_unknown else {}


def why(answer: Why) -> dict[str, Any]:
    """Return the whole answer to "why is it stuck?"."""
    return {**_agenda(answer), **_ordinal(answer), "judgements": _judged(answer)}


def _judged(answer: Why) -> dict[str, Any]:
    counted = ("total", "sourced", "reasoned", "guessed", "bare")
    return {name: getattr(answer.basis, name) for name in counted}


def _agenda(answer: Why) -> dict[str, Any]:
    return {
        "title": answer.case.title,
        "settled_items": [
            {"id": issue.id, "name": issue.name, "closed": str(issue.closed)}
            for issue in answer.closed
        ],
        "open_items": [
            {
                "id": issue.id,
                "name": issue.name,
                "opened": None if issue.opened is None else str(issue.opened),
                "terms": [terms.name for terms in issue.terms],
            }
            for issue in answer.open
        ],
    }


def _ordinal(answer: Why) -> dict[str, Any]:
    """Return what is found by comparing the states."""
    if answer.by_blocks:
        held = {**answer.ends.held_at, **answer.ends.fixed}
        return {
            "nature": held,
            **_situation(answer),
            **_unasked(answer),
            "left_out": left_out(answer),
        }
    ruled_out = [{chance.id: not chance.now} for chance in answer.ruled_out]
    return {
        "nature": {**answer.ends.held_at, **answer.ends.fixed},
        **_situation(answer),
        "if": [{"nature": dict(turn.setting), **_situation(turn)} for turn in answer.turns],
        **({"if_ruled_out": ruled_out} if ruled_out else {}),
        **origin(answer.result),
        **_doubt(answer),
        **believed(Believed(answer.case, answer.conflict)),
        **ordered(
            Uncertain(answer.case, answer.conflict),
            Firm(answer.case, answer.conflict),
            answer.now,
            answer.holds,
        ),
    }


def _unasked(answer: Why) -> dict[str, Any]:
    """Return why nothing is said of what a case declares, of states that are judged by blocks."""
    case, silent = answer.case, {"silent": too_many(answer)}
    unsure = [party.id for party in case.parties if case.unknown.get(party.id)]
    return {
        **({"unknown": {"declared": unsure, **silent}} if unsure else {}),
        **({"as_seen": silent} if Believed.is_in(case) else {}),
    }


def _doubt(answer: Why) -> dict[str, Any]:
    """Return the extensions in which the status quo holds, where some order is unknown."""
    found = Declared(answer.case, answer.conflict)
    if not found.unsure:
        return {}
    held = {"silent": found.too_many} if found.too_many else {"holds": found.extensions(answer.now)}
    return {"unknown": {"declared": found.unsure, **held}}


def _situation(answer: Why) -> dict[str, Any]:
    return {
        "status_quo": answer.number(answer.now),
        "yes": list(answer.conflict.yes(answer.now)),
        "holds": answer.holds,
        "parties": {
            answer.conflict.parties[hold.party]: _hold(hold, answer) for hold in answer.parties
        },
        "keepers": [answer.conflict.parties[j] for j in answer.keepers],
        "keepers_while_nature_stands": [answer.conflict.parties[j] for j in answer.ends.kept],
        "settlements": {s.terms: _settlement(s, answer) for s in answer.settlements},
        "waiting_for_nature": answer.ends.waiting,
    }


def _hold(hold: Hold, answer: Why) -> dict[str, Any]:
    witness, improved = hold.witness, hold.witness.improvement
    return {
        "kind": hold.kind,
        "credible": hold.credible if hold.kind == "deterred" else None,
        "improvement": None if improved is None else answer.number(improved),
        "sanction": _steps(witness.sanction, answer) if witness.is_followed else None,
        "alternatives": [answer.conflict.parties[j] for j in hold.alternatives],
        "sentence": witness.sentence(CaseWords.of(answer)),
    }


def _settlement(settlement: Settlement, answer: Why) -> dict[str, Any]:
    way, words = settlement.way, CaseWords.of(answer)
    return {
        **_holding(settlement, answer),
        "state": answer.number(settlement.state),
        "way": None if way is None else _steps(way, answer),
        "way_in_words": None if way is None else words.way(way, answer.now),
        "by_improvements": settlement.willing if way else None,
        "leaver": settlement.leaver and settlement.leaver.sentence(words),
    }


def _holding(settlement: Settlement, answer: Why) -> dict[str, Any]:
    """Return which of its states hold under each concept; of states by blocks, how many."""
    if (counts := answer.counts(settlement.terms)) is not None:
        return {"counts": counts}
    return {"stable": {key: [s + 1 for s in found] for key, found in settlement.stable.items()}}


def _steps(way: Sequence[Step], answer: Why) -> list[dict[str, Any]]:
    names = answer.conflict.parties
    return [{"party": names[step.party], "state": answer.number(step.state)} for step in way]
