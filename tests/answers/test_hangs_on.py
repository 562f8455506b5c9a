"""What answers hang on: read off the draws that are there, in the words and lines of the case."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

import stickpoint as sp
from stickpoint.answers.ensemble.hangs_on import HangsOn, held_by
from stickpoint.answers.ensemble.pooled import Pooled
from stickpoint.answers.ensemble.table import MEDIAN, table
from stickpoint.answers.forecasting.predict import Forecast
from stickpoint.answers.forecasting.rules import Rules
from stickpoint.answers.parameters import parameters
from stickpoint.answers.sampling.delays import Delays
from stickpoint.answers.sampling.draws import drawn
from stickpoint.graph.build_game import Changes
from stickpoint.pages.data.hangs_on import hangs_on as data
from stickpoint.pages.figures.svg import WIDTH
from stickpoint.pages.hangs_on.named import Named
from stickpoint.pages.hangs_on.said import holders, in_short, sentences
from stickpoint.pages.hangs_on.section import section
from stickpoint.pages.model import Figure, Page
from stickpoint.pages.render.text import text

STRIKE = """\
format: 1
title: A strike
clock: {unit: week}
parties:
  ann: {name: Ann, pace: [0.5, 2]}
  bob: {name: Bob, pace: 1}
options:
  ann.yield: {text: yield, one_way: yes}
  bob.pay: {text: pay more, one_way: yes, effort: [0, 0.2]}
issues: {pay: {terms: {low pay: ann.yield & !bob.pay, high pay: bob.pay}}}
payoffs:
  ann:
    - {when: "!settled", worth: -0.5}
    - {when: bob.pay, worth: [0, 3], label: a raise}
  bob:
    - {when: "!settled", worth: [-4, 0]}
    - {when: bob.pay, worth: -0.4}
tolls: {days lost: {when: "!settled", per: week, amount: [1, 9]}}
"""


@pytest.fixture(scope="module")
def forecast() -> Forecast:
    return Forecast(case=sp.loads(STRIKE), rules=Rules(draws=200))


@pytest.fixture(scope="module")
def found(forecast: Forecast) -> HangsOn:
    return forecast.hangs_on()


def test_what_matters_most_is_named_with_its_line_and_tolls_are_not(found: HangsOn) -> None:
    how = found["ends: high pay"]
    names = [hang.name for hang in how.numbers]
    assert names[0] == "payoffs.ann[a raise]"
    assert not [one for hanging in found for one in hanging.numbers if "tolls" in one.name]
    assert all(len(one.numbers) <= 3 for one in found)
    for hang in how.numbers:
        assert hang.parameter is not None
        assert STRIKE.splitlines()[hang.parameter.line - 1].strip()
        assert hang.total.low <= hang.total.middle <= hang.total.high <= 1
        assert hang.first.middle <= hang.total.middle + 1e-12
    # The more a raise is worth to Ann, the longer she holds out for it.
    assert how.numbers[0].direction == 1
    assert how.numbers[0].low.middle < how.numbers[0].high.middle


def test_shares_agree_with_means_in_groups_of_draws(forecast: Forecast, found: HangsOn) -> None:
    draws = table(forecast)
    answer = draws.answers["ends: high pay"]
    hang = found["ends: high pay"].numbers[0]
    values = draws.values[:, draws.names.index(hang.name)]
    groups = np.array_split(answer[np.argsort(values)], 10)
    between = np.mean([(group.mean() - answer.mean()) ** 2 for group in groups])
    assert hang.first.middle == pytest.approx(between / answer.var(), abs=0.1)


def test_the_answer_where_a_number_is_low_is_that_of_those_draws_alone(
    forecast: Forecast, found: HangsOn
) -> None:
    draws, hang = table(forecast), found["ends: high pay"].numbers[0]
    values = draws.values[:, draws.names.index(hang.name)]
    own = [k for k in range(len(draws)) if values[k] <= hang.thirds[0]]
    assert len(own) == pytest.approx(len(draws) / 3, abs=2)
    shares = [Pooled(forecast).ends[k][forecast.model.terms.index("high pay")] for k in own]
    assert hang.low.middle == pytest.approx(sum(shares) / len(shares))
    assert hang.low.low <= hang.low.middle <= hang.low.high


def test_over_all_draws_it_is_the_answer_of_the_forecast(forecast: Forecast) -> None:
    pooled, rows = Pooled(forecast), forecast.model.weights[None]
    for q in (0.5, 0.9):
        assert pooled.days(rows, q)[0] == pytest.approx(forecast.quantile(q), rel=0.01)
    days = np.array([10.0, 100.0])
    told = (rows @ pooled.settled(days))[0]
    assert told == pytest.approx(1 - forecast.open(days), abs=2e-3)
    outcomes = dict(zip(forecast.model.terms, (rows @ pooled.ends)[0].tolist(), strict=True))
    assert outcomes == pytest.approx(forecast.outcomes)
    assert forecast.hangs_on()[MEDIAN].value == pytest.approx(forecast.quantile(0.5), rel=0.01)


def test_a_number_that_is_no_range_is_not_among_them() -> None:
    fixed = Forecast(case=sp.loads(STRIKE.replace("[0, 3]", "2")), rules=Rules(draws=100))
    named = fixed.hangs_on().table().index.get_level_values("number")
    assert "payoffs.ann[a raise]" not in named
    assert len(named)


def test_a_case_without_a_range_hangs_on_the_tempo_alone() -> None:
    points = STRIKE
    for written, point in (("[0.5, 2]", "1"), ("[0, 0.2]", "0.1"), ("[0, 3]", "1"),
                           ("[-4, 0]", "-1"), ("[1, 9]", "2")):  # fmt: skip
        points = points.replace(written, point)
    told = Forecast(case=sp.loads(points), rules=Rules(draws=80)).hangs_on()
    assert not [hang for one in told for hang in one.numbers]
    assert told[MEDIAN].tempo is not None
    assert told[MEDIAN].tempo.total.middle > 0.9


def test_shares_of_the_delay_hang_on_numbers_only_where_draws_are_enough() -> None:
    case = sp.loads(STRIKE)
    used = parameters(case).open
    for draws in (8, 120):
        at = drawn(used, draws)[:, used.names.index("parties.ann.pace")]
        part = 0.2 + 0.3 * at
        shares = np.stack((part, 1 - part), axis=1)
        delays = Delays(names=("ann", "bob"), shares=shares, total=np.ones(draws), seed=0,
                        alone=shares, average=shares)  # fmt: skip
        told = held_by(delays, case, Changes())
        said = " ".join(holders(told, delays, Named(case)))
        if draws == 8:
            assert told == ()
            assert "8 draws, too few" in said
        else:
            assert [hang.name for hang in told[0].numbers] == ["parties.ann.pace"]
            assert "how often Ann moves (" in said


def test_it_is_said_by_label_and_line(found: HangsOn) -> None:
    told = [*in_short(found), *sentences(found)]
    assert told[0].startswith("When: ")
    assert any("what “a raise” is worth to Ann (line 14" in one for one in told)
    assert "is the tempo" in told[0]
    page = section(found, drawn=True)
    figures = [part for part in page.parts if isinstance(part, Figure)]
    assert figures
    for figure in figures:
        assert figure.picture.size[0] == WIDTH
        assert "as it stands" in figure.picture.draw()
    assert "What does the answer hang on?" in text(Page("", (section(found),)))
    rows = found.table()
    assert ("ends: high pay", "payoffs.ann[a raise]") in rows.index
    plain = json.loads(json.dumps(data(found), allow_nan=False))
    [high] = [one for one in plain["answers"] if one["answer"] == "ends: high pay"]
    assert high["numbers"][0]["line"] == 14


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("parties.us.pace", "how often the United States moves"),
        ("parties.prc.precision", "how sharply China chooses"),
        ("parties.ussr.discount", "how fast the future fades as the Soviet Union looks ahead"),
        ("options.prc.remove.effort", "what it costs China to “remove Kim”"),
        ("nature.stalin_dies.rate", "how soon this may happen: “Stalin dies”"),
        ("payoffs.prc[lever on Moscow]", "what “lever on Moscow” is worth to China"),
        ("no.such.number", "no.such.number"),
    ],
)
def test_every_kind_of_number_has_words(name: str, words: str) -> None:
    assert Named(sp.load("korea-1952"))(name).clause == words


def test_a_wait_without_end_in_some_draws_is_no_obstacle(forecast: Forecast) -> None:
    draws = forecast.model.draws
    never = replace(forecast)
    course = draws[0].course
    endless = replace(draws[0], course=replace(course, shares=0 * course.shares))
    never.__dict__["model"] = replace(forecast.model, draws=(endless, *draws[1:]))
    told = never.hangs_on()
    assert np.isfinite(told[MEDIAN].unexplained)
    json.dumps(data(told), allow_nan=False)
