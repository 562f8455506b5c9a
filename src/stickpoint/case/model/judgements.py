"""A case → everything it asserts, each with what it rests on.

One judgement is a line of wants, a ranking, a weight, a great difference, a pair of unknown order,
a payoff, a toll, that an option is open to a party, an effort, pace, discount or precision, a rate
or date of nature, a constraint, a prior or a rating. What carries no reason counts against every
result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.basis import Because, Judgement, Place, Statement
from stickpoint.case.model.case import Case
from stickpoint.case.model.situation import Party
from stickpoint.case.model.stakes import Payoff, Ranking, Wants, Weights


def judgements(case: Case) -> tuple[Judgement, ...]:
    """List the judgements of a case in the order of the format."""
    known = case.record.ids
    return tuple(
        replace(line, sourced=any(id_.strip() in known for id_ in line.because))
        for line in _all(case)
    )


def _line(
    kind: str,
    where: str,
    text: str,
    because: Because,
    place: Place,
    *,
    party: str = "",
    amount: Amount | None = None,
) -> Judgement:
    """Make one that nobody has yet looked up in the record."""
    return Judgement(kind, where, text, because, False, place, party, (), amount)


def _all(case: Case) -> Iterator[Judgement]:
    for party in case.parties:
        yield from _party(party)
    for option in case.options:
        id_, because, place, owner = option.id, option.because, option.place, option.party
        yield _line("option", id_, option.text, because, place, party=owner)
        effort = option.effort
        if effort is not None:
            yield _line("effort", id_, effort.written, because, place, party=owner, amount=effort)
    for chance in case.nature:
        given = chance.rate or chance.on
        text = given.written if given else chance.text
        yield _line("nature", chance.id, text, chance.because, chance.place, amount=chance.rate)
    for limit in case.constraints:
        if limit.kind != "positions":
            yield _line("constraint", limit.kind, limit.text, limit.because, limit.place)
    for party_id, preference in case.preferences.items():
        yield from _preference(party_id, preference)
    yield from _differences(case)
    yield from _payoffs("payoff", case.payoffs)
    yield from _payoffs("terminal", case.terminal)
    for toll in case.tolls:
        text = f"{toll.amount.written} {toll.unit} per {toll.per}".replace("  ", " ")
        place = toll.statement.place
        yield _line("toll", toll.name, text, toll.because, place, amount=toll.amount)
    for hypothesis in case.hypotheses:
        name, prior = hypothesis.name, hypothesis.prior
        if prior is not None:
            because, place = hypothesis.because, hypothesis.place
            yield _line("prior", name, prior.written, because, place, amount=prior)
        yield from _payoffs("payoff", hypothesis.payoffs, f"{name}: ")
        for rating in hypothesis.ratings:
            text = f"{rating.evidence} {rating.rating}"
            yield _line("rating", name, text, rating.because, rating.place)


def _party(party: Party) -> Iterator[Judgement]:
    for kind in ("pace", "discount", "precision"):
        amount = getattr(party, kind)
        if amount is not None:
            text, because, id_ = amount.written, party.because, party.id
            yield _line(kind, id_, text, because, party.place, party=id_, amount=amount)


def _preference(party: str, preference: Wants | Ranking | Weights) -> Iterator[Judgement]:
    if isinstance(preference, Wants):
        for want in preference.items:
            yield _stated("want", party, want.statement, want.because)
    elif isinstance(preference, Ranking):
        places = len(preference.groups)
        text = f"{places} place{'s' * (places != 1)}"
        because, place = preference.because, preference.place
        yield _line("ranking", party, text, because, place, party=party)
    else:
        for item in preference.items:
            text = f"{item.statement.text}: {item.written}"
            yield replace(_stated("weight", party, item.statement, item.because), text=text)


def _stated(kind: str, party: str, statement: Statement, because: Because) -> Judgement:
    text, place = statement.text, statement.place
    return replace(_line(kind, party, text, because, place, party=party), statements=(text,))


def _differences(case: Case) -> Iterator[Judgement]:
    """List what ``strength`` and ``unknown`` assert; a great want counts as a want."""
    for party, statements in case.strength.items():
        if not isinstance(case.preferences.get(party), Wants):
            for statement in statements:
                yield _stated("strength", party, statement, ())
    for party, pairs in case.unknown.items():
        for left, right in pairs:
            text, both = f"{left.text} / {right.text}", (left.text, right.text)
            line = _line("unknown", party, text, (), left.place, party=party)
            yield replace(line, statements=both)


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
