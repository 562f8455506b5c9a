"""The ways in which it ends, said with the texts of the case."""

from __future__ import annotations

import math
from dataclasses import replace

import stickpoint as sp
from stickpoint.pages.clock.ends import section
from stickpoint.pages.model import Page
from stickpoint.pages.render.text import text
from stickpoint.pages.wording.names import CaseWords
from stickpoint.solve.clock.clock import clock
from stickpoint.solve.clock.ways import Ways

THAW = """\
format: 1
title: A thaw
clock: {start: 2001-01-01, unit: month, horizon: 40}
parties: {ann: Ann}
options:
  ann.yield: {text: yield on pay, one_way: yes, needs: nature.thaw}
nature:
  thaw: {text: the frost ends, one_way: yes, RATE}
issues:
  pay: {name: pay, terms: {paid: ann.yield}}
payoffs:
  ann: [{when: "!settled", worth: -9}]
"""


def said(ways: Ways, words: CaseWords) -> str:
    """Return the section as one line of text."""
    return " ".join(text(Page("", (section(ways, words),))).split())


def ways_of(text: str, horizon: float = 40.0):
    game = sp.loads(text).game()
    return clock(game, horizon=horizon).ways(paths=400), CaseWords(sp.loads(text), game.conflict)


def test_who_does_what_in_turn_and_how_often() -> None:
    ways, words = ways_of(THAW.replace("RATE", "rate: 0.5"))
    told = said(ways, words)
    assert "- Paid: 100 of 100 courses (99 to 100), typically after 2." in told
    assert " months). 1. By chance: the frost ends. 2. Ann: yield on pay." in told
    assert "400 simulated courses (seed 0)" in told
    assert "by other moves" not in told
    untimed = " ".join(text(Page("", (section(ways, words, timed=False),))).split())
    assert "- Paid: 100 of 100 courses (99 to 100). 1. By chance: the frost ends." in untimed


def test_a_dated_change_is_said_to_be_unforeseen() -> None:
    ways, words = ways_of(THAW.replace("RATE", "on: 2001-03-01"))
    told = said(ways, words)
    assert ". 1. On its date, unforeseen: the frost ends. 2. Ann: yield on pay." in told


def test_what_does_not_end_is_said_not_to() -> None:
    ways, words = ways_of(THAW.replace("RATE", "rate: 0.000001"), 1.0)
    assert "On none of 400 simulated courses." in said(ways, words)


def test_the_rest_is_counted_too() -> None:
    case = sp.load("korea-1952")
    game = case.game()
    ways = clock(game, horizon=60.0, tolerance=1e-6).ways(1, paths=400)
    words = CaseWords(case, game.conflict)
    assert said(ways, words).count(" - ") == 1
    assert "it ends by other moves" in said(ways, words)


def test_the_time_of_a_way_has_a_range() -> None:
    ways, words = ways_of(THAW.replace("RATE", "rate: 0.5"))
    (way,) = ways.ways
    early, late = way.quartiles
    assert early < way.median_time < late
    assert " months (half of them take " in said(ways, words)
    table = ways.table()
    assert (table.quarter_by < table.three_quarters_by).all()


def test_a_way_that_nobody_took_again_has_no_time() -> None:
    ways, words = ways_of(THAW.replace("RATE", "rate: 0.5"))
    never = replace(
        ways.ways[0], probability=0.0, low=0.0, high=0.0004, median_time=math.nan,
        quartiles=(math.nan, math.nan),
    )  # fmt: skip
    told = said(replace(ways, ways=(never,)), words)
    assert "- Paid: under 0.1 of 100 courses. 1. By chance" in told
    assert "typically" not in told
