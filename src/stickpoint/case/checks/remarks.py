"""A sound case → notes on what in it may not say what was meant, though nothing is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from stickpoint.case.checks.feasibility import States, fits
from stickpoint.case.checks.orders import MAX_COMPARED
from stickpoint.case.checks.simpler import simpler
from stickpoint.case.checks.unheeded import note_unheeded
from stickpoint.case.model.amounts import amounts
from stickpoint.case.model.basis import NOWHERE, Amount, Statement
from stickpoint.case.model.case import Case, Wants, Weights
from stickpoint.case.model.pauses import ending, lapsing
from stickpoint.case.model.record import Message
from stickpoint.case.yaml.nodes import Faults, quote
from stickpoint.errors import Finding
from stickpoint.logic import DiagramTooLarge

_CONSTANT = re.compile(r"\s*(yes|no|true|false)\s*", re.IGNORECASE)
_ONE_OR_TWO = re.compile(r"\[ ?([+-]?0+|-\d+),\d+ ?\]")


def remarks(case: Case) -> tuple[Finding, ...]:
    """Return notes in file order: N101 to N110 of the reference of findings."""
    notes = Faults(case.path)
    try:
        states = States(len(case.option_ids), [limit.formula for limit in case.constraints])
    except DiagramTooLarge:
        states = None
    for statement, is_of_states in _statements(case):
        if not _CONSTANT.fullmatch(statement.text):
            _remark(statement, states if is_of_states else None, notes)
    for preference in case.preferences.values():
        if isinstance(preference, Wants) and states is not None:
            _idle_wants(preference, states, notes)
        if isinstance(preference, Weights):
            for item in preference.items:
                if not item.weight:
                    _idle(item.statement, "its weight is 0", notes)
    for amount in amounts(case).values():
        _one_number(amount, notes)
    for message in case.record.messages:
        if message.date is None:
            _undated(message, notes)
    _endless(case, states, notes)
    note_unheeded(case, notes)
    _alike(case, notes)
    return notes.findings


def _endless(case: Case, states: States | None, notes: Faults) -> None:
    """Note a case that nothing but pauses settles."""
    over, pauses = ending(case), [terms for terms, _ in lapsing(case)]
    if states is None or over is None or not pauses:
        return
    codes = states.seen_by([over])
    if codes is not None and not fits(over, codes).any():
        message = (
            "every way to settle lapses, so that it never ends; was that meant? Name some terms "
            "that last"
        )
        notes.add(pauses[0].place, "N106", message)


def _alike(case: Case, notes: Faults) -> None:
    """Note options of one party, and parties, that pages could not tell apart, or have no words."""
    parties = [("", party.called, party.id, party.place) for party in case.parties]
    options = [(option.party, option.text, option.id, option.place) for option in case.options]
    seen = dict[tuple[str, str], str]()
    for whose, text, id_, place in (*parties, *options):
        words = " ".join(text.split())
        if not words:
            notes.add(place, "N110", f"{quote(id_)} has no words by which pages could call it")
        elif (first := seen.setdefault((whose, words), id_)) != id_:
            message = (
                f"{quote(id_)} has the words of {quote(first)}, {quote(words)}, so that pages "
            )
            notes.add(place, "N110", f"{message}cannot tell them apart; was that meant?")


def _statements(case: Case) -> Iterator[tuple[Statement, bool]]:
    """Return each written statement once, and whether states that are possible are its measure."""
    every: list[tuple[Statement | None, bool]] = [(case.settled, True)]
    every += [(option.needs, True) for option in case.options]
    every += [(terms.statement, not issue.closed) for issue in case.issues for terms in issue.terms]
    every += [(package.statement, True) for package in case.packages]
    every += [
        (Statement(limit.text, limit.formula[1], limit.place), False)
        for limit in case.constraints
        if limit.kind == "impossible"
    ]
    every += [(statement, False) for statement in case.same]
    for preference in case.preferences.values():
        if isinstance(preference, Wants):
            every += [(want.statement, True) for want in preference.lines]
        if isinstance(preference, Weights):
            every += [(item.statement, True) for item in preference.items]
    rivals = (line for hypothesis in case.hypotheses for line in hypothesis.payoffs)
    every += [(line.statement, True) for line in (*case.payoffs, *case.terminal, *rivals)]
    every += [(toll.statement, True) for toll in case.tolls]
    every += [(line.statement, True) for chance in case.nature for line in chance.rates]
    every += [(lever.statement, True) for lever in case.levers]
    seen = {NOWHERE}
    for statement, is_of_states in every:
        if statement is not None and statement.place not in seen:
            seen.add(statement.place)
            yield statement, is_of_states


def _remark(statement: Statement, states: States | None, notes: Faults) -> None:
    """Note what always holds, or never, or could be said with fewer names."""
    shorter = simpler(statement.text)
    always = {"yes": True, "no": False}.get(shorter or "")
    holds = f"{'always' if always else 'never'} holds, whatever is done"
    if always is None and states is not None:
        codes = states.seen_by([statement.formula])
        here = None if codes is None else fits(statement.formula, codes)
        if here is not None and (here.all() or not here.any()):
            always = bool(here.all())
            holds = f"holds in {'every' if always else 'no'} state that is possible"
    if always is not None:
        notes.add(statement.place, "N101", f"{quote(statement.text)} {holds}; was that meant?")
    elif shorter is not None:
        message = f"{quote(statement.text)} means {quote(shorter)}; was that meant?"
        notes.add(statement.place, "N102", message)


def _idle_wants(wants: Wants, states: States, notes: Faults) -> None:
    """Note wants without effect, of each coder; where the order is open each may have one."""
    for account in wants.accounts:
        if not account.loose:
            _idle_lines([want.statement for want in account.items], states, notes)


def _idle_lines(wants: list[Statement], states: States, notes: Faults) -> None:
    """Note a want that splits no states which those above it leave equal."""
    codes = states.seen_by([want.formula for want in wants])
    if codes is None or codes.size * len(wants) > MAX_COMPARED:
        return
    groups = np.zeros(codes.shape, dtype=np.int64)
    count = 1
    for want in wants:
        here = fits(want.formula, codes)
        groups = np.unique(2 * groups + here, return_inverse=True)[1].reshape(codes.shape)
        more = int(groups.max()) + 1
        if more == count and here.any() and not here.all():
            _idle(want, "the wants above it decide wherever it differs", notes)
        count = more


def _idle(statement: Statement, why: str, notes: Faults) -> None:
    message = f"{quote(statement.text)} never changes the order, for {why}; was that meant?"
    notes.add(statement.place, "N103", message)


def _one_number(amount: Amount, notes: Faults) -> None:
    """Note a range that may be one number with a decimal comma."""
    if amount.shape == "range" and _ONE_OR_TWO.fullmatch(amount.written):
        number = amount.written.strip("[] ").replace(",", ".")
        message = (
            f"{quote(amount.written)} is read as the range from {amount.low:g} to "
            f"{amount.high:g}; write {number} if that was meant"
        )
        notes.add(amount.place, "N104", message)


def _undated(message: Message, notes: Faults) -> None:
    """Note a message of which nothing says when it was sent."""
    said = (
        f"the message {quote(message.id)} has no date, so it stands outside the timeline; write "
        "one as vague as its source, such as 'before 1952' or '1951/1952'"
    )
    notes.add(message.place, "N105", said)
