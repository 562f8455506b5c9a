"""A case → parties, options, items and wants as fields, each with the path of what it writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stickpoint.case.model.case import Case, Wants
from stickpoint.case.model.situation import Issue
from stickpoint.pages.wording.names import plain
from stickpoint.pages.wording.statements import Spoken
from stickpoint.studio.screens.writing.places import Path, Places, places_in

SHORT = "short name in the file"
"""What the name is called by which statements speak of something."""


@dataclass(frozen=True)
class Field:
    """One value that can be written: a line of words, or yes and no."""

    label: str
    value: str
    path: Path
    line: int
    kind: str = "words"


@dataclass(frozen=True)
class Name:
    """A name that can be changed wherever the case has it."""

    label: str
    value: str
    path: Path


@dataclass(frozen=True)
class Block:
    """Fields under a head: one party, option or item; ``path`` is what Remove takes out.

    ``names`` are those by which the case speaks of it, each with a label and its path.
    """

    head: str
    id: str
    path: Path
    fields: tuple[Field, ...]
    names: tuple[Name, ...] = ()


@dataclass(frozen=True)
class Want:
    """One line of what a party wants; ``said`` is that in words, empty where it is so already.

    ``number`` is its place among them, from 0; -1 where their order is left open, or several have
    put it in writing, so that it is changed in the text alone.
    """

    number: int
    text: str
    path: Path
    line: int
    note: str
    said: str = ""


@dataclass(frozen=True)
class Form:
    """What the form shows of a case; ``unit`` is that of its time."""

    title: Field
    unit: str
    parties: tuple[Block, ...]
    options: tuple[Block, ...]
    issues: tuple[Block, ...]
    nature: tuple[Block, ...]
    wants: tuple[tuple[str, str, tuple[Want, ...]], ...]


def form(case: Case, text: str) -> Form:
    """Lay a case out as a form.

    Parameters
    ----------
    case : Case
    text : str
        As it was read.
    """
    places = places_in(text)

    def words(label: str, value: str, *path: str | int, kind: str = "words") -> Field:
        return Field(label, plain(value), path, places.line(path), kind)

    def answer(label: str, value: bool, *path: str | int) -> Field:
        return Field(label, "yes" if value else "no", path, places.line(path), "yes or no")

    parties = tuple(
        Block(
            plain(one.called), one.id, ("parties", one.id),
            (
                words("name", one.name, "parties", one.id, "name"),
                words("in sentences", one.short, "parties", one.id, "short"),
            ),
            (Name(SHORT, one.id, ("parties", one.id)),),
        )
        for one in case.parties
    )  # fmt: skip
    options = tuple(
        Block(
            one.id, one.id, ("options", one.id),
            (
                words("what it is", one.text, "options", one.id, "text"),
                answer("done now", one.now, "options", one.id, "now"),
            ),
            (Name(SHORT, one.id, ("options", one.id)),),
        )
        for one in case.options
        if places.line(("options", one.id))
    )  # fmt: skip
    issues = tuple(_issue(one, words) for one in case.issues)
    nature = tuple(
        Block(
            plain(one.text) or name, name, ("nature", name),
            (words("what happens", one.text, "nature", name, "text"),),
            (Name(SHORT, name, ("nature", name)),),
        )
        for one in case.nature
        if (name := one.id.removeprefix("nature."))
    )  # fmt: skip
    return Form(
        words("title", case.title, "title"), case.clock.unit, parties, options, issues, nature,
        tuple(_wants(case, places)),
    )  # fmt: skip


def _issue(issue: Issue, words: object) -> Block:
    assert callable(words)
    base = ("issues", issue.id)
    terms = (
        words(f"“{plain(one.name)}” when", one.statement.text, *base, "terms", one.name, "when")
        for one in issue.terms
    )
    name = words("name", issue.name, *base, "name")
    called = (
        Name("a way to close it", one.name, (*base, "terms", one.name)) for one in issue.terms
    )
    names = (Name(SHORT, issue.id, base), *called)
    return Block(plain(issue.name), issue.id, base, (name, *terms), names)


def _wants(case: Case, places: Places) -> Iterator[tuple[str, str, tuple[Want, ...]]]:
    """Yield id, name and lines of each party; a party without wants has none, to be added to."""
    spoken = Spoken(case)
    for party in case.parties:
        held = case.preferences.get(party.id)
        if isinstance(held, Wants) and not held.is_certain:
            yield party.id, plain(party.called), tuple(_open(held, places, spoken, party.id))
            continue
        lines = held.items if isinstance(held, Wants) else ()
        base: Path = ("wants", party.id)
        told = tuple(
            Want(k, text, (*base, k, "that"), one.statement.place.line, plain(one.note), said)
            for k, one in enumerate(lines)
            for text in (one.statement.text,)
            for said in (_in_words(spoken, text, party.id),)
        )
        yield party.id, plain(party.called), told


def _in_words(spoken: Spoken, text: str, own: str) -> str:
    said = spoken.statement(text, own)
    return "" if said == text else said


def _open(held: Wants, places: Places, spoken: Spoken, own: str) -> Iterator[Want]:
    """Yield the lines of wants of which the order is open, each where it stands in the text."""
    for account in held.accounts:
        for one in account.items:
            at = one.statement.place
            if path := places.path_of(at):
                said = " ".join(filter(None, (plain(account.name), plain(one.note))))
                words = _in_words(spoken, one.statement.text, own)
                yield Want(-1, one.statement.text, path, at.line, said, words)
