"""Orders of wants that a case leaves open: read, weighed, and said by each verb that knows them."""

from __future__ import annotations

import json
from math import comb, factorial
from pathlib import Path

import pytest
from click.testing import CliRunner

import stickpoint as sp
from stickpoint.answers.orders import firm as of_firm
from stickpoint.answers.orders.firm import MOST_SWAPS, Firm, Flips
from stickpoint.answers.orders.uncertain import Uncertain
from stickpoint.answers.why.stability import why
from stickpoint.case.check import check_text
from stickpoint.case.model.judgements import judgements
from stickpoint.case.model.stakes import Coder, Loose, Wants
from stickpoint.cli import main
from stickpoint.pages.orders import table
from stickpoint.pages.orders.words import firmness, sentences
from stickpoint.pages.report.judged import section
from stickpoint.solve.stability.beliefs.margin import margins
from stickpoint.solve.stability.orders.partial_order import PartialOrder
from stickpoint.studio.desk.nameless import nameless
from stickpoint.studio.screens.writing.form import form

HEAD = """\
format: 1
title: Wage dispute
parties: {union: the union, firm: the firm}
options:
  union.strike: strike
  union.full: {text: insist on the full rise, now: yes}
  firm.offer: {text: offer, now: yes}
wants:
  union: [firm.offer, union.full, "!union.strike"]
"""
PLAIN = HEAD + '  firm: ["!union.strike", "!firm.offer"]\n'
CODERS = (
    HEAD
    + """\
  firm:
    coders:
      ann: ["!union.strike", "!firm.offer"]
      ben: ["!union.strike", "!union.full", {that: "!firm.offer", because: He told me.}]
      eve: ["!firm.offer", "!union.strike"]
      joe: ["!union.full", "!union.strike", "!firm.offer"]
"""
)
EITHER = HEAD + '  firm: ["!union.full", {either: ["!union.strike", "!firm.offer"]}]\n'
MIXED = (
    HEAD
    + """\
  firm:
    coders:
      ann: ["!firm.offer", "!union.strike"]
      ben: [{either: [["!union.strike", "!union.full"], "!firm.offer"]}]
"""
)
KEYS = {"orders", "margins"}


def asked(text: str, tmp_path: Path, *more: str) -> str:
    """Ask the program about a case given as text."""
    case = tmp_path / "wages.case.yaml"
    case.write_text(text, encoding="utf-8")
    verb, *rest = more
    result = CliRunner().invoke(main, [verb, str(case), *rest])
    assert result.exit_code == 0, result.output
    return result.stdout


def said(text: str) -> str:
    """Return what is said of a case given as text."""
    case = sp.loads(text)
    answer = why(case)
    return " ".join(sentences(Uncertain(case, answer.conflict), answer.now, answer.holds))


def firm(text: str, *, hair: bool = False) -> str:
    """Return how firm it is, in words, in a case given as text."""
    case = sp.loads(text)
    answer = why(case)
    found = Firm(case, answer.conflict)
    return " ".join(firmness(found, answer.now, answer.holds, full=True, hair=hair))


def test_a_case_that_leaves_nothing_open_gets_no_more_keys_and_no_more_lines(
    tmp_path: Path,
) -> None:
    assert not KEYS & set(json.loads(asked(PLAIN, tmp_path, "stable", "--json")))
    assert "orders" not in json.loads(asked(PLAIN, tmp_path, "why", "--json"))
    assert "order" not in asked(PLAIN, tmp_path, "stable")
    assert said(PLAIN) == ""


def test_what_is_left_open_is_read_as_it_is_written() -> None:
    held = sp.loads(MIXED).preferences["firm"]
    assert isinstance(held, Wants)
    first, second = held.coders
    assert (first.name, second.name) == ("ann", "ben")
    assert first.before == [(0, 1)]
    assert second.loose == (Loose(0, (2, 1)),)
    assert second.before == [(0, 1)]
    assert [want.statement.text for want in held.items] == ["!firm.offer", "!union.strike"]
    either = sp.loads(EITHER).preferences["firm"]
    assert isinstance(either, Wants)
    assert either.accounts[0].before == [(0, 1), (0, 2)]
    plain = sp.loads(PLAIN).preferences["firm"]
    assert isinstance(plain, Wants)
    assert plain.is_certain
    assert plain.accounts[0].before == [(0, 1)]


def test_lines_after_an_open_place_follow_all_that_may_end_it() -> None:
    text = HEAD + '  firm: [{either: [["!union.strike", yes], "!firm.offer"]}, "!union.full"]\n'
    held = sp.loads(text).preferences["firm"]
    assert isinstance(held, Wants)
    assert held.accounts[0].before == [(0, 1), (1, 3), (2, 3)]


def test_nothing_that_a_case_can_leave_open_is_too_much_to_count() -> None:
    firm_ = sp.loads(PLAIN).preferences["firm"]
    assert isinstance(firm_, Wants)
    want = firm_.items[0]
    held = Coder("", (want,) * 38, (Loose(1, (1,) * 17), Loose(18, (9, 9)), Loose(36, (1, 1))))
    order = PartialOrder.of(len(held.items), held.before)
    assert order.count == factorial(17) * comb(18, 9) * 2


def test_everything_else_goes_by_the_order_written_first() -> None:
    by_first = sp.loads(CODERS).conflict()
    assert (by_first.ranks == sp.loads(PLAIN).conflict().ranks).all()


def test_coders_are_counted(tmp_path: Path) -> None:
    assert said(CODERS) == (
        "The status quo holds under 3 of the 4 orders your coders gave, in the sense that others "
        "could answer every gain, at whatever price. All else here goes by the order that is "
        "written first."
    )
    data = json.loads(asked(CODERS, tmp_path, "stable", "--json"))["orders"]
    assert data["of"] == {"firm": 4}
    assert data["coders"] == {"firm": ["ann", "ben", "eve", "joe"]}
    assert data["equilibria"]["gmr"]["7"] == data["stable"]["gmr"]["firm"]["7"] == 0.75
    assert data["error"] == {}
    told = json.loads(asked(CODERS, tmp_path, "why", "--json"))["orders"]
    assert (told["concept"], told["share"], told["times"]) == ("gmr", 0.75, [3, 4])
    shown = asked(CODERS, tmp_path, "stable")
    assert "by the firm (by ann, ben, eve and joe): 4 orders." in " ".join(shown.split())
    assert "  firm                          -        -        -   3 of 4   3 of 4\n" in shown


def test_each_order_of_open_lines_is_counted() -> None:
    assert said(EITHER).startswith("The status quo holds under 1 of the 2 orders the case leaves")
    both = EITHER.replace(
        '[firm.offer, union.full, "!union.strike"]',
        '[{either: [firm.offer, union.full]}, "!union.strike"]',
    )
    assert "of the 4 combinations of orders the case leaves open" in said(both)


def test_coders_with_unlike_numbers_of_orders_count_alike() -> None:
    assert "% of the orders the case leaves open (each coder counts alike)" in said(MIXED)


def test_shares_that_were_drawn_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from stickpoint.solve.stability.orders import shares

    monkeypatch.setattr(shares, "MOST_WORK", 1)
    monkeypatch.setattr(shares, "LEAST_PROFILES", 1)
    found = Uncertain(sp.loads(CODERS), sp.loads(CODERS).conflict())
    assert set(found.shares.drawn.values()) == {1}
    shown = " ".join(" ".join(table.uncertain(found)).split())
    assert "Not all could be gone through: 1 were drawn, and the shares may be off by" in shown
    assert "(1 drawn of 4)" in said(CODERS)


def test_one_swap_that_would_undo_it_is_named(tmp_path: Path) -> None:
    expected = (
        "One swap in what the firm wants would undo what holds it: if not “offer” counted for "
        "more than not “strike” (the union)."
    )
    assert firm(PLAIN) == firm(PLAIN, hair=True) == expected
    assert expected in " ".join(asked(PLAIN, tmp_path, "why").split())
    told = json.loads(asked(PLAIN, tmp_path, "why", "--json"))["firm"]
    assert told["flips"]["firm"] == {"swaps": 1, "orders": [[2, 1]], "never": False, "tried": 1}
    assert told["sentences"] == [expected]
    assert told["concept"] == "gmr"


def test_what_no_order_of_wants_turns_round_is_said_so() -> None:
    text = firm(sp.load("prisoners-dilemma").source)
    assert text == "No other order of what any one party wants would undo what holds it."
    cuba = firm(sp.load("cuba-1962").source)
    assert cuba.startswith("No three swaps of neighbouring lines in what any one party wants")
    assert firm(sp.load("cuba-1962").source, hair=True) == ""
    assert firm(sp.load("garrison-1976").source) == "", "it ranks its states"


def test_only_those_are_named_whose_lines_were_tried() -> None:
    ranked = PLAIN.partition("wants:")[0] + "ranking: {union: [Y--, N--]}\n"
    text = firm(ranked + "wants: {firm: [yes, firm.offer | yes]}\n")
    assert text == "No other order of what the firm wants would make it hold."


def test_fewer_swaps_that_were_not_tried_are_not_passed_over() -> None:
    case = sp.loads(PLAIN)
    found = Firm(case, case.conflict())
    found._asked[0, "seq", MOST_SWAPS] = (Flips(0, (), 0), Flips(1, ((1, 0),), 2))
    first, *more = firmness(found, 0, [], full=True)
    assert first.startswith("Two swaps in what the firm wants would make it hold")
    assert more == [
        "Whether fewer in what the union wants would do the same was not tried in full: it would "
        "take too long."
    ]
    found._asked[0, "seq", MOST_SWAPS] = (Flips(0, (), 1), Flips(1, ((1, 0),), 2))
    assert len([*firmness(found, 0, [], full=True)]) == 1
    assert not [*firmness(found, 0, [], hair=True)]


@pytest.mark.parametrize("name", ["korea-1952", "colombia-2014", "elmira", "garrison-1976"])
def test_a_short_page_says_what_the_whole_search_says_of_one_swap(name: str) -> None:
    case = sp.load(name)
    found = Firm(case, case.conflict())
    short = found.flips(found.conflict.status_quo, "seq", 1)
    for one, whole in zip(short, found.flips(found.conflict.status_quo, "seq"), strict=True):
        assert one.orders == (whole.orders if whole.swaps == 1 else ())
        assert one.party == whole.party


def test_a_status_quo_that_does_not_hold_may_be_made_to() -> None:
    text = firm(PLAIN.replace('["!union.strike", "!firm.offer"]', '["!firm.offer", firm.offer]'))
    assert text.endswith("make it hold.") or " would make it hold: if " in text


def test_too_many_states_are_not_gone_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(of_firm, "MOST_WORK", 4)
    assert firm(PLAIN) == ""


def test_margins_are_listed_where_asked_for(tmp_path: Path) -> None:
    conflict = sp.loads(PLAIN).conflict()
    data = json.loads(asked(PLAIN, tmp_path, "stable", "--full", "--json"))["margins"]
    for concept, rows in margins(conflict).items():
        for party, row in zip(conflict.parties, rows.tolist(), strict=True):
            assert data[concept][party] == [None if m < 0 else m for m in row]
    shown = asked(PLAIN, tmp_path, "stable", "--full")
    assert "How many other states a state would have to pass" in shown
    assert "margins" not in json.loads(asked(PLAIN, tmp_path, "stable", "--json"))


def test_margins_are_left_out_where_a_state_stands_for_several(tmp_path: Path) -> None:
    text = sp.load("elmira-coalesced").source
    assert json.loads(asked(text, tmp_path, "stable", "--full", "--json"))["margins"] == {}
    assert "is not told here: one state stands for several" in asked(
        text, tmp_path, "stable", "--full"
    )
    with pytest.raises(sp.ModelError, match="stands for several"):
        margins(sp.load("elmira-coalesced").conflict())


CLIENT = """\
format: 1
title: A client that would ask for terms
parties:
  empire: the empire
  client: {name: the client, patron: {empire: {client.ask: no}}}
options:
  client.ask: {text: ask for terms, undo: fight on}
  empire.aid: {text: send arms, undo: withhold arms, now: yes}
wants:
  client: [client.ask, empire.aid]
  empire: [{either: ["!client.ask", "!empire.aid if client.ask"]}]
"""


def test_a_case_with_a_patron_is_told_all_but_margins(tmp_path: Path) -> None:
    assert json.loads(asked(CLIENT, tmp_path, "stable", "--full", "--json"))["margins"] == {}
    shown = " ".join(asked(CLIENT, tmp_path, "stable", "--full").split())
    assert "is not told here: a patron can undo a party's move." in shown
    data = json.loads(asked(CLIENT, tmp_path, "why", "--json"))
    assert "silent" not in data
    assert data["firm"]["margins"] == {}
    assert data["firm"]["sentences"] == [
        "No other order of what any one party wants would undo what holds it."
    ]
    assert data["orders"]["times"] == [2, 2]


def test_narrow_pages_set_shares_one_below_another() -> None:
    case = sp.loads(CODERS)
    lines = list(table.uncertain(Uncertain(case, case.conflict()), 40))
    assert max(map(len, lines)) <= 40
    assert any(line.startswith("  firm: nash -, sseq -") for line in lines)


def test_every_line_of_every_coder_is_a_judgement() -> None:
    case = sp.loads(CODERS)
    lines = [line for line in judgements(case) if line.kind == "want" and line.party == "firm"]
    assert len(lines) == 10
    assert [line.because for line in lines if line.because] == [("He told me.",)]
    shown = str(section(case))
    assert "by ben: not “offer”" in shown


def test_a_want_without_effect_is_looked_for_in_each_known_order() -> None:
    idle = HEAD + '  firm: {coders: {ann: ["!firm.offer", firm.offer], bob: ["!firm.offer"]}}\n'
    case, _ = check_text(idle)
    assert case is not None
    assert [note.code for note in case.remarks] == ["N103"]
    open_, _ = check_text(HEAD + '  firm: [{either: ["!firm.offer", firm.offer]}]\n')
    assert open_ is not None
    assert not open_.remarks


def test_states_that_count_as_one_must_be_alike_to_every_coder() -> None:
    text = CODERS + "same: union.strike\n"
    _, findings = check_text(text)
    assert {finding.code for finding in findings} == {"C509"}


def test_the_form_shows_open_lines_where_they_stand() -> None:
    wants = {id_: lines for id_, _, lines in form(sp.loads(EITHER), EITHER).wants}
    assert {line.number for line in wants["firm"]} == {-1}
    assert wants["firm"][1].path == ("wants", "firm", 1, "either", 0)
    assert [line.number for line in wants["union"]] == [0, 1, 2]
    by_coder = {id_: lines for id_, _, lines in form(sp.loads(CODERS), CODERS).wants}["firm"]
    assert {line.note for line in by_coder} == {"ann", "ben", "eve", "joe"}


@pytest.mark.parametrize("text", [CODERS, EITHER, MIXED])
def test_without_names_the_shares_are_the_same(text: str) -> None:
    bare = nameless(text)
    assert "ann" not in bare
    assert said(bare).partition(",")[0] == said(text).partition(",")[0]
