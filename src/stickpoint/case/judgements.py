"""A case → everything it asserts, each with what it rests on.

One judgement is a line of wants, a ranking, a weight, a great difference, a pair of unknown order,
a payoff, a toll, that an option is open to a party, an effort, pace, discount or precision, a rate
or date of nature, a constraint, a prior or a rating. What carries no reason counts against every
result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from stickpoint.case.basis import Because, Judgement, Place
from stickpoint.case.model import Case, Party, Payoff, Ranking, Wants, Weights


def judgements(case: Case) -> tuple[Judgement, ...]:
    """List the judgements of a case in the order of the format."""
    known = case.record.ids
    return tuple(
        Judgement(kind, where, text, because, any(id_.strip() in known for id_ in because), place)
        for kind, where, text, because, place in _all(case)
    )


_Line = tuple[str, str, str, Because, Place]


def _all(case: Case) -> Iterator[_Line]:
    for party in case.parties:
        yield from _party(party)
    for option in case.options:
        yield "option", option.id, option.text, option.because, option.place
        if option.effort is not None:
            yield "effort", option.id, option.effort.written, option.because, option.place
    for chance in case.nature:
        given = chance.rate or chance.on
        text = given.written if given else chance.text
        yield "nature", chance.id, text, chance.because, chance.place
    for limit in case.constraints:
        if limit.kind != "positions":
            yield "constraint", limit.kind, limit.text, limit.because, limit.place
    for party_id, preference in case.preferences.items():
        yield from _preference(party_id, preference)
    yield from _differences(case)
    yield from _payoffs("payoff", case.payoffs)
    yield from _payoffs("terminal", case.terminal)
    for toll in case.tolls:
        text = f"{toll.amount.written} {toll.unit} per {toll.per}".replace("  ", " ")
        yield "toll", toll.name, text, toll.because, toll.statement.place
    for hypothesis in case.hypotheses:
        if hypothesis.prior is not None:
            written = hypothesis.prior.written
            yield "prior", hypothesis.name, written, hypothesis.because, hypothesis.place
        yield from _payoffs("payoff", hypothesis.payoffs, f"{hypothesis.name}: ")
        for rating in hypothesis.ratings:
            text = f"{rating.evidence} {rating.rating}"
            yield "rating", hypothesis.name, text, rating.because, rating.place


def _party(party: Party) -> Iterator[_Line]:
    for kind in ("pace", "discount", "precision"):
        amount = getattr(party, kind)
        if amount is not None:
            yield kind, party.id, amount.written, party.because, party.place


def _preference(party: str, preference: Wants | Ranking | Weights) -> Iterator[_Line]:
    if isinstance(preference, Wants):
        for want in preference.items:
            yield "want", party, want.statement.text, want.because, want.statement.place
    elif isinstance(preference, Ranking):
        text = f"{len(preference.groups)} places"
        yield "ranking", party, text, preference.because, preference.place
    else:
        for item in preference.items:
            text = f"{item.statement.text}: {item.written}"
            yield "weight", party, text, item.because, item.statement.place


def _differences(case: Case) -> Iterator[_Line]:
    """List what ``strength`` and ``unknown`` assert; a great want counts as a want."""
    for party, statements in case.strength.items():
        if not isinstance(case.preferences.get(party), Wants):
            for statement in statements:
                yield "strength", party, statement.text, (), statement.place
    for party, pairs in case.unknown.items():
        for left, right in pairs:
            yield "unknown", party, f"{left.text} / {right.text}", (), left.place


def _payoffs(kind: str, payoffs: Iterable[Payoff], under: str = "") -> Iterator[_Line]:
    for payoff in payoffs:
        text = f"{payoff.statement.text}: {payoff.worth.written}"
        yield kind, f"{under}{payoff.party}", text, payoff.because, payoff.statement.place
