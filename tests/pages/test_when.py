"""The page of a forecast: sentences to read aloud, each number beside its comparators."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from strike import STRIKE

import stickpoint as sp
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import USUAL
from stickpoint.pages.clock import when, which
from stickpoint.pages.wording.spans import MONTH, YEAR

FEW = replace(USUAL, draws=8, most_draws=8)
NEVER = STRIKE.replace("one_way: yes", "needs: 'no'")


def ask(text: str, as_of: str | None = None, **changed: float) -> Forecast:
    return sp.forecast(sp.loads(text), as_of, rules=replace(FEW, **changed))


def read(answer: Forecast) -> str:
    return " ".join(str(answer).split())


def test_the_lead_says_when_the_chances_are_even_and_where_four_in_five_lie() -> None:
    said = when.lead(ask(STRIKE))
    assert re.fullmatch(
        r"As of 1 January 2001 it is as likely as not over by \d+ \w+ 2001, .+ on: one chance in "
        r"ten that it ends (within|in less than) [\w. ]+, one in ten that it takes more than "
        r"[\w. ]+\.",
        said,
    )
    undated = STRIKE.replace("start: 2001-01-01, ", "")
    assert when.lead(ask(undated)).startswith("It is as likely as not over within ")


def test_what_never_ends_is_said_without_never_and_over_200_years() -> None:
    alone = {"kind": 0.0, "any_length": 0.0, "waits": 0.0}
    assert when.lead(ask(NEVER, **alone)) == (
        "As of 1 January 2001 it is over within 200 years with less than one chance in ten."
    )
    mixed = when.lead(ask(NEVER, any_length=1.0, waits=0.0))
    assert mixed.startswith("As of 1 January 2001 it is more likely than not open still in 200")
    assert mixed.endswith("and more than one in ten that it is open still in 200 years.")
    assert any("what end the answer has comes from the columns that do not" in str(part)
               for part in when.section(ask(NEVER)).parts)  # fmt: skip
    for said in (mixed, when.short(ask(NEVER, **alone))):
        assert "more than over" not in said
        assert "within over" not in said
    assert "Lost days: no limit, falling on Ann." in read(ask(NEVER, **alone))
    assert " to no limit), falling on Ann." in read(ask(NEVER))


def test_every_column_beside_the_answer_is_explained() -> None:
    told = read(ask(STRIKE))
    assert (
        "Beside the answer: what the parties' moves alone would give, any length from a day to ten "
        "years, weeks as likely as months and months as years and a plain rule (about 14 mean "
        "waits for a chance to move, whoever wants what)."
    ) in told
    kind = read(ask(STRIKE.replace("issues:", "kind: strike\nissues:", 1)))
    assert re.search(r"would give, how long [\d,]+ others of its kind took and a plain rule", kind)
    assert "any length" not in kind


def test_times_that_are_nearly_the_same_have_one_line() -> None:
    def lines(day: str) -> list[str]:
        text = STRIKE.replace("2001-01-01", day)
        return [str(row[0]) for row in when.by_when(ask(text, waits=0.0, any_length=9.0)).rows]

    assert not any("end of" in line for line in lines("2001-01-01"))
    assert "settled by the end of 2001" in lines("2001-06-01")
    assert not any("end of" in line for line in lines("2001-12-10"))
    assert MONTH < 0.1 * YEAR


def test_what_the_wait_taught_is_said_in_chances_out_of_a_hundred() -> None:
    answer = ask(STRIKE, "2001-01-20", tempo_spread=1.0)
    (said, *_) = list(when.taught(answer))
    assert re.fullmatch(
        r"The 19 days since the start without an end make a slow tempo \(less than half the paces "
        r"as written\) likelier: \d+ % before, (over )?\d+ % now\.",
        said,
    )
    assert list(when.taught(ask(STRIKE))) == []


def test_few_draws_left_by_the_silence_are_owned_up_to() -> None:
    answer = ask(STRIKE, "2001-03-20", effective=8.0)
    assert answer.model.effective < 8
    assert any(
        re.match(r"Few of the 8 draws would still be open after so long: they weigh as much as", x)
        for x in when.taught(answer)
    )


def test_shares_come_with_both_halves_and_with_what_they_are_worth() -> None:
    answer = ask(STRIKE)
    told = read(answer)
    assert "in brackets its two halves" in told
    assert "take the shares as an order more than as odds." in told
    for name, share in answer.outcomes.items():
        assert answer.holding is not None
        middle = (answer.model.shares[name] + answer.holding[name]) / 2
        assert share == pytest.approx(middle)
        assert re.search(rf"- {name.title()}: \d+ % \(\d+ % and \d+ %\)\.", told)
    ordered = sorted(answer.outcomes, key=lambda name: -answer.outcomes[name])
    assert which.leading(answer).startswith(ordered[0])


def test_where_wants_are_missing_nobody_can_tell_what_would_hold() -> None:
    text = STRIKE.replace('wants: {ann: [pay, "!ann.yield"], ', "wants: {")
    answer = ask(text)
    assert answer.holding is None
    assert answer.outcomes == answer.model.shares
    assert "in brackets its two halves" not in read(answer)


def test_a_forecast_of_what_is_settled_waits_for_nothing() -> None:
    over = STRIKE.replace("ann.yield: {text: yield,", "ann.yield: {text: yield, now: yes,")
    assert "It is settled already, as things stand today, so there is nothing to wait for" in read(
        ask(over)
    )


def test_how_sure_it_is_says_which_numbers_are_the_programs_own() -> None:
    told = read(ask(STRIKE, "2001-01-20"))
    assert (
        "Parties look ahead about 30 times as long as they wait, on average, for a chance to move; "
        "terms count as an end once they have stood, about 4 times as long as the slowest party "
        "waits."
    ) in told
    assert re.search(r"Pooled are the parties' moves \(\d+ %, \d+ % at the start\), any", told)
    plain = read(ask(STRIKE, hold=0.0, look=float("inf")))
    assert "Parties look to the horizon of the case; terms end it as soon as they are met." in plain


def test_a_what_if_stands_beside_the_case_with_both_bands_of_every_toll() -> None:
    answer = sp.what_if(sp.loads(STRIKE), payoffs={("ann", 1): -9.0}, rules=FEW)
    told = read(answer)
    assert "What the change does" in told
    assert "as the case stands with the change" in told
    assert "so that what differs is the doing of the change" in told
    band = r"[\d.]+ \([\d.]+ to [\d.]+\)"
    assert re.search(rf"lost days {band} {band}", told)


def test_a_what_if_of_a_date_is_not_said_to_be_left_out() -> None:
    text = STRIKE.replace(
        "issues:", "nature: {storm: {text: a storm comes, on: 2001-02-01}}\nissues:", 1
    )
    assert "nobody knew it then: a storm comes" in read(ask(text))
    made = sp.what_if(sp.loads(text), dates={"storm": "2001-01-20"}, rules=FEW)
    assert "nobody knew it then" not in read(made)
