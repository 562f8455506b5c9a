"""Small odd cases that are legitimate: what is said of them is true of them, and grammatical."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.ended import ended
from stickpoint.answers.ensemble.hangs_on import Band, Hang, Hanging, HangsOn
from stickpoint.answers.ensemble.table import MEDIAN
from stickpoint.answers.ensemble.where import Names, where
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.sealed import grade, seal
from stickpoint.answers.parameters import parameters
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.waits import can_end, waits_for
from stickpoint.case.check import check_text
from stickpoint.cli.expected import asks_the_clock
from stickpoint.errors import ModelError
from stickpoint.pages.clock import latest, when, which
from stickpoint.pages.clock.chances import _effect
from stickpoint.pages.clock.page import page as clock_page
from stickpoint.pages.clock.shares import leader
from stickpoint.pages.data.forecast import predictive
from stickpoint.pages.data.why import brief as why_data
from stickpoint.pages.ensemble.claims import clause
from stickpoint.pages.hangs_on.said import caution, in_short, of_brief, total_share
from stickpoint.pages.levers.page import page as levers_page
from stickpoint.pages.record.page import page as record_page
from stickpoint.pages.render.text import text as set_in_lines
from stickpoint.pages.why.brief import labelled
from stickpoint.pages.wording.names import CaseWords, upper

HEDGE = """
format: 1
title: A hedge
clock: {start: 2024-05-01, unit: month}
parties: {ali: Ali, bea: The Baker}
options:
  ali.cut: cut the hedge
  bea.pay: {text: pay half, now: yes}
issues:
  hedge: {name: the hedge, terms: {shared: ali.cut & bea.pay}}
wants: {ali: [hedge, "!ali.cut"], bea: [hedge, "!bea.pay"]}
payoffs:
  ali: [{when: settled, worth: [0.5, 1]}]
  bea: [{when: "!settled", worth: -1}]
"""
VOTE = "nature: {vote: {text: the council votes, one_way: yes, by: 2024-12-01}}\nissues:"
VOTED = HEDGE.replace("issues:", VOTE).replace("shared:", "voted: nature.vote, shared:")
STUCK = HEDGE.replace("ali.cut: cut the hedge", 'ali.cut: {text: cut the hedge, needs: "no"}')
CLOSED = (
    HEDGE.replace("{name: the hedge,", "{name: the hedge, closed: 2024-04-01,")
    .replace("settled, worth", "ali.cut, worth")
    .replace("!settled", "!ali.cut")
)


def forecast(text: str) -> Forecast:
    found = sp.forecast(sp.loads(text), draws=8)
    assert isinstance(found, Forecast)
    return found


def test_a_day_that_all_foresee_is_no_end_until_something_later_is_told() -> None:
    case = sp.loads(VOTED)
    assert ended(case) is None
    told = " ".join(set_in_lines(record_page(sp.record(case))).split())
    assert "Foreseen - 1 December 2024. The council votes. [nature.vote]" in told
    assert "What happened" not in told
    assert "No messages, moves, evidence or documents. 1 date, known to the day." in told
    assert "The record ends with the matter settled" not in told
    agenda = VOTED.replace("{name: the hedge,", "{name: the hedge, opened: 2024-12-02,")
    told = " ".join(set_in_lines(record_page(sp.record(sp.loads(agenda)))).split())
    assert "What happened in 2024 - 1 December 2024. The council votes." in told
    assert "Foreseen" not in told
    note = "record: {messages: [{id: m, date: 2025-01-03, from: ali, to: bea, act: report}]}\n"
    later = ended(sp.loads(VOTED + note.replace("act: report", "act: report, text: so it was")))
    assert later is not None
    assert (later.terms, later.when.written) == (("voted",), "2024-12-01")


def test_a_foreseen_day_that_settles_it_is_named_where_the_answer_ends_with_it() -> None:
    [said] = latest.certain(forecast(VOTED))
    assert said.startswith("Whatever is done, it is settled by 1 December 2024 (the council vot")
    told = predictive(forecast(VOTED))["settled_by"]
    assert (told["day"], told["by"]) == ("2024-12-01", "nature.vote")
    two = VOTED.replace(
        "12-01}}", "12-01}, feast: {text: the feast, one_way: yes, by: 2024-10-01}}"
    ).replace("voted:", "feast: nature.feast, voted:")
    told = predictive(forecast(two))["settled_by"]
    assert (told["day"], told["by"]) == ("2024-10-01", "nature.feast")
    without = forecast(VOTED.replace("voted: nature.vote, ", ""))
    assert not list(latest.certain(without))
    assert predictive(without)["settled_by"] is None


def test_what_nothing_can_end_is_given_no_way_to_end() -> None:
    answer = forecast(STUCK)
    assert not answer.can_end
    pooled = f"{when.ANY} and this case's mean waits for a chance to move"
    assert when.short(answer).startswith(f"{when.NO_WAY} Pooled with {pooled} it would be as")
    assert when.never(answer) == f"{when.NO_WAY} What follows pools that with {pooled}."
    none = "None of the ways to settle can come about from where things stand."
    assert none in str(which.section(answer).parts)
    rows = dict(labelled(sp.why(sp.loads(STUCK)), shares=False).rows)
    assert "Likeliest ways to end" not in " ".join(rows["how long"])
    assert not list(of_brief(sp.why(sp.loads(STUCK))))
    assert "hangs on" not in rows
    assert forecast(HEDGE).can_end


def test_the_data_of_what_nothing_can_end_tell_no_shares_but_the_reason() -> None:
    answer = forecast(STUCK)
    told = predictive(answer)
    assert told["reason"] == which.no_way(answer) != ""
    assert [told[key] for key in ("outcomes", "rare", "holding")] == [None] * 3
    assert (told["model"]["outcomes"], told["error"]["outcomes"]) == (None, None)
    assert not [one.answer for one in answer.hangs_on() if one.answer.startswith("ends")]
    brief = sp.why(sp.loads(STUCK))
    assert why_data(brief)["two_answers"] == {}
    assert why_data(brief)["forecast"]["outcomes"] is None
    can = predictive(forecast(HEDGE))
    assert "reason" not in can
    assert can["outcomes"] == {"shared": 1.0}
    assert [one.answer for one in forecast(HEDGE).hangs_on() if one.answer.startswith("ends")]
    sealed = seal(replace(answer, case=replace(answer.case, path="")), date(2024, 6, 1))
    assert sealed["outcomes"] is None
    ended_so = STUCK + "happened: {date: 2025-01-01, terms: shared}\n"
    assert grade(sealed, sp.loads(ended_so))["outcome_log"] is None
    [said] = clock_page(forecast(ended_so)).sections[2].parts
    assert "and by the case it could not end as shared from where things stood." in str(said)
    changed = sp.what_if(sp.loads(HEDGE), fix={"ali.cut": False}, draws=8)
    shown = " ".join(set_in_lines(clock_page(changed)).split())
    assert "ends as shared 100 % cannot end" in shown


LAPSING = """
format: 1
title: A truce
clock: {start: 2024-05-01, unit: month}
parties: {ali: {name: Ali, pace: 0}, bea: The Baker}
options:
  ali.truce: be quiet
  bea.pay: {text: pay half, needs: "!ali.truce"}
issues:
  hedge: {name: the hedge, terms: {lull: {when: ali.truce, lapses: 0.2}, paid: bea.pay}}
payoffs:
  ali: [{when: settled, worth: [0.5, 1]}]
  bea: [{when: "!settled", worth: -1}]
record:
  moves: [{id: m, date: 2024-06-01, party: ali, sets: {ali.truce: yes}}]
"""


def test_what_a_lapse_alone_leads_on_from_can_end() -> None:
    found = sp.forecast(sp.loads(LAPSING), as_of="2024-07-01", draws=8)
    assert isinstance(found, Forecast)
    game, start = found.game, found.game.start_state
    assert start is not None
    assert not game.settled[start]
    assert can_end(game)
    assert waits_for(game, start, 60.0) == ((), False)
    assert not can_end(replace(game, nature_rate=np.zeros_like(game.nature_rate)))


def test_what_waits_for_a_day_that_is_said_never_to_come_cannot_end() -> None:
    alone = VOTED.replace("voted: nature.vote, shared: ali.cut & bea.pay", "voted: nature.vote")
    assert forecast(alone).can_end
    never = sp.what_if(sp.loads(alone), dates={"nature.vote": "never"}, draws=8)
    assert isinstance(never, Forecast)
    assert not never.can_end


def test_a_closed_agenda_is_not_timed() -> None:
    why = "every item of the agenda is settled, so there is nothing to wait for."
    told = forecast(CLOSED)
    assert told.to_dict() == {"silent": why, "forecast": {"silent": why}}
    with pytest.raises(ModelError, match="no forecast to seal: every item of the agenda is set"):
        seal(told, date(2026, 1, 1))
    assert not asks_the_clock(sp.why(sp.loads(CLOSED)))
    rows = dict(labelled(sp.why(sp.loads(CLOSED))).rows)
    assert rows["how long"] == (f"No answer: {why}",)
    assert rows["why"][0].startswith("The status quo ")
    assert f"No answer: {why}" in str(clock_page(forecast(CLOSED)))
    assert upper(why) in rows["would end it"]
    first, *_ = levers_page(sp.levers(sp.loads(CLOSED))).sections
    assert f"No answer: {why}" in str(first)


def test_a_vague_start_is_not_told_to_the_day() -> None:
    answer = forecast(HEDGE.replace("2024-05-01", "spring 2024").replace("month}", "day}"))
    lead = when.lead(answer)
    assert lead.startswith("Counted from the first day that its start may mean (spring 2024) it is")
    assert " by " not in lead.partition(":")[0]
    month = when.lead(forecast(HEDGE.replace("2024-05-01", "2024-05")))
    assert "as likely as not over by " in month
    assert not any(word.isdigit() for word in month.partition(" by ")[2].split()[:1])


def test_parties_and_deeds_are_called_so_that_nothing_is_misread() -> None:
    case = sp.loads(HEDGE)
    assert [party.called for party in case.parties] == ["Ali", "the Baker"]
    both = HEDGE.replace("bea.pay: {", "ali.let: {").replace("bea.pay", "ali.let")
    alone = sp.loads(both.replace(", bea: The Baker", "").replace(
        ', bea: [hedge, "!ali.let"]', "").replace('  bea: [{when: "!settled", worth: -1}]\n', "")
    )  # fmt: skip
    found = sp.why(alone).why
    words = CaseWords.of(found)
    states = {frozenset(found.conflict.yes(s)): s for s in range(found.conflict.n_states)}
    before, after = states[frozenset({"ali.let"})], states[frozenset({"ali.cut"})]
    assert words.deed(0, before, after) == "cut the hedge and no longer pay half"
    [hold] = found.parties
    assert hold.witness.sentence(words) == (
        "Ali would gain if it were to cut the hedge, and there is nobody else to take that away."
    )


def test_equal_shares_have_no_leader() -> None:
    over = Delays(
        names=("a", "b"), shares=np.array([[0.5004, 0.4996], [0.4999, 0.5001]]),
        total=np.ones(2), seed=0, alone=np.ones((2, 2)), average=np.ones((2, 2)),
    )  # fmt: skip
    names = {"a": "A", "b": "B"}
    assert leader(over, names) == "They are the same in all 2 draws."
    assert "largest" in leader(replace(over, shares=np.array([[0.6, 0.4]] * 2)), names)


def test_a_number_with_no_share_to_speak_of_is_not_named_as_what_it_hangs_on() -> None:
    none = Band(0.001, 0.001, 0.002)
    line = next(iter(parameters(sp.loads(HEDGE)).open))
    hang = Hang("x", line, none, none, 1, (0.6, 0.8), Band(9, 9, 9), Band(9, 9, 9), ())
    answer = Hanging(MEDIAN, 9.0, ("a", "b"), 0, (hang,), None, 0.1, 0.001, 200)
    found = HangsOn(sp.loads(HEDGE), (answer,), 200, 0, 200.0)
    assert list(in_short(found)) == ["When: no number of the case has 1 % of the spread."]
    assert total_share(hang) == "under 1 %"
    assert "Under 1 % cannot be told from nothing" in caution(found)
    even = HangsOn(found.case, (replace(answer, numbers=(), seen=0.0),), 200, 0, 200.0)
    assert list(in_short(even)) == ["When: no number of the case changes it."]


def test_words_that_are_there_twice_are_noted() -> None:
    twice = HEDGE.replace("  ali.cut:", "  ali.trim: cut the hedge\n  ali.cut:")
    blank = HEDGE.replace("The Baker", "' '")
    for text in (HEDGE.replace("The Baker", "Ali"), twice, blank):
        case, _ = check_text(text)
        assert case is not None
        # Nothing speaks of the second option either.
        expected = ["N107", "N110"] if text is twice else ["N110"]
        assert sorted(note.code for note in case.remarks) == expected
    case, _ = check_text(HEDGE)
    assert case is not None
    assert not case.remarks


SUED = """
format: 1
title: A hedge in winter
clock: {start: 2024-05-01, unit: week, horizon: 20}
parties: {ali: Ali, bea: Bea}
options:
  ali.cut: cut the hedge
  bea.sue: {text: sue, one_way: yes}
nature:
  frost: {text: frost comes, one_way: yes, by: 2024-06-01}
  ruin: {text: the house burns, one_way: yes, rate: 0.01}
issues: {hedge: {name: the hedge, terms: {cut: ali.cut & !bea.sue, sued: ali.cut & bea.sue}}}
payoffs:
  ali: [{when: "!settled", worth: -1}, {when: nature.frost & !settled, worth: -0.5}]
  bea: [{when: "!settled", worth: -1}, {when: bea.sue, worth: -0.2}]
tolls:
  birds: {when: "!settled & !nature.frost", per: week, amount: 2}
  quarrels: {when: "!settled", per: week, amount: 2}
record: {moves: [{id: v, date: 2024-06-10, party: bea, sets: {bea.sue: yes}}]}
"""


def test_after_a_foreseen_day_tolls_are_those_of_what_is_left() -> None:
    # What is left has fewer states than the game from the start.
    found = sp.forecast(sp.loads(SUED), as_of="2024-06-12", draws=8)
    assert found.tolls["birds"] == (0.0, 0.0, 0.0)
    assert found.tolls["quarrels"].low > 0
    assert found.model.shares["cut"] < 1e-9


def test_a_toll_in_a_statement_is_said_by_its_unit_of_time_and_without_signs() -> None:
    names = Names(("cut",), {"birds": "week"}, {"birds": ""})
    assert clause(where("birds > 6", names)) == "birds come to more than 6 a week"
    assert clause(where("birds >= 1 a day", names)) == "birds come to at least 1 a day"


def test_what_is_the_same_before_and_after_is_not_said_as_a_change() -> None:
    found = SimpleNamespace(nearer=SimpleNamespace(median=70.0), waits=lambda days: days / 7)
    same = SimpleNamespace(median=69.9)
    assert "instead of" not in _effect(found, same)  # type: ignore[arg-type]
    assert "instead of" in _effect(found, SimpleNamespace(median=35.0))  # type: ignore[arg-type]
