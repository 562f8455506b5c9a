"""Signs that nobody sees, or that look like others → their names, and words fit for a message."""

from __future__ import annotations

import re
import unicodedata

_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\uffa0"
"""Signs that leave a blank though Unicode counts them as letters or marks."""
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_LIKE = {
    "a": "аɑαａ", "b": "Ьƅ", "c": "сϲᴄⅽ", "d": "ԁⅾ", "e": "еҽ", "g": "ɡց", "h": "һհ", "i": "іıι",
    "j": "јϳ", "k": "κк", "l": "ӏⅼǀ", "m": "ⅿм", "n": "ոռп", "o": "оοօסᴏ", "p": "рρ", "q": "ԛգ",
    "r": "г", "s": "ѕꜱ", "t": "τт", "u": "ʋսυ", "v": "νѵⅴᴠ", "w": "ԝաᴡѡ", "x": "хⅹ×χ",
    "y": "уγү", "z": "ᴢ",
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ",
    "M": "МΜ", "N": "ΝΝ", "O": "ОΟՕ", "P": "РΡ", "S": "ЅՏ", "T": "ТΤ", "X": "ХΧ", "Y": "ҮΥ",
    "Z": "ΖΖ",
    "-": "−˗⁃➖﹘", ":": "∶꞉：ː։׃", ";": ";", ".": "․·‧٫", ",": "‚،、", "/": "∕⁄╱", "!": "ǃ",
    "|": "∣ǀ│¦", "&": "＆﹠", "=": "꞊═", "_": "ˍ＿", "'": "‘’‚‛′´`ʼʹ‹›", '"': "“”„‟″«»",
    "*": "∗⁎٭", "+": "➕", "~": "∼˜", "%": "٪", "(": "❨", ")": "❩", "[": "［", "]": "］", "0": "Ο",
}  # fmt: skip
_MEANT = {sign: meant for meant, signs in reversed(_LIKE.items()) for sign in signs if sign > "~"}


def is_unseen(sign: str) -> bool:
    """Tell whether a sign shows nothing of its own, or changes how its neighbours show."""
    return sign not in "\t\n" and (
        unicodedata.category(sign) in _UNSEEN
        or sign in _BLANK
        or "\ufe00" <= sign <= "\ufe0f"
        or "\U000e0100" <= sign <= "\U000e01ef"
    )


def shown(text: str) -> str:
    """Write what is not seen, and what turns the direction of writing, by its number.

    >>> shown("a\u202eb")
    'a<U+202E>b'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(sign):04X}>" if is_unseen(sign) else sign for sign in text)


def plain(text: str) -> str:
    """Return a text with its look-alikes as one types them, and without what is not seen."""
    return "".join("" if is_unseen(sign) else _meant(sign) or sign for sign in text)


def odd_signs(text: str) -> str:
    """Return '; it holds …' with the first sign that is not what it looks like, or nothing.

    >>> odd_signs("2024\u201103")
    "; it holds U+2011 (non-breaking hyphen), which is not the '-' of the keyboard"
    """
    if text.isascii():
        return ""
    for sign in text:
        meant = _meant(sign)
        if not (meant or is_unseen(sign)) or sign in "\t\n":
            continue
        name = unicodedata.name(sign, "a sign without a name").lower()
        it = f"; it holds U+{ord(sign):04X} ({name})"
        if meant == " ":
            return f"{it}, which is not the space of the keyboard"
        return f"{it}, which is not the '{meant}' of the keyboard" if meant else f"{it}; delete it"
    return ""


def _meant(sign: str) -> str:
    """Return the sign of the keyboard that another one looks like; empty for any other."""
    if sign < "\x80":
        return ""
    kind = unicodedata.category(sign)
    if kind == "Nd":
        return str(unicodedata.decimal(sign))
    if kind in ("Pd", "Zs"):
        return "-" if kind == "Pd" else " "
    same = _MEANT.get(sign) or unicodedata.normalize("NFKC", sign)
    return same if re.fullmatch(r"[!-~]", same) else ""
