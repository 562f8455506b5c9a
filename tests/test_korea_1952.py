"""The reference case: what the account it starts from says must come out, or fail to, plainly."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import oracles
import pytest

import stickpoint as sp
from stickpoint.answers.knowledge.told import matrix, told_otherwise
from stickpoint.answers.motives.rivals import Motives
from stickpoint.answers.sampling.draws import Draw
from stickpoint.answers.why.stability import Why, why
from stickpoint.case import library
from stickpoint.case.model.judgements import judgements
from stickpoint.graph.build_game import Changes

SETTINGS = {"stalin lives": {}, "stalin dead": {"stalin_dies": True}}


@cache
def answer(setting: str) -> Why:
    """Ask why it is stuck, with Stalin alive or dead."""
    return why(sp.load("korea-1952"), nature=SETTINGS[setting])


@cache
def computed() -> dict[str, Any]:
    """Read the expected tables."""
    path = Path(library.path_of("korea-1952")).with_name("expected.json")
    table: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["computed"]
    return table


def hold(setting: str, party: str) -> Any:
    """Say how a party stands to the status quo."""
    found = answer(setting)
    return found.parties[found.conflict.parties.index(party)]


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


def test_while_stalin_lives_the_deadlock_holds_by_credible_sanctions() -> None:
    assert answer("stalin lives").holds == ["sseq", "seq", "smr", "gmr"]
    kinds = {p: hold("stalin lives", p).kind for p in ("us", "prc", "ussr", "dprk")}
    assert kinds == {"us": "content", "prc": "content", "ussr": "content", "dprk": "deterred"}


def test_the_client_would_plead_and_either_patron_could_remove_him() -> None:
    found = hold("stalin lives", "dprk")
    conflict = answer("stalin lives").conflict
    gain = found.witness.gains[0]
    assert "dprk.plead" in conflict.yes(gain.state)
    (step,) = gain.sanction
    assert "prc.remove" in conflict.yes(step.state)
    assert [conflict.parties[j] for j in found.alternatives] == ["ussr"]
    assert found.credible


def test_no_settlement_holds_while_stalin_lives_and_none_comes_without_moscow() -> None:
    found = answer("stalin lives")
    assert [conflict_terms.concept for conflict_terms in found.settlements] == [None] * 3
    assert [found.conflict.parties[j] for j in found.keepers] == ["ussr"]
    assert not (found.willing.reachable & (found.conflict.settled)).any()


def test_after_stalin_neutral_custody_comes_by_improvements_in_the_order_of_1953() -> None:
    found = answer("stalin dead")
    assert found.holds == []
    assert hold("stalin dead", "ussr").kind == "free"
    custody = next(s for s in found.settlements if s.terms == "neutral custody")
    assert custody.concept == "nash"
    assert custody.willing
    assert custody.way is not None
    movers = [found.conflict.parties[step.party] for step in custody.way]
    assert movers == ["ussr", "prc", "us"]


def test_without_the_power_to_remove_him_nobody_could_hold_the_client_back() -> None:
    text = library.path_of("korea-1952").read_text(encoding="utf-8")
    powerless = text.replace("impossible:", "impossible:\n  - prc.remove | ussr.remove", 1)
    found = why(sp.loads(powerless))
    assert found.parties[found.conflict.parties.index("dprk")].kind == "free"


def test_every_number_of_the_case_is_a_range() -> None:
    case = sp.load("korea-1952")
    amounts = [payoff.worth for payoff in case.payoffs] + [toll.amount for toll in case.tolls]
    amounts += [
        a for party in case.parties for a in (party.pace, party.precision, party.discount) if a
    ]
    assert len(amounts) > 20
    assert all(amount.low < amount.high for amount in amounts)


def test_every_want_and_worth_says_why() -> None:
    bare = [j for j in judgements(sp.load("korea-1952")) if not j.because]
    assert [j for j in bare if j.kind in ("want", "payoff", "toll", "rating", "prior")] == []


def test_the_record_is_wide_enough_to_test_rivals() -> None:
    case = sp.load("korea-1952")
    assert len(case.record.messages) >= 25
    assert len(case.record.passages) >= 12
    assert len(case.hypotheses) == 6
    assert len([item for item in case.record.evidence if item.observed]) == 14
    assert case.groups


def test_what_is_not_in_hand_is_rated_by_what_each_rival_would_expect() -> None:
    case = sp.load("korea-1952")
    missing = {item.id for item in case.record.evidence if not item.observed}
    rated = [r for h in case.hypotheses for r in h.ratings if r.evidence in missing]
    assert len(missing) == 3
    assert all(" ".join(rating.because).startswith("expectation: ") for rating in rated)
    # The two that stand highest are told apart by papers on the count, not by those on aid or fear.
    worth = Motives(case, structural=False).missing
    assert next(iter(worth)) == "E15"
    assert worth["E15"][0] > worth["E16"][1]


@pytest.mark.skipif(
    "STICKPOINT_DOCUMENTS" not in os.environ, reason="the text may not be redistributed"
)
def test_every_passage_is_where_the_case_says() -> None:
    assert sp.check("korea-1952")[1] == ()


def test_the_rate_of_settling_rises_after_his_death_in_nearly_every_draw() -> None:
    case = sp.load("korea-1952")
    higher = []
    for number in range(30):
        run = sp.clock(case.game(changes=Changes(read=Draw(0, number))), tolerance=1e-8)
        death = run.game.events[0].time
        before, then, after = run.survival([death - 1, death, death + 3]).tolist()
        if after > 1e-7:
            higher.append(np.log(then / after) / 3 > np.log(before / then))
    assert len(higher) >= 25
    assert np.mean(higher) > 0.85


def test_kim_says_one_thing_to_mao_and_another_to_stalin_at_once() -> None:
    case = sp.load("korea-1952")
    (found,) = told_otherwise(case)
    assert (found.fact, found.sender, found.apart) == ("kim-wavers", "dprk", (0, 1))
    assert {(x.receiver, x.is_so) for x in found.tellings} == {
        *(("prc", True), ("prc", False), ("ussr", True))
    }
    # Stalin passes on to Mao what Kim had told Mao, not what Kim had told him.
    known = matrix(case)["kim-wavers"]["ussr"]
    assert [x.message.id for x in known[0].told] == ["m-kim-to-stalin"]
    assert [x.receiver for x in known[1].said] == ["prc"]
