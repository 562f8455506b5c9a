"""A case → everything it asserts, each with what it rests on.

One judgement is a line of wants, a ranking, a weight, a great difference, a pair of unknown order,
a payoff, a toll, that an option is open to a party, an effort, pace, discount or precision, a rate
or date of nature, a constraint, a prior or a rating. What carries no reason counts against every
result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.basis import Because, Judgement, Statement
from stickpoint.case.model.case import Case
from stickpoint.case.model.stakes import Payoff, Ranking, Wants, Weights


def judgements(case: Case) -> tuple[Judgement, ...]:
    """List the judgements of a case in the order of the format."""
    known = case.record.ids
    return tuple(
        replace(line, sourced=any(id_.strip() in known for id_ in line.because))
        for line in _all(case)
    )


def _line(kind: str, where: str, text: str, of: Any, **more: Any) -> Judgement:
    """Make one about a part of the case, which nobody has yet looked up in the record."""
    return Judgement(kind, where, text, of.because, False, of.place, **more)


def _number(
    kind: str, where: str, amount: Amount | None, of: Any, party: str = ""
) -> Iterator[Judgement]:
    if amount is not None:
        yield _line(kind, where, amount.written, of, party=party, amount=amount)


def _all(case: Case) -> Iterator[Judgement]:
    for party in case.parties:
        for kind in ("pace", "discount", "precision"):
            yield from _number(kind, party.id, getattr(party, kind), party, party.id)
    for option in case.options:
        yield _line("option", option.id, option.text, option, party=option.party)
        yield from _number("effort", option.id, option.effort, option, option.party)
    for chance in case.nature:
        given = chance.rate or chance.on
        text = given.written if given else chance.text
        yield _line("nature", chance.id, text, chance, amount=chance.rate)
    for limit in case.constraints:
        if limit.kind != "positions":
            yield _line("constraint", limit.kind, limit.text, limit)
    for party_id, preference in case.preferences.items():
        yield from _preference(party_id, preference)
    yield from _differences(case)
    yield from _payoffs("payoff", case.payoffs)
    yield from _payoffs("terminal", case.terminal)
    for toll in case.tolls:
        text = f"{toll.amount.written} {toll.unit} per {toll.per}".replace("  ", " ")
        rests = (toll.because, False, toll.statement.place)
        yield Judgement("toll", toll.name, text, *rests, amount=toll.amount)
    for hypothesis in case.hypotheses:
        yield from _number("prior", hypothesis.name, hypothesis.prior, hypothesis)
        yield from _payoffs("payoff", hypothesis.payoffs, f"{hypothesis.name}: ")
        for rating in hypothesis.ratings:
            yield _line("rating", hypothesis.name, f"{rating.evidence} {rating.rating}", rating)


def _preference(party: str, preference: Wants | Ranking | Weights) -> Iterator[Judgement]:
    if isinstance(preference, Wants):
        for want in preference.items:
            yield _stated("want", party, want.statement, want.because)
    elif isinstance(preference, Ranking):
        places = len(preference.groups)
        text = f"{places} place{'s' * (places != 1)}"
        yield _line("ranking", party, text, preference, party=party)
    else:
        for item in preference.items:
            text = f"{item.statement.text}: {item.written}"
            yield replace(_stated("weight", party, item.statement, item.because), text=text)


def _stated(kind: str, party: str, statement: Statement, because: Because) -> Judgement:
    text, place = statement.text, statement.place
    return Judgement(kind, party, text, because, False, place, party, (text,))


def _differences(case: Case) -> Iterator[Judgement]:
    """List what ``strength`` and ``unknown`` assert; a great want counts as a want."""
    for party, statements in case.strength.items():
        if not isinstance(case.preferences.get(party), Wants):
            for statement in statements:
                yield _stated("strength", party, statement, ())
    for party, pairs in case.unknown.items():
        for left, right in pairs:
            both = (left.text, right.text)
            text = " / ".join(both)
            yield Judgement("unknown", party, text, (), False, left.place, party, both)


def _payoffs(kind: str, payoffs: Iterable[Payoff], under: str = "") -> Iterator[Judgement]:
    for payoff in payoffs:
        said = _stated(kind, payoff.party, payoff.statement, payoff.because)
        text, where = f"{said.text}: {payoff.worth.written}", f"{under}{payoff.party}"
        yield replace(said, where=where, text=text, amount=payoff.worth)


@dataclass(frozen=True)
class Basis:
    """How many judgements an answer rests on, with a source and with a reason but no source."""

    total: int
    sourced: int
    reasoned: int

    @classmethod
    def of(cls, judgements: Sequence[Judgement]) -> Basis:
        """Count them."""
        sourced = sum(line.sourced for line in judgements)
        reasoned = sum(bool(line.because) and not line.sourced for line in judgements)
        return cls(len(judgements), sourced, reasoned)

    @property
    def bare(self) -> int:
        """Judgements with neither a source nor a reason."""
        return self.total - self.sourced - self.reasoned
