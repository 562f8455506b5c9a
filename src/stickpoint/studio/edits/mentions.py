"""A text of a case → every place in which a party, an option, an item or terms are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from stickpoint.case.schema.kinds import (
    Address,
    Date,
    Horizon,
    Imposed,
    Name,
    OneOf,
    OneWay,
    Perhaps,
    Quantity,
    Reasons,
    Span,
    Text,
    Weighing,
    YesNo,
)
from stickpoint.case.schema.layout import CASE, Version
from stickpoint.case.schema.length_layout import Length, Share
from stickpoint.case.schema.phrases import Groups, Pair, Phrase
from stickpoint.case.schema.shape import Kind, ListOf, Struct, Table, Word
from stickpoint.case.schema.stakes_layout import RATE, WEIGHT, Rated, Rates, Sizes, Weighted
from stickpoint.studio.edits.known import plain
from stickpoint.studio.edits.written import Part

Keys: TypeAlias = tuple[str, ...]
ANY = "*"
"""Stands for a key of the writer's choosing; positions in lists are left out."""

_OF_KEYS: dict[Keys, str] = {
    **dict.fromkeys(
        (
            ("parties", ANY), ("wants", ANY), ("ranking", ANY), ("weights", ANY),
            ("strength", ANY), ("unknown", ANY), ("foresight", ANY), ("attitudes", ANY),
            ("attitudes", ANY, ANY), ("views", ANY), ("payoffs", ANY), ("terminal", ANY),
            ("hypotheses", ANY, "payoffs", ANY), ("issues", ANY, "positions", ANY),
            ("parties", ANY, "patron", ANY),
        ),
        "party",
    ),
    ("options", ANY): "option",
    ("parties", ANY, "patron", ANY, ANY): "option",
    ("record", "moves", "sets", ANY): "option",
    ("issues", ANY): "item",
    ("issues", ANY, "terms", ANY): "terms",
    ("nature", ANY): "nature",
}  # fmt: skip
_OF_VALUES: dict[Keys, str] = {
    ("issues", ANY, "terms", ANY, "needs"): "party",
    ("packages", ANY, "needs"): "party",
    ("record", "moves", "party"): "party",
    ("hypotheses", ANY, "about"): "party",
    ("levers", "payoff"): "party",
    ("levers", "pace"): "party",
    ("levers", "ranks"): "party",
    ("tolls", ANY, "falls_on"): "whoever",
    ("record", "messages", "from"): "whoever",
    ("record", "messages", "to"): "whoever",
    ("levers", "by"): "whoever",
    ("at_most_one", "of"): "option",
    ("exactly_one", "of"): "option",
    ("levers", "effort"): "option",
    ("record", "silent"): "option",
    ("levers", "rate"): "option",
    ("happened", "terms"): "ending",
}
SINGLE = (
    Address, Date, Horizon, Imposed, Length, Name, OneOf, OneWay, Perhaps, Quantity, Rated,
    Reasons, Share, Sizes, Span, Text, Version, Weighing, Word, YesNo,
)  # fmt: skip
"""Kinds of values that no statement is part of; whether one names something its place tells."""


@dataclass(frozen=True)
class Mention:
    """A text that names something.

    ``sort`` says what: party, whoever (a party or anybody in words), option, item, terms, nature,
    ending (terms, perhaps several joined by ' + ') or statement. ``keys`` lead to it, its own
    included; ``in_brackets`` as for `stickpoint.studio.edits.place.Found`. ``through`` are the
    ``*name`` by which it stands there, none where it is written.
    """

    part: Part
    sort: str
    keys: Keys
    in_brackets: bool
    through: tuple[Part, ...] = ()


@dataclass(frozen=True)
class _Here:
    """Where the walk is: keys as they are, the same with `ANY` in place of the writer's own."""

    keys: Keys = ()
    known: Keys = ()
    in_brackets: bool = False
    through: tuple[Part, ...] = ()

    def below(self, key: str, known: str, part: Part) -> _Here:
        inside = self.inside(part)
        return replace(inside, keys=(*self.keys, key), known=(*self.known, known))

    def inside(self, part: Part) -> _Here:
        return replace(self, in_brackets=self.in_brackets or part.is_flow)

    @property
    def seen(self) -> Keys:
        """The same without the views that it is part of: there is written what stands in a case."""
        known = self.known
        while len(known) > 2 and known[:2] == ("views", ANY):
            known = known[2:]
        return known


def mentions(root: Part) -> Iterator[Mention]:
    """Yield every text of a case that names something, in no set order.

    What is repeated by ``*name`` comes once for each place where it stands.
    """
    yield from _walk(root, CASE, _Here())


def _walk(part: Part, kind: Kind | None, here: _Here) -> Iterator[Mention]:
    part, here = _into(part, here)
    if part.is_empty:
        return
    kind = plain(kind, [key.words for key, _ in part.pairs])
    if isinstance(kind, Phrase | Groups | Pair):
        yield from _phrases(part, here)
    elif isinstance(kind, Weighted) and part.kind == "mapping":
        yield from (_key(key, "statement", here.inside(part)) for key, _ in part.pairs)
    elif isinstance(kind, Weighted | Rates):
        inner = WEIGHT if isinstance(kind, Weighted) else RATE
        yield from _items(part, inner, here) if part.kind == "list" else ()
    elif isinstance(kind, ListOf):
        yield from _items(part, kind.kind, here)
    elif isinstance(kind, Table):
        yield from _table(part, kind, here)
    elif isinstance(kind, Struct):
        yield from _struct(part, kind, here)
    elif type(kind) not in SINGLE:
        raise TypeError(f"{kind!r} found, a kind whose mentions are known is expected; add it here")
    elif part.kind == "text" and (sort := _OF_VALUES.get(here.seen)):
        yield _key(part, sort, here)


def _into(part: Part, here: _Here) -> tuple[Part, _Here]:
    """Go on to what is repeated."""
    if part.target is None:
        return part, here
    return part.target, replace(here, through=(*here.through, part))


def _key(part: Part, sort: str, here: _Here) -> Mention:
    return Mention(part, sort, here.keys, here.in_brackets, here.through)


def _items(part: Part, kind: Kind, here: _Here) -> Iterator[Mention]:
    for item in part.items if part.kind == "list" else [part]:
        yield from _walk(item, kind, here.inside(part) if item is not part else here)


def _table(part: Part, kind: Table, here: _Here) -> Iterator[Mention]:
    for key, value in part.pairs:
        below = here.below(key.words, ANY, part)
        if sort := _OF_KEYS.get(below.seen):
            yield _key(key, sort, below)
        yield from _walk(value, kind.kind, below)


def _struct(part: Part, kind: Struct, here: _Here) -> Iterator[Mention]:
    if part.kind != "mapping":
        if kind.short:
            below = here.below(kind.short, kind.short, part)
            yield from _walk(part, kind.keys[kind.short].kind, below)
        return
    for key, value in part.pairs:
        if known := kind.keys.get(key.words):
            yield from _walk(value, known.kind, here.below(key.words, key.words, part))


def _phrases(part: Part, here: _Here) -> Iterator[Mention]:
    """Yield a statement, several, or those whose weights add up."""
    part, here = _into(part, here)
    if part.kind == "text":
        yield _key(part, "statement", here)
    elif part.kind == "list":
        for item in part.items:
            yield from _phrases(item, here.inside(part))
    elif least := part.named("at_least"):
        body, inside = _into(least, here.inside(part))
        if of := body.named("of"):
            weighed, inside = _into(of, inside.inside(body))
            yield from (_key(key, "statement", inside.inside(weighed)) for key, _ in weighed.pairs)
