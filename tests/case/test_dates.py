"""Dates in EDTF and English: the days they may mean, and what is said of those that mean none."""

from __future__ import annotations

import calendar
import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stickpoint.case.dates import FuzzyDate, parse_date

DAYS = st.dates(date(2, 1, 1), date(9998, 12, 31))


def span(text: str) -> str:
    """Give the first and last day that a text may mean."""
    when = parse_date(text)
    return f"{when.first} {when.last}"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1952-07-14", "1952-07-14 1952-07-14"),
        ("1952-07", "1952-07-01 1952-07-31"),
        ("1952-02", "1952-02-01 1952-02-29"),
        ("1952", "1952-01-01 1952-12-31"),
        ("195X", "1950-01-01 1959-12-31"),
        ("19xx", "1900-01-01 1999-12-31"),
        ("1952-XX", "1952-01-01 1952-12-31"),
        ("1952-07-XX", "1952-07-01 1952-07-31"),
        ("1952-21", "1952-03-01 1952-05-31"),
        ("1952-22", "1952-06-01 1952-08-31"),
        ("1952-23", "1952-09-01 1952-11-30"),
        ("1951-24", "1951-12-01 1952-02-29"),
        ("1952-07-15/1952-07-17", "1952-07-15 1952-07-17"),
        ("1952-07 / 1952-09", "1952-07-01 1952-09-30"),
        ("../1952", "0001-01-01 1952-12-31"),
        ("1952/", "1952-01-01 9999-12-31"),
    ],
)
def test_edtf_gives_the_days_it_may_mean(text: str, days: str) -> None:
    assert span(text) == days
    assert not parse_date(text).approximate


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("14 July 1952", "1952-07-14 1952-07-14"),
        ("14th Jul 1952", "1952-07-14 1952-07-14"),
        ("July 14, 1952", "1952-07-14 1952-07-14"),
        ("Sept. 1952", "1952-09-01 1952-09-30"),
        ("march 1952", "1952-03-01 1952-03-31"),
        ("early February 1952", "1952-02-01 1952-02-10"),
        ("mid-June 1952", "1952-06-11 1952-06-20"),
        ("late February 1952", "1952-02-21 1952-02-29"),
        ("the end of March 1952", "1952-03-21 1952-03-31"),
        ("early 1952", "1952-01-01 1952-04-30"),
        ("mid 1952", "1952-05-01 1952-08-31"),
        ("late 1952", "1952-09-01 1952-12-31"),
        ("spring 1952", "1952-03-01 1952-05-31"),
        ("late autumn 1952", "1952-11-01 1952-11-30"),
        ("winter 1952/53", "1952-12-01 1953-02-28"),
        ("late winter 1951-52", "1952-02-01 1952-02-29"),
        ("the 1950s", "1950-01-01 1959-12-31"),
        ("the 1952", "1952-01-01 1952-12-31"),
        ("early 1950s", "1950-01-01 1953-12-31"),
        ("before 1952-07-14", "0001-01-01 1952-07-13"),
        ("by July 1952", "0001-01-01 1952-07-31"),
        ("after early July 1952", "1952-07-11 9999-12-31"),
        ("since 1952", "1952-01-01 9999-12-31"),
        ("between 15 July 1952 and 1952-08", "1952-07-15 1952-08-31"),
        ("from July to 1953", ""),
        ("July 1952 to early 1953", "1952-07-01 1953-04-30"),
    ],
)
def test_english_gives_the_days_it_may_mean(text: str, days: str) -> None:
    if days:
        assert span(text) == days
    else:
        with pytest.raises(ValueError, match="is no date"):
            parse_date(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1952-07~", "1952-06-16 1952-08-15"),
        ("1952-07?", "1952-06-16 1952-08-15"),
        ("1952-07%", "1952-06-16 1952-08-15"),
        ("about July 1952", "1952-06-16 1952-08-15"),
        ("1952-07-14~", "1952-07-11 1952-07-17"),
        ("c. 1952", "1951-07-02 1953-07-02"),
        ("1952-08~/1952-09~", "1952-07-17 1952-10-15"),
        ("1952-08/1952-09~", "1952-08-01 1952-10-15"),
        ("before about July 1952", "0001-01-01 1952-06-15"),
    ],
)
def test_approximate_dates_are_widened_by_half_their_length(text: str, days: str) -> None:
    assert span(text) == days
    assert parse_date(text).approximate


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1952-02-30", "February 1952 has 29 days"),
        ("31 June 1952", "June 1952 has 30 days"),
        ("1952-13", "there is no month 13"),
        ("1952-00-01", "there is no month 00"),
        ("1952-21-05", "21 is a season"),
        ("1952-XX-05", "a day needs its month"),
        ("195X-02", "open digit takes no month"),
        ("Febuary 1952", "did you mean February"),
        ("xyzzy 1952", "'xyzzy' is no month or season$"),
        ("5 spring 1952", "a season has no days"),
        ("early 5 May 1952", "a day has no early"),
        ("1952s", "a decade begins with a round year"),
        ("winter 1952/54", "ends in 1953"),
        ("spring 1952/53", "only a winter"),
        ("07/14/1952", "a single day is written 1952-07-14"),
        ("14.7.1952", "is no date; write for example"),
        ("5 July 5, 1952", "is no date"),
        ("July", "is no date"),
        ("1953/1952", "the end comes before the beginning"),
        ("../..", "a date at one end at least"),
        ("0001", "years run from 0002 to 9998"),
        ("9999-05", "years run from 0002 to 9998"),
        ("  ", "no date is written here"),
        ("1952 " * 50, "at most 100 characters"),
        ("١٩٥٢", "is no date"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_date(text)


def test_what_was_written_is_kept_to_the_letter() -> None:
    when = parse_date("  Early   July 1952 ")
    assert when.written == str(when) == "  Early   July 1952 "


def test_open_ends_say_so() -> None:
    assert parse_date("before 1952").open_start
    assert not parse_date("before 1952").open_end
    assert parse_date("1952/..").open_end
    assert not parse_date("about 9998").open_end
    assert not parse_date("about 0002").open_start


def test_only_one_day_is_exact() -> None:
    assert parse_date("1952-07-14").is_exact
    assert not parse_date("1952-07-14~").is_exact
    assert not parse_date("1952-07").is_exact


def test_equal_dates_are_equal() -> None:
    day = date(1952, 7, 14)
    assert parse_date("1952-07-14") == FuzzyDate(day, day, "1952-07-14")
    assert parse_date("1952-07-14") != parse_date("14 July 1952")


@given(DAYS)
def test_every_day_is_read_back_from_either_spelling(day: date) -> None:
    english = f"{day.day} {calendar.month_name[day.month]} {day.year:04}"
    for text in (day.isoformat(), english):
        when = parse_date(text)
        assert (when.first, when.last, when.is_exact) == (day, day, True)


@given(DAYS, DAYS)
def test_every_interval_is_read_back(one: date, other: date) -> None:
    first, last = sorted((one, other))
    when = parse_date(f"{first}/{last}")
    assert (when.first, when.last) == (first, last)


@given(st.integers(2, 9998), st.integers(1, 12))
def test_the_parts_of_a_month_make_up_the_month(year: int, month: int) -> None:
    whole = parse_date(f"{year:04}-{month:02}")
    name = calendar.month_abbr[month]
    early, mid, late = (parse_date(f"{part} {name} {year:04}") for part in ("early", "mid", "late"))
    assert (early.first, late.last) == (whole.first, whole.last)
    assert early.last + timedelta(days=1) == mid.first
    assert mid.last + timedelta(days=1) == late.first


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        when = parse_date(text)
        assert when.first <= when.last
