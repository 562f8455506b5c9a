"""Words, such as a name, → an id that a case may hold and that nothing else has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from stickpoint.case.schema.layout import RESERVED

_LONGEST = 24
_WORDS = 3
_FILLERS = {"a", "an", "and", "by", "for", "from", "in", "of", "on", "that", "the", "to", "with"}
UNTAKEN = (*RESERVED, "true", "false", "at_least", "now")
"""What no id that is made may be: words of statements, and of the file."""
_WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th"})
"""Letters that Unicode does not take apart into a Latin one and a mark."""


def id_of(words: str, taken: Collection[str], stem: str) -> str:
    """Make an id of words, one that is free; a counted one where they have no letters for it.

    >>> id_of("Press the patrons openly", ["press_patrons"], "x"), id_of("北", ["x_1"], "x")
    ('press_patrons_openly', 'x_2')
    >>> id_of("Łódź", [], "x"), id_of("Mr. Kim", ["mr_kim"], "x"), id_of("Now", [], "x")
    ('lodz', 'mr_kim_2', 'now_2')
    """
    marked = unicodedata.normalize("NFKD", words.casefold().translate(_WHOLE))
    plain = marked.encode("ascii", "ignore").decode()
    parts = [part for part in re.findall(r"[a-z0-9]+", plain) if part not in _FILLERS]
    name = ""
    for part in parts[:_WORDS]:
        longer = f"{name}_{part}".lstrip("_")
        if len(longer) > _LONGEST and name:
            break
        name = longer[:_LONGEST]
    if not re.match(r"[a-z]", name):
        return counted(f"{stem}_", taken)
    if name in taken or name in UNTAKEN:
        return counted(f"{name}_", taken, first=2)
    return name


def counted(stem: str, taken: Collection[str], first: int = 1) -> str:
    """Return a stem with the first number behind it that makes it free.

    >>> counted("m", ["m1"])
    'm2'
    """
    number = first
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
