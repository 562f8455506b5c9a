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
from stickpoint.case.yaml.nodes import Node, describe, quote

if TYPE_CHECKING:
    from stickpoint.case.dates.fuzzy import FuzzyDate

MAX_NUMBER = 10**15
MAX_COMPARED = 200
MAX_KNOWN = 2000
_YES = {"yes", "y", "true"}
_NO = {"no", "n", "false"}
_NUMBER = re.compile(r"[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?", re.ASCII)
_WITH_UNIT = re.compile(r"(.*?)\s*/\s*(\w+)\s*", re.DOTALL)


class Unfit(Exception):
    """A value cannot be what it should be; carries the finding's code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' for the nearest known word, or a list of few, or nothing.

    >>> did_you_mean("ussr.bakc", ["ussr.back", "us.back"])
    "; did you mean 'ussr.back'?"
    """
    known = list(islice(known, MAX_KNOWN + 1))
    if len(known) > MAX_KNOWN:  # nobody meant one of so many, and to compare them takes too long
        return ""
    if len(known) > MAX_COMPARED:
        known = [name for name in known if name[:2].lower() == word[:2].lower()][:MAX_COMPARED]
    lower = {name.lower(): name for name in reversed(known)}
    near = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {quote(lower[near[0]])}?"
    if 0 < len(known) <= 12:
        return "; known are " + ", ".join(quote(name) for name in known)
    return ""


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


def _number_advice(word: str) -> str:
    plain = word.replace("−", "-").replace("–", "-").replace("_", "").replace(" ", "")
    if _NUMBER.fullmatch(plain):
        return f"; write {plain}"
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        return f"; write {plain.replace(',', '')}"
    if re.fullmatch(r"[+-]?\d+,\d+", plain):
        return f"; write {plain.replace(',', '.')}"
    if _NUMBER.fullmatch(plain.removesuffix("%")):
        return f"; write {float(plain.removesuffix('%')) / 100:g}"
    if re.fullmatch(r"[\d.]+\s*(-|to|\.\.)\s*[\d.]+", word):
        low, high = re.findall(r"[\d.]+", word)[:2]
        return f"; write a range as [{low}, {high}]"
    return "; write it in digits, such as 0.5"


def amount(node: Node) -> Amount:
    """Read a number, a range [low, high] or {low, mid, high}, with or without a unit of time."""
    written = " ".join(node.source[node.start : node.end].split())
    if node.kind == "text":
        written, shape, nodes = node.text.strip(), "point", {"low": node, "high": node}
    elif node.kind == "mapping":
        nodes = _corners(node)
        shape = "triangle" if "mid" in nodes else "range"
    elif len(node.items) != 2 or any(item.kind != "text" for item in node.items):
        raise Unfit("C106", f"{describe(node)} found, a range has two numbers: [low, high]")
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


def _corners(node: Node) -> dict[str, Node]:
    nodes = {key.text: value for key, value in node.pairs}
    if not {"low", "high"} <= nodes.keys() <= {"low", "mid", "high"}:
        found = ", ".join(quote(name) for name in nodes) or "nothing"
        raise Unfit("C106", f"{found} found, an amount in braces is {{low: …, mid: …, high: …}}")
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
