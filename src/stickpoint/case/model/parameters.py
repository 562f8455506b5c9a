"""A case → each of its numbers that may be a range, under a name that says which one it is.

The names are ``parties.us.pace`` (so ``discount``, ``precision``), ``options.us.back.effort``,
``nature.truce_fails.rate``, ``payoffs.us[the war goes on]``, ``terminal.us[…]``,
``tolls[dead soldiers].amount``, ``hypotheses[aid lever].prior`` and ``….payoffs.us[…]``,
``rating_scale[++]``, ``levers[a guarantee].cost`` and ``….limit``. A payoff goes by its label, one
without by its statement, so a name does not depend on where in the file its number stands. Only
where a party's payoffs, or levers, are called the same, the second of them is ``[…, 2]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from stickpoint.case.model.amounts import Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.stakes import Hypothesis, Payoff

Change: TypeAlias = Callable[[str, Amount], Amount]
"""From the name of a number and what it may be, to what it is taken to be."""
_Part = TypeVar("_Part")


def named(case: Case) -> Case:
    """Let every number of a case know its own name."""
    return with_amounts(case, lambda name, amount: replace(amount, name=name))


def amounts(case: Case) -> dict[str, Amount]:
    """Return every number of a case that may be a range by its name, in the order of the format."""
    found: dict[str, Amount] = {}
    with_amounts(case, found.setdefault)
    return found


def with_amounts(case: Case, change: Change) -> Case:
    """Put each number of a case through a function; all else stays as it is."""
    levers = zip(
        case.levers, _distinct(f"levers[{lever.what}" for lever in case.levers), strict=True
    )
    return replace(
        case,
        parties=tuple(
            _changed(party, f"parties.{party.id}", change, "pace", "discount", "precision")
            for party in case.parties
        ),
        options=tuple(_changed(o, f"options.{o.id}", change, "effort") for o in case.options),
        nature=tuple(_changed(thing, thing.id, change, "rate") for thing in case.nature),
        payoffs=_lines(case.payoffs, "payoffs", change),
        terminal=_lines(case.terminal, "terminal", change),
        tolls=tuple(_changed(t, f"tolls[{t.name}]", change, "amount") for t in case.tolls),
        hypotheses=tuple(_hypothesis(h, f"hypotheses[{h.name}]", change) for h in case.hypotheses),
        rating_scale=tuple((r, change(f"rating_scale[{r}]", a)) for r, a in case.rating_scale),
        levers=tuple(_changed(lever, name, change, "cost", "limit") for lever, name in levers),
    )


def _changed(part: _Part, where: str, change: Change, *kinds: str) -> _Part:
    """Change the numbers of one part of a case that are written down."""
    written = ((kind, getattr(part, kind)) for kind in kinds)
    made: Any = {kind: change(f"{where}.{kind}", it) for kind, it in written if it is not None}
    return replace(part, **made) if made else part  # type: ignore[type-var]


def _hypothesis(hypothesis: Hypothesis, where: str, change: Change) -> Hypothesis:
    lines = _lines(hypothesis.payoffs, f"{where}.payoffs", change)
    return replace(_changed(hypothesis, where, change, "prior"), payoffs=lines)


def _lines(lines: tuple[Payoff, ...], where: str, change: Change) -> tuple[Payoff, ...]:
    said = (f"{where}.{line.party}[{line.label or line.statement.text}" for line in lines)
    return tuple(
        replace(line, worth=change(name, line.worth))
        for line, name in zip(lines, _distinct(said), strict=True)
    )


def _distinct(begun: Iterable[str]) -> Iterator[str]:
    """Close the bracket of each name, with a number where others before it were the same.

    >>> list(_distinct(["payoffs.us[war", "payoffs.us[peace", "payoffs.us[war"]))
    ['payoffs.us[war]', 'payoffs.us[peace]', 'payoffs.us[war, 2]']
    """
    used: set[str] = set()
    for words in begun:
        word = " ".join(words.split())
        name, number = f"{word}]", 1
        while name in used:
            number += 1
            name = f"{word}, {number}]"
        used.add(name)
        yield name
