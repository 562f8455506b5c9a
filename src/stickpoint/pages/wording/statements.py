"""Statements and limits of a case → words: the texts of its options in place of their ids.

A formula such as ``!prc.all if !ussr.back`` is how a case is checked, not how it is read. Here each
option is quoted by its text, with its party in brackets where it is not the speaker's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stickpoint.case.model.case import Case, Constraint
from stickpoint.case.resolve.statements import Written, written
from stickpoint.pages.wording.names import joined, plain

_CONSTANT = {"yes": "always", "true": "always", "no": "never", "false": "never"}


class Spoken:
    """Says the statements of a case."""

    def __init__(self, case: Case) -> None:
        self._parties = {p.id: plain(p.called) for p in case.parties}
        self._options = {o.id: (plain(o.text) or o.id, o.party) for o in case.options}
        self._options |= {c.id: (plain(c.text) or c.id, "") for c in case.nature}
        self._issues = {issue.id: plain(issue.name) for issue in case.issues}

    def party(self, id_: str) -> str:
        """Return a party's short name."""
        return self._parties.get(id_, id_)

    def option(self, id_: str, own: str = "") -> str:
        """Quote an option by its text, and say whose it is unless it is ``own``."""
        text, party = self._options.get(id_, (id_, ""))
        whose = f" ({self.party(party)})" if party and party != own else ""
        return f"“{text}”{whose}"

    def statement(self, text: str, own: str = "") -> str:
        """Say a statement of the case; options of ``own``, who speaks, need no name beside them."""
        return self._say(written(text), own)

    def limit(self, limit: Constraint) -> str:
        """Say what cannot hold, or of which options one does."""
        if limit.kind == "impossible":
            return self.statement(limit.text)
        return f"{limit.kind.replace('_', ' ')} of {self.members(limit)}"

    def members(self, limit: Constraint) -> str:
        """Name the options of which some number holds."""
        ids = [part.strip() for part in limit.text.split(",")]
        whose = {self._options[id_][1] for id_ in ids if id_ in self._options}
        own = whose.pop() if len(whose) == 1 else ""
        named = joined([self.option(id_, own) for id_ in ids])
        return f"{named} ({self.party(own)})" if own else named

    def _say(self, what: Written, own: str) -> str:
        kind, *parts = what
        if kind in ("name", "terms"):
            return self._named(parts, own, True)
        if kind == "not":
            return self._denied(parts[0], own)
        if kind in ("if", "iff"):
            when = "if" if kind == "if" else "exactly if"
            # "A if B and C" can be read in one way only.
            plainly = kind == "if" and parts[1][0] == "and"
            last = self._say(parts[1], own) if plainly else self._inner(parts[1], own)
            return f"{self._inner(parts[0], own)} {when} {last}"
        if kind == "at_least":
            return self._counted(parts, own)
        return f" {kind} ".join(self._inner(part, own) for part in parts)

    def _counted(self, parts: Sequence[Any], own: str) -> str:
        """Say how much must come together, and what counts for how much."""
        (least, *weights), *what = parts
        pairs = zip(what, weights, strict=True)
        each = joined([f"{self._inner(part, own)} ({weight})" for part, weight in pairs])
        return f"at least {least} together of {each}"

    def _inner(self, what: Written, own: str) -> str:
        """Say a part of a greater whole, in brackets where it has parts of its own."""
        said = self._say(what, own)
        simple = what[0] in ("name", "terms") or (what[0] == "not" and what[1][0] != "and")
        return said if simple else f"({said})"

    def _named(self, parts: Sequence[str], own: str, holds: bool) -> str:
        """Say that what a name stands for is so, or is not."""
        name, *terms = parts
        if name in self._options:
            return f"{'' if holds else 'not '}{self.option(name, own)}"
        if name in self._issues:
            issue = f"“{self._issues[name]}”"
            if terms:
                return f"{issue} {'' if holds else 'not '}closed as “{plain(terms[0])}”"
            return f"{issue} {'closed' if holds else 'open'}"
        said = _CONSTANT.get(name.lower(), name)
        return said if holds else f"not {said}"

    def _denied(self, what: Written, own: str) -> str:
        kind, *parts = what
        if kind in ("name", "terms"):
            return self._named(parts, own, False)
        if kind == "or":
            return f"neither {' nor '.join(self._inner(part, own) for part in parts)}"
        if kind == "and":
            return f"not all of {joined([self._inner(part, own) for part in parts])}"
        return f"not ({self._say(what, own)})"
