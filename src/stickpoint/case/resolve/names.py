"""Ids and names of a case → what they stand for, or a finding with the nearest known one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, field
from dataclasses import fields as fields_of
from itertools import islice
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from stickpoint.case.model.basis import NOWHERE, Place, Statement
from stickpoint.case.resolve.record_names import RecordNames
from stickpoint.case.resolve.statements import Part, StatementFault, constant, joined, parse
from stickpoint.case.schema.fields import Fields
from stickpoint.case.schema.values import did_you_mean
from stickpoint.case.yaml.nodes import Node, quote
from stickpoint.case.yaml.signs import plain

MAX_CHAIN = 40
MAX_KNOWN = 64
_SHORTEST_SLIP = 3
_ID_LIKE = re.compile(r"[a-z][a-z0-9_]*")
_Part = TypeVar("_Part")
CONSTANTS = {"yes": True, "true": True, "no": False, "false": False}


class IssueNames(NamedTuple):
    """What a statement can say of an issue: whether it is closed, and its terms."""

    id: str
    closed: bool
    terms: Mapping[str, Node | None] = MappingProxyType({})


@dataclass
class Names(RecordNames):
    """Everything that a statement or a reason can refer to.

    ``options`` gives the bit of each option id, nature's included; ``parties_by_name`` the id of
    each name and short name, in small letters; ``imposed`` has which party can set which option of
    a client. ``options_known`` and its like are False when that
    part of the file could not be read: then nothing can be called unknown.
    """

    parties: dict[str, int] = field(default_factory=dict)
    parties_by_name: dict[str, str] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    imposed: set[tuple[str, str]] = field(default_factory=set)
    issues: dict[str, IssueNames] = field(default_factory=dict)
    settled: Node | None = None
    options_known: bool = True
    parties_known: bool = True
    issues_known: bool = True
    settled_known: bool = True
    _parts: dict[int, Part | None] = field(default_factory=dict)
    _reading: set[int] = field(default_factory=set)

    def made(self, kind: type[_Part], fields: Fields, **known: Any) -> _Part:
        """Make a part of the model from what is known of it and what stands under its own names."""
        given = {
            part.name: fields.get(part.name, "")
            for part in fields_of(kind)  # type: ignore[arg-type]
            if part.default is MISSING or fields.get(part.name) is not None
        }
        if "because" in given:
            given["because"] = self.because(given["because"])
        if "size" in given:
            given["size"] = tuple(given["size"])
        return kind(**given | known)

    def statement(self, node: Node | None) -> Statement | None:
        """Read a statement; None when it is missing or faulty."""
        part = self._part(node)
        if node is None or part is None:
            return None
        return Statement(node.text.rstrip("\n"), part.formula, node.place)

    def statements(self, nodes: list[Node]) -> tuple[Statement, ...]:
        """Read several statements; faulty ones are left out."""
        return tuple(statement for node in nodes if (statement := self.statement(node)))

    def settled_statement(self) -> Statement | None:
        """Return when the deadlock is over: as written, or when every open issue closes."""
        if self.settled is not None:
            return self.statement(self.settled)
        part = self._settled("settled", NOWHERE) if self._negotiable() else None
        text = " & ".join(issue.id for issue in self._negotiable())
        return Statement(text, part.formula) if part else None

    def party(self, node: Node | None) -> str | None:
        """Look up a party id."""
        if node is None or node.broken:
            return None
        if node.text in self.parties:
            self.strangers.use("party", node.text)
            return node.text
        if self.parties_known:
            near = did_you_mean(node.text, self.parties, self.faults)
            message = f"{quote(node.text)} is no party of this case{near}"
            self.strangers.miss("party", node.text, node, "C202", message)
        return None

    def party_or_words(self, node: Node | None) -> None:
        """Report a party's name, or its id mistyped, where its id should be."""
        if node is None or node.broken or not self.parties_known:
            return
        if node.text in self.parties:
            self.strangers.use("party", node.text)
            return
        near = _mistyped(plain(node.text), self.parties)
        meant = self.parties_by_name.get(node.text.strip().lower())
        message = f"is what the party {quote(meant or '')} is called; write its id"
        if near:
            message = (
                f"is no party of this case; did you mean {quote(near)}? "
                "Somebody else is named in several words, such as 'the press'"
            )
        if near:
            self.strangers.miss("party", node.text, node, "C202", f"{quote(node.text)} {message}")
        elif meant:
            self.faults.add(node, "C202", f"{quote(node.text)} {message}")

    def option(self, node: Node | None) -> str | None:
        """Look up an option id."""
        if node is None or node.broken:
            return None
        if node.text in self.options:
            self.strangers.use("option", node.text)
            return node.text
        self._unknown_option(node.text, node.place)
        return None

    def _part(self, node: Node | None, name: str = "", place: Place = NOWHERE) -> Part | None:
        """Read a statement once; later askers get the same answer without new findings.

        ``name`` and ``place`` are those of whoever asks, for whom it may be a circle.
        """
        if node is None or node.broken:
            return None
        if id(node) in self._reading:
            message = f"{quote(name)} is defined by itself; write it out"
            self.faults.add(place, "C303", message)
            return None
        if len(self._reading) > MAX_CHAIN:
            message = f"issues refer to one another over more than {MAX_CHAIN} steps"
            self.faults.add(place, "C302", f"{message}; write them out")
            return None
        if id(node) not in self._parts:
            self._reading.add(id(node))
            self._parts[id(node)] = self._parse(node)
            self._reading.discard(id(node))
        return self._parts[id(node)]

    def _parse(self, node: Node) -> Part | None:
        is_whole = True

        def lookup(name: str, terms: str | None, offset: int) -> Part:
            nonlocal is_whole
            part = self._meaning(name, terms, node.place_at(offset))
            is_whole = is_whole and part is not None
            return part or constant(True)

        try:
            part = parse(node.text, lookup)
        except StatementFault as fault:
            if not self.strangers.spoil(node.text):
                place = node.place_at(fault.offset)
                self.faults.add(place, fault.code, str(fault), node.text)
            return None
        return part if is_whole else None

    def _meaning(self, name: str, terms: str | None, place: Place) -> Part | None:
        """Return what a name stands for, or None after noting that it stands for nothing."""
        if terms is not None:
            return self._terms(name, terms, place)
        if name in self.options:
            self.strangers.use("option", name)
            return Part(("option", self.options[name]), 1, 1)
        if name in self.issues:
            self.strangers.use("issue", name)
            return self._issue(self.issues[name], place)
        if name == "settled":
            return self._settled(name, place)
        if name.lower() in CONSTANTS:
            return constant(CONSTANTS[name.lower()])
        if "." in name:
            self._unknown_option(name, place)
        else:
            self._unknown_issue(name, place)
        return None

    def _negotiable(self) -> list[IssueNames]:
        return [issue for issue in self.issues.values() if issue.terms and not issue.closed]

    def _settled(self, name: str, place: Place) -> Part | None:
        if self.settled is not None:
            return self._part(self.settled, name, place)
        if not self.settled_known:
            return None
        if self._negotiable():
            return _joined("all_of", [self._issue(i, place, name) for i in self._negotiable()])
        if self.issues_known:
            message = "no open issue has terms, so 'settled' means nothing; write 'settled: …'"
            self.faults.add_unless_lost(name, place, "C304", message)
        return None

    def _issue(self, issue: IssueNames, place: Place, name: str = "") -> Part | None:
        """Return the formula that an issue is closed by any of its terms."""
        if issue.terms:
            parts = [self._part(node, name or issue.id, place) for node in issue.terms.values()]
            return _joined("any_of", parts)
        if issue.closed:
            return constant(True)
        message = (
            f"issue {quote(issue.id)} is open and has no terms, so it cannot close; "
            "give it 'terms:', or the date on which it 'closed:'"
        )
        self.faults.add_unless_lost(issue.id, place, "C304", message)
        return None

    def _terms(self, name: str, terms: str, place: Place) -> Part | None:
        if name in self.issues:
            self.strangers.use("issue", name)
            known = self.issues[name].terms
            if terms in known:
                self.strangers.use(f"terms of {name}", terms)
                return self._part(known[terms], f"{name} = {terms}", place)
            near = did_you_mean(terms, known, self.faults)
            message = f"issue {quote(name)} has no terms called {quote(terms)}{near}"
            self.strangers.miss(f"terms of {name}", terms, place, "C203", message)
        elif "." in name or name == "settled":
            message = f"{quote(name)} is no issue, and only an issue has terms to compare with"
            self.faults.add(place, "C203", message)
        else:
            self._unknown_issue(name, place)
        return None

    def _unknown_option(self, name: str, place: Place) -> None:
        if self.options_known:
            message = f"option {quote(name)} is not among the options"
            message += did_you_mean(name, self.options, self.faults)
            self.strangers.miss("option", name, place, "C201", message)

    def _unknown_issue(self, name: str, place: Place) -> None:
        whole = [id_ for id_ in islice(self.options, MAX_KNOWN) if id_.endswith(f".{name}")]
        if whole:
            near = f"; did you mean the option {quote(whole[0])}?"
        elif self.issues_known and self.options_known:
            is_inside = self.settled is not None and id(self.settled) in self._reading
            known = (*self.issues, *(() if is_inside else ("settled",)))
            near = did_you_mean(name, known, self.faults)
        else:
            return
        message = f"{quote(name)} is neither an issue nor an option{near}"
        self.strangers.miss("option" if whole else "issue", name, place, "C203", message)


def _joined(operator: str, parts: list[Part | None]) -> Part | None:
    known = [part for part in parts if part is not None]
    return joined(operator, known) if len(known) == len(parts) else None


def _mistyped(word: str, ids: Collection[str]) -> str:
    """Return the id that a single word all but is; empty when it is no slip of the pen."""
    small = word.lower()
    same = next((id_ for id_ in ids if id_.lower() == small), "")
    if same or len(word) < _SHORTEST_SLIP or not _ID_LIKE.fullmatch(word) or len(ids) > 100:
        return same
    known = [id_ for id_ in ids if len(id_) >= _SHORTEST_SLIP]
    return next(iter(difflib.get_close_matches(small, known, n=1, cutoff=0.75)), "")
