"""What the ordinal levers say, and that it is what they found."""

from __future__ import annotations

import pytest

import stickpoint as sp
from stickpoint.errors import ModelError
from stickpoint.view.levers_ordinal import as_text, ordinal_levers, sentences

MINE = """\
format: 1
title: A strike underground
parties:
  miners: {name: the miners}
  owners: {name: the owners}
options:
  miners.strike: {text: strike, now: yes}
  owners.close: {text: close the shaft, undo: open the shaft again, needs: "!miners.strike"}
issues:
  work: {name: work, terms: {quiet: "!miners.strike"}}
wants:
  miners: ["!owners.close", miners.strike]
  owners: [miners.strike iff owners.close, "!miners.strike"]
"""


def test_what_syria_would_have_to_rank_otherwise_is_said_in_its_own_deeds():
    [outcome] = ordinal_levers(sp.load("syria-iraq-1975"))
    assert not outcome.holds
    assert sentences(outcome)[:2] == [
        "Least change of order of wants: it would hold (sequential) if Syria put [not "
        "“attack the dam” (Iraq)] before [“escalate by troops, closed air space and broken "
        "relations”] (one swap).",
        "Least change of ranking: it would hold (sequential) if Syria ranked it above what comes "
        "about if Syria were to hold the water back to fill the lake and escalate by troops, "
        "closed air space and broken relations and Iraq were to attack the dam (one swap).",
    ]
    assert sentences(outcome)[2].startswith(
        "Least restriction of what can be done: it would hold (sequential) if Syria could not "
    )
    assert sentences(outcome)[3] == (
        "Least addition to what can be done: it would hold (sequential) if Syria could be answered "
        "for leaving it, by something new that Iraq would gain by doing then and that would leave "
        "Syria worse off than the settlement."
    )


def test_an_outcome_that_holds_needs_nothing():
    [outcome] = ordinal_levers(sp.load("prisoners-dilemma"))
    assert outcome.holds
    assert sentences(outcome) == ["It holds as things stand (sequential); nothing need change."]


def test_a_change_of_two_parties_names_both():
    text = as_text(ordinal_levers(sp.load("prisoners-dilemma"), concept="nash"))
    assert "No other order of one party's wants would do it." in text
    flat = " ".join(text.split())
    assert (
        "the first prisoner ranked it above what comes about if the first prisoner were to talk"
        in flat
    )
    assert "(two swaps)" in flat
    assert "the first prisoner were bound to keep silent and the second prisoner were bound" in flat
    assert "No addition to what can be done would do it, since answers do not count" in flat
    assert max(map(len, text.splitlines())) <= 80


def test_whoever_could_hold_a_new_answer_is_named_in_one_breath():
    [outcome] = ordinal_levers(sp.load("korea-1952"), ["neutral custody"], limit=3)
    assert sentences(outcome)[-1].endswith(
        "if the Soviet Union could be answered for leaving it, by something new that the United "
        "States, China or North Korea would gain by doing then and that would leave the Soviet "
        "Union worse off than the settlement."
    )


def test_an_option_that_is_barred_is_said_to_be_freed(tmp_path):
    path = tmp_path / "mine.case.yaml"
    path.write_text(MINE, encoding="utf-8")
    [outcome] = ordinal_levers(sp.load(path))
    assert sentences(outcome)[-1].endswith(
        "if the owners were free at any time to close the shaft and to open the shaft again."
    )
    assert outcome.to_dict()["additions"]["changes"] == [
        {
            "party": "owners", "cost": 1.0, "option": "owners.close", "edit": "allow",
            "needs": None, "against": None,
        }
    ]  # fmt: skip


def test_a_long_way_up_is_said_by_its_places_and_a_search_cut_short_is_owned():
    case = sp.load("korea-1952")
    [outcome] = ordinal_levers(case, ["neutral custody"], concept="seq", limit=40)
    said = " ".join(sentences(outcome))
    assert "the Soviet Union ranked it number" in said
    assert "(13 swaps)" in said
    assert outcome.ranks.proof == "optimal"
    [other] = ordinal_levers(case, ["everyone returned"], limit=40, work=0.05)
    said = " ".join(sentences(other))
    assert "only the 40 nearest orders were tried" in said
    assert "not ruled out" in said


def test_a_reorder_that_is_found_never_stands_beside_no_change_of_ranking_found():
    case = sp.load("colombia-2014")
    [outcome] = ordinal_levers(case, ["pardon + watched truce"], limit=20, work=0.05)
    assert any(lever.found for lever in outcome.wants)
    assert outcome.ranks.found
    said = " ".join(sentences(outcome))
    assert "A change of ranking: it would hold" in said
    assert "No change of ranking" not in said


def test_coalesced_states_leave_the_options_out():
    outcomes = ordinal_levers(sp.load("elmira-coalesced"), ["first order accepted"])
    assert outcomes[0].options is None
    assert outcomes[0].to_dict()["options"] is None


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq", "sseq"])
def test_the_plain_data_is_what_the_levers_found(concept):
    [outcome] = ordinal_levers(sp.load("syria-iraq-1975"), concept=concept)
    data = outcome.to_dict()
    assert data["ranks"]["cost"] == outcome.ranks.cost
    assert list(data["wants"]) == ["syria"]
    assert data["sentences"] == sentences(outcome)


def test_mistakes_are_refused():
    with pytest.raises(ModelError, match="no terms are called 'peace'"):
        ordinal_levers(sp.load("syria-iraq-1975"), ["peace"])
