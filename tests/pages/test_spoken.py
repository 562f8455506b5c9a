"""Statements of a case in the texts of its options."""

from __future__ import annotations

import re

import pytest
from pages.test_brief import STRIKE

import stickpoint as sp
from stickpoint.case import library
from stickpoint.case.model.judgements import judgements
from stickpoint.pages.wording.statements import Spoken

CASE = sp.loads(STRIKE.replace("bob.yield: {text: yield,", "bob.yield: {text: give in,"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ann.yield", "“yield”"),
        ("!bob.yield", "not “give in” (Bob)"),
        ("ann.yield & bob.yield", "“yield” and “give in” (Bob)"),
        ("!(ann.yield | bob.yield)", "neither “yield” nor “give in” (Bob)"),
        ("!(ann.yield & bob.yield)", "not all of “yield” and “give in” (Bob)"),
        ("ann.yield if !bob.yield & !pay", "“yield” if not “give in” (Bob) and “pay” open"),
        ("(ann.yield | pay) iff settled", "(“yield” or “pay” closed) exactly if settled"),
        ("ann.yield | bob.yield & pay", "“yield” or (“give in” (Bob) and “pay” closed)"),
        ("pay = low", "“pay” closed as “low”"),
        ("!(pay = 'low')", "“pay” not closed as “low”"),
        ("!!ann.yield", "not (not “yield”)"),
        ("yes & !no", "always and not never"),
    ],
)
def test_a_statement_is_said_in_the_texts_of_the_options(text: str, said: str) -> None:
    assert Spoken(CASE).statement(text, "ann") == said


def test_who_does_it_is_told_where_the_speaker_is_nobody() -> None:
    assert Spoken(CASE).statement("ann.yield & bob.yield") == "“yield” (Ann) and “give in” (Bob)"


@pytest.mark.parametrize("name", library.names())
def test_no_statement_of_the_casebook_keeps_a_sign_or_an_id(name: str) -> None:
    case = sp.load(name)
    spoken, options = Spoken(case), {option.id for option in case.options}
    for line in judgements(case):
        for text in line.statements:
            said = spoken.statement(text, line.party)
            assert not re.search(r"[!&|=]", said)
            assert not options & set(re.findall(r"[\w.]+", said))
