"""Numbers, amounts and words of a case → exactly what was written."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from casefiles import whole
from hypothesis import given
from hypothesis import strategies as st

import stickpoint as sp
from stickpoint.case.check import check_text
from stickpoint.case.model.basis import Amount
from stickpoint.case.schema.values import Unfit, did_you_mean, number, yes_or_no


def worth(written: str) -> Amount:
    """Read an amount as the worth of a payoff."""
    case = sp.loads(whole(f"payoffs:\n  a:\n    - when: a.x\n      worth: {written}\n"))
    return case.payoffs[0].worth


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_a_number_is_read_without_rounding(value: Decimal) -> None:
    assert number(f"{value:f}") == Fraction(value)


@pytest.mark.parametrize("text", ["0.1", "-3", "+4.50", ".5", "7.", "1e-3", "2E6"])
def test_usual_spellings_are_numbers(text: str) -> None:
    assert number(text) == Fraction(text)


@pytest.mark.parametrize(
    "text",
    ["", "1,5", "1_000", "0x10", "nan", "inf", "1/3", "1e999", "--1", "٣", "1 2", "1e5000000"],
)
def test_other_spellings_are_not(text: str) -> None:
    with pytest.raises(Unfit) as caught:
        number(text)
    assert caught.value.code in ("C106", "C104")


@pytest.mark.parametrize(
    ("written", "points", "shape", "unit"),
    [
        ("0.5", (0.5, 0.5, 0.5), "point", None),
        ("0.05/year", (0.05, 0.05, 0.05), "point", "year"),
        ("3 / days", (3, 3, 3), "point", "day"),
        ("[-0.9, -0.3]", (-0.9, -0.6, -0.3), "range", None),
        ("[1/week, 2/week]", (1, 1.5, 2), "range", "week"),
        ("{low: 1, mid: 2, high: 5}", (1, 2, 5), "triangle", None),
        ("{low: 1, high: 5}", (1, 3, 5), "range", None),
    ],
)
def test_an_amount_is_a_point_a_range_or_a_triangle(
    written: str, points: tuple[float, float, float], shape: str, unit: str | None
) -> None:
    amount = worth(written)
    assert np_close((amount.low, amount.mid, amount.high), points)
    assert (amount.shape, amount.unit, amount.written) == (shape, unit, written)


def np_close(found: tuple[float, ...], expected: tuple[float, ...]) -> bool:
    """Compare numbers up to the last bits."""
    return all(math.isclose(a, b, rel_tol=1e-15) for a, b in zip(found, expected, strict=True))


def test_the_middle_of_a_range_is_exact() -> None:
    assert worth("[0.1, 0.2]").exact == Fraction(3, 20)


def test_an_amount_per_year_is_a_twelfth_per_month() -> None:
    month = worth("[12/year, 24/year]").per("month")
    assert (month.low, month.high, month.exact, month.unit) == (1.0, 2.0, Fraction(3, 2), "month")
    assert worth("5").per("day").mid == 5.0


@pytest.mark.parametrize("text", ["yes", "Yes", "TRUE", "y", "Y"])
def test_yes_has_several_spellings(text: str) -> None:
    assert yes_or_no(text) is True


@pytest.mark.parametrize("text", ["no", "NO", "false", "N"])
def test_no_has_several_spellings(text: str) -> None:
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", ["on", "off", "1", "0", "", "ja"])
def test_nothing_else_is_yes_or_no(text: str) -> None:
    with pytest.raises(Unfit):
        yes_or_no(text)


def test_weights_are_exact_and_kept_as_written() -> None:
    case = sp.loads(whole("wants: {b: [b.y]}\nweights: {a: {a.x: 0.10, b.y: -2}}\n"))
    items = case.preferences["a"].items
    assert [(item.weight, item.written) for item in items] == [
        (Fraction(1, 10), "0.10"),
        (Fraction(-2), "-2"),
    ]


def test_a_near_word_is_offered_and_else_the_few_there_are() -> None:
    assert did_you_mean("Unoin", ["union", "firm"]) == "; did you mean 'union'?"
    assert did_you_mean("zzz", ["union", "firm"]) == "; known are 'union', 'firm'"
    assert did_you_mean("zzz", [f"name{k}" for k in range(40)]) == ""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0,5", ["0.5"]),
        ("-0,125", ["-0.125"]),
        ("0,125/week", ["0.125"]),
        ("12,5", ["12.5"]),
        ("1,50", ["1.50"]),
        ("1,234", ["1234", "1.234"]),
        ("-10,000", ["-10000", "-10.000"]),
        ("1,234.5", ["1234.5"]),
        ("1.234,5", ["1234.5"]),
        ("1,234,567", ["1234567"]),
        ("1.234.567", ["1234567"]),
        ("1 234,567", ["1234.567"]),
        ("1\u202f234", ["1234"]),
        ("1'234", ["1234"]),
        ("0,5%", ["0.005"]),
        ("1,5 to 2,5", ["[1.5, 2.5]"]),
        ("[0,5, 1]", ["[0.5, 1]"]),
        ("[1,234, 2,345]", ["[1.234, 2.345]", "[1234, 2345]"]),
        ("[-0,5]", ["-0.5", "[0, 5]"]),
        ("{low: -0.5, high: 0,5}", ["decimals with a point"]),
    ],
)
def test_a_number_with_a_comma_is_asked_about_with_every_reading(
    written: str, meant: list[str]
) -> None:
    text = whole(f"payoffs:\n  a:\n    - when: a.x\n      worth: {written}\n")
    (found,) = check_text(text)[1]
    assert (found.line, found.code) == (4, "C106")
    assert [word for word in meant if word not in found.message] == []


@given(st.integers(-999, 999), st.integers(0, 999_999).map(str))
def test_the_advice_on_a_decimal_comma_is_never_off_by_a_thousand(units: int, rest: str) -> None:
    written = f"{units},{rest}"
    text = whole(f"payoffs:\n  a:\n    - when: a.x\n      worth: {written}\n")
    (found,) = check_text(text)[1]
    advised = re.findall(r"[-\d.]*\d", found.message.split("; write", 1)[1])
    either = len(rest) == 3 and abs(units) > 0
    assert len(advised) == 1 + either
    assert f"{units}.{rest}" in advised
