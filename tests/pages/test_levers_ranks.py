"""What the ordinal levers say, and that it is what they found."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.levers import both
from stickpoint.answers.levers import ranks as ranks_answer
from stickpoint.answers.levers.both import levers
from stickpoint.answers.levers.prices import swap_prices
from stickpoint.answers.levers.ranks import least_changes
from stickpoint.cli import main
from stickpoint.cli.expected import say_how_long
from stickpoint.cli.frame import read_prices
from stickpoint.cli.patience import Waiting
from stickpoint.errors import ModelError
from stickpoint.pages.data.levers import holding
from stickpoint.pages.levers.page import page, silence
from stickpoint.pages.levers.ranks import NUMBERS, left_out, notes, section, sentences
from stickpoint.pages.model import Page
from stickpoint.pages.render.text import text
from stickpoint.solve.levers.ranks.programmes import below

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
    [outcome] = least_changes(sp.load("syria-iraq-1975"))
    assert not outcome.holds
    assert sentences(outcome)[:2] == [
        "Least change in the order of wants: it would hold if Syria put [not "
        "“attack the dam” (Iraq)] before [“escalate by troops, closed air space and broken "
        "relations”] (one swap).",
        "Least change of ranking: it would hold if Syria ranked it above what comes "
        "about if Syria were to hold the water back to fill the lake and escalate by troops, "
        "closed air space and broken relations and Iraq were to attack the dam (one swap).",
    ]
    assert sentences(outcome)[2].startswith(
        "Least restriction of what can be done: it would hold if Syria could not "
    )
    assert sentences(outcome)[3] == (
        "Least addition to what can be done: it would hold if Iraq could do something new once "
        "Syria had left it, something that Iraq would gain by and that would leave Syria worse off "
        "than the settlement."
    )


def test_an_outcome_that_holds_needs_nothing():
    [outcome] = least_changes(sp.load("prisoners-dilemma"))
    assert outcome.holds
    assert sentences(outcome) == ["It holds as things stand; nothing need change."]


def test_a_change_of_two_parties_names_both():
    found = least_changes(sp.load("prisoners-dilemma"), concept="nash")
    shown = text(Page("", (section(found),)), width=80)
    flat = " ".join(shown.split())
    assert "No other order of one party's wants would do it." in flat
    assert (
        "the first prisoner ranked it above what comes about if the first prisoner were to talk"
        in flat
    )
    assert "(two swaps)" in flat
    assert "the first prisoner were bound to keep silent and the second prisoner were bound" in flat
    assert "No addition to what can be done would do it, since answers do not count" in flat
    assert max(map(len, shown.splitlines())) <= 80


def test_whoever_could_hold_a_new_answer_is_named_in_one_breath():
    [outcome] = least_changes(sp.load("korea-1952"), ["neutral custody"], limit=3)
    assert sentences(outcome)[-1].endswith(
        "if the United States, China or North Korea could do something new once the Soviet Union "
        "had left it, something that whoever does so would gain by and that would leave the Soviet "
        "Union worse off than the settlement."
    )


def test_an_option_that_is_barred_is_said_to_be_freed(tmp_path):
    path = tmp_path / "mine.case.yaml"
    path.write_text(MINE, encoding="utf-8")
    [outcome] = least_changes(sp.load(path))
    assert sentences(outcome)[-1].endswith(
        "if the owners were free at any time to close the shaft and to open the shaft again."
    )
    assert holding(outcome)["additions"]["changes"] == [
        {
            "party": "owners", "cost": 1.0, "option": "owners.close", "edit": "allow",
            "needs": None, "against": None,
        }
    ]  # fmt: skip


def test_a_long_way_up_is_said_by_its_places():
    case = sp.load("korea-1952")
    [outcome] = least_changes(case, ["neutral custody"], concept="seq", limit=40)
    said = " ".join(sentences(outcome))
    assert "the Soviet Union ranked it number" in said
    assert "(13 swaps)" in said
    assert outcome.ranks.proof == "optimal"


def test_a_search_cut_short_is_owned(monkeypatch):
    monkeypatch.setattr(below, "MOST_TRIED", 0)  # branching would prove it within this work
    case = sp.load("korea-1952")
    [other] = least_changes(case, ["everyone returned"], limit=40, work=0.05)
    said = " ".join(sentences(other))
    assert "only the 40 nearest orders were tried" in said
    assert 0 < other.ranks.bound < other.ranks.cost
    floor = (*NUMBERS, "11", "12")[int(other.ranks.bound)]
    assert f"is not ruled out, but it is proved that fewer than {floor} swaps do not do it" in said
    [other] = least_changes(case, ["everyone returned"], limit=3, work=0.05, prices={"prc": 3})
    assert f"nothing at a cost under {other.ranks.bound:g} does it" in " ".join(sentences(other))


def test_a_reorder_that_is_found_never_stands_beside_no_change_of_ranking_found():
    case = sp.load("colombia-2014")
    [outcome] = least_changes(case, ["pardon + watched truce"], limit=20, work=0.05)
    assert any(lever.found for lever in outcome.wants)
    assert outcome.ranks.found
    said = " ".join(sentences(outcome))
    assert "A change of ranking: it would hold" in said
    assert "No change of ranking" not in said


def test_coalesced_states_leave_the_options_out():
    outcomes = least_changes(sp.load("elmira-coalesced"), ["first order accepted"])
    assert outcomes[0].options is None
    assert holding(outcomes[0])["options"] is None


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq", "sseq"])
def test_the_plain_data_is_what_the_levers_found(concept):
    [outcome] = least_changes(sp.load("syria-iraq-1975"), concept=concept)
    data = holding(outcome)
    assert data["ranks"]["cost"] == outcome.ranks.cost
    assert list(data["wants"]) == ["syria"]
    assert data["sentences"] == sentences(outcome)


def test_mistakes_are_refused():
    with pytest.raises(ModelError, match="no terms are called 'peace'"):
        least_changes(sp.load("syria-iraq-1975"), ["peace"])


EITHER = """\
format: 1
title: Whoever gives way
parties: {ann: {name: Ann}, bob: {name: Bob}, cat: {name: Cat}}
options: {ann.leave: {text: leave}, bob.leave: {text: leave}}
issues: {stay: {name: stay, terms: {together: "!ann.leave & !bob.leave"}}}
wants:
  ann: [ann.leave, "!bob.leave"]
  bob: ["!bob.leave", "!ann.leave"]
  cat: ["!ann.leave"]
"""
BOTH = EITHER.replace('bob: ["!bob.leave", "!ann.leave"]', 'bob: [bob.leave, "!ann.leave"]')
PRICED = (
    BOTH
    + """\
levers:
  - {what: an uncle talks to Ann, ranks: ann, cost: [2, 4], because: he did before}
"""
)


def prices_of(outcome) -> dict[str, float]:
    return {party: price.value for party, price in outcome.prices.items()}


def test_each_party_has_its_price_from_the_caller_then_the_case_then_one():
    case = sp.loads(PRICED)
    assert {p: x.source for p, x in swap_prices(case, {"bob": 5}).items()} == {
        "ann": "case", "bob": "caller", "cat": "assumed",
    }  # fmt: skip
    [outcome] = least_changes(case, concept="nash", prices={"bob": 5})
    assert prices_of(outcome) == {"ann": 3, "bob": 5, "cat": 1}
    [even] = least_changes(sp.loads(BOTH), concept="nash")
    swaps = {shift.party: len(shift.swaps) for shift in even.ranks.changes}
    assert even.ranks.cost == swaps[0] + swaps[1]
    assert outcome.ranks.cost == 3 * swaps[0] + 5 * swaps[1]
    [other] = least_changes(case, concept="nash", prices={"ann": 10})
    assert other.ranks.cost == 10 * swaps[0] + swaps[1]


def test_the_page_says_what_a_swap_costs_and_where_that_is_from():
    def told(case, **prices):
        return " ".join(text(page(levers(sp.loads(case), concept="nash", prices=prices))).split())

    assert "to cost 1 for everybody: neither the case nor the question prices it." in told(BOTH)
    assert "(four swaps)" in told(BOTH)
    said = told(PRICED, bob=0.5)
    assert (
        "3 for Ann ([2, 4] in the case, an uncle talks to Ann) and 0.5 for Bob (as asked); 1 for "
        "Cat, for whom no price is given." in said
    )
    assert "(four swaps, at a cost of 7)" in said
    assert holding(least_changes(sp.loads(PRICED))[0])["prices"]["ann"] == {
        "price": 3.0, "source": "case",
    }  # fmt: skip
    assert len(notes(least_changes(sp.load("prisoners-dilemma")))) == 1


def test_a_new_order_of_wants_has_the_price_of_its_party():
    case = sp.load("syria-iraq-1975")
    [outcome] = least_changes(case, prices={"syria": 2.5})
    assert [lever.cost for lever in outcome.wants] == [2.5]
    assert "(one swap, at a cost of 2.5)" in sentences(outcome)[0]


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ({"dan": 1}, "no party is called 'dan'"),
        ({"ann": 0}, "from 0.0001 to 1,000,000"),
        ({"ann": float("nan")}, "from 0.0001 to 1,000,000"),
        ({"ann": 2e6}, "from 0.0001 to 1,000,000"),
    ],
)
def test_a_price_that_cannot_be_is_refused(prices, words):
    with pytest.raises(ModelError, match=words):
        levers(sp.loads(PRICED), prices=prices)


@pytest.mark.parametrize("pairs", [["ann"], ["ann=dear"], ["ann=1", "ann=2"]])
def test_a_price_is_read_as_party_and_cost(pairs):
    with pytest.raises(ModelError, match="--price"):
        read_prices(pairs)
    assert read_prices(["ann=1", "ann=1.0"]) == {"ann": 1.0}


def test_the_command_line_takes_prices():
    asked = ["levers", "syria-iraq-1975", "--json", "--price", "syria=4"]
    told = json.loads(CliRunner().invoke(main, asked).stdout)
    assert told["holding"][0]["ranks"]["cost"] == 4
    assert told["holding"][0]["prices"]["iraq"] == {"price": 1.0, "source": "assumed"}
    refused = CliRunner().invoke(main, [*asked[:2], "--price", "syri=4"])
    assert refused.exit_code == 2
    assert "this case has syria, iraq" in refused.stderr


def test_among_many_states_orders_of_wants_are_tried_and_the_rest_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ranks_answer, "MOST_WHOLE", 4)
    monkeypatch.setattr(ranks_answer, "MOST_JUDGED_STATES", 200)
    monkeypatch.setattr(both, "MOST_TIMED", 4)
    result = CliRunner().invoke(main, ["levers", "syria-iraq-1975"])
    assert result.exit_code == 0
    assert "nearest orders of each party's wants are tried, for settlements" in result.stderr
    assert "--all asks for these too" in result.stderr
    told = " ".join(result.stdout.split())
    assert "only orders of wants are tried. Left out are other changes of ranking" in told
    assert "Least change of ranking" not in told
    whole = CliRunner().invoke(main, ["levers", "syria-iraq-1975", "--all"])
    assert "Left out" not in whole.stdout
    assert "Least change of ranking" in " ".join(whole.stdout.split())


@pytest.mark.parametrize("ranked", [True, False])
def test_the_whole_search_is_advised_only_where_it_is_not_refused(
    monkeypatch: pytest.MonkeyPatch, *, ranked: bool
) -> None:
    case, said = sp.load("syria-iraq-1975"), list[str]()
    for module in ("answers.levers.ranks", "pages.levers.ranks", "pages.levers.page"):
        monkeypatch.setattr(f"stickpoint.{module}.MOST_SEARCHED", 3)
    monkeypatch.setattr(ranks_answer, "MOST_WHOLE", 2)
    monkeypatch.setattr(both, "MOST_TIMED", 2)
    if not ranked:
        monkeypatch.setattr(ranks_answer, "with_wants", lambda _: 0)
    say_how_long(case, (), Waiting(said.append, watched=False), said.append, whole=False)
    assert "until 3 states are left, and ask with --all" in said[0]
    assert "asks for these too" not in said[0]
    assert ("nothing is tried, for nobody is ranked by wants" in said[0]) != ranked
    told = left_out(least_changes(case, whole=False)[0])
    assert "until 3 states are left, and ask with --all" in told
    assert "until 3 states are left" in silence(levers(sp.load("korea-1952"), whole=False))


def test_a_short_search_finds_what_the_whole_one_finds_of_wants() -> None:
    case = sp.load("syria-iraq-1975")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranks_answer, "MOST_WHOLE", 4)
        short = least_changes(case, whole=False)
    for few, all_ in zip(short, least_changes(case), strict=True):
        assert few.holds == all_.holds
        assert few.ranks.proof == few.additions.proof == "left out"
        assert [x.cost for x in few.wants] == [x.cost for x in all_.wants]
    holding_now = sp.load("elmira")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ranks_answer, "MOST_WHOLE", 4)
        short = least_changes(holding_now, whole=False)
    assert [x.holds for x in short] == [x.holds for x in least_changes(holding_now)]


def test_a_large_case_is_timed_only_where_the_whole_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(both, "MOST_TIMED", 4)
    found = levers(sp.load("korea-1952"), whole=False)
    assert found.lacks == "size"
    assert "timed only with --all" in silence(found)
    assert not levers(sp.load("korea-1952")).lacks
