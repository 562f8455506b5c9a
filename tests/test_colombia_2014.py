"""The second real case: the engine's own answers, held against a slow twin and regression."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import oracles
import pytest

import stickpoint as sp
from stickpoint.answers.levers.payoffs import payoff_levers
from stickpoint.answers.why.stability import Why, why
from stickpoint.case import library
from stickpoint.case.model.judgements import judgements

SETTINGS = {"no envoy": {}, "envoy": {"envoy": True}}


@cache
def answer(setting: str) -> Why:
    """Ask why it is stuck, with or without an envoy from Washington."""
    return why(sp.load("colombia-2014"), nature=SETTINGS[setting])


@cache
def computed() -> dict[str, Any]:
    """Read the expected tables."""
    path = Path(library.path_of("colombia-2014")).with_name("expected.json")
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["computed"]
    return table


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("concept", oracles.CONCEPTS)
def test_every_stable_state_is_the_oracles(setting: str, concept: str) -> None:
    conflict = answer(setting).conflict
    states = range(conflict.n_states)
    arcs = [
        {s: set(conflict.moves_from(i, s).tolist()) for s in states}
        for i in range(conflict.n_parties)
    ]
    stable = oracles.CONCEPTS[concept](arcs, conflict.ranks.tolist())
    found = answer(setting).result
    assert [set(np.flatnonzero(row).tolist()) for row in found.stable[concept]] == stable
    assert computed()[setting]["n_equilibria"][concept] == len(oracles.equilibria(stable))


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("concept", ["nash", "seq", "sseq"])
def test_the_equilibria_are_the_ones_written_down(setting: str, concept: str) -> None:
    found = answer(setting)
    expected = computed()[setting]["equilibria"][concept]
    states = np.flatnonzero(found.result.equilibria[concept]).tolist()
    assert [state + 1 for state in states] == [entry["number"] for entry in expected]
    for state, entry in zip(states, expected, strict=True):
        assert list(found.conflict.yes(state)) == entry["yes"]
        assert found.terms(state) == entry["settled"]


def test_without_an_envoy_everybody_stays_and_with_one_the_guarantors_begin() -> None:
    assert {party.kind for party in answer("no envoy").parties} == {"content"}
    free = [party.kind for party in answer("envoy").parties]
    assert free == ["content", "content", "content", "free"]
    court = next(s for s in answer("envoy").settlements if s.terms.startswith("special court"))
    movers = [answer("envoy").conflict.parties[step.party] for step in court.way or ()]
    assert movers == ["hosts", "gov", "farc", "gov"]


def test_three_levers_shorten_the_wait_as_its_page_says() -> None:
    lens = payoff_levers(sp.load("colombia-2014"))
    saved = {single.parameter.name: single.saved for single in lens.alone}
    (first, most), (second, more), (third, least), *others = saved.items()
    assert first.startswith("the opposition is brought in")
    assert {second, third} == {
        "the FARC's delegation sits without a pause",
        "the government's delegation sits without a pause",
    }
    assert [round(x, 1) for x in (most, more, least)] == [1.6, 1.0, 0.8]
    assert {saved for _, saved in others} == {0.0}
    assert lens.run.mean == pytest.approx(4.3, abs=0.05)


def test_the_case_is_as_wide_as_it_says() -> None:
    case = sp.load("colombia-2014")
    assert len(case.record.messages) >= 25
    assert len(case.hypotheses) == 5
    assert len(judgements(case)) >= 40
    amounts = [payoff.worth for payoff in case.payoffs] + [toll.amount for toll in case.tolls]
    assert all(amount.low < amount.high for amount in amounts)


def test_every_want_and_worth_says_why_and_no_text_is_pointed_into() -> None:
    case = sp.load("colombia-2014")
    bare = [judgement for judgement in judgements(case) if not judgement.because]
    assert [j for j in bare if j.kind in ("want", "payoff", "toll", "rating", "prior")] == []
    assert case.record.passages == ()
