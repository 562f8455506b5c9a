"""Statements such as ``us.voluntary & !prc.all`` → formulas over option bits.

Operators, tightest first: ``!`` or ``not``; ``&`` or ``and``; ``|`` or ``or``; then ``A if B`` and
``A iff B``, which do not chain. ``issue = "terms"`` tests how an issue closes, and ``at_least(61,
19 a.x, 12 b.x)`` whether the weights of what holds come to so much. Length, depth and
the size of the formula are bounded, and the grammar is the only thing that is ever run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from stickpoint.case.schema.values import Unfit
from stickpoint.case.yaml.nodes import quote
from stickpoint.logic.formula import FALSE, TRUE, Formula, at_least

if TYPE_CHECKING:
    from lark import Lark

_Made = TypeVar("_Made")
MAX_LENGTH = 2000
MAX_DEPTH = 40
MAX_SIZE = 20_000

GRAMMAR = r"""
?start: either | either "if"i either -> when | either "iff"i either -> just_when
?either: both | both (("|" | "or"i) both)+ -> any_of
?both: one | one (("&" | "and"i) one)+ -> all_of
?one: NAME -> name | NAME "=" (QUOTED | NAME) -> terms | ("!" | "not"i) one -> deny
    | "(" start ")" -> inner | _AT_LEAST "(" NUMBER ("," NUMBER one)+ ")" -> at_least
_AT_LEAST.2: /at_least(?=\s*\()/i
NUMBER: /\d{1,9}(?![\w.])/
NAME: /(?!(?:if|iff|or|and|not)\b)[^\W\d]\w*(\.\w+)*/i
QUOTED: /"[^"]*"|'[^']*'/
%ignore /\s+/
"""

_SLIPS = (
    (re.compile(r"&&"), "write & once"),
    (re.compile(r"\|\|"), "write | once"),
    (re.compile(r"=="), "write = once"),
    (re.compile(r"!="), 'write !(issue = "terms")'),
    (re.compile(r"[~¬]"), "write ! for not"),
    (re.compile(r"->|=>|→|⇒"), "write 'B if A' for 'A implies B'"),
    (re.compile(r"[∧∨]"), "write & for and, | for or"),
    (re.compile("[\u2018\u2019\u201c-\u201e\u00ab\u00bb]"), "write straight quotes"),
    (re.compile(r"\w-\w"), "names hold letters, digits and _, no dash"),
    (re.compile(r"(?i)\bthen\b|^\s*if\b"), "write 'B if A'"),
    (re.compile(r"=\s*\w+\s+\w"), "put terms of several words in quotes"),
)


class Part(NamedTuple):
    """A formula with its depth as written and its size written out."""

    formula: Formula
    depth: int
    size: int


class StatementFault(Unfit):
    """A statement cannot be read; ``offset`` is the character of it where that shows."""

    def __init__(self, code: str, message: str, offset: int) -> None:
        super().__init__(code, message)
        self.offset = offset


Lookup = Callable[[str, str | None, int], Part]
"""Returns the meaning of a name, or of an issue and its terms, found at an offset."""


def parse(text: str, lookup: Lookup) -> Part:
    """Read a statement, or raise `StatementFault`: C301 is no statement, C302 too long or too deep.

    ``lookup`` is called for every name as ``lookup(name, terms, offset)``; terms is None but in
    ``issue = "terms"``. It may note an unknown name and answer with anything.
    """
    if len(text) > MAX_LENGTH:
        message = f"{len(text)} characters found, a statement has at most {MAX_LENGTH}; split it"
        raise StatementFault("C302", message, 0)
    from lark.exceptions import UnexpectedInput

    try:
        tree = _grammar().parse(text)
    except UnexpectedInput as error:
        raise _explain(text, error) from None

    def leaf(name: Any, terms: Any = None) -> Part:
        return _bounded(lookup(str(name), terms and _unquoted(terms), name.start_pos))

    def node(operator: str, parts: list[Part], numbers: list[int]) -> Part:
        return _bounded(_combine(operator, parts, numbers))

    return _folded(tree, leaf, node)


Written: TypeAlias = tuple[Any, ...]
"""``("name", id)``, ``("terms", issue, terms)``, ``("not", w)``, ``("and", …)``, ``("or", …)``,
``("if", w, w)``, ``("iff", w, w)`` or ``("at_least", numbers, w, …)``, where each w is the same
again, and the numbers are the least and the weight of each."""

_OPERATORS = {"deny": "not", "all_of": "and", "any_of": "or", "when": "if", "just_when": "iff"}
_COUNTED = re.compile(r"\bat_least\s*\(", re.IGNORECASE)


def counts(text: str) -> bool:
    """Tell whether a statement adds up weights."""
    return bool(_COUNTED.search(text))


def written(text: str) -> Written:
    """Return a statement that `parse` has read as it was written, brackets resolved.

    >>> written("us.back if !(talks = 'none')")
    ('if', ('name', 'us.back'), ('not', ('terms', 'talks', 'none')))
    """

    def leaf(name: Any, terms: Any = None) -> Written:
        return ("name", str(name)) if terms is None else ("terms", str(name), _unquoted(terms))

    def node(operator: str, parts: list[Written], numbers: list[int]) -> Written:
        if operator == "at_least":
            return (operator, tuple(numbers), *parts)
        return parts[0] if operator == "inner" else (_OPERATORS[operator], *parts)

    return _folded(_grammar().parse(text), leaf, node)


def _unquoted(token: Any) -> str:
    return str(token)[1:-1] if token.type == "QUOTED" else str(token)


@cache
def _grammar() -> Lark:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def _folded(
    tree: Any, leaf: Callable[..., _Made], node: Callable[[str, list[_Made], list[int]], _Made]
) -> _Made:
    """Turn a parse tree into something else from the leaves up, without recursion."""
    done: dict[int, _Made] = {}
    for branch in tree.iter_subtrees():
        if branch.data in ("name", "terms"):
            made = leaf(*branch.children)
        else:
            numbers = [int(child) for child in branch.children if isinstance(child, str)]
            parts = [done.pop(id(c)) for c in branch.children if not isinstance(c, str)]
            made = node(branch.data, parts, numbers)
        done[id(branch)] = made
    return done[id(tree)]


def _bounded(part: Part) -> Part:
    if part.depth > MAX_DEPTH:
        message = f"more than {MAX_DEPTH} levels of brackets and operators; split the statement"
        raise StatementFault("C302", message, 0)
    if part.size > MAX_SIZE:
        message = f"more than {MAX_SIZE} parts once issues are written out; simplify"
        raise StatementFault("C302", message, 0)
    return part


def _combine(operator: str, parts: list[Part], numbers: Sequence[int] = ()) -> Part:
    """Apply one operator."""
    depth = 1 + max(part.depth for part in parts)
    size = 1 + sum(part.size for part in parts)
    formulas = tuple(part.formula for part in parts)
    first = formulas[0]
    if operator == "inner":
        return Part(first, depth, size - 1)
    if operator == "at_least":
        return Part(at_least(numbers[0], zip(numbers[1:], formulas, strict=True)), depth, size)
    if operator == "deny":
        return Part(("not", first), depth, size)
    if operator in ("all_of", "any_of"):
        return Part(("and" if operator == "all_of" else "or", formulas), depth, size)
    second = formulas[1]
    if operator == "when":
        return Part(("or", (first, ("not", second))), depth, size + 1)
    neither = ("and", (("not", first), ("not", second)))
    return Part(("or", (("and", formulas), neither)), depth, 2 * size + 3)


def _explain(text: str, error: Any) -> StatementFault:
    """Say in plain words what was found and what was expected, and where."""
    expected = set(getattr(error, "accepts", None) or getattr(error, "expected", ()) or ())
    expected |= set(getattr(error, "allowed", None) or ())
    token = getattr(error, "token", None)
    is_end = token is not None and token.type == "$END"
    offset = len(text.rstrip()) if is_end else error.pos_in_stream
    open_brackets = _open_brackets(text[:offset])
    found = "the statement ends" if is_end else f"{quote(_word_at(text, offset))} found"
    if not text.strip():
        message = "an empty statement found, an option or an issue is expected"
    elif token is not None and token.type in ("IF", "IFF") and "NAME" not in expected:
        message = "'if' and 'iff' do not chain; put one of them in brackets"
    elif token is not None and token.type == "RPAR" and not open_brackets:
        message = "this ')' closes no bracket; delete it, or open one before"
    elif expected in ({"NUMBER"}, {"COMMA"}):
        wanted = "a whole number" if "NUMBER" in expected else "','"
        message = f"{found} where {wanted} is expected"
    elif "NAME" in expected or "QUOTED" in expected:
        wanted = "an option, an issue, '!' or '('" if "BANG" in expected else "the name of terms"
        message = f"{found} where {wanted} is expected"
    elif is_end and open_brackets:
        offset = open_brackets[-1]
        message = "the bracket that opens here is not closed; add ')'"
    else:
        close = "')'" if open_brackets else "the end"
        message = f"{found} where '&', '|', 'if', 'iff' or {close} is expected"
    return StatementFault("C301", message + _slip(text), offset)


def _open_brackets(text: str) -> list[int]:
    """List the places of brackets still open at the end of a text, quoted ones apart."""
    places: list[int] = []
    for found in re.finditer(r"""\(|\)|"[^"]*"|'[^']*'""", text):
        if found[0] == "(":
            places.append(found.start())
        elif found[0] == ")" and places:
            places.pop()
    return places


def _word_at(text: str, offset: int) -> str:
    found = re.compile(r"[\w.]+|\S").match(text, offset)
    return found[0] if found else text[offset : offset + 1]


def _slip(text: str) -> str:
    """Advise on a spelling taken from another language."""
    unquoted = re.sub(r"""(["']).*?\1""", "", text)
    return next((f"; {advice}" for slip, advice in _SLIPS if slip.search(unquoted)), "")


def constant(value: bool) -> Part:
    """Return the formula that always, or never, holds."""
    return Part(TRUE if value else FALSE, 1, 1)


def joined(operator: str, parts: list[Part]) -> Part:
    """Return the formula that holds when ``any_of``, or ``all_of``, one or more parts do."""
    return parts[0] if len(parts) == 1 else _combine(operator, parts)
