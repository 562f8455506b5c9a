"""Statements as text → the same truth in every state as a tree evaluated the slow way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.case.resolve.statements import MAX_LENGTH, Part, StatementFault, constant, parse
from stickpoint.logic.formula import evaluate

NAMES = [f"p.o{k}" for k in range(5)]
CODES = np.arange(1 << len(NAMES), dtype=np.uint64)


def lookup(name: str, terms: str | None, offset: int) -> Part:
    """Know five options, and an issue whose terms are numbers of options."""
    if terms is not None:
        return Part(("option", int(terms)), 1, 1)
    if name == "yes":
        return constant(True)
    return Part(("option", NAMES.index(name)), 1, 1)


def holds(tree: Any, code: int) -> bool:
    """Evaluate a tree by the meaning of its words."""
    kind, *parts = tree
    if kind == "name":
        return bool(code >> parts[0] & 1)
    if kind == "at_least":
        least, shares = parts
        return sum(weight for weight, part in shares if holds(part, code)) >= least
    values = [holds(part, code) for part in parts]
    if kind == "not":
        return not values[0]
    if kind == "and":
        return all(values)
    if kind == "or":
        return any(values)
    if kind == "if":
        return values[0] if values[1] else True
    return values[0] is values[1]


LEVEL = {"name": 4, "not": 3, "and": 2, "or": 1, "if": 0, "iff": 0}
SPELLING = {
    "not": ["!", "not ", "NOT ", "! "],
    "and": [" & ", " and ", "&", " AND\n "],
    "or": [" | ", " or ", "|"],
    "if": [" if ", " IF "],
    "iff": [" iff ", "  iff\t"],
}


def written(tree: Any, draw: Any, least: int = 0) -> str:
    """Spell a tree with as few brackets as the order of operators needs, or a few more."""
    kind, *parts = tree
    if kind == "name":
        return draw(st.sampled_from([NAMES[parts[0]], f'i = "{parts[0]}"', f"i='{parts[0]}'"]))
    if kind == "at_least":
        least, shares = parts
        said = [f"{weight} {written(part, draw, 3)}" for weight, part in shares]
        return f"at_least({draw(st.sampled_from(['', ' ']))}{least}, {', '.join(said)})"
    spelling = draw(st.sampled_from(SPELLING[kind]))
    if kind == "not":
        text = spelling + written(parts[0], draw, 3)
    else:
        text = spelling.join(written(part, draw, LEVEL[kind] + 1) for part in parts)
    needs = LEVEL[kind] < least
    return f"({text})" if needs or draw(st.integers(0, 9)) == 0 else text


def trees() -> st.SearchStrategy[Any]:
    """Draw trees of operators over five names."""
    names = st.tuples(st.just("name"), st.integers(0, 4))
    return st.recursive(
        names,
        lambda inner: st.one_of(
            st.tuples(st.just("not"), inner),
            st.tuples(st.sampled_from(["and", "or"]), inner, inner),
            st.tuples(st.sampled_from(["and", "or"]), inner, inner, inner),
            st.tuples(st.sampled_from(["if", "iff"]), inner, inner),
            st.tuples(
                st.just("at_least"),
                st.integers(0, 9),
                st.lists(st.tuples(st.integers(0, 5), inner), min_size=1, max_size=4),
            ),
        ),
        max_leaves=12,
    )


@given(trees(), st.data())
def test_a_statement_holds_where_its_words_say(tree: Any, data: Any) -> None:
    text = written(tree, data.draw)
    formula = parse(text, lookup).formula
    assert evaluate(formula, CODES).tolist() == [holds(tree, int(code)) for code in CODES], text


def fault_in(text: str) -> StatementFault | None:
    """Read a text in which every name is known."""
    try:
        parse(text, lambda name, terms, offset: constant(True))
    except StatementFault as fault:
        return fault
    return None


@given(st.one_of(st.text(alphabet="ab.! &|()='\"if nt", max_size=40), st.text(max_size=60)))
def test_any_text_is_a_statement_or_has_a_fault_inside_it(text: str) -> None:
    fault = fault_in(text)
    if fault is not None:
        assert fault.code in ("C301", "C302")
        assert 0 <= fault.offset <= len(text)


@pytest.mark.parametrize(
    ("text", "offset", "words"),
    [
        ("a.b &", 5, "the statement ends where an option, an issue, '!' or '(' is expected"),
        ("a.b b", 4, "'b' found where '&', '|', 'if', 'iff' or the end is expected"),
        ("(a.b | c", 0, "the bracket that opens here is not closed; add ')'"),
        ("a.b) & c", 3, "this ')' closes no bracket"),
        ("a if b if c", 7, "do not chain"),
        ("", 0, "an empty statement"),
        ("a & $", 4, "'$' found"),
        ("a = ", 3, "the name of terms"),
        ("i = two words", 8, "put terms of several words in quotes"),
        ("i != one", 2, '!(issue = "terms")'),
        ("not-a", 3, "no dash"),
        ("at_least(3, a.b)", 12, "'a.b' found where a whole number is expected"),
        ("at_least(a.b)", 9, "'a.b' found where a whole number is expected"),
        ("at_least(3)", 10, "')' found where ',' is expected"),
        ("at_least(3, 2 a.b", 8, "the bracket that opens here is not closed; add ')'"),
    ],
)
def test_a_fault_says_what_was_found_and_expected(text: str, offset: int, words: str) -> None:
    with pytest.raises(StatementFault) as caught:
        parse(text, lambda name, terms, offset: constant(True))
    assert caught.value.offset == offset
    assert words in str(caught.value)


def test_length_and_depth_are_bounded() -> None:
    for text in ("a" * (MAX_LENGTH + 1), "!" * 60 + "yes", "(" * 50 + "yes" + ")" * 50):
        with pytest.raises(StatementFault) as caught:
            parse(text, lookup)
        assert caught.value.code == "C302"
    assert parse("(" * 30 + "yes" + ")" * 30, lookup).formula == ("const", True)


def test_a_formula_cannot_grow_without_end() -> None:
    def huge(name: str, terms: str | None, offset: int) -> Part:
        return Part(("option", 0), 1, 9_000)

    with pytest.raises(StatementFault) as caught:
        parse("a iff (b iff c)", huge)
    assert caught.value.code == "C302"


def test_names_are_looked_up_where_they_stand() -> None:
    asked = []

    def note(name: str, terms: str | None, offset: int) -> Part:
        asked.append((name, terms, offset))
        return constant(True)

    parse('  !a.b | i = "x y" if iffy', note)
    assert sorted(asked, key=lambda call: call[2]) == [
        ("a.b", None, 3),
        ("i", "x y", 9),
        ("iffy", None, 22),
    ]


@pytest.mark.parametrize("text", ["“p.o1”", "!p.o1 | \u2018p.o2\u2019", "„p.o1“ & p.o2"])
def test_curly_quotes_are_named(text: str) -> None:
    with pytest.raises(StatementFault, match="write straight quotes"):
        parse(text, lookup)
