"""What nature is held at is said wherever it decides who could settle, on what, and when."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.answers.levers.payoffs import payoff_levers
from stickpoint.answers.why.brief import Brief
from stickpoint.answers.why.stability import Why, why
from stickpoint.cli import main
from stickpoint.graph.build_game import build_game
from stickpoint.pages.data import why as data
from stickpoint.pages.levers.waiting import ripeness
from stickpoint.pages.model import Page
from stickpoint.pages.render.text import text as as_text
from stickpoint.pages.why.brief import brief
from stickpoint.pages.why.full import page

SIEGE = """\
format: 1
title: A siege
clock: {start: 2020-01-01, unit: week, horizon: 100}
parties: {a: {name: Ann, precision: 2}, b: {name: Ben, precision: 2}}
options:
  a.siege: {text: besiege the town, now: no}
  b.hold: {text: hold the town, undo: give up the town, now: yes}
nature:
  starved: {text: the town is starved, one_way: yes, rate: 0.1}
issues:
  town:
    name: the town
    terms:
      given up: "!b.hold"
      taken: b.hold & a.siege & nature.starved
wants: {a: [settled, "!a.siege"], b: [b.hold]}
payoffs:
  a: [{when: settled, worth: 0.5}, {when: a.siege, worth: -0.1}]
  b: [{when: settled, worth: -0.5}, {when: a.siege & !settled, worth: -0.1}]
"""
VOTE = """\
format: 1
title: A vote on a fixed day
clock: {start: 2020-01-01, unit: week, horizon: 208}
parties: {a: {name: Ann, precision: 2.5}, b: {name: Ben, precision: 2.5}}
options:
  a.back: {text: back the bill, now: no}
  b.back: {text: back the bill, now: no}
nature:
  vote: {text: the vote is held, one_way: yes, rate: 0.14}
issues:
  bill:
    name: the bill
    terms:
      passed: nature.vote & a.back & b.back
      lost: nature.vote & !(a.back & b.back)
wants: {a: ['bill = "passed"', a.back], b: ['bill = "lost"', b.back]}
payoffs:
  a: [{when: 'bill = "passed"', worth: [0.3, 0.7]}]
  b: [{when: 'bill = "passed"', worth: [-0.3, 0.3]}]
"""


def line(said: Page) -> str:
    """Return a page as one line."""
    return " ".join(as_text(said).split())


def screen(text: str) -> str:
    """Return the screen about a case."""
    return line(brief(Brief(why(sp.loads(text)), draws=8)))


def full(text: str) -> str:
    """Return the full page about a case."""
    return line(page(why(sp.loads(text))))


def test_a_party_without_which_nature_can_settle_it_is_needed_only_while_nature_holds() -> None:
    for said in (screen(SIEGE), full(SIEGE)):
        assert (
            "As long as this has not happened: the town is starved, nothing can be settled unless "
            "Ben moves."
        ) in said
        assert "Nothing can be settled unless" not in said
    told = data.why(why(sp.loads(SIEGE)))
    assert told["keepers"] == []
    assert told["keepers_while_nature_stands"] == ["b"]
    assert told["nature"] == {"nature.starved": False}
    assert [turn["nature"] for turn in told["if"]] == [{"nature.starved": True}]


def test_a_party_that_nature_cannot_stand_in_for_is_needed_whatever_happens() -> None:
    assert "Nothing can be settled unless Ben moves." in screen(
        SIEGE.replace("taken: b.hold & a.siege & nature.starved", "taken: '!b.hold & a.siege'")
    )


def test_terms_that_all_need_nature_are_named_with_what_they_wait_for() -> None:
    for said in (screen(VOTE), full(VOTE)):
        assert (
            "Lost and passed cannot come about as long as this has not happened: the vote" in said
        )
        assert "Nothing can be settled as long as this has not happened: the vote is held." in said
        assert "names no terms" not in said
        assert "t would be settled at once, with no move of anybody: lost." in said
    assert data.why(why(sp.loads(VOTE)))["waiting_for_nature"] == ["lost", "passed"]


def test_who_is_needed_beside_nature_is_said_with_it() -> None:
    vote = VOTE.replace("lost: nature.vote & !(a.back & b.back)", "lost: nature.vote & b.back")
    said = screen(vote.replace('"lost"', '"passed"'))
    assert (
        "Nothing can be settled as long as this has not happened: the vote is held, nor then "
        "unless Ben moves."
    ) in said


def test_several_changes_of_nature_are_told_as_all_or_as_any() -> None:
    other = "nature:\n  rain: {text: it rains, rate: 0.1}\n"
    said = full(
        VOTE.replace("nature:\n", other).replace("nature.vote &", "nature.vote & nature.rain &")
    )
    assert "as long as not all of this has happened: it rains; the vote is held" in said
    either = VOTE.replace("nature:\n", other).replace(
        "nature.vote &", "(nature.vote | nature.rain) &"
    )
    assert "as long as none of this has happened: it rains; the vote is held" in full(either)


def test_what_holds_of_nature_today_is_what_must_end() -> None:
    frost = VOTE.replace("one_way: yes, rate", "now: yes, rate")
    frost = frost.replace("passed: nature.vote & a.back & b.back", "passed: a.back & !nature.vote")
    frost = frost.replace("lost: nature.vote & !(a.back & b.back)", "lost: b.back & !nature.vote")
    said = full(frost)
    assert "cannot come about as long as this holds: the vote is held." in said
    assert "Nature is held as it stands, so this holds: the vote is held." in said
    answer = payoff_levers(sp.loads(frost), draws=1)
    ripe = line(Page("", (ripeness(answer),)))
    assert "Passed (Ann could bring it about once this ends: the vote is held)" in ripe


def test_terms_that_nothing_leads_to_are_said_to_be_so() -> None:
    shut = VOTE.replace("now: no}", "now: no, needs: 'a.back'}", 1)
    said = full(shut)
    assert (
        "Passed cannot come about by any moves or change of nature from where things stand." in said
    )
    assert "Lost cannot come about as long as this has not happened: the vote is held." in said
    none = shut.replace("lost: nature.vote & !(a.back & b.back)", "lost: nature.vote & a.back")
    assert "No moves of anybody lead to a settlement from where things stand, whatever" in full(
        none
    )


def test_ripeness_says_what_nature_is_held_at_and_which_terms_wait_for_it() -> None:
    for text, words in (
        (
            SIEGE,
            "Taken (Ann could bring it about once this happens: the town is starved): not within",
        ),
        (VOTE, "As nature stands no settlement can be reached by moves, so nothing is ripe yet."),
    ):
        answer = payoff_levers(sp.loads(text), draws=1)
        said = line(Page("", (ripeness(answer),)))
        assert words in said
        assert "Nature is held as it stands, so this has not happened: the " in said
        assert "the clock lets nature change, so it may settle what is never ripe here." in said
    later = answer.ripeness.plain()["once_nature_has_changed"]
    assert later["lost"] == {"movers": [], "nature": ["nature.vote"]}
    assert later["passed"] == {"movers": ["a", "b"], "nature": ["nature.vote"]}


def test_ripeness_without_nature_says_nothing_of_it() -> None:
    plain = SIEGE.replace(" & nature.starved", "").replace(
        "nature:\n  starved: {text: the town is starved, one_way: yes, rate: 0.1}\n", ""
    )
    answer = payoff_levers(sp.loads(plain), draws=1)
    assert "ature" not in line(Page("", (ripeness(answer),)))


@pytest.mark.parametrize("asked", [[], ["--json"]])
def test_levers_answer_a_case_in_which_every_term_waits_for_nature(
    asked: list[str], tmp_path: Path
) -> None:
    file = str(tmp_path / "vote.case.yaml")
    Path(file).write_text(VOTE, encoding="utf-8")
    done = CliRunner().invoke(main, ["levers", file, "--draws", "1", *asked])
    assert done.exit_code == 0, done.output
    if asked:
        assert json.loads(done.stdout)["holding"] == []
    else:
        assert "Lost and passed cannot come about as long as this has not happened" in done.stdout
    named = CliRunner().invoke(main, ["levers", file, "--terms", "passed"])
    assert named.exit_code != 0
    assert "'passed' alone settles nothing while nature stands as it does" in named.output


ATOMS = ("a.x", "!a.x", "b.y", "!b.y", "nature.n", "!nature.n", "nature.m")
TERMS = st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3, unique=True).map(" & ".join)


def case_of(terms: list[str], now: list[bool], one_way: bool, needs: str) -> str:
    """Write a case with two parties, two things of nature and some terms."""
    is_now = ["yes" if value else "no" for value in now]
    listed = ", ".join(f"t{k}: '{text}'" for k, text in enumerate(terms))
    way = ", one_way: yes" if one_way else ""
    return f"""\
format: 1
title: t
clock: {{unit: day, horizon: 5}}
parties: {{a: Ann, b: Ben}}
options:
  a.x: {{text: do x, now: {is_now[0]}}}
  b.y: {{text: do y, now: {is_now[1]}, needs: '{needs}'}}
nature:
  n: {{text: n comes, now: no, rate: 0.1{way}}}
  m: {{text: m comes, now: {is_now[2]}, rate: 0.1}}
issues: {{i: {{name: it, terms: {{{listed}}}}}}}
wants: {{a: [a.x], b: [b.y]}}
payoffs: {{a: [{{when: a.x, worth: 1}}]}}
"""


def settles(found: Why, movers: set[int], turns: set[int]) -> bool:
    """Follow every move and change literally, state by state, by the arcs of the clock's game."""
    game = build_game(found.case)
    assert game.start_state is not None
    assert game.conflict is not None
    codes = game.conflict.codes
    assert codes is not None
    edge, seen = [game.start_state], {game.start_state}
    while edge:
        state = edge.pop()
        ahead = [t for j in movers for t in game.moves_from(j, state)[0].tolist()]
        for k in range(game.nature_start[state], game.nature_start[state + 1]):
            target = int(game.nature_target[k])
            if int(codes[state] ^ codes[target]).bit_length() - 1 in turns:
                ahead.append(target)
        edge += [t for t in ahead if t not in seen]
        seen |= set(ahead)
    return bool(game.settled[sorted(seen)].any())


@given(
    st.lists(TERMS, min_size=1, max_size=2, unique=True),
    st.lists(st.booleans(), min_size=3, max_size=3),
    st.booleans(),
    st.sampled_from(["nature.n | !nature.n", "a.x", "nature.n"]),
)
@settings(max_examples=60, deadline=None)
def test_whoever_is_said_to_be_needed_is_needed(
    terms: list[str], now: list[bool], one_way: bool, needs: str
) -> None:
    text = case_of(terms, now, one_way, needs)
    try:
        found = why(sp.loads(text))
    except sp.CaseError:
        return
    ends, everybody, chances = found.ends, {0, 1}, {2, 3}
    if not ends.is_open:
        return
    can_now, can_ever = settles(found, everybody, set()), settles(found, everybody, chances)
    assert found.out_of_reach != can_now
    for j, (kept, turns, can) in product((0, 1), (
        (ends.kept, set[int](), can_now), (ends.keepers, chances, can_ever),
    )):  # fmt: skip
        assert (j in kept) == (can and not settles(found, everybody - {j}, turns))
    said = full(text)
    for j, name in enumerate(("Ann", "Ben")):
        if f"Nothing can be settled unless {name} moves." in said:
            assert not settles(found, everybody - {j}, chances)
