"""A case → each of its numbers under a name of its own, and the same case with other numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from stickpoint.case.model.basis import Amount
from stickpoint.case.model.case import Case
from stickpoint.case.model.situation import Nature, Terms
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
        nature=tuple(_thing(thing, change) for thing in case.nature),
        issues=tuple(
            replace(issue, terms=_terms(issue.terms, f"issues.{issue.id}", change))
            for issue in case.issues
        ),
        packages=_terms(case.packages, "packages", change),
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


def _terms(lines: tuple[Terms, ...], where: str, change: Change) -> tuple[Terms, ...]:
    said = _distinct(f"{where}[{line.name}" for line in lines)
    named = zip(lines, said, strict=True)
    return tuple(_changed(line, name, change, "holds", "lapses") for line, name in named)


def _thing(thing: Nature, change: Change) -> Nature:
    said = (line.statement.text if line.statement else "otherwise" for line in thing.rates)
    named = zip(thing.rates, _distinct(f"{thing.id}.rate[{text}" for text in said), strict=True)
    lines = tuple(replace(line, rate=change(name, line.rate)) for line, name in named)
    made = replace(_changed(thing, thing.id, change, "rate"), rates=lines)
    if thing.likely is None:
        return made
    return replace(made, likely=change(f"{thing.id}.now", thing.likely))


def _hypothesis(hypothesis: Hypothesis, where: str, change: Change) -> Hypothesis:
    lines = _lines(hypothesis.payoffs, f"{where}.payoffs", change)
    return replace(_changed(hypothesis, where, change, "prior"), payoffs=lines)


def _lines(lines: tuple[Payoff, ...], where: str, change: Change) -> tuple[Payoff, ...]:
    said = (f"{where}.{line.party}[{line.label or line.statement.text}" for line in lines)
    return tuple(
        _line_changed(line, name, change) for line, name in zip(lines, _distinct(said), strict=True)
    )


def _line_changed(line: Payoff, name: str, change: Change) -> Payoff:
    made = line if line.worth.written == "" else replace(line, worth=change(name, line.worth))
    return made if made.once is None else replace(made, once=change(f"{name}.once", made.once))


def _distinct(begun: Iterable[str]) -> Iterator[str]:
    """Close the bracket of each name, with a number where others before it were the same.

    >>> list(_distinct(["payoffs.us[war", "payoffs.us[peace", "payoffs.us[war"]))
    ['payoffs.us[war]', 'payoffs.us[peace]', 'payoffs.us[war, 2]']
    """
    used: set[str] = set()
    last: dict[str, int] = {}
    for words in begun:
        word = " ".join(words.split())
        number = last.get(word, 0) + 1
        name = f"{word}, {number}]" if number > 1 else f"{word}]"
        while name in used:
            number += 1
            name = f"{word}, {number}]"
        last[word] = number
        used.add(name)
        yield name
