"""Levers that are moved → a scenario with the line that repeats it; and a form for a new lever."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from stickpoint.answers.levers.pulled import Pulled
from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case, Lever
from stickpoint.pages.wording.names import party_names, plain, upper
from stickpoint.studio.desk.furniture import command_of, dated
from stickpoint.studio.screens.part import Asked
from stickpoint.studio.screens.template import block


def keeping(made: Pulled, asked: Asked) -> str:
    """Offer to keep the levers as they are moved as a scenario, as far as the command line can."""
    timed = [lever for lever in made.case.levers if lever.is_timed]
    moved = [(lever, by) for lever, by in zip(timed, made.moved, strict=True) if by]
    told = [(lever, change_of(made.case, lever, by)) for lever, by in moved]
    changes = [change for _, change in told if change]
    held: Any = asked.get("scenarios") or ()
    line = command_of(str(asked.get("path") or "my.case.yaml"), changes)
    return block(
        "levers.html", "keep", moved=bool(moved), changes="\n".join(changes),
        command=dated(line, str(asked.get("as_of") or "")) if changes else "",
        left=[plain(lever.what) for lever, change in told if not change],
        kept=[name for name, *_ in held],
    )  # fmt: skip


def change_of(case: Case, lever: Lever, by: float) -> str:
    """Return a lever moved so far as ``stickpoint clock`` takes it; empty where it takes none such.

    It knows payoffs that are there, and rates; not efforts, paces, nor payoffs that are new.
    """
    if lever.kind == "payoff" and lever.line:
        own = [payoff for payoff in case.payoffs if payoff.party == lever.target]
        worth = own[lever.line - 1].worth.per(case.clock.unit)
        return f"{lever.target}[{lever.line}]={worth.mid + by:.6g}"
    if lever.kind == "rate":
        chance = next((one for one in case.nature if one.id == lever.target), None)
        rate = None if chance is None else chance.rate
        if isinstance(rate, Amount):
            unit = case.clock.unit
            return f"{lever.target}={rate.per(unit).mid + by:.6g}/{unit}"
    return ""


def adding(case: Case, _: Asked) -> str:
    """Offer a form for a lever: what it changes, which way, how far, at what cost."""
    return block(
        "levers.html", "new", choices=list(_choices(case)), parties=list(party_names(case).items())
    )


def _choices(case: Case) -> Iterator[tuple[str, str]]:
    """Yield what a lever can change: in words, and as the keys of the format."""
    names = party_names(case)
    for party in case.parties:
        own = [payoff for payoff in case.payoffs if payoff.party == party.id]
        labels = [payoff.label for payoff in own]
        for number, payoff in enumerate(own, 1):
            if payoff.once is not None:
                continue  # what is paid once has no worth while it holds
            is_named = bool(payoff.label) and labels.count(payoff.label) == 1
            line = payoff.label if is_named and not payoff.label.isdigit() else str(number)
            about = plain(payoff.label) or f"while {payoff.statement.text}"
            said = f"what it is worth to {names[party.id]}: {about}"
            yield said, json.dumps({"payoff": party.id, "line": line})
    for party in case.parties:
        said = f"how often {names[party.id]} can change course"
        yield said, json.dumps({"pace": party.id})
    for option in case.options:
        said = f"what it costs {names[option.party]} to {plain(option.text)}"
        yield said, json.dumps({"effort": option.id})
    for chance in case.nature:
        if isinstance(chance.rate, Amount):
            said = f"how often: {upper(plain(chance.text) or chance.id)}"
            yield said, json.dumps({"rate": chance.id})
