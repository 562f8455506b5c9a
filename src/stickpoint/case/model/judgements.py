"""A case → everything it asserts, and how much of that has a source or a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stickpoint.case.model.basis import GUESS, Amount, Because, Judgement, Sizes, Statement
from stickpoint.case.model.beliefs import SeenBy
from stickpoint.case.model.case import Case
from stickpoint.case.model.situation import Nature
from stickpoint.case.model.stakes import Payoff, Ranking, Wants, Weights

WAYS = {1: "yes", -1: "no", 0: "either"}
"""Which way a patron can set an option, as a case file has it."""


def judgements(case: Case) -> tuple[Judgement, ...]:
    """List the judgements of a case in the order of the format."""
    known = case.record.ids
    return tuple(
        replace(
            line, sourced=line.size != GUESS and any(id_.strip() in known for id_ in line.because)
        )
        for line in _all(case)
    )


def _line(kind: str, where: str, text: str, of: Any, **more: Any) -> Judgement:
    """Make one about a part of the case, which nobody has yet looked up in the record."""
    return Judgement(kind, where, text, of.because, False, of.place, **more)


def _number(
    kind: str, where: str, amount: Amount | None, of: Any, party: str = ""
) -> Iterator[Judgement]:
    if amount is not None:
        size = size_of(of.size, kind)
        yield _line(kind, where, amount.written, of, party=party, amount=amount, size=size)


def size_of(sizes: Sizes, kind: str) -> str:
    """Return what a case says of the size of one number of a part."""
    given = dict(sizes)
    return given.get(kind, given.get("", ""))


def _all(case: Case) -> Iterator[Judgement]:
    for party in case.parties:
        for kind in ("pace", "discount", "precision"):
            yield from _number(kind, party.id, getattr(party, kind), party, party.id)
    for option in case.options:
        yield _line("option", option.id, option.text, option, party=option.party)
        yield from _number("effort", option.id, option.effort, option, option.party)
    for line in case.imposed:
        text = f"{line.option} to {WAYS[line.way]}"
        yield _line("imposed", line.patron, text, line, party=line.patron)
    for chance in case.nature:
        yield from _nature(chance)
    for terms in (*(terms for issue in case.issues for terms in issue.terms), *case.packages):
        yield from _number("holds", terms.name, terms.holds, terms)
        yield from _number("lapses", terms.name, terms.lapses, terms)
    for limit in case.constraints:
        if limit.kind != "positions":
            yield _line("constraint", limit.kind, limit.text, limit)
    for party_id, preference in case.preferences.items():
        yield from _preference(party_id, preference)
    yield from _differences(case)
    yield from _beliefs(case)
    yield from _payoffs("payoff", case.payoffs)
    yield from _payoffs("terminal", case.terminal)
    for toll in case.tolls:
        text = f"{toll.amount.written} {toll.unit} per {toll.per}".replace("  ", " ")
        rests = (toll.because, False, toll.statement.place)
        size = size_of(toll.size, "amount")
        yield Judgement("toll", toll.name, text, *rests, amount=toll.amount, size=size)
    for hypothesis in case.hypotheses:
        yield from _number("prior", hypothesis.name, hypothesis.prior, hypothesis)
        yield from _payoffs("payoff", hypothesis.payoffs, f"{hypothesis.name}: ")
        for rating in hypothesis.ratings:
            yield _line("rating", hypothesis.name, f"{rating.evidence} {rating.rating}", rating)


def _nature(chance: Nature) -> Iterator[Judgement]:
    """Return what a case says of something of nature's: its date, rate or rates, or its text."""
    if chance.likely is not None:
        size = size_of(chance.size, "now")
        text = f"now: {chance.likely.written}"
        yield _line("nature", chance.id, text, chance, amount=chance.likely, size=size)
    elif chance.date is not None or chance.rate is None:
        text = chance.date.written if chance.date else chance.text
        yield _line("nature", chance.id, text, chance)
    if chance.rate is not None:
        size = size_of(chance.size, "rate")
        yield _line("nature", chance.id, chance.rate.written, chance, amount=chance.rate, size=size)
    for line in chance.rates:
        when = (line.statement.text,) if line.statement else ()
        text = f"{when[0] if when else 'otherwise'}: {line.rate.written}"
        of = line if line.because else replace(line, because=chance.because)
        size = size_of(line.size, "rate")
        made = _line("nature", chance.id, text, of, amount=line.rate, size=size)
        yield replace(made, statements=when)


def _preference(party: str, preference: Wants | Ranking | Weights) -> Iterator[Judgement]:
    if isinstance(preference, Wants):
        for account in preference.accounts:
            lead = f"{account.name}: " if account.name else ""
            for want in account.items:
                said = _stated("want", party, want.statement, want.because)
                yield replace(said, text=f"{lead}{said.text}") if lead else said
    elif isinstance(preference, Ranking):
        places = len(preference.groups)
        text = f"{places} place{'s' * (places != 1)}"
        yield _line("ranking", party, text, preference, party=party)
    else:
        for item in preference.items:
            text = f"{item.statement.text}: {item.written}"
            said = _stated("weight", party, item.statement, item.because)
            yield replace(said, text=text, size=size_of(item.size, "weight"))


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


def _beliefs(case: Case) -> Iterator[Judgement]:
    """List how far each looks, whom it wishes what, and each line of how it sees the others."""
    for party, far in case.foresight.items():
        yield _line("foresight", party, far.concept, far, party=party)
    for party, row in case.attitudes.items():
        for towards, attitude in row.items():
            yield _line("attitude", party, f"{attitude.sign} {towards}", attitude, party=party)
    for party, view in case.views.items():
        yield from _seen(party, view)
        for viewer, inner in view.within.items():
            yield from _seen(party, inner, f"{viewer} on ")


def _seen(party: str, view: SeenBy, lead: str = "") -> Iterator[Judgement]:
    """List the lines of a view; those without a reason of their own have that of the view.

    Each begins with the party that it is about, or with whom is taken to see it so on that party.
    """
    for other, order in view.preferences.items():
        for line in _preference(other, order):
            because = line.because or view.because
            text = f"{lead}{other}: {line.text}"
            yield replace(line, kind="view", where=party, text=text, because=because, party=party)
    for option in view.unknown:
        yield _line("view", party, f"{lead}{option} unknown", view, party=party)


def _payoffs(kind: str, payoffs: Iterable[Payoff], under: str = "") -> Iterator[Judgement]:
    for payoff in payoffs:
        said = _stated(kind, payoff.party, payoff.statement, payoff.because)
        for number, how in ((payoff.worth, "worth"), (payoff.once, "once")):
            if number is None or number.written == "":
                continue
            words = "once " * (how == "once")
            text, where = f"{said.text}: {words}{number.written}", f"{under}{payoff.party}"
            size = size_of(payoff.size, how)
            yield replace(said, where=where, text=text, amount=number, size=size)


@dataclass(frozen=True)
class Basis:
    """How many judgements an answer rests on, with a source and with a reason but no source.

    ``guessed`` counts those that say of the size of their number that it is a guess; none of
    these is among the ``sourced``.
    """

    total: int
    sourced: int
    reasoned: int
    guessed: int = 0

    @classmethod
    def of(cls, judgements: Sequence[Judgement]) -> Basis:
        """Count them."""
        sourced = sum(line.sourced for line in judgements)
        reasoned = sum(bool(line.because) and not line.sourced for line in judgements)
        guessed = sum(line.size == GUESS for line in judgements)
        return cls(len(judgements), sourced, reasoned, guessed)

    @property
    def bare(self) -> int:
        """Judgements with neither a source nor a reason."""
        return self.total - self.sourced - self.reasoned
