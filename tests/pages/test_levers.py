"""What would end it, as a page and as data; and the words where the clock has nothing to run on."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.levers.both import levers
from stickpoint.cli import main
from stickpoint.pages.data import levers as data
from stickpoint.pages.levers.page import page, silence
from stickpoint.pages.render.text import text

TWO = """\
format: 1
title: Two sides
clock: {start: 2001-01-01, unit: day, horizon: 10}
parties: {ann: Ann, bob: Bob}
options: {ann.yield: {text: yield, one_way: yes}}
issues: {pay: {name: pay, terms: {low: ann.yield}}}
wants: {ann: [pay], bob: [pay]}
payoffs:
  ann: [{when: "!pay", worth: [-1, 1], label: pride}]
  bob: [{when: "!pay", worth: -1}]
levers:
  - {what: Ann is paid to yield, payoff: ann, when: pay, by: bob, direction: up, cost: 1, limit: 3}
"""


def test_the_page_says_which_move_which_lever_and_the_least_that_would_do() -> None:
    answer = levers(sp.loads(TWO), draws=2, within=0.5)
    told = " ".join(text(page(answer)).split())
    for words in (
        "What change would make a settlement hold?",
        "Low. It holds as things stand",
        "Ann: yield.",
        "Ann is paid to yield",
        "settled within 0.5 days",
        "Is it ripe?",
        "What does this rest on?",
    ):
        assert words in told, words
    json.dumps(data.levers(answer), allow_nan=False)


@pytest.mark.parametrize(
    ("name", "words"),
    [("elmira", "the case gives no payoffs"), ("prisoners-dilemma", "the case gives no payoffs")],
)
def test_where_nothing_can_be_timed_it_says_so(name: str, words: str) -> None:
    result = CliRunner().invoke(main, ["levers", name])
    assert result.exit_code == 0
    assert words in result.stdout
    told = json.loads(CliRunner().invoke(main, ["levers", name, "--json"]).stdout)
    assert {outcome["terms"] for outcome in told["holding"]} == set(sp.load(name).conflict().terms)
    assert words in told["silent"]


def test_without_terms_nothing_says_when_it_is_over() -> None:
    bare = TWO.replace(", terms: {low: ann.yield}", "").replace("pay]", "ann.yield]")
    bare = bare.replace('"!pay"', '"!ann.yield"').replace("when: pay,", "when: ann.yield,")
    assert "nothing says when it is over" in silence(levers(sp.loads(bare)))
