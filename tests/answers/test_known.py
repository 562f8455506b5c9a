"""As of a day: what the record had left by then, what of nature had come, what came only later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.forecast import changes_from
from stickpoint.answers.forecasting.known import day_of, known
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.case.model.case import Case
from stickpoint.pages.data import motives

TEXT = """\
format: 1
title: A strike with a record
clock: {start: 2001-01-01, unit: day, horizon: 60}
parties: {ann: {name: Ann, pace: 0.2}, bob: {name: Bob, pace: [0.1, 0.3]}}
options:
  ann.strike: {text: strike, now: yes}
  ann.yield: {text: yield}
  bob.lock: {text: lock the gate}
nature:
  rain: {text: it rains, on: 2001-01-10}
  snow: {text: it snows, on: 2001-02-20}
  fog: {text: fog lies, now: yes, one_way: yes, on: 2001-01-20}
  frost: {text: it freezes, rate: 0.01}
issues: {pay: {name: pay, terms: {low: ann.yield, none: "!ann.strike & !ann.yield"}}}
wants: {ann: ["!ann.yield"], bob: [ann.yield]}
payoffs:
  ann:
    - {when: "!settled", worth: [-1, -0.2], because: [m1]}
    - {when: nature.rain & !settled, worth: -0.2, because: [m3]}
  bob: [{when: "!settled", worth: [-0.6, -0.2], because: [m3, our own guess]}]
tolls: {wages: {when: "!settled", per: day, amount: [1, 2]}}
record:
  moves:
    - {id: m1, date: 2001-01-05, party: bob, sets: {bob.lock: yes}}
    - {id: m2, date: 2001-01-25/2001-02-05, party: bob, sets: {bob.lock: no}}
    - {id: m3, date: 2001-03-01, party: ann, sets: {ann.yield: yes}}
"""
CASE = sp.loads(TEXT)


def as_it_stood(day: str, case: Case = CASE) -> set[str]:
    """Name what was so on a day."""
    found = known(case, date.fromisoformat(day)).case
    return {one.id for one in (*found.options, *found.nature) if one.now}


@pytest.mark.parametrize(
    ("day", "so"),
    [
        ("2001-01-01", {"ann.strike", "nature.fog"}),
        ("2001-01-05", {"ann.strike", "nature.fog", "bob.lock"}),
        ("2001-01-10", {"ann.strike", "nature.fog", "bob.lock", "nature.rain"}),
        ("2001-01-20", {"ann.strike", "bob.lock", "nature.rain"}),
        # What may have come later than a day is not taken to have come by then.
        ("2001-02-04", {"ann.strike", "bob.lock", "nature.rain"}),
        ("2001-02-05", {"ann.strike", "nature.rain"}),
        ("2001-03-02", {"ann.strike", "ann.yield", "nature.rain", "nature.snow"}),
    ],
)
def test_the_record_and_dated_facts_up_to_a_day_say_how_things_stood(
    day: str, so: set[str]
) -> None:
    assert as_it_stood(day) == so


def test_what_is_dated_before_the_start_is_so_whatever_was_so_before() -> None:
    early = sp.loads(TEXT.replace("2001-01-20", "2000-06-01"))
    assert "nature.fog" in as_it_stood("2001-01-01", early)
    game = early.game()
    assert "nature.fog" in game.conflict.yes(game.start_state)  # type: ignore[union-attr]


def test_what_is_dated_later_is_not_known_and_said_to_be_left_out() -> None:
    found = known(CASE, date(2001, 1, 12))
    assert found.unforeseen == ("nature.snow", "nature.fog")
    assert all(chance.on is None for chance in found.case.nature)
    # On the way from the start to that day it came when it came, and nobody foresaw it.
    assert {c.id for c in found.before.nature if c.on} == {"nature.rain"}
    assert found.case.clock.start is not None
    assert found.case.clock.start.first == date(2001, 1, 12)
    assert (found.elapsed, found.moved) == (11.0, True)
    assert not known(replace(CASE, record=replace(CASE.record, moves=())), found.day).moved


def test_judgements_that_rest_only_on_what_came_later_are_named() -> None:
    def later(day: date) -> list[str]:
        return [line.because[0] for line in known(CASE, day).later]

    assert later(date(2001, 1, 1)) == ["m1", "m3", "m3"]
    assert later(date(2001, 1, 5)) == ["m3", "m3"]
    assert later(date(2001, 3, 1)) == []
    # Of a ground without a day nobody can say that it came later; the dated ones decide.
    told = known(sp.loads(TEXT.replace("[m3, our own guess]", "[m1, m3]")), date(2001, 1, 10))
    assert len(told.later) == 1


def test_a_day_before_the_start_is_refused_and_so_is_any_day_of_a_case_without_dates() -> None:
    with pytest.raises(sp.ModelError, match="before the clock starts"):
        sp.forecast(CASE, "2000-12-31")
    with pytest.raises(sp.ModelError, match="write a day as 1952-07-14"):
        sp.forecast(CASE, "in spring")
    for several in ("January 2001", "about 3 January 2001", "2001-01-03~"):
        with pytest.raises(sp.ModelError, match="no single day; write a day as 1952-07-14"):
            sp.forecast(CASE, several)
    assert day_of("3 January 2001") == day_of("2001-01-03") == date(2001, 1, 3)
    undated = sp.load("prisoners-dilemma")
    assert known(undated).day is None
    with pytest.raises(sp.ModelError, match="needs a case with 'clock"):
        known(undated, date(2001, 1, 1))


FEW = replace(USUAL, draws=8, most_draws=8)


def test_a_silence_of_no_length_changes_nothing() -> None:
    plain, dated = sp.forecast(CASE, rules=FEW), sp.forecast(CASE, "2001-01-01", rules=FEW)
    days = np.array([0.5, 5.0, 50.0, 500.0])
    assert dated.open(days).tolist() == plain.open(days).tolist()
    assert dated.outcomes == plain.outcomes
    assert dated.tolls == plain.tolls
    assert dated.parts["moves"].weight == plain.parts["moves"].before
    assert dated.model.weights.tolist() == [0.125] * 8
    assert dated.tempo.slow_before == dated.tempo.slow_after


def test_without_a_record_the_rest_is_the_forecast_given_that_it_is_open() -> None:
    words = TEXT.partition("record:")[0].replace("[m1]", "a guess").replace("m3", "one more guess")
    silent = sp.loads(words)
    bare = replace(silent, nature=tuple(c for c in silent.nature if c.on is None))
    start, later = sp.forecast(bare, rules=FEW), sp.forecast(bare, "2001-01-21", rules=FEW)
    assert not later.known.moved
    given_open = start.open(20.0 + np.array([1.0, 10.0, 100.0])) / start.open(20.0)
    assert later.open([1.0, 10.0, 100.0]) == pytest.approx(given_open, rel=2e-3)
    assert later.tempo.after.middle < later.tempo.before.middle
    assert later.parts["moves"].weight < start.parts["moves"].weight


def test_a_change_that_the_asker_dates_comes_on_its_date_whatever_the_day_asked_about() -> None:
    """What nobody foresees may still be assumed: before that day, on it, and after it."""

    def ask(when: str, as_of: str):  # type: ignore[no-untyped-def]
        end = sp.loads(TEXT.replace("none:", "rain:").replace('"!ann.strike & !ann.yield"',
                                    "nature.snow"))  # fmt: skip
        made = changes_from(end, [f"snow@{when}"])
        rules = replace(FEW, hold=0.0)
        return sp.forecast(end, as_of, changes=made, rules=rules)

    never, soon = ask("never", "2001-01-15"), ask("2001-01-25", "2001-01-15")
    # Snow settles it, ten days on, in every draw.
    assert soon.model.law.open(9.0) == pytest.approx(float(never.model.law.open(9.0)), abs=1e-3)
    assert float(soon.model.law.open(11.0)) == pytest.approx(0.0, abs=1e-6)
    assert float(never.model.law.open(11.0)) > 0.1
    assert soon.known.unforeseen == never.known.unforeseen == ("nature.fog",)
    before = ask("2001-01-10", "2001-01-15")
    assert before.game.settled[before.game.start_state]
    assert "It is settled already, as things stand today" in str(before.page())
    assert "With the change it is settled at once." in str(before.page())
    assert ask("2001-01-25", "2001-01-01").model.law.open(25.0) == pytest.approx(0.0, abs=1e-6)


def test_the_state_of_a_day_is_found_among_states_that_copies_have_joined() -> None:
    """An option that changes nothing is merged away, and the day's state with it."""
    idle = sp.loads(TEXT.replace("  bob.lock:", "  bob.nap: {text: nap}\n  bob.lock:"))
    one, two = (sp.forecast(case, "2001-01-15", rules=FEW) for case in (CASE, idle))
    days = [1.0, 10.0, 100.0]
    assert two.open(days) == pytest.approx(one.open(days), abs=1e-6)
    assert two.outcomes == pytest.approx(one.outcomes, abs=1e-6)


def test_the_day_itself_counts_as_the_last_that_is_known() -> None:
    assert known(CASE, date(2001, 1, 4) + timedelta(days=1)).case.options[2].now


def test_why_as_of_a_day_uses_nothing_that_came_later() -> None:
    day = date(2001, 1, 12)
    text = TEXT.replace("record:\n", RATED)
    case = sp.loads(text)
    record = case.record
    kept = replace(
        record,
        moves=tuple(m for m in record.moves if m.date and m.date.last <= day),
        evidence=tuple(e for e in record.evidence if e.date is None or e.date.last <= day),
    )
    hypotheses = tuple(
        replace(h, ratings=tuple(r for r in h.ratings if r.evidence != "E2"))
        for h in case.hypotheses
    )
    without = replace(case, record=kept, hypotheses=hypotheses)
    found, alone = (sp.why(one, day).to_dict() for one in (case, without))
    for data in (found, alone):  # what came is held against the forecast; the count is of the file
        for key in ("came", "resting_on_later"):
            data["forecast"].pop(key)
    assert found == alone
    # The same evidence counts once its day has come.
    later = sp.why(case, date(2001, 2, 8))
    assert motives.in_brief(later.why.case) != found["motive"] == motives.in_brief(without)


RATED = """\
hypotheses:
  poor: {claim: The fund is empty., evidence: {E1: "+", E2: "++"}}
  proud: {claim: They will not bow., evidence: {E1: "-", E2: "--"}}
record:
  evidence:
    E1: {text: They sold the van, date: 2001-01-08}
    E2: {text: They begged for a loan, date: 2001-02-01/2001-02-07}
"""
