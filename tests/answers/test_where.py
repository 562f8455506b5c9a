"""Statements about the end: what is read, what is refused and how, and in which draws they hold."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.answers.ensemble.claims import (
    EVEN,
    Both,
    Costs,
    Draws,
    Either,
    Ends,
    Lasts,
    Level,
    Likeliest,
    Not,
    Open,
    When,
)
from stickpoint.answers.ensemble.where import Names, where
from stickpoint.errors import ModelError
from stickpoint.pages.ensemble.claims import clause

NAMES = Names(
    ("nobody forced", "neutral custody", "neutral"),
    {"US casualties": "month", "dead, north": "day"},
    {"US casualties": "people"},
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("still open after 12 months", Open(When("after 12 months", 365.25))),
        ("It is still open beyond half a year", Open(When("beyond half a year", 182.625))),
        ("outlasts a year", Open(When("after a year", 365.25))),
        ("lasts longer than 2 weeks", Open(When("after 2 weeks", 14.0))),
        ("open on 1953-07-27", Open(When("on 1953-07-27", day=date(1953, 7, 27)))),
        ("settled within 1.5 years", Open(When("within 1.5 years", 547.875), settled=True)),
        (
            "settled by 1953-07-27 with a chance above 30 %",
            Open(When("by 1953-07-27", day=date(1953, 7, 27)), True, Level(True, True, 0.3)),
        ),
        ("median > 400 days", Lasts(0.5, Level(True, True, 400.0), "> 400 days")),
        ("90% time at most 5 years", Lasts(0.9, Level(False, False, 1826.25), "at most 5 years")),
        (
            "ends as Neutral Custody in at least 50%",
            Ends("neutral custody", Level(True, False, 0.5)),
        ),
        ('ends as "neutral"', Ends("neutral")),
        ("likeliest end is nobody forced", Likeliest("nobody forced")),
        (
            "US casualties above 60 people a day",
            Costs("US casualties", Level(True, True, 60.0), "above 60 people a day"),
        ),
        (
            "toll us casualties below 60.875",
            Costs("US casualties", Level(False, True, 2.0), "below 60.875 a month"),
        ),
        (
            "dead, north over 7 per week",
            Costs("dead, north", Level(True, True, 1.0), "over 7 per week"),
        ),
    ],
)  # fmt: skip
def test_a_claim_is_read_as_it_is_said(text: str, found: object) -> None:
    assert where(text, NAMES) == found


def test_not_binds_before_and_and_and_before_or() -> None:
    one, two, three = (where(f"open after {n} days", NAMES) for n in "123")
    said = "not open after 1 day and open after 2 days or open after 3 days"
    found = where(said.replace("1 day ", "1 days "), NAMES)
    assert found == Either((Both((Not(one), two)), three))
    said = "not (open after 1 days and (open after 2 days or open after 3 days))"
    assert where(said, NAMES) == Not(Both((one, Either((two, three)))))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the end found; expected a claim such as 'still open after 12 months'"),
        ("still open aftr a year", "'aftr' found at character 12; .*'after' may be meant"),
        ("still open after 12 monhts", "'monhts' found .* a unit of time: day, .*'month' may be"),
        ("open after a year or", "the end found; expected a claim: 'still open …'"),
        ("open after a year settled", "'settled' found .* expected 'and', 'or' or the end"),
        ("(open after a year", "the end found; expected 'and', 'or' or a closing bracket"),
        ("ends as neutral custdy", "'custdy' found"),
        ("ends as nobody forcd", "one of the terms: 'nobody forced', .*'nobody forced' may be"),
        ("US casulties above 3 a day", "'US' found at character 1; .*'US casualties' may be meant"),
        ("median 3 years", "expected a bound such as 'above'"),
        ("open on 1953-02-30", "expected a day of the calendar"),
        ("open on monday", "expected a date such as 1953-07-27"),
        ("settled within a year in above 120 %", "a chance such as '50 %', of 0 % to 100 %"),
        ("median above __import__('os')", "'_' found"),
        ("not " * 60 + "open after a year", "more than 50 brackets"),
        ("x" * 3000, "3,000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place_and_what_may_be_meant(
    text: str, said: str
) -> None:
    with pytest.raises(ModelError, match=said):
        where(text, NAMES)


def test_a_case_without_tolls_or_terms_says_so() -> None:
    with pytest.raises(ModelError, match="expected a case that has terms"):
        where("ends as peace", Names())
    with pytest.raises(ModelError, match="expected a case that has tolls"):
        where("toll deaths above 3", Names())


@given(st.text("setld open after12 months()and%<>=notr\"'é-", max_size=60))
def test_any_text_is_read_or_refused_by_a_message(text: str) -> None:
    with suppress(ModelError):
        assert clause(where(text, NAMES))


@dataclass
class Falling:
    """A draw that falls at a rate a day, and settles as it does."""

    rate: float
    shares: np.ndarray
    tolls: dict[str, float]
    closed: None = None

    def open(self, days: np.ndarray) -> np.ndarray:
        return np.exp(-self.rate * days)

    undated = open


DRAWS = Draws(
    [
        Falling(0.1, np.array([0.7, 0.2, 0.1]), {"US casualties": 1.0}),
        Falling(0.01, np.array([0.1, 0.5, 0.4]), {"US casualties": 3.0}),
        Falling(0.001, np.array([0.4, 0.35, 0.25]), {"US casualties": 2.0}),
    ],
    NAMES.terms,
    date(2000, 1, 1),
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("still open after 30 days", [False, True, True]),
        ("settled within 30 days", [True, False, False]),
        ("open after 30 days with a chance of at least 97 %", [False, False, True]),
        ("settled by 2000-01-07", [True, False, False]),
        ("settled by 2000-01-06", [False, False, False]),
        ("median below 100 days", [True, True, False]),
        ("90 % time above 1000 days", [False, False, True]),
        ("likeliest end is nobody forced", [True, False, True]),
        ("ends as nobody forced", [True, False, False]),
        ("ends as neutral in less than 30 %", [True, False, True]),
        ("US casualties at least 61 a month", [False, True, False]),
        ("open after 30 days and likeliest end is nobody forced", [False, False, True]),
        ("not open after 30 days or likeliest end is neutral custody", [True, True, False]),
    ],
)
def test_a_draw_counts_where_it_is_more_likely_than_not_or_as_likely_as_said(
    text: str, holds: list[bool]
) -> None:
    assert DRAWS.holds(where(text, NAMES)).tolist() == holds


def test_a_date_before_the_day_asked_about_or_in_a_case_without_dates_is_refused() -> None:
    with pytest.raises(ModelError, match="before the day asked about, 2000-01-01"):
        DRAWS.holds(where("open on 1999-12-31", NAMES))
    with pytest.raises(ModelError, match="the case has none"):
        Draws(DRAWS.each, DRAWS.terms).holds(where("open on 1999-12-31", NAMES))


def test_a_statement_is_said_back_in_words() -> None:
    said = "still open after a year and (ends as neutral in at most 20 % or median < 3 years)"
    assert clause(where(said, NAMES)) == (
        "it is more likely than not still open after a year, and if it ends, that is with a chance "
        "of at most 20 % as neutral or the day of an even chance is less than 3 years away"
    )
    assert (
        clause(where("US casualties above 3 a day", NAMES)) == "US casualties come to above 3 a day"
    )
    assert Open(When("after a year", 365.25), chance=EVEN) == where("open after a year", NAMES)
