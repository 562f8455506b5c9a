"""Which verb goes with whom: the parties of the casebook, and sentences about several."""

from __future__ import annotations

import pytest
from pages.test_why import CHICKEN, read

import stickpoint as sp
from stickpoint.case import library
from stickpoint.pages.wording.names import is_plural, verb

PLURAL = {"the guarantors", "the supporters"}
"""Of the casebook; every other party is one."""


def test_of_the_casebook_those_are_plural_that_are_called_so() -> None:
    called = {party.called for name in library.names() for party in sp.load(name).parties}
    assert {name for name in called if is_plural(name)} == PLURAL


@pytest.mark.parametrize(
    ("name", "plural"),
    [
        ("the players", True),
        ("The Brexiteers", True),
        ("the friends of the king", True),
        ("the police", True),
        ("the generals and the church", True),
        ("the Ministry of Works", False),
        ("the United Nations", False),
        ("the congress", False),
        ("the general's", False),
        ("the EUs.", True),
        ("the Archdiocese", False),
        ("the Catholic Diocese", False),
        ("the Chinese", True),
        ("le congr\N{LATIN SMALL LETTER E WITH GRAVE}s", False),
        ("the", False),
        ("Paris", False),
        ("Studios", True),
        ("Writers", True),
        ("Walt Disney Studios", False),
        ("Athens", False),
        ("Siemens", False),
        ("Williams", False),
        ("", False),
    ],
)
def test_a_name_is_plural_by_its_head(name: str, plural: bool) -> None:
    assert is_plural(name) == plural


def test_two_take_the_plural_whatever_each_takes_alone() -> None:
    assert verb(["Ann", "Bob"], "does") == "do"
    assert verb(["Ann"], "does") == "does"


def test_a_party_that_is_several_moves_and_gains_in_the_plural() -> None:
    many = CHICKEN.replace("ann: Ann", "ann: {name: Drivers, short: the drivers}")
    assert "The drivers: do nothing of what they could do." in read(many)
    assert "The drivers would gain if they were to swerve" in read(many)
    held = CHICKEN.replace("bob: Bob", "bob: {name: Bob, short: the owners}")
    held = held.replace(
        "terms: {somebody gives way: ann.swerve | bob.swerve}", "terms: {b: bob.swerve}"
    )
    assert "Nothing can be settled unless the owners move." in read(held)
