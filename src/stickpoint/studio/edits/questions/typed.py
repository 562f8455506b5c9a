"""A range, or yes and no, as people type them → values, or a sentence about what is wrong."""

from __future__ import annotations

import re

from stickpoint.case.schema.values import Unfit, number, yes_or_no

MAX_AMOUNT = 1e9
NO_RANGE = "give a low and a high end, numbers from 0 on"
_SURE = r"\s*(?:-|–|\bto\b|\.\.+)\s*"
_UNSURE = r",?\s+"
_THOUSANDS = re.compile(rf"[1-9]\d{{0,2}}(?:{_UNSURE}\d{{3}})+(?:\.\d+)?")


def ends(typed: str) -> list[str]:
    """Return both ends of a range, one number for both; what may be either stays in one piece.

    >>> ends("6 to 8"), ends("6 8"), ends("7"), ends("2 500"), ends("[2, 500]")
    (['6', '8'], ['6', '8'], ['7', '7'], ['2 500'], ['2', '500'])
    """
    bare = typed.strip()
    is_list = bare.startswith("[") and bare.endswith("]")
    bare = bare[1:-1].strip() if is_list else bare
    for between in (_SURE, _UNSURE):
        sides = re.split(between, bare)
        if len(sides) == 2 and all(sides):
            is_either = between == _UNSURE and not is_list and _THOUSANDS.fullmatch(bare)
            return [bare] if is_either else sides
    return [bare] if re.search(r"\s", bare) else [bare, bare]


def amount(given: object) -> tuple[float, float]:
    """Return both ends of an amount, by the rules for a number in a case file.

    Raises
    ------
    Unfit
        It is none, or may be one of two.
    """
    found = list(given) if isinstance(given, list | tuple) else [given, given]
    if len(found) == 1 and _THOUSANDS.fullmatch(alone := str(found[0]).strip()):
        bare = re.sub(_UNSURE, "", alone)
        advice = f"write {bare} if blanks part thousands, or a range as 6 to 8"
        raise Unfit("C106", f"{NO_RANGE}; {advice}")
    if len(found) != 2:
        raise Unfit("C106", NO_RANGE)
    try:
        low, high = (float(number(str(end))) for end in found)
    except Unfit as error:
        raise Unfit(error.code, f"{NO_RANGE}; {error}") from None
    except ValueError:  # a whole number too long to be written
        raise Unfit("C106", NO_RANGE) from None
    if not 0 <= low <= high <= MAX_AMOUNT:
        raise Unfit("C104", NO_RANGE)
    return low, high


def is_yes(given: object) -> bool:
    """Tell yes from no; left out is no. `Unfit` for anything else.

    >>> is_yes("Y"), is_yes(""), is_yes(True)
    (True, False, True)
    """
    if given is None or isinstance(given, bool):
        return given is True
    return str(given).strip() != "" and yes_or_no(str(given))
