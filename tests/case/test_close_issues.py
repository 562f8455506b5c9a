"""An issue assumed closed: closed in every statement, as if the text of the case said so."""

from __future__ import annotations

import re
from itertools import combinations
from math import factorial

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.clock import course
from stickpoint.case.library import path_of
from stickpoint.case.resolve.close_issues import close_issues
from stickpoint.graph.build_game import Changes
from stickpoint.logic import evaluate

TWO = """\
format: 1
title: Two items, one wall
clock: {start: 2020-01-01, unit: month, horizon: 60}
parties:
  a: {name: Ayland, pace: 1, precision: 2, discount: 0.05/year}
  b: {name: Beeland, pace: [0.5, 2], precision: 2, discount: 0.05/year}
options:
  a.border: {text: hold out on the border, now: yes}
  b.debt: {text: hold out on the debt, now: yes}
nature:
  king_dies: {text: the king dies, now: no, one_way: yes, on: 2020-09-01}
issues:
  border: {name: border, terms: {"border drawn": "!a.border"}}
  debt: {name: debt, terms: {"debt paid": "!b.debt"}}
settled: border & debt
wants: {a: [settled], b: [settled]}
payoffs:
  a:
    - {when: "!settled", worth: [-1, -0.4]}
    - {when: "a.border", worth: [0.1, 0.3]}
    - {when: "!settled & nature.king_dies", worth: -2}
    - {when: "!border", worth: -0.2}
  b:
    - {when: "!settled", worth: [-1, -0.4]}
    - {when: "b.debt", worth: [0.6, 1.4]}
    - {when: 'debt = "debt paid" & !border', worth: -0.3}
terminal:
  a: [{when: "!(border & debt)", worth: -1}]
tolls:
  dead: {when: "!settled", per: day, amount: [10, 20], unit: people, falls_on: b}
hypotheses:
  spite: {claim: spite, about: a, payoffs: {a: [{when: "border & !settled", worth: -3}]}}
"""


def rewritten(text: str, issues: tuple[str, ...]) -> sp.Case:
    """Write ``yes`` for the name of an issue in every statement: the literal twin."""
    for issue in issues:
        name = rf"(?<![\w.]){issue}(?![\w]| *[=:]| drawn| paid|, terms)"
        head, tail = text.split("settled:", 1)
        text = head + "settled:" + re.sub(name, "yes", tail)
    return sp.loads(text)


@pytest.mark.parametrize("issues", [("border",), ("debt",), ("border", "debt")])
@pytest.mark.parametrize("hypothesis", [None, "spite"])
def test_a_closed_issue_is_closed_in_every_statement(
    issues: tuple[str, ...], hypothesis: str | None
) -> None:
    twin = rewritten(TWO, issues).game(changes=Changes(hypothesis=hypothesis))
    game = sp.loads(TWO).game(changes=Changes(without=issues, hypothesis=hypothesis))
    np.testing.assert_array_equal(game.settled, twin.settled)
    np.testing.assert_array_equal(game.payoffs, twin.payoffs)
    np.testing.assert_array_equal(game.terminal, twin.terminal)
    np.testing.assert_array_equal(game.tolls["dead"], twin.tolls["dead"])
    one, two = sp.clock(game), sp.clock(twin)
    assert one.mean == pytest.approx(two.mean)
    assert one.tolls == pytest.approx(two.tolls)


def test_nothing_is_paid_for_a_war_that_is_over() -> None:
    game = sp.load("korea-1952").game(changes=Changes(without=["prisoners"]))
    assert all((row[game.settled] == 0).all() for row in game.tolls.values())
    dead = sp.clock(game).tolls["Korean dead, north"]
    assert dead < sp.clock(sp.load("korea-1952").game()).tolls["Korean dead, north"]


def test_the_share_of_an_issue_is_what_closing_it_in_the_text_saves() -> None:
    names = ("border", "debt")
    subsets = [s for size in range(3) for s in combinations(names, size)]
    wait = {s: sp.clock(rewritten(TWO, s).game()).mean for s in subsets}
    saved = {}
    for name in names:
        (other,) = set(names) - {name}
        saved[name] = (wait[()] - wait[(name,)] + wait[(other,)] - wait[names]) / factorial(2)
    total = wait[()] - wait[names]
    shares = course(sp.loads(TWO)).issues
    assert shares == pytest.approx({name: saved[name] / total for name in names}, rel=1e-4)


def test_the_colombian_items_closed_are_those_of_a_text_without_them() -> None:
    text = path_of("colombia-2014").read_text(encoding="utf-8")
    twin = sp.loads(text.replace("settled: victims & arms", "settled: yes & arms")).game()
    game = sp.load("colombia-2014").game(changes=Changes(without=["victims"]))
    assert sp.clock(game).mean == pytest.approx(sp.clock(twin).mean)


def test_terms_of_a_closed_issue_keep_their_meaning_but_bar_no_settlement() -> None:
    options = "options: {a.x: x, a.y: y, a.z: z}\n"
    issues = (
        "issues: {i: {terms: {one: a.x & !a.y, two: a.y}}, j: {terms: {three: 'i = one & a.z'}}}\n"
    )
    head = "format: 1\ntitle: T\nparties: {a: A}\n" + options + issues
    pay = "payoffs: {a: [{when: 'i = one', worth: 1}, {when: j, worth: 1}, {when: i, worth: 1}]}\n"
    for settled, meaning in (
        ("i = one & a.z", "a.z"),
        ("!(i = two) & a.z", "a.z"),
        ("(i = one & a.x) | (i = two & a.z)", "a.x | a.z"),
        ("j", "a.z"),
        ("(a.x & !a.y | a.y) & a.z", "a.z"),
    ):
        case = close_issues(sp.loads(head + f"settled: '{settled}'\n" + pay), ["i"])
        plain = sp.loads(head + f"settled: {meaning}\n" + pay)
        states = np.arange(8, dtype=np.uint64)
        assert case.settled is not None
        assert plain.settled is not None
        assert (
            evaluate(case.settled.formula, states).tolist()
            == evaluate(plain.settled.formula, states).tolist()
        ), settled
        named, other, name = (evaluate(p.statement.formula, states) for p in case.payoffs)
        assert named.tolist() == [False, True, False, False] * 2
        assert other.tolist() == [False] * 5 + [True, False, False]
        assert name.all()
