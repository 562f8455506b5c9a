"""Single values of a case file → Python values, or a sentence about what is wrong with them.

Every reader takes the text as it was written and raises `Unfit` with its code; nothing is guessed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from stickpoint.case.model.basis import DAYS_IN, Amount
from stickpoint.case.yaml.nodes import (
    MAX_GUESSES,
    MAX_QUOTED,
    Faults,
    Node,
    cut,
    describe,
    quote,
    quoted,
)
from stickpoint.case.yaml.signs import odd_signs, plain

if TYPE_CHECKING:
    from stickpoint.case.dates.fuzzy import FuzzyDate

MAX_NUMBER = 10**15
_PLAIN, _SIGNED = r"[\d.,]*\d", r"[+-]?[\d.,]*\d"
_ENDS = re.compile(
    rf"({_SIGNED})(?:\s*(?:to|\.\.+)\s*|\s+-\s+)({_SIGNED})|(-{_PLAIN})\s+({_SIGNED})"
    rf"|({_PLAIN})(?:\s*-\s*|\s+)({_PLAIN})"
)
"""Two numbers as people write a range, whose second may be below nothing."""
MAX_COMPARED = 200
MAX_WORD = 40
MAX_KNOWN = 2000
_YES = {"yes", "y", "true"}
_NO = {"no", "n", "false"}
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
_WITH_UNIT = re.compile(r"(.*?)\s*/\s*(\w+)\s*", re.DOTALL)


_LEFT_OUT = (
    f"; more than {MAX_GUESSES} names are unknown, so what this and the rest may mean is left out"
)


class Unfit(Exception):
    """A value cannot be what it should be; carries the finding's code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def did_you_mean(word: str, known: Iterable[str], faults: Faults | None = None) -> str:
    """Return '; did you mean …?' for the nearest known word, or a list of few, or nothing.

    Of the words of one file, if ``faults`` are given, only the first hundreds are compared.

    >>> did_you_mean("ussr.bakc", ["ussr.back", "us.back"])
    "; did you mean 'ussr.back'?"
    """
    if faults is not None:
        faults.guesses += 1
        if faults.guesses > MAX_GUESSES:
            return _LEFT_OUT if faults.guesses == MAX_GUESSES + 1 else ""
    known = list(islice(known, MAX_KNOWN + 1))
    if len(known) > MAX_KNOWN:  # nobody meant one of so many, and to compare them takes too long
        return ""
    if len(known) > MAX_COMPARED:
        known = [name for name in known if name[:2].lower() == word[:2].lower()][:MAX_COMPARED]
    meant = nearest(word, known)
    if meant:
        return f"; did you mean {quote(meant)}?{odd_signs(meant)}"
    if 0 < len(known) <= 12:
        return f"; known are {quoted(known, 2 * MAX_QUOTED - len(cut(word)))}"
    return ""


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """Return the known word most like another in letters of any size; empty for none so alike."""
    lower = {name.lower(): name for name in reversed(list(known))}
    near = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=alike)
    return lower[near[0]] if near else ""


def yes_or_no(text: str) -> bool:
    """Read yes, no, true, false, Y or N, in any case."""
    word = text.strip().lower()
    if word in _YES | _NO:
        return word in _YES
    raise Unfit("C107", f"{quote(text)} found, yes or no is expected")


def number(text: str) -> Fraction:
    """Read a decimal number exactly; `Unfit` when it is none, or too large to be meant."""
    word = text.strip()
    if not _NUMBER.fullmatch(word):
        raise Unfit("C106", f"{quote(text)} is not a number{_number_advice(word)}")
    value = Fraction(word)
    if abs(value) > MAX_NUMBER:
        message = f"{quote(text)} is beyond what a case can hold, ±10^15; change the unit"
        raise Unfit("C104", message)
    return value


def comma_advice(before: str, after: str) -> str:
    """Advise on a number that a comma parts, such as '0' and '5/year'; nothing for other words."""
    digits, slash, unit = after.partition("/")
    if not re.fullmatch(r"[+-]?\d+", plain(before)) or not digits.isdigit():
        return ""
    return _number_advice(f"{before},{digits}") + (f" (with /{cut(unit)})" if slash else "")


def _number_advice(word: str) -> str:
    if len(word) > MAX_WORD:
        return "; write it in digits, such as 0.5"
    typed = plain(word)
    meant = _readings(typed.strip())
    if len(meant) > 1:
        return (
            f"; write {meant[0]} if the comma parts thousands, or {meant[1]} if it is a decimal "
            "comma"
        )
    if meant:
        return f"; write {meant[0]}"
    share = _readings(typed.removesuffix("%").strip()) if typed.endswith("%") else []
    if share:
        return f"; write {' or '.join(f'{float(value) / 100:g}' for value in share)}"
    ends = _ENDS.fullmatch(typed.strip())
    sides = [_readings(end) for end in ends.groups() if end] if ends else []
    if sides and all(len(side) == 1 for side in sides):
        low, high = sorted((side[0] for side in sides), key=Fraction)
        return f"; write a range as [{low}, {high}]"
    return "; write it in digits, such as 0.5"


def _readings(typed: str) -> list[str]:
    """List the numbers that one written as people write them may mean.

    >>> _readings("-0,125"), _readings("1,234"), _readings("1.234,5"), _readings("1 234,567")
    (['-0.125'], ['1234', '1.234'], ['1234.5'], ['1234.567'])
    """
    bare = re.sub(r"(?<=\d)[ _'](?=\d)|(?<=^[+-]) ", "", typed)
    if re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", typed):
        return [typed.replace(",", ""), typed.replace(",", ".")]
    if re.fullmatch(r"[+-]?[1-9]\d{0,2}((,\d{3})+\.\d+|(,\d{2,3})+,\d{3})", bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"[+-]?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})", bare):
        bare = bare.replace(".", "").replace(",", ".")
    else:
        bare = re.sub(r"^([+-]?),", r"\g<1>0,", bare)
        bare = bare.replace(",", ".", 1)
    return [bare] if _NUMBER.fullmatch(bare) else []


def amount(node: Node) -> Amount:
    """Read a number, a range [low, high] or {low, mid, high}, with or without a unit of time."""
    written = " ".join(node.source[node.start : node.end].split())
    if node.kind == "text":
        written, shape, nodes = node.text.strip(), "point", {"low": node, "high": node}
    elif node.kind == "mapping":
        nodes = _corners(node)
        shape = "triangle" if "mid" in nodes else "range"
    elif len(node.items) != 2 or any(item.kind != "text" for item in node.items):
        found = f"{describe(node)} found, a range has two numbers: [low, high]"
        raise Unfit("C106", found + _with_points(written, 2))
    elif re.fullmatch(r"-0+", plain(node.items[0].text.strip())):
        one, other = (plain(item.text.strip()) for item in node.items)
        one, other = cut(one, MAX_WORD), cut(other, MAX_WORD)
        message = f"{cut(written)} may be one number or a range from 0"
        raise Unfit("C106", f"{message}; write {one}.{other} or [0, {other}]")
    else:
        shape, nodes = "range", dict(zip(("low", "high"), node.items, strict=True))
    parts = {name: _quantity(part.text) for name, part in nodes.items()}
    low, high = parts["low"][0], parts["high"][0]
    mid = parts["mid"][0] if "mid" in parts else (low + high) / 2
    if len({unit for _, unit in parts.values()}) > 1:
        raise Unfit("C106", f"{quote(written)} mixes units; give every number the same unit")
    if not low <= mid <= high:
        raise Unfit("C104", f"{quote(written)} is out of order; the low end comes first")
    return Amount(float(low), float(mid), float(high), shape, parts["low"][1], written, mid)


def _with_points(written: str, count: int) -> str:
    """Advise to write decimal points where commas inside a list part numbers into too many."""
    inner = re.sub(r"(?<=\d),(?=\d)", ".", written.strip("[] "))
    ends = [end.strip() for end in inner.split(",")]
    if len(ends) == count and inner != written.strip("[] ") and len(inner) <= MAX_WORD:
        thousands = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", written.strip("[] "))
        is_either = len(thousands.split(",")) == count
        advice = f", and [{thousands}] if commas part thousands" if is_either else ""
        return f"; with decimal points it is [{', '.join(ends)}]{advice}"
    if len(ends) == 1 and _NUMBER.fullmatch(inner) and len(inner) <= MAX_WORD:
        return f"; one number with a decimal point is {inner}, without brackets"
    return ""


def _corners(node: Node) -> dict[str, Node]:
    nodes = {key.text: value for key, value in node.pairs}
    if not {"low", "high"} <= nodes.keys() <= {"low", "mid", "high"}:
        found = quoted(nodes) or "nothing"
        comma = "; write decimals with a point" if any(map(str.isdigit, nodes)) else ""
        message = f"{found} found, an amount in braces is {{low: …, mid: …, high: …}}{comma}"
        raise Unfit("C106", message)
    if any(value.kind != "text" for value in nodes.values()):
        raise Unfit("C106", "low, mid and high must each be one number")
    return nodes


def _quantity(text: str) -> tuple[Fraction, str | None]:
    """Split '0.05/year' into the number and the unit."""
    found = _WITH_UNIT.fullmatch(text)
    if not found:
        return number(text), None
    value, unit = number(found[1]), found[2].lower()
    if unit not in DAYS_IN and unit.removesuffix("s") in DAYS_IN:
        unit = unit.removesuffix("s")
    if unit not in DAYS_IN:
        raise Unfit("C106", f"{quote(found[2])} is not a unit of time{did_you_mean(unit, DAYS_IN)}")
    return value, unit


def date(text: str) -> FuzzyDate:
    """Read a date, precise or not."""
    from stickpoint.case.dates.fuzzy import parse_date

    try:
        return parse_date(text)
    except ValueError as error:
        raise Unfit("C601", str(error)) from None
