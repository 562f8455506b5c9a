"""Numbers → words: lengths of time, parts of a whole and amounts, no more exact than they are."""

from __future__ import annotations

import math

from stickpoint.case.model.basis import GUESS, Amount, Sizes
from stickpoint.case.model.judgements import Basis, size_of

LONG = 1e6
"""Beyond so many units of time, how many there are says no more."""
LEAST = 1e-3
"""Below so much of a unit of time, how little it is says no more."""
COUNTLESS = 1e18
"""Amounts so large come of a wait that never ends."""
_STEPS = (1, 5, 10)
"""Per cent, in steps that a reader expects."""


def duration(value: float | None, unit: str) -> str:
    """Say a length of time.

    >>> duration(1.0, "month"), duration(3.14159, "month"), duration(None, "month")
    ('1 month', '3.1 months', 'beyond the horizon')
    >>> duration(2.8e61, "month"), duration(2e-7, "week")
    ('more than a million months', 'under 0.001 weeks')
    """
    if value is None or not math.isfinite(value):
        return "beyond the horizon"
    if value >= LONG:
        return f"more than a million {unit}s"
    if 0 < value < LEAST:
        return f"under {LEAST:g} {unit}s"
    shown = f"{value:.2g}" if value < 10 else f"{value:.0f}"
    return f"{shown} {unit}" + ("" if shown == "1" else "s")


def exactly(value: float, unit: str) -> str:
    """Say a length of time that somebody chose, to every digit.

    >>> exactly(60.0, "month"), exactly(1.0, "year"), exactly(0.25, "day")
    ('60 months', '1 year', '0.25 days')
    """
    return f"{value:g} {unit}{'s' * (value != 1)}"


def span(low: float, high: float, unit: str) -> str:
    """Say from when to when.

    >>> span(2.0, 16.0, "month"), span(2.0, float("inf"), "month"), span(2.0, 2.0, "month")
    ('2 to 16 months', '2 months to beyond the horizon', '2 months')
    """
    first, last = duration(low, unit), duration(high, unit)
    if not math.isfinite(low) or first == last:
        return first
    return f"{first.rsplit(' ', 1)[0] if math.isfinite(high) else first} to {last}"


def half(value: float | None, unit: str, over: str = "over") -> str:
    """Say when something is as likely over as not.

    >>> half(3.14159, "month"), half(None, "month")
    ('as likely as not over after 3.1 months', 'more likely than not still open at the horizon')
    """
    if value is None or not math.isfinite(value):
        return "more likely than not still open at the horizon"
    return f"as likely as not {over} " + (f"after {duration(value, unit)}" if value else "at once")


def between(low: float | None, high: float | None, unit: str) -> str:
    """Say between which times something comes.

    >>> between(1.0, 8.0, "month"), between(8.0, None, "month"), between(None, None, "month")
    ('between 1 month and 8 months', 'from 8 months to beyond the horizon', 'beyond the horizon')
    >>> between(0.0, 0.0, "month"), between(2.0, 2.0, "month")
    ('at once', 'after 2 months')
    """
    if low is None or not math.isfinite(low):
        return "beyond the horizon"
    if high is None or not math.isfinite(high):
        return f"from {duration(low, unit)} to beyond the horizon"
    first, last = duration(low, unit), duration(high, unit)
    if first == last:
        return f"after {first}" if high > 0 else "at once"
    return f"between {first} and {last}"


def percent(value: float, off: float = 0.0) -> str:
    """Say a part of a whole, in steps no smaller than ``off``, how far it may be off by chance.

    >>> percent(0.314), percent(0.001), percent(0.999), percent(-0.02)
    ('31 %', 'under 1 %', 'over 99 %', 'minus 2 %')
    >>> percent(0.314, 0.01), percent(0.314, 0.02), percent(0.314, 0.07), percent(0.02, 0.04)
    ('31 %', '30 %', '30 %', 'under 5 %')
    """
    step = next((step for step in _STEPS if step >= 100 * off), _STEPS[-1])
    near = round(100 * value / step) * step
    if near == 0 < value:
        return f"under {step} %"
    if near < 0:
        return f"minus {-near} %"
    if near == 100 and value < 1:
        return f"over {100 - step} %"
    return f"{near} %"


def rounded(value: float) -> str:
    """Say an amount to two digits.

    >>> rounded(123456.0), rounded(0.123), rounded(0.0), rounded(2.81e61)
    ('120,000', '0.12', '0', 'more than can be counted')
    >>> rounded(2.34e12), rounded(1.14e-8)
    ('2.3 million million', '0.000000011')
    """
    if value == 0:
        return "0"
    if abs(value) >= COUNTLESS:
        return f"{'minus ' * (value < 0)}more than can be counted"
    if abs(value) >= 1e12:
        return f"{rounded(value / 1e12)} million million"
    digits = 2 - math.floor(math.log10(abs(value))) - 1
    short = round(value, digits)
    if abs(short) < LEAST:
        return f"{short:.{digits}f}"
    return f"{short:,.0f}" if abs(short) >= 10 else f"{short:g}"


def exact(value: float) -> str:
    """Say a number to three digits, for a bound of which the third may matter.

    >>> exact(-0.32499999999999996), exact(0.0), exact(1234.5), exact(0.12345)
    ('-0.325', '0', '1,230', '0.123')
    """
    short = float(f"{value:.3g}") + 0.0
    return f"{short:,.0f}" if abs(short) >= 1000 else f"{short:g}"


def amount(value: Amount) -> str:
    """Say a number of a case as its writer left it: a point, a range or a range with its middle.

    >>> from fractions import Fraction
    >>> half = Fraction(1, 2)
    >>> amount(Amount(0.25, 0.5, 12000, "range", None, "[0.25, 12000]", half))
    '0.25 to 12,000'
    >>> amount(Amount(0.01, 0.05, 0.2, "triangle", "year", "", half))
    '0.05 (0.01 to 0.2) per year'
    """
    low, mid, high = (f"{end:,.10g}" for end in (value.low, value.mid, value.high))
    said = {"point": mid, "range": f"{low} to {high}"}.get(value.shape, f"{mid} ({low} to {high})")
    return f"{said} per {value.unit}" if value.unit else said


def sized(value: Amount, sizes: Sizes, kind: str) -> str:
    """Say a number of a case, and that its size is guessed where the case says that.

    >>> from fractions import Fraction
    >>> effort = Amount(0.5, 0.5, 0.5, "point", None, "0.5", Fraction(1, 2))
    >>> sized(effort, (("effort", "guess"),), "effort"), sized(effort, (), "effort")
    ('0.5 (size guessed)', '0.5')
    """
    return amount(value) + " (size guessed)" * (size_of(sizes, kind) == GUESS)


def ranged(middle: str, low: str, high: str) -> str:
    """Say a number with its range, once where the range is said no differently.

    >>> ranged("32 %", "3 %", "39 %"), ranged("under 1 %", "under 1 %", "under 1 %")
    ('32 % (3 % to 39 %)', 'under 1 % over all ranges')
    """
    return f"{middle} over all ranges" if low == middle == high else f"{middle} ({low} to {high})"


def sizes(basis: Basis) -> str:
    """Say how many of some numbers have a source for their size, a guessed size, or neither.

    >>> sizes(Basis(63, 10, 51, 50))
    '10 with a source for their size, 50 guessed, 3 with neither'
    >>> sizes(Basis(4, 1, 3, 3))
    '1 with a source for its size, 3 guessed'
    >>> sizes(Basis(4, 0, 4, 4)), sizes(Basis(5, 2, 0))
    ('all guessed', '2 with a source')
    """
    if not basis.guessed:
        return sourced(basis)
    if basis.guessed == basis.total:
        return "all guessed"
    its = "its" if basis.sourced == 1 else "their"
    rest = basis.total - basis.sourced - basis.guessed
    said = f"{basis.sourced or 'none'} with a source for {its} size, {basis.guessed} guessed"
    return f"{said}, {rest} with neither" if rest else said


def sourced(basis: Basis) -> str:
    """Say how many of some judgements have a source."""
    some = "all" if basis.sourced == basis.total else basis.sourced
    return f"{some or 'none'} with a source" if basis.total else "none with a source"
