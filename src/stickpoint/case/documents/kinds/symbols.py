"""Signs of fonts without letters → the characters of Unicode that look like them.

Word keeps them as the number of a glyph in a font: Symbol (the vector of Adobe's font) and
Wingdings, of which the signs are told that stand in letters and minutes, not its pictures.
"""

from __future__ import annotations

UNKNOWN = "\ufffd"
"""Stands for a sign that cannot be told, so that it is not lost without a trace."""

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"
    "\ufffd⟩∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_SIGNS = {
    "symbol": {
        **dict(enumerate(_SYMBOL, 0x20)),
        **dict(enumerate(_SYMBOL_HIGH, 0xA0)),
    },
    "wingdings": {
        **{0x20: " ", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹"},
        **dict(enumerate("●❍■□□❑❒⬧⧫◆❖⬥⌧", 0x6C)),
        **dict(enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿", 0x80)),
        **dict(enumerate("·•▪○", 0x9E)),
        **{0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "◻", 0xAA: "✦", 0xAB: "★", 0xD8: "➢", 0xDC: "➲"},
        **dict(enumerate("←→↑↓↖↗↙↘⬅➔⬆⬇⬉⬈⬋⬊⇦⇨⇧⇩⬄⇳", 0xDF)),
        **dict(enumerate("✗✔☒☑", 0xFB)),
    },
}
_OTHERS = ("webdings", "dingbats", "marlett", "mt extra")


def sign(font: str, code: str) -> str:
    """Return the character for a glyph of a font; ``code`` is hexadecimal, as Word writes it.

    Examples
    --------
    >>> sign("Wingdings", "F0E0"), sign("Symbol", "F0A3"), sign("Webdings", "F021")
    ('→', '≤', '�')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    name = font.strip().lower()
    glyph = number - 0xF000 if 0xF000 <= number < 0xF100 else number
    if name in _SIGNS:
        return _SIGNS[name].get(glyph, UNKNOWN)
    if any(other in name for other in ("wingdings", *_OTHERS)):
        return UNKNOWN
    plain = 0x20 <= glyph < 0x110000 and not 0xD800 <= glyph < 0xE000
    return chr(glyph) if plain else UNKNOWN
