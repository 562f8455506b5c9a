r"""A character → what can be read in its place where an output cannot carry it."""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f", " "), **dict.fromkeys("•·‣▪", "*"),
        **dict.fromkeys("█▇▆▅▄▃▂▁▌▐▒░", "#"),
        "…": "...", "→": "->", "←": "<-", "↔": "<->", "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~",
        "×": "x", "÷": "/", "∞": "infinity", "€": "EUR", "£": "GBP", "ß": "ss", "æ": "ae",
        "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "\u0131": "i",
        "√": "root ", "±": "+-", "°": " degrees", "§": "section ", "²": "2", "³": "3", "½": "1/2",
    }
)  # fmt: skip
_GREEK = "α a β b γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f "
_GREEK += "χ ch ψ ps ω o ς s"
_CYRILLIC = "а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f "
_CYRILLIC += "х kh ц ts ч ch ш sh щ shch ъ ' ы y ь ' э e ю yu я ya і i є ye ґ g ђ dj ј j љ lj њ nj"
_WORDS = (_GREEK + " " + _CYRILLIC).split()
_LETTERS = dict(zip(_WORDS[::2], _WORDS[1::2], strict=True))
_STROKED = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z]) WITH ")


def substitute(character: str) -> str:
    r"""Return what can stand in ASCII for a character; its code where nothing can.

    >>> "".join(map(substitute, "„Łódź…” − ψ 中"))
    '"Lodz..." - ps \\u4e2d'
    """
    parts = unicodedata.normalize("NFKD", character.translate(_SIGNS))
    found = "".join(_letter(c) for c in parts if not unicodedata.combining(c))
    if found.isascii() and (found or unicodedata.category(character) in ("Mn", "Cf")):
        return found
    return character.encode("ascii", "backslashreplace").decode("ascii")


def _letter(character: str) -> str:
    """Return the Latin letters nearest to one; itself where there are none."""
    stroked = _STROKED.match(unicodedata.name(character, ""))
    if stroked:
        return stroked[2] if stroked[1] == "CAPITAL" else stroked[2].lower()
    small = character.lower()
    found = _LETTERS.get(small, small)
    return found.capitalize() if character != small else found
