"""Case and issues assumed closed → the same case, with every statement read as if they were.

The issue's name holds always, whatever else is said of it. ``settled`` holds wherever some terms
of the issue would settle it. Terms named elsewhere keep their meaning: they are a short way of
writing positions, which stay as the parties take them, and so is what positions are worth to whom.
What is impossible stays so: assuming an item closed does not change what can be done together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from stickpoint.case.model.basis import Statement
from stickpoint.case.model.case import Case, Issue
from stickpoint.case.model.situation import RateWhile
from stickpoint.case.model.stakes import Payoff, Toll
from stickpoint.case.resolve.names import CONSTANTS
from stickpoint.case.resolve.statements import Part, constant, joined, parse
from stickpoint.logic.formula import FALSE, Formula, join, options_in, restrict

Line = TypeVar("Line", Payoff, Toll)


def close_issues(case: Case, issues: Collection[str]) -> Case:
    """Return a sound case in which some issues count as closed wherever a statement speaks of them.

    Other formulas stand in ``settled``, payoffs (rival ones too), worths at the horizon, tolls,
    needs, rates and levers, and the words as they were. Wants and rankings are left alone.
    """
    if not issues or case.settled is None:
        return case
    reader = _Reader(case, frozenset(issues))
    return replace(
        case,
        settled=replace(case.settled, formula=reader.settled),
        issues=tuple(_for_good(x) if x.id in reader.closed else x for x in case.issues),
        options=tuple(
            replace(option, needs=option.needs and reader.again(option.needs))
            for option in case.options
        ),
        nature=tuple(replace(c, rates=reader.rates(c.rates)) for c in case.nature),
        payoffs=reader.lines(case.payoffs),
        terminal=reader.lines(case.terminal),
        tolls=reader.lines(case.tolls),
        hypotheses=tuple(replace(h, payoffs=reader.lines(h.payoffs)) for h in case.hypotheses),
        levers=tuple(
            replace(lever, statement=lever.statement and reader.again(lever.statement))
            for lever in case.levers
        ),
    )


def _for_good(issue: Issue) -> Issue:
    """Return an issue none of whose terms lapse."""
    return replace(issue, terms=tuple(replace(line, lapses=None) for line in issue.terms))


@dataclass
class _Reader:
    """Reads the statements of a sound case once more; ``asked`` numbers terms left open."""

    case: Case
    closed: frozenset[str]
    asked: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.issues = {issue.id: issue for issue in self.case.issues}

    def lines(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return tuple(replace(line, statement=self.again(line.statement)) for line in lines)

    def rates(self, lines: Iterable[RateWhile]) -> tuple[RateWhile, ...]:
        return tuple(
            replace(line, statement=line.statement and self.again(line.statement)) for line in lines
        )

    def again(self, statement: Statement) -> Statement:
        return replace(statement, formula=self._part(statement.text).formula)

    @cached_property
    def settled(self) -> Formula:
        """Where it is over: on some terms of each issue assumed closed."""
        assert self.case.settled is not None
        named: set[str] = set()
        formula = self._part(self.case.settled.text, named).formula
        for id_ in sorted(self.closed):
            formula = self._on_some_terms(formula, id_)
            if id_ not in named:
                formula = _wherever(formula, self.issues[id_])
        return formula

    def _on_some_terms(self, formula: Formula, id_: str) -> Formula:
        """Let it be over if it is so on one of the terms that ``settled`` names, or on none."""
        bits = sorted(bit for (issue, _), bit in self.asked.items() if issue == id_)
        ways = []
        for agreed in (None, *bits):
            one = formula
            for bit in bits:
                one = restrict(one, bit, bit == agreed)
            ways.append(one)
        return join("or", ways) if bits else formula

    def _part(self, text: str, named: set[str] | None = None) -> Part:
        """Read a statement; in ``settled``, note the closed issues it names and ask on terms."""

        def lookup(name: str, terms: str | None, _: int) -> Part:
            if name in self.case.option_index:
                return Part(("option", self.case.option_index[name]), 1, 1)
            if name in self.issues:
                if named is not None and name in self.closed:
                    named.add(name)
                return self._issue(self.issues[name], terms, named)
            if name == "settled":
                return Part(self.settled, 1, 1)
            return constant(CONSTANTS[name.lower()])

        return parse(text, lookup)

    def _issue(self, issue: Issue, terms: str | None, named: set[str] | None) -> Part:
        if terms is None and (issue.id in self.closed or not issue.terms):
            return constant(True)
        if terms is not None and named is not None and issue.id in self.closed:
            first = len(self.case.option_ids)
            bit = self.asked.setdefault((issue.id, terms), first + len(self.asked))
            return Part(("option", bit), 1, 1)
        texts = [line.statement.text for line in issue.terms if terms in (None, line.name)]
        return joined("any_of", [self._part(text, named) for text in texts])


def _wherever(formula: Formula, issue: Issue) -> Formula:
    """Let it be over wherever some position would do, for an issue spelled out by options."""
    options = {k for terms in issue.terms for k in options_in(terms.statement.formula)}
    for option in sorted(options & options_in(formula) if formula != FALSE else ()):
        formula = join("or", (restrict(formula, option, value) for value in (False, True)))
    return formula
